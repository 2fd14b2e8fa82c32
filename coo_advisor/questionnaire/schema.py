"""questions.yaml described as JSON Schema (2020-12), for editors: made from the shapes that load it.

It holds all that concerns one place in the file. What takes two places to tell, such as a name that must exist or
bands in order, is left to loading, which `coo-advisor check` runs. Values are typed as YAML 1.2 reads them.
"""

import json
from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from coo_advisor.questionnaire.loading import (
    LARGEST_NUMBER,
    RESERVED,
    AmountShape,
    ConditionShape,
    GradesShape,
    Names,
    PerSignal,
    QuestionShape,
    RangeShape,
    TextShape,
    questionnaire_shape,
)
from coo_advisor.reading.shapes import IDENTIFIER, Identifier, ListOf, OneOf, Plain, Record, Whole, YesNo
from coo_advisor.wording.words import LANGUAGES

Schema = dict[str, Any]

_ABOUT: dict[str, dict[str, str]] = {
    "questionnaire": {
        "version": "Any text; recorded in answers files.",
        "languages": "Of this file; the first is the one to fall back on.",
        "title": "What stands above the first question, and heads the recommendation.",
        "intro": "What stands above the first question, under the title.",
        "signals": "What the points measure.",
        "questions": "What is asked, in order.",
        "scenarios": "The recommendations. The last one is the fallback: it has no condition and no score.",
        "consultant": "Who signs the recommendation.",
        "advantages": "Of the help recommended.",
        "grades": "Of readiness; the best one first, the last from 0.",
        "cost_comparison": "The figures behind the costs.",
    },
    "signals": {
        "id": "The name of the signal in points and weights.",
        "name": "Its name for readers.",
        "meaning": "What it measures, in one sentence.",
        "readiness": "True for a signal that may never move the recommendation.",
    },
    "questions": {
        "id": "The key in answers files.",
        "ask": "The question itself.",
        "help": "A line under the question.",
        "short": "Its name in tables.",
        "kind": "One of its choices, several of them, a whole number, or a text, which is never scored.",
        "when": "Asked only under this condition.",
        "choices": "From least to most load.",
        "min": "The lowest number accepted.",
        "max": "The highest number accepted.",
        "bands": "What numbers are worth; each band ends where the next one starts.",
        "for": "What a question without points is for.",
        "fact": "True for what a founder can't choose to change: proposed last among what would change the advice.",
    },
    "questions.choices": {
        "id": "What answers files say.",
        "label": "The answer as a founder reads it.",
        "points": "What it is worth: signal → whole number.",
        "suppose": "The “if …” that starts a sentence on what would change the advice.",
    },
    "questions.bands": {
        "id": "The name of the band.",
        "label": "The band in words.",
        "from": "The number it starts at; the first one starts at min.",
        "points": "What it is worth: signal → whole number.",
        "suppose": "The “if …” that starts a sentence on what would change the advice.",
    },
    "scenarios": {
        "id": "The name of the scenario in results.",
        "title": "Its name for readers.",
        "definition": "What it is, in one sentence.",
        "verdict": "Two sentences for a founder to whom it is recommended.",
        "otherwise": "The end of a sentence that starts with what would have to change.",
        "when": "The condition under which it applies.",
        "unless": "What rules it out all the same.",
        "weights": "What points are multiplied by: need signal → whole number, not all 0.",
        "recommend_from": "The score, in percent, from which it is recommended.",
        "engagement": "How it would work.",
        "watch": "What to watch.",
        "next_step": "What to do first.",
    },
    "scenarios.unless": {"when": "The condition that rules it out.", "reason": "Why, for readers."},
    "scenarios.engagement": {
        "days": "How many days a week.",
        "months": "How many months.",
        "first_90_days": "What happens in the first 90 days, step by step.",
        "cautions": "What to be careful about.",
    },
    "consultant": {
        "name": "As it should be shown.",
        "url": "The page that the recommendation links to.",
        "action": "The invitation at the end.",
    },
    "advantages": {
        "id": "The name of the advantage in results.",
        "title": "The advantage in a few words.",
        "reasons": "The answers that make it matter.",
    },
    "advantages.reasons": {"when": "The answers that make it matter.", "because": "Why, for readers."},
    "grades": {
        "id": "The grade, such as A.",
        "at_least": "The readiness, in percent, from which it is given.",
        "meaning": "What it means, in one sentence.",
    },
    "cost_comparison": {"months": "The time compared.", "assumptions": "One row of the comparison each."},
    "cost_comparison.assumptions": {
        "id": "The name of the assumption.",
        "label": "What is paid for.",
        "source": "Where the figure comes from.",
        "amount": "The price; leave it out where readers should put in their own.",
    },
    "cost_comparison.assumptions.amount": {
        "currency": "Its sign or code.",
        "per": "What the price is for.",
        "low": "In whole units of the currency.",
        "high": "In whole units of the currency.",
        "days_a_month": "For a day rate: how many days are paid.",
    },
    "cost_comparison.assumptions.amount.days_a_month": {"from": "The fewest.", "to": "The most."},
    "condition": {"from": "The lowest number that fits.", "to": "The highest number that fits."},
}
"""Each key in one sentence, by the place of the mapping that has it. A key without one can't become a schema."""


_ALL_ZERO: Schema = {"additionalProperties": {"const": 0}}
"""Of a mapping of numbers; an empty one counts too."""


