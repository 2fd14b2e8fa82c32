"""Gives the program files that are far too large, in every format and shape, and reports what that costs.

    .venv/bin/python tests/long/large.py
    .venv/bin/python tests/long/large.py --megabytes 1 leads.csv

Each shape stands alone, and behind a right file of the format. The program must end with 0 or 2, in time, with little
memory and without a traceback, and name the file. Leads are read however many there are: each megabyte has the time
that any other file has as a whole.
"""

import argparse
import os
import sys
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from formats import FORMATS, MAPPED, Format
from large import SHAPES, Content
from questionnaires import PLANT_FILE, TEAM_FILE

LONGEST = 2.0
"""Seconds of the processor's time: for a file, or for each megabyte of leads."""

MOST_MEMORY = 250
"""Megabytes at most, the program itself included."""

FIND_DRAFT = """
import sys
from pathlib import Path
from coo_advisor.ask.drafts import Draft
from coo_advisor.questionnaire.loading import load_questionnaire
Draft(Path(sys.argv[2]), load_questionnaire(Path(sys.argv[1]))).find()
"""

PROGRAM = ("-m", "coo_advisor")
OF_A_TEAM = (*PROGRAM, "--questions", str(TEAM_FILE))
COMMANDS = {
    "questions.yaml": (*PROGRAM, "check", "questions.yaml"),
    "answers.yaml": (*OF_A_TEAM, "recommend", "answers.yaml"),
    "questions-1.json": ("-c", FIND_DRAFT, str(TEAM_FILE), "questions-1.json"),
    "lead.yaml": (*OF_A_TEAM, "leads", "--folder", "."),
    "cases.yaml": (*PROGRAM, "check", str(PLANT_FILE), "--cases", "cases.yaml"),
    "columns.yaml": (*OF_A_TEAM, "rank", "mapped.csv", "--columns", "columns.yaml"),
    "leads.csv": (*OF_A_TEAM, "rank", "leads.csv", "-o", "out.csv", "--rejected", "rejected.csv", "--force"),
    "leads.jsonl": (*OF_A_TEAM, "rank", "leads.jsonl", "-o", "out.csv", "--rejected", "rejected.csv", "--force"),
}


class Run(NamedTuple):
    """How the program ended, what it said, the processor's time in seconds, and its largest memory in megabytes."""

    code: int
    said: str
    seconds: float
    megabytes: int


def main() -> int:
    """Runs the formats named, and prints what each shape cost; 1 if the program didn't bear one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", help=f"of {', '.join(COMMANDS)}; default: all")
    parser.add_argument("--megabytes", type=float, default=50, metavar="N", help="of each file; default: 50")
    arguments = parser.parse_args()
    os.environ["LC_ALL"] = "en_GB.UTF-8"  # what is said is looked at below
    chosen = [each for each in FORMATS if not arguments.formats or each.name in arguments.formats]
    return min(1, sum(_attack_all(format, int(arguments.megabytes * 1_000_000)) for format in chosen))


def _attack_all(format: Format, size: int) -> int:
    """How many files of a format were too much."""
    failed = count = 0
    slowest, largest = (0.0, ""), (0, "")
    for (name, shape), start in product(SHAPES.items(), (b"", format.seeds[0])):
        ran = _run(format, start, shape, size)
        count += 1
        slowest, largest = max(slowest, (ran.seconds, name)), max(largest, (ran.megabytes, name))
        if wrong := _wrong(format, ran, size):
            failed += 1
            print(f"{format.name}, {name}{' behind a right file' if start else ''}: {wrong}", flush=True)
    print(
        f"{format.name:18} {count:3} files of {size / 1e6:.0f} MB {failed:3} failed, "
        f"slowest {slowest[0]:.1f} s ({slowest[1]}), largest {largest[0]} MB ({largest[1]})",
        flush=True,
    )
    return failed


def _run(format: Format, start: bytes, shape: Content, size: int) -> Run:
    """Runs the program on a file, which another process writes: a program's memory counts from that of its parent."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        writer = get_context("fork").Process(target=_write, args=(folder / format.name, start, shape, size))
        writer.start()
        writer.join()
        (folder / "mapped.csv").write_bytes(MAPPED)
        child = os.fork()
        if child == 0:
            os.chdir(folder)
            os.dup2(os.open("said", os.O_WRONLY | os.O_CREAT), 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.execv(sys.executable, [sys.executable, *COMMANDS[format.name]])
        _, status, used = os.wait4(child, 0)
        said = (folder / "said").read_text(encoding="utf-8")
        return Run(os.waitstatus_to_exitcode(status), said, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def _write(path: Path, start: bytes, shape: Content, size: int) -> None:
    path.write_bytes(start + shape(size))


def _wrong(format: Format, ran: Run, size: int) -> str:
    """What is wrong with how the program ended; empty if nothing is."""
    if "Traceback" in ran.said or ran.code not in (0, 2):
        return f"ended with {ran.code}: {ran.said[-1000:]}"
    if ran.code == 2 and not all(line.startswith((format.name, "These are")) for line in ran.said.splitlines()):
        return f"doesn't name its file: {ran.said[:500]}"
    if max(map(len, ran.said.splitlines()), default=0) > 1000:
        return f"says too much: {ran.said[:500]}…"
    allowed = LONGEST * max(1, size / 1_000_000) if format.name.startswith("leads") else LONGEST
    if ran.seconds > allowed:
        return f"took {ran.seconds:.1f} s"
    if ran.megabytes > MOST_MEMORY:
        return f"took {ran.megabytes} MB"
    return ""


if __name__ == "__main__":
    sys.exit(main())
