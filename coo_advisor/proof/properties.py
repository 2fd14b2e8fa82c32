"""What `check` proves about a questionnaire, over every complete set of answers, none sampled."""

from collections.abc import Iterator, Mapping
from itertools import chain, pairwise
from types import MappingProxyType
from typing import NamedTuple

from coo_advisor.proof.texts import never_shown
from coo_advisor.proof.twins import Joint, Pair, SideBySide
from coo_advisor.questionnaire import flow
from coo_advisor.questionnaire.flow import Answers, first_that_holds, truth
from coo_advisor.questionnaire.model import Question, Questionnaire, Scenario, Value
from coo_advisor.verdict.space import Option, Space, State
from coo_advisor.verdict.tally import Layers, Step, reached
from coo_advisor.wording.words import Text

MOST_PATHS_LISTED = 64
"""Paths above which the share of answer sets is not broken down by path."""


class Counterexample(NamedTuple):
    """Why a property does not hold: what it is about, and complete answers that show it.

    `other` is the second set where two are compared; the two differ in the question it is about.
    """

    about: str
    answers: Answers = MappingProxyType({})
    other: Answers | None = None


class Property(NamedTuple):
    """One property, with all that speaks against it; it holds where nothing does."""

    number: int
    promise: str
    failures: tuple[Counterexample, ...]

    @property
    def holds(self) -> bool:
        return not self.failures


class Allowed(NamedTuple):
    """A worse answer that leads to the fallback because a condition says so: an exception the author made.

    `cause` names the condition; `reason` is what an `unless` gives as its reason.
    """

    question: str
    better: Value
    worse: Value
    lost: str
    cause: str
    reason: Text | None
    answers: Answers
    other: Answers


class Statistics(NamedTuple):
    """Exact numbers.

    An answer set gives one answer to every question asked: a number counts once for each range that
    nothing tells apart, a text once. A path is a set of questions asked; `by_path` is empty where there are too many.
    """

    sets: int
    paths: int
    longest: int
    ties: int
    by_outcome: Mapping[str, int]
    by_path: tuple[tuple[tuple[str, ...], Mapping[str, int]], ...]


class Proof(NamedTuple):
    """Everything that was proved or refuted about a questionnaire."""

    properties: tuple[Property, ...]
    exceptions: tuple[Allowed, ...]
    statistics: Statistics

    @property
    def holds(self) -> bool:
        return all(each.holds for each in self.properties)


class Move(NamedTuple):
    """Two answers to one question, the second worse, that get different recommendations on some answer sets."""

    question: Question
    better: Value
    worse: Value
    before: str
    after: str
    both: SideBySide
    pair: Pair
    place: int

    def witness(self) -> tuple[Answers, Answers]:
        """A complete set with each of the two answers, alike wherever both are asked."""
        first, second = self.both.witness(self.pair, self.place)
        return {**first, self.question.id: self.better}, {**second, self.question.id: self.worse}


def prove(questionnaire: Questionnaire) -> Proof:
    """Proves or refutes the seven properties, each with every kind of counterexample."""
    space = Space(questionnaire)
    layers = space.walk(space.options)
    regions = _regions(space, layers)
    moves = {question.id: tuple(_moves(space, question, regions)) for question in _relevant(space)}
    properties = (
        Property(1, "Every answer set gets exactly one recommendation", tuple(check_one_verdict(space, layers))),
        Property(2, "Every scenario, question and choice can be reached", tuple(check_reachable(space, layers))),
        Property(3, "Every scored question can change the recommendation", tuple(check_matters(space, moves))),
        Property(4, "A worse answer never leads back to the fallback", tuple(check_monotone(space, moves))),
        Property(5, "Readiness and report questions never move it", tuple(check_apart(space, moves))),
        Property(6, "“I don't know” never rules out what an answer allows", tuple(check_unknown(space))),
        Property(7, "Every text with a condition can be shown", tuple(map(Counterexample, check_shown(space)))),
    )
    return Proof(properties, tuple(_exceptions(space, moves)), _statistics(space))


