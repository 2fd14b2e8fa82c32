"""What would change a recommendation: the fewest answers that lead somewhere else."""

from collections.abc import Iterator
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Question, Value
from coo_advisor.verdict.outcomes import Outcomes, settles
from coo_advisor.verdict.space import Option, Space, State
from coo_advisor.verdict.tally import UNCOUNTED, Layers, Step, reached


class Change(NamedTuple):
    """One answer that would have to be another one; `before` is None where none was given."""

    question: str
    before: Value | None
    after: Value


class Detour(NamedTuple):
    """The fewest changes that lead to another recommendation, levers before facts."""

    to: str
    changes: tuple[Change, ...]


class Cost(NamedTuple):
    """What a set of changes costs, compared in this order.

    The answers changed, how many of them are facts that nobody can choose, and how far they moved along their scales.
    """

    changed: int = 0
    facts: int = 0
    distance: int = 0


class _Move(NamedTuple):
    option: Option
    cost: Cost


Priced = tuple[State, int]
"""Where a walk stands, and how many answers it has changed."""


def would_change(space: Space, answers: Answers, now: Outcomes) -> tuple[Detour, ...]:
    """For each other recommendation that can be reached, the fewest given answers to change; no fewer lead there.

    `now` are their outcomes. Among equals, levers before facts, then the smallest moves. Where the change opens questions, or others were left
    open, the answers that are needed as well are listed with `before` None. Empty where nothing is settled yet.
    """
    if not now.settled:
        return ()
    (here,) = now.possible
    detours: list[tuple[Cost, Detour]] = []
    given = sum(value is not None for value in answers.values())
    for budget in range(1, given + 1):
        found = {detour.to for _, detour in detours} | {here}
        if len(found) == len(space.questionnaire.scenarios):
            break
        detours += _within(space, answers, budget, found)
    return tuple(detour for _, detour in sorted(detours, key=lambda pair: pair[0]))


def _within(space: Space, answers: Answers, budget: int, found: set[str]) -> Iterator[tuple[Cost, Detour]]:
    """The cheapest way to each scenario not found yet, of those that change at most `budget` answers.

    What a way costs beyond the number of changes is carried like one more score: places are packed a second time.
    """
    moves = [tuple(_moves(space, question, answers.get(question.id))) for question in space.questions]
    farthest = budget * max(move.cost.distance for each in moves for move in each) + 1

    def steps(position: int, priced: Priced) -> Iterator[Step[Priced, Value | None]]:
        state, changed = priced
        if not space.asks(position, state):
            yield Step((space.after(position, state, None), changed), 0, 1, None)
            return
        for option, cost in moves[position]:
            if changed + cost.changed <= budget:
                price = cost.facts * farthest + cost.distance
                after = space.after(position, state, option)
                yield Step((after, changed + cost.changed), option.shift + price * space.size, 1, option.value)

    layers = Layers((space.start, 0), len(space.questions), steps, UNCOUNTED)
    best: dict[str, tuple[Cost, Priced, int]] = {}
    for (state, changed), tally in layers.final.items():
        for to, place in _cheapest(space, state, tally):
            cost = Cost(changed, *divmod(place // space.size, farthest))
            if to not in found and (to not in best or cost < best[to][0]):
                best[to] = (cost, (state, changed), place)
    for to, (cost, end, place) in best.items():
        there = space.answered(layers.trace(end, place))
        yield cost, Detour(to, _differences(space, answers, there))


def _cheapest(space: Space, state: State, tally: int) -> Iterator[tuple[str, int]]:
    """What is recommended in a final state, at the first of all places that differ only in their price."""
    applying = space.applying(state)
    every_place = (1 << space.size) - 1
    judged = base = 0
    while tally:
        for place in reached(tally & every_place & ~judged):
            yield space.leaders(state, place, applying)[0].id, base + place
        judged |= tally & every_place
        tally >>= space.size
        base += space.size


def _differences(space: Space, answers: Answers, there: Answers) -> tuple[Change, ...]:
    """The changes that lead from the answers to `there`, without the answers that turn out not to be needed."""
    changed = {id: value for id, value in there.items() if answers.get(id) not in (None, value)}
    opened = {
        id: value
        for id, value in there.items()
        if answers.get(id) is None and len(space.options[space.positions[id]]) > 1
    }
    for id in sorted(
        opened, key=lambda id: (not space.question(id).fact, space.swing(id, range(len(space.candidates))))
    ):
        fewer = {other: value for other, value in opened.items() if other != id}
        if _settles(space, answers, changed | fewer):
            opened = fewer
    changes = (Change(id, answers.get(id), value) for id, value in (changed | opened).items() if value is not None)
    return tuple(sorted(changes, key=lambda change: (change.before is None, space.question(change.question).fact)))


def _moves(space: Space, question: Question, given: Value | None) -> Iterator[_Move]:
    """The answers to consider for a question, each with its price; what was not given costs nothing to give."""
    options = space.options[space.positions[question.id]]
    if given is None:
        yield from (_Move(option, Cost()) for option in options)
        return
    yield _Move(space.option(question, given), Cost())
    if len(options) > 1:
        for value, distance in _alternatives(space, question, given):
            yield _Move(space.option(question, value), Cost(1, int(question.fact), distance))


def _alternatives(space: Space, question: Question, given: Value) -> Iterator[tuple[Value, int]]:
    """Every other distinguishable answer, with how far it is from the given one along the question's scale."""
    if isinstance(given, int):
        firsts = space.first_numbers(question)
        home = max(rank for rank, first in enumerate(firsts) if first <= given)
        for rank, first in enumerate(firsts):
            if rank != home:
                yield first if rank > home else firsts[rank + 1] - 1, abs(rank - home)
    elif isinstance(given, str):
        ids = [choice.id for choice in question.choices]
        yield from ((id, abs(ids.index(id) - ids.index(given))) for id in ids if id != given)
    else:
        for value in space.values(question):
            if value != given:
                yield value, len(set(given) ^ set(value if isinstance(value, tuple) else ()))


def _settles(space: Space, answers: Answers, more: Answers) -> bool:
    return settles(space, {**answers, **more})
