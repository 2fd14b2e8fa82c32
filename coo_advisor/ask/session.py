"""One sitting at the terminal: a draft resumed or begun, the interview, the recommendation, and where it is kept."""

import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from coo_advisor.ask.drafts import Draft, Progress, open_draft
from coo_advisor.ask.interview import Interview
from coo_advisor.ask.prompter import has_terminal, insist, make_prompter, wants_plain_lines
from coo_advisor.ask.question_page import Move, Option, Page, Prompter
from coo_advisor.leads.leadbook import Consent, default_folder, keep_lead
from coo_advisor.questionnaire.answers import answers_as_json, answers_as_yaml
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.clock import today
from coo_advisor.system.errors import INTERRUPTED, AdvisorError
from coo_advisor.system.files import taken, write_atomically
from coo_advisor.system.visible import clean
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import Words

if TYPE_CHECKING:  # slow to import, and only needed once the questions are answered
    from coo_advisor.verdict.assessment import Assessment


_STOPS = (KeyboardInterrupt, EOFError, SystemExit)
"""What ends a sitting early: a key, or a signal that asks the program to exit."""


class Request(NamedTuple):
    """What the command line asked of a sitting; `resume` is None where the founder decides, `language` the locale.

    `leads_to` is the folder where the answers are kept as a lead, if the founder agrees.
    """

    source: Path
    outputs: tuple[Path, ...] = ()
    answers_to: Path | None = None
    leads_to: Path | None = None
    prefill: Answers = MappingProxyType({})
    resume: bool | None = None
    plain: bool = False
    force: bool = False
    language: str | None = None


class Stopped(Exception):
    """The founder stopped, or a signal did; the sitting has said where the answers are. `code` is the exit code."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__()
        self.code = cause.code if isinstance(cause, SystemExit) else INTERRUPTED


def sit(questionnaire: Questionnaire, words: Words, request: Request) -> None:
    """Asks, recommends, saves. Raises Stopped, or AdvisorError where there is no terminal or a file can't be written."""
    if not has_terminal():
        raise AdvisorError(words("no_terminal"))
    request = request._replace(plain=request.plain or wants_plain_lines())
    prompter = make_prompter(words, plain=request.plain)
    with _draft(questionnaire, words, prompter, request) as draft:
        try:
            _hold(Sitting(Space(questionnaire), words, prompter, draft, request))
        except _STOPS as stop:
            _say_last(prompter, _farewell(draft, words, request))
            raise Stopped(stop) from None


class Sitting(NamedTuple):
    """What everything in a sitting needs."""

    space: Space
    words: Words
    prompter: Prompter
    draft: Draft | None
    request: Request

    def keep(self, progress: Progress) -> None:
        """Puts the progress on disk; where that fails, says so once and goes on."""
        if self.draft is None:
            return
        told = self.draft.behind
        try:
            self.draft.keep(progress)
        except OSError as error:
            if not told:
                self.prompter.say(self.words("draft_unwritable", reason=error.strerror))


def _hold(sitting: Sitting) -> None:
    start = _start(sitting)
    answers = Interview(sitting.space, sitting.prompter, sitting.words, sitting.keep).run(start)
    advice = _advise(sitting, answers)
    consent = _ask_consent(sitting) if sitting.request.leads_to else None
    lead = _keep_lead(sitting, answers, consent) if consent else None
    not_kept = consent is not None and lead is None
    if lead and sitting.draft:
        sitting.draft.discard()  # the lead file has the answers now: resuming would make a second lead of them
    try:
        delivered = _deliver(sitting, answers, advice, insisting=not_kept)
    except _STOPS as stop:
        if lead is None:
            raise
        _say_last(sitting.prompter, sitting.words("stopped_kept", path=lead))
        raise Stopped(stop) from None
    if not delivered:
        raise AdvisorError(sitting.words("not_written"), *_way_to_try_again(sitting))
    if sitting.draft and not not_kept:
        sitting.draft.discard()


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
    fresh = Progress(today(), {}, sitting.request.prefill)
    found = sitting.draft.find() if sitting.draft else None
    if found and found.moved_to:
        sitting.prompter.say(sitting.words(found.why, path=found.moved_to))
    earlier = found.progress if found else None
    if earlier and earlier.answers:
        if _wants_to_resume(sitting, earlier):
            return earlier._replace(prefill={**earlier.prefill, **sitting.request.prefill})
        if sitting.draft:
            sitting.draft.discard()
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
    return insist(sitting.prompter, Page(words("resume_title"), help_text), options) == "resume"


