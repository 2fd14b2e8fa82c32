"""The interview as a whole: stopped anywhere and resumed, beside others, in plain lines, and what it leaves on disk."""

import json
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from terminal import (
    CLEAR_LINE,
    CTRL_C,
    CTRL_D,
    END,
    ENTER,
    ESCAPE,
    FOUNDER,
    QUESTIONNAIRE,
    Page,
    PlainFounder,
    Terminal,
    User,
    before,
    flat,
    interview,
    keep_draft,
    resumed,
)

from coo_advisor.ask.drafts import Progress, open_draft
from coo_advisor.questionnaire.answers import load_answers, plain_answers
from coo_advisor.questionnaire.flow import Answers, asked, next_question
from coo_advisor.questionnaire.loading import packaged_questionnaire
from coo_advisor.questionnaire.model import Value
from coo_advisor.report.phrasing import capitalised, lowered
from coo_advisor.system.clock import today
from coo_advisor.wording.words import load_words

LATE: Answers = {
    **FOUNDER,
    "founder_week": "3_to_4",
    "founder_away": "stalls",
    "founder_stepback": "this_year",
    "recurring_problems": "sometimes",
}
"""Settled late, so that nearly every question is put before."""

FIRST, SECOND = QUESTIONNAIRE.questions[:2]
NEEDS = [question.id for question in QUESTIONNAIRE.questions].index("needs")
"""The place of a question with several choices, which everybody is asked, as those beside it."""


def test_the_screen_holds_the_recommendation(tmp_path: Path) -> None:
    """Once the interview is over, verdict, why, score, findings, next step and the menu are on one screen."""
    user = User(tmp_path, "fr")
    with resumed(user, LATE) as founder:
        founder.asks_for_the_recommendation()
        seen = founder.terminal.screen()
        for part in ("Un COO externe par intérim", "points sur", "█", "D’ici au", user.words("menu_done")):
            assert part in seen, seen
        assert founder.terminal.lines()[0] == "Un COO externe par intérim"


def stopped_by(key: str) -> Callable[[Terminal], None]:
    """A key that stops: the answers are kept, and the way to go on is said."""

    def stop(terminal: Terminal) -> None:
        terminal.send(key)
        assert terminal.exit_code() == 130
        assert_the_way_on_is_said(terminal)

    return stop


def ended_by(number: signal.Signals) -> Callable[[Terminal], None]:
    """A signal that asks the program to end: answered as a key is, with the exit code that is customary for a signal."""

    def stop(terminal: Terminal) -> None:
        terminal.process.send_signal(number)
        assert terminal.exit_code() == 128 + number
        assert_the_way_on_is_said(terminal)

    return stop


def assert_the_way_on_is_said(terminal: Terminal) -> None:
    """The draft is named, and the command that goes on with it."""
    said = terminal.everything()
    assert "coo-advisor ask --resume" in flat(said)
    assert "questions-1.json" in "".join(said.split())


@pytest.mark.parametrize(
    ("stop", "apart", "language", "columns", "rows"),
    [
        (stopped_by(CTRL_C), 1, "fr", 80, 24),
        (stopped_by(CTRL_D), 4, "en", 40, 12),
        (Terminal.kill, 2, "fr", 40, 12),
        (ended_by(signal.SIGTERM), 4, "en", 80, 24),
        (ended_by(signal.SIGHUP), 4, "fr", 80, 24),
    ],
    ids=["Ctrl-C", "Ctrl-D", "kill", "SIGTERM", "SIGHUP"],
)
def test_stopping_and_resuming_at_each_question(
    tmp_path: Path, stop: Callable[[Terminal], None], apart: int, language: str, columns: int, rows: int
) -> None:
    """Whatever the question and however the program ends, what was confirmed is there, and the next start goes on."""
    user, given, walk = User(tmp_path, language), dict[str, Value | None](), asked(QUESTIONNAIRE, LATE)
    for start in range(0, len(walk), apart):
        with interview(user, LATE, *(["ask", "--resume"] if given else []), columns=columns, rows=rows) as founder:
            for question in walk[start : start + apart]:
                founder.sees(question)
                founder.gives(question)
                given[question.id] = LATE[question.id]
            if following := next_question(QUESTIONNAIRE, given):
                founder.sees(following)
            else:
                founder.terminal.wait_for_page(founder.review_page())
            stop(founder.terminal)
        assert user.kept() == plain_answers(given)


