"""Draws the README's pictures with the program's own renderer: .venv/bin/python docs/picture.py.

One for each language: the recommendation to a company of 28 people whose founder runs everything.
"""

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from coo_advisor.questionnaire.answers import load_answers
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.report.recommendation import summarise
from coo_advisor.report.terminal import print_summary
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

HERE = Path(__file__).resolve().parent
ANSWERS = HERE / "answers.yaml"
FILES = {"en": "recommendation.svg", "fr": "recommandation.svg"}
DAY = date(2026, 11, 23)
"""Fixed, so that a picture changes only where the recommendation does."""

WIDTH = 80

REMOTE_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)
"""A picture fetches nothing: it is shown in a font of the reader's machine."""


def pictures() -> Iterator[tuple[Path, str]]:
    """Each picture's file and content."""
    questionnaire = load_questionnaire(packaged_questionnaire())
    assessment = assess(Space(questionnaire), load_answers(ANSWERS, questionnaire))
    for language, name in FILES.items():
        words = load_words(language)
        drawn = StringIO()
        screen = Console(file=drawn, force_terminal=True, color_system="truecolor", width=WIDTH, highlight=False)
        screen.print(Text(f"$ coo-advisor recommend {ANSWERS.name} --lang {language}\n", "dim"))
        print_summary(summarise(assessment, words, DAY), screen, words)
        yield HERE / name, draw(Text.from_ansi(drawn.getvalue().rstrip()))


def draw(text: Text) -> str:
    """A terminal window that shows a text."""
    window = Console(file=StringIO(), record=True, width=WIDTH)
    window.print(text)
    svg = window.export_svg(title="coo-advisor", unique_id="coo-advisor")
    return "\n".join(line.rstrip() for line in REMOTE_FONT.sub("", svg).splitlines()) + "\n"


if __name__ == "__main__":
    for path, content in pictures():
        path.write_text(content, encoding="utf-8")
