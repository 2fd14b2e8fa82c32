"""The drawn interview, as a founder sees it: every page whole, in one language, at two sizes, with a way back."""

import re
from pathlib import Path

import pytest
from terminal import (
    COO,
    CTRL_C,
    ENTER,
    ESCAPE,
    EVERY_LANGUAGE,
    EVERY_SIZE,
    FOUNDER,
    LEAVING,
    QUESTIONNAIRE,
    SHIFT_TAB,
    TAB,
    UP,
    Founder,
    Page,
    User,
    before,
    flat,
    foreign_words,
    interview,
    resumed,
)

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Value
from coo_advisor.system.streams import MOST_PROSE
from coo_advisor.verdict.outcomes import outcomes
from coo_advisor.verdict.space import Space

PROGRESS = r"Question \d+ (of|sur) \d+"

PLAIN_MARKS = {("colour", "default"), ("colour", "green"), ("background", "default")}
SCROLL_BAR = {("background", "green")}
"""How pages are marked: nothing underlined or reversed, no bright colours, which are some backgrounds."""


def assert_whole(founder: Founder, page: Page, above: str) -> None:
    """Nothing but the page is on the screen, each text of it once and uncut; above it at most its introduction."""
    screen = founder.terminal.screen()
    before, title, after = screen.partition(flat(page.title))
    assert title, screen
    said = re.sub(rf"{PROGRESS}$", "", before.strip()).strip()
    assert said in ("", flat(above)), screen
    body, keys, more = after.partition(flat(page.keys))
    assert keys, screen
    hints = {founder.words(f"key_{hint}") for hint in ("dont_know", "finish", "back", "stop", "help")}
    assert {each.strip() for each in more.split("·") if each.strip()} <= set(map(flat, hints)), screen
    assert founder.words("key_stop") in more, screen
    if flat(body) != flat(f"{page.help} {' '.join(page.labels)}"):
        assert page.labels, screen
        assert flat(body).startswith(flat(page.help)) or founder.words("key_help") in more, screen


@EVERY_SIZE
@EVERY_LANGUAGE
@pytest.mark.parametrize("answers", [FOUNDER, COO, LEAVING], ids=["founder", "coo", "leaving"])
def test_an_interview_from_its_first_question_to_its_document(
    tmp_path: Path, answers: Answers, language: str, columns: int, rows: int
) -> None:
    """Each question is seen whole, in one language and with its keys, up to the recommendation and its file."""
    user = User(tmp_path, language)
    intro = f"{user.words.of(QUESTIONNAIRE.title)} {user.words.of(QUESTIONNAIRE.intro)}"
    company = str(answers["company"] or "")
    with interview(user, answers, columns=columns, rows=rows) as founder:
        for question in founder.walks():
            assert_whole(founder, founder.page(question), intro)
            assert not foreign_words(founder.terminal.screen(), language, company)
            assert founder.terminal.marks() <= PLAIN_MARKS | SCROLL_BAR
        founder.asks_for_the_recommendation()
        assert not foreign_words(founder.terminal.everything(), language, company)
        founder.saves("text")
        founder.is_done()
        assert founder.offered == (settling(answers) is not None)
        shown = founder.terminal.everything()
    (exported,) = user.exports()
    assert exported.startswith(export_name(user, company))
    assert str(tmp_path / exported) in "".join(shown.split())
    document = (tmp_path / exported).read_text(encoding="utf-8")
    headline = QUESTIONNAIRE.scenario(verdict(answers)).title[language]
    assert headline[1:] in document
    assert headline[1:] in flat(shown)


def export_name(user: User, company: str) -> str:
    """The start of the name that is offered."""
    return f"{user.words('file_stem')}-{company.lower()}".removesuffix("-")


def verdict(answers: Answers) -> str:
    """The one recommendation that a set of answers comes to."""
    (only,) = outcomes(Space(QUESTIONNAIRE), answers).possible
    return only


