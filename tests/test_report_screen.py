"""Advice on screen: one screen of it, and all of it."""

from io import StringIO

import pytest
from advice import DAY, RESULTS, SPACE, document, sample
from questionnaires import BLIND, CFO
from rich.console import Console

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.report.document import Table
from coo_advisor.report.recommendation import summarise
from coo_advisor.report.terminal import print_document, print_summary
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

COMPANY = Space(CFO)


def summary(answers: Answers, language: str, width: int, space: Space = SPACE, *, bars: bool = True) -> list[str]:
    """The rows of one screen."""
    words, file = load_words(language), StringIO()
    console = Console(file=file, width=width, highlight=False)
    print_summary(summarise(assess(space, answers), words, DAY), console, words, bars=bars)
    return file.getvalue().rstrip("\n").split("\n")


def details(answers: Answers, width: int, language: str = "fr", *, bars: bool = True) -> list[str]:
    """The rows of all of the document."""
    file = StringIO()
    print_document(document(answers, language), Console(file=file, width=width, highlight=False), bars=bars)
    return file.getvalue().split("\n")


@pytest.mark.parametrize("result", RESULTS)
def test_it_starts_with_the_headline(result: str) -> None:
    """The first row is what is recommended, on a small window, too."""
    words = load_words("en")
    expected = summarise(assess(SPACE, RESULTS[result]), words, DAY).headline
    assert summary(RESULTS[result], "en", 40)[0].strip() == expected


def test_it_says_what_matters() -> None:
    """Why, the points with their threshold, the findings, what would change it and the next step."""
    text = " ".join(" ".join(summary(BLIND, "fr", 80, COMPANY)).split())
    assert "20 points sur 28, seuil à 13" in text
    for part in ("Vous pilotez au solde du jour", "Si vous prépariez une levée", "D’ici au 5 décembre 2026", "█", "│"):
        assert part in text


def test_the_screen_shows_the_verdict_that_a_document_keeps_back() -> None:
    """A confidential answer counts on screen."""
    leaving: Answers = {**BLIND, "finance_lead": "cfo", "forecast": "quarter", "reporting": "month"}
    answers: Answers = {**leaving, "cfo_leaving": "leaves"}
    assert summary(answers, "fr", 80, COMPANY)[0].strip() == "Un appui pour votre DAF"
    title = document(answers, "fr", COMPANY).title
    assert title == "Un appui pour votre DAF ou votre organisation actuelle, une réponse tranchera"


def test_a_doubtful_pair_is_pointed_out() -> None:
    """A CFO, and hardly any turnover."""
    doubt = "Un DAF en poste, avec moins d’un million de chiffre d’affaires"
    shown = (
        " ".join(summary({**BLIND, "revenue": revenue, "finance_lead": "cfo"}, "fr", 80, COMPANY)) for revenue in (0, 1)
    )
    assert [doubt in " ".join(each.split()).replace("\u00a0", " ") for each in shown] == [True, False]


def test_without_bars_there_are_figures_only() -> None:
    """Nothing is drawn for those who listen."""
    assert not set("█▒░│") & set("".join(summary(RESULTS["interim"], "en", 80, bars=False)))


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("result", ["interim", "undecided", "two answers missing"])
def test_prose_is_never_wider_than_ninety_columns(result: str, width: int) -> None:
    """Nor than the screen."""
    assert max(len(row.rstrip()) for row in details(RESULTS[result], width)) <= min(90, width)


@pytest.mark.parametrize("width", [40, 80])
def test_all_of_the_document_is_on_screen(width: int) -> None:
    """Every block is printed, whether as a table or, on a narrow screen, as lists."""
    file = StringIO()
    print_document(sample("kept"), Console(file=file, width=width, highlight=False))
    assert file.getvalue().count("kept") >= 40


@pytest.mark.parametrize(("width", "bars"), [(40, True), (80, False)], ids=["narrow", "plain"])
def test_a_row_is_read_cell_by_cell(width: int, bars: bool) -> None:
    """On a narrow screen and for whoever hears it, each cell stands behind its header, and beside no other."""
    rows = [row.rstrip() for row in details(RESULTS["interim"], width, bars=bars)]
    assert "- L’équipe dépend de vous" in rows
    assert any(row.startswith("  Ce que cela change\N{NO-BREAK SPACE}: ") for row in rows)
    assert not any("Constat" in row for row in rows)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("result", ["interim", "undecided"])
def test_no_word_and_no_price_is_broken_in_a_table(result: str, language: str) -> None:
    """Each stands whole on one row, at every width from which cells stand beside each other."""
    shown = document(RESULTS[result], language)
    blocks = [block for section in (*shown.page, *shown.annexes) for block in section.blocks]
    cells = [cell.text for block in blocks if isinstance(block, Table) for row in block.rows for cell in row]
    words = {word for cell in cells for word in cell.split(" ")}
    for width in range(60, 91):
        assert words <= {word for row in details(RESULTS[result], width, language) for word in row.split(" ")}, width
