"""What an undecided recommendation turns on: the questions still open, and what their answers lead to."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, reachable
from coo_advisor.questionnaire.model import Question, Scenario, Value, clauses
from coo_advisor.report.phrasing import capitalised, counted
from coo_advisor.report.recommendation import Case
from coo_advisor.verdict.assessment import Assessment
from coo_advisor.verdict.outcomes import outcomes
from coo_advisor.verdict.scoring import best
from coo_advisor.verdict.space import Space

_MOST_LOOKS = 200
"""How many sets of answers are tried to show that a question is open; after that it is taken to be."""

_MOST_RIVALS = 6
"""Of how many open questions the pairs are compared: those that most points turn on."""


class Grid(NamedTuple):
    """What the answers to one or two questions lead to; a cell is None while still open.

    `columns` is None if there is one question: then each row has one cell.
    """

    rows: Question
    columns: Question | None
    cells: tuple[tuple[Scenario | None, ...], ...]

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
    search = _Search(assessment)
    questions = tuple(question for question in search.missing() if search.is_open(question))
    drawable = [question for question in questions if question.kind in ("choice", "number") and question.choices]
    if len(questions) == 1 and drawable:
        return Open(questions, search.grid(questions[0], None))
    rivals = sorted(drawable, key=search.weight, reverse=True)[:_MOST_RIVALS]
    pairs = [pair for pair in combinations(questions, 2) if all(question in rivals for question in pair)]
    grids = [search.grid(*_longer_first(pair)) for pair in pairs]
    grid = max(grids, key=lambda grid: grid.settled, default=None)
    return Open(questions, grid if grid and grid.settled else None)


def missing_answers(case: Case) -> str:
    """Which questions without an answer decide, in a sentence; those that no document shows have no name here."""
    words, questions = case.words, look_at_open(case.assessment).questions
    named = [words("quote", text=words.of(question.short)) for question in questions]
    key = "missing_one" if len(questions) == 1 else "missing_some"
    return words(key, count=capitalised(counted(words, len(questions))), questions=words.listed(named, "list_and"))


def _longer_first(pair: tuple[Question, ...]) -> tuple[Question, Question]:
    """The question with more answers goes down the page."""
    first, second = pair
    return (second, first) if len(second.choices) > len(first.choices) else (first, second)


class _Search:
    """Sets of answers that complete the given ones, looked at through the outcomes they allow."""

    def __init__(self, assessment: Assessment) -> None:
        self._questionnaire = assessment.questionnaire
        self._answers = assessment.answers
        self._space = Space(assessment.questionnaire)
        self._possible: dict[frozenset[tuple[str, Value | None]], tuple[str, ...]] = {}
        scenarios = assessment.questionnaire.candidates
        asking = {clause.question for each in assessment.questionnaire.questions for clause in clauses(each.when)}
        applying = {clause.question for each in scenarios for clause in clauses(each.when)}
        applying |= {clause.question for each in scenarios for one in each.unless for clause in clauses(one.when)}
        self._opening, self._deciding = asking, asking | applying

    def missing(self) -> Iterator[Question]:
        """The questions without an answer that points or conditions turn on."""
        for question in reachable(self._questionnaire, self._answers):
            if self._answers.get(question.id) is None and (self.weight(question) or question.id in self._deciding):
                yield question

    def weight(self, question: Question) -> int:
        """The most weighted points that turn on a question."""
        return max(best(question, scenario.weights) for scenario in self._questionnaire.candidates)

    def is_open(self, question: Question) -> bool:
        """Whether another answer to a question could lead elsewhere, whatever else is answered."""
        looks = _MOST_LOOKS

        def matters(answers: Answers) -> bool:
            nonlocal looks
            looks -= 1
            leads = {
                self._leads_to({**answers, question.id: value}) for _, values in _options(question) for value in values
            }
            if len(leads) > 1 or looks < 0:
                return True
            if len(next(iter(leads))) == 1:
                return False
            other = next((each for each in self._others(answers, question)), None)
            if other is None:
                return True
            return any(matters({**answers, other.id: value}) for _, values in _options(other) for value in values)

        return matters(self._answers)

    def grid(self, rows: Question, columns: Question | None) -> Grid:
        """What each answer, or each pair of answers, leads to."""
        across = _options(columns) if columns else [("", (None,))]
        cells = tuple(
            tuple(self._cell(rows, columns, down, along) for _, along in across) for _, down in _options(rows)
        )
        return Grid(rows, columns, cells)

    def _cell(
        self, rows: Question, columns: Question | None, down: tuple[Value, ...], along: tuple[Value | None, ...]
    ) -> Scenario | None:
        leads = {
            self._leads_to({**self._answers, rows.id: one, **({columns.id: other} if columns else {})})
            for one, other in product(down, along)
        }
        left = {id for each in leads for id in each}
        return self._questionnaire.scenario(left.pop()) if len(left) == 1 else None

    def _others(self, answers: Mapping[str, Value | None], question: Question) -> Iterator[Question]:
        """The questions that can be answered next to bring out what a question turns on, weightiest first."""
        named = {clause.question for clause in clauses(question.when)}
        left = [
            each
            for each in reachable(self._questionnaire, answers)
            if each != question
            and answers.get(each.id) is None
            and each.kind in ("choice", "number")
            and (self.weight(each) or each.id in self._deciding)
        ]
        return iter(sorted(left, key=lambda each: (each.id not in named, -self.weight(each))))

    def _leads_to(self, answers: Answers) -> tuple[str, ...]:
        key = frozenset(answers.items())
        if key not in self._possible:
            self._possible[key] = tuple(outcomes(self._space, answers).possible)
        return self._possible[key]


def _options(question: Question) -> list[tuple[str, tuple[Value, ...]]]:
    """The answers to a question, each as its id and the values to try: of a band, its ends."""
    return [
        (choice.id, (choice.id,) if choice.band is None else (choice.band.low, choice.band.high))
        for choice in question.choices
    ]
