"""The tables that a page follows instead of knowing the questionnaire: compiled here, and nowhere else.

- flow: what is asked. "I don't know" is one more letter of each question.
- walk: what complete answers come through, and at its ends which candidates apply.
- tell: which text is shown for some answers.
- worth: what each answer adds to each candidate's score, and the most that an answer to the question could add.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from math import prod
from typing import Any, NamedTuple

from coo_advisor.questionnaire.model import (
    ALWAYS,
    Condition,
    Finding,
    Lines,
    Question,
    Questionnaire,
    Scenario,
    Value,
    Variants,
    clauses,
)
from coo_advisor.questionnaire.paths import NEVER, left_of
from coo_advisor.report.reasoning import excluding
from coo_advisor.verdict.scoring import best, points, weighted
from coo_advisor.verdict.space import Space
from coo_advisor.web_page.letters import NOTHING, Alphabet, TooLarge, alphabets, check_size
from coo_advisor.wording.words import Text

MOST_PLACES = 1 << 20
"""Ways in which the candidates' points combine: one bit each of a number, which Firefox and WebKit end at 2²⁰ bits."""

NO, YES, MAYBE = 0, 1, 2
"""The first cell of a row of the flow: whether its question is asked; maybe, if that turns on what is not known."""

NO_TEXT = -1
"""Where a row of tell ends if nothing is shown; text number n is -2 - n."""

Conditions = tuple[Condition, ...]
"""What is left of some conditions."""

Branches = tuple[tuple[Condition, int], ...]
"""Conditions, each with the end that it leads to if it is the first that holds."""


class Tables(NamedTuple):
    """All that a page follows, as plain lists for JSON, and the texts that its numbers stand for."""

    data: dict[str, Any]
    texts: tuple[Text, ...]


def compile_tables(questionnaire: Questionnaire) -> Tables:
    """The tables of a questionnaire. Raises TooLarge if no page can hold them."""
    letters = alphabets(questionnaire, every_condition(questionnaire))
    space = Space(questionnaire)
    sizes = _sizes(questionnaire)
    if prod(sizes) > MOST_PLACES:
        raise TooLarge(
            f"The points of {', '.join(scenario.id for scenario in questionnaire.candidates)} combine in {prod(sizes):,} "
            f"ways, and a page can follow {MOST_PLACES:,}, as browsers end numbers there. Use smaller points or weights."
        )
    texts = TextRows(letters)
    data = {
        "questions": [_question(space, each) for each in letters],
        "sizes": sizes,
        "from": [scenario.recommend_from for scenario in questionnaire.candidates],
        "flow": _flow(letters),
        **_walk(questionnaire, letters),
        "scenarios": [_scenario(scenario, questionnaire, texts) for scenario in questionnaire.scenarios],
        "findings": [_finding(finding, questionnaire, texts) for finding in questionnaire.findings],
        "doubts": texts.lines(questionnaire.doubts),
    }
    return Tables({**data, "tell": texts.rows}, tuple(texts.texts))


def every_condition(questionnaire: Questionnaire) -> Iterator[Condition]:
    """The conditions that a page's tables are made of."""
    for question in questionnaire.questions:
        yield question.when
    for scenario in questionnaire.scenarios:
        yield from _conditions_of(scenario)
    for finding in questionnaire.findings:
        yield finding.when
        yield from (each.when for each in chain(finding.title, finding.so))
    yield from (each.when for each in questionnaire.doubts)


def _conditions_of(scenario: Scenario) -> Iterator[Condition]:
    yield scenario.when
    shown = [scenario.verdict, scenario.document_title, scenario.action, scenario.next_step.text]
    for exclusion in scenario.unless:
        yield exclusion.when
        shown += [exclusion.reason, exclusion.title, exclusion.verdict]
        if exclusion.verify:
            shown.append(exclusion.verify.why)
        if exclusion.next_step:
            shown.append(exclusion.next_step.text)
    yield from (each.when for each in chain.from_iterable(shown))


def _worth(questionnaire: Questionnaire, earned: dict[str, int]) -> list[int]:
    return [weighted(scenario.weights, earned) for scenario in questionnaire.candidates]


def _most(questionnaire: Questionnaire, question: Question) -> list[int]:
    return [best(question, scenario.weights) for scenario in questionnaire.candidates]


def _sizes(questionnaire: Questionnaire) -> list[int]:
    """For each candidate, one more than the most that all questions together could earn."""
    most = [_most(questionnaire, question) for question in questionnaire.questions]
    return [sum(column) + 1 for column in zip(*most, strict=True)]


