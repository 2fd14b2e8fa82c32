"""Everything that answers say, in figures: the verdict, its evidence, and what it turns on. Renderers add nothing."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, applicable, asked, truth
from coo_advisor.questionnaire.model import (
    Exclusion,
    Grade,
    Question,
    Questionnaire,
    Scenario,
    Signal,
    Value,
)
from coo_advisor.verdict.depends_on import depends_on
from coo_advisor.verdict.outcomes import Outcomes, Prospects, Span, outcomes
from coo_advisor.verdict.scoring import Score, most_points, points
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.would_change import Detour, would_change


class Evidence(NamedTuple):
    """One addend of a score, in weighted points. `value` and `points` are None where the answer is not known."""

    question: Question
    value: Value | None
    signal: Signal
    points: int | None
    most: int


class Level(NamedTuple):
    """The points of one signal; `unknown` counts the points that turn on answers not given."""

    signal: Signal
    points: int
    unknown: int
    most: int


class Readiness(NamedTuple):
    """How ready a lead is, in percent; no grade where what is missing could still move it to another."""

    span: Span
    grade: Grade | None


class Verdict(NamedTuple):
    """What is recommended; None while undecided.

    `focus` is the candidate whose score counts: the one recommended, or the best that applies; None where none does.
    """

    recommendation: Scenario | None
    focus: Scenario | None


class Assessment(NamedTuple):
    """What a set of answers comes to.

    `recommendation` is None while undecided. `focus` is the candidate whose score the evidence adds up to: the one
    recommended, or the best that applies; None where none does. `excluded` tells why candidates are ruled out.
    """

    questionnaire: Questionnaire
    answers: Answers
    asked: tuple[Question, ...]
    outcomes: Outcomes
    recommendation: Scenario | None
    focus: Scenario | None
    evidence: tuple[Evidence, ...]
    levels: tuple[Level, ...]
    excluded: tuple[tuple[Scenario, Exclusion], ...]
    depends_on: tuple[Question, ...]
    would_change: tuple[Detour, ...]
    readiness: Readiness | None

    @property
    def unknown(self) -> tuple[Question, ...]:
        """The questions on need signals that are asked and have no answer."""
        need = {signal.id for signal in self.questionnaire.signals if not signal.readiness}
        return tuple(
            question
            for question in self.asked
            if self.answers.get(question.id) is None and not need.isdisjoint(most_points(question))
        )


def assess(space: Space, given: Answers) -> Assessment:
    """Everything that answers come to; answers to questions that are not asked are left out."""
    questionnaire = space.questionnaire
    answers = applicable(questionnaire, given)
    on_path = asked(questionnaire, answers)
    result = outcomes(space, answers)
    recommendation, focus = judge(questionnaire, result)
    levels = tuple(_levels(questionnaire, on_path, answers))
    return Assessment(
        questionnaire=questionnaire,
        answers=answers,
        asked=on_path,
        outcomes=result,
        recommendation=recommendation,
        focus=focus,
        evidence=tuple(_evidence(focus, questionnaire, on_path, answers)) if focus else (),
        levels=tuple(level for level in levels if not level.signal.readiness),
        excluded=tuple(_excluded(questionnaire, answers)),
        depends_on=() if result.settled else depends_on(space, answers, result.spans),
        would_change=would_change(space, answers, result),
        readiness=_readiness(questionnaire, levels),
    )


def judge(questionnaire: Questionnaire, result: Prospects | Outcomes) -> Verdict:
    """The verdict on what is still possible."""
    recommendation = questionnaire.scenario(next(iter(result.possible))) if result.settled else None
    return Verdict(recommendation, _focus(questionnaire, recommendation, result))


def readiness(questionnaire: Questionnaire, answers: Answers) -> Readiness | None:
    """How ready a lead with these applicable answers is; None where nothing measures it."""
    return _readiness(questionnaire, _levels(questionnaire, asked(questionnaire, answers), answers))


def _focus(
    questionnaire: Questionnaire, recommendation: Scenario | None, result: Prospects | Outcomes
) -> Scenario | None:
    if recommendation in questionnaire.candidates:
        return recommendation
    rivals = [scenario for scenario in questionnaire.candidates if result.applies[scenario.id] is not False]
    return max(rivals, key=lambda scenario: result.spans[scenario.id].high, default=None)


def _evidence(
    scenario: Scenario, questionnaire: Questionnaire, on_path: tuple[Question, ...], answers: Answers
) -> Iterator[Evidence]:
    for question in on_path:
        value = answers.get(question.id)
        earned = None if value is None else points(question, value)
        for signal, most in most_points(question).items():
            if weight := scenario.weights.get(signal, 0):
                got = None if earned is None else weight * earned.get(signal, 0)
                yield Evidence(question, value, questionnaire.signal(signal), got, weight * most)


def _levels(questionnaire: Questionnaire, on_path: tuple[Question, ...], answers: Answers) -> Iterator[Level]:
    for signal in questionnaire.signals:
        got = unknown = most = 0
        for question in on_path:
            here = most_points(question).get(signal.id, 0)
            most += here
            if (value := answers.get(question.id)) is None:
                unknown += here
            else:
                got += points(question, value).get(signal.id, 0)
        if most:
            yield Level(signal, got, unknown, most)


def _excluded(questionnaire: Questionnaire, answers: Answers) -> Iterator[tuple[Scenario, Exclusion]]:
    for scenario in questionnaire.candidates:
        if truth(scenario.when, answers):
            for exclusion in scenario.unless:
                if truth(exclusion.when, answers):
                    yield scenario, exclusion


def _readiness(questionnaire: Questionnaire, levels: Iterable[Level]) -> Readiness | None:
    ready = [level for level in levels if level.signal.readiness]
    most = sum(level.most for level in ready)
    if not most:
        return None
    low = sum(level.points for level in ready)
    high = low + sum(level.unknown for level in ready)
    span = Span(Score(low, most).percent, Score(high, most).percent)
    worst, best = (_grade(questionnaire, percent) for percent in span)
    return Readiness(span, best if worst == best else None)


def _grade(questionnaire: Questionnaire, percent: Fraction) -> Grade | None:
    return next((grade for grade in questionnaire.grades if percent >= grade.at_least), None)
