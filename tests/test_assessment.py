"""What answers come to: evidence that adds up, readiness that moves nothing, and the cases."""

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from questionnaires import NONE, TEXTS, WORD, questionnaire
from questionnaires import question as scored

from coo_advisor.proof.cases import ExpectedCase, judge_cases, load_cases
from coo_advisor.questionnaire.flow import Answers, asked, first_that_holds, truth
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Grade, Question, Scenario
from coo_advisor.report.as_json import as_data
from coo_advisor.verdict.assessment import Assessment, assess, readiness
from coo_advisor.verdict.scoring import Score, most_points
from coo_advisor.verdict.space import Space

SPACE = Space(load_questionnaire(packaged_questionnaire()))
QUESTIONNAIRE = SPACE.questionnaire
CASES = load_cases(Path(__file__).parent / "cases.yaml", QUESTIONNAIRE)
READINESS = [
    question
    for question in QUESTIONNAIRE.questions
    if any(QUESTIONNAIRE.signal(signal).readiness for signal in most_points(question))
]
FOUNDER: Answers = {
    "headcount": 28,
    "growth": "surging",
    "operations_lead": "founder",
    "bottleneck": "coordination",
    "founder_week": "5_plus",
    "founder_away": "stops",
    "founder_stepback": "never",
    "recurring_problems": "constantly",
    "stuck_decisions": "some",
}


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.id)
def case(request: pytest.FixtureRequest) -> ExpectedCase:
    """Each case in turn."""
    assert isinstance(request.param, ExpectedCase)
    return request.param


@pytest.fixture(scope="module")
def assessment(case: ExpectedCase) -> Assessment:
    """What its answers come to."""
    return assess(SPACE, case.answers)


def test_the_cases_are_those_that_were_given() -> None:
    """Real and written cases, each recommendation among them, none twice."""
    assert len(CASES) == len({case.id for case in CASES}) >= 20
    assert {case.expected for case in CASES} == {scenario.id for scenario in QUESTIONNAIRE.scenarios}
    assert {case.complete for case in CASES} == {True, False}


def test_every_case_is_right(case: ExpectedCase) -> None:
    """A complete case gets its recommendation and no other; an incomplete one may still get it."""
    (result,) = judge_cases(SPACE, [case]).results
    assert result.right, result.possible


def test_evidence_adds_up_to_the_score(assessment: Assessment) -> None:
    """The points of the evidence are the score, exactly; what is not known is the width of its interval."""
    if assessment.focus is None:
        assert not assessment.evidence
        return
    span = assessment.outcomes.spans[assessment.focus.id]
    if asked_for_sure(assessment):
        most = sum(each.most for each in assessment.evidence)
        known = sum(each.points or 0 for each in assessment.evidence)
        unknown = sum(each.most for each in assessment.evidence if each.points is None)
        assert span == (Score(known, most).percent, Score(known + unknown, most).percent)
    assert all(0 <= (each.points or 0) <= each.most for each in assessment.evidence)


def asked_for_sure(assessment: Assessment) -> bool:
    """Whether every question that can be asked is asked for sure, so that the evidence lists them all."""
    return assessment.answers.get("operations_lead") is not None


def test_most_cases_say_who_leads() -> None:
    """The sums above are tried on nearly every case, not passed over."""
    assert sum(case.answers.get("operations_lead") is not None for case in CASES) >= len(CASES) * 3 // 4


def test_signals_add_up_to_the_evidence(assessment: Assessment) -> None:
    """The levels of the signals, weighted, are the same points as the evidence."""
    if assessment.focus and asked_for_sure(assessment):
        weights = assessment.focus.weights
        points = sum(weights.get(level.signal.id, 0) * level.points for level in assessment.levels)
        assert points == sum(each.points or 0 for each in assessment.evidence)


def verdict(assessment: Assessment) -> tuple[object, ...]:
    """What a founder is told: the recommendation and everything that it rests on."""
    outcomes = assessment.outcomes
    return (assessment.recommendation, outcomes.possible.keys(), outcomes.spans, assessment.evidence, assessment.levels)


def test_there_are_four_readiness_questions() -> None:
    """What is varied below is what the design calls readiness."""
    assert [question.id for question in READINESS] == ["delegation", "means", "timing", "decision"]


