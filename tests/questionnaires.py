"""The questionnaires of tests: about a plant, a company's finances and a team, small ones made at random, and what those recommend by trying all."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain, combinations
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from coo_advisor.questionnaire.flow import Answers, next_question
from coo_advisor.questionnaire.loading import load_questionnaire
from coo_advisor.questionnaire.model import (
    ALWAYS,
    Alternative,
    Choice,
    Clause,
    Condition,
    Consultant,
    Exclusion,
    NextStep,
    Question,
    Questionnaire,
    Range,
    Scenario,
    Signal,
    Value,
    always,
)

PLANT_FILE = Path(__file__).parent / "plant.yaml"
PLANT = load_questionnaire(PLANT_FILE)
CFO_FILE = Path(__file__).parent / "cfo.yaml"
CFO = load_questionnaire(CFO_FILE)
TEAM_FILE = Path(__file__).parent / "team.yaml"
TEAM = load_questionnaire(TEAM_FILE)
BLIND: Answers = {
    "revenue": 25,
    "finance_lead": "nobody",
    "forecast": "blind",
    "reporting": "never",
    "backlog": "current",
    "raising": "no",
    "wishes": ("method",),
    "spend": "some",
}
"""A company that is recommended a part-time CFO."""
NORD: Answers = {
    "company": "Atelier Nord",
    "headcount": 28,
    "growth": "surging",
    "operations_lead": "founder",
    "bottleneck": "coordination",
    "founder_away": "stops",
    "recurring_problems": "constantly",
    "needs": ("experience",),
    "means": "part_time",
    "timing": "now",
}
"""A team whose founder is recommended an interim COO."""

WORD = {"en": "word"}
TEXTS: dict[str, Any] = {
    "title": WORD,
    **dict.fromkeys(("definition", "verdict", "otherwise"), always(WORD)),
    "next_step": NextStep(always(WORD)),
}
SIGNALS = (
    Signal("load", WORD, WORD, readiness=False),
    Signal("risk", WORD, WORD, readiness=False),
    Signal("means", WORD, WORD, readiness=True),
)
NONE = Scenario("none", **TEXTS)
HIGHEST = 4
"""Of the small numbers asked for."""

Complete = dict[str, Value]


def choice(id: str, points: dict[str, int], band: Range | None = None) -> Choice:
    """A choice worth some points."""
    return Choice(id, WORD, {signal: count for signal, count in points.items() if count}, None, band)


def question(id: str, kind: str = "choice", *, points: list[dict[str, int]], when: Condition = ALWAYS) -> Question:
    """A question with one choice for each entry of `points`; a number has a band for each, one number wide."""
    numbers = Range(1, HIGHEST) if kind == "number" else None
    bands = [Range(start, start) for start in range(1, len(points))] + [Range(len(points), HIGHEST)]
    choices = tuple(
        choice(f"c{rank}", worth, band if numbers else None)
        for rank, (worth, band) in enumerate(zip(points, bands, strict=True))
    )
    return Question(id, WORD, WORD, kind, None, when, choices, numbers)  # type: ignore[arg-type]  # a kind by name


def questionnaire(questions: list[Question], scenarios: list[Scenario]) -> Questionnaire:
    """A questionnaire in one language."""
    return Questionnaire("1", "", ("en",), WORD, WORD, Consultant(), SIGNALS, tuple(questions), tuple(scenarios))


@st.composite
def small_questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Up to four questions of every kind, with branches, exclusions, ties and parts that can't be reached."""
    questions: list[Question] = []
    for number in range(draw(st.integers(2, 4))):
        kind = draw(st.sampled_from(["choice", "choice", "several", "number"]))
        worth = st.fixed_dictionaries({signal.id: st.integers(0, 2) for signal in SIGNALS})
        points = draw(st.lists(worth, min_size=2, max_size=2 if kind == "several" else 3))
        when = draw(conditions(questions)) if questions and draw(st.booleans()) else ALWAYS
        questions.append(question(f"q{number}", kind, points=points, when=when))
    scenarios = [draw(candidates(name, questions)) for name in ("first", "second", "third")[: draw(st.integers(1, 3))]]
    return questionnaire(questions, [*scenarios, NONE])


@st.composite
def conditions(draw: st.DrawFn, earlier: list[Question]) -> Condition:
    """One alternative or two, each with a clause on one or two earlier questions."""
    named = st.lists(st.sampled_from(earlier), min_size=1, max_size=2, unique_by=lambda each: each.id)
    alternatives = draw(st.lists(named, min_size=1, max_size=2))
    return tuple(tuple(draw(clauses(each)) for each in alternative) for alternative in alternatives)


@st.composite
def clauses(draw: st.DrawFn, about: Question) -> Clause:
    """A test of one question's answer."""
    if about.kind == "number":
        low, high = sorted((draw(st.integers(1, HIGHEST)), draw(st.integers(1, HIGHEST))))
        return Clause(about.id, ranges=(Range(low, high),))
    ids = [each.id for each in about.choices]
    return Clause(about.id, draw(st.frozensets(st.sampled_from(ids), min_size=1)))


