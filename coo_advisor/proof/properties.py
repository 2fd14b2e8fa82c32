"""What `check` proves about a questionnaire, over every complete set of answers, none sampled."""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, pairwise, permutations
from types import MappingProxyType
from typing import NamedTuple

from coo_advisor.proof.texts import never_shown
from coo_advisor.proof.twins import MOST_QUESTIONS, MOST_WORK, Joint, TwinWalk
from coo_advisor.questionnaire import flow
from coo_advisor.questionnaire.flow import Answers, first_that_holds, truth
from coo_advisor.questionnaire.model import Question, Questionnaire, Value
from coo_advisor.questionnaire.paths import PASSED, Beyond, Node
from coo_advisor.verdict.outcomes import verdicts
from coo_advisor.verdict.space import AnswerClass, Space
from coo_advisor.verdict.walk import Budget, Cell, Walk, crowded, depth_first
from coo_advisor.wording.words import Text

MOST_COUNTED = 1_400_000
"""The budget for the figures: some seconds, and less than 300 MB."""

PAIR = 20
"""What two neighbouring answers cost of the budget before they are walked."""

MOST_GROUPS = 20_000
"""How many groups of walks are kept apart to count paths."""


class Counterexample(NamedTuple):
    """Why a property does not hold: what it is about, and complete answers that show it.

    `other` is the second set if two are compared; the two differ in the question it is about.
    """

    about: str
    answers: Answers = MappingProxyType({})
    other: Answers | None = None


