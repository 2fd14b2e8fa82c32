"""The recommendation as one page of HTML: no script, nothing from a network, every text escaped, pictures drawn."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from fractions import Fraction
from hashlib import sha256
from html import escape
from typing import NewType

from coo_advisor.report.recommendation import Bar, Contact, Gauge, Plan, Recommendation
from coo_advisor.system.visible import clean
from coo_advisor.verdict.scoring import rounded
from coo_advisor.wording.words import Words

Html = NewType("Html", str)
"""Finished HTML. What is not written here goes through `_text`: the type checker finds a text that was not escaped."""

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2528; --soft: #56636a; --line: #d5dcdf; --page: #fff;
  --accent: #17566b; --maybe: #8fb6c3; --track: #e6ebed; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e4e9eb; --soft: #a3b0b6; --line: #3a464c; --page: #14191c;
    --accent: #7cc0d6; --maybe: #3f7487; --track: #293338; }
}
* { box-sizing: border-box; }
body { max-width: 44rem; margin: 0 auto; padding: 4rem 1.25rem; color: var(--ink); background: var(--page);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
section { margin-bottom: 3.5rem; }
h1, h2, h3, .headline { line-height: 1.2; text-wrap: balance; break-after: avoid; }
h1, header p, footer, thead th, .soft { color: var(--soft); font-weight: 400; }
h1, h3 { margin: 0 0 .5rem; font-size: 1rem; }
h2 { margin: 0 0 1rem; font-size: 1.2rem; }
h3 { margin-top: 1.5rem; }
p, ul, ol, dl, dd, figure { margin: 0 0 .75rem; }
ul, ol { padding-left: 1.25rem; }
li, dd { margin-bottom: .4rem; break-inside: avoid; }
li::marker { color: var(--soft); }
dt { font-weight: 600; break-after: avoid; }
a { color: var(--accent); }
.verdict { margin-top: 3rem; }
.verdict h2 { margin-bottom: .25rem; color: var(--accent); font-size: 1rem; }
.headline { font: 2.5rem/1.15 "Iowan Old Style", Palatino, Georgia, serif; }
.definition { font-size: 1.15rem; }
figure { margin-top: 2rem; }
figcaption { font-weight: 600; }
svg { display: block; width: 100%; height: .4rem; margin: .4rem 0; overflow: visible; }
svg.score { height: 3rem; }
.track { fill: var(--track); } .maybe { fill: var(--maybe); } .low { fill: var(--accent); }
.gap { stroke: var(--page); stroke-width: 4; } .mark { stroke: var(--ink); stroke-width: 2; }
text { fill: var(--soft); font-size: .85rem; text-anchor: middle; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
tr { border-bottom: 1px solid var(--line); break-inside: avoid; }
th, td { padding: .6rem 0; text-align: left; vertical-align: top; font-weight: 400; }
th + td, th + th { width: 13rem; padding-left: 1.5rem; }
thead th, tfoot td { font-size: .9rem; }
thead { break-after: avoid; }
tfoot td { font-weight: 600; }
.soft { display: block; font-size: .9rem; }
.sides { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: .5rem; }
.answers th + td, .answers th + th { width: 45%; }
footer { font-size: .8rem; }
@media (max-width: 30rem) {
  body { padding-top: 2rem; }
  .headline { font-size: 2rem; }
  th + td, th + th { width: 9rem; padding-left: 1rem; }
  .sides { display: block; }
}
@page { size: A4; margin: 11mm 14mm; }
@media print {
  html { font-size: 8pt; }
  body { max-width: none; padding: 0; line-height: 1.35; columns: 2; column-gap: 10mm; }
  header, .verdict { column-span: all; }
  section { margin-bottom: 1.25rem; }
  .verdict { margin-top: 1.5rem; }
  h2 { margin-bottom: .4rem; }
  h3 { margin-top: .75rem; }
  th, td { padding: .2rem 0; }
  p, ul, ol, dl, li, dd { margin-bottom: .25rem; }
}
"""

_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
)
"""What a browser lets this page do: draw itself in this style, and nothing else."""