@pytest.mark.parametrize("answers", [FOUNDER, {**FOUNDER, "founder_away": None}, {"operations_lead": "coo"}, {}])
def test_readiness_never_changes_the_recommendation(answers: Answers) -> None:
    """Every combination of readiness answers leaves need as it is, and does change readiness."""
    told = {id: value for id, value in answers.items() if id not in {question.id for question in READINESS}}
    plain = verdict(assess(SPACE, told))
    grades = set()
    for values in product(*(values_of(question) for question in READINESS)):
        ready = assess(SPACE, {**told, **dict(zip((each.id for each in READINESS), values, strict=True))})
        assert verdict(ready) == plain
        assert ready.readiness
        grades.add(ready.readiness.grade and ready.readiness.grade.id)
    assert {"A", "D"} <= grades


def values_of(question: Question) -> list[str]:
    """The lowest and the highest answer to a question."""
    return [question.choices[0].id, question.choices[-1].id]


def test_an_answer_of_a_closed_branch_scores_nothing() -> None:
    """Answers left over from another branch change neither score nor evidence."""
    left_over: Answers = {**FOUNDER, "coo_week": "unsustainable", "coo_away": "stops", "successor": "none"}
    assert assess(SPACE, left_over) == assess(SPACE, FOUNDER)


def test_not_asked_not_answered_and_not_known_are_three_states() -> None:
    """A question not asked is no evidence; one not answered or not known is, without points."""
    not_answered = assess(SPACE, {id: value for id, value in FOUNDER.items() if id != "founder_away"})
    not_known = assess(SPACE, {**FOUNDER, "founder_away": None})
    for each in (not_answered, not_known):
        (open_evidence,) = (evidence for evidence in each.evidence if evidence.points is None)
        assert open_evidence.question.id == "founder_away"
        assert each.unknown == (SPACE.question("founder_away"),)
        low, high = each.outcomes.spans["interim"]
        assert high - low == Fraction(100 * open_evidence.most, sum(row.most for row in each.evidence))
    assert "founder_away" not in not_answered.answers
    assert not_known.answers["founder_away"] is None
    assert "coo_away" not in {evidence.question.id for evidence in not_answered.evidence}


def test_evidence_tells_what_was_answered() -> None:
    """Each addend names its question and the answer that earned it."""
    found = {each.question.id: each.value for each in assess(SPACE, FOUNDER).evidence}
    assert found == {id: value for id, value in FOUNDER.items() if id in found}
    assert len(found) > 5


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
    """Missing answers widen the span upwards; the grade is told where both of its ends have the same."""
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


def test_nothing_known_decides_nothing() -> None:
    """Without any answer every recommendation is possible and none is given."""
    empty = assess(SPACE, {})
    assert empty.recommendation is None
    assert list(empty.outcomes.possible) == [scenario.id for scenario in QUESTIONNAIRE.scenarios]
    assert empty.depends_on


def test_an_exclusion_is_told_with_its_reason() -> None:
    """Where too few clients rule the interim out, the reason is there to be shown, and no points are hidden."""
    excluded = assess(SPACE, {**FOUNDER, "bottleneck": "demand"})
    assert excluded.recommendation == QUESTIONNAIRE.fallback
    ((scenario, exclusion),) = excluded.excluded
    assert scenario.id == "interim"
    reason = first_that_holds(exclusion.reason, excluded.answers)
    assert reason
    assert set(reason) == set(QUESTIONNAIRE.languages)
    assert excluded.overruled
    assert excluded.overruled.scenario == scenario
    assert excluded.overruled.passes
    assert sum(each.points or 0 for each in excluded.overruled.evidence) > 0
    assert assess(SPACE, FOUNDER).overruled is None


def test_advantages_are_those_of_the_findings_that_hold() -> None:
    """The JSON names each advantage once, under recommended help, and nowhere else."""
    held = [each.advantage for each in QUESTIONNAIRE.findings if each.advantage and truth(each.when, FOUNDER)]
    assert held
    assert as_data(assess(SPACE, FOUNDER))["advantages"] == list(dict.fromkeys(held))
    assert as_data(assess(SPACE, {**FOUNDER, "bottleneck": "demand"}))["advantages"] == []


def test_what_would_change_it_does_change_it(case: ExpectedCase, assessment: Assessment) -> None:
    """Each detour, taken, leads where it says."""
    for detour in assessment.would_change:
        changed = {**case.answers, **{change.question: change.after for change in detour.changes}}
        assert detour.to in assess(SPACE, changed).outcomes.possible
    assert asked(QUESTIONNAIRE, case.answers) == assessment.asked
