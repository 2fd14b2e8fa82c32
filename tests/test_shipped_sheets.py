"""The shipped questionnaire's documents and its page on paper: printed by a browser, their sheets are counted."""

from pathlib import Path

import pytest
from advice import document, some_answers
from browser import CHROMIUM, Browser, browser
from shipped import RESULTS, SHIPPED, SPACE

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.report.document import Document
from coo_advisor.report.html import render_html
from coo_advisor.web_page.page import render_page

LONG = (16, 31, 78, 97, 165)
"""The numbers of the answers whose documents have the longest first pages, of those that are tried elsewhere."""

COO: Answers = {
    "headcount": 60, "growth": "growing", "operations_lead": "coo", "bottleneck": "none", "coo_week": "full",
    "coo_away": "stalls", "coo_stepback": "this_year", "coo_staying": "at_risk", "trigger": (), "recurring_problems":
    "sometimes", "stuck_decisions": "none", "needs": (), "delegation": "some", "means": "part_time", "timing": "now",
    "decision": "alone",
}  # fmt: skip
"""What a founder answers of whom the advice turns on the one confidential answer."""

in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no browser that prints")

KINDS: dict[str, Answers] = {**RESULTS, **{f"long {number}": some_answers(number, SHIPPED) for number in LONG}}


@in_a_browser
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


@in_a_browser
def test_the_recommendation_prints_on_one_sheet(tmp_path: Path) -> None:
    """What the page in a browser shows at its end is one A4, whatever the verdict, in every language."""
    path = tmp_path / "page.html"
    path.write_text(render_page(SHIPPED, "anne@example.org"), encoding="utf-8")
    with browser() as tab:
        tab.open(path)
        for language in SHIPPED.languages:
            for answers in (*RESULTS.values(), COO):
                tab.remembers(SHIPPED, answers, "result", language)
                assert tab.sheets() == 1, answers
