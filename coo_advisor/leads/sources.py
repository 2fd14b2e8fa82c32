"""Sources of leads: tables, JSON lines, answers files, folders of them, and standard input."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from zipfile import BadZipFile, ZipFile

from coo_advisor.leads.cells import LeadCell
from coo_advisor.leads.columns import RESULT, Heading, Matcher
from coo_advisor.leads.csv_tables import CsvTable, decoded, unguarded
from coo_advisor.leads.lead_readers import LeadReader, Odd, ReadLead, as_cell
from coo_advisor.leads.rating import Rater, Rating
from coo_advisor.questionnaire.answers import load_answers_file
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.reading.tree import invalid, too_large, unreadable
from coo_advisor.system.errors import AdvisorError, InvalidFile, Said, joined, with_remedy

TABLES = (".csv", ".tsv", ".txt")
SPREADSHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
LINES = (".jsonl", ".ndjson")
ANSWERS = (".yaml", ".yml", ".json")

STANDARD_INPUT = "standard input"

LARGEST_TABLE = 100_000_000
"""Bytes of one file of leads, some 400,000 of them; for more, docs/api.md maps a function over any number of rows."""

_ZIP = b"PK\x03\x04"
"""What every .zip, .xlsx and .ods starts with."""

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class RankedLead(NamedTuple):
    """A lead with its rating: the file and, if it is one of many there, the line; and what its cells said beside answers."""

    file: str
    line: int | None
    answers: Answers
    rating: Rating
    last_contact: date | None = None
    odd: tuple[Odd, ...] = ()


class LeftLead(NamedTuple):
    """What was not ranked: where it stands, why, and its cells, by question id or as one text.

    `why` is a key of the wording, filled in with `values`; `aside` if it is no lead at all, such as a total.
    """

    file: str
    line: int | None
    why: str
    values: Mapping[str, object] = {}
    odd: tuple[Odd, ...] = ()
    cells: Mapping[str, str] = {}
    text: str = ""
    aside: bool = False


Leave = Callable[[LeftLead], None]
Advance = Callable[[int], None]
"""Receives how much of a source was read so far."""


class Source(Protocol):
    """Where leads come from. `size` is what `advance` counts up to; `heading` names its columns, if it has any."""

    name: str
    size: int

    @property
    def heading(self) -> Heading | None: ...

    def leads(self, rater: Rater, leave: Leave, advance: Advance) -> Iterator[RankedLead]:
        """Every lead that can be read, with its rating; the others are left."""


class LeadTable(Protocol):
    """Rows of cells, and the first of them."""

    size: int
    first: list[list[str]]

    def rows(self, reject: Callable[[int, str, str], None], advance: Advance) -> Iterator[tuple[int, list[Any]]]:
        """Every row, with its line."""


def open_sources(questionnaire: Questionnaire, paths: Iterable[Path], matcher: Matcher) -> list[Source]:
    """A source for each path; `-` is standard input. Raises AdvisorError if one is of no known kind, or can't be read.

    What the columns of a table are is not looked at yet: `check` does.
    """
    return [_source(questionnaire, path, matcher) for path in paths]


def _source(questionnaire: Questionnaire, path: Path, matcher: Matcher) -> Source:
    suffix = path.suffix.lower()
    if str(path) == "-":
        return TableSource(
            questionnaire, STANDARD_INPUT, _table(sys.stdin.buffer.read(), STANDARD_INPUT, matcher), matcher
        )
    if path.is_dir():
        return AnswersSource(questionnaire, path, sorted(each for each in path.iterdir() if _holds_answers(each)))
    _check_regular(path)
    if suffix in ANSWERS:
        return AnswersSource(questionnaire, path, [path])
    if suffix in (*TABLES, *LINES, *SPREADSHEETS, ".zip"):
        return TableSource(questionnaire, str(path), _table(_content(path), str(path), matcher), matcher)
    known = ", ".join((*TABLES, SPREADSHEETS[0], LINES[0], *ANSWERS))
    template = "{path}: leads come from folders, and from files that end in one of: {known}."
    raise AdvisorError(Said(template, path=path, known=known))


def _holds_answers(path: Path) -> bool:
    return path.suffix.lower() in ANSWERS and not path.name.startswith(".") and path.is_file()


def _check_regular(path: Path) -> None:
    """Refuses what never ends, or can be read only once. Raises AdvisorError."""
    if path.exists() and not path.is_file():
        template = "{path} is a pipe or a device, not a file. Write `-` to read standard input."
        raise AdvisorError(Said(template, path=path))


def _content(path: Path) -> bytes:
    """All bytes of a file, which is opened once. Raises InvalidFile."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_TABLE + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    return content


def _table(content: bytes, name: str, matcher: Matcher) -> LeadTable:
    """The table in a file, whatever kind it is."""
    if len(content) > LARGEST_TABLE:
        remedy = "Split it, or map the function of docs/api.md over its rows."
        raise invalid(name, too_large(LARGEST_TABLE), remedy)
    if content.startswith((_ZIP, _OLD_EXCEL)):
        return _spreadsheet(content, name, matcher)
    if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return LinesTable(content)
    return CsvTable(decoded(content, name), matcher.weight)