class Property(NamedTuple):
    """One property, with all that speaks against it; it holds if nothing does."""

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

    An answer set gives one answer to every question asked: a number counts once for each range that nothing sets
    apart, a text once. A path is a set of questions asked.
    """

    sets: int
    paths: int
    longest: int
    ties: int
    by_outcome: Mapping[str, int]


class Proof(NamedTuple):
    """Everything that was proved or refuted about a questionnaire."""

    properties: tuple[Property, ...]
    exceptions: tuple[Allowed, ...]
    statistics: Statistics

    @property
    def holds(self) -> bool:
        return all(each.holds for each in self.properties)


class Flip(NamedTuple):
    """Two answers to one question, the second worse, and complete answers with each that get different recommendations.

    The two sets are alike wherever both are asked.
    """

    question: Question
    better: Value
    worse: Value
    before: str
    after: str
    answers: Answers
    other: Answers


def prove(questionnaire: Questionnaire) -> Proof:
    """Proves or refutes the seven properties, each with its counterexamples. Raises Beyond if that takes too long."""
    if len(questionnaire.questions) > MOST_QUESTIONS:
        raise Beyond(f"{len(questionnaire.questions)} questions are too many to prove. Keep to {MOST_QUESTIONS}.")
    walk = Walk(Space(questionnaire), {})
    statistics = _statistics(walk)
    budget = Budget(walk.space, MOST_WORK)
    flips = {question.id: tuple(_flips(walk, question, budget)) for question in _relevant(walk.space)}
    properties = (
        Property(1, "Every answer set gets exactly one recommendation", tuple(check_one_verdict(walk))),
        Property(2, "Every scenario, question and choice can be reached", tuple(check_reachable(walk))),
        Property(3, "Every scored question can change the recommendation", tuple(check_matters(walk.space, flips))),
        Property(4, "A worse answer never leads back to the fallback", tuple(check_monotone(walk.space, flips))),
        Property(5, "Readiness never moves the recommendation", tuple(check_apart(walk.space, flips))),
        Property(6, "“I don't know” never rules out what an answer allows", tuple(check_unknown(walk))),
        Property(7, "Every text with a condition can be shown", tuple(check_shown(walk.space))),
    )
    return Proof(properties, tuple(_exceptions(walk.space, flips)), statistics)


def check_one_verdict(walk: Walk) -> Iterator[Counterexample]:
    """Answer sets to which no scenario applies, one for each end; if several share the best score, the first wins."""
    fallback = len(walk.space.candidates)
    gaps = {end for end in walk.ends() if fallback not in end.open}

    def hopeful(cell: Cell) -> bool:
        return bool(gaps and walk.hopes(*cell) & walk.fallback)

    for (node, place), labels in depth_first(walk.start, walk.steps, hopeful, Budget(walk.space, MOST_COUNTED)):
        if node in gaps and walk.verdict(node, place) == walk.fallback:
            gaps.remove(node)
            yield Counterexample("no scenario applies", walk.answers(labels))


def check_reachable(walk: Walk) -> Iterator[Counterexample]:
    """Scenarios that are never recommended, questions that are never asked, choices that are never offered."""
    space = walk.space
    recommended = verdicts(walk, work=MOST_COUNTED)
    if None in recommended.values():
        raise crowded(space)
    for scenario in space.questionnaire.scenarios:
        if scenario.id not in recommended:
            yield Counterexample(f"scenario {scenario.id} is never recommended")
    for question, nodes in zip(space.questions, walk.layers[:-1], strict=True):
        if not any(node.asks for node in nodes):
            yield Counterexample(f"question {question.id} is never asked")
        offered = {choice.id for value in space.paths.values(question) for choice in question.chosen(value)}
        for choice in question.choices:
            if choice.id not in offered:
                yield Counterexample(f"choice {choice.id} of {question.id} can't be given")


def check_matters(space: Space, flips: Mapping[str, tuple[Flip, ...]]) -> Iterator[Counterexample]:
    """Questions with points on a need signal that never change the recommendation, and so ask for nothing."""
    for question in space.questionnaire.questions:
        if _on_need(space.questionnaire, question) and not flips.get(question.id):
            yield Counterexample(f"question {question.id} never changes the recommendation")


def check_monotone(space: Space, flips: Mapping[str, tuple[Flip, ...]]) -> Iterator[Counterexample]:
    """Worse answers on a need signal that lead to the fallback, to questions that no condition names."""
    for flip in _towards_fallback(space, flips):
        if not space.paths.steers(flip.question.id):
            about = f"{flip.question.id}: {_shown(flip.better)} → {_shown(flip.worse)} leads from {flip.before}"
            yield Counterexample(f"{about} to {flip.after}", flip.answers, flip.other)


def check_apart(space: Space, flips: Mapping[str, tuple[Flip, ...]]) -> Iterator[Counterexample]:
    """Questions with points on readiness only that move the recommendation all the same.

    A question without any points moves it only through conditions that name it, which is what those are for.
    """
    for question in space.questionnaire.questions:
        apart = question.scored and not _on_need(space.questionnaire, question)
        if apart and (found := flips.get(question.id)):
            yield Counterexample(f"question {question.id} moves the recommendation", found[0].answers, found[0].other)


def check_unknown(walk: Walk) -> Iterator[Counterexample]:
    """Answers that are not among those left open if nothing is known.

    A walk depends on an answer only by its points and by what conditions say of it, so this covers every set.
    """
    space = walk.space
    for position, question in enumerate(space.questions):
        left_open = {(each.kind, each.worth) for each in walk.classes(position)}
        for value in _every_value(space, question):
            each = space.answer_class(question.id, value)
            if (each.kind, each.worth) not in left_open:
                about = f"{question.id}: {_shown(value)} is ruled out by “I don't know”"
                yield Counterexample(about, {question.id: value})


def check_shown(space: Space) -> Iterator[Counterexample]:
    """Texts that no complete answers show that get their scenario."""
    return (Counterexample(f"no answers show {place}") for place in never_shown(space))


def _every_value(space: Space, question: Question) -> Iterator[Value]:
    """Each answer to a question once; of a number, the first of each range that nothing distinguishes."""
    if question.kind == "several":
        ids = [choice.id for choice in question.choices]
        yield from chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1))
    else:
        yield from space.paths.values(question)


def _relevant(space: Space) -> Iterator[Question]:
    """The questions with any points whose answers anything distinguishes."""
    for question, classes in zip(space.questions, space.classes, strict=True):
        if len(classes) > 1 and question.scored:
            yield question


def _flips(walk: Walk, question: Question, budget: Budget) -> Iterator[Flip]:
    """What a worse answer changes: for each two neighbouring answers, each way to the fallback, and any one change.

    Neighbours are enough: if any two answers differ in their recommendation, some two neighbours do.
    """
    space = walk.space
    bits = [1 << index for index in range(len(space.candidates) + 1)]
    losses = {(bit, walk.fallback) for bit in bits[:-1]} if _on_need(space.questionnaire, question) else set()
    changed = False
    alike = [[Joint(each, each, each.sets) for each in classes] for classes in space.classes]
    for better, worse in _neighbours(space, question):
        budget.spend(PAIR)
        alike[space.positions[question.id]] = [Joint(better, worse, 1)]
        order = [each.id for each in space.questions]
        twin = TwinWalk(walk, walk, order, alike, budget, must_ask=question.id)
        found = twin.find(losses)
        if not found and not changed:
            found = twin.find(set(permutations(bits, 2)) - losses, enough=1)
        changed = changed or bool(found)
        for (before, after), (answers, other) in found.items():
            names = walk.named(before)[0], walk.named(after)[0]
            yield Flip(question, better.value, worse.value, *names, answers, other)


def _neighbours(space: Space, question: Question) -> Iterator[tuple[AnswerClass, AnswerClass]]:
    """Every two answers of which the second is the next worse, alike ones once; of several, one with a choice more."""
    pairs = (
        (
            (space.answer_class(question.id, one), space.answer_class(question.id, other))
            for one, other in pairwise(space.paths.values(question))
        )
        if question.kind != "several"
        else _with_one_more(space, question)
    )
    met: set[tuple[int, ...]] = set()
    for better, worse in pairs:
        key = (better.kind, better.worth, worse.kind, worse.worth)
        if key not in met and key[:2] != key[2:]:
            met.add(key)
            yield better, worse


def _with_one_more(space: Space, question: Question) -> Iterator[tuple[AnswerClass, AnswerClass]]:
    for choice in question.choices:
        others = question._replace(choices=tuple(each for each in question.choices if each != choice))
        for without in space.classes_of(others):
            ids = (*without.value, choice.id) if isinstance(without.value, tuple) else (choice.id,)
            ordered = tuple(each.id for each in question.choices if each.id in ids)
            yield without, space.answer_class(question.id, ordered)


def _towards_fallback(space: Space, flips: Mapping[str, tuple[Flip, ...]]) -> Iterator[Flip]:
    fallback = space.questionnaire.fallback.id
    for flip in chain.from_iterable(flips.values()):
        if flip.after == fallback and _on_need(space.questionnaire, flip.question):
            yield flip


def _exceptions(space: Space, flips: Mapping[str, tuple[Flip, ...]]) -> Iterator[Allowed]:
    """Every move towards the fallback that a condition makes, with the condition and its reason."""
    for flip in _towards_fallback(space, flips):
        if space.paths.steers(flip.question.id):
            cause, reason = _cause(space.questionnaire, flip.before, flip.answers, flip.other)
            yield Allowed(
                flip.question.id, flip.better, flip.worse, flip.before, cause, reason, flip.answers, flip.other
            )


def _cause(questionnaire: Questionnaire, loses: str, better: Answers, worse: Answers) -> tuple[str, Text | None]:
    """The condition through which the worse answers lose a scenario, with its reason if it has one."""
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
    need = {signal.id for signal in questionnaire.need}
    return any(not need.isdisjoint(choice.points) for choice in question.choices)


def _statistics(walk: Walk) -> Statistics:
    """The figures. Cells whose verdict is certain count at once, with all that can still be answered there."""
    space = walk.space
    by_outcome = dict.fromkeys((scenario.id for scenario in space.questionnaire.scenarios), 0)
    completions = _completions(walk)
    start, place = walk.start
    cells: dict[Node, dict[int, int]] = {start: {place: 1}}
    ties, budget = 0, Budget(space, MOST_COUNTED)
    for _ in walk.layers:
        following: dict[Node, dict[int, int]] = {}
        for node, places in cells.items():
            undecided: dict[int, int] = {}
            for place, sets in places.items():
                leaders = walk.leaders(node, place) if walk.at_end(node) else ()
                bits = walk.bit(leaders[0]) if leaders else walk.hopes(node, place)
                if bits & bits - 1:
                    undecided[place] = sets
                    continue
                by_outcome[walk.named(bits)[0]] += sets * completions[node]
                ties += sets if len(leaders) > 1 else 0
            for way in walk.ways(node):
                reached = following.setdefault(way.node, {})
                before = len(reached)
                for place, sets in undecided.items():
                    after = place + way.worth & way.mask
                    reached[after] = reached.get(after, 0) + sets * way.sets
                budget.spend(len(reached) - before)
                budget.step(len(undecided))
        cells = following
    return Statistics(completions[walk.start[0]], count_paths(walk), space.longest({}), ties, by_outcome)


def _completions(walk: Walk) -> dict[Node, int]:
    """For each node, the number of answer sets that go on from there."""
    found = dict.fromkeys(walk.ends(), 1)
    for nodes in walk.layers[-2::-1]:
        for node in nodes:
            found[node] = sum(way.sets * found[way.node] for way in walk.ways(node))
    return found


def count_paths(walk: Walk) -> int:
    """The number of different sets of questions that can be asked. Raises Beyond.

    Walks that asked the same questions so far are kept together, whatever they answered, so that no path counts twice.
    """
    paths, groups = walk.space.paths, {frozenset([walk.start[0]]): 1}
    for question in walk.space.questions:
        following: dict[frozenset[Node], int] = {}
        for nodes, count in groups.items():
            asked = {paths.after(node, kind) for node in nodes if node.asks for kind in paths.kinds(question)}
            passed = {paths.after(node, PASSED) for node in nodes if not node.asks}
            for group in (asked, passed):
                if group:
                    following[frozenset(group)] = following.get(frozenset(group), 0) + count
        if len(following) > MOST_GROUPS:
            raise Beyond(
                f"There are too many different paths up to “{question.id}”. Let fewer conditions name the same answers."
            )
        groups = following
    return sum(groups.values())


def _shown(value: Value) -> str:
    return "[" + ", ".join(value) + "]" if isinstance(value, tuple) else str(value)
