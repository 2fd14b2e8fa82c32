"""Advice on screen: all of the document, or one screen of it."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from coo_advisor.report.bars import draw
from coo_advisor.report.consoles import unbroken
from coo_advisor.report.document import Action, Block, Bullets, Document, Gauge, Paragraph, Quote, Section, Table
from coo_advisor.report.recommendation import Summary
from coo_advisor.system.streams import MOST_PROSE
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import Words, load_words

_NARROW = 60
"""Columns below which the cells of a row stand under each other."""

_BETWEEN = 2
"""Columns between two cells."""

_BAR = 24


def print_document(document: Document, console: Console, *, bars: bool = True) -> None:
    """Prints a document at the console's width, prose no wider than 90 columns; without `bars`, no pictures and no columns."""
    _Screen(console, load_words(document.language), bars=bars).document(document)


def print_summary(summary: Summary, console: Console, words: Words, *, bars: bool = True) -> None:
    """Prints what fits one screen; without `bars`, no pictures."""
    _Screen(console, words, bars=bars).summary(summary)


class _Screen:
    """One console; every text is printed as plain text, never as markup."""

    def __init__(self, console: Console, words: Words, *, bars: bool) -> None:
        self._console = console
        self._words = words
        self._bars = bars
        self._width = min(console.width, MOST_PROSE)

    def document(self, document: Document) -> None:
        self._print(_text(document.title, "bold"))
        self._paragraph(document.byline, "dim")
        for section in (*document.page, *document.annexes):
            self._section(section)

    def summary(self, summary: Summary) -> None:
        self._print(_text(summary.headline, "bold green" if summary.settled else "bold yellow"))
        if summary.definition:
            self._print(_text(summary.definition, "dim"))
        if summary.why:
            self._print(_text(summary.why))
        if summary.score:
            self._gauge(summary.score)
        if summary.findings:
            self._print(Text())
            self._bullets(summary.findings)
        for doubt in summary.doubts:
            self._paragraph(Paragraph(doubt), "yellow")
        if summary.change:
            self._print(Text())
            self._paragraph(Paragraph(summary.change, self._words("would_change")))
        if summary.next_step:
            self._print(Text())
            self._paragraph(Paragraph(summary.next_step, summary.next_step_lead))

    def _section(self, section: Section) -> None:
        self._print(Text())
        self._print(_text(section.title, "bold cyan"))
        for place, block in enumerate(section.blocks):
            if place and not isinstance(block, Gauge):
                self._print(Text())
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._paragraph(block)
            case Quote(paragraphs):
                for place, paragraph in enumerate(paragraphs):
                    if place:
                        self._print(Text())
                    self._paragraph(paragraph)
            case Bullets(lines):
                self._bullets(lines)
            case Table():
                self._table(block)
            case Gauge():
                self._gauge(block)
            case Action(text, links):
                self._paragraph(text)
                for link in links:
                    self._print(_text(link.text, "underline"))

    def _table(self, table: Table) -> None:
        rows = [*table.rows, *([table.total] if table.total else [])]
        longest = [max(map(_longest_word, column)) for column in zip(map(Paragraph, table.headers), *rows, strict=True)]
        spare = (self._width - sum(longest)) // len(longest) - _BETWEEN
        if self._width < _NARROW or not self._bars or spare < 0:
            self._rows_as_lists([self._words("colon", label=header, text="") for header in table.headers], rows)
            return
        grid = Grid(box=None, padding=(0, _BETWEEN, 0, 0), show_edge=False, header_style="dim")
        for header, width in zip(table.headers, longest, strict=True):
            grid.add_column(unbroken(_text(header)), width=width + spare)
        for row in rows:
            grid.add_row(*(unbroken(_paragraph(cell)) for cell in row))
        self._console.print(grid)

    def _rows_as_lists(self, headers: Sequence[str], rows: Iterable[tuple[Paragraph, ...]]) -> None:
        """The cells of each row under each other, behind their headers."""
        for row in rows:
            first, *others = row
            self._print(Text("- ") + _paragraph(first))
            for header, cell in zip(headers[1:], others, strict=True):
                if cell.text or cell.lead:
                    line = _text(header, "dim") + Text(" ") + _paragraph(cell)
                    self._console.print(Padding(unbroken(line), (0, 0, 0, 2)), width=self._width)

    def _gauge(self, gauge: Gauge) -> None:
        """The bar with its figures, below it on a narrow screen."""
        drawn = Text(draw(gauge.bar, _BAR), "cyan", no_wrap=True) if self._bars else Text()
        between = "" if not self._bars else "\n" if self._width < _NARROW else "  "
        self._print(drawn + Text(between) + _text(gauge.label))

    def _bullets(self, lines: Iterable[str]) -> None:
        grid = Grid.grid(padding=(0, 1))
        for line in lines:
            grid.add_row("-", unbroken(_text(line)))
        self._console.print(grid, width=self._width)

    def _paragraph(self, paragraph: Paragraph, style: str = "") -> None:
        self._print(_paragraph(paragraph, style))

    def _print(self, text: Text) -> None:
        self._console.print(unbroken(text), width=self._width)


def _paragraph(paragraph: Paragraph, style: str = "") -> Text:
    return _text(paragraph.lead, "bold") + Text(paragraph.gap) + _text(paragraph.text, style)


def _longest_word(paragraph: Paragraph) -> int:
    """The columns that a paragraph takes at least."""
    return max(len(word) for word in _paragraph(paragraph).plain.split(" "))


def _text(text: str, style: str = "") -> Text:
    """A text that shows as it is, with nothing in it that a terminal would obey."""
    return Text(clean(text), style)
