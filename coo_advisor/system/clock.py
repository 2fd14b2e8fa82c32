"""Today, by the user's clock and time zone, and days that come later."""

from datetime import date, timedelta
from time import localtime


def today() -> date:
    """The day where the user is; also in a time zone a hundred hours away, which a mistyped TZ is."""
    return date(*localtime()[:3])


def later(day: date, months: int = 0, days: int = 0) -> date:
    """The day so many calendar months and days later; in a shorter month the last one. The end of the calendar ends it."""
    from calendar import monthrange  # the interview, which keeps leads, starts without

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    day = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day + min(timedelta(days), date.max - day)