def _question(space: Space, letters: Alphabet) -> dict[str, Any]:
    """What an answer to a question is worth, and how answers become letters.

    `worth` is by choice, or by letter of a number, for each candidate; there is none if nothing is earned. `moves` says
    that an answer decides all the same what is asked or applies; `contact` that it isn't counted among the questions.
    """
    question, questionnaire = letters.question, space.questionnaire
    values: Iterable[Value] = letters.firsts or [choice.id for choice in question.choices]
    most = _most(questionnaire, question)
    data: dict[str, Any] = {
        "id": question.id,
        "kind": question.kind,
    }
    if any(most):
        data |= {"worth": [_worth(questionnaire, points(question, value)) for value in values], "most": most}
    elif space.steers(question.id):
        data["moves"] = 1
    if question.purpose == "contact":
        data["contact"] = 1
    if question.numbers:
        data |= {"firsts": letters.firsts}
    elif question.choices:
        data |= {"choices": [choice.id for choice in question.choices]}
    if letters.joined:
        data |= {"joined": letters.joined}
    return data


def _flow(letters: Sequence[Alphabet]) -> list[list[int]]:
    """The rows that say what is asked, from the first, row 0, to past the last question.

    A row: NO, YES or MAYBE, then the next row for each letter, and for an answer that isn't known. It stands for all
    that complete answers can have come to.
    """

    def ways(position: int, ways_here: frozenset[Conditions]) -> tuple[int, list[frozenset[Conditions]]]:
        asking = {left[0] == ALWAYS for left in ways_here}
        asks = MAYBE if len(asking) == 2 else YES if True in asking else NO
        id = letters[position].question.id
        after = [
            frozenset(
                tuple(left_of(each, id, met if left[0] == ALWAYS else NOTHING) for each in left[1:])
                for left in ways_here
            )
            for met in (letters[position].met if asks else (NOTHING,))
        ]
        return asks, [*after, frozenset().union(*after)] if asks else after

    start = frozenset([tuple(each.question.when for each in letters)])
    return _layered("flow", len(letters), start, ways)[0]


def _walk(questionnaire: Questionnaire, letters: Sequence[Alphabet]) -> dict[str, Any]:
    """The rows that complete answers come through, and the ends; a row is as one of the flow, without its last cell.

    The number in a last row is that of an end: the candidates that apply there, and the most of each.
    """
    count = len(letters)
    most = [tuple(_most(questionnaire, each.question)) for each in letters]

    def ways(
        position: int, state: tuple[Conditions, tuple[int, ...]]
    ) -> tuple[int, list[tuple[Conditions, tuple[int, ...]]]]:
        (this, *later), before = state
        asks = YES if this == ALWAYS else NO
        after = tuple(map(sum, zip(before, most[position], strict=True))) if asks else before
        id = letters[position].question.id
        met = letters[position].met if asks else (NOTHING,)
        return asks, [(_closed([left_of(each, id, one) for each in later], count - position - 1), after) for one in met]

    start = [each.question.when for each in letters]
    for scenario in questionnaire.candidates:
        start += [scenario.when, tuple(chain.from_iterable(exclusion.when for exclusion in scenario.unless))]
    rows, last = _layered("walk", count, (_closed(start, count), (0,) * len(questionnaire.candidates)), ways)
    ends = [([i for i, when in enumerate(left[::2]) if when == ALWAYS], most) for left, most in last]
    return {"walk": rows, "ends": ends}


def _closed(left: list[Condition], questions: int) -> Conditions:
    """The same with nothing left of a candidate that can't apply any more."""
    for index in range(questions, len(left), 2):
        if left[index] == NEVER or left[index + 1] == ALWAYS:
            left[index] = left[index + 1] = NEVER
    return tuple(left)


def _layered(
    name: str, count: int, start: Any, ways: Callable[[int, Any], tuple[int, list[Any]]]
) -> tuple[list[list[int]], list[Any]]:
    """The rows that lead from a start over `count` questions, numbered throughout, and the states at the end.

    A row whose cells all lead to the same has one. A last row leads to the number of a state at the end.
    """
    layer = {start: 0}
    rows: list[list[int]] = []
    for position in range(count):
        following: dict[Any, int] = {}
        base = len(rows) + len(layer) if position < count - 1 else 0
        for state in layer:
            asks, nexts = ways(position, state)
            cells = [base + following.setdefault(each, len(following)) for each in nexts]
            rows.append([asks, *(cells[:1] if len(set(cells)) == 1 else cells)])
        check_size(name, len(rows))
        layer = following
    return rows, list(layer)