def render_html(recommendation: Recommendation) -> str:
    """The whole page; it ends with a newline."""
    head = (
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="format-detection" content="telephone=no">'),
        _tag("title", _text(recommendation.title)),
        Html(f"<style>{_STYLE}</style>"),
    )
    header = _tag("header", _tag("h1", _text(recommendation.title)), _tag("p", _text(recommendation.date)))
    main = _tag("main", _verdict(recommendation), *_evidence(recommendation), *_advice(recommendation))
    body = _tag("body", header, main, _tag("footer", _text(recommendation.questionnaire)))
    return f"<!doctype html>\n{_tag('html', _tag('head', *head), body, lang=recommendation.words.language)}\n"


def _verdict(recommendation: Recommendation) -> Html:
    words = recommendation.words
    return _tag(
        "section",
        _tag("h2", _text(words("recommendation"))),
        _paragraph(recommendation.headline, "headline"),
        *([_paragraph(recommendation.definition, "definition")] if recommendation.definition else []),
        *map(_paragraph, recommendation.verdict),
        *([_score(recommendation.score, words)] if recommendation.score else []),
        class_="verdict",
    )


def _evidence(recommendation: Recommendation) -> Iterator[Html]:
    words = recommendation.words
    if recommendation.reasons:
        titles = (_pair(words("question"), words("answer")), _sides(words("points"), words("signal")))
        rows = [
            (_pair(row.question, row.answer), _measure(row.points, row.bar, row.signal))
            for row in recommendation.reasons
        ]
        total = words("colon", label=words("total"), text=recommendation.total) if recommendation.total else ""
        yield _section(words("reasons"), _table(titles, rows, total))
    if recommendation.signals:
        titles = (_pair(words("signal"), words("measures")), _text(words("points")))
        levels = [
            (_pair(gauge.label, gauge.note), _measure(gauge.figures, gauge.bar)) for gauge in recommendation.signals
        ]
        yield _section(words("signals"), _table(titles, levels))
    if recommendation.doubts:
        yield _section(recommendation.doubts.title, _list("ul", recommendation.doubts.lines))
    if recommendation.unknown:
        yield _section(words("not_considered"), _list("ul", recommendation.unknown))


def _advice(recommendation: Recommendation) -> Iterator[Html]:
    words = recommendation.words
    if recommendation.merits:
        yield _section(words("advantages"), _terms((title, " ".join(lines)) for title, lines in recommendation.merits))
    if recommendation.plan:
        yield _plan(recommendation.plan, words)
    if recommendation.costs:
        yield _costs(recommendation)
    if recommendation.changes:
        note = _paragraph(words("would_change_note"), "soft")
        yield _section(words("would_change"), _list("ul", recommendation.changes), note)
    if recommendation.watch:
        yield _section(words("watch"), _list("ul", recommendation.watch))
    if recommendation.next_step or recommendation.contact:
        step = [_paragraph(recommendation.next_step)] if recommendation.next_step else []
        contact = _contact(recommendation.contact) if recommendation.contact else ()
        yield _section(words("next_step"), *step, *contact)
    titles = (_text(words("question")), _text(words("answer")))
    answers = [(_text(question), _text(answer)) for question, answer in recommendation.answers]
    yield _section(words("appendix"), _table(titles, answers, style="answers"))


def _plan(plan: Plan, words: Words) -> Html:
    parts = [_terms([(words("days"), plan.days), (words("duration"), plan.duration)])]
    parts += [_tag("h3", _text(words("first_90_days"))), _list("ol", plan.first_90_days)]
    if plan.cautions:
        parts += [_tag("h3", _text(words("cautions"))), _list("ul", plan.cautions)]
    return _section(words("how_it_works"), *parts)


def _costs(recommendation: Recommendation) -> Html:
    words = recommendation.words
    total = words("cost_total", months=recommendation.comparison_months)
    titles = (_pair(words("cost_option"), words("cost_source")), _pair(total, words("cost_price")))
    rows = [(_pair(cost.option, cost.source), _pair(cost.total, cost.price)) for cost in recommendation.costs]
    return _section(words("costs"), _paragraph(words("costs_note")), _table(titles, rows))


