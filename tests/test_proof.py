"""What `check` proves, against trying everything, and a questionnaire broken on purpose for each property."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from questionnaires import (
    HIGHEST,
    TEXTS,
    WORD,
    Complete,
    applies,
    every_answer,
    every_set,
    naive_leaders,
    naive_verdict,
    needed,
    question,
    questionnaire,
    small_questionnaires,
)

from coo_advisor.proof import properties as proving
from coo_advisor.proof.properties import Counterexample, Proof, prove
from coo_advisor.questionnaire.model import (
    Clause,
    Condition,
    Conditional,
    Exclusion,
    Question,
    Questionnaire,
    Range,
    Scenario,
    Value,
    always,
    clauses,
)
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.walk import Walk

exhaustive = settings(max_examples=80, deadline=None, derandomize=True)

WORSE = [{}, {"load": 1}, {"load": 2}]


def neighbours(each: Question) -> list[tuple[Value, Value]]:
    """Every two answers of which the second is worse by one step."""
    if each.kind != "several":
        return list(pairwise(every_answer(each)))
    return [
        (one, other)
        for one in every_answer(each)
        for other in every_answer(each)
        if set(one) < set(other) and len(other) == len(one) + 1  # type: ignore[arg-type]  # tuples of choice ids
    ]


def moves(asked: Questionnaire, each: Question) -> set[tuple[str, str]]:
    """Every two recommendations that two neighbouring answers lead to, everything else alike."""
    found = set()
    sets = [(answers, naive_verdict(asked, answers)) for answers in every_set(asked) if each.id in answers]
    steps = set(neighbours(each))
    for one, before in sets:
        for other, after in sets:
            if before != after and (one[each.id], other[each.id]) in steps and alike_elsewhere(one, other, each.id):
                found.add((before, after))
    return found


def alike_elsewhere(one: Complete, other: Complete, id: str) -> bool:
    """Whether two sets agree on every other question that both answer."""
    return all(other.get(each, value) == value for each, value in one.items() if each != id)


@exhaustive
@given(small_questionnaires())
def test_properties_are_what_trying_everything_finds(asked: Questionnaire) -> None:
    """Each property holds, and each question is named as failing, exactly if brute force says so."""
    found = prove(asked)
    sets = every_set(asked)
    named = {clause.question for condition in conditions(asked) for clause in clauses(condition)}
    crossing = {each.id: moves(asked, each) for each in asked.questions}
    verdicts = {naive_verdict(asked, answers) for answers in sets}
    scored = [each for each in asked.questions if needed(asked, each)]
    lost = {each.id for each in scored if any(after == "none" for _, after in crossing[each.id])}
    expected = {
        1: set(),
        2: {each.id for each in asked.scenarios if each.id not in verdicts}
        | {each.id for each in asked.questions if not any(each.id in answers for answers in sets)},
        3: {each.id for each in scored if not crossing[each.id]},
        4: lost - named,
        5: {each.id for each in asked.questions if each not in scored and each.scored and crossing[each.id]},
        6: set(),
        7: set(),
    }
    ids = {each.id for each in (*asked.scenarios, *asked.questions)}
    for each in found.properties:
        about = {word.strip(":") for failure in each.failures for word in failure.about.split()[:2]} & ids
        assert about == expected[each.number], each
    assert {each.question for each in found.exceptions} == lost & named


@exhaustive
@given(small_questionnaires())
def test_the_figures_are_exact(asked: Questionnaire) -> None:
    """Sets, paths, ties and shares are those that counting finds, a number counting once a range that matters."""
    found = prove(asked).statistics
    firsts = {each.id: set(Space(asked).paths.first_numbers(each)) for each in asked.questions if each.kind == "number"}
    sets = [answers for answers in every_set(asked) if all(answers[id] in firsts[id] for id in firsts if id in answers)]
    paths = Counter(tuple(answers) for answers in sets)
    assert found.sets == len(sets)
    assert found.paths == len(paths)
    assert found.longest == max(map(len, paths))
    assert found.ties == sum(len(naive_leaders(asked, answers)) > 1 for answers in sets)
    outcomes = Counter(naive_verdict(asked, answers) for answers in sets)
    assert {id: count for id, count in found.by_outcome.items() if count} == outcomes


@exhaustive
@given(small_questionnaires())
def test_every_counterexample_shows_what_it_says(asked: Questionnaire) -> None:
    """The two answer sets of a failure or an exception differ in the question named, and in the recommendation."""
    found = prove(asked)
    sets = every_set(asked)
    compared = [failure for each in found.properties if each.number in {4, 5} for failure in each.failures]
    assert len({failure.about for failure in compared}) == len(compared)
    for failure in compared:
        one, other = dict(failure.answers), dict(failure.other or {})
        assert one in sets
        assert other in sets
        assert naive_verdict(asked, one) != naive_verdict(asked, other)  # type: ignore[arg-type]  # complete sets
    for each in found.exceptions:
        one, other = dict(each.answers), dict(each.other)
        assert one[each.question] == each.better
        assert other[each.question] == each.worse
        assert naive_verdict(asked, one) == each.lost  # type: ignore[arg-type]  # complete sets
        assert naive_verdict(asked, other) == asked.fallback.id  # type: ignore[arg-type]  # complete sets


def conditions(asked: Questionnaire) -> list[tuple[Clause, ...]]:
    """Every condition of a questionnaire."""
    found = [each.when for each in asked.questions] + [each.when for each in asked.scenarios]
    return found + [exclusion.when for each in asked.scenarios for exclusion in each.unless]


def scenario(**more: object) -> Scenario:
    """A candidate that weighs the load."""
    return Scenario("help", **TEXTS, **{"weights": {"load": 1}, "recommend_from": 50, **more})  # type: ignore[arg-type]


NONE = Scenario("none", **TEXTS)
LOAD = question("load", points=WORSE)
BETTER = question("better", points=WORSE[::-1])
IDLE = question("idle", points=[{"risk": 1}, {}])
MEANS = question("means", points=[{}, {"means": 1}])


def no_fallback() -> Questionnaire:
    """The last scenario has a condition, so that some answers get no recommendation."""
    sometimes = NONE._replace(when=((Clause("load", frozenset(["c0"])),),))
    return questionnaire([LOAD, question("more", points=WORSE)], [scenario(), sometimes])


def test_a_conditional_last_scenario_leaves_no_gap_if_another_is_always_recommended() -> None:
    """That the last scenario has a condition is no failure in itself: only an answer set without advice is."""
    always = no_fallback()._replace(scenarios=(scenario(recommend_from=0), no_fallback().scenarios[-1]))
    assert prove(always).properties[0].holds
    assert not prove(no_fallback()).properties[0].holds


def test_a_band_beyond_the_numbers_cannot_be_given() -> None:
    """A choice that no answer stands for is named, and no other."""
    size = question("size", "number", points=WORSE)
    beyond = size._replace(choices=(*size.choices[:2], size.choices[2]._replace(band=Range(HIGHEST + 1, HIGHEST + 2))))
    failures = prove(questionnaire([beyond], [scenario(), NONE])).properties[1].failures
    assert [each.about for each in failures] == ["choice c2 of size can't be given"]


def test_each_way_to_get_no_advice_is_reported() -> None:
    """One answer set stands for all that conditions don't distinguish; a fallback that is ruled out is no fallback."""
    broken = no_fallback()
    help, sometimes = broken.scenarios
    apart = help._replace(unless=(Exclusion(((Clause("load", frozenset(["c2"])),),), always(WORD)),))
    failures = prove(broken._replace(scenarios=(apart, sometimes))).properties[0].failures
    assert sorted(dict(each.answers)["load"] for each in failures) == ["c1", "c2"]
    excluded = NONE._replace(unless=(Exclusion(((Clause("load", frozenset(["c1", "c2"])),),), always(WORD)),))
    assert len(prove(broken._replace(scenarios=(help, excluded))).properties[0].failures) == 1


