"""Cases that the advice must get right, kept beside the questionnaire."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from coo_advisor.questionnaire.answers import check_answers
from coo_advisor.questionnaire.flow import Answers, applicable
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.reading.shapes import Breadcrumbs, Key, ListOf, OneOf, Plain, Reading, Record, YesNo
from coo_advisor.reading.tree import Node, read_bytes
from coo_advisor.system.errors import InvalidFile
from coo_advisor.verdict.outcomes import prospects
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
    """A case with the recommendations that its answers leave possible."""

    case: Case
    possible: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.possible == (self.case.expected,) if self.case.complete else self.case.expected in self.possible


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
    return tuple(
        CaseResult(case, prospects(space, applicable(space.questionnaire, case.answers)).possible) for case in cases
    )
