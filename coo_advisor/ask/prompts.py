"""Prompts drawn in place: the only room that imports questionary.

Each prompt is one application: the page, the choices and the keys.
"""

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Always, Condition
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.layout import (
    ConditionalMargin,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    ScrollbarMargin,
    ScrollOffsets,
    Window,
)
from questionary import Choice, Question, Style, checkbox, select, text
from questionary.prompts.common import InquirerControl

from coo_advisor.ask.drawing import Drawing, height, hints_for
from coo_advisor.ask.keys import close_with, list_keys, way_keys
from coo_advisor.ask.lines import unreadable
from coo_advisor.ask.question_page import Left, MenuItem, Page, drawn
from coo_advisor.ask.reader import Reader
from coo_advisor.questionnaire.answers import LONGEST_TEXT
from coo_advisor.system.streams import forget_input, prose_width
from coo_advisor.system.visible import clean, first_hidden
from coo_advisor.wording.words import Words

# A terminal that doesn't answer where its cursor is would get an English warning; the prompts don't need to know.
os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")

_STYLE = Style(
    [
        ("progress", "fg:ansigreen"),
        ("title", "bold"),
        ("pointer", "fg:ansigreen bold"),
        ("question", "fg:ansigreen bold"),
        ("answer", "fg:default nobold"),
        ("highlighted", "bold"),
        ("selected", "fg:ansigreen noreverse"),
        ("problem", "fg:ansired"),
        ("nbsp", "fg:default nounderline"),
        ("control-character", "fg:default"),
        ("scrollbar.background", "bg:default"),
        ("scrollbar.button", "bg:ansigreen"),
        ("scrollbar.arrow", "bg:default nobold"),
    ]
)
"""Ours, and the library's own undone. The first eight colours only: the others are often the background's."""

_POINTER = "❯"

_INDENT = 3
"""Columns in front of a choice: the pointer between spaces."""

_TICKED, _UNTICKED = "☑ ", "☐ "

_GAP = 1
"""Columns between a choice and the scroll bar."""

_ESCAPE_SECONDS, _FAR_ESCAPE_SECONDS = 0.25, 0.5
"""How long an Escape may turn out to be the start of another key: here, and over a network."""


def _escape_seconds() -> float:
    return _FAR_ESCAPE_SECONDS if "SSH_CONNECTION" in os.environ else _ESCAPE_SECONDS


