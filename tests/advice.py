"""Documents to draw: one with every kind of block, and those that founders' answers come to."""

from datetime import date
from fractions import Fraction
from random import Random

from questionnaires import NORD, TEAM

from coo_advisor.questionnaire.flow import Answers, next_question
from coo_advisor.questionnaire.model import Question, Questionnaire, Value
from coo_advisor.report.composition import compose
from coo_advisor.report.document import (
    Action,
    Bar,
    Bullets,
    Document,
    Gauge,
    Link,
    Paragraph,
    Quote,
    Section,
    Table,
)
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

DAY = date(2026, 11, 25)
ANSWERED = date(2026, 11, 24)

SPACE = Space(TEAM)

COO: Answers = {
    "headcount": 60,
    "growth": "stable",
    "operations_lead": "coo",
    "bottleneck": "coordination",
    "coo_week": "overflowing",
    "coo_staying": "at_risk",
    "recurring_problems": "often",
}
RESULTS: dict[str, Answers] = {
    "interim": NORD,
    "support": COO,
    "excluded, though it would pass": {**NORD, "bottleneck": "demand"},
    "excluded": {**NORD, "founder_away": "runs", "bottleneck": "hands", "recurring_problems": "rarely"},
    "no change by score": {**NORD, "founder_away": "runs", "bottleneck": "none", "recurring_problems": "rarely"},
    "one answer missing": {**NORD, "bottleneck": None},
    "two answers missing": {**NORD, "founder_away": None, "recurring_problems": None, "growth": "stable"},
    "undecided": {"operations_lead": "founder"},
    "nothing known": {},
}
"""One set of answers for each kind of result."""


def document(answers: Answers, language: str, space: Space = SPACE) -> Document:
    """What the client with these answers receives."""
    return compose(assess(space, answers), load_words(language), DAY, ANSWERED)


def sample(text: str = "calm") -> Document:
    """A document with every kind of block and a text everywhere."""
    cells = (Paragraph(text, text), Paragraph(text), Paragraph(lead=text))
    return Document(
        language="en",
        title=text,
        byline=Paragraph(text),
        page=(
            Section(text, (Quote((Paragraph(text, text), Paragraph(text))),)),
            Section(text, (Gauge(text, Bar(Fraction(1, 4), Fraction(1, 2), Fraction(2, 5))),)),
            Section(text, (Table((text, text, text), (cells, cells), cells), Paragraph(text, text))),
            Section(text, (Bullets((text, text)), Action(Paragraph(text), (Link(text, "https://example.org/"),)))),
        ),
        annexes=(Section(text, (Paragraph(text), Table((text, text, text), (cells,)))),),
        provenance=text,
    )


def some_answers(seed: int, questionnaire: Questionnaire = TEAM) -> Answers:
    """A complete set of answers, or one with some of them missing; the same number gives the same answers."""
    random = Random(seed)
    holes = random.choice((0, 0, 0, 0.08, 0.3))
    answers: dict[str, Value | None] = {}
    while question := next_question(questionnaire, answers):
        answers[question.id] = None if random.random() < holes else _some_value(question, random)
    return {id: value for id, value in answers.items() if value is not None or random.random() < 0.5}


def _some_value(question: Question, random: Random) -> Value:
    if question.kind == "text":
        return {"email": "lea@example.org"}.get(
            question.format or "", "Léa Aubin" if question.id == "name" else "Aubin"
        )
    if question.kind == "number":
        assert question.numbers
        return min(question.numbers.high, random.choice((1, 2, 3, 4, 5, 8, 9, 10, 14, 28, 60, 250, 251, 1200)))
    ids = [choice.id for choice in question.choices]
    if question.kind == "several":
        return tuple(id for id in ids if random.random() < 0.3)
    return random.choice(ids)
