"""Page 1 on paper: printed by a browser, its sheets are counted."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from advice import RESULTS, SHIPPED, document, some_answers

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.report.document import Document
from coo_advisor.report.html import render_html

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

LONG = (16, 31, 78, 97, 165)
"""The numbers of the answers whose documents have the longest first pages, of those that are tried elsewhere."""

KINDS: dict[str, Answers] = {**RESULTS, **{f"long {number}": some_answers(number) for number in LONG}}


@pytest.mark.skipif(BROWSER is None, reason="no browser that prints")
@pytest.mark.parametrize("language", SHIPPED.languages)
def test_page_1_of_each_kind_is_one_sheet(language: str, tmp_path: Path) -> None:
    """One sheet of A4 for whoever reads no further, and the annexes begin another."""
    sheets = {}
    for kind, answers in KINDS.items():
        shown = document(answers, language)
        first, whole = (printed(each, tmp_path) for each in (shown._replace(annexes=()), shown))
        sheets[kind] = first, whole >= first + 1
    assert sheets == dict.fromkeys(KINDS, (1, True))


def printed(shown: Document, folder: Path) -> int:
    """How many sheets a browser prints a document on."""
    page, sheets = folder / "page.html", folder / "page.pdf"
    page.write_text(render_html(shown), encoding="utf-8")
    assert BROWSER
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={sheets}"]
    subprocess.run([BROWSER, *options, page.as_uri()], capture_output=True, timeout=60, check=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets.read_bytes()))
