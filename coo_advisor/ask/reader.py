"""A long text to read at a drawn terminal, a screen at a time; the screen is as it was afterwards."""

from collections.abc import Callable, Sequence

from prompt_toolkit.application import Application
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyBindingsBase, KeyPressEvent, merge_key_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window

from coo_advisor.ask.drawing import wrap_hints
from coo_advisor.ask.keys import way_keys
from coo_advisor.ask.question_page import Left, Page
from coo_advisor.system.streams import forget_input


class Reader:
    """Some lines, of which as many show as there are rows, with hints below them.

    Without `leads_back` Escape doesn't leave them, as what follows is a page forward.
    """

    def __init__(self, lines: Sequence[str], hints: Sequence[str], *, leads_back: bool) -> None:
        self._lines = lines
        self._hints = hints
        self._top = 0
        self._footer = ""
        self._drawn = False
        self._application: Application[Left | None] = Application(
            layout=Layout(
                HSplit(
                    [
                        Window(FormattedTextControl(self._visible)),
                        Window(FormattedTextControl(lambda: self._footer), height=self._footer_rows),
                    ]
                )
            ),
            key_bindings=self._keys(leads_back=leads_back),
            full_screen=True,
        )
        self._application.before_render += lambda _: self._prepare()

    def run(self, escape_seconds: float) -> None:
        """Shows the lines until whoever reads them goes back. Raises KeyboardInterrupt or EOFError if they stop."""
        self._application.ttimeoutlen = escape_seconds
        self._application.timeoutlen = 0
        clear_typeahead(self._application.input)
        self._application.run()

    def _prepare(self) -> None:
        if not self._drawn:
            forget_input()
            self._drawn = True
        self._footer = wrap_hints(self._hints, self._application.output.get_size().columns - 1)
        self._move(0)

    def _visible(self) -> str:
        return "\n".join(self._lines[self._top : self._top + self._rows])

    @property
    def _rows(self) -> int:
        return max(1, self._application.output.get_size().rows - self._footer_rows())

    def _footer_rows(self) -> int:
        return self._footer.count("\n") + 1

    def _move(self, by: int) -> None:
        self._top = max(0, min(len(self._lines) - self._rows, self._top + by))

    def _keys(self, *, leads_back: bool) -> KeyBindingsBase:
        keys = KeyBindings()

        def scroll(*names: str, by: Callable[[], int]) -> None:
            for name in names:
                keys.add(name)(lambda _: self._move(by()))

        scroll("up", by=lambda: -1)
        scroll("down", by=lambda: 1)
        scroll("pageup", by=lambda: -self._rows)
        scroll("pagedown", " ", by=lambda: self._rows)
        scroll("home", by=lambda: -len(self._lines))
        scroll("end", by=lambda: len(self._lines))

        @keys.add("enter")
        @keys.add("q")
        def _back(event: KeyPressEvent) -> None:
            event.app.exit()

        @keys.add("escape", Keys.Any)
        def _nothing(_: KeyPressEvent) -> None:
            """Alt and a key is no Escape."""

        @keys.add("c-c")
        def _interrupt(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        @keys.add("c-d")
        def _stop(event: KeyPressEvent) -> None:
            event.app.exit(exception=EOFError)

        return merge_key_bindings([way_keys(Page("", leads_back=leads_back), str), keys])
