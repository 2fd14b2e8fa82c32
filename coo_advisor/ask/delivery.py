"""Where the advice goes: the files that were asked for, and those that the founder chooses."""

import os
import re
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

from coo_advisor.ask.advice import Advice
from coo_advisor.ask.prompter import ask_yes_no
from coo_advisor.ask.question_page import Left, MenuItem, Page
from coo_advisor.ask.sitting import Sitting
from coo_advisor.questionnaire.answers import SUFFIXES as ANSWERS_SUFFIXES
from coo_advisor.questionnaire.answers import answers_as_json, answers_as_yaml
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.report.formats import SUFFIXES
from coo_advisor.system.clock import today
from coo_advisor.system.errors import reason_of
from coo_advisor.system.files import holds_files, taken, write_atomically
from coo_advisor.system.visible import clean, first_hidden
from coo_advisor.wording.words import Words

_PAGE, _TEXT, _ANSWERS = "page", "text", "answers"
"""What can be saved."""

_SUFFIXES = {_PAGE: ".html", _TEXT: ".md", _ANSWERS: ".yaml"}


def deliver(sitting: Sitting, answers: Answers, advice: Advice) -> bool:
    """Writes what was asked for on the command line; False if any of it could not be written."""
    request = sitting.request
    wanted = [(path, advice.content(path)) for path in request.outputs]
    if request.answers_to:
        wanted.insert(0, (request.answers_to, _answers_file(sitting, answers, request.answers_to)))
    written = [_write(sitting, *each) for each in wanted if _may_replace(sitting, each[0])]
    _explain(sitting, {advice.withheld_from(path) for path in request.outputs})
    return all(written)


def offer_to_save(sitting: Sitting, answers: Answers, advice: Advice) -> str:
    """Lets the founder choose what to save and where; gives what was said of it, or nothing if nothing was saved.

    Each page leads back to the one before.
    """
    words = sitting.words
    items = [MenuItem(kind, words(f"save_{kind}")) for kind in _SUFFIXES]
    page = Page(words("save_title"), leads_back=True)
    while not isinstance(kind := sitting.prompter.choose(page, items, _PAGE), Left):
        path = _place_for(sitting, kind, answers)
        while path is not None:
            if _may_replace(sitting, path):
                content = _answers_file(sitting, answers, path) if kind == _ANSWERS else advice.content(path)
                if _write(sitting, path, content):
                    _explain(sitting, set() if kind == _ANSWERS else {advice.withheld_from(path)})
                    _open_on_desktop(path)
                    return words("saved", path=path.absolute())
            path = _place_for(sitting, kind, answers, path)
    return ""


def suggested_name(words: Words, answers: Answers, questionnaire: Questionnaire, day: date) -> str:
    """A file name that names the company and the day; no answer can make it lead to another folder."""
    called = answers.get(questionnaire.company_question.id) if questionnaire.company_question else None
    company = re.sub(r"[^\w]+", "-", clean(str(called or "")))[:40].strip("-_")
    return "-".join(filter(None, (words("file_stem"), company.lower(), day.isoformat())))


def _place_for(sitting: Sitting, kind: str, answers: Answers, before: Path | None = None) -> Path | None:
    """The file that the founder names, one proposed; its folder with it, unless its name hides something."""
    words = sitting.words
    stem = suggested_name(words, answers, sitting.space.questionnaire, today())
    if kind == _ANSWERS:
        stem = stem.replace(words("file_stem"), words("file_stem_answers"), 1)
    folder = Path.cwd() if holds_files(Path.cwd()) else Path.home()
    name = Path(stem + _SUFFIXES[kind])
    proposed = before or (name if first_hidden(str(folder)) else folder / name)
    suffixes = ANSWERS_SUFFIXES if kind == _ANSWERS else SUFFIXES
    named = sitting.prompter.write(
        Page(words("save_name"), leads_back=True), str(proposed), lambda line: _wrong_name(line, suffixes, words)
    )
    return None if isinstance(named, Left) else _named(named)


def _wrong_name(line: str, suffixes: tuple[str, ...], words: Words) -> str:
    return "" if _named(line).suffix in suffixes else words("name_expected", suffixes=", ".join(suffixes))


def _named(line: str) -> Path:
    """The file that a line names; ~ is the user's home, and if that isn't known, just a name."""
    path = Path(clean(line))
    with suppress(RuntimeError):
        path = path.expanduser()
    return path


def _may_replace(sitting: Sitting, path: Path) -> bool:
    """Whether a file may be written; asks if that replaces another."""
    if sitting.request.force or not taken(path):
        return True
    words = sitting.words
    page = Page(words("save_exists", path=path.absolute()), leads_back=True)
    return ask_yes_no(sitting.prompter, words, page, yes=words("save_replace"), no=words("save_no")) is True


def _answers_file(sitting: Sitting, answers: Answers, path: Path) -> str:
    write = answers_as_json if path.suffix == ".json" else answers_as_yaml
    return write(sitting.space.questionnaire, answers, today())


def _write(sitting: Sitting, path: Path, content: str) -> bool:
    """Writes a file and says so with its whole path; False if it could not be written, which is said, too."""
    try:
        write_atomically(path, content)
    except OSError as error:
        sitting.prompter.say(sitting.words("save_failed", path=path.absolute(), reason=reason_of(error)))
        return False
    sitting.prompter.say(sitting.words("saved", path=path.absolute()))
    return True


def _explain(sitting: Sitting, notes: set[str]) -> None:
    """Says why documents don't give the verdict, if so."""
    for note in filter(None, notes):
        sitting.prompter.say(note)


def _open_on_desktop(path: Path) -> None:
    """Opens a page where the founder sees windows; never at the other end of a network."""
    remote = any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))
    windows = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")) or sys.platform in (
        "darwin",
        "win32",
    )
    if path.suffix == ".html" and windows and not remote:
        import webbrowser

        with suppress(webbrowser.Error, OSError):
            webbrowser.open(path.absolute().as_uri())
