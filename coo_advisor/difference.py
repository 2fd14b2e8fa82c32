"""What an edit of the questionnaire moves: both versions walked side by side on the same answers."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from math import prod
from typing import NamedTuple

from coo_advisor.errors import AdvisorError
from coo_advisor.flow import Answers
from coo_advisor.questionnaire import Question, Questionnaire, Value
from coo_advisor.space import Option, Space, State
from coo_advisor.tally import Layers, Step


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


class _Pair(NamedTuple):
    """Where the two walks stand; the new one's place is the old one's plus `offset`."""

    old: State
    new: State
    offset: int = 0


class _Answer(NamedTuple):
    """An answer that both walks read, or that one of them reads alone (the other's option is None)."""

    value: Value
    old: Option | None
    new: Option | None
    sets: int


def compare(old: Questionnaire, new: Questionnaire) -> Difference:
    """What an edit moves, exactly. Raises AdvisorError where the two ask questions in contradictory orders."""
    both = _SideBySide(old, new)
    layers = Layers(_Pair(both.old.start, both.new.start), len(both.order), both.steps, both.digit)
    moved: dict[tuple[str, str], tuple[int, _Pair, int]] = {}
    total = 0
    for pair, tally in layers.final.items():
        applying = both.old.applying(pair.old), both.new.applying(pair.new)
        for place, sets in layers.places(tally):
            before = both.old.leaders(pair.old, place, applying[0])[0].id
            after = both.new.leaders(pair.new, place + pair.offset, applying[1])[0].id
            total += sets
            if before != after:
                count, *where = moved.get((before, after), (0, pair, place))
                moved[before, after] = (count + sets, *where)  # type: ignore[assignment]  # where is a pair, a place
    return Difference(
        total,
        tuple(
            Moved(before, after, sets, both.example(layers.trace(pair, place)))
            for (before, after), (sets, pair, place) in sorted(moved.items(), key=lambda entry: -entry[1][0])
        ),
        _only_in(new, old),
        _only_in(old, new),
        _choices_only_in(new, old),
        _choices_only_in(old, new),
    )


Label = tuple[str, Value] | None


class _SideBySide:
    """Two questionnaires made ready to be walked in one order, on the same numbers."""

    def __init__(self, old: Questionnaire, new: Questionnaire) -> None:
        self.order = _joint_order(old, new)
        cuts = _joint_cuts(Space(old), Space(new))
        self.old = Space(old, [id for id in self.order if _has(old, id)], cuts)
        self.new = Space(new, [id for id in self.order if _has(new, id)], cuts)
        self._answers = [tuple(self._joint_answers(id)) for id in self.order]
        self.digit = prod(max(1, sum(answer.sets for answer in each)) for each in self._answers).bit_length() // 8 + 1

    def steps(self, position: int, pair: _Pair) -> Iterator[Step[_Pair, Label]]:
        """The ways on from a pair of states: one for each answer, or past a question that neither asks."""
        id = self.order[position]
        old, new = self.old.positions.get(id), self.new.positions.get(id)
        asked = old is not None and self.old.asks(old, pair.old), new is not None and self.new.asks(new, pair.new)
        if not any(asked):
            yield Step(self._after(pair, old, new, None, None), 0, 1, None)
            return
        for answer in self._answers[position]:
            first, second = answer.old if asked[0] else None, answer.new if asked[1] else None
            after = self._after(pair, old, new, first, second)
            yield Step(after, first.shift if first else 0, answer.sets, (id, answer.value))

    def example(self, labels: list[Label]) -> Answers:
        """The answers of one walk in the new questionnaire's order, those that only the old one asks last."""
        given = dict(label for label in labels if label is not None and label[1] != "")
        ids = dict.fromkeys(question.id for space in (self.new, self.old) for question in space.questionnaire.questions)
        return {id: given[id] for id in ids if id in given}

    def _after(
        self, pair: _Pair, old: int | None, new: int | None, first: Option | None, second: Option | None
    ) -> _Pair:
        gap = (second.shift if second else 0) - (first.shift if first else 0)
        return _Pair(
            pair.old if old is None else self.old.after(old, pair.old, first),
            pair.new if new is None else self.new.after(new, pair.new, second),
            pair.offset + gap,
        )

    def _joint_answers(self, id: str) -> Iterator[_Answer]:
        """Each answer that both offer to a question, or the only one that has it; those alike to both are one."""
        old = self.old.question(id) if id in self.old.positions else None
        new = self.new.question(id) if id in self.new.positions else None
        alike: dict[object, _Answer] = {}
        for value in self._values(old, new):
            first, second = (old and self.old.option(old, value)), (new and self.new.option(new, value))
            key = (first and first.shift, second and second.shift, self.old.tests(id, value), self.new.tests(id, value))
            one = alike.setdefault(key, _Answer(value, first, second, 0))
            alike[key] = one._replace(sets=one.sets + 1)
        yield from alike.values()

    def _values(self, old: Question | None, new: Question | None) -> list[Value]:
        if old is None or new is None:
            space, question = (self.old, old) if old else (self.new, new)
            assert question is not None
            return list(space.values(question))
        if old.kind != new.kind:
            raise AdvisorError(
                f"Question “{old.id}” changed from {old.kind} to {new.kind}. Give the new one its own id."
            )
        offered = set(self.new.values(new))
        return [value for value in self.old.values(old) if value in offered]


def _joint_order(old: Questionnaire, new: Questionnaire) -> list[str]:
    """All questions, each after those that its condition names in either questionnaire."""
    earlier: dict[str, set[str]] = {}
    for question in (*new.questions, *old.questions):
        earlier.setdefault(question.id, set()).update(clause.question for clause in question.when)
    try:
        return list(TopologicalSorter(earlier).static_order())
    except CycleError as error:
        names = " → ".join(error.args[1])
        raise AdvisorError(
            f"The two questionnaires ask in opposite orders: {names}. Compare them in two steps."
        ) from None


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
