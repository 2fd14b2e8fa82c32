"""Prompts as plain lines: numbered lists, no cursor moves, for screen readers and the simplest terminals."""

import re
import sys
from collections.abc import Callable, Sequence
from unicodedata import normalize

from coo_advisor.ask.question_page import BACK, DONT_KNOW, FINISH, Left, MenuItem, Page, drawn
from coo_advisor.system.streams import forget_input, prose_width
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import Words

_NONE = "0"
_SHORTEST_START = 2
"""Letters that the start of a label must have to stand for it."""


class PlainPrompter:
    """Prompts in one language, line by line; each question ends on the line that its answer is written on."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def say(self, text: str) -> None:
        self._print(text)

    def note(self, answer: str) -> None:
        self._print(self._words("plain_noted", answer=answer))

    def read(self, lines: Sequence[str], *, leads_on: bool = False) -> None:  # noqa: ARG002  # nothing to leave
        sys.stdout.write("\n" + "".join(line.rstrip() + "\n" for line in lines))

    def choose(self, page: Page, items: Sequence[MenuItem], default: str | None) -> str | Left:
        listed = self._show(page, items)
        hints = self._hints(page, items, self._label(items, (default,)))

        def read(line: str) -> tuple[str, ...] | None:
            if line == "" and default is not None:
                return (default,)
            return _chosen(line, listed, items)

        answer = self._ask(page, page.short or self._words("plain_choose"), hints, read, self._unclear(items))
        return answer if isinstance(answer, Left) else answer[0]

    def choose_several(
        self, page: Page, items: Sequence[MenuItem], default: Sequence[str], check: Callable[[Sequence[str]], str]
    ) -> tuple[str, ...] | Left:
        listed = self._show(page, items)
        hints = self._hints(page, items, self._label(items, default), self._words("plain_none"))

        def read(line: str) -> tuple[str, ...] | str | None:
            if line == "" and default:
                return tuple(default)
            chosen = () if line == _NONE else _several(line, listed, items)
            return chosen if chosen is None else check(chosen) or chosen

        return self._ask(page, page.short or self._words("plain_choose"), hints, read, self._unclear(items, 0))

    def write(self, page: Page, default: str, check: Callable[[str], str]) -> str | Left:
        self._show(page._replace(title=""), ())
        hints = self._hints(page, (), default, "" if default or page.offers_dont_know else self._words("plain_empty"))

        def read(line: str) -> tuple[str, ...] | str:
            written = line or default
            return check(written) or (written,)

        answer = self._ask(page, page.title, hints, read, "")
        return answer if isinstance(answer, Left) else answer[0]

    def _ask(
        self,
        page: Page,
        asked: str,
        hints: Sequence[str],
        read: Callable[[str], tuple[str, ...] | str | None],
        unclear: str,
    ) -> tuple[str, ...] | Left:
        """Asks until a line leads somewhere: `read` gives the answer, what is wrong with it, or None if it is unclear."""
        while True:
            line = self._input(asked, hints)
            if page.leads_back and _alike(line) in ("<", _alike(self._words("plain_back"))):
                return Left(BACK)
            if page.can_finish and _alike(line) == _alike(self._words("plain_finish")):
                return Left(FINISH)
            answer = read(line)
            if isinstance(answer, tuple):
                return answer
            self._print(answer or unclear)

    def _show(self, page: Page, items: Sequence[MenuItem]) -> list[MenuItem]:
        """Prints a page down to its list, and gives the items that have a number."""
        sys.stdout.write("\n")
        for text in (*page.intro, page.progress, page.title, page.help, *page.doubts):
            if text:
                self._print(text)
        listed = [item for item in items if item.value != DONT_KNOW]
        for number, item in enumerate(listed, start=1):
            self._print(f"{number}. {item.label}")
        return listed

    def _hints(self, page: Page, items: Sequence[MenuItem], default: str, *more: str) -> list[str]:
        """What can be written, beside an answer in words."""
        words = self._words
        numbered = sum(item.value != DONT_KNOW for item in items)
        hints = [self._range(numbered)] if numbered else []
        hints += [hint for hint in more if hint]
        if page.offers_dont_know or numbered < len(items):
            hints.append(words("plain_dont_know"))
        if page.leads_back:
            hints.append(words("plain_back"))
        if page.can_finish:
            hints.append(words("plain_finish"))
        return [*hints, words("plain_default", answer=default)] if default else hints

    def _input(self, asked: str, hints: Sequence[str]) -> str:
        question = (
            self._words("plain_ask", question=asked, hints=self._words("list_join").join(hints)) if hints else asked
        )
        text = drawn(question, prose_width())
        forget_input()
        sys.stdout.write(f"{text} ")
        sys.stdout.flush()
        return input().strip()

    def _label(self, items: Sequence[MenuItem], values: Sequence[str | None]) -> str:
        return self._words("list_join").join(item.label for item in items if item.value in values)

    def _unclear(self, items: Sequence[MenuItem], first: int = 1) -> str:
        last = sum(item.value != DONT_KNOW for item in items)
        key = "plain_unclear_known" if last < len(items) else "plain_unclear"
        return self._words(key, range=self._range(last, first))

    def _range(self, last: int, first: int = 1) -> str:
        return (
            self._words("plain_two") if (first, last) == (1, 2) else self._words("plain_range", first=first, last=last)
        )

    @staticmethod
    def _print(text: str) -> None:
        sys.stdout.write(drawn(text, prose_width()) + "\n")
        sys.stdout.flush()


def _chosen(line: str, listed: Sequence[MenuItem], items: Sequence[MenuItem]) -> tuple[str, ...] | None:
    """The one item that a number, a key, a label or the start of only one label stands for; None for anything else."""
    text = _alike(line)
    if text.isascii() and text.isdecimal() and len(text) < 4:
        return (listed[int(text) - 1].value,) if 1 <= int(text) <= len(listed) else None
    exact = [
        item for item in items if (text and text in (item.key, _alike(item.label))) or text == item.value == DONT_KNOW
    ]
    starting = [item for item in items if len(text) >= _SHORTEST_START and _alike(item.label).startswith(text)]
    found = exact or starting
    return (found[0].value,) if len(found) == 1 else None


def _several(line: str, listed: Sequence[MenuItem], items: Sequence[MenuItem]) -> tuple[str, ...] | None:
    """The items that numbers or labels stand for, in the list's order; None if any of them is unclear."""
    numbers = re.fullmatch(r"[0-9 ,;]*[0-9][0-9 ,;]*", line)
    parts = re.split(r"[ ,;]+", line.strip(" ,;")) if numbers else [line]
    found = [_chosen(part, listed, items) for part in parts]
    if None in found and not numbers:
        found = [_chosen(part, listed, items) for part in re.split(r"[,;]", line)]
    if not found or None in found:
        return None
    values = {value for each in found if each for value in each}
    return tuple(item.value for item in items if item.value in values)


def _alike(text: str) -> str:
    """A text without accents, capitals and the end of its sentence: what people mean who write it again."""
    plain = normalize("NFKD", clean(text).casefold()).encode("ascii", "ignore").decode()
    return " ".join(plain.replace("'", " ").split()).rstrip(" .!?") or clean(text)