def test_an_offer_to_finish_that_was_not_answered_comes_again(tmp_path: Path) -> None:
    """Who stops where the recommendation is settled can still finish there after resuming."""
    user, answers = User(tmp_path), {**FOUNDER, "bottleneck": "demand"}
    with resumed(user, answers, "bottleneck", told=False) as founder:
        founder.gives(QUESTIONNAIRE.question("bottleneck"))
        founder.terminal.wait_for_page(founder.settled_page())
        founder.terminal.send(CTRL_C)
        assert founder.terminal.exit_code() == 130
    with interview(user, answers, "ask", "--resume") as founder:
        founder.finishes_early()
        founder.asks_for_the_recommendation()
        founder.is_done()


def test_resuming_goes_on_in_the_same_way(tmp_path: Path) -> None:
    """The command that is told keeps the language and the plain lines, and an answers file still pre-selects."""
    user, french = User(tmp_path), load_words("fr")
    (tmp_path / "last.yaml").write_text("growth: stable\n", encoding="utf-8")
    with user.sits("ask", "--plain", "--lang", "fr", columns=200) as terminal:
        founder = PlainFounder(terminal, french, FOUNDER)
        founder.sees(FIRST)
        founder.gives(FIRST)
        founder.sees(SECOND)
        terminal.send(CTRL_D)
        assert terminal.exit_code() == 130
        assert "--resume--plain--langfr" in "".join(terminal.everything().split())
    arguments = ["ask", "--resume", "--plain", "--lang", "fr", "--answers", "last.yaml"]
    with user.sits(*arguments, columns=200) as terminal:
        founder = PlainFounder(terminal, french, FOUNDER)
        founder.sees(SECOND)
        assert flat(french("plain_default", answer=founder.label(SECOND, "stable"))) in terminal.reply()


def test_a_comma_alone_is_no_answer_in_plain_lines(tmp_path: Path) -> None:
    """None of several choices is 0, not a line without a number."""
    user = User(tmp_path)
    keep_draft(user, before("needs", FOUNDER))
    with user.sits("ask", "--plain", "--resume") as terminal:
        founder = PlainFounder(terminal, user.words, FOUNDER)
        founder.hears(user.words.of(QUESTIONNAIRE.question("needs").ask))
        founder.types(",")
        last = len(QUESTIONNAIRE.question("needs").choices)
        founder.hears(user.words("plain_unclear_known", range=user.words("plain_range", first=0, last=last)))
        assert list(user.kept())[-1] == QUESTIONNAIRE.questions[NEEDS - 1].id
        founder.types("0")
        founder.sees(QUESTIONNAIRE.questions[NEEDS + 1])
        assert user.kept()["needs"] == []


def test_there_is_no_offer_to_finish_before_the_first_answer(tmp_path: Path) -> None:
    """Where only one recommendation is possible from the start, questions are put all the same."""
    never = "    unless:\n      - {when: {season: [growing, resting]}, reason: {en: Never., fr: Jamais.}}\n"
    text = (Path(__file__).parent / "plant.yaml").read_text(encoding="utf-8")
    text = re.sub(r"    unless:\n.*\n.*\n", never, text).replace(
        "    weights: {soil: 1}\n", "    weights: {soil: 1}\n" + never
    )
    (tmp_path / "plant.yaml").write_text(text, encoding="utf-8")
    user = User(tmp_path)
    with user.sits("ask", "--plain", "--questions", "plant.yaml") as terminal:
        founder = PlainFounder(terminal, user.words, {})
        founder.hears("What do you call it?", user.words("settled_title"))
        assert flat(user.words("settled_title")) not in terminal.reply()
        founder.types("Fern")
        founder.hears(user.words("settled_title"))


def test_starting_afresh_deletes_the_earlier_answers(tmp_path: Path) -> None:
    """A founder who declines to resume starts with the first question and an empty page."""
    user = User(tmp_path, "fr")
    with interview(user, FOUNDER) as founder:
        founder.answers_all(until=SECOND.id)
        founder.terminal.kill()
    with interview(user, {**FOUNDER, "headcount": 7}) as founder:
        founder.terminal.wait_for_page(founder.resume_page())
        founder.picks(founder.words("resume_no"))
        founder.sees(FIRST)
        assert user.drafts() == []
        assert str(FOUNDER["headcount"]) not in founder.terminal.screen()
        founder.gives(FIRST)
        founder.sees(SECOND)
    assert user.kept() == {"headcount": 7}


