"""Kept leads on screen."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from coo_advisor.assessment import Assessment
from coo_advisor.leadbook import LeadFile
from coo_advisor.texts import clean
from coo_advisor.wording import Words


def print_leads(leads: Iterable[tuple[LeadFile, Assessment | None]], words: Words, console: Console) -> None:
    """Prints a lead a row; one without an assessment can't be read."""
    keys = ("lead", "lead_company", "lead_day", "recommendation", "lead_readiness")
    table = Table(*(Column(words(key), overflow="fold") for key in keys), box=None, pad_edge=False)
    for lead, assessment in leads:
        day = lead.day.isoformat() if lead.day else ""
        cells = (clean(lead.id), lead.company, day, *_verdict(assessment, words))
        table.add_row(*map(Text, cells))
    console.print(table)


def _verdict(assessment: Assessment | None, words: Words) -> tuple[str, str]:
    if assessment is None:
        return words("lead_unreadable"), ""
    scenario, readiness = assessment.recommendation, assessment.readiness
    title = words.of(scenario.title) if scenario else words("undecided")
    return title, readiness.grade.id if readiness and readiness.grade else ""
