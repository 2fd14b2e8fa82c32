"""Leads for other programs: a CSV file or a JSON document, a line a lead; and why others were left."""

import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from coo_advisor.leads.cells import NONE_CHOSEN
from coo_advisor.leads.columns import ANSWERED_AT, RESULT
from coo_advisor.leads.csv_tables import guarded, is_harmless, write_line
from coo_advisor.leads.lead_readers import Odd
from coo_advisor.leads.ranking import Ranking
from coo_advisor.leads.rating import SUMMARY, Rater, lead_name, summary
from coo_advisor.leads.sources import LeftLead, RankedLead
from coo_advisor.questionnaire.answers import plain_answers
from coo_advisor.questionnaire.model import Question, Questionnaire, Value
from coo_advisor.reading.shapes import nearest
from coo_advisor.report.as_json import as_number
from coo_advisor.report.phrasing import capitalised, shown
from coo_advisor.system.visible import brief, clean
from coo_advisor.wording.words import Words

SCHEMA = 1

UNDECIDED = "undecided"
"""What a CSV file says in place of a recommendation; JSON says null."""

RESULTS = (*SUMMARY, "set_aside", "source", "line")
"""The columns of results; those of the rating first."""

LEFT = ("source", "line", "reason", "row")

LAYOUTS: Mapping[str, Mapping[str, str]] = {
    "hubspot": {"Email": "email", "First name": "first_name", "Last name": "last_name", "Company name": "company"},
    "pipedrive": {
        "Lead - Title": "title",
        "Organization - Name": "company",
        "Person - Name": "name",
        "Person - Email": "email",
    },
}
"""What services call what they know: their column → a contact question, a part of the name, or the lead's title."""


def csv_lines(leads: Iterable[RankedLead], rater: Rater, questionnaire: Questionnaire) -> Iterator[str]:
    """Leads as CSV: contact columns first, then the results, the day of the last contact, and the answers as ids.

    What is written can be read again as a source of leads, and no cell is a formula.
    """
    texts, others = texts_and_others(questionnaire)
    columns = [RESULT + name for name in RESULTS]
    yield write_line([*(each.id for each in texts), *columns, ANSWERED_AT, *(each.id for each in others)])
    met: dict[tuple[int, str], list[str]] = {}
    for lead in leads:
        ask = rater.ask_next(lead.answers, lead.rating.need)
        key = (id(lead.rating), ask.id if ask else "")
        if key not in met:
            met[key] = list(_rating_cells(summary(lead.rating, ask), questionnaire))
        results = [*met[key], *map(as_text, _found(lead).values())]
        contact = [as_text(str(lead.answers.get(each.id) or "")) for each in texts]
        day = lead.last_contact.isoformat() if lead.last_contact else ""
        yield write_line([*contact, *results, day, *(answer_cell(lead.answers.get(each.id)) for each in others)])


def json_lines(
    ranking: Ranking, leads: Iterable[RankedLead], rater: Rater, questionnaire: Questionnaire
) -> Iterator[str]:
    """Leads as a JSON document: the counts of the ranking, then a lead a line."""
    head = {
        "schema": SCHEMA,
        "questionnaire": {"version": questionnaire.version, "sha256": questionnaire.sha256},
        **ranking.counts._asdict(),
    }
    yield json.dumps(head, ensure_ascii=False).removesuffix("}") + ', "leads": ['
    between = "\n"
    for lead in leads:
        yield between + json.dumps(_as_data(lead, rater), ensure_ascii=False)
        between = ",\n"
    yield "\n]}\n"


def layout_lines(
    layout: str, leads: Iterable[RankedLead], rater: Rater, questionnaire: Questionnaire, words: Words
) -> Iterator[str]:
    """Leads as CSV for a service that finds its own names in the header: contact answers, then what a lead comes to."""
    contact = [question for question in questionnaire.questions if question.purpose == "contact"]
    columns = LAYOUTS[layout]
    more = [question for question in contact if question.id not in (*columns.values(), "name")]
    own = ("recommendation", "leads_need", "leads_grade", "leads_ask", "leads_last_contact")
    yield write_line([*columns, *(as_text(words.of(each.short)) for each in more), *(words(key) for key in own)])
    for lead in leads:
        texts = {each.id: clean(str(lead.answers.get(each.id) or "")) for each in contact}
        first, _, last = texts.get("name", "").partition(" ")
        title = lead_name(questionnaire, lead.answers) or lead.file
        texts |= {"first_name": first, "last_name": last, "title": title}
        need, ready, ask = lead.rating.need, lead.rating.readiness, rater.ask_next(lead.answers, lead.rating.need)
        results = (
            capitalised(words.of(need.recommendation.title)) if need.recommendation else words("undecided"),
            str(shown(need.score.high, questionnaire.need_thresholds)) if need.score else "",
            ready.grade.id if ready and ready.grade else "",
            words.of(ask.ask) if ask else "",
            lead.last_contact.isoformat() if lead.last_contact else "",
        )
        known = (texts.get(id, "") for id in (*columns.values(), *(each.id for each in more)))
        yield write_line(text if is_harmless(text) else as_text(text) for text in (*known, *results))