def _contact(contact: Contact) -> Iterator[Html]:
    yield _paragraph(contact.action)
    url = _text(contact.url)
    if contact.url.startswith(("https://", "http://")):
        url = _tag("a", url, href=contact.url, rel="noreferrer")
    yield _tag("p", _text(contact.name), Html("<br>"), url)


def _score(score: Gauge, words: Words) -> Html:
    """The score as a bar, its threshold marked; the figures say the same, so that pictures are for eyes alone."""
    marks: list[Html] = []
    if score.bar.mark is not None:
        at = _percent(score.bar.mark)
        marks = [
            *(_tag("line", class_=style, x1=at, x2=at, y1="0", y2="1.75rem") for style in ("gap", "mark")),
            _tag("text", _text(words.percent(rounded(100 * score.bar.mark))), x=at, y="2.75rem"),
        ]
    picture = _tag("svg", *_rectangles(score.bar, "1.25rem"), *marks, class_="score", aria_hidden="true")
    return _tag("figure", _tag("figcaption", _text(score.label)), _text(score.figures), picture)


def _measure(figures: str, bar: Bar, note: str = "") -> Html:
    picture = _tag("svg", *_rectangles(bar, "100%"), aria_hidden="true")
    return _joined(_sides(figures, note) if note else _text(figures), picture)


def _rectangles(bar: Bar, height: str) -> Iterator[Html]:
    """The whole, what may be reached, and what is reached, one over the other."""
    for name, share in (("track", Fraction(1)), ("maybe", bar.high), ("low", bar.low)):
        yield _tag("rect", class_=name, width=_percent(share), height=height)


def _percent(share: Fraction) -> str:
    return f"{float(100 * share):.4g}%"


def _section(title: str, *parts: Html) -> Html:
    return _tag("section", _tag("h2", _text(title)), *parts)


def _paragraph(text: str, style: str = "") -> Html:
    return _tag("p", _text(text), class_=style)


def _list(kind: str, lines: Iterable[str]) -> Html:
    return _tag(kind, *(_tag("li", _text(line)) for line in lines))


def _terms(pairs: Iterable[tuple[str, str]]) -> Html:
    return _tag(
        "dl", *(_tag(name, _text(text)) for pair in pairs for name, text in zip(("dt", "dd"), pair, strict=True))
    )


def _pair(text: str, below: str) -> Html:
    """Two texts of one cell, one under the other."""
    return _joined(_text(text), _soft(below))


def _sides(left: str, right: str) -> Html:
    """Two texts of one cell, on one line where it is long enough."""
    return _tag("div", _tag("span", _text(left)), _soft(right), class_="sides")


def _soft(text: str) -> Html:
    return _tag("span", _text(text), class_="soft") if text else Html("")


def _table(titles: tuple[Html, Html], rows: Iterable[tuple[Html, Html]], total: str = "", style: str = "") -> Html:
    """Two columns, so that a table fits a phone; the first heads its row. `total` spans the last row."""
    head = _tag("tr", *(_tag("th", title, scope="col") for title in titles))
    body = [_tag("tr", _tag("th", name, scope="row"), _tag("td", cell)) for name, cell in rows]
    foot = [_tag("tfoot", _tag("tr", _tag("td", _text(total), colspan="2")))] if total else []
    return _tag("table", _tag("thead", head), _tag("tbody", *body), *foot, class_=style)


def _text(text: str) -> Html:
    """A text that shows as it is, with nothing invisible in it."""
    return Html(escape(clean(text)))


def _tag(name: str, *parts: Html, **attributes: str) -> Html:
    """An element, without attributes that are empty. `class_` is its class, and aria_hidden its aria-hidden."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_text(text)}"' for key, text in attributes.items() if text
    )
    return Html(f"<{name}{written}>{_joined(*parts)}</{name}>")


def _joined(*parts: Html) -> Html:
    return Html("".join(parts))
