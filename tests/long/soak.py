"""Interviews through a terminal, one after another in one program: memory and open files stay flat, no draft stays.

    .venv/bin/python tests/long/soak.py
    .venv/bin/python tests/long/soak.py --interviews 50

Each is answered at random, the same every time: drawn or in plain lines, in both languages, at four sizes, with an
interruption in every tenth, and saves its advice. Prints what the program held after some of them; 1 where something
grew, or was left behind.
"""

import argparse
import sys
import time
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

SETTLED = 100
"""Interviews after which caches are full, and nothing may grow any more."""

INTERRUPTED = 130

MOST_GROWTH = 1.05
"""Of memory, from then on to the end."""


class Held(NamedTuple):
    """What the program held after an interview."""

    code: int
    kilobytes: int
    files: int


def main() -> int:
    """Runs the interviews; 1 where something grew or stayed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interviews", type=int, default=1000, metavar="N", help="default: 1000")
    count = parser.parse_args().interviews
    started = time.monotonic()
    held = []
    with TemporaryDirectory() as name:
        user = User(Path(name))
        with Terminal([sys.executable, "-c", PROGRAM], SIZES[0], user.home, user.environment()) as terminal:
            terminal.wait_for("next?")
            for number in range(count):
                held.append(interview(terminal, user, number))
                if number in (0, SETTLED - 1) or (number + 1) % SETTLED == 0:
                    print(
                        f"{number + 1:5} interviews: {held[-1].kilobytes:6} kB, {held[-1].files} files open", flush=True
                    )
        left = sorted(path.name for path in user.home.rglob("*") if path.is_file() and path.suffix != ".md")
        saved = len(list(user.home.glob("*.md")))
    print(
        f"{count} in {(time.monotonic() - started) / 60:.0f} minutes; saved {saved}; left behind: {left or 'nothing'}"
    )
    settled, last = held[min(SETTLED, count) - 1], held[-1]
    grew = last.kilobytes > MOST_GROWTH * settled.kilobytes or last.files > settled.files
    failed = [number for number, each in enumerate(held) if each.code != 0]
    if failed:
        print(f"did not end with 0: {failed}")
    return int(grew or bool(left) or bool(failed) or saved != count)


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
