"""The page's own script in an engine from a wheel, following the tables of a questionnaire."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import quickjs

from coo_advisor import web_page
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.web_page.replay import Outcome
from coo_advisor.web_page.tables import compile_tables

SCRIPT = (Path(web_page.__file__).parent / "follow.js").read_text(encoding="utf-8")
"""The part of the page's script that decides anything."""


class Follower:
    """What the script says of answers to a questionnaire; `script` may be a broken one."""

    def __init__(self, questionnaire: Questionnaire, script: str = SCRIPT) -> None:
        self.questionnaire = questionnaire
        self.texts = compile_tables(questionnaire).texts
        self._engine = quickjs.Context()
        self._engine.eval(script)
        self._engine.eval(f"const it = follower({json.dumps(compile_tables(questionnaire).data)});")

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

    def points(self, answers: Answers, candidate: str) -> tuple[int, int, int]:
        """What the answers earned for a candidate, the most they could, and what is not known of it."""
        index = [scenario.id for scenario in self.questionnaire.candidates].index(candidate)
        expression = f"it.points(it.applicable(answers), {index}, it.flow(answers).asked)"
        found = self.run(expression, answers)
        return found["got"], found["most"], found["unknown"]

    def told(self, row: int, answers: Answers) -> str | None:
        """The text that rows end in, in the first language."""
        number = self.run(f"it.tell({row}, it.applicable(answers))", answers)
        return None if number < 0 else self.texts[number][self.questionnaire.languages[0]]


def percent(points: int, most: int) -> Fraction:
    """A score as a percentage; 0 of 0 is 0."""
    return Fraction(100 * points, most or 1)
