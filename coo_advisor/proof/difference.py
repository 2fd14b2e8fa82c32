"""What an edit of the questionnaire moves: both versions walked side by side on the same answers."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from coo_advisor.proof.twins import Joint, Pair, SideBySide
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire, clauses
from coo_advisor.system.errors import AdvisorError
from coo_advisor.verdict.space import Space


class Moved(NamedTuple):
    """The answer sets that one recommendation loses to another: how many, and one of them."""

    before: str
    after: str
    sets: int
    example: Answers


class Difference(NamedTuple):
    """What distinguishes two questionnaires.

    `sets` are compared: an answer to every question that either asks, out of the answers that both offer; each reads
    the answers to its own questions. Questions and choices (as question, choice) that only one has are listed.
    """

    sets: int
    moved: tuple[Moved, ...]
    questions_added: tuple[str, ...]
    questions_removed: tuple[str, ...]
    choices_added: tuple[tuple[str, str], ...]
    choices_removed: tuple[tuple[str, str], ...]


def compare(old: Questionnaire, new: Questionnaire) -> Difference:
    """What an edit moves, exactly. Raises AdvisorError where the two ask questions in contradictory orders."""
    both = _side_by_side(old, new)
    moved: dict[tuple[str, str], tuple[int, Pair, int]] = {}
    total = 0
    for pair, tally in both.layers.final.items():
        applying = both.first.applying(pair.first), both.second.applying(pair.second)
        for place, sets in both.layers.places(tally):
            before = both.first.leaders(pair.first, place, applying[0])[0].id
            after = both.second.leaders(pair.second, place + pair.offset, applying[1])[0].id
            total += sets
            if before != after:
                count, example, at = moved.get((before, after), (0, pair, place))
                moved[before, after] = (count + sets, example, at)
    return Difference(
        total,
        tuple(
            Moved(before, after, sets, _example(both, pair, place))
            for (before, after), (sets, pair, place) in sorted(moved.items(), key=lambda entry: -entry[1][0])
        ),
        _only_in(new, old),
        _only_in(old, new),
        _choices_only_in(new, old),
        _choices_only_in(old, new),
    )


def _example(both: SideBySide, pair: Pair, place: int) -> Answers:
    """The answers of two walks together, in the new questionnaire's order, those that only the old one asks last."""
    old, new = both.witness(pair, place)
    given = {**old, **new}
    ids = dict.fromkeys(
        question.id for space in (both.second, both.first) for question in space.questionnaire.questions
    )
    return {id: given[id] for id in ids if id in given}


def _side_by_side(old: Questionnaire, new: Questionnaire) -> SideBySide:
    """Two questionnaires made ready to be walked in one order, on the same numbers."""
    order = _joint_order(old, new)
    cuts = _joint_cuts(Space(old), Space(new))
    first = Space(old, [id for id in order if _has(old, id)], cuts)
    second = Space(new, [id for id in order if _has(new, id)], cuts)
    return SideBySide(first, second, order, [tuple(_joints(first, second, id)) for id in order])


def _joints(first: Space, second: Space, id: str) -> Iterator[Joint]:
    """Each answer that both offer to a question, or the only one that has it; those alike to both are one."""
    old = first.question(id) if id in first.positions else None
    new = second.question(id) if id in second.positions else None
    if old and new and old.kind != new.kind:
        raise AdvisorError(f"“{id}” changed from {old.kind} to {new.kind}. Give the new question its own id.")
    offered = [dict.fromkeys(space.values(each)) for space, each in ((first, old), (second, new)) if each]
    alike: dict[object, Joint] = {}
    for value in (value for value in offered[0] if value in offered[-1]):
        one, other = old and first.option(old, value), new and second.option(new, value)
        key = (one and one.shift, other and other.shift, first.tests(id, value), second.tests(id, value))
        joint = alike.setdefault(key, Joint(one, other, 0))
        alike[key] = joint._replace(sets=joint.sets + 1)
    if not alike:
        raise AdvisorError(f"“{id}” has no answer that both questionnaires offer. Give the new question its own id.")
    yield from alike.values()


def _joint_order(old: Questionnaire, new: Questionnaire) -> list[str]:
    """All questions, each after those that its condition names in either questionnaire.

    Otherwise as the new one lists them, and those that only the old one has after the one they followed there: a walk
    that leaves what belongs together in one place has less to remember.
    """
    earlier: dict[str, set[str]] = {}
    for question in (*new.questions, *old.questions):
        earlier.setdefault(question.id, set()).update(clause.question for clause in clauses(question.when))
    sorter = TopologicalSorter(earlier)
    try:
        sorter.prepare()
    except CycleError as error:
        names = " → ".join(error.args[1])
        raise AdvisorError(
            f"The two questionnaires ask in opposite orders: {names}. Compare them in two steps."
        ) from None
    ranks = _ranks(old, new)
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=ranks.__getitem__)
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return order


def _ranks(old: Questionnaire, new: Questionnaire) -> dict[str, int]:
    """Where each question stands in the new questionnaire; for those of the old one alone, the one before it does."""
    ranks = {question.id: rank for rank, question in enumerate(new.questions)}
    rank = -1
    for question in old.questions:
        rank = ranks.setdefault(question.id, rank)
    return ranks


def _joint_cuts(old: Space, new: Space) -> dict[str, frozenset[int]]:
    cuts: dict[str, frozenset[int]] = {}
    for space in (old, new):
        for question in space.questions:
            if question.kind == "number":
                cuts[question.id] = cuts.get(question.id, frozenset()).union(space.first_numbers(question))
    return cuts


def _has(questionnaire: Questionnaire, id: str) -> bool:
    return any(question.id == id for question in questionnaire.questions)


def _only_in(one: Questionnaire, other: Questionnaire) -> tuple[str, ...]:
    return tuple(question.id for question in one.questions if not _has(other, question.id))


def _choices_only_in(one: Questionnaire, other: Questionnaire) -> tuple[tuple[str, str], ...]:
    """Choices of questions that both have; bands are no answers, so they don't count."""
    return tuple(
        (question.id, choice.id)
        for question in one.questions
        if question.kind != "number" and _has(other, question.id)
        for choice in question.choices
        if choice.id not in {each.id for each in other.question(question.id).choices}
    )