def _advise(sitting: Sitting, answers: Answers) -> "Assessment":
    """Shows what the answers come to."""
    from coo_advisor.report.formats import show_summary
    from coo_advisor.verdict.assessment import assess

    assessment = assess(sitting.space, answers)
    show_summary(assessment, sitting.words, today(), bars=not sitting.request.plain)
    sitting.prompter.say("")
    return assessment


def _ask_consent(sitting: Sitting) -> Consent | None:
    """What the founder agrees to; None where they don't. It is the title, as a crowded page may hide its help."""
    words, consultant = sitting.words, sitting.space.questionnaire.consultant
    sentence = words("consent", keeper=consultant.name or words("consent_keeper"))
    options = [Option("no", words("consent_no")), Option("yes", words("consent_yes"))]
    if insist(sitting.prompter, Page(sentence), options) == "yes":
        return Consent(today(), sentence)
    sitting.prompter.say(words("consent_refused") + "\n")
    return None


def _keep_lead(sitting: Sitting, answers: Answers, consent: Consent) -> Path | None:
    """The lead file; None where it can't be written, and then the draft keeps the answers."""
    request, words = sitting.request, sitting.words
    assert request.leads_to
    try:
        path = keep_lead(request.leads_to, sitting.space.questionnaire, answers, consent)
    except OSError as error:
        sitting.prompter.say(words("lead_failed", folder=request.leads_to, reason=error.strerror))
        for sentence in _way_to_try_again(sitting):
            sitting.prompter.say(sentence + "\n")
        return None
    sitting.prompter.say(words("lead_kept", path=path) + "\n")
    return path


def _way_to_try_again(sitting: Sitting) -> tuple[str, ...]:
    """Where the answers stay and how to go on; nothing where no draft has them all: a full disk may keep some out."""
    draft, request = sitting.draft, sitting.request
    if draft is None or not draft.secure():
        return ()
    return (sitting.words("try_again", path=draft.path, command=_resume_command(request)),)


def _deliver(sitting: Sitting, answers: Answers, advice: "Assessment", *, insisting: bool) -> bool:
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
        Option("yes", words("save_yes", path=suggested)),
        Option("elsewhere", words("save_elsewhere")),
        Option("no", words("save_no")),
    ]
    chosen = insist(sitting.prompter, page, options)
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


def _may_replace(sitting: Sitting, path: Path) -> bool:
    """Whether a file may be written; asks where that replaces another."""
    if sitting.request.force or not taken(path):
        return True
    words = sitting.words
    options = [Option("no", words("save_no")), Option("replace", words("save_replace"))]
    return insist(sitting.prompter, Page(words("save_exists", path=path)), options) == "replace"


def _write(sitting: Sitting, path: Path, content: str) -> bool:
    """Writes a file and says so; False where it could not be written, which is said, too."""
    try:
        write_atomically(path, content)
    except OSError as error:
        sitting.prompter.say(sitting.words("save_failed", path=path, reason=error.strerror))
        return False
    sitting.prompter.say(sitting.words("saved", path=path))
    return True


def _say_last(prompter: Prompter, text: str) -> None:
    """Says something if there is still a terminal: its end may be why the sitting ends."""
    with suppress(OSError):
        prompter.say(text)


def _farewell(draft: Draft | None, words: Words, request: Request) -> str:
    secured = draft is not None and draft.secure()
    if draft is None or not draft.path.exists():
        return words("stopped_unsaved")
    return words("stopped" if secured else "stopped_behind", path=draft.path, command=_resume_command(request))


def _resume_command(request: Request) -> str:
    from coo_advisor.questionnaire.loading import packaged_questionnaire

    parts = ["coo-advisor", "ask", "--resume"]
    if request.plain:
        parts.append("--plain")
    if request.language:
        parts += ["--lang", request.language]
    if request.source != packaged_questionnaire():
        parts += ["--questions", clean(str(request.source))]
    if request.leads_to:
        own = request.leads_to == default_folder()
        parts += ["--lead"] if own else ["--save", clean(f"{request.leads_to}/")]
    if request.answers_to:
        parts += ["--save", clean(str(request.answers_to))]
    for path in request.outputs:
        parts += ["-o", clean(str(path))]
    return shlex.join(parts)
