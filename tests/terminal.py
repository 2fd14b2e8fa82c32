"""A founder at a terminal: the program on a real pty, its screen as an emulator shows it, and someone who answers.

Nothing here waits for a time, but to be slow: every key is sent once the page it answers is seen, and what never comes fails with the screen.
"""

import fcntl
import json
import os
import pty
import re
import select
import shlex
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Self

import pyte
import pytest
from program import LOCALES
from pyte.modes import DECAWM
from questionnaires import completed

from coo_advisor.ask.drafts import Progress, open_draft
from coo_advisor.questionnaire.flow import Answers, next_question
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Question, Value
from coo_advisor.system.clock import today
from coo_advisor.wording.words import LANGUAGES, Words, load_words

QUESTIONNAIRE = load_questionnaire(packaged_questionnaire())
WORDS = {language: load_words(language) for language in LANGUAGES}

ENTER, SPACE, TAB, UP, DOWN, END = "\r", " ", "\t", "\x1b[A", "\x1b[B", "\x1b[F"
ESCAPE, SHIFT_TAB, CTRL_C, CTRL_D, CLEAR_LINE = "\x1b", "\x1b[Z", "\x03", "\x04", "\x15"
HOME, CTRL_T = "\x1b[H", "\x14"
PASTE = "\x1b[200~{}\x1b[201~"

EVERY_SIZE = pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)], ids=["80x24", "40x12"])
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)

PATIENCE = 20
"""Seconds until what never comes fails the test; a busy machine may take a few."""

POINTER, TICKED = "❯", "☑"
_OTHER_SCREEN = 1049
_MARKS = str.maketrans("", "", "❯☑☐━─")
_SCROLL_BAR = re.compile(r"(?<= )[\^v]$")
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[ -/]*[0-~])")


def flat(text: str) -> str:
    """A text on one line, with plain spaces: what stays the same wherever it is wrapped."""
    return " ".join(text.split())


