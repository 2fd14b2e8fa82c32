"""YAML and JSON files as trees that know their lines; nothing in a file is ever run, expanded or guessed."""

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from warnings import warn

import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from coo_advisor.system.errors import InvalidFile, Problem, Said
from coo_advisor.system.visible import brief, clean, first_hidden

if TYPE_CHECKING:
    from coo_advisor.reading.slips import Slip

LARGEST = 1_000_000
"""Bytes: a thousand times the usual answers file, ten times the shipped questionnaire."""

DEEPEST = 20
"""Levels of nesting; the shipped questionnaire has seven."""

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser if PyYAML was built with it: ten times faster."""

_SURROGATES = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)


_TYPOGRAPHIC = {"“": "”", "„": "“", "”": "”", "«": "»", "‘": "’", "’": "’", "‹": "›"}
"""Typographic quotes, each with the one that closes."""

_COMMENT = re.compile(r"[ \t]+#")
"""What follows a text if a comment does."""

LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line for YAML."""

_TO_LINE_END = re.compile(r"[^\n\r\x85\u2028\u2029]*")


class FileWarning(UserWarning):
    """Something in a file that may be meant, and probably isn't: file, line, and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class ScalarNode(NamedTuple):
    """One value as it is written: `no` stays "no". `plain` marks an unquoted one.

    `cut` is what the line says from there on if a comment follows: the text that may have been meant.
    """

    line: int
    text: str
    plain: bool
    cut: str = ""

    @property
    def null(self) -> bool:
        return self.plain and self.text in ("", "~", "null")

    def get(self, _key: str) -> None:
        """Nothing: a text has no keys."""


class ListNode(NamedTuple):
    """A list of nodes."""

    line: int
    items: "list[YamlNode]"

    def get(self, _key: str) -> None:
        """Nothing: a list has no keys."""


class MapNode(NamedTuple):
    """Keys with their nodes, in order; no key stands twice."""

    line: int
    entries: "dict[str, YamlNode]"
    lines: dict[str, int]

    def get(self, key: str) -> "YamlNode | None":
        """The value under a key; None if there is none."""
        return self.entries.get(key)


YamlNode = ScalarNode | ListNode | MapNode


def read_bytes(path: Path) -> bytes:
    """The content of a file, up to one byte more than is accepted. Raises InvalidFile."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None


def parse_document(content: bytes, name: str, problems: list[Problem] | None = None) -> YamlNode:
    """The tree of a document; `name` is what errors call it. Raises InvalidFile with every problem, warns of doubts.

    If `problems` is given, those that leave a readable tree are added there instead.
    """
    if len(content) > LARGEST:
        raise invalid(name, too_large(LARGEST), "Keep to one questionnaire or one set of answers.")
    composer = _Composer(name, _decoded(content, name))
    root = composer.compose()
    for warning in composer.warnings:
        warn(FileWarning(warning), stacklevel=2)
    if composer.problems and problems is None:
        raise InvalidFile(composer.problems)
    if problems is not None:
        problems += composer.problems
    return root


def too_large(most: int) -> Said:
    """What is wrong with a file of more bytes than are read."""
    return Said("is larger than {most} bytes", most=f"{most:,}")


def invalid(name: str, message: str, remedy: str, line: int | None = None) -> InvalidFile:
    """The error for a single problem with a whole file."""
    return InvalidFile([Problem(name, line, (), message, remedy)])


def too_deep(name: str, line: int | None) -> InvalidFile:
    """The error for lists and mappings inside one another beyond what is read, whoever notices."""
    return invalid(name, "is nested too deeply", "Flatten it.", line)


def unreadable(path: Path, error: Exception) -> InvalidFile:
    """The error for a file that can't be opened or read."""
    reason = Said(getattr(error, "strerror", None) or str(error))
    return invalid(str(path), Said("can't be read ({reason})", reason=reason), "Check the name and the permissions.")


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
        if mark and (slip := _slip(error, mark, text)):
            return InvalidFile([Problem(name, slip.line, (), slip.message, slip.remedy)])
        message = Said("is not valid YAML ({what})", what=what)
        return invalid(name, message, "Check quotes, colons and indentation.", line)
    character: Any = getattr(error, "character", 0)
    line = text.count("\n", 0, max(0, text.find(chr(character)))) + 1
    message = Said("holds the control character {code}", code=f"U+{character:04X}")
    return invalid(name, message, "Remove it.", line)


