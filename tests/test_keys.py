"""The keys of every page: one forward, one back, what chooses, and nothing answers what was not seen."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from terminal import (
    CTRL_C,
    CTRL_T,
    DOWN,
    END,
    ENTER,
    ESCAPE,
    FOUNDER,
    HOME,
    PASTE,
    QUESTIONNAIRE,
    SHIFT_TAB,
    UP,
    Founder,
    Page,
    PlainFounder,
    User,
    after,
    before,
    flat,
    interview,
    keep_draft,
    resumed,
)

from coo_advisor.questionnaire.flow import Answers, all_that_hold
from coo_advisor.verdict.scoring import most_points

ALT_LEFT, ALT_BACKSPACE, OPTION_LEFT, CTRL_Z = "\x1b[1;3D", "\x1b\x7f", "\x1bb", "\x1a"
SIGNATURE = "Anne Leroy\r\nAtelier Nord\r\n12 rue du Port\r\n\r\n+32 2 555 12 12\r\n" * 3


def question(id: str) -> Callable[[Founder], Page]:
    """The page of a question."""
    return lambda founder: founder.page(QUESTIONNAIRE.question(id))


def beside(id: str, step: int) -> Callable[[Founder], Page]:
    """The page of the question that FOUNDER is asked before another one, or after it."""
    ids = list(FOUNDER)
    return question(ids[ids.index(id) + step])


def titled(key: str) -> Callable[[Founder], Page]:
    """A page that is known by a text of the wording."""
    return lambda founder: Page(founder.words(key))


OFFER, REVIEW, MENU = Founder.settled_page, Founder.review_page, Founder.menu_page
SAVE, NAME = Founder.save_page, titled("save_name")

TABLE = {
    "a choice": ("growth", question("growth"), beside("growth", 1), beside("growth", -1)),
    "a number": ("headcount", question("headcount"), beside("headcount", 1), question("headcount")),
    "several": ("trigger", question("trigger"), beside("trigger", 1), beside("trigger", -1)),
    "a text": ("company", question("company"), beside("company", 1), beside("company", -1)),
    "the offer": ("founder_stepback", OFFER, REVIEW, question("founder_away")),
    "the review": ("", REVIEW, MENU, question("email")),
}
"""Page: the question before which the draft ends, the page itself, the one after Enter, the one after Escape."""


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("back", [ESCAPE, SHIFT_TAB], ids=["Escape", "Shift-Tab"])
def test_every_page_leads_one_forward_and_one_back(tmp_path: Path, name: str, back: str) -> None:
    """Enter goes to the next page, Escape to the one before, and from either the other key leads back again."""
    user = User(tmp_path)
    id, here, after, earlier = TABLE[name]
    keep_draft(user, before(id, FOUNDER), told=name != "the offer", prefill=FOUNDER)
    with user.sits("ask", "--resume") as terminal:
        founder = Founder(terminal, user.words, FOUNDER)
        terminal.wait_for_page(here(founder))
        assert (user.words("key_back") in terminal.screen()) == (here(founder) != earlier(founder))
        terminal.send(ENTER)
        terminal.wait_for_page(after(founder))
        if after is not MENU:
            terminal.send(back)
            terminal.wait_for_page(here(founder))
            terminal.send(back)
            terminal.wait_for_page(earlier(founder))


def test_the_pages_after_the_advice_lead_back_in_turn(tmp_path: Path) -> None:
    """From the name of a file over what to save to the menu, from the menu to the review, and from there back."""
    with at_the_menu(User(tmp_path)) as founder:
        founder.picks(founder.words("menu_save"))
        founder.terminal.wait_for_page(SAVE(founder))
        founder.terminal.send(ENTER)
        founder.terminal.wait_for_page(NAME(founder))
        for page in (SAVE, MENU, REVIEW, MENU):
            founder.goes_back(page(founder))


@contextmanager
def at_the_menu(user: User) -> Iterator[Founder]:
    """A founder who answered everything and has the advice on the screen."""
    with resumed(user, FOUNDER) as founder:
        founder.asks_for_the_recommendation()
        yield founder


def test_back_over_several_pages_then_forward_page_by_page(tmp_path: Path) -> None:
    """Nothing is jumped over on the way forward, and each answer stands as it was."""
    with resumed(User(tmp_path), FOUNDER, "founder_week") as founder:
        ids = list(before("founder_week", FOUNDER))
        for id in reversed(ids):
            founder.goes_back(question(id)(founder))
        for id in (*ids[1:], "founder_week"):
            founder.terminal.send(ENTER)
            founder.terminal.wait_for_page(question(id)(founder))


def test_a_question_opened_from_the_review_leads_back_to_it(tmp_path: Path) -> None:
    """Escape there changes nothing, and shows the review again, not the question before."""
    user = User(tmp_path)
    keep_draft(user, FOUNDER, prefill=FOUNDER)
    growth = QUESTIONNAIRE.question("growth")
    with interview(user, FOUNDER, "ask", "--resume") as founder:
        founder.terminal.wait_for_page(REVIEW(founder))
        label = founder.words.of(growth.short)
        founder.picks(founder.words("colon", label=label, text=founder.label(growth, "growing")))
        founder.sees(growth)
        founder.goes_back(REVIEW(founder))
        founder.goes_back(question("email")(founder))
    assert user.kept() == {id: list(value) if isinstance(value, tuple) else value for id, value in FOUNDER.items()}


@pytest.mark.parametrize("options", [("--fresh",), ("--plain",), ("--plain", "--fresh", "-o", "x.md")], ids=" ".join)
def test_the_program_alone_asks_with_the_options_of_ask(tmp_path: Path, options: tuple[str, ...]) -> None:
    """`coo-advisor --plain` and the like put the first question at once."""
    user = User(tmp_path)
    with user.sits(*options) as terminal:
        terminal.wait_for(user.words.of(QUESTIONNAIRE.questions[0].ask))
        assert ("❯" in terminal.screen() or "❯" in terminal.output()) == ("--plain" not in options)


def test_finishing_stays_on_a_key_once_it_is_certain(tmp_path: Path) -> None:
    """Who goes on after the offer can still finish from every page, and come back to it from the review."""
    with resumed(User(tmp_path), FOUNDER, "founder_away", told=False) as founder:
        assert founder.words("key_finish") not in founder.terminal.screen()
        founder.gives(QUESTIONNAIRE.question("founder_away"))
        founder.terminal.wait_for_page(OFFER(founder))
        founder.picks(founder.words("settled_go_on"))
        founder.terminal.wait_for_page(question("founder_stepback")(founder))
        founder.terminal.wait_for(founder.words("key_finish"))
        founder.terminal.send(CTRL_T)
        founder.terminal.wait_for_page(REVIEW(founder))
        founder.goes_back(question("founder_stepback")(founder))


def test_a_consultant_still_hears_about_readiness_and_contact(tmp_path: Path) -> None:
    """With --lead, finishing early leaves out what moves nothing else, and asks how ready and how to reach."""
    user = User(tmp_path)
    with interview(user, FOUNDER, "ask", "--lead", XDG_DATA_HOME=str(tmp_path / "data")) as founder:
        founder.answers_all(until="founder_away")
        founder.gives(QUESTIONNAIRE.question("founder_away"))
        founder.terminal.wait_for_page(OFFER(founder))
        founder.terminal.wait_for(founder.words("settled_help_lead"))
        founder.terminal.send(ENTER)
        ready = {signal.id for signal in QUESTIONNAIRE.readiness}
        for each in map(QUESTIONNAIRE.question, FOUNDER):
            if each.purpose == "contact" or ready & most_points(each).keys():
                founder.terminal.wait_for_page(founder.page(each))
                founder.gives(each)
        founder.terminal.wait_for_page(REVIEW(founder))


@pytest.mark.parametrize(
    ("keys", "pointed"),
    [
        ("3", "growing"),
        ("S", "stable"),
        ("u", "growing"),
        ("uu", "surging"),
        ("?", None),
        (END, None),
        (END + HOME, "shrinking"),
        ("\x1b[6~", None),
        ("3\x1b[5~", "shrinking"),
        ("9", "shrinking"),
    ],
    ids=[
        "digit",
        "letter",
        "small letter",
        "letter twice",
        "?",
        "End",
        "Home",
        "PageDown",
        "PageUp",
        "a digit too many",
    ],
)
def test_keys_that_choose_in_a_list(tmp_path: Path, keys: str, pointed: str | None) -> None:
    """Digits, first letters, ? and the keys for far moves point at a choice, and none of them confirms it."""
    user = User(tmp_path)
    growth = QUESTIONNAIRE.question("growth")
    keep_draft(user, before("growth", FOUNDER), told=False, prefill=FOUNDER)
    with interview(user, {}, "ask", "--resume") as founder:
        founder.sees(growth)
        founder.terminal.send(HOME)
        founder.terminal.send(keys + DOWN + "\x1b[A")
        founder.terminal.wait_until(lambda: founder.points_at(founder.label(growth, pointed)), str(pointed))
        assert user.kept() == before("growth", FOUNDER)


@pytest.mark.parametrize(("language", "yes", "no"), [("en", "y", "n"), ("fr", "O", "N")])
def test_letters_of_yes_and_no(tmp_path: Path, language: str, yes: str, no: str) -> None:
    """A page with yes and no takes their letters, in the founder's language."""
    user = User(tmp_path, language)
    keep_draft(user, FOUNDER, prefill=FOUNDER)
    with interview(user, FOUNDER, "ask", "--resume", "--save", "leads/") as founder:
        founder.terminal.wait_for_page(REVIEW(founder))
        founder.terminal.send(ENTER)
        founder.reads_on(Page(user.words("consent_yes")))
        for key, label in ((yes, "consent_yes"), (no, "consent_no")):
            founder.terminal.send(key)
            founder.terminal.wait_until(lambda label=label: founder.points_at(user.words(label)), label)


