"""Rows: one lead in the cells of a table, read and checked like an answers file."""

from collections.abc import Callable, Sequence
from operator import itemgetter

from coo_advisor.answers import read_value
from coo_advisor.cells import NONE_CHOSEN, CellReader
from coo_advisor.errors import InvalidFile
from coo_advisor.flow import Answers
from coo_advisor.questionnaire import Question, Questionnaire, Value
from coo_advisor.shapes import Reading
from coo_advisor.space import Space

Cells = tuple[str, ...]
"""A lead as cells: its texts, then its other answers, each in the order of the questionnaire; empty where not known."""

Columns = tuple[Question | None, ...]
"""The question that each column of a table answers; None for one that is left out."""


class RowReader:
    """Reads the answers in the rows of a table with these columns.

    `questions` are in the order of cells; the first `texts` of them ask for texts.
    """

    def __init__(self, space: Space, columns: Columns, file: str) -> None:
        self.texts = sum(question.kind == "text" for question in space.questions)
        self.questions = sorted(space.questionnaire.questions, key=lambda question: question.kind != "text")
        places = {question.id: column for column, question in enumerate(columns) if question}
        self._pick = picker([places.get(question.id, len(columns)) for question in self.questions])
        self._readers = [CellReader(space, question) if question.id in places else None for question in self.questions]
        self._file = file

    def cells(self, row: list[str]) -> Cells:
        """The cells in a row, which grows by an empty one: that of all questions without a column."""
        row.append("")
        return self._pick(row)

    def answers(self, cells: Cells, line: int) -> Answers:
        """The answers in cells. Raises InvalidFile with every problem, at this line."""
        reading = Reading(self._file)
        answers = {}
        for question, reader, cell in zip(self.questions, self._readers, cells, strict=True):
            if reader:
                path = reading.enter((), question.id, line)
                answers[question.id] = read_value(reader.node(cell, line), question, path, reading)
        if reading.problems:
            raise InvalidFile(reading.problems)
        return answers


def texts_and_ids(questionnaire: Questionnaire, answers: Answers) -> tuple[Cells, str]:
    """Answers as cells that a RowReader reads as the same: texts, and the others as ids with commas between them."""
    texts = [question for question in questionnaire.questions if question.kind == "text"]
    others = [question for question in questionnaire.questions if question.kind != "text"]
    return (
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


def picker(places: Sequence[int]) -> Callable[[Sequence[str]], Cells]:
    """Picks the cells at some places; itemgetter gives no tuple for one of them, and can't be made for none."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple(cells[place] for place in places)
