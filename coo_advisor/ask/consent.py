"""The lead that a founder agrees to: asked for, kept, and kept anew if answers change."""

from pathlib import Path

from coo_advisor.ask.ending import Result, hold
from coo_advisor.ask.prompter import ask_yes_no
from coo_advisor.ask.question_page import Left, Page, wrapped
from coo_advisor.ask.sitting import Sitting
from coo_advisor.leads.leadbook import Consent, keep_lead
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.system.clock import today
from coo_advisor.system.errors import reason_of
from coo_advisor.system.streams import prose_width


def consent_sentence(sitting: Sitting) -> str:
    """What the founder is asked to agree to."""
    keeper = sitting.space.questionnaire.consultant.name or sitting.words("consent_keeper")
    return sitting.words("consent", keeper=keeper)


def ask_consent(sitting: Sitting) -> Consent | Left | None:
    """What the founder agrees to; None if they don't. It is the title, as a crowded page may hide its help."""
    words, sentence = sitting.words, consent_sentence(sitting)
    page = Page(sentence, leads_back=True)
    agreed = ask_yes_no(sitting.prompter, words, page, yes=words("consent_yes"), no=words("consent_no"))
    if isinstance(agreed, Left):
        return agreed
    if agreed:
        return Consent(today(), sentence)
    sitting.prompter.say(words("consent_refused") + "\n")
    return None


def keep(sitting: Sitting, answers: Answers, consent: Consent, instead_of: Path | None = None) -> Path | None:
    """The lead file, in place of an earlier one of this sitting; None if it can't be written, which is said."""
    words, folder = sitting.words, sitting.request.leads_to
    assert folder
    try:
        path = keep_lead(folder, sitting.space.questionnaire, answers, consent)
        if instead_of:
            instead_of.unlink(missing_ok=True)
    except OSError as error:
        sitting.prompter.say(words("lead_failed", folder=folder.absolute(), reason=reason_of(error)))
        for sentence in sitting.way_to_try_again():
            sitting.prompter.say(sentence + "\n")
        return None
    return path


def say_where(sitting: Sitting, result: Result, lead: Path) -> None:
    """Says where a lead is kept; on a small screen until it was read."""
    kept = sitting.words("lead_kept", path=lead.absolute())
    sitting.prompter.say(kept + "\n")
    hold(sitting, result, ["", *wrapped(kept, prose_width()).splitlines(), ""])
