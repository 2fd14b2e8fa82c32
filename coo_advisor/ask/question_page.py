"""What a prompt shows and gives back, whichever way it is drawn."""

from collections.abc import Callable, Sequence
from enum import Enum
from textwrap import wrap
from typing import NamedTuple, Protocol

from coo_advisor.system.visible import clean


class Way(Enum):
    """A way out of a page without an answer."""

    BACK = "back"
    FINISH = "finish"


BACK, FINISH = Way.BACK, Way.FINISH


class Left(NamedTuple):
    """A page left without an answer: which way, and what had been typed or ticked there by then."""

    way: Way
    unfinished: str | tuple[str, ...] = ""


_SPACES = str.maketrans("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}", "  ")

DONT_KNOW = "?"
"""The answer "I don't know" as an item's value and as a key; no choice id can be this."""


class Position(NamedTuple):
    """How far along a page is: its number, from 1, and how many there may be."""

    number: int
    of: int


class Page(NamedTuple):
    """One question as it is put.

    `short` is what a question is called in a few words; a menu has none. `intro` stands above the page, and
    `doubts`, what to look at again, below its title whatever room there is. `leads_back` and `can_finish` say which ways
    out there are, `offers_dont_know` that ? answers a written question.
    """

    title: str
    help: str = ""
    short: str = ""
    progress: str = ""
    position: Position | None = None
    intro: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    leads_back: bool = False
    can_finish: bool = False
    offers_dont_know: bool = False


class MenuItem(NamedTuple):
    """One line of a list: what it gives back, what it says, and a letter that chooses it beside its first one."""

    value: str
    label: str
    key: str = ""


class Prompter(Protocol):
    """A way to put questions. Every prompt raises KeyboardInterrupt or EOFError if the founder stops."""

    def say(self, text: str) -> None:
        """Shows a sentence that needs no answer."""

    def note(self, answer: str) -> None:
        """Confirms what was noted, unless it can be seen."""

    def read(self, lines: Sequence[str], *, leads_on: bool = False) -> None:
        """Shows lines, as wide as the screen, until they are read; with `leads_on`, what follows is a new page."""

    def choose(self, page: Page, items: Sequence[MenuItem], default: str | None) -> str | Left:
        """One of the items' values, `default` preselected, or the way by which the founder left."""

    def choose_several(
        self, page: Page, items: Sequence[MenuItem], default: Sequence[str], check: Callable[[Sequence[str]], str]
    ) -> tuple[str, ...] | Left:
        """Any of the items' values, in their order; `check` says what is wrong with a selection, or nothing."""

    def write(self, page: Page, default: str, check: Callable[[str], str]) -> str | Left:
        """A line of text; `check` says what is wrong with it, or nothing."""


def wrapped(text: str, width: int, start: str = "", indent: str = "") -> str:
    """A text, cleaned, on lines of a width, broken between words and never at a hyphen or a no-break space.

    `start` stands in front of the first line, and `indent` in front of all others.
    """
    lines = wrap(clean(text), max(10, width), initial_indent=start, subsequent_indent=indent, break_on_hyphens=False)
    return "\n".join(lines)


def drawn(text: str, width: int) -> str:
    """A text on lines of a width, its no-break spaces kept together, then drawn as any space."""
    return wrapped(text, width).translate(_SPACES)
