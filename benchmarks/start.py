"""How long a start takes, against the barest script on the same libraries, in turn, in one run.

    .venv/bin/python benchmarks/start.py [RUNS]

First question: from starting the program to the first painted question, on a pseudo-terminal. Recommend: the whole
command `recommend ANSWERS -o x.md`. Only the ratios travel: machines differ and are noisy.
"""

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

BARE_QUESTION = """
import questionary
import typer

def ask() -> None:
    questionary.text("How many people work in the company?").unsafe_ask()

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

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Bytecode is kept, as on any user's machine; otherwise the compiler is measured."""


def main() -> None:
    """Runs both comparisons."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "question.py").write_text(BARE_QUESTION)
        (folder / "imports.py").write_text(BARE_IMPORTS)
        (folder / "answers.yaml").write_text(ANSWERS)
        program = [str(Path(sys.executable).with_name("coo-advisor"))]
        recommend = [*program, "recommend", "answers.yaml", "-o", "x.md", "--force"]
        compare("first question", runs, 1.15, lambda: paint(program, folder), lambda: paint(bare("question"), folder))
        compare(
            "recommend -o x.md", runs, 1.5, lambda: whole(recommend, folder), lambda: whole(bare("imports"), folder)
        )


def bare(script: str) -> list[str]:
    """The command that runs a bare script."""
    return [sys.executable, f"{script}.py"]


def compare(name: str, runs: int, goal: float, ours: Callable[[], float], theirs: Callable[[], float]) -> None:
    """Times both in turn, after one uncounted run of each, and prints the median of the paired ratios."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(runs)]
    ratio = statistics.median(one / other for one, other in pairs)
    mine, bare = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    print(f"{name}: {mine:.0f} ms against {bare:.0f} ms; ratio {ratio:.2f} (goal ≤ {goal}); {runs} pairs")


def paint(command: list[str], folder: Path) -> float:
    """Seconds from starting a program to seeing the question."""
    environment = {**ENVIRONMENT, "LANG": "en_US.UTF-8", "TERM": "xterm-256color", "XDG_STATE_HOME": str(folder)}
    master, slave = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    seen = b""
    while QUESTION not in seen:
        if not select.select([master], [], [], 20)[0]:
            raise TimeoutError(seen.decode(errors="replace"))
        seen += os.read(master, 65536)
    seconds = time.perf_counter() - start
    process.kill()
    process.wait()
    os.close(master)
    return seconds


def whole(command: list[str], folder: Path) -> float:
    """Seconds that a command takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start


main()
