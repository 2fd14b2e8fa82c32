"""The ranking on screen: whom to call next, and what to ask them."""

from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coo_advisor.leads.ranking import Counts
from coo_advisor.leads.rating import Rater
from coo_advisor.leads.sources import RankedLead
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.report.phrasing import capitalised, in_percent
from coo_advisor.report.ranking_files import place_of
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import Words

_NARROW = 70
"""Columns below which a lead takes lines of its own instead of a row."""

Naming = Callable[[RankedLead], str]
"""What a lead is called by a command that shows it, such as its id."""


class LeadRow:
    """One lead in words."""

    def __init__(
        self, number: int, lead: RankedLead, rater: Rater, questionnaire: Questionnaire, words: Words, id: str = ""
    ) -> None:
        recommendation, need = lead.rating.need.recommendation, lead.rating.need.score
        ready = lead.rating.readiness
        ask = rater.ask_next(lead.answers, lead.rating.need)
        self.number = words.number(number)
        self.id = clean(id)
        known = list(contact(questionnaire, lead))
        self.contact = "\n".join(dict.fromkeys((known[0], known[-1]))) if known else clean(place_of(lead))
        self.last_contact = lead.last_contact.isoformat() if lead.last_contact else ""
        self.grade = ready.grade.id if ready and ready.grade else "?"
        self.need = in_percent(words, need, questionnaire.need_thresholds) if need else "–"
        self.advice = capitalised(words.of(recommendation.title)) if recommendation else words("undecided")
        self.ask = words.of(ask.short) if ask else ""


def contact(questionnaire: Questionnaire, lead: RankedLead) -> Iterator[str]:
    """Who a lead is and how to reach them: its answers to contact questions."""
    for question in questionnaire.questions:
        if question.purpose == "contact" and (answer := lead.answers.get(question.id)):
            yield clean(str(answer))


def print_ranking(
    leads: Sequence[RankedLead],
    counts: Counts,
    rater: Rater,
    questionnaire: Questionnaire,
    words: Words,
    console: Console,
    naming: Naming | None = None,
) -> None:
    """Prints the leads that come first, how they are ordered, what a grade means, and how many leads there were.

    A lead goes by its contact answers, or if there are none by where it was found; `naming` gives each an id beside.
    """
    rows = [
        LeadRow(number, lead, rater, questionnaire, words, naming(lead) if naming else "")
        for number, lead in enumerate(leads, start=1)
    ]
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
    """How many leads there were; those read are those ranked, rejected and set aside."""
    read, ranked, rejected, aside = (words.number(count) for count in counts)
    said = words("leads_counts", read=read, ranked=ranked, rejected=rejected)
    return f"{said} {words('leads_set_aside', count=aside)}" if counts.set_aside else said


def _print_table(rows: Sequence[LeadRow], words: Words, console: Console) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(Text(words("leads_number")))
    named = any(row.id for row in rows)
    if named:
        table.add_column(Text(words("leads_id")), no_wrap=True, min_width=max(len(row.id) for row in rows))
    table.add_column(Text(words("leads_contact")), overflow="fold")
    dated = any(row.last_contact for row in rows)
    if dated:
        table.add_column(Text(words("leads_last_contact")), min_width=len("2026-11-23"))
    table.add_column(Text(words("leads_grade")), justify="center")
    table.add_column(Text(words("leads_need")), justify="right", no_wrap=True)
    table.add_column(Text(words("leads_advice")), overflow="fold")
    table.add_column(Text(words("leads_ask")), overflow="fold")
    for row in rows:
        known = (row.number, *([row.id] if named else []), row.contact, *([row.last_contact] if dated else []))
        table.add_row(*map(Text, (*known, row.grade, row.need, row.advice, row.ask)))
    console.print(table)


def _print_blocks(rows: Sequence[LeadRow], words: Words, console: Console) -> None:
    for row in rows:
        console.print(Text(f"{row.number}. {row.contact}".replace("\n", "\n   "), "bold"))
        for line in _lines(row, words):
            console.print(Padding(Text(line), (0, 0, 0, 3), expand=False))
        if row.id:
            console.print(
                Padding(Text(row.id, no_wrap=True, overflow="ignore"), (0, 0, 0, 3), expand=False), crop=False
            )


def _lines(row: LeadRow, words: Words) -> Iterator[str]:
    yield row.advice
    if row.last_contact:
        yield words("colon", label=words("leads_last_contact"), text=row.last_contact)
    yield words("colon", label=words("leads_grade"), text=row.grade)
    yield words("colon", label=words("leads_need"), text=row.need)
    if row.ask:
        yield words("colon", label=words("leads_ask"), text=row.ask)
