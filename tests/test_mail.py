"""Answers that come back from the page: read whatever a mail program did to them, and kept as a lead."""

from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from textwrap import wrap

import pytest
from program import runs
from questionnaires import PLANT, PLANT_FILE

from coo_advisor.leads.leadbook import Consent
from coo_advisor.leads.mail import BEGINS, ENDS, receive
from coo_advisor.questionnaire.answers import load_answers
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.system.errors import AdvisorError

SENTENCE = "J’accepte que la personne qui m’a proposé ce questionnaire garde mes réponses\N{NO-BREAK SPACE}: trois ans au plus."
ANSWERS: Answers = {
    "months": 28,
    "season": "growing",
    "circling": None,
    "afternoon": "yes",
    "signs": ("pale", "roots_out"),
    "nickname": 'Fougère "Nord" \\ fille, name: Léa',
}
TEXT = f"""{BEGINS}
questionnaire: {{"version":"{PLANT.version}","sha256":"{PLANT.sha256}"}}
answered_at: 2026-11-25
consent: {{"at":"2026-11-25","sentence":"{SENTENCE}"}}
months: 28
season: growing
circling: null
afternoon: yes
signs: [pale, roots_out]
nickname: "Fougère \\"Nord\\" \\\\ fille, name: Léa"
{ENDS}
"""


def quoted(text: str) -> str:
    """As a reply quotes it, twice."""
    return "".join(f"> > {line}\n" for line in text.splitlines())


def wrapped(text: str) -> str:
    """As a mail program breaks lines at 72 columns."""
    return "".join(f"{part}\n" for line in text.splitlines() for part in wrap(line, 72, break_long_words=False))


def curly(text: str) -> str:
    """As a phone makes quotes pretty: each second one closes."""
    parts = text.replace('\\"', "\0").split('"')
    return "".join(part + ("“" if at % 2 == 0 else "”") for at, part in enumerate(parts))[:-1].replace("\0", '\\"')


MAILS = {
    "as sent": TEXT,
    "with a greeting and a signature": f"Bonjour Anne,\nvoici : mes réponses\n\n{TEXT}\n-- \nLéa\nSent from my phone: bye\n",
    "quoted": quoted(TEXT),
    "wrapped": wrapped(TEXT),
    "wrapped, then quoted": quoted(wrapped(TEXT)),
    "curly quotes": curly(TEXT),
    "no-break spaces": "\n".join(line.replace(": ", ":\N{NO-BREAK SPACE}", 1) for line in TEXT.splitlines()),
    "indented": TEXT.replace("\n", "\n    "),
    "blank lines between": TEXT.replace("\n", "\n\n"),
    "lines of Windows": TEXT.replace("\n", "\r\n"),
    "indentation lost": "\n".join(line.strip() for line in TEXT.splitlines()),
    "sent from a phone": f"{TEXT}\nSent from my iPhone\n\n> Le 25 nov. 2026 à 10:12, Anne <anne@example.org> a écrit :\n> company: no\n",
    "the lines between spaced": TEXT.replace(BEGINS, f"  {BEGINS.replace(' ', chr(160))}  "),
    "all at once": quoted(wrapped(curly(TEXT))).replace("\n", "\r\n"),
    "a mark in front": "\N{ZERO WIDTH NO-BREAK SPACE}" + TEXT,
}


@pytest.mark.parametrize("mail", MAILS)
def test_what_a_mail_program_did_is_undone(mail: str) -> None:
    """Answers, day and consent are those that were sent."""
    received = receive(MAILS[mail].encode(), "mail.txt", PLANT)
    assert received.answers == ANSWERS
    assert received.day == date(2026, 11, 25)
    assert received.consent == Consent(date(2026, 11, 25), SENTENCE)
    assert received.other_version is None


def test_a_mail_in_an_old_encoding_is_read() -> None:
    """A mail saved by Windows is not always UTF-8."""
    assert receive(TEXT.replace("’", "'").encode("cp1252"), "mail.txt", PLANT).answers == ANSWERS


def test_a_mail_that_was_cut_off_is_refused() -> None:
    """The missing line is named, so that the mail is copied again."""
    with pytest.raises(AdvisorError, match=r"mail.txt: the line “# ===== coo-advisor: end =====” is missing"):
        receive(TEXT.partition("signs")[0].encode(), "mail.txt", PLANT)


@pytest.mark.parametrize("change", [("season: growing", "season: growin"), ("months: 28", "mnoths: 28")])
def test_answers_that_do_not_fit_are_reported(change: tuple[str, str]) -> None:
    """A mistake in a mail is reported as one in a file is, with the nearest valid name."""
    with pytest.raises(AdvisorError, match=r"Did you mean"):
        receive(TEXT.replace(*change).encode(), "mail.txt", PLANT)


def test_another_version_is_reported() -> None:
    """Answers to another questionnaire that still fit are taken, and its version is known."""
    changed = TEXT.replace(PLANT.sha256, "0" * 64).replace('"3"', '"1.9"')
    assert receive(changed.encode(), "mail.txt", PLANT).other_version == "1.9"


@pytest.mark.parametrize("without", ["consent: ", "2026-11-25"])
def test_no_consent_without_a_day_and_a_sentence(without: str) -> None:
    """Half a consent is none."""
    changed = TEXT.replace('consent: {"at":"2026-11-25"', 'consent: {"at":"soon"') if without[0] == "2" else _dropped()
    assert receive(changed.encode(), "mail.txt", PLANT).consent is None


def _dropped() -> str:
    return "\n".join(line for line in TEXT.splitlines() if not line.startswith("consent"))


def add(home: Path, *arguments: str, sent: str = "") -> "CompletedProcess[str]":
    """`leads …` without a terminal."""
    words = ("--questions", PLANT_FILE, "leads", *arguments, "--folder", home / "leads")
    return runs(home, *words, given=sent)


def test_a_mail_becomes_a_lead_once(tmp_path: Path) -> None:
    """From a file called .txt or from standard input; the same answers are not kept twice, and `leads` shows them."""
    mail = tmp_path / "mail.txt"
    mail.write_text(quoted(TEXT), encoding="utf-8")
    first = add(tmp_path, "add", str(mail))
    assert first.returncode == 0, first.stderr
    (kept,) = (tmp_path / "leads").iterdir()
    assert f"Kept: {kept}" in first.stderr
    assert load_answers(kept, PLANT) == ANSWERS
    assert SENTENCE in kept.read_text(encoding="utf-8")
    again = add(tmp_path, "add", "-", sent=TEXT)
    assert again.returncode == 0
    assert f"already kept as {kept.stem}" in again.stderr
    assert [kept] == list((tmp_path / "leads").iterdir())
    listed = add(tmp_path)
    assert "Fougère" in listed.stdout


def test_without_a_consent_nothing_is_kept_unasked(tmp_path: Path) -> None:
    """Without a terminal to ask at, the way to be asked is named, and there is no file."""
    refused = add(tmp_path, "add", "-", sent=_dropped())
    assert refused.returncode == 2
    assert "“coo-advisor leads add FILE” at a terminal" in refused.stderr
    assert not (tmp_path / "leads").exists()


def test_another_version_is_reported_and_kept(tmp_path: Path) -> None:
    """The consultant learns which version the answers were given to."""
    told = add(tmp_path, "add", "-", sent=TEXT.replace(PLANT.sha256, "0" * 64))
    assert told.returncode == 0
    assert "were given to version 3 of the questionnaire" in told.stderr
