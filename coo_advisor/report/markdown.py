"""The recommendation as a markdown document: CommonMark and GitHub's tables, every text escaped."""

import re
from collections.abc import Iterable, Iterator

from coo_advisor.report.bars import draw
from coo_advisor.report.recommendation import Gauge, Plan, Recommendation
from coo_advisor.system.visible import clean

_ACTIVE = re.compile(r"([\\`*_\[\]<>|~#&$^@{}])")
"""Characters that mean something in CommonMark, or in what GitHub, pandoc and site builders add to it."""

_OPENING = re.compile(r"^([0-9]+(?=[.)](?: |$))|(?=[-+=:!]))")
"""The place, at the start of a line, in front of what makes a list, a rule, a definition or a box of it."""

_LINKS = re.compile(r"(?i)(:(?=//)|(?<=mailto):|(?<=xmpp):|(?<![:/])/(?=/)|(?<=www)\.|(?<=\w)\.(?=[^\W\d]))")
"""The signs that make readers of markdown see an address, also that of a bare domain."""

_MAIL = re.compile(r"((?<![\w.+:/@-])[\w.+:/@-]+@[\w.+:/@-]*\w)")
"""What may be a mail address: GitHub makes a link of one even if the @ is escaped. In a code span, nobody does."""

_URL = re.compile(r"https?://[\w./~%?=&#:+-]+")


def render_markdown(recommendation: Recommendation) -> str:
    """The whole document; it ends with a newline."""
    return "\n\n".join(_blocks(recommendation)) + "\n"


def escaped(text: str) -> str:
    """A text that markdown shows as it is, on one line, with no link, markup or HTML in it; mail addresses as code."""
    parts = _MAIL.split(clean(text))
    parts[::2] = [_LINKS.sub(r"\\\1", _ACTIVE.sub(r"\\\1", part)) for part in parts[::2]]
    parts[1::2] = [f"`{part}`" for part in parts[1::2]]
    return _OPENING.sub(r"\1\\", "".join(parts))


def _blocks(recommendation: Recommendation) -> Iterator[str]:
    words = recommendation.words
    yield f"# {escaped(recommendation.title)}"
    yield escaped(recommendation.date)
    yield f"## {escaped(words('recommendation'))}"
    yield f"**{escaped(recommendation.headline)}.** {escaped(recommendation.definition)}".strip()
    yield from map(escaped, recommendation.verdict)
    if recommendation.score:
        yield _gauge(recommendation.score, recommendation)
    yield from _reasons(recommendation)
    if recommendation.doubts:
        yield _heading(recommendation.doubts.title)
        yield _bullets(recommendation.doubts.lines)
    if recommendation.unknown:
        yield _heading(words("not_considered"))
        yield _bullets(recommendation.unknown)
    if recommendation.merits:
        yield _heading(words("advantages"))
        yield "\n".join(f"- **{escaped(title)}.** {escaped(' '.join(lines))}" for title, lines in recommendation.merits)
    if recommendation.plan:
        yield from _plan(recommendation.plan, recommendation)
    yield from _costs(recommendation)
    if recommendation.changes:
        yield _heading(words("would_change"))
        yield _bullets(recommendation.changes)
        yield escaped(words("would_change_note"))
    if recommendation.watch:
        yield _heading(words("watch"))
        yield _bullets(recommendation.watch)
    yield from _next_step(recommendation)
    yield _heading(words("appendix"))
    yield _table([words("question"), words("answer")], recommendation.answers)
    yield escaped(recommendation.questionnaire)


def _reasons(recommendation: Recommendation) -> Iterator[str]:
    words = recommendation.words
    if recommendation.reasons:
        yield _heading(words("reasons"))
        rows = [(row.question, row.answer, row.signal, row.points, draw(row.bar, 6)) for row in recommendation.reasons]
        if recommendation.total:
            rows.append((words("total"), "", "", recommendation.total, ""))
        yield _table([words(key) for key in ("question", "answer", "signal", "points")] + [""], rows)
    if recommendation.signals:
        yield _heading(words("signals"))
        levels = [(gauge.label, gauge.note, gauge.figures, draw(gauge.bar, 6)) for gauge in recommendation.signals]
        yield _table([words("signal"), words("measures"), words("points"), ""], levels)


def _plan(plan: Plan, recommendation: Recommendation) -> Iterator[str]:
    words = recommendation.words
    yield _heading(words("how_it_works"))
    yield "\n".join(
        f"- **{escaped(words(key))}.** {escaped(text)}"
        for key, text in (("days", plan.days), ("duration", plan.duration))
    )
    yield f"### {escaped(words('first_90_days'))}"
    yield "\n".join(f"{number}. {escaped(line)}" for number, line in enumerate(plan.first_90_days, start=1))
    if plan.cautions:
        yield f"### {escaped(words('cautions'))}"
        yield _bullets(plan.cautions)


def _costs(recommendation: Recommendation) -> Iterator[str]:
    words = recommendation.words
    if recommendation.costs:
        yield _heading(words("costs"))
        yield escaped(words("costs_note"))
        titles = [words("cost_option"), words("cost_price")]
        titles += [words("cost_total", months=recommendation.comparison_months), words("cost_source")]
        yield _table(titles, recommendation.costs)


def _next_step(recommendation: Recommendation) -> Iterator[str]:
    if recommendation.next_step or recommendation.contact:
        yield _heading(recommendation.words("next_step"))
    if recommendation.next_step:
        yield escaped(recommendation.next_step)
    if contact := recommendation.contact:
        yield escaped(contact.action)
        name = escaped(contact.name)
        yield f"[{name}]({contact.url})" if _URL.fullmatch(contact.url) else f"{name}, {escaped(contact.url)}"


def _gauge(gauge: Gauge, recommendation: Recommendation) -> str:
    drawn = f"`{draw(gauge.bar, 20)}` {escaped(gauge.figures)}"
    return recommendation.words("colon", label=escaped(gauge.label), text=drawn)


def _heading(text: str) -> str:
    return f"## {escaped(text)}"


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(line)}" for line in lines)


def _table(titles: list[str], rows: Iterable[Iterable[str]]) -> str:
    cells = [[escaped(cell) for cell in row] for row in (titles, *rows)]
    lines = [cells[0], ["---"] * len(titles), *cells[1:]]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
