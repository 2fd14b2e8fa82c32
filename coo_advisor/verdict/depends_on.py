"""What an undecided recommendation depends on: the fewest missing answers that could decide it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from math import inf
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, reachable
from coo_advisor.questionnaire.model import Question, Value, clauses
from coo_advisor.verdict.outcomes import agree
from coo_advisor.verdict.space import Option, Remembered, Space, State
from coo_advisor.verdict.tally import Step, advanced, reached


def depends_on(space: Space, answers: Answers, applying: Collection[str]) -> tuple[Question, ...]:
    """The fewest missing answers that could decide a recommendation that isn't settled, most useful first.

    `applying` are the candidates that can still apply. No smaller group of questions has answers that would settle it.
    Most useful: of single questions the one that settles it with the most of its answers, else those that a condition
    names, then those that most points turn on.
    """
    live = [index for index, scenario in enumerate(space.candidates) if scenario.id in applying]
    missing = [
        question
        for question in reachable(space.questionnaire, answers)
        if answers.get(question.id) is None and (space.named(question.id) or space.swing(question.id, live))
    ]
    if len(missing) == 1:
        return (missing[0],)
    search = _Search(space.in_order(_by_use(space, answers, live)), answers, live)
    alone = Counter(search.groups(1))
    larger = chain.from_iterable(search.groups(size) for size in count(2))
    group = alone.most_common(1)[0][0] if alone else next(larger)
    return tuple(space.question(id) for id in group)


def _by_use(space: Space, answers: Answers, live: Collection[int]) -> list[str]:
    """The questions in the order to walk them: the most useful first, each after those that its condition names."""

    def use(question: Question) -> tuple[bool, bool, int]:
        return answers.get(question.id) is None, not space.named(question.id), -space.swing(question.id, live)

    waiting, order = sorted(space.questions, key=use), list[str]()
    while waiting:
        ready = next(each for each in waiting if all(clause.question in order for clause in clauses(each.when)))
        waiting.remove(ready)
        order.append(ready.id)
    return order


class _Margins(NamedTuple):
    """How far a candidate ends from its threshold, on the walks where it is least and most.

    In 100 × points − recommend_from × most points; minus infinity where it does not apply.
    """

    low: float
    high: float


class _Search:
    """The groups of missing questions with answers that settle it, looked for question by question.

    Each step leaves its question open or fixes one of its answers. What was fixed before counts only in where the
    walks stand by then, so that ways which lead to the same place are followed once.
    """

    def __init__(self, space: Space, answers: Answers, live: Sequence[int]) -> None:
        self._space = space
        self._live = live
        self._open = space.choices(answers)
        self._fixed = [
            _sharpest(space, question, live) if answers.get(question.id) is None else () for question in space.questions
        ]
        self._ahead: dict[tuple[int, Remembered, int, int], _Margins] = {}
        self._seen: set[tuple[int, int, frozenset[tuple[State, int]]]] = set()

    def groups(self, size: int) -> Iterator[tuple[str, ...]]:
        """Groups of so many questions: the first is the most useful, and single ones come once an answer."""
        return self._groups(0, {self._space.start: 1}, size)

    def _groups(self, position: int, standing: Mapping[State, int], size: int) -> Iterator[tuple[str, ...]]:
        """The groups from a position on, where the walks are `standing`."""
        key = (position, size, frozenset(standing.items()))
        if key in self._seen or not self._hopeful(position, standing, size):
            return
        self._seen.add(key)
        if position == len(self._space.questions):
            if agree(self._space, standing):
                yield ()
            return
        if size and any(self._space.asks(position, state) for state in standing):
            for option in self._fixed[position]:
                for group in self._groups(position + 1, self._onward(position, standing, (option,)), size - 1):
                    yield (self._space.questions[position].id, *group)
        yield from self._groups(position + 1, self._onward(position, standing, self._open[position]), size)

    def _onward(self, position: int, standing: Mapping[State, int], options: Iterable[Option]) -> dict[State, int]:
        def ways(state: State) -> Iterator[Step[State, Value | None]]:
            return self._space.steps(position, state, options)

        return advanced(standing, ways)

    def _hopeful(self, position: int, standing: Mapping[State, int], size: int) -> bool:
        """Whether one scenario could be certain after so many more answers, as far as thresholds tell.

        A candidate where no walk must end below its threshold, or the fallback where none must reach one.
        """
        margins = [self._margins(index, position, standing, size) for index in self._live]
        return any(each.low >= 0 for each in margins) or all(each.high < 0 for each in margins)

    def _margins(self, index: int, position: int, standing: Mapping[State, int], size: int) -> _Margins:
        """The margins of a candidate on all walks, after so many more of the best answers for each bound."""
        low, high = inf, -inf
        for state, tally in standing.items():
            ahead = self._margins_ahead(position, state.remembered, index, size)
            points = [self._space.score(state, place, index).points for place in reached(tally)]
            needed = self._space.candidates[index].recommend_from * state.most[index]
            low = min(low, 100 * min(points) - needed + ahead.low)
            high = max(high, 100 * max(points) - needed + ahead.high)
        return _Margins(low, high)

    def _margins_ahead(self, position: int, remembered: Remembered, index: int, size: int) -> _Margins:
        """What the questions from a position on add: the highest low, and the lowest high, of so many answers.

        Each walk may choose answers of its own here: that promises as much as any group can keep, or more.
        """
        key = (position, remembered, index, size)
        if key not in self._ahead:
            self._ahead[key] = self._look_ahead(
                position, self._space.start._replace(remembered=remembered), index, size
            )
        return self._ahead[key]

    def _look_ahead(self, position: int, state: State, index: int, size: int) -> _Margins:
        if position == len(self._space.questions):
            return _Margins(0, 0) if index in self._space.applying(state) else _Margins(-inf, -inf)
        if not self._space.asks(position, state):
            return self._margins_ahead(position + 1, self._space.after(position, state, None).remembered, index, size)
        free = [self._margins_after(position, state, option, index, size) for option in self._open[position]]
        fixed = [
            self._margins_after(position, state, option, index, size - 1) for option in self._fixed[position] if size
        ]
        low, high = min(each.low for each in free), max(each.high for each in free)
        return _Margins(max([low, *(each.low for each in fixed)]), min([high, *(each.high for each in fixed)]))

    def _margins_after(self, position: int, state: State, option: Option, index: int, size: int) -> _Margins:
        needed = self._space.candidates[index].recommend_from * self._space.most[position][index]
        here = 100 * self._space.worth(option, index) - needed
        after = self._space.after(position, state, option)
        ahead = self._margins_ahead(position + 1, after.remembered, index, size)
        return _Margins(ahead.low + here, ahead.high + here)


Worth = tuple[int, ...]
"""The weighted points of an answer for each candidate that is live."""


def _sharpest(space: Space, question: Question, live: Sequence[int]) -> tuple[Option, ...]:
    """The answers that could settle it: those that no other beats for every scenario; none where all are alike."""
    options = space.options[space.positions[question.id]]
    if space.named(question.id):
        return options
    worths: dict[Worth, Option] = {}
    for option in options:
        worths.setdefault(tuple(space.worth(option, index) for index in live), option)
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