def _slip(error: yaml.MarkedYAMLError, mark: Any, text: str) -> "Slip | None":
    """What probably made the parser stop."""
    from coo_advisor.reading.slips import ParserStop, explain  # only an error needs it

    began: Any = error.context_mark or mark
    return explain(
        LINE_END.split(text),
        ParserStop(mark.line, mark.column, f"{error.context or ''} {error.problem or ''}", began.line),
    )


def _in_quotes(text: str) -> str:
    from coo_advisor.reading.slips import in_quotes  # only a problem needs it

    return in_quotes(text)


def _tagged(tag: str) -> tuple[str, str]:
    return Said("has the tag {tag}", tag=brief(tag)), "Remove it; plain values are enough."


@lru_cache(maxsize=1_000)
def _needs_cleaning(key: str) -> bool:
    """Whether an unquoted key holds what doesn't show; most keys stand in a file many times."""
    return key != key.strip() or bool(first_hidden(key))


class _Open:
    """A list or mapping that is still being read; `key` is the one that waits for its value.

    In a mapping in brackets, `text` is where its latest plain value or key starts, and `end` where it ends.
    """

    __slots__ = ("end", "flow", "key", "node", "text")

    def __init__(self, node: ListNode | MapNode, *, flow: bool) -> None:
        self.node = node
        self.flow = flow
        self.key: str | None = None
        self.text = self.end = -1


