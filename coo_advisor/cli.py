"""The commands: parse, call, print. Errors that users can mend become one message and an exit code here."""

import os
import signal
import sys
from datetime import UTC, datetime
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from coo_advisor import __version__
from coo_advisor.errors import AdvisorError
from coo_advisor.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.parameters import QuickCommand, QuickGroup
from coo_advisor.questionnaire import Questionnaire
from coo_advisor.texts import clean
from coo_advisor.wording import Words, load_words

DOES_NOT_HOLD = 1
BAD_INPUT = 2
INTERRUPTED = 130

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


class Format(StrEnum):
    """What `recommend` can print."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


class AuthorFormat(StrEnum):
    """What `check` and `diff` can print."""

    TEXT = "text"
    JSON = "json"


class Settings(NamedTuple):
    """The options that every command takes."""

    questions: Path | None = None
    lang: str | None = None


Questions = Annotated[
    Path | None, typer.Option("--questions", metavar="FILE", help="Another questionnaire than the packaged one.")
]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="LANG", help="fr or en; default: your locale, else the first listed.")
]
Output = Annotated[
    list[Path] | None,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write the advice here, by suffix: .md, .html or .json. Repeats."
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]


def main() -> None:
    """The program. Exit codes: 0 done, 1 a check that fails, 2 bad usage or bad input, 130 interrupted."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` ends the program as it ends any other
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a name that an old console can't write is no reason to fail
    try:
        app()
    except AdvisorError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(BAD_INPUT)


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
        Path | None, typer.Option("--save", metavar="ANSWERS", help="Write the answers here, as .yaml or .json.")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="Start from the answers of a file.")
    ] = None,
    resume: Annotated[
        bool | None, typer.Option("--resume/--fresh", help="Go on with an unfinished interview, or leave it.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Plain lines, for screen readers.")] = False,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Ask the questions at this terminal, recommend, and offer to save the advice."""
    from coo_advisor.ask.session import DATA_SUFFIXES, Request, Stopped, sit

    questionnaire, words, source = _load(context, questions, lang)
    _check_outputs(output or [])
    if save and save.suffix not in DATA_SUFFIXES:
        raise AdvisorError(f"{save}: answers files end in one of: {', '.join(DATA_SUFFIXES)}.")
    prefill = {}
    if answers:
        from coo_advisor.answers import load_answers

        prefill = dict(load_answers(answers, questionnaire))
    request = Request(source, tuple(output or ()), save, prefill, resume, plain, force)
    try:
        sit(questionnaire, words, request)
    except Stopped:
        raise typer.Exit(INTERRUPTED) from None


@app.command(
    cls=QuickCommand,
    epilog="Examples:  coo-advisor recommend answers.yaml  ·  coo-advisor recommend - --format json < lead.json",
)
def recommend(
    context: typer.Context,
    answers: Annotated[str, typer.Argument(metavar="ANSWERS", help="A YAML or JSON file; - reads standard input.")],
    output: Output = None,
    form: Annotated[Format | None, typer.Option("--format", help="What to print; default: text.")] = None,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Recommend from an answers file; needs no terminal."""
    from coo_advisor.answers import read_answers
    from coo_advisor.assessment import assess
    from coo_advisor.files import save
    from coo_advisor.report.formats import render, show
    from coo_advisor.report.recommendation import put_into_words
    from coo_advisor.space import Space

    questionnaire, words, _ = _load(context, questions, lang)
    paths = output or []
    _check_outputs(paths)
    assessment = assess(Space(questionnaire), read_answers(*_content(answers), questionnaire))
    recommendation = put_into_words(assessment, words, datetime.now(UTC).astimezone().date())
    for path in paths:
        save(path, render(path.suffix, assessment, recommendation), replace=force)
        sys.stderr.write(clean(words("saved", path=path)) + "\n")
    if form is Format.TEXT or (form is None and not paths):
        show(recommendation)
    elif form is not None:
        sys.stdout.write(render(f".{form}", assessment, recommendation))


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
) -> None:
    """Prove the questionnaire over every set of answers, and run its cases; exit 1 where something does not hold."""
    from rich.console import Console

    from coo_advisor.cases import cases_beside, load_cases, run_cases
    from coo_advisor.proof import prove
    from coo_advisor.report.proof import print_proof, proof_as_json
    from coo_advisor.space import Space

    source = questions or _settings(context).questions or packaged_questionnaire()
    questionnaire = load_questionnaire(source)
    found = cases or cases_beside(source)
    results = run_cases(Space(questionnaire), load_cases(found, questionnaire)) if found else ()
    proof = prove(questionnaire)
    if form is AuthorFormat.JSON:
        sys.stdout.write(proof_as_json(proof, results))
    else:
        language = _language(_settings(context).lang, questionnaire)
        print_proof(proof, results, language, Console(highlight=False))
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

    from coo_advisor.difference import compare
    from coo_advisor.report.difference import difference_as_json, print_difference

    difference = compare(load_questionnaire(old), load_questionnaire(new))
    if form is AuthorFormat.JSON:
        sys.stdout.write(difference_as_json(difference))
    else:
        print_difference(difference, Console(highlight=False))


@app.command(cls=QuickCommand, epilog="Example:  coo-advisor schema > questions.schema.json")
def schema(context: typer.Context) -> None:
    """Print the JSON Schema of questions.yaml, for editors that complete and check it."""
    from coo_advisor.schema import render_schema

    source = _settings(context).questions or packaged_questionnaire()
    sys.stdout.write(render_schema(load_questionnaire(source).languages))


def _load(context: typer.Context, questions: Path | None, lang: str | None) -> tuple[Questionnaire, Words, Path]:
    """The questionnaire, the words of its language, and the file it came from."""
    settings = _settings(context)
    source = questions or settings.questions or packaged_questionnaire()
    questionnaire = load_questionnaire(source)
    return questionnaire, load_words(_language(lang or settings.lang, questionnaire)), source


def _settings(context: typer.Context) -> Settings:
    return context.obj if isinstance(context.obj, Settings) else Settings()


def _language(wanted: str | None, questionnaire: Questionnaire) -> str:
    known = questionnaire.languages
    if wanted and wanted not in known:
        raise AdvisorError(f"The questionnaire has no language “{wanted}”. Use --lang with one of: {', '.join(known)}.")
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    language = wanted or locale[:2].lower()
    return language if language in known else known[0]


def _check_outputs(paths: list[Path]) -> None:
    """Finds out before anything is asked whether the results can be written."""
    if paths:
        from coo_advisor.report.formats import check_suffix

        for path in paths:
            check_suffix(path)


def _content(answers: str) -> tuple[bytes, str]:
    """The bytes of an answers file, and what errors call it."""
    from coo_advisor.documents import LARGEST, read_bytes

    if answers == "-":
        return sys.stdin.buffer.read(LARGEST + 1), "standard input"
    return read_bytes(Path(answers)), answers
