"""Spreadsheets: the workbooks that form services hand out, read by a library that is an optional extra."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from coo_advisor.leads.csv_tables import FIRST_ROWS, Line, Reject
from coo_advisor.reading.tree import invalid
from coo_advisor.system.errors import Said


def read_spreadsheet(content: bytes, name: str, weight: Callable[[Sequence[str]], float]) -> "Sheet":
    """The sheet in which a row looks most like a header. Raises InvalidFile if the workbook can't be read."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [Sheet(_rows(workbook.get_sheet_by_name(each))) for each in workbook.sheet_names]
    except CalamineError as error:
        remedy = "Open it and save it as CSV (UTF-8)."
        raise invalid(name, Said("is a spreadsheet that can't be read ({error})", error=error), remedy) from None
    return max(sheets, key=lambda sheet: max(map(weight, sheet.first), default=0), default=Sheet([]))


class Sheet:
    """One sheet, its cells as texts."""

    def __init__(self, rows: list[Line]) -> None:
        self.size = len(rows)
        self._rows = rows
        self.first = [cells for _, cells in rows[:FIRST_ROWS]]

    def rows(self, reject: Reject, advance: Callable[[int], None]) -> Iterator[Line]:  # noqa: ARG002  # a LeadTable's
        """Every row that is not blank."""
        for done, row in enumerate(self._rows, start=1):
            yield row
            advance(done)


def _rows(sheet: Any) -> list[Line]:
    first = (sheet.start or (0, 0))[0] + 1
    rows = ([_text(value) for value in row] for row in sheet.to_python())
    return [(line, cells) for line, cells in enumerate(rows, start=first) if any(cells)]


def _text(value: Any) -> str:
    """A value as its spreadsheet shows it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)
