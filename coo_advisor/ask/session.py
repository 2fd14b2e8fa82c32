"""One sitting at the terminal: a draft resumed or begun, the interview, the recommendation, and where it is kept."""

import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from coo_advisor.answers import answers_as_json, answers_as_yaml
from coo_advisor.ask.interview import Interview
from coo_advisor.ask.page import Move, Option, Page, Prompter
from coo_advisor.ask.prompter import has_terminal, insist, make_prompter, wants_plain_lines
from coo_advisor.drafts import Draft, Progress, open_draft
from coo_advisor.errors import AdvisorError
from coo_advisor.files import save, taken
from coo_advisor.flow import Answers
from coo_advisor.leadbook import Consent, default_folder, keep_lead
from coo_advisor.questionnaire import Questionnaire
from coo_advisor.space import Space
from coo_advisor.texts import clean
from coo_advisor.wording import Words

if TYPE_CHECKING:  # slow to import, and only needed once the questions are answered
    from coo_advisor.assessment import Assessment
    from coo_advisor.report.recommendation import Recommendation


class Request(NamedTuple):
    """What the command line asked of a sitting; `resume` is None where the founder decides.

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


class Stopped(Exception):
    """The founder stopped; the sitting has said where the answers are."""


def sit(questionnaire: Questionnaire, words: Words, request: Request) -> None:
    """Asks, recommends, saves. Raises Stopped, or AdvisorError where there is no terminal or a file can't be written."""
    if not has_terminal():
        raise AdvisorError(words("no_terminal"))
    request = request._replace(plain=request.plain or wants_plain_lines())
    prompter = make_prompter(words, plain=request.plain)
    with _draft(questionnaire, words, prompter, request) as draft:
        try:
            _hold(Sitting(Space(questionnaire), words, prompter, draft, request))
        except (KeyboardInterrupt, EOFError):
            prompter.say(_farewell(draft, words, request))
            raise Stopped from None
        except SystemExit:  # a signal asked the program to end
            prompter.say(_farewell(draft, words, request))
            raise


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


class Advice(NamedTuple):
    """What was recommended, in figures and in words."""

    assessment: "Assessment"
    recommendation: "Recommendation"


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
        _deliver(sitting, answers, advice, insisting=not_kept)
    except (KeyboardInterrupt, EOFError):
        if lead is None:
            raise
        sitting.prompter.say(sitting.words("stopped_kept", path=lead))
        raise Stopped from None
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
    return insist(sitting.prompter, Page(words("resume_title"), help_text), options) == "resume"


def _advise(sitting: Sitting, answers: Answers) -> Advice:
    """Shows what the answers come to."""
    from coo_advisor.assessment import assess
    from coo_advisor.report.formats import show
    from coo_advisor.report.recommendation import put_into_words

    assessment = assess(sitting.space, answers)
    recommendation = put_into_words(assessment, sitting.words, _today())
    show(recommendation, bars=not sitting.request.plain)
    sitting.prompter.say("")
    return Advice(assessment, recommendation)


def _ask_consent(sitting: Sitting) -> Consent | None:
    """What the founder agrees to; None where they don't. It is the title, as a crowded page may hide its help."""
    words, consultant = sitting.words, sitting.space.questionnaire.consultant
    sentence = words("consent", keeper=words.of(consultant.name) if consultant else words("consent_keeper"))
    options = [Option("no", words("consent_no")), Option("yes", words("consent_yes"))]
    if insist(sitting.prompter, Page(sentence), options) == "yes":
        return Consent(_today(), sentence)
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
        if sitting.draft and _holds(sitting.draft, answers):
            sitting.prompter.say(words("lead_later", path=sitting.draft.path, command=_resume_command(request)) + "\n")
        return None
    sitting.prompter.say(words("lead_kept", path=path) + "\n")
    return path


def _holds(draft: Draft, answers: Answers) -> bool:
    """Whether a draft has all the answers: a full disk may have kept the last ones out."""
    try:
        found = draft.find().progress
    except OSError:
        return False
    return found is not None and found.answers == answers


def _deliver(sitting: Sitting, answers: Answers, advice: Advice, *, insisting: bool) -> None:
    """Writes the answers and the advice where that was asked for; else, or where `insisting`, offers to."""
    from coo_advisor.report.formats import render

    request = sitting.request
    if request.answers_to:
        write = answers_as_json if request.answers_to.suffix == ".json" else answers_as_yaml
        _write(sitting, request.answers_to, write(sitting.space.questionnaire, answers, _today()))
    for path in request.outputs:
        _write(sitting, path, render(path.suffix, *advice))
    if insisting or not request.outputs:
        suggested = Path(suggested_name(sitting.words, answers, sitting.space.questionnaire, _today()))
        page = Page(sitting.words("save_title"), progress=advice.recommendation.headline)
        while chosen := _where(sitting, page, suggested):
            if _write(sitting, chosen, render(chosen.suffix, *advice)):
                break


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


def _write(sitting: Sitting, path: Path, content: str) -> bool:
    """Writes a file; asks before it replaces another. False where nothing was written."""
    words = sitting.words
    if taken(path) and not sitting.request.force:
        options = [Option("no", words("save_no")), Option("replace", words("save_replace"))]
        if insist(sitting.prompter, Page(words("save_exists", path=path)), options) == "no":
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

    parts = ["coo-advisor", "ask", "--resume"]
    if request.source != packaged_questionnaire():
        parts += ["--questions", clean(str(request.source))]
    if request.leads_to:
        own = request.leads_to == default_folder()
        parts += ["--lead"] if own else ["--save", clean(f"{request.leads_to}/")]
    return shlex.join(parts)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