@pytest.mark.parametrize("paste", [ENTER * 2, SIGNATURE, ENTER * 30], ids=["double Enter", "signature", "30 Enters"])
def test_what_came_before_a_page_answers_nothing(tmp_path: Path, paste: str) -> None:
    """At most the page that is seen is answered; the rest of what came with it is dropped, and nothing is saved."""
    user = User(tmp_path)
    with interview(user, {}) as founder:
        founder.answers = {"headcount": 28}
        founder.answers_all(until="growth")
        founder.terminal.send(paste)
        following = after("growth", FOUNDER)
        founder.sees(following)
        founder.terminal.send(DOWN)
        second = founder.label(following, following.choices[1].id)
        founder.terminal.wait_until(lambda: founder.points_at(second), "the second")
    assert list(user.kept()) == ["headcount", "growth"]


def test_thirty_enters_after_the_last_answer_save_nothing(tmp_path: Path) -> None:
    """They confirm the last page, and not what nobody has seen."""
    user = User(tmp_path)
    keep_draft(user, before("email", FOUNDER), prefill=FOUNDER)
    with interview(user, FOUNDER, "ask", "--resume") as founder:
        founder.sees(QUESTIONNAIRE.question("email"))
        founder.terminal.send(ENTER * 30)
        founder.terminal.wait_for_page(REVIEW(founder))
    assert user.exports() == []


