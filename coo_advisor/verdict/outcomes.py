"""What can still happen: the scenarios that some completion of the answers leads to, exactly."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Scenario
from coo_advisor.verdict.space import Space, State
from coo_advisor.verdict.tally import reached


class Span(NamedTuple):
    """The scores a candidate can still end with, in percent."""

    low: Fraction
    high: Fraction

    @property
    def uncertain(self) -> bool:
        return self.low != self.high


class Prospects(NamedTuple):
    """What some answers still allow.

    `possible` holds every scenario that can still be recommended, in the questionnaire's order. `applies` is None where
    it turns on what is not known; `spans` covers the candidates that can still apply.
    """

    possible: tuple[str, ...]
    applies: Mapping[str, bool | None]
    spans: Mapping[str, Span]

    @property
    def settled(self) -> bool:
        return len(self.possible) == 1


class Outcomes(NamedTuple):
    """Prospects in which every possible scenario has a witness: a complete set of answers that leads there."""

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
    ends = _ends(space, layers.final)
    possible, applies, spans = _prospects(space, layers.final, ends)
    return Outcomes({id: space.answered(layers.trace(*ends[id])) for id in possible}, applies, spans)


def prospects(space: Space, answers: Answers) -> Prospects:
    """The scenarios still possible, the same as `outcomes`, in two thirds of the time."""
    final = space.walk(space.choices(answers)).final
    return _prospects(space, final, _ends(space, final))


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


def _ends(space: Space, final: Mapping[State, int]) -> dict[str, tuple[State, int]]:
    """Scenario id → the first state and place that lead there."""
    ends: dict[str, tuple[State, int]] = {}
    for scenario, state, place in _verdicts(space, final):
        ends.setdefault(scenario.id, (state, place))
    return ends


def _prospects(space: Space, final: Mapping[State, int], ends: Mapping[str, tuple[State, int]]) -> Prospects:
    applying = {state: frozenset(space.applying(state)) for state in final}
    in_some, in_all = frozenset().union(*applying.values()), frozenset.intersection(*applying.values())
    applies = {
        scenario.id: index in in_all if index in in_all or index not in in_some else None
        for index, scenario in enumerate(space.candidates)
    }
    questionnaire = space.questionnaire
    return Prospects(
        tuple(scenario.id for scenario in questionnaire.scenarios if scenario.id in ends),
        {**applies, questionnaire.fallback.id: True},
        {space.candidates[index].id: _span(space, final, index, applying) for index in sorted(in_some)},
    )


def _span(space: Space, final: Mapping[State, int], index: int, applying: Mapping[State, frozenset[int]]) -> Span:
    """The lowest and the highest score of a candidate over all states in which it applies."""
    percents = {
        score.percent
        for score in {
            space.score(state, place, index)
            for state, tally in final.items()
            if index in applying[state]
            for place in reached(tally)
        }
    }
    return Span(min(percents), max(percents))
