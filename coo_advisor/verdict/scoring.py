"""What answers are worth, and the verdict on scores: the only place where either is decided."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.questionnaire.model import Question, Questionnaire, Scenario, Value


class Score(NamedTuple):
    """Weighted points out of the most attainable on the questions asked."""

    points: int
    most: int

    @property
    def percent(self) -> Fraction:
        """Exact, 0 to 100; 0 if nothing could be scored."""
        return Fraction(100 * self.points, self.most) if self.most else Fraction(0)


def points(question: Question, value: Value) -> dict[str, int]:
    """Signal id → points that an answer earns."""
    earned: dict[str, int] = {}
    for choice in question.chosen(value):
        for signal, count in choice.points.items():
            earned[signal] = earned.get(signal, 0) + count
    return earned


def most_points(question: Question) -> dict[str, int]:
    """Signal id → the most points that an answer can earn on it; one answer may not earn the most on every signal."""
    most: dict[str, int] = {}
    for choice in question.choices:
        for signal, count in choice.points.items():
            best = most.get(signal, 0)
            most[signal] = best + count if question.kind == "several" else max(best, count)
    return most


def weighted(weights: Mapping[str, int], earned: Mapping[str, int]) -> int:
    """Points of all signals, each times its weight."""
    return sum(weights.get(signal, 0) * count for signal, count in earned.items())


def best(question: Question, weights: Mapping[str, int]) -> int:
    """The most weighted points that one answer can earn."""
    worths = [weighted(weights, choice.points) for choice in question.choices]
    return sum(worths) if question.kind == "several" else max(worths, default=0)


def leaders(questionnaire: Questionnaire, scores: Sequence[tuple[Scenario, Score]]) -> tuple[Scenario, ...]:
    """The verdict: of the scenarios that apply, those with the highest score at or above their threshold.

    The first listed is recommended; more than one is a tie. None at its threshold: the fallback.
    """
    best: tuple[Scenario, ...] = ()
    highest = Score(-1, 1)
    for scenario, score in scores:
        most = score.most or 1
        if 100 * score.points < scenario.recommend_from * most:
            continue
        lead = score.points * highest.most - highest.points * most
        if lead > 0:
            best, highest = (scenario,), Score(score.points, most)
        elif lead == 0:
            best += (scenario,)
    return best or (questionnaire.fallback,)
