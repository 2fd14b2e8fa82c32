"""The ranking: leads of many sources in the order in which they are worth a call."""

from collections.abc import Iterable
from typing import NamedTuple

from coo_advisor.leads.rating import Rater
from coo_advisor.leads.sources import Advance, LeftLead, RankedLead, Source


class Counts(NamedTuple):
    """How many leads were read; each was either ranked, or rejected, or set aside as it is none."""

    read: int
    ranked: int
    rejected: int
    set_aside: int


class Ranking(NamedTuple):
    """The leads in order, equal ones as they came; and those that were left, in the order of the sources."""

    leads: list[RankedLead]
    left: list[LeftLead]

    @property
    def counts(self) -> Counts:
        """How many leads there are of each kind."""
        aside = sum(each.aside for each in self.left)
        return Counts(len(self.leads) + len(self.left), len(self.leads), len(self.left) - aside, aside)


def rank(sources: Iterable[Source], rater: Rater, advance: Advance) -> Ranking:
    """All leads of some sources in order. `advance` receives how much was read, over all of them."""
    leads: list[RankedLead] = []
    left: list[LeftLead] = []
    done = 0
    for source in sources:
        leads += source.leads(rater, left.append, lambda size: advance(done + size))  # noqa: B023  # used here
        done += source.size
    advance(done)
    leads.sort(key=lambda lead: lead.rating.place)
    return Ranking(leads, left)
