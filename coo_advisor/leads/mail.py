"""Answers as the page sends them: read from a file, or from a mail pasted whole, whatever a mail program did to it."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from coo_advisor.leads.leadbook import Consent
from coo_advisor.questionnaire.answers import read_answers
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.reading.shapes import Reading
from coo_advisor.reading.tree import ScalarNode, YamlNode
from coo_advisor.system.errors import AdvisorError, Said
from coo_advisor.system.visible import clean

BEGINS = "# ===== coo-advisor: answers ====="
ENDS = "# ===== coo-advisor: end ====="
"""The lines between which the page writes its answers; to YAML they are comments."""

_QUOTED = re.compile(r"^[\s>|]*")
"""What mail programs put before a line that they quote or indent."""

_BEGINS = re.compile(r"coo-advisor\s*:\s*answers\b")
_ENDS = re.compile(r"coo-advisor\s*:\s*end\b")
_KEY = re.compile(r"([a-z][a-z0-9_]*)\s*:(?:\s|$)")
_CURLY = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_OPENING = '"“”„‟«{['


class Received(NamedTuple):
    """What came back: the answers, the day they were given, and the consent, as far as either is recorded.

    `other_version` is that of the questionnaire they were given to, if it isn't the one at hand.
    """

    answers: Answers
    day: date | None
    consent: Consent | None
    other_version: str | None


def receive(content: bytes, name: str, questionnaire: Questionnaire) -> Received:
    """The answers in a file or a mail; `name` is what errors call it. Raises InvalidFile with every problem."""
    content = unwrapped(content, name)
    answers = read_answers(content, name, questionnaire)
    root = Reading(name).parse(content)
    recorded, agreed = root.get("questionnaire"), root.get("consent")
    other = None
    if recorded and _text(recorded, "sha256") != questionnaire.sha256:
        other = _text(recorded, "version") or "?"
    return Received(answers, _day(_text(root, "answered_at")), _consent(agreed), other)


def unwrapped(content: bytes, name: str) -> bytes:
    """The answers file that stands in a mail; content without the two marked lines as it is.

    Raises AdvisorError if the second line is missing: something was cut off.
    """
    lines = _decoded(content).splitlines()
    begin = next((at for at, line in enumerate(lines) if _BEGINS.search(line)), None)
    if begin is None:
        return content
    end = next((at for at, line in enumerate(lines[begin:], begin) if _ENDS.search(line)), None)
    if end is None:
        template = "{name}: the line “{line}” is missing. Copy the mail again, down to that line."
        raise AdvisorError(Said(template, name=name, line=ENDS))
    entries = _entries(_QUOTED.sub("", line).rstrip() for line in lines[begin + 1 : end])
    return ("\n".join(map(_mended, entries)) + "\n").encode()


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _entries(lines: Iterable[str]) -> Iterator[str]:
    """One line a key: what was wrapped is joined again."""
    entry = ""
    for line in filter(None, lines):
        if entry and _KEY.match(line) and _complete(_value(entry)):
            yield entry
            entry = line
        else:
            entry = f"{entry} {line}" if entry else line
    if entry:
        yield entry


def _value(entry: str) -> str:
    match = _KEY.match(entry + " ")
    return entry[match.end() - 1 :].strip() if match else ""


def _complete(value: str) -> bool:
    """Whether a value can end here, or goes on in the next line."""
    if not value:
        return False
    if value[0] not in _OPENING:
        return True
    straight = value.translate(_CURLY)
    if straight[0] == "[":
        return straight.endswith("]")
    return _parsed(straight) is not None or _parsed(value) is not None


def _mended(entry: str) -> str:
    """A line of YAML: quotes made straight again where they delimit, and spaces ordinary."""
    match = _KEY.match(entry + " ")
    if match is None:
        return entry
    key, value = match[1], _value(entry)
    if value[:1] not in _OPENING or not value:
        return f"{key}: {' '.join(value.split())}"
    if value[0] == "[":
        return f"{key}: {' '.join(value.translate(_CURLY).split())}"
    for attempt in (value, value.translate(_CURLY)):
        found = _parsed(attempt)
        if found is not None:
            if key == "questionnaire" and isinstance(found, dict):
                found = {each: "".join(str(said).split()) for each, said in found.items()}
            if isinstance(found, str):
                found = found.replace("\N{NO-BREAK SPACE}", " ")
            return f"{key}: {json.dumps(found, ensure_ascii=False)}"
    return f"{key}: {value}"


def _parsed(value: str) -> object:
    try:
        return json.loads(value, strict=False)
    except (ValueError, RecursionError):
        return None


def _text(root: YamlNode, key: str) -> str:
    node = root.get(key)
    return clean(node.text) if isinstance(node, ScalarNode) and not node.null else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _consent(node: YamlNode | None) -> Consent | None:
    """The consent recorded; None without a day or a sentence."""
    if node is None:
        return None
    day, sentence = _day(_text(node, "at")), _text(node, "sentence")
    return Consent(day, sentence) if day and sentence else None
