"""An unfinished interview on disk, so that whatever was confirmed outlives the program."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from coo_advisor.questionnaire.answers import check_answers, plain_answers, read_value
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import packaged_questionnaire
from coo_advisor.questionnaire.model import Questionnaire, Value
from coo_advisor.reading.shapes import Reading
from coo_advisor.reading.tree import MapNode, ScalarNode, YamlNode, parse_document, read_bytes
from coo_advisor.system.clock import today
from coo_advisor.system.errors import InvalidFile
from coo_advisor.system.files import make_private_folder, taken, unfinished_files, write_atomically

try:
    import fcntl
except ImportError:  # Windows: two interviews at once share a draft there, as no lock ends with its process
    fcntl = None  # type: ignore[assignment]

_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Opens no file through a link, and waits for no other end of a pipe; Windows has neither."""

_MOST_AT_ONCE = 50
"""Interviews open at the same time, each with a draft of its own."""

_LONGEST_NAME = 40
"""Characters of a questionnaire's name in its draft's: a file name has 255 bytes at most, a character up to four."""


class Progress(NamedTuple):
    """How far an interview has come.

    `answers` were confirmed; `prefill` are values to start from that count for nothing; `told` that the recommendation
    is settled, `finished` early because of it, and `done` that the advice was seen.
    """

    started: date
    answers: Answers
    prefill: Answers
    told: bool = False
    finished: bool = False
    done: bool = False


class FoundDraft(NamedTuple):
    """What was on disk: a progress to go on with, or the place that something unusable was moved to.

    `why` is a key of the wording if anything is to be said about it.
    """

    progress: Progress | None = None
    moved_to: Path | None = None
    why: str = ""


class Draft:
    """The file of one interview, held by this process alone."""

    def __init__(self, path: Path, questionnaire: Questionnaire) -> None:
        self.path = path
        self._latest: Progress | None = None
        self._on_disk: Progress | None = None
        self._questionnaire = questionnaire

    @property
    def behind(self) -> bool:
        """Whether the file lacks the latest answers; how far the interview has come counts for nothing."""
        return self._latest is not None and (self._on_disk is None or self._on_disk.answers != self._latest.answers)

    def find(self) -> FoundDraft:
        """What an earlier interview left here. Raises OSError.

        Of another version of the questionnaire, the answers that still fit are values to start from. What can't be
        read is moved aside, never deleted.
        """
        if not taken(self.path):
            return FoundDraft()
        if not self.path.is_file():  # a pipe would be waited for
            return FoundDraft(moved_to=self._move_aside(), why="draft_damaged")
        try:
            content = read_bytes(self.path)
            if _sha256(content, str(self.path)) != self._questionnaire.sha256:
                prefill = _fitting(parse_document(content, str(self.path)), self._questionnaire)
                return FoundDraft(Progress(today(), {}, prefill), why="draft_other_version")
            self._latest = self._on_disk = _read(content, str(self.path), self._questionnaire)
            return FoundDraft(self._latest)
        except InvalidFile:
            return FoundDraft(moved_to=self._move_aside(), why="draft_damaged")

    def keep(self, progress: Progress) -> None:
        """Puts the progress on disk before anything else happens, in a new folder if the old one has gone. Raises OSError."""
        self._latest = progress
        document = {
            "questionnaire": {"version": self._questionnaire.version, "sha256": self._questionnaire.sha256},
            "started": progress.started.isoformat(),
            "told": progress.told,
            "finished": progress.finished,
            "done": progress.done,
            "answers": plain_answers(progress.answers),
            "prefill": plain_answers(progress.prefill),
        }
        content = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        make_private_folder(self.path.parent)
        write_atomically(self.path, content, private=True, durable=True)
        self._on_disk = progress

    def secure(self) -> bool:
        """Whether all answers that were to be kept are on disk; what failed, or was deleted, is tried once more."""
        if self._latest is not None and (self._on_disk != self._latest or not self.path.exists()):
            with suppress(OSError):
                self.keep(self._latest)
        return not self.behind and self.path.exists()

    def discard(self) -> None:
        """Deletes the draft: its result was saved, or refused."""
        self._latest = self._on_disk = None
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _move_aside(self) -> Path:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        target = self.path.with_name(f"{self.path.stem}.damaged-{stamp}.json")
        return self.path.replace(target)


