"""One sitting at the terminal: a draft resumed or begun, the interview, the recommendation, and where it is kept."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coo_advisor.ask.delivery import deliver
from coo_advisor.ask.drafts import Draft, Progress, open_draft
from coo_advisor.ask.interview import Interview
from coo_advisor.ask.prompter import ask_yes_no, has_terminal, make_prompter, wants_plain_lines
from coo_advisor.ask.question_page import MenuItem, Page, Prompter
from coo_advisor.ask.sitting import Request, Sitting
from coo_advisor.leads.leadbook import Consent, keep_lead
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.clock import today
from coo_advisor.system.errors import INTERRUPTED, AdvisorError
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import Words

if TYPE_CHECKING:  # slow to import, and only needed once the questions are answered
    from coo_advisor.verdict.assessment import Assessment

_STOPS = (KeyboardInterrupt, EOFError, SystemExit)
"""What ends a sitting early: a key, or a signal that asks the program to exit."""


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
        sitting = Sitting(Space(questionnaire), words, prompter, draft, request)
        try:
            _hold(sitting)
        except _STOPS as stop:
            _say_last(prompter, sitting.farewell())
            raise Stopped(stop) from None


def _hold(sitting: Sitting) -> None:
    progress, intro = _start(sitting)
    for_lead = sitting.request.leads_to is not None
    interview = Interview(sitting.space, sitting.prompter, sitting.words, sitting.keep, for_lead=for_lead)
    done = interview.run(progress, intro)
    assert done
    answers = done.answers
    advice = _advise(sitting, answers)
    consent = _ask_consent(sitting) if sitting.request.leads_to else None
    lead = _keep_lead(sitting, answers, consent) if consent else None
    not_kept = consent is not None and lead is None
    if lead and sitting.draft:
        sitting.draft.discard()  # the lead file has the answers now: resuming would make a second lead of them
    try:
        delivered = deliver(sitting, answers, advice, insisting=not_kept)
    except _STOPS as stop:
        if lead is None:
            raise
        _say_last(sitting.prompter, sitting.words("stopped_kept", path=lead))
        raise Stopped(stop) from None
    if not delivered:
        raise AdvisorError(sitting.words("not_written"), *sitting.way_to_try_again())
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


def _start(sitting: Sitting) -> tuple[Progress, tuple[str, ...]]:
    """Where the interview begins: an unfinished one, where there is one and the founder wants it, or afresh."""
    fresh = Progress(today(), {}, sitting.request.prefill)
    found = sitting.draft.find() if sitting.draft else None
    if found and found.moved_to:
        sitting.prompter.say(sitting.words(found.why, path=found.moved_to))
    earlier = found.progress if found else None
    if earlier and earlier.answers:
        if _wants_to_resume(sitting, earlier):
            return earlier._replace(prefill={**earlier.prefill, **sitting.request.prefill}), ()
        if sitting.draft:
            sitting.draft.discard()
    if sitting.request.resume and not earlier:
        sitting.prompter.say(sitting.words("nothing_to_resume"))
    questionnaire = sitting.space.questionnaire
    return fresh, tuple(map(sitting.words.of, (questionnaire.title, questionnaire.intro)))


def _wants_to_resume(sitting: Sitting, earlier: Progress) -> bool:
    if sitting.request.resume is not None:
        return sitting.request.resume
    words = sitting.words
    help_text = words("resume_help", date=words.day(earlier.started), count=len(earlier.answers))
    items = [MenuItem("resume", words("resume_yes")), MenuItem("fresh", words("resume_no"))]
    return sitting.prompter.choose(Page(words("resume_title"), help_text), items, "resume") == "resume"


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
    page = Page(sentence)
    if ask_yes_no(sitting.prompter, words, page, yes=words("consent_yes"), no=words("consent_no")) is True:
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
        for sentence in sitting.way_to_try_again():
            sitting.prompter.say(sentence + "\n")
        return None
    sitting.prompter.say(words("lead_kept", path=path) + "\n")
    return path


def _say_last(prompter: Prompter, text: str) -> None:
    """Says something if there is still a terminal: its end may be why the sitting ends."""
    with suppress(OSError):
        prompter.say(text)