def settling(answers: Answers) -> str | None:
    """The question before which finishing early is offered; None if no scored question is left by then."""
    space, given, left = Space(QUESTIONNAIRE), dict[str, Value | None](), list(answers)
    while not outcomes(space, given).settled:
        given[left[0]] = answers[left[0]]
        del left[0]
    return left[0] if any(QUESTIONNAIRE.question(id).scored for id in left) else None


def test_every_choice_is_seen_whole_when_pointed_at(tmp_path: Path) -> None:
    """If choices don't all fit, the one under the pointer does, with all its lines; the scroll bar touches none."""
    user = User(tmp_path, "fr")
    with resumed(user, FOUNDER, "bottleneck", columns=40, rows=12) as founder:
        page = founder.page(QUESTIONNAIRE.question("bottleneck"))
        for label in page.labels:
            founder.moves_to(label)
        for label in reversed(page.labels[:-1]):
            founder.terminal.send(UP)
            founder.terminal.wait_until(lambda label=label: founder.points_at(label), label)
            founder.terminal.wait_for(label)


def test_a_page_is_laid_out_anew_when_the_window_changes(tmp_path: Path) -> None:
    """After a change of size the question is whole, once, and the keys still work."""
    user = User(tmp_path, "en")
    with resumed(user, FOUNDER, "bottleneck") as founder:
        page = founder.page(QUESTIONNAIRE.question("bottleneck"))
        founder.terminal.resize(42, 30)
        founder.terminal.wait_until(
            lambda: flat(page.labels[1])[:37].rsplit(" ", 1)[0] in stripped(founder), "the longest choice, wrapped"
        )
        founder.terminal.wait_for(*page.labels, page.title, page.help)
        assert founder.terminal.screen().count(flat(page.title)) == 1
        founder.picks(page.labels[-2])
        founder.sees(QUESTIONNAIRE.question("founder_week"))


def test_nothing_is_left_behind_when_a_window_narrows(tmp_path: Path) -> None:
    """Whatever a terminal makes of lines that became too long, the page alone is on the screen, from its top."""
    with resumed(User(tmp_path), FOUNDER, "bottleneck", columns=100) as founder:
        founder.terminal.resize(44, 24)
        founder.terminal.litters()
        first = f"Question {len(before('bottleneck', FOUNDER)) + 1} of"
        founder.terminal.wait_until(lambda: founder.terminal.lines()[0].startswith(first), "the top")
        assert_whole(founder, founder.page(QUESTIONNAIRE.question("bottleneck")), "")


def test_on_a_wide_screen_no_sentence_of_a_page_is_wider_than_prose(tmp_path: Path) -> None:
    """Help that would fill 200 columns is broken before 90, as on the recommendation."""
    with interview(User(tmp_path), FOUNDER, columns=200, rows=60) as founder:
        founder.answers_all(until="operations_lead")
        founder.sees(QUESTIONNAIRE.question("operations_lead"))
        assert 60 < max(map(len, founder.terminal.lines())) < MOST_PROSE


def test_a_problem_is_red_and_nothing_else_is(tmp_path: Path) -> None:
    """A message stands out by the terminal's own red, and goes when the line is changed."""
    with interview(User(tmp_path, "fr"), FOUNDER) as founder:
        founder.sees(QUESTIONNAIRE.question("headcount"))
        founder.terminal.send("douze" + ENTER)
        founder.terminal.wait_for(
            founder.words(
                "number_expected",
                low="1",
                high="100\N{NARROW NO-BREAK SPACE}000",
                example="1\N{NARROW NO-BREAK SPACE}200",
            )
        )
        assert founder.terminal.marks() == PLAIN_MARKS | {("colour", "red")}
        founder.terminal.send("\x7f")
        founder.terminal.wait_until(lambda: ("colour", "red") not in founder.terminal.marks(), "no message")


