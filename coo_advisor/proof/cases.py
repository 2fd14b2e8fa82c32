"""Cases that the advice must get right, kept beside the questionnaire."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from coo_advisor.questionnaire.answers import check_answers
from coo_advisor.questionnaire.flow import Answers, applicable
from coo_advisor.questionnaire.model import Questionnaire, Range, Scenario
from coo_advisor.reading.shapes import Breadcrumbs, Key, ListOf, OneOf, PlainText, Reading, Record, YesNo
from coo_advisor.reading.tree import YamlNode, read_bytes
from coo_advisor.system.errors import InvalidFile
from coo_advisor.verdict.outcomes import Outcomes, outcomes
from coo_advisor.verdict.scoring import leaders
from coo_advisor.verdict.space import Space


class ExpectedCase(NamedTuple):
    """One founder and the recommendation expected.

    A complete case must get just that one; the answers of an incomplete one must leave it possible.
    """

    id: str
    expected: str
    complete: bool
    answers: Answers
    about: str = ""
    source: str = ""


class CaseResult(NamedTuple):
    """A case with the recommendations that its answers leave possible.

    `distance` is how far a complete case is from its threshold, in percentage points: the score of the scenario
    expected above its own; with the fallback expected, how much the nearest candidate that applies lacks. It is below
    zero on the wrong side, and None if nothing is scored.
    """

    case: ExpectedCase
    possible: tuple[str, ...]
    distance: Fraction | None = None

    @property
    def right(self) -> bool:
        return _right(self.case, self.possible)


class Thresholds(NamedTuple):
    """Between which thresholds of a scenario, both included, all cases are right; None if with none from 1 to 100."""

    scenario: str
    between: Range | None


class Cases(NamedTuple):
    """What the cases of a questionnaire come to."""

    results: tuple[CaseResult, ...] = ()
    thresholds: tuple[Thresholds, ...] = ()


class _AnswersShape(NamedTuple):
    """Answers inside a cases file."""

    questionnaire: Questionnaire

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        return check_answers(node, self.questionnaire, reading, path)


def cases_beside(questionnaire: Path) -> Path | None:
    """The cases that come with a questionnaire: `cases.yaml` in its folder, or in `tests` under it."""
    places = (questionnaire.parent / "cases.yaml", questionnaire.parent / "tests" / "cases.yaml")
    return next((path for path in places if path.is_file()), None)


def load_cases(path: Path, questionnaire: Questionnaire) -> tuple[ExpectedCase, ...]:
    """The cases of a file. Raises InvalidFile with every problem."""
    reading = Reading(str(path))
    scenarios = OneOf(tuple(scenario.id for scenario in questionnaire.scenarios))
    case = Record(
        ExpectedCase,
        {
            "id": Key("The name of the case.", PlainText(40)),
            "expected": Key("The recommendation that is right.", scenarios),
            "complete": Key("Whether every question that is asked has an answer.", YesNo()),
            "answers": Key("What an answers file would say.", _AnswersShape(questionnaire)),
        },
        {
            "about": Key("The company in a few words.", PlainText(500)),
            "source": Key("Where the case comes from.", PlainText(500)),
        },
    )
    root = reading.parse(read_bytes(path))
    read = Record(dict, {"cases": Key("One founder each.", ListOf(case, 1, 10_000))}).read(root, (), reading)
    if problems := reading.all_problems():
        raise InvalidFile(problems)
    return read["cases"]  # type: ignore[no-any-return]  # shapes read Any


def judge_cases(space: Space, cases: Sequence[ExpectedCase]) -> Cases:
    """Every case with what its answers leave possible, and for each candidate the thresholds with which all are right.

    The thresholds of the other candidates stay as they are.
    """
    found = [(case, _outcomes(space, case)) for case in cases]
    return Cases(
        tuple(CaseResult(case, tuple(each.possible), _distance(space, case, each)) for case, each in found),
        tuple(Thresholds(scenario.id, _between(space, scenario, found)) for scenario in space.candidates),
    )


def _between(space: Space, scenario: Scenario, found: Sequence[tuple[ExpectedCase, Outcomes]]) -> Range | None:
    """The thresholds of a scenario with which all cases are right.

    A higher threshold can only lose a scenario, so each case is right on one side of one threshold, or never.
    """

    @cache
    def changed(threshold: int) -> Space:
        other = scenario._replace(recommend_from=threshold)
        listed = tuple(other if each.id == scenario.id else each for each in space.questionnaire.scenarios)
        return Space(space.questionnaire._replace(scenarios=listed))

    def right(case: ExpectedCase, result: Outcomes, threshold: int) -> bool:
        applying = [each for each in space.candidates if result.applies[each.id]]
        if None in result.applies.values() or any(each.id not in result.scores for each in applying):
            return _right(case, tuple(_outcomes(changed(threshold), case).possible))
        limits = [each._replace(recommend_from=threshold) if each.id == scenario.id else each for each in applying]
        scores = [(each, result.scores[each.id]) for each in limits]
        return _right(case, (leaders(space.questionnaire, scores)[0].id,))

    low, high = 1, 100
    for case, result in found:
        if case.expected == scenario.id:
            high = _first_right(partial(right, case, result), range(high, 0, -1))
        else:
            low = _first_right(partial(right, case, result), range(low, 101))
    return Range(low, high) if low <= high else None


def _first_right(right: Callable[[int], bool], candidates: range) -> int:
    """The first threshold that is right, of those behind which all are; the one after them if none is."""
    if candidates and right(candidates[0]):  # as most cases are, at any threshold
        return candidates[0]
    return candidates.start + candidates.step * bisect_left(candidates, 1, key=right)


def _outcomes(space: Space, case: ExpectedCase) -> Outcomes:
    return outcomes(space, applicable(space.questionnaire, case.answers, space.paths))


def _distance(space: Space, case: ExpectedCase, found: Outcomes) -> Fraction | None:
    if not case.complete:
        return None
    scored = [(each, found.spans[each.id]) for each in space.candidates if each.id in found.spans]
    if case.expected != space.questionnaire.fallback.id:
        return next((span.low - each.recommend_from for each, span in scored if each.id == case.expected), None)
    return min((each.recommend_from - span.high for each, span in scored), default=None)


def _right(case: ExpectedCase, possible: tuple[str, ...]) -> bool:
    return possible == (case.expected,) if case.complete else case.expected in possible
