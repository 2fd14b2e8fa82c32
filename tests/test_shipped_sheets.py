"""Page 1 of the shipped questionnaire's documents on paper: printed by a browser, its sheets are counted."""

from pathlib import Path

import pytest
from advice import document, some_answers
from browser import CHROMIUM, Browser, browser
from shipped import RESULTS, SHIPPED, SPACE

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.report.document import Document
from coo_advisor.report.html import render_html

LONG = (16, 31, 78, 97, 165)
"""The numbers of the answers whose documents have the longest first pages, of those that are tried elsewhere."""

KINDS: dict[str, Answers] = {**RESULTS, **{f"long {number}": some_answers(number, SHIPPED) for number in LONG}}


@pytest.mark.skipif(CHROMIUM is None, reason="no browser that prints")
@pytest.mark.parametrize("language", SHIPPED.languages)
def test_page_1_of_each_kind_is_one_sheet(language: str, tmp_path: Path) -> None:
    """One sheet of A4 for whoever reads no further, and the annexes begin another."""
    sheets = {}
    with browser() as printer:
        for kind, answers in KINDS.items():
            shown = document(answers, language, SPACE)
            first, whole = (printed(each, tmp_path, printer) for each in (shown._replace(annexes=()), shown))
            sheets[kind] = first, whole >= first + 1
    assert sheets == dict.fromkeys(KINDS, (1, True))


def printed(shown: Document, folder: Path, printer: Browser) -> int:
    """How many sheets a browser prints a document on."""
    page = folder / "page.html"
    page.write_text(render_html(shown), encoding="utf-8")
    printer.open(page)
    return printer.sheets()