def test_a_question_proves_nothing_if_it_is_not_asked() -> None:
    """A question that is only asked if its scenario is ruled out never changes the recommendation."""
    opener = question("opener", points=[{}, {}])
    opened = question("opened", points=WORSE, when=((Clause("opener", frozenset(["c1"])),),))
    excluded = scenario(unless=(Exclusion(((Clause("opener", frozenset(["c1"])),),), always(WORD)),))
    failures = prove(questionnaire([opener, LOAD, opened], [excluded, NONE])).properties[2].failures
    assert [each.about for each in failures] == ["question opened never changes the recommendation"]


PROMISES = [
    "Every answer set gets exactly one recommendation",
    "Every scenario, question and choice can be reached",
    "Every scored question can change the recommendation",
    "A worse answer never leads back to the fallback",
    "Readiness never moves the recommendation",
    "“I don't know” never rules out what an answer allows",
    "Every text with a condition can be shown",
]


def test_what_is_proved_is_said_in_these_words() -> None:
    """The seven properties are reported in order, each under the promise that `check` has always printed."""
    assert [each.promise for each in prove(no_fallback()).properties] == PROMISES


def unless(*answers: str) -> tuple[Exclusion, ...]:
    """Exclusions by single answers about the seat, each with a reason of its own."""
    return tuple(Exclusion(seat(answer), always({"en": f"not with {answer}"})) for answer in answers)


def seat(answer: str) -> Condition:
    """Under one answer about the seat."""
    return ((Clause("seat", frozenset([answer])),),)


RISKY = question("seat", points=[{}, {"risk": 1}])
MORE = question("more", points=WORSE)
LOADED = question("seat", points=[{"load": 2}, {"load": 1}, {}])
CAUSES = [
    (questionnaire([RISKY, LOAD], [scenario(unless=unless("c2", "c1")), NONE]), "unless of help", "not with c1"),
    (questionnaire([RISKY, LOAD], [scenario(when=seat("c0")), NONE]), "when of help", None),
    (
        questionnaire([RISKY, LOAD._replace(when=seat("c0")), MORE._replace(when=seat("c0"))], [scenario(), NONE]),
        "when of load, more",
        None,
    ),
    (questionnaire([LOADED, LOAD], [scenario(unless=unless("c0")), NONE]), "its points", None),
]
"""Questionnaires with one exception each, the condition that makes it, and the reason that it gives."""


