"""Measures which branches of the program the tests take, those of the programs that tests start included.

    .venv/bin/python -m pip install coverage
    .venv/bin/python tests/long/coverage.py
    .venv/bin/python tests/long/coverage.py tests/test_terminal.py tests/test_interview.py

Prints what is missed, and fails if the core, which is all that imports no terminal library, is not at 100 %.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]

SHELL = ("commands/*", "ask/*", "report/*")
"""What only a user at a terminal reaches whole; a test of the house holds the rest apart from terminal libraries."""

SETTINGS = """
[run]
branch = True
source = coo_advisor
parallel = True
patch = subprocess
sigterm = True
# With -n auto, all tests run in programs of their own.
disable_warnings = no-data-collected

[report]
skip_covered = True
show_missing = True
exclude_also =
    if TYPE_CHECKING:
    except ImportError:  # Windows
"""


def main() -> int:
    """Runs the tests named, or all, and prints two reports."""
    with TemporaryDirectory() as name:
        settings = Path(name) / "coverage.ini"
        settings.write_text(SETTINGS, encoding="utf-8")
        os.environ |= {"COVERAGE_RCFILE": str(settings), "COVERAGE_FILE": str(Path(name) / "data")}
        tested = coverage("run", "-m", "pytest", *sys.argv[1:])
        coverage("combine", "--quiet")
        shell = ",".join(f"coo_advisor/{each}" for each in SHELL)
        coverage("report", f"--include={shell}")
        return coverage("report", f"--omit={shell}", "--fail-under=100") or tested


def coverage(*arguments: str) -> int:
    """One command of coverage.py, in the project's folder."""
    return subprocess.run([sys.executable, "-m", "coverage", *arguments], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
