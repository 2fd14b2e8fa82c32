"""What is asked, and what applies: conditions read with some answers, exactly, whatever is not known yet."""

from collections.abc import Iterator, Mapping

from coo_advisor.questionnaire.model import (
    Alternative,
    Condition,
    Lines,
    Question,
    Questionnaire,
    Scenario,
    Value,
    Variants,
)
from coo_advisor.questionnaire.paths import Beyond, Paths
from coo_advisor.wording.words import Text

Answers = Mapping[str, Value | None]
"""Question id → what was answered. None is "I don't know"; a missing id was not answered (yet)."""


def truth(condition: Condition, known: Answers) -> bool | None:
    """Whether a condition holds; None if it turns on an answer that is not known.

    A question missing from `known` is not asked, and a clause about it does not hold. True and False are certain; None
    may be said of a condition that all answers meet, as each alternative is read by itself.
    """
    truths = [_holds(alternative, known) for alternative in condition]
    if True in truths:
        return True
    return None if None in truths else False


def applies(scenario: Scenario, known: Answers) -> bool | None:
    """Whether a scenario's `when` holds and no `unless` rules it out; None if that turns on an answer not known."""
    excluded = [truth(exclusion.when, known) for exclusion in scenario.unless]
    if True in excluded:
        return False
    holds = truth(scenario.when, known)
    return None if holds and None in excluded else holds


def _holds(alternative: Alternative, known: Answers) -> bool | None:
    """Whether every clause holds; None if that turns on an answer that is not known."""
    undecided = False
    for clause in alternative:
        if clause.question not in known:
            return False
        value = known[clause.question]
        if value is None:
            undecided = True
        elif not clause.accepts(value):
            return False
    return None if undecided else True


def first_that_holds(variants: Variants, answers: Answers) -> Text | None:
    """The text to show of a list of which one is shown; None if the condition of none holds."""
    return next((each.text for each in variants if truth(each.when, answers)), None)


def all_that_hold(lines: Lines, answers: Answers) -> tuple[Text, ...]:
    """The lines to show of a list of which all are shown whose condition holds."""
    return tuple(line.text for line in lines if truth(line.when, answers))


def asked(questionnaire: Questionnaire, answers: Answers, paths: Paths | None = None) -> tuple[Question, ...]:
    """The questions that these answers certainly lead to, answered or not, in order.

    `paths`, here and below, are those of the questionnaire, if they are at hand.
    """
    return tuple(question for question, certain in _walk(questionnaire, answers, paths) if certain)


def reachable(questionnaire: Questionnaire, answers: Answers, paths: Paths | None = None) -> tuple[Question, ...]:
    """The questions that are asked, or could be once more is known."""
    return tuple(question for question, _ in _walk(questionnaire, answers, paths))


def next_question(questionnaire: Questionnaire, answers: Answers) -> Question | None:
    """The first question of the walk that has no answer yet; None at its end."""
    certain = (question for question, certain in _walk(questionnaire, answers) if certain)
    return next((question for question in certain if question.id not in answers), None)


def applicable(questionnaire: Questionnaire, answers: Answers, paths: Paths | None = None) -> dict[str, Value | None]:
    """The answers that count: those to questions that are asked, or could be. Others are at most a prefill."""
    reached = reachable(questionnaire, answers, paths)
    return {question.id: answers[question.id] for question in reached if question.id in answers}


def _walk(
    questionnaire: Questionnaire, answers: Answers, paths: Paths | None = None
) -> Iterator[tuple[Question, bool]]:
    """The questions that these answers can lead to, each with whether they certainly do.

    What is known decides most conditions; if it leaves one open, every way is followed, unless they are too many.
    """
    known: dict[str, Value | None] = {}
    followed: Mapping[str, bool | None] | None = None
    for question in questionnaire.questions:
        holds = truth(question.when, known)
        if holds is None:
            followed = _followed(paths or Paths(questionnaire), answers) if followed is None else followed
            holds = followed.get(question.id)
        if holds is not False:
            known[question.id] = answers.get(question.id) if holds else None
            yield question, holds is True


def _followed(paths: Paths, answers: Answers) -> Mapping[str, bool | None]:
    """Whether each question is asked, found by following every way; empty if there are too many."""
    try:
        return dict(zip((question.id for question in paths.questions), paths.asks(answers), strict=True))
    except Beyond:
        return {}
