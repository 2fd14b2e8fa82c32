"""Cells, in the words of people: each kind of question, on a questionnaire that has nothing to do with COOs."""

import pytest
from questionnaires import PLANT

from coo_advisor.leads.cells import CellAnswer, CellReader, LeadCell, parse_number
from coo_advisor.leads.folding import without_accents
from coo_advisor.questionnaire.model import Unit


def read(question: str, cell: LeadCell) -> CellAnswer:
    """What a cell of the plant questionnaire answers."""
    asked = PLANT.question(question)
    months = Unit({"en": "month", "fr": "mois"}, {"en": "months", "fr": "mois"})
    return CellReader(PLANT, asked._replace(unit=months) if asked.numbers else asked).read(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *(("28", 28), ("28.0", 28), ("28,00", 28), ("1,200", 1200), ("1.200", 1200), ("1 200", 1200), ("1'200", 1200)),
        *(("1’200", 1200), ("1 200,00", 1200), ("1,200,000", 1_200_000), ("2.8E+1", 28), ("2,8e1", 28), ("1e2", 100)),
        *(("0", 0), ("2.85E+1", None), ("1,20", None), ("1.5", None), ("12,34,567", None), ("007", None), ("-5", None)),
        *(("", None), ("12 34", None), ("1,200.000", None), ("x", None), ("1e99", None), ("9" * 20, None)),
    ],
)
def test_numbers_are_read_as_people_group_them(cell: str, number: int | None) -> None:
    """In groups of three, with empty decimals or an exponent; nothing that may be another number."""
    assert parse_number(without_accents(cell)) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *(("~30", 30), ("environ 30", 30), ("env. 30", 30), ("about 30", 30), ("≈ 30", 30), ("28 people", 28)),
        *(
            ("28 personnes", 28),
            ("28 ETP", 28),
            ("28 (FTE)", 28),
            ("50+", 50),
            ("50+ employees", 50),
            ("50 et plus", 50),
        ),
        *(("50 personnes ou plus", 50), ("13-35", 13), ("13 – 35 people", 13), ("de 13 à 35", 13), ("13 to 35", 13)),
        *(("between 13 and 35", 13), ("10-13", None), ("35-36", None), ("36-35", None), ("Under a year", 0)),
        *(
            ("Moins d'un an", 0),
            ("settled", 12),
            ("OLD", 36),
            ("1. Three years or more", 36),
            ("700", None),
            ("601+", None),
        ),
        *(("13-35-40", None), ("2026-11-03", None), ("28 k", None), ("28 %", None), ("oct-49", None), ("<30", None)),
        *(("N/A", None), ("don’t know", None), ("20 months", 20), ("20 mois", 20)),
    ],
)
def test_numbers_are_read_as_people_write_them(cell: str, number: int | None) -> None:
    """About, with a unit, as a lower bound, or as a range that no band and no condition splits; all else is refused."""
    found = read("months", cell)
    assert found.value == number
    assert bool(found.odd) == (number is None and cell not in ("N/A", "don’t know"))


NOT_KNOWN = """
N/A NA #N/A - – — -- NULL null nan NaN None n.a. (vide) (empty) (blank) vide ? NSP
"""


@pytest.mark.parametrize(
    "cell",
    [
        *NOT_KNOWN.split(),
        *("no answer", "No Answer.", "sans réponse", "sans reponse", "Sans Réponse.", "don't know", "Don’t know."),
        *("Je ne sais pas / I don’t know", "N/A | sans réponse"),
        *("I don't know", "Je ne sais pas", "ne sait pas", "  n/a  ", "non renseigné", "pas de réponse", ""),
    ],
)
@pytest.mark.parametrize("question", ["months", "signs", "circling"])
def test_what_is_not_known_may_be_said_in_many_ways(question: str, cell: str) -> None:
    """However it is spelled, it is no answer and nothing odd."""
    assert read(question, cell) == CellAnswer(None)