def check_one_verdict(space: Space, layers: Layers[State, Value | None]) -> Iterator[Counterexample]:
    """Answer sets to which no scenario applies; where several share the best score, the first listed wins."""
    fallback = space.questionnaire.fallback
    for state, tally in layers.final.items():
        if _applies(fallback, dict(state.remembered)):
            continue
        applying = space.applying(state)
        for place in reached(tally):
            if space.leaders(state, place, applying) == (fallback,):
                yield Counterexample("no scenario applies", space.answered(layers.trace(state, place)))
                break


def check_reachable(space: Space, layers: Layers[State, Value | None]) -> Iterator[Counterexample]:
    """Scenarios that are never recommended, questions that are never asked, choices that are never offered."""
    recommended = {
        space.leaders(state, place, space.applying(state))[0].id
        for state, tally in layers.final.items()
        for place in reached(tally)
    }
    for scenario in space.questionnaire.scenarios:
        if scenario.id not in recommended:
            yield Counterexample(f"scenario {scenario.id} is never recommended")
    for position, question in enumerate(space.questions):
        if not any(space.asks(position, state) for state in layers.before(position)):
            yield Counterexample(f"question {question.id} is never asked")
        offered = {choice.id for value in space.values(question) for choice in question.chosen(value)}
        for choice in question.choices:
            if choice.id not in offered:
                yield Counterexample(f"choice {choice.id} of {question.id} can't be given")


def check_matters(space: Space, moves: Mapping[str, tuple[Move, ...]]) -> Iterator[Counterexample]:
    """Questions with points on a need signal that never change the recommendation, and so ask for nothing."""
    for question in space.questionnaire.questions:
        if _on_need(space.questionnaire, question) and not moves.get(question.id):
            yield Counterexample(f"question {question.id} never changes the recommendation")


def check_monotone(space: Space, moves: Mapping[str, tuple[Move, ...]]) -> Iterator[Counterexample]:
    """Worse answers on a need signal that lead to the fallback, to questions that no condition names."""
    for move in _towards_fallback(space, moves):
        if not space.named(move.question.id):
            better, worse = move.witness()
            about = f"{move.question.id}: {_shown(move.better)} → {_shown(move.worse)} leads from {move.before}"
            yield Counterexample(f"{about} to {move.after}", better, worse)


def check_apart(space: Space, moves: Mapping[str, tuple[Move, ...]]) -> Iterator[Counterexample]:
    """Questions without points on a need signal that move the recommendation all the same, but for those on paths.

    A question with neither readiness points nor a purpose can't be loaded, so every question is judged here or scored.
    """
    for question in space.questionnaire.questions:
        if not _on_need(space.questionnaire, question) and (found := moves.get(question.id)):
            better, worse = found[0].witness()
            yield Counterexample(f"question {question.id} moves the recommendation", better, worse)


def check_unknown(space: Space) -> Iterator[Counterexample]:
    """Answers that are not among those left open where nothing is known.

    A walk depends on an answer only by its points and by what conditions say of it, so this covers every set.
    """
    for question, left_open in zip(space.questions, space.choices({}), strict=True):
        kinds = {(option.shift, space.tests(question.id, option.remembered)) for option in left_open}
        for value in space.values(question):
            if (space.option(question, value).shift, space.tests(question.id, value)) not in kinds:
                yield Counterexample(
                    f"{question.id}: {_shown(value)} is ruled out by “I don't know”", {question.id: value}
                )


def check_shown(space: Space) -> Iterator[str]:
    """Texts that no complete answers show that get their scenario."""
    return (f"no answers show {place}" for place in never_shown(space))


def _regions(space: Space, layers: Layers[State, Value | None]) -> dict[State, dict[str, int]]:
    """For every final state, the places at which each scenario is recommended, as an uncounted tally."""
    regions: dict[State, dict[str, int]] = {}
    for state, tally in layers.final.items():
        applying = space.applying(state)
        places: dict[str, int] = {}
        for place in reached(tally):
            scenario = space.leaders(state, place, applying)[0].id
            places[scenario] = places.get(scenario, 0) | 1 << place
        regions[state] = places
    return regions