class TextRows:
    """Rows that end in a text: the first of a list whose condition holds. Equal rows and equal texts are one."""

    def __init__(self, letters: Sequence[Alphabet]) -> None:
        self.rows: list[tuple[int, ...]] = []
        self.texts: list[Text] = []
        self._letters = letters
        self._numbers: dict[str, int] = {}
        self._places: dict[tuple[int, ...], int] = {}
        self._begun: dict[tuple[int, Branches], int] = {}

    def variants(self, variants: Variants) -> int:
        """Where the rows of a list of texts begin, or the end that they all lead to."""
        return self._begin(tuple((each.when, self._end(each.text)) for each in variants))

    def lines(self, lines: Lines) -> list[int]:
        """Where the rows of each line begin."""
        return [self.variants((line,)) for line in lines]

    def holds(self, condition: Condition) -> int:
        """Where the rows of a condition begin; they end in NO_TEXT if it doesn't hold."""
        return self._begin(((condition, NO_TEXT - 1),))

    def first(self, conditions: Iterable[Condition]) -> int:
        """Where rows begin that end in the place of the first condition that holds, as a text's number."""
        return self._begin(tuple((condition, NO_TEXT - 1 - place) for place, condition in enumerate(conditions)))

    def text(self, text: Text) -> int:
        """The number of a text."""
        key = repr(sorted(text.items()))
        if key not in self._numbers:
            self._numbers[key] = len(self.texts)
            self.texts.append(text)
        return self._numbers[key]

    def _end(self, text: Text) -> int:
        return NO_TEXT - 1 - self.text(text)

    def _begin(self, branches: Branches, position: int = 0) -> int:
        """The row, or the end, for what is left of conditions before a question.

        A row: the question, where most answers lead, then each other letter and where it leads; no answer is the letter
        after the last.
        """
        branches = tuple(each for each in branches if each[0] != NEVER)
        if not branches or branches[0][0] == ALWAYS:
            return branches[0][1] if branches else NO_TEXT
        waiting = {clause.question for when, _ in branches for clause in clauses(when)}
        position = next(i for i in range(position, len(self._letters)) if self._letters[i].question.id in waiting)
        key = (position, branches)
        if key not in self._begun:
            letters = self._letters[position]
            nexts = [
                self._begin(
                    tuple((left_of(when, letters.question.id, met), end) for when, end in branches), position + 1
                )
                for met in (*letters.met, NOTHING)
            ]
            usual = max(set(nexts), key=lambda each: (nexts.count(each), each))
            others = [cell for letter, each in enumerate(nexts) if each != usual for cell in (letter, each)]
            self._begun[key] = self._place((position, usual, *others)) if others else usual
        return self._begun[key]

    def _place(self, row: tuple[int, ...]) -> int:
        """Where a row stands, after adding it if it is new. Raises TooLarge."""
        if row not in self._places:
            self._places[row] = len(self.rows)
            self.rows.append(row)
            check_size("table of texts", len(self.rows))
        return self._places[row]


def _scenario(scenario: Scenario, questionnaire: Questionnaire, texts: TextRows) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": scenario.id,
        "title": texts.text(scenario.title),
        "called": texts.variants(scenario.document_title),
        "verdict": texts.variants(scenario.verdict),
        "days": scenario.next_step.within_days,
        "step": texts.variants(scenario.next_step.text),
        "action": texts.variants(scenario.action),
    }
    if scenario == questionnaire.fallback:
        return data
    places = [question.id for question in questionnaire.questions]
    return {
        **data,
        "when": texts.holds(scenario.when),
        "unless": texts.first(exclusion.when for exclusion in scenario.unless),
        "excluded": [
            {
                "reason": texts.variants(exclusion.reason),
                "title": texts.variants(exclusion.title),
                "verdict": texts.variants(exclusion.verdict),
                "days": exclusion.next_step.within_days if exclusion.next_step else 0,
                "step": texts.variants(exclusion.next_step.text) if exclusion.next_step else NO_TEXT,
                "check": texts.variants(exclusion.verify.why) if exclusion.verify else NO_TEXT,
                "names": [places.index(id) for id in sorted(excluding(scenario, exclusion), key=places.index)],
            }
            for exclusion in scenario.unless
        ],
    }


def _finding(finding: Finding, questionnaire: Questionnaire, texts: TextRows) -> list[Any]:
    """Where the rows begin for whether it holds, its title, and what it changes; then what it cites.

    What it cites is the place of a question, and those of the choices that its condition names: of several that are
    ticked, only these are said.
    """
    named = {(clause.question, id) for clause in clauses(finding.when) for id in clause.choices}
    cites = [
        [place, *(at for at, choice in enumerate(question.choices) if (question.id, choice.id) in named)]
        for place, question in enumerate(questionnaire.questions)
        if question.id in finding.answers
    ]
    return [texts.holds(finding.when), texts.variants(finding.title), texts.variants(finding.so), *cites]
