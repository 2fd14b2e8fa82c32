"""Answers files: read and checked against the questionnaire, and written."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import RESERVED, Question, Questionnaire, Value
from coo_advisor.reading.days import read_day
from coo_advisor.reading.shapes import (
    Reading,
    outside,
    report_cut,
    shown,
    stay_between,
    suggestion,
    too_long,
    whole_number,
)
from coo_advisor.reading.tree import ListNode, MapNode, ScalarNode, YamlNode, read_bytes
from coo_advisor.system.errors import InvalidFile, Problem, Said
from coo_advisor.system.visible import brief, clean

SUFFIXES = (".yaml", ".yml", ".json")
"""What answers files end in."""

LONGEST_TEXT = 500
"""Characters of a text answer: a company's name, not its history."""

_EXPECTED = {
    "choice": "expected a choice id, got {value}",
    "number": "expected a number, got {value}",
    "text": "expected a text, got {value}",
}
"""What is wrong with a list or a mapping in the place of an answer, by the question's kind."""


class AnswersFile(NamedTuple):
    """The answers of a file, and the day on which they were given, if it says so."""

    answers: Answers
    answered_at: date | None = None


def load_answers(path: Path, questionnaire: Questionnaire) -> Answers:
    """The answers of a YAML or JSON file. Raises InvalidFile with every problem."""
    return load_answers_file(path, questionnaire).answers


def load_answers_file(path: Path, questionnaire: Questionnaire) -> AnswersFile:
    """The answers of a YAML or JSON file, and their day. Raises InvalidFile with every problem."""
    return read_answers_file(read_bytes(path), str(path), questionnaire)


def read_answers(content: bytes, name: str, questionnaire: Questionnaire) -> Answers:
    """The answers of a document; `name` is what errors call it. Raises InvalidFile with every problem."""
    return read_answers_file(content, name, questionnaire).answers


def read_answers_file(content: bytes, name: str, questionnaire: Questionnaire) -> AnswersFile:
    """The answers of a document, be it an answers file or the advice as JSON, and their day. Raises InvalidFile."""
    reading = Reading(name)
    root = reading.parse(content)
    if _is_export(root):
        assert isinstance(root, MapNode)
        at = reading.enter((), "answers", root.lines["answers"])
        answers = check_answers(root.get("answers"), questionnaire, reading, at)
    else:
        answers = check_answers(root, questionnaire, reading)
    if problems := reading.all_problems():
        raise InvalidFile([*_other_version(root, questionnaire, reading), *problems])
    day = root.get("answered_at")
    return AnswersFile(answers, read_day(day.text) if isinstance(day, ScalarNode) else None)


def _is_export(root: YamlNode) -> bool:
    """Whether a document is the advice as JSON, which holds the answers under a key of their own."""
    return root.get("schema") is not None and root.get("answers") is not None


def _other_version(root: YamlNode, questionnaire: Questionnaire, reading: Reading) -> Iterator[Problem]:
    """What to say first of a file with problems that was written for another version of the questionnaire."""
    recorded = root.get("questionnaire")
    if recorded is None:
        return
    version, sha256 = recorded.get("version"), recorded.get("sha256")
    if isinstance(sha256, ScalarNode) and sha256.text != questionnaire.sha256:
        was = Said("version {version}", version=brief(version.text)) if isinstance(version, ScalarNode) else None
        message = Said(
            "was written for {was} of the questionnaire, and this is version {version}",
            was=was or Said("another version"),
            version=questionnaire.version,
        )
        remedy = "Mend or remove the answers below, which no longer fit."
        yield Problem(reading.file, recorded.line, ("questionnaire",), message, remedy)


def check_answers(
    root: YamlNode | None, questionnaire: Questionnaire, reading: Reading, at: tuple[str, ...] = ()
) -> dict[str, Value | None]:
    """The answers that a mapping holds, `at` a path of its file; what doesn't fit is reported and left out."""
    if not isinstance(root, MapNode):
        reading.report(at, "holds no answers", "Write `question: answer`, one a line.")
        return {}
    known = {question.id: question for question in questionnaire.questions}
    answers: dict[str, Value | None] = {}
    for key, node in root.entries.items():
        path = reading.enter(at, key, root.lines[key])
        if key in known:
            answers[key] = read_value(node, known[key], path, reading)
        elif key not in RESERVED:
            reading.report(path, "is not a question", suggestion(key, known))
    return answers


