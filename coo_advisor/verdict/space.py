"""Every complete set of answers, walked state by state: what was answered counts only as far as it still matters."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, combinations
from math import prod
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, truth
from coo_advisor.questionnaire.model import ALWAYS, Clause, Question, Questionnaire, Scenario, Value, clauses
from coo_advisor.verdict.scoring import Score, leaders, most_points, points, weighted
from coo_advisor.verdict.tally import UNCOUNTED, Layers, Step

Choices = Sequence[Sequence["Option"]]
"""The options to walk, for each question of a space."""


Remembered = tuple[tuple[str, Value], ...]
"""The answers that a later condition names: question id and value."""


class State(NamedTuple):
    """Where a walk stands: the answers that a later condition names, and the most points of each candidate so far.

    Answers that no remaining condition tells apart are remembered as the first of them.
    """

    remembered: Remembered = ()
    most: tuple[int, ...] = ()


class Option(NamedTuple):
    """Answers to one question that nothing tells apart; `value` is the first of `sets` such answers."""

    value: Value
    shift: int
    remembered: Value
    sets: int = 1


class Space:
    """The complete sets of answers to a questionnaire, ready to be walked.

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
        by_id = {question.id: question for question in questionnaire.questions}
        self.questions = tuple(by_id[id] for id in order) if order else questionnaire.questions
        self.positions = {question.id: position for position, question in enumerate(self.questions)}
        self._clauses = _clauses_by_question(questionnaire)
        self._cuts = cuts or {}
        self._given: dict[tuple[str, Value], Option] = {}
        self._alike: dict[str, dict[tuple[bool, ...], Value]] = {}
        self.most = tuple(
            tuple(weighted(scenario.weights, most_points(question)) for scenario in self.candidates)
            for question in self.questions
        )
        self._sizes: tuple[int, ...] = tuple(sum(column) + 1 for column in zip(*self.most, strict=True))
        self._strides: tuple[int, ...] = tuple(prod(self._sizes[:index]) for index in range(len(self._sizes)))
        self.size = prod(self._sizes)
        self.start = State(most=(0,) * len(self.candidates))
        self._afters: dict[tuple[int, State, Value | None], State] = {}
        self._applies: dict[tuple[int, Remembered], bool] = {}

    @cached_property
    def options(self) -> tuple[tuple[Option, ...], ...]:
        """The options of every question: each distinguishable answer once."""
        return tuple(self._options(question) for question in self.questions)

    @cached_property
    def digit(self) -> int:
        """Bytes that hold the number of all sets."""
        return prod(max(1, sum(option.sets for option in options)) for options in self.options).bit_length() // 8 + 1

    @cached_property
    def _last_use(self) -> dict[str, int]:
        """Question id → the position of the last question whose condition names it; the end, where a scenario does."""
        last = {
            clause.question: position
            for position, question in enumerate(self.questions)
            for clause in clauses(question.when)
        }
        end = len(self.questions)
        return last | {clause.question: end for clause in _scenario_clauses(self.questionnaire)}

    def in_order(self, order: Sequence[str]) -> "Space":
        """The same space, to be walked in another order; what its questions offer isn't worked out again."""
        other = Space(self.questionnaire, order, self._cuts)
        other.options = tuple(self.options[self.positions[id]] for id in order)
        other._given, other._alike = self._given, self._alike
        return other

    def option(self, question: Question, value: Value) -> Option:
        """The option that one given answer is."""
        if isinstance(value, int):
            return self._option(question, value)
        key = (question.id, value)
        if key not in self._given:
            self._given[key] = self._option(question, value)
        return self._given[key]

    def _option(self, question: Question, value: Value) -> Option:
        earned = points(question, value)
        shift = sum(
            stride * weighted(scenario.weights, earned)
            for stride, scenario in zip(self._strides, self.candidates, strict=True)
        )
        return Option(value, shift, self._first_alike(question)[self.tests(question.id, value)])

    def question(self, id: str) -> Question:
        return self.questions[self.positions[id]]

    def named(self, id: str) -> bool:
        """Whether any condition names a question."""
        return id in self._clauses

    def tests(self, id: str, value: Value) -> tuple[bool, ...]:
        """What each clause that names a question says of an answer to it."""
        return tuple(clause.accepts(value) for clause in self._clauses.get(id, ()))

    def worth(self, option: Option, index: int) -> int:
        """The weighted points of an option for one candidate."""
        return self._points(option.shift, index)

    def swing(self, id: str, indexes: Iterable[int]) -> int:
        """The most weighted points that turn on a question, for one of these candidates."""
        options = self.options[self.positions[id]]
        worths = ([self.worth(option, index) for option in options] for index in indexes)
        return max(max(each) - min(each) for each in worths)

    def asks(self, position: int, state: State) -> bool:
        """Whether the question at a position is asked on the walks in a state."""
        question = self.questions[position]
        if question.when == ALWAYS:
            return True
        key = (position, state.remembered)
        if key not in self._applies:
            self._applies[key] = truth(question.when, dict(state.remembered)) is True
        return self._applies[key]

    def after(self, position: int, state: State, option: Option | None) -> State:
        """The state once the question at a position was answered, or passed over (`option` None)."""
        key = (position, state, option and option.remembered)
        if key not in self._afters:
            self._afters[key] = self._after(position, state, option)
        return self._afters[key]

    def _after(self, position: int, state: State, option: Option | None) -> State:
        question = self.questions[position].id
        remembered = state.remembered
        if option is not None and self._last_use.get(question, -1) > position:
            remembered = (*remembered, (question, option.remembered))
        remembered = tuple(pair for pair in remembered if self._last_use[pair[0]] > position)
        most = state.most
        if option is not None:
            most = tuple(before + here for before, here in zip(most, self.most[position], strict=True))
        return State(remembered, most)

    def walk(self, choices: Choices, *, counted: bool = False) -> Layers[State, Value | None]:
        """Every complete set of answers made of these options, tallied by state; the labels are the values."""

        def steps(position: int, state: State) -> Iterator[Step[State, Value | None]]:
            return self.steps(position, state, choices[position])

        return Layers(self.start, len(self.questions), steps, self.digit if counted else UNCOUNTED)

    def steps(self, position: int, state: State, options: Iterable[Option]) -> Iterator[Step[State, Value | None]]:
        """The ways on from a state over the question at a position, with these options where it is asked."""
        if not self.asks(position, state):
            yield Step(self.after(position, state, None), 0, 1, None)
            return
        for option in options:
            yield Step(self.after(position, state, option), option.shift, option.sets, option.value)

    def longest(self, answers: Answers) -> int:
        """The number of questions on the longest walk that these answers can still lead to."""
        choices = self.choices(answers)
        lengths = {self.start.remembered: 0}
        for position in range(len(self.questions)):
            following: dict[Remembered, int] = {}
            for remembered, length in lengths.items():
                state = self.start._replace(remembered=remembered)
                asks = self.asks(position, state)
                for option in choices[position] if asks else (None,):
                    after = self.after(position, state, option).remembered
                    following[after] = max(following.get(after, 0), length + asks)
            lengths = following
        return max(lengths.values())

    def answered(self, values: Sequence[Value | None]) -> dict[str, Value | None]:
        """The answers that the labels of a walk stand for."""
        pairs = zip(self.questions, values, strict=True)
        return {question.id: value for question, value in pairs if value is not None}

    def choices(self, answers: Answers) -> Choices:
        """What was answered, and every option of what was not."""
        return [
            self.options[position] if (value := answers.get(question.id)) is None else (self.option(question, value),)
            for position, question in enumerate(self.questions)
        ]

    def applying(self, state: State) -> tuple[int, ...]:
        """The candidates, by index, that apply in a final state."""
        remembered = dict(state.remembered)
        return tuple(
            index
            for index, scenario in enumerate(self.candidates)
            if truth(scenario.when, remembered)
            and not any(truth(exclusion.when, remembered) for exclusion in scenario.unless)
        )

    def score(self, state: State, place: int, index: int) -> Score:
        """The score of a candidate at one place of a final state."""
        return Score(self._points(place, index), state.most[index])

    def leaders(self, state: State, place: int, applying: Iterable[int]) -> tuple[Scenario, ...]:
        """The verdict at one place of a final state."""
        scores = [(self.candidates[index], self.score(state, place, index)) for index in applying]
        return leaders(self.questionnaire, scores)

    def _first_alike(self, question: Question) -> dict[tuple[bool, ...], Value]:
        """The first answer of each kind that conditions tell apart; it is remembered for all of its kind."""
        if question.id not in self._alike:
            firsts: dict[tuple[bool, ...], Value] = {}
            for value in self.values(question) if self.named(question.id) else ("",):
                firsts.setdefault(self.tests(question.id, value), value)
            self._alike[question.id] = firsts
        return self._alike[question.id]

    def _points(self, place: int, index: int) -> int:
        return place // self._strides[index] % self._sizes[index]

    def _options(self, question: Question) -> tuple[Option, ...]:
        distinct: dict[tuple[int, tuple[bool, ...]], Option] = {}
        for value in self.values(question):
            one = self.option(question, value)
            key = (one.shift, self.tests(question.id, value))
            first = distinct.setdefault(key, one._replace(sets=0))
            distinct[key] = first._replace(sets=first.sets + 1)
        return tuple(distinct.values())

    def values(self, question: Question) -> Iterator[Value]:
        """Each answer to a question once; of a number, the first of each range that nothing tells apart."""
        if question.kind == "choice":
            yield from (choice.id for choice in question.choices)
        elif question.kind == "several":
            ids = [choice.id for choice in question.choices]
            yield from chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1))
        elif question.kind == "number":
            yield from self.first_numbers(question)
        else:
            yield ""

    def first_numbers(self, question: Question) -> list[int]:
        """The numbers at which a band or a condition changes: one answer for each range that nothing tells apart."""
        assert question.numbers is not None
        ranges = [choice.band for choice in question.choices if choice.band]
        ranges += chain.from_iterable(clause.ranges for clause in self._clauses.get(question.id, ()))
        starts = {question.numbers.low, *self._cuts.get(question.id, ())}
        starts |= {each.low for each in ranges} | {each.high + 1 for each in ranges}
        return sorted(number for number in starts if number in question.numbers)


def _clauses_by_question(questionnaire: Questionnaire) -> dict[str, list[Clause]]:
    by_question: dict[str, list[Clause]] = {}
    asking = chain.from_iterable(clauses(question.when) for question in questionnaire.questions)
    for clause in chain(asking, _scenario_clauses(questionnaire)):
        by_question.setdefault(clause.question, []).append(clause)
    return by_question


def _scenario_clauses(questionnaire: Questionnaire) -> Iterator[Clause]:
    for scenario in questionnaire.scenarios:
        yield from clauses(scenario.when)
        for exclusion in scenario.unless:
            yield from clauses(exclusion.when)
