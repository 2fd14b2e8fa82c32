"""Two walks that give the same answers, unless asked to differ: how everything is compared."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import inf
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Value
from coo_advisor.questionnaire.paths import PASSED, Beyond, Node
from coo_advisor.verdict.space import AnswerClass
from coo_advisor.verdict.walk import Budget, Cell, Walk, WayOn, depth_first

MOST_WORK = 600_000
"""The budget of all comparisons together: some seconds."""

MOST_QUESTIONS = 300
"""The longest questionnaire that is compared: what is ahead is looked up as deep as there are questions."""


class Pair(NamedTuple):
    """Where two walks stand before the question at a position of their common order."""

    position: int
    first: Cell
    second: Cell


class Joint(NamedTuple):
    """What both walks answer to one question, `sets` times alike; None if only the other has it."""

    first: AnswerClass | None
    second: AnswerClass | None
    sets: int


TwinLabel = tuple[str, Value | None, Value | None] | None
"""A question, and what the first and the second walk answer; None if neither is asked."""


class TwinStep(NamedTuple):
    """One way on for both walks, taken by `sets` answers; a way is None if its questionnaire lacks the question."""

    label: TwinLabel
    first: WayOn | None
    second: WayOn | None
    sets: int

    def pair(self, pair: Pair) -> Pair:
        """Where it leads from a pair."""
        first, second = pair.first, pair.second
        return Pair(
            pair.position + 1,
            self.first.cell(first[1]) if self.first else first,
            self.second.cell(second[1]) if self.second else second,
        )

    def places(self, first: int, second: int) -> tuple[int, int]:
        """The places that it leads to from some places."""
        return (
            first + self.first.worth & self.first.mask if self.first else first,
            second + self.second.worth & self.second.mask if self.second else second,
        )

    def nodes(self, first: Node, second: Node) -> tuple[Node, Node]:
        """The nodes that it leads to from some nodes."""
        return self.first.node if self.first else first, self.second.node if self.second else second


Shift = tuple[int, int]
"""The bits of what two walks recommend."""


class TwinWalk:
    """Two walks in one order. `joints` are the answers to every question of `order`.

    If one walk isn't asked, the other answers freely. `must_ask` drops the walks that don't both ask a question. What
    is looked at counts on `budget`, which several comparisons may share.
    """

    def __init__(
        self,
        first: Walk,
        second: Walk,
        order: Sequence[str],
        joints: Sequence[Sequence[Joint]],
        budget: Budget,
        must_ask: str = "",
    ) -> None:
        if len(order) > MOST_QUESTIONS:
            raise Beyond(f"{len(order)} questions are too many to compare all answers. Keep to {MOST_QUESTIONS}.")
        self.first, self.second = first, second
        self._alike = first is second
        self.start = Pair(0, first.start, second.start)
        self._order, self._joints, self._budget, self._must_ask = order, joints, budget, must_ask
        self._asked_by = order.index(must_ask) if must_ask else -1
        self.steps = cache(self._steps)
        self._completions = cache(self._count_completions)
        self._gain = cache(self._least_gain)

    def at_end(self, pair: Pair) -> bool:
        """Whether every question is behind both walks."""
        return pair.position == len(self._order)

    def verdicts(self, pair: Pair) -> Shift:
        """The bits of what both walks recommend at their end."""
        return self.first.verdict(*pair.first), self.second.verdict(*pair.second)

    def find(self, wanted: set[Shift], *, enough: int | None = None) -> dict[Shift, tuple[Answers, Answers]]:
        """For each wanted pair of recommendations that some answers lead to, the complete answers of both walks.

        Stops once `enough` were found (default: all). Raises Beyond.
        """
        missing = set(wanted)
        found: dict[Shift, tuple[Answers, Answers]] = {}

        def hopeful(pair: Pair) -> bool:
            return self._hopeful(pair, missing)

        for pair, labels in depth_first(self.start, self._onward, hopeful, self._budget):
            if self.at_end(pair) and (shift := self.verdicts(pair)) in missing:
                missing.remove(shift)
                found[shift] = _both(labels)
                if not missing or len(found) == enough:
                    break
        return found

    def counted(self) -> dict[Shift, int]:
        """How many sets of answers get each pair of recommendations. Raises Beyond."""
        counts: dict[Shift, int] = {}
        pairs = {(self.start.first[0], self.start.second[0]): {(0, 0): 1}}
        for position in range(len(self._order) + 1):
            following: dict[tuple[Node, Node], dict[tuple[int, int], int]] = {}
            for nodes, places in pairs.items():
                undecided = self._count_certain(position, nodes, places, counts)
                for step in self.steps(position, *nodes) if undecided else ():
                    reached = following.setdefault(step.nodes(*nodes), {})
                    before = len(reached)
                    for (one, other), sets in undecided.items():
                        key = step.places(one, other)
                        reached[key] = reached.get(key, 0) + sets * step.sets
                    self._budget.spend(len(reached) - before)
                    self._budget.step(len(undecided))
            pairs = following
        return counts

    def _count_certain(
        self,
        position: int,
        nodes: tuple[Node, Node],
        places: Mapping[tuple[int, int], int],
        counts: dict[Shift, int],
    ) -> dict[tuple[int, int], int]:
        """Counts the sets whose recommendations are certain, with all that can still be answered; gives the others."""
        first, second = nodes
        completions = self._completions(position, first, second)
        at_end = position == len(self._order)
        undecided = {}
        for (one, other), sets in places.items():
            pair = Pair(position, (first, one), (second, other))
            shift = self.verdicts(pair) if at_end else self._hopes(pair)
            if shift[0] & shift[0] - 1 or shift[1] & shift[1] - 1:
                undecided[one, other] = sets
            else:
                counts[shift] = counts.get(shift, 0) + sets * completions
        return undecided

    def _onward(self, pair: Pair) -> Iterator[tuple[TwinLabel, Pair]]:
        if not self.at_end(pair):
            for step in self.steps(pair.position, pair.first[0], pair.second[0]):
                yield step.label, step.pair(pair)

    def _hopes(self, pair: Pair) -> Shift:
        return self.first.hopes(*pair.first), self.second.hopes(*pair.second)

    def _hopeful(self, pair: Pair, wanted: set[Shift]) -> bool:
        """Whether some wanted recommendations may still come of a pair."""
        if self._alike and pair.first == pair.second and self._asked_by < pair.position:
            return False
        before, after = self._hopes(pair)
        return any(
            one & before and other & after and (other != self.second.fallback or self._may_lose(one, pair))
            for one, other in wanted
        )

    def _may_lose(self, bit: int, pair: Pair) -> bool:
        """Whether all candidates may end below their thresholds in the second walk, if one is at its own in the first.

        They can't if some candidate, most likely the same one, gains enough over it on every way.
        """
        if not self._alike:
            return True
        (first, before), (second, after) = pair.first, pair.second
        here = self.first.margin(bit.bit_length() - 1, before)
        return all(
            self.first.margin(index, after)
            - here
            + self._gain(pair.position, first, second, bit.bit_length() - 1, index)
            < 0
            for index in second.open
            if index < len(self.first.space.candidates)
        )

    def _least_gain(self, position: int, first: Node, second: Node, one: int, other: int) -> float:
        """The least that a candidate's margin in the second walk gains over one's in the first, with all that is ahead.

        Plus infinity if the one never applies at the first walk's end, minus infinity if the other may not at the
        second's.
        """
        if position == len(self._order):
            return inf if one not in first.open else 0 if other in second.open else -inf
        return min(
            (
                self._margin(self.second, second, step.second, other)
                - self._margin(self.first, first, step.first, one)
                + self._gain(position + 1, *step.nodes(first, second), one, other)
                for step in self.steps(position, first, second)
            ),
            default=inf,
        )

    def _margin(self, walk: Walk, node: Node, way: WayOn | None, index: int) -> int:
        if way is None or not node.asks:
            return 0
        return walk.space.margin_of(index, node.position, walk.space.fields[index].score(way.worth).points)

    def _count_completions(self, position: int, first: Node, second: Node) -> int:
        if position == len(self._order):
            return 1
        return sum(
            step.sets * self._completions(position + 1, *step.nodes(first, second))
            for step in self.steps(position, first, second)
        )

    def _steps(self, position: int, first: Node, second: Node) -> tuple[TwinStep, ...]:
        id = self._order[position]
        asks = [_asks(self.first, first, id), _asks(self.second, second, id)]
        if id == self._must_ask and not all(asks):
            return ()
        if not any(asks):
            return (TwinStep(None, _way(self.first, first, id, None), _way(self.second, second, id, None), 1),)
        steps = []
        self._budget.spend(len(self._joints[position]))
        for joint in self._joints[position]:
            one, other = joint.first if asks[0] else None, joint.second if asks[1] else None
            label = (id, one.value if one else None, other.value if other else None)
            steps.append(
                TwinStep(label, _way(self.first, first, id, one), _way(self.second, second, id, other), joint.sets)
            )
        return tuple(steps)


def _asks(walk: Walk, node: Node, id: str) -> bool:
    return id in walk.space.positions and node.asks


def _way(walk: Walk, node: Node, id: str, answer: AnswerClass | None) -> WayOn | None:
    """The way on for one walk; None if its questionnaire lacks the question."""
    if id not in walk.space.positions:
        return None
    if answer:
        return walk.way(node, answer)
    after = walk.space.paths.after(node, PASSED)
    return WayOn(after, 0, walk.space.mask(after), None, 1)


def _both(labels: Sequence[TwinLabel]) -> tuple[Answers, Answers]:
    """The complete answers of two walks, but for texts."""
    given = [label for label in labels if label]
    first, second = ({label[0]: label[side] for label in given if label[side] not in (None, "")} for side in (1, 2))
    return first, second
