"""Everything that answers say, in figures: the verdict, its evidence, and what it turns on. Renderers add nothing."""

from collections.abc import Iterator
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
from coo_advisor.questionnaire.paths import Beyond
from coo_advisor.verdict.depends_on import depends_on
from coo_advisor.verdict.outcomes import Outcomes, Span, extremes, outcomes
from coo_advisor.verdict.scoring import most_points, points
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.walk import Walk
from coo_advisor.verdict.would_change import Detour, would_change


class Evidence(NamedTuple):
    """One addend of a score, in weighted points. `value` and `points` are None if the answer is not known.

    `most` is the most that the question earns on this signal; on all signals together, one answer may earn less.
    """

    question: Question
    value: Value | None
    signal: Signal
    points: int | None
    most: int


class Level(NamedTuple):
    """The points of one signal: at least `points`, and up to `unknown` more, as what is not known turns out.

    `most` is the most that any answers to the questions that can be asked would earn.
    """

    signal: Signal
    points: int
    unknown: int
    most: int


class Readiness(NamedTuple):
    """How ready a lead is, in percent; no grade if what is missing could still move it to another."""

    span: Span
    grade: Grade | None


class Overruled(NamedTuple):
    """A candidate that an exclusion rules out, though its `when` holds: why, and the score it would have had."""

    scenario: Scenario
    exclusion: Exclusion
    span: Span
    evidence: tuple[Evidence, ...]

    @property
    def passes(self) -> bool:
        """Whether the score would have been at its threshold."""
        return self.span.low >= self.scenario.recommend_from


class Assessment(NamedTuple):
    """What a set of answers comes to.

    `recommendation` is None while undecided. `focus` is the candidate whose score the evidence adds up to: the one
    recommended, or the best that applies; None if none does. `excluded` holds why candidates are ruled out;
    `overruled` is the best of those whose `when` holds. `left_out` names what would have taken too long to work out.
    """

    questionnaire: Questionnaire
    answers: Answers
    asked: tuple[Question, ...]
    unknown: tuple[Question, ...]
    outcomes: Outcomes
    recommendation: Scenario | None
    focus: Scenario | None
    evidence: tuple[Evidence, ...]
    levels: tuple[Level, ...]
    excluded: tuple[tuple[Scenario, Exclusion], ...]
    overruled: Overruled | None
    depends_on: tuple[Question, ...]
    would_change: tuple[Detour, ...]
    readiness: Readiness | None
    left_out: tuple[str, ...]


def assess(space: Space, given: Answers) -> Assessment:
    """Everything that answers come to; answers to questions that can't be asked are left out."""
    questionnaire = space.questionnaire
    answers = applicable(questionnaire, given, space.paths)
    on_path = asked(questionnaire, answers, space.paths)
    result = outcomes(space, answers)
    recommendation, focus = recommended(questionnaire, result), focus_of(questionnaire, result)
    missing, detours, left_out = _turns_on(space, answers, result)
    excluded = tuple(_excluded(questionnaire, answers))
    return Assessment(
        questionnaire=questionnaire,
        answers=answers,
        asked=on_path,
        unknown=tuple(_unknown(space, on_path, answers)),
        outcomes=result,
        recommendation=recommendation,
        focus=focus,
        evidence=evidence(questionnaire, focus, on_path, answers) if focus else (),
        levels=tuple(_levels(space, answers)),
        excluded=excluded,
        overruled=_overruled(space, excluded, on_path, answers),
        depends_on=missing,
        would_change=detours,
        readiness=readiness(space, answers),
        left_out=left_out,
    )


def recommended(questionnaire: Questionnaire, result: Outcomes) -> Scenario | None:
    """The recommendation; None while undecided."""
    return questionnaire.scenario(next(iter(result.possible))) if result.settled else None


def focus_of(questionnaire: Questionnaire, result: Outcomes) -> Scenario | None:
    """The candidate whose score counts: the one recommended, or the best that applies; None if none does."""
    chosen = recommended(questionnaire, result)
    if chosen in questionnaire.candidates:
        return chosen
    rivals = [scenario for scenario in questionnaire.candidates if scenario.id in result.spans]
    return max(rivals, key=lambda scenario: result.spans[scenario.id].high, default=None)


