"""Records: leads as names with values, such as JSON objects and the rows of a data frame."""

from collections.abc import Mapping
from typing import Any

from coo_advisor.leads.cells import CellReader
from coo_advisor.leads.columns import Matcher
from coo_advisor.questionnaire.answers import read_value
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import RESERVED, Value
from coo_advisor.reading.shapes import Reading
from coo_advisor.system.errors import InvalidFile
from coo_advisor.verdict.space import Space

Record = Mapping[str, Any]
"""A name, matched like a column → a text, which is read like a cell, a number, a list, or None."""


class RecordReader:
    """Reads the answers in records."""

    def __init__(self, space: Space, matcher: Matcher, file: str) -> None:
        self._matcher = matcher
        self._file = file
        self._cells = {question.id: CellReader(space, question) for question in space.questions}

    def answers(self, record: Record, line: int) -> Answers:
        """The answers in a record. Raises InvalidFile with every problem, at this line."""
        reading = Reading(self._file)
        answers: dict[str, Value | None] = {}
        for name, value in record.items():
            path = reading.enter((), name, line)
            question = self._matcher.find(name)
            if question is None and name not in RESERVED and not self._matcher.left_out(name):
                reading.report(path, "matches no question", "Name it in --columns MAP.")
            elif question and question.id in answers:
                reading.report(path, f"answers “{question.id}” a second time", "Keep one of the two.")
            elif question:
                node = self._cells[question.id].value_node(value)
                answers[question.id] = read_value(node, question, path, reading)
        if reading.problems:
            raise InvalidFile(reading.problems)
        return answers
