"""questions.yaml → Questionnaire, with every problem reported at once; the only room that knows the file's keys."""

import atexit
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, get_args

from coo_advisor.questionnaire.conditions import (
    LARGEST_NUMBER,
    AroundText,
    ConditionShape,
    LineShape,
    Names,
    TextShape,
    ToldShape,
    entries,
    word,
)
from coo_advisor.questionnaire.model import (
    Amount,
    Choice,
    Clue,
    Consultant,
    Decide,
    Exclusion,
    Finding,
    Grade,
    Kind,
    NextStep,
    Option,
    Question,
    Questionnaire,
    Range,
    Scenario,
    Signal,
    Step,
    Unit,
    Verify,
)
from coo_advisor.reading.shapes import (
    MISSING,
    Breadcrumbs,
    Identifier,
    Key,
    Keys,
    ListOf,
    MapOf,
    Matching,
    OneOf,
    Plain,
    Reading,
    Record,
    Shape,
    Whole,
    YesNo,
    is_identifier,
    suggestion,
)
from coo_advisor.reading.tree import ListNode, MapNode, Node, ScalarNode, read_bytes
from coo_advisor.system.errors import InvalidFile
from coo_advisor.system.resources import packaged
from coo_advisor.wording.words import LANGUAGES

RESERVED = ("questionnaire", "answered_at", "consent", "schema", "answers")
"""Keys that written answers files and exports use for themselves."""

MOST_CHOICES = 12
"""Of a question: a longer list is two questions, and `several` has 2ⁿ answers."""

PURPOSES = ("report", "contact")
"""What a question without points may be for."""

FORMATS = ("email",)
"""What a text may be checked for when it is asked."""


@cache
def packaged_questionnaire() -> Path:
    """The questionnaire that comes with the program: beside the code, or at the top of a checkout.

    Of a program that runs from a zipped wheel, a copy that is deleted when it ends.
    """
    installed = packaged("questions.yaml")
    if isinstance(installed, Path):
        return installed if installed.exists() else installed.parent.parent / installed.name
    return _unpacked(installed.name, installed.read_bytes())


def _unpacked(name: str, content: bytes) -> Path:
    """A temporary copy; its name stays the same, as drafts go by it."""
    from tempfile import TemporaryDirectory

    folder = TemporaryDirectory(prefix="coo-advisor-")
    atexit.register(folder.cleanup)
    copy = Path(folder.name) / name
    copy.write_bytes(content)
    return copy


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire of a file. Raises InvalidFile with every problem found."""
    return read_questionnaire(read_bytes(path), str(path))


def read_questionnaire(content: bytes, name: str) -> Questionnaire:
    """The questionnaire that a YAML text describes; `name` is what errors call it. Raises InvalidFile."""
    reading = Reading(name)
    root = reading.parse(content)
    read = questionnaire_shape(_names(root)).read(root, (), reading)
    if problems := reading.all_problems():
        raise InvalidFile(problems)
    return read._replace(sha256=sha256(content).hexdigest())  # type: ignore[no-any-return]  # shapes read Any


class Shapes:
    """The shapes that many keys share, in the languages and with the names of one file."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.words = TextShape(names.languages)
        self.condition = ConditionShape(names)
        self.line = LineShape(self.words, self.condition)
        self.told = ToldShape(self.line)
        self.lines = ListOf(self.line, 1, 30)
        self.cited = CitedShape(names)


def questionnaire_shape(names: Names) -> Shape:
    """What questions.yaml may say, in these languages and about things of these names."""
    shapes = Shapes(names)
    words = shapes.words
    return Record(
        _questionnaire,
        {
            "version": Key("Any text; recorded in answers files.", Plain(200)),
            "languages": Key("Of this file; the first is the one to fall back on.", ListOf(OneOf(LANGUAGES), 1)),
            "title": Key("What stands above the first question, and heads the recommendation.", words),
            "intro": Key("What stands above the first question, under the title.", words),
            "signals": Key("What the points measure.", ListOf(_signal_shape(words), 1)),
            "questions": Key("What is asked, in order.", ListOf(QuestionShape(shapes), 1)),
            "scenarios": Key(
                "The recommendations. The last one is the fallback: it has no condition and no score.",
                _scenarios_shape(shapes),
            ),
        },
        {
            "consultant": Key("Who signs the recommendation, as far as is known.", _consultant_shape(words)),
            "findings": Key("What answers show, and what that changes.", ListOf(_finding_shape(shapes))),
            "doubts": Key("Answers that hardly go together; all that hold are pointed out.", shapes.lines),
            "options": Key("The options to compare.", _options_shape(shapes)),
            "grades": Key(
                "Of readiness; the best one first, the last from 0.", GradesShape(ListOf(_grade_shape(words), 1, 10))
            ),
        },
        {
            "advantages": (_GONE, "Write `findings:`, those of an advantage with `advantage:`."),
            "cost_comparison": (_GONE, "Write `options:`."),
        },
    )


