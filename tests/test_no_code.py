"""No file runs anything, and no command speaks to a network: the interpreter itself is asked (PEP 578)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from questionnaires import PLANT_FILE, TEAM_FILE
from terminal import FOUNDER, Founder, PlainFounder, Terminal, User

TAGS = {
    "python call": "!!python/object/apply:os.system ['touch evil']",
    "python call with keywords": "!!python/object/apply:subprocess.Popen {args: [['touch', 'evil']]}",
    "python object": "!!python/object/new:type {args: [x, !!python/tuple [], {extend: !!python/name:exec }], listitems: 'x'}",
    "python name": "!!python/name:os.system ''",
    "python module": "!!python/module:antigravity ''",
    "python import": "!!python/object/apply:importlib.import_module [antigravity]",
    "python bytes": "!!python/bytes gASVIQAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAl0b3VjaCBldmlslIWUUpQu",
    "binary": "!!binary gASVIQAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAl0b3VjaCBldmlslIWUUpQu",
    "tag of one's own": "!exec 'touch evil'",
    "tag at an address": "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch evil']",
    "merge": "{<<: {founder: 1}}",
    "alias": "&a [*a]",
    "include": "!include /etc/passwd",
    "environment": "!ENV ${HOME}",
    "expression": "\"__import__('os').system('touch evil')\"",
    "template": "\"{{ ''.__class__ }} ${7*7} {0.__class__.__init__.__globals__} %(x)s $(touch evil) `touch evil`\"",
    "address": '"file:///etc/passwd http://evil.example/x"',
}

WATCH = """
import sys
seen = []
watching = False
def hook(event, arguments):
    if watching:
        seen.append(f"open {arguments[0]} {arguments[1]}" if event == "open" else event)
sys.addaudithook(hook)
"""
"""The interpreter reports everything it does for a program: imports, code made and run, files, programs, sockets."""

LOAD = (
    WATCH
    + """
import json, yaml
from pathlib import Path
from coo_advisor.system.errors import InvalidFile
from coo_advisor.questionnaire.answers import load_answers
from coo_advisor.proof.cases import load_cases
from coo_advisor.ask.drafts import Draft
from coo_advisor.questionnaire.loading import load_questionnaire
import coo_advisor.reading.slips  # what only an error imports is no part of what a file does

questionnaire = load_questionnaire(Path(sys.argv.pop(1)))

def load(path):
    for read in (lambda: load_answers(path, questionnaire), lambda: load_questionnaire(path), lambda: load_cases(path, questionnaire)):
        try:
            read()
        except InvalidFile as error:
            str(error)

def unsafe(path):
    try:
        yaml.unsafe_load(path.read_text())
    except Exception:
        pass

def events(read, name):
    global watching
    seen.clear()
    watching = True
    read(Path(name))
    watching = False
    return sorted({event.replace(name, "FILE") for event in seen})

load(Path("harmless"))
found = {name: events(load, name) for name in sys.argv[1:]}
found["unsafe"] = events(unsafe, "python call")
print(json.dumps(found))
"""
)


def test_no_file_makes_the_program_do_anything_but_read_it(tmp_path: Path) -> None:
    """Answers, a questionnaire and cases with tags, aliases and expressions: only the file is opened, to be read."""
    for name, value in {**TAGS, "harmless": "nonsense"}.items():
        (tmp_path / name).write_text(f"company: {value}\noperations_lead: {value}\ntitle: {value}\ncases: [{value}]\n")
    run = [sys.executable, "-c", LOAD, str(TEAM_FILE), "harmless", *TAGS]
    found = json.loads(subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout)
    unsafe = found.pop("unsafe")
    assert found == {name: ["open FILE r"] for name in found}
    assert "os.system" in unsafe  # a loader that does run code is noticed


ALONE = """
import os, socket, sys
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "pty.spawn")
def hook(event, arguments):
    made = event == "socket.__new__" and arguments[1] == getattr(socket, "AF_UNIX", None)  # asyncio's own pipe
    if event in PROGRAMS or (event.startswith("socket.") and not made):
        os.write(2, f"{event} {arguments}".encode())
        os._exit(77)
sys.addaudithook(hook)
sys.argv[0] = "coo-advisor"
"""
RUN = ALONE + "from coo_advisor.__main__ import main; main()"
PLANT = str(PLANT_FILE)
REFUSED = [["ask"], ["recommend", "https://evil.example/answers.yaml"]]
"""Without a terminal, and an address where a file's name is expected."""


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", "-", "-o", "a.md", "-o", "a.html", "-o", "a.json", "--format", "text"],
        ["check"],
        ["diff", PLANT, PLANT],
        ["schema"],
        ["--help"],
        *REFUSED,
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_speaks_to_nobody(arguments: list[str], tmp_path: Path) -> None:
    """No socket is connected, bound or looked up, and no other program is started."""
    run = [sys.executable, "-c", RUN, *arguments]
    given = "company: https://evil.example\noperations_lead: founder\n"
    found = subprocess.run(run, cwd=tmp_path, input=given, capture_output=True, text=True, check=False)
    assert found.returncode == (2 if arguments in REFUSED else 0), found.stderr


@pytest.mark.parametrize(("form", "options"), [(Founder, []), (PlainFounder, ["--plain"])], ids=["drawn", "plain"])
def test_an_interview_speaks_to_nobody(form: type[Founder], options: list[str], tmp_path: Path) -> None:
    """From the first question to the saved document, drawn and in plain lines."""
    user = User(tmp_path)
    run = [sys.executable, "-c", RUN, "ask", *options]
    with Terminal(run, (80, 24), user.home, user.environment()) as terminal:
        founder = form(terminal, user.words, FOUNDER)
        founder.answers_all()
        founder.asks_for_the_recommendation()
        founder.saves()
        founder.is_done()
    assert len(user.exports()) == 1


@pytest.mark.parametrize("deed", ["socket.getaddrinfo('localhost', 80)", "socket.socket()", "os.system('true')"])
def test_speaking_to_somebody_would_be_noticed(deed: str) -> None:
    """The watch stops a program that looks up, opens a socket or starts another."""
    assert subprocess.run([sys.executable, "-c", ALONE + deed], capture_output=True, check=False).returncode == 77
