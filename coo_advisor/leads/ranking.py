"""The ranking: leads of many sources in the order in which they are worth a call."""

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import NamedTuple

from coo_advisor.leads.rating import Order
from coo_advisor.leads.sources import Advance, Found, Reject, Rejection, Source


class Counts(NamedTuple):
    """How many leads were read; each was either ranked or rejected."""

    read: int
    ranked: int
    rejected: int


class Ranking:
    """One pass over sources; `counts` are final once it has been read to its end."""

    def __init__(self, sources: Sequence[Source], reject: Reject, advance: Advance) -> None:
        self._sources = sources
        self._reject = reject
        self._advance = advance
        self._ranked = 0
        self._rejected = 0

    @property
    def counts(self) -> Counts:
        return Counts(self._ranked + self._rejected, self._ranked, self._rejected)

    def leads(self) -> Iterator[Found]:
        """Every lead, in the order of the sources."""
        done = 0
        for source in self._sources:
            for found in source.leads(self._count, lambda size: self._advance(done + size)):  # noqa: B023
                self._ranked += 1
                yield found
            done += source.size
        self._advance(done)

    def first(self, most: int) -> list[Found]:
        """So many of the leads that come first; equal ones in the order of the sources. No more are kept in memory."""
        return nsmallest(most, self.leads(), key=order_of)

    def _count(self, rejection: Rejection) -> None:
        self._rejected += 1
        self._reject(rejection)


def order_of(found: Found) -> Order:
    """The place of a lead among others."""
    return found.rating.order
