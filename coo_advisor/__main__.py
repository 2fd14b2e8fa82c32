"""The start of the program, as `coo-advisor` and as `python -m coo_advisor`."""

import gc
import os
import sys

_RARELY = 100_000
"""New objects between two looks for garbage: a start makes many that stay, and looking through them takes a tenth."""

_INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def main() -> None:
    """Runs the command line; exits with its code."""
    gc.set_threshold(_RARELY)
    try:
        from coo_advisor.commands.app import main as run

        run()
    except KeyboardInterrupt:  # before any command began: there is nothing to tidy up
        sys.exit(_INTERRUPTED)


def _leave_out_the_working_folder() -> None:
    """`python -m` looks there first: someone's `yaml.py` would be run in place of the library."""
    try:
        here = os.getcwd()  # noqa: PTH109  # importing pathlib would already look there
    except OSError:
        here = ""
    if sys.path[:1] in ([here], [""]):
        del sys.path[0]


if __name__ == "__main__":
    _leave_out_the_working_folder()
    main()
