"""CSV: tables as spreadsheets and form builders write them, whatever their encoding and delimiter; and no formulas."""

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice

from coo_advisor.reading.tree import LARGEST, invalid
from coo_advisor.system.errors import Said

Line = tuple[int, list[str]]
"""The line on which a row starts, and its cells."""

Reject = Callable[[int, str, str], None]
"""Is given a line that is no row: its number, a message and a remedy."""

FIRST_ROWS = 12
"""Rows among which the header is looked for, and what stands around it."""

_DELIMITERS = ",;\t|"

_NO_CELL = "x" * (csv.field_size_limit() + 1)
"""What csv takes for no cell, wherever it stands."""

_SIGNS = r"=+\-@\t\0＝＋－＠"
"""What starts a formula; full-width signs too, as some spreadsheets compute behind them."""

_FORMULA = re.compile(rf"(?:^|(?<=[;\t|]))(?=[ \"']*[{_SIGNS}])")
"""Where a cell becomes a formula, also for a spreadsheet that splits lines at another delimiter than ours."""

_GUARDED = re.compile(rf"(?:^|(?<=[;\t|]))'(?=[ \"']*[{_SIGNS}])")

_HARMLESS = re.compile(r"[+-][0-9][0-9 ().]*")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet computes: an apostrophe stands before what starts like a formula (OWASP ASVS 1.2.10)."""
    return _FORMULA.sub("'", cell)


def unguarded(cell: str) -> str:
    """The cell that was guarded."""
    return _GUARDED.sub("", cell)


def is_harmless(cell: str) -> bool:
    """Whether a cell is only a number with a sign before it, such as that of a telephone."""
    return _HARMLESS.fullmatch(cell) is not None


def write_line(cells: Iterable[str]) -> str:
    """Cells as a line of CSV, with its end."""
    return _write_row(cells)


class CsvTable:
    """A CSV file's text.

    Its delimiter is the one with which one of its first rows looks most like a header, and most others are as wide.
    """

    def __init__(self, text: str, weight: Callable[[Sequence[str]], float]) -> None:
        self._text = text
        self.size = len(text)
        starts = {delimiter: _first_rows(text[:LARGEST], delimiter) for delimiter in _DELIMITERS}

        def likeness(delimiter: str) -> tuple[float, int, int]:
            weights = [(weight(row), len(row)) for row in starts[delimiter]] or [(0, 0)]
            best, width = max(weights)
            return best, sum(other == width for _, other in weights), width

        self.delimiter = max(starts, key=likeness)
        self.first = starts[self.delimiter]

    def rows(self, reject: Reject, advance: Callable[[int], None]) -> Iterator[Line]:
        """Every row; blank ones are left out. What can't be split into cells is rejected.

        `advance` receives how many characters were read so far.
        """
        return _split(self._text, self.delimiter, reject, advance)


def _split(text: str, delimiter: str, reject: Reject, advance: Callable[[int], None]) -> Iterator[Line]:
    # Unless strict, a quote that is never closed takes the rest in silence.
    reader = csv.reader(short_lines(text), delimiter=delimiter, strict=True)
    done = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = Said("can't be split into cells ({error})", error=error)
            reject(line, message, "Look for a quote that is never closed.")
            continue
        if row:
            yield line, row
            done += sum(map(len, row)) + len(row)
            advance(done)


def decoded(content: bytes, name: str) -> str:
    """The text of a CSV file: UTF-8 or UTF-16 by its mark, else UTF-8, else what Windows writes in Western Europe."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8-sig" and not content[: error.start].removeprefix(codecs.BOM_UTF8).isascii():
                line = content.count(b"\n", 0, error.start) + 1
                raise invalid(name, "stops being UTF-8 here", "Save it again as CSV (UTF-8).", line) from None
        else:
            if "\0" not in text:
                return text
    raise invalid(name, "is no text that a spreadsheet writes", "Save it again as CSV (UTF-8).")


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows that are not blank and can be split."""
    rows = _split(text, delimiter, lambda *_: None, lambda _: None)
    return [cells for _, cells in islice(rows, FIRST_ROWS)]


def short_lines(text: str) -> Iterator[str]:
    """The lines of a text, with something that is rejected in place of each that is longer than any lead."""
    for line in StringIO(text, newline=""):
        yield line if len(line) <= LARGEST else _NO_CELL


class _Echo:
    def write(self, text: str) -> str:
        return text


_write_row: Callable[[Iterable[str]], str] = csv.writer(_Echo(), lineterminator="\n").writerow
