"""Texts that depend on the answers: each can be shown, or `check` says which can't."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaires import (
    NONE,
    PLANT,
    TEXTS,
    WORD,
    conditions,
    every_set,
    holds,
    naive_verdict,
    question,
    questionnaire,
    small_questionnaires,
)

from coo_advisor.proof.properties import prove
from coo_advisor.proof.texts import MOST_WORK, TextPlace, _easily_shown, _Known, _shown, conditional_texts, never_shown
from coo_advisor.questionnaire.model import (
    ALWAYS,
    Clause,
    Condition,
    Conditional,
    Exclusion,
    Finding,
    NextStep,
    Option,
    Questionnaire,
    Range,
    Scenario,
    Step,
    always,
)
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.walk import Budget

exhaustive = settings(max_examples=120, deadline=None, derandomize=True)

LOAD = question("load", points=[{}, {"load": 1}, {"load": 2}])
HELP = Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=50)


def on(id: str, *choices: str) -> Condition:
    """The condition that one of some choices was made."""
    return ((Clause(id, frozenset(choices)),),)


def when(*conditions: Condition) -> tuple[Conditional, ...]:
    """A text for each condition."""
    return tuple(Conditional(each, WORD) for each in conditions)


@st.composite
def with_texts(draw: st.DrawFn) -> tuple[Questionnaire, TextPlace]:
    """A small questionnaire, and a place in it with conditions made at random."""
    asked = draw(small_questionnaires())
    condition = conditions(list(asked.questions))
    scenario = draw(st.sampled_from(asked.scenarios))
    unless = draw(st.lists(condition, max_size=2))
    return asked, TextPlace(("here",), (scenario,), draw(condition), tuple(unless))


def shows(asked: Questionnaire, place: TextPlace) -> bool:
    """Whether trying every complete set of answers finds one that shows a text."""
    return any(
        naive_verdict(asked, answers) == place.scenarios[0].id
        and holds(place.when, answers)
        and not any(holds(each, answers) for each in place.unless)
        for answers in every_set(asked)
    )


@exhaustive
@given(with_texts())
def test_a_text_can_be_shown_exactly_if_trying_everything_shows_it(case: tuple[Questionnaire, TextPlace]) -> None:
    """The proof agrees with brute force; what is easily shown is shown."""
    asked, place = case
    (scenario,) = place.scenarios
    expected = shows(asked, place)
    known, budget = _Known(asked), Budget(Space(asked), MOST_WORK)
    if _easily_shown(known, place, scenario):
        assert expected
    assert _shown(known, place, scenario, budget) == expected


NEVER = {
    "a text whose condition holds only if another scenario is recommended": (
        HELP._replace(rhythm=when(on("load", "c2"), on("load", "c0"))),
        NONE,
        ["scenarios › help › rhythm › 2"],
    ),
    "a text that an earlier one hides": (
        HELP._replace(cautions=when(on("load", "c1", "c2"), on("load", "c2"))),
        NONE,
        ["scenarios › help › cautions › 2"],
    ),
    "a line": (
        HELP,
        NONE._replace(watch=when(on("load", "c0"), on("load", "c1"))),
        ["scenarios › none › watch › 2"],
    ),
    "a step": (
        HELP._replace(steps=(Step(Range(1, 2), always(WORD), always(WORD), on("load", "c0")),)),
        NONE,
        ["scenarios › help › steps › 1 › what"],
    ),
    "an exclusion that another hides": (
        HELP._replace(
            unless=(Exclusion(on("load", "c2"), always(WORD)), Exclusion(on("load", "c2"), when(on("load", "c2"))))
        ),
        NONE,
        ["scenarios › help › unless › 2 › reason"],
    ),
    "a title of the fallback under every exclusion": (
        HELP._replace(unless=(Exclusion(on("load", "c2"), always(WORD), title=always(WORD)),)),
        NONE._replace(document_title=when(on("load", "c2"), on("load", "c0"))),
        ["scenarios › none › document_title › 1"],
    ),
    "a text of the next step": (
        HELP._replace(next_step=NextStep(when(on("load", "c0")), 3)),
        NONE,
        ["scenarios › help › next_step"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_a_text_that_is_never_shown_is_reported_by_its_place(name: str) -> None:
    """An author finds the text by the keys that lead to it."""
    help, none, expected = NEVER[name]
    asked = questionnaire([LOAD], [help, none])
    assert list(never_shown(Space(asked))) == expected
    failures = prove(asked).properties[6].failures
    assert [failure.about for failure in failures] == [f"no answers show {place}" for place in expected]


def test_findings_doubts_and_options_may_be_shown_under_any_scenario() -> None:
    """They are reported only if no complete answers meet their conditions; an option that is a scenario needs it."""
    impossible: Condition = ((Clause("load", frozenset(["c0"])), Clause("load", frozenset(["c2"]))),)
    low, high = on("load", "c0"), on("load", "c2")
    asked = questionnaire([LOAD], [HELP, NONE])._replace(
        findings=tuple(Finding(each, ("load",), always(WORD), always(WORD)) for each in (low, high, impossible)),
        doubts=when(low, impossible, high),
        options=(
            Option("help", always(WORD), always(WORD), when(low, ALWAYS), when=ALWAYS),
            Option("other", always(WORD), always(WORD), when(low, high), when=ALWAYS),
        ),
    )
    assert list(never_shown(Space(asked))) == ["findings › 3 › title", "doubts › 2", "options › help › remark › 1"]


def test_a_text_without_a_condition_is_not_asked_about() -> None:
    """What is shown whatever the answers needs no proof, the last of a list included."""
    help = HELP._replace(rhythm=when(on("load", "c1", "c2"), ALWAYS))
    places = conditional_texts(questionnaire([LOAD], [help, NONE]))
    assert [place.path for place in places] == [("scenarios", "help", "rhythm", "1")]


def test_every_text_of_the_plant_can_be_shown() -> None:
    """No text that was written for some answers lies unread."""
    assert list(never_shown(Space(PLANT))) == []
