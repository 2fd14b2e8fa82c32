"""What an undecided recommendation turns on: the questions still open, and what their answers lead to."""

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product
from typing import NamedTuple

from coo_advisor.proof.twins import Joint, TwinWalk
from coo_advisor.questionnaire.flow import Answers, reachable
from coo_advisor.questionnaire.model import Question, Value
from coo_advisor.questionnaire.paths import Beyond
from coo_advisor.report.phrasing import capitalised, counted
from coo_advisor.verdict.assessment import Assessment
from coo_advisor.verdict.outcomes import verdicts
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.walk import Budget, Walk
from coo_advisor.wording.words import Words

_MOST_WORK = 20_000
"""The budget to find out whether one question is open; if that is not enough, it is taken to be."""

_MOST_RIVALS = 6
"""Of how many open questions the pairs are compared: those that most points turn on."""


_FEW = 2
"""As many questions as a grid has."""


class Grid(NamedTuple):
    """What the answers to one or two questions lead to: the id of a scenario, or None while still open.

    `columns` is None if there is one question: then each row has one cell.
    """

    rows: Question
    columns: Question | None
    cells: tuple[tuple[str | None, ...], ...]

    @property
    def settled(self) -> int:
        """How many cells are not open any more."""
        return sum(cell is not None for row in self.cells for cell in row)


class Open(NamedTuple):
    """The questions whose answers can still change the recommendation, and a grid of one or two of them."""

    questions: tuple[Question, ...]
    grid: Grid | None

    @property
    def others(self) -> tuple[Question, ...]:
        """The questions that the grid leaves aside."""
        shown = (self.grid.rows, self.grid.columns) if self.grid else ()
        return tuple(question for question in self.questions if question not in shown)


def look_at_open(assessment: Assessment) -> Open:
    """What an undecided recommendation turns on."""
    search = _Completions(assessment)
    questions = tuple(question for question in search.missing() if search.is_open(question))
    drawable = [question for question in questions if question.kind in ("choice", "number") and question.choices]
    if len(questions) == 1:
        return Open(questions, search.grid(questions[0], None) if drawable else None)
    if len(assessment.depends_on) > _FEW:
        return Open(questions, None)
    rivals = sorted(drawable, key=search.swing, reverse=True)[:_MOST_RIVALS]
    pairs = [pair for pair in combinations(drawable, 2) if all(question in rivals for question in pair)]
    grids = [search.grid(*_longer_first(pair)) for pair in pairs]
    grid = max(grids, key=lambda grid: grid.settled, default=None)
    return Open(questions, grid if grid and grid.settled else None)


def named_open(words: Words, questions: Sequence[Question]) -> str:
    """How many answers are missing, and which ones if they are few; the questions that decide name them all."""
    count = capitalised(counted(words, len(questions)))
    if len(questions) > _FEW:
        return words("missing_many", count=count)
    named = [words("quote", text=words.of(question.short)) for question in questions]
    key = "missing_one" if len(questions) == 1 else "missing_some"
    return words(key, count=count, questions=words.listed(named, "list_and"))


def _longer_first(pair: tuple[Question, ...]) -> tuple[Question, Question]:
    """The question with more answers goes down the page."""
    first, second = pair
    return (second, first) if len(second.choices) > len(first.choices) else (first, second)


class _Completions:
    """All sets of answers that complete the given ones."""

    def __init__(self, assessment: Assessment) -> None:
        self._answers = assessment.answers
        self._space = Space(assessment.questionnaire)

    def missing(self) -> Iterator[Question]:
        """The questions without an answer that points or conditions turn on."""
        for question in reachable(self._space.questionnaire, self._answers, self._space.paths):
            if self._answers.get(question.id) is None and (self.swing(question) or self._space.steers(question.id)):
                yield question

    def swing(self, question: Question) -> int:
        """The most weighted points that turn on a question."""
        return self._space.swing(question.id, range(len(self._space.candidates)))

    def is_open(self, question: Question) -> bool:
        """Whether another answer to a question could lead elsewhere, whatever else is answered."""
        space = self._space
        bits = [1 << index for index in range(len(space.questionnaire.scenarios))]
        try:
            walk = Walk(space, self._answers)
            joints = [
                [Joint(each, each, each.sets) for each in walk.classes(place)] for place in range(len(space.questions))
            ]
            classes = walk.classes(space.positions[question.id])
            joints[space.positions[question.id]] = [Joint(one, other, 1) for one, other in combinations(classes, 2)]
            order = [each.id for each in space.questions]
            both = TwinWalk(walk, walk, order, joints, Budget(space, _MOST_WORK), must_ask=question.id)
            return bool(both.find(set(permutations(bits, 2)), enough=1))
        except Beyond:
            return True

    def grid(self, rows: Question, columns: Question | None) -> Grid:
        """What each answer, or each pair of answers, leads to."""
        across = self._values(columns) if columns else [()]
        cells = tuple(tuple(self._cell(rows, down, columns, along) for along in across) for down in self._values(rows))
        return Grid(rows, columns, cells)

    def _cell(
        self, rows: Question, down: tuple[Value, ...], columns: Question | None, along: tuple[Value, ...]
    ) -> str | None:
        given: list[Answers] = [{rows.id: one} for one in down]
        if columns:
            given = [{**one, columns.id: other} for one, other in product(given, along)]
        left = {id for more in given for id in self._possible({**self._answers, **more})}
        return left.pop() if len(left) == 1 else None

    def _possible(self, answers: Answers) -> tuple[str, ...]:
        """Two of the scenarios that some answers leave possible, or all if there is only one."""
        try:
            return tuple(verdicts(Walk(self._space, answers), enough=2))
        except Beyond:
            return tuple(scenario.id for scenario in self._space.questionnaire.scenarios)

    def _values(self, question: Question) -> list[tuple[Value, ...]]:
        """For each choice or band, the values that can make a difference."""
        if question.kind == "choice":
            return [(choice.id,) for choice in question.choices]
        numbers = [value for value in self._space.paths.values(question) if isinstance(value, int)]
        return [
            tuple(number for number in numbers if choice.band and number in choice.band) for choice in question.choices
        ]
