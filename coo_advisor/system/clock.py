"""The day, by the user's clock and time zone."""

from datetime import date
from time import localtime


def today() -> date:
    """The day where the user is; also in a time zone a hundred hours away, which a mistyped TZ is."""
    return date(*localtime()[:3])
