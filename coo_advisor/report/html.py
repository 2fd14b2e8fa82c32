"""A document as one page of HTML: no script, nothing from a network, every text escaped, pictures drawn.

It also reads well without its styles: spaces are real, and pictures have a size of their own.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cache
from hashlib import sha256
from html import escape
from typing import NewType

from coo_advisor.report.document import (
    Action,
    Bar,
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
from coo_advisor.system.resources import packaged
from coo_advisor.system.visible import clean

Html = NewType("Html", str)
"""Finished HTML. What is not written here goes through `_text`: the type checker finds a text that was not escaped."""

_WIDTH, _HEIGHT = 384, 12
"""Of a bar, in pixels, without styles."""

_SHORT = 12
"""Characters that a cell doesn't break into lines."""

_COMMENT_ENDS = re.compile(r"--+")
"""What would end a comment; < and > are escaped before."""

_TARGETS = ("https://", "http://", "mailto:", "tel:")


def render_html(document: Document) -> str:
    """The whole page; it ends with a newline."""
    style = _style()
    head = (
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{_policy(style)}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="format-detection" content="telephone=no">'),
        _tag("title", _text(document.title)),
        Html(f"<style>{style}</style>"),
    )
    header = _tag("header", _tag("h1", _text(document.title)), _tag("p", _inline(document.byline), class_="byline"))
    annexes = [_tag("div", *map(_section, document.annexes), class_="annexes")] if document.annexes else []
    main = _tag("main", *map(_section, document.page), *annexes)
    body = _tag("body", header, main, Html(f"<!-- {_COMMENT_ENDS.sub('', _text(document.provenance))} -->"))
    return f"<!doctype html>\n{_tag('html', _tag('head', *head), body, lang=document.language)}\n"


@cache
def _style() -> str:
    """The style sheet, which lies beside this module."""
    return "\n" + packaged("report/html.css").read_text(encoding="utf-8")


def _policy(style: str) -> str:
    """What a browser lets this page do: draw itself in this style, and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"


def _section(section: Section) -> Html:
    return _tag("section", _tag("h2", _text(section.title)), *map(_block, section.blocks))


def _block(block: Block) -> Html:
    match block:
        case Paragraph():
            return _tag("p", _inline(block))
        case Quote(paragraphs):
            return _tag("blockquote", *(_tag("p", _inline(each)) for each in paragraphs))
        case Bullets(lines):
            return _tag("ul", *(_tag("li", _text(line)) for line in lines))
        case Table():
            return _table(block)
        case Gauge():
            return _gauge(block)
        case Action():
            return _action(block)


def _inline(paragraph: Paragraph) -> Html:
    lead = [_tag("strong", _text(paragraph.lead))] if paragraph.lead else []
    return Html("".join([*lead, paragraph.gap, _text(paragraph.text)]))


def _action(action: Action) -> Html:
    return Html(_tag("p", _inline(action.text)) + "\n" + _tag("p", *_spaced(map(_link, action.links))))


def _spaced(parts: Iterable[Html]) -> Iterator[Html]:
    for place, part in enumerate(parts):
        yield Html(f" {part}" if place else part)


def _link(link: Link) -> Html:
    if link.target.startswith(_TARGETS):
        return _tag("a", _text(link.text), class_="button", href=link.target, rel="noreferrer")
    return _text(link.text)


def _table(table: Table) -> Html:
    """Each row is headed by its first cell; on a phone each of the others says which column it is of."""
    head = _tag("tr", *(_tag("th", _text(header), scope="col") for header in table.headers))
    rows = [_row(row, table.headers) for row in table.rows]
    foot = [_tag("tfoot", _row(table.total, table.headers))] if table.total else []
    return _tag("table", _tag("thead", head), _tag("tbody", *rows), *foot)


def _row(row: tuple[Paragraph, ...], headers: tuple[str, ...]) -> Html:
    first, *others = row
    cells = [
        _tag("td", _inline(cell), data_label=header, class_=_breaking(cell))
        for header, cell in zip(headers[1:], others, strict=True)
    ]
    return _tag("tr", _tag("th", _inline(first), scope="row", class_=_breaking(first)), *cells)


def _breaking(cell: Paragraph) -> str:
    """The class of a cell: one as short as "Day 16–30" keeps to its line."""
    return "short" if len(cell.lead) + len(cell.text) <= _SHORT else ""


def _gauge(gauge: Gauge) -> Html:
    """A bar, its threshold marked. Its figures stand in the text beside it, so it is for eyes alone."""
    marks: list[Html] = []
    if gauge.bar.mark is not None:
        at = _percent(gauge.bar.mark)
        marks = [_tag("line", class_="mark", x1=at, x2=at, y1="0", y2="100%", stroke="#000", stroke_width="2")]
    size = {"width": str(_WIDTH), "height": str(_HEIGHT)}
    picture = _tag("svg", *_rectangles(gauge.bar), *marks, **size, role="img", aria_label=gauge.label)
    return _tag("figure", picture, _tag("figcaption", _text(gauge.label)))


def _rectangles(bar: Bar) -> Iterator[Html]:
    """The whole, what may be reached, and what is reached, one over the other; the colours serve without styles."""
    shares = (("track", Fraction(1), "#ddd"), ("maybe", bar.high, "#9bc"), ("low", bar.low, "#267"))
    for name, share, fill in shares:
        yield _tag("rect", class_=name, width=_percent(share), height="100%", fill=fill)


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):.4g}%"


def _text(text: str) -> Html:
    """A text that shows as it is, with nothing invisible in it."""
    return Html(escape(clean(text)))


def _tag(name: str, *parts: Html, **attributes: str) -> Html:
    """An element, without attributes that are empty. `class_` is its class, and aria_label its aria-label."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_text(text)}"' for key, text in attributes.items() if text
    )
    inner = ("" if name in _INLINE else "\n").join(parts)
    return Html(f"<{name}{written}>{inner}</{name}>" + ("" if name in _INLINE else "\n"))


_INLINE = frozenset({"strong", "a", "p", "li", "th", "td", "h1", "h2", "title", "line", "rect", "figcaption"})
"""Elements in which a line break would be a space that nobody wrote."""
