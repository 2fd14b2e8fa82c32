"""How long ranking leads takes, and how much memory: each a whole process, in one run.

    .venv/bin/python benchmarks/rank.py [RUNS]

Seconds don't travel, machines differ and are noisy; an empty table is measured beside them, as starting is a part of it.
"""

import csv
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Question


class Case(NamedTuple):
    """Some leads to rank: how many, and the share of all cells that are empty."""

    leads: int
    gaps: float


CASES = (Case(0, 0), Case(10_000, 0), Case(100_000, 0), Case(2_000, 0.2))


def main() -> None:
    """Ranks each case, to the screen and to a file."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as name:
        table, out = Path(name) / "leads.csv", Path(name) / "out.csv"
        for case in CASES:
            write_leads(table, case)
            for title, options in (("first 20", []), ("all, to a file", ["-o", str(out), "--force"])):
                command = [sys.executable, "-m", "coo_advisor", "rank", str(table), *options]
                found = [run(command) for _ in range(runs)]
                seconds = statistics.median(each.seconds for each in found)
                busy = statistics.median(each.busy for each in found)
                memory = max(each.megabytes for each in found)
                print(f"{case.leads:,} leads, {case.gaps:.0%} empty, {title}: ", end="")
                print(f"{seconds:.2f} s ({busy:.2f} s of the processor), {memory} MB")


class Run(NamedTuple):
    """One run of a program: how long it took, how long the processor worked for it, and its largest memory."""

    seconds: float
    busy: float
    megabytes: int


def run(command: list[str]) -> Run:
    """Runs a program to its end, its output thrown away."""
    started = time.perf_counter()
    child = os.fork()
    if child == 0:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.execv(command[0], command)  # noqa: S606  # a program of ours
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"{command} failed")
    return Run(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def write_leads(path: Path, case: Case) -> None:
    """A file of leads at random, the same every time."""
    questions = load_questionnaire(packaged_questionnaire()).questions
    drawn = random.Random(1)  # noqa: S311  # the same leads every time
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([question.id for question in questions])
        for number in range(case.leads):
            cells = [cell(question, number, drawn) for question in questions]
            writer.writerow(["" if drawn.random() < case.gaps else text for text in cells])


def cell(question: Question, number: int, drawn: random.Random) -> str:
    """An answer at random."""
    if question.kind == "text":
        return f"{question.id.title()} Number {number}"
    if question.numbers:
        return str(drawn.randint(question.numbers.low, 200))
    if question.kind == "several":
        return ";".join(choice.id for choice in question.choices if drawn.random() < 0.4)
    return drawn.choice(question.choices).id


if __name__ == "__main__":
    main()
