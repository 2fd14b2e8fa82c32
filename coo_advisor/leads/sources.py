"""Sources of leads: tables, JSON lines, answers files, and folders of them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

from coo_advisor.leads.columns import RESULT, ColumnMap, Matcher
from coo_advisor.leads.csv_tables import open_table, table_rows
from coo_advisor.leads.formulas import unguarded
from coo_advisor.leads.lead_readers import RecordReader
from coo_advisor.leads.raters import AnswersRater, Rater
from coo_advisor.leads.rating import Rating
from coo_advisor.leads.rows import Cells, Row, RowReader, texts_and_ids
from coo_advisor.questionnaire.answers import load_answers
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import RESERVED, Question
from coo_advisor.reading.tree import LARGEST, invalid, too_deep, unreadable
from coo_advisor.system.errors import AdvisorError, InvalidFile
from coo_advisor.verdict.space import Space

TABLES = (".csv", ".tsv", ".txt")
LINES = (".jsonl", ".ndjson")
ANSWERS = (".yaml", ".yml", ".json")

Match = tuple[str, Question | None]
"""A column, and the question that it answers; None where it is left out."""


class Rejection(NamedTuple):
    """A lead that could not be read: where, why, and what there was of it, by question id or as one text."""

    file: str
    line: int | None
    reason: str
    cells: Mapping[str, str] = {}
    text: str = ""


Reject = Callable[[Rejection], None]
Advance = Callable[[int], None]
"""Is told how many bytes of a source were read so far."""


class Found(NamedTuple):
    """A lead as it was found: its file, its line in there if it has one, and its rating.

    What its record is, a row or answers, is the business of its source.
    """

    source: "Source"
    file: str
    line: int | None
    record: Any
    rating: Rating


class Source(Protocol):
    """Where leads come from. `size` is in bytes; `matched` tells of its columns, where it has any."""

    name: str
    size: int
    matched: tuple[Match, ...]

    def leads(self, reject: Reject, advance: Advance) -> Iterator[Found]:
        """Every lead that can be read, with its rating; the others are rejected."""

    def answers(self, found: Found) -> Answers:
        """The answers of a lead."""

    def texts_and_ids(self, found: Found) -> tuple[Cells, str]:
        """A lead as cells: its texts, and its other answers, as ids with commas between them."""

    def ask_next(self, found: Found) -> Question | None:
        """The one question worth asking a lead next; None where its recommendation is settled."""


def open_sources(space: Space, paths: Iterable[Path], columns: ColumnMap) -> tuple[Source, ...]:
    """A source for each path. Raises AdvisorError where one is of no known kind, or its columns don't match."""
    matcher = Matcher(space.questionnaire, columns)
    return tuple(_source(space, path, matcher) for path in paths)


def _source(space: Space, path: Path, matcher: Matcher) -> Source:
    if path.is_dir():
        return AnswersSource(space, path, sorted(each for each in path.iterdir() if _holds_answers(each)))
    if path.suffix.lower() in ANSWERS:
        return AnswersSource(space, path, [path])
    if path.suffix.lower() in LINES:
        return LinesSource(space, path, matcher)
    if path.suffix.lower() in TABLES:
        return TableSource(space, path, matcher)
    known = ", ".join((*TABLES, *LINES, *ANSWERS))
    raise AdvisorError(f"{path}: leads come from folders, and from files that end in one of: {known}.")


def _holds_answers(path: Path) -> bool:
    return path.suffix.lower() in ANSWERS and not path.name.startswith(".") and path.is_file()


class TableSource:
    """The rows of a CSV file; they are its records."""

    def __init__(self, space: Space, path: Path, matcher: Matcher) -> None:
        self.name = str(path)
        self._table = open_table(path, lambda header: sum(matcher.find(column) is not None for column in header))
        columns = matcher.match(self._table.header, self.name)
        self.size = path.stat().st_size
        self.matched = tuple(zip(self._table.header, columns, strict=True))
        self._reader = RowReader(space, columns, self.name)
        self._rater = Rater(space, self._reader)

    def answers(self, found: Found) -> Answers:
        return self._reader.answers(found.record, found.line or 1)

    def texts_and_ids(self, found: Found) -> tuple[Cells, str]:
        return self._rater.texts_and_ids(found.record)

    def ask_next(self, found: Found) -> Question | None:
        return self._rater.ask_next(found.record, found.line or 1, found.rating.need)

    def leads(self, reject: Reject, advance: Advance) -> Iterator[Found]:
        """Every row that can be read, with its rating."""

        def unreadable(line: int, message: str, remedy: str) -> None:
            reject(Rejection(self.name, line, f"{message}. {remedy}"))

        ours = any(column.startswith(RESULT) for column in self._table.header)
        width, read, rate = len(self._table.header), self._reader.row, self._rater.rate
        for line, cells in table_rows(self._table, unreadable, advance):
            if len(cells) != width:
                message = f"has {len(cells)} cells where the header has {width}"
                self._reject_cells(reject, line, cells, f"{message}. Quote cells that hold the delimiter.")
                continue
            if ours:
                cells[:] = map(unguarded, cells)
            row = read(cells)
            if not any(row[1]) and not any(row[0]):
                self._reject_cells(
                    reject, line, cells[:width], "answers no question. Fill in what it answers, or delete it."
                )
                continue
            try:
                rating = rate(row, line)
            except InvalidFile as error:
                reject(self._rejection(error, line, row))
            else:
                yield Found(self, self.name, line, row, rating)

    def _reject_cells(self, reject: Reject, line: int, cells: list[str], reason: str) -> None:
        """Rejects a row as it stands; where all cells are empty, as spreadsheets leave them, there is no lead."""
        if any(cells):
            reject(Rejection(self.name, line, reason, text=self._table.delimiter.join(cells)))

    def _rejection(self, error: InvalidFile, line: int, row: Row) -> Rejection:
        cells = {question.id: cell for question, cell in self._reader.answered(row) if cell}
        return Rejection(self.name, line, _reason(error), cells)


