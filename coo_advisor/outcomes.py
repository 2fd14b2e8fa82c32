"""What can still happen: the scenarios that some completion of the answers leads to, exactly."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.flow import Answers
from coo_advisor.questionnaire import Scenario, Value
from coo_advisor.space import Space, State
from coo_advisor.tally import Layers, reached


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
    for scenario, state, place in _verdicts(space, layers.final):
        ends.setdefault(scenario.id, (state, place))
    applying = {state: frozenset(space.applying(state)) for state in layers.final}
    in_some, in_all = frozenset().union(*applying.values()), frozenset.intersection(*applying.values())
    applies = {
        scenario.id: index in in_all if index in in_all or index not in in_some else None
        for index, scenario in enumerate(space.candidates)
    }
    questionnaire = space.questionnaire
    return Outcomes(
        {
            scenario.id: space.answered(layers.trace(*ends[scenario.id]))
            for scenario in questionnaire.scenarios
            if scenario.id in ends
        },
        {**applies, questionnaire.fallback.id: True},
        {space.candidates[index].id: _span(space, layers, index, applying) for index in sorted(in_some)},
    )


def settles(space: Space, answers: Answers) -> bool:
    """Whether only one scenario is left; the short answer, without witnesses."""
    return agree(space, space.walk(space.choices(answers)).final)


def agree(space: Space, ends: Mapping[State, int]) -> bool:
    """Whether one scenario is recommended at every place of these final states."""
    verdicts = _verdicts(space, ends)
    first, *_ = next(verdicts)
    return all(scenario == first for scenario, *_ in verdicts)


def _verdicts(space: Space, ends: Mapping[State, int]) -> Iterator[tuple[Scenario, State, int]]:
    """The verdict at every place of some final states."""
    for state, tally in ends.items():
        applying = space.applying(state)
        for place in reached(tally):
            yield space.leaders(state, place, applying)[0], state, place


def _span(
    space: Space, layers: Layers[State, Value | None], index: int, applying: Mapping[State, frozenset[int]]
) -> Span:
    """The lowest and the highest score of a candidate over all states in which it applies."""
    percents = {
        score.percent
        for score in {
            space.score(state, place, index)
            for state, tally in layers.final.items()
            if index in applying[state]
            for place in reached(tally)
        }
    }
    return Span(min(percents), max(percents))