def read_value(node: YamlNode, question: Question, path: tuple[str, ...], reading: Reading) -> Value | None:
    """One answer; None is "not known". What doesn't fit is reported, and None."""
    if isinstance(node, ScalarNode) and node.null and not (node.cut and question.kind == "text"):
        return None
    if question.kind == "several":
        return _several(node, question, path, reading)
    if not isinstance(node, ScalarNode):
        message = Said(_EXPECTED[question.kind], value=shown(node))
        reading.report(path, message, "Write one value, not a list or a mapping.")
        return None
    if question.kind == "choice":
        return _choice(node, question, path, reading)
    if question.kind == "number":
        return _number(node, question, path, reading)
    return _text(node, path, reading)


def _text(node: ScalarNode, path: tuple[str, ...], reading: Reading) -> str | None:
    text = clean(node.text)
    if node.cut:
        report_cut(node, path, reading)
    elif len(text) > LONGEST_TEXT:
        reading.report(path, *too_long(text, LONGEST_TEXT))
    return text or None


def _choice(node: YamlNode, question: Question, path: tuple[str, ...], reading: Reading) -> str | None:
    known = [choice.id for choice in question.choices]
    id = node.text if isinstance(node, ScalarNode) else ""
    if id in known:
        return id
    template = "has no choice {value}" if isinstance(node, ScalarNode) else _EXPECTED["choice"]
    reading.report(path, Said(template, value=shown(node)), suggestion(id, known))
    return None


def _number(node: ScalarNode, question: Question, path: tuple[str, ...], reading: Reading) -> int | None:
    assert question.numbers is not None
    number = whole_number(node.text)
    if number is not None and number in question.numbers:
        return number
    remedy = Said("Write digits only.") if number is None else stay_between(*question.numbers)
    reading.report(path, outside(node, *question.numbers), remedy)
    return None


def _several(node: YamlNode, question: Question, path: tuple[str, ...], reading: Reading) -> tuple[str, ...] | None:
    if not isinstance(node, ListNode):
        message = Said("expected a list of choice ids, got {value}", value=shown(node))
        reading.report(path, message, "Write `[one, other]`, or `[]`.")
        return None
    once = {item.text if isinstance(item, ScalarNode) else "": item for item in node.items}
    chosen = {_choice(item, question, path, reading) for item in once.values()}
    return tuple(choice.id for choice in question.choices if choice.id in chosen)


def written_answers(questionnaire: Questionnaire, answers: Answers, day: date) -> dict[str, Any]:
    """What an answers file records: the answers, the questionnaire's version and hash, and the day."""
    return {
        "questionnaire": {"version": questionnaire.version, "sha256": questionnaire.sha256},
        "answered_at": day.isoformat(),
        **plain_answers(answers),
    }


def plain_answers(answers: Answers) -> dict[str, Any]:
    """Answers as plain values for JSON: several choices as a list, texts as they are read back."""
    return {id: plain(value) for id, value in answers.items()}


def plain(value: Value | None) -> Any:
    """One answer as a plain value."""
    if isinstance(value, str):
        return clean(value)
    return list(value) if isinstance(value, tuple) else value


def answers_as_yaml(questionnaire: Questionnaire, answers: Answers, day: date) -> str:
    """An answers file in YAML."""
    return as_yaml(written_answers(questionnaire, answers, day))


def as_yaml(document: dict[str, Any]) -> str:
    """Plain values as YAML. Every one is also valid JSON, which YAML reads the same way whatever it says."""
    return "\n".join(_yaml_lines(document)) + "\n"


def answers_as_json(questionnaire: Questionnaire, answers: Answers, day: date) -> str:
    """An answers file in JSON."""
    import json

    return json.dumps(written_answers(questionnaire, answers, day), ensure_ascii=False, indent=2) + "\n"


def _yaml_lines(document: dict[str, Any]) -> Iterator[str]:
    import json  # for writing only: the start of every other command does without

    for key, value in document.items():
        if isinstance(value, dict):
            yield f"{key}:"
            yield from (f"  {line}" for line in _yaml_lines(value))
        else:
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}"