@contextmanager
def open_draft(folder: Path, source: Path, questionnaire: Questionnaire) -> Iterator[Draft]:
    """The draft of an interview on the questionnaire of a file: an unfinished one first, else a new one.

    Drafts that another running interview holds are left to it. Raises OSError if the folder can't be used.
    """
    make_private_folder(folder)
    name = _name(source)
    paths = [folder / f"{name}-{number}.json" for number in range(1, _MOST_AT_ONCE + 1)]
    failure: OSError = BlockingIOError(None, f"{_MOST_AT_ONCE} interviews are open at once")
    for path in sorted(paths, key=lambda path: not path.exists()):
        lock = path.with_suffix(".lock")
        try:
            held = _hold(lock)
        except OSError as error:  # something there that can't be used as a lock: the next one may be free
            failure = error
            continue
        if held is None:
            continue
        try:
            _remove_unfinished(path)
            yield Draft(path, questionnaire)
        finally:
            with suppress(OSError):
                lock.unlink()
            os.close(held)
        return
    raise failure


def _name(source: Path) -> str:
    """What the drafts of a questionnaire's file are called: those of two files with one name aren't mixed up."""
    name = re.sub(r"\W+", "-", source.stem)[:_LONGEST_NAME] or "questions"
    if source == packaged_questionnaire():
        return name
    return f"{name}-{sha256(os.fsencode(source.resolve())).hexdigest()[:8]}"


def _remove_unfinished(path: Path) -> None:
    """Removes what a program that was killed while it kept a draft has left beside it."""
    for unfinished in unfinished_files(path):
        with suppress(OSError):
            unfinished.unlink()


def _hold(lock: Path) -> int | None:
    """Takes the lock of a draft; it ends with this process, however that ends. None if another process has it.

    Raises OSError. What lies there is neither emptied nor, if it is a link, followed.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600)
    if _is_locked(descriptor):
        return descriptor
    os.close(descriptor)
    return None


def _is_locked(descriptor: int) -> bool:
    """Whether this process got the lock of an open file, and the file is still there for others to see."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return os.fstat(descriptor).st_nlink > 0


def _sha256(content: bytes, name: str) -> str:
    recorded = parse_document(content, name).get("questionnaire")
    sha256 = recorded.get("sha256") if recorded else None
    return sha256.text if isinstance(sha256, ScalarNode) else ""


def _read(content: bytes, name: str, questionnaire: Questionnaire) -> Progress:
    """A progress as it was kept. Raises InvalidFile if anything in it doesn't fit."""
    root = parse_document(content, name)
    reading = Reading(name)
    answers = check_answers(root.get("answers"), questionnaire, reading)
    prefill = check_answers(root.get("prefill"), questionnaire, reading)
    started = root.get("started")
    try:
        day = date.fromisoformat(started.text if isinstance(started, ScalarNode) else "")
    except ValueError:
        day = reading.report(("started",), "is not a date", "Write it as 2026-11-23.")
    if reading.problems:
        raise InvalidFile(reading.problems)
    told, finished, done = (_true(root, key) for key in ("told", "finished", "done"))
    return Progress(day, answers, prefill, told, finished, done)


def _fitting(root: YamlNode, questionnaire: Questionnaire) -> Answers:
    """The answers in another version's draft that this version takes, too."""
    known = {question.id: question for question in questionnaire.questions}
    fitting: dict[str, Value] = {}
    for part in (root.get("prefill"), root.get("answers")):
        for id, node in part.entries.items() if isinstance(part, MapNode) else ():
            reading = Reading(id)
            value = read_value(node, known[id], (), reading) if id in known else None
            if value is not None and not reading.problems:
                fitting[id] = value
    return fitting


def _true(node: YamlNode, key: str) -> bool:
    entry = node.get(key)
    return isinstance(entry, ScalarNode) and entry.text == "true"
