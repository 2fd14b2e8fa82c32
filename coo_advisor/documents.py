"""YAML and JSON files as trees that know their lines; nothing in a file is ever run, expanded or guessed."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from coo_advisor.errors import InvalidFile, Problem

LARGEST = 1_000_000
"""Bytes: a thousand times the usual answers file, ten times the shipped questionnaire."""

DEEPEST = 20
"""Levels of nesting; the shipped questionnaire has seven."""

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where PyYAML was built with it: ten times faster."""

_SURROGATES = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)


class Scalar(NamedTuple):
    """One value as it is written: `no` stays "no". `plain` tells an unquoted one."""

    line: int
    text: str
    plain: bool

    @property
    def null(self) -> bool:
        return self.plain and self.text in ("", "~", "null")


class Sequence(NamedTuple):
    """A list of nodes."""

    line: int
    items: "list[Node]"


class Mapping(NamedTuple):
    """Keys with their nodes, in order; no key stands twice."""

    line: int
    entries: "dict[str, Node]"
    lines: dict[str, int]


Node = Scalar | Sequence | Mapping


def read_document(path: Path) -> Node:
    """The tree of a file. Raises InvalidFile where it can't be read, is too large, or isn't YAML or JSON."""
    return parse_document(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """The content of a file, up to one byte more than is accepted. Raises InvalidFile."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise invalid(str(path), f"can't be read ({reason})", "Check the name and the permissions.") from None


def parse_document(content: bytes, name: str) -> Node:
    """The tree of a document; `name` is what errors call it. Raises InvalidFile with every problem."""
    if len(content) > LARGEST:
        raise invalid(name, f"is larger than {LARGEST:,} bytes", "Keep to one questionnaire or one set of answers.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise invalid(name, "is not UTF-8 text", "Save it again as UTF-8.", line) from None
    if text.startswith("{"):
        text = _SURROGATES.sub(_join_surrogates, text)
    try:
        return _Composer(name).compose(text)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        what = error.problem or error.context
        remedy = "Check quotes, colons and indentation."
        raise invalid(name, f"is not valid YAML ({what})", remedy, mark.line + 1 if mark else None) from None
    except (yaml.YAMLError, ValueError) as error:
        what = str(error).splitlines()[0]
        raise invalid(name, f"is not valid YAML ({what})", "Remove the characters that are not text.") from None


def invalid(name: str, message: str, remedy: str, line: int | None = None) -> InvalidFile:
    """The error for a single problem with a whole file."""
    return InvalidFile([Problem(name, line, (), message, remedy)])


class _Open(NamedTuple):
    """A list or mapping that is still being read, and the key that waits for its value."""

    node: Sequence | Mapping
    key: list[str]


class _Composer:
    """Builds the tree from the parser's events: a stack instead of recursion, so that no depth can exhaust it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._root: Node | None = None
        self._documents = 0

    def compose(self, text: str) -> Node:
        """The tree of a text. Raises InvalidFile, or an error of PyYAML."""
        loader = Loader(text)
        try:
            while (event := loader.get_event()) is not None:
                self._take(event, type(event))
        finally:
            loader.dispose()
        if self._root is None or (isinstance(self._root, Scalar) and self._root.null):
            raise invalid(self._name, "is empty", "Write at least one `key: value` line.")
        if self._problems:
            raise InvalidFile(self._problems)
        return self._root

    def _take(self, event: Any, kind: type) -> None:
        """Puts one event where it belongs; the most frequent kinds come first, as the start is measured."""
        line = event.start_mark.line + 1
        if kind is yaml.ScalarEvent:
            if event.tag is not None:
                self._check_tag(event.tag, line)
            self._place(Scalar(line, event.value, event.implicit[0]))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._stack.pop()
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.tag is not None:
                self._check_tag(event.tag, line)
            self._open(Mapping(line, {}, {}) if kind is yaml.MappingStartEvent else Sequence(line, []))
        elif kind is yaml.AliasEvent:
            self._report(line, f"uses the alias *{event.anchor}", "Write the value out instead.")
            self._place(Scalar(line, "", plain=False))
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents == 2:
                self._report(line, "holds a second document after `---`", "Keep one document a file.")

    def _open(self, node: Sequence | Mapping) -> None:
        self._place(node)
        self._stack.append(_Open(node, []))
        if len(self._stack) > DEEPEST:
            raise invalid(self._name, "is nested too deeply", "Flatten it.", node.line)

    def _check_tag(self, tag: str, line: int) -> None:
        if tag != "!":
            self._report(line, f"has the tag {tag}", "Remove it; plain values are enough.")

    def _place(self, node: Node) -> None:
        """Puts a node where the innermost open list or mapping expects one."""
        if not self._stack:
            self._root = self._root or node
            return
        parent, key = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key:
            parent.entries[key.pop()] = node
        else:
            key.append(self._key(parent, node))

    def _key(self, parent: Mapping, node: Node) -> str:
        if not isinstance(node, Scalar):
            self._report(node.line, "has a key that is a list or a mapping", "Use one word as the key.")
            return f"line {node.line}"
        if node.text in parent.entries:
            self._report(node.line, f"has the key “{node.text}” twice", "Keep one of the two.")
        parent.lines[node.text] = node.line
        return node.text

    def _report(self, line: int, message: str, remedy: str) -> None:
        self._problems.append(Problem(self._name, line, (), message, remedy))


def _join_surrogates(match: re.Match[str]) -> str:
    """JSON escapes a character beyond U+FFFF as two halves, which YAML doesn't know."""
    return bytes.fromhex(match[1] + match[2]).decode("utf-16-be")
