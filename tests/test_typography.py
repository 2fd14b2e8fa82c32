"""Typography: each language's own apostrophes and spaces, made in one place."""

from datetime import date

import pytest

from coo_advisor.wording.words import load_words, typeset


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("l'entreprise", "l’entreprise"),
        ("Prêt ? Oui ! Bien ; oui", "Prêt\u202f? Oui\u202f! Bien\u202f; oui"),
        ("En bref : oui", "En bref\u00a0: oui"),
        ("« oui »", "«\u00a0oui\u00a0»"),
        ("de 4 000 à 12 000 €", "de 4\u202f000 à 12\u202f000\u00a0€"),
        ("à 5 % près", "à 5\u00a0% près"),
        ("https://exemple.fr/?a=1", "https://exemple.fr/?a=1"),
    ],
)
def test_french_has_its_own_spaces(written: str, read: str) -> None:
    """What is written with plain spaces and apostrophes reads as a French printer would set it."""
    assert typeset(written, "fr") == read
    assert typeset(read, "fr") == read


def test_english_takes_curly_apostrophes_only() -> None:
    """English sets its apostrophes and leaves its spaces."""
    assert typeset("don't ask : why ?", "en") == "don’t ask : why ?"


def test_what_is_filled_in_stays_as_it_is() -> None:
    """A path in a sentence keeps its own apostrophes."""
    assert load_words("fr")("saved", path="l'avis ; fini.md").endswith("l'avis ; fini.md")


def test_the_first_of_a_month_is_said_as_people_say_it() -> None:
    """French says premier of the first day alone."""
    assert load_words("fr").day(date(2026, 12, 1)) == "1er décembre 2026"
    assert load_words("fr").day(date(2026, 12, 2)) == "2 décembre 2026"
    assert load_words("en").day(date(2026, 12, 1)) == "1 December 2026"