def test_a_paste_in_plain_lines_answers_one_question(tmp_path: Path) -> None:
    """Lines that came before a question was asked are no answers to it."""
    user = User(tmp_path)
    with user.sits("ask", "--plain") as terminal:
        founder = PlainFounder(terminal, user.words, {})
        founder.sees(QUESTIONNAIRE.question("headcount"))
        terminal.send("12\n1\n1\n1\n1\n")
        founder.sees(QUESTIONNAIRE.question("growth"))
        founder.types("4")
        founder.sees(after("growth", FOUNDER))
    assert user.kept() == {"headcount": 12, "growth": QUESTIONNAIRE.question("growth").choices[3].id}


@pytest.mark.parametrize(
    "typed", ["Atelier Nord\x1bbX", f"Atelier Nord{ALT_LEFT}X", f"Atelier Sud{ALT_BACKSPACE}XNord"]
)
def test_alt_keys_edit_a_line(tmp_path: Path, typed: str) -> None:
    """Option-← and Alt-← go a word to the left, Alt-Backspace deletes one, and none of them goes back."""
    user = User(tmp_path)
    keep_draft(user, before("company", FOUNDER), prefill=FOUNDER)
    with interview(user, FOUNDER | {"company": None}, "ask", "--resume") as founder:
        founder.sees(QUESTIONNAIRE.question("company"))
        founder.terminal.send("\x15" + typed)
        founder.terminal.wait_for("Atelier XNord")
        founder.terminal.send(ENTER)
        founder.sees(QUESTIONNAIRE.question("name"))
    assert user.kept()["company"] == "Atelier XNord"


