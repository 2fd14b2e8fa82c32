"""YAML and JSON files as trees that know their lines; nothing in a file is ever run, expanded or guessed."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from coo_advisor.system.errors import InvalidFile, Problem
from coo_advisor.system.visible import brief

LARGEST = 1_000_000
"""Bytes: a thousand times the usual answers file, ten times the shipped questionnaire."""

DEEPEST = 20
"""Levels of nesting; the shipped questionnaire has seven."""

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where PyYAML was built with it: ten times faster."""

_SURROGATES = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)


class ScalarNode(NamedTuple):
    """One value as it is written: `no` stays "no". `plain` tells an unquoted one."""

    line: int
    text: str
    plain: bool

    @property
    def null(self) -> bool:
        return self.plain and self.text in ("", "~", "null")

    def get(self, _key: str) -> None:
        """Nothing: a text has no keys."""


class ListNode(NamedTuple):
    """A list of nodes."""

    line: int
    items: "list[Node]"

    def get(self, _key: str) -> None:
        """Nothing: a list has no keys."""


class MapNode(NamedTuple):
    """Keys with their nodes, in order; no key stands twice."""

    line: int
    entries: "dict[str, Node]"
    lines: dict[str, int]

    def get(self, key: str) -> "Node | None":
        """The value under a key; None if there is none."""
        return self.entries.get(key)


Node = ScalarNode | ListNode | MapNode


def read_document(path: Path) -> Node:
    """The tree of a file. Raises InvalidFile where it can't be read, is too large, or isn't YAML or JSON."""
    return parse_document(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """The content of a file, up to one byte more than is accepted. Raises InvalidFile."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def parse_document(content: bytes, name: str, problems: list[Problem] | None = None) -> Node:
    """The tree of a document; `name` is what errors call it. Raises InvalidFile with every problem.

    Where `problems` is given, those that leave a readable tree are added there instead.
    """
    if len(content) > LARGEST:
        raise invalid(name, f"is larger than {LARGEST:,} bytes", "Keep to one questionnaire or one set of answers.")
    composer = _Composer(name)
    root = composer.compose(_decoded(content, name))
    if composer.problems and problems is None:
        raise InvalidFile(composer.problems)
    if problems is not None:
        problems += composer.problems
    return root


def invalid(name: str, message: str, remedy: str, line: int | None = None) -> InvalidFile:
    """The error for a single problem with a whole file."""
    return InvalidFile([Problem(name, line, (), message, remedy)])


def too_deep(name: str, line: int | None) -> InvalidFile:
    """The error for lists and mappings inside one another beyond what is read, whoever notices."""
    return invalid(name, "is nested too deeply", "Flatten it.", line)


def unreadable(path: Path, error: Exception) -> InvalidFile:
    """The error for a file that can't be opened or read."""
    reason = getattr(error, "strerror", None) or error
    return invalid(str(path), f"can't be read ({reason})", "Check the name and the permissions.")


def _decoded(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise invalid(name, "is not UTF-8 text", "Save it again as UTF-8.", line) from None
    return _SURROGATES.sub(_join_surrogates, text) if text.lstrip().startswith("{") else text


def _join_surrogates(match: re.Match[str]) -> str:
    """JSON escapes a character beyond U+FFFF as two halves, which YAML doesn't know."""
    return bytes.fromhex(match[1] + match[2]).decode("utf-16-be")


def _syntax_error(error: yaml.YAMLError, text: str, name: str) -> InvalidFile:
    """What PyYAML says, where, and what to do about it."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark: Any = error.problem_mark or error.context_mark
        what = error.problem or error.context
        line = mark.line + 1 if mark else None
        if "nesting" in str(what):
            return too_deep(name, line)
        return invalid(name, f"is not valid YAML ({what})", "Check quotes, colons and indentation.", line)
    character: Any = getattr(error, "character", 0)
    line = text.count("\n", 0, max(0, text.find(chr(character)))) + 1
    return invalid(name, f"holds the control character U+{character:04X}", "Remove it.", line)


class _Open:
    """A list or mapping that is still being read; `key` is the one that waits for its value."""

    __slots__ = ("key", "node")

    def __init__(self, node: ListNode | MapNode) -> None:
        self.node = node
        self.key: str | None = None


class _Composer:
    """Builds the tree from the parser's events: a stack instead of recursion, so that no depth can exhaust it."""

    def __init__(self, name: str) -> None:
        self.problems: list[Problem] = []
        self._name = name
        self._stack: list[_Open] = []
        self._root: Node | None = None

    def compose(self, text: str) -> Node:
        """The tree of a text. Raises InvalidFile where there is none."""
        loader = Loader(text)
        try:
            self._take_all(loader.get_event)
        except yaml.YAMLError as error:
            raise _syntax_error(error, text, self._name) from None
        except RecursionError:
            raise too_deep(self._name, None) from None
        finally:
            loader.dispose()
        if self._root is None or (isinstance(self._root, ScalarNode) and self._root.null):
            raise invalid(self._name, "is empty", "Write at least one `key: value` line.")
        return self._root

    def _take_all(self, next_event: Callable[[], Any]) -> None:
        """Puts each event where it belongs; one loop, the most frequent kinds first, as the start is measured."""
        place, check_tag, stack = self._place, self._check_tag, self._stack
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                line = event.start_mark.line + 1
                if event.tag is not None:
                    check_tag(event.tag, line)
                place(ScalarNode(line, event.value, event.implicit[0]))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                stack.pop()
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                line = event.start_mark.line + 1
                if event.tag is not None:
                    check_tag(event.tag, line)
                node = MapNode(line, {}, {}) if kind is MappingStartEvent else ListNode(line, [])
                place(node)
                stack.append(_Open(node))
                if len(stack) > DEEPEST:
                    raise too_deep(self._name, line)
            else:
                self._take_rare(event)

    def _take_rare(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            self._report(line, f"uses the alias *{brief(str(event.anchor))}", "Write the value out instead.")
            self._place(ScalarNode(line, f"*{event.anchor}", plain=False))
        elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
            raise InvalidFile([*self.problems, self._problem(line, "holds a second document", "Keep one a file.")])

    def _check_tag(self, tag: str, line: int) -> None:
        if tag != "!":
            self._report(line, f"has the tag {brief(tag)}", "Remove it; plain values are enough.")

    def _place(self, node: Node) -> None:
        """Puts a node where the innermost open list or mapping expects one."""
        if not self._stack:
            self._root = node
            return
        place = self._stack[-1]
        parent = place.node
        if isinstance(parent, ListNode):
            parent.items.append(node)
        elif place.key is None:
            place.key = self._key(parent, node)
        else:
            parent.entries[place.key] = node
            place.key = None

    def _key(self, parent: MapNode, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            self._report(node.line, "has a key that is a list or a mapping", "Use one word as the key.")
            node = ScalarNode(node.line, f"key of line {node.line}", plain=False)
        if node.text in parent.entries:
            self._report(node.line, f"has the key “{brief(node.text)}” twice", "Keep one of the two.")
        parent.lines[node.text] = node.line
        return node.text

    def _report(self, line: int, message: str, remedy: str) -> None:
        self.problems.append(self._problem(line, message, remedy))

    def _problem(self, line: int, message: str, remedy: str) -> Problem:
        return Problem(self._name, line, (), message, remedy)
