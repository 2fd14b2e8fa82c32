"""What an undecided recommendation depends on: the fewest missing answers that could decide it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, count
from math import inf
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, reachable
from coo_advisor.questionnaire.model import Question, clauses
from coo_advisor.questionnaire.paths import PASSED, Beyond, Node
from coo_advisor.verdict.space import AnswerClass, Space
from coo_advisor.verdict.walk import Budget, Walk

MOST_WORK = 240_000
"""The budget of the search: half a second."""

NODE = 20
"""What a node costs of the budget: what is ahead of it is worked out first."""

MOST_QUESTIONS = 400
"""The longest questionnaire that is searched: the search goes as deep as there are questions."""


def depends_on(space: Space, answers: Answers, applying: Collection[str]) -> tuple[Question, ...]:
    """The fewest missing answers that could decide a recommendation that isn't settled, most useful first.

    `applying` are the candidates that can still apply. No smaller group of questions has answers that would settle it.
    Most useful: of single questions the one that settles it with the most of its answers, else those that a condition
    names, then those that most points turn on. Raises Beyond if the search takes too long.
    """
    live = _live(space, applying)
    missing = _missing(space, answers, live)
    if len(missing) == 1:
        return tuple(missing)
    if len(space.questions) > MOST_QUESTIONS:
        raise Beyond(f"{len(space.questions)} questions are too many to search.")
    search = _GroupSearch(space.in_order(_by_use(space, live)), answers, live)
    alone = Counter(search.groups(1))
    larger = chain.from_iterable(search.groups(size) for size in count(2))
    group = alone.most_common(1)[0][0] if alone else next(larger)
    return tuple(sorted(map(space.question, group), key=partial(_rank, space, live)))


def most_useful(space: Space, answers: Answers, applying: Collection[str]) -> Question:
    """The missing answer on which most seems to turn, without a search; nothing is promised of it."""
    live = _live(space, applying)
    return min(_missing(space, answers, live), key=partial(_rank, space, live))


def _live(space: Space, applying: Collection[str]) -> list[int]:
    return [index for index, scenario in enumerate(space.candidates) if scenario.id in applying]


def _missing(space: Space, answers: Answers, live: Sequence[int]) -> list[Question]:
    """The questions without an answer that can be asked and could matter."""
    return [
        question
        for question in reachable(space.questionnaire, answers, space.paths)
        if answers.get(question.id) is None and (space.paths.steers(question.id) or space.swing(question.id, live))
    ]


def _rank(space: Space, live: Sequence[int], question: Question) -> tuple[bool, int]:
    """What comes first is the most useful: a question that a condition names, then one on which most points turn."""
    return not space.paths.steers(question.id), -space.swing(question.id, live)


def _by_use(space: Space, live: Sequence[int]) -> list[str]:
    """The questions in the order to walk them: the most useful first, each after those that its condition names."""
    waiting, order = sorted(space.questions, key=partial(_rank, space, live)), list[str]()
    while waiting:
        ready = next(each for each in waiting if all(clause.question in order for clause in clauses(each.when)))
        waiting.remove(ready)
        order.append(ready.id)
    return order


class _Standing(NamedTuple):
    """The cells in which walks stand whose verdict isn't certain; `certain` is that of all others, 0 without any."""

    certain: int
    cells: Mapping[Node, frozenset[int]]


