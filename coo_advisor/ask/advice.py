"""What the answers of a sitting come to, shown on its screen and put into its files."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.system.clock import today
from coo_advisor.system.streams import screen_width
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import Words

if TYPE_CHECKING:  # slow to import, and only needed once the questions are answered
    from rich.console import Console

    from coo_advisor.report.recommendation import Summary
    from coo_advisor.verdict.assessment import Assessment


class Advice(NamedTuple):
    """An assessment of today's answers and its summary, in the words of a sitting; in plain lines, without bars."""

    assessment: "Assessment"
    summary: "Summary"
    words: Words
    plain: bool

    def show(self) -> None:
        """Prints one screen of it."""
        from coo_advisor.report.consoles import print_lines

        print_lines(self._print_summary, bars=not self.plain)

    def screen(self) -> list[str]:
        """The lines of that screen, without colours."""
        return _lines(self._print_summary)

    def _print_summary(self, console: "Console") -> None:
        from coo_advisor.report.terminal import print_summary

        print_summary(self.summary, console, self.words, bars=not self.plain)

    def details(self) -> list[str]:
        """All of it, in lines as wide as this screen."""
        from coo_advisor.report.composition import compose
        from coo_advisor.report.terminal import print_document

        document = compose(self.assessment, self.words, today(), today())
        return _lines(lambda console: print_document(document, console, bars=not self.plain))

    def content(self, path: Path) -> str:
        """All of it in the form that a file's name asks for."""
        from coo_advisor.report.formats import form_of, render

        return render(form_of(path), self.assessment, self.words, today(), today())

    def withheld_from(self, path: Path) -> str:
        """Why a file doesn't give the verdict, if it is a document and the verdict turns on a confidential answer."""
        from coo_advisor.report.composition import withholds_verdict
        from coo_advisor.report.formats import form_of

        withheld = form_of(path).is_document and withholds_verdict(self.assessment)
        return self.words("document_withholds") if withheld else ""


def work_out(space: Space, answers: Answers, words: Words, *, plain: bool) -> Advice:
    """What some answers come to."""
    from coo_advisor.report.recommendation import summarise
    from coo_advisor.verdict.assessment import assess

    assessment = assess(space, answers)
    return Advice(assessment, summarise(assessment, words, today()), words, plain)


def _lines(show: Callable[["Console"], None]) -> list[str]:
    from rich.console import Console

    text = StringIO()
    show(Console(file=text, width=screen_width() - 1, highlight=False, color_system=None))
    return text.getvalue().splitlines()