@st.composite
def candidates(draw: st.DrawFn, id: str, questions: list[Question]) -> Scenario:
    """A scenario with weights and a threshold, perhaps with a condition and an exclusion."""
    return Scenario(
        id,
        **TEXTS,
        when=draw(conditions(questions)) if draw(st.booleans()) else ALWAYS,
        unless=(Exclusion(draw(conditions(questions)), always(WORD)),) if draw(st.booleans()) else (),
        weights={"load": draw(st.integers(1, 2)), "risk": draw(st.integers(0, 2))},
        recommend_from=draw(st.sampled_from([0, 1, 25, 50, 60, 100])),
    )


def every_answer(each: Question) -> list[Value]:
    """All answers to a question."""
    if each.numbers:
        return list(range(each.numbers.low, each.numbers.high + 1))
    ids = [one.id for one in each.choices]
    if each.kind == "several":
        return list(chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1)))
    return list(ids)


def every_set(asked: Questionnaire, fixed: dict[str, Value] | None = None) -> list[Complete]:
    """All complete sets of answers that agree with some that are fixed."""
    sets: list[Complete] = [{}]
    for each in asked.questions:
        values = [(fixed or {})[each.id]] if each.id in (fixed or {}) else every_answer(each)
        sets = [
            more
            for answers in sets
            for more in ([{**answers, each.id: value} for value in values] if holds(each.when, answers) else [answers])
        ]
    return sets


def completed(asked: Questionnaire, answers: Answers) -> Answers:
    """Some answers in the order in which they are asked, with the least to say to each question that they leave out.

    So what is tested with the shipped questionnaire goes on when that asks a question more.
    """
    whole: dict[str, Value | None] = {}
    while each := next_question(asked, whole):
        least = every_answer(each)[0] if each.kind != "text" else None
        whole[each.id] = answers.get(each.id, least)
    return whole


def holds(condition: Condition, answers: Complete) -> bool:
    """Whether some alternative holds."""
    return any(all_accept(alternative, answers) for alternative in condition)


def all_accept(alternative: Alternative, answers: Complete) -> bool:
    """Whether every clause accepts an answer that was given."""
    for clause in alternative:
        value = answers.get(clause.question)
        if value is None:
            return False
        if isinstance(value, int):
            accepted = any(each.low <= value <= each.high for each in clause.ranges)
        else:
            accepted = any(id in clause.choices for id in ([value] if isinstance(value, str) else value))
        if not accepted:
            return False
    return True


def chosen(each: Question, value: Value) -> Iterator[Choice]:
    """The choices that a value stands for."""
    for one in each.choices:
        if one.band and isinstance(value, int):
            if one.band.low <= value <= one.band.high:
                yield one
        elif one.id == value or (isinstance(value, tuple) and one.id in value):
            yield one


def naive_score(asked: Questionnaire, weights: Mapping[str, int], answers: Complete) -> Fraction:
    """100 × Σ(weighted points of each answer) / Σ(the most that one answer to the question could earn)."""
    points = most = 0
    for id, value in answers.items():
        each = asked.question(id)
        points += worth(each, weights, value)
        most += max(worth(each, weights, other) for other in every_answer(each))
    return Fraction(100 * points, most) if most else Fraction(0)


def worth(each: Question, weights: Mapping[str, int], value: Value) -> int:
    """The weighted points of an answer."""
    return sum(weights.get(signal, 0) * points for one in chosen(each, value) for signal, points in one.points.items())


def applies(scenario: Scenario, answers: Complete) -> bool:
    """Whether a scenario's conditions let it be recommended."""
    return holds(scenario.when, answers) and not any(holds(each.when, answers) for each in scenario.unless)


def naive_leaders(asked: Questionnaire, answers: Complete) -> list[str]:
    """The scenarios with the highest score at or above their threshold, else the fallback."""
    scores = {
        scenario.id: naive_score(asked, scenario.weights, answers)
        for scenario in asked.candidates
        if applies(scenario, answers) and reaches(asked, scenario, answers)
    }
    return [id for id, score in scores.items() if score == max(scores.values())] or [asked.fallback.id]


def reaches(asked: Questionnaire, scenario: Scenario, answers: Complete) -> bool:
    """Whether a score is at its threshold or above it."""
    return naive_score(asked, scenario.weights, answers) >= scenario.recommend_from


def naive_verdict(asked: Questionnaire, answers: Complete) -> str:
    """The recommendation; of several leaders, the first listed."""
    return naive_leaders(asked, answers)[0]


def needed(asked: Questionnaire, each: Question) -> bool:
    """Whether a question carries points on a need signal."""
    need = {signal.id for signal in asked.signals if not signal.readiness}
    return any(need & one.points.keys() for one in each.choices)


@st.composite
def partly_answered(draw: st.DrawFn, least: int = 0) -> tuple[Questionnaire, Complete]:
    """A questionnaire with some of its answers given."""
    asked = draw(small_questionnaires())
    complete = draw(st.sampled_from(every_set(asked)))
    kept = draw(st.integers(least, len(complete))) if least < len(complete) else len(complete)
    ids = draw(st.permutations(list(complete)))[:kept]
    return asked, {id: value for id, value in complete.items() if id in ids}
