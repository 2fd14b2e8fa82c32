"""The shapes that a hand-written file must have, and the reading that reports everything that doesn't fit."""

import re
from collections import abc
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from coo_advisor.reading.tree import ListNode, MapNode, ScalarNode, YamlNode, parse_document
from coo_advisor.system.errors import MOST_PROBLEMS, InvalidFile, Problem, Said
from coo_advisor.system.visible import clean, first_hidden

Breadcrumbs = tuple[str, ...]
"""The keys that lead to a value; a list entry goes by its id, or its number from 1."""

IDENTIFIER = re.compile(r"(?=.*[a-z])[a-z0-9][a-z0-9_]{0,39}")
_WHOLE = re.compile(r"-?[0-9]{1,600}")
"""Of fewer digits than Python ever refuses to make a number of."""

MISSING: Any = None
"""What a value that doesn't fit is read as; a problem was reported."""


class Reading:
    """One file being read: the problems found so far, and the line of every path."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[Breadcrumbs, int] = {}
        self._in_document: list[Problem] = []

    def parse(self, content: bytes) -> YamlNode:
        """The tree of the file's content. Raises InvalidFile if there is none."""
        return parse_document(content, self.file, self._in_document)

    def all_problems(self) -> list[Problem]:
        """Every problem in the order of the lines; what an alias, a tag or a double key may have caused is left out."""
        lines = {problem.line for problem in self._in_document}
        caused_otherwise = [problem for problem in self.problems if problem.line not in lines]
        return sorted([*self._in_document, *caused_otherwise], key=lambda problem: problem.line or 0)

    def enter(self, path: Breadcrumbs, key: str, line: int) -> Breadcrumbs:
        """The path of a value inside another, its line noted."""
        self.lines[*path, key] = line
        return (*path, key)

    def report(self, path: Breadcrumbs, message: str, remedy: str) -> Any:
        """Notes a problem, and gives MISSING. Raises InvalidFile if there are too many to go on."""
        line = next((self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), 1)
        self.problems.append(Problem(self.file, line, path, message, remedy))
        if len(self.problems) > MOST_PROBLEMS:
            raise InvalidFile(self.all_problems())
        return MISSING


class Shape(Protocol):
    """Something a node can be read as."""

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        """The value; MISSING if it doesn't fit, which has then been reported."""


class PlainText(NamedTuple):
    """A text, not empty, with no more characters than `longest`."""

    longest: int = 2000

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, ScalarNode):
            holds = Said("holds a colon") if isinstance(node, MapNode) else Said("starts with a bracket")
            remedy = Said("Write one text, in double quotes if it {holds}.", holds=holds)
            return reading.report(path, Said("is {kind}", kind=_kind(node)), remedy)
        if node.cut:
            return report_cut(node, path, reading)
        if node.null or not node.text.strip():
            return reading.report(path, "is empty", "Write a text.")
        if hidden := first_hidden(node.text):
            message = Said("holds the invisible character {code}", code=f"U+{ord(hidden):04X}")
            return reading.report(path, message, "Remove it.")
        if len(node.text) > self.longest:
            return reading.report(path, *too_long(node.text, self.longest))
        return clean(node.text)


def too_long(text: str, longest: int) -> tuple[Said, Said]:
    """What is wrong with a text of too many characters, and the remedy."""
    return Said("has {length} characters", length=len(text)), Said("Keep to {longest}.", longest=longest)


def report_cut(node: ScalarNode, path: Breadcrumbs, reading: Reading) -> Any:
    """Reports that a comment follows a text, which is probably its end."""
    from coo_advisor.reading.slips import in_quotes  # only a problem needs it

    return reading.report(path, "is cut at “ #”", in_quotes(node.cut))


class Identifier(NamedTuple):
    """A short name in lower-case ASCII letters, digits and underscores."""

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, ScalarNode) and is_identifier(node.text):
            return node.text
        message = Said("expected an id, got {value}", value=shown(node))
        return reading.report(path, message, "Use lower-case letters, digits and _.")