def readiness(space: Space, answers: Answers) -> Readiness | None:
    """How ready a lead with these applicable answers is; None if nothing measures it, or finding out takes too long."""
    try:
        walk = Walk(space, answers)
    except Beyond:
        return None
    ends = dict.fromkeys(walk.ends(), 0.0)
    if not walk.least(space.readiness, 0, -1, ends)[walk.start[0]].most:
        return None
    low, high = extremes(walk, space.readiness, ends)
    span = Span(low.percent, high.percent)
    worst, best = (_grade(space.questionnaire, percent) for percent in span)
    return Readiness(span, best if worst == best else None)


def evidence(
    questionnaire: Questionnaire, scenario: Scenario, on_path: tuple[Question, ...], answers: Answers
) -> tuple[Evidence, ...]:
    """What a candidate's score is made of: the questions asked, signal by signal."""
    return tuple(
        Evidence(
            question,
            value,
            questionnaire.signal(signal),
            None if value is None else weight * points(question, value).get(signal, 0),
            weight * most,
        )
        for question in on_path
        for value in (answers.get(question.id),)
        for signal, most in most_points(question).items()
        if (weight := scenario.weights.get(signal, 0))
    )


def _turns_on(
    space: Space, answers: Answers, result: Outcomes
) -> tuple[tuple[Question, ...], tuple[Detour, ...], tuple[str, ...]]:
    """What it depends on, what would change it, and which of the two is left out."""
    if result.settled is None:
        return (), (), ("depends_on", "would_change")
    try:
        if result.settled:
            return (), would_change(space, answers, result), ()
        return depends_on(space, answers, result.spans), (), ()
    except Beyond:
        return (), (), ("would_change" if result.settled else "depends_on",)


def _unknown(space: Space, on_path: tuple[Question, ...], answers: Answers) -> Iterator[Question]:
    """The questions asked that have no answer, and have points on need or open others that do."""
    need = {signal.id for signal in space.questionnaire.need}
    for question in on_path:
        matters = space.steers(question.id) or not need.isdisjoint(most_points(question))
        if matters and answers.get(question.id) is None:
            yield question


def _levels(space: Space, answers: Answers) -> Iterator[Level]:
    """The levels of the need signals that some question asked can earn points on; none if finding out takes too long."""
    try:
        walk = Walk(space, answers)
    except Beyond:
        return
    ends = dict.fromkeys(walk.ends(), 0.0)
    start, _ = walk.start
    for signal in space.questionnaire.need:
        meter = space.signals[signal.id]
        low, high = (walk.least(meter, sign, 0, ends)[start].points for sign in (1, -1))
        if most := walk.least(meter, 0, -1, ends)[start].most:
            yield Level(signal, low, high - low, most)


def _overruled(
    space: Space, excluded: tuple[tuple[Scenario, Exclusion], ...], on_path: tuple[Question, ...], answers: Answers
) -> Overruled | None:
    try:
        walk = Walk(space, answers)
    except Beyond:
        return None
    found = []
    for scenario, exclusion in excluded:
        low, high = extremes(walk, space.meters[space.candidates.index(scenario)], walk.ends())
        rows = evidence(space.questionnaire, scenario, on_path, answers)
        found.append(Overruled(scenario, exclusion, Span(low.percent, high.percent), rows))
    return max(found, key=lambda each: each.span.high, default=None)


def _excluded(questionnaire: Questionnaire, answers: Answers) -> Iterator[tuple[Scenario, Exclusion]]:
    for scenario in questionnaire.candidates:
        if truth(scenario.when, answers):
            for exclusion in scenario.unless:
                if truth(exclusion.when, answers):
                    yield scenario, exclusion


def _grade(questionnaire: Questionnaire, percent: Fraction) -> Grade | None:
    return next((grade for grade in questionnaire.grades if percent >= grade.at_least), None)