def json_schema(languages: Sequence[str]) -> Schema:
    """The schema of a questionnaire in these languages."""
    names = Names(tuple(languages))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A questionnaire of coo-advisor",
        **_described(questionnaire_shape(names), "questionnaire"),
        "$defs": {
            "id": _identifier(),
            "text": _text(names.languages),
            "condition": _condition(),
        },
    }


def render_schema(languages: Sequence[str]) -> str:
    """The schema as JSON text; it ends with a newline."""
    return json.dumps(json_schema(languages), ensure_ascii=False, indent=2) + "\n"


@singledispatch
def _described(shape: object, _place: str) -> Schema:
    """The schema of a shape; `_place` is the key of _ABOUT that tells of what is inside."""
    raise TypeError(f"{type(shape).__name__} has no schema")  # pragma: no cover  # a shape that is not registered


@_described.register
def _(shape: Record, place: str) -> Schema:
    about = _ABOUT[place]
    inside = "" if place == "questionnaire" else f"{place}."
    known = {**shape.required, **shape.optional}
    return {
        "type": "object",
        "properties": {
            key: {"description": about[key], **_described(value, f"{inside}{key}")} for key, value in known.items()
        },
        "required": list(shape.required),
        "additionalProperties": False,
    }


@_described.register
def _(shape: AmountShape, place: str) -> Schema:
    """A rate per day tells for how many days, and no other does."""
    return {
        **_described.dispatch(Record)(shape, place),
        "if": {"properties": {"per": {"const": "day"}}},
        "then": {"required": ["days_a_month"]},
        "else": {"properties": {"days_a_month": False}},
    }


@_described.register
def _(shape: ListOf, place: str) -> Schema:
    size: Schema = {"type": "array", "minItems": shape.fewest, "maxItems": shape.most}
    if isinstance(shape.shape, Identifier | OneOf):
        size["uniqueItems"] = True
    if not isinstance(shape.last, Record) or not isinstance(shape.shape, Record):
        return {**size, "items": _described(shape.shape, place)}
    entry, last = _described(shape.shape, place), _described(shape.last, place)
    telling = [{"required": [key]} for key in entry["properties"] if key not in last["properties"]]
    one_last = {"contains": {"not": {"anyOf": telling}}, "minContains": 1, "maxContains": 1}
    return {**size, **one_last, "items": {"if": {"anyOf": telling}, "then": entry, "else": last}}


@_described.register
def _(shape: QuestionShape, place: str) -> Schema:
    """What fits its kind; and it says what it is for if, and only if, it carries no points."""
    kinds = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": _described(record, place),
        }
        for kind, record in shape.kinds.items()
    ]
    worth = {"required": ["points"], "properties": {"points": {"not": _ALL_ZERO}}}
    scored = [{"required": [key], "properties": {key: {"contains": worth}}} for key in ("choices", "bands")]
    return {
        "type": "object",
        "required": ["id", "kind"],
        "properties": {"id": {"not": {"enum": list(RESERVED)}}, "kind": {"enum": list(shape.kinds)}},
        "allOf": [
            *kinds,
            {"if": {"anyOf": scored}, "then": {"properties": {"for": False}}, "else": {"required": ["for"]}},
        ],
    }


@_described.register
def _(shape: GradesShape, place: str) -> Schema:
    return _described(shape.grades, place)


@_described.register
def _(shape: PerSignal, place: str) -> Schema:
    values = {"type": "object", "additionalProperties": _described(shape.number, place)}
    return {**values, "not": _ALL_ZERO} if shape.weights else values


@_described.register
def _(shape: Plain, _place: str) -> Schema:
    """A number or `true` will do for a text, written without quotes."""
    return {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": shape.longest}


@_described.register
def _(shape: Whole, _place: str) -> Schema:
    return {"type": "integer", "minimum": shape.low, "maximum": shape.high}


@_described.register
def _(shape: OneOf, _place: str) -> Schema:
    return {"enum": list(shape.words)}


@_described.register
def _(_shape: YesNo, _place: str) -> Schema:
    return {"type": "boolean"}


@_described.register
def _(_shape: Identifier, _place: str) -> Schema:
    return {"$ref": "#/$defs/id"}


@_described.register
def _(_shape: TextShape, _place: str) -> Schema:
    return {"$ref": "#/$defs/text"}


@_described.register
def _(_shape: ConditionShape, _place: str) -> Schema:
    return {"$ref": "#/$defs/condition"}


def _identifier() -> Schema:
    """A name; `true` is one too, which YAML reads as no text."""
    return {"type": ["string", "boolean"], "pattern": f"^{IDENTIFIER.pattern}$", "not": {"const": "null"}}


def _text(languages: Sequence[str]) -> Schema:
    """A text in each language of the questionnaire; it may stay in others that the program speaks."""
    text = _described(Plain(), "")
    return {
        "type": "object",
        "properties": dict.fromkeys(dict.fromkeys((*languages, *LANGUAGES)), text),
        "required": list(languages),
        "additionalProperties": False,
    }


def _condition() -> Schema:
    """For each question named, the choices or the numbers that fit; a list of such holds alternatives."""
    numbers = _described(RangeShape(Whole(0, LARGEST_NUMBER)), "condition")
    choices = _described(ListOf(Identifier(), 1), "condition")
    alternative: Schema = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"$ref": "#/$defs/id"},
        "additionalProperties": {"if": {"type": "array"}, "then": choices, "else": numbers},
    }
    return {"if": {"type": "array"}, "then": {"minItems": 1, "items": alternative}, "else": alternative}