class _Answered:
    """Leads whose records are answers."""

    def __init__(self, space: Space) -> None:
        self._questionnaire = space.questionnaire
        self._rater = AnswersRater(space)

    def answers(self, found: Found) -> Answers:
        answers: Answers = found.record
        return answers

    def texts_and_ids(self, found: Found) -> tuple[Cells, str]:
        return texts_and_ids(self._questionnaire, found.record)

    def ask_next(self, found: Found) -> Question | None:
        return self._rater.ask_next(found.record, found.rating.need)


class AnswersSource(_Answered):
    """Answers files, one a lead."""

    matched: tuple[Match, ...] = ()

    def __init__(self, space: Space, path: Path, paths: list[Path]) -> None:
        super().__init__(space)
        self.name = str(path)
        self._paths = {path: _size(path) for path in paths}
        self.size = sum(self._paths.values())

    def leads(self, reject: Reject, advance: Advance) -> Iterator[Found]:
        """The lead of every file that can be read."""
        read = 0
        for path, size in self._paths.items():
            try:
                answers = load_answers(path, self._questionnaire)
            except InvalidFile as error:
                reject(Rejection(str(path), error.problems[0].line, _reason(error)))
            else:
                yield Found(self, str(path), None, answers, self._rater.rate(answers))
            read += size
            advance(read)


class LinesSource(_Answered):
    """JSON lines, an object a lead; its keys are matched like columns, its texts read like cells."""

    def __init__(self, space: Space, path: Path, matcher: Matcher) -> None:
        super().__init__(space)
        self.name = str(path)
        self._path = path
        self._reader = RecordReader(space, matcher, self.name)
        try:
            self.size = path.stat().st_size
            first = next(iter(self._lines()), (1, b"{}"))
        except OSError as error:
            raise unreadable(path, error) from None
        header = [key for key in self._object(*first) if key not in RESERVED]
        self.matched = tuple(zip(header, matcher.match(header, self.name), strict=True))

    def leads(self, reject: Reject, advance: Advance) -> Iterator[Found]:
        """The lead of every line that can be read."""
        read = 0
        for line, content in self._lines():
            try:
                answers = self._reader.answers(self._object(line, content), line)
            except InvalidFile as error:
                text = content[:LARGEST].decode("utf-8-sig", "replace").strip()
                reject(Rejection(self.name, line, _reason(error), text=text))
            else:
                yield Found(self, self.name, line, answers, self._rater.rate(answers))
            read += len(content)
            advance(read)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines that are not blank, with their numbers, each up to one byte more than is accepted."""
        with self._path.open("rb") as file:
            for line, content in enumerate(iter(lambda: _line(file), b""), start=1):
                if content.strip() or len(content) > LARGEST:
                    yield line, content

    def _object(self, line: int, content: bytes) -> dict[str, Any]:
        if len(content) > LARGEST:
            raise invalid(self.name, f"is longer than {LARGEST:,} bytes", "Write one object a line.", line)
        try:
            read = json.loads(content, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_once)
        except RecursionError:
            raise too_deep(self.name, line) from None
        except ValueError as error:
            message = f"is not a JSON object ({str(error)[:80]})"
            raise invalid(self.name, message, "Write one object a line, as UTF-8.", line) from None
        if not isinstance(read, dict):
            raise invalid(self.name, "is not a JSON object", 'Write `{"question": answer}`, one a line.', line)
        return read


def _line(file: BinaryIO) -> bytes:
    """The next line of a file, up to one byte more than is accepted; none of the rest is kept in memory."""
    content = rest = file.readline(LARGEST + 1)
    while len(rest) > LARGEST and not rest.endswith(b"\n"):
        rest = file.readline(LARGEST + 1)
    return content


def _size(path: Path) -> int:
    """Bytes; 0 for a file that just went, which reading it will tell."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _reason(error: InvalidFile) -> str:
    """Why a lead was rejected, without the place, which stands beside it."""
    return " ".join(problem.reason for problem in error.problems)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        raise ValueError("a key stands twice")
    return entries
