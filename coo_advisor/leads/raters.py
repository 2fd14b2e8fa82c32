"""Raters: they rate leads without rating again what they have met before.

Rows are alike where the same questions are asked and the same candidates apply. Among those, a rating turns on sums
only: the lowest and the highest points that each of the candidates, and readiness, can end with. So a cell is worth
one whole number that packs its addends side by side, a row is one sum, and each sum is rated once, by the verdict that
every mode uses.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from math import prod
from operator import getitem, not_
from typing import NamedTuple

from coo_advisor.leads.memory import remember
from coo_advisor.leads.rating import Need, Rating, ask_next, need_of, rate, rating
from coo_advisor.leads.rows import Cells, Row, RowReader, answer_cell, picker
from coo_advisor.questionnaire.answers import LONGEST_TEXT
from coo_advisor.questionnaire.flow import Answers, applicable, asked, reachable, truth
from coo_advisor.questionnaire.model import Question, Value
from coo_advisor.verdict.assessment import Readiness, readiness
from coo_advisor.verdict.scoring import most_points, points
from coo_advisor.verdict.space import Space

MOST_WAYS = 1000
"""Ways in which open answers can lead on that are packed side by side; beyond them, every answer counts by itself."""


class Way(NamedTuple):
    """The questions asked, and the candidates that apply, by index."""

    path: tuple[str, ...]
    applying: tuple[int, ...]


class Likeness(NamedTuple):
    """What makes rows alike: the way that each combination of their open answers goes, and what all of those ask.

    `unknown` are the open questions that conditions name. Where there are too many combinations there is no way, and
    `named` are the answers to the questions that conditions name.
    """

    unknown: tuple[str, ...]
    ways: tuple[Way, ...]
    certain: tuple[str, ...]
    named: tuple[tuple[str, Value | None], ...] = ()


class Packing(NamedTuple):
    """How an answer, None for one not known, becomes an addend; and the bits of a sum that need and readiness turn on."""

    worth: Callable[[Question, Value | None], int]
    need: int
    readiness: int


class _Alike:
    """What rows that are alike share: what their cells are worth, and each sum rated so far."""

    def __init__(self, packing: Packing, questions: int) -> None:
        self.packing = packing
        self.worths: list[dict[str, int]] = [{} for _ in range(questions)]
        self.ratings: dict[int, Rating] = {}
        self.needs: dict[int, Need] = {}
        self.readiness: dict[int, Readiness | None] = {}
        self.asks: dict[tuple[int, tuple[bool, ...]], Question | None] = {}


class Rater:
    """Rates cells, the same as `rating.rate` rates the answers that their reader reads in them."""

    def __init__(self, space: Space, reader: RowReader) -> None:
        self._space = space
        self._reader = reader
        self._questions = reader.others
        self._named = picker([place for place, question in enumerate(reader.others) if space.named(question.id)])
        self._values: list[dict[str, Value | None]] = [{} for _ in reader.others]
        self._ids: list[dict[str, str]] = [{} for _ in reader.others]
        self._all_ids = True
        self._by_cells: dict[Cells, _Alike] = {}
        self._by_likeness: dict[Likeness, _Alike] = {}

    def rate(self, row: Row, line: int) -> Rating:
        """The rating of a row. Raises InvalidFile with every problem, at this line."""
        texts, others = row
        if len("".join(texts)) > LONGEST_TEXT:
            self._reader.answers(row, line)  # which raises if one of the texts is too long
        alike = self._by_cells.get(self._named(others)) or self._find_alike(row, line)
        total = self._total(alike, row, line)
        return alike.ratings.get(total) or self._rate(alike, total, row, line)

    def texts_and_ids(self, row: Row) -> tuple[Cells, str]:
        """A row that was rated, in ids: its texts, and its other answers with commas between them."""
        return row[0], ",".join(self._in_ids(row, 1))

    def ask_next(self, row: Row, line: int, need: Need) -> Question | None:
        """The one question worth asking next, the same as `rating.ask_next`."""
        alike = self._by_cells.get(self._named(row[1])) or self._find_alike(row, line)
        total = self._total(alike, row, line)
        key = (total & alike.packing.need, tuple(map(not_, self._in_ids(row, line))))
        if key not in alike.asks:
            remember(alike.asks, key, ask_next(self._space, self._answers(row, line), need))
        return alike.asks[key]

    def _find_alike(self, row: Row, line: int) -> _Alike:
        """What a row shares with others, told from its answers to the questions that conditions name."""
        answers = self._reader.answers(row, line)
        likeness = _likeness(self._space, {id: value for id, value in answers.items() if self._space.named(id)})
        if likeness not in self._by_likeness:
            packing = _side_by_side(self._space, likeness) if likeness.ways else _each_by_itself(self._space)
            remember(self._by_likeness, likeness, _Alike(packing, len(self._questions)))
        return remember(self._by_cells, self._named(row[1]), self._by_likeness[likeness])

    def _total(self, alike: _Alike, row: Row, line: int) -> int:
        """The sum of a row."""
        try:
            return sum(map(getitem, alike.worths, row[1]))
        except KeyError:
            return self._read(alike, row, line)

    def _in_ids(self, row: Row, line: int) -> Cells:
        """The other answers of a row, in ids."""
        if self._all_ids:
            return row[1]
        try:
            return tuple(map(getitem, self._ids, row[1]))
        except KeyError:  # a memory started afresh
            answers = self._reader.answers(row, line)
            return tuple(answer_cell(answers.get(question.id)) for question in self._questions)

    def _read(self, alike: _Alike, row: Row, line: int) -> int:
        """The sum of a row, some cells of which may not have been met before."""
        answers: Answers | None = None
        total = 0
        memories = zip(alike.worths, self._values, self._ids, strict=True)
        for question, cell, (worths, values, ids) in zip(self._questions, row[1], memories, strict=True):
            if cell not in ids:
                answers = answers or self._reader.answers(row, line)
                value = remember(values, cell, answers.get(question.id))
                self._all_ids = remember(ids, cell, answer_cell(value)) == cell and self._all_ids
            if cell not in worths:
                remember(worths, cell, alike.packing.worth(question, values[cell]))
            total += worths[cell]
        return total

    def _rate(self, alike: _Alike, total: int, row: Row, line: int) -> Rating:
        questionnaire = self._space.questionnaire
        need, ready = total & alike.packing.need, total & alike.packing.readiness
        if need not in alike.needs or ready not in alike.readiness:
            answers = applicable(questionnaire, self._answers(row, line))
            if need not in alike.needs:
                remember(alike.needs, need, need_of(self._space, answers))
            if ready not in alike.readiness:
                remember(alike.readiness, ready, readiness(questionnaire, answers))
        return remember(alike.ratings, total, rating(questionnaire, alike.needs[need], alike.readiness[ready]))

    def _answers(self, row: Row, line: int) -> Answers:
        """The answers that a rating turns on, without reading again the cells that were met before."""
        cells = zip(self._questions, self._values, row[1], strict=True)
        try:
            return {question.id: values[cell] for question, values, cell in cells}
        except KeyError:  # a memory started afresh
            return self._reader.answers(row, line)


class AnswersRater:
    """Rates answers; equal ones are rated once."""

    def __init__(self, space: Space) -> None:
        self._space = space
        self._counted = [question.id for question in space.questions if question.kind != "text"]
        self._ratings: dict[tuple[Value | None, ...], Rating] = {}
        self._asks: dict[tuple[Value | None, ...], Question | None] = {}

    def rate(self, answers: Answers) -> Rating:
        """The rating of answers."""
        key = tuple(map(answers.get, self._counted))
        return self._ratings.get(key) or remember(self._ratings, key, rate(self._space, answers))

    def ask_next(self, answers: Answers, need: Need) -> Question | None:
        """The one question worth asking next; None where the recommendation is settled."""
        key = tuple(map(answers.get, self._counted))
        if key not in self._asks:
            remember(self._asks, key, ask_next(self._space, answers, need))
        return self._asks[key]


def _likeness(space: Space, named: Answers) -> Likeness:
    """How rows with these answers to named questions are alike."""
    unknown = [question for question in reachable(space.questionnaire, named) if _is_open(space, question, named)]
    certain = tuple(question.id for question in asked(space.questionnaire, named))
    if prod(len(space.options[space.positions[question.id]]) for question in unknown) > MOST_WAYS:
        return Likeness((), (), certain, tuple(named.items()))
    return Likeness(tuple(question.id for question in unknown), tuple(_ways(space, named, unknown)), certain)


def _is_open(space: Space, question: Question, named: Answers) -> bool:
    return space.named(question.id) and named.get(question.id) is None


def _ways(space: Space, named: Answers, unknown: Sequence[Question]) -> Iterator[Way]:
    """The way to go on for each combination of answers to the open questions."""
    for values in product(*(space.values(question) for question in unknown)):
        chosen = {**named, **{question.id: value for question, value in zip(unknown, values, strict=True)}}
        path = reachable(space.questionnaire, chosen)
        known = {question.id: chosen[question.id] for question in path if space.named(question.id)}
        applying = (
            index
            for index, scenario in enumerate(space.candidates)
            if truth(scenario.when, known) and not any(truth(exclusion.when, known) for exclusion in scenario.unless)
        )
        yield Way(tuple(question.id for question in path), tuple(applying))


def _side_by_side(space: Space, likeness: Likeness) -> Packing:
    """The lowest and the highest points of each candidate on each way, then what is open, then readiness.

    Which answers are open counts where rivals apply: their scores can't be told from their bounds alone.
    """
    spans: list[tuple[Way, int, int]] = []
    end = 0
    for way in dict.fromkeys(likeness.ways):
        for index in way.applying:
            spans.append((way, index, end))
            end += 2 * _width(space, way.path, index)
    rivals = any(len(way.applying) > 1 for way in likeness.ways)
    marks, end = end, end + (len(space.questions) if rivals else 0)
    ready_width = sum(_ready(space, most_points(space.question(id))) for id in likeness.certain).bit_length()

    def worth(question: Question, value: Value | None) -> int:
        position = space.positions[question.id]
        options = space.options[position] if value is None else (space.option(question, value),)
        total = 0
        for way, index, start in spans:
            if question.id in way.path:
                worths = [space.worth(option, index) for option in options]
                total += (min(worths) << start) + (max(worths) << start + _width(space, way.path, index))
        if value is None and rivals:
            total += 1 << marks + position
        if question.id in likeness.certain:
            earned = most_points(question) if value is None else points(question, value)
            total += _ready(space, earned) << end + (ready_width if value is None else 0)
        return total

    return Packing(worth, need=(1 << end) - 1, readiness=-1 << end)


def _width(space: Space, path: Iterable[str], index: int) -> int:
    """The bits that hold all points of a candidate on a path."""
    return sum(space.most[space.positions[id]][index] for id in path).bit_length()


def _each_by_itself(space: Space) -> Packing:
    """Answers that nothing tells apart get a number for each question."""
    numbers: dict[tuple[str, tuple[object, ...] | None], int] = {}

    def worth(question: Question, value: Value | None) -> int:
        kind = None if value is None else (*sorted(points(question, value).items()), *space.tests(question.id, value))
        number = numbers.setdefault((question.id, kind), len(numbers))
        return number << 32 * space.positions[question.id]

    return Packing(worth, need=-1, readiness=-1)


def _ready(space: Space, earned: dict[str, int]) -> int:
    """The points of readiness among some points."""
    return sum(earned.get(signal.id, 0) for signal in space.questionnaire.signals if signal.readiness)
