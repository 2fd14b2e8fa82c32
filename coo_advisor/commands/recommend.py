"""The command that recommends from an answers file, and what it shares with those on leads."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coo_advisor.commands.options import Details, Force, Lang, Output, Printed, Questions, load, report
from coo_advisor.report.formats import Form
from coo_advisor.system.clock import today
from coo_advisor.system.errors import AdvisorError
from coo_advisor.system.streams import print_content
from coo_advisor.wording.words import Words

if TYPE_CHECKING:
    from coo_advisor.verdict.assessment import Assessment


def recommend(
    context: typer.Context,
    answers: Annotated[str, typer.Argument(metavar="ANSWERS")],
    output: Output = None,
    form: Printed = None,
    details: Details = False,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Recommend from an answers file; needs no terminal."""
    from coo_advisor.questionnaire.answers import read_answers_file
    from coo_advisor.report.formats import render, show_document, show_summary
    from coo_advisor.verdict.assessment import assess
    from coo_advisor.verdict.space import Space

    questionnaire, words, _ = load(context, questions, lang)
    paths = output or []
    if details and form not in (None, Form.TEXT):
        raise AdvisorError(words("usage_details_are_text", form=form))
    check_outputs(paths, replace=force)
    given = read_answers_file(*content_of(answers), questionnaire)
    assessment = assess(Space(questionnaire), given.answers)

    def content(form: Form) -> str:
        return render(form, assessment, words, today(), given.answered_at)

    write_outputs(paths, content, assessment, words, report, replace=force)
    if details:
        show_document(assessment, words, today(), given.answered_at)
    elif form is Form.TEXT or (form is None and not paths):
        show_summary(assessment, words, today())
    elif form is not None:
        print_content(content(form))


def check_outputs(paths: list[Path], *, replace: bool) -> None:
    """Finds out before any work whether the results can be written. Raises AdvisorError."""
    if paths:
        from coo_advisor.report.formats import form_of
        from coo_advisor.system.files import check_place, refuse_twice

        refuse_twice(paths)
        for path in paths:
            form_of(path)
            check_place(path, replace=replace)


def write_outputs(
    paths: list[Path],
    content: Callable[[Form], str],
    assessment: "Assessment",
    words: Words,
    say: Callable[[str], None],
    *,
    replace: bool,
) -> None:
    """Writes the content of each file in the form of its suffix; says so, and if a document withholds the verdict."""
    from coo_advisor.report.composition import withholds_verdict
    from coo_advisor.report.formats import form_of
    from coo_advisor.system.files import save

    for path in paths:
        form = form_of(path)
        save(path, content(form), replace=replace)
        say(words("saved", path=path))
        if form.is_document and withholds_verdict(assessment):
            say(words("document_withholds"))


def content_of(answers: str) -> tuple[bytes, str]:
    """The bytes of an answers file, and what errors call it."""
    from coo_advisor.reading.tree import LARGEST, read_bytes

    if answers == "-":
        return sys.stdin.buffer.read(LARGEST + 1), "standard input"
    return read_bytes(Path(answers)), answers