def _spreadsheet(content: bytes, name: str, matcher: Matcher) -> LeadTable:
    if content.startswith(_ZIP) and not _is_workbook(content):
        raise invalid(name, "is a ZIP archive", "Unpack it first, and rank the files in it.")
    try:
        from coo_advisor.leads.spreadsheets import read_spreadsheet
    except ImportError:
        raise invalid(name, "is a spreadsheet", "Save it as CSV (UTF-8) first.") from None
    return read_spreadsheet(content, name, matcher.weight)


def _is_workbook(content: bytes) -> bool:
    try:
        names = ZipFile(BytesIO(content)).namelist()
    except (BadZipFile, ValueError, NotImplementedError):
        return True  # a damaged one, which its reader will report
    return any(name in ("[Content_Types].xml", "mimetype") for name in names)


class LinesTable:
    """JSON lines as a table: an object a lead, a column for each key."""

    def __init__(self, content: bytes) -> None:
        self.size = len(content)
        self._lines = [(line, text, _object(text)) for line, text in enumerate(content.splitlines(), 1) if text.strip()]
        self._keys = list(dict.fromkeys(chain.from_iterable(read or () for *_, read in self._lines)))
        self.first = [self._keys]

    def rows(self, reject: Callable[[int, str, str], None], advance: Advance) -> Iterator[tuple[int, list[LeadCell]]]:
        """The keys, then a row for every object; other lines are rejected."""
        yield 0, [*self._keys]
        done = 0
        for line, text, read in self._lines:
            if read is None:
                reject(line, "is not a JSON object", 'Write `{"question": answer}`, one a line, as UTF-8.')
            else:
                yield line, [as_cell(read.get(key)) for key in self._keys]
            done += len(text)
            advance(done)


def _object(text: bytes) -> dict[str, Any] | None:
    try:
        read = json.loads(text.decode("utf-8-sig"), parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None


class TableSource:
    """The rows of a table."""

    def __init__(self, questionnaire: Questionnaire, name: str, table: LeadTable, matcher: Matcher) -> None:
        self.name = name
        self.size = table.size
        self._table = table
        if not table.first or not any(map(any, table.first)):
            raise invalid(name, "has no header", "Its first line must name the columns.")
        self.heading = matcher.heading(table.first)
        self._ours = any(name.startswith(RESULT) for name in self.heading.names)
        self._reader = LeadReader(questionnaire, self.heading.columns)

    def leads(self, rater: Rater, leave: Leave, advance: Advance) -> Iterator[RankedLead]:
        """Every row that can be read, with its rating."""

        def unreadable(line: int, message: str, remedy: str) -> None:
            leave(LeftLead(self.name, line, "left_unreadable", {"problem": with_remedy(message, remedy)}))

        width = len(self.heading.names)
        rows = self._table.rows(unreadable, advance)
        for line, cells in islice(rows, self.heading.rows, None):
            if any(cells[width:]):
                values = {"cells": len(cells), "header": width}
                leave(LeftLead(self.name, line, "left_wide", values, text=_as_text(cells)))
            elif any(cells):
                own = self._as_meant([*cells[:width], *[""] * (width - len(cells))])
                lead = self._reader.read(own)
                if why := lead.why_left:
                    leave(self._left(why, line, own, lead))
                else:
                    yield RankedLead(
                        self.name, line, lead.answers, rater.rate(lead.answers), lead.last_contact, lead.odd
                    )

    def _as_meant(self, cells: list[LeadCell]) -> list[LeadCell]:
        """Cells without the apostrophes that ranking put before formulas, or without what web forms put for signs."""
        if isinstance(self._table, LinesTable):
            return cells
        if self._ours:
            return [unguarded(str(cell)) for cell in cells]
        return [unescape(str(cell)) if "&" in cell else cell for cell in cells]

    def _left(self, why: str, line: int, cells: list[LeadCell], lead: ReadLead) -> LeftLead:
        by_question: dict[str, str] = {}
        for place, column in self.heading.columns.answering:
            if cell := _as_text([cells[place]]):
                id = column.question.id
                by_question[id] = f"{by_question[id]};{cell}" if id in by_question else cell
        aside = why in ("left_contact", "left_nothing")
        return LeftLead(self.name, line, why, {}, lead.odd, by_question, _as_text(cells) if aside else "", aside)


def _as_text(cells: Sequence[LeadCell]) -> str:
    return ",".join(cell if isinstance(cell, str) else ";".join(cell) for cell in cells)


class AnswersSource:
    """Answers files, one a lead."""

    heading: Heading | None = None

    def __init__(self, questionnaire: Questionnaire, path: Path, paths: list[Path]) -> None:
        self.name = str(path)
        self._questionnaire = questionnaire
        self._paths = {path: _size(path) for path in paths}
        self.size = sum(self._paths.values())

    def leads(self, rater: Rater, leave: Leave, advance: Advance) -> Iterator[RankedLead]:
        """The lead of every file that can be read."""
        read = 0
        for path, size in self._paths.items():
            try:
                file = load_answers_file(path, self._questionnaire)
            except InvalidFile as error:
                reason = joined([problem.reason for problem in error.problems])
                leave(LeftLead(str(path), error.problems[0].line, "left_unreadable", {"problem": reason}))
            else:
                yield RankedLead(str(path), None, file.answers, rater.rate(file.answers), file.answered_at)
            read += size
            advance(read)


def _size(path: Path) -> int:
    """Bytes; 0 for a file that just went, which reading it will report."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
