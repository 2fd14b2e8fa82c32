"""Interviews through a terminal, one after another: memory and open files stay flat, and no draft stays.

    .venv/bin/python tests/long/soak.py
    .venv/bin/python tests/long/soak.py --interviews 50
    .venv/bin/python tests/long/soak.py --together

Each is answered at random, the same every time: drawn or in plain lines, in both languages, at four sizes, with an
interruption in every tenth, and saves its advice. Each has a program of its own, as every founder has. With
`--together` they share one, where memory is printed but may grow: prompt_toolkit keeps some 8 kB of each page that its
program ever drew. Prints what was held after some of them, by what drives them as well; 1 if something grew, or was
left behind.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from terminal import CTRL_C, QUESTIONNAIRE, Founder, PlainFounder, Terminal, User

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Question, Value

PROGRAM = """
import gc, os, re, sys
from coo_advisor.commands.app import main
while command := input("next? "):
    sys.argv[1:] = command.split()
    try:
        main()
    except SystemExit as end:
        code = end.code
    gc.collect()
    with open("/proc/self/status") as status:
        sizes = dict(re.findall(r"(VmRSS|VmHWM):\\s+(\\d+)", status.read()))
    kilobytes, peak = sizes["VmRSS"], sizes["VmHWM"]  # rusage would tell what the driver held when it started this
    print(f"ended: {code} {kilobytes} {peak} {len(os.listdir('/proc/self/fd'))} .")
"""

SIZES = ((80, 24), (40, 12), (120, 50), (60, 16))
LANGUAGES = ("en", "fr")

SETTLED = 100
"""Interviews after which caches are full, and nothing may grow any more."""

INTERRUPTED = 130

MOST_GROWTH = 1.05
"""Of memory, from then on to the end."""


class Held(NamedTuple):
    """What a program held after an interview, and at most."""

    code: int
    kilobytes: int
    peak: int
    files: int


def main() -> int:
    """Runs the interviews; 1 if something grew or stayed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--together", action="store_true", help="all in one program")
    arguments = parser.parse_args()
    count = arguments.interviews
    started = time.monotonic()
    held, driving = [], []
    with TemporaryDirectory() as name:
        user = User(Path(name))
        for each in (together if arguments.together else apart)(user, count):
            held.append(each)
            driving.append(own())
            if len(held) == 1 or len(held) % SETTLED == 0:
                print(f"{len(held):5} interviews: {told(held)}; driven from {told(driving)}", flush=True)
        left = sorted(path.name for path in user.home.rglob("*") if path.is_file() and path.suffix != ".md")
        saved = len(list(user.home.glob("*.md")))
    print(
        f"{count} in {(time.monotonic() - started) / 60:.0f} minutes; saved {saved}; left behind: {left or 'nothing'}"
    )
    failed = [number for number, each in enumerate(held) if each.code != 0]
    if failed:
        print(f"did not end with 0: {failed}")
    more = grew(driving) or (grew(held) and not arguments.together)
    return int(more or bool(left) or bool(failed) or saved != count)


def together(user: User, count: int) -> Iterator[Held]:
    """All interviews in one program."""
    with program(user) as terminal:
        for number in range(count):
            yield interview(terminal, user, number)


def apart(user: User, count: int) -> Iterator[Held]:
    """Each interview in a program of its own."""
    for number in range(count):
        with program(user) as terminal:
            yield interview(terminal, user, number)


def program(user: User) -> Terminal:
    """A program that waits for the command line of an interview."""
    terminal = Terminal([sys.executable, "-c", PROGRAM], SIZES[0], user.home, user.environment())
    terminal.wait_for("next?")
    return terminal


def own() -> Held:
    """What this program holds, which drives the others."""
    sizes = Path("/proc/self/statm").read_text(encoding="ascii").split()
    kilobytes = int(sizes[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    return Held(0, kilobytes, kilobytes, len(list(Path("/proc/self/fd").iterdir())))


def told(held: Sequence[Held]) -> str:
    """The most that one of the last interviews held, drawn or plain, in words."""
    last = held[-SETTLED:]
    most, peak, files = (max(each[field] for each in last) for field in (1, 2, 3))
    return f"{most} kB ({peak} at most), {files} files open"


def grew(held: Sequence[Held]) -> bool:
    """Whether any of the last interviews held more than those did by which caches were full."""
    first, last = held[:SETTLED], held[-SETTLED:]
    more_memory = max(each.peak for each in last) > MOST_GROWTH * max(each.peak for each in first)
    return more_memory or max(each.files for each in last) > max(each.files for each in first)


def interview(terminal: Terminal, user: User, number: int) -> Held:
    """One interview, to its saved advice, and what the program holds then."""
    random = Random(number)  # the same interviews every time
    language, size, plain = list(product(LANGUAGES, SIZES, (False, True)))[number % 16]
    founder = (PlainFounder if plain else Founder)(terminal, User(user.home, language).words, drawn(random))
    command = f"ask --lang {language} -o advice-{number}.md" + " --plain" * plain
    terminal.forget()
    terminal.resize(*size)
    terminal.send(f"{command}\n")
    if number % 10 == 8:
        founder.answers_all(until="growth")
        terminal.send(CTRL_C)
        assert ended(terminal).code == INTERRUPTED
        terminal.send(f"{command} --resume\n")
        founder.answers_all({id: founder.answers.get(id) for id in ("company", "name", "email", "headcount")})
    else:
        founder.answers_all()
    founder.accepts()
    return ended(terminal)


def ended(terminal: Terminal) -> Held:
    """Waits for the end of an interview."""
    terminal.wait_until(lambda: terminal.reply().endswith("next?"), "the end of an interview")
    _, _, end = terminal.reply().rpartition("ended: ")
    return Held(*map(int, end.split()[:4]))


def drawn(random: Random) -> Answers:
    """Answers at random; one in ten is not known, if that is an answer."""
    return {
        question.id: value(question, random)
        for question in QUESTIONNAIRE.questions
        if random.random() > 0.1 or not (question.scored or question.kind == "text")
    }


def value(question: Question, random: Random) -> Value:
    """An answer at random."""
    if question.kind == "text":
        return f"Maison n° {random.randrange(1000)}"
    if question.numbers:
        return random.randint(question.numbers.low, 300)
    if question.kind == "several":
        return tuple(choice.id for choice in question.choices if random.random() < 0.4)
    return random.choice(question.choices).id


if __name__ == "__main__":
    sys.exit(main())
