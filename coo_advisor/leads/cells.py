"""Cells: what the text in one of a table's cells answers, in the words of people or of form builders."""

import json
import re
from collections.abc import Iterator
from numbers import Real
from typing import Any

from coo_advisor.leads.columns import folded
from coo_advisor.questionnaire.model import Question
from coo_advisor.reading.tree import ListNode, MapNode, Node, ScalarNode
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import LANGUAGES, load_words

NONE_CHOSEN = "[]"
"""What a cell says where none of several choices was made; an empty one is not known."""

_LINE = 1
"""A cell has no lines of its own; whoever reads it knows on which one it stands."""

_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_ZERO_DECIMALS = re.compile(r"[.,]0{1,2}$")


class CellReader:
    """Turns the cells of one question into what an answers file would hold, to be checked as one."""

    def __init__(self, space: Space, question: Question) -> None:
        self._kind = question.kind
        self._ids = {choice.id for choice in question.choices}
        words = [load_words(language) for language in LANGUAGES]
        self._not_known = {"", *(folded(each("dont_know")) for each in words)}
        self._none_chosen = {NONE_CHOSEN, *(folded(each("none_chosen")) for each in words)}
        self._meanings = dict(_meanings(space, question))
        self._most_pieces = 1 + max((meaning.count(",") for meaning in self._meanings), default=0)

    def node(self, cell: str) -> Node:
        """The answer in a cell, with ids in place of labels; what is neither stays as it is."""
        if folded(cell) in self._not_known:
            return ScalarNode(_LINE, "", plain=True)
        if self._kind == "several":
            return ListNode(_LINE, [ScalarNode(_LINE, id, plain=False) for id in self._several(cell)])
        return ScalarNode(_LINE, self._one(cell), plain=False)

    def value_node(self, value: Any) -> Node:
        """The same for a value of JSON or of a data frame: its texts are cells, and so are those in a list."""
        if isinstance(value, str):
            return self.node(value)
        if isinstance(value, Real) and not isinstance(value, int):  # a float, or a whole number of numpy's
            return self.node("" if value != value else str(value))  # noqa: PLR0124  # NaN, which is not known
        if isinstance(value, list):
            return ListNode(_LINE, [self._item(item) for item in value])
        return _no_text(value)

    def _item(self, item: Any) -> Node:
        return ScalarNode(_LINE, self._one(item), plain=False) if isinstance(item, str) else _no_text(item)

    def _one(self, cell: str) -> str:
        if cell in self._ids and self._kind != "number":
            return cell
        plain = _ZERO_DECIMALS.sub("", _BETWEEN_THOUSANDS.sub("", cell.strip()))
        return self._meanings.get(folded(cell), plain if self._kind == "number" else cell.strip())

    def _several(self, cell: str) -> Iterator[str]:
        """The choices between semicolons or line breaks, else between those commas that no label holds."""
        if folded(cell) in self._none_chosen or cell.strip() == NONE_CHOSEN:
            return
        parts = re.split(r"[;\n]", cell)
        for part in parts if len(parts) > 1 else self._between_commas(cell):
            if part.strip():
                yield self._one(part)

    def _between_commas(self, cell: str) -> Iterator[str]:
        pieces = cell.split(",")
        start = 0
        while start < len(pieces):
            ends = range(min(start + self._most_pieces, len(pieces)), start, -1)
            end = next((end for end in ends if folded(",".join(pieces[start:end])) in self._meanings), start + 1)
            yield ",".join(pieces[start:end])
            start = end


def _no_text(value: Any) -> Node:
    """A value that is no text; what a list or an object inside another holds doesn't matter."""
    if isinstance(value, list):
        return ListNode(_LINE, [])
    if isinstance(value, dict):
        return MapNode(_LINE, {}, {})
    plain = value is None or isinstance(value, int)
    return ScalarNode(_LINE, json.dumps(value) if plain else str(value), plain=plain)


def _meanings(space: Space, question: Question) -> Iterator[tuple[str, str]]:
    """What a cell may say in place of an answer, folded, with the answer: ids and labels of choices.

    A band stands for its first number, where no condition tells its numbers apart.
    """
    firsts = space.first_numbers(question) if question.numbers else []
    for choice in question.choices:
        band = choice.band
        if band is None:
            answer = choice.id
        elif not any(band.low < first <= band.high for first in firsts):
            answer = str(band.low)
        else:
            continue
        for name in (choice.id, *choice.label.values()):
            yield folded(name), answer