def is_identifier(text: str) -> bool:
    """Whether a text can be an id; `null` can't, as it means "not known" in answers."""
    return text != "null" and IDENTIFIER.fullmatch(text) is not None


class Whole(NamedTuple):
    """A whole number between two bounds, both included."""

    low: int
    high: int

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        number = whole_number(node.text) if isinstance(node, ScalarNode) and node.plain else None
        if number is not None and self.low <= number <= self.high:
            return number
        remedy = Said("Write digits only, without quotes.") if number is None else stay_between(self.low, self.high)
        return reading.report(path, outside(node, self.low, self.high), remedy)


def whole_number(text: str) -> int | None:
    """The number that a text writes in digits; None if it is anything else."""
    return int(text) if _WHOLE.fullmatch(text) else None


def outside(node: YamlNode, low: int, high: int) -> Said:
    """What is wrong with a node that is no whole number between two bounds."""
    return Said("expected a whole number from {low} to {high}, got {value}", low=low, high=high, value=shown(node))


def stay_between(low: int, high: int) -> Said:
    """The remedy for a number beyond its bounds."""
    return Said("Stay between {low} and {high}.", low=low, high=high)


class OneOf(NamedTuple):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, ScalarNode) and node.text in self.words:
            return node.text
        got = node.text if isinstance(node, ScalarNode) else ""
        message = Said("expected one of {words}, got {value}", words=", ".join(self.words), value=shown(node))
        return reading.report(path, message, suggestion(got, self.words))


class Matching(NamedTuple):
    """A word that a pattern describes, and `expected` names; `remedy` says how to write one."""

    pattern: str
    expected: str
    remedy: str

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, ScalarNode) and re.fullmatch(self.pattern, node.text):
            return node.text
        message = Said("expected {what}, got {value}", what=Said(self.expected), value=shown(node))
        return reading.report(path, message, self.remedy)


class YesNo(NamedTuple):
    """True or false."""

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, ScalarNode) and node.plain and node.text in ("true", "false"):
            return node.text == "true"
        message = Said("expected true or false, got {value}", value=shown(node))
        return reading.report(path, message, "Write true or false.")


class ListOf(NamedTuple):
    """A list of values of one shape, as a tuple; those that don't fit are left out, and reported.

    `last` is the shape of the last entry, if it differs. No entry stands twice, by its id or as a word.
    """

    shape: Shape
    fewest: int = 0
    most: int = 200
    last: Shape | None = None

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, ListNode):
            message = Said("expected a list, got {value}", value=shown(node))
            return reading.report(path, message, "Write `[…]`, or `- ` before each entry.")
        size = len(node.items)
        if not self.fewest <= size <= self.most:
            message = Said(
                "expected {fewest} to {most} entries, got {size}", fewest=self.fewest, most=self.most, size=size
            )
            reading.report(path, message, "Add or remove entries.")
        values = []
        names: set[str] = set()
        for number, item in enumerate(node.items, start=1):
            name = entry_name(item) or str(number)
            here = reading.enter(path, str(number) if name in names else name, item.line)
            if name in names:
                reading.report(here, Said("is a second “{name}”", name=name), "Keep one, or rename one.")
            names.add(name)
            shape = self.last if self.last and size >= self.fewest and number == size else self.shape
            value = shape.read(item, here, reading)
            if value is not MISSING:
                values.append(value)
        return tuple(values)


class MapOf(NamedTuple):
    """Any keys, each with a value of one shape."""

    shape: Shape

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, MapNode):
            return _report_no_keys(node, path, reading)
        values = {}
        for key, item in node.entries.items():
            value = self.shape.read(item, reading.enter(path, key, node.lines[key]), reading)
            if value is not MISSING:
                values[key] = value
        return values


