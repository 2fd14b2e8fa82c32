"""One sitting at the terminal: a draft resumed or begun, the interview, the recommendation, and where it is kept."""

import os
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from coo_advisor.answers import answers_as_json, answers_as_yaml
from coo_advisor.ask.interview import Interview
from coo_advisor.ask.page import Move, Option, Page, Prompter
from coo_advisor.drafts import Draft, Progress, open_draft
from coo_advisor.errors import AdvisorError
from coo_advisor.files import save, taken
from coo_advisor.flow import Answers
from coo_advisor.questionnaire import Questionnaire
from coo_advisor.space import Space
from coo_advisor.texts import clean
from coo_advisor.wording import Words

DATA_SUFFIXES = (".yaml", ".yml", ".json")
"""What answers files end in."""


class Request(NamedTuple):
    """What the command line asked of a sitting; `resume` is None where the founder decides."""

    source: Path
    outputs: tuple[Path, ...] = ()
    answers_to: Path | None = None
    prefill: Answers = MappingProxyType({})
    resume: bool | None = None
    plain: bool = False
    force: bool = False


class Stopped(Exception):
    """The founder stopped; the sitting has said where the answers are."""


def has_terminal() -> bool:
    """Whether someone can be asked: input and output both are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def sit(questionnaire: Questionnaire, words: Words, request: Request) -> None:
    """Asks, recommends, saves. Raises Stopped, or AdvisorError where there is no terminal or a file can't be written."""
    if not has_terminal():
        raise AdvisorError(words("no_terminal"))
    request = request._replace(plain=request.plain or _wants_plain_lines())
    prompter = _prompter(words, request.plain)
    with _draft(questionnaire, words, prompter, request) as draft:
        try:
            _hold(Sitting(Space(questionnaire), words, prompter, draft, request))
        except (KeyboardInterrupt, EOFError):
            prompter.say(_farewell(draft, words, request))
            raise Stopped from None


class Sitting(NamedTuple):
    """What everything in a sitting needs."""

    space: Space
    words: Words
    prompter: Prompter
    draft: Draft | None
    request: Request

    def keep(self, progress: Progress) -> None:
        """Puts the progress on disk; where that fails, says so and goes on."""
        if self.draft is None:
            return
        try:
            self.draft.keep(progress)
        except OSError as error:
            self.prompter.say(self.words("draft_unwritable", reason=error.strerror))


def _hold(sitting: Sitting) -> None:
    start = _start(sitting)
    answers = Interview(sitting.space, sitting.prompter, sitting.words, sitting.keep).run(start)
    _deliver(sitting, answers)
    if sitting.draft:
        sitting.draft.discard()


def _wants_plain_lines() -> bool:
    """Whether the terminal, or whoever sits at it, can do with plain lines only."""
    return os.environ.get("ACCESSIBLE", "0") not in ("", "0") or os.environ.get("TERM") == "dumb"


def _prompter(words: Words, plain: bool) -> Prompter:
    if plain:
        from coo_advisor.ask.plain import PlainPrompter  # plain mode must not go through prompt_toolkit at all

        return PlainPrompter(words)
    from coo_advisor.ask.prompts import DrawnPrompter  # the slowest import there is: only where a question is drawn

    return DrawnPrompter(words)


@contextmanager
def _draft(questionnaire: Questionnaire, words: Words, prompter: Prompter, request: Request) -> Iterator[Draft | None]:
    """The draft of this sitting; None, with a warning, where no folder can hold one."""
    from platformdirs import user_state_path

    with ExitStack() as stack:
        draft = None
        try:
            draft = stack.enter_context(open_draft(user_state_path("coo-advisor"), request.source, questionnaire))
        except OSError as error:
            prompter.say(words("draft_unwritable", reason=error.strerror))
        yield draft


def _start(sitting: Sitting) -> Progress:
    """Where the interview begins: an unfinished one, where there is one and the founder wants it, or afresh."""
    fresh = Progress(_today(), {}, sitting.request.prefill)
    found = sitting.draft.find() if sitting.draft else None
    if found and found.moved_to:
        sitting.prompter.say(sitting.words(found.why, path=found.moved_to))
    earlier = found.progress if found else None
    if earlier and earlier.answers and _wants_to_resume(sitting, earlier):
        return earlier
    if sitting.request.resume and not earlier:
        sitting.prompter.say(sitting.words("nothing_to_resume"))
    questionnaire = sitting.space.questionnaire
    for text in (questionnaire.title, questionnaire.intro):
        sitting.prompter.say(sitting.words.of(text) + "\n")
    return fresh