def _relevant(space: Space) -> Iterator[Question]:
    """The questions whose answers anything tells apart; the others can't move anything."""
    for question, options in zip(space.questions, space.options, strict=True):
        if len(options) > 1:
            yield question


def _moves(space: Space, question: Question, regions: Mapping[State, Mapping[str, int]]) -> Iterator[Move]:
    """What a worse answer changes, for each two neighbouring answers and each two recommendations.

    Neighbours are enough: if any two answers differ in their recommendation, some two neighbours do. Those that
    conditions can't tell from others share one walk, in which the question is worth nothing; its points come after.
    """
    order = [each.id for each in space.questions]
    joints = [tuple(Joint(option, option, option.sets) for option in options) for options in space.options]
    position = space.positions[question.id]
    for (one, other), neighbours in _alike_neighbours(space, question).items():
        here = Joint(one._replace(shift=0), other._replace(shift=0), 1)
        apart = [*joints[:position], (here,), *joints[position + 1 :]]
        both = SideBySide(space, space, order, apart, must_ask=question.id, counted=False)
        for better, worse in neighbours:
            yield from _crossings(both, regions, question, better, worse)


def _alike_neighbours(space: Space, question: Question) -> dict[tuple[Option, Option], list[tuple[Option, Option]]]:
    """Neighbouring answers, by the first two of which conditions say the same; equal pairs once."""
    groups: dict[tuple[Value, Value], dict[tuple[int, int], tuple[Option, Option]]] = {}
    for better, worse in _neighbours(space, question):
        one, other = space.option(question, better), space.option(question, worse)
        group = groups.setdefault((one.remembered, other.remembered), {})
        group.setdefault((one.shift, other.shift), (one, other))
    return {next(iter(group.values())): list(group.values()) for group in groups.values()}


def _crossings(
    both: SideBySide, regions: Mapping[State, Mapping[str, int]], question: Question, better: Option, worse: Option
) -> Iterator[Move]:
    """One move for each pair of different recommendations, found by masking all answer sets at once."""
    found: set[tuple[str, str]] = set()
    for pair, tally in both.layers.final.items():
        moved = tally << better.shift
        offset = pair.offset + worse.shift - better.shift
        for before, region in regions[pair.first].items():
            here = moved & region
            for after, other in regions[pair.second].items() if here else ():
                if before == after or (before, after) in found:
                    continue
                if crossing := here & (other >> offset if offset >= 0 else other << -offset):
                    found.add((before, after))
                    origin = next(reached(crossing)) - better.shift
                    yield Move(question, better.value, worse.value, before, after, both, pair, origin)


def _neighbours(space: Space, question: Question) -> Iterator[tuple[Value, Value]]:
    """Every two answers of which the second is the next worse; of several choices, one with a choice more."""
    if question.kind != "several":
        yield from pairwise(space.values(question))
        return
    ids = [choice.id for choice in question.choices]
    for value in space.values(question):
        chosen = value if isinstance(value, tuple) else ()
        for id in ids:
            if id not in chosen:
                yield chosen, tuple(each for each in ids if each in (*chosen, id))


def _towards_fallback(space: Space, moves: Mapping[str, tuple[Move, ...]]) -> Iterator[Move]:
    fallback = space.questionnaire.fallback.id
    for move in chain.from_iterable(moves.values()):
        if move.after == fallback and _on_need(space.questionnaire, move.question):
            yield move


def _exceptions(space: Space, moves: Mapping[str, tuple[Move, ...]]) -> Iterator[Allowed]:
    """Every move towards the fallback that a condition makes, with the condition and its reason."""
    for move in _towards_fallback(space, moves):
        if space.named(move.question.id):
            better, worse = move.witness()
            cause, reason = _cause(space.questionnaire, move.before, better, worse)
            yield Allowed(move.question.id, move.better, move.worse, move.before, cause, reason, better, worse)


