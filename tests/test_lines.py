"""Written lines: the number that people mean, and letters that could not be read."""

import pytest

from coo_advisor.ask.lines import numbers_in, unreadable
from coo_advisor.wording.words import load_words


@pytest.mark.parametrize(
    ("language", "line", "numbers"),
    [
        ("en", "28", (28,)),
        ("en", " 1,200 ", (1200,)),
        ("en", "1.200", (1200,)),
        ("en", "1 200 000", (1_200_000,)),
        ("fr", "1\N{NARROW NO-BREAK SPACE}200", (1200,)),
        ("fr", "1\N{NO-BREAK SPACE}200 personnes", (1200,)),
        ("fr", "1’200", (1200,)),
        ("en", "~12", (12,)),
        ("en", "about 12", (12,)),
        ("en", "12 people", (12,)),
        ("fr", "environ 12 salariés.", (12,)),
        ("en", "10-15", (10, 15)),
        ("en", "between 10 and 15", (10, 15)),
        ("fr", "10 à 15 personnes", (10, 15)),
        ("fr", "10 – 15", (10, 15)),
        ("en", "12-12", (12,)),
        ("en", "", ()),
        ("en", "twelve", ()),
        ("en", "12.5", ()),
        ("en", "12,00", ()),
        ("en", "1200,000", ()),
        ("en", "-5", ()),
        ("en", "12%", ()),
        ("en", "12k", ()),
        ("en", "2 thousand", ()),
        ("fr", "2 Mille", ()),
        ("fr", "3 douzaines", ()),
        ("en", "٣", ()),
        ("en", "1" * 13, ()),
        ("en", "12 " + "people " * 20, ()),
    ],
)
def test_a_number_is_read_as_people_write_it(language: str, line: str, numbers: tuple[int, ...]) -> None:
    """Words and signs of "about" may stand beside it; two numbers are both found, and nothing is guessed."""
    assert numbers_in(line, load_words(language)) == numbers


def test_letters_that_could_not_be_read_are_noticed() -> None:
    """What an encoding leaves undecoded is no letter."""
    assert unreadable(b"\xc9t\xe9".decode("utf-8", "surrogateescape"))
    assert not unreadable("Été 🌱")
