"""Interviews through a terminal, one after another: memory and open files stay flat, and no draft stays.

    .venv/bin/python tests/long/soak.py
    .venv/bin/python tests/long/soak.py --interviews 200 --together 200

Each is answered at random, the same every time: drawn or in plain lines, in both languages, at four sizes, with an
interruption in every tenth, and saves its advice. `--together` has so many in one program, which then may grow, as
prompt_toolkit keeps some 8 kB of each page that it ever drew. Prints what a program held after some of them; 1 where
something grew, or was left behind.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from terminal import CTRL_C, QUESTIONNAIRE, Founder, PlainFounder, Terminal, User

from coo_advisor.flow import Answers
from coo_advisor.questionnaire import Question, Value

PROGRAM = """
import gc, os, sys
from coo_advisor.cli import main
while command := input("next? "):
    sys.argv[1:] = command.split()
    try:
        main()
    except SystemExit as end:
        code = end.code
    gc.collect()
    with open("/proc/self/statm") as sizes:
        kilobytes = int(sizes.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    print(f"ended: {code} {kilobytes} {len(os.listdir('/proc/self/fd'))} .")
"""

SIZES = ((80, 24), (40, 12), (120, 50), (60, 16))
LANGUAGES = ("en", "fr")

INTERRUPTED = 130
"""The exit code of an interview that Ctrl-C stopped."""

PRINTED = 100
"""Interviews from one line to the next."""

NOISE = 1.05
"""By which memory may differ from one interview to another."""

EXPLAINED = 250
"""Kilobytes that one program keeps of each of its interviews."""


class Held(NamedTuple):
    """What the program held after an interview."""

    code: int
    kilobytes: int
    files: int


def main() -> int:
    """Runs the interviews; 1 where something grew or stayed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=1000, metavar="N", help="default: 1000")
    parser.add_argument("--together", type=int, default=1, metavar="N", help="in one program; default: 1")
    arguments = parser.parse_args()
    started = time.monotonic()
    held: list[Held] = []
    with TemporaryDirectory() as name:
        user = User(Path(name))
        for each in sittings(user, arguments.interviews, arguments.together):
            held.append(each)
            if len(held) % PRINTED in (0, 1):
                print(f"{len(held):5} interviews: {each.kilobytes:6} kB, {each.files} files open", flush=True)
        left = sorted(path.name for path in user.home.rglob("*") if path.is_file() and path.suffix != ".md")
        saved = len(list(user.home.glob("*.md")))
    minutes = (time.monotonic() - started) / 60
    memory = sorted(each.kilobytes for each in held)
    print(
        f"{len(held)} in {minutes:.0f} minutes; {memory[0]} to {memory[-1]} kB; saved {saved}; left: {left or 'nothing'}"
    )
    return int(bool(left) or saved != len(held) or any(each.code for each in held) or grew(held, arguments.together))


def grew(held: list[Held], together: int) -> bool:
    """Whether the last interviews held more than the first ones, by more than is explained."""
    first, last = held[: max(1, len(held) // 10)], held[-max(1, len(held) // 10) :]
    explained = EXPLAINED * (min(together, len(held)) - 1)
    return max(each.kilobytes for each in last) > NOISE * max(each.kilobytes for each in first) + explained or max(
        each.files for each in last
    ) > max(each.files for each in first)


def sittings(user: User, count: int, together: int) -> Iterator[Held]:
    """What programs hold after each of so many interviews."""
    for first in range(0, count, together):
        with Terminal([sys.executable, "-c", PROGRAM], SIZES[0], user.home, user.environment()) as terminal:
            terminal.wait_for("next?")
            for number in range(first, min(first + together, count)):
                yield interview(terminal, user, number)


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
    return Held(*map(int, end.split()[:3]))


def drawn(random: Random) -> Answers:
    """Answers at random; one in ten is not known, where that is an answer."""
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