class _Composer:
    """Builds the tree from the parser's events: a stack instead of recursion, so that no depth can exhaust it."""

    def __init__(self, name: str, text: str) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._name = name
        self._text = text
        self._stack: list[_Open] = []
        self._root: YamlNode | None = None

    @cached_property
    def _lines(self) -> list[str]:
        return LINE_END.split(self._text)

    def compose(self) -> YamlNode:
        """The tree of the text. Raises InvalidFile if there is none."""
        loader = Loader(self._text)
        try:
            self._take_all(loader.get_event)
        except yaml.YAMLError as error:
            raise self._stopped(error) from None
        except RecursionError:
            raise too_deep(self._name, None) from None
        finally:
            loader.dispose()
        if self._root is None or (isinstance(self._root, ScalarNode) and self._root.null):
            raise invalid(self._name, "is empty", "Write at least one `key: value` line.")
        return self._root

    def _stopped(self, error: yaml.YAMLError) -> InvalidFile:
        """The problems found up to where the parser stopped, and why it did unless one of them says so."""
        known = {problem.line for problem in self.problems}
        why = [each for each in _syntax_error(error, self._text, self._name).problems if each.line not in known]
        return InvalidFile([*self.problems, *why])

    def _take_all(self, next_event: Callable[[], Any]) -> None:
        """Puts each event where it belongs; one loop, the most frequent kinds first, as the start is measured."""
        place, stack, text, comment_at = self._place, self._stack, self._text, _COMMENT.match
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                start, end, plain = event.start_mark, event.end_mark, event.implicit[0]
                if event.tag is not None or event.anchor is not None:
                    self._check_start(event)
                if stack and stack[-1].flow:
                    self._check_comma(event, stack[-1])
                if plain and event.value[:1] in _TYPOGRAPHIC:
                    self._check_quotes(event)
                cut = self._rest(start.index) if plain and comment_at(text, end.index) else ""
                place(ScalarNode(start.line + 1, event.value, plain, cut))
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                stack.pop()
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event, MapNode if kind is MappingStartEvent else ListNode)
            else:
                self._take_rare(event)

    def _open(self, event: Any, kind: type[MapNode | ListNode]) -> None:
        """Starts a list or a mapping. Raises InvalidFile if it is nested too deeply."""
        line = event.start_mark.line + 1
        if event.tag is not None:
            self._report(line, *_tagged(event.tag))
        if self._stack:
            self._stack[-1].text = -1
        node = MapNode(line, {}, {}) if kind is MapNode else ListNode(line, [])
        self._place(node)
        self._stack.append(_Open(node, flow=event.flow_style and kind is MapNode))
        if len(self._stack) > DEEPEST:
            raise too_deep(self._name, line)

    def _take_rare(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            from coo_advisor.reading.slips import quoted  # only a problem needs it

            mark: Any = event.start_mark
            text = quoted(self._rest(mark.index))
            remedy = Said("Write the value out, or put a text in double quotes: {text}.", text=text)
            self._report(line, Said("uses the alias *{alias}", alias=brief(str(event.anchor))), remedy)
            self._place(ScalarNode(line, f"*{event.anchor}", plain=False))
        elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
            raise InvalidFile([*self.problems, self._problem(line, "holds a second document", "Keep one a file.")])

    def _check_start(self, event: Any) -> None:
        """Reports a tag, and a text that YAML takes the start of for one, or for the name of an anchor."""
        line, rest = event.start_mark.line + 1, self._rest(event.start_mark.index)
        if rest.startswith("!!") or (event.tag and not event.tag.startswith("!")):
            self._report(line, *_tagged(event.tag))
        else:
            self._report(line, Said("has a text that starts with `{sign}`", sign=rest[0]), _in_quotes(rest))

    def _check_comma(self, event: Any, place: _Open) -> None:
        """Reports a key in brackets that has no value and follows a plain text: it is the rest of that text."""
        start, end, plain = event.start_mark.index, event.end_mark.index, event.implicit[0]
        if place.key is None:
            place.end = end if plain else -1
        elif start == end == place.end and place.text >= 0:
            self._report(event.start_mark.line + 1, "has a comma inside a text", _in_quotes(self._rest(place.text)))
            place.text = -1
        else:
            place.text = start if plain else -1

    def _check_quotes(self, event: Any) -> None:
        """Warns of typographic quotes around a whole text: they become part of it."""
        value = event.value
        if len(value) > 1 and value[-1] == _TYPOGRAPHIC.get(value[0]) and value[-1] not in value[1:-1]:
            remedy = Said('Write " or no quotes, or keep them on purpose: "{text}".', text=brief(value))
            line = event.start_mark.line + 1
            self.warnings.append(self._problem(line, "has typographic quotes around a text, as part of it", remedy))

    def _without_space(self, node: ScalarNode) -> ScalarNode:
        """A key without the spaces around it that aren't plain ones, so that YAML takes them for letters; reported."""
        from coo_advisor.reading.slips import odd_space  # only a problem needs it

        if slip := odd_space(self._lines[node.line - 1], node.line):
            self._report(*slip)
        return node._replace(text=clean(node.text))

    def _rest(self, start: int) -> str:
        """What a line says from a place on; in brackets, to where the text there ends."""
        match = _TO_LINE_END.match(self._text, start)
        rest = match[0] if match else ""
        if not (self._stack and self._stack[-1].flow):
            return rest
        from coo_advisor.reading.slips import inside_brackets  # only a problem needs it

        return inside_brackets(rest)

    def _place(self, node: YamlNode) -> None:
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

    def _key(self, parent: MapNode, node: YamlNode) -> str:
        if not isinstance(node, ScalarNode):
            self._report(node.line, *self._odd_key(node))
            node = ScalarNode(node.line, f"key of line {node.line}", plain=False)
        if node.plain and _needs_cleaning(node.text):
            node = self._without_space(node)
        if node.text in parent.entries:
            self._report(node.line, Said("has the key “{key}” twice", key=brief(node.text)), "Keep one of the two.")
        parent.lines[node.text] = node.line
        return node.text

    def _odd_key(self, node: YamlNode) -> tuple[str, str]:
        """What to say of a key that is a list or a mapping, or of a text that starts with two brackets."""
        _, brackets, rest = self._lines[node.line - 1].partition("{{")
        if not brackets:
            return "has a key that is a list or a mapping", "Use one word as the key."
        return Said("has a text that starts with `{sign}`", sign="{"), _in_quotes(brackets + rest)

    def _report(self, line: int, message: str, remedy: str) -> None:
        self.problems.append(self._problem(line, message, remedy))

    def _problem(self, line: int, message: str, remedy: str) -> Problem:
        return Problem(self._name, line, (), message, remedy)
