"""How long a start takes, against the barest script on the same libraries, in turn, in one run.

    .venv/bin/python benchmarks/start.py [RUNS]

First question: from starting the program to the first painted question, on a pseudo-terminal. Next question: from
Enter to the second one. Recommend: the whole command `recommend ANSWERS -o x.md`. Only the ratios travel: machines differ and are noisy.
"""

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

BARE_QUESTION = """
import questionary
import typer

def ask() -> None:
    questionary.text("How many people work in the company?").unsafe_ask()
    questionary.select("How has business changed?", ["Down", "Stable", "Up"]).unsafe_ask()

typer.run(ask)
"""

BARE_IMPORTS = """
import typer
import yaml
"""

ANSWERS = """
headcount: 28
growth: surging
operations_lead: founder
bottleneck: coordination
founder_week: 5_plus
founder_away: stops
founder_stepback: never
recurring_problems: constantly
stuck_decisions: some
"""

QUESTION = b"How many people work in the company"

NEXT = b"How has business changed"

ASKS_FOR_CURSOR, CURSOR = b"\x1b[6n", b"\x1b[1;1R"
"""What a program asks a terminal, and what that answers: a script of the library alone waits for it."""

SETTLED = 0.3
"""Seconds after which a painted question has been there long enough to be answered."""

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Bytecode is kept, as on any user's machine; otherwise the compiler is measured."""


def main() -> None:
    """Runs the comparisons."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "question.py").write_text(BARE_QUESTION)
        (folder / "imports.py").write_text(BARE_IMPORTS)
        (folder / "answers.yaml").write_text(ANSWERS)
        program = [str(Path(sys.executable).with_name("coo-advisor"))]
        recommend = [*program, "recommend", "answers.yaml", "-o", "x.md", "--force"]
        starts = {"ours": [*program, "ask", "--fresh"], "bare": bare("question")}
        sittings = [[sit(command, folder) for command in starts.values()] for _ in range(runs + 1)][1:]
        compare("first question", 1.15, [(ours.first, theirs.first) for ours, theirs in sittings])
        compare("next question", 1.15, [(ours.next, theirs.next) for ours, theirs in sittings])
        wholes = [(whole(recommend, folder), whole(bare("imports"), folder)) for _ in range(runs + 1)][1:]
        compare("recommend -o x.md", 1.5, wholes)


def bare(script: str) -> list[str]:
    """The command that runs a bare script."""
    return [sys.executable, f"{script}.py"]


def compare(name: str, goal: float, pairs: Sequence[tuple[float, float]]) -> None:
    """Prints the medians of our seconds and of theirs, and the median of the paired ratios."""
    ratio = statistics.median(one / other for one, other in pairs)
    mine, bare = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    print(f"{name}: {mine:.0f} ms against {bare:.0f} ms; ratio {ratio:.2f} (goal ≤ {goal}); {len(pairs)} pairs")


class Sitting(NamedTuple):
    """Seconds from the start of a program to its first question, and from Enter to the next one."""

    first: float
    next: float


def sit(command: list[str], folder: Path) -> Sitting:
    """Starts a program on a pseudo-terminal, answers its first question, and sees the second."""
    environment = {**ENVIRONMENT, "LANG": "en_US.UTF-8", "TERM": "xterm-256color", "XDG_STATE_HOME": str(folder)}
    master, slave = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    first = wait_for(QUESTION, master) - start
    os.write(master, b"28")
    time.sleep(SETTLED)
    start = time.perf_counter()
    os.write(master, b"\r")
    following = wait_for(NEXT, master) - start
    process.kill()
    process.wait()
    os.close(master)
    return Sitting(first, following)


def wait_for(text: bytes, terminal: int) -> float:
    """When a text came, on the clock of time.perf_counter."""
    seen = b""
    while text not in seen:
        if not select.select([terminal], [], [], 20)[0]:
            raise TimeoutError(seen.decode(errors="replace"))
        read = os.read(terminal, 65536)
        if ASKS_FOR_CURSOR in read:
            os.write(terminal, CURSOR)
        seen += read
    return time.perf_counter()


def whole(command: list[str], folder: Path) -> float:
    """Seconds that a command takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start


main()
