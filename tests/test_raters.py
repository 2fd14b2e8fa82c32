"""Rows are rated as the answers in them are, though nothing is read twice."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaires import every_answer, small_questionnaires

from coo_advisor.leads import memory, raters
from coo_advisor.leads.raters import Rater
from coo_advisor.leads.rating import ask_next, rate
from coo_advisor.leads.rows import RowReader, answer_cell, texts_and_ids
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.verdict.space import Space

exhaustive = settings(max_examples=400, deadline=None, derandomize=True)

Rows = list[list[str]]

MOST_ROWS = 100


@st.composite
def tables(draw: st.DrawFn) -> tuple[Questionnaire, list[str], Rows]:
    """A questionnaire, the ids of some columns in any order, and many of the rows that they can hold."""
    asked = draw(small_questionnaires())
    columns = draw(st.permutations([each.id for each in asked.questions]))
    columns = columns[: draw(st.integers(1, len(columns)))]
    answers = {each.id: [None, *every_answer(each)] for each in asked.questions}
    every_row = [list(map(answer_cell, values)) for values in product(*(answers[id] for id in columns))]
    random = draw(st.randoms(use_true_random=False))
    rows = random.sample(every_row, min(MOST_ROWS, len(every_row)))
    return asked, columns, [[random.choice((cell, cell, f" {cell.upper()}")) for cell in row] for row in rows]


def compare(asked: Questionnaire, columns: list[str], rows: Rows) -> None:
    """Rates the rows in one go, and holds each against the rating of its answers."""
    space = Space(asked)
    reader = RowReader(space, tuple(map(asked.question, columns)), "leads.csv")
    fast = Rater(space, reader)
    for cells in rows:
        row = reader.row([*cells])
        answers = reader.answers(row, 1)
        rating = rate(space, answers)
        assert fast.rate(row, 1) == rating
        assert fast.ask_next(row, 1, rating.need) == ask_next(space, answers, rating.need)
        assert fast.texts_and_ids(row) == texts_and_ids(asked, answers)
    for row in map(reader.row, rows):  # once all are rated, as a ranking is written
        assert fast.texts_and_ids(row) == texts_and_ids(asked, reader.answers(row, 1))


@exhaustive
@given(tables())
def test_a_row_is_rated_like_its_answers(made: tuple[Questionnaire, list[str], Rows]) -> None:
    """Rating, the question to ask next and the copied cells are those of the answers, whatever came before."""
    compare(*made)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(made=tables())
def test_so_it_is_where_there_are_too_many_ways_to_pack(made: tuple[Questionnaire, list[str], Rows]) -> None:
    """Where every answer counts by itself, the ratings are the same."""
    most, raters.MOST_WAYS = raters.MOST_WAYS, 0
    try:
        compare(*made)
    finally:
        raters.MOST_WAYS = most


@settings(max_examples=30, deadline=None, derandomize=True)
@given(made=tables())
def test_so_it_is_where_a_memory_starts_afresh(made: tuple[Questionnaire, list[str], Rows]) -> None:
    """A memory that forgets changes no rating and loses no cell."""
    most, memory.MOST = memory.MOST, 2
    try:
        compare(*made)
    finally:
        memory.MOST = most


def test_a_new_rating_of_cells_that_were_forgotten_reads_them_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leads in between may have pushed cells out of memory that are worth points elsewhere."""
    monkeypatch.setattr(memory, "MOST", 2)
    columns = ["operations_lead", "growth", "recurring_problems"]
    rows = [
        ["founder", "stable", "rarely"],
        ["founder", "growing", "constantly"],
        ["coo", "surging", "sometimes"],
        ["founder", "stable", "constantly"],
    ]
    compare(load_questionnaire(packaged_questionnaire()), columns, rows)


def test_a_memory_never_outgrows_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much there is to remember, a memory holds so many entries at most, the latest one among them."""
    monkeypatch.setattr(memory, "MOST", 3)
    kept: dict[int, str] = {}
    for number in range(10):
        assert memory.remember(kept, number, str(number)) == kept[number] == str(number)
        assert len(kept) == number % 3 + 1
