"""The ranking on screen: whom to call next, and what to ask them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
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

_BETWEEN = 2
"""Columns of the screen between two of a table."""

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


class _ShownColumn(NamedTuple):
    """A column of the table of leads."""

    header: str
    cells: Sequence[str]
    justify: Literal["left", "center", "right"] = "left"

    @property
    def least(self) -> int:
        """The columns of the screen that the longest word takes."""
        return max(cell_len(word) for text in (self.header, *self.cells) for word in text.split() or [""])

    @property
    def most(self) -> int:
        """The columns of the screen in which nothing wraps."""
        return max(cell_len(line) for text in (self.header, *self.cells) for line in text.split("\n"))


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
    if rows and not _print_table(_columns(rows, words), console):
        _print_blocks(rows, words, console)
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


def _columns(rows: Sequence[LeadRow], words: Words) -> list[_ShownColumn]:
    """What a row says of a lead; an id and the last contact only if some lead has one."""
    ids = _ShownColumn(words("leads_id"), [row.id for row in rows])
    days = _ShownColumn(words("leads_last_contact"), [row.last_contact for row in rows])
    return [
        _ShownColumn(words("leads_number"), [row.number for row in rows]),
        *([ids] if any(ids.cells) else []),
        _ShownColumn(words("leads_contact"), [row.contact for row in rows]),
        *([days] if any(days.cells) else []),
        _ShownColumn(words("leads_grade"), [row.grade for row in rows], "center"),
        _ShownColumn(words("leads_need"), [row.need for row in rows], "right"),
        _ShownColumn(words("leads_advice"), [row.advice for row in rows]),
        _ShownColumn(words("leads_ask"), [row.ask for row in rows]),
    ]


def _print_table(columns: Sequence[_ShownColumn], console: Console) -> bool:
    """Prints a row a lead; False if the columns don't fit side by side without breaking a word, such as an address."""
    spare = console.width - sum(column.least + _BETWEEN for column in columns)
    if spare < 0:
        return False
    table = Table(box=None, padding=(0, _BETWEEN, 0, 0), pad_edge=False, header_style="bold")
    for column in columns:
        more = min(spare, column.most - column.least)
        spare -= more
        table.add_column(Text(column.header), justify=column.justify, width=column.least + more)
    for cells in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(Text, cells))
    console.print(table)
    return True


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
