"""Bars made of characters, the only place that draws them."""

from fractions import Fraction

from coo_advisor.report.document import Bar

_FULL, _MAYBE, _EMPTY = "█", "▒", "░"
"""What is reached, perhaps reached, and not reached."""

_MARK = "│"
"""The threshold."""


def draw(bar: Bar, width: int) -> str:
    """A bar as `width` characters; any share above zero shows, and only the whole fills it."""
    low, high = _cells(bar.low, width), _cells(bar.high, width)
    cells = _FULL * low + _MAYBE * (high - low) + _EMPTY * (width - high)
    if bar.mark is None:
        return cells
    at = min(width - 1, int(bar.mark * width))
    return cells[:at] + _MARK + cells[at + 1 :]


def _cells(share: Fraction, width: int) -> int:
    if 0 < share < 1:
        return min(width - 1, max(1, round(share * width)))
    return int(share * width)