def _wants_to_resume(sitting: Sitting, earlier: Progress) -> bool:
    if sitting.request.resume is not None:
        return sitting.request.resume
    words = sitting.words
    help_text = words("resume_help", date=words.day(earlier.started), count=len(earlier.answers))
    options = [Option("resume", words("resume_yes")), Option("fresh", words("resume_no"))]
    return _insist(sitting, Page(words("resume_title"), help_text), options) == "resume"


def _insist(sitting: Sitting, page: Page, options: list[Option]) -> str:
    """One of the options; there is nothing to go back to here, so the question stays."""
    while isinstance(chosen := sitting.prompter.choose(page, options, options[0].value), Move):
        pass
    return chosen


def _deliver(sitting: Sitting, answers: Answers) -> None:
    """Shows the recommendation, and writes it where it was asked for or where the founder wants it."""
    from coo_advisor.assessment import assess
    from coo_advisor.report.formats import render, show
    from coo_advisor.report.recommendation import put_into_words

    assessment = assess(sitting.space, answers)
    recommendation = put_into_words(assessment, sitting.words, _today())
    show(recommendation, bars=not sitting.request.plain)
    sitting.prompter.say("")
    request = sitting.request
    if request.answers_to:
        write = answers_as_json if request.answers_to.suffix == ".json" else answers_as_yaml
        _write(sitting, request.answers_to, write(sitting.space.questionnaire, answers, _today()))
    for path in request.outputs:
        _write(sitting, path, render(path.suffix, assessment, recommendation))
    if not request.outputs:
        suggested = Path(suggested_name(sitting.words, answers, sitting.space.questionnaire, _today()))
        page = Page(sitting.words("save_title"), progress=recommendation.headline)
        while chosen := _where(sitting, page, suggested):
            if _write(sitting, chosen, render(chosen.suffix, assessment, recommendation)):
                break


def suggested_name(words: Words, answers: Answers, questionnaire: Questionnaire, day: date) -> str:
    """A file name that tells the company and the day; no answer can make it lead to another folder."""
    first = next((question.id for question in questionnaire.questions if question.purpose == "contact"), "")
    company = re.sub(r"[^\w]+", "-", clean(str(answers.get(first) or "")))[:40].strip("-_")
    return "-".join(filter(None, (words("file_stem"), company.lower(), day.isoformat()))) + ".md"


def _where(sitting: Sitting, page: Page, suggested: Path) -> Path | None:
    """The file the founder chooses; None to save nothing."""
    words = sitting.words
    options = [
        Option("yes", words("save_yes", path=suggested)),
        Option("elsewhere", words("save_elsewhere")),
        Option("no", words("save_no")),
    ]
    chosen = _insist(sitting, page, options)
    if chosen == "elsewhere":
        named = sitting.prompter.write(
            Page(words("save_name")), str(suggested), lambda line: _wrong_name(line, words), number=False, known=True
        )
        return _where(sitting, page, suggested) if isinstance(named, Move) else _named(named)
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


def _write(sitting: Sitting, path: Path, content: str) -> bool:
    """Writes a file; asks before it replaces another. False where nothing was written."""
    words = sitting.words
    if taken(path) and not sitting.request.force:
        options = [Option("no", words("save_no")), Option("replace", words("save_replace"))]
        if _insist(sitting, Page(words("save_exists", path=path)), options) == "no":
            return False
    try:
        save(path, content, replace=True)
    except AdvisorError as error:
        sitting.prompter.say(str(error))
        return False
    sitting.prompter.say(words("saved", path=path))
    return True


def _farewell(draft: Draft | None, words: Words, request: Request) -> str:
    if draft is None or not draft.path.exists():
        return words("stopped_unsaved")
    return words("stopped", path=draft.path, command=_resume_command(request))


def _resume_command(request: Request) -> str:
    from coo_advisor.loading import packaged_questionnaire

    custom = request.source != packaged_questionnaire()
    return "coo-advisor ask --resume" + (f" --questions {shlex.quote(clean(str(request.source)))}" if custom else "")


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
