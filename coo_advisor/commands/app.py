"""The commands: parse, call, print. Errors that users can mend become one message and an exit code here."""

import signal
import sys
import warnings
from contextlib import suppress
from typing import Annotated, NoReturn

import typer

from coo_advisor import __version__
from coo_advisor.commands.ask import ask
from coo_advisor.commands.author import DOES_NOT_HOLD, check, diff, schema
from coo_advisor.commands.leads import leads
from coo_advisor.commands.options import Lang, Questions, Settings
from coo_advisor.commands.page import page
from coo_advisor.commands.parameters import QuickCommand, QuickGroup
from coo_advisor.commands.rank import rank
from coo_advisor.commands.recommend import recommend
from coo_advisor.system.errors import AdvisorError
from coo_advisor.system.streams import drop_output, prepare_streams
from coo_advisor.system.visible import clean

BAD_INPUT = 2

app = typer.Typer(
    cls=QuickGroup,
    help="A few minutes of questions, then advice that explains itself in points.",
    epilog="Examples:  coo-advisor  ·  coo-advisor --lang en  ·  coo-advisor recommend answers.yaml -o advice.md",
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


for _command, _epilog in (
    (ask, "Example:  coo-advisor ask --answers last-year.yaml -o advice.md --save answers.yaml"),
    (recommend, "Examples:  coo-advisor recommend answers.yaml  ·  coo-advisor recommend - --format json < lead.json"),
    (rank, "Examples:  coo-advisor rank export.csv  ·  coo-advisor rank leads/ -o ranked.csv"),
    (page, "Example:  coo-advisor page -o diagnostic.html --mail me@example.com"),
    (check, "Examples:  coo-advisor check  ·  coo-advisor check edited.yaml --cases mine.yaml"),
    (diff, "Example:  coo-advisor diff questions.yaml edited.yaml"),
    (schema, "Example:  coo-advisor schema > questions.schema.json"),
):
    app.command(cls=QuickCommand, epilog=_epilog)(_command)
app.add_typer(leads, name="leads")
