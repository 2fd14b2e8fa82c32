"""Rows: one lead in the cells of a table, read and checked like an answers file."""

from collections.abc import Callable, Sequence
from operator import getitem, itemgetter
from typing import NamedTuple

from coo_advisor.answers import read_value
from coo_advisor.cells import NONE_CHOSEN, CellReader
from coo_advisor.documents import invalid
from coo_advisor.errors import InvalidFile
from coo_advisor.flow import Answers
from coo_advisor.memory import remember
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
        if len(row) != len(self.columns):
            message = f"has {len(row)} cells where the header has {len(self.columns)}"
            raise invalid(self._file, message, "Give it one a column; quote cells that hold the delimiter.", line)
        reading = Reading(self._file)
        read = [self._read(column, cell, line, reading) for column, cell in enumerate(row)]
        if reading.problems:
            raise InvalidFile(reading.problems)
        return {question.id: value for question, value in zip(self.columns, read, strict=True) if question}

    def value(self, column: int, cell: str, line: int) -> Value | None:
        """The answer in one cell. Raises InvalidFile."""
        reading = Reading(self._file)
        value = self._read(column, cell, line, reading)
        if reading.problems:
            raise InvalidFile(reading.problems)
        return value

    def _read(self, column: int, cell: str, line: int, reading: Reading) -> Value | None:
        question, cells = self.columns[column], self._cells[column]
        if question is None or cells is None:
            return None
        return read_value(cells.node(cell, line), question, reading.enter((), question.id, line), reading)


class Cells(NamedTuple):
    """A lead as cells, in the order of the questionnaire: its texts, and its other answers as ids."""

    texts: tuple[str, ...]
    answers: tuple[str, ...]


def answer_cells(questionnaire: Questionnaire, answers: Answers) -> Cells:
    """Answers as the cells that a RowReader reads as the same answers."""
    texts = (question for question in questionnaire.questions if question.kind == "text")
    others = (question for question in questionnaire.questions if question.kind != "text")
    return Cells(
        tuple(_cell(answers.get(question.id)) for question in texts),
        tuple(_cell(answers.get(question.id)) for question in others),
    )


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value) or NONE_CHOSEN
    return str(value)


class RowCopier:
    """Copies rows into cells; what a cell of the table stands for is read once."""

    def __init__(self, questionnaire: Questionnaire, reader: RowReader) -> None:
        self._questionnaire = questionnaire
        self._reader = reader
        places = {question.id: column for column, question in enumerate(reader.columns) if question}
        absent = len(reader.columns)
        texts = [places.get(each.id, absent) for each in questionnaire.questions if each.kind == "text"]
        others = [places.get(each.id, absent) for each in questionnaire.questions if each.kind != "text"]
        self._texts, self._others = picker(texts), picker(others)
        self._copies: list[dict[str, str]] = [{} for _ in others]

    def cells(self, row: Row, line: int) -> Cells:
        """A row as cells. Raises InvalidFile."""
        padded = (*row, "")
        try:
            return Cells(self._texts(padded), tuple(map(getitem, self._copies, self._others(padded))))
        except KeyError:
            cells = answer_cells(self._questionnaire, self._reader.answers(row, line))
            for copies, cell, copy in zip(self._copies, self._others(padded), cells.answers, strict=True):
                remember(copies, cell, copy)
            return cells


def picker(columns: Sequence[int]) -> Callable[[Row], tuple[str, ...]]:
    """Picks the cells of some columns; itemgetter gives no tuple for one column, and can't be made for none."""
    if len(columns) > 1:
        return itemgetter(*columns)
    return lambda row: tuple(row[column] for column in columns)
