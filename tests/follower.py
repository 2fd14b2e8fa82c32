"""The page's own script in an engine from a wheel, following the tables of a questionnaire."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import quickjs

from coo_advisor import web_page
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.report.reasoning import reason
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space
from coo_advisor.web_page.replay import Outcome
from coo_advisor.web_page.tables import compile_tables

SCRIPT = (Path(web_page.__file__).parent / "follow.js").read_text(encoding="utf-8")
"""The part of the page's script that decides anything."""


class Advice(NamedTuple):
    """What is shown of some answers: the recommendation, and what it rests on."""

    settled: bool
    recommended: str | None
    missing: tuple[str, ...]
    scored_for: str | None = None
    points: tuple[int, int, int, int] | None = None
    findings: tuple[int, ...] = ()
    excluded: bool = False
    overruled: bool = False


def advised(space: Space, answers: Answers) -> Advice:
    """What the program shows of some answers."""
    assessment = assess(space, answers)
    settled, missing = assessment.outcomes.settled, tuple(question.id for question in assessment.unknown)
    if not assessment.recommendation:
        return Advice(settled, None, missing)
    reasoning = reason(assessment)
    return Advice(
        settled,
        assessment.recommendation.id,
        missing,
        reasoning.focus.id if reasoning.focus else None,
        tuple(reasoning.points) if reasoning.points else None,
        tuple(space.questionnaire.findings.index(each) for each in reasoning.findings),
        reasoning.exclusion is not None,
        reasoning.overrules,
    )


class Follower:
    """What the script says of answers to a questionnaire; `script` may be a broken one."""

    def __init__(self, questionnaire: Questionnaire, script: str = SCRIPT) -> None:
        self.questionnaire = questionnaire
        self.data, self.texts = compile_tables(questionnaire)
        self._engine = quickjs.Context()
        self._engine.eval(script)
        self._engine.eval(f"const it = follower({json.dumps(self.data)});")

    def run(self, expression: str, answers: Answers | None = None) -> Any:
        """What an expression about `answers` comes to."""
        given = json.dumps(dict(answers or {}))
        return json.loads(self._engine.eval(f"JSON.stringify((answers => ({expression}))({given}))"))

    def outcome(self, answers: Answers) -> Outcome:
        """What is asked, possible and spanned."""
        found = self.run("[it.flow(answers).asked, it.outcomes(it.applicable(answers))]", answers)
        asked, outcomes = found
        candidates = self.questionnaire.candidates
        return Outcome(
            tuple(self.questionnaire.questions[place].id for place in asked),
            tuple(self.questionnaire.scenarios[index].id for index in outcomes["possible"]),
            {
                candidates[index].id: (percent(*span[0]), percent(*span[1]))
                for index, span in enumerate(outcomes["spans"])
                if span
            },
        )

    def advice(self, answers: Answers) -> Advice:
        """The recommendation, and what it rests on."""
        found = self.run("it.result(answers)", answers)
        missing = tuple(self.questionnaire.questions[place].id for place in found["missing"])
        if not found["settled"]:
            return Advice(found["settled"], None, missing)
        gauge, scenarios = found["gauge"], self.questionnaire.scenarios
        return Advice(
            found["settled"],
            scenarios[found["recommended"]].id,
            missing,
            scenarios[gauge["index"]].id if gauge else None,
            (gauge["got"], gauge["got"] + gauge["unknown"], gauge["most"], gauge["threshold"]) if gauge else None,
            tuple(each["number"] for each in found["findings"]),
            found["out"] is not None,
            found["overruled"],
        )

    def longest(self, answers: Answers) -> int:
        """The most questions that the answers can lead to, those about how to be reached aside."""
        return int(self.run("it.longest(it.applicable(answers))", answers))

    def progress(self, place: int, answers: Answers) -> tuple[int, int]:
        """Which question it is, of how many, at a place."""
        found = self.run(f"it.progress({place}, answers)", answers)
        return found["number"], found["total"]

    def told(self, row: int, answers: Answers) -> str | None:
        """The text that rows end in, in the first language."""
        number = self.run(f"it.tell({row}, it.applicable(answers))", answers)
        return None if number < 0 else self.texts[number][self.questionnaire.languages[0]]


def percent(points: int, most: int) -> Fraction:
    """A score as a percentage; 0 of 0 is 0."""
    return Fraction(100 * points, most or 1)
