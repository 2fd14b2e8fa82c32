"""What a recommendation rests on, before it is put into words: points, findings, contrary answers, how solid it is.

Nothing here is worded, and nothing is decided again: the verdict is the assessment's.
"""

from collections.abc import Collection, Iterator
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.questionnaire.flow import truth
from coo_advisor.questionnaire.model import Choice, Exclusion, Finding, Question, Scenario, Value, clauses
from coo_advisor.verdict.assessment import Assessment
from coo_advisor.verdict.outcomes import outcomes
from coo_advisor.verdict.scoring import best, points, weighted
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.would_change import Change, Detour

MOST_FINDINGS, MOST_FINDINGS_OPEN = 3, 2
"""How many findings are shown; while undecided, the questions that decide need the room."""

MOST_CHANGES = 2
MOST_CONTRARY = 3


class Points(NamedTuple):
    """The weighted points of a scenario: from `low` to `high`, out of `most`; from `threshold` on it is recommended.

    `threshold` is the fewest whole points that pass.
    """

    low: int
    high: int
    most: int
    threshold: int

    @property
    def passes(self) -> bool:
        """Whether the score is at its threshold, whatever is not known yet."""
        return self.low >= self.threshold


class Solidity(Enum):
    """How a verdict stands; of several that hold, the first."""

    ONE_ANSWER = "one answer"
    INCOMPLETE = "incomplete"
    CLOSE = "close"
    CLEAR = "clear"


class Reasoning(NamedTuple):
    """What a recommendation rests on.

    `focus` is the candidate that the points are counted for: the one recommended; else the one whose `when` holds, with
    the highest share; None if there is none. `exclusion` makes the document of a fallback; `overrules` says whether the
    score of the scenario that is `ruled_out` by it would pass.
    """

    assessment: Assessment
    focus: Scenario | None
    points: Points | None
    ruled_out: Scenario | None
    exclusion: Exclusion | None
    overrules: bool
    findings: tuple[Finding, ...]
    contrary: tuple[Question, ...]

    @property
    def recommendation(self) -> Scenario | None:
        """What is recommended; None while undecided."""
        return self.assessment.recommendation

    @property
    def helps(self) -> bool:
        """Whether help is recommended, rather than the fallback."""
        return self.recommendation in self.assessment.questionnaire.candidates

    @property
    def missing(self) -> tuple[Question, ...]:
        """The questions that need points turn on and that have no answer, those aside that no document shows."""
        return tuple(question for question in self.assessment.unknown if not question.confidential)


def reason(assessment: Assessment) -> Reasoning:
    """What the verdict on some answers rests on."""
    focus = _focus(assessment)
    ruled_out, exclusion = _exclusion(assessment)
    overrules = ruled_out is not None and overruled(assessment, ruled_out)
    most = MOST_FINDINGS if assessment.recommendation else MOST_FINDINGS_OPEN
    overruling = excluding(ruled_out, exclusion) if ruled_out and exclusion and overrules else None
    findings = tuple(_findings(assessment, focus, overruling))[:most]
    doubted = [line.when for line in assessment.questionnaire.doubts if truth(line.when, assessment.answers)]
    aside = {id for finding in findings for id in finding.answers}
    aside |= {clause.question for each in doubted for clause in clauses(each)}
    contrary = tuple(_contrary(assessment, focus, aside))[: max(1, MOST_CONTRARY - len(doubted))]
    score = points_of(assessment, focus) if focus else None
    return Reasoning(assessment, focus, score, ruled_out, exclusion, overrules, findings, contrary)