def test_a_draft_that_cannot_be_used_is_kept_aside(tmp_path: Path) -> None:
    """A damaged draft is reported and kept, and the interview starts."""
    user, content = User(tmp_path, "fr"), b"{ damaged"
    user.state.mkdir(parents=True)
    (user.state / "questions-1.json").write_bytes(content)
    with interview(user, FOUNDER) as founder:
        founder.sees(FIRST)
        assert "n’a pas pu être lu" in flat(founder.terminal.everything())
    (kept,) = user.state.glob("questions-1.*-*.json")
    assert kept.read_bytes() == content


def test_a_draft_of_another_version_is_a_start(tmp_path: Path) -> None:
    """Its answers that still fit stand ready, none of them counts, and nothing else of it is left."""
    user = User(tmp_path)
    user.state.mkdir(parents=True)
    old = {"questionnaire": {"sha256": "00"}, "answers": {"headcount": 12, "growth": "exploding", "gone": 1}}
    (user.state / "questions-1.json").write_text(json.dumps(old), encoding="utf-8")
    with interview(user, FOUNDER) as founder:
        founder.sees(FIRST)
        founder.terminal.wait_for("12", user.words("draft_other_version"))
        founder.gives(FIRST)
        founder.sees(SECOND)
        assert founder.points_at(founder.label(SECOND, "shrinking"))
    assert user.drafts() == ["questions-1.json"]
    assert user.kept() == {"headcount": 28}


def test_two_interviews_at_once_lose_nothing(tmp_path: Path) -> None:
    """A second interview beside a running one has a draft of its own."""
    user = User(tmp_path)
    with interview(user, {"headcount": 11}) as first, interview(user, {"headcount": 22}) as second:
        first.answers_all(until=SECOND.id)
        second.answers_all(until=SECOND.id)
    assert user.drafts() == ["questions-1.json", "questions-2.json"]
    assert {user.kept(1)["headcount"], user.kept(2)["headcount"]} == {11, 22}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in user.state.glob("*.json"))
    assert user.state.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("language", "typed"), [("fr", "1200"), ("fr", "1 200"), ("fr", "1\N{NO-BREAK SPACE}200"), ("en", "1,200")]
)
def test_numbers_in_the_language_of_the_founder(tmp_path: Path, language: str, typed: str) -> None:
    """A number may be grouped as the language groups it; anything else gets a sentence, and nothing typed is lost."""
    user, wrong = User(tmp_path, language), "12.5x"
    with interview(user, FOUNDER) as founder:
        founder.answers_all(until="headcount")
        founder.terminal.send(wrong + ENTER)
        founder.terminal.wait_for("nombre entier de 1 à" if language == "fr" else "whole number from 1 to", wrong)
        founder.terminal.send("\x7f" * len(wrong) + typed + ENTER)
        founder.sees(QUESTIONNAIRE.question("growth"))
    assert user.kept()["headcount"] == 1200


def test_an_existing_file_is_replaced_only_with_a_yes(tmp_path: Path) -> None:
    """The export asks before it replaces a file, and no is the default."""
    user = User(tmp_path, "fr")
    mine = tmp_path / "mine.md"
    mine.write_text("mine")
    with resumed(user, LATE) as founder:
        founder.asks_for_the_recommendation()
        founder.picks(user.words("menu_save"))
        founder.terminal.wait_for_page(founder.save_page())
        founder.picks(user.words("save_text"))
        founder.terminal.wait_for(user.words("save_name"))
        founder.terminal.send(CLEAR_LINE + "mine.txt" + ENTER)
        founder.terminal.wait_for(".md, .html,")
        founder.terminal.send(CLEAR_LINE + mine.name + ENTER)
        founder.terminal.wait_for(user.words("save_replace"))
        founder.terminal.send(ENTER)
        founder.terminal.wait_for(user.words("save_name"), mine.name)
        founder.goes_back(founder.save_page())
        founder.goes_back(founder.menu_page())
        assert mine.read_text() == "mine"
        founder.is_done()
    assert user.exports() == ["mine.md"]


def test_a_founders_own_answers_stay_until_they_are_changed(tmp_path: Path) -> None:
    """The next start offers the last result or a new interview; the last line but one of the menu deletes all."""
    user, words = User(tmp_path), User(tmp_path).words
    with resumed(user, LATE) as founder:
        founder.asks_for_the_recommendation()
        founder.is_done()
        assert "questions-1.json" in "".join(founder.terminal.everything().split())
    assert user.kept() == plain_answers(LATE)
    with interview(user, LATE) as founder:
        founder.terminal.wait_for(words("again_title"))
        founder.picks(words("again_yes"))
        founder.terminal.wait_for_page(founder.menu_page())
        founder.picks(words("menu_forget"))
        assert founder.terminal.exit_code() == 0
        assert flat(words("forgotten")) in flat(founder.terminal.everything())
    assert list(user.state.iterdir()) == []