def test_no_break_spaces_that_were_typed_are_spaces(tmp_path: Path) -> None:
    """French keyboards type them; they are neither underlined nor yellow."""
    user = User(tmp_path, "fr")
    with interview(user, FOUNDER) as founder:
        founder.sees(QUESTIONNAIRE.question("headcount"))
        founder.terminal.send("1\N{NO-BREAK SPACE}200\N{NARROW NO-BREAK SPACE}!")
        founder.terminal.wait_until(lambda: "200" in founder.terminal.pointed(), "the number")
        assert founder.terminal.marks() == PLAIN_MARKS


def stripped(founder: Founder) -> list[str]:
    """The screen's lines, without what stands in front of them."""
    return [line.strip() for line in founder.terminal.lines()]


def test_help_that_does_not_fit_is_a_key_away(tmp_path: Path) -> None:
    """On few rows the help gives way to the choices; Tab shows it, and hides it again."""
    user = User(tmp_path, "fr")
    with resumed(user, FOUNDER, "bottleneck", columns=40, rows=12) as founder:
        help_text = flat(founder.page(QUESTIONNAIRE.question("bottleneck")).help)
        assert help_text not in founder.terminal.screen()
        founder.terminal.send(TAB)
        founder.terminal.wait_for(help_text)
        founder.terminal.send(TAB)
        founder.terminal.wait_until(lambda: help_text not in founder.terminal.screen(), "the choices alone")


@pytest.mark.parametrize("back", [ESCAPE, SHIFT_TAB], ids=["Escape", "Shift-Tab"])
def test_back_over_a_branch(tmp_path: Path, back: str) -> None:
    """Each step back preselects the answer given; what a change closes counts for nothing."""
    user = User(tmp_path)
    with resumed(user, FOUNDER, "recurring_problems") as founder:
        ids = list(before("recurring_problems", FOUNDER))
        for id in reversed(ids[ids.index("operations_lead") :]):
            question = QUESTIONNAIRE.question(id)
            founder.terminal.send(back)
            if founder.terminal.wait_for_page(founder.settled_page(), founder.page(question)) == founder.settled_page():
                founder.terminal.send(back)
            founder.terminal.wait_for_page(founder.page(question))
            if question.kind == "choice":
                assert founder.points_at(founder.label(question, FOUNDER[id]))
        founder.picks(founder.label(QUESTIONNAIRE.question("operations_lead"), "coo"))
        founder.answers = {**FOUNDER, **COO}
        given = before("bottleneck", COO)
        founder.sees(QUESTIONNAIRE.question("bottleneck"))
        assert founder.points_at(founder.label(QUESTIONNAIRE.question("bottleneck"), FOUNDER["bottleneck"]))
        founder.terminal.send(ENTER)
        founder.answers_all({**given, "bottleneck": "coordination"})
        founder.asks_for_the_recommendation()
        shown = flat(founder.terminal.everything())
        assert QUESTIONNAIRE.scenario("support").title["en"][1:] in shown
        assert "founder_week" not in user.kept()


def test_a_reopened_branch_preselects_its_old_answers(tmp_path: Path) -> None:
    """Answers that a change put aside are there again when the change is taken back."""
    with resumed(User(tmp_path), FOUNDER, "founder_away", told=False) as founder:
        for id in ("founder_week", "bottleneck", "operations_lead"):
            founder.terminal.send(ESCAPE)
            founder.terminal.wait_for_page(founder.page(QUESTIONNAIRE.question(id)))
        lead, week = QUESTIONNAIRE.question("operations_lead"), QUESTIONNAIRE.question("founder_week")
        founder.picks(founder.label(lead, "coo"))
        founder.sees(QUESTIONNAIRE.question("bottleneck"))
        founder.terminal.send(ENTER)
        founder.sees(QUESTIONNAIRE.question("coo_week"))
        for id in ("bottleneck", "operations_lead"):
            founder.terminal.send(ESCAPE)
            founder.terminal.wait_for_page(founder.page(QUESTIONNAIRE.question(id)))
        founder.terminal.send(UP + UP)
        founder.terminal.wait_until(lambda: founder.points_at(founder.label(lead, "founder")), "the founder")
        founder.terminal.send(ENTER)
        founder.sees(QUESTIONNAIRE.question("bottleneck"))
        founder.terminal.send(ENTER)
        founder.sees(week)
        assert founder.points_at(founder.label(week, FOUNDER["founder_week"]))


