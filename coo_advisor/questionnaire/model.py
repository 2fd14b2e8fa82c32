"""The questionnaire: what is asked, in which words, and what each answer is worth.

Every type here is a named tuple: frozen, and several times cheaper to define than a dataclass, which counts because
the time to the first question is measured.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeVar

from coo_advisor.wording.words import Text

Value = str | int | tuple[str, ...]
"""What was answered: a choice id or a text, a number, or the ids of several choices in the questionnaire's order."""

Kind = Literal["choice", "several", "number", "text"]

RESERVED = ("questionnaire", "answered_at", "consent", "schema", "answers")
"""Keys that written answers files and exports use for themselves."""


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
        """Whether an answer passes: a choice that is listed, several of which one is, or a number in a range."""
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


class Conditional(NamedTuple):
    """A text with the condition under which it is shown."""

    when: Condition
    text: Text


Variants = tuple[Conditional, ...]
"""A text in its variants: the first whose condition holds is shown, and nothing if none does."""

Lines = tuple[Conditional, ...]
"""Lines of which every one whose condition holds is shown."""


def always(text: Text) -> Variants:
    """A text that is shown whatever the answers."""
    return (Conditional(ALWAYS, text),)


class Signal(NamedTuple):
    """Something the points measure. Need signals move the recommendation; readiness signals never do."""

    id: str
    name: Text
    meaning: Text
    readiness: bool = False


class Choice(NamedTuple):
    """One answer to a question, or one band of a number; `band` is set for bands only.

    `says` is the answer as a clause ("the house stops without you"). `suppose` is the clause that a sentence about
    another outcome starts with ("if the house ran without you").
    """

    id: str
    label: Text
    points: Mapping[str, int] = {}
    suppose: Text | None = None
    band: Range | None = None
    says: Text | None = None


class Unit(NamedTuple):
    """What a number counts: "person", "people"."""

    one: Text
    many: Text