@pytest.mark.parametrize(("seconds", "environment"), [(0.09, {}), (0.35, {"SSH_CONNECTION": "1 2 3 4"})])
def test_an_arrow_over_a_slow_line_is_an_arrow(tmp_path: Path, seconds: float, environment: dict[str, str]) -> None:
    """Its Escape is not taken for a key of its own, though the rest of it comes later."""
    user = User(tmp_path)
    growth = QUESTIONNAIRE.question("growth")
    keep_draft(user, before("growth", FOUNDER), told=False, prefill=FOUNDER)
    with user.sits("ask", "--resume", **environment) as terminal:
        founder = Founder(terminal, user.words, {})
        founder.sees(growth)
        terminal.send(HOME)
        terminal.send("\x1b")
        terminal.rests(seconds)
        terminal.send("[B")
        terminal.wait_until(lambda: founder.points_at(founder.label(growth, "stable")), "the second")


def test_back_keeps_what_was_typed_and_ticked(tmp_path: Path) -> None:
    """A line and ticks stand there again on the way forward, and count for nothing until they are confirmed."""
    user = User(tmp_path)
    keep_draft(user, before("needs", FOUNDER))
    with interview(user, FOUNDER, "ask", "--resume") as founder:
        founder.sees(QUESTIONNAIRE.question("needs"))
        founder.terminal.send(" ")
        founder.terminal.wait_until(lambda: any("☑" in line for line in founder.terminal.lines()), "a tick")
        founder.goes_back(beside("needs", -1)(founder))
        founder.terminal.send(ENTER)
        founder.sees(QUESTIONNAIRE.question("needs"))
        assert sum("☑" in line for line in founder.terminal.lines()) == 1
    assert "needs" not in user.kept()


def test_going_back_to_a_number_that_is_not_known_shows_it(tmp_path: Path) -> None:
    """The ? stands on its line again."""
    with interview(User(tmp_path), {"headcount": None}) as founder:
        founder.answers_all(until="growth")
        founder.goes_back(question("headcount")(founder))
        founder.terminal.wait_until(lambda: founder.terminal.pointed() == "?", "?")


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("fr", "12.5x", "number_expected"),
        ("en", "2 thousand", "number_expected"),
        ("fr", "10-15", "number_which"),
        ("en", "between 10 and 15", "number_which"),
    ],
)
@pytest.mark.parametrize("columns", [80, 40])
def test_a_number_that_is_unclear_gets_a_whole_sentence(
    tmp_path: Path, language: str, typed: str, said: str, columns: int
) -> None:
    """Each message is seen to its end at every width, and what was typed stays to be mended."""
    user = User(tmp_path, language)
    values = {"low": "1", "high": user.words.number(100_000), "example": user.words.number(1200)}
    message = user.words(said, **(values if said == "number_expected" else {"one": "10", "other": "15"}))
    with interview(user, {}, columns=columns) as founder:
        founder.sees(QUESTIONNAIRE.question("headcount"))
        founder.terminal.send(typed + ENTER)
        founder.terminal.wait_for(message, typed)


@pytest.mark.parametrize("typed", ["12", "~12", "12 personnes", "environ 12"])
def test_a_number_as_people_write_it(tmp_path: Path, typed: str) -> None:
    """Words and signs of "about" around a number are no mistake."""
    user = User(tmp_path, "fr")
    with interview(user, {}) as founder:
        founder.sees(QUESTIONNAIRE.question("headcount"))
        founder.terminal.send(typed + ENTER)
        founder.sees(QUESTIONNAIRE.question("growth"))
    assert user.kept() == {"headcount": 12}


