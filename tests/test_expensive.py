"""Questionnaires that ask for too much: what can be known is reported, what can't is named, and nothing runs away."""

import pytest
from questionnaires import NONE, TEXTS, Complete, question, questionnaire

from coo_advisor.proof.difference import compare
from coo_advisor.proof.properties import prove
from coo_advisor.proof.texts import never_shown
from coo_advisor.questionnaire.flow import asked
from coo_advisor.questionnaire.model import Clause, Conditional, Questionnaire, Scenario, always
from coo_advisor.questionnaire.paths import Beyond
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.outcomes import settles
from coo_advisor.verdict.space import Space


def with_many_sums() -> Questionnaire:
    """Twenty-four questions whose sums hardly ever repeat, and three scenarios that compete."""
    questions = [
        question(
            f"q{number}",
            points=[{}, *(sums(number, rank) for rank in (1, 2, 3))],
        )
        for number in range(24)
    ]
    weights = ({"load": 1, "risk": 2}, {"load": 2, "risk": 1}, {"load": 1, "risk": 1})
    scenarios = [Scenario(f"s{i}", **TEXTS, weights=each, recommend_from=50) for i, each in enumerate(weights)]
    return questionnaire(questions, [*scenarios, NONE])


def sums(number: int, rank: int) -> dict[str, int]:
    """Points of which two seldom repeat."""
    return {"load": (137 * number + 613 * rank) % 1000 + 1, "risk": (419 * number + 277 * rank) % 1000 + 1}


def with_many_ways() -> Questionnaire:
    """Thirteen answers that later questions ask for, one after the other, once all are given."""
    openers = [question(f"q{number}", points=[{}, {"load": 1}]) for number in range(13)]
    opened = [
        question(f"o{number}", points=[{}, {"load": 1}], when=((Clause(f"q{number}", frozenset(["c1"])),),))
        for number in range(13)
    ]
    help = Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=50)
    return questionnaire([*openers, *opened], [help, NONE])


def test_check_and_diff_name_what_makes_too_many_sums() -> None:
    """The scenarios and the questions are named, and what to change."""
    many = with_many_sums()
    for attempt in (lambda: prove(many), lambda: compare(many, many._replace(scenarios=(*many.scenarios[1:3], NONE)))):
        with pytest.raises(Beyond, match=r"too many different sums of points.* of (s0, )?s1, s2 .*Give smaller points"):
            attempt()


def test_check_names_what_makes_too_many_ways() -> None:
    """The answers that conditions still need are named, and for which conditions."""
    with pytest.raises(
        Beyond, match=r"Too many ways lead past “q11”: the answers to q0, .*q11 still count .*of o0, .*o11"
    ):
        prove(with_many_ways())


def test_check_claims_no_text_that_it_found_no_answers_for() -> None:
    """A text that no answers may show is not taken for one that can be shown because the search was given up."""
    many = with_many_sums()
    first, second, *rest = many.scenarios
    told = (Conditional(((Clause("q0", frozenset(["c1"])),),), {"en": "word"}), *always({"en": "else"}))
    later = second._replace(weights=first.weights, recommend_from=60, verdict=told)
    with pytest.raises(Beyond, match="too many different sums of points"):
        list(never_shown(Space(many._replace(scenarios=(first, later, *rest)))))


def test_choices_whose_sums_all_differ_are_bounded() -> None:
    """A question of which each set of twelve choices earns another sum is too much for `check`, and is scored."""
    choices = [{"load": 2**rank % 997, "risk": 3**rank % 991} for rank in range(12)]
    scenarios = [
        Scenario(id, **TEXTS, weights={"load": load, "risk": 1}, recommend_from=50) for id, load in (("a", 1), ("b", 2))
    ]
    made = questionnaire(
        [question(id, "several", points=choices) for id in ("one", "two", "three")], [*scenarios, NONE]
    )
    with pytest.raises(Beyond, match="too many different sums of points"):
        prove(made)
    found = assess(Space(made), {})
    assert (found.outcomes.settled, found.left_out) == (False, ("depends_on",))
    assert assess(Space(made), {"one": ("c1",), "two": (), "three": ()}).recommendation == NONE


def test_what_is_cheap_is_reported_all_the_same() -> None:
    """Without a walk, what is possible may be too much, and what was left out is named."""
    found = assess(Space(with_many_ways()), {})
    assert found.outcomes.settled is None
    assert list(found.outcomes.possible) == ["help", "none"]
    assert found.left_out == ("depends_on", "would_change")
    assert not settles(Space(with_many_ways()), {})
    assert len(asked(with_many_ways(), {})) == 13


@pytest.mark.parametrize("many", [with_many_ways(), with_many_sums()])
def test_complete_answers_are_always_scored(many: Questionnaire) -> None:
    """However expensive the questionnaire, a complete set gets its recommendation and its score."""
    answers: Complete = {each.id: "c1" for each in many.questions}
    found = assess(Space(many), answers)
    assert found.outcomes.settled
    assert found.outcomes.scores
    assert found.recommendation


def test_an_undecided_search_that_takes_too_long_is_left_out() -> None:
    """The scenarios still possible are named; what they depend on is named as left out."""
    found = assess(Space(with_many_sums()), {})
    assert found.outcomes.settled is False
    assert found.left_out == ("depends_on",)
