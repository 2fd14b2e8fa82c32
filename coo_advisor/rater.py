"""The rater: rates the rows of a table without reading again what it has met before.

Rows in which the same questions are asked and the same candidates apply stand alike. Among those, a rating turns on
sums only: the lowest and the highest points that each of the candidates, and readiness, can end with. So a cell is
worth one whole number that packs its addends side by side, a row is one sum, and each sum is rated once, by the
verdict that every mode uses.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import getitem
from typing import NamedTuple

from coo_advisor.answers import LONGEST_TEXT
from coo_advisor.assessment import Readiness, readiness
from coo_advisor.flow import Answers, applicable, reachable, truth
from coo_advisor.leads import Need, Rating, ask_next, need_of, rating
from coo_advisor.memory import remember
from coo_advisor.questionnaire import Question, Value
from coo_advisor.rows import Row, RowReader, picker
from coo_advisor.scoring import most_points, points
from coo_advisor.space import Space


class Packing(NamedTuple):
    """How an answer, or None for one not known, becomes an addend of the sum of its row.

    The bits of a sum that need turns on, and those that readiness turns on.
    """

    worth: Callable[[Question, Value | None], int]
    need: int
    readiness: int


class _Standing:
    """What rows that stand alike share: what their cells are worth, and each sum rated so far."""

    def __init__(self, packing: Packing, absent: Iterable[Question], columns: int) -> None:
        self.packing = packing
        self.absent = sum(packing.worth(question, None) for question in absent)
        self.cells: list[dict[str, int]] = [{} for _ in range(columns)]
        self.ratings: dict[int, Rating] = {}
        self.needs: dict[int, Need] = {}
        self.readiness: dict[int, Readiness | None] = {}


class Rater:
    """Rates rows, the same as `leads.rate` rates the answers that their reader reads in them."""

    def __init__(self, space: Space, reader: RowReader) -> None:
        self._space = space
        self._reader = reader
        columns = {column: question for column, question in enumerate(reader.columns) if question}
        present = {question.id for question in columns.values()}
        self._absent = [question for question in space.questions if question.id not in present]
        self._answers = [column for column, question in columns.items() if question.kind != "text"]
        self._pick = picker(self._answers)
        self._pick_texts = picker([column for column in columns if column not in self._answers])
        self._pick_named = picker([column for column in self._answers if space.named(columns[column].id)])
        self._by_cells: dict[tuple[str, ...], _Standing] = {}
        self._standings: dict[Hashable, _Standing] = {}
        self._asks: dict[Hashable, Question | None] = {}

    def rate(self, row: Row, line: int) -> Rating:
        """The rating of a row. Raises InvalidFile with every problem, at this line."""
        if len(row) != len(self._reader.columns) or max(map(len, self._pick_texts(row)), default=0) > LONGEST_TEXT:
            self._reader.answers(row, line)  # which raises, or finds that it can be shortened
        standing, total = self._sum(row, line)
        return standing.ratings.get(total) or self._rate(standing, total, row, line)

    def ask_next(self, row: Row, line: int) -> Question | None:
        """The one question worth asking next, the same as `leads.ask_next`."""
        standing, total = self._sum(row, line)
        answers = self._reader.answers(row, line)
        unknown = frozenset(id for id, value in answers.items() if value is None)
        key = (standing, total & standing.packing.need, unknown)
        if key not in self._asks:
            remember(self._asks, key, ask_next(self._space, answers))
        return self._asks[key]

    def _sum(self, row: Row, line: int) -> tuple[_Standing, int]:
        standing = self._by_cells.get(self._pick_named(row)) or self._stand(row, line)
        try:
            return standing, sum(map(getitem, standing.cells, self._pick(row)), standing.absent)
        except KeyError:
            return standing, self._read(standing, row, line)

    def _stand(self, row: Row, line: int) -> _Standing:
        """How a row stands, told from its answers to the questions that a condition names."""
        answers = self._reader.answers(row, line)
        named = {id: value for id, value in answers.items() if self._space.named(id)}
        key, packing = _packing(self._space, named)
        if key not in self._standings:
            remember(self._standings, key, _Standing(packing, self._absent, len(self._answers)))
        return remember(self._by_cells, self._pick_named(row), self._standings[key])

    def _read(self, standing: _Standing, row: Row, line: int) -> int:
        """The sum of a row with cells that were not met before."""
        answers = self._reader.answers(row, line)
        total = standing.absent
        for column, worths in zip(self._answers, standing.cells, strict=True):
            cell, question = row[column], self._reader.columns[column]
            if cell not in worths and question:
                remember(worths, cell, standing.packing.worth(question, answers[question.id]))
            total += worths[cell]
        return total

    def _rate(self, standing: _Standing, total: int, row: Row, line: int) -> Rating:
        answers = applicable(self._space.questionnaire, self._reader.answers(row, line))
        need, ready = total & standing.packing.need, total & standing.packing.readiness
        if need not in standing.needs:
            remember(standing.needs, need, need_of(self._space, answers))
        if ready not in standing.readiness:
            remember(standing.readiness, ready, readiness(self._space.questionnaire, answers))
        found = rating(self._space.questionnaire, standing.needs[need], standing.readiness[ready])
        return remember(standing.ratings, total, found)


def _packing(space: Space, named: Answers) -> tuple[Hashable, Packing]:
    """How rows with these answers to named questions stand, and how their answers are packed."""
    path = reachable(space.questionnaire, named)
    if any(space.named(question.id) and named.get(question.id) is None for question in path):
        return tuple(named.items()), _each_by_itself(space)
    known = {question.id: named[question.id] for question in path if question.id in named}
    applying = tuple(
        index
        for index, scenario in enumerate(space.candidates)
        if truth(scenario.when, known) and not any(truth(exclusion.condition, known) for exclusion in scenario.unless)
    )
    return (*(question.id for question in path), applying), _side_by_side(space, path, applying)


def _each_by_itself(space: Space) -> Packing:
    """Where it is open which questions are asked: answers that nothing tells apart get a number for each question."""
    numbers: dict[tuple[str, Hashable], int] = {}

    def worth(question: Question, value: Value | None) -> int:
        kind = None if value is None else (*sorted(points(question, value).items()), *space.tests(question.id, value))
        number = numbers.setdefault((question.id, kind), len(numbers))
        return number << 32 * space.positions[question.id]

    return Packing(worth, need=-1, readiness=-1)


def _side_by_side(space: Space, path: Sequence[Question], applying: Sequence[int]) -> Packing:
    """The lowest and the highest points of each candidate, then of readiness; of rivals also what is not known."""
    positions = {space.positions[question.id] for question in path}
    most = [sum(space.most[position][index] for position in positions) for index in applying]
    width = max(most, default=0).bit_length()
    marks = 2 * width * len(applying)
    needed = marks + (len(space.questions) if len(applying) > 1 else 0)
    ready_width = sum(_ready(space, most_points(question)) for question in path).bit_length()

    def worth(question: Question, value: Value | None) -> int:
        position = space.positions[question.id]
        if position not in positions:
            return 0
        options = space.options[position] if value is None else (space.option(question, value),)
        total = 0
        for place, index in enumerate(applying):
            worths = [space.worth(option, index) for option in options]
            total += (min(worths) << 2 * place * width) + (max(worths) << (2 * place + 1) * width)
        if value is None:
            unknown = 1 << marks + position if needed > marks else 0
            return total + unknown + (_ready(space, most_points(question)) << needed + ready_width)
        return total + (_ready(space, points(question, value)) << needed)

    return Packing(worth, need=(1 << needed) - 1, readiness=-1 << needed)


def _ready(space: Space, earned: dict[str, int]) -> int:
    """The points of readiness among some points."""
    return sum(earned.get(signal.id, 0) for signal in space.questionnaire.signals if signal.readiness)