_GONE = "is no longer a key"


def _signal_shape(words: Shape) -> Record:
    return Record(
        Signal,
        {
            "id": Key("The name of the signal in points and weights.", Identifier()),
            "name": Key("Its name for readers.", words),
            "meaning": Key("What it measures, in one sentence.", words),
        },
        {"readiness": Key("True for a signal that may never move the recommendation.", YesNo())},
    )


def _grade_shape(words: Shape) -> Record:
    return Record(
        Grade,
        {
            "id": Key("The grade, such as A.", Plain(200)),
            "at_least": Key("The readiness, in percent, from which it is given.", Whole(0, 100)),
            "meaning": Key("What it means, in one sentence.", words),
        },
    )


_CURRENCY = Matching("[A-Z]{3}", "a currency's code", "Write three capital letters, such as EUR.")
_LINK = Matching(r"(https://|mailto:|tel:)[!-~]{2,300}", "a link", "Start with https://, mailto: or tel:.")


def _consultant_shape(words: Shape) -> Record:
    return Record(
        Consultant,
        {},
        {
            "name": Key("A name as it should be shown.", Plain(200)),
            "role": Key("What they are, after the name.", words),
            "currency": Key("The code of the currency in which costs are shown.", _CURRENCY),
            "contacts": Key("Links to a page, an address or a telephone.", ListOf(_LINK, 0, 10)),
        },
        {
            "url": (_GONE, "List it under `contacts:`."),
            "action": (_GONE, "Write `action:` in each scenario that is help."),
        },
    )


def _finding_shape(shapes: Shapes) -> Record:
    return Record(
        Finding,
        {
            "when": Key("The answers that show it.", shapes.condition),
            "answers": Key("The questions whose answers are cited.", shapes.cited),
            "title": Key("What they show, as a clause.", shapes.told),
            "so": Key("What that changes.", shapes.told),
        },
        {"advantage": Key("What an external person brings there.", Identifier())},
    )


def _options_shape(shapes: Shapes) -> Record:
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
            "label": Key("What it is.", shapes.told),
            "presence": Key("How much of somebody's time it is.", shapes.told),
            "remark": Key("What to know about it.", shapes.told),
        },
        {
            "when": Key("The answers under which it makes sense.", shapes.condition),
            "amounts": Key(
                "What it costs; the first in the consultant's currency counts.", ListOf(AmountShape(shapes))
            ),
            "free": Key("True if it costs nothing.", YesNo()),
        },
    )


