"""Which question comes next: the one walk that every mode replays."""

from collections.abc import Iterator, Mapping

from coo_advisor.questionnaire.model import Alternative, Condition, Lines, Question, Questionnaire, Told, Value
from coo_advisor.wording.words import Text

Answers = Mapping[str, Value | None]
"""Question id → what was answered. None is "I don't know"; a missing id was not answered (yet)."""


def truth(condition: Condition, known: Answers) -> bool | None:
    """Whether a condition holds; None if it turns on an answer that is not known.

    A question missing from `known` is not asked, and a clause about it does not hold.
    """
    truths = [_holds(alternative, known) for alternative in condition]
    if True in truths:
        return True
    return None if None in truths else False


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


def first_that_holds(told: Told, answers: Answers) -> Text | None:
    """The text to show of a list of which one is shown; None if the condition of none holds."""
    return next((each.text for each in told if truth(each.when, answers)), None)


def all_that_hold(lines: Lines, answers: Answers) -> tuple[Text, ...]:
    """The lines to show of a list of which all are shown whose condition holds."""
    return tuple(line.text for line in lines if truth(line.when, answers))


def _walk(questionnaire: Questionnaire, answers: Answers) -> Iterator[tuple[Question, bool]]:
    """The questions that these answers can lead to, each with whether they certainly do."""
    known: dict[str, Value | None] = {}
    for question in questionnaire.questions:
        applies = truth(question.when, known)
        if applies is not False:
            known[question.id] = answers.get(question.id) if applies else None
            yield question, applies is True


def asked(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions that these answers certainly lead to, answered or not, in order."""
    return tuple(question for question, certain in _walk(questionnaire, answers) if certain)


def reachable(questionnaire: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions that are asked, or could be once more is known."""
    return tuple(question for question, _ in _walk(questionnaire, answers))


def next_question(questionnaire: Questionnaire, answers: Answers) -> Question | None:
    """The first question of the walk that has no answer yet; None at its end."""
    return next((question for question in asked(questionnaire, answers) if question.id not in answers), None)


def applicable(questionnaire: Questionnaire, answers: Answers) -> dict[str, Value | None]:
    """The answers that count: those to questions that are asked, or could be. Others are at most a prefill."""
    reached = reachable(questionnaire, answers)
    return {question.id: answers[question.id] for question in reached if question.id in answers}
