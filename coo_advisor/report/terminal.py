"""The recommendation on screen."""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from coo_advisor.report.bars import draw
from coo_advisor.report.recommendation import Bar, Gauge, Plan, Recommendation
from coo_advisor.system.visible import clean

_NARROW = 60
"""Columns below which a table gives up its bars and its second column of words."""


def print_recommendation(recommendation: Recommendation, console: Console, *, bars: bool = True) -> None:
    """Prints a recommendation at the console's width; without `bars`, the figures alone."""
    _Screen(console, recommendation, bars).show()


class _Screen:
    """One recommendation on one console; every text is printed as plain text, never as markup."""

    def __init__(self, console: Console, recommendation: Recommendation, bars: bool) -> None:
        self._console = console
        self._shown = recommendation
        self._words = recommendation.words
        self._bars = bars
        self._row_bars = bars and console.width >= _NARROW

    def show(self) -> None:
        self._heading()
        self._evidence()
        self._advice()
        self._next_step()

    def _heading(self) -> None:
        shown = self._shown
        self._line(shown.title, "dim")
        self._line(shown.date, "dim")
        self._line()
        self._line(shown.headline, "bold green" if shown.definition else "bold yellow")
        if shown.definition:
            self._line(shown.definition)
        for paragraph in shown.verdict:
            self._line()
            self._line(paragraph)
        if shown.score:
            self._line()
            self._line(shown.score.label, "bold")
            if self._bars:
                width = min(40, self._console.width - 2)
                self._console.print(Text("  ") + self._bar(shown.score.bar, width, "green"))
            self._line(shown.score.figures, indent="  ")

    def _evidence(self) -> None:
        shown = self._shown
        if shown.reasons:
            self._section(self._words("reasons"))
            self._reasons()
        if shown.signals:
            self._section(self._words("signals"))
            self._gauges(shown.signals)
        if shown.doubts:
            self._section(shown.doubts.title)
            self._bullets(shown.doubts.lines)
        if shown.unknown:
            self._section(self._words("not_considered"))
            self._bullets(shown.unknown)

    def _advice(self) -> None:
        shown = self._shown
        if shown.merits:
            self._section(self._words("advantages"))
            for title, lines in shown.merits:
                self._bullets([f"{title}. {' '.join(lines)}"])
        if shown.plan:
            self._plan(shown.plan)
        if shown.changes:
            self._section(self._words("would_change"))
            self._bullets(shown.changes)
        if shown.watch:
            self._section(self._words("watch"))
            self._bullets(shown.watch)

    def _plan(self, plan: Plan) -> None:
        self._section(self._words("how_it_works"))
        self._bullets([plan.days, plan.duration])
        self._section(self._words("first_90_days"))
        self._bullets(plan.first_90_days)
        if plan.cautions:
            self._section(self._words("cautions"))
            self._bullets(plan.cautions)

    def _next_step(self) -> None:
        shown = self._shown
        if shown.next_step or shown.contact:
            self._section(self._words("next_step"))
        if shown.next_step:
            self._line(shown.next_step)
        if shown.contact:
            self._line(shown.contact.action)
            self._line(shown.contact.url, "underline")

    def _reasons(self) -> None:
        table = self._grid(4 if self._row_bars else 3)
        for row in self._shown.reasons:
            label = _text(row.question) + Text("\n") + _text(row.answer, "dim")
            bar = [self._bar(row.bar, 10, "cyan")] if self._row_bars else []
            points = _text(row.points)
            points.justify = "right"
            table.add_row("-", label, *bar, points)
        self._console.print(table)
        if self._shown.total:
            self._line()
            self._line(self._words("colon", label=self._words("total"), text=self._shown.total), "bold")

    def _gauges(self, gauges: Iterable[Gauge]) -> None:
        table = self._grid(3 if self._bars else 2)
        for gauge in gauges:
            bar = [self._bar(gauge.bar, 10, "cyan")] if self._bars else []
            table.add_row(_text(gauge.label), *bar, _text(gauge.figures))
        self._console.print(Padding(table, (0, 0, 0, 2)))

    def _bullets(self, lines: Iterable[str]) -> None:
        table = self._grid(2)
        for line in lines:
            table.add_row("-", _text(line))
        self._console.print(table)

    def _grid(self, columns: int) -> Table:
        table = Table.grid(padding=(0, 1))
        for _ in range(columns):
            table.add_column(overflow="fold")
        return table

    def _bar(self, bar: Bar, width: int, style: str) -> Text:
        return Text(draw(bar, width), style, no_wrap=True)

    def _section(self, title: str) -> None:
        self._line()
        self._line(title, "bold")

    def _line(self, text: str = "", style: str = "", indent: str = "") -> None:
        self._console.print(_text(text, style, indent))


def _text(text: str, style: str = "", indent: str = "") -> Text:
    """A text that shows as it is, with nothing in it that a terminal would obey."""
    return Text(indent + clean(text), style)
