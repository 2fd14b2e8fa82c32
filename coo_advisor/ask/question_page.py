"""What a prompt shows and gives back, whichever way it is drawn."""

from collections.abc import Callable, Sequence
from enum import Enum
from textwrap import wrap
from typing import NamedTuple, Protocol

from coo_advisor.system.visible import clean


class Move(Enum):
    """Something a founder does instead of answering."""

    BACK = "back"


DONT_KNOW = "?"
"""The answer "I don't know" as an option's value and as a key; no choice id can be this."""


class Page(NamedTuple):
    """One question as it is put: how far along it is, what is asked, and help."""

    title: str
    help: str = ""
    progress: str = ""


class Option(NamedTuple):
    """One line of a list: what it gives back, and what it says."""

    value: str
    label: str


class Prompter(Protocol):
    """A way to put questions. Every prompt raises KeyboardInterrupt or EOFError where the founder stops."""

    def say(self, text: str) -> None:
        """Shows a sentence that needs no answer."""

    def choose(self, page: Page, options: Sequence[Option], default: str | None) -> str | Move:
        """One of the options, `default` preselected."""

    def choose_several(
        self, page: Page, options: Sequence[Option], default: Sequence[str], check: Callable[[Sequence[str]], str]
    ) -> tuple[str, ...] | Move:
        """Any of the options, in their order; `check` says what is wrong with a selection, or nothing."""

    def write(self, page: Page, default: str, check: Callable[[str], str], *, number: bool, known: bool) -> str | Move:
        """A line of text; `check` says what is wrong with it, or nothing. `known` is False where ? means don't know."""


def wrapped(text: str, width: int, start: str = "", indent: str = "") -> str:
    """A text, cleaned, on lines of a width, broken between words and never at a hyphen.

    `start` stands in front of the first line, and `indent` in front of all others.
    """
    lines = wrap(clean(text), max(10, width), initial_indent=start, subsequent_indent=indent, break_on_hyphens=False)
    return "\n".join(lines)
