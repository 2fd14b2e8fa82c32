"""Rows: one lead in the cells of a table, read and checked like an answers file."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import itemgetter

from coo_advisor.leads.cells import NONE_CHOSEN, CellReader
from coo_advisor.questionnaire.answers import read_value
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Question, Questionnaire, Value
from coo_advisor.reading.shapes import Reading
from coo_advisor.system.errors import InvalidFile
from coo_advisor.verdict.space import Space

Cells = tuple[str, ...]
"""Some of a lead's answers as cells, in the order of the questionnaire; empty where not known."""

Row = tuple[Cells, Cells]
"""A lead as cells: its texts, and its other answers."""

Columns = tuple[Question | None, ...]
"""The question that each column of a table answers; None for one that is left out."""


class RowReader:
    """Reads the answers in the rows of a table with these columns: those to `texts`, and those to `others`."""

    def __init__(self, space: Space, columns: Columns, file: str) -> None:
        self.texts, self.others = texts_and_others(space.questionnaire)
        places = {question.id: column for column, question in enumerate(columns) if question}
        self._pick_texts = picker([places.get(question.id, len(columns)) for question in self.texts])
        self._pick_others = picker([places.get(question.id, len(columns)) for question in self.others])
        self._readers = {id: CellReader(space, space.question(id)) for id in places}
        self._file = file

    def row(self, cells: list[str]) -> Row:
        """The row in the cells of a table, which grow by an empty one: that of all questions without a column."""
        cells.append("")
        return self._pick_texts(cells), self._pick_others(cells)

    def answers(self, row: Row, line: int) -> Answers:
        """The answers in a row. Raises InvalidFile with every problem, at this line."""
        reading = Reading(self._file)
        answers = {}
        for question, cell in self.answered(row):
            reader = self._readers.get(question.id)
            if reader:
                path = reading.enter((), question.id, line)
                answers[question.id] = read_value(reader.node(cell), question, path, reading)
        if reading.problems:
            raise InvalidFile(reading.problems)
        return answers

    def answered(self, row: Row) -> Iterator[tuple[Question, str]]:
        """Every question, and its cell in a row."""
        return zip(chain(self.texts, self.others), chain(*row), strict=True)


def texts_and_others(questionnaire: Questionnaire) -> tuple[list[Question], list[Question]]:
    """The questions that ask for texts, and all others."""
    texts = [question for question in questionnaire.questions if question.kind == "text"]
    others = [question for question in questionnaire.questions if question.kind != "text"]
    return texts, others


def texts_and_ids(questionnaire: Questionnaire, answers: Answers) -> tuple[Cells, str]:
    """Answers as cells that a RowReader reads as the same: texts, and the others as ids with commas between them."""
    texts, others = texts_and_others(questionnaire)
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
