"""What can still happen: the scenarios that some completion of the answers leads to, exactly."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, applies, reachable
from coo_advisor.questionnaire.model import Scenario
from coo_advisor.questionnaire.paths import Beyond, Node
from coo_advisor.verdict.scoring import Score
from coo_advisor.verdict.space import Meter, Space
from coo_advisor.verdict.walk import Budget, Cell, Optimum, Walk, depth_first

MOST_WORK = 90_000
"""The budget for finding which scenarios are possible: a tenth to a quarter of a second."""


class Span(NamedTuple):
    """The scores that something can still end with, in percent."""

    low: Fraction
    high: Fraction


class Outcomes(NamedTuple):
    """What some answers still allow.

    `possible` are the scenarios that can still be recommended, in the questionnaire's order, each with a witness:
    complete answers that lead there. Without one (None), looking at everything would have taken too long, and nothing
    seen so far rules the scenario out. `applies` is None if it turns on what is not known. `spans` covers the
    candidates that can still apply, `scores` those of them whose score is certain.
    """

    possible: Mapping[str, Answers | None]
    applies: Mapping[str, bool | None]
    spans: Mapping[str, Span]
    scores: Mapping[str, Score]

    @property
    def settled(self) -> bool | None:
        """Whether only one scenario is left; None if that was left open."""
        if len(self.possible) == 1:
            return True
        seen = sum(witness is not None for witness in self.possible.values())
        return False if seen > 1 else None


def outcomes(space: Space, answers: Answers) -> Outcomes:
    """The scenarios still possible given some answers, each with a witness; nothing is sampled.

    "I don't know" and a missing answer are the same here: every answer to that question is still possible.
    """
    try:
        walk = Walk(space, answers)
    except Beyond:
        return _at_a_glance(space, answers)
    if way := walk.only_way():
        return _certain(walk, *way)
    found = verdicts(walk)
    scenarios = space.questionnaire.scenarios
    spans: dict[str, Span] = {}
    scores: dict[str, Score] = {}
    for index, scenario in enumerate(space.candidates):
        if ends := walk.ends(index):
            low, high = extremes(walk, space.meters[index], ends)
            spans[scenario.id] = Span(low.percent, high.percent)
            if low == high and _one_most(walk, space.meters[index], ends):
                scores[scenario.id] = low
    return Outcomes(
        {scenario.id: found[scenario.id] for scenario in scenarios if scenario.id in found},
        {scenario.id: _applies(walk, index) for index, scenario in enumerate(scenarios)},
        spans,
        scores,
    )


def settles(space: Space, answers: Answers) -> bool:
    """Whether only one scenario is left for certain; the short answer."""
    try:
        walk = Walk(space, answers)
    except Beyond:
        return False
    found = verdicts(walk, enough=2)
    return len(found) == 1 and None not in found.values()


def verdicts(walk: Walk, *, enough: int | None = None, work: int = MOST_WORK) -> dict[str, Answers | None]:
    """The scenarios that a walk can end with, each with a witness; None for those not ruled out with so much work.

    Stops once `enough` were found (default: all of them).
    """
    missing = walk.hopes(*walk.start)
    found: dict[str, Answers | None] = {}

    def hopeful(cell: Cell) -> bool:
        return bool(walk.hopes(*cell) & missing)

    try:
        for (node, place), labels in depth_first(walk.start, walk.steps, hopeful, Budget(walk.space, work)):
            if walk.at_end(node) and (verdict := walk.verdict(node, place)) & missing:
                missing &= ~verdict
                found |= dict.fromkeys(walk.named(verdict), walk.answers(labels))
                if not missing or len(found) == enough:
                    break
    except Beyond:
        found |= dict.fromkeys(walk.named(missing))
    return found


def witness(walk: Walk, scenario: Scenario, budget: Budget) -> Answers | None:
    """Complete answers that get a scenario; None if there are none. Raises Beyond."""
    wanted = walk.bit(scenario)

    def hopeful(cell: Cell) -> bool:
        return bool(walk.hopes(*cell) & wanted)

    for (node, place), labels in depth_first(walk.start, walk.steps, hopeful, budget):
        if walk.at_end(node) and walk.verdict(node, place) == wanted:
            return walk.answers(labels)
    return None


def extremes(walk: Walk, meter: Meter, ends: Iterable[Node]) -> tuple[Score, Score]:
    """The lowest and the highest score that a meter can show at some ends.

    Each round asks for the sum in which the last score found comes to zero; nothing below zero is nothing better.
    """
    goals = dict.fromkeys(ends, 0.0)

    def optimum(points: int, most: int) -> Optimum:
        return walk.least(meter, points, most, goals)[walk.start[0]]

    found = optimum(0, 1)
    low = Score(found.points, found.most)
    while low.most and (found := optimum(low.most, -low.points)).value < 0:
        low = Score(found.points, found.most)
    found = optimum(-1, 0)
    high = Score(found.points, found.most)
    while (found := optimum(-high.most, high.points)).value < 0:
        high = Score(found.points, found.most)
    return low, high


def _one_most(walk: Walk, meter: Meter, ends: Iterable[Node]) -> bool:
    """Whether a meter's most is the same at some ends, whatever the way."""
    goals = dict.fromkeys(ends, 0.0)
    least, greatest = (walk.least(meter, 0, sign, goals)[walk.start[0]] for sign in (1, -1))
    return least.most == greatest.most


def _certain(walk: Walk, cell: Cell, answers: Answers) -> Outcomes:
    """What complete answers come to, which end in one cell: the scenario recommended, and the score of each candidate."""
    space, (end, place) = walk.space, cell
    scores = {
        scenario.id: space.fields[index].score(place)
        for index, scenario in enumerate(space.candidates)
        if index in end.open
    }
    return Outcomes(
        {walk.leaders(end, place)[0].id: answers},
        {scenario.id: index in end.open for index, scenario in enumerate(space.questionnaire.scenarios)},
        {id: Span(score.percent, score.percent) for id, score in scores.items()},
        scores,
    )


def _applies(walk: Walk, index: int) -> bool | None:
    ends = len(walk.ends(index))
    return None if 0 < ends < len(walk.ends()) else ends > 0


def _at_a_glance(space: Space, answers: Answers) -> Outcomes:
    """What can be said without following every way: which candidates are ruled out, and nothing of their scores."""
    questionnaire = space.questionnaire
    known = {question.id: answers.get(question.id) for question in reachable(questionnaire, answers, space.paths)}
    found = {scenario.id: applies(scenario, known) for scenario in questionnaire.scenarios}
    left = [scenario.id for scenario in questionnaire.scenarios if found[scenario.id] is not False]
    whole = Span(Fraction(0), Fraction(100))
    return Outcomes(dict.fromkeys(left), found, dict.fromkeys(left[:-1], whole), {})
