"""The commands: parse, call, print. Errors that users can mend become one message and an exit code here."""

import signal
import sys
import warnings
from contextlib import suppress
from typing import Annotated, Any, NoReturn

import typer

from coo_advisor import __version__
from coo_advisor.commands.ask import Lead, Plain, Prefill, Resume, Save, ask
from coo_advisor.commands.author import DOES_NOT_HOLD, check, diff, schema
from coo_advisor.commands.leads import leads
from coo_advisor.commands.options import Force, Lang, Output, Questions, Settings
from coo_advisor.commands.page import page
from coo_advisor.commands.parameters import QuickCommand, QuickGroup
from coo_advisor.commands.rank import rank
from coo_advisor.commands.recommend import recommend
from coo_advisor.commands.samples import demo, template
from coo_advisor.reading.tree import FileWarning
from coo_advisor.system.errors import AdvisorError, InvalidFile, Said, Say, reason_of
from coo_advisor.system.streams import drop_output, prepare_streams

BAD_INPUT = 2

app = typer.Typer(
    cls=QuickGroup,
    epilog="coo-advisor --lang en -o advice.html",
    no_args_is_help=False,
    rich_markup_mode=None,  # help in plain text: rich would cost a quarter of the start
    pretty_exceptions_enable=False,  # a traceback is for us, and must show nobody's answers
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
                sys.stdout.flush()  # here, where a full disk can still be reported
            drop_output()
            raise
    except AdvisorError as error:
        _fail(error)
    except OSError as error:
        template = "{path} can't be used ({reason}). Check the disk and the permissions, then try again."
        path, reason = error.filename or Said("The output"), reason_of(error)
        _fail(AdvisorError(Said(template, path=path, reason=reason)))


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
    """What may be wrong with a file, as one line; nothing fails for it."""
    with suppress(OSError):
        said = InvalidFile([message.problem]).translated(_say()) if isinstance(message, FileWarning) else message
        sys.stderr.write(f"{said}\n")


def _fail(error: AdvisorError) -> NoReturn:
    with suppress(OSError):
        sys.stderr.write(f"{error.translated(_say())}\n")
    drop_output()
    sys.exit(BAD_INPUT)


def _say() -> Say:
    """How to say what is wrong in the language of whoever asks."""
    from coo_advisor.commands.help import help_words

    return help_words().say


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
    output: Output = None,
    save: Save = None,
    lead: Lead = False,
    answers: Prefill = None,
    resume: Resume = None,
    plain: Plain = False,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
    version: Annotated[  # noqa: ARG001  # typer calls its callback
        bool, typer.Option("--version", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Ask the questions when no command is given; what stands before another command must be one of its options."""
    context.obj = Settings(questions, lang)
    if context.invoked_subcommand is None:
        ask(context, output, save, lead, answers, resume, plain, force)
    else:
        _refuse_misplaced(context, context.invoked_subcommand)


def _refuse_misplaced(context: typer.Context, command: str) -> None:
    """Refuses an option that was given before a command: it would be lost there."""
    shared = ("questions", "lang", "version")
    for parameter in context.command.params:
        given = context.get_parameter_source(parameter.name or "")
        if parameter.name not in shared and given and given.name == "COMMANDLINE":
            option = next(each for each in (*parameter.opts, *parameter.secondary_opts) if each in sys.argv)
            raise AdvisorError(_where_it_belongs(context, option, command))


def _where_it_belongs(context: typer.Context, option: str, command: str) -> str:
    """The sentence that names the commands which have an option."""
    from coo_advisor.commands.help import help_words

    group: Any = context.command
    words = help_words()
    having = [
        name
        for name, each in group.commands.items()
        if any(option in (*one.opts, *one.secondary_opts) for one in each.params)
    ]
    if command in having:
        return words("usage_misplaced", option=option, command=f"coo-advisor {command}")
    return words("usage_not_here", command=command, option=option, commands=", ".join(having))


_ANSWERING, _MANY, _WRITING = "founders", "consultants", "authors"
"""Whom a command is for; help_group_… in the wording is what help calls them."""

for _group, _command, _epilog in (
    (_ANSWERING, ask, "coo-advisor ask --answers last-year.yaml -o advice.md --save answers.yaml"),
    (_ANSWERING, recommend, "coo-advisor recommend answers.yaml -o advice.html"),
    (_ANSWERING, demo, "coo-advisor demo"),
    (_ANSWERING, template, "coo-advisor template > answers.yaml"),
    (_MANY, page, "coo-advisor page -o diagnostic.html --mail me@example.com"),
    (_MANY, rank, "coo-advisor rank export.csv -o ranked.csv"),
    (_WRITING, check, "coo-advisor check edited.yaml --cases mine.yaml"),
    (_WRITING, diff, "coo-advisor diff questions.yaml edited.yaml"),
    (_WRITING, schema, "coo-advisor schema > questions.schema.json"),
):
    app.command(cls=QuickCommand, epilog=_epilog, rich_help_panel=_group)(_command)
app.add_typer(leads, name="leads", rich_help_panel=_MANY)