class Question(NamedTuple):
    """One question. `choices` run from least to most load; `fact` marks what nobody can choose to change.

    `purpose` says what a question without points is for: "report" or "contact". A `confidential` answer stands in no
    document. `find_out` says how a reader can learn the answer. `most` is how many of several choices may be ticked
    when asked; answers files may have more. `format` is what a text is checked for when asked.
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
    confidential: bool = False
    find_out: Text | None = None
    most: int | None = None
    format: Literal["email"] | None = None
    unit: Unit | None = None

    @property
    def scored(self) -> bool:
        """Whether any answer earns points."""
        return any(choice.points for choice in self.choices)

    def chosen(self, value: Value) -> tuple[Choice, ...]:
        """The choices that an answer stands for: one, several, or the band that a number falls in."""
        if isinstance(value, int):
            return tuple(choice for choice in self.choices if choice.band and value in choice.band)
        ids = (value,) if isinstance(value, str) else value
        return tuple(choice for choice in self.choices if choice.id in ids)


class Decide(NamedTuple):
    """What is to be decided: a text, then what the answers to some questions say."""

    text: Variants
    answers: tuple[str, ...] = ()


class Step(NamedTuple):
    """What happens on some days of the first ninety, and the result to be seen."""

    days: Range
    what: Variants
    result: Variants
    when: Condition = ALWAYS


class NextStep(NamedTuple):
    """An action of the reader, to be done within some days."""

    text: Variants
    within_days: int = 14


class Clue(NamedTuple):
    """Something that a check of the diagnosis may find, and what it means."""

    found: Variants
    means: Variants


class Verify(NamedTuple):
    """How to check that an exclusion is right; `why` says what makes that worth doing."""

    text: Variants
    outcomes: tuple[Clue, ...]
    why: Variants = ()


class Exclusion(NamedTuple):
    """A condition that rules a scenario out, the reason, and what its document says instead.

    Under an exclusion the document takes `title`, `verdict`, `decide`, `steps` and `next_step` from here, and what is
    not given from the fallback. `short` is the excluding answer as a noun. `verify` is shown if the score would pass.
    """

    when: Condition
    reason: Variants
    title: Variants = ()
    verdict: Variants = ()
    short: Variants = ()
    decide: Decide | None = None
    verify: Verify | None = None
    steps: tuple[Step, ...] = ()
    next_step: NextStep | None = None


class Scenario(NamedTuple):
    """One recommendation: when it applies, what its score weighs, and how it is put into words.

    `weights` are whole numbers per need signal; `recommend_from` is a percentage, 0 to 100. `title` names it everywhere,
    also if there are no answers; a document may be called `document_title`. `otherwise` ends a sentence that starts
    with what would have to change ("…, an interim COO would be the answer"). `limits` are what the help won't do,
    `before` what it takes to start. `watch` and `ask_again_months` are the fallback's: the signs that would bring the
    question forward, and when to ask it again.
    """

    id: str
    title: Text
    definition: Variants
    verdict: Variants
    otherwise: Variants
    next_step: NextStep
    when: Condition = ALWAYS
    unless: tuple[Exclusion, ...] = ()
    weights: Mapping[str, int] = {}
    recommend_from: int = 0
    document_title: Variants = ()
    decide: Decide | None = None
    rhythm: Variants = ()
    steps: tuple[Step, ...] = ()
    limits: Lines = ()
    cautions: Variants = ()
    before: Lines = ()
    action: Variants = ()
    watch: Lines = ()
    ask_again_months: int | None = None


class Finding(NamedTuple):
    """What some answers show, and what that changes; `answers` are the ids of the questions cited.

    `advantage` names what an external person brings there.
    """

    when: Condition
    answers: tuple[str, ...]
    title: Variants
    so: Variants
    advantage: str | None = None


class Amount(NamedTuple):
    """A price between two bounds, in whole units of a currency; `days_a_month` is what a day rate is multiplied by.

    `currency` is an ISO code. Fees are without VAT, a salary with what an employer pays on top.
    """

    currency: str
    per: Literal["day", "month", "year"]
    low: int
    high: int
    basis: Literal["fees", "salary"]
    label: Variants
    source: Variants
    days_a_month: Range | None = None


class Option(NamedTuple):
    """One way to go about it, as it is compared with the others; one with a scenario's id is that scenario.

    Of the amounts, the first in the consultant's currency counts; without one, the cost is open, or nothing if `free`.
    """

    id: str
    label: Variants
    presence: Variants
    remark: Variants
    when: Condition = ALWAYS
    amounts: tuple[Amount, ...] = ()
    free: bool = False


class Grade(NamedTuple):
    """A letter for readiness, given from a percentage upwards, and what it means."""

    id: str
    at_least: int
    meaning: Text


class Consultant(NamedTuple):
    """Who signs the recommendation, as far as is known; `currency` is an ISO code, contacts are links."""

    name: str | None = None
    role: Text | None = None
    currency: str | None = None
    contacts: tuple[str, ...] = ()


_Known = TypeVar("_Known", Question, Scenario, Signal)


def _find(known: tuple[_Known, ...], id: str) -> _Known:
    for each in known:
        if each.id == id:
            return each
    raise KeyError(id)


class Questionnaire(NamedTuple):
    """Everything that questions.yaml says. The last scenario is the fallback; it has no condition and no score.

    `doubts` are pairs of answers that hardly go together. `options` are compared over `comparison_months`.
    """

    version: str
    sha256: str
    languages: tuple[str, ...]
    title: Text
    intro: Text
    consultant: Consultant
    signals: tuple[Signal, ...]
    questions: tuple[Question, ...]
    scenarios: tuple[Scenario, ...]
    findings: tuple[Finding, ...] = ()
    doubts: Lines = ()
    grades: tuple[Grade, ...] = ()
    comparison_months: int = 6
    options: tuple[Option, ...] = ()

    @property
    def fallback(self) -> Scenario:
        """The scenario that is recommended if no other is."""
        return self.scenarios[-1]

    @property
    def candidates(self) -> tuple[Scenario, ...]:
        """The scenarios that need a score, all but the fallback."""
        return self.scenarios[:-1]

    @property
    def need_thresholds(self) -> tuple[int, ...]:
        """The scores, in percent, from which candidates are recommended."""
        return tuple(scenario.recommend_from for scenario in self.candidates)

    @property
    def readiness_thresholds(self) -> tuple[int, ...]:
        """The readiness, in percent, from which grades are given."""
        return tuple(grade.at_least for grade in self.grades)

    @property
    def need(self) -> tuple[Signal, ...]:
        """The signals that move the recommendation."""
        return tuple(signal for signal in self.signals if not signal.readiness)

    @property
    def readiness(self) -> tuple[Signal, ...]:
        """The signals that never move the recommendation."""
        return tuple(signal for signal in self.signals if signal.readiness)

    @property
    def company_question(self) -> Question | None:
        """The question whose answer an interview goes by, such as the company: the first that is for contact."""
        return next((question for question in self.questions if question.purpose == "contact"), None)

    def question(self, id: str) -> Question:
        """The question of an id. Raises KeyError if there is none."""
        return _find(self.questions, id)

    def scenario(self, id: str) -> Scenario:
        """The scenario of an id. Raises KeyError if there is none."""
        return _find(self.scenarios, id)

    def signal(self, id: str) -> Signal:
        """The signal of an id. Raises KeyError if there is none."""
        return _find(self.signals, id)
