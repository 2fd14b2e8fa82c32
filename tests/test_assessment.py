"""What answers come to: evidence that adds up, what is excluded, and readiness."""

from fractions import Fraction
from itertools import product

import pytest
from questionnaires import BLIND, CFO, NONE, PLANT, TEXTS, WORD, questionnaire
from questionnaires import question as scored

from coo_advisor.questionnaire.flow import Answers, first_that_holds, reachable, truth
from coo_advisor.questionnaire.model import Clause, Grade, Scenario, Value
from coo_advisor.report.as_json import as_data
from coo_advisor.verdict.assessment import Assessment, assess, readiness
from coo_advisor.verdict.scoring import Score
from coo_advisor.verdict.space import Space

SPACE = Space(PLANT)
OLD: Answers = {"months": 40, "signs": ("roots_out",), "circling": "yes", "season": "growing", "afternoon": "yes"}


@pytest.fixture(scope="module")
def assessments() -> list[Assessment]:
    """What answers come to by which it is sure what is asked, so that the evidence lists every question."""
    values: dict[str, list[Value | None]] = {
        "months": [None, 2, 24, 40],
        "signs": [None, (), ("no",), ("pale",), ("roots_out",), ("pale", "roots_out")],
        "circling": [None, "no", "yes"],
        "season": [None, "growing", "resting"],
    }
    found = (assess(SPACE, dict(zip(values, given, strict=True))) for given in product(*values.values()))
    return [each for each in found if each.focus and each.asked == reachable(PLANT, each.answers)]


def test_evidence_adds_up_to_the_score(assessments: list[Assessment]) -> None:
    """The points of the evidence are the score, exactly; what is not known is the width of its interval."""
    for found in assessments:
        assert found.focus
        most = sum(each.most for each in found.evidence)
        known = sum(each.points or 0 for each in found.evidence)
        unknown = sum(each.most for each in found.evidence if each.points is None)
        span = found.outcomes.spans[found.focus.id]
        assert span == (Score(known, most).percent, Score(known + unknown, most).percent)
        assert all(0 <= (each.points or 0) <= each.most for each in found.evidence)
    assert len(assessments) > 100


def test_signals_add_up_to_the_evidence(assessments: list[Assessment]) -> None:
    """The levels of the signals, weighted, are the same points as the evidence."""
    for found in assessments:
        assert found.focus
        weights = found.focus.weights
        points = sum(weights.get(level.signal.id, 0) * level.points for level in found.levels)
        assert points == sum(each.points or 0 for each in found.evidence)


def test_an_answer_of_a_closed_branch_scores_nothing() -> None:
    """Answers left over from another branch change neither score nor evidence."""
    young: Answers = {**OLD, "months": 2}
    assert assess(SPACE, young) == assess(SPACE, {id: value for id, value in young.items() if id != "circling"})


def test_not_asked_not_answered_and_not_known_are_three_states() -> None:
    """A question not asked is no evidence; one not answered or not known is, without points."""
    not_answered = assess(SPACE, {id: value for id, value in OLD.items() if id != "circling"})
    not_known = assess(SPACE, {**OLD, "circling": None})
    for each in (not_answered, not_known):
        (open_evidence,) = (evidence for evidence in each.evidence if evidence.points is None)
        assert open_evidence.question.id == "circling"
        assert each.unknown == (SPACE.question("circling"),)
        low, high = each.outcomes.spans["repot"]
        assert high - low == Fraction(100 * open_evidence.most, sum(row.most for row in each.evidence))
    assert "circling" not in not_answered.answers
    assert not_known.answers["circling"] is None
    not_asked = assess(SPACE, {**OLD, "months": 2})
    assert "circling" not in {evidence.question.id for evidence in not_asked.evidence}


def test_evidence_says_what_was_answered() -> None:
    """Each addend names its question and the answer that earned it."""
    found = {each.question.id: each.value for each in assess(SPACE, OLD).evidence}
    assert found == {id: OLD[id] for id in ("months", "signs", "circling")}


def test_signals_add_up_known_and_unknown_points() -> None:
    """A signal's points are those earned, those that turn on missing answers, and the most of all questions asked."""
    worth = {"one": 2, "other": 3, "last": 4, "known": 5, "known_too": 6}
    made = questionnaire(
        [scored(id, points=[{}, {"load": most}]) for id, most in worth.items()],
        [Scenario("help", **TEXTS, weights={"load": 1}), NONE],
    )
    (level,) = assess(Space(made), {"one": "c1", "known": "c1", "known_too": "c0"}).levels
    assert level == (made.signal("load"), 7, 7, 20)


