"""What answers are worth: to each scenario that needs a score, and to the conditions that name their question.

The points of all scenarios are packed into one whole number, a *place*: each has a field for the points earned and one
for the most that could be earned. Giving an answer adds to the place, which is one addition.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, reachable
from coo_advisor.questionnaire.model import Question, Questionnaire, Value, clauses
from coo_advisor.questionnaire.paths import PASSED, Beyond, Node, Paths
from coo_advisor.verdict.scoring import Score, best, most_points, points, weighted

Bounds = tuple[float, float]
"""The least and the most that something can come to."""


class AnswerClass(NamedTuple):
    """Answers to one question that nothing distinguishes; `value` is the first of `sets` such answers.

    `kind` is what conditions notice of them, `worth` their points: packed into a place, or on one meter.
    """

    value: Value
    kind: int
    worth: int
    sets: int = 1


class Field(NamedTuple):
    """Where a place holds one scenario's score: the points from bit `points` on, the most from bit `most` on."""

    points: int
    most: int
    ones: int

    def score(self, place: int) -> Score:
        return Score(place >> self.points & self.ones, place >> self.most & self.ones)


class Meter:
    """One measure of answers, such as a scenario's score: signals with their weights."""

    def __init__(self, paths: Paths, weights: Mapping[str, int]) -> None:
        self.weights = weights
        self.most = tuple(best(question, weights) for question in paths.questions)
        self._paths = paths
        self._given: dict[tuple[int, Value], Mapping[int, tuple[int, int]]] = {}

    def worth(self, earned: Mapping[str, int]) -> int:
        """The weighted points of some points."""
        return weighted(self.weights, earned)

    @cached_property
    def ranges(self) -> tuple[Mapping[int, tuple[int, int]], ...]:
        """For each question: kind of answer → the least and the most that one of that kind is worth."""
        return tuple(self._ranges(question) for question in self._paths.questions)

    def range_of(self, position: int, value: Value) -> Mapping[int, tuple[int, int]]:
        """The same for one answer to the question at a position."""
        if len(self.ranges[position]) == 1 and not self.most[position]:  # as of texts, which never come to an end
            return self.ranges[position]
        key = (position, value)
        if key not in self._given:
            question = self._paths.questions[position]
            worth = self.worth(points(question, value))
            self._given[key] = {self._paths.kind(question.id, value): (worth, worth)}
        return self._given[key]

    def _ranges(self, question: Question) -> dict[int, tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        for each in _classes(self._paths, question, self.worth):
            low, high = found.get(each.kind, (each.worth, each.worth))
            found[each.kind] = min(low, each.worth), max(high, each.worth)
        return found


class Space:
    """A questionnaire ready to be walked: its paths, and what each answer is worth.

    `order` lists the questions to walk, each after those that its condition names (default: as listed). `cuts` are the
    numbers at which further ranges begin, for comparing two questionnaires on the same numbers.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        order: Sequence[str] | None = None,
        cuts: Mapping[str, frozenset[int]] | None = None,
    ) -> None:
        self.questionnaire = questionnaire
        self.candidates = questionnaire.candidates
        self.paths = Paths(questionnaire, order, cuts)
        self.questions = self.paths.questions
        self.positions = self.paths.positions
        self.meters = tuple(Meter(self.paths, scenario.weights) for scenario in self.candidates)
        self.fields = tuple(_fields(self.meters))
        self.asked = tuple(
            sum(meter.most[position] << field.most for meter, field in zip(self.meters, self.fields, strict=True))
            for position in range(len(self.questions))
        )
        self.scale = len(self.questions) + 1
        self._given: dict[tuple[str, Value], AnswerClass] = {}
        self._margins: dict[tuple[int, int], tuple[int, ...]] = {}
        self._masks: dict[tuple[int, ...], int] = {}
        self._orders: dict[tuple[str, ...], Space] = {}

    @cached_property
    def classes(self) -> tuple[tuple[AnswerClass, ...], ...]:
        """The classes of answers to each question: all that can make a difference."""
        return tuple(map(self.classes_of, self.questions))

    @cached_property
    def readiness(self) -> Meter:
        """The measure of how ready a lead is."""
        return Meter(self.paths, dict.fromkeys((signal.id for signal in self.questionnaire.readiness), 1))

    @cached_property
    def signals(self) -> Mapping[str, Meter]:
        """Signal id → the measure of its points alone."""
        return {signal.id: Meter(self.paths, {signal.id: 1}) for signal in self.questionnaire.signals}

    @cached_property
    def margin_ranges(self) -> tuple[tuple[tuple[int, tuple[Bounds, ...]], ...], ...]:
        """For each question, its kinds of answers, with what those of a kind add to each candidate's margin."""
        return tuple(self.margin_range(position, classes) for position, classes in enumerate(self.classes))

    def margin_range(self, position: int, answers: Sequence[AnswerClass]) -> tuple[tuple[int, tuple[Bounds, ...]], ...]:
        """The kinds of some answers to a question, with the least and the most that they add to each margin."""
        kinds: dict[int, list[tuple[int, ...]]] = {}
        for each in answers:
            kinds.setdefault(each.kind, []).append(self.margins(position, each))
        return tuple(
            (kind, tuple((min(one), max(one)) for one in zip(*margins, strict=True))) for kind, margins in kinds.items()
        )

    def margins(self, position: int, answer: AnswerClass) -> tuple[int, ...]:
        """What an answer to the question at a position adds to each candidate's margin."""
        key = (position, answer.worth)
        if key not in self._margins:
            earned = (field.score(answer.worth).points for field in self.fields)
            self._margins[key] = tuple(self.margin_of(index, position, worth) for index, worth in enumerate(earned))
        return self._margins[key]

    def margin_of(self, index: int, position: int, worth: int) -> int:
        """What an answer to the question at a position adds to a candidate's margin, worth so many points to it.

        In 100 × points − threshold × most, times `scale`; and one for each question with points to earn (`Walk.margin`).
        """
        most = self.meters[index].most[position]
        return self.scale * (100 * worth - self.candidates[index].recommend_from * most) + (most > 0)

    def in_order(self, order: Sequence[str]) -> "Space":
        """The same space, to be walked in another order."""
        key = tuple(order)
        if key not in self._orders:
            self._orders[key] = Space(self.questionnaire, order)
        return self._orders[key]

    def question(self, id: str) -> Question:
        """The question with an id. Raises KeyError if there is none."""
        return self.questions[self.positions[id]]

    def longest(self, answers: Answers) -> int:
        """The number of questions on the longest walk that these answers can still lead to.

        If there are too many ways to follow, no walk is longer.
        """
        try:
            return self.paths.longest(answers)
        except Beyond:
            return len(reachable(self.questionnaire, answers, self.paths))

    def classes_of(self, question: Question) -> tuple[AnswerClass, ...]:
        """The classes of answers to one question, which may lack some of the choices that it has here."""
        return _classes(self.paths, question, self._packed)

    def answer_class(self, id: str, value: Value) -> AnswerClass:
        """One given answer, by itself."""
        alike = self.classes[self.positions[id]]
        if len(alike) == 1:  # as of texts, which never come to an end
            return alike[0]._replace(value=value, sets=1)
        key = (id, value)
        if key not in self._given:
            worth = self._packed(points(self.question(id), value))
            self._given[key] = AnswerClass(value, self.paths.kind(id, value), worth)
        return self._given[key]

    def mask(self, node: Node) -> int:
        """The bits of a place that still matter at a node: the scores of candidates that can apply."""
        if node.open not in self._masks:
            live = [self.fields[index] for index in node.open if index < len(self.candidates)]
            self._masks[node.open] = sum(field.ones << field.points | field.ones << field.most for field in live)
        return self._masks[node.open]

    def swing(self, id: str, indexes: Sequence[int]) -> int:
        """The most weighted points that turn on a question, for one of these candidates."""
        position = self.positions[id]
        swings = [0]
        for index in indexes:
            ranges = self.meters[index].ranges[position].values()
            swings.append(max(high for _, high in ranges) - min(low for low, _ in ranges))
        return max(swings)

    def steers(self, id: str) -> bool:
        """Whether an answer can decide which scenarios apply, or which questions with points on need are asked."""
        return id in self._steering

    @cached_property
    def _steering(self) -> frozenset[str]:
        need = {signal.id for signal in self.questionnaire.need}
        found = {
            clause.question
            for scenario in self.questionnaire.scenarios
            for condition in (scenario.when, *(exclusion.when for exclusion in scenario.unless))
            for clause in clauses(condition)
        }
        for question in reversed(self.questions):
            if question.id in found or not need.isdisjoint(most_points(question)):
                found.update(clause.question for clause in clauses(question.when))
        return frozenset(found)

    def _packed(self, earned: Mapping[str, int]) -> int:
        return sum(meter.worth(earned) << field.points for meter, field in zip(self.meters, self.fields, strict=True))


def _fields(meters: Sequence[Meter]) -> Iterator[Field]:
    """Fields side by side, each wide enough for all that its meter can hold."""
    at = 0
    for meter in meters:
        width = sum(meter.most).bit_length()
        yield Field(at, at + width, (1 << width) - 1)
        at += 2 * width


def _classes(paths: Paths, question: Question, worth: Callable[[Mapping[str, int]], int]) -> tuple[AnswerClass, ...]:
    """The classes of answers to a question, distinguished by what conditions notice and by what they are worth."""
    found: dict[tuple[int, int], AnswerClass] = {}
    if question.kind == "several":
        found[PASSED, 0] = AnswerClass((), PASSED, 0)
        for choice in question.choices:
            kind, more = paths.kind(question.id, choice.id), worth(choice.points)
            with_it = [
                AnswerClass((*_ids(each.value), choice.id), each.kind | kind, each.worth + more, each.sets)
                for each in found.values()
            ]
            _merge(found, with_it)
    else:
        values = paths.values(question)
        _merge(
            found,
            [AnswerClass(value, paths.kind(question.id, value), worth(points(question, value))) for value in values],
        )
    return tuple(found.values())


def _merge(found: dict[tuple[int, int], AnswerClass], classes: Iterable[AnswerClass]) -> None:
    for each in classes:
        first = found.get((each.kind, each.worth))
        found[each.kind, each.worth] = first._replace(sets=first.sets + each.sets) if first else each


def _ids(value: Value) -> tuple[str, ...]:
    assert isinstance(value, tuple)
    return value
