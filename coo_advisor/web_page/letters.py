"""Letters: the answers to a question as far as conditions tell them apart, and how much of that a page can hold.

An answer counts only by the clauses that it meets. Answers to a question that meet the same ones are one letter; a page
that knows an answer's letter finds the next row in a table, and knows of no condition.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coo_advisor.questionnaire.model import Clause, Condition, Question, Questionnaire, Value, clauses
from coo_advisor.system.errors import AdvisorError

MOST_LETTERS = 256
"""Of one question; several choices that conditions tell apart one by one double them each time."""

MOST_ROWS = 20_000
"""Of one table, before merging: what a browser loads and walks in an instant."""

Met = frozenset[Clause]
"""The clauses that an answer meets."""

NOTHING: Met = frozenset()
"""What a question that is not asked meets."""


class TooLarge(AdvisorError):
    """A questionnaire that no page can hold: what makes it so, and what to change."""


def check_size(name: str, rows: int) -> None:
    """Raises TooLarge if there are more rows than a page can hold."""
    if rows > MOST_ROWS:
        raise TooLarge(
            f"The {name} would need more than {MOST_ROWS} rows, more than a page can hold. Let fewer conditions name "
            "earlier answers, or ask sooner what hangs on them."
        )


class Alphabet(NamedTuple):
    """The letters of a question's answers. `met` says what each meets.

    `firsts` are the numbers at which each letter of a number begins. For several choices, `joined` says which letter a
    letter becomes when a choice is ticked; ticking none is letter 0.
    """

    question: Question
    met: tuple[Met, ...]
    firsts: tuple[int, ...] = ()
    joined: tuple[tuple[int, ...], ...] = ()


def alphabets(questionnaire: Questionnaire, conditions: Iterable[Condition]) -> tuple[Alphabet, ...]:
    """The letters of every question, as far as some conditions tell answers apart. Raises TooLarge."""
    about: dict[str, dict[Clause, None]] = {question.id: {} for question in questionnaire.questions}
    for condition in conditions:
        for clause in clauses(condition):
            about[clause.question][clause] = None
    return tuple(_alphabet(question, tuple(about[question.id])) for question in questionnaire.questions)


def _alphabet(question: Question, about: Sequence[Clause]) -> Alphabet:
    def met(value: Value) -> Met:
        return frozenset(clause for clause in about if clause.accepts(value))

    if question.kind == "choice":
        return Alphabet(question, tuple(met(choice.id) for choice in question.choices))
    if question.numbers:
        firsts = _first_numbers(question, about)
        return Alphabet(question, tuple(map(met, firsts)), firsts)
    if question.kind == "text":
        return Alphabet(question, (NOTHING,))
    letters = {NOTHING: 0}
    ticked = [met(choice.id) for choice in question.choices]
    for one in ticked:
        for letter in tuple(letters):
            letters.setdefault(letter | one, len(letters))
        if len(letters) > MOST_LETTERS:
            raise TooLarge(
                f"“{question.id}”: conditions tell more than {MOST_LETTERS} ways to answer it apart, more than a page "
                "can hold. Name fewer of its choices in conditions."
            )
    joined = tuple(tuple(letters[letter | one] for one in ticked) for letter in letters)
    return Alphabet(question, tuple(letters), joined=joined)


def _first_numbers(question: Question, about: Iterable[Clause]) -> tuple[int, ...]:
    """The numbers at which a band or a condition changes."""
    assert question.numbers
    ranges = [choice.band for choice in question.choices if choice.band]
    ranges += [each for clause in about for each in clause.ranges]
    starts = {question.numbers.low} | {each.low for each in ranges} | {each.high + 1 for each in ranges}
    return tuple(sorted(number for number in starts if number in question.numbers))
