"""Where the advice goes: the files that were asked for, and those that the founder chooses."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from coo_advisor.ask.prompter import ask_yes_no
from coo_advisor.ask.question_page import Left, MenuItem, Page
from coo_advisor.ask.sitting import Sitting
from coo_advisor.questionnaire.answers import answers_as_json, answers_as_yaml
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.clock import today
from coo_advisor.system.files import taken, write_atomically
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import Words

if TYPE_CHECKING:  # slow to import, and only needed once the questions are answered
    from coo_advisor.verdict.assessment import Assessment


def deliver(sitting: Sitting, answers: Answers, advice: "Assessment", *, insisting: bool) -> bool:
    """Writes the answers and the advice where that was asked for; else, or where `insisting`, offers to.

    False where something that was asked for could not be written: then that is offered, too.
    """
    request = sitting.request
    wanted = [(path, _content(sitting, path, advice)) for path in request.outputs]
    if request.answers_to:
        write = answers_as_json if request.answers_to.suffix == ".json" else answers_as_yaml
        wanted.insert(0, (request.answers_to, write(sitting.space.questionnaire, answers, today())))
    written = [_write(sitting, *each) for each in wanted if _may_replace(sitting, each[0])]
    if insisting or not all(written) or not request.outputs:
        suggested = Path(suggested_name(sitting.words, answers, sitting.space.questionnaire, today()))
        page = Page(sitting.words("save_title"))
        while chosen := _where(sitting, page, suggested):
            if _may_replace(sitting, chosen) and _write(sitting, chosen, _content(sitting, chosen, advice)):
                break
    return all(written)


def _content(sitting: Sitting, path: Path, advice: "Assessment") -> str:
    """The advice in the form that a file's name asks for; the answers are of today."""
    from coo_advisor.report.formats import form_of, render

    return render(form_of(path), advice, sitting.words, today(), today())


def suggested_name(words: Words, answers: Answers, questionnaire: Questionnaire, day: date) -> str:
    """A file name that tells the company and the day; no answer can make it lead to another folder."""
    called = answers.get(questionnaire.called.id) if questionnaire.called else None
    company = re.sub(r"[^\w]+", "-", clean(str(called or "")))[:40].strip("-_")
    return "-".join(filter(None, (words("file_stem"), company.lower(), day.isoformat()))) + ".md"


def _where(sitting: Sitting, page: Page, suggested: Path) -> Path | None:
    """The file the founder chooses; None to save nothing."""
    words = sitting.words
    options = [
        MenuItem("yes", words("save_yes", path=suggested)),
        MenuItem("elsewhere", words("save_elsewhere")),
        MenuItem("no", words("save_no")),
    ]
    chosen = sitting.prompter.choose(page, options, "yes")
    if isinstance(chosen, Left):
        return None
    if chosen == "elsewhere":
        named = sitting.prompter.write(
            Page(words("save_name"), leads_back=True), str(suggested), lambda line: _wrong_name(line, words)
        )
        return _where(sitting, page, suggested) if isinstance(named, Left) else _named(named)
    return suggested if chosen == "yes" else None


def _wrong_name(line: str, words: Words) -> str:
    from coo_advisor.report.formats import SUFFIXES

    return "" if _named(line).suffix in SUFFIXES else words("name_expected")


def _named(line: str) -> Path:
    """The file that a line names; ~ is the user's home, and where that isn't known, just a name."""
    path = Path(clean(line))
    with suppress(RuntimeError):
        path = path.expanduser()
    return path


def _may_replace(sitting: Sitting, path: Path) -> bool:
    """Whether a file may be written; asks where that replaces another."""
    if sitting.request.force or not taken(path):
        return True
    words = sitting.words
    page = Page(words("save_exists", path=path), leads_back=True)
    return ask_yes_no(sitting.prompter, words, page, yes=words("save_replace"), no=words("save_no")) is True


def _write(sitting: Sitting, path: Path, content: str) -> bool:
    """Writes a file and says so; False where it could not be written, which is said, too."""
    try:
        write_atomically(path, content)
    except OSError as error:
        sitting.prompter.say(sitting.words("save_failed", path=path, reason=error.strerror))
        return False
    sitting.prompter.say(sitting.words("saved", path=path))
    return True
