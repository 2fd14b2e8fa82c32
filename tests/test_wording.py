"""Numbers and lists as each language writes them."""

import pytest

from coo_advisor.questionnaire.model import Range
from coo_advisor.wording.words import load_words

PEOPLE = Range(1, 100_000)


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("en", "28", 28),
        ("en", " 1,200 ", 1200),
        ("en", "1 200", None),
        ("en", "12,00", None),
        ("en", "1200,000", None),
        ("en", "2.5", None),
        ("en", "٣", None),
        ("en", "", None),
        ("en", "0", None),
        ("en", "100,000", 100_000),
        ("en", "100,001", None),
        ("en", "0" * 12 + "1", None),
        ("fr", "1 200", 1200),
        ("fr", "1\N{NO-BREAK SPACE}200", 1200),
        ("fr", "1\N{NARROW NO-BREAK SPACE}200", 1200),
        ("fr", "1,200", None),
        ("fr", "-5", None),
    ],
)
def test_a_number_is_typed_as_the_language_writes_it(language: str, typed: str, number: int | None) -> None:
    """Digits, or groups of three with the language's own sign between them, within the bounds of the question."""
    assert load_words(language).parse_number(typed, PEOPLE) == number


@pytest.mark.parametrize(
    ("items", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_items_are_listed_as_in_a_sentence(items: list[str], sentence: str) -> None:
    """Commas stand between items, and the last word before the last one."""
    assert load_words("en").listed(items, "list_and") == sentence
