"""One sitting at the terminal: a draft resumed or begun, the interview, the advice, and what is done with it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

from coo_advisor.ask.consent import ask_consent, consent_sentence, keep, say_where
from coo_advisor.ask.delivery import deliver
from coo_advisor.ask.drafts import Draft, FoundDraft, Progress, open_draft
from coo_advisor.ask.ending import Ending, Result, follow, menu, show
from coo_advisor.ask.prompter import has_terminal, make_prompter, wants_plain_lines
from coo_advisor.ask.question_page import Left, MenuItem, Page, Prompter, wrapped
from coo_advisor.ask.sitting import Request, Sitting
from coo_advisor.leads.leadbook import Consent
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.clock import today
from coo_advisor.system.errors import INTERRUPTED, AdvisorError, reason_of
from coo_advisor.system.streams import prose_width, unechoed
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import Words

_STOPS = (KeyboardInterrupt, EOFError, SystemExit)
"""What ends a sitting early: a key, or a signal that asks the program to exit."""


class Stopped(Exception):
    """The founder stopped, or a signal did; the sitting has said where the answers are. `code` is the exit code."""

    def __init__(self, cause: BaseException) -> None:
        super().__init__()
        self.code = cause.code if isinstance(cause, SystemExit) else INTERRUPTED


def sit(questionnaire: Questionnaire, words: Words, request: Request) -> None:
    """Asks, advises, saves. Raises Stopped, or AdvisorError if there is no terminal or a file can't be written."""
    if not has_terminal():
        raise AdvisorError(words("no_terminal"))
    request = request._replace(plain=request.plain or wants_plain_lines())
    prompter = make_prompter(words, plain=request.plain)
    with _draft(questionnaire, words, prompter, request) as draft:
        sitting = Sitting(Space(questionnaire), words, prompter, draft, request)
        try:
            with nullcontext() if request.plain else unechoed():
                _hold(sitting)
        except _STOPS as stop:
            _say_last(sitting, sitting.farewell())
            raise Stopped(stop) from None


def _hold(sitting: Sitting) -> None:
    progress, intro = _start(sitting)
    if not progress.done:
        progress = _answered(sitting, progress, intro)
    result = show(sitting, progress, said=_rows_below_advice(sitting))
    consent, lead = None, None
    if sitting.request.leads_to:
        consent, result = _consent(sitting, result)
        lead = keep(sitting, result.progress.answers, consent) if consent else None
        if lead or not consent:  # the lead has the answers now, or nobody: a draft would make a second one of them
            sitting = sitting.without_draft()
    try:
        if lead:
            say_where(sitting, result, lead)
        delivered = deliver(sitting, result.progress.answers, result.advice)
        forgotten = _loop(sitting, result, consent, lead)
    except _STOPS as stop:
        if lead is None:
            raise
        _say_last(sitting, sitting.words("stopped_kept", path=lead.absolute()))
        raise Stopped(stop) from None
    if not delivered:
        raise AdvisorError(sitting.words("not_written"), *sitting.way_to_try_again())
    _part(sitting, forgotten=forgotten)


def _answered(sitting: Sitting, progress: Progress, intro: tuple[str, ...] = ()) -> Progress:
    """The progress of an interview held to its end."""
    answered = sitting.interview().run(progress, intro)
    assert answered  # without a door there is no page before the first
    return answered


def _consent(sitting: Sitting, result: Result) -> tuple[Consent | None, Result]:
    """What the founder agrees to, after the advice; going back leads to the review, and to the advice again."""
    while isinstance(consent := ask_consent(sitting), Left):
        result = show(sitting, _answered(sitting, result.progress), said=_rows_below_advice(sitting))
    return consent, result


def _rows_below_advice(sitting: Sitting) -> int:
    """The rows that stand between the advice and the menu's, or the consent's, two rows shorter but for its sentence."""
    request, words = sitting.request, sitting.words
    if request.leads_to:
        return len(wrapped(consent_sentence(sitting), prose_width()).splitlines()) - 2
    paths = (*([request.answers_to] if request.answers_to else []), *request.outputs)
    said = [wrapped(words("saved", path=path.absolute()), prose_width()) for path in paths]
    return sum(len(each.splitlines()) for each in said)


def _loop(sitting: Sitting, result: Result, consent: Consent | None, lead: Path | None) -> bool:
    """Does what the founder chooses until there is nothing more; True if all answers are to be forgotten."""
    while (way := menu(sitting, result)) not in (Ending.DONE, Ending.FORGET):
        before = result.progress.answers
        result = follow(sitting, result, way)
        changed = lead and result.progress.answers != before
        if changed and consent and (anew := keep(sitting, result.progress.answers, consent, instead_of=lead)):
            lead = anew
            say_where(sitting, result, lead)
    return way is Ending.FORGET


def _part(sitting: Sitting, *, forgotten: bool) -> None:
    """Says what stays on this computer, and how to be rid of it."""
    if sitting.draft is None:
        return
    if forgotten:
        sitting.draft.discard()
        sitting.prompter.say(sitting.words("forgotten"))
    elif sitting.draft.secure():
        sitting.prompter.say(sitting.words("stays", path=sitting.draft.path))


@contextmanager
def _draft(questionnaire: Questionnaire, words: Words, prompter: Prompter, request: Request) -> Iterator[Draft | None]:
    """The draft of this sitting; None, with a warning, if no folder can hold one."""
    from platformdirs import user_state_path

    with ExitStack() as stack:
        draft = None
        try:
            draft = stack.enter_context(open_draft(user_state_path("coo-advisor"), request.source, questionnaire))
        except OSError as error:
            prompter.say(words("draft_unwritable", reason=reason_of(error)))
        yield draft


def _start(sitting: Sitting) -> tuple[Progress, tuple[str, ...]]:
    """Where to begin, with what stands above the first page: an earlier interview that the founder wants, or afresh."""
    request, words = sitting.request, sitting.words
    found = sitting.draft.find() if sitting.draft else FoundDraft()
    if found.why:
        sitting.prompter.say(words(found.why, path=found.moved_to))
    earlier = found.progress
    if earlier and earlier.answers:
        if _wants_to_resume(sitting, earlier):
            return earlier._replace(prefill={**earlier.prefill, **request.prefill}), ()
        earlier = None
        if sitting.draft:
            sitting.draft.discard()
    elif request.resume and not earlier:
        sitting.prompter.say(words("nothing_to_resume"))
    questionnaire = sitting.space.questionnaire
    prefill = {**(earlier.prefill if earlier and request.resume is not False else {}), **request.prefill}
    return Progress(today(), {}, prefill), tuple(map(words.of, (questionnaire.title, questionnaire.intro)))


def _wants_to_resume(sitting: Sitting, earlier: Progress) -> bool:
    if sitting.request.resume is not None:
        return sitting.request.resume
    words, kind = sitting.words, "again" if earlier.done else "resume"
    help_text = words(f"{kind}_help", date=words.day(earlier.started), count=len(earlier.answers))
    items = [MenuItem("resume", words(f"{kind}_yes")), MenuItem("fresh", words(f"{kind}_no"))]
    return sitting.prompter.choose(Page(words(f"{kind}_title"), help_text), items, "resume") == "resume"


def _say_last(sitting: Sitting, text: str) -> None:
    """Says something if there is still a terminal: its end may be why the sitting ends."""
    with suppress(OSError):
        sitting.prompter.say(text)
