"""What an edit of the questionnaire moves, for the author: on screen and as JSON."""

import json

from rich.console import Console
from rich.table import Table
from rich.text import Text

from coo_advisor.proof.difference import Difference
from coo_advisor.questionnaire.answers import plain_answers
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.report.as_json import written
from coo_advisor.wording.words import Words


def print_difference(difference: Difference, words: Words, console: Console) -> None:
    """Prints the moves, most sets first, each with an example that can be saved as an answers file."""
    for key, ids in (
        ("diff_questions_added", difference.questions_added),
        ("diff_questions_removed", difference.questions_removed),
        ("diff_choices_added", map(" › ".join, difference.choices_added)),
        ("diff_choices_removed", map(" › ".join, difference.choices_removed)),
    ):
        if listed := ", ".join(ids):
            console.print(Text(words("colon", label=words(key), text=listed)))
    console.print(Text(words("diff_sets", sets=words.number(difference.sets))))
    if not difference.moved:
        console.print(Text(words("diff_nothing")))
        return
    headers = (words(f"diff_{column}") for column in ("from", "to", "moved", "share"))
    table = Table(*headers, box=None, pad_edge=False)
    for moved in difference.moved:
        share = f"{100 * moved.sets / difference.sets:.2f}%"
        table.add_row(moved.before, moved.after, words.number(moved.sets), share)
    console.print(table)
    for moved in difference.moved:
        console.print(Text(f"\n{words('diff_example', before=moved.before, after=moved.after)}", "bold"))
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
    return written(data)
