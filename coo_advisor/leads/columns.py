"""Columns: which one of a table answers which question."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from coo_advisor.questionnaire.answers import LONGEST_TEXT
from coo_advisor.questionnaire.model import Question, Questionnaire
from coo_advisor.reading.shapes import Reading, nearest, shown, suggestion
from coo_advisor.reading.tree import MapNode, ScalarNode, read_bytes
from coo_advisor.system.errors import MOST_PROBLEMS, InvalidFile, Problem
from coo_advisor.system.visible import clean

RESULT = "result."
"""What the columns that ranking itself writes start with, so that no question's id can be one of them."""

ColumnMap = Mapping[str, str | None]
"""A column's own header → the question that it answers; None leaves it out."""


def folded(text: str) -> str:
    """A text as people compare them: whatever its case, spaces, apostrophes and closing punctuation."""
    plain = unicodedata.normalize("NFKC", clean(text)).casefold().replace("’", "'")
    return re.sub(r"\s+", " ", plain).strip(" ?:*.!")


def read_column_map(path: Path, questionnaire: Questionnaire) -> ColumnMap:
    """The mapping of a file: column header → question id, or null. Raises InvalidFile with every problem."""
    reading = Reading(str(path))
    root = reading.parse(read_bytes(path))
    known = [question.id for question in questionnaire.questions]
    columns: dict[str, str | None] = {}
    if not isinstance(root, MapNode):
        reading.report((), "maps no columns", "Write `column: question`, one a line.")
        raise InvalidFile(reading.all_problems())
    for header, node in root.entries.items():
        place = reading.enter((), header, root.lines[header])
        if not isinstance(node, ScalarNode):
            reading.report(place, "is not one question", "Write `column: question`, or `column: null` to leave it out.")
        elif not node.null and node.text not in known:
            reading.report(place, f"has no question {shown(node)}", suggestion(node.text, known))
        elif folded(header) in columns:
            reading.report(place, "is a column that is mapped already", "Keep one of the two lines.")
        else:
            columns[folded(header)] = None if node.null else node.text
    if problems := reading.all_problems():
        raise InvalidFile(problems)
    return MappingProxyType(columns)


class Matcher:
    """Finds the question of each column: by the mapping, the id, the question's text, or its short name."""

    def __init__(self, questionnaire: Questionnaire, chosen: ColumnMap) -> None:
        self._questions = {question.id: question for question in questionnaire.questions}
        texts = {text: question for question in questionnaire.questions for text in names(question)}
        self._known = texts | {folded(question.id): question for question in questionnaire.questions}
        self._chosen = chosen

    def match(self, header: Sequence[str], file: str) -> tuple[Question | None, ...]:
        """The question that each column answers; None for one that is left out.

        Raises InvalidFile where a column matches nothing, or two match the same question; with the first of many.
        """
        problems = list(islice(self._problems(header, file), MOST_PROBLEMS + 1))
        if problems:
            raise InvalidFile(problems)
        return tuple(map(self.find, header))

    def find(self, header: str) -> Question | None:
        """The question of a column, where there is one."""
        column = folded(header)
        if column in self._chosen:
            id = self._chosen[column]
            return self._questions[id] if id else None
        return self._known.get(column)

    def left_out(self, header: str) -> bool:
        """Whether a column is known to answer no question: the mapping says so, or ranking wrote it."""
        column = folded(header)
        return column.startswith(RESULT) or (column in self._chosen and self._chosen[column] is None)

    def _problems(self, header: Sequence[str], file: str) -> Iterator[Problem]:
        taken: dict[str, str] = {}
        for column in header:
            question = self.find(column)
            shown = clean(column)[:80]
            if question is None and not self.left_out(column):
                yield Problem(file, 1, (f"column “{shown}”",), "matches no question", self._remedy(column))
            elif question and question.id in taken:
                message = f"answers “{question.id}”, and so does “{taken[question.id]}”"
                remedy = f"Leave one out with --columns MAP and the line `{_mapped(column)}: null`."
                yield Problem(file, 1, (f"column “{shown}”",), message, remedy)
            elif question:
                taken[question.id] = shown
        if not taken:
            remedy = "The first line must name the columns, by question ids or question texts."
            yield Problem(file, 1, (), "has no column that answers a question", remedy)

    def _remedy(self, column: str) -> str:
        near = nearest(folded(column), self._known)
        meant = self._known[near].id if near else "question id"
        hint = f"Did you mean “{meant}”? " if near else ""
        return f"{hint}Map it with --columns MAP and the line `{_mapped(column)}: {meant}`, or leave it out with null."


def _mapped(column: str) -> str:
    """A column as a mapping names it, in quotes; few are longer than any text."""
    return json.dumps(clean(column)[:LONGEST_TEXT], ensure_ascii=False)


def names(question: Question) -> Iterator[str]:
    """What a column that answers a question may be called, folded."""
    yield folded(question.id)
    for text in (question.ask, question.short):
        yield from (folded(each) for each in text.values())
