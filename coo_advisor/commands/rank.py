"""The command `rank`: many leads at once, in the order in which they are worth a call."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coo_advisor.commands.options import Force, Lang, Questions, load
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.errors import AdvisorError
from coo_advisor.system.files import check_place
from coo_advisor.system.streams import print_document
from coo_advisor.system.visible import brief, clean
from coo_advisor.wording.words import Words

if TYPE_CHECKING:
    from coo_advisor.leads.ranking import Ranking
    from coo_advisor.leads.sources import Advance, Rejection, Source
    from coo_advisor.leads.spool import Spool

SHOWN = 20
"""Leads on screen, unless --top asks for more."""

MOST_TOLD = 20
"""Rejected leads told on standard error; all of them go to --rejected FILE."""

LONG_INPUT = 2_000_000
"""Bytes from which a progress bar is worth its place."""


class RankFormat(StrEnum):
    """What `rank` can print."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def rank(
    context: typer.Context,
    sources: Annotated[
        list[Path], typer.Argument(metavar="SOURCE…", help="CSV files, JSON lines, answers files, folders of them.")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write every lead here: .csv or .json.")
    ] = None,
    form: Annotated[RankFormat | None, typer.Option("--format", help="What to print; default: table.")] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, metavar="N", help="Only the first N leads; a table has 20 by itself.")
    ] = None,
    columns: Annotated[
        Path | None, typer.Option("--columns", metavar="MAP", help="Which column answers which question, as YAML.")
    ] = None,
    rejected: Annotated[
        Path | None, typer.Option("--rejected", metavar="FILE", help="Keep the leads that can't be read here, as CSV.")
    ] = None,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Rank leads: need and readiness side by side, and the one question worth asking the undecided next."""
    from tempfile import TemporaryFile

    from coo_advisor.leads.columns import read_column_map
    from coo_advisor.leads.ranking import Ranking
    from coo_advisor.leads.sources import open_sources
    from coo_advisor.leads.spool import Spool
    from coo_advisor.verdict.space import Space

    questionnaire, words, _ = load(context, questions, lang)
    _check_files(output, rejected, form, force=force)
    chosen = read_column_map(columns, questionnaire) if columns else {}
    opened = open_sources(Space(questionnaire), sources, chosen)
    for source in opened:
        _tell_columns(source, questionnaire, words)
    with TemporaryFile() as file, _progress(opened) as advance:
        rejects = _Rejects(questionnaire, Spool(file) if rejected else None)
        _write(Ranking(opened, rejects.add, advance), questionnaire, words, output, form, top)
        if rejected:
            rejects.save(rejected, words)
    rejects.tell(words)


def _check_files(output: Path | None, rejected: Path | None, form: RankFormat | None, *, force: bool) -> None:
    """Finds out before anything is read whether the results can be written."""
    if output and output.suffix not in (".csv", ".json"):
        raise AdvisorError(f"{output}: leads are written as .csv or .json.")
    if output and form:
        raise AdvisorError("-o takes its format from the file's suffix. Leave out --format, or -o.")
    for path in (output, rejected):
        if path:
            check_place(path, replace=force)
    if output and rejected and output.resolve() == rejected.resolve():
        raise AdvisorError(f"{output} can't hold both the leads and the rejected ones. Name another file for one.")


def _write(
    ranking: "Ranking",
    questionnaire: Questionnaire,
    words: Words,
    output: Path | None,
    form: RankFormat | None,
    top: int | None,
) -> None:
    """Prints the table of the leads that come first, or writes and prints every lead, or as many as were asked for."""
    from tempfile import TemporaryFile

    from coo_advisor.leads.spool import Spool
    from coo_advisor.report.ranking_screen import counts_in_words
    from coo_advisor.system.files import save

    if output is None and form in (None, RankFormat.TABLE):
        _print_table(ranking, questionnaire, words, top or SHOWN)
        return
    with TemporaryFile() as file:
        as_json = form is RankFormat.JSON or (output is not None and output.suffix == ".json")
        parts = _document(ranking, questionnaire, Spool(file), top, as_json=as_json)
        if output:
            save(output, parts, replace=True)
            sys.stderr.write(clean(words("saved", path=output)) + "\n")
        else:
            print_document(parts)
    sys.stderr.write(counts_in_words(ranking.counts, words) + "\n")


def _document(
    ranking: "Ranking", questionnaire: Questionnaire, spool: "Spool", top: int | None, *, as_json: bool
) -> Iterator[str]:
    """The parts of a document with every lead, or with the first `top`, in order."""
    from coo_advisor.report.ranking_files import CsvLines, json_document, json_line

    table = CsvLines(questionnaire)
    write = json_line if as_json else table.line
    for found in ranking.first(top) if top else ranking.leads():
        spool.add(found.rating.order, write(found))
    if as_json:
        yield from json_document(questionnaire, ranking.counts, spool.parts())
    else:
        yield table.header
        yield from spool.parts()


def _print_table(ranking: "Ranking", questionnaire: Questionnaire, words: Words, most: int) -> None:
    from rich.console import Console

    from coo_advisor.report.ranking_screen import print_ranking

    leads = ranking.first(most)
    print_ranking(leads, ranking.counts, questionnaire, words, Console(file=sys.stdout, highlight=False))


class _Rejects:
    """The leads that couldn't be read: the first are told at the end, and all are kept where there is a spool."""

    def __init__(self, questionnaire: Questionnaire, spool: "Spool | None") -> None:
        self._questionnaire = questionnaire
        self._spool = spool
        self._first: list[str] = []
        self._count = 0

    def add(self, rejection: "Rejection") -> None:
        self._count += 1
        if len(self._first) < MOST_TOLD:
            place = rejection.file if rejection.line is None else f"{rejection.file}:{rejection.line}"
            self._first.append(clean(f"{place}: {rejection.reason}"))
        if self._spool:
            from coo_advisor.report.ranking_files import rejected_line

            self._spool.add((), rejected_line(rejection, self._questionnaire))

    def tell(self, words: Words) -> None:
        """Tells on standard error what couldn't be read."""
        for line in self._first:
            sys.stderr.write(f"{line}\n")
        if self._count > len(self._first) and self._spool is None:
            sys.stderr.write(words("leads_rejected_more", count=words.number(self._count - len(self._first))) + "\n")

    def save(self, path: Path, words: Words) -> None:
        """Keeps what couldn't be read, to be mended and read again."""
        from coo_advisor.report.ranking_files import rejected_header
        from coo_advisor.system.files import save

        if self._spool:
            save(path, chain([rejected_header(self._questionnaire)], self._spool.parts()), replace=True)
            sys.stderr.write(clean(words("saved", path=path)) + "\n")


def _tell_columns(source: "Source", questionnaire: Questionnaire, words: Words) -> None:
    """Tells which question each column was taken for, where its header isn't the question's id, and what is missing."""
    out = words("leads_left_out")
    lines = [
        "  " + words("colon", label=words("quote", text=brief(column, 45)), text=question.id if question else out)
        for column, question in source.matched
        if question is None or question.id != column
    ]
    present = {question.id for _, question in source.matched if question}
    absent = [each.id for each in questionnaire.questions if each.id not in present and each.kind != "text"]
    if source.matched and absent:
        lines.append("  " + words("leads_absent", ids=", ".join(absent)))
    if lines:
        sys.stderr.write("\n".join([words("colon", label=clean(source.name), text="").rstrip(), *lines]) + "\n")


@contextmanager
def _progress(sources: Sequence["Source"]) -> Iterator["Advance"]:
    """A bar on standard error, where someone sees it and there is enough to read."""
    total = sum(source.size for source in sources)
    if total < LONG_INPUT or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeRemainingColumn

    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def advance(done: int) -> None:
            bar.update(task, completed=done)
            if done >= total:
                bar.stop()  # before anything is printed

        yield advance
