"""A page drawn around a prompt, laid out anew at every change of the window.

Nothing is printed above it, so that it wraps anew, fits the rows there are, and leaves the screen as it found it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from prompt_toolkit.formatted_text import StyleAndTextTuples

from coo_advisor.ask.question_page import MenuItem, Page, drawn
from coo_advisor.system.streams import MOST_PROSE
from coo_advisor.wording.words import Words

_BAR = 15
"""Cells of the bar that shows how far along a page is."""


class Frame(NamedTuple):
    """How much of a page there is room for."""

    airy: bool
    intro: bool
    helpful: bool
    framed: bool


_FRAMES = (
    Frame(airy=True, intro=True, helpful=True, framed=True),
    Frame(airy=False, intro=True, helpful=True, framed=True),
    Frame(airy=True, intro=False, helpful=True, framed=True),
    Frame(airy=False, intro=False, helpful=True, framed=True),
    Frame(airy=False, intro=False, helpful=False, framed=True),
)
"""From roomy to tight: if rows are short, blank lines go first, then the intro, then the help."""

_BARE = Frame(airy=False, intro=False, helpful=False, framed=False)

_FEW = 3
"""Choices of which none is to be hidden: the hints go first."""


class Drawing:
    """The texts around a prompt and the labels in it, for the window as it is."""

    def __init__(self, page: Page, words: Words, hints: Sequence[str], items: Sequence[MenuItem]) -> None:
        self.header: StyleAndTextTuples = []
        self.header_rows = 0
        self.footer: StyleAndTextTuples = []
        self.labels: tuple[str, ...] = ()
        self.crowded = False
        self.problem = ""
        self._help_wanted = False
        self._page = page
        self._words = words
        self._hints = hints
        self._items = items

    def turn_help(self) -> None:
        """Shows help that there is no room for in place of choices, and hides it again."""
        self._help_wanted = not self._help_wanted

    def lay_out(self, columns: int, rows: int, indent: int) -> None:
        """Wraps everything to a window, in the first frame that fits; choices have `indent` columns less.

        If not even one choice would fit, progress and hints go, and then the end of the question.
        """
        width = min(columns, MOST_PROSE) - 1
        self.labels = tuple(drawn(item.label, width - indent) for item in self._items)
        heights = [label.count("\n") + 1 for label in self.labels] or [0]
        for frame in (*_FRAMES, *([_BARE] if len(self._items) <= _FEW else [])):
            self._compose(width, frame)
            self.crowded = self._rows() + sum(heights) > rows
            if not self.crowded:
                return
        if self._rows() + max(heights) > rows:
            self._compose(width, _BARE)
            self.header_rows = min(self.header_rows, max(0, rows - 1 - bool(self._items)))

    def _rows(self) -> int:
        """The rows of everything but the choices."""
        return self.header_rows + 1 + height(self.footer)

    def _compose(self, width: int, frame: Frame) -> None:
        self.header = self._header(width, frame)
        self.header_rows = height(self.header)
        self.footer = self._footer(width, frame)

    def _header(self, width: int, frame: Frame) -> StyleAndTextTuples:
        page = self._page
        parts = [("class:intro", text) for text in page.intro] if frame.intro else []
        if frame.framed and page.progress:
            parts.append(("class:progress", self._progress(width)))
        parts.append(("class:title", page.title))
        if page.help and (frame.helpful or self._help_wanted):
            parts.append(("class:help", page.help))
        parts += [("class:problem", doubt) for doubt in page.doubts]
        apart = frame.airy and bool(page.title) and not page.short  # from what stands above a page of the ending
        lines: StyleAndTextTuples = [("", "\n")] if apart else []
        for style, text in filter(lambda part: part[1], parts):
            gap = "\n\n" if frame.airy and style != "class:title" else "\n"
            lines += [(style, drawn(text, width)), ("", gap)]
        return lines[:-1]

    def _progress(self, width: int) -> str:
        text, position = self._page.progress, self._page.position
        if position is None or len(text) + 1 + _BAR > width:
            return text
        done = _BAR * position.number // position.of
        return f"{text}\N{NO-BREAK SPACE}{'━' * done}{'─' * (_BAR - done)}"

    def _footer(self, width: int, frame: Frame) -> StyleAndTextTuples:
        lines: StyleAndTextTuples = []
        if self.problem:
            lines += [("class:problem", drawn(self.problem, width)), ("", "\n")]
        if frame.framed:
            hidden = bool(self._page.help) and not frame.helpful
            hints = [*self._hints, self._words("key_help")] if hidden else self._hints
            lines += [("", "\n" if frame.airy else ""), ("class:hints", wrap_hints(hints, width)), ("", "\n")]
        return lines[:-1]


def hints_for(page: Page, words: Words, *, choosing: str, items: Sequence[MenuItem]) -> tuple[str, ...]:
    """What the keys of a page do: `choosing` is a key of the wording; only what works here is named."""
    digits = min(len(items), 9)
    hints = [words(choosing, last=digits)] if items else []
    if items and choosing == "keys_several":
        hints.append(words("key_tick"))
    hints.append(words("key_enter"))
    if page.offers_dont_know:
        hints.append(words("key_dont_know"))
    if page.can_finish:
        hints.append(words("key_finish"))
    if page.leads_back:
        hints.append(words("key_back"))
    return (*hints, words("key_stop"))


def height(lines: StyleAndTextTuples) -> int:
    """The rows that lines take."""
    return sum(part[1].count("\n") for part in lines) + 1 if lines else 0


def wrap_hints(hints: Sequence[str], width: int) -> str:
    """Hints wrapped between each other, never inside one."""
    return drawn(" · ".join(hint.replace(" ", "\N{NO-BREAK SPACE}") for hint in hints), width)
