"""How the proofs grow with the questionnaire: 10 to 40 questions of five choices, plain and with branches.

    .venv/bin/python benchmarks/proofs.py

Two candidates score every question. With branches, every fifth question opens the two after it. Times are this
machine's; the ratios to the first row are what travels.
"""

import time
from typing import Any

from coo_advisor.proof.properties import prove
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import (
    ALWAYS,
    Choice,
    Clause,
    Condition,
    Consultant,
    NextStep,
    Question,
    Questionnaire,
    Scenario,
    Signal,
    always,
)

WORD = {"en": "x"}


def made(count: int, *, branches: bool) -> Questionnaire:
    """A questionnaire of so many questions of five choices each."""
    signals = tuple(Signal(id, WORD, WORD, readiness=False) for id in ("load", "risk"))
    questions = tuple(question(number, branches=branches) for number in range(count))
    told = always(WORD)
    texts: dict[str, Any] = {
        "title": WORD,
        **dict.fromkeys(("definition", "verdict", "otherwise"), told),
        "next_step": NextStep(14, told),
    }
    scenarios = (
        Scenario("first", **texts, weights={"load": 2, "risk": 1}, recommend_from=60),
        Scenario("second", **texts, weights={"load": 1, "risk": 1}, recommend_from=40),
        Scenario("none", **texts),
    )
    return Questionnaire("1", "", ("en",), WORD, WORD, Consultant(), signals, questions, scenarios)


def question(number: int, *, branches: bool) -> Question:
    """One question; its signal alternates. With branches, two in five hang on the one before them."""
    signal = "load" if number % 2 else "risk"
    choices = tuple(Choice(f"c{rank}", WORD, {signal: rank} if rank else {}) for rank in range(5))
    opener = number - number % 5
    when: Condition = (
        ((Clause(f"q{opener}", frozenset(["c3", "c4"])),),) if branches and number % 5 in (1, 2) else ALWAYS
    )
    return Question(f"q{number}", WORD, WORD, "choice", when=when, choices=choices)


def main() -> None:
    """Prints the table."""
    first = 0.0
    for count in (10, 20, 30, 40):
        for branches in (False, True):
            seconds, sets, paths = timed(made(count, branches=branches))
            first = first or seconds
            kind = "branches" if branches else "plain"
            print(f"{count} × 5 {kind:8}  {sets:.1e} sets  {paths:6} paths  {seconds:7.2f} s  × {seconds / first:.1f}")
    seconds, sets, paths = timed(load_questionnaire(packaged_questionnaire()))
    print(f"shipped          {sets:.1e} sets  {paths:6} paths  {seconds:7.2f} s")


def timed(questionnaire: Questionnaire) -> tuple[float, int, int]:
    """Seconds to prove a questionnaire, its answer sets and its paths."""
    start = time.perf_counter()
    proof = prove(questionnaire)
    return time.perf_counter() - start, proof.statistics.sets, proof.statistics.paths


main()
