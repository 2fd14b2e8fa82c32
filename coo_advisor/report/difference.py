"""What an edit of the questionnaire moves, for the author: on screen and as JSON."""

import json
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from coo_advisor.proof.difference import Difference
from coo_advisor.questionnaire.answers import plain_answers
from coo_advisor.questionnaire.flow import Answers


def print_difference(difference: Difference, console: Console) -> None:
    """Prints the moves, most sets first, each with an example that can be saved as an answers file."""
    _list(console, "Questions added", difference.questions_added)
    _list(console, "Questions removed", difference.questions_removed)
    _list(console, "Choices added", map(" › ".join, difference.choices_added))
    _list(console, "Choices removed", map(" › ".join, difference.choices_removed))
    console.print(Text(f"{difference.sets:,} answer sets compared (sets of answers, not people)."))
    if not difference.moved:
        console.print(Text("None gets another recommendation."))
        return
    table = Table("from", "to", "answer sets", "share", box=None, pad_edge=False)
    for moved in difference.moved:
        table.add_row(moved.before, moved.after, f"{moved.sets:,}", f"{100 * moved.sets / difference.sets:.2f}%")
    console.print(table)
    for moved in difference.moved:
        console.print(Text(f"\nFor example, from {moved.before} to {moved.after}:", "bold"))
        print_answers(moved.example, console)


def print_answers(answers: Answers, console: Console) -> None:
    """Prints answers as the lines of an answers file."""
    for id, value in plain_answers(answers).items():
        console.print(Text(f"  {id}: {json.dumps(value, ensure_ascii=False)}"))


def difference_as_json(difference: Difference) -> str:
    """The moves as JSON; it ends with a newline."""
    data = {
        "schema": 1,
        "sets": difference.sets,
        "moved": [
            {"from": moved.before, "to": moved.after, "sets": moved.sets, "example": plain_answers(moved.example)}
            for moved in difference.moved
        ],
        "questions_added": difference.questions_added,
        "questions_removed": difference.questions_removed,
        "choices_added": [list(pair) for pair in difference.choices_added],
        "choices_removed": [list(pair) for pair in difference.choices_removed],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _list(console: Console, title: str, items: Iterable[str]) -> None:
    if listed := ", ".join(items):
        console.print(Text(f"{title}: {listed}"))
