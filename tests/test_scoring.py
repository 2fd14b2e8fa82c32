"""Points and verdicts: exact, and decided in one place."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questionnaires import PLANT, WORD

from coo_advisor.questionnaire.model import Choice, Question, Range, Scenario
from coo_advisor.report.phrasing import rounded
from coo_advisor.verdict.scoring import Score, leaders, most_points, points, weighted


def question(kind: str, *worth: dict[str, int]) -> Question:
    """A question with a choice, named a, b, c …, for each worth; a number has bands of ten."""
    choices = tuple(
        Choice("abcdef"[rank], WORD, each, None, Range(10 * rank, 10 * rank + 9) if kind == "number" else None)
        for rank, each in enumerate(worth)
    )
    return Question("q", WORD, WORD, kind, choices=choices)  # type: ignore[arg-type]  # a kind by name


def test_a_choice_earns_its_own_points() -> None:
    """One choice earns what it carries, and the most is the best of all choices, signal by signal."""
    one = question("choice", {}, {"load": 1, "risk": 3}, {"load": 2})
    assert [points(one, id) for id in "abc"] == [{}, {"load": 1, "risk": 3}, {"load": 2}]
    assert most_points(one) == {"load": 2, "risk": 3}


def test_several_choices_add_up() -> None:
    """Several choices earn their sum, none earns nothing, and the most is the sum of all."""
    several = question("several", {"load": 1}, {"load": 2, "risk": 1}, {})
    assert points(several, ("a", "b")) == {"load": 3, "risk": 1}
    assert points(several, ()) == {}
    assert most_points(several) == {"load": 3, "risk": 1}


@pytest.mark.parametrize(("number", "load"), [(0, 0), (9, 0), (10, 1), (19, 1), (20, 4), (29, 4), (30, 0)])
def test_a_number_earns_the_points_of_its_band(number: int, load: int) -> None:
    """Both ends of a band belong to it; outside all bands a number earns nothing."""
    bands = question("number", {}, {"load": 1}, {"load": 4})
    assert points(bands, number).get("load", 0) == load
    assert most_points(bands) == {"load": 4}


def test_an_id_within_another_is_another_choice() -> None:
    """A choice is known by its whole id: giving one doesn't give those whose ids are part of it."""
    some = Question("q", WORD, WORD, "choice", choices=(Choice("one", WORD, {}), Choice("no_one", WORD, {"load": 1})))
    assert some.chosen("no_one") == some.choices[1:]
    assert some.chosen("one") == some.choices[:1]


def test_everything_is_found_by_its_id() -> None:
    """Each question, scenario and signal is the one that its id names."""
    found = PLANT
    assert [found.question(each.id) for each in found.questions] == list(found.questions)
    assert [found.scenario(each.id) for each in found.scenarios] == list(found.scenarios)
    assert [found.signal(each.id) for each in found.signals] == list(found.signals)


def test_weights_multiply_points() -> None:
    """A signal without a weight counts for nothing."""
    assert weighted({"load": 2, "risk": 3}, {"load": 4, "risk": 1, "means": 9}) == 11
    assert weighted({}, {"load": 4}) == 0


def test_a_score_is_exact() -> None:
    """A third stays a third; nothing attainable is 0."""
    assert Score(1, 3).percent == Fraction(100, 3)
    assert 3 * Score(1, 3).percent == 100
    assert Score(0, 0).percent == 0


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        (Fraction(0), 0),
        (Fraction(1, 2), 1),
        (Fraction(149, 100), 1),
        (Fraction(5, 2), 3),
        (Fraction(99, 2), 50),
        (Fraction(49_499, 1000), 49),
        (Fraction(49_999, 1000), 50),
        (Fraction(199, 2), 100),
    ],
)
def test_halves_are_shown_rounded_up(percent: Fraction, shown: int) -> None:
    """Half a percent rounds up, for even and odd numbers alike."""
    assert rounded(percent) == shown


def scenario(id: str, threshold: int) -> Scenario:
    """A scenario that is recommended from a threshold."""
    return Scenario(id, WORD, WORD, WORD, WORD, WORD, recommend_from=threshold)


def verdict(*scores: tuple[str, int, Score]) -> list[str]:
    """The ids of the leaders, of scenarios with a threshold and a score each."""
    scored = [(scenario(id, threshold), score) for id, threshold, score in scores]
    listed = (*(each for each, _ in scored), scenario("fallback", 0))
    return [leader.id for leader in leaders(PLANT._replace(scenarios=listed), scored)]


def test_the_highest_score_at_its_threshold_leads() -> None:
    """Scores below their threshold don't compete, however high; the exact threshold is enough."""
    assert verdict(("a", 50, Score(5, 10)), ("b", 80, Score(7, 10))) == ["a"]
    assert verdict(("a", 50, Score(5, 10)), ("b", 60, Score(7, 10))) == ["b"]
    assert verdict(("a", 51, Score(5, 10))) == ["fallback"]


def test_a_score_just_below_the_threshold_is_not_rounded_up() -> None:
    """49.999 % is shown as 50 and is not 50."""
    assert rounded(Score(49_999, 100_000).percent) == 50
    assert verdict(("a", 50, Score(49_999, 100_000))) == ["fallback"]
    assert verdict(("a", 50, Score(50_000, 100_000))) == ["a"]


def test_a_tie_goes_to_the_first_listed() -> None:
    """Equal scores out of different totals tie, and all are leaders, the first listed in front."""
    assert verdict(("a", 50, Score(2, 3)), ("b", 50, Score(4, 6))) == ["a", "b"]
    assert verdict(("b", 50, Score(4, 6)), ("a", 50, Score(2, 3)), ("c", 50, Score(3, 6))) == ["b", "a"]
    assert verdict(("a", 50, Score(666, 1000)), ("b", 50, Score(2, 3))) == ["b"]


def test_the_closest_scores_are_distinguished() -> None:
    """The smallest lead that two fractions can have decides."""
    assert verdict(("a", 50, Score(1, 2)), ("b", 50, Score(2, 3))) == ["b"]
    assert verdict(("a", 50, Score(98, 99)), ("b", 50, Score(99, 100))) == ["b"]


def test_nothing_attainable_is_never_recommended() -> None:
    """A scenario for which nothing could be scored leaves the fallback."""
    assert verdict(("a", 1, Score(0, 0))) == ["fallback"]
    assert verdict() == ["fallback"]


scores = st.integers(0, 60).flatmap(lambda most: st.builds(Score, st.integers(0, most), st.just(most)))


@given(st.lists(st.tuples(st.integers(1, 100), scores), max_size=5))
def test_the_verdict_is_that_of_exact_fractions(candidates: list[tuple[int, Score]]) -> None:
    """Whatever the scores, the verdict is the first highest fraction that reaches its threshold."""
    eligible = [(score.percent, id) for id, (threshold, score) in enumerate(candidates) if score.percent >= threshold]
    best = max((percent for percent, _ in eligible), default=None)
    expected = [f"s{id}" for percent, id in eligible if percent == best] or ["fallback"]
    assert verdict(*((f"s{id}", *candidate) for id, candidate in enumerate(candidates))) == expected
