"""Complete answers, walked: where a walk stands, its steps, what is still ahead of it, and the verdict at its end.

A walk stands in a cell: a node of the paths, and a place that packs the points so far. All answers that lead to one
cell have the same future, so each cell is looked at once, however many answers lead there. And most cells are left
early: what is still ahead can no longer change the verdict.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import inf
from typing import NamedTuple, TypeVar

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Scenario, Value
from coo_advisor.questionnaire.paths import PASSED, Beyond, Node
from coo_advisor.verdict.scoring import leaders
from coo_advisor.verdict.space import AnswerClass, Bounds, Meter, Space

Cell = tuple[Node, int]
"""A node, and the place of the points earned by then."""


class WayOn(NamedTuple):
    """One way on from a node: to `node`, adding `worth` to the place, of which `mask` is kept.

    `value` is the first of `sets` answers that go this way; None if the question is not asked.
    """

    node: Node
    worth: int
    mask: int
    value: Value | None
    sets: int

    def cell(self, place: int) -> Cell:
        """Where this way leads from a place."""
        return self.node, place + self.worth & self.mask


class Ahead(NamedTuple):
    """What can still happen to one candidate (its index): the bounds of what is added to its margin.

    Minus infinity stands for ends at which it does not apply.
    """

    candidate: int
    low: float
    high: float


class Optimum(NamedTuple):
    """Of the ways from a node to its ends, the one with the least value, and what a meter shows on it."""

    value: float
    points: int
    most: int


class Walk:
    """Every complete set of answers that agrees with some answers. Raises Beyond if too many ways are open.

    Scenarios are named by bits: that of a candidate is 1 << its index, and `fallback` is the next one.
    """

    def __init__(self, space: Space, answers: Answers) -> None:
        self.space = space
        self.layers = space.paths.layers(answers)
        self.start: Cell = (space.paths.start, 0)
        self.fallback = 1 << len(space.candidates)
        self._given = {
            space.positions[id]: space.answer_class(id, value)
            for id, value in answers.items()
            if value is not None and id in space.positions
        }
        self._margins = tuple(
            (*field, 100 * space.scale, scenario.recommend_from * space.scale)
            for field, scenario in zip(space.fields, space.candidates, strict=True)
        )
        self._ranges_of: dict[Meter, tuple[Mapping[int, tuple[int, int]], ...]] = {}
        self._ways: dict[Node, tuple[WayOn, ...]] = {}
        self._hopes: dict[Cell, int] = {}

    def classes(self, position: int) -> Sequence[AnswerClass]:
        """The answers to a question that are walked."""
        given = self._given.get(position)
        return self.space.classes[position] if given is None else (given,)

    def ways(self, node: Node) -> tuple[WayOn, ...]:
        """The ways on from a node; none at an end."""
        if node not in self._ways:
            self._ways[node] = tuple(self._ways_from(node))
        return self._ways[node]

    def _ways_from(self, node: Node) -> Iterator[WayOn]:
        if self.at_end(node):
            return
        if node.asks:
            for each in self.classes(node.position):
                yield self.way(node, each)
        else:
            after = self.space.paths.after(node, PASSED)
            yield WayOn(after, 0, self.space.mask(after), None, 1)

    def way(self, node: Node, answer: AnswerClass) -> WayOn:
        """The way that an answer goes from a node that asks for it."""
        after = self.space.paths.after(node, answer.kind)
        worth = self.space.asked[node.position] + answer.worth
        return WayOn(after, worth, self.space.mask(after), answer.value, answer.sets)

    def steps(self, cell: Cell) -> Iterator[tuple[Value | None, Cell]]:
        """The cells that one step leads to, each with the answer given; None if the question is not asked."""
        node, place = cell
        for way in self.ways(node):
            yield way.value, way.cell(place)

    def only_way(self) -> tuple[Cell, Answers] | None:
        """The cell that the only way ends in, with its answers; None if there are several ways."""
        cell, labels = self.start, []
        while ways := self.ways(cell[0]):
            if len(ways) > 1:
                return None
            labels.append(ways[0].value)
            cell = ways[0].cell(cell[1])
        return cell, self.answers(labels)

    def at_end(self, node: Node) -> bool:
        """Whether every question is behind a node."""
        return node.position == len(self.space.questions)

    def answers(self, values: Sequence[Value | None]) -> dict[str, Value | None]:
        """The answers that the labels of a walk's steps stand for, but for texts."""
        pairs = zip(self.space.questions, values, strict=True)
        return {question.id: value for question, value in pairs if value not in (None, "")}

    def ends(self, index: int | None = None) -> tuple[Node, ...]:
        """The last nodes; of a scenario by its index, those at which it applies."""
        return tuple(node for node in self.layers[-1] if index is None or index in node.open)

    def leaders(self, end: Node, place: int) -> tuple[Scenario, ...]:
        """The verdict at an end: the scenario recommended, then those that tie with it."""
        space = self.space
        scores = [
            (space.candidates[index], space.fields[index].score(place))
            for index in end.open
            if index < len(space.candidates)
        ]
        return leaders(space.questionnaire, scores)

    def verdict(self, end: Node, place: int) -> int:
        """The bit of the scenario recommended at an end."""
        return self.bit(self.leaders(end, place)[0])

    def bit(self, scenario: Scenario) -> int:
        """The bit of a scenario."""
        return 1 << self.space.questionnaire.scenarios.index(scenario)

    def named(self, bits: int) -> tuple[str, ...]:
        """The ids of the scenarios that some bits stand for, as they are listed."""
        scenarios = self.space.questionnaire.scenarios
        return tuple(scenario.id for index, scenario in enumerate(scenarios) if bits >> index & 1)

    def hopes(self, node: Node, place: int) -> int:
        """The bits of the scenarios that may still be recommended from a cell on; one alone is certain."""
        cell = (node, place)
        if cell not in self._hopes:
            self._hopes[cell] = self.hopes_within(self._ahead[node], place)
        return self._hopes[cell]

    def hopes_within(self, aheads: Iterable[Ahead], place: int) -> int:
        """The same, if so much is ahead of the place.

        A candidate may be recommended if it can end at its threshold; the fallback, unless some candidate must.
        """
        hopes = self.fallback
        for index, low, high in aheads:
            margin = self.margin(index, place)
            if margin + high >= 0:
                hopes |= 1 << index
                if margin + low >= 0:
                    hopes &= ~self.fallback
        return hopes

    def margin(self, index: int, place: int) -> int:
        """How far a candidate's score is above its threshold, not below zero if it reaches it.

        This is the one place that knows of 0 of 0. The scale leaves room below each whole step for what marks 0 of 0
        from a score at its threshold: it lacks one, and every question with points to earn, counted ahead, makes up.
        """
        points_at, most_at, ones, per_point, per_most = self._margins[index]
        most = place >> most_at & ones
        return per_point * (place >> points_at & ones) - per_most * most - (not most and per_most > 0)

    def least(self, meter: Meter, points: int, most: int, ends: Mapping[Node, float]) -> dict[Node, Optimum]:
        """For each node, the optimum of `points` × a meter's points + `most` × its most.

        `ends` are the nodes to end at, with what is added there. Nodes that lead to none of them are left out.
        """
        found = {end: Optimum(value, 0, 0) for end, value in ends.items()}
        every = self._ranges(meter)
        for node, onward in self._back_from_ends:
            best: tuple[float, int, int] | None = None
            here = meter.most[node.position] if node.asks else 0
            for kind, following in onward:
                after = found.get(following)
                if after is None:
                    continue
                low, high = every[node.position][kind] if node.asks else (0, 0)
                earned = low if points >= 0 else high
                one = (after[0] + points * earned + most * here, after[1] + earned, after[2] + here)
                if best is None or one < best:
                    best = one
            if best is not None:
                found[node] = Optimum(*best)
        return found

    def _ranges(self, meter: Meter) -> tuple[Mapping[int, tuple[int, int]], ...]:
        """For each question, the kinds of answers that are walked, with the least and the most that they are worth."""
        if meter not in self._ranges_of:
            every = list(meter.ranges)
            for position, given in self._given.items():
                every[position] = meter.range_of(position, given.value)
            self._ranges_of[meter] = tuple(every)
        return self._ranges_of[meter]

    @cached_property
    def _back_from_ends(self) -> list[tuple[Node, tuple[tuple[int, Node], ...]]]:
        """Every node but the ends, the last question first: the kinds of answers there, each with where it leads."""
        paths = self.space.paths
        return [
            (
                node,
                tuple((kind, paths.after(node, kind)) for kind, _ in self.margin_ranges[node.position])
                if node.asks
                else ((PASSED, paths.after(node, PASSED)),),
            )
            for nodes in self.layers[-2::-1]
            for node in nodes
        ]

    @cached_property
    def margin_ranges(self) -> tuple[tuple[tuple[int, tuple[Bounds, ...]], ...], ...]:
        """For each question, the kinds of answers that are walked, with what those of a kind add to each margin."""
        every = list(self.space.margin_ranges)
        for position, given in self._given.items():
            every[position] = self.space.margin_range(position, (given,))
        return tuple(every)

    @cached_property
    def _ahead(self) -> dict[Node, tuple[Ahead, ...]]:
        """What is ahead of each node, for the candidates that can still be at their threshold at its ends."""
        every = range(len(self.space.candidates))
        found: dict[Node, tuple[Bounds, ...]] = {
            end: tuple((0.0, 0.0) if index in end.open else (-inf, -inf) for index in every) for end in self.ends()
        }
        for node, onward in self._back_from_ends:
            if not node.asks:
                found[node] = found[onward[0][1]]
                continue
            margins = self.margin_ranges[node.position]
            ways = [(found[following], each) for (_, following), (_, each) in zip(onward, margins, strict=True)]
            found[node] = tuple(
                (
                    min([after[index][0] + each[index][0] for after, each in ways]),
                    max([after[index][1] + each[index][1] for after, each in ways]),
                )
                for index in every
            )
        return {
            node: tuple(Ahead(index, *each) for index, each in enumerate(bounds) if each[1] > -inf)
            for node, bounds in found.items()
        }


