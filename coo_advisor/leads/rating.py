"""Leads: what a set of answers is worth to the consultant, and which lead comes first."""

from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, applicable
from coo_advisor.questionnaire.model import Question, Questionnaire, Scenario
from coo_advisor.verdict.assessment import Readiness, judge, readiness
from coo_advisor.verdict.depends_on import depends_on
from coo_advisor.verdict.outcomes import Span, prospects
from coo_advisor.verdict.space import Space

Order = tuple[float, ...]
"""What leads are sorted by: the smaller, the earlier."""


class Need(NamedTuple):
    """What a lead is told: `recommendation` is None while undecided, and `possible` what is left.

    `score` is that of the candidate recommended, or of the best that applies, in percent; None where none does.
    `applying` are the candidates that can still apply.
    """

    recommendation: Scenario | None
    possible: tuple[Scenario, ...]
    score: Span | None
    applying: tuple[str, ...]


class Rating(NamedTuple):
    """What a lead comes to: need and readiness side by side, never mixed."""

    order: Order
    need: Need
    readiness: Readiness | None


def rate(space: Space, given: Answers) -> Rating:
    """The rating of a set of answers; answers to questions that are not asked are left out."""
    answers = applicable(space.questionnaire, given)
    return rating(space.questionnaire, need_of(space, answers), readiness(space.questionnaire, answers))


def need_of(space: Space, answers: Answers) -> Need:
    """The need that applicable answers tell of."""
    result = prospects(space, answers)
    recommendation, focus = judge(space.questionnaire, result)
    possible = tuple(map(space.questionnaire.scenario, result.possible))
    return Need(recommendation, possible, result.spans[focus.id] if focus else None, tuple(result.spans))


def rating(questionnaire: Questionnaire, need: Need, ready: Readiness | None) -> Rating:
    """A need and a readiness with their place among other leads.

    Help recommended comes first, then undecided, then no change; within each the better grade, then the higher need,
    then the higher readiness. What is not known yet counts as it would at its lowest, except for the need.
    """
    turn = 1 if need.recommendation is None else 2 if need.recommendation == questionnaire.fallback else 0
    lowest = ready.span.low if ready else 0
    grade = sum(lowest < each.at_least for each in questionnaire.grades)
    highest = need.score.high if need.score else 0
    # A float keeps the order of exact percentages, and compares several times faster.
    return Rating((turn, grade, -float(highest), -float(lowest)), need, ready)


def ask_next(space: Space, given: Answers, need: Need) -> Question | None:
    """The one question worth asking a lead of this need next; None where its recommendation is settled."""
    if need.recommendation:
        return None
    return depends_on(space, applicable(space.questionnaire, given), need.applying)[0]
