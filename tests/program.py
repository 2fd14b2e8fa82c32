"""The program in this process: what other programs see of it, without the time that a start takes.

What is promised of the process itself, such as its streams, signals and exit, is tested by starting one.
"""

import io
import os
import signal
import sys
import warnings
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from coo_advisor.commands.app import main

LOCALES = {"en": "en_GB.UTF-8", "fr": "fr_BE.UTF-8"}

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE)
"""What the program sets up for itself alone."""


def runs(folder: Path, *arguments: object, given: str = "", **environment: str) -> CompletedProcess[str]:
    """A command without a terminal, in a folder, which is also the user's home; in English if nothing else is said."""
    words = ["coo-advisor", *map(str, arguments)]
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    outputs = [io.TextIOWrapper(io.BytesIO(), encoding) for _ in range(2)]
    around = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": LOCALES["en"], **environment}
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    with (
        chdir(folder),
        patch.dict(os.environ, around, clear=True),
        patch.object(sys, "argv", words),
        patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8")),
        redirect_stdout(outputs[0]),
        redirect_stderr(outputs[1]),
        warnings.catch_warnings(),
    ):
        try:
            code = main()
        except SystemExit as end:
            code = end.code
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
    written = [_written(output, encoding) for output in outputs]
    return CompletedProcess(words, int(code or 0), *written)


def _written(output: io.TextIOWrapper, encoding: str) -> str:
    output.flush()
    content = output.buffer.getvalue()  # type: ignore[attr-defined]  # bytes in memory
    return content.decode(encoding, "replace").replace(os.linesep, "\n")
