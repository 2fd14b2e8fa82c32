"""How long ranking many leads takes, against a plain pass of csv.reader to csv.writer over the same file.

    .venv/bin/python benchmarks/rank.py [ROWS] [RUNS]

Each is a whole process, in turn, in one run. Only the ratios travel: machines differ and are noisy. The peak memory is
told for a tenth of the rows as well, as it should not grow with them.
"""

import csv
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Question

PLAIN = """
import csv, sys
with open(sys.argv[1], newline="", encoding="utf-8") as source, open(sys.argv[2], "w", newline="") as target:
    write = csv.writer(target).writerow
    for row in csv.reader(source):
        write(row)
"""

GAPS = 0.05
"""The share of leads that left one question open, as far as a form lets them."""


def main() -> None:
    """Runs the comparison for the table and for a file with every lead."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole, tenth = folder / "leads.csv", folder / "tenth.csv"
        write_leads(whole, rows)
        write_leads(tenth, rows // 10)
        plain = [sys.executable, "-c", PLAIN]
        rank = [sys.executable, "-m", "coo_advisor", "rank"]
        out = str(folder / "out.csv")
        for title, options in (("first 20", []), ("all, to a file", ["-o", out, "--force"])):
            pairs = [(run([*plain, str(whole), out]), run([*rank, str(whole), *options])) for _ in range(runs)]
            ratio = statistics.median(ranked.seconds / passed.seconds for passed, ranked in pairs)
            less = run([*rank, str(tenth), *options])
            print(
                f"{title}: {ratio:.2f} × a plain pass ({[f'{a.seconds:.1f}/{b.seconds:.1f} s' for a, b in pairs]}), ",
                end="",
            )
            print(
                f"{max(ranked.megabytes for _, ranked in pairs)} MB at most, {less.megabytes} MB for a tenth of the rows"
            )


class Run:
    """One run of a program: how long it took, and its largest memory."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        self.seconds = seconds
        self.megabytes = megabytes


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
    return Run(time.perf_counter() - started, used.ru_maxrss // 1024)


def write_leads(path: Path, rows: int) -> None:
    """A file of leads at random, the same every time."""
    questions = load_questionnaire(packaged_questionnaire()).questions
    drawn = random.Random(1)  # noqa: S311  # the same leads every time
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([question.id for question in questions])
        for number in range(rows):
            row = [cell(question, number, drawn) for question in questions]
            if drawn.random() < GAPS:
                row[drawn.randrange(len(row))] = ""
            writer.writerow(row)


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
