"""Cases that the advice must get right, kept beside the questionnaire."""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from coo_advisor.questionnaire.answers import check_answers
from coo_advisor.questionnaire.flow import Answers, applicable
from coo_advisor.questionnaire.model import Questionnaire, Range, Scenario
from coo_advisor.reading.shapes import Breadcrumbs, Key, ListOf, OneOf, Plain, Reading, Record, YesNo
from coo_advisor.reading.tree import Node, read_bytes
from coo_advisor.system.errors import InvalidFile
from coo_advisor.verdict.outcomes import Outcomes, outcomes
from coo_advisor.verdict.scoring import leaders
from coo_advisor.verdict.space import Space


class Case(NamedTuple):
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

    case: Case
    possible: tuple[str, ...]
    distance: Fraction | None = None

    @property
    def right(self) -> bool:
        return _right(self.case, self.possible)


class Thresholds(NamedTuple):
    """Between which thresholds of a scenario, both included, all cases are right; None if with none from 1 to 100."""

    scenario: str
    between: Range | None


class _AnswersShape(NamedTuple):
    """Answers inside a cases file."""

    questionnaire: Questionnaire

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        return check_answers(node, self.questionnaire, reading, path)


def cases_beside(questionnaire: Path) -> Path | None:
    """The cases that come with a questionnaire: `cases.yaml` in its folder, or in `tests` under it."""
    places = (questionnaire.parent / "cases.yaml", questionnaire.parent / "tests" / "cases.yaml")
    return next((path for path in places if path.is_file()), None)


def load_cases(path: Path, questionnaire: Questionnaire) -> tuple[Case, ...]:
    """The cases of a file. Raises InvalidFile with every problem."""
    reading = Reading(str(path))
    scenarios = OneOf(tuple(scenario.id for scenario in questionnaire.scenarios))
    case = Record(
        Case,
        {
            "id": Key("The name of the case.", Plain(40)),
            "expected": Key("The recommendation that is right.", scenarios),
            "complete": Key("Whether every question that is asked has an answer.", YesNo()),
            "answers": Key("What an answers file would say.", _AnswersShape(questionnaire)),
        },
        {
            "about": Key("The company in a few words.", Plain(500)),
            "source": Key("Where the case comes from.", Plain(500)),
        },
    )
    root = reading.parse(read_bytes(path))
    read = Record(dict, {"cases": Key("One founder each.", ListOf(case, 1, 10_000))}).read(root, (), reading)
    if problems := reading.all_problems():
        raise InvalidFile(problems)
    return read["cases"]  # type: ignore[no-any-return]  # shapes read Any


def run_cases(space: Space, cases: Sequence[Case]) -> tuple[CaseResult, ...]:
    """Every case with what its answers leave possible."""
    results = []
    for case in cases:
        found = _outcomes(space, case)
        distance = _distance(space.questionnaire, case, found) if case.complete else None
        results.append(CaseResult(case, tuple(found.possible), distance))
    return tuple(results)


def thresholds(space: Space, cases: Sequence[Case]) -> tuple[Thresholds, ...]:
    """For each candidate, the thresholds with which every case is right, the others' being as they are."""
    found = [(case, _outcomes(space, case)) for case in cases]
    return tuple(Thresholds(each.id, _between(space, each, found)) for each in space.candidates)


def _between(space: Space, scenario: Scenario, found: Sequence[tuple[Case, Outcomes]]) -> Range | None:
    """Where all cases are right: a higher threshold can only lose a scenario, so each case has one bound at most."""
    spaces: dict[int, Space] = {}

    def right(case: Case, result: Outcomes, threshold: int) -> bool:
        if threshold not in spaces:
            changed = scenario._replace(recommend_from=threshold)
            listed = tuple(changed if each.id == scenario.id else each for each in space.questionnaire.scenarios)
            spaces[threshold] = Space(space.questionnaire._replace(scenarios=listed))
        return _right(case, _possible(spaces[threshold], case, result))

    low, high = 1, 100
    for case, result in found:
        if case.expected == scenario.id:
            high = min(high, 100 - bisect_left(range(100), 1, key=lambda less: right(case, result, 100 - less)))
        else:
            low = max(low, 1 + bisect_left(range(100), 1, key=lambda more: right(case, result, 1 + more)))
    return Range(low, high) if low <= high else None


def _possible(space: Space, case: Case, known: Outcomes) -> tuple[str, ...]:
    """What a case leaves possible under other thresholds; `known` are its outcomes, whose scores don't change."""
    applying = [scenario for scenario in space.candidates if known.applies[scenario.id]]
    certain = None not in known.applies.values() and all(each.id in known.scores for each in applying)
    if not certain:
        return tuple(_outcomes(space, case).possible)
    return (leaders(space.questionnaire, [(each, known.scores[each.id]) for each in applying])[0].id,)


def _outcomes(space: Space, case: Case) -> Outcomes:
    return outcomes(space, applicable(space.questionnaire, case.answers, space.paths))


def _distance(questionnaire: Questionnaire, case: Case, found: Outcomes) -> Fraction | None:
    above = {
        each.id: found.spans[each.id].low - each.recommend_from
        for each in questionnaire.candidates
        if each.id in found.spans
    }
    if case.expected != questionnaire.fallback.id:
        return above.get(case.expected)
    lacking = [
        each.recommend_from - found.spans[each.id].high for each in questionnaire.candidates if each.id in found.spans
    ]
    return min(lacking, default=None)


def _right(case: Case, possible: tuple[str, ...]) -> bool:
    return possible == (case.expected,) if case.complete else case.expected in possible
