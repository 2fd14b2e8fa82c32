"""Leads: what they are advised, what to ask them next, and which one comes first."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaires import PLANT, WORD, every_answer, small_questionnaires

from coo_advisor.leads.columns import Matcher
from coo_advisor.leads.ranking import Counts, rank
from coo_advisor.leads.rating import Need, Rater
from coo_advisor.leads.rating import place as place_of
from coo_advisor.leads.sources import open_sources
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Grade, Questionnaire, Scenario
from coo_advisor.verdict.assessment import Readiness, assess
from coo_advisor.verdict.outcomes import Span
from coo_advisor.verdict.space import Space

GRADED = PLANT._replace(grades=tuple(Grade(f"{level}", level, WORD) for level in (75, 50, 25, 0)))
REPOT, FEED = GRADED.candidates


@st.composite
def answered(draw: st.DrawFn) -> tuple[Questionnaire, Answers]:
    """A questionnaire, and answers to some of its questions, asked or not."""
    asked = draw(small_questionnaires())
    answers = {each.id: draw(st.sampled_from([None, *every_answer(each)])) for each in asked.questions}
    return asked, answers


@settings(max_examples=100)
@given(answered())
def test_a_lead_gets_the_advice_of_an_interview(made: tuple[Questionnaire, Answers]) -> None:
    """Recommendation, what is possible, score, readiness and the next question are those of the assessment."""
    asked, answers = made
    space = Space(asked)
    rater = Rater(space)
    assessment, found = assess(space, answers), rater.rate(answers)
    need = found.need
    assert need.recommendation == assessment.recommendation
    assert [scenario.id for scenario in need.possible] == list(assessment.outcomes.possible)
    assert need.score == (assessment.outcomes.spans[assessment.focus.id] if assessment.focus else None)
    assert found.readiness == assessment.readiness
    assert rater.ask_next(answers, need) == next(iter(assessment.depends_on), None)


@settings(max_examples=40)
@given(st.data())
def test_what_was_rated_before_changes_no_rating(data: st.DataObject) -> None:
    """A rater that remembers equal answers says of each set what one says that has seen nothing."""
    asked, _ = data.draw(answered())
    space = Space(asked)
    rater = Rater(space)
    for _ in range(20):
        answers = {each.id: data.draw(st.sampled_from([None, *every_answer(each)])) for each in asked.questions}
        found, fresh = rater.rate(answers), Rater(space)
        assert found == fresh.rate(answers)
        assert rater.ask_next(answers, found.need) == fresh.ask_next(answers, found.need)


def place(recommendation: Scenario | None, need: tuple[float, float] | None, ready: tuple[float, float] | None) -> str:
    """The place of a lead with these lowest and highest percentages."""
    score = need and Span(*map(Fraction, need))
    readiness = ready and Readiness(Span(*map(Fraction, ready)), None)
    return place_of(GRADED, Need(recommendation, (), score, ()), readiness)


def test_leads_stand_in_the_order_that_is_stated() -> None:
    """Help recommended, undecided, no change; then the grade that is sure, the need at its highest, the readiness."""
    places = [
        place(REPOT, (90, 90), (80, 80)),
        place(FEED, (0, 90), (75, 100)),
        place(REPOT, (89.5, 89.5), (100, 100)),
        place(REPOT, (100, 100), (74.5, 100)),
        place(FEED, (100, 100), (0, 100)),
        place(None, (99, 99), (100, 100)),
        place(None, None, (100, 100)),
        place(None, (100, 100), (25, 25)),
        place(GRADED.fallback, (100, 100), (100, 100)),
        place(GRADED.fallback, (0, 0), (100, 100)),
        place(GRADED.fallback, (100, 100), (0, 0)),
    ]
    assert all(first < second for first, second in pairwise(places))
    assert place(None, (50, 60), None) == place(None, (0, 60), (0, 100))
    assert place(None, None, (50, 50)) == place(None, (0, 0), (50, 80))


def test_sources_make_one_ranking(tmp_path: Path) -> None:
    """Leads of all sources are counted, and put in order together; equal ones stay as they came."""
    lines = ['{"months": 40}\n', '{"months": "many"}\n', '{"season": "resting"}\n']
    (tmp_path / "a.csv").write_text("months,season\n30,\nmany,\n12,growing\n30\n")
    (tmp_path / "b.jsonl").write_text("".join(lines))
    paths = [tmp_path / "a.csv", tmp_path / "b.jsonl"]
    sources = open_sources(GRADED, paths, Matcher(GRADED, {}))
    told: list[int] = []
    rater = Rater(Space(GRADED))
    ranking = rank(sources, rater, told.append)
    assert ranking.counts == Counts(read=7, ranked=5, rejected=2, set_aside=0)
    found = [(Path(each.file).name, each.line) for each in ranking.leads]
    ratings = [rater.rate(each.answers).place for each in ranking.leads]
    assert ratings == sorted(ratings)
    assert [each for each in found if each in (("a.csv", 2), ("a.csv", 5))] == [("a.csv", 2), ("a.csv", 5)]
    assert [(Path(each.file).name, each.line) for each in ranking.left] == [("a.csv", 3), ("b.jsonl", 2)]
    assert told == sorted(told)
    assert told[-1] == sum(source.size for source in sources)
