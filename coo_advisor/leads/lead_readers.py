"""Readers of leads: the answers in the cells of rows, whatever the rows come from."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from coo_advisor.leads.cells import CellAnswer, CellReader, LeadCell
from coo_advisor.leads.columns import Column, Columns
from coo_advisor.questionnaire.model import Question, Questionnaire, Value
from coo_advisor.reading.days import read_day

LeadCells = Sequence[LeadCell]
"""The cells of one lead, in the order of the columns."""

NamedCells = Mapping[str, Any]
"""A lead as other programs hold it: column → a text, a number, a list, or any value that means not known."""


class Odd(NamedTuple):
    """A text that is no answer to its question. It counts as not known if the question is scored, else for nothing."""

    question: Question
    text: str


class ReadLead(NamedTuple):
    """What the cells of a lead say; `answers` are those that are known.

    `why_left` is why this is no lead to rank, as a key of the wording: less of it can be read than can't, or it answers
    nothing that counts, such as a line of totals. It is empty for a lead.
    """

    answers: dict[str, Value]
    odd: tuple[Odd, ...]
    last_contact: date | None
    why_left: str


class LeadReader:
    """Reads leads in rows with these columns. A cell that was met before is not read again."""

    def __init__(self, questionnaire: Questionnaire, columns: Columns) -> None:
        self._answered_at = columns.answered_at
        self._contact = {each.id for each in questionnaire.questions if each.purpose == "contact"}
        readers = (_QuestionReader(questionnaire, question, columns) for question in questionnaire.questions)
        self._readers = [(each.question.id, each.pick, each.met, each) for each in readers if each.columns]

    def read(self, cells: LeadCells) -> ReadLead:
        """The answers in the cells of a lead."""
        answers: dict[str, Value] = {}
        odd: list[Odd] = []
        for id, pick, met, reader in self._readers:
            own = pick(cells)
            value, texts = met.get(own) or reader.read(own)
            if value is not None:
                answers[id] = value
            if texts:
                odd += [Odd(reader.question, text) for text in texts]
        day = None if self._answered_at is None else read_day(str(cells[self._answered_at]))
        return ReadLead(answers, tuple(odd), day, self._why_left(answers, odd))

    def _why_left(self, answers: Collection[str], odd: Sequence[Odd]) -> str:
        read = sum(id not in self._contact for id in answers)
        if odd and sum(each.question.id not in self._contact for each in odd) > read:
            return "left_odd"
        return "" if read else "left_contact" if answers else "left_nothing"


class _QuestionReader:
    """Reads the answer to one question in its columns."""

    def __init__(self, questionnaire: Questionnaire, question: Question, columns: Columns) -> None:
        self.question = question
        self.columns = [(place, column) for place, column in columns.answering if column.question.id == question.id]
        self._reader = CellReader(questionnaire, question)
        self.met: dict[Any, CellAnswer] = {}
        self.pick: Callable[[LeadCells], Any] = itemgetter(*[place for place, _ in self.columns] or [0])

    def read(self, own: Any) -> CellAnswer:
        """What the cells in the question's columns answer, which `pick` takes from a lead's; `met` keeps it."""
        if self.question.kind == "text" and len(self.columns) == 1:
            return self._reader.read(own)
        parts = (own,) if len(self.columns) == 1 else own
        answer = _joined(self.question, [self._part(*each) for each in zip(self.columns, parts, strict=True)])
        if self.question.kind != "text":  # of which few stand twice
            self.met[own] = answer
        return answer

    def _part(self, place: tuple[int, Column], cell: LeadCell) -> CellAnswer:
        column = place[1]
        if column.choice:
            return self._reader.ticked(cell, column.choice)
        return self._reader.beside(cell) if column.other else self._reader.read(cell)


def _joined(question: Question, parts: Sequence[CellAnswer]) -> CellAnswer:
    """What several columns answer together."""
    if len(parts) == 1 and not isinstance(parts[0].value, tuple):
        return parts[0]
    odd = tuple(chain.from_iterable(part.odd for part in parts))
    known = [part.value for part in parts if part.value is not None]
    if question.kind == "text":
        return CellAnswer(" ".join(map(str, known)) or None, odd)
    if question.kind == "number":
        return CellAnswer(known[0] if known else None, odd)
    chosen = {
        id
        for value in known
        for id in ((value,) if isinstance(value, str) else value if isinstance(value, tuple) else ())
    }
    if question.kind == "several":
        ids = tuple(choice.id for choice in question.choices if choice.id in chosen)
        return CellAnswer(ids if known and not (odd and question.scored) else None, odd)
    if len(chosen) > 1:
        return CellAnswer(None, (*odd, ", ".join(sorted(chosen))))
    return CellAnswer(next(iter(chosen), None), odd)


def as_cell(value: Any) -> LeadCell:
    """A value of JSON, numpy, pandas or Python as a cell: any list is one, and anything that is no value is empty."""
    if isinstance(value, str):
        return value
    if hasattr(value, "tolist"):  # an array or a number of numpy, or a column of pandas
        value = value.tolist()
    if isinstance(value, (list, tuple, set, frozenset)):
        texts = ((text if isinstance(text := as_cell(each), str) else str(each)) for each in value)
        return tuple(filter(None, texts))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if _is_no_value(value) else str(value)


def _is_no_value(value: Any) -> bool:
    """Whether a value stands for none: None, NaN, NaT, pandas.NA, which is equal to nothing and no truth either."""
    try:
        return value is None or bool(value != value)  # noqa: PLR0124
    except (TypeError, ValueError, ArithmeticError):
        return True
