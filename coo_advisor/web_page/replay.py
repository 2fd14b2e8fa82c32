"""The tables followed in Python, as the page's script follows them: what `page` tries before it writes a file."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from math import prod
from random import Random
from typing import Any, NamedTuple

from coo_advisor.questionnaire.flow import Answers, applicable, asked
from coo_advisor.questionnaire.model import Question, Questionnaire, Value
from coo_advisor.verdict.outcomes import outcomes
from coo_advisor.verdict.space import Space
from coo_advisor.web_page.tables import MAYBE, YES

SAMPLE = 80
"""How many sets of answers are tried before a page is written."""

SEED = 17
"""The same sets each time: the same input gives the same page."""


class Outcome(NamedTuple):
    """What some answers come to: the questions asked, what can still be recommended, and the span of each score."""

    asked: tuple[str, ...]
    possible: tuple[str, ...]
    spans: dict[str, tuple[Fraction, Fraction]]


def differences(questionnaire: Questionnaire, data: dict[str, Any]) -> Iterator[Answers]:
    """The answers of a sample for which a questionnaire's tables say something else than the program does."""
    space = Space(questionnaire)
    for answers in samples(questionnaire, Random(SEED), SAMPLE):  # noqa: S311  # a sample, not a secret
        expected = said(space, answers)
        if expected and follow(data, answers) != expected:
            yield answers


def said(space: Space, answers: Answers) -> Outcome | None:
    """What the program says of some answers; None if it leaves anything open, as looking at all would take too long."""
    counted = applicable(space.questionnaire, answers, space.paths)
    result = outcomes(space, counted)
    if None in result.possible.values():
        return None
    return Outcome(
        tuple(question.id for question in asked(space.questionnaire, counted, space.paths)),
        tuple(result.possible),
        {id: (span.low, span.high) for id, span in result.spans.items()},
    )


def samples(questionnaire: Questionnaire, random: Random, count: int) -> Iterator[dict[str, Value | None]]:
    """Sets of answers drawn at random: complete ones, and ones that leave out or don't know any part."""
    for number in range(count):
        silent = (0, 0.05, 0.2, 0.7)[number % 4]
        yield {
            question.id: None if random.random() < silent else drawn(question, random)
            for question in questionnaire.questions
            if random.random() >= silent / 2
        }


def drawn(question: Question, random: Random) -> Value:
    """An answer drawn at random; of a number, near one of the ends of its bands."""
    if question.numbers:
        low, high = question.numbers
        ends = [low, high, *(choice.band.low for choice in question.choices if choice.band)]
        return min(high, max(low, random.choice(ends) + random.randint(-1, 1)))
    ids = [choice.id for choice in question.choices]
    if question.kind == "several":
        return tuple(id for id in ids if random.random() < 0.4)
    return random.choice(ids) if ids else "word"


def follow(data: dict[str, Any], answers: Answers) -> Outcome:
    """What the tables say of some answers."""
    scenarios = data["scenarios"]
    on_path, reached = _asked(data, answers)
    counted = {id: value for id, value in answers.items() if id in reached and value is not None}
    possible: set[int] = set()
    spans: dict[str, tuple[Fraction, Fraction]] = {}
    for number, bits in _ends(data, counted).items():
        applying, most = data["ends"][number]
        for place in _places(bits):
            best, highest = len(scenarios) - 1, Fraction(-1)
            for index in applying:
                points = place // _strides(data)[index] % data["sizes"][index]
                percent = Fraction(100 * points, most[index]) if most[index] else Fraction(0)
                low, high = spans.get(scenarios[index]["id"], (percent, percent))
                spans[scenarios[index]["id"]] = min(low, percent), max(high, percent)
                if percent >= data["from"][index] and percent > highest:
                    best, highest = index, percent
            possible.add(best)
    return Outcome(tuple(on_path), tuple(scenarios[index]["id"] for index in sorted(possible)), spans)


def _asked(data: dict[str, Any], answers: Answers) -> tuple[list[str], set[str]]:
    """The questions certainly asked, and those that could be."""
    row, on_path, reached = 0, [], set()
    for question in data["questions"]:
        asks, *nexts = data["flow"][row]
        value = answers.get(question["id"])
        row = nexts[letter_of(question, value) if len(nexts) > 1 else 0]
        if asks in (YES, MAYBE):
            reached.add(question["id"])
        if asks == YES:
            on_path.append(question["id"])
    return on_path, reached


def letter_of(question: dict[str, Any], value: Value | None) -> int:
    """The letter of an answer; -1, the last cell of a row, is that of an answer not known."""
    if value is None:
        return -1
    if isinstance(value, int):
        return sum(int(first) <= value for first in question["firsts"]) - 1
    if question["kind"] == "several":
        places = [question["choices"].index(id) for id in value]
        return reduce(lambda letter, place: int(question["joined"][letter][place]), places, 0)
    return 0 if question["kind"] == "text" else int(question["choices"].index(value))


def _ends(data: dict[str, Any], answers: Answers) -> dict[int, int]:
    """The ends of the walk that the answers allow, each with the places of its points, one bit each."""
    layer = {0: 1}
    for question in data["questions"]:
        value = answers.get(question["id"])
        given = _every_option(data, question) if value is None else {_option(data, question, value)}
        following: dict[int, int] = {}
        for row, bits in layer.items():
            asks, *nexts = data["walk"][row]
            for letter, shift in given if asks else {(0, 0)}:
                onto = nexts[letter if len(nexts) > 1 else 0]
                following[onto] = following.get(onto, 0) | bits << shift
        layer = following
    return layer


def _places(bits: int) -> Iterator[int]:
    digits = f"{bits:b}"[::-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def _strides(data: dict[str, Any]) -> list[int]:
    """How many places each candidate's points are apart."""
    return [prod(data["sizes"][:index]) for index in range(len(data["sizes"]))]


def _shift(data: dict[str, Any], worth: Sequence[int]) -> int:
    return sum(points * stride for points, stride in zip(worth, _strides(data), strict=True))


def _option(data: dict[str, Any], question: dict[str, Any], value: Value) -> tuple[int, int]:
    """The letter of an answer, and by how many places it moves those who give it."""
    letter = letter_of(question, value)
    if "worth" not in question:
        return letter, 0
    places = [question["choices"].index(id) for id in value] if isinstance(value, tuple) else [letter]
    return letter, sum(_shift(data, question["worth"][place]) for place in places)


def _every_option(data: dict[str, Any], question: dict[str, Any]) -> set[tuple[int, int]]:
    """What any answer to a question can be."""
    if question["kind"] != "several":
        values = question.get("firsts") or question.get("choices") or [""]
        return {_option(data, question, value) for value in values}
    found = {(0, 0)}
    worths = question.get("worth") or [[0] * len(data["sizes"])] * len(question["choices"])
    for place, worth in enumerate(worths):
        found |= {(question["joined"][letter][place], shift + _shift(data, worth)) for letter, shift in found}
    return found
