"""The keys of what is said of answers: scenarios with their exclusions, findings, and options with their prices."""

from typing import Any

from coo_advisor.questionnaire.conditions import GONE, LARGEST_NUMBER, AroundText, Shapes
from coo_advisor.questionnaire.model import (
    Amount,
    Clue,
    Consultant,
    Decide,
    Exclusion,
    Finding,
    NextStep,
    Option,
    Range,
    Scenario,
    Step,
    Verify,
)
from coo_advisor.questionnaire.question_keys import PerSignal
from coo_advisor.reading.shapes import (
    MISSING,
    Breadcrumbs,
    Identifier,
    Key,
    Keys,
    ListOf,
    Matching,
    OneOf,
    PlainText,
    Reading,
    Record,
    Shape,
    Whole,
    YesNo,
)
from coo_advisor.reading.tree import YamlNode

_CURRENCY = Matching("[A-Z]{3}", "a currency's code", "Write three capital letters, such as EUR.")
_LINK = Matching(r"(https://|mailto:|tel:)[!-~]{2,300}", "a link", "Start with https://, mailto: or tel:.")


def consultant_shape(words: Shape) -> Record:
    """Who signs, as far as is known."""
    return Record(
        Consultant,
        {},
        {
            "name": Key("A name as it should be shown.", PlainText(200)),
            "role": Key("What they are, after the name.", words),
            "currency": Key("The code of the currency in which costs are shown.", _CURRENCY),
            "contacts": Key("Links to a page, an address or a telephone.", ListOf(_LINK, 0, 10)),
        },
        {
            "url": (GONE, "List it under `contacts:`."),
            "action": (GONE, "Write `action:` in each scenario that is help."),
        },
    )


def finding_shape(shapes: Shapes) -> Record:
    """What some answers show."""
    return Record(
        Finding,
        {
            "when": Key("The answers that show it.", shapes.condition),
            "answers": Key("The questions whose answers are cited.", shapes.cited),
            "title": Key("What they show, as a clause.", shapes.variants),
            "so": Key("What that changes.", shapes.variants),
        },
        {"advantage": Key("What an external person brings there.", Identifier())},
    )


def options_shape(shapes: Shapes) -> Record:
    """The options, and the time over which they are compared."""
    return Record(
        dict,
        {
            "months": Key("The time compared.", Whole(1, 120)),
            "list": Key("The options, in the order shown.", ListOf(_option_shape(shapes), 1, 20)),
        },
    )


def _option_shape(shapes: Shapes) -> Record:
    return Record(
        Option,
        {
            "id": Key("The name of the option; a scenario's if it is that scenario.", Identifier()),
            "label": Key("What it is.", shapes.variants),
            "presence": Key("How much of somebody's time it is.", shapes.variants),
            "remark": Key("What to know about it.", shapes.variants),
        },
        {
            "when": Key("The answers under which it makes sense.", shapes.condition),
            "amounts": Key(
                "What it costs; the first in the consultant's currency counts.", ListOf(AmountShape(shapes))
            ),
            "free": Key("True if it costs nothing.", YesNo()),
        },
    )


def scenarios_shape(shapes: Shapes) -> Shape:
    """The scenarios: those that need a score, and the fallback, which comes last and has none."""
    variants = shapes.variants
    common: Keys = {
        "id": Key("The name of the scenario in results.", Identifier()),
        "title": Key("Its name for readers, in lower case.", shapes.words),
        "definition": Key("What it is, beside its name.", variants),
        "verdict": Key("One sentence for a reader to whom it is recommended.", variants),
        "otherwise": Key("The end of a sentence that starts with what would have to change.", variants),
        "next_step": Key("What to do first.", _next_step_shape(shapes)),
    }
    optional: Keys = {
        "document_title": Key("What its document is called instead.", variants),
        **_decide_keys(shapes),
        "rhythm": Key("How many days a week, for how many months.", variants),
        "limits": Key("What it will not do; all that hold.", shapes.lines),
        "cautions": Key("What to be careful about; the first that holds.", variants),
        "before": Key("What to have in place before starting; all that hold.", shapes.lines),
    }
    scored: Keys = {
        "weights": Key(
            "What points are multiplied by: need signal → whole number, not all 0.",
            PerSignal(Whole(0, 100), shapes.names, weights=True),
        ),
        "recommend_from": Key("The score, in percent, from which it is recommended.", Whole(1, 100)),
    }
    applying: Keys = {
        "when": Key("The condition under which it applies.", shapes.condition),
        "unless": Key("What rules it out all the same.", ListOf(_exclusion_shape(shapes))),
        "action": Key("The invitation at the end.", variants),
    }
    waiting: Keys = {
        "watch": Key("The signs that would bring the question forward; all that hold.", shapes.lines),
        "ask_again_months": Key("In how many months to ask again.", Whole(1, 120)),
    }
    always_applies = ("is set on the last scenario, the fallback", "Remove it: the fallback always applies.")
    nothing_sold = ("is set on the last scenario, the fallback", "Remove it: it is for recommended help.")
    elsewhere = {"engagement": (GONE, "Write `rhythm:`, `steps:` and `cautions:`.")}
    only_fallback = ("is for the last scenario, the fallback", "Move it there.")
    candidate = Record(
        Scenario,
        {**common, **scored},
        {**optional, **applying},
        elsewhere | dict.fromkeys(waiting, only_fallback),
    )
    fallback = Record(
        Scenario,
        common,
        {**optional, **waiting},
        elsewhere | dict.fromkeys((*scored, *applying), always_applies) | {"action": nothing_sold},
    )
    return ListOf(candidate, 2, 12, last=fallback)