class User(NamedTuple):
    """Someone with a home folder of their own, where they also work, and a language."""

    home: Path
    language: str = "en"

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    @property
    def state(self) -> Path:
        return self.home / "state" / "coo-advisor"

    def drafts(self) -> list[str]:
        """The names of the unfinished interviews on disk."""
        return sorted(path.name for path in self.state.glob("*.json"))

    def kept(self, number: int = 1) -> dict[str, Any]:
        """The answers in a draft."""
        draft = json.loads((self.state / f"questions-{number}.json").read_text(encoding="utf-8"))
        return dict(draft["answers"])

    def exports(self) -> list[str]:
        """The names of the recommendations on disk."""
        return sorted(path.name for path in self.home.glob("*.[mh][dt]*"))

    def environment(self, **more: str) -> dict[str, str]:
        """What the program finds around it, the same on every machine."""
        own = {"HOME": str(self.home), "XDG_STATE_HOME": str(self.home / "state"), "LANG": LOCALES[self.language]}
        return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", **own, **more}

    def runs(self, *arguments: object, input: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """A command without a terminal."""
        return subprocess.run(
            command(*arguments),
            input=input,
            cwd=self.home,
            env=self.environment(**environment),
            capture_output=True,
            encoding=environment.get("PYTHONIOENCODING", "utf-8"),
            errors="replace",  # documents are UTF-8 whatever the console is
            timeout=60,
            check=False,
        )

    def command(self, *arguments: object) -> str:
        """A command's line for a shell."""
        return shlex.join(command(*arguments))

    def shell(self) -> "Terminal":
        """A shell that can stop what it runs and go on with it."""
        shell = ["bash", "--norc", "--noprofile", "-i"]
        return Terminal(shell, (80, 24), self.home, self.environment(PS1="$ "))

    def sits(self, *arguments: object, columns: int = 80, rows: int = 24, **environment: str) -> "Terminal":
        """A command at a terminal of a size."""
        return Terminal(command(*arguments), (columns, rows), self.home, self.environment(**environment))


def command(*arguments: object) -> list[str]:
    """The program's command line."""
    return [sys.executable, "-m", "coo_advisor", *map(str, arguments)]


class Page(NamedTuple):
    """One question as a user must see it: every text of it whole."""

    title: str
    help: str = ""
    labels: tuple[str, ...] = ()
    keys: str = ""


class Screen(pyte.HistoryScreen):
    """A screen that can be left for another one and returned to, as terminals' screens can."""

    left: Any = None

    def set_mode(self, *modes: int, **options: Any) -> None:
        if _OTHER_SCREEN in modes and self.left is None:
            self.left = deepcopy(self.buffer), deepcopy(self.cursor)
        super().set_mode(*modes, **options)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        if _OTHER_SCREEN in modes and self.left is not None:
            (self.buffer, self.cursor), self.left = self.left, None
            self.dirty.update(range(self.lines))
        super().reset_mode(*modes, **options)


class Terminal:
    """A program on a pty. Leaving the context kills it if it still runs."""

    def __init__(self, program: list[str], size: tuple[int, int], folder: Path, environment: dict[str, str]) -> None:
        columns, rows = size
        self._screen = Screen(columns, rows, history=2000, ratio=0.5)
        self._stream = pyte.ByteStream(self._screen)
        self._output = b""
        self._mark = 0
        self._ended = False
        self._master, slave = pty.openpty()
        self._size(columns, rows)
        self.process = subprocess.Popen(
            program,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=folder,
            env=environment,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509  # keys become signals only for a controlling terminal
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._master)

    def send(self, keys: str) -> None:
        """Types keys."""
        self.sends_bytes(keys.encode())

    def sends_bytes(self, typed: bytes) -> None:
        """Sends what a terminal of another encoding would."""
        self._mark = len(self._output)
        os.write(self._master, typed)

    def rests(self, seconds: float) -> None:
        """Sends nothing for a while, as a slow line does."""
        time.sleep(seconds)

    def forget(self) -> None:
        """Forgets what the program wrote so far."""
        self._output = b""
        self._mark = 0
        self._screen.reset()

    def resize(self, columns: int, rows: int) -> None:
        """Changes the window's size, as dragging its corner does."""
        self._screen.resize(rows, columns)
        self._size(columns, rows)

    def litters(self) -> None:
        """Leaves on the screen what a terminal may leave of wrapped lines."""
        self._stream.feed(b"\x1b7\x1b[1;1Hleft behind\x1b[2;1Hleft behind\x1b8")

    def lines(self) -> list[str]:
        """The screen's lines, without a scroll bar and the spaces at their ends."""
        return [_SCROLL_BAR.sub("", self._text(self._screen.buffer[row])).rstrip() for row in range(self._screen.lines)]

    def marks(self) -> set[tuple[str, str]]:
        """Foreground and background of every character on the screen, and how it is marked beside bold."""
        marks: set[tuple[str, str]] = set()
        for row in self._screen.buffer.values():
            for cell in row.values():
                marks |= {("colour", cell.fg), ("background", cell.bg)}
                marks |= {(name, "") for name in ("underscore", "reverse", "italics", "blink") if getattr(cell, name)}
        return marks

    def screen(self) -> str:
        """The screen on one line, without the marks in front of choices."""
        return flat(" ".join(self.lines()).translate(_MARKS))

    def everything(self) -> str:
        """All lines, also those that scrolled away."""
        return "\n".join([*(self._text(line).rstrip() for line in self._screen.history.top), *self.lines()])

    def output(self) -> str:
        """Every character the program wrote, escape sequences too."""
        return self._output.decode()

    def reply(self) -> str:
        """What came since the last keys, on one line, without escape sequences."""
        return flat(_SEQUENCE.sub(" ", self._output[self._mark :].decode(errors="ignore")))

    def pointed(self) -> str:
        """The line that the pointer stands on, without it."""
        return flat("".join(line.partition(POINTER)[2] for line in self.lines()).translate(_MARKS))

    def wait_for(self, *texts: str) -> None:
        """Waits until all the texts are on the screen, wrapped or not."""
        self.wait_until(lambda: all(flat(text) in self.screen() for text in texts), f"{texts}")

    def wait_for_page(self, *pages: Page) -> Page:
        """Waits until one of the pages is on the screen, title and keys, and says which."""
        self.wait_until(lambda: bool(self._shown(pages)), " / ".join(page.title for page in pages))
        return self._shown(pages)[0]

    def wait_until(self, condition: Callable[[], bool], wanted: str) -> None:
        """Waits until a condition on what is seen holds, never on half of a page."""
        end = time.monotonic() + PATIENCE
        while self._in_a_page() or not condition():
            if self._ended or not self._read(end - time.monotonic()):
                pytest.fail(f"never came: {wanted}\non this screen:\n" + "\n".join(self.lines()))

    def exit_code(self) -> int:
        """Waits until the program has ended and all it wrote is read."""
        self.wait_until(lambda: self._ended, "the end of the program")
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """Ends the program at once, with no chance to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        assert self.exit_code() == -signal.SIGKILL

    def _shown(self, pages: tuple[Page, ...]) -> list[Page]:
        screen = self.screen()
        return [page for page in pages if flat(page.title) in screen and flat(page.keys) in screen]

    def _text(self, line: Any) -> str:
        """A line of the emulator's; many times faster than its own `display`."""
        return "".join([line[column].data for column in range(self._screen.columns)])

    def _in_a_page(self) -> bool:
        """Whether a page is being drawn: prompt_toolkit turns wrapping off before, and on again after."""
        return not self._ended and DECAWM not in self._screen.mode and self._screen.left is None

    def _read(self, seconds: float) -> bool:
        """Takes in what the program wrote; False if nothing came in time."""
        if not select.select([self._master], [], [], max(0, seconds))[0]:
            return False
        try:
            read = os.read(self._master, 65536)
        except OSError:  # Linux's way to say that the last writer has gone
            read = b""
        self._ended = not read
        self._output += read
        self._stream.feed(read)
        return True

    def _size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Founder:
    """Answers an interview at a terminal, page by page, from a set of answers."""

    def __init__(self, terminal: Terminal, words: Words, answers: Answers) -> None:
        self.terminal = terminal
        self.words = words
        self.answers = answers
        self.offered = 0

    def walks(self, given: Answers | None = None, until: str = "") -> Iterator[Question]:
        """Answers question after question, from `given` on; each is handed out once seen, before it is answered."""
        confirmed = dict(given or {})
        while (question := next_question(QUESTIONNAIRE, confirmed)) and question.id != until:
            self.sees(question)
            yield question
            self.gives(question)
            confirmed[question.id] = self.answers.get(question.id)
        if question:
            self.sees(question)

    def answers_all(self, given: Answers | None = None, until: str = "") -> None:
        """Answers every question up to one, which is left on the screen."""
        for _ in self.walks(given, until):
            pass

    def sees(self, question: Question) -> None:
        """Waits for a question; an offer to finish early on the way is declined."""
        if self.terminal.wait_for_page(self.settled_page(), self.page(question)) == self.settled_page():
            self.offered += 1
            self.picks(self.words("settled_go_on"))
            self.terminal.wait_for_page(self.page(question))

    def gives(self, question: Question) -> None:
        """Answers the question on the screen."""
        value = self.answers.get(question.id)
        if question.kind == "choice":
            self.picks(self.label(question, value))
        elif question.kind == "several":
            for id in value if isinstance(value, tuple) else (None,):
                self.moves_to(self.label(question, id))
                self.ticks()
            self.terminal.send(ENTER)
        else:
            self.terminal.send(CLEAR_LINE + self.line(question, value) + ENTER)

    def picks(self, label: str) -> None:
        """Moves to a choice and confirms it."""
        self.moves_to(label)
        self.terminal.send(ENTER)

    def goes_back(self, *pages: Page) -> Page:
        """Presses Escape, and waits for one of the pages."""
        self.terminal.send(ESCAPE)
        return self.terminal.wait_for_page(*pages)

    def moves_to(self, label: str) -> None:
        """Presses Down until the pointer stands on a choice, which must then be seen whole."""
        first = self.terminal.pointed()
        while not self.points_at(label):
            before = self.terminal.pointed()
            self.terminal.send(DOWN)
            self.terminal.wait_until(lambda before=before: self.terminal.pointed() not in ("", before), "another one")
            if self.terminal.pointed() == first:
                pytest.fail(f"no choice {label!r} on this screen:\n" + "\n".join(self.terminal.lines()))
        self.terminal.wait_for(label)

    def points_at(self, label: str) -> bool:
        """Whether the pointer stands on a choice."""
        pointed = self.terminal.pointed()
        return bool(pointed) and flat(label).startswith(pointed)

    def ticks(self) -> None:
        """Ticks the choice the pointer stands on."""
        before = self._ticked()
        self.terminal.send(SPACE)
        self.terminal.wait_until(lambda: self._ticked() == before + 1, "one more tick")

    def line(self, question: Question, value: Value | None) -> str:
        """What is typed for a number or a text."""
        return ("?" if question.purpose != "contact" else "") if value is None else str(value)

    def label(self, question: Question, value: Value | None) -> str:
        """What the list calls a choice."""
        if value is None:
            return self.words("dont_know")
        return next(self.words.of(choice.label) for choice in question.choices if choice.id == value)

    def page(self, question: Question) -> Page:
        """A question as it must be seen."""
        labels = tuple(self.label(question, choice.id) for choice in question.choices if question.kind != "number")
        offered = (*labels, self.words("dont_know")) if labels and question.purpose != "contact" else labels
        return Page(
            self.words.of(question.ask),
            self.words.of(question.help) if question.help else "",
            offered,
            self.keys(len(offered), several=question.kind == "several"),
        )

    def keys(self, items: int = 0, *, several: bool = False) -> str:
        """The hints that each page of a kind begins with; `items` are those of its list."""
        hints = [self.words("keys_several" if several else "keys_choose", last=min(items, 9))] if items else []
        hints += [self.words("key_tick")] if several else []
        return " · ".join([*hints, self.words("key_enter")])

    def settled_page(self) -> Page:
        """The offer to finish early."""
        labels = (self.words("settled_finish"), self.words("settled_go_on"))
        return Page(self.words("settled_title"), "", labels, self.keys(2))

    def review_page(self) -> Page:
        """All the answers, before the recommendation."""
        return Page(self.words("review_title"), self.words("review_help"), (), self.words("key_enter"))

    def resume_page(self) -> Page:
        """The offer to go on with an unfinished interview."""
        labels = (self.words("resume_yes"), self.words("resume_no"))
        return Page(self.words("resume_title"), "", labels, self.keys(2))

    def menu_page(self) -> Page:
        """The menu below the recommendation."""
        return Page(self.words("menu_read"), keys=self.words("key_enter"))

    def save_page(self) -> Page:
        """The question what to save."""
        labels = tuple(self.words(f"save_{kind}") for kind in ("page", "text", "answers"))
        return Page(self.words("save_title"), "", labels, self.keys(3))

    def finishes_early(self) -> None:
        """Takes the offer to finish early."""
        self.terminal.wait_for_page(self.settled_page())
        self.picks(self.words("settled_finish"))

    def accepts(self) -> None:
        """Confirms the review."""
        self.terminal.wait_for_page(self.review_page())
        self.picks(self.words("review_done"))

    def asks_for_the_recommendation(self) -> None:
        """Confirms the review, and waits for the menu."""
        self.accepts()
        self.reaches_the_menu()

    def reaches_the_menu(self) -> None:
        """Waits for the menu; reads first what fills a small screen."""
        self.reads_on(self.menu_page())

    def reads_on(self, page: Page) -> None:
        """Waits for a page; the advice, if it leaves no room for it, is read first."""
        reader = Page(self.words("key_on"))
        if self.terminal.wait_for_page(page, reader) == reader:
            time.sleep(0.5)  # keys that come before a page is painted are dropped
            self.terminal.send(ENTER)
            self.terminal.wait_for_page(page)

    def saves(self, kind: str = "text") -> None:
        """Saves something under the name that is proposed, and waits for the menu."""
        self.picks(self.words("menu_save"))
        self.terminal.wait_for_page(self.save_page())
        self.picks(self.words(f"save_{kind}"))
        self.terminal.wait_for(self.words("save_name"))
        self.terminal.send(ENTER)
        self.reaches_the_menu()

    def is_done(self) -> None:
        """Leaves by the last line of the menu."""
        self.terminal.send(END)
        self.terminal.wait_until(lambda: self.points_at(self.words("menu_done")), "the last line")
        self.terminal.send(ENTER)
        assert self.terminal.exit_code() == 0

    def _ticked(self) -> int:
        return sum(line.count(TICKED) for line in self.terminal.lines())


class PlainFounder(Founder):
    """The same founder in plain mode: a line an answer."""

    def sees(self, question: Question) -> None:
        self.hears(self.words.of(question.ask), self.words("settled_title"))
        if flat(self.words("settled_title")) in self.terminal.reply():
            self.offered += 1
            self.types("2")
            self.hears(self.words.of(question.ask))

    def gives(self, question: Question) -> None:
        value = self.answers.get(question.id)
        ids = [choice.id for choice in question.choices]
        if question.kind == "choice" and value is not None:
            self.types(str(ids.index(str(value)) + 1))
        elif question.kind == "several" and isinstance(value, tuple):
            self.types(" ".join(str(ids.index(id) + 1) for id in value) or "0")
        else:
            self.types(self.line(question, value))

    def types(self, line: str) -> None:
        """Types a line."""
        self.terminal.send(line + "\n")

    def hears(self, *texts: str) -> None:
        """Waits until one of the texts came since the last line, and the program waits for another."""
        wanted = [flat(text) for text in texts]
        self.terminal.wait_until(
            lambda: any(text in self.terminal.reply() for text in wanted) and self.terminal.reply().endswith(":"),
            " / ".join(texts),
        )

    def accepts(self) -> None:
        self.hears(self.words("review_title"))
        self.types("1")

    def asks_for_the_recommendation(self) -> None:
        self.accepts()
        self.hears(self.words("menu_read"))

    def saves(self, kind: str = "text") -> None:
        self.types(self.words("menu_save"))
        self.hears(self.words("save_title"))
        self.types(self.words(f"save_{kind}"))
        self.hears(self.words("save_name"))
        self.types("")
        self.hears(self.words("menu_read"))

    def is_done(self) -> None:
        self.types(self.words("menu_done"))
        assert self.terminal.exit_code() == 0


@contextmanager
def interview(
    user: User, answers: Answers, *arguments: object, columns: int = 80, rows: int = 24, **environment: str
) -> Iterator[Founder]:
    """A founder in front of an interview that has just been started, drawn."""
    with user.sits(*arguments, columns=columns, rows=rows, **environment) as terminal:
        yield Founder(terminal, user.words, answers)


def before(id: str, answers: Answers) -> Answers:
    """The answers to all questions before one; all of them if it is none."""
    ids = list(answers)
    return {each: answers[each] for each in ids[: ids.index(id) if id else len(ids)]}


def after(id: str, answers: Answers) -> Question:
    """The question that whoever gives these answers is asked after another one."""
    ids = list(answers)
    return QUESTIONNAIRE.question(ids[ids.index(id) + 1])


def keep_draft(user: User, answers: Answers, *, told: bool = True, prefill: Answers = MappingProxyType({})) -> None:
    """Leaves an interview that has come so far; `told` if it was offered to finish early."""
    with open_draft(user.state, packaged_questionnaire(), QUESTIONNAIRE) as draft:
        draft.keep(Progress(today(), answers, prefill, told=told))


@contextmanager
def resumed(
    user: User,
    answers: Answers,
    until: str = "",
    *arguments: object,
    told: bool = True,
    columns: int = 80,
    rows: int = 24,
) -> Iterator[Founder]:
    """A founder who goes on at a question, or at the review, as if every one before had been answered by keys."""
    keep_draft(user, before(until, answers), told=told)
    with interview(user, answers, "ask", "--resume", *arguments, columns=columns, rows=rows) as founder:
        at = founder.page(QUESTIONNAIRE.question(until)) if until else founder.review_page()
        founder.terminal.wait_for_page(at)
        yield founder


@contextmanager
def plain_interview(user: User, answers: Answers, *arguments: object, **environment: str) -> Iterator[PlainFounder]:
    """A founder in front of an interview that has just been started, in plain lines."""
    with user.sits("ask", "--plain", *arguments, **environment) as terminal:
        yield PlainFounder(terminal, user.words, answers)


def foreign_words(text: str, language: str, *known: str) -> set[str]:
    """The words of a text that neither the questionnaire nor the tool has in a language, cut ones too."""
    allowed = vocabulary(language).union(*(_words(each) for each in known))
    return _words(text) - allowed


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Every word that may be shown in a language."""
    consultant = QUESTIONNAIRE.consultant
    texts = [*_texts(QUESTIONNAIRE, language), *WORDS[language].texts.values(), *consultant.contacts]
    return frozenset(_words(" ".join(texts)))


def _texts(value: Any, language: str) -> Iterator[str]:
    """The texts in one language anywhere in a value."""
    if isinstance(value, tuple):
        for each in value:
            yield from _texts(each, language)
    elif isinstance(value, Mapping) and language in value:
        yield value[language]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


FOUNDER = completed(
    QUESTIONNAIRE,
    {
        "headcount": 28,
        "growth": "growing",
        "operations_lead": "founder",
        "bottleneck": "coordination",
        "founder_week": "5_plus",
        "founder_away": "stops",
        "founder_stepback": "never",
        "trigger": ("funding",),
        "recurring_problems": "constantly",
        "stuck_decisions": "some",
        "needs": ("experience", "cost"),
        "delegation": "some",
        "means": "part_time",
        "timing": "now",
        "decision": "alone",
        "company": "Nord",
        "name": None,
        "email": None,
    },
)
"""A founder who carries everything: interim, settled before the last scored question."""

COO = completed(
    QUESTIONNAIRE,
    {
        "headcount": 1200,
        "growth": "surging",
        "operations_lead": "coo",
        "bottleneck": "coordination",
        "coo_week": "overflowing",
        "coo_away": "stalls",
        "coo_stepback": "never",
        "coo_staying": "wavering",
        "recurring_problems": "often",
        "stuck_decisions": "many",
        "needs": (),
        "delegation": "yes",
        "means": None,
        "timing": "this_year",
        "decision": "with_partners",
        "company": "Sud",
        "name": None,
        "email": None,
    },
)
"""A COO in place whose role is too heavy: support. It is the longest walk."""

LEAVING = completed(
    QUESTIONNAIRE,
    {
        "headcount": 40,
        "growth": None,
        "operations_lead": "coo_leaving",
        "bottleneck": "none",
        "coo_away": "slows",
        "successor": "none",
        "departure": None,
        "trigger": (),
        "recurring_problems": None,
        "stuck_decisions": "none",
        "needs": ("network",),
        "delegation": None,
        "means": "nothing",
        "timing": "exploring",
        "decision": "someone_else",
        "company": None,
        "name": None,
        "email": None,
    },
)
"""A COO who leaves nobody behind, and much that the founder does not know."""