def left_lines(left: Iterable[LeftLead], questionnaire: Questionnaire, words: Words) -> Iterator[str]:
    """The leads that were not ranked as CSV, each with the reason; they can be mended, and read again as leads."""
    ids = [question.id for question in questionnaire.questions]
    yield write_line([*(RESULT + name for name in LEFT), *ids])
    for each in left:
        row = (each.file, str(each.line or ""), why_left(each, words), each.text)
        yield write_line(map(as_text, (*row, *(each.cells.get(id, "") for id in ids))))


def place_of(lead: RankedLead | LeftLead) -> str:
    """The file that a lead is from, and the line if there is one."""
    return lead.file if lead.line is None else f"{lead.file}:{lead.line}"


def why_left(left: LeftLead, words: Words) -> str:
    """Why something is not among the ranked leads, with every cell that is no answer."""
    reasons = [words(left.why, **left.values), *(odd_in_words(each, words) for each in left.odd)]
    return clean(" ".join(reasons))


def odd_in_words(odd: Odd, words: Words) -> str:
    """What was done with a text that is no answer to its question."""
    question = odd.question
    values = {"question": question.id, "text": brief(odd.text)}
    if question.numbers:
        low, high = map(words.number, question.numbers)
        return words("odd_number", **values, low=low, high=high)
    said = words("odd_not_known" if question.scored else "odd_set_aside", **values)
    labels = {label: choice for choice in question.choices for label in (choice.id, words.of(choice.label))}
    near = nearest(odd.text[:200], labels)
    return f"{said} {words('odd_meant', choice=near)}" if near else said


def texts_and_others(questionnaire: Questionnaire) -> tuple[list[Question], list[Question]]:
    """The questions that ask for texts, and all others."""
    texts = [question for question in questionnaire.questions if question.kind == "text"]
    return texts, [question for question in questionnaire.questions if question.kind != "text"]


def answer_cell(value: Value | None) -> str:
    """One answer as a cell; ids and numbers need no quotes."""
    if value is None:
        return ""
    return ";".join(value) or NONE_CHOSEN if isinstance(value, tuple) else str(value)


def as_text(text: str) -> str:
    """A text from outside as a cell: visible, and no formula."""
    return guarded(clean(text)) if text else ""


def _found(lead: RankedLead) -> dict[str, str]:
    """What is said of a lead beside its rating."""
    return {
        "set_aside": "; ".join(f"{each.question.id}: {each.text}" for each in lead.odd),
        "source": lead.file,
        "line": "" if lead.line is None else str(lead.line),
    }


def _rating_cells(results: Mapping[str, Any], questionnaire: Questionnaire) -> Iterator[str]:
    """What a lead comes to as cells: ids, and percentages that stay on their side of each threshold."""
    for name, value in results.items():
        if isinstance(value, Fraction):
            need = name.startswith("need")
            yield str(shown(value, questionnaire.need_thresholds if need else questionnaire.readiness_thresholds))
        elif value is None:
            yield UNDECIDED if name == "recommendation" else ""
        else:
            yield ";".join(value) if isinstance(value, list) else str(value)


def _as_data(lead: RankedLead, rater: Rater) -> dict[str, Any]:
    results = summary(lead.rating, rater.ask_next(lead.answers, lead.rating.need))
    need, ready = (_span(results, name) for name in ("need", "readiness"))
    return {
        "source": clean(lead.file),
        "line": lead.line,
        "recommendation": results["recommendation"],
        "possible": results["possible"],
        "need": need,
        "readiness": ready and {**ready, "grade": results["grade"]},
        "ask_next": results["ask_next"],
        "answered_at": lead.last_contact.isoformat() if lead.last_contact else None,
        "set_aside": [{"question": each.question.id, "text": clean(each.text)} for each in lead.odd],
        "answers": plain_answers(lead.answers),
    }


def _span(results: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    low, high = results[f"{name}_low"], results[f"{name}_high"]
    return None if low is None else {"low": as_number(low), "high": as_number(high)}