def test_back_at_the_first_question_stays_there(tmp_path: Path) -> None:
    """There is nothing before the first question, and going back from it breaks nothing."""
    with interview(User(tmp_path), FOUNDER) as founder:
        first = QUESTIONNAIRE.questions[0]
        founder.sees(first)
        assert founder.words("key_back") not in founder.terminal.screen()
        founder.terminal.send(SHIFT_TAB)
        founder.gives(first)
        founder.sees(QUESTIONNAIRE.questions[1])


def test_back_brings_typed_answers_back(tmp_path: Path) -> None:
    """A text and a number are there to edit when the founder returns to them, and arrow keys move in them."""
    with interview(User(tmp_path), COO) as founder:
        founder.answers_all(until="growth")
        founder.terminal.send(ESCAPE)
        founder.terminal.wait_for("1,200")
        founder.terminal.send("\x1b[D\x1b[D\x1b[D" + "\x7f\x7f" + "2,\r")
        founder.sees(QUESTIONNAIRE.question("growth"))
        founder.terminal.send(ESCAPE)
        founder.terminal.wait_for("2,200")


def test_any_answer_can_be_changed_in_the_review(tmp_path: Path) -> None:
    """The review lists every answer; one that is changed is asked again with its answer preselected, then reviewed."""
    user = User(tmp_path)
    decision = QUESTIONNAIRE.question("decision")
    with resumed(user, FOUNDER) as founder:
        founder.picks(reviewed(founder, "decision", "alone"))
        founder.terminal.wait_for_page(founder.page(decision))
        assert founder.points_at(founder.label(decision, "alone"))
        founder.terminal.send(UP + ENTER)
        founder.terminal.wait_for_page(founder.review_page())
        founder.moves_to(reviewed(founder, "decision", "with_partners"))


def reviewed(founder: Founder, id: str, value: str) -> str:
    """The review's line for one answer."""
    question = QUESTIONNAIRE.question(id)
    label = founder.words.of(question.short)
    return founder.words("colon", label=label, text=founder.label(question, value))


def test_back_from_the_review_is_the_last_question(tmp_path: Path) -> None:
    """Escape leads from the review to the answer given last."""
    with resumed(User(tmp_path), FOUNDER) as founder:
        founder.terminal.send(ESCAPE)
        founder.terminal.wait_for_page(founder.page(QUESTIONNAIRE.questions[-1]))


def test_a_change_that_unsettles_an_early_finish_goes_on_with_the_questions(tmp_path: Path) -> None:
    """Finishing early shows the review at once; a change there that leaves the result open continues the interview."""
    ids = list(FOUNDER)
    last = ids[ids.index(str(settling(FOUNDER))) - 1]
    with resumed(User(tmp_path), FOUNDER, last, told=False) as founder:
        founder.gives(QUESTIONNAIRE.question(last))
        founder.finishes_early()
        founder.terminal.wait_for_page(founder.review_page())
        founder.picks(reviewed(founder, "founder_away", "stops"))
        away = QUESTIONNAIRE.question("founder_away")
        founder.terminal.wait_for_page(founder.page(away))
        founder.picks(founder.words("dont_know"))
        founder.terminal.wait_for_page(founder.page(QUESTIONNAIRE.question(str(settling(founder.answers)))))


def test_ctrl_c_in_the_middle_of_a_text_keeps_what_was_confirmed(tmp_path: Path) -> None:
    """A line that was not confirmed is no answer."""
    user = User(tmp_path)
    with resumed(user, FOUNDER, "name") as founder:
        founder.terminal.send("half a na")
        founder.terminal.wait_for("half a na")
        founder.terminal.send(CTRL_C)
        assert founder.terminal.exit_code() == 130
    (draft,) = user.drafts()
    assert "half" not in (user.state / draft).read_text(encoding="utf-8")