STEPS = 20
"""How many steps to a cell that was met before cost as much as a new one."""


class Budget:
    """How many cells may be looked at: fewer the more scenarios there are, as each is looked at for all of them.

    `work` is that number times the number of scenarios. Steps between cells count, too, each a little.
    """

    def __init__(self, space: Space, work: int) -> None:
        self._space = space
        self._left = STEPS * (work // len(space.questionnaire.scenarios))

    def spend(self, cells: int) -> None:
        """Counts some cells. Raises Beyond once there are too many, with what makes it so."""
        self.step(STEPS * cells)

    def step(self, steps: int) -> None:
        """Counts some steps, in the same way."""
        self._left -= steps
        if self._left < 0:
            raise crowded(self._space)


def crowded(space: Space) -> Beyond:
    """What to say if the points alone lead to too many cells: the scenarios and questions that make it so."""
    scenarios = ", ".join(scenario.id for scenario in space.candidates)
    ranked = sorted(space.questions, key=lambda question: -len(space.classes[space.positions[question.id]]))
    questions = ", ".join(question.id for question in ranked[:5])
    return Beyond(
        f"There are too many different sums of points to look at them all: the scores of {scenarios} are added up side by "
        f"side, and of the questions, {questions} have the most answers that differ in points. Give smaller points that "
        "repeat (0 to 3, not 0 to 1000), let fewer scenarios need a score, or weigh fewer signals."
    )


State = TypeVar("State", bound=Hashable)
Label = TypeVar("Label")


def depth_first(
    start: State,
    onward: Callable[[State], Iterable[tuple[Label, State]]],
    hopeful: Callable[[State], bool],
    budget: Budget,
) -> Iterator[tuple[State, list[Label]]]:
    """Each state that is hopeful, once, with the labels of steps that lead there, deepest first.

    What lies behind a state that isn't hopeful is left out, and it must not become hopeful later. Raises Beyond if the
    budget is used up.
    """
    seen = {start}
    labels: list[Label] = []
    if not hopeful(start):
        return
    yield start, labels
    stack = [iter(onward(start))]
    while stack:
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
            if labels:
                labels.pop()
            continue
        label, state = step
        budget.step(1)
        if state in seen:
            continue
        budget.spend(1)
        seen.add(state)
        if not hopeful(state):
            continue
        labels.append(label)
        yield state, labels
        stack.append(iter(onward(state)))
