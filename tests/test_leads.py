"""Leads: what they are told, what to ask them next, and which one comes first."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaires import every_answer, small_questionnaires

from coo_advisor.leads.ranking import Counts, Ranking, order_of
from coo_advisor.leads.rating import Need, Order, ask_next, rate, rating
from coo_advisor.leads.sources import Rejection, open_sources
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Questionnaire, Scenario
from coo_advisor.verdict.assessment import Readiness, assess
from coo_advisor.verdict.outcomes import Span
from coo_advisor.verdict.space import Space

QUESTIONNAIRE = load_questionnaire(packaged_questionnaire())
INTERIM, SUPPORT = QUESTIONNAIRE.candidates


@st.composite
def answered(draw: st.DrawFn) -> tuple[Questionnaire, Answers]:
    """A questionnaire, and answers to some of its questions, asked or not."""
    asked = draw(small_questionnaires())
    answers = {each.id: draw(st.sampled_from([None, *every_answer(each)])) for each in asked.questions}
    return asked, answers


@settings(max_examples=100)
@given(answered())
def test_a_lead_is_told_what_an_interview_tells(made: tuple[Questionnaire, Answers]) -> None:
    """Recommendation, what is possible, score, readiness and the next question are those of the assessment."""
    asked, answers = made
    space = Space(asked)
    assessment, found = assess(space, answers), rate(space, answers)
    need = found.need
    assert need.recommendation == assessment.recommendation
    assert [scenario.id for scenario in need.possible] == list(assessment.outcomes.possible)
    assert need.score == (assessment.outcomes.spans[assessment.focus.id] if assessment.focus else None)
    assert found.readiness == assessment.readiness
    assert ask_next(space, answers, need) == next(iter(assessment.depends_on), None)


def place(
    recommendation: Scenario | None, need: tuple[float, float] | None, ready: tuple[float, float] | None
) -> Order:
    """The place of a lead with these lowest and highest percentages."""
    score = need and Span(*map(Fraction, need))
    readiness = ready and Readiness(Span(*map(Fraction, ready)), None)
    return rating(QUESTIONNAIRE, Need(recommendation, (), score, ()), readiness).order


def test_leads_stand_in_the_order_that_is_told() -> None:
    """Help recommended, undecided, no change; then the grade that is sure, the need at its highest, the readiness."""
    places = [
        place(INTERIM, (90, 90), (80, 80)),
        place(SUPPORT, (0, 90), (75, 100)),
        place(INTERIM, (89.5, 89.5), (100, 100)),
        place(INTERIM, (100, 100), (74.5, 100)),
        place(SUPPORT, (100, 100), (0, 100)),
        place(None, (99, 99), (100, 100)),
        place(None, None, (100, 100)),
        place(None, (100, 100), (25, 25)),
        place(QUESTIONNAIRE.fallback, (100, 100), (100, 100)),
        place(QUESTIONNAIRE.fallback, (0, 0), (100, 100)),
        place(QUESTIONNAIRE.fallback, (100, 100), (0, 0)),
    ]
    assert all(first < second for first, second in pairwise(places))
    assert place(None, (50, 60), None) == place(None, (0, 60), (0, 100))
    assert place(None, None, (50, 50)) == place(None, (0, 0), (50, 80))


def test_sources_make_one_ranking(tmp_path: Path) -> None:
    """Leads of all sources are counted, told in bytes and put in order together; equal ones stay as they came."""
    lines = ['{"headcount": 40}\n', '{"headcount": "many"}\n', '{"operations_lead": "coo_leaving"}\n']
    (tmp_path / "a.csv").write_text("headcount,operations_lead\n30,\nmany,\n12,founder\n30\n")
    (tmp_path / "b.jsonl").write_text("".join(lines))
    paths = [tmp_path / "a.csv", tmp_path / "b.jsonl"]
    sources = open_sources(Space(QUESTIONNAIRE), paths, {})
    rejected: list[Rejection] = []
    told: list[int] = []
    ranking = Ranking(sources, rejected.append, told.append)
    leads = list(ranking.leads())
    assert ranking.counts == Counts(read=7, ranked=4, rejected=3)
    assert [(Path(each.file).name, each.line) for each in leads] == [
        ("a.csv", 2),
        ("a.csv", 4),
        ("b.jsonl", 1),
        ("b.jsonl", 3),
    ]
    assert [(Path(each.file).name, each.line) for each in rejected] == [("a.csv", 3), ("a.csv", 5), ("b.jsonl", 2)]
    sizes = [path.stat().st_size for path in paths]
    assert told == [sizes[0] + sum(map(len, lines[:count])) for count in (1, 2, 3)] + [sum(sizes)]
    for most in (1, 3, 9):
        first = Ranking(sources, rejected.append, told.append).first(most)
        assert [each[1:3] for each in first] == [each[1:3] for each in sorted(leads, key=order_of)[:most]]
