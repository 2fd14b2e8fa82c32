"""The keys of a question: what each kind must have, may have, and can't have."""

from itertools import pairwise
from typing import Any, NamedTuple, get_args

from coo_advisor.questionnaire.conditions import LARGEST_NUMBER, Names, Shapes, entries, word
from coo_advisor.questionnaire.model import RESERVED, Choice, Kind, Question, Range, Unit
from coo_advisor.reading.shapes import (
    MISSING,
    Breadcrumbs,
    Identifier,
    Key,
    Keys,
    ListOf,
    MapOf,
    OneOf,
    Reading,
    Record,
    Shape,
    Whole,
    YesNo,
    suggestion,
)
from coo_advisor.reading.tree import MapNode, ScalarNode, YamlNode
from coo_advisor.system.errors import Said

MOST_CHOICES = 12
"""Of a question: a longer list is two questions, and `several` has 2ⁿ answers."""

PURPOSES = ("report", "contact")
"""What a question without points may be for."""

FORMATS = ("email",)
"""What a text may be checked for when it is asked."""


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
                dict.fromkeys(
                    particular, (Said("does not fit the kind {kind}", kind=kind), "Remove it, or change the kind.")
                ),
            )
            for kind, (required, also) in kinds.items()
        }
        self._any_kind = Record(dict, common, {**optional, **particular, **purpose})

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
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


def _number(raw: dict[str, Any], node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
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
            message = Said("does not start above the band before it, “{earlier}”", earlier=earlier["id"])
            reading.report((*here, band["id"], "from"), message, "Order the bands upwards.")
    if starts and starts[-1] > numbers.high:
        reading.report(
            (*here, raw[-1]["id"], "from"), "starts above max", Said("Start at {high} or below.", high=numbers.high)
        )
    ends = [start - 1 for start in starts[1:]] + [numbers.high]
    return tuple(
        Choice(**{key: value for key, value in band.items() if key != "from"}, band=Range(band["from"], end))
        for band, end in zip(raw, ends, strict=False)
    )


class PerSignal(NamedTuple):
    """A whole number for each of some signals, zeros left out; `weights` are for need signals only, and not all 0."""

    number: Whole
    names: Names
    weights: bool = False

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
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


def _check_purpose(node: MapNode, path: Breadcrumbs, reading: Reading) -> None:
    """A question carries points or says what it is for; judged by the node, whatever else is wrong with it."""
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


def _earns_points(choice: YamlNode) -> bool:
    points = choice.get("points")
    if isinstance(points, MapNode):
        return any(not isinstance(count, ScalarNode) or count.text != "0" for count in points.entries.values())
    return points is not None
