"""Folding: what people and form builders mean by a text, however it is spelled, in headers and cells alike."""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from coo_advisor.system.visible import clean

Meaning = TypeVar("Meaning")

_LONGEST = 1000
"""Characters that are looked at: no question is longer."""

_MOST_PIECES = 12
"""Pieces of a text that are looked at."""

_TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_APOSTROPHES = re.compile(r"[\u2018\u2019\u201b\u02bc\u2032\u00b4]")
_UNSEEN = re.compile(r"[\u200c\u200d«»“”„]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l"})
_WORDS = re.compile(r"[^\W_]+|&")
_AND = ("&", "et", "and")

_BETWEEN = re.compile(r"[\n\r/|\[\](){}:;.?!_…]+|\s-+\s|\s-|-\s")
"""What stands between a question, its number, its help, its options and its other languages."""


def readable(text: str) -> str:
    """A text as a browser shows it: entities and tags resolved, one kind of dash and of apostrophe."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _TAGS.sub("\n", text)
    return text if text.isascii() else _APOSTROPHES.sub("'", _DASHES.sub("-", text))


def folded(text: str) -> str:
    """A text whatever its capitals, width, spaces, quotes and closing punctuation; accents count."""
    plain = clean(readable(text[:_LONGEST]))
    if not plain.isascii():
        plain = _UNSEEN.sub(" ", unicodedata.normalize("NFKC", plain))
    return " ".join(plain.casefold().replace('"', " ").split()).strip(" ?:*.!'`")


def without_accents(text: str) -> str:
    """A folded text in letters without accents."""
    plain = folded(text)
    if plain.isascii():
        return plain
    split = unicodedata.normalize("NFKD", plain.translate(_LIGATURES))
    return "".join(each for each in split if not unicodedata.combining(each))


def squeezed(text: str) -> str:
    """The letters and digits of a text, in the order in which they stand; numbers stay apart."""
    words = [word for word in _WORDS.findall(without_accents(text)) if word not in _AND]
    parts = (
        ("_" if before[-1:].isdigit() and word[0].isdigit() else "") + word
        for before, word in zip(["", *words], words, strict=False)
    )
    return "".join(parts)


FOLDS: tuple[Callable[[str], str], ...] = (clean, folded, squeezed)
"""From the closest reading to the loosest."""


class NameFinder(Generic[Meaning]):
    """Finds what a text means among names: in the closest reading that knows it, and only if one thing is meant.

    Of several groups of names an earlier one wins, such as ids over labels.
    """

    def __init__(self, *groups: Iterable[tuple[str, Meaning]]) -> None:
        self._tables: list[dict[str, Meaning | None]] = [{} for _ in FOLDS]
        for group in map(list, groups):
            for fold, table in zip(FOLDS, self._tables, strict=True):
                own: dict[str, Meaning | None] = {}
                for name, meaning in group:
                    form = fold(name)
                    own[form] = meaning if own.get(form, meaning) == meaning else None
                for form, meant in own.items():
                    table.setdefault(form, meant)

    def find(self, text: str) -> Meaning | None:
        """What a text means; None if nothing, or more than one thing."""
        if not 0 < len(text) <= _LONGEST:
            return None
        for fold, table in zip(FOLDS, self._tables, strict=True):
            form = fold(text)
            if form and form in table:
                return table[form]
        return None


def pieces(text: str) -> list[str]:
    """A readable text cut where one thing ends and another may begin."""
    return cut(text, _BETWEEN)


def cut(text: str, between: re.Pattern[str]) -> list[str]:
    """A text in pieces, each with what stands between it and the next; joined again they are the text."""
    found, start = [], 0
    for match in between.finditer(text):
        if text[start : match.start()].strip():
            found.append(text[start : match.end()])
            start = match.end()
    return [*found, text[start:]] if text[start:].strip() else found


def runs(parts: list[str]) -> Iterator[tuple[int, int, str]]:
    """Every run of neighbouring pieces, from the longest on: where it starts, where it ends, and its text."""
    count = min(len(parts), _MOST_PIECES)
    for length in range(count, 0, -1):
        for start in range(count - length + 1):
            yield start, start + length, "".join(parts[start : start + length])
