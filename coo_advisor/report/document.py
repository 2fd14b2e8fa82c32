"""A document as blocks: what every renderer draws, and none needs to know what it says."""

from fractions import Fraction
from typing import NamedTuple


class Bar(NamedTuple):
    """A share of a whole, 0 to 1, to draw; between `low` and `high` it is not known yet. `mark` is a threshold."""

    low: Fraction
    high: Fraction
    mark: Fraction | None = None


class Paragraph(NamedTuple):
    """Some sentences; `lead` stands in bold in front of them, and has its own punctuation."""

    text: str = ""
    lead: str = ""

    @property
    def gap(self) -> str:
        """What stands between the lead and the text: a space, unless the text goes on with a comma."""
        return " " if self.lead and self.text and not self.text.startswith(",") else ""


class Quote(NamedTuple):
    """The paragraphs that answer the reader's question, set apart from the rest."""

    paragraphs: tuple[Paragraph, ...]


class Bullets(NamedTuple):
    """Lines of a list."""

    lines: tuple[str, ...]


class Table(NamedTuple):
    """Rows under headers, as many cells each; the first cell heads its row. `total` is the last row.

    The lead of a cell is bold, and its text follows.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[Paragraph, ...], ...]
    total: tuple[Paragraph, ...] = ()


class Gauge(NamedTuple):
    """A bar for those who see it; its figures are said in words beside it."""

    label: str
    bar: Bar


class Link(NamedTuple):
    """Where a reader can get in touch: what is shown, and where it leads."""

    text: str
    target: str


class Action(NamedTuple):
    """What to do next with somebody's help, and how to reach them."""

    text: Paragraph
    links: tuple[Link, ...]


Block = Paragraph | Quote | Bullets | Table | Gauge | Action


class Section(NamedTuple):
    """A heading with what belongs under it; there is always something."""

    title: str
    blocks: tuple[Block, ...]


class Document(NamedTuple):
    """A page to read first, the annexes to it, and where it comes from, which only its source shows.

    `language` is a code such as "fr".
    """

    language: str
    title: str
    byline: Paragraph
    page: tuple[Section, ...]
    annexes: tuple[Section, ...]
    provenance: str
