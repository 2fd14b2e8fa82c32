"""Days, as files write them."""

import re
from datetime import date

_ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?![0-9])")
_BY_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})(?![0-9])")


def read_day(text: str) -> date | None:
    """The day that a text starts with; None if it has none, or one that might be another."""
    if match := _ISO.match(text.strip()):
        return _day(*match.groups())
    if match := _BY_DAY.match(text.strip()):
        first, between, second, year = match.groups()
        if between == "." or int(first) > 12 or first == second:
            return _day(year, second, first)
        return _day(year, first, second) if int(second) > 12 else None
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
