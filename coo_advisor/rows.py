"""Rows: one lead in the cells of a table, read and checked like an answers file."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import NamedTuple

from coo_advisor.answers import read_value
from coo_advisor.cells import NONE_CHOSEN, CellReader
from coo_advisor.errors import InvalidFile
from coo_advisor.flow import Answers
from coo_advisor.questionnaire import Question, Questionnaire, Value
from coo_advisor.shapes import Reading
from coo_advisor.space import Space

Row = Sequence[str]

Columns = tuple[Question | None, ...]
"""The question that each column of a table answers; None for one that is left out."""


class RowReader:
    """Reads the answers in the rows of a table with these columns."""

    def __init__(self, space: Space, columns: Columns, file: str) -> None:
        self.columns = columns
        self._file = file
        self._cells = [question and CellReader(space, question) for question in columns]

    def answers(self, row: Row, line: int) -> Answers:
        """The answers in a row. Raises InvalidFile with every problem, at this line."""
        reading = Reading(self._file)
        answers = {}
        for question, cells, cell in zip(self.columns, self._cells, row, strict=False):
            if question and cells:
                path = reading.enter((), question.id, line)
                answers[question.id] = read_value(cells.node(cell, line), question, path, reading)
        if reading.problems:
            raise InvalidFile(reading.problems)
        return answers


class Cells(NamedTuple):
    """A lead as cells, in the order of the questionnaire: its texts, and its other answers with commas between them."""

    texts: tuple[str, ...]
    answers: str


def answer_cells(questionnaire: Questionnaire, answers: Answers) -> Cells:
    """Answers as the cells that a RowReader reads as the same answers."""
    texts = [question for question in questionnaire.questions if question.kind == "text"]
    others = [question for question in questionnaire.questions if question.kind != "text"]
    return Cells(
        tuple(answer_cell(answers.get(question.id)) for question in texts),
        ",".join(answer_cell(answers.get(question.id)) for question in others),
    )


def answer_cell(value: Value | None) -> str:
    """One answer as a cell; ids and numbers need no quotes."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value) or NONE_CHOSEN
    return str(value)


def picker(columns: Sequence[int]) -> Callable[[Row], tuple[str, ...]]:
    """Picks the cells of some columns; itemgetter gives no tuple for one column, and can't be made for none."""
    if len(columns) > 1:
        return itemgetter(*columns)
    return lambda row: tuple(row[column] for column in columns)