def test_progress_is_a_position_that_never_grows(tmp_path: Path) -> None:
    """It starts at 1, counts no contact page, and how many there may be only falls on the way forward."""
    seen = []
    with interview(User(tmp_path), FOUNDER) as founder:
        for each in founder.walks():
            shown = next((line for line in founder.terminal.lines() if line.startswith("Question ")), "")
            assert bool(shown) == (each.purpose != "contact")
            if shown:
                number, of = (int(part) for part in shown.split() if part.isdecimal())
                seen.append((number, of))
    assert [number for number, _ in seen] == list(range(1, len(seen) + 1))
    assert all(after <= before for (_, before), (_, after) in pairwise(seen))
    assert all(number <= of for number, of in seen)


def test_a_paste_at_a_choice_is_ignored(tmp_path: Path) -> None:
    """Thirty bracketed lines neither show on the page nor choose."""
    user = User(tmp_path)
    with interview(user, {"headcount": 28}) as founder:
        founder.answers_all(until="growth")
        before, growth = founder.terminal.lines(), QUESTIONNAIRE.question("growth")
        for keys, pointed in ((PASTE.format("3rd line\r\n" * 30) + DOWN, "stable"), (UP, "shrinking")):
            founder.terminal.send(keys)
            founder.terminal.wait_until(
                lambda pointed=pointed: founder.points_at(founder.label(growth, pointed)), pointed
            )
        assert founder.terminal.lines() == before
    assert user.kept() == {"headcount": 28}


def test_an_interrupt_from_elsewhere_is_ctrl_c(tmp_path: Path) -> None:
    """`kill -INT` at a choice ends as the key does: the answers are kept, and the way on is said."""
    user = User(tmp_path)
    with interview(user, {"headcount": 28}) as founder:
        founder.answers_all(until="growth")
        founder.terminal.process.send_signal(signal.SIGINT)
        assert founder.terminal.exit_code() == 130
        assert "--resume" in flat(founder.terminal.everything())
    assert user.kept() == {"headcount": 28}


def test_ctrl_z_suspends_and_the_page_comes_back(tmp_path: Path) -> None:
    """The shell has its terminal meanwhile; `fg` draws the page anew."""
    user = User(tmp_path)
    keep_draft(user, before("growth", FOUNDER), told=False, prefill=FOUNDER)
    with user.shell() as terminal:
        founder = Founder(terminal, user.words, {})
        terminal.send(user.command("ask", "--resume") + "\r")
        founder.sees(QUESTIONNAIRE.question("growth"))
        terminal.send(CTRL_Z)
        terminal.wait_for("Stopped")
        terminal.forget()
        terminal.send("fg\r")
        founder.sees(QUESTIONNAIRE.question("growth"))
        assert "^Z" not in terminal.screen()
        terminal.send(CTRL_C)
        terminal.wait_for("--resume")


def test_letters_in_a_locale_that_has_none_of_them_are_kept(tmp_path: Path) -> None:
    """What a terminal sends in UTF-8 is read as that where the locale says ASCII."""
    user = User(tmp_path)
    keep_draft(user, before("company", FOUNDER), prefill=FOUNDER)
    with user.sits(
        "ask", "--resume", "--lang", "en", LC_ALL="POSIX", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    ) as terminal:
        founder = PlainFounder(terminal, user.words, {"company": "Été"})
        founder.sees(QUESTIONNAIRE.question("company"))
        founder.types("Été")
        founder.sees(QUESTIONNAIRE.question("name"))
    assert user.kept()["company"] == "Été"