def test_an_answer_changed_afterwards_shows_what_moves(tmp_path: Path) -> None:
    """From the menu to the review, to a question, and to what was and what is now recommended; Escape leads back."""
    user, words = User(tmp_path), User(tmp_path).words
    with resumed(user, LATE) as founder:
        founder.asks_for_the_recommendation()
        founder.picks(words("menu_change"))
        founder.terminal.wait_for_page(founder.review_page())
        founder.goes_back(founder.menu_page())
        founder.goes_back(founder.review_page())
        founder.picks(line_of("bottleneck"))
        founder.sees(QUESTIONNAIRE.question("bottleneck"))
        founder.picks(founder.label(QUESTIONNAIRE.question("bottleneck"), "demand"))
        founder.accepts()
        founder.terminal.wait_for_page(founder.menu_page())
        before, after = (QUESTIONNAIRE.scenario(id).title["en"] for id in ("interim", "no_change"))
        assert flat(words("moved", before=before, after=after)) in founder.terminal.screen()
        founder.is_done()
    assert user.kept()["bottleneck"] == "demand"


def test_what_moved_leaves_the_new_headline_on_the_screen(tmp_path: Path) -> None:
    """If there is no room for both above the menu, they are read first, from the headline."""
    user, words = User(tmp_path, "fr"), User(tmp_path, "fr").words
    with interview(user, LATE) as founder:
        founder.answers_all()
        founder.asks_for_the_recommendation()
        founder.picks(words("menu_change"))
        founder.terminal.wait_for_page(founder.review_page())
        founder.picks(line_of("bottleneck", "fr"))
        founder.sees(QUESTIONNAIRE.question("bottleneck"))
        founder.picks(founder.label(QUESTIONNAIRE.question("bottleneck"), "hands"))
        founder.accepts()
        founder.terminal.wait_for_page(founder.menu_page(), Page(words("key_on")))
        before, after = (QUESTIONNAIRE.scenario(id).title["fr"] for id in ("interim", "no_change"))
        assert founder.terminal.lines()[0].endswith(after[1:])
        assert flat(words("moved", before=lowered(before), after=lowered(after))) in founder.terminal.screen()


def line_of(id: str, language: str = "en") -> str:
    """The review's line for an answer of LATE."""
    question = QUESTIONNAIRE.question(id)
    label = next(choice.label[language] for choice in question.choices if choice.id == LATE[id])
    return load_words(language)("colon", label=question.short[language], text=label)


def test_undecided_the_menu_begins_with_what_decides(tmp_path: Path) -> None:
    """Its first line puts the questions that could settle it, and the result then is settled."""
    user, words = User(tmp_path), User(tmp_path).words
    with resumed(user, {**LATE, "operations_lead": None, "founder_week": None}) as founder:
        founder.asks_for_the_recommendation()
        assert founder.points_at(words("menu_decide"))
        founder.terminal.send(ENTER)
        founder.sees(QUESTIONNAIRE.question("operations_lead"))
        founder.goes_back(founder.menu_page())
        founder.is_done()


