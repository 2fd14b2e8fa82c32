"""Phrases: answers, numbers, money, dates and lists as a language says them, and sentences made of clauses."""

import re
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, all_that_hold, first_that_holds
from coo_advisor.questionnaire.model import (
    ALWAYS,
    Amount,
    Condition,
    Lines,
    Question,
    Scenario,
    Value,
    Variants,
    clauses,
)
from coo_advisor.verdict.outcomes import Span
from coo_advisor.wording.words import Words

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
"""Currencies that are written with a sign; others keep their code."""


class Voice(NamedTuple):
    """Answers and the words of one language: what it takes to say anything about them."""

    words: Words
    answers: Answers

    def text(self, variants: Variants) -> str:
        """The first variant that holds, or nothing."""
        text = first_that_holds(variants, self.answers)
        return self.words.of(text) if text else ""

    def lines(self, lines: Lines) -> tuple[str, ...]:
        """All the lines that hold."""
        return tuple(map(self.words.of, all_that_hold(lines, self.answers)))

    def says(self, question: Question, about: Condition = ALWAYS) -> str:
        """The answer to a question as a clause, such as "the company runs without you"; it must have one.

        Of several choices, only those that `about` names, if it names any; more than one stand behind the short name.
        """
        value = self.answers[question.id]
        assert value is not None
        if isinstance(value, int):
            return value_text(question, value, self.words) if question.unit else self.named(question)
        named = {id for clause in clauses(about) if clause.question == question.id for id in clause.choices}
        chosen = question.chosen(value)
        about_them = [each for each in chosen if each.id in named] or chosen
        says = about_them[0].says if len(about_them) == 1 else None
        return self.words.of(says) if says else self.named(question)

    def named(self, question: Question) -> str:
        """The answer to a question behind the question's short name."""
        return self.words("colon", label=self.words.of(question.short), text=lowered(self.answer(question)))

    def answer(self, question: Question) -> str:
        """The answer to a question as a reader knows it; "I don't know" and a missing answer are distinguished."""
        value = self.answers.get(question.id)
        if value is not None:
            return value_text(question, value, self.words)
        return self.words("dont_know" if question.id in self.answers and question.scored else "skipped")

    def answered(self, questions: Iterable[Question]) -> list[Question]:
        """Those of some questions that have an answer."""
        return [question for question in questions if self.answers.get(question.id) is not None]


def value_text(question: Question, value: Value, words: Words) -> str:
    """The words of one value: a label, several labels, a number with what it counts, or the text itself."""
    if isinstance(value, int):
        unit = question.unit
        return (
            f"{words.number(value)} {words.of(unit.one if value == 1 else unit.many)}" if unit else words.number(value)
        )
    if question.kind == "text":
        return str(value)
    labels = [words.of(choice.label) for choice in question.chosen(value)]
    return words("several_join").join([*labels[:1], *map(lowered, labels[1:])]) or words("none_chosen")


def capitalised(text: str) -> str:
    """A clause as it begins a sentence or a line."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """A sentence as it goes on behind a colon; a word in capitals keeps them, and so does the pronoun I."""
    return text if text[1:2].isupper() or re.match(r"I\b", text) else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """A clause as a sentence of its own."""
    return capitalised(text) + ("" if text.endswith((".", "!", "?")) else ".")


def run(words: Words, lines: Sequence[str]) -> str:
    """Lines as one sentence; those with a comma inside are kept apart by semicolons."""
    return words("several_join" if any("," in line for line in lines) else "list_join").join(lines)


def counted(words: Words, number: int) -> str:
    """A small number of questions or answers in letters, a larger one in digits."""
    names = words("numbers").split()
    return names[number] if number < len(names) else words.number(number)


def about(words: Words, key: str, number: int, **values: object) -> str:
    """A sentence about some things; `key` with _one behind it is that about a single one."""
    return words(f"{key}_one" if number == 1 else key, count=counted(words, number), **values)


def in_points(words: Words, number: int) -> str:
    """So many points."""
    return words("point_one" if str(number) in words("singular").split() else "point_many", number=number)


def rounded(percent: Fraction) -> int:
    """A whole percentage to show, rounded half up; decisions use the exact value."""
    return (2 * percent.numerator + percent.denominator) // (2 * percent.denominator)


def shown(percent: Fraction, thresholds: Collection[int]) -> int | float:
    """A percentage to show: rounded half up, to as many decimals as it takes to stay on its side of each threshold."""
    share, whole = percent.as_integer_ratio()
    scale, figure = 1, rounded(percent)
    while any((figure >= each * scale) != (share >= each * whole) for each in thresholds):
        scale *= 10
        figure = rounded(percent * scale)
    return figure if scale == 1 else figure / scale


def in_percent(words: Words, span: Span, thresholds: Collection[int]) -> str:
    """A percentage, or its two bounds, never on the other side of a threshold than it is."""
    low, high = (shown(bound, thresholds) for bound in span)
    return words.percent(high) if low == high else f"{words.decimal(low)}–{words.percent(high)}"


class Price(NamedTuple):
    """From `low` to `high`, in whole units of a currency (ISO code)."""

    currency: str
    low: int
    high: int


def over(amount: Amount, months: int) -> Price:
    """What an amount comes to over some months."""
    if amount.per == "year":
        return Price(amount.currency, round(amount.low * months / 12), round(amount.high * months / 12))
    low, high = amount.days_a_month or (1, 1)
    return Price(amount.currency, amount.low * low * months, amount.high * high * months)


def money(words: Words, price: Price, key: str) -> str:
    """A price between two bounds, as `key` ("money_span" or "money_range") writes it."""
    symbol = _SYMBOLS.get(price.currency)
    low, high = words.number(price.low), words.number(price.high)
    return words(key if symbol else f"{key}_code", low=low, high=high, currency=symbol or price.currency)


def either(words: Words, scenarios: Iterable[Scenario]) -> str:
    """The titles of scenarios of which any may be the one recommended."""
    return words.listed([words.of(each.title) for each in scenarios], "list_or")


def joined(parts: Iterable[str]) -> str:
    """Sentences behind one another, without those that are empty."""
    return " ".join(part for part in parts if part)