def _scenarios_shape(shapes: Shapes) -> Shape:
    """The scenarios: those that need a score, and the fallback, which comes last and has none."""
    told = shapes.told
    common: Keys = {
        "id": Key("The name of the scenario in results.", Identifier()),
        "title": Key("Its name for readers, in lower case.", shapes.words),
        "definition": Key("What it is, beside its name.", told),
        "verdict": Key("One sentence for a reader to whom it is recommended.", told),
        "otherwise": Key("The end of a sentence that starts with what would have to change.", told),
        "next_step": Key("What to do first.", _next_step_shape(shapes)),
    }
    optional: Keys = {
        "document_title": Key("What its document is called instead.", told),
        **_decide_keys(shapes),
        "rhythm": Key("How many days a week, for how many months.", told),
        "limits": Key("What it will not do; all that hold.", shapes.lines),
        "cautions": Key("What to be careful about; the first that holds.", told),
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
        "action": Key("The invitation at the end.", told),
    }
    waiting: Keys = {
        "watch": Key("The signs that would bring the question forward; all that hold.", shapes.lines),
        "ask_again_months": Key("In how many months to ask again.", Whole(1, 120)),
    }
    always_applies = ("is set on the last scenario, the fallback", "Remove it: the fallback always applies.")
    nothing_sold = ("is set on the last scenario, the fallback", "Remove it: it is for recommended help.")
    elsewhere = {"engagement": (_GONE, "Write `rhythm:`, `steps:` and `cautions:`.")}
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
    told = shapes.told
    clue = Record(Clue, {"found": Key("What may be found.", told), "means": Key("What that means.", told)})
    verify = AroundText(
        shapes.words,
        Verify,
        {
            "text": Key("What to do to find out.", told),
            "outcomes": Key("What may be found, and what it means.", ListOf(clue, 1, 12)),
        },
    )
    return Record(
        Exclusion,
        {
            "when": Key("The condition that rules it out.", shapes.condition),
            "reason": Key("Why, for readers.", told),
        },
        {
            "title": Key("What the document is called then.", told),
            "verdict": Key("Its one sentence; left out, the fallback's.", told),
            "short": Key("The excluding answer as a noun.", told),
            **_decide_keys(shapes),
            "verify": Key("How to check the diagnosis, shown if the score would pass.", verify),
            "next_step": Key("What to do first.", _next_step_shape(shapes)),
        },
    )


def _decide_keys(shapes: Shapes) -> Keys:
    """What a scenario and an exclusion say of what is to be done."""
    decide = AroundText(
        shapes.words,
        Decide,
        {"text": Key("What is to be decided.", shapes.told)},
        {"answers": Key("The questions whose answers are told after it.", shapes.cited)},
    )
    return {
        "decide": Key("What is to be decided.", decide),
        "steps": Key("What happens in the first 90 days.", ListOf(StepShape(shapes), 1, 24)),
    }


def _next_step_shape(shapes: Shapes) -> Record:
    return AroundText(
        shapes.words,
        NextStep,
        {
            "within_days": Key("The days from now within which to do it.", Whole(1, 366)),
            "text": Key("An action of the reader.", shapes.told),
        },
    )


class CitedShape:
    """Ids of questions, whose answers a text cites."""

    def __init__(self, names: Names) -> None:
        self.ids = ListOf(Identifier(), 0, 12)
        self._names = names

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        ids = self.ids.read(node, path, reading)
        known = self._names.questions
        for id in ids or ():
            if id not in known and "questions" not in self._names.unsure:
                reading.report((*path, id), "is not a question", suggestion(id, known))
        return ids


class PerSignal(NamedTuple):
    """A whole number for each of some signals, zeros left out; `weights` are for need signals only, and not all 0."""

    number: Whole
    names: Names
    weights: bool = False

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        values = MapOf(self.number).read(node, path, reading)
        if not isinstance(node, MapNode):
            return MISSING
        signals = self.names.signals
        for signal in node.entries:
            if signal not in signals and "signals" not in self.names.unsure:
                reading.report((*path, signal), "is not a signal", suggestion(signal, signals))
            elif self.weights and word(signals.get(signal), "readiness") == "true":
                reading.report((*path, signal), "is a readiness signal, which moves no recommendation", "Remove it.")
        if self.weights and len(values) == len(node.entries) and not any(values.values()):
            reading.report(path, "weighs nothing", "Give a need signal a weight of 1 or more.")
        return {signal: number for signal, number in values.items() if number}


class StepShape(Record):
    """A step: its first and its last day, and what happens."""

    def __init__(self, shapes: Shapes) -> None:
        day = Whole(1, 366)
        super().__init__(
            dict,
            {
                "from": Key("Its first day.", day),
                "to": Key("Its last day.", day),
                "what": Key("What happens.", shapes.told),
                "result": Key("The result to be seen.", shapes.told),
            },
            {"when": Key("The answers under which it is shown.", shapes.condition)},
        )

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
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

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
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
                "label": Key("What is paid for.", shapes.told),
                "source": Key("Where the figure comes from.", shapes.told),
            },
            {"days_a_month": Key("For a day rate: how many days are paid.", days)},
        )

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
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