@pytest.mark.parametrize("arguments", [("-o", "advice.html", "--save", "answers.yaml"), ("--save", "leads/")])
def test_the_headline_is_seen_whatever_stands_below_the_advice(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """If files written, or the consent, leave the advice too little room, it is read first."""
    user = User(tmp_path, "fr")
    answers: Answers = {**LATE, "bottleneck": "hands"}
    with open_draft(user.state, packaged_questionnaire(), QUESTIONNAIRE) as draft:
        draft.keep(Progress(today(), answers, {}, told=True))
    with interview(user, answers, "ask", "--resume", *arguments) as founder:
        founder.terminal.wait_for_page(founder.review_page())
        founder.terminal.send(ENTER)
        founder.terminal.wait_for_page(founder.menu_page(), Page(user.words("consent_yes")), Page(user.words("key_on")))
        assert founder.terminal.lines()[0] == capitalised(QUESTIONNAIRE.scenario("no_change").title["fr"])


def test_what_decides_is_asked_and_nothing_that_was_answered(tmp_path: Path) -> None:
    """From the menu, one question that decides follows the other, there and back, and then the review."""
    user, words = User(tmp_path), User(tmp_path).words
    lead, week, away = map(QUESTIONNAIRE.question, ("operations_lead", "founder_week", "founder_away"))
    with interview(user, {**LATE, "operations_lead": None}) as founder:
        founder.answers_all()
        founder.asks_for_the_recommendation()
        founder.picks(words("menu_decide"))
        founder.sees(lead)
        founder.picks(founder.label(lead, "founder"))
        founder.sees(week)
        founder.terminal.send(ENTER)
        founder.sees(away)
        founder.goes_back(founder.page(week))
        founder.goes_back(founder.page(lead))
        for question in (week, away):
            founder.terminal.send(ENTER)
            founder.sees(question)


def test_a_small_screen_shows_what_was_saved_before_the_menu(tmp_path: Path) -> None:
    """At 40×12 an undecided founder's menu leaves no room for a whole path: it is held until it was read."""
    user = User(tmp_path)
    answers = {**LATE, "operations_lead": None, "founder_week": None}
    with resumed(user, answers, columns=40, rows=12) as founder:
        founder.asks_for_the_recommendation()
        founder.picks(founder.words("menu_save"))
        founder.terminal.wait_for_page(founder.save_page())
        founder.picks(founder.words("save_text"))
        founder.terminal.wait_for(founder.words("save_name"))
        founder.terminal.send(ENTER)
        founder.terminal.wait_for_page(Page(founder.words("key_on")))
        (saved,) = tmp_path.glob("*.md")
        assert founder.words("saved", path=saved).replace(" ", "") in founder.terminal.screen().replace(" ", "")
        founder.terminal.send(ESCAPE)
        founder.terminal.rests(1)
        assert founder.words("key_on") in founder.terminal.screen()  # only forward, as its hints say
        founder.reaches_the_menu()
        founder.is_done()


def test_the_details_are_read_a_screen_at_a_time(tmp_path: Path) -> None:
    """They begin with the title, scroll to their end, and leave the menu as it was."""
    user, words = User(tmp_path), User(tmp_path).words
    with resumed(user, LATE) as founder:
        founder.asks_for_the_recommendation()
        founder.picks(words("menu_read"))
        founder.terminal.wait_for(words("key_read"), words("in_short"))
        founder.terminal.send(END)
        founder.terminal.wait_until(lambda: words("in_short") not in founder.terminal.screen(), "the end")
        founder.goes_back(founder.menu_page())
        founder.is_done()


def test_a_hostile_company_name(tmp_path: Path) -> None:
    """A pasted name moves no cursor, restyles nothing and chooses no folder."""
    user, hostile = User(tmp_path), "../../etc/x [red]\x1b]52;c;AAAA\x07\x1b[31m"
    with resumed(user, FOUNDER, "company", "--save", "kept.yaml") as founder:
        founder.terminal.send(f"\x1b[200~{hostile}\x1b[201~" + ENTER)
        founder.answers_all({id: value for id, value in FOUNDER.items() if id not in ("name", "email")})
        founder.asks_for_the_recommendation()
        founder.saves()
        founder.is_done()
        assert "]52;" not in founder.terminal.output()
    (document,) = user.exports()
    assert ".." not in document
    assert load_answers(tmp_path / "kept.yaml", QUESTIONNAIRE)["company"] == "../../etc/x [red]"


@pytest.mark.parametrize("how", [{"plain": "--plain"}, {"ACCESSIBLE": "1"}, {"TERM": "dumb"}], ids=str)
def test_plain_lines_all_the_way(tmp_path: Path, how: dict[str, Any]) -> None:
    """Plain mode is the same walk without a single escape sequence, with a word to go back and ? for don't know."""
    user = User(tmp_path, "fr")
    environment = dict(how)
    arguments = ["ask", *environment.pop("plain", "").split()]
    with user.sits(*arguments, rows=60, **environment) as terminal:
        founder = PlainFounder(terminal, user.words, LATE)
        for question in founder.walks():
            if question.id == "growth":
                founder.types("9")
                founder.hears(f"Répondez par 1 à {len(question.choices)}")
            if question.id == "bottleneck":
                founder.types("retour")
                founder.hears("Entrée = Moi, en plus du reste")
                founder.types("")
                founder.sees(question)
        founder.hears(user.words("review_title"))
        assert user.kept() == plain_answers(LATE)
        founder.asks_for_the_recommendation()
        founder.is_done()
        assert "\x1b" not in terminal.output()
