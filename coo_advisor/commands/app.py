"""The commands: parse, call, print. Errors that users can mend become one message and an exit code here."""

import os
import signal
import sys
import warnings
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from coo_advisor import __version__
from coo_advisor.commands.leads import leads
from coo_advisor.commands.options import (
    Force,
    Lang,
    Output,
    Printed,
    Questions,
    Settings,
    advise,
    check_outputs,
    content_of,
    language,
    load,
    settings,
)
from coo_advisor.commands.parameters import QuickCommand, QuickGroup
from coo_advisor.commands.rank import rank
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.system.errors import AdvisorError
from coo_advisor.system.streams import drop_output, prepare_streams, print_document
from coo_advisor.system.visible import clean

DOES_NOT_HOLD = 1
BAD_INPUT = 2

app = typer.Typer(
    cls=QuickGroup,
    help="Would an external, part-time COO help your company? Four minutes of questions, then an advice that explains "
    "itself in points.",
    epilog="Examples:  coo-advisor  ·  coo-advisor --lang en  ·  coo-advisor recommend answers.yaml -o advice.md",
    no_args_is_help=False,
    rich_markup_mode=None,  # help in plain text: rich would cost a quarter of the start
    pretty_exceptions_enable=False,  # a traceback is for us, and must show nobody's answers
    context_settings={"help_option_names": ["-h", "--help"]},
)


class AuthorFormat(StrEnum):
    """What `check` and `diff` can print."""

    TEXT = "text"
    JSON = "json"


def main() -> None:
    """The program. Exit codes: 0 done, 1 a check that fails, 2 bad usage or bad input, 128+n ended by signal n."""
    _heed_signals()
    prepare_streams()
    warnings.showwarning = _show_warning
    try:
        try:
            app()
        except SystemExit as end:
            if end.code in (0, DOES_NOT_HOLD):
                sys.stdout.flush()  # here, where a full disk can still be told
            drop_output()
            raise
    except AdvisorError as error:
        _fail(str(error))
    except OSError as error:
        what = error.filename or "The output"
        _fail(clean(f"{what} can't be used ({error.strerror}). Check the disk and the permissions, then try again."))


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """What may be wrong with a file, as one line; nothing fails for it."""
    with suppress(OSError):
        sys.stderr.write(f"{message}\n")


def _fail(message: str) -> NoReturn:
    with suppress(OSError):
        sys.stderr.write(f"{message}\n")
    drop_output()
    sys.exit(BAD_INPUT)


def _heed_signals() -> None:
    """Lets a signal that asks the program to end leave nothing half-written, and the terminal as it was."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, _end)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends the program as it ends any other


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"coo-advisor {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    questions: Questions = None,
    lang: Lang = None,
    version: Annotated[  # noqa: ARG001  # typer calls its callback
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Ask the questions when no command is given."""
    context.obj = Settings(questions, lang)
    if context.invoked_subcommand is None:
        ask(context)


