"""The page's own script in an engine from a wheel, following the tables of a questionnaire, and held against the program."""

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import quickjs

from coo_advisor import web_page
from coo_advisor.questionnaire.flow import Answers, applicable, first_that_holds
from coo_advisor.questionnaire.model import Questionnaire, Variants
from coo_advisor.report.reasoning import reason
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space
from coo_advisor.web_page.replay import Outcome, said, samples
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


def compare_outcomes(asked: Questionnaire, seed: int, count: int) -> None:
    """Asserts that the script has what the program has asked, left possible, spanned and still to ask at most."""
    space, follower = Space(asked), Follower(asked)
    contact = sum(each.purpose == "contact" for each in space.questions)
    for answers in samples(asked, Random(seed), count):
        expected = said(space, answers)
        assert expected
        assert follower.outcome(answers) == expected, answers
        assert follower.longest(answers) == space.longest(applicable(asked, answers)) - contact, answers


def compare_advice(asked: Questionnaire, seed: int, count: int) -> None:
    """Asserts that the script recommends what the program does, and rests it on the same."""
    space, follower = Space(asked), Follower(asked)
    for answers in samples(asked, Random(seed), count):
        assert follower.advice(answers) == advised(space, answers), answers


def compare_progress(asked: Questionnaire, seed: int, count: int) -> None:
    """Asserts that the script counts the questions up one by one, of as many as the program has at most."""
    space, follower = Space(asked), Follower(asked)
    questions = asked.questions
    contact = sum(each.purpose == "contact" for each in questions)
    for answers in samples(asked, Random(seed), count):
        path = [questions.index(space.question(id)) for id in follower.outcome(answers).asked]
        path = [place for place in path if questions[place].purpose != "contact"]
        shown = [follower.progress(place, answers) for place in path]
        assert [number for number, _ in shown] == list(range(1, len(shown) + 1))
        assert all(after <= before for (_, before), (_, after) in pairwise(shown)), answers
        for place, (number, of) in zip(path, shown, strict=True):
            before = {each.id: answers[each.id] for each in questions[:place] if each.id in answers}
            assert of == max(number, space.longest(applicable(asked, before)) - contact), answers


def compare_texts(asked: Questionnaire, seed: int, count: int) -> None:
    """Asserts that the script tells each conditional text that the program would choose."""
    follower, language = Follower(asked), asked.languages[0]
    for answers in samples(asked, Random(seed), count):
        counted = applicable(asked, answers)
        for told, row in _told(follower):
            expected = first_that_holds(told, counted)
            assert follower.told(row, answers) == (expected[language] if expected else None)


def _told(follower: Follower) -> Iterator[tuple[Variants, int]]:
    """Each conditional text of a questionnaire with the place where its rows begin."""
    asked, data = follower.questionnaire, follower.data
    for scenario, rows in zip(asked.scenarios, data["scenarios"], strict=True):
        assert rows["id"] == scenario.id
        yield scenario.verdict, rows["verdict"]
        yield scenario.next_step.text, rows["step"]
        for exclusion, out in zip(scenario.unless, rows.get("excluded", []), strict=True):
            yield exclusion.reason, out["reason"]
            yield exclusion.title, out["title"]
            yield exclusion.verify.why if exclusion.verify else (), out["check"]
    for finding, (_, title, so, *_) in zip(asked.findings, data["findings"], strict=True):
        yield finding.title, title
        yield finding.so, so
    for doubt, row in zip(asked.doubts, data["doubts"], strict=True):
        yield (doubt,), row
