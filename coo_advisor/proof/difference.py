"""What an edit of the questionnaire moves: both versions walked side by side on the same answers."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import chain, combinations
from typing import NamedTuple

from coo_advisor.proof.twins import MOST_WORK, Joint, Shift, TwinWalk
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Question, Questionnaire, clauses
from coo_advisor.system.errors import AdvisorError, Said
from coo_advisor.verdict.space import AnswerClass, Space
from coo_advisor.verdict.walk import Budget, Walk


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
    """What an edit moves, exactly.

    Raises AdvisorError if the two ask questions in contradictory orders, or if the comparison takes too long.
    """
    both = _twin_walk(old, new)
    counts = both.counted()
    moved = {shift: sets for shift, sets in counts.items() if _ids(both, shift)[0] != _ids(both, shift)[1]}
    examples = both.find(set(moved))
    return Difference(
        sum(counts.values()),
        tuple(
            Moved(*_ids(both, shift), sets, _example(both, *examples[shift]))
            for shift, sets in sorted(moved.items(), key=lambda entry: -entry[1])
        ),
        _only_in(new, old),
        _only_in(old, new),
        _choices_only_in(new, old),
        _choices_only_in(old, new),
    )


def _ids(both: TwinWalk, shift: Shift) -> tuple[str, str]:
    """The scenarios that two bits stand for."""
    before, after = shift
    return both.first.named(before)[0], both.second.named(after)[0]


def _example(both: TwinWalk, old: Answers, new: Answers) -> Answers:
    """The answers of two walks together, in the new questionnaire's order, those that only the old one asks last."""
    given = {**old, **new}
    ids = dict.fromkeys(
        question.id for walk in (both.second, both.first) for question in walk.space.questionnaire.questions
    )
    return {id: given[id] for id in ids if id in given}


def _twin_walk(old: Questionnaire, new: Questionnaire) -> TwinWalk:
    """Two questionnaires made ready to be walked in one order, on the same numbers."""
    order = _joint_order(old, new)
    cuts = _joint_cuts(Space(old), Space(new))
    first = Space(old, [id for id in order if _has(old, id)], cuts)
    second = Space(new, [id for id in order if _has(new, id)], cuts)
    joints = [_joints(first, second, id) for id in order]
    return TwinWalk(
        Walk(first, {}), Walk(second, {}), order, joints, Budget(max(first, second, key=_scenarios), MOST_WORK)
    )


def _scenarios(space: Space) -> int:
    return len(space.questionnaire.scenarios)


def _joints(first: Space, second: Space, id: str) -> tuple[Joint, ...]:
    """Each answer that both offer to a question, or the only one that has it; those alike to both are one."""
    old, new = (space.question(id) if id in space.positions else None for space in (first, second))
    if old and new and old.kind != new.kind:
        template = "“{id}” changed from {old} to {new}. Give the new question its own id."
        raise AdvisorError(Said(template, id=id, old=old.kind, new=new.kind))
    if old is None or new is None:
        space = second if old is None else first
        classes = space.classes[space.positions[id]]
        return tuple(Joint(each if old else None, each if new else None, each.sets) for each in classes)
    alike: dict[tuple[int, ...], Joint] = {}
    for one, other in _answers_of_both(first, second, old, new):
        key = (one.kind, one.worth, other.kind, other.worth)
        first_alike = alike.get(key, Joint(one, other, 0))
        alike[key] = first_alike._replace(sets=first_alike.sets + 1)
    if not alike:
        template = "“{id}” has no answer that both questionnaires offer. Give the new question its own id."
        raise AdvisorError(Said(template, id=id))
    return tuple(alike.values())


def _answers_of_both(
    first: Space, second: Space, old: Question, new: Question
) -> Iterator[tuple[AnswerClass, AnswerClass]]:
    """Every answer that two versions of a question offer, as each reads it; several choices are a set in either."""
    offered = [value for value in first.paths.values(old) if value in set(second.paths.values(new))]
    if old.kind != "several":
        for value in offered:
            yield first.answer_class(old.id, value), second.answer_class(new.id, value)
        return
    ids = [choice.id for choice in new.choices if choice.id in offered]
    for chosen in chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1)):
        as_listed = tuple(choice.id for choice in old.choices if choice.id in chosen)
        yield first.answer_class(old.id, as_listed), second.answer_class(new.id, chosen)


def _joint_order(old: Questionnaire, new: Questionnaire) -> list[str]:
    """All questions, each after those that its condition names in either questionnaire, and those that changed last.

    As long as both walks stand in the same place, there are no more pairs than cells. Otherwise as the new one lists
    them, and those that only the old one has after the one they followed there.
    """
    earlier: dict[str, set[str]] = {}
    for question in (*new.questions, *old.questions):
        earlier.setdefault(question.id, set()).update(clause.question for clause in clauses(question.when))
    sorter = TopologicalSorter(earlier)
    try:
        sorter.prepare()
    except CycleError as error:
        names = " → ".join(error.args[1])
        template = "The two questionnaires ask in opposite orders: {names}. Compare them in two steps."
        raise AdvisorError(Said(template, names=names)) from None
    ranks = {id: (_changed(old, new, id), rank) for id, rank in _ranks(old, new).items()}
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=ranks.__getitem__)
        order.append(ready.pop(0))
        sorter.done(order[-1])
    return order


def _changed(old: Questionnaire, new: Questionnaire, id: str) -> bool:
    """Whether a question is asked in other cases, offers other answers or is worth other points."""
    if not (_has(old, id) and _has(new, id)):
        return True
    one, other = old.question(id), new.question(id)
    offered = [{(each.id, each.band, *sorted(each.points.items())) for each in side.choices} for side in (one, other)]
    return one.when != other.when or one.numbers != other.numbers or offered[0] != offered[1]


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
                cuts[question.id] = cuts.get(question.id, frozenset()).union(space.paths.first_numbers(question))
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
