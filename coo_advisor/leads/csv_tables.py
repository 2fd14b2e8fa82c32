"""Tables: CSV files as spreadsheets and form builders write them, whatever their encoding and delimiter."""

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from coo_advisor.reading.tree import LARGEST, invalid, unreadable

_DELIMITERS = ",;\t"

_CHUNK = 1 << 20
"""Bytes looked at in one go."""

_NO_CELL = "x" * (csv.field_size_limit() + 1)
"""What csv takes for no cell, wherever it stands."""

_SPREADSHEET = b"PK\x03\x04"
"""What every .xlsx and .ods starts with."""

_ROWS_A_REPORT = 2000


class Table(NamedTuple):
    """A CSV file, how it is written, and its first row. `long_lines` tells that some are better not kept in memory."""

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    long_lines: bool


def open_table(path: Path, matches: Callable[[Sequence[str]], int]) -> Table:
    """How a CSV file is written; the delimiter is the one with which most columns match. Raises InvalidFile."""
    try:
        encoding = _encoding(path)
        long_lines = _has_long_lines(path)
        with path.open(encoding=encoding, newline="") as file:
            start = file.read(LARGEST)
    except OSError as error:
        raise unreadable(path, error) from None
    headers = {delimiter: _first_row(start, delimiter) for delimiter in _DELIMITERS}
    if not any(headers.values()):
        raise invalid(str(path), "has no header", "Its first line must name the columns.")
    best = max(headers, key=lambda delimiter: (matches(headers[delimiter]), len(headers[delimiter])))
    return Table(path, encoding, best, headers[best], long_lines)


def table_rows(
    table: Table, reject: Callable[[int, str, str], None], advance: Callable[[int], None]
) -> Iterator[tuple[int, list[str]]]:
    """The rows under the header, each with the line on which it starts; blank ones are left out.

    What can't be split into cells is rejected: its line, a message and a remedy. `advance` is told the bytes read so
    far, now and then.
    """
    with table.path.open("rb") as binary:
        text = TextIOWrapper(binary, table.encoding, newline="")
        lines = _short_lines(text) if table.long_lines else text
        # Unless strict, a quote that is never closed takes the rest in silence.
        reader = csv.reader(lines, delimiter=table.delimiter, strict=True)
        rows = 0
        while True:
            line = reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                reject(line, f"can't be split into cells ({error})", "Look for a quote that is never closed.")
                continue
            if not row:
                continue
            rows += 1
            if rows > 1:
                yield line, row
            if rows % _ROWS_A_REPORT == 0:
                advance(binary.tell())


def _has_long_lines(path: Path) -> bool:
    """Whether there may be lines with more than LARGEST bytes; few files have, and all others are read faster."""
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(_CHUNK), b"")
        return any(len(chunk) > LARGEST and b"\n" not in chunk for chunk in chunks)


def _short_lines(file: TextIO) -> Iterator[str]:
    """The lines of a file, with something that is rejected in place of each that is longer than any lead."""
    while line := file.readline(LARGEST + 1):
        yield line if len(line) <= LARGEST else _NO_CELL
        while len(line) > LARGEST and not line.endswith("\n"):
            line = file.readline(LARGEST + 1)


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16 by its mark, else UTF-8 where all of it is, else what Windows writes in Western Europe."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(_SPREADSHEET):
            raise invalid(str(path), "is a spreadsheet", "Save it as CSV (UTF-8) first.")
        marked = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
            if _decodes(file, encoding):
                return encoding
    raise invalid(str(path), "is no text that a spreadsheet writes", "Save it again as CSV (UTF-8).")


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_row(text: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(next(filter(None, csv.reader(StringIO(text, newline=""), delimiter=delimiter)), ()))
    except csv.Error:
        return ()
