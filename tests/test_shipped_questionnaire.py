"""What is true of questions.yaml as it is shipped: whoever edits it finds here what was meant, and changes it on purpose."""

import re
from datetime import date
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
from editors import as_editors_read
from jsonschema import Draft202012Validator
from shipped import FOUNDER, SHIPPED, SPACE

from coo_advisor.proof.cases import ExpectedCase, judge_cases, load_cases
from coo_advisor.proof.properties import prove
from coo_advisor.proof.texts import never_shown
from coo_advisor.questionnaire.answers import read_answers_file
from coo_advisor.questionnaire.flow import Answers, asked, first_that_holds, truth
from coo_advisor.questionnaire.loading import packaged_questionnaire
from coo_advisor.questionnaire.model import Question
from coo_advisor.questionnaire.schema import json_schema
from coo_advisor.reading.tree import parse_document
from coo_advisor.report.as_json import as_data
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.scoring import most_points

CASES = load_cases(Path(__file__).parent / "cases.yaml", SHIPPED)
CONTACT = {question.id for question in SHIPPED.questions if question.kind == "text"}
READINESS = [
    question
    for question in SHIPPED.questions
    if any(SHIPPED.signal(signal).readiness for signal in most_points(question))
]
BRANCHES = {
    "founder": ["founder_week", "founder_away", "founder_stepback", "trigger"],
    "managers": ["founder_week", "founder_away", "founder_stepback", "trigger"],
    "coo": ["coo_week", "coo_away", "coo_stepback", "coo_staying"],
    "coo_leaving": ["coo_away", "successor", "departure", "trigger"],
}


def test_it_knows_what_it_was_read_from() -> None:
    """Its hash is that of the file, so that answers can be held against the questionnaire that they were given to."""
    assert SHIPPED.sha256 == sha256(packaged_questionnaire().read_bytes()).hexdigest()


def test_an_editor_has_nothing_to_say_about_it() -> None:
    """The schema for editors accepts the file."""
    read = as_editors_read(parse_document(packaged_questionnaire().read_bytes(), "questions.yaml"))
    errors = Draft202012Validator(json_schema(["en", "fr"])).iter_errors(read)
    assert [(list(error.path), error.message) for error in errors] == []


def test_every_property_holds() -> None:
    """All that is proved of a questionnaire is true of this one, and its exceptions are those that were meant."""
    found = prove(SHIPPED)
    assert [each.number for each in found.properties if not each.holds] == []
    assert found.holds
    assert {(each.question, each.lost) for each in found.exceptions} == {
        ("operations_lead", "interim"),
        ("operations_lead", "support"),
        ("bottleneck", "interim"),
        ("successor", "support"),
    }


def test_every_text_can_be_shown() -> None:
    """No text that was written for some answers lies unread."""
    assert list(never_shown(SPACE)) == []


@pytest.mark.parametrize("lead", BRANCHES)
def test_who_leads_decides_which_questions_follow(lead: str) -> None:
    """Each branch asks its own questions, in order, and none of another branch."""
    walk = [question.id for question in asked(SHIPPED, {"operations_lead": lead})]
    every = {id for branch in BRANCHES.values() for id in branch}
    assert [id for id in walk if id in every] == BRANCHES[lead]


@pytest.mark.parametrize("lead", BRANCHES)
def test_nobody_is_asked_more_than_fifteen_questions_about_the_company(lead: str) -> None:
    """Without the optional contact, each walk has at most fifteen questions."""
    walk = {question.id for question in asked(SHIPPED, {"operations_lead": lead})}
    assert len(walk - CONTACT) <= 15


@pytest.mark.parametrize("language", SHIPPED.languages)
@pytest.mark.parametrize("lead", BRANCHES)
def test_a_walk_is_read_in_four_minutes(lead: str, language: str) -> None:
    """Read aloud, questions, helps and choices together have at most 900 words."""
    texts: list[str] = []
    for question in asked(SHIPPED, {"operations_lead": lead}):
        texts += [
            each[language] for each in (question.ask, question.help, *(one.label for one in question.choices)) if each
        ]
    assert len(re.findall(r"\w[\w’'.,-]*", " ".join(texts))) <= 900