class QuestionShape:
    """A question: what its kind must have, and nothing that its kind can't have."""

    def __init__(self, shapes: Shapes) -> None:
        words, whole = shapes.words, Whole(0, LARGEST_NUMBER)
        worth = _worth_keys(shapes)
        choice: Keys = {
            "id": Key("What answers files say.", Identifier()),
            "label": Key("The answer as a reader knows it.", words),
        }
        band: Keys = {
            "id": Key("The name of the band.", Identifier()),
            "label": Key("The band in words.", words),
            "from": Key("The number it starts at; numbers start where the first band does.", whole),
        }
        choices: Keys = {
            "choices": Key("From least to most load.", ListOf(Record(Choice, choice, worth), 2, MOST_CHOICES))
        }
        bands: Keys = {
            "bands": Key(
                "What numbers are worth; each band ends where the next one starts.",
                ListOf(Record(dict, band, worth), 1, 50),
            )
        }
        lowest: Keys = {"min": Key("The lowest number accepted, for a number without bands.", whole)}
        highest: Keys = {"max": Key("The highest number accepted.", whole)}
        unit: Keys = {"unit": Key("What the number counts.", _unit_shape(words))}
        most: Keys = {"most": Key("How many may be ticked when it is asked.", Whole(1, MOST_CHOICES))}
        format: Keys = {"format": Key("What the text is checked for when it is asked.", OneOf(FORMATS))}
        purpose: Keys = {"for": Key("What a question without points is for.", OneOf(PURPOSES))}
        common, optional = _question_keys(shapes)
        kinds: dict[str, tuple[Keys, Keys]] = {
            "choice": (choices, purpose),
            "several": (choices, {**most, **purpose}),
            "number": (highest, {**lowest, **bands, **unit, **purpose}),
            "text": (purpose, format),
        }
        particular: Keys = {**choices, **bands, **lowest, **highest, **unit, **most, **format}
        self.kinds = {
            kind: Record(
                dict,
                {**common, **required},
                {**optional, **also},
                dict.fromkeys(particular, (f"does not fit the kind {kind}", "Remove it, or change the kind.")),
            )
            for kind, (required, also) in kinds.items()
        }
        self._any_kind = Record(dict, common, {**optional, **particular, **purpose})

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        raw = self.kinds.get(word(node, "kind"), self._any_kind).read(node, path, reading)
        if isinstance(node, MapNode):
            _check_purpose(node, path, reading)
        if raw is MISSING:
            return MISSING
        raw["purpose"] = raw.pop("for", None)
        if raw["kind"] == "number" and _number(raw, node, path, reading) is MISSING:
            return MISSING
        return Question(**raw)


def _question_keys(shapes: Shapes) -> tuple[Keys, Keys]:
    """What a question of any kind has, and what it may have."""
    words = shapes.words
    return {
        "id": Key("The key in answers files.", Identifier()),
        "ask": Key("The question itself.", words),
        "short": Key("Its name in tables.", words),
        "kind": Key(
            "One of its choices, several of them, a whole number, or a text, which is never scored.",
            OneOf(get_args(Kind)),
        ),
    }, {
        "help": Key("A line under the question.", words),
        "when": Key("Asked only under this condition.", shapes.condition),
        "fact": Key(
            "True for what nobody can choose to change: proposed last among what would change the advice.", YesNo()
        ),
        "confidential": Key("True for an answer that stands in no document.", YesNo()),
        "find_out": Key("How a reader who doesn't know the answer can find out.", words),
    }


def _worth_keys(shapes: Shapes) -> Keys:
    """What a choice or a band may have."""
    return {
        "points": Key("What it is worth: signal → whole number.", PerSignal(Whole(0, 1000), shapes.names)),
        "says": Key("The answer as a clause.", shapes.words),
        "suppose": Key("The “if …” that starts a sentence on what would change the advice.", shapes.words),
    }


def _unit_shape(words: Shape) -> Record:
    return Record(Unit, {"one": Key("The word after 1.", words), "many": Key("The word after other numbers.", words)})