def test_a_choice_wins_over_every_word_for_not_known() -> None:
    """A choice called “none” or “unknown” is that choice."""
    asked = PLANT.question("circling")
    no, yes = asked.choices
    for word in ("None", "N/A", "unknown", "vide"):
        changed = asked._replace(choices=(no._replace(label={"en": word, "fr": word}), yes))
        assert CellReader(PLANT, changed).read(word.upper()).value == "no"
        assert CellReader(PLANT, changed._replace(kind="several")).read(word).value == ("no",)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(
            ("growing", "growing"),
            ("GROWING.", "growing"),
            ("Spring or summer", "growing"),
            ("spring OR  summer", "growing"),
        ),
        *(("Printemps ou été", "growing"), ("printemps ou ete", "growing"), ("« Printemps ou été »", "growing")),
        *(
            ("1. Spring or summer", "growing"),
            ("b) Automne ou hiver", "resting"),
            ("A2. Autumn or winter", "resting"),
            ("🍂 Automne ou hiver", "resting"),
        ),
        *(("Automne ou hiver / Autumn or winter", "resting"), ("Autumn or winter (it sleeps)", "resting")),
        *(("<p>Printemps ou &eacute;t&eacute;</p>", "growing"), ("Spring\u200b or summer", "growing")),
        *(("Spring or summer / Autumn or winter", None), ("Spring", None), ("resting place", None), ("yes", None)),
    ],
)
def test_a_choice_is_found_however_it_is_spelled(cell: str, value: str | None) -> None:
    """By id or label in any language, whatever stands around it that every form adds; else it is odd."""
    assert read("season", cell) == CellAnswer(value, () if value else (cell,))


@pytest.mark.parametrize(
    ("cell", "value"), [("TRUE", "yes"), ("vrai", "yes"), ("y", "yes"), ("FALSE", "no"), ("Faux", "no")]
)
def test_true_and_false_answer_yes_or_no(cell: str, value: str) -> None:
    """A question with those two choices may be a tick box elsewhere; no other question has a true."""
    assert read("circling", cell).value == value
    assert read("season", cell).odd == (cell,)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "pale, roots_out",
            "pale;roots_out",
            "roots_out\npale",
            "pale|roots_out",
            "pale / roots_out",
            "pale roots_out",
        ),
        *("Pale leaves, Roots below the pot", "Des feuilles pâles; Roots below the pot;", '["pale","roots_out"]'),
        *("1. Pale leaves\n2. Roots below the pot", "Des feuilles pâles / Pale leaves, roots_out"),
    ],
)
def test_several_choices_may_be_joined_in_any_way(cell: str) -> None:
    """By comma, semicolon, line break, bar or slash, and ids by spaces."""
    assert read("signs", cell) == CellAnswer(("pale", "roots_out"))


def test_free_text_among_choices_is_kept_apart() -> None:
    """In a question for the report it is set aside; in a scored one what it is worth is not known."""
    signs = PLANT.question("signs")
    for_report = signs._replace(choices=tuple(each._replace(points={}) for each in signs.choices))
    cell = "Pale leaves, Other: ants, and many of them"
    odd = ("Other: ants, and many of them",)
    assert CellReader(PLANT, for_report).read(cell) == CellAnswer(("pale",), odd)
    assert CellReader(PLANT, signs).read(cell) == CellAnswer(None, odd)
    assert CellReader(PLANT, signs).read(("pale", "ants")) == CellAnswer(None, ("ants",))


def test_free_text_is_never_read_as_the_choice_for_other() -> None:
    """Not even behind that choice's own label."""
    season = PLANT.question("season")
    labelled = season.choices[0]._replace(
        id="other", label={"en": "Some other season of the year", "fr": "Autre chose"}
    )
    changed = season._replace(choices=(labelled, season.choices[1]))
    assert CellReader(PLANT, changed).read("Some other season of the year").value == "other"
    for cell in ("Some other season of the year: the monsoon", "Other: the monsoon", "Autre chose : la mousson"):
        assert CellReader(PLANT, changed).read(cell).odd == (cell,)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *(
            ("X", ("pale",)),
            ("x", ("pale",)),
            ("1", ("pale",)),
            ("TRUE", ("pale",)),
            ("Oui", ("pale",)),
            ("✓", ("pale",)),
        ),
        *(("Pale leaves", ("pale",)), ("des feuilles pales", ("pale",)), ("Checked", ("pale",)), ("0", ()), ("No", ())),
        *(("FALSE", ()), ("Not selected", ()), ("", None), ("N/A", None), ("maybe", None)),
    ],
)
def test_an_option_is_ticked_in_many_ways(cell: str, value: tuple[str, ...] | None) -> None:
    """By its label, a mark, a yes or a one; a no says that it was not ticked, and nothing says nothing."""
    signs = PLANT.question("signs")
    found = CellReader(PLANT, signs).ticked(cell, signs.choices[1])
    assert found == CellAnswer(value, ("maybe",) if cell == "maybe" else ())
