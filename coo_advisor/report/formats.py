"""The forms advice can take: one list of them, from which options, messages and renderers derive."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from coo_advisor.system.errors import AdvisorError, Said

if TYPE_CHECKING:  # slow to import, and the forms are known to the command line before any answer is
    from coo_advisor.report.document import Document
    from coo_advisor.verdict.assessment import Assessment
    from coo_advisor.wording.words import Words


class Form(StrEnum):
    """What `recommend` can print; all but text can also be written to a file."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """What the name of such a file ends in."""
        return f".{self.value}"

    @property
    def is_document(self) -> bool:
        """Whether it may get to somebody who gave none of the answers; JSON is data for the consultant's own programs."""
        return self in (Form.MARKDOWN, Form.HTML)


FILES = tuple(form for form in Form if form is not Form.TEXT)
"""The forms that a file can have."""

SUFFIXES = tuple(form.suffix for form in FILES)


def render(form: Form, assessment: "Assessment", words: "Words", day: date, answered_at: date | None = None) -> str:
    """The content of a file in one of FILES: a document as of a day, or the assessment as JSON."""
    if form is Form.JSON:
        from coo_advisor.report.as_json import render_json

        return render_json(assessment, answered_at)
    from coo_advisor.report.composition import compose

    return render_document(form, compose(assessment, words, day, answered_at))


def render_document(form: Form, document: "Document") -> str:
    """A document as the content of a file in one of the forms that documents have."""
    match form:
        case Form.MARKDOWN:
            from coo_advisor.report.markdown import render_markdown

            return render_markdown(document)
        case Form.HTML:
            from coo_advisor.report.html import render_html

            return render_html(document)
    raise ValueError(f"no file has the form {form}")  # pragma: no cover  # all of FILES are above


def show_summary(assessment: "Assessment", words: "Words", day: date) -> None:
    """Prints one screen on standard output."""
    from coo_advisor.report.consoles import print_lines  # half of what the other renderers take to start
    from coo_advisor.report.recommendation import summarise
    from coo_advisor.report.terminal import print_summary

    summary = summarise(assessment, words, day)
    print_lines(lambda console: print_summary(summary, console, words))


def show_document(assessment: "Assessment", words: "Words", day: date, answered_at: date | None = None) -> None:
    """Prints all of the document on standard output."""
    from coo_advisor.report.composition import compose
    from coo_advisor.report.consoles import print_lines
    from coo_advisor.report.terminal import print_document

    document = compose(assessment, words, day, answered_at)
    print_lines(lambda console: print_document(document, console))


def form_of(path: Path) -> Form:
    """The form that a file's name asks for. Raises AdvisorError if no form has its suffix."""
    for form in FILES:
        if path.suffix == form.suffix:
            return form
    template = "{path}: no format has the suffix “{suffix}”. Use one of: {known}."
    raise AdvisorError(Said(template, path=path, suffix=path.suffix, known=", ".join(SUFFIXES)))
