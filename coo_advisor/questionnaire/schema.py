"""questions.yaml described as JSON Schema (2020-12), for editors: made from the shapes that load it.

It holds all that concerns one place in the file. What takes two places to check, such as a name that must exist or
bands in order, is left to loading, which `coo-advisor check` runs. Values are typed as YAML 1.2 reads them.
"""

import json
from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from coo_advisor.questionnaire.advice_keys import AmountShape
from coo_advisor.questionnaire.conditions import (
    BOUNDS,
    CHOICES,
    AroundText,
    CitedShape,
    ConditionShape,
    Names,
    Shapes,
    TextShape,
    VariantsShape,
)
from coo_advisor.questionnaire.loading import GradesShape, questionnaire_shape
from coo_advisor.questionnaire.model import RESERVED
from coo_advisor.questionnaire.question_keys import PerSignal, QuestionShape
from coo_advisor.reading.shapes import IDENTIFIER, Identifier, ListOf, Matching, OneOf, PlainText, Record, Whole, YesNo

Schema = dict[str, Any]

_ALL_ZERO: Schema = {"additionalProperties": {"const": 0}}
"""Of a mapping of numbers; an empty one counts too."""


def json_schema(languages: Sequence[str]) -> Schema:
    """The schema of a questionnaire in these languages."""
    names = Names(tuple(languages))
    shapes = Shapes(names)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A questionnaire of coo-advisor",
        **_described(questionnaire_shape(names)),
        "$defs": {
            "id": _identifier(),
            "text": _described(shapes.words.texts),
            "condition": _condition(),
            "told": _variants(shapes.variants),
        },
    }


def render_schema(languages: Sequence[str]) -> str:
    """The schema as JSON text; it ends with a newline."""
    return json.dumps(json_schema(languages), ensure_ascii=False, indent=2) + "\n"


@singledispatch
def _described(shape: object) -> Schema:
    """The schema of a shape."""
    raise TypeError(f"{type(shape).__name__} has no schema")  # pragma: no cover  # a shape that is not registered


@_described.register
def _(shape: Record) -> Schema:
    known = {**shape.required, **shape.optional}
    return {
        "type": "object",
        "properties": {key: {"description": each.about, **_described(each.shape)} for key, each in known.items()},
        "required": list(shape.required),
        "additionalProperties": False,
    }


@_described.register
def _(shape: AmountShape) -> Schema:
    """A rate per day says for how many days, and no other does."""
    return {
        **_described.dispatch(Record)(shape),
        "if": {"properties": {"per": {"const": "day"}}},
        "then": {"required": ["days_a_month"]},
        "else": {"properties": {"days_a_month": False}},
    }


@_described.register
def _(shape: ListOf) -> Schema:
    size: Schema = {"type": "array", "minItems": shape.fewest, "maxItems": shape.most}
    if isinstance(shape.shape, Identifier | OneOf | Matching):
        size["uniqueItems"] = True
    if not isinstance(shape.last, Record) or not isinstance(shape.shape, Record):
        return {**size, "items": _described(shape.shape)}
    entry, last = _described(shape.shape), _described(shape.last)
    telling = [{"required": [key]} for key in entry["properties"] if key not in last["properties"]]
    one_last = {"contains": {"not": {"anyOf": telling}}, "minContains": 1, "maxContains": 1}
    return {**size, **one_last, "items": {"if": {"anyOf": telling}, "then": entry, "else": last}}


@_described.register
def _(shape: QuestionShape) -> Schema:
    """What fits its kind; and it says what it is for if, and only if, it carries no points."""
    kinds = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": _described(record),
        }
        for kind, record in shape.kinds.items()
    ]
    worth = {"required": ["points"], "properties": {"points": {"not": _ALL_ZERO}}}
    scored = [{"required": [key], "properties": {key: {"contains": worth}}} for key in ("choices", "bands")]
    number = {"properties": {"kind": {"const": "number"}}, "required": ["kind"]}
    lowest = {"if": {"required": ["bands"]}, "then": {"properties": {"min": False}}, "else": {"required": ["min"]}}
    return {
        "type": "object",
        "required": ["id", "kind"],
        "properties": {"id": {"not": {"enum": list(RESERVED)}}, "kind": {"enum": list(shape.kinds)}},
        "allOf": [
            *kinds,
            {"if": number, "then": lowest},
            {"if": {"anyOf": scored}, "then": {"properties": {"for": False}}, "else": {"required": ["for"]}},
        ],
    }


@_described.register
def _(shape: GradesShape) -> Schema:
    return _described(shape.grades)


@_described.register
def _(shape: CitedShape) -> Schema:
    return _described(shape.ids)


@_described.register
def _(shape: PerSignal) -> Schema:
    values = {"type": "object", "additionalProperties": _described(shape.number)}
    return {**values, "not": _ALL_ZERO} if shape.weights else values


@_described.register
def _(shape: PlainText) -> Schema:
    """A number or `true` will do for a text, written without quotes."""
    return {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": shape.longest}


@_described.register
def _(shape: Matching) -> Schema:
    return {"type": "string", "pattern": f"^({shape.pattern})$"}


@_described.register
def _(shape: Whole) -> Schema:
    return {"type": "integer", "minimum": shape.low, "maximum": shape.high}


@_described.register
def _(shape: OneOf) -> Schema:
    return {"enum": list(shape.words)}


@_described.register
def _(_shape: YesNo) -> Schema:
    return {"type": "boolean"}


@_described.register
def _(_shape: Identifier) -> Schema:
    return {"$ref": "#/$defs/id"}


@_described.register
def _(_shape: TextShape) -> Schema:
    return {"$ref": "#/$defs/text"}


@_described.register
def _(_shape: ConditionShape) -> Schema:
    return {"$ref": "#/$defs/condition"}


@_described.register
def _(shape: AroundText) -> Schema:
    """A text, if no other key is there or required."""
    around = _described.dispatch(Record)(shape)
    if len(shape.required) > 1:
        return around
    known = [{"required": [key]} for key in around["properties"]]
    return {"if": {"type": "object", "anyOf": known}, "then": around, "else": _described(shape.required["text"].shape)}


@_described.register
def _(_shape: VariantsShape) -> Schema:
    return {"$ref": "#/$defs/told"}


def _identifier() -> Schema:
    """A name; `true` is one too, which YAML reads as no text."""
    return {"type": ["string", "boolean"], "pattern": f"^{IDENTIFIER.pattern}$", "not": {"const": "null"}}


def _condition() -> Schema:
    """For each question named, the choices or the numbers that fit; a list of such holds alternatives."""
    numbers = {**_described(BOUNDS), "minProperties": 1}
    alternative: Schema = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"$ref": "#/$defs/id"},
        "additionalProperties": {"if": {"type": "array"}, "then": _described(CHOICES), "else": numbers},
    }
    return {"if": {"type": "array"}, "then": {"minItems": 1, "items": alternative}, "else": alternative}


def _variants(shape: VariantsShape) -> Schema:
    """A text, or texts of which one at most has no condition; that it stands last is left to loading."""
    always = {"contains": {"not": {"required": ["when"]}}, "minContains": 0, "maxContains": 1}
    return {
        "if": {"type": "array"},
        "then": {**_described(shape.lines), **always},
        "else": {"$ref": "#/$defs/text"},
    }
