"""The shapes that a hand-written file must have, and the reading that reports everything that doesn't fit."""

import re
from collections import abc
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from coo_advisor.documents import Mapping, Node, Scalar
from coo_advisor.documents import Sequence as Items
from coo_advisor.errors import Problem

Breadcrumbs = tuple[str, ...]
"""The keys that lead to a value; a list entry goes by its id, or its number from 1."""

_IDENTIFIER = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9_]{0,39}")
_WHOLE = re.compile(r"-?\d{1,9}")

MISSING: Any = None
"""What a value that doesn't fit is read as; a problem was reported."""


class Reading:
    """One file being read: the problems found so far, and the line of every path."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[Breadcrumbs, int] = {}

    def enter(self, path: Breadcrumbs, key: str, line: int) -> Breadcrumbs:
        """The path of a value inside another, its line noted."""
        self.lines[*path, key] = line
        return (*path, key)

    def report(self, path: Breadcrumbs, message: str, remedy: str) -> Any:
        line = next((self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), 1)
        self.problems.append(Problem(self.file, line, path, message, remedy))
        return MISSING


class Shape(Protocol):
    """Something a node can be read as."""

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        """The value; MISSING where it doesn't fit, which has then been reported."""


class Plain(NamedTuple):
    """A text, not empty, with no more characters than `longest`."""

    longest: int = 2000

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, Scalar):
            return reading.report(path, f"is {_kind(node)}", "Write one text.")
        if not node.text.strip():
            return reading.report(path, "is empty", "Write a text, or remove the key.")
        if len(node.text) > self.longest:
            return reading.report(path, f"has {len(node.text)} characters", f"Keep to {self.longest}.")
        return node.text.strip()


class Identifier(NamedTuple):
    """A short name in lower-case ASCII letters, digits and underscores."""

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, Scalar) and _IDENTIFIER.fullmatch(node.text):
            return node.text
        return reading.report(path, f"expected an id, got {shown(node)}", "Use lower-case letters, digits and _.")


class Whole(NamedTuple):
    """A whole number between two bounds, both included."""

    low: int
    high: int

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, Scalar) and node.plain and _WHOLE.fullmatch(node.text):
            number = int(node.text)
            if self.low <= number <= self.high:
                return number
        expected = f"expected a whole number from {self.low} to {self.high}"
        return reading.report(path, f"{expected}, got {shown(node)}", "Write digits only, without quotes.")


class OneOf(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, Scalar) and node.text in self.words:
            return node.text
        got = node.text if isinstance(node, Scalar) else ""
        message = f"expected one of {', '.join(self.words)}, got {shown(node)}"
        return reading.report(path, message, suggestion(got, self.words))


class YesNo(NamedTuple):
    """True or false."""

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, Scalar) and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        return reading.report(path, f"expected true or false, got {shown(node)}", "Write true or false.")


class ListOf(NamedTuple):
    """A list of values of one shape; those that don't fit are left out, and reported."""

    shape: Shape
    fewest: int = 0
    most: int = 200

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, Items):
            return reading.report(path, f"expected a list, got {shown(node)}", "Start each entry with `- `.")
        if not self.fewest <= len(node.items) <= self.most:
            expected = f"expected {self.fewest} to {self.most} entries, got {len(node.items)}"
            reading.report(path, expected, "Add or remove entries.")
        values = []
        seen: set[str] = set()
        for number, item in enumerate(node.items, start=1):
            here = reading.enter(path, _entry_name(item, number), item.line)
            if here[-1] in seen and isinstance(item, Mapping):
                reading.report(
                    here, f"has an id that an earlier entry has: “{here[-1]}”", "Give each entry its own id."
                )
            seen.add(here[-1])
            value = self.shape.read(item, here, reading)
            if value is not MISSING:
                values.append(value)
        return values


class MapOf(NamedTuple):
    """Any keys, each with a value of one shape."""

    shape: Shape

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, Mapping):
            return reading.report(path, f"expected keys with values, got {shown(node)}", "Write `key: value`.")
        values = {}
        for key, item in node.entries.items():
            value = self.shape.read(item, reading.enter(path, key, node.lines[key]), reading)
            if value is not MISSING:
                values[key] = value
        return values


Keys = abc.Mapping[str, Shape]
"""Known keys, each with the shape of its value."""


class Record(NamedTuple):
    """Known keys, each with its shape; `build` makes a value of what was read, unless something is missing.

    Optional keys that are absent are not passed to `build`.
    """

    build: Callable[..., Any]
    required: Keys
    optional: Keys = MappingProxyType({})

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, Mapping):
            return reading.report(path, f"expected keys with values, got {shown(node)}", "Write `key: value`.")
        known = {**self.required, **self.optional}
        values = {}
        for key, item in node.entries.items():
            here = reading.enter(path, key, node.lines[key])
            if key in known:
                values[key] = known[key].read(item, here, reading)
            else:
                reading.report(here, "is not a known key", suggestion(key, known))
        absent = [key for key in self.required if key not in node.entries]
        for key in absent:
            reading.report(path, f"has no “{key}”", f"Add `{key}:`.")
        if absent or any(value is MISSING for value in values.values()):
            return MISSING
        return self.build(**values)


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy that names the nearest known word, or all of them where none is near."""
    near = nearest(word, known)
    return f"Did you mean “{near}”?" if near else f"Use one of: {', '.join(known)}."


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one probably means."""
    from difflib import get_close_matches  # only an error needs it

    return next(iter(get_close_matches(word, list(known), 1, 0.6)), None)


def shown(node: Node) -> str:
    """A node as an error quotes it, cut short."""
    if isinstance(node, Scalar):
        return f"“{node.text[:40]}”" + ("…" if len(node.text) > 40 else "")
    return _kind(node)


def _kind(node: Node) -> str:
    return "a list" if isinstance(node, Items) else "a mapping" if isinstance(node, Mapping) else "a text"


def _entry_name(node: Node, number: int) -> str:
    if isinstance(node, Mapping) and isinstance(id := node.entries.get("id"), Scalar):
        return id.text
    return str(number)
