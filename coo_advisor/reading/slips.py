"""What someone who doesn't program probably did when a file isn't YAML, or isn't what it seems: named as such."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from coo_advisor.system.errors import Said
from coo_advisor.system.visible import brief

_SPECIAL = "*&@%!`|>?,-[{"
"""What a text can't start with unless it stands in quotes."""

_STARTS = re.compile(rf"(?:^\s*|[:?-] +|[{{\[,] *)(?=[{re.escape(_SPECIAL)}])")
"""The places in a line where a value starts with one of them."""

_SAID = {">": "block scalar", "|": "block scalar", "-": "sequence entries", "?": "mapping keys", ",": "node content"}
"""What a parser says of those that mean something elsewhere."""

_ODD = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_ODD_START = re.compile(rf"[ -]*(?:[\w-]+:)? *([{_ODD}])")
_ODD_END = re.compile(rf"[ -]*[\w-]+ *([{_ODD}])[ {_ODD}]*:")
"""Spaces that look like plain ones, at the start of a line, after its key, and before the colon."""

_AFTER_TEXT = re.compile(r", *[\w-]+ *:(?:\s|$)|[}\]]|$")
"""Where a text inside {…} ends: before the next key, or at the bracket."""

_IN_QUOTES = re.compile(
    r"""(?:^|(?<=\s))\#[^\n]*  # a comment: no text
    | (?:(?<=:\s)|(?<=-\s)|(?<=[{\[,])|(?<=,\s)|^)[ ]*
      (?P<text>"(?:[^"\\]|\\.)*(?:"|\Z)|'(?:[^']|'')*(?:'|\Z))""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""A text in quotes, where a value or a key may start; one that is never closed runs to the end."""

_AFTER_QUOTE = re.compile(r"""(?:^ *|: +|- +|[{\[,] *)(?P<text>(?P<quote>["'])[^"']*(?P=quote)[^\s,}\]:#].*)""")
"""A text in quotes that goes on after the second quote."""

_LANGUAGE = re.compile(r"[^,{\s] +[a-z]{2}$")
"""A language after a text in brackets: what is missing there is a comma."""

_CUT = re.compile(r"\S \S.* #|\S[ \t]+#\S")
"""A ` #` after several words, or before a word: seldom meant as a comment."""


class Slip(NamedTuple):
    """What is wrong on a line, counted from 1, and what to do about it."""

    line: int
    message: str
    remedy: str


class ParserStop(NamedTuple):
    """Where a parser stopped, its line and column counted from 0, and what it said.

    `began` is the line on which the list or mapping began that it was in.
    """

    line: int
    column: int
    said: str
    began: int


def explain(lines: list[str], stop: ParserStop) -> Slip | None:
    """The slip in some lines that made a parser stop; None if it is none of those known."""
    here = lines[stop.line] if stop.line < len(lines) else ""  # after the last line, if nothing ends it
    return (
        _odd_space(lines, stop)
        or _open_quote("\n".join(lines), stop)
        or _cut(lines, stop)
        or _special_start(here, stop)
        or _colon(here, stop)
        or _after_quote(here, stop)
        or _tab(here, stop)
    )


def in_quotes(text: str) -> Said:
    """The remedy for a text that needs quotes, with the text in them."""
    return Said("Put the text in double quotes: {text}.", text=quoted(text))


def quoted(text: str) -> str:
    """A text in double quotes, as YAML and JSON write it, cut short."""
    escaped = text.strip().replace("\\", "\\\\").replace('"', '\\"')
    return f'"{brief(escaped, 120)}"'


def inside_brackets(rest: str) -> str:
    """The text with which the rest of a line inside {…} begins."""
    end = _AFTER_TEXT.search(rest)
    return rest[: end.start()] if end else rest


def odd_space(line: str, number: int) -> Slip | None:
    """A space that looks like a plain one, where only a plain one may stand."""
    found = _ODD_START.match(line) or _ODD_END.match(line)
    if not found:
        return None
    name = unicodedata.name(found[1], "space").lower()
    message = Said(
        "holds a {name} ({code}) at column {column}",
        name=name,
        code=f"U+{ord(found[1]):04X}",
        column=found.start(1) + 1,
    )
    return Slip(number, message, "Use plain spaces there.")


def _odd_space(lines: list[str], stop: ParserStop) -> Slip | None:
    """Such a space on the line, or on one of the two before: parsers notice it late."""
    numbers = range(min(stop.line, len(lines) - 1), max(-1, stop.line - 3), -1)
    return next(filter(None, (odd_space(lines[number], number + 1) for number in numbers)), None)


def _open_quote(text: str, stop: ParserStop) -> Slip | None:
    """A quote that isn't closed on its line, but where the parser stopped, or never."""
    for opened, closed in _quotes_over_lines(text):
        if closed in (stop.line, None):
            return Slip(opened + 1, "opens a quote that is not closed on its line", "Close it where the text ends.")
    return None


def _quotes_over_lines(text: str) -> Iterator[tuple[int, int | None]]:
    """The texts in quotes that take several lines: on which each opens, and closes if it does."""
    line = position = 0
    for match in _IN_QUOTES.finditer(text):
        quoted = match["text"] or ""
        if "\n" in quoted:
            line += text.count("\n", position, match.start("text"))
            position = match.start("text")
            closed = quoted[-1] == quoted[0]
            yield line, line + quoted.count("\n") if closed else None


def _cut(lines: list[str], stop: ParserStop) -> Slip | None:
    """A ` #` that hid the rest of a line from the parser, which stopped at a later one."""
    for number in (stop.line - 1, stop.began if "flow" in stop.said else -1):
        if 0 <= number < stop.line and _CUT.search(lines[number]) and not lines[number].lstrip().startswith("#"):
            before, _, after = lines[number].partition(" #")
            key, colon, text = before.rpartition(": ")
            whole = f"{text} #{after}"
            whole = inside_brackets(whole) if "{" in key else whole if colon else whole.rpartition(":")[0]
            return Slip(number + 1, "has a text that is cut at “ #”", in_quotes(whole))
    return None


def _special_start(here: str, stop: ParserStop) -> Slip | None:
    """A text that starts with what means something else."""
    starts = [match.end() for match in _STARTS.finditer(here) if match.end() <= stop.column]
    if not starts:
        return None
    start = starts[-1]
    first, rest = here[start], here[start:]
    bracket = (first == "{" and rest[:2] != "{{") or (first == "[" and not re.match(r"\[[^\]]*\] *[^\s,}\]#]", rest))
    if bracket or _SAID.get(first, "") not in stop.said:
        return None
    text = inside_brackets(rest) if "{" in here[:start] and first not in "[{" else rest
    if not here[:start].strip(" -") and ": " in text:
        text = text.rpartition(": ")[0]  # a key, such as a column's name
    return Slip(stop.line + 1, Said("has a text that starts with `{sign}`", sign=first), in_quotes(text))


def _colon(here: str, stop: ParserStop) -> Slip | None:
    """A second colon on a line: in the text after a key, or in a key that is a column's name."""
    before, after = here[: stop.column], here[stop.column :]
    if not after.startswith(":") or ("{" in before and _LANGUAGE.search(before)):
        return None
    message = "has a text with a colon and a space in it"
    if "{" in before:
        rest = here[max(before.rfind("{"), before.rfind(", ")) + 1 :]
        return Slip(stop.line + 1, message, in_quotes(inside_brackets(rest.partition(": ")[2])))
    key = re.match(r"(?P<indent>[ -]*)(?P<key>[^:]*): +", before)
    if not key:
        return None
    of_key = not re.fullmatch(r"[a-z0-9_]+|([\"']).*\1", key["key"])
    return Slip(stop.line + 1, message, in_quotes(before[len(key["indent"]) :] if of_key else here[key.end() :]))


def _after_quote(here: str, stop: ParserStop) -> Slip | None:
    """A quote inside a text in the same quotes."""
    found = _AFTER_QUOTE.search(here)
    if not found or found.start("text") >= stop.column:
        return None
    if found["quote"] == '"':
        return Slip(stop.line + 1, "has a double quote inside double quotes", 'Write \\" inside the text.')
    text = found["text"].strip().strip("'")
    return Slip(stop.line + 1, "has an apostrophe inside single quotes", in_quotes(text))


def _tab(here: str, stop: ParserStop) -> Slip | None:
    """A tab where a line is indented, or before a value."""
    column = here[: stop.column + 1].find("\t") + 1
    message = Said("holds a tab at column {column}", column=column)
    return Slip(stop.line + 1, message, "Use plain spaces there.") if column else None