def _number(raw: dict[str, Any], node: Node, path: Breadcrumbs, reading: Reading) -> Any:
    """Gives a number its range and its bands; MISSING if they don't fit, which has then been reported."""
    lowest, highest = raw.pop("min", None), raw.pop("max")
    bands = raw.pop("bands", ())
    if node.get("bands") is not None and lowest is not None:
        remedy = "Remove it: the numbers start where the first band does."
        return reading.report((*path, "min"), "is set beside bands", remedy)
    if not bands and lowest is None:
        return MISSING if node.get("bands") else reading.report(path, "has no “min”", "Add `min:`.")
    numbers = Range(bands[0]["from"] if bands else lowest, highest)
    if not bands and numbers.low > numbers.high:
        return reading.report((*path, "min"), "is greater than max", "Swap the two.")
    raw["numbers"] = numbers
    if len(bands) == len(entries(node, "bands")):
        raw["choices"] = _bands(bands, numbers, path, reading)
    return numbers


def _bands(raw: tuple[dict[str, Any], ...], numbers: Range, path: Breadcrumbs, reading: Reading) -> tuple[Choice, ...]:
    """The bands with their ranges: each runs to where the next begins, the last to the largest number."""
    starts = [band["from"] for band in raw]
    here = (*path, "bands")
    for earlier, band in pairwise(raw):
        if band["from"] <= earlier["from"]:
            message = f"does not start above the band before it, “{earlier['id']}”"
            reading.report((*here, band["id"], "from"), message, "Order the bands upwards.")
    if starts and starts[-1] > numbers.high:
        reading.report((*here, raw[-1]["id"], "from"), "starts above max", f"Start at {numbers.high} or below.")
    ends = [start - 1 for start in starts[1:]] + [numbers.high]
    return tuple(
        Choice(**{key: value for key, value in band.items() if key != "from"}, band=Range(band["from"], end))
        for band, end in zip(raw, ends, strict=False)
    )


def _check_purpose(node: MapNode, path: Breadcrumbs, reading: Reading) -> None:
    """A question carries points or says what it is for; told from the node, whatever else is wrong with it."""
    if word(node, "id") in RESERVED:
        reading.report((*path, "id"), "is a name that answers files use for themselves", "Choose another id.")
    choices = (*entries(node, "choices"), *entries(node, "bands"))
    scored = any(_earns_points(choice) for choice in choices)
    told = choices or (word(node, "kind") == "number" and "bands" not in node.entries)
    if scored and word(node, "for") in PURPOSES and word(node, "kind") != "text":
        reading.report((*path, "for"), "is set on a question that carries points", "Remove `for:` or the points.")
    elif told and not scored and "for" not in node.entries:
        remedy = "Give its choices points, or say `for: report` or `for: contact`."
        reading.report(path, "carries no points and doesn't say what it is for", remedy)


def _earns_points(choice: Node) -> bool:
    points = choice.get("points")
    if isinstance(points, MapNode):
        return any(not isinstance(count, ScalarNode) or count.text != "0" for count in points.entries.values())
    return points is not None


class GradesShape(NamedTuple):
    """The grades, best first, down to 0."""

    grades: ListOf

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        grades = self.grades.read(node, path, reading)
        if grades and isinstance(node, ListNode) and len(grades) == len(node.items):
            levels = [grade.at_least for grade in grades]
            if levels != sorted(set(levels), reverse=True) or levels[-1] != 0:
                reading.report(path, "do not run downwards to 0", "List the best grade first; the last starts at 0.")
        return grades


def _names(root: Node) -> Names:
    """The names that a file gives, as far as they can be read; of two equal ones the first counts."""
    languages = [item.text for item in entries(root, "languages") if isinstance(item, ScalarNode)]
    named: dict[str, dict[str, Node]] = {"questions": {}, "signals": {}}
    for key, nodes in named.items():
        for node in entries(root, key):
            if is_identifier(id := word(node, "id")):
                nodes.setdefault(id, node)
    unsure = tuple(key for key, nodes in named.items() if not 0 < len(entries(root, key)) == len(nodes))
    return Names(tuple(dict.fromkeys(languages)), named["questions"], named["signals"], unsure)


def _questionnaire(options: Any = None, **raw: Any) -> Questionnaire:
    if options:
        raw |= {"comparison_months": options["months"], "options": options["list"]}
    return Questionnaire(**{"sha256": "", "consultant": Consultant(), **raw})
