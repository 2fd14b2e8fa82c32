"""Conditions turned into rows to follow: what is left of them after each answer, and where that leads.

An answer counts only by the clauses that it meets. Answers to a question that meet the same ones are one letter; a page
that knows an answer's letter finds the next row in a table, and knows of no condition.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from coo_advisor.questionnaire.model import ALWAYS, Clause, Condition, Question, Questionnaire, Value, clauses
from coo_advisor.system.errors import AdvisorError

MOST_LETTERS = 256
"""Of one question; several choices that conditions tell apart one by one double them each time."""

MOST_ROWS = 20_000
"""Of one table, before merging: what a browser loads and walks in an instant."""

NEVER: Condition = ()
"""What is left of a condition that can't hold any more."""

Met = frozenset[Clause]
"""The clauses that an answer meets."""

NOTHING: Met = frozenset()
"""What a question that is not asked meets."""


class TooLarge(AdvisorError):
    """A questionnaire that no page can hold: what makes it so, and what to change."""


class Alphabet(NamedTuple):
    """The letters of a question's answers. `met` says what each meets.

    `firsts` are the numbers at which each letter of a number begins. For several choices, `joined` says which letter a
    letter becomes when a choice is ticked; ticking none is letter 0.
    """

    question: Question
    met: tuple[Met, ...]
    firsts: tuple[int, ...] = ()
    joined: tuple[tuple[int, ...], ...] = ()

    def letter(self, value: Value) -> int:
        """The letter of an answer."""
        if isinstance(value, int):
            return sum(first <= value for first in self.firsts) - 1
        if self.question.kind == "text":
            return 0
        ids = [choice.id for choice in self.question.choices]
        if isinstance(value, str):
            return ids.index(value)
        letter = 0
        for id in value:
            letter = self.joined[letter][ids.index(id)]
        return letter


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


def left_of(condition: Condition, question: str, met: Met) -> Condition:
    """What is left of a condition after an answer to a question that meets some clauses."""
    left: dict[tuple[Clause, ...], None] = {}
    for alternative in condition:
        if met.issuperset(clause for clause in alternative if clause.question == question):
            left[tuple(clause for clause in alternative if clause.question != question)] = None
    return ALWAYS if () in left else tuple(left)


class Table:
    """Rows that are made once each: equal ones are one row."""

    def __init__(self, name: str) -> None:
        self.rows: list[tuple[int, ...]] = []
        self._name = name
        self._places: dict[Hashable, int] = {}

    def place(self, row: tuple[int, ...]) -> int:
        """Where a row stands, after adding it if it is new. Raises TooLarge."""
        if row not in self._places:
            if len(self.rows) >= MOST_ROWS:
                raise TooLarge(
                    f"The {self._name} would need more than {MOST_ROWS} rows, more than a page can hold. Let fewer "
                    "conditions name earlier answers, or ask sooner what hangs on them."
                )
            self._places[row] = len(self.rows)
            self.rows.append(row)
        return self._places[row]
