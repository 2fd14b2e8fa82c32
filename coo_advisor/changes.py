"""What would decide it, and what would change it: the fewest answers that lead somewhere else."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import inf
from typing import NamedTuple

from coo_advisor.flow import Answers, reachable
from coo_advisor.outcomes import Outcomes, settles
from coo_advisor.questionnaire import Question, Value
from coo_advisor.space import Option, Space, State, value_range
from coo_advisor.tally import UNCOUNTED, Layers, Step


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


MOST_TRIES = 500
"""Walks after which `depends_on` stops looking for the fewest; the shipped questionnaire needs fewer than 100."""

Priced = tuple[State, int]
"""Where a walk stands, and how many answers it has changed."""


def depends_on(space: Space, answers: Answers, now: Outcomes) -> tuple[Question, ...]:
    """The fewest missing answers that could decide the recommendation, most useful first.

    `now` are their outcomes. Empty where it is settled. No smaller group of questions has answers that would settle
    it. Most useful: the one with the most answers that settle it alone, then one that a condition names, then the one
    that most points turn on. Where that takes more than MOST_TRIES, which needs rivals on the same path, a group
    that decides, and of which no question can be left out.
    """
    if now.settled:
        return ()
    live = [index for index, scenario in enumerate(space.candidates) if now.applies[scenario.id] is not False]
    missing = {
        question.id: _sharpest(space, question, live)
        for question in reachable(space.questionnaire, answers)
        if answers.get(question.id) is None and (space.named(question.id) or _swing(space, question.id, live))
    }
    order = sorted(missing, key=lambda id: (not space.named(id), -_swing(space, id, live)))
    ranked = {id: missing[id] for id in order}
    tries = iter(range(MOST_TRIES))
    alone: list[tuple[str, ...]] = list(_deciding(space, answers, ranked, 1, tries))
    if alone:
        return (space.question(max(alone, key=alone.count)[0]),)
    for size in range(2, len(ranked) + 1):
        for group in _deciding(space, answers, ranked, size, tries):
            return tuple(space.question(id) for id in group)
    witness = next(iter(now.possible.values()))
    return tuple(space.question(id) for id in _indispensable(space, answers, witness, order))


def _indispensable(space: Space, answers: Answers, witness: Answers, order: Sequence[str]) -> list[str]:
    """Questions whose answers in a complete set settle it, none of which can be left out."""
    group = [id for id in order if id in witness]
    for id in reversed(group):
        fewer = [other for other in group if other != id]
        if _settles(space, answers, {other: witness[other] for other in fewer}):
            group = fewer
    return group


def _deciding(
    space: Space, answers: Answers, missing: Mapping[str, Sequence[Value]], size: int, tries: Iterator[int]
) -> Iterator[tuple[str, ...]]:
    """Groups of so many missing questions with answers that settle it, once for each such answers; none after `tries`.

    Questions that a condition names stand first in `missing`. Those after them only score, and aren't tried where
    all that so many of them can score is not enough.
    """
    if next(tries, None) is None or size > len(missing):
        return
    if size == 0:
        if settles(space, answers):
            yield ()
        return
    ends: tuple[_End, ...] = ()
    rest = dict(missing)
    for id, values in missing.items():
        if not space.named(id):
            ends = ends or tuple(_ends(space, answers))
            if _fewest(space, ends, list(rest)) > size:
                return
        del rest[id]
        for value in values:
            for group in _deciding(space, {**answers, id: value}, rest, size - 1, tries):
                yield (id, *group)


class _End(NamedTuple):
    """A final state: for each candidate that applies, its lowest and highest points, and how many are enough."""

    lowest: Mapping[int, int]
    highest: Mapping[int, int]
    enough: Mapping[int, int]


def _ends(space: Space, answers: Answers) -> Iterator[_End]:
    """The final states that some answers can still lead to."""
    layers = space.walk(space.choices(answers))
    for state, tally in layers.final.items():
        places = [place for place, _ in layers.places(tally)]
        points = {
            index: {space.score(state, place, index).points for place in places} for index in space.applying(state)
        }
        yield _End(
            {index: min(each) for index, each in points.items()},
            {index: max(each) for index, each in points.items()},
            {index: space.enough(state, index) for index in points},
        )


def _fewest(space: Space, ends: Sequence[_End], ids: Sequence[str]) -> float:
    """No fewer answers to these questions, which no condition names, can settle it; infinite where none can.

    In every final state, an answer moves the lowest and the highest points of a candidate by its swing at most.
    """
    indexes = range(len(space.candidates))
    swings = {index: sorted((_swing(space, id, [index]) for id in ids), reverse=True) for index in indexes}
    fallback = max(
        (_count(end.highest[index] - end.enough[index] + 1, swings[index]) for end in ends for index in end.enough),
        default=0.0,
    )
    return min(fallback, *(max(_raise(end, index, swings[index]) for end in ends) for index in indexes))


def _raise(end: _End, index: int, swings: Sequence[int]) -> float:
    """The fewest answers after which a candidate has enough points on all walks that end here."""
    return _count(end.enough[index] - end.lowest[index], swings) if index in end.enough else inf


def _count(points: int, swings: Sequence[int]) -> float:
    """How many of these swings, largest first, come to so many points."""
    sums = accumulate(swings, initial=0)
    return next((count for count, total in enumerate(sums) if total >= points), inf)


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
        for to, place in _cheapest(space, state, layers, tally):
            cost = Cost(changed, *divmod(place // space.size, farthest))
            if to not in found and (to not in best or cost < best[to][0]):
                best[to] = (cost, (state, changed), place)
    for to, (cost, end, place) in best.items():
        there = space.answered(layers.trace(end, place))
        yield cost, Detour(to, _differences(space, answers, there))


def _cheapest(
    space: Space, state: State, layers: Layers[Priced, Value | None], tally: int
) -> Iterator[tuple[str, int]]:
    """The first place, in the order of their prices, at which each scenario is recommended in a final state."""
    applying = space.applying(state)
    every_place = (1 << space.size) - 1
    judged, met, base = 0, set(), 0
    while tally:
        for place, _ in layers.places(tally & every_place & ~judged):
            to = space.leaders(state, place, applying)[0].id
            if to not in met:
                met.add(to)
                yield to, base + place
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
        opened, key=lambda id: (not space.question(id).fact, _swing(space, id, range(len(space.candidates))))
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
                nearest = first if rank > home else value_range(question, first, firsts).high
                yield nearest, abs(rank - home)
    elif isinstance(given, str):
        ids = [choice.id for choice in question.choices]
        yield from ((id, abs(ids.index(id) - ids.index(given))) for id in ids if id != given)
    else:
        for value in space.values(question):
            if value != given:
                yield value, len(set(given) ^ set(value if isinstance(value, tuple) else ()))


def _settles(space: Space, answers: Answers, more: Answers) -> bool:
    return settles(space, {**answers, **more})


def _sharpest(space: Space, question: Question, live: Sequence[int]) -> list[Value]:
    """One answer of each kind that could settle it: those that no other answer beats for every scenario.

    Where a single candidate is live and no condition names the question, that is its highest and its lowest answer.
    """
    options = space.options[space.positions[question.id]]
    if space.named(question.id) or len(live) != 1:
        return [option.value for option in options]
    ranked = sorted(options, key=lambda option: space.worth(option, live[0]))
    return [ranked[-1].value, ranked[0].value]


def _swing(space: Space, id: str, live: Sequence[int]) -> int:
    """The most weighted points that turn on a question, for one of the candidates."""
    options = space.options[space.positions[id]]
    worths = ([space.worth(option, index) for option in options] for index in live)
    return max((max(each) - min(each) for each in worths), default=0)
