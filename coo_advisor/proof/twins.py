"""Two walks side by side that give the same answers, except where told otherwise: how everything is compared."""

from collections.abc import Iterator, Sequence
from math import prod
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Value
from coo_advisor.verdict.space import Option, Space, State
from coo_advisor.verdict.tally import UNCOUNTED, Layers, Step


class Pair(NamedTuple):
    """Where two walks stand; the place of the second is the place of the first plus `offset`."""

    first: State
    second: State
    offset: int = 0


class Joint(NamedTuple):
    """What both walks answer to one question, `sets` times alike; an option is None where only the other has it."""

    first: Option | None
    second: Option | None
    sets: int


Label = tuple[str, Value | None, Value | None] | None
"""A question, and what the first and the second walk answer; None for a walk that isn't asked."""


class SideBySide:
    """Two spaces walked in one order. `joints` are the answers to every question of `order`.

    Where one walk isn't asked, the other answers freely. `must_ask` drops the walks that don't ask a question.
    """

    def __init__(
        self,
        first: Space,
        second: Space,
        order: Sequence[str],
        joints: Sequence[Sequence[Joint]],
        must_ask: str | None = None,
        *,
        counted: bool = True,
    ) -> None:
        self.first, self.second = first, second
        self._order, self._joints, self._must_ask = order, joints, must_ask
        sets = prod(max(1, sum(joint.sets for joint in each)) for each in joints)
        digit = sets.bit_length() // 8 + 1 if counted else UNCOUNTED
        self.layers: Layers[Pair, Label] = Layers(Pair(first.start, second.start), len(order), self._steps, digit)

    def witness(self, pair: Pair, place: int) -> tuple[Answers, Answers]:
        """The complete answers of two walks that end together at a place of a final pair."""
        labels = [label for label in self.layers.trace(pair, place) if label]
        sides = ({label[0]: label[side] for label in labels} for side in (1, 2))
        first, second = ({id: value for id, value in side.items() if value not in (None, "")} for side in sides)
        return first, second

    def _steps(self, position: int, pair: Pair) -> Iterator[Step[Pair, Label]]:
        id = self._order[position]
        first, second = self.first.positions.get(id), self.second.positions.get(id)
        asked = (
            first is not None and self.first.asks(first, pair.first),
            second is not None and self.second.asks(second, pair.second),
        )
        if not any(asked):
            if id != self._must_ask:
                yield Step(self._after(pair, id, None, None), 0, 1, None)
            return
        for joint in self._joints[position]:
            one, other = joint.first if asked[0] else None, joint.second if asked[1] else None
            label = (id, one.value if one else None, other.value if other else None)
            yield Step(self._after(pair, id, one, other), one.shift if one else 0, joint.sets, label)

    def _after(self, pair: Pair, id: str, one: Option | None, other: Option | None) -> Pair:
        first, second = self.first.positions.get(id), self.second.positions.get(id)
        return Pair(
            pair.first if first is None else self.first.after(first, pair.first, one),
            pair.second if second is None else self.second.after(second, pair.second, other),
            pair.offset + (other.shift if other else 0) - (one.shift if one else 0),
        )
