"""The smallest of the changes that lead elsewhere."""

from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaires import (
    NONE,
    TEXTS,
    WORD,
    Complete,
    choice,
    chosen,
    every_answer,
    every_set,
    naive_verdict,
    question,
    questionnaire,
    small_questionnaires,
)

from coo_advisor.questionnaire.model import Clause, Question, Questionnaire, Range, Scenario, Value
from coo_advisor.questionnaire.model import clauses as every_clause
from coo_advisor.verdict.outcomes import outcomes
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.would_change import Change, Detour, would_change

exhaustive = settings(max_examples=80, deadline=None, derandomize=True)

LOAD = [{"load": rank} for rank in range(4)]


def help_from(percent: int) -> Scenario:
    """A candidate that weighs the load."""
    return Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=percent)


def plain(count: int, *scenarios: Scenario) -> Questionnaire:
    """Questions of four choices that only score."""
    return questionnaire([question(f"q{number}", points=LOAD) for number in range(count)], [*scenarios, NONE])


Price = tuple[int, ...]
"""Answers changed; of them, those that no `suppose` says, facts, and those that decide which scenarios apply and aren't
the last choice with a `suppose`; and how far they moved along their scales."""


@st.composite
def answered(draw: st.DrawFn) -> tuple[Questionnaire, Complete]:
    """A questionnaire, some questions of which ask for facts, and some choices of which have a `suppose`."""
    made = draw(small_questionnaires())
    questions = [
        each._replace(
            fact=draw(st.booleans()),
            choices=tuple(one._replace(suppose=draw(st.sampled_from([None, WORD, WORD]))) for one in each.choices),
        )
        for each in made.questions
    ]
    asked = made._replace(questions=tuple(questions))
    return asked, draw(st.sampled_from(every_set(asked)))


def detours(asked: Questionnaire, answers: Complete) -> tuple[Detour, ...]:
    """What would change a recommendation."""
    space = Space(asked)
    return would_change(space, answers, outcomes(space, answers))


def price(asked: Questionnaire, answers: Complete, there: Complete) -> Price:
    """What it takes to give other answers; answers to questions that were not asked before are free."""
    moved = {id: distance(asked, id, answers[id], there[id]) for id in answers.keys() & there.keys()}
    return total([one_price(asked, id, there[id], steps) for id, steps in moved.items() if steps])


def total(prices: list[Price]) -> Price:
    """Several prices together."""
    return tuple(sum(each) for each in zip((0,) * 5, *prices, strict=True))


def one_price(asked: Questionnaire, id: str, after: Value, steps: int) -> Price:
    """What it takes to change one answer."""
    each = asked.question(id)
    given = list(chosen(each, after))
    unsaid = not given or any(one.suppose is None for one in given)
    last = [one.id for one in each.choices if one.suppose][-1:]
    gates = [part for one in asked.candidates for part in (one.when, *(other.when for other in one.unless))]
    decides = any(clause.question == id for gate in gates for clause in every_clause(gate))
    return 1, int(unsaid), int(each.fact), int(decides and [one.id for one in given][-1:] != last), steps


def distance(asked: Questionnaire, id: str, one: Value, other: Value) -> int:
    """Ranks between two choices, choices that only one of two selections has, ranges between two numbers."""
    each = asked.question(id)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(set(one) ^ set(other))
    scale = [starts(asked, each, value) for value in every_answer(each)]
    ranks = list(dict.fromkeys(scale))
    return abs(ranks.index(starts(asked, each, one)) - ranks.index(starts(asked, each, other)))


def starts(asked: Questionnaire, each: Question, value: Value) -> Value:
    """The first answer of the range that a number lies in; other answers as they are."""
    firsts = Space(asked).paths.first_numbers(each) if each.kind == "number" else []
    return max(first for first in firsts if first <= value) if isinstance(value, int) else value


@exhaustive
@given(answered())
def test_the_cheapest_way_is_found(made: tuple[Questionnaire, Complete]) -> None:
    """The fewest answers change; among equals, those that can be said, levers, the last ones, the smallest moves."""
    asked, answers = made
    here = naive_verdict(asked, answers)
    least: dict[str, Price] = {}
    for there in every_set(asked):
        to = naive_verdict(asked, there)
        least[to] = min(least.get(to, (99,)), price(asked, answers, there))
    found = {detour.to: paid(asked, detour.changes) for detour in detours(asked, answers)}
    assert found == {to: cost for to, cost in least.items() if to != here}
    assert list(found.values()) == sorted(found.values())


def paid(asked: Questionnaire, changes: tuple[Change, ...]) -> Price:
    """What some changes cost."""
    return total(
        [
            one_price(asked, each.question, each.after, distance(asked, each.question, each.before, each.after))
            for each in changes
            if each.before is not None
        ]
    )


