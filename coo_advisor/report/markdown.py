"""A document as markdown: CommonMark and GitHub's tables, every text escaped."""

import re
from collections.abc import Iterable, Iterator
from math import isqrt

from coo_advisor.report.document import (
    Action,
    Block,
    Bullets,
    Document,
    Gauge,
    Link,
    Paragraph,
    Quote,
    Section,
    Table,
)
from coo_advisor.system.visible import clean

_ACTIVE = re.compile(r"([\\`*_\[\]<>|~#&$^@{}])")
"""Characters that mean something in CommonMark, or in what GitHub, pandoc and site builders add to it."""

_OPENING = re.compile(r"^([0-9]+(?=[.)](?: |$))|(?=[-+=:!]))")
"""The place, at the start of a line, in front of what makes a list, a rule, a definition or a box of it."""

_LINKS = re.compile(r"(?i)(:(?=//)|(?<=mailto):|(?<=xmpp):|(?<![:/])/(?=/)|(?<=www)\.|(?<=\w)\.(?=[^\W\d]))")
"""The signs that make readers of markdown see an address, also that of a bare domain."""

_MAIL = re.compile(r"((?<![\w.+:/@-])[\w.+:/@-]+@[\w.+:/@-]*\w)")
"""What may be a mail address: GitHub makes a link of one even if the @ is escaped. In a code span, nobody does."""

_TARGET = re.compile(r"(https?://|mailto:|tel:)[\w./~%?=&#:+@-]+")

_COMMENT_ENDS = re.compile(r"[<>]|--+")
"""What would end a comment."""

_WIDEST = 60
"""Dashes under a column: pandoc makes columns as wide as their share of them."""


def render_markdown(document: Document) -> str:
    """The whole document; it ends with a newline."""
    return "\n\n".join(_blocks(document)) + "\n"


def escaped(text: str) -> str:
    """A text that markdown shows as it is, on one line, with no link, markup or HTML in it; mail addresses as code."""
    parts = _MAIL.split(clean(text))
    parts[::2] = [_LINKS.sub(r"\\\1", _ACTIVE.sub(r"\\\1", part)) for part in parts[::2]]
    parts[1::2] = [f"`{part}`" for part in parts[1::2]]
    return _OPENING.sub(r"\1\\", "".join(parts))


def _blocks(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    yield _paragraph(document.byline)
    yield from _sections(document.page)
    if document.annexes:
        yield "<!-- page -->"
        yield from _sections(document.annexes)
    yield f"<!-- {_COMMENT_ENDS.sub('', clean(document.provenance))} -->"


def _sections(sections: Iterable[Section]) -> Iterator[str]:
    for section in sections:
        yield f"## {escaped(section.title)}"
        yield from filter(None, map(_block, section.blocks))


def _block(block: Block) -> str:
    """One block; a gauge is for eyes, and its figures stand in the text."""
    match block:
        case Paragraph():
            return _paragraph(block)
        case Quote(paragraphs):
            return "\n>\n".join(f"> {_paragraph(each)}" for each in paragraphs)
        case Bullets(lines):
            return "\n".join(f"- {escaped(line)}" for line in lines)
        case Table():
            return _table(block)
        case Action(text, links):
            return " · ".join([_paragraph(text), *map(_link, links)])
        case Gauge():
            return ""


def _paragraph(paragraph: Paragraph) -> str:
    lead = f"**{escaped(paragraph.lead)}**" if paragraph.lead else ""
    return f"{lead}{paragraph.gap}{escaped(paragraph.text)}"


def _link(link: Link) -> str:
    text = escaped(link.text)
    return f"[{text}]({link.target})" if _TARGET.fullmatch(link.target) else text


def _table(table: Table) -> str:
    rows = [*table.rows, *([table.total] if table.total else [])]
    cells = [[escaped(header) for header in table.headers], *([_paragraph(cell) for cell in row] for row in rows)]
    dashes = ["-" * width for width in _widths(table.headers, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in [cells[0], dashes, *cells[1:]])


def _widths(headers: tuple[str, ...], rows: Iterable[tuple[Paragraph, ...]]) -> list[int]:
    """A width for each column: more for longer texts, but less than in proportion, so that none breaks its words."""
    columns = zip(headers, *((f"{cell.lead} {cell.text}".strip() for cell in row) for row in rows), strict=True)
    return [min(_WIDEST, 4 * (1 + isqrt(max(map(len, column))))) for column in columns]
