"""How the proofs grow with the questionnaire: its questions, its branches, its scenarios and the size of its points.

    .venv/bin/python benchmarks/proofs.py

With branches, every fifth question opens the two after it. Times are this machine's processor; what is beyond the
budget of `check` says so, and how long it took to say it.
"""

import random
import resource
import time
from typing import Any

from coo_advisor.proof.difference import compare
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
    Value,
    always,
)
from coo_advisor.questionnaire.paths import Beyond
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.outcomes import settles
from coo_advisor.verdict.space import Space

WORD = {"en": "x"}
TOLD = always(WORD)
TEXTS: dict[str, Any] = {
    "title": WORD,
    **dict.fromkeys(("definition", "verdict", "otherwise"), TOLD),
    "next_step": NextStep(TOLD),
}


def made(count: int, *, branches: bool) -> Questionnaire:
    """A questionnaire of so many questions of five choices each, and two scenarios that score them all."""
    signals = tuple(Signal(id, WORD, WORD, readiness=False) for id in ("load", "risk"))
    questions = tuple(question(number, branches=branches) for number in range(count))
    scenarios = (
        Scenario("first", **TEXTS, weights={"load": 2, "risk": 1}, recommend_from=60),
        Scenario("second", **TEXTS, weights={"load": 1, "risk": 1}, recommend_from=40),
        Scenario("none", **TEXTS),
    )
    return Questionnaire("1", "", ("en",), WORD, WORD, Consultant(), signals, questions, scenarios)


def question(number: int, *, branches: bool) -> Question:
    """One question; its signal alternates. With branches, two in five hang on the one before them."""
    signal = "load" if number % 2 else "risk"
    choices = tuple(Choice(f"c{rank}", WORD, {signal: rank} if rank else {}) for rank in range(5))
    opener = ((Clause(f"q{number - number % 5}", frozenset(["c3", "c4"])),),)
    when: Condition = opener if branches and number % 5 in (1, 2) else ALWAYS
    return Question(f"q{number}", WORD, WORD, "choice", when=when, choices=choices)


def with_scenarios(shipped: Questionnaire, count: int, points: int) -> Questionnaire:
    """The shipped questionnaire with so many scenarios, those added always applying; with points up to some number."""
    drawn = random.Random(5)  # noqa: S311  # a benchmark
    need = [signal.id for signal in shipped.need]
    added = tuple(
        shipped.scenarios[0]._replace(
            id=f"added{number}",
            when=ALWAYS,
            unless=(),
            weights={id: drawn.randint(1, 3) for id in need},
            recommend_from=drawn.choice([40, 50, 60, 70]),
        )
        for number in range(count - len(shipped.scenarios))
    )
    scenarios = (*shipped.candidates, *added, shipped.fallback)
    if not points:
        return shipped._replace(scenarios=scenarios)

    def scaled(choice: Choice) -> Choice:
        return choice._replace(points={id: drawn.randint(1, points) for id in choice.points})

    questions = tuple(
        each._replace(choices=tuple(map(scaled, each.choices))) if each.scored else each for each in shipped.questions
    )
    return shipped._replace(scenarios=scenarios, questions=questions)


def main() -> None:
    """Prints the tables."""
    for count in (10, 20, 30, 40):
        for branches in (False, True):
            asked = made(count, branches=branches)
            kind = "branches" if branches else "plain"
            print(f"{count} × 5 {kind:8}  {proved(asked)}; {moved(asked)}; {answered(asked)}")
    shipped = load_questionnaire(packaged_questionnaire())
    for points in (0, 10, 100, 1000):
        for count in (3, 4, 5, 7, 9, 12):
            asked = with_scenarios(shipped, count, points)
            label = f"points to {points}" if points else "points as shipped"
            print(f"shipped, {count:2} scenarios, {label:17}  {proved(asked)}; {moved(asked)}; {answered(asked)}")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def proved(asked: Questionnaire) -> str:
    """What proving took."""
    start = time.process_time()
    try:
        statistics = prove(asked).statistics
    except Beyond:
        return f"too much, told in {time.process_time() - start:.2f} s"
    return f"{statistics.sets:.1e} sets, {statistics.paths} paths in {time.process_time() - start:.2f} s"


def moved(asked: Questionnaire) -> str:
    """What comparing took, with a scored question that opens another added in front."""
    added = question(1, branches=False)._replace(id="added")
    opened = question(2, branches=False)._replace(id="opened", when=((Clause("added", frozenset(["c4"])),),))
    start = time.process_time()
    try:
        compare(asked, asked._replace(questions=(added, opened, *asked.questions)))
    except Beyond:
        return f"diff: too much, told in {time.process_time() - start:.2f} s"
    return f"diff {time.process_time() - start:.2f} s"


def answered(asked: Questionnaire) -> str:
    """The slowest answer of an interview that gives each question's last but one choice, and the slowest report."""
    space = Space(asked)
    answers: dict[str, Value | None] = {}
    slowest = longest = 0.0
    left_out: set[str] = set()
    for each in asked.questions:
        start = time.process_time()
        settles(space, answers)
        slowest = max(slowest, time.process_time() - start)
        start = time.process_time()
        left_out.update(assess(space, answers).left_out)
        longest = max(longest, time.process_time() - start)
        if each.kind == "choice":
            answers[each.id] = each.choices[-2].id
        elif each.numbers:
            answers[each.id] = each.numbers.low
    missing = f", without {' and '.join(sorted(left_out))} at times" if left_out else ""
    return f"an answer {1000 * slowest:.0f} ms, a report {longest:.2f} s{missing}"


main()