def test_letters_that_cannot_be_read_are_refused_in_words(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 become no letters and no signs of doubt: the line is asked for again."""
    user = User(tmp_path)
    keep_draft(user, before("company", FOUNDER), prefill=FOUNDER)
    with interview(user, FOUNDER, "ask", "--resume") as founder:
        founder.sees(QUESTIONNAIRE.question("company"))
        founder.terminal.sends_bytes(b"\x15\xc9t\xe9\r")
        founder.terminal.wait_for(user.words("text_unreadable"))
    assert "company" not in user.kept()


def test_no_more_than_the_question_allows_is_ticked(tmp_path: Path) -> None:
    """Three ticks where two are allowed get a sentence, which goes once there are two."""
    user = User(tmp_path)
    keep_draft(user, before("needs", FOUNDER))
    with interview(user, {}, "ask", "--resume") as founder:
        needs = QUESTIONNAIRE.question("needs")
        founder.sees(needs)
        for choice in needs.choices[:3]:
            founder.moves_to(founder.label(needs, choice.id))
            founder.ticks()
        founder.terminal.send(ENTER)
        founder.terminal.wait_for(user.words("too_many_ticks", most=2, ticked=3))
        founder.terminal.send(" " + ENTER)
        founder.terminal.wait_for_page(beside("needs", 1)(founder))
    assert user.kept()["needs"] == [choice.id for choice in needs.choices[:2]]


def test_an_address_is_checked_lightly(tmp_path: Path) -> None:
    """What can't be an email address gets a sentence; nothing at all is fine."""
    user = User(tmp_path)
    keep_draft(user, before("email", FOUNDER), prefill=FOUNDER)
    with interview(user, FOUNDER, "ask", "--resume") as founder:
        founder.sees(QUESTIONNAIRE.question("email"))
        founder.terminal.send("anne(at)nord" + ENTER)
        founder.terminal.wait_for(user.words("email_expected"))
        founder.terminal.send("\x15anne@nord.example" + ENTER)
        founder.terminal.wait_for_page(REVIEW(founder))
    assert user.kept()["email"] == "anne@nord.example"


def test_ssh_is_where_pages_are_not_opened(tmp_path: Path) -> None:
    """A saved page is opened on a desktop only, never at the other end of a network."""
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    for number, remote in enumerate(({"SSH_CONNECTION": "1 2 3 4"}, {})):
        home = tmp_path / str(number)
        home.mkdir()
        user = User(home)
        keep_draft(user, FOUNDER, prefill=FOUNDER)
        environment = {"DISPLAY": ":0", "BROWSER": f"{browser} %s", **remote}
        with interview(user, FOUNDER, "ask", "--resume", **environment) as founder:
            founder.asks_for_the_recommendation()
            founder.saves("page")
            founder.is_done()
        (page,) = user.exports()
        assert opened.exists() is not bool(remote)
    assert opened.read_text(encoding="utf-8") == f"file://{os.fspath(home)}/{page}\n"


DOUBTFUL: Answers = {**FOUNDER, "founder_away": "runs"}
"""Five days a week spent on operations, and a company that would run without them."""


def doubted(user: User) -> str:
    """What is to be said of them."""
    (doubt,) = all_that_hold(QUESTIONNAIRE.doubts, DOUBTFUL)
    return user.words.of(doubt)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)], ids=["80x24", "40x12"])
def test_answers_that_hardly_go_together_are_pointed_out_at_the_review(
    tmp_path: Path, language: str, columns: int, rows: int
) -> None:
    """The sentence stands above the answers at every size, and goes once one of the two is changed."""
    user = User(tmp_path, language)
    keep_draft(user, DOUBTFUL, prefill=FOUNDER)
    week = QUESTIONNAIRE.question("founder_week")
    with interview(user, DOUBTFUL, "ask", "--resume", columns=columns, rows=rows) as founder:
        founder.terminal.wait_for(user.words("review_title"), doubted(user), user.words("review_done"))
        label = user.words.of(week.short)
        founder.picks(user.words("colon", label=label, text=founder.label(week, "5_plus")))
        founder.terminal.wait_for(user.words.of(week.ask))
        founder.picks(founder.label(week, "under_1"))
        founder.terminal.wait_for(user.words("review_title"), user.words("review_done"))
        assert flat(doubted(user)) not in founder.terminal.screen()


def test_answers_that_hardly_go_together_are_pointed_out_in_plain_lines(tmp_path: Path) -> None:
    """The sentence is heard before the answers are."""
    user = User(tmp_path, "fr")
    keep_draft(user, DOUBTFUL, prefill=FOUNDER)
    with user.sits("ask", "--resume", "--plain") as terminal:
        founder = PlainFounder(terminal, user.words, DOUBTFUL)
        founder.hears(user.words("review_title"))
        before, doubt, after = terminal.reply().partition(flat(doubted(user)))
        assert flat(user.words("review_help")) in before
        assert doubt
        assert user.words("review_done") in after
