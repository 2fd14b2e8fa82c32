"""The questionnaire: what is asked, in which words, and what each answer is worth.

Every type here is a named tuple: frozen, and several times cheaper to define than a dataclass, which counts because
the time to the first question is measured.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from coo_advisor.wording.words import Text

Value = str | int | tuple[str, ...]
"""What was answered: a choice id or a text, a number, or the ids of several choices in the questionnaire's order."""

Kind = Literal["choice", "several", "number", "text"]


class Range(NamedTuple):
    """Whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and self.low <= number <= self.high


class Clause(NamedTuple):
    """One test of one earlier answer: it is one of `choices`, has one of them, or lies in one of `ranges`."""

    question: str
    choices: frozenset[str] = frozenset()
    ranges: tuple[Range, ...] = ()

    def accepts(self, value: Value) -> bool:
        if isinstance(value, int):
            return any(value in each for each in self.ranges)
        if isinstance(value, str):
            return value in self.choices
        return not self.choices.isdisjoint(value)


Alternative = tuple[Clause, ...]
"""Clauses that must all hold; no clause always holds."""

Condition = tuple[Alternative, ...]
"""Alternatives of which one must hold."""

ALWAYS: Condition = ((),)
"""The condition of whatever has none."""


def clauses(condition: Condition) -> Iterator[Clause]:
    """Every clause of a condition, whichever alternative it stands in."""
    for alternative in condition:
        yield from alternative


class Signal(NamedTuple):
    """Something the points measure. Need signals move the recommendation; readiness signals never do."""

    id: str
    name: Text
    meaning: Text
    readiness: bool


class Choice(NamedTuple):
    """One answer to a question, or one band of a number; `band` is set for bands only.

    `suppose` is the clause that a sentence about another outcome starts with ("if the house ran without you").
    """

    id: str
    label: Text
    points: Mapping[str, int]
    suppose: Text | None = None
    band: Range | None = None


class Question(NamedTuple):
    """One question. `choices` run from least to most load; `fact` marks what a founder can't choose to change.

    `purpose` says what a question without points is for: "report" or "contact".
    """

    id: str
    ask: Text
    short: Text
    kind: Kind
    help: Text | None = None
    when: Condition = ALWAYS
    choices: tuple[Choice, ...] = ()
    numbers: Range | None = None
    purpose: str | None = None
    fact: bool = False

    @property
    def scored(self) -> bool:
        return any(choice.points for choice in self.choices)

    def chosen(self, value: Value) -> tuple[Choice, ...]:
        """The choices that an answer stands for: one, several, or the band that a number falls in."""
        if isinstance(value, int):
            return tuple(choice for choice in self.choices if choice.band and value in choice.band)
        ids = (value,) if isinstance(value, str) else value
        return tuple(choice for choice in self.choices if choice.id in ids)


class Exclusion(NamedTuple):
    """A condition that rules a scenario out, and the reason to show."""

    condition: Condition
    reason: Text


class Engagement(NamedTuple):
    """How a recommendation would work in practice."""

    days: Text
    months: Text
    first_90_days: tuple[Text, ...]
    cautions: tuple[Text, ...]


class Scenario(NamedTuple):
    """One recommendation: when it applies, what its score weighs, and how it is put into words.

    `weights` are whole numbers per need signal; `recommend_from` is a percentage, 0 to 100. `otherwise` ends a
    sentence that starts with what would have to change ("…, an interim COO would be the answer").
    """

    id: str
    title: Text
    definition: Text
    verdict: Text
    otherwise: Text
    next_step: Text
    when: Condition = ALWAYS
    unless: tuple[Exclusion, ...] = ()
    weights: Mapping[str, int] = {}
    recommend_from: int = 0
    engagement: Engagement | None = None
    watch: tuple[Text, ...] = ()


class Reason(NamedTuple):
    """Answers that make an advantage matter, and why."""

    when: Condition
    because: Text


class Advantage(NamedTuple):
    """One advantage of the recommended help, with the answers that make it matter to this company."""

    id: str
    title: Text
    reasons: tuple[Reason, ...]


class Amount(NamedTuple):
    """A price between two bounds, in whole units of a currency; `days_a_month` is what a day rate is multiplied by."""

    currency: str
    per: Literal["day", "month", "year"]
    low: int
    high: int
    days_a_month: Range | None = None


class Assumption(NamedTuple):
    """One figure behind the cost comparison. Without an amount, the reader is asked for their own."""

    id: str
    label: Text
    source: Text
    amount: Amount | None = None


class Grade(NamedTuple):
    """A letter for readiness, given from a percentage upwards, and what it means."""

    id: str
    at_least: int
    meaning: Text


class Consultant(NamedTuple):
    """Who signs the recommendation, and the call to action."""

    name: Text
    url: str
    action: Text


class Questionnaire(NamedTuple):
    """Everything that questions.yaml says. The last scenario is the fallback; it has no condition and no score."""

    version: str
    sha256: str
    languages: tuple[str, ...]
    title: Text
    intro: Text
    consultant: Consultant | None
    signals: tuple[Signal, ...]
    questions: tuple[Question, ...]
    scenarios: tuple[Scenario, ...]
    advantages: tuple[Advantage, ...] = ()
    grades: tuple[Grade, ...] = ()
    comparison_months: int = 6
    assumptions: tuple[Assumption, ...] = ()

    @property
    def fallback(self) -> Scenario:
        return self.scenarios[-1]

    @property
    def candidates(self) -> tuple[Scenario, ...]:
        """The scenarios that need a score, all but the fallback."""
        return self.scenarios[:-1]

    @property
    def called(self) -> Question | None:
        """The question whose answer an interview goes by, such as the company: the first that is for contact."""
        return next((question for question in self.questions if question.purpose == "contact"), None)

    def question(self, id: str) -> Question:
        return next(question for question in self.questions if question.id == id)

    def scenario(self, id: str) -> Scenario:
        return next(scenario for scenario in self.scenarios if scenario.id == id)

    def signal(self, id: str) -> Signal:
        return next(signal for signal in self.signals if signal.id == id)
