"""Ratings: what a lead's answers are worth to the consultant, what to ask it next, and which lead comes first."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import chain
from typing import Any, NamedTuple

from coo_advisor.questionnaire.flow import Answers, applicable, applies, reachable
from coo_advisor.questionnaire.model import Clause, Question, Questionnaire, Scenario, Value, clauses
from coo_advisor.questionnaire.paths import Beyond
from coo_advisor.system.visible import clean
from coo_advisor.verdict.assessment import Readiness, focus_of, readiness, recommended
from coo_advisor.verdict.depends_on import depends_on, most_useful
from coo_advisor.verdict.outcomes import Span, outcomes
from coo_advisor.verdict.scoring import Score, best, leaders, points, weighted
from coo_advisor.verdict.space import Space

SUMMARY = (
    "recommendation",
    "possible",
    "need_low",
    "need_high",
    "readiness_low",
    "readiness_high",
    "grade",
    "ask_next",
)
"""What a summary says of a lead, in this order."""

_FINEST = 10**15
"""Parts of a percent that a place distinguishes: no two scores of a questionnaire lie closer together."""


class Need(NamedTuple):
    """What a lead is advised: `recommendation` is None while undecided, and `possible` what is left.

    `score` is that of the candidate recommended, or of the best that applies, in percent; None if none does.
    `applying` are the candidates that can still apply.
    """

    recommendation: Scenario | None
    possible: tuple[Scenario, ...]
    score: Span | None
    applying: tuple[str, ...]


class Rating(NamedTuple):
    """What a lead comes to: need and readiness side by side, never mixed. The smaller its place, the earlier it comes."""

    place: str
    need: Need
    readiness: Readiness | None


class _Path(NamedTuple):
    """What is scored once all conditions are decided: the questions, and each candidate that applies, by index."""

    scored: tuple[str, ...]
    most: tuple[tuple[int, int], ...]


Passes = tuple[bool, ...]
"""Which of the clauses that name a question an answer passes."""

Known = tuple[Value | None, ...]
"""The answers to some questions, in their order."""


class Rater:
    """Rates answers; equal ones are rated once."""

    def __init__(self, space: Space) -> None:
        self._space = space
        questionnaire = space.questionnaire
        ready = {signal.id for signal in questionnaire.signals if signal.readiness}
        need = {signal.id for signal in questionnaire.signals} - ready
        conditions = [each.when for each in questionnaire.questions]
        for scenario in questionnaire.candidates:
            conditions += [scenario.when, *(exclusion.when for exclusion in scenario.unless)]
        self._clauses: dict[str, list[Clause]] = {}
        for clause in chain.from_iterable(map(clauses, conditions)):
            self._clauses.setdefault(clause.question, []).append(clause)
        questions = questionnaire.questions
        self._named = [each.id for each in questions if each.id in self._clauses]
        self._for_need = [each.id for each in questions if each.id in self._clauses or _earns(each, need)]
        self._for_readiness = _with_what_steers(questionnaire, [each for each in questions if _earns(each, ready)])
        self._most = {each.id: tuple(best(each, one.weights) for one in questionnaire.candidates) for each in questions}
        self._worths: dict[tuple[str, Value], tuple[int, ...]] = {}
        self._kinds: dict[tuple[str, Value], Passes] = {}
        self._paths: dict[tuple[Passes | None, ...], _Path | None] = {}
        self._needs: dict[Known, Need] = {}
        self._readiness: dict[Known, Readiness | None] = {}
        self._ratings: dict[tuple[int, int], Rating] = {}
        self._scored: dict[tuple[tuple[int, int, int], ...], Need] = {}
        self._asks: dict[Known, Question | None] = {}

    def rate(self, answers: Answers) -> Rating:
        """The rating of a set of answers; answers to questions that are not asked are left out."""
        for_need = tuple(map(answers.get, self._for_need))
        for_readiness = tuple(map(answers.get, self._for_readiness))
        need, ready = self._need(for_need, answers), self._ready(for_readiness, answers)
        pair = (id(need), id(ready))  # both are kept, so that no other gets their place in memory
        found = self._ratings.get(pair)
        if found is None:
            found = self._ratings[pair] = Rating(place(self._space.questionnaire, need, ready), need, ready)
        return found

    def ask_next(self, answers: Answers, need: Need) -> Question | None:
        """The one question worth asking a lead of this need next; None if its recommendation is settled."""
        if need.recommendation:
            return None
        key = tuple(map(answers.get, self._for_need))
        if key not in self._asks:
            applied = applicable(self._space.questionnaire, answers, self._space.paths)
            self._asks[key] = _first_to_ask(self._space, applied, need)
        return self._asks[key]

    def _need(self, key: Known, answers: Answers) -> Need:
        if key not in self._needs:
            self._needs[key] = self._need_of_all(answers) or _need_of_some(self._space, answers)
        return self._needs[key]

    def _ready(self, key: Known, answers: Answers) -> Readiness | None:
        if key not in self._readiness:
            applied = applicable(self._space.questionnaire, answers, self._space.paths)
            self._readiness[key] = readiness(self._space, applied)
        return self._readiness[key]

    def _need_of_all(self, answers: Answers) -> Need | None:
        """The need of a complete set of answers, scored as it is; None if any answer that counts is not known."""
        path = self._path(answers)
        if path is None:
            return None
        worths = []
        for id in path.scored:
            value = answers.get(id)
            if value is None:
                return None
            worths.append(self._worths.get((id, value)) or self._worth(id, value))
        scores = tuple([(index, sum([worth[index] for worth in worths]), most) for index, most in path.most])
        found = self._scored.get(scores)
        if found is None:
            found = self._scored[scores] = self._need_of_scores(scores)
        return found

    def _need_of_scores(self, points: tuple[tuple[int, int, int], ...]) -> Need:
        """The need of candidates, by index, with their points and the most that they could have."""
        scores = [(self._space.candidates[index], Score(earned, most)) for index, earned, most in points]
        recommendation = leaders(self._space.questionnaire, scores)[0]
        percents = {scenario.id: score.percent for scenario, score in scores}
        highest = percents.get(recommendation.id, max(percents.values(), default=None))
        score = None if highest is None else Span(highest, highest)
        return Need(recommendation, (recommendation,), score, tuple(percents))

    def _path(self, answers: Answers) -> _Path | None:
        """What is scored of these answers; None while a condition turns on what is not known."""
        key = tuple([self._kind(id, answers.get(id)) for id in self._named])
        if key not in self._paths:
            self._paths[key] = self._find_path(answers)
        return self._paths[key]

    def _kind(self, id: str, value: Value | None) -> Passes | None:
        """What conditions notice of an answer; None if it is not known."""
        if value is None:
            return None
        kind = self._kinds.get((id, value))
        if kind is None:
            kind = self._kinds[id, value] = tuple(clause.accepts(value) for clause in self._clauses[id])
        return kind

    def _find_path(self, answers: Answers) -> _Path | None:
        path = reachable(self._space.questionnaire, answers, self._space.paths)
        known = {question.id: answers.get(question.id) for question in path}
        if any(known[question.id] is None for question in path if question.id in self._named):
            return None
        applying = [
            (index, sum(self._most[question.id][index] for question in path))
            for index, scenario in enumerate(self._space.candidates)
            if applies(scenario, known)
        ]
        return _Path(tuple(question.id for question in path if any(self._most[question.id])), tuple(applying))

    def _worth(self, id: str, value: Value) -> tuple[int, ...]:
        """The weighted points of an answer for each candidate."""
        earned = points(self._space.question(id), value)
        worth = tuple(weighted(scenario.weights, earned) for scenario in self._space.candidates)
        self._worths[id, value] = worth
        return worth


def rate(space: Space, answers: Answers) -> Rating:
    """The rating of one set of answers."""
    return Rater(space).rate(answers)


def place(questionnaire: Questionnaire, need: Need, ready: Readiness | None) -> str:
    """The place of a lead among others, as a text that sorts.

    Help recommended comes first, then undecided, then no change; within each the better grade, then the higher need,
    then the higher readiness. What is not known yet counts as it would at its lowest, except for the need.
    """
    turn = 1 if need.recommendation is None else 2 if need.recommendation == questionnaire.fallback else 0
    lowest = ready.span.low if ready else Fraction(0)
    grade = sum(lowest < each.at_least for each in questionnaire.grades)
    highest = need.score.high if need.score else Fraction(0)
    return f"{turn} {grade:02} {_lack(highest)} {_lack(lowest)}"


def lead_name(questionnaire: Questionnaire, answers: Answers) -> str:
    """What a lead is called: the first of its contact answers; nothing if it gave none."""
    given = (answers.get(question.id) for question in questionnaire.questions if question.purpose == "contact")
    return next((clean(str(answer)) for answer in given if answer), "")


def summary(rating: Rating, ask: Question | None) -> dict[str, Any]:
    """What a lead comes to, as plain values: ids, percentages as exact fractions, None for what there is not."""
    need, ready = rating.need, rating.readiness
    values = (
        need.recommendation.id if need.recommendation else None,
        [scenario.id for scenario in need.possible],
        *(need.score or (None, None)),
        *(ready.span if ready else (None, None)),
        ready.grade.id if ready and ready.grade else None,
        ask.id if ask else None,
    )
    return dict(zip(SUMMARY, values, strict=True))


def _need_of_some(space: Space, given: Answers) -> Need:
    """The need of answers of which some are not known: everything that can follow is walked."""
    result = outcomes(space, applicable(space.questionnaire, given, space.paths))
    recommendation, focus = recommended(space.questionnaire, result), focus_of(space.questionnaire, result)
    possible = tuple(map(space.questionnaire.scenario, result.possible))
    return Need(recommendation, possible, result.spans[focus.id] if focus else None, tuple(result.spans))


def _first_to_ask(space: Space, answers: Answers, need: Need) -> Question:
    """The first of the fewest questions that could decide; the most useful one if those take too long to find."""
    try:
        return depends_on(space, answers, need.applying)[0]
    except Beyond:
        return most_useful(space, answers, need.applying)


def _lack(percent: Fraction) -> str:
    """What a percentage lacks of a hundred, so that the highest sorts first; every one has the same length."""
    return f"{(100 * percent.denominator - percent.numerator) * _FINEST // percent.denominator:018}"


def _earns(question: Question, signals: Iterable[str]) -> bool:
    return any(signal in choice.points for choice in question.choices for signal in signals)


def _with_what_steers(questionnaire: Questionnaire, questions: Iterable[Question]) -> list[str]:
    """The ids of some questions, and of all that decide whether those are asked."""
    found = {question.id for question in questions}
    for question in reversed(questionnaire.questions):  # a condition names earlier ones only
        if question.id in found:
            found |= {clause.question for clause in clauses(question.when)}
    return [question.id for question in questionnaire.questions if question.id in found]