def points_of(assessment: Assessment, scenario: Scenario) -> Points:
    """The points of a scenario on the questions asked, excluded or not."""
    low = high = most = 0
    for question in assessment.asked:
        here = best(question, scenario.weights)
        earned = worth(assessment, question, scenario)
        low, high, most = low + (earned or 0), high + (here if earned is None else earned), most + here
    return Points(low, high, most, -(-scenario.recommend_from * most // 100))


def worth(assessment: Assessment, question: Question, scenario: Scenario) -> int | None:
    """The weighted points that the answer to a question earns a scenario; None if there is no answer."""
    value = assessment.answers.get(question.id)
    return None if value is None else weighted(scenario.weights, points(question, value))


def solidity(reasoning: Reasoning) -> Solidity:
    """How a verdict stands: overruled by one answer, incomplete, close to the line, or clear."""
    if any(overruled(reasoning.assessment, scenario) for scenario, _ in reasoning.assessment.excluded):
        return Solidity.ONE_ANSWER
    if reasoning.missing:
        return Solidity.INCOMPLETE
    return Solidity.CLOSE if _close(reasoning.assessment) else Solidity.CLEAR


def overruled(assessment: Assessment, scenario: Scenario) -> bool:
    """Whether the score of an excluded scenario would pass."""
    return points_of(assessment, scenario).passes


def plausible_changes(assessment: Assessment) -> tuple[Detour, ...]:
    """The detours that a reader could bring about or live through, and that argue the right way round."""
    return tuple(detour for detour in assessment.would_change if _plausible(detour, assessment))[:MOST_CHANGES]


def chosen(question: Question, value: Value) -> Choice | None:
    """The one choice that a value stands for; None if it is none, or several."""
    choices = question.chosen(value)
    return choices[0] if len(choices) == 1 else None


def excluding(scenario: Scenario, exclusion: Exclusion) -> frozenset[str]:
    """The ids of the questions whose answers rule a scenario out, without those that make it apply."""
    applying = {clause.question for clause in clauses(scenario.when)}
    ruling_out = {clause.question for clause in clauses(exclusion.when)}
    return frozenset(ruling_out - applying or ruling_out)


def _focus(assessment: Assessment) -> Scenario | None:
    questionnaire, recommended = assessment.questionnaire, assessment.recommendation
    if recommended in questionnaire.candidates:
        return recommended
    if recommended is None:
        return next((each for each in questionnaire.candidates if each.id in assessment.outcomes.possible), None)
    applying = [each for each in questionnaire.candidates if truth(each.when, assessment.answers)]

    def share(scenario: Scenario) -> Fraction:
        low, _, most, _ = points_of(assessment, scenario)
        return Fraction(low, most) if most else Fraction(0)

    return max(applying, key=share, default=None)


def _exclusion(assessment: Assessment) -> tuple[Scenario, Exclusion] | tuple[None, None]:
    """What makes the document of a fallback: the exclusion of a scenario whose score would pass, or else the first."""
    if assessment.recommendation != assessment.questionnaire.fallback or not assessment.excluded:
        return None, None
    passing = (pair for pair in assessment.excluded if overruled(assessment, pair[0]))
    return next(passing, assessment.excluded[0])


def _findings(assessment: Assessment, focus: Scenario | None, overruling: frozenset[str] | None) -> Iterator[Finding]:
    """The findings that hold: those first that cite an answer which overrules the score, then the weightiest."""
    fallback = assessment.recommendation == assessment.questionnaire.fallback
    against = fallback and overruling is None
    ranked: list[tuple[tuple[bool, int], Finding]] = []
    for finding in assessment.questionnaire.findings:
        if not truth(finding.when, assessment.answers):
            continue
        earned, most = _earned(assessment, finding, focus)
        named = overruling is not None and not overruling.isdisjoint(finding.answers)
        unscored = most == 0 and assessment.recommendation in assessment.questionnaire.candidates
        speaks = unscored or (most > 0 and (2 * earned < most if against else 2 * earned >= most))
        if named or speaks:
            ranked.append(((not named, earned - most if against else -earned), finding))
    return (finding for _, finding in sorted(ranked, key=lambda pair: pair[0]))


def _earned(assessment: Assessment, finding: Finding, focus: Scenario | None) -> tuple[int, int]:
    """The points that the answers a finding cites earn, and the most that they could."""
    if focus is None:
        return 0, 0
    cited = [each for each in assessment.asked if each.id in finding.answers]
    worths = ((worth(assessment, question, focus), best(question, focus.weights)) for question in cited)
    known = [(earned, most) for earned, most in worths if earned is not None]
    return sum(earned for earned, _ in known), sum(most for _, most in known)


def _contrary(assessment: Assessment, focus: Scenario | None, said: Collection[str]) -> Iterator[Question]:
    """The questions whose answers pull the other way, the weightiest first.

    Those aside that a finding or a doubt has `said` already, and those that only decide whether the scenario applies.
    """
    if focus is None:
        return
    aside = {*said, *(clause.question for clause in clauses(focus.when))}
    against_help = assessment.recommendation != assessment.questionnaire.fallback
    for question in sorted(assessment.asked, key=lambda each: -best(each, focus.weights)):
        if question.id in aside or not best(question, focus.weights):
            continue
        if _pulls(question, assessment, focus, against_help=against_help):
            yield question


def _pulls(question: Question, assessment: Assessment, focus: Scenario, *, against_help: bool) -> bool:
    """Whether an answer that has words earns less than half of its points, of the lower half of choices; or the reverse."""
    value = assessment.answers.get(question.id)
    here = None if value is None else chosen(question, value)
    if here is None or here.says is None:
        return False
    rank, last = 2 * question.choices.index(here), len(question.choices) - 1
    earned, most = weighted(focus.weights, here.points), best(question, focus.weights)
    return (2 * earned < most and rank < last) if against_help else (2 * earned >= most and rank > last)


def _close(assessment: Assessment) -> bool:
    """Whether one answer, one step different, would change the verdict."""
    (here,) = assessment.outcomes.possible
    space = Space(assessment.questionnaire)
    return any(
        list(outcomes(space, {**assessment.answers, question.id: value}).possible) != [here]
        for question in _movable(assessment)
        for value in _neighbours(question, assessment.answers.get(question.id))
    )


def _movable(assessment: Assessment) -> Iterator[Question]:
    """The scored questions asked that decide no scenario's condition."""
    scenarios = assessment.questionnaire.candidates
    deciding = {clause.question for each in scenarios for clause in clauses(each.when)}
    deciding |= {
        clause.question for each in scenarios for exclusion in each.unless for clause in clauses(exclusion.when)
    }
    need = {signal.id for signal in assessment.questionnaire.need}
    for question in assessment.asked:
        if question.id not in deciding and any(not need.isdisjoint(choice.points) for choice in question.choices):
            yield question


def _neighbours(question: Question, value: Value | None) -> Iterator[Value]:
    """The answers one step away, along the question's scale."""
    here = None if value is None or isinstance(value, tuple) else chosen(question, value)
    if here is None:
        return
    place = question.choices.index(here)
    for other in (*question.choices[max(0, place - 1) : place], *question.choices[place + 1 : place + 2]):
        yield other.band.low if other.band else other.id


def _plausible(detour: Detour, assessment: Assessment) -> bool:
    questionnaire = assessment.questionnaire
    target = questionnaire.scenario(detour.to)
    return len(detour.changes) <= MOST_CHANGES and all(
        _sayable(change, assessment) and _forwards(change, target, assessment) for change in detour.changes
    )


def _sayable(change: Change, assessment: Assessment) -> bool:
    question = assessment.questionnaire.question(change.question)
    after = chosen(question, change.after)
    return not question.fact and not question.confidential and after is not None and after.suppose is not None


def _forwards(change: Change, target: Scenario, assessment: Assessment) -> bool:
    """Whether a change doesn't give a lower load as an argument for help."""
    question = assessment.questionnaire.question(change.question)
    if change.before is None or question.id not in {each.id for each in _movable(assessment)}:
        return True
    before, after = (weighted(target.weights, points(question, value)) for value in (change.before, change.after))
    return target == assessment.questionnaire.fallback or after >= before
