"""Prompts as plain lines: numbered lists, no cursor moves, for screen readers and the simplest terminals."""

import shutil
import sys
from collections.abc import Callable, Sequence

from coo_advisor.ask.question_page import DONT_KNOW, Move, Option, Page, wrapped
from coo_advisor.wording.words import Words

_BACK = "<"


class PlainPrompter:
    """Prompts in one language, line by line."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def say(self, text: str) -> None:
        self._print(text)

    def choose(self, page: Page, options: Sequence[Option], default: str | None) -> str | Move:
        listed = [option for option in options if option.value != DONT_KNOW]
        known = len(listed) == len(options)
        self._show(page, listed)
        label = next((option.label for option in options if option.value == default), "")
        while True:
            entered = self._read("plain_choose", len(listed), label, known=known)
            if entered is Move.BACK or (entered == DONT_KNOW and not known):
                return entered
            if entered == "" and default is not None:
                return default
            if (number := _position(entered, len(listed))) is not None:
                return listed[number].value
            self._unclear(len(listed), known=known)

    def choose_several(
        self, page: Page, options: Sequence[Option], default: Sequence[str], check: Callable[[Sequence[str]], str]
    ) -> tuple[str, ...] | Move:
        listed = [option for option in options if option.value != DONT_KNOW]
        known = len(listed) == len(options)
        self._show(page, listed)
        label = self._words("list_join").join(option.label for option in options if option.value in default)
        while True:
            entered = self._read("plain_several", len(listed), label, known=known)
            if entered is Move.BACK:
                return entered
            if entered == DONT_KNOW and not known:
                return (DONT_KNOW,)
            if entered == "" and label:
                return tuple(default)
            parts = [] if entered == "0" else str(entered).replace(",", " ").split()
            positions = {_position(part, len(listed)) for part in parts}
            chosen = tuple(option.value for number, option in enumerate(listed) if number in positions)
            if (parts or entered == "0") and None not in positions and not check(chosen):
                return chosen
            self._unclear(len(listed), known=known)

    def write(self, page: Page, default: str, check: Callable[[str], str], *, number: bool, known: bool) -> str | Move:
        self._show(page, ())
        while True:
            entered = self._read("plain_number" if number else "plain_write", 0, default, known=known, empty=not number)
            if entered is Move.BACK:
                return entered
            value = default if entered == "" else str(entered)
            if not (problem := check(value)):
                return value
            self._print(problem)

    def _show(self, page: Page, options: Sequence[Option]) -> None:
        sys.stdout.write("\n")
        for text in (page.progress, page.title, page.help):
            if text:
                self._print(text)
        for number, option in enumerate(options, start=1):
            self._print(option.label, f"  {number}. ", "     ")

    def _read(self, key: str, count: int, default: str, *, known: bool, empty: bool = False) -> str | Move:
        """One line of input, or BACK; the hints before it name every other key."""
        hints = [] if known else [self._words("plain_dont_know")]
        hints.append(self._words("plain_back"))
        if default:
            hints.append(self._words("plain_default", answer=default))
        elif empty:
            hints.append(self._words("plain_empty"))
        asked = self._words(key, range=self._range(count)) if count else self._words(key)
        self._print(f"{asked} ({self._words('list_join').join(hints)})")
        entered = input("> ").strip()
        return Move.BACK if entered == _BACK else entered

    def _unclear(self, count: int, *, known: bool) -> None:
        self._print(self._words("plain_unclear" if known else "plain_unclear_known", range=self._range(count)))

    def _range(self, count: int) -> str:
        return self._words("plain_range", first=1, last=count)

    @staticmethod
    def _print(text: str, start: str = "", indent: str = "") -> None:
        sys.stdout.write(wrapped(text, shutil.get_terminal_size().columns - 1, start, indent) + "\n")
        sys.stdout.flush()


def _position(entered: object, count: int) -> int | None:
    """A number from 1 to `count` as a position from 0."""
    text = str(entered)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return number - 1 if 1 <= number <= count else None
