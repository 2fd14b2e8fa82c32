"""The command that recommends from an answers file, and what it shares with those on leads."""

import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from coo_advisor.commands.options import Details, Force, Lang, Output, Printed, Questions, load
from coo_advisor.questionnaire.answers import AnswersFile
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.report.formats import Form
from coo_advisor.system.clock import today
from coo_advisor.system.errors import AdvisorError
from coo_advisor.system.streams import print_document
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import Words


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

    questionnaire, words, _ = load(context, questions, lang)
    paths = output or []
    if details and form not in (None, Form.TEXT):
        raise AdvisorError(words("usage_details_are_text", form=form))
    check_outputs(paths, replace=force)
    given = read_answers_file(*content_of(answers), questionnaire)
    advise(questionnaire, words, given, Wanted(tuple(paths), form, details, force))


def check_outputs(paths: list[Path], *, replace: bool) -> None:
    """Finds out before any work whether the results can be written. Raises AdvisorError."""
    if paths:
        from coo_advisor.report.formats import form_of
        from coo_advisor.system.files import check_place, refuse_twice

        refuse_twice(paths)
        for path in paths:
            form_of(path)
            check_place(path, replace=replace)


class Wanted(NamedTuple):
    """What becomes of the advice: files to write, and what to print; `details` prints all of it, not one screen."""

    paths: tuple[Path, ...] = ()
    form: Form | None = None
    details: bool = False
    force: bool = False


def advise(questionnaire: Questionnaire, words: Words, given: AnswersFile, wanted: Wanted) -> None:
    """Writes and prints what the answers of a file come to."""
    from coo_advisor.report.composition import withholds_verdict
    from coo_advisor.report.formats import form_of, render, show_document, show_summary
    from coo_advisor.system.files import save
    from coo_advisor.verdict.assessment import assess
    from coo_advisor.verdict.space import Space

    assessment = assess(Space(questionnaire), given.answers)
    for path in wanted.paths:
        save(path, render(form_of(path), assessment, words, today(), given.answered_at), replace=wanted.force)
        sys.stderr.write(clean(words("saved", path=path)) + "\n")
        if form_of(path).is_document and withholds_verdict(assessment):
            sys.stderr.write(clean(words("document_withholds")) + "\n")
    if wanted.details:
        show_document(assessment, words, today(), given.answered_at)
    elif wanted.form is Form.TEXT or (wanted.form is None and not wanted.paths):
        show_summary(assessment, words, today())
    elif wanted.form is not None:
        print_document(render(wanted.form, assessment, words, today(), given.answered_at))


def content_of(answers: str) -> tuple[bytes, str]:
    """The bytes of an answers file, and what errors call it."""
    from coo_advisor.reading.tree import LARGEST, read_bytes

    if answers == "-":
        return sys.stdin.buffer.read(LARGEST + 1), "standard input"
    return read_bytes(Path(answers)), answers
