"""The fewest answers that could decide it, against trying every group of questions."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaires import (
    NONE,
    TEXTS,
    Complete,
    every_answer,
    every_set,
    naive_verdict,
    partly_answered,
    question,
    questionnaire,
)

from coo_advisor.questionnaire.flow import applicable
from coo_advisor.questionnaire.model import Clause, Questionnaire, Scenario
from coo_advisor.verdict.depends_on import depends_on
from coo_advisor.verdict.outcomes import outcomes, settles
from coo_advisor.verdict.space import Space

exhaustive = settings(max_examples=120, deadline=None, derandomize=True)


@st.composite
def rivals(draw: st.DrawFn) -> tuple[Questionnaire, Complete]:
    """Five or six questions of two answers, and two scenarios that apply to everybody."""
    worth = st.fixed_dictionaries({"load": st.integers(0, 3), "risk": st.integers(0, 3)})
    questions = [question(f"q{number}", points=[draw(worth), draw(worth)]) for number in range(draw(st.integers(5, 6)))]
    weights = st.fixed_dictionaries({"load": st.integers(0, 2), "risk": st.integers(1, 2)})
    first, second = (
        Scenario(name, **TEXTS, weights=draw(weights), recommend_from=draw(st.sampled_from([1, 40, 50, 60])))
        for name in ("first", "second")
    )
    return questionnaire(questions, [first, second, NONE]), {}


def fewest(asked: Questionnaire, answers: Complete) -> list[str]:
    """The questions that a recommendation depends on."""
    space, known = Space(asked), applicable(asked, answers)
    now = outcomes(space, known)
    return [] if now.settled else [each.id for each in depends_on(space, known, now.spans)]


def can_decide(asked: Questionnaire, answers: Complete, group: tuple[str, ...]) -> bool:
    """Whether some answers to a group of questions leave one recommendation."""
    tried: list[Complete] = [answers]
    for id in group:
        tried = [{**each, id: value} for each in tried for value in every_answer(asked.question(id))]
    return any(len({naive_verdict(asked, one) for one in every_set(asked, each)}) == 1 for each in tried)


@exhaustive
@given(st.one_of(partly_answered(), rivals()))
def test_no_smaller_group_could_decide(made: tuple[Questionnaire, Complete]) -> None:
    """Some answers to the questions named settle it, and no smaller group of questions has such answers."""
    asked, answers = made
    group = fewest(asked, answers)
    possible = {naive_verdict(asked, each) for each in every_set(asked, answers)}
    assert bool(group) == (len(possible) > 1)
    if group:
        known = applicable(asked, answers)
        missing = [each.id for each in asked.questions if each.id not in known]
        assert set(group) <= set(missing)
        assert can_decide(asked, answers, tuple(group))
        assert not any(can_decide(asked, answers, each) for each in combinations(missing, len(group) - 1))


def test_a_low_answer_alone_can_decide() -> None:
    """If one bad score rules a scenario out, one question is enough to decide."""
    worse = [{}, {"load": 1}]
    strict = Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=100)
    asked = questionnaire([question("one", points=worse), question("two", points=worse)], [strict, NONE])
    assert len(fewest(asked, {})) == 1


def test_of_single_questions_the_one_that_decides_most_often_is_named() -> None:
    """A question that settles it whatever is answered comes before one that settles it with one answer only."""
    gate = question("gate", points=[{}, {}, {}])
    help = Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=100)
    one = help._replace(id="one", when=((Clause("gate", frozenset(["c1"])),),), recommend_from=1)
    asked = questionnaire([question("load", points=[{"load": 1}, {"load": 1}, {}]), gate], [one, NONE])
    assert fewest(asked, {}) == ["gate"]
    assert fewest(asked, {"gate": "c1"}) == ["load"]


def test_of_equal_groups_the_one_that_most_turns_on_is_named() -> None:
    """If several pairs could decide, the two on which the most points turn are named, the one with more first."""
    worth = {"a": (4, 6), "b": (0, 3), "c": (0, 2), "d": (0, 4)}
    questions = [question(id, points=[{"load": least}, {"load": most}]) for id, (least, most) in worth.items()]
    help = Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=60)
    assert fewest(questionnaire(questions, [help, NONE]), {}) == ["d", "b"]


def test_what_a_condition_names_comes_first() -> None:
    """A question that opens a scenario is named before those that score, wherever it is listed."""
    questions = [question(id, points=[{}, {"load": most}]) for id, most in (("a", 1), ("b", 2), ("c", 1))]
    gate = question("gate", points=[{}, {}])
    one, other = (
        Scenario(id, **TEXTS, when=((Clause("gate", frozenset([id])),),), weights={"load": 1}, recommend_from=25)
        for id in ("c0", "c1")
    )
    assert fewest(questionnaire([*questions, gate], [one, other, NONE]), {}) == ["gate", "b"]


def test_a_question_that_is_not_always_asked_is_passed_over() -> None:
    """Two questions that decide on every path are named, though others that open a path come before them."""
    gate = question("gate", points=[{}, {}])
    opened = question("opened", points=[{}, {"load": 1}], when=((Clause("gate", frozenset(["c1"])),),))
    plain = [question(id, points=[{}, {"load": 1}]) for id in ("a", "b", "c")]
    help = Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=50)
    assert fewest(questionnaire([gate, opened, *plain], [help, NONE]), {}) == ["a", "b"]


def test_the_answer_that_rules_out_every_rival_is_tried() -> None:
    """Of three answers, the one that is good for no scenario decides alone: no other rules both of them out."""
    questions = [question(id, points=[{}, {"load": 2}, {"risk": 2}]) for id in ("a", "b", "c")]
    one = Scenario("one", **TEXTS, weights={"load": 1}, recommend_from=90)
    other = Scenario("other", **TEXTS, weights={"risk": 1}, recommend_from=90)
    assert fewest(questionnaire(questions, [one, other, NONE]), {}) == ["a"]


@pytest.mark.parametrize(("count", "points", "percent"), [(3, 1, 67), (12, 3, 92)])
def test_a_hair_below_the_threshold_is_below(count: int, points: int, percent: int) -> None:
    """One answer decides if the points that remain miss the threshold by less than a hundredth of them."""
    most = count * points
    assert 0 < percent * most - 100 * (most - points) <= most - points
    questions = [question(f"q{number}", points=[{}, {"load": points}]) for number in range(count)]
    help = Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=percent)
    assert fewest(questionnaire(questions, [help, NONE]), {}) == ["q0"]


LOAD = [{"load": rank} for rank in range(4)]


@pytest.mark.parametrize("percent", [1, 30, 50, 80, 100])
def test_many_questions_that_only_score(percent: int) -> None:
    """The number of them that can decide is what adding up their points says."""
    count, most = 12, 36
    enough = -(-percent * most // 100)
    to_help, to_none = -(-enough // 3), -(-(most - enough + 1) // 3)
    help = Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=percent)
    asked = questionnaire([question(f"q{number}", points=LOAD) for number in range(count)], [help, NONE])
    assert len(fewest(asked, {})) == min(to_help, to_none)


def test_many_questions_between_two_rivals() -> None:
    """Rivals on the same path leave the group as small as it can be: five of ten decide, as trying everything found."""
    both = [{"load": rank, "risk": rank} for rank in range(4)]
    questions = [question(f"q{number}", points=both if number % 2 else LOAD) for number in range(10)]
    one = Scenario("one", **TEXTS, weights={"load": 2, "risk": 1}, recommend_from=50)
    other = Scenario("other", **TEXTS, weights={"load": 1, "risk": 2}, recommend_from=50)
    asked = questionnaire(questions, [one, other, NONE])
    group = fewest(asked, {})
    assert len(group) == 5
    assert any(settles(Space(asked), dict.fromkeys(group, choice)) for choice in ("c0", "c3"))
