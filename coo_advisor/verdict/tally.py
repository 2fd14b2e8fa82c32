"""Many answer sets counted at once, by place: the arithmetic under every proof.

A tally is one whole number read in digits of fixed width: the digit at place p counts the answer sets whose points
pack to p. Giving an answer that is worth s moves every set s places up, which is one shift; joining the sets that
reach the same state is one addition. Python's integers are exact, so nothing is sampled and nothing overflows, and the
work grows with the sum of the points instead of the number of sets.

Where it is enough to know which places any set reaches, a digit is one bit, and joining is `|`.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)
Label = TypeVar("Label")


_ANY = re.compile(rb"[^\x00]")
"""The next byte that counts anything: most places of most tallies are empty."""

UNCOUNTED = 0
"""The digit of tallies that tell which places are reached, and not by how many sets."""


class Step(NamedTuple, Generic[Key, Label]):
    """One way on from a state: to `key`, `shift` places up, taken by `sets` answers, the first of which is `label`."""

    key: Key
    shift: int
    sets: int
    label: Label


def advanced(
    tallies: Mapping[Key, int], ways: Callable[[Key], Iterable[Step[Key, Label]]], digit: int = UNCOUNTED
) -> dict[Key, int]:
    """The tallies of every state that one step leads to; a `digit` is so many bytes wide."""
    width = 8 * digit or 1
    following: dict[Key, int] = {}
    for key, tally in tallies.items():
        for step in ways(key):
            moved = tally << width * step.shift
            before = following.get(step.key, 0)
            following[step.key] = before + moved * step.sets if digit else before | moved
    return following


def reached(tally: int) -> Iterator[int]:
    """Each place that an uncounted tally reaches."""
    bits = f"{tally:b}"[::-1]
    place = bits.find("1")
    while place >= 0:
        yield place
        place = bits.find("1", place + 1)


class Layers(Generic[Key, Label]):
    """All walks of `length` steps from a start, kept layer by layer, so that one that led somewhere can be told.

    `digit` is the width of a digit in bytes: wide enough for the number of all walks, or UNCOUNTED.
    """

    def __init__(
        self, start: Key, length: int, steps: Callable[[int, Key], Iterable[Step[Key, Label]]], digit: int
    ) -> None:
        self.digit = digit
        self.width = 8 * digit or 1
        self._steps = steps
        self._layers: list[dict[Key, int]] = [{start: 1}]
        for position in range(length):
            self._layers.append(advanced(self._layers[-1], partial(steps, position), digit))

    @property
    def final(self) -> dict[Key, int]:
        """The tally of every state at the end."""
        return self._layers[-1]

    def before(self, position: int) -> dict[Key, int]:
        """The tally of every state in which a step is about to be taken."""
        return self._layers[position]

    def places(self, tally: int) -> Iterator[tuple[int, int]]:
        """Each place of a counted tally that counts any set, with the count."""
        digits = tally.to_bytes((tally.bit_length() + 7) // 8, "little")
        found = _ANY.search(digits)
        while found:
            place = found.start() // self.digit
            end = (place + 1) * self.digit
            yield place, int.from_bytes(digits[place * self.digit : end], "little")
            found = _ANY.search(digits, end)

    def trace(self, key: Key, place: int) -> list[Label]:
        """The labels of one walk that ends in this state at this place; the first in the order of the steps."""
        labels: list[Label] = []
        for position in range(len(self._layers) - 2, -1, -1):
            key, place, label = self._before(position, key, place)
            labels.append(label)
        return labels[::-1]

    def _before(self, position: int, key: Key, place: int) -> tuple[Key, int, Label]:
        for earlier, tally in self._layers[position].items():
            for step in self._steps(position, earlier):
                origin = place - step.shift
                if step.key == key and origin >= 0 and self.count(tally, origin):
                    return earlier, origin, step.label
        raise LookupError(f"no walk ends in {key!r} at place {place}")

    def count(self, tally: int, place: int) -> int:
        """The number of sets at one place."""
        return tally >> self.width * place & (1 << self.width) - 1
