"""The interview on a real terminal."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from emulator import CTRL_C, CTRL_D, DOWN, ENTER, SPACE, Terminal

from coo_advisor.answers import load_answers, plain_answers
from coo_advisor.flow import Answers, next_question
from coo_advisor.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire import Question

QUESTIONNAIRE = load_questionnaire(packaged_questionnaire())

FOUNDER: Answers = {
    "company": "Atelier Dupont",
    "name": None,
    "email": None,
    "headcount": 28,
    "growth": "growing",
    "operations_lead": "founder",
    "bottleneck": "coordination",
    "founder_week": "3_to_4",
    "founder_away": "slows",
    "founder_stepback": "this_year",
    "recurring_problems": "sometimes",
    "stuck_decisions": "some",
    "needs": ("experience", "cost"),
    "delegation": "some",
    "means": None,
    "timing": "now",
    "decision": "alone",
}
"""Settled late, so that nearly every question is put before."""

LANGUAGES = {"fr": "fr_BE.UTF-8", "en": "en_GB.UTF-8"}

SETTLED = {"fr": "Votre recommandation est déjà établie", "en": "Your recommendation is already settled"}
RESUME = {"fr": "Un entretien inachevé vous attend", "en": "An unfinished interview is waiting"}
REVIEW = {"fr": "Voici vos réponses", "en": "Here are your answers"}
SAVE = {"fr": "garder cette recommandation", "en": "keep this recommendation"}


def walk(answers: Answers = FOUNDER) -> Iterator[Question]:
    """The questions that some answers lead through."""
    given: dict[str, object] = {}
    while question := next_question(QUESTIONNAIRE, given):  # type: ignore[arg-type]  # built from answers
        yield question
        given[question.id] = answers[question.id]


def keys(question: Question, value: object) -> list[str]:
    """What to type for an answer."""
    if question.kind == "choice":
        ids = [choice.id for choice in question.choices]
        return [DOWN] * (len(ids) if value is None else ids.index(str(value))) + [ENTER]
    if question.kind == "several":
        assert isinstance(value, tuple)
        return [key for each in question.choices for key in ([SPACE] if each.id in value else []) + [DOWN]] + [ENTER]
    return ["?" if value is None and question.scored else str(value or ""), ENTER]


def answer(terminal: Terminal, question: Question, language: str, answers: Answers = FOUNDER) -> None:
    """Waits for a question and answers it; where the offer to finish comes first, declines it."""
    if terminal.wait_for(question.ask[language], SETTLED[language]) == SETTLED[language]:
        terminal.send(DOWN, ENTER)
        terminal.wait_for(question.ask[language])
    terminal.send(*keys(question, answers[question.id]))


def next_screen(terminal: Terminal, number: int, language: str) -> None:
    """Waits for what follows the question with a number."""
    following = [question.ask[language] for question in walk()][number + 1 :] or [REVIEW[language]]
    terminal.wait_for(following[0], SETTLED[language])


def state(folder: Path) -> dict[str, object]:
    """The answers in the draft of a folder."""
    draft = json.loads((folder / "s" / "coo-advisor" / "questions-1.json").read_text())
    answers: dict[str, object] = draft["answers"]
    return answers


def test_the_screen_holds_the_recommendation(tmp_path: Path) -> None:
    """Verdict, score against its threshold, reasons, signals, advice and next step are printed before the export."""
    with Terminal(tmp_path, rows=160) as terminal:
        reach_review(terminal)
        terminal.send(ENTER)
        terminal.wait_for(SAVE["fr"])
        for part in (
            "Un COO externe par intérim",
            "recommandé à partir de 50",
            "Les raisons, en points",
            "Total",
            "█",
            "Les signaux",
            "Ce qui vous aiderait",
            "Les 90 premiers jours",
            "Prochaine étape",
        ):
            assert part in terminal.flat.replace("\N{NO-BREAK SPACE}", " ")


def reach_review(terminal: Terminal, answers: Answers = FOUNDER, language: str = "fr") -> None:
    """Answers everything up to the review."""
    for question in walk(answers):
        answer(terminal, question, language, answers)
    terminal.wait_for(REVIEW[language])


PLACES = [("fr", 80, 24), ("en", 40, 12)]
"""Both languages and both sizes, each once."""


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize(("language", "columns", "rows"), PLACES)
def test_stopping_and_resuming_at_each_question(
    tmp_path: Path, key: str, language: str, columns: int, rows: int
) -> None:
    """Whatever the question, stopping says where the answers are and how to go on, and the next start goes on there."""
    for number, question in enumerate(walk()):
        arguments = ["ask", "--resume"] if number else []
        with Terminal(tmp_path, *arguments, columns=columns, rows=rows, lang=LANGUAGES[language]) as terminal:
            terminal.wait_for(question.ask[language])
            if number:
                terminal.send(key)
                assert terminal.end() == 130
                assert "coo-advisor ask --resume" in terminal.flat
                assert "questions-1.json" in terminal.flat.replace(" ", "")
        with Terminal(tmp_path, *arguments, columns=columns, rows=rows, lang=LANGUAGES[language]) as terminal:
            answer(terminal, question, language)
            next_screen(terminal, number, language)
            assert state(tmp_path)[question.id] == plain_answers(FOUNDER)[question.id]
            terminal.send(CTRL_C)
            assert terminal.end() == 130
    assert state(tmp_path) == plain_answers(FOUNDER)


@pytest.mark.parametrize(("language", "columns", "rows"), PLACES)
def test_a_kill_at_each_question_loses_nothing(tmp_path: Path, language: str, columns: int, rows: int) -> None:
    """What was confirmed before a kill -9 is there at the next start, which offers to resume."""
    for number, question in enumerate(walk()):
        with Terminal(tmp_path, columns=columns, rows=rows, lang=LANGUAGES[language]) as terminal:
            if number:
                terminal.wait_for(RESUME[language])
                terminal.send(ENTER)
            answer(terminal, question, language)
            next_screen(terminal, number, language)
            terminal.kill()
        assert list(state(tmp_path)) == [each.id for each in walk()][: number + 1]


def test_starting_afresh_deletes_the_earlier_answers(tmp_path: Path) -> None:
    """A founder who declines to resume starts with the first question and an empty page."""
    with Terminal(tmp_path) as terminal:
        answer(terminal, next(walk()), "fr")
        terminal.wait_for("comment vous appelez-vous")
        terminal.kill()
    with Terminal(tmp_path) as terminal:
        terminal.wait_for("Un entretien inachevé vous attend")
        terminal.send(DOWN, ENTER)
        terminal.wait_for("Comment s'appelle votre entreprise")
        assert "Atelier Dupont" not in terminal.flat
        terminal.send("Autre", ENTER)
        terminal.wait_for("comment vous appelez-vous")
    assert state(tmp_path) == {"company": "Autre"}


@pytest.mark.parametrize(
    ("content", "why"), [(b"{ damaged", "n'a pas pu être lu"), (b'{"answers": {}}', "autre version")]
)
def test_a_draft_that_cannot_be_used_is_kept_aside(tmp_path: Path, content: bytes, why: str) -> None:
    """A damaged draft, or one of another version, is reported and kept, and the interview starts."""
    folder = tmp_path / "s" / "coo-advisor"
    folder.mkdir(parents=True)
    (folder / "questions-1.json").write_bytes(content)
    with Terminal(tmp_path) as terminal:
        terminal.wait_for("Comment s'appelle votre entreprise")
        assert why in terminal.flat
    (kept,) = folder.glob("questions-1.*-*.json")
    assert kept.read_bytes() == content


def test_two_interviews_at_once_lose_nothing(tmp_path: Path) -> None:
    """A second interview beside a running one has a draft of its own."""
    with Terminal(tmp_path) as first, Terminal(tmp_path) as second:
        for terminal, company in ((first, "Un"), (second, "Deux")):
            terminal.wait_for("Comment s'appelle votre entreprise")
            terminal.send(company, ENTER)
            terminal.wait_for("comment vous appelez-vous")
    drafts = sorted((tmp_path / "s" / "coo-advisor").glob("*.json"))
    assert {json.loads(path.read_text())["answers"]["company"] for path in drafts} == {"Un", "Deux"}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in drafts)
    assert drafts[0].parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [("fr", "1200", 1200), ("fr", "1 200", 1200), ("fr", "1\N{NO-BREAK SPACE}200", 1200), ("en", "1,200", 1200)],
)
def test_numbers_in_the_language_of_the_founder(tmp_path: Path, language: str, typed: str, number: int) -> None:
    """A number may be grouped as the language groups it; anything else gets a sentence, and nothing typed is lost."""
    draft = tmp_path / "answers.yaml"
    draft.write_text("company: A\n")
    with Terminal(tmp_path, "ask", "--answers", "answers.yaml", lang=LANGUAGES[language]) as terminal:
        for question in list(walk())[:3]:
            terminal.wait_for(question.ask[language])
            terminal.send(ENTER)
        terminal.wait_for(QUESTIONNAIRE.question("headcount").ask[language])
        wrong = "12.5x"
        terminal.send(wrong, ENTER)
        terminal.wait_for("nombre entier de 1 à" if language == "fr" else "whole number from 1 to")
        assert wrong in terminal.flat
        terminal.send(*["\x7f"] * len(wrong), typed, ENTER)
        terminal.wait_for(QUESTIONNAIRE.question("growth").ask[language])
    assert state(tmp_path)["headcount"] == number


def test_an_existing_file_is_replaced_only_with_a_yes(tmp_path: Path) -> None:
    """The export asks before it replaces a file, and no is the default."""
    (tmp_path / "answers.yaml").write_text("operations_lead: coo_leaving\nsuccessor: ready\n")
    (tmp_path / "mine.md").write_text("mine")
    leaving: Answers = {**FOUNDER, "operations_lead": "coo_leaving", "coo_away": "runs", "successor": "ready"}
    with Terminal(tmp_path) as terminal:
        for question in walk(leaving):
            answer(terminal, question, "fr", leaving)
            if question.id == "successor":
                break
        terminal.wait_for(SETTLED["fr"])
        terminal.send(ENTER)
        terminal.wait_for(REVIEW["fr"])
        terminal.send(ENTER)
        terminal.wait_for(SAVE["fr"])
        terminal.send(DOWN, ENTER)
        terminal.wait_for("Dans quel fichier")
        terminal.send("\x15", "mine.txt", ENTER)
        terminal.wait_for("qui finit par .md")
        terminal.send("\x15", "mine.md", ENTER)
        terminal.wait_for("existe déjà")
        terminal.send(ENTER)
        terminal.wait_for(SAVE["fr"])
        assert (tmp_path / "mine.md").read_text() == "mine"
        terminal.send(DOWN, DOWN, ENTER)
        assert terminal.end() == 0
    assert not list((tmp_path / "s" / "coo-advisor").iterdir())


def test_a_hostile_company_name(tmp_path: Path) -> None:
    """A pasted name moves no cursor, restyles nothing and chooses no folder."""
    hostile: Answers = {**FOUNDER, "company": "../../etc/x [red]\x1b]52;c;AAAA\x07\x1b[31m"}
    with Terminal(tmp_path, "ask", "--save", "kept.yaml") as terminal:
        terminal.wait_for("Comment s'appelle votre entreprise")
        terminal.send("\x1b[200~../../etc/x [red]\x1b]52;c;AAAA\x07\x1b[31m\x1b[201~", ENTER)
        for question in list(walk(hostile))[1:]:
            answer(terminal, question, "fr", hostile)
        terminal.wait_for(REVIEW["fr"])
        terminal.send(ENTER)
        terminal.wait_for(SAVE["fr"])
        terminal.send(ENTER)
        assert terminal.end() == 0
        assert b"]52;" not in terminal.raw
    (document,) = tmp_path.glob("*.md")
    assert document.parent == tmp_path
    assert load_answers(tmp_path / "kept.yaml", QUESTIONNAIRE)["company"] == "../../etc/x [red]"


@pytest.mark.parametrize("how", [{"plain": "--plain"}, {"ACCESSIBLE": "1"}, {"TERM": "dumb"}])
def test_plain_lines_all_the_way(tmp_path: Path, how: dict[str, str]) -> None:
    """Plain mode is the same walk without a single escape sequence, with < to go back and ? for don't know."""
    arguments = ["ask", *(how.pop("plain", "").split())]
    with Terminal(tmp_path, *arguments, rows=60, **how) as terminal:
        for question in walk():
            if terminal.hear(question.ask["fr"], SETTLED["fr"]) == SETTLED["fr"]:
                terminal.send("2\r")
                terminal.hear(question.ask["fr"])
            value = FOUNDER[question.id]
            if question.id == "growth":
                terminal.send("9\r")
                terminal.hear("Répondez par 1 à 4")
            if question.id == "bottleneck":
                terminal.send("<\r")
                terminal.hear("Entrée = Moi, en plus du reste")
                terminal.send("\r")
                terminal.hear(question.ask["fr"])
            terminal.send(plain_keys(question, value) + "\r")
        terminal.hear(REVIEW["fr"])
        assert state(tmp_path) == plain_answers(FOUNDER)
        terminal.send("1\r")
        terminal.hear(SAVE["fr"])
        terminal.send("3\r")
        assert terminal.end() == 0
        assert b"\x1b" not in terminal.raw


def plain_keys(question: Question, value: object) -> str:
    """What to type for an answer in plain mode."""
    ids = [choice.id for choice in question.choices]
    if value is None:
        return "?" if question.scored else ""
    if isinstance(value, tuple):
        return " ".join(str(ids.index(id) + 1) for id in value)
    return str(ids.index(str(value)) + 1) if question.kind == "choice" else str(value)
