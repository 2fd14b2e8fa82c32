"""What would change a recommendation: the fewest answers that lead somewhere else."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations
from math import inf
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Question, Value, clauses
from coo_advisor.questionnaire.paths import PASSED, Node
from coo_advisor.verdict.outcomes import Outcomes, settles, verdicts
from coo_advisor.verdict.space import AnswerClass, Bounds, Space
from coo_advisor.verdict.walk import Ahead, Budget, Walk, WayOn, crowded

MOST_WORK = 180_000
"""The budget of the search: half a second."""


class Change(NamedTuple):
    """One answer that would have to be another one; `before` is None if none was given."""

    question: str
    before: Value | None
    after: Value


class Detour(NamedTuple):
    """The fewest changes that lead to another recommendation, levers before facts."""

    to: str
    changes: tuple[Change, ...]


class Effort(NamedTuple):
    """What a set of changes asks of a reader, compared in this order.

    How many answers are `changed`; how many of them are `unsaid`, to a choice without a `suppose`; how many are `facts`
    that nobody can choose; in how many of those that decide which scenarios apply it is not the `last` choice that has
    a `suppose`; and how far they moved along their scales.
    """

    changed: int = 0
    unsaid: int = 0
    facts: int = 0
    not_last: int = 0
    distance: int = 0

    def plus(self, other: "Effort") -> "Effort":
        return Effort(*map(sum, zip(self, other, strict=True)))


class PricedMove(NamedTuple):
    """One answer that a question may be given instead, with what that asks; what was not given costs nothing to give."""

    answer: AnswerClass
    effort: Effort


Worths = tuple[int, bool, tuple[Bounds, ...]]
"""A kind of answer, whether it changes one, and for each candidate the least and the most that it adds to its margin."""

Trail = tuple["Trail | None", Value | None]
"""The answers of a walk, the last one first."""

ChangedCell = tuple[Node, int, int]
"""The cell in which a walk stands, and how many answers it has changed."""


def would_change(space: Space, answers: Answers, now: Outcomes) -> tuple[Detour, ...]:
    """For each other recommendation that can be reached, the fewest given answers to change; no fewer lead there.

    `now` are the outcomes of the answers. Among equally few, the least effort. If a change opens questions, or others
    were left open, the answers that are needed as well are listed with `before` None. Empty unless `now` is settled.
    Raises Beyond if the search takes too long.
    """
    if not now.settled:
        return ()
    (here,) = now.possible
    search = _ChangeSearch(space, answers)
    wanted = search.reachable & ~search.walk.bit(space.questionnaire.scenario(here))
    found: list[tuple[Effort, Detour]] = []
    given = sum(value is not None for value in answers.values())
    for budget in range(1, given + 1):
        for bit, (effort, there) in search.within(budget, wanted).items():
            wanted &= ~bit
            (to,) = search.walk.named(bit)
            found.append((effort, Detour(to, _differences(space, answers, there))))
        if not wanted:
            break
    return tuple(detour for _, detour in sorted(found, key=lambda pair: pair[0]))


class _ChangeSearch:
    """Walks through all complete answers, each of which knows how many of the given answers it has changed."""

    def __init__(self, space: Space, answers: Answers) -> None:
        self.walk = Walk(space, {})
        reached = verdicts(self.walk)
        if None in reached.values():
            raise crowded(space)
        self.reachable = sum(self.walk.bit(space.questionnaire.scenario(id)) for id in reached)
        self._space = space
        self._moves = [tuple(_moves(space, question, answers.get(question.id))) for question in space.questions]
        self._margins = [self._margins_of(position) for position in range(len(space.questions))]
        self._nothing = ((0.0, 0.0),) * len(space.candidates)
        self._onward: dict[Node, tuple[tuple[WayOn, Effort], ...]] = {}
        self._within: list[Mapping[Node, tuple[Ahead, ...]]] = [self._ahead(None)]
        self._budget = Budget(space, MOST_WORK)

    def within(self, budget: int, wanted: int) -> dict[int, tuple[Effort, Answers]]:
        """The least effort for each of some scenarios, of the walks that change at most `budget` answers.

        Walks are left as soon as no wanted scenario can be reached with the changes that remain.
        """
        self._within.append(self._ahead(self._within[-1]))
        node, place = self.walk.start
        walks: dict[ChangedCell, tuple[Effort, Trail | None]] = {(node, place, 0): (Effort(), None)}
        for _ in self._space.questions:
            walks = self._step(walks, budget, wanted)
        best: dict[int, tuple[Effort, Trail | None]] = {}
        for (node, place, _), (effort, trail) in walks.items():
            verdict = self.walk.verdict(node, place)
            if verdict & wanted and (verdict not in best or effort < best[verdict][0]):
                best[verdict] = effort, trail
        return {bit: (effort, self.walk.answers(_values(trail))) for bit, (effort, trail) in best.items()}

    def _step(
        self, walks: Mapping[ChangedCell, tuple[Effort, Trail | None]], budget: int, wanted: int
    ) -> dict[ChangedCell, tuple[Effort, Trail | None]]:
        following: dict[ChangedCell, tuple[Effort, Trail | None]] = {}
        hopeless: set[ChangedCell] = set()
        for (node, place, changed), (effort, trail) in walks.items():
            ways = self._ways(node)
            self._budget.step(len(ways))
            for way, more in ways:
                standing = (*way.cell(place), changed + more.changed)
                if standing[2] > budget or standing in hopeless:
                    continue
                spent = effort.plus(more) if more.changed else effort
                if standing not in following:
                    if not self._hopeful(standing, budget, wanted):
                        hopeless.add(standing)
                        continue
                elif following[standing][0] <= spent:
                    continue
                following[standing] = spent, (trail, way.value)
        self._budget.spend(len(following) + len(hopeless))
        return following

    def _hopeful(self, standing: ChangedCell, budget: int, wanted: int) -> bool:
        node, place, changed = standing
        return bool(self.walk.hopes_within(self._within[budget - changed][node], place) & wanted)

    def _ways(self, node: Node) -> tuple[tuple[WayOn, Effort], ...]:
        if node not in self._onward:
            if node.asks:
                moves = self._moves[node.position]
                self._onward[node] = tuple((self.walk.way(node, answer), effort) for answer, effort in moves)
            else:
                self._onward[node] = tuple((way, Effort()) for way in self.walk.ways(node))
        return self._onward[node]

    def _ahead(self, fewer: Mapping[Node, tuple[Ahead, ...]] | None) -> dict[Node, tuple[Ahead, ...]]:
        """What is ahead of each node with one change more than in `fewer`; without it, with none."""
        found = {end: self._at_end(end) for end in self.walk.ends()}
        for nodes in self.walk.layers[-2::-1]:
            for node in nodes:
                ways = [
                    (after, worths)
                    for kind, changed, worths in self._worths(node)
                    if (after := (fewer or {} if changed else found).get(self._space.paths.after(node, kind)))
                ]
                found[node] = tuple(
                    ahead._replace(
                        low=min(after[index].low + worths[index][0] for after, worths in ways),
                        high=max(after[index].high + worths[index][1] for after, worths in ways),
                    )
                    for index, ahead in enumerate(ways[0][0])
                )
        return found

    def _at_end(self, end: Node) -> tuple[Ahead, ...]:
        every = range(len(self._space.candidates))
        return tuple(Ahead(index, *((0.0, 0.0) if index in end.open else (-inf, -inf))) for index in every)

    def _worths(self, node: Node) -> Sequence[Worths]:
        return self._margins[node.position] if node.asks else ((PASSED, False, self._nothing),)

    def _margins_of(self, position: int) -> tuple[Worths, ...]:
        """What the moves of each kind add to the margins, those that change an answer by themselves."""
        split: tuple[list[AnswerClass], list[AnswerClass]] = ([], [])
        for answer, effort in self._moves[position]:
            split[effort.changed].append(answer)
        return tuple(
            (kind, changed, margins)
            for changed, answers in zip((False, True), split, strict=True)
            for kind, margins in self._space.margin_range(position, answers)
        )


def _values(trail: Trail | None) -> list[Value | None]:
    """The answers of a trail, the first one first."""
    values: list[Value | None] = []
    while trail:
        trail, value = trail
        values.append(value)
    return values[::-1]


def _differences(space: Space, answers: Answers, there: Answers) -> tuple[Change, ...]:
    """The changes that lead from the answers to `there`, without the answers that turn out not to be needed."""
    changed = {id: value for id, value in there.items() if answers.get(id) not in (None, value)}
    opened = {
        id: value
        for id, value in there.items()
        if answers.get(id) is None and len(space.classes[space.positions[id]]) > 1
    }
    every = range(len(space.candidates))
    for id in sorted(opened, key=lambda id: (not space.question(id).fact, space.swing(id, every))):
        fewer = {other: value for other, value in opened.items() if other != id}
        if settles(space, {**answers, **changed, **fewer}):
            opened = fewer
    changes = (Change(id, answers.get(id), value) for id, value in (changed | opened).items() if value is not None)
    return tuple(sorted(changes, key=lambda change: (change.before is None, space.question(change.question).fact)))


def _moves(space: Space, question: Question, given: Value | None) -> Iterator[PricedMove]:
    """The answers to consider for a question, each with its price; what was not given costs nothing to give."""
    classes = space.classes[space.positions[question.id]]
    if given is None:
        yield from (PricedMove(each, Effort()) for each in classes)
        return
    yield PricedMove(space.answer_class(question.id, given), Effort())
    if len(classes) > 1:
        sayable = [choice.id for choice in question.choices if choice.suppose]
        decides = _decides(space, question)
        for value, distance in _alternatives(space, question, given):
            chosen = [choice.id for choice in question.chosen(value)]
            unsaid = not chosen or not set(chosen) <= set(sayable)
            not_last = decides and chosen[-1:] != sayable[-1:]
            effort = Effort(1, int(unsaid), int(question.fact), int(not_last), distance)
            yield PricedMove(space.answer_class(question.id, value), effort)


def _decides(space: Space, question: Question) -> bool:
    """Whether the condition of a scenario names a question."""
    return any(
        clause.question == question.id
        for scenario in space.candidates
        for condition in (scenario.when, *(exclusion.when for exclusion in scenario.unless))
        for clause in clauses(condition)
    )


def _alternatives(space: Space, question: Question, given: Value) -> Iterator[tuple[Value, int]]:
    """Every other distinguishable answer, with how far it is from the given one along the question's scale."""
    if isinstance(given, int):
        firsts = space.paths.first_numbers(question)
        home = max(rank for rank, first in enumerate(firsts) if first <= given)
        for rank, first in enumerate(firsts):
            if rank != home:
                yield first if rank > home else firsts[rank + 1] - 1, abs(rank - home)
    elif isinstance(given, str):
        ids = [choice.id for choice in question.choices]
        yield from ((id, abs(ids.index(id) - ids.index(given))) for id in ids if id != given)
    else:
        ids = [choice.id for choice in question.choices]
        for value in chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1)):
            if value != given:
                yield value, len(set(given) ^ set(value))
