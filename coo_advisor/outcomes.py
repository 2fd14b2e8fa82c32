"""What can still happen: the scenarios that some completion of the answers leads to, exactly."""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.flow import Answers
from coo_advisor.scoring import Score
from coo_advisor.space import Space, State


class Span(NamedTuple):
    """The scores a candidate can still end with, in percent."""

    low: Fraction
    high: Fraction


class Outcomes(NamedTuple):
    """What some answers still allow.

    `possible` holds every scenario that can still be recommended, in the questionnaire's order, with a witness: a
    complete set of answers that leads there. `applies` is None where it turns on what is not known; `spans` covers the
    candidates that can still apply.
    """

    possible: Mapping[str, Answers]
    applies: Mapping[str, bool | None]
    spans: Mapping[str, Span]

    @property
    def settled(self) -> bool:
        return len(self.possible) == 1


def outcomes(space: Space, answers: Answers) -> Outcomes:
    """The scenarios still possible given some answers, each with a witness; nothing is sampled.

    "I don't know" and a missing answer are the same here: every answer to that question is still possible.
    """
    layers = space.walk(space.choices(answers))
    ends: dict[str, tuple[State, int]] = {}
    scores: dict[int, set[Score]] = {}
    applying = {state: space.applying(state) for state in layers.final}
    for state, tally in layers.final.items():
        for place, _ in layers.places(tally):
            for index in applying[state]:
                scores.setdefault(index, set()).add(space.score(state, place, index))
            ends.setdefault(space.leaders(state, place, applying[state])[0].id, (state, place))
    in_some = set().union(*applying.values())
    in_all = in_some.intersection(*applying.values())
    scenarios = space.questionnaire.scenarios
    return Outcomes(
        {
            scenario.id: space.answered(layers.trace(*ends[scenario.id]))
            for scenario in scenarios
            if scenario.id in ends
        },
        {
            scenario.id: index in in_all if index in in_all or index not in in_some else None
            for index, scenario in enumerate(space.candidates)
        }
        | {space.questionnaire.fallback.id: True},
        {space.candidates[index].id: _span(scores[index]) for index in sorted(scores)},
    )


def _span(scores: set[Score]) -> Span:
    percents = [score.percent for score in scores]
    return Span(min(percents), max(percents))
