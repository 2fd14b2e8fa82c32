"""What an undecided recommendation turns on: the questions still open, and what their answers lead to."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations, product
from typing import NamedTuple

from coo_advisor.proof.twins import Joint, TwinWalk
from coo_advisor.questionnaire.flow import Answers, reachable
from coo_advisor.questionnaire.model import Question
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


class OpenQuestions(NamedTuple):
    """The questions whose answers can still change the recommendation, and a grid of one or two of them."""

    questions: tuple[Question, ...]
    grid: Grid | None

    @property
    def others(self) -> tuple[Question, ...]:
        """The questions that the grid leaves aside."""
        shown = (self.grid.rows, self.grid.columns) if self.grid else ()
        return tuple(question for question in self.questions if question not in shown)


def open_questions(assessment: Assessment) -> tuple[Question, ...]:
    """The questions whose answers can still change the recommendation, without what they lead to."""
    return _Completions(assessment).open_questions()


def look_at_open(assessment: Assessment) -> OpenQuestions:
    """What an undecided recommendation turns on."""
    search = _Completions(assessment)
    questions = search.open_questions()
    drawable = [question for question in questions if question.kind in ("choice", "number") and question.choices]
    if len(questions) == 1:
        return OpenQuestions(questions, search.grid(questions[0], None) if drawable else None)
    if len(assessment.depends_on) > _FEW:
        return OpenQuestions(questions, None)
    rivals = sorted(drawable, key=search.swing, reverse=True)[:_MOST_RIVALS]
    for question in rivals:
        search.grid(question, None)  # what one answer settles needs no second
    pairs = [pair for pair in combinations(drawable, 2) if all(question in rivals for question in pair)]
    grids = [search.grid(*_longer_first(pair)) for pair in pairs]
    grid = max(grids, key=lambda grid: grid.settled, default=None)
    return OpenQuestions(questions, grid if grid and grid.settled else None)


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
    """All sets of answers that complete the given ones.

    What is found with some answers more is remembered: a scenario that is settled stays so with others added, and
    complete answers that lead to one show it to be possible with every answer in them.
    """

    def __init__(self, assessment: Assessment) -> None:
        self._answers = assessment.answers
        self._space = Space(assessment.questionnaire)
        self._settled: list[tuple[Answers, str]] = []
        self._complete: list[tuple[Answers, str]] = []

    def open_questions(self) -> tuple[Question, ...]:
        """The questions whose answers can still lead elsewhere."""
        return tuple(filter(self._is_open, self._missing()))

    def _missing(self) -> Iterator[Question]:
        """The questions without an answer that points or conditions turn on."""
        for question in reachable(self._space.questionnaire, self._answers, self._space.paths):
            if self._answers.get(question.id) is None and (self.swing(question) or self._space.steers(question.id)):
                yield question

    def swing(self, question: Question) -> int:
        """The most weighted points that turn on a question."""
        return self._space.swing(question.id, range(len(self._space.candidates)))

    def _is_open(self, question: Question) -> bool:
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
        down = self._answers_to(rows)
        across: list[list[Answers]] = self._answers_to(columns) if columns else [[{}]]
        cells = tuple(tuple(self._cell(product(row, column)) for column in across) for row in down)
        return Grid(rows, columns, cells)

    def _cell(self, pairs: Iterable[tuple[Answers, Answers]]) -> str | None:
        left = {self._settles({**one, **other}) for one, other in pairs}
        return left.pop() if len(left) == 1 else None

    def _settles(self, more: Answers) -> str | None:
        """The only scenario that is possible with some answers more; None if there are others."""
        for given, id in self._settled:
            if given.items() <= more.items():
                return id
        found = {id for answers, id in self._complete if all(answers.get(id, one) == one for id, one in more.items())}
        if len(found) < _FEW:
            found = self._possible(more)
        return found.pop() if len(found) == 1 else None

    def _possible(self, more: Answers) -> set[str]:
        """Two of the scenarios that are possible with some answers more, or all if there is only one."""
        try:
            found = verdicts(Walk(self._space, {**self._answers, **more}), enough=2)
        except Beyond:
            return {scenario.id for scenario in self._space.questionnaire.scenarios}
        self._complete += [(answers, id) for id, answers in found.items() if answers is not None]
        if len(found) == 1:
            self._settled += [(more, id) for id in found]
        return set(found)

    def _answers_to(self, question: Question) -> list[list[Answers]]:
        """For each choice or band, the answers in it that can make a difference."""
        values = list(self._space.paths.values(question))
        return [
            [{question.id: value} for value in values if choice in question.chosen(value)]
            for choice in question.choices
        ]
