"""Sets counted by place, against counting them one by one."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coo_advisor.verdict.tally import UNCOUNTED, Layers, Step, reached

exhaustive = settings(max_examples=50, deadline=None, derandomize=True)

WIDE_ENOUGH = 3
"""Bytes for the 5⁵ walks that the strategy below can make, three times over."""

MANY = 3
"""The points from which an answer moves a walk to the other state."""

worths = st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=5), min_size=1, max_size=5)


def layers(questions: list[list[int]], digit: int) -> Layers[int, int]:
    """Walks that add up points; the state is whether many of them are odd, so that sets must meet again."""

    def steps(position: int, state: int) -> Iterator[Step[int, int]]:
        for worth in questions[position]:
            yield Step((state + (worth >= MANY)) % 2, worth, 1, worth)

    return Layers(0, len(questions), steps, digit)


def test_the_example_of_the_documentation() -> None:
    """Two questions, worth 0, 1 or 3 and 0 or 2: six sets, two of them worth 3, none worth 4."""
    worths = ((0, 1, 3), (0, 2))
    walks: Layers[str, int] = Layers(
        "", 2, lambda position, key: [Step(key, one, 1, one) for one in worths[position]], 1
    )
    assert f"{walks.final['']:012x}" == "010002010101"


@exhaustive
@given(worths)
def test_every_set_is_counted_at_its_place(questions: list[list[int]]) -> None:
    """The places of each final state, and their counts, are those that adding up every set finds."""
    walks = layers(questions, WIDE_ENOUGH)
    found = {(state, place): sets for state, tally in walks.final.items() for place, sets in walks.places(tally)}
    assert found == Counter((sum(worth >= MANY for worth in each) % 2, sum(each)) for each in product(*questions))


@exhaustive
@given(worths)
def test_uncounted_walks_reach_the_same_places(questions: list[list[int]]) -> None:
    """One bit a place tells just which places are reached."""
    counted, uncounted = layers(questions, WIDE_ENOUGH), layers(questions, UNCOUNTED)
    assert counted.final.keys() == uncounted.final.keys()
    for state, tally in counted.final.items():
        assert list(reached(uncounted.final[state])) == [place for place, _ in counted.places(tally)]


@exhaustive
@given(worths, st.sampled_from([UNCOUNTED, WIDE_ENOUGH]))
def test_a_trace_is_a_walk_to_its_place(questions: list[list[int]], digit: int) -> None:
    """The labels of a trace are answers on offer that add up to the place."""
    walks = layers(questions, digit)
    for state, tally in walks.final.items():
        for place in reached(tally) if digit == UNCOUNTED else dict(walks.places(tally)):
            labels = walks.trace(state, place)
            assert sum(labels) == place
            assert sum(label >= MANY for label in labels) % 2 == state
            assert all(label in offered for label, offered in zip(labels, questions, strict=True))


def test_equal_answers_count_as_often_as_they_are() -> None:
    """A step taken by several answers multiplies the sets that take it."""
    walks: Layers[str, str] = Layers("", 2, lambda *_: [Step("", 1, 32, "any")], WIDE_ENOUGH)
    assert dict(walks.places(walks.final[""])) == {2: 32 * 32}


def test_no_walk_to_a_place_is_a_mistake() -> None:
    """A place that no set reaches has no trace."""
    with pytest.raises(LookupError, match="place 7"):
        layers([[1, 2]], UNCOUNTED).trace(1, 7)