@pytest.mark.parametrize(("asked", "cause", "reason"), CAUSES)
def test_an_exception_names_the_condition_that_makes_it(asked: Questionnaire, cause: str, reason: str | None) -> None:
    """What loses a scenario is named: its own conditions first, then those of questions, then the answer's points."""
    (found,) = prove(asked).exceptions
    assert (found.question, found.lost, found.cause) == ("seat", "help", cause)
    assert found.reason == ({"en": reason} if reason else None)


def never_asked() -> Questionnaire:
    """A question waits for two answers that exclude each other."""
    impossible = ((Clause("load", frozenset(["c0"])), Clause("load", frozenset(["c1"]))),)
    return questionnaire([LOAD, question("late", points=WORSE, when=impossible)], [scenario(), NONE])


def readiness_decides() -> Questionnaire:
    """An exclusion names a question about means."""
    excluded = (Exclusion(((Clause("means", frozenset(["c0"])),),), always(WORD)),)
    return questionnaire([MEANS, LOAD], [scenario(unless=excluded), NONE])


def unread() -> Questionnaire:
    """A text of a scenario waits for an answer that rules it out."""
    nothing = ((Clause("load", frozenset(["c0"])),),)
    return questionnaire([LOAD], [scenario(rhythm=(Conditional(nothing, WORD),)), NONE])


BROKEN = {
    1: (no_fallback(), "no scenario applies"),
    2: (never_asked(), "question late is never asked"),
    3: (questionnaire([LOAD, IDLE], [scenario(), NONE]), "question idle never changes the recommendation"),
    4: (questionnaire([LOAD, BETTER], [scenario(), NONE]), "better: c0 → c1 leads from help to none"),
    5: (readiness_decides(), "question means moves the recommendation"),
    6: (questionnaire([LOAD], [scenario(), NONE]), "load: c1 is ruled out by “I don't know”"),
    7: (unread(), "no answers show scenarios › help › rhythm"),
}
"""A questionnaire broken on purpose for each property, and what must be found wrong with it."""

CHECKS = {
    1: "check_one_verdict",
    2: "check_reachable",
    3: "check_matters",
    4: "check_monotone",
    5: "check_apart",
    6: "check_unknown",
    7: "check_shown",
}


@pytest.mark.parametrize("number", BROKEN)
def test_each_property_catches_the_questionnaire_broken_for_it(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken questionnaire fails its property, with the right counterexample."""
    assert caught(number, monkeypatch)


def test_several_choices_are_shown_as_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A counterexample on several choices shows them between brackets, none as an empty pair."""
    monkeypatch.setattr(Walk, "classes", lambda walk, position: walk.space.classes[position][1:2])
    several = question("signs", "several", points=[{"load": 1}, {"load": 2}])
    failures = prove(questionnaire([several], [scenario(), NONE])).properties[5].failures
    shown = [each.about.removesuffix(" is ruled out by “I don't know”") for each in failures]
    assert shown == ["signs: []", "signs: [c1]", "signs: [c0, c1]"]
    assert [each.answers for each in failures][-1] == {"signs": ("c0", "c1")}


@pytest.mark.parametrize("number", BROKEN)
def test_a_check_that_always_holds_would_be_noticed(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a property's check is made to say "holds", its broken questionnaire is no longer caught."""
    monkeypatch.setattr(proving, CHECKS[number], lambda *_: iter(()))
    assert not caught(number, monkeypatch)


def caught(number: int, monkeypatch: pytest.MonkeyPatch) -> list[Counterexample]:
    """The counterexamples found against a property in its broken questionnaire, if they say the right thing."""
    asked, about = BROKEN[number]
    if number == 6:
        monkeypatch.setattr(Walk, "classes", lambda walk, position: walk.space.classes[position][:1])
    found: Proof = prove(asked)
    assert [each.number for each in found.properties] == [1, 2, 3, 4, 5, 6, 7]
    failures = [each for each in found.properties[number - 1].failures if about == each.about]
    assert found.holds == all(each.holds for each in found.properties)
    for failure in failures:
        if number == 1:
            answers: Complete = dict(failure.answers)  # type: ignore[arg-type]  # a counterexample is complete
            assert not any(applies(each, answers) for each in asked.scenarios[1:])
            assert naive_leaders(asked, answers) == ["none"]
        if number in {4, 5}:
            pair = [dict(failure.answers), dict(failure.other or {})]
            assert all(each in every_set(asked) for each in pair)
            assert len({naive_verdict(asked, each) for each in pair}) == 2  # type: ignore[arg-type]  # complete sets
    return failures
