"""What other programs may rely on: load a questionnaire, assess answers, see what is still possible, render, rate.

Everything else in this package may change with any version. docs/api.md shows each name at work.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from coo_advisor.leads.columns import Matcher
from coo_advisor.leads.lead_readers import LeadReader, NamedCells, as_cell
from coo_advisor.leads.rating import SUMMARY, Rater, summary
from coo_advisor.questionnaire.answers import load_answers, read_answers
from coo_advisor.questionnaire.flow import Answers, next_question
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.errors import AdvisorError, InvalidFile
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.outcomes import Outcomes, outcomes
from coo_advisor.verdict.space import Space

__all__ = [
    "AdvisorError",
    "Answers",
    "Assessment",
    "InvalidFile",
    "Outcomes",
    "Questionnaire",
    "Space",
    "answers_from",
    "assess",
    "load_answers",
    "load_questionnaire",
    "next_question",
    "outcomes",
    "packaged_questionnaire",
    "rater",
    "render",
]

RATED = (*SUMMARY, "place", "set_aside")
"""What a rated row says of its lead; sorted by `place`, leads stand in the order of `coo-advisor rank`."""


def answers_from(values: Mapping[str, Any], questionnaire: Questionnaire) -> Answers:
    """Answers from plain values, checked like those of a file: question id → what JSON can hold. Raises InvalidFile."""
    return read_answers(json.dumps(values).encode(), "answers", questionnaire)


def render(form: str, assessment: Assessment, language: str, day: date) -> str:
    """The recommendation as a document: `form` is "md", "html" or "json". Raises AdvisorError for any other."""
    from coo_advisor.report.formats import FILES
    from coo_advisor.report.formats import render as render_as
    from coo_advisor.wording.words import load_words

    if form not in list(FILES):
        raise AdvisorError(f"No form is called “{form}”. Use one of: {', '.join(FILES)}.")
    return render_as(FILES[FILES.index(form)], assessment, load_words(language), day)


def rater(
    questionnaire: Questionnaire, columns: Iterable[str] | Mapping[str, str | None] | None = None
) -> Callable[[NamedCells], dict[str, Any]]:
    """A pure function that rates one row, to be mapped over as many as any engine holds.

    A row maps columns, matched as `coo-advisor rank` matches them, to cells: texts, numbers, lists, or what stands for
    no value. It gives RATED, and `problem`: why the row can't be read, else None. Percentages are numbers; `possible`
    joins scenario ids by semicolons.

    `columns` are the names in the rows, checked here: raises InvalidFile if one is no question. A mapping also says
    what they answer, as a file for --columns does. Without it they are those of the rows, and a strange one raises there.
    """
    chosen = columns if isinstance(columns, Mapping) else {}
    matcher = Matcher(questionnaire, chosen)
    rates = Rater(Space(questionnaire))
    readers: dict[tuple[str, ...], LeadReader] = {}

    def reader_of(names: tuple[str, ...]) -> LeadReader:
        if names not in readers:
            readers[names] = LeadReader(questionnaire, matcher.check(matcher.heading([names]), "columns"))
        return readers[names]

    named = None if columns is None else tuple(columns)
    if named is not None:
        reader_of(named)

    def rate_row(row: NamedCells) -> dict[str, Any]:
        names = tuple(row) if named is None or row.keys() - set(named) else named
        lead = reader_of(names).read([as_cell(row.get(name)) for name in names])
        set_aside = "; ".join(f"{odd.question.id}: {odd.text}" for odd in lead.odd) or None
        if lead.why_left:
            problem = f"can't be read ({set_aside})" if set_aside else "answers no question that counts"
            return {**dict.fromkeys(RATED), "set_aside": set_aside, "problem": problem}
        rating = rates.rate(lead.answers)
        found = summary(rating, rates.ask_next(lead.answers, rating.need))
        plain = {name: float(value) if isinstance(value, Fraction) else value for name, value in found.items()}
        possible = ";".join(found["possible"])
        return {**plain, "possible": possible, "place": rating.place, "set_aside": set_aside, "problem": None}

    return rate_row
