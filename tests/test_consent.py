"""A lead is kept if the founder agrees, and only then: on a real terminal, in both languages and at two sizes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
import yaml
from terminal import (
    CTRL_C,
    CTRL_D,
    DOWN,
    ENTER,
    ESCAPE,
    EVERY_LANGUAGE,
    EVERY_SIZE,
    FOUNDER,
    QUESTIONNAIRE,
    Founder,
    Page,
    PlainFounder,
    User,
    flat,
)

from coo_advisor.ask.drafts import Progress, open_draft
from coo_advisor.leads.leadbook import Consent, keep_lead
from coo_advisor.leads.mail import BEGINS, ENDS
from coo_advisor.questionnaire.answers import load_answers
from coo_advisor.questionnaire.loading import packaged_questionnaire

PLACES = pytest.mark.parametrize(("language", "columns", "rows"), [("fr", 80, 24), ("en", 40, 12)])
"""Both languages and both sizes, each once."""

LONG_AGO = date(2020, 2, 29)


def consent_page(user: User) -> Page:
    """The question whether the answers may be kept."""
    words = user.words
    labels = (words("consent_no"), words("consent_yes"))
    return Page(consent_sentence(user), labels=labels)


def consent_sentence(user: User) -> str:
    """What a founder agrees to, in full."""
    return user.words("consent", keeper=QUESTIONNAIRE.consultant.name or user.words("consent_keeper"))


@contextmanager
def asked_for_consent(
    user: User, *arguments: str, plain: bool = False, columns: int = 80, rows: int = 24, **environment: str
) -> Iterator[Founder]:
    """A founder who answered everything, saw the recommendation, and is asked whether the answers may be kept."""
    source = packaged_questionnaire()
    with open_draft(user.state, source, QUESTIONNAIRE) as draft:
        draft.keep(Progress(LONG_AGO, FOUNDER, {}, told=True))
    more = ["--plain"] if plain else []
    with user.sits("ask", "--resume", *more, *arguments, columns=columns, rows=rows, **environment) as terminal:
        founder = (PlainFounder if plain else Founder)(terminal, user.words, FOUNDER)
        if isinstance(founder, PlainFounder):
            founder.hears(user.words("review_title"))
            founder.types("1")
            founder.hears(consent_sentence(user))
        else:
            terminal.wait_for_page(founder.review_page())
            terminal.send(ENTER)
            founder.reads_on(consent_page(user))
        yield founder


def squeezed(text: str) -> str:
    """A text without spaces: a path that is longer than a line is broken anywhere."""
    return "".join(text.split())


def leads(user: User, folder: str = "leads") -> list[Path]:
    """The files in a folder, hidden ones too; none if there is no folder."""
    return sorted((user.home / folder).glob("*"))


@EVERY_SIZE
@EVERY_LANGUAGE
def test_a_founder_who_agrees_is_kept(tmp_path: Path, language: str, columns: int, rows: int) -> None:
    """The sentence is seen whole, no is preselected; a yes is kept with that sentence, at once, and where is seen whole."""
    user = User(tmp_path, language)
    with asked_for_consent(user, "--save", "leads/", columns=columns, rows=rows) as founder:
        page = consent_page(user)
        founder.terminal.wait_for(page.title, *page.labels)
        assert founder.points_at(user.words("consent_no"))
        assert leads(user) == []
        assert user.drafts()
        founder.picks(user.words("consent_yes"))
        founder.terminal.wait_for_page(founder.menu_page(), Page(user.words("key_on")))
        (path,) = leads(user)
        assert user.drafts() == []
        assert squeezed(user.words("lead_kept", path=path)) in squeezed(founder.terminal.screen())
        founder.reaches_the_menu()
        founder.is_done()
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert flat(written["consent"]["sentence"]) == flat(page.title)
    assert written["consent"]["at"] == written["answered_at"]
    assert load_answers(path, QUESTIONNAIRE) == FOUNDER


@PLACES
def test_a_founder_who_does_not_agree_is_not_kept(tmp_path: Path, language: str, columns: int, rows: int) -> None:
    """Enter alone is a no, and so it stays: nothing is written, a sentence says so, and the advice is offered."""
    user = User(tmp_path, language)
    with asked_for_consent(user, "--save", "leads/", columns=columns, rows=rows) as founder:
        founder.goes_back(founder.review_page())
        founder.terminal.send(ENTER)
        founder.reads_on(consent_page(user))
        founder.terminal.send(ENTER)
        founder.terminal.wait_for_page(founder.menu_page())
        assert flat(user.words("consent_refused")) in flat(founder.terminal.everything())
        assert not (user.home / "leads").exists()
        founder.is_done()
    assert not (user.home / "leads").exists()
    assert user.drafts() == []


@pytest.mark.parametrize(("language", "agrees"), [("fr", True), ("en", False)])
def test_plain_lines_ask_the_same(tmp_path: Path, language: str, agrees: bool) -> None:
    """If nothing is drawn, Enter alone is a no as well, and 2 is a yes."""
    user = User(tmp_path, language)
    environment = {"XDG_DATA_HOME": str(tmp_path / "data")}
    with asked_for_consent(user, "--lead", plain=True, **environment) as founder:
        assert isinstance(founder, PlainFounder)
        founder.types("2" if agrees else "")
        founder.hears(user.words("menu_read"))
        kept = leads(user, "data/coo-advisor/leads")
        assert len(kept) == agrees
        said = user.words("lead_kept", path=kept[0]) if agrees else user.words("consent_refused")
        assert squeezed(said) in squeezed(founder.terminal.everything())
        founder.is_done()


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
def test_stopping_instead_of_agreeing_keeps_the_draft(tmp_path: Path, key: str) -> None:
    """Whoever stops at the question is not kept, and the way to go on asks for consent again."""
    user = User(tmp_path)
    with asked_for_consent(user, "--save", "my leads/") as founder:
        founder.terminal.send(key)
        assert founder.terminal.exit_code() == 130
        assert "coo-advisor ask --resume --save 'my leads/'" in flat(founder.terminal.everything())
    assert leads(user, "my leads") == []
    assert len(user.drafts()) == 1


def test_stopping_after_agreeing_says_where_the_answers_are(tmp_path: Path) -> None:
    """Once the lead is kept there is no draft to resume, which would make a second lead of the same answers."""
    user = User(tmp_path)
    with asked_for_consent(user, "--save", "leads/") as founder:
        founder.picks(user.words("consent_yes"))
        founder.terminal.wait_for_page(founder.menu_page())
        founder.terminal.send(CTRL_C)
        assert founder.terminal.exit_code() == 130
        (path,) = leads(user)
        assert squeezed(user.words("stopped_kept", path=path)) in squeezed(founder.terminal.everything())
    assert user.drafts() == []


def test_a_lead_that_cannot_be_written_loses_nothing(tmp_path: Path) -> None:
    """The reason and the way to try again are given, the advice is offered as well, and the draft stays."""
    user = User(tmp_path, "fr")
    with asked_for_consent(user, "--save", "blocked/leads/", "-o", "advice.json") as founder:
        (tmp_path / "blocked").touch()
        founder.picks(user.words("consent_yes"))
        founder.terminal.wait_for_page(founder.menu_page())
        said = squeezed(founder.terminal.everything())
        folder = tmp_path / "blocked" / "leads"
        assert squeezed(user.words("lead_failed", folder=folder, reason="ce n’est pas un dossier")) in said
        assert "coo-advisorask--resume--saveblocked/leads/" in said
        founder.is_done()
    assert (tmp_path / "advice.json").exists()
    assert len(user.drafts()) == 1


def test_a_lead_is_kept_if_no_draft_could_be(tmp_path: Path) -> None:
    """What was agreed to is kept, draft or not."""
    user = User(tmp_path)
    with asked_for_consent(user, "--save", "leads/") as founder:
        for path in user.state.iterdir():
            path.unlink()
        founder.picks(user.words("consent_yes"))
        founder.terminal.wait_for_page(founder.menu_page())
        founder.is_done()
    assert len(leads(user)) == 1


@PLACES
@pytest.mark.parametrize("command", ["forget", "purge"])
def test_deleting_is_confirmed(tmp_path: Path, command: str, language: str, columns: int, rows: int) -> None:
    """Enter alone, Escape and stopping delete nothing; a yes deletes what was named, seen whole."""
    user = User(tmp_path, language)
    words = user.words
    path = keep_lead(tmp_path / "leads", QUESTIONNAIRE, {"company": "Atelier Nord"}, Consent(LONG_AGO, "yes"))
    named = f"{path.stem} · Atelier Nord · {words.day(LONG_AGO)}"
    title = words("forget_title", lead=named) if command == "forget" else words("purge_title", count=1)
    page = Page(title, keys=words("keys_choose", last=2))
    arguments = ["2020"] if command == "forget" else ["--older-than", "3y"]
    for keys, code in ((ENTER, 0), (ESCAPE, 0), (CTRL_C, 130), (DOWN + ENTER, 0)):
        assert path.exists()
        with user.sits("leads", command, *arguments, "--folder", "leads", columns=columns, rows=rows) as terminal:
            terminal.wait_for_page(page)
            assert flat(named) in flat(terminal.everything())
            terminal.send(keys)
            assert terminal.exit_code() == code
            said = words("deleted", id=path.stem) if DOWN in keys else words("delete_refused")
            assert squeezed(said) in squeezed(terminal.everything())
    assert not path.exists()


@PLACES
def test_a_mail_without_consent_is_kept_only_if_it_was_given(
    tmp_path: Path, language: str, columns: int, rows: int
) -> None:
    """Whoever adds it sees the sentence whole and is asked; Enter alone is a no, and a yes is kept with the sentence."""
    user = User(tmp_path, language)
    words = user.words
    sentence = words("page_consent", keeper=words("page_keeper"))
    mail = tmp_path / "mail.txt"
    mail.write_text(
        f"Bonjour !\n> {BEGINS}\n> headcount: 28\n> company: Atelier Nord\n> {ENDS}\nLéa\n", encoding="utf-8"
    )
    page = Page(words("add_consent", sentence=sentence), labels=(words("add_no"), words("add_yes")))
    for keys, said in ((ENTER, "add_refused"), (DOWN + ENTER, "add_kept")):
        assert leads(user) == []
        with user.sits("leads", "add", mail, "--folder", "leads", columns=columns, rows=rows) as terminal:
            terminal.wait_for_page(page)
            terminal.send(keys)
            assert terminal.exit_code() == 0
            path = next((each.relative_to(tmp_path) for each in leads(user)), None)
            assert squeezed(words(said, path=path)) in squeezed(terminal.everything())
    (kept,) = leads(user)
    written = yaml.safe_load(kept.read_text(encoding="utf-8"))
    assert flat(written["consent"]["sentence"]) == flat(sentence)
    assert load_answers(kept, QUESTIONNAIRE) == {"headcount": 28, "company": "Atelier Nord"}