def _cause(questionnaire: Questionnaire, loses: str, better: Answers, worse: Answers) -> tuple[str, Text | None]:
    """The condition through which the worse answers lose a scenario, with its reason where it has one."""
    lost = questionnaire.scenario(loses)
    for exclusion in lost.unless:
        if truth(exclusion.when, worse):
            return f"unless of {lost.id}", first_that_holds(exclusion.reason, worse)
    if not truth(lost.when, worse):
        return f"when of {lost.id}", None
    before, after = (flow.asked(questionnaire, answers) for answers in (better, worse))
    changed = [question.id for question in questionnaire.questions if (question in before) != (question in after)]
    return f"when of {', '.join(changed)}" if changed else "its points", None


def _on_need(questionnaire: Questionnaire, question: Question) -> bool:
    need = {signal.id for signal in questionnaire.signals if not signal.readiness}
    return any(not need.isdisjoint(choice.points) for choice in question.choices)


def _applies(scenario: Scenario, answers: Answers) -> bool:
    excluded = any(truth(exclusion.when, answers) for exclusion in scenario.unless)
    return truth(scenario.when, answers) is True and not excluded


def _statistics(space: Space) -> Statistics:
    layers = space.walk(space.options, counted=True)
    by_outcome = dict.fromkeys((scenario.id for scenario in space.questionnaire.scenarios), 0)
    ties = 0
    for state, tally in layers.final.items():
        applying = space.applying(state)
        for place, sets in layers.places(tally):
            leaders = space.leaders(state, place, applying)
            by_outcome[leaders[0].id] += sets
            ties += sets if len(leaders) > 1 else 0
    paths = count_paths(space)
    return Statistics(
        sum(by_outcome.values()),
        paths,
        space.longest({}),
        ties,
        by_outcome,
        tuple(_by_path(space)) if paths <= MOST_PATHS_LISTED else (),
    )


Memory = tuple[tuple[str, Value], ...]


def count_paths(space: Space) -> int:
    """The number of different sets of questions that can be asked.

    Walks that asked the same questions so far are kept together, whatever they answered, so that no path counts twice.
    """
    groups: dict[frozenset[Memory], int] = {frozenset([space.start.remembered]): 1}
    for position in range(len(space.questions)):
        following: dict[frozenset[Memory], int] = {}
        for memories, paths in groups.items():
            for group in _asked_or_not(space, position, memories):
                following[group] = following.get(group, 0) + paths
        groups = following
    return sum(groups.values())


def _asked_or_not(space: Space, position: int, memories: frozenset[Memory]) -> Iterator[frozenset[Memory]]:
    """What walks remember after a question: those that were asked it, and those that were not."""
    asked: set[Memory] = set()
    passed: set[Memory] = set()
    for memory in memories:
        state = space.start._replace(remembered=memory)
        if space.asks(position, state):
            asked.update(space.after(position, state, option).remembered for option in space.options[position])
        else:
            passed.add(space.after(position, state, None).remembered)
    yield from (frozenset(group) for group in (asked, passed) if group)


class _OnPath(NamedTuple):
    """A state, and the positions of the questions asked so far as bits."""

    state: State
    asked: int = 0


def _by_path(space: Space) -> Iterator[tuple[tuple[str, ...], Mapping[str, int]]]:
    """For each path, its questions and the number of answer sets by recommendation."""

    def steps(position: int, here: _OnPath) -> Iterator[Step[_OnPath, None]]:
        if not space.asks(position, here.state):
            yield Step(_OnPath(space.after(position, here.state, None), here.asked), 0, 1, None)
            return
        asked = here.asked | 1 << position
        for option in space.options[position]:
            yield Step(_OnPath(space.after(position, here.state, option), asked), option.shift, option.sets, None)

    layers = Layers(_OnPath(space.start), len(space.questions), steps, space.digit)
    found: dict[int, dict[str, int]] = {}
    for here, tally in layers.final.items():
        applying = space.applying(here.state)
        counts = found.setdefault(here.asked, {})
        for place, sets in layers.places(tally):
            scenario = space.leaders(here.state, place, applying)[0].id
            counts[scenario] = counts.get(scenario, 0) + sets
    for asked, counts in found.items():
        yield tuple(each.id for position, each in enumerate(space.questions) if asked >> position & 1), counts


def _shown(value: Value) -> str:
    return "[" + ", ".join(value) + "]" if isinstance(value, tuple) else str(value)