def _report_no_keys(node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
    return reading.report(
        path, Said("expected keys with values, got {value}", value=shown(node)), "Write `key: value`."
    )


class Key(NamedTuple):
    """What stands under a key: in one sentence, which editors show, and as a shape."""

    about: str
    shape: Shape


Keys = abc.Mapping[str, Key]
"""Known keys."""

_NONE: Any = MappingProxyType({})


class Record:
    """Known keys, each with its shape; `build` makes a value of what was read, unless something is missing.

    Optional keys that are absent are not passed to `build`. `elsewhere` says of keys that are known in another place,
    or once were, why they are not here: a problem and its remedy. A misspelt key counts as the absent one that it
    stands for.
    """

    def __init__(
        self,
        build: Callable[..., Any],
        required: Keys,
        optional: Keys = _NONE,
        elsewhere: abc.Mapping[str, tuple[str, str]] = _NONE,
    ) -> None:
        self.required = required
        self.optional = optional
        self._build = build
        self._elsewhere = elsewhere
        self._known = {**required, **optional}

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, MapNode):
            return _report_no_keys(node, path, reading)
        values = {}
        fits = True
        for key, item in node.entries.items():
            here = reading.enter(path, key, node.lines[key])
            if key in self._known:
                values[key] = value = self._known[key].shape.read(item, here, reading)
                fits = fits and value is not MISSING
        if len(values) < len(node.entries) or not self.required.keys() <= values.keys():
            self._report_keys(node, path, reading)
            fits = fits and self.required.keys() <= values.keys()
        return self._build(**values) if fits else MISSING

    def _report_keys(self, node: MapNode, path: Breadcrumbs, reading: Reading) -> None:
        unknown = [key for key in node.entries if key not in self._known]
        absent = [key for key in self.required if key not in node.entries]
        for key in unknown:
            if key in self._elsewhere:
                reading.report((*path, key), *self._elsewhere[key])
                continue
            meant = absent[0] if len(absent) == len(unknown) == 1 else nearest(key, absent)
            absent = [each for each in absent if each != meant]
            remedy = did_you_mean(meant) if meant else suggestion(key, self._known)
            reading.report((*path, key), "is not a known key", remedy)
        for key in absent:
            reading.report(path, Said("has no “{key}”", key=key), Said("Add `{key}:`.", key=key))


LONGEST_LIST = 500
"""Characters of a list in a message."""


def suggestion(word: str, known: Iterable[str]) -> Said:
    """A remedy that names the nearest known word, or all of them if none is near."""
    near = nearest(word, known)
    return did_you_mean(near) if near else Said("Use one of: {known}.", known=_listed(known))


def did_you_mean(word: str) -> Said:
    """A remedy that names one word."""
    return Said("Did you mean “{word}”?", word=word)


def _listed(words: Iterable[str]) -> str:
    """Words of a list, as many as one line of a message holds."""
    listed = ", ".join(words)
    return listed if len(listed) <= LONGEST_LIST else f"{listed[:LONGEST_LIST].rsplit(', ', 1)[0]}, …"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that a misspelt one probably means."""
    from difflib import get_close_matches  # only an error needs it

    return next(iter(get_close_matches(word, list(known), 1, 0.6)), None)


def shown(node: YamlNode) -> Said:
    """A node as an error quotes it, cut short."""
    if not isinstance(node, ScalarNode):
        return _kind(node)
    if not node.text:
        return Said("nothing")
    text = node.text[:40] + ("…" if len(node.text) > 40 else "")
    return Said("“{text}”", text=text.encode("unicode_escape").decode() if first_hidden(text) else text)


def _kind(node: YamlNode) -> Said:
    return Said("a list" if isinstance(node, ListNode) else "a mapping" if isinstance(node, MapNode) else "a text")


def entry_name(node: YamlNode) -> str | None:
    """What a list entry goes by: its id, or itself if it is a word."""
    named = node.get("id") if isinstance(node, MapNode) else node
    return named.text if isinstance(named, ScalarNode) and 0 < len(named.text) <= 40 else None