def test_choices_run_from_least_to_most_load() -> None:
    """In each question but who leads, the points of a signal never fall from one choice to the next."""
    scored = [each for each in SHIPPED.questions if each.scored]
    for each in scored:
        for signal in most_points(each):
            worth = [choice.points.get(signal, 0) for choice in each.choices]
            if each.id != "operations_lead":  # who holds the seat is a fact, not a load
                assert worth == sorted(worth), each.id
    assert len(scored) > 10


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
    assert {case.expected for case in CASES} == {scenario.id for scenario in SHIPPED.scenarios}
    assert {case.complete for case in CASES} == {True, False}


def test_every_case_is_right(case: ExpectedCase) -> None:
    """A complete case gets its recommendation and no other; an incomplete one may still get it."""
    (result,) = judge_cases(SPACE, [case]).results
    assert result.right, result.possible


def test_what_would_change_it_does_change_it(case: ExpectedCase, assessment: Assessment) -> None:
    """Each detour, taken, leads where it says."""
    for detour in assessment.would_change:
        changed = {**case.answers, **{change.question: change.after for change in detour.changes}}
        assert detour.to in assess(SPACE, changed).outcomes.possible
    assert asked(SHIPPED, case.answers) == assessment.asked


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


def verdict(assessment: Assessment) -> tuple[object, ...]:
    """What a founder reads: the recommendation and everything that it rests on."""
    outcomes = assessment.outcomes
    return (assessment.recommendation, outcomes.possible.keys(), outcomes.spans, assessment.evidence, assessment.levels)


def values_of(question: Question) -> list[str]:
    """The lowest and the highest answer to a question."""
    return [question.choices[0].id, question.choices[-1].id]


def test_too_few_clients_rule_the_interim_out_with_a_reason() -> None:
    """The reason is there to be shown in each language, and the score that it overrules stays visible."""
    excluded = assess(SPACE, {**FOUNDER, "bottleneck": "demand"})
    assert excluded.recommendation == SHIPPED.fallback
    ((scenario, exclusion),) = excluded.excluded
    assert scenario.id == "interim"
    reason = first_that_holds(exclusion.reason, excluded.answers)
    assert reason
    assert set(reason) == set(SHIPPED.languages)
    assert excluded.overruled
    assert excluded.overruled.passes


def test_recommended_help_has_advantages() -> None:
    """The findings of a founder who needs help name some, each once."""
    held = [each.advantage for each in SHIPPED.findings if each.advantage and truth(each.when, FOUNDER)]
    assert held
    assert as_data(assess(SPACE, FOUNDER))["advantages"] == list(dict.fromkeys(held))


def test_answers_to_version_1_still_load() -> None:
    """No question and no choice of the first version is gone, so files that were written then are read."""
    content = (
        "questionnaire: {version: '1.0', sha256: 0000}\nanswered_at: 2026-01-05\n"
        "company: Nord\nname: Ada\nemail: a@b.example\nheadcount: 28\ngrowth: surging\noperations_lead: founder\n"
        "bottleneck: coordination\nfounder_week: 5_plus\nfounder_away: stops\nfounder_stepback: never\n"
        "coo_week: unsustainable\ncoo_away: stalls\ncoo_stepback: this_year\ncoo_staying: at_risk\nsuccessor: hired_later\n"
        "recurring_problems: constantly\nstuck_decisions: many\nneeds: [experience, objectivity, network, flexibility, cost]\n"
        "delegation: some\nmeans: part_time\ntiming: this_quarter\ndecision: with_partners\n"
    )
    file = read_answers_file(content.encode(), "old.yaml", SHIPPED)
    assert len(file.answers) == 22
    assert file.answered_at == date(2026, 1, 5)
