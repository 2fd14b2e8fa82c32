"""Leads as lines, one a lead: of a CSV file or of a JSON document."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from coo_advisor.leads.columns import RESULT
from coo_advisor.leads.formulas import guarded
from coo_advisor.leads.memory import remember
from coo_advisor.leads.ranking import Counts
from coo_advisor.leads.rating import Rating
from coo_advisor.leads.rows import texts_and_others
from coo_advisor.leads.sources import Found, Rejection
from coo_advisor.questionnaire.answers import plain_answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.report.as_json import as_number
from coo_advisor.system.visible import clean
from coo_advisor.verdict.assessment import Readiness
from coo_advisor.verdict.outcomes import Span
from coo_advisor.verdict.scoring import rounded

SCHEMA = 1

UNDECIDED = "undecided"
"""What a CSV file says in place of a recommendation; JSON says null."""

RESULTS = (
    "recommendation",
    "possible",
    "need_low",
    "need_high",
    "readiness_low",
    "readiness_high",
    "grade",
    "ask_next",
    "source",
    "line",
)

REJECTED = ("source", "line", "reason", "row")

_ORDINARY = r"(?:\w[A-Za-z0-9\w@.'& -]*+)?+"
"""Most texts, which can stand in a CSV file as they are; letters that \\w has anyway are found faster so."""


class _Result(NamedTuple):
    """The columns of a result as text; the rating is kept, so that no other one gets its place in memory."""

    rating: Rating
    file: str
    text: str


class CsvLines:
    """Writes leads as CSV: contact columns first, then the results, then the answers as ids.

    What is written can be read again as a source of leads, and no cell is a formula.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        texts, others = texts_and_others(questionnaire)
        columns = (RESULT + name for name in RESULTS)
        self.header = csv_line([*(each.id for each in texts), *columns, *(each.id for each in others)])
        self._all_ordinary = re.compile(f"{_ORDINARY}," * len(texts)).fullmatch
        self._results: dict[int | tuple[int, str], _Result] = {}

    def line(self, found: Found) -> str:
        """A lead as a line, with its end."""
        source, file, line, _, rating = found
        texts, ids = source.texts_and_ids(found)
        contact = ",".join((*texts, ""))
        if not self._all_ordinary(contact):
            contact = _texts_line(texts) + ","
        # Leads that come to the same share their rating.
        held = self._results.get(id(rating))
        result = held.text if held and held.file is file else self._result(found)
        return f"{contact}{result},{line or ''},{ids}\n"

    def _result(self, found: Found) -> str:
        """The columns of the result, up to the line; what to ask next is each lead's own."""
        rating, file = found.rating, found.file
        ask = found.source.ask_next(found)
        key = (id(rating), ask.id) if ask else id(rating)
        held = self._results.get(key)
        if held is None or held.file is not file:
            text = _result_cells(rating, ask.id if ask else "", file)
            held = remember(self._results, key, _Result(rating, file, text))
        return held.text


def csv_line(cells: Iterable[str]) -> str:
    """Cells as a line of CSV, with its end."""
    return _write_row(cells)


def rejected_line(rejection: Rejection, questionnaire: Questionnaire) -> str:
    """A rejected lead as a line of CSV; it can be mended, and read again as a source of leads."""
    place = (rejection.file, str(rejection.line or ""), rejection.reason, rejection.text)
    cells = (rejection.cells.get(question.id, "") for question in questionnaire.questions)
    return _texts_line((*place, *cells)) + "\n"


def rejected_header(questionnaire: Questionnaire) -> str:
    """The first line of a file of rejected leads."""
    return csv_line([*(RESULT + name for name in REJECTED), *(question.id for question in questionnaire.questions)])


def json_line(found: Found) -> str:
    """A lead as one line of JSON, after the comma and the line end that part it from the one before."""
    rating = found.rating
    ask = found.source.ask_next(found) if rating.need.recommendation is None else None
    data = {
        "source": clean(found.file),
        "line": found.line,
        "recommendation": rating.need.recommendation.id if rating.need.recommendation else None,
        "possible": [scenario.id for scenario in rating.need.possible],
        "need": _span(rating.need.score) if rating.need.score else None,
        "readiness": _readiness(rating.readiness),
        "ask_next": ask.id if ask else None,
        "answers": plain_answers(found.source.answers(found)),
    }
    return ",\n" + json.dumps(data, ensure_ascii=False)


def json_document(questionnaire: Questionnaire, counts: Counts, parts: Iterable[str]) -> Iterator[str]:
    """A JSON document of leads; each part is any number of lines."""
    head = {
        "schema": SCHEMA,
        "questionnaire": {"version": questionnaire.version, "sha256": questionnaire.sha256},
        **counts._asdict(),
    }
    yield json.dumps(head, ensure_ascii=False).removesuffix("}") + ', "leads": ['
    written = filter(None, parts)
    yield next(written, "").removeprefix(",")
    yield from written
    yield "\n]}\n"


def _result_cells(rating: Rating, ask: str, file: str) -> str:
    """The columns of a result up to the line, as a part of a line; ids and numbers are written as they are."""
    need, ready = rating.need, rating.readiness
    cells = [
        need.recommendation.id if need.recommendation else UNDECIDED,
        ";".join(scenario.id for scenario in need.possible),
        *_bounds(need.score),
        *_bounds(ready.span if ready else None),
        ready.grade.id if ready and ready.grade else "",
        ask,
        _texts_line([file]),
    ]
    return ",".join(cells)


def _readiness(ready: Readiness | None) -> dict[str, Any] | None:
    return {**_span(ready.span), "grade": ready.grade.id if ready.grade else None} if ready else None


def _bounds(span: Span | None) -> tuple[str, str]:
    return (str(rounded(span.low)), str(rounded(span.high))) if span else ("", "")


def _span(span: Span) -> dict[str, Any]:
    return {"low": as_number(span.low), "high": as_number(span.high)}


def _texts_line(texts: Iterable[str]) -> str:
    """Texts from outside as a part of a line: visible, and no formula."""
    return csv_line(text and guarded(clean(text)) for text in texts).rstrip("\n")


class _Echo:
    def write(self, text: str) -> str:
        return text


_write_row: Callable[[Iterable[str]], str] = csv.writer(_Echo(), lineterminator="\n").writerow
