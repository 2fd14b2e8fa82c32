"""The ranking on screen: need and readiness side by side."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coo_advisor.leads.ranking import Counts
from coo_advisor.leads.sources import Found
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.visible import clean
from coo_advisor.verdict.outcomes import Span
from coo_advisor.verdict.scoring import rounded
from coo_advisor.wording.words import Words

_NARROW = 70
"""Columns below which a lead takes lines of its own instead of a row."""


def print_ranking(
    leads: Sequence[Found],
    counts: Counts,
    questionnaire: Questionnaire,
    words: Words,
    console: Console,
    *,
    placed: bool = False,
) -> None:
    """Prints the leads that come first, how they are ordered, what a grade means, and how many leads there were.

    A lead goes by its contact answers; where there are none, or where `placed` under them, by where it was found.
    """
    rows = [_Row(number, found, questionnaire, words, placed=placed) for number, found in enumerate(leads, start=1)]
    if rows and console.width < _NARROW:
        _print_blocks(rows, words, console)
    elif rows:
        _print_table(rows, words, console)
    if counts.ranked > len(leads):
        console.print(Text(words("leads_more", count=words.number(counts.ranked - len(leads)))))
    if rows:
        console.print()
        console.print(Text(words("leads_order")))
        for grade in questionnaire.grades:
            console.print(Text(words("colon", label=grade.id, text=words.of(grade.meaning))))
        console.print()
    console.print(Text(counts_in_words(counts, words)))


def counts_in_words(counts: Counts, words: Words) -> str:
    """How many leads there were; those read are those ranked and those rejected."""
    read, ranked, rejected = (words.number(count) for count in counts)
    return words("leads_counts", read=read, ranked=ranked, rejected=rejected)


class _Row:
    """One lead in words."""

    def __init__(self, number: int, found: Found, questionnaire: Questionnaire, words: Words, *, placed: bool) -> None:
        rating = found.rating
        answers = found.source.answers(found)
        contact = (answers.get(each.id) for each in questionnaire.questions if each.purpose == "contact")
        named = (each for each in contact if isinstance(each, str))
        place = clean(found.file if found.line is None else f"{found.file}:{found.line}")
        self.number = words.number(number)
        names = [name for name in (next(named, ""), place) if name]
        self.lead = "\n".join(names if placed else names[:1])
        recommendation = rating.need.recommendation
        self.advice = words.of(recommendation.title) if recommendation else words("undecided")
        self.need = _percent(rating.need.score, words)
        self.readiness = _percent(rating.readiness.span if rating.readiness else None, words)
        self.grade = rating.readiness.grade.id if rating.readiness and rating.readiness.grade else "?"
        ask = found.source.ask_next(found) if recommendation is None else None
        self.ask = words.of(ask.short) if ask else ""


def _print_table(rows: Sequence[_Row], words: Words, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("leads_number", "leads_lead", "recommendation"):
        table.add_column(Text(words(title)), overflow="fold")
    for title in ("leads_need", "leads_readiness"):
        table.add_column(Text(words(title)), justify="right", no_wrap=True)
    table.add_column(Text(words("leads_grade")), justify="center")
    table.add_column(Text(words("leads_ask")), overflow="fold")
    for row in rows:
        cells = (row.number, row.lead, row.advice, row.need, row.readiness, row.grade, row.ask)
        table.add_row(*map(Text, cells))
    console.print(table)


def _print_blocks(rows: Sequence[_Row], words: Words, console: Console) -> None:
    for row in rows:
        console.print(Text(f"{row.number}. {row.lead}".replace("\n", "\n   "), "bold"))
        for line in _lines(row, words):
            console.print(Padding(Text(line), (0, 0, 0, 3), expand=False))


def _lines(row: _Row, words: Words) -> Iterator[str]:
    yield row.advice
    yield words("colon", label=words("leads_need"), text=row.need)
    ready = f"{row.readiness} ({row.grade})"
    yield words("colon", label=words("leads_readiness"), text=ready)
    if row.ask:
        yield words("colon", label=words("leads_ask"), text=row.ask)


def _percent(span: Span | None, words: Words) -> str:
    """A percentage, or its two bounds."""
    if span is None:
        return "–"
    low, high = rounded(span.low), rounded(span.high)
    return words.percent(high) if low == high else f"{low}–{words.percent(high)}"