@exhaustive
@given(answered())
def test_nothing_is_asked_for_without_need(made: tuple[Questionnaire, Complete]) -> None:
    """Without any one of the changes listed, the other recommendation is no longer certain."""
    asked, answers = made
    for detour in detours(asked, answers):
        after = {change.question: change.after for change in detour.changes}
        for id in after:
            fewer = {**answers, **{other: value for other, value in after.items() if other != id}}
            assert {naive_verdict(asked, each) for each in every_set(asked, fewer)} != {detour.to}


def test_fewer_changes_come_first_however_far_they_go() -> None:
    """One answer that moves far is listed before two that move one step each."""
    questions = [question("a", points=LOAD), *(question(id, points=[{}, {"risk": 1}]) for id in ("b", "c"))]
    near = Scenario("near", **TEXTS, weights={"risk": 1}, recommend_from=100)
    asked = questionnaire(questions, [near, help_from(100), NONE])
    assert detours(asked, {"a": "c0", "b": "c0", "c": "c0"}) == (
        Detour("help", (Change("a", "c0", "c3"),)),
        Detour("near", (Change("b", "c0", "c1"), Change("c", "c0", "c1"))),
    )


def test_a_number_moves_to_the_nearest_one_that_is_enough() -> None:
    """Upwards to the start of a band, downwards to its end."""
    size = question("size", "number", points=[{}, {"load": 1}, {}])
    asked = questionnaire([size], [help_from(50), NONE])
    assert detours(asked, {"size": 1}) == (Detour("help", (Change("size", 1, 2),)),)
    assert detours(asked, {"size": 4}) == (Detour("help", (Change("size", 4, 2),)),)
    assert detours(asked, {"size": 2}) == (Detour("none", (Change("size", 2, 1),)),)
    wide = size._replace(choices=(choice("few", {"load": 1}, Range(1, 3)), choice("many", {}, Range(4, 4))))
    assert detours(asked._replace(questions=(wide,)), {"size": 4}) == (Detour("help", (Change("size", 4, 3),)),)


def test_levers_come_before_facts() -> None:
    """Of two answers that would do, the one that a founder can choose is changed, though it moves farther."""
    fact = question("size", points=[{}, {"load": 3}])._replace(fact=True)
    asked = questionnaire([fact, question("lever", points=LOAD)], [help_from(50), NONE])
    assert detours(asked, {"size": "c0", "lever": "c0"}) == (Detour("help", (Change("lever", "c0", "c3"),)),)


def test_the_nearest_answer_that_does_is_proposed() -> None:
    """An answer moves no farther along its scale than it must."""
    asked = plain(1, help_from(60))
    assert detours(asked, {"q0": "c0"}) == (Detour("help", (Change("q0", "c0", "c2"),)),)


def test_what_a_change_opens_is_listed_after_it() -> None:
    """An answer that only a changed one asks for is listed after it, with nothing before it, if it is needed."""
    opener = question("opener", points=[{}, {}])
    opened = question("opened", points=[{}, {"load": 1}], when=((Clause("opener", frozenset(["c1"])),),))
    (detour,) = detours(questionnaire([opener, opened], [help_from(50), NONE]), {"opener": "c0"})
    assert detour.changes == (Change("opener", "c0", "c1"), Change("opened", None, "c1"))


def opening(*opened: Question, now: str, percent: int) -> tuple[Change, ...]:
    """The only way to another recommendation if a change of one answer opens some questions."""
    opener = question("opener", points=[{}, {}])
    fact = question("fact", points=[{}, {"load": 1}])._replace(fact=True)
    later = [each._replace(when=((Clause("opener", frozenset(["c1"])),),)) for each in opened]
    asked = questionnaire([opener, fact, *later], [help_from(percent), NONE])
    (detour,) = detours(asked, {"opener": "c0", "fact": now})
    return detour.changes


def test_of_what_a_change_opens_only_what_is_needed_is_listed() -> None:
    """Two of three opened answers are enough, so the third is left out."""
    three = [question(id, points=[{}, {"load": 1}]) for id in ("a", "b", "c")]
    first, *needed = opening(*three, now="c0", percent=50)
    assert first == Change("opener", "c0", "c1")
    assert [(each.before, each.after) for each in needed] == [(None, "c1"), (None, "c1")]


def test_of_what_a_change_opens_levers_are_listed_before_facts() -> None:
    """If either of two opened answers is enough, the one that a founder can choose is listed."""
    lever = question("a", points=[{}, {"load": 1}])
    fact = question("b", points=[{}, {"load": 2}])._replace(fact=True)
    assert opening(lever, fact, now="c1", percent=100)[1:] == (Change("a", None, "c0"),)


def test_of_what_a_change_opens_the_most_useful_is_listed() -> None:
    """If either of two opened answers is enough, the one on which more points turn is listed."""
    more, less = question("a", points=[{}, {"load": 2}]), question("b", points=[{}, {"load": 1}])
    assert opening(more, less, now="c1", percent=100)[1:] == (Change("a", None, "c0"),)