class DrawnPrompter:
    """Prompts in one language, drawn with arrow keys, for a terminal that moves its cursor."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def say(self, text: str) -> None:
        end = "\n\n" if text.endswith("\n") else "\n"
        sys.stderr.write(drawn(text, prose_width()) + end)

    def note(self, answer: str) -> None:
        """Nothing: the page was left with the answer in sight, and going back shows it."""

    def read(self, lines: Sequence[str], *, leads_on: bool = False) -> None:
        hints = [self._words(f"key_{hint}") for hint in ("read", "on" if leads_on else "back", "stop")]
        Reader(lines, hints, leads_back=not leads_on).run(_escape_seconds())

    def choose(self, page: Page, items: Sequence[MenuItem], default: str | None) -> str | Left:
        choices = [Choice(item.label, item.value) for item in items]
        question = select("", choices, qmark="", pointer=_POINTER, instruction=" ", style=_STYLE, use_jk_keys=False)
        drawing = self._drawing(page, "keys_choose", items)
        listed = _List(question, drawing, items)
        listed.point_at(default)
        keys = list_keys(listed.control, items, lambda: close_with(listed.pointed), drawing.turn_help)
        return listed.ask(keys, way_keys(page, str))  # type: ignore[no-any-return]

    def choose_several(
        self, page: Page, items: Sequence[MenuItem], default: Sequence[str], check: Callable[[Sequence[str]], str]
    ) -> tuple[str, ...] | Left:
        choices = [Choice(item.label, item.value, checked=item.value in default) for item in items]
        question = checkbox("", choices, qmark="", pointer=_POINTER, instruction=" ", style=_STYLE, use_jk_keys=False)
        drawing = self._drawing(page, "keys_several", items)
        listed = _Ticks(question, drawing, items, check)
        keys = list_keys(listed.control, items, listed.accept, drawing.turn_help)
        return listed.ask(keys, way_keys(page, lambda: listed.ticked))  # type: ignore[no-any-return]

    def write(self, page: Page, default: str, check: Callable[[str], str]) -> str | Left:
        question = text(_POINTER, default, qmark="", style=_STYLE)
        line = _Written(question, self._drawing(page, "", ()), check)
        keys = KeyBindings()
        keys.add("enter", eager=True)(lambda _: line.accept())
        return line.ask(keys, way_keys(page, lambda: line.text))  # type: ignore[no-any-return]

    def _drawing(self, page: Page, choosing: str, items: Sequence[MenuItem]) -> Drawing:
        return Drawing(page, self._words, hints_for(page, self._words, choosing=choosing, items=items), items)


class _Prompt:
    """One question of the library with a page drawn around it."""

    indent = 0
    """Columns in front of each line of a choice."""

    def __init__(self, question: Question, drawing: Drawing) -> None:
        self.application = question.application
        self.drawing = drawing
        self._width = 0

    def ask(self, *keys: KeyBindings) -> Any:
        """Draws the page and gives back what a key gives."""
        application, drawing = self.application, self.drawing
        header, footer = FormattedTextControl(lambda: drawing.header), FormattedTextControl(lambda: drawing.footer)
        windows = [
            Window(header, height=lambda: Dimension.exact(drawing.header_rows)),
            application.layout.container,
            Window(footer, height=lambda: Dimension.exact(height(drawing.footer))),
        ]
        whole = HSplit(windows, window_too_small=Window())  # of a single row nothing can be made
        application.layout = Layout(whole, focused_element=self.focused())
        application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), *keys])
        application.erase_when_done = True
        application.ttimeoutlen = _escape_seconds()
        application.timeoutlen = 0
        application.before_render += lambda _: self._lay_out()
        clear_typeahead(application.input)
        return application.run()

    def focused(self) -> Window:
        """The window that has the keys."""
        return self.application.layout.current_window

    def refresh(self) -> None:
        """Brings what is drawn in line with what is chosen or written."""

    def _lay_out(self) -> None:
        size = self.application.output.get_size()
        if not self._width:
            forget_input()
        elif size.columns < self._width:
            self.application.renderer.clear()  # the terminal wrapped what was drawn, nobody knows up to which row
        self._width = size.columns
        self.drawing.lay_out(size.columns, size.rows, self.indent)
        self.refresh()


class _List(_Prompt):
    """A list in which the pointer chooses."""

    indent = _INDENT + _GAP

    def __init__(self, question: Question, drawing: Drawing, items: Sequence[MenuItem]) -> None:
        super().__init__(question, drawing)
        self._items = items
        self._window, self.control = _list_in(self.application.layout)
        self.control.focusable = Always()  # so that no key reaches the library's empty line above the list
        self.control.show_cursor = False
        scroll_bar = ConditionalMargin(ScrollbarMargin(display_arrows=True), Condition(lambda: drawing.crowded))
        self._window.right_margins = [scroll_bar]
        self._window.scroll_offsets = ScrollOffsets(bottom=self._lines_below_pointer)

    @property
    def pointed(self) -> str:
        return self._items[self.control.pointed_at].value

    def point_at(self, value: str | None) -> None:
        """Moves the pointer to an item; None leaves it where it is."""
        self.control.pointed_at = next((place for place, item in enumerate(self._items) if item.value == value), 0)

    def focused(self) -> Window:
        return self._window

    def refresh(self) -> None:
        for place, choice in enumerate(self.control.choices):
            choice.title = self._title(place)

    def _title(self, place: int) -> str:
        return self.drawing.labels[place].replace("\n", "\n" + " " * _INDENT)

    def _lines_below_pointer(self) -> int:
        return self.drawing.labels[self.control.pointed_at].count("\n")


class _Ticks(_List):
    """A list in which several items are ticked."""

    indent = _List.indent + len(_TICKED)

    def __init__(
        self, question: Question, drawing: Drawing, items: Sequence[MenuItem], check: Callable[[Sequence[str]], str]
    ) -> None:
        super().__init__(question, drawing, items)
        self._check = check
        self.control.use_indicator = False

    @property
    def ticked(self) -> tuple[str, ...]:
        return tuple(item.value for item in self._items if item.value in self.control.selected_options)

    def accept(self) -> None:
        self.drawing.problem = self._check(self.ticked)
        if not self.drawing.problem:
            close_with(self.ticked)

    def refresh(self) -> None:
        super().refresh()
        if self.drawing.problem:
            self.drawing.problem = self._check(self.ticked)

    def _title(self, place: int) -> str:
        mark = _TICKED if self._items[place].value in self.control.selected_options else _UNTICKED
        return mark + super()._title(place).replace("\n", "\n" + " " * len(_TICKED))


class _Written(_Prompt):
    """A line to write."""

    def __init__(self, question: Question, drawing: Drawing, check: Callable[[str], str]) -> None:
        super().__init__(question, drawing)
        self._check = check
        self._buffer = self.application.current_buffer
        self._buffer.on_text_changed += self._changed

    @property
    def text(self) -> str:
        return self._buffer.text

    def accept(self) -> None:
        self.drawing.problem = self._check(self.text)
        if not self.drawing.problem:
            close_with(self.text)

    def _changed(self, buffer: Buffer) -> None:
        self.drawing.problem = ""
        _keep_visible(buffer)


_LONGEST_LINE = 2 * LONGEST_TEXT
"""Characters that a line takes while it is written: enough to hear that it is too long, and quick to draw."""


def _keep_visible(buffer: Buffer) -> None:
    """Cleans a line while it is written, so that a paste shows what will be kept, and moves nothing."""
    if unreadable(buffer.text):
        return  # it is refused in words, not left out
    if "\n" in buffer.text or first_hidden(buffer.text):
        buffer.document = Document(clean(buffer.text))
    if len(buffer.text) > _LONGEST_LINE:
        buffer.document = Document(buffer.text[:_LONGEST_LINE])


def _list_in(layout: Layout) -> tuple[Window, InquirerControl]:
    """The library's list and its window."""
    return next(
        (window, window.content) for window in layout.find_all_windows() if isinstance(window.content, InquirerControl)
    )