@app.command(
    cls=QuickCommand, epilog="Example:  coo-advisor ask --answers last-year.yaml -o advice.md --save answers.yaml"
)
def ask(
    context: typer.Context,
    output: Output = None,
    save: Annotated[
        str | None,
        typer.Option(
            "--save", metavar="ANSWERS", help="Write the answers here, as .yaml or .json; a folder keeps a lead in it."
        ),
    ] = None,
    lead: Annotated[
        bool, typer.Option("--lead", help="Keep the answers as a lead in your leads folder, if the founder agrees.")
    ] = False,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="Start from the answers of a file.")
    ] = None,
    resume: Annotated[
        bool | None,
        typer.Option("--resume/--fresh", help="Go on with an unfinished interview, or delete it and start afresh."),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Plain lines, for screen readers.")] = False,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Ask the questions at this terminal, recommend, and offer to save the advice."""
    from coo_advisor.ask.session import Request, Stopped, sit
    from coo_advisor.questionnaire.answers import load_answers

    questionnaire, words, source = load(context, questions, lang)
    check_outputs(output or [], replace=True)  # the founder is asked
    answers_to, leads_to = _places(save, lead=lead)
    spoken = lang or settings(context).lang
    prefill = dict(load_answers(answers, questionnaire)) if answers else {}
    request = Request(source, tuple(output or ()), answers_to, leads_to, prefill, resume, plain, force, spoken)
    try:
        sit(questionnaire, words, request)
    except Stopped as stopped:
        sys.exit(stopped.code)


app.add_typer(leads, name="leads")
app.command(
    cls=QuickCommand, epilog="Examples:  coo-advisor rank export.csv  ·  coo-advisor rank leads/ -o ranked.csv"
)(rank)


@app.command(
    cls=QuickCommand,
    epilog="Examples:  coo-advisor recommend answers.yaml  ·  coo-advisor recommend - --format json < lead.json",
)
def recommend(
    context: typer.Context,
    answers: Annotated[str, typer.Argument(metavar="ANSWERS", help="A YAML or JSON file; - reads standard input.")],
    output: Output = None,
    form: Printed = None,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Recommend from an answers file; needs no terminal."""
    from coo_advisor.questionnaire.answers import read_answers

    questionnaire, words, _ = load(context, questions, lang)
    paths = output or []
    check_outputs(paths, replace=force)
    given = read_answers(*content_of(answers), questionnaire)
    advise(questionnaire, words, given, paths, form, force=force)


@app.command(
    cls=QuickCommand, epilog="Examples:  coo-advisor check  ·  coo-advisor check edited.yaml --cases mine.yaml"
)
def check(
    context: typer.Context,
    questions: Annotated[
        Path | None, typer.Argument(metavar="[QUESTIONS]", help="A questionnaire; default: the packaged one.")
    ] = None,
    form: Annotated[AuthorFormat, typer.Option("--format", help="What to print.")] = AuthorFormat.TEXT,
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="FILE", help="Cases to get right; default: those beside the questionnaire."),
    ] = None,
    lang: Lang = None,
) -> None:
    """Prove the questionnaire over every set of answers, and run its cases; exit 1 where something does not hold."""
    from rich.console import Console

    from coo_advisor.proof.cases import cases_beside, load_cases, run_cases
    from coo_advisor.proof.properties import prove
    from coo_advisor.report.proof_screen import print_proof, proof_as_json
    from coo_advisor.verdict.space import Space

    source = questions or settings(context).questions or packaged_questionnaire()
    questionnaire = load_questionnaire(source)
    found = cases or cases_beside(source)
    results = run_cases(Space(questionnaire), load_cases(found, questionnaire)) if found else ()
    proof = prove(questionnaire)
    if form is AuthorFormat.JSON:
        print_document(proof_as_json(proof, results))
    else:
        spoken = language(lang or settings(context).lang, questionnaire)
        print_proof(proof, results, spoken, Console(highlight=False))
    if not proof.holds or not all(result.right for result in results):
        raise typer.Exit(DOES_NOT_HOLD)


@app.command(cls=QuickCommand, epilog="Example:  coo-advisor diff questions.yaml edited.yaml")
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The questionnaire before the edit.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The questionnaire after it.")],
    form: Annotated[AuthorFormat, typer.Option("--format", help="What to print.")] = AuthorFormat.TEXT,
) -> None:
    """Tell what an edit of the questionnaire moves: how many answer sets, with examples."""
    from rich.console import Console

    from coo_advisor.proof.difference import compare
    from coo_advisor.report.difference import difference_as_json, print_difference

    difference = compare(load_questionnaire(old), load_questionnaire(new))
    if form is AuthorFormat.JSON:
        print_document(difference_as_json(difference))
    else:
        print_difference(difference, Console(highlight=False))


@app.command(cls=QuickCommand, epilog="Example:  coo-advisor schema > questions.schema.json")
def schema(context: typer.Context, questions: Questions = None) -> None:
    """Print the JSON Schema of questions.yaml, for editors that complete and check it."""
    from coo_advisor.questionnaire.schema import render_schema

    source = questions or settings(context).questions or packaged_questionnaire()
    print_document(render_schema(load_questionnaire(source).languages))


def _places(save: str | None, *, lead: bool) -> tuple[Path | None, Path | None]:
    """The file that the answers go to, and the folder that a lead is kept in; either may be None."""
    from coo_advisor.leads.leadbook import check_folder, default_folder
    from coo_advisor.questionnaire.answers import SUFFIXES
    from coo_advisor.system.files import check_place

    is_folder = save is not None and (save.endswith(("/", os.sep)) or Path(save).is_dir())
    folder = Path(save) if save and is_folder else default_folder() if lead else None
    file = Path(save) if save and not is_folder else None
    if folder:
        check_folder(folder)
    if file and file.suffix not in SUFFIXES:
        raise AdvisorError(f"{save}: answers files end in one of: {', '.join(SUFFIXES)}, and a folder's name in /.")
    if file:
        check_place(file, replace=True)
    return file, folder
