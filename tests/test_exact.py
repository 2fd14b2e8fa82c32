"""The smallest questionnaires on which an earlier version was not exact; what is true was found by trying everything."""

from fractions import Fraction
from pathlib import Path

import pytest

from coo_advisor.leads.rating import Rater
from coo_advisor.leads.sources import RankedLead
from coo_advisor.proof.difference import compare
from coo_advisor.questionnaire.flow import Answers, applicable
from coo_advisor.questionnaire.loading import load_questionnaire
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.report.phrasing import in_percent, shown
from coo_advisor.report.ranking_files import csv_lines
from coo_advisor.report.ranking_screen import LeadRow
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.outcomes import Span
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

EXACT = Path(__file__).parent / "exact"


def load(name: str) -> Questionnaire:
    """One of the questionnaires."""
    return load_questionnaire(EXACT / f"{name}.yaml")


def assessed(name: str, answers: Answers) -> Assessment:
    """What answers to one of them come to."""
    return assess(Space(load(name)), answers)


@pytest.mark.parametrize("new", ["e_new", "e_new_same_order"])
def test_several_choices_are_compared_as_sets(new: str) -> None:
    """Whatever order the choices are listed in, each set of them is compared, and those that move are found."""
    found = compare(load("e_old"), load(new))
    assert (found.sets, sum(each.sets for each in found.moved)) == (8, 3)
    assert found.choices_added == found.choices_removed == ()


def test_a_scenario_without_anything_to_earn_is_below_its_threshold() -> None:
    """One answer is enough if the scenario that it leaves can't earn a point."""
    assert [each.id for each in assessed("f1", {}).depends_on] == ["lead"]


@pytest.mark.parametrize(
    ("name", "answers", "span", "grade"),
    [
        ("k1", {"budget": "yes"}, (10, 100), None),
        ("k1", {"budget": "yes", "board": "no"}, (10, 100), None),
        ("k1", {"budget": "yes", "board": "no", "lead": "b"}, (10, 10), "D"),
        ("k4", {"lead": "b"}, (75, 100), "A"),
        ("k4b", {"lead": "b"}, (100, 100), "A"),
    ],
)
def test_readiness_spans_what_all_completions_come_to(
    name: str, answers: Answers, span: tuple[int, int], grade: str | None
) -> None:
    """Questions that may be asked, the least that an answer earns, and one answer's points on two signals all count."""
    ready = assessed(name, answers).readiness
    assert ready
    assert ready.span == span
    assert (ready.grade and ready.grade.id) == grade


def test_a_condition_that_every_answer_meets_is_no_condition() -> None:
    """A question that every way leads to is asked, and its answer is evidence."""
    found = assessed("k2", {"depth": "deep"})
    assert found.outcomes.settled
    assert [each.id for each in found.asked] == ["lead", "depth"]
    assert [(each.question.id, each.points, each.most) for each in found.evidence] == [
        ("lead", None, 1),
        ("depth", 9, 9),
    ]


def test_an_answer_that_cannot_count_is_dropped() -> None:
    """What no way leads to is not asked, though each step towards it is possible by itself."""
    answers = {"q1": "a", "q2": "b", "q3": "b"}
    assert applicable(load("k3"), answers) == {"q1": "a", "q3": "b"}
    detours = assessed("k3", answers).would_change
    assert [[change.question for change in detour.changes] for detour in detours] == [["q3"]]


def test_the_most_is_what_one_answer_can_earn() -> None:
    """Choices on two signals don't add up to a sum that nobody reaches."""
    assert list(assessed("m", {}).outcomes.possible) == ["s0", "rest"]
    best = assessed("m", {"pain": "time"})
    assert best.outcomes.scores["s0"] == (1, 1)
    assert [(each.signal.id, each.points, each.most) for each in best.evidence] == [("n0", 1, 1), ("n1", 0, 1)]


def test_a_shown_percentage_stays_on_its_side_of_the_threshold() -> None:
    """12.5 % below a threshold of 13 is not shown as 13 %."""
    found = assessed("half", {"a": "yes", "b": "no"})
    assert found.recommendation == found.questionnaire.fallback
    assert shown(found.outcomes.spans["s0"].low, found.questionnaire.need_thresholds) == 12.5


def test_a_ranked_percentage_stays_on_its_side_of_the_threshold() -> None:
    """A table of leads, and a file of them, say 12.5 beside “rest” and its threshold of 13."""
    space = Space(load("half"))
    answers: Answers = {"a": "yes", "b": "no"}
    rater = Rater(space)
    lead = RankedLead("leads.csv", 2, dict(answers), rater.rate(answers), None)
    words = load_words("en")
    assert LeadRow(1, lead, rater, space.questionnaire, words).need == "12.5%"
    *_, row = csv_lines([lead], rater, space.questionnaire)
    assert row.startswith("rest,rest,12.5,12.5,")
    assert in_percent(load_words("fr"), Span(Fraction(25, 2), Fraction(14)), [13]) == "12,5–14\N{NO-BREAK SPACE}%"


def test_what_opens_scored_questions_is_listed_as_unknown() -> None:
    """A question without points counts among what is not known if a scored one hangs on it."""
    assert [each.id for each in assessed("u", {"base": "high"}).unknown] == ["opener"]
