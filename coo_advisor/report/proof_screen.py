"""What was proved about a questionnaire, for its author: on screen and as JSON."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from coo_advisor.proof.cases import Cases
from coo_advisor.proof.properties import Allowed, Counterexample, Proof, Property, Statistics
from coo_advisor.questionnaire.answers import plain_answers
from coo_advisor.report.as_json import as_number, written
from coo_advisor.report.difference import print_answers


def print_proof(proof: Proof, cases: Cases, language: str, console: Console) -> None:
    """Prints the properties, every counterexample and exception, the figures, and the cases that are wrong.

    `language` is that of the reasons that the author gave for the exceptions.
    """
    _print_properties(proof.properties, console)
    for each in proof.properties:
        for failure in each.failures:
            _print_failure(each, failure, console)
    if proof.exceptions:
        console.print(Text("\nExceptions to property 4 that conditions make", "bold"))
        for allowed in proof.exceptions:
            _print_exception(allowed, language, console)
    _print_statistics(proof.statistics, console)
    if cases.results:
        _print_cases(cases, console)


def proof_as_json(proof: Proof, cases: Cases) -> str:
    """The same as JSON; it ends with a newline."""
    statistics = proof.statistics
    data = {
        "schema": 1,
        "holds": proof.holds,
        "properties": [
            {
                "number": each.number,
                "promise": each.promise,
                "holds": each.holds,
                "failures": [_failure(failure) for failure in each.failures],
            }
            for each in proof.properties
        ],
        "exceptions": [_exception(allowed) for allowed in proof.exceptions],
        "sets": statistics.sets,
        "paths": statistics.paths,
        "longest_path": statistics.longest,
        "ties": {"sets": statistics.ties, "rule": "the scenario listed first"},
        "by_outcome": statistics.by_outcome,
        "cases": [
            {
                "id": each.case.id,
                "expected": each.case.expected,
                "possible": each.possible,
                "right": each.right,
                "distance": None if each.distance is None else as_number(each.distance),
            }
            for each in cases.results
        ],
        "thresholds": {
            each.scenario: {"from": each.between.low, "to": each.between.high} if each.between else None
            for each in cases.thresholds
        },
    }
    return written(data)


def _failure(failure: Counterexample) -> dict[str, Any]:
    other = None if failure.other is None else plain_answers(failure.other)
    return {"about": failure.about, "answers": plain_answers(failure.answers), "other": other}


def _exception(allowed: Allowed) -> dict[str, Any]:
    return {
        "question": allowed.question,
        "from": allowed.better,
        "to": allowed.worse,
        "lost": allowed.lost,
        "cause": allowed.cause,
        "reason": allowed.reason,
        "answers": plain_answers(allowed.answers),
        "other": plain_answers(allowed.other),
    }


def _print_properties(properties: Sequence[Property], console: Console) -> None:
    table = Table("", "property", "", box=None, pad_edge=False)
    for each in properties:
        verdict = Text("holds", "green") if each.holds else Text(f"fails ({len(each.failures)})", "bold red")
        table.add_row(str(each.number), Text(each.promise), verdict)
    console.print(table)


def _print_failure(each: Property, failure: Counterexample, console: Console) -> None:
    console.print(Text(f"\n{each.number} fails: {failure.about}.", "bold"))
    if failure.answers:
        console.print(Text("These answers show it; save them as an answers file:"))
        print_answers(failure.answers, console)
    if failure.other is not None:
        changed = {id: value for id, value in failure.other.items() if failure.answers.get(id) != value}
        console.print(Text("and the same with:"))
        print_answers(changed, console)


def _print_exception(allowed: Allowed, language: str, console: Console) -> None:
    move = f"{allowed.question}: {allowed.better} → {allowed.worse} loses {allowed.lost}, by {_by(allowed)}"
    reason = allowed.reason[language] if allowed.reason else ""
    console.print(Text(f"- {move}. {reason}".rstrip()))


def _by(allowed: Allowed) -> str:
    return "its points" if allowed.cause == "its points" else f"the {allowed.cause}"


def _print_statistics(statistics: Statistics, console: Console) -> None:
    console.print(
        Text(
            f"\n{statistics.sets:,} answer sets on {statistics.paths:,} paths, the longest of {statistics.longest} "
            f"questions; ties: {statistics.ties:,}, decided for the scenario listed first."
        )
    )
    console.print(Text("Shares of answer sets, which are not shares of people:"))
    table = Table(*statistics.by_outcome, box=None, pad_edge=False)
    table.add_row(*(f"{100 * sets / statistics.sets:.1f}%" for sets in statistics.by_outcome.values()))
    console.print(table)


def _print_cases(cases: Cases, console: Console) -> None:
    wrong = [each for each in cases.results if not each.right]
    console.print(Text(f"\nCases: {len(cases.results) - len(wrong)} right, {len(wrong)} wrong."))
    for each in wrong:
        wanted = "exactly" if each.case.complete else "among others"
        got = ", ".join(each.possible)
        console.print(Text(f"- {each.case.id}: expected {wanted} {each.case.expected}, got {got}. {each.case.about}"))
    for threshold in cases.thresholds:
        id, between = threshold
        held = f"All hold if {id} is recommended from {between.low} to {between.high}." if between else ""
        console.print(Text(held or f"No threshold of {id} makes all hold."))
    console.print(Text("Complete cases by their distance from the threshold, in percentage points:"))
    table = Table("case", "expected", Column("distance", justify="right"), box=None, pad_edge=False)
    scored = [(each.distance, each.case) for each in cases.results if each.distance is not None]
    for distance, case in sorted(scored, key=lambda pair: pair[0]):
        table.add_row(Text(case.id), case.expected, f"{float(distance):.1f}")
    console.print(table)
