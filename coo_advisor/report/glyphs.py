"""Bars made of characters, the only place that draws them."""

from fractions import Fraction
from typing import NamedTuple

from coo_advisor.report.recommendation import Bar


class Glyphs(NamedTuple):
    """The characters of a bar: reached, perhaps reached, not reached, and the threshold."""

    full: str = "█"
    maybe: str = "▒"
    empty: str = "░"
    mark: str = "│"

    def fit(self, encoding: str) -> "Glyphs":
        """These characters, or plain ones where an output can't show them."""
        try:
            "".join(self).encode(encoding)
        except (UnicodeEncodeError, LookupError):
            return Glyphs("#", "?", ".", "|")
        return self

    def draw(self, bar: Bar, width: int) -> str:
        """A bar as `width` characters; any share above zero shows, and only the whole fills it."""
        low, high = _cells(bar.low, width), _cells(bar.high, width)
        cells = self.full * low + self.maybe * (high - low) + self.empty * (width - high)
        if bar.mark is None:
            return cells
        at = min(width - 1, int(bar.mark * width))
        return cells[:at] + self.mark + cells[at + 1 :]


def _cells(share: Fraction, width: int) -> int:
    if 0 < share < 1:
        return min(width - 1, max(1, round(share * width)))
    return int(share * width)
