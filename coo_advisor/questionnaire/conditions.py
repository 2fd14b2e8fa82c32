"""Conditions, and texts that depend on one: what they look like in questions.yaml, and how they are read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from coo_advisor.questionnaire.model import ALWAYS, Clause, Condition, Conditional, Range, always
from coo_advisor.reading.shapes import (
    MISSING,
    Breadcrumbs,
    Identifier,
    Key,
    ListOf,
    PlainText,
    Reading,
    Record,
    Whole,
    is_identifier,
    stay_between,
    suggestion,
    whole_number,
)
from coo_advisor.reading.tree import ListNode, MapNode, ScalarNode, YamlNode
from coo_advisor.system.errors import Said
from coo_advisor.wording.words import LANGUAGES, Text

GONE = "is no longer a key"
"""What is said of a key of an earlier format, before the remedy names the new one."""

LARGEST_NUMBER = 999_999_999
"""The largest number that a question or a price may have."""


class Names(NamedTuple):
    """The names that a file gives to things, read before the rest: so that each mention can be checked on the spot.

    Each name has its node, in order. `unsure` holds the lists in which an entry has no id of its own: an unknown name
    may be that entry's.
    """

    languages: tuple[str, ...]
    questions: Mapping[str, YamlNode] = MappingProxyType({})
    signals: Mapping[str, YamlNode] = MappingProxyType({})
    unsure: tuple[str, ...] = ()


class TextShape:
    """A text in every language of the questionnaire; it may stay in others that the program speaks."""

    def __init__(self, listed: tuple[str, ...]) -> None:
        keys = {language: Key(f"The text in “{language}”.", PlainText()) for language in (*LANGUAGES, *listed)}
        self.languages = tuple(language for language in listed if language in LANGUAGES)
        self.texts = Record(dict, {language: keys[language] for language in self.languages}, keys)
        self.example = f"{{{', '.join(f'{language}: …' for language in self.languages)}}}"

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, MapNode):
            return reading.report(
                path, "is not a text in each language", Said("Write {example}.", example=self.example)
            )
        missing = [language for language in self.languages if language not in node.entries]
        if missing:
            return reading.report(
                path,
                Said("has no text in: {languages}", languages=", ".join(missing)),
                Said("Write {example}.", example=self.example),
            )
        return self.texts.read(node, path, reading)


class AroundText(Record):
    """A text; or keys of which one, `text`, holds it, which must be written if other keys are there or required."""

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, MapNode) and (node.entries.keys() & self._known.keys() or len(self.required) > 1):
            if "text" not in node.entries and node.entries.keys() & LANGUAGES:
                return reading.report(path, "has a text that does not stand under “text”", "Write `text: {…}`.")
            return super().read(node, path, reading)
        text = self.required["text"].shape.read(node, path, reading)
        return MISSING if text is MISSING else self._build(text=text)


def _conditional(text: Text, when: Condition = ALWAYS) -> Conditional:
    return Conditional(when, text)


class VariantsShape:
    """A text, or a list of texts of which the first is shown whose condition holds; only the last may have none."""

    def __init__(self, words: TextShape, line: AroundText) -> None:
        self.lines = ListOf(line, 1, 30)
        self._words = words

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, ListNode):
            text = self._words.read(node, path, reading)
            return MISSING if text is MISSING else always(text)
        for number, item in enumerate(node.items[:-1], start=1):
            if item.get("when") is None and isinstance(item, MapNode):
                place = reading.enter(path, str(number), item.line)
                reading.report(place, "has no condition, so that those after it are never shown", "Add `when:`.")
        return self.lines.read(node, path, reading)


class ConditionShape:
    """`{question: [choice ids]}` or `{question: {from: 10, to: 49}}`; several keys mean and, a list of such means or.

    It may name earlier questions only, and their choices and numbers.
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, MapNode):
            alternatives = [self._alternative(node, path, reading)]
        elif isinstance(node, ListNode) and node.items:
            places = [reading.enter(path, str(number), item.line) for number, item in enumerate(node.items, start=1)]
            alternatives = [
                self._alternative(item, place, reading) for item, place in zip(node.items, places, strict=True)
            ]
        else:
            return reading.report(path, "is not a condition", "Write `question: [choice, …]`.")
        return MISSING if MISSING in alternatives else tuple(alternatives)

    def _alternative(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, MapNode) or not node.entries:
            return reading.report(path, "is not a condition", "Write `question: [choice, …]`.")
        clauses = [
            self._clause(question, test, reading.enter(path, question, node.lines[question]), reading)
            for question, test in node.entries.items()
        ]
        return MISSING if MISSING in clauses else tuple(clauses)

    def _clause(self, name: str, test: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        order = list(self._names.questions)
        earlier = order[: order.index(path[1])] if path[0] == "questions" and path[1] in order else order
        if name not in order:
            unsure = "questions" in self._names.unsure
            return MISSING if unsure else reading.report(path, "is not a question", suggestion(name, earlier))
        if name not in earlier:
            return reading.report(path, "is not asked before this one", "A condition may name earlier questions only.")
        question = self._names.questions[name]
        kind = word(question, "kind")
        if kind == "text":
            return reading.report(path, "is a text, which no condition can test", "Name a question with choices.")
        if kind == "number":
            return _range(name, test, question, path, reading)
        return _choices(name, test, question, path, reading)


def _choices(name: str, test: YamlNode, question: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
    """The clause that one of some choices was made."""
    listed = entries(question, "choices")
    known = list(dict.fromkeys(id for choice in listed if is_identifier(id := word(choice, "id"))))
    if isinstance(test, MapNode):
        return reading.report(path, "is a question with choices", "List the ids of some, as `[one, other]`.")
    choices = CHOICES.read(test, path, reading)
    if choices is MISSING:
        return MISSING
    for choice in choices:
        if choice not in known and len(known) == len(listed):
            reading.report((*path, choice), "is not a choice of that question", suggestion(choice, known))
    return Clause(name, frozenset(choices))


def _range(name: str, test: YamlNode, question: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
    """The clause that a number lies between two bounds; one that is left out is the question's own."""
    if not isinstance(test, MapNode) or not test.entries:
        return reading.report(path, "is a number", "Write `{from: …, to: …}`, or one of the two.")
    lowest, highest = numbers(question)
    ends = BOUNDS.read(test, path, reading)
    if ends is MISSING:
        return MISSING
    low, high = ends.get("from", lowest), ends.get("to", highest)
    if len(ends) == 2 and low > high:
        return reading.report(path, "runs from the higher number to the lower", "Swap the two.")
    if lowest <= highest and not lowest <= low <= high <= highest:
        return reading.report(path, "goes beyond the numbers of that question", stay_between(lowest, highest))
    return Clause(name, ranges=(Range(low, high),))


CHOICES = ListOf(Identifier(), 1)
"""What a condition says of a question with choices."""

BOUNDS = Record(
    dict,
    {},
    {
        "from": Key("The lowest number that fits; left out, the lowest of all.", Whole(0, LARGEST_NUMBER)),
        "to": Key("The highest number that fits; left out, the highest of all.", Whole(0, LARGEST_NUMBER)),
    },
)
"""What a condition says of a number."""


class CitedShape:
    """Ids of questions, whose answers a text cites."""

    def __init__(self, names: Names) -> None:
        self.ids = ListOf(Identifier(), 0, 12)
        self._names = names

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        ids = self.ids.read(node, path, reading)
        known = self._names.questions
        for id in ids or ():
            if id not in known and "questions" not in self._names.unsure:
                reading.report((*path, id), "is not a question", suggestion(id, known))
        return ids


class Shapes:
    """The shapes that many keys share, in the languages and with the names of one file."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.words = TextShape(names.languages)
        self.condition = ConditionShape(names)
        when = Key("The answers under which it is shown.", self.condition)
        self.line = AroundText(_conditional, {"text": Key("The text.", self.words)}, {"when": when})
        self.variants = VariantsShape(self.words, self.line)
        self.lines = ListOf(self.line, 1, 30)
        self.cited = CitedShape(names)


def numbers(question: YamlNode) -> Range:
    """The numbers that a question takes, as far as its node says."""
    bands = entries(question, "bands")
    low = whole_number(word(bands[0], "from") if bands else word(question, "min"))
    high = whole_number(word(question, "max"))
    return Range(0 if low is None else low, LARGEST_NUMBER if high is None else high)


def entries(node: YamlNode | None, key: str) -> list[YamlNode]:
    """The entries of a list inside a mapping; none if there is no such list."""
    listed = node.get(key) if node else None
    return listed.items if isinstance(listed, ListNode) else []


def word(node: YamlNode | None, key: str) -> str:
    """The word under a key of a mapping; empty if there is none."""
    under = node.get(key) if node else None
    return under.text if isinstance(under, ScalarNode) else ""