def test_what_is_explained_while_undecided_is_the_scenario_that_can_score_most() -> None:
    """Of the scenarios that still apply, the evidence is that of the one with the highest score in reach."""
    questions = [scored(id, points=[{"load": 1}, {"risk": 2}]) for id in ("one", "two")]
    first, second = (Scenario(id, **TEXTS, weights={id: 1}, recommend_from=60) for id in ("risk", "load"))
    found = assess(Space(questionnaire(questions, [first, second, NONE])), {"one": "c0"})
    assert not found.outcomes.settled
    assert found.focus == second


def test_readiness_is_a_span_and_graded_once_no_answer_can_move_it() -> None:
    """Missing answers widen the span upwards; there is a grade if both of its ends have the same."""
    made = questionnaire(
        [scored(id, points=[{}, {"means": 1}, {"means": 2}]) for id in ("one", "two")],
        [Scenario("help", **TEXTS, weights={"load": 1}), NONE],
    )
    best, fair = Grade("A", 75, WORD), Grade("B", 50, WORD)
    space = Space(made._replace(grades=(best, fair)))
    assert [assess(space, answers).readiness for answers in ({"one": "c2"}, {"one": "c2", "two": "c1"}, {})] == [
        ((50, 100), None),
        ((75, 75), best),
        ((0, 100), None),
    ]
    assert assess(space, {"one": "c1", "two": "c1"}).readiness == ((50, 50), fair)
    assert readiness(space, {"one": "c1", "two": "c1"}) == ((50, 50), fair)


def test_readiness_that_may_be_asked_and_earned_nothing_is_nothing() -> None:
    """An answer without points to a question that may be asked is a readiness of 0 %, not one that nothing measures."""
    opened = scored("board", points=[{}, {"means": 1}], when=((Clause("lead", frozenset({"c1"})),),))
    made = questionnaire(
        [scored("lead", points=[{}, {"load": 1}]), opened],
        [Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=50), NONE],
    )
    space = Space(made)
    assert assess(space, {"board": "c0"}).readiness == ((0, 0), None)
    assert assess(space, {"lead": "c0"}).readiness is None


def test_nothing_known_decides_nothing() -> None:
    """Without any answer every recommendation is possible and none is given."""
    empty = assess(SPACE, {})
    assert empty.recommendation is None
    assert list(empty.outcomes.possible) == [scenario.id for scenario in PLANT.scenarios]
    assert empty.depends_on


def test_an_exclusion_has_its_reason() -> None:
    """What rules a scenario out is there to be shown with its reason, and no points are hidden."""
    excluded = assess(SPACE, {**OLD, "signs": ("pale", "roots_out"), "season": "resting"})
    ((scenario, exclusion),) = excluded.excluded
    assert scenario.id == "repot"
    assert excluded.recommendation
    assert excluded.recommendation.id == "feed"
    assert first_that_holds(exclusion.reason, excluded.answers) == scenario.unless[0].reason[0].text
    assert excluded.overruled
    assert excluded.overruled.scenario == scenario
    assert assess(SPACE, OLD).overruled is None


def test_a_score_that_an_exclusion_overrules_stays_visible() -> None:
    """If nothing else is recommended, the excluded scenario is there with the points that it would have passed with."""
    small = assess(Space(CFO), {**BLIND, "revenue": 0})
    ((scenario, _),) = small.excluded
    assert small.recommendation == CFO.fallback
    assert small.overruled
    assert small.overruled.scenario == scenario
    assert small.overruled.passes
    assert sum(each.points or 0 for each in small.overruled.evidence) > 0
    assert assess(Space(CFO), BLIND).overruled is None


def test_advantages_are_those_of_the_findings_that_hold() -> None:
    """The JSON names each advantage once, under recommended help, and nowhere else."""
    held = [each.advantage for each in CFO.findings if each.advantage and truth(each.when, BLIND)]
    assert held
    space = Space(CFO)
    assert as_data(assess(space, BLIND))["advantages"] == list(dict.fromkeys(held))
    assert as_data(assess(space, {**BLIND, "revenue": 0}))["advantages"] == []
