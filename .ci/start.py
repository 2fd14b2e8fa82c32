"""Runs a line of README's Start as it stands there: python3 .ci/start.py interview, tests or recommend.

The interview is run on a pseudo-terminal until its first question is seen, and then stopped with Ctrl-C.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

LINES = ("interview", "tests", "uv interview", "uv tests", "recommend")
"""README's lines, in its order."""

FIRST_QUESTION = re.compile(r"Question 1 of \d+\D.*Ctrl-C stop", re.DOTALL)
"""The page of the first question, down to its hint, whatever the questionnaire asks first."""

CTRL_C = b"\x03"

PATIENCE = 120
"""Seconds without a word; the set-up is a part of the line."""

INTERRUPTED = 130


def lines(readme: Path) -> dict[str, str]:
    """The lines to paste, each the only one of its block."""
    start = readme.read_text(encoding="utf-8").partition("\n## Start\n")[2].partition("\n## ")[0]
    return dict(zip(LINES, re.findall(r"^```sh\n(.+)\n```$", start, re.MULTILINE), strict=True))


def interview(line: str) -> int:
    """0 once the first question was seen and Ctrl-C ended the program as it should; else something else."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.UTF-8"}
        os.execvp("sh", ["sh", "-c", line])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    asked = False
    while written := read(terminal):
        sys.stdout.buffer.write(written)
        sys.stdout.flush()
        seen += written
        if not asked and FIRST_QUESTION.search(shown(seen)):
            asked = True
            os.write(terminal, CTRL_C)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGHUP)  # one that still runs says nothing any more
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(f"\nThe first question was {'seen' if asked else 'never seen'}; the line ended with {code}.")
    return 0 if asked and code == INTERRUPTED else 1


def read(terminal: int) -> bytes:
    """What was written next; nothing at the end, or if nothing comes for too long."""
    if not select.select([terminal], [], [], PATIENCE)[0]:
        return b""
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's way to say that the last writer has gone
        return b""


def shown(written: bytes) -> str:
    """What was written, without escape sequences."""
    return re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", written.decode("utf-8", "replace"))


def main() -> int:
    """Runs the line that is named; its exit code, but 0 for an interview that Ctrl-C ended."""
    name = sys.argv[1]
    line = lines(Path("README.md"))[name]
    print(line, flush=True)
    return interview(line) if name == "interview" else subprocess.run(["sh", "-c", line], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
