"""What an undecided document turns on, held against trying everything."""

from itertools import combinations

import pytest
from advice import RESULTS, SPACE
from hypothesis import HealthCheck, assume, given, settings
from questionnaires import Complete, every_set, naive_verdict, partly_answered

from coo_advisor.questionnaire.model import Choice, Question, Questionnaire
from coo_advisor.report.undecided import Grid, look_at_open, open_questions
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.outcomes import outcomes
from coo_advisor.verdict.space import Space

exhaustive = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much]
)


def leads_to(asked: Questionnaire, answers: Complete, *fixed: tuple[Question, Choice]) -> str | None:
    """The only scenario that all complete answers with some choices lead to; None if there are several."""
    given: list[Complete] = [answers]
    for question, choice in fixed:
        values = range(choice.band.low, choice.band.high + 1) if choice.band else [choice.id]
        given = [{**one, question.id: value} for one in given for value in values]
    found = {naive_verdict(asked, complete) for one in given for complete in every_set(asked, one)}
    return found.pop() if len(found) == 1 else None


def cells(asked: Questionnaire, answers: Complete, rows: Question, columns: Question) -> list[list[str | None]]:
    """A grid, cell by cell."""
    return [
        [leads_to(asked, answers, (rows, down), (columns, across)) for across in columns.choices]
        for down in rows.choices
    ]


@exhaustive
@given(partly_answered())
def test_open_questions_are_those_with_two_answers_that_lead_elsewhere(case: tuple[Questionnaire, Complete]) -> None:
    """Of two complete sets that agree but for such a question, and what hangs on it, the verdicts differ."""
    asked, answers = case
    assessment = assess(Space(asked), answers)
    assume(assessment.recommendation is None)
    sets = [(complete, naive_verdict(asked, complete)) for complete in every_set(asked, answers)]
    expected = {
        id
        for (one, verdict), (other, elsewhere) in combinations(sets, 2)
        if verdict != elsewhere
        if len(differ := {id for id in one.keys() & other.keys() if one[id] != other[id]}) == 1
        for id in differ
    }
    assert {question.id for question in open_questions(assessment)} == expected


@exhaustive
@given(partly_answered())
def test_a_grid_is_the_one_of_the_most_settled_cells_and_each_is_right(case: tuple[Questionnaire, Complete]) -> None:
    """Each cell names the scenario that all answers in it lead to; no other pair of open questions settles more."""
    asked, answers = case
    assessment = assess(Space(asked), answers)
    assume(assessment.recommendation is None and len(assessment.depends_on) < 3)
    found = look_at_open(assessment)
    drawable = [each for each in found.questions if each.kind in ("choice", "number")]
    assume(len(found.questions) > 1 and len(drawable) > 1)
    every = [cells(asked, answers, *pair) for pair in combinations(drawable, 2)]
    best = max(map(settled, every))
    if found.grid is None:
        assert best == 0
        return
    rows, columns = found.grid.rows, found.grid.columns
    assert columns
    assert found.grid.settled == best
    assert [list(row) for row in found.grid.cells] == cells(asked, answers, rows, columns)


def settled(grid: list[list[str | None]]) -> int:
    """How many cells have an outcome."""
    return sum(cell is not None for row in grid for cell in row)


@pytest.mark.parametrize("kind", ["one answer missing", "two answers missing", "undecided"])
def test_the_cells_of_a_larger_questionnaire_are_its_outcomes(kind: str) -> None:
    """Each agrees with what the same answers leave possible."""
    answers = RESULTS[kind]
    grid = look_at_open(assess(SPACE, answers)).grid
    assert grid
    for down, row in zip(grid.rows.choices, grid.cells, strict=True):
        for across, cell in zip(grid.columns.choices if grid.columns else (None,), row, strict=True):
            more = {grid.rows.id: down.id, **({grid.columns.id: across.id} if grid.columns and across else {})}
            possible = tuple(outcomes(SPACE, {**answers, **more}).possible)
            assert cell == (possible[0] if len(possible) == 1 else None)


def test_one_open_question_is_a_list() -> None:
    """Its grid has no columns."""
    found = look_at_open(assess(SPACE, RESULTS["one answer missing"]))
    assert isinstance(found.grid, Grid)
    assert found.grid.columns is None
    assert found.others == ()
