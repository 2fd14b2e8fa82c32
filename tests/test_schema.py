"""The schema for editors: it says what loading says, as far as one place in the file can tell."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editors import as_editors_read
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from mistakes import GARDENER, MISTAKES, VALID, WHOLE, WRONG_AMOUNTS, changed

from coo_advisor.questionnaire.loading import read_questionnaire
from coo_advisor.questionnaire.schema import json_schema, render_schema
from coo_advisor.reading.tree import parse_document
from coo_advisor.system.errors import InvalidFile

ROOT = Path(__file__).resolve().parent.parent

SCHEMA = json_schema(["en", "fr"])
VALIDATOR = Draft202012Validator(SCHEMA)

TOLD_BY_LOADING_ALONE = {
    # a name twice, or one that must exist
    "signal twice",
    "question twice",
    "band twice",
    "scenario twice",
    "grade twice",
    "condition on an unknown question",
    "condition on a later question",
    "condition on itself",
    "condition on an unknown choice",
    "unknown choice under a text",
    "answer cited of no question",
    "points on an unknown signal",
    "weight on an unknown signal",
    "weight on readiness",
    # a value that must fit another
    "numbers of a choice",
    "choices of a number",
    "numbers beyond the question's",
    "numbers upside down",
    "lowest above highest",
    "bands out of order",
    "band above max",
    "condition on a text",
    "step that ends before it begins",
    "text that hides others",
    "grades upwards",
    "grades that end above 0",
    "low above high",
    "days upside down",
    # what can't be seen
    "text with an escape",
}

NOT_ABOUT_VALUES = {
    "key twice",
    "list as a key",
    "alias",
    "tag",
    "tag that would run code",
    "open bracket",
    "control character",
}
"""Mistakes in the YAML itself, on which an editor's own parser has its say."""


def read(text: str) -> Any:
    """The values of a YAML text, whatever loading would find in it."""
    return as_editors_read(parse_document(text.encode(), "q.yaml", []))


def loads(content: bytes) -> bool:
    """Whether loading takes it."""
    try:
        read_questionnaire(content, "q.yaml")
    except InvalidFile:
        return False
    return True


def test_it_is_a_schema() -> None:
    """Its own meta-schema accepts it."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", [name for name in MISTAKES if name not in NOT_ABOUT_VALUES])
def test_a_mistake_is_refused(name: str) -> None:
    """Each broken example of loading is refused, except what one place in the file can't tell."""
    old, new, _ = MISTAKES[name]
    assert VALIDATOR.is_valid(read(changed((old, new)))) == (name in TOLD_BY_LOADING_ALONE)


@pytest.mark.parametrize("name", WRONG_AMOUNTS)
def test_a_wrong_amount_is_refused(name: str) -> None:
    """An editor, too, sees that days go with a day rate, and with nothing else."""
    old, new, _ = WRONG_AMOUNTS[name]
    assert VALIDATOR.is_valid(read(VALID + GARDENER))
    assert VALIDATOR.is_valid(read(VALID + GARDENER.replace(old, new))) == (name in TOLD_BY_LOADING_ALONE)


@pytest.mark.parametrize(("old", "new"), [("en: Plant", "en: '  '"), ("id: keen", "id: 'null'")])
def test_a_text_without_words_is_refused(old: str, new: str) -> None:
    """Spaces are no text, and `null` in quotes is no name, as in loading."""
    mistake = changed((old, new))
    assert not loads(mistake.encode())
    assert not VALIDATOR.is_valid(read(mistake))


def test_an_optional_language_may_stay() -> None:
    """A questionnaire that lists one language may keep the texts of another; one that lists both needs both."""
    listed = changed(("[en, fr]", "[en]"))
    assert Draft202012Validator(json_schema(["en"])).is_valid(read(listed))
    assert not VALIDATOR.is_valid(read(changed(("title: {en: Plant, fr: Plante}", "title: {en: Plant}"))))


NAMING = {"points", "weights", "when"}
"""Mappings whose keys are names of other things."""

Place = tuple[str | int, ...]


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in a tree, the top first."""
    yield place
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from places(each, (*place, key))


PLACES = list(places(read(WHOLE)))


def within(tree: Any, place: Place) -> Any:
    """The value at a place."""
    for key in place:
        tree = tree[key]
    return tree


@st.composite
def mutations(draw: st.DrawFn) -> Any:
    """The whole questionnaire with one key removed or added, or one value of another type."""
    tree = read(WHOLE)
    place = draw(st.sampled_from(PLACES[1:]))
    *parent, key = place
    holder, value = within(tree, tuple(parent)), within(tree, place)
    kind = draw(st.sampled_from(["removed", "added", "retyped"]))
    if kind == "removed" and isinstance(holder, dict) and not named_elsewhere(place):
        del holder[key]
    elif kind == "added" and isinstance(value, dict) and not NAMING.intersection(place):
        value["made_up"] = draw(st.sampled_from([1, "x", None, []]))
    elif not named_elsewhere(place):
        others = [each for each in ({}, [], None, 7, 2.5, "word", True) if type(each) is not type(value)]
        holder[key] = draw(st.sampled_from(others))
    return tree


def named_elsewhere(place: Place) -> bool:
    """Whether other places depend on what stands here: a name, or the languages of all texts."""
    listed = {"when", "answers"}.intersection(place) and isinstance(place[-1], int)
    return bool(listed) or place[-1] == "id" or place[0] == "languages"


@settings(max_examples=300)
@given(mutations())
def test_loading_and_schema_agree(tree: Any) -> None:
    """What loading refuses for its shape the schema refuses, and what loading takes it takes."""
    assert VALIDATOR.is_valid(tree) == loads(json.dumps(tree).encode())


def test_the_whole_questionnaire_is_valid() -> None:
    """What the mutations start from is taken by both, so that each refusal comes from its mutation."""
    assert loads(WHOLE.encode())
    assert loads(json.dumps(read(WHOLE)).encode())
    assert VALIDATOR.is_valid(read(WHOLE))


def test_every_key_is_explained() -> None:
    """Editors show a sentence for each key."""
    unexplained = [key for key, each in properties(SCHEMA) if not each["description"].endswith(".")]
    assert unexplained == []


def test_the_whole_questionnaire_has_every_key() -> None:
    """What the mutations start from lacks no key that the schema knows, so that each was tried."""
    used = {key for place in PLACES for key in place if isinstance(key, str)}
    assert {key for key, _ in properties(SCHEMA)} <= used


def properties(node: Any) -> Iterator[tuple[str, Any]]:
    """Every key that a schema knows, with what it says of it."""
    if isinstance(node, dict):
        known = node.get("properties", {}) if node.get("additionalProperties") is False else {}
        yield from ((key, each) for key, each in known.items() if isinstance(each, dict))
        for each in node.values():
            yield from properties(each)
    elif isinstance(node, list):
        for each in node:
            yield from properties(each)


def test_the_file_for_editors_is_up_to_date() -> None:
    """What docs/ keeps is what the program writes; `coo-advisor schema` makes it anew."""
    written = (ROOT / "docs" / "questions.schema.json").read_text(encoding="utf-8")
    assert written == render_schema(["fr", "en"])