def _exclusion_shape(shapes: Shapes) -> Record:
    variants = shapes.variants
    clue = Record(Clue, {"found": Key("What may be found.", variants), "means": Key("What that means.", variants)})
    verify = AroundText(
        Verify,
        {
            "text": Key("What to do to find out.", variants),
            "outcomes": Key("What may be found, and what it means.", ListOf(clue, 1, 12)),
        },
        {"why": Key("What makes it worth checking.", variants)},
    )
    return Record(
        Exclusion,
        {
            "when": Key("The condition that rules it out.", shapes.condition),
            "reason": Key("Why, for readers.", variants),
        },
        {
            "title": Key("What the document is called then.", variants),
            "verdict": Key("Its one sentence; left out, the fallback's.", variants),
            "short": Key("The excluding answer as a noun.", variants),
            **_decide_keys(shapes),
            "verify": Key("How to check the diagnosis, shown if the score would pass.", verify),
            "next_step": Key("What to do first.", _next_step_shape(shapes)),
        },
    )


def _decide_keys(shapes: Shapes) -> Keys:
    """What a scenario and an exclusion say of what is to be done."""
    decide = AroundText(
        Decide,
        {"text": Key("What is to be decided.", shapes.variants)},
        {"answers": Key("The questions whose answers are repeated after it.", shapes.cited)},
    )
    return {
        "decide": Key("What is to be decided.", decide),
        "steps": Key("What happens in the first 90 days.", ListOf(StepShape(shapes), 1, 24)),
    }


def _next_step_shape(shapes: Shapes) -> Record:
    return AroundText(
        NextStep,
        {"text": Key("An action of the reader.", shapes.variants)},
        {"within_days": Key("The days from now within which to do it; 14 unless said.", Whole(1, 366))},
    )


class StepShape(Record):
    """A step: its first and its last day, and what happens."""

    def __init__(self, shapes: Shapes) -> None:
        day = Whole(1, 366)
        super().__init__(
            dict,
            {
                "from": Key("Its first day.", day),
                "to": Key("Its last day.", day),
                "what": Key("What happens.", shapes.variants),
                "result": Key("The result to be seen.", shapes.variants),
            },
            {"when": Key("The answers under which it is shown.", shapes.condition)},
        )

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        raw = super().read(node, path, reading)
        if raw is MISSING:
            return MISSING
        days = Range(raw.pop("from"), raw.pop("to"))
        if days.low > days.high:
            return reading.report((*path, "from"), "is later than to", "Swap the two.")
        return Step(days, **raw)


class RangeShape(Record):
    """`{from: …, to: …}`: two numbers, the lower one first."""

    def __init__(self, number: Whole, lowest: str, highest: str) -> None:
        super().__init__(dict, {"from": Key(lowest, number), "to": Key(highest, number)})

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        ends = super().read(node, path, reading)
        if ends is MISSING:
            return MISSING
        if ends["from"] > ends["to"]:
            return reading.report(path, "runs from the higher number to the lower", "Swap the two.")
        return Range(ends["from"], ends["to"])


class AmountShape(Record):
    """A price: the lower bound first, and the days of a month that are paid for a day rate only."""

    def __init__(self, shapes: Shapes) -> None:
        price = Whole(0, LARGEST_NUMBER)
        days = RangeShape(Whole(1, 31), "The fewest.", "The most.")
        super().__init__(
            Amount,
            {
                "currency": Key("The code of its currency.", _CURRENCY),
                "per": Key("What the price is for.", OneOf(("day", "month", "year"))),
                "low": Key("In whole units of the currency.", price),
                "high": Key("In whole units of the currency.", price),
                "basis": Key("Whether it is fees without VAT, or a salary.", OneOf(("fees", "salary"))),
                "label": Key("What is paid for.", shapes.variants),
                "source": Key("Where the figure comes from.", shapes.variants),
            },
            {"days_a_month": Key("For a day rate: how many days are paid.", days)},
        )

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        amount = super().read(node, path, reading)
        if amount is MISSING:
            return MISSING
        if amount.low > amount.high:
            reading.report((*path, "low"), "is greater than high", "Swap the two.")
        if amount.per == "day" and amount.days_a_month is None:
            reading.report(path, "has no “days_a_month”", "Add `days_a_month: {from: …, to: …}`.")
        if amount.per != "day" and amount.days_a_month is not None:
            reading.report((*path, "days_a_month"), "is for a price per day", "Remove it, or write `per: day`.")
        return amount
