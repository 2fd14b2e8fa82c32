"""Lists as each language writes them."""

import pytest

from coo_advisor.wording.words import load_words


@pytest.mark.parametrize(
    ("items", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_items_are_listed_as_in_a_sentence(items: list[str], sentence: str) -> None:
    """Commas stand between items, and the last word before the last one."""
    assert load_words("en").listed(items, "list_and") == sentence