class _GroupSearch:
    """The groups of missing questions with answers that settle it, looked for question by question.

    Each step leaves its question open or fixes one of its answers. What was fixed before counts only in the place that the
    walks stand by then, so that ways which lead to the same place are followed once.
    """

    def __init__(self, space: Space, answers: Answers, live: Sequence[int]) -> None:
        self._space = space
        self._walk = Walk(space, answers)
        self._live = live
        self._budget = Budget(space, MOST_WORK)
        self._budget.spend(NODE * sum(map(len, self._walk.layers)))
        self._fixed = [
            self._sharpest(question) if answers.get(question.id) is None else () for question in space.questions
        ]
        self._fixed_ranges = [space.margin_range(position, answers) for position, answers in enumerate(self._fixed)]
        self._seen: set[tuple[int, int, int, frozenset[tuple[Node, frozenset[int]]]]] = set()
        self._ahead = cache(self._bound)

    def _sharpest(self, question: Question) -> tuple[AnswerClass, ...]:
        self._budget.step(len(self._space.classes[self._space.positions[question.id]]) ** 2)
        return _sharpest(self._space, question, self._live)

    def groups(self, size: int) -> Iterator[tuple[str, ...]]:
        """Groups of so many questions: the first is the most useful, and single ones come once an answer."""
        node, place = self._walk.start
        return self._groups(0, _Standing(0, {node: frozenset([place])}), size)

    def _groups(self, position: int, standing: _Standing | None, size: int) -> Iterator[tuple[str, ...]]:
        """The groups from a position on; `standing` is None if the walks can't agree any more."""
        if standing is None or not self._hopeful(standing, size):
            return
        if not standing.cells:
            yield ()
            return
        if not size:
            if self._settles(position, standing):
                yield ()
            return
        key = (position, size, standing.certain, frozenset(standing.cells.items()))
        if key in self._seen:
            return
        self._seen.add(key)
        if any(node.asks for node in standing.cells):
            for answer in self._fixed[position]:
                for group in self._groups(position + 1, self._onward(standing, (answer,)), size - 1):
                    yield (self._space.questions[position].id, *group)
        yield from self._groups(position + 1, self._onward(standing, self._walk.classes(position)), size)

    def _settles(self, position: int, standing: _Standing | None) -> bool:
        """Whether the walks agree in the end, with every question left open."""
        while standing is not None and standing.cells:
            standing = self._onward(standing, self._walk.classes(position))
            position += 1
        return standing is not None

    def _onward(self, standing: _Standing, answers: Sequence[AnswerClass]) -> _Standing | None:
        """Where the walks stand after one more question; None if two of them are certain of different verdicts."""
        places: dict[Node, set[int]] = {}
        for node, before in standing.cells.items():
            for way in [self._walk.way(node, answer) for answer in answers] if node.asks else self._walk.ways(node):
                self._budget.step(len(before))
                places.setdefault(way.node, set()).update(place + way.worth & way.mask for place in before)
        certain = standing.certain
        cells: dict[Node, frozenset[int]] = {}
        for node, reached in places.items():
            self._budget.spend(len(reached))
            verdict = self._walk.verdict if self._walk.at_end(node) else self._walk.hopes
            verdicts = {place: verdict(node, place) for place in reached}
            for bit in set(verdicts.values()):
                if bit & bit - 1 == 0:
                    if certain not in (0, bit):
                        return None
                    certain = bit
            left = frozenset(place for place, bits in verdicts.items() if bits & bits - 1)
            if left:
                cells[node] = left
        return _Standing(certain, cells)

    def _hopeful(self, standing: _Standing, size: int) -> bool:
        """Whether one scenario could be certain after so many more answers, as far as thresholds decide.

        A candidate if no walk must end below its threshold, or the fallback if none must reach one.
        """
        if standing.certain not in (0, self._walk.fallback):
            return self._bounds(standing, standing.certain.bit_length() - 1, size)[0] >= 0
        bounds = [self._bounds(standing, index, size) for index in self._live]
        low = standing.certain == 0 and any(low >= 0 for low, _ in bounds)
        return low or all(high < 0 for _, high in bounds)

    def _bounds(self, standing: _Standing, index: int, size: int) -> tuple[float, float]:
        """The margins of a candidate where it is least and most, after so many more of the best answers for each."""
        low, high = inf, -inf
        for node, places in standing.cells.items():
            margins = [self._walk.margin(index, place) for place in places]
            low = min(low, min(margins) + self._ahead(node, index, size, 1))
            high = max(high, max(margins) - self._ahead(node, index, size, -1))
        return low, high

    def _bound(self, node: Node, index: int, size: int, sign: int) -> float:
        """What lies ahead of a node for a candidate's margin, after so many of the best answers for `sign`.

        With 1 the highest least margin; with -1 the lowest greatest one, negated. Each walk may choose answers of its
        own here: that promises as much as any group can keep, or more.
        """
        self._budget.spend(1)
        if self._walk.at_end(node):
            return 0 if index in node.open else -inf * sign
        if not node.asks:
            return self._ahead(self._space.paths.after(node, PASSED), index, size, sign)
        paths, ahead = self._space.paths, self._ahead
        low, high = (0, 1) if sign > 0 else (1, 0)
        left_open = min(
            [
                ahead(paths.after(node, kind), index, size, sign) + sign * margins[index][low]
                for kind, margins in self._walk.margin_ranges[node.position]
            ]
        )
        if not size:
            return left_open
        fixed = [
            ahead(paths.after(node, kind), index, size - 1, sign) + sign * margins[index][high]
            for kind, margins in self._fixed_ranges[node.position]
        ]
        return max([left_open, *fixed])


Worth = tuple[int, ...]
"""The weighted points of an answer for each candidate that is live."""


def _sharpest(space: Space, question: Question, live: Sequence[int]) -> tuple[AnswerClass, ...]:
    """The answers that could settle it: those that no other beats for every scenario; none if all are alike."""
    classes = space.classes[space.positions[question.id]]
    if space.paths.steers(question.id):
        return classes
    worths: dict[Worth, AnswerClass] = {}
    for each in classes:
        worths.setdefault(tuple(space.fields[index].score(each.worth).points for index in live), each)
    fallback = len(live)  # every candidate is a rival to it
    sharp = [worth for worth in worths if not all(_beaten(worth, worths, side) for side in range(fallback + 1))]
    return tuple(worths[worth] for worth in sorted(sharp, reverse=True)) if len(worths) > 1 else ()


def _beaten(worth: Worth, others: Iterable[Worth], side: int) -> bool:
    """Whether another answer has at least the points for one scenario, and at most those for each rival."""
    return any(
        other != worth
        and all(
            theirs >= ours if index == side else theirs <= ours
            for index, (ours, theirs) in enumerate(zip(worth, other, strict=True))
        )
        for other in others
    )
