"""The command `rank`: many leads at once, in the order in which they are worth a call."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coo_advisor.commands.options import Force, Lang, Questions, load, report
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.errors import AdvisorError, InvalidFile, Problem, Said
from coo_advisor.system.files import check_place
from coo_advisor.system.streams import print_content
from coo_advisor.system.visible import brief, clean
from coo_advisor.wording.words import Words

if TYPE_CHECKING:
    from coo_advisor.leads.columns import ColumnMap, Matcher
    from coo_advisor.leads.ranking import Ranking
    from coo_advisor.leads.rating import Rater
    from coo_advisor.leads.sources import Advance, LeftLead, Source

SHOWN = 20
"""Leads on screen, unless --top asks for more."""

MOST_REPORTED = 20
"""Leads that were left, and cells that are no answers, reported on standard error."""

LONG_INPUT = 2_000_000
"""How much input makes a progress bar worth its place."""

MOST_STEPS = 200
"""Steps of a progress bar."""


class RankFormat(StrEnum):
    """What `rank` can print."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class Layout(StrEnum):
    """Whose columns a CSV file has."""

    HUBSPOT = "hubspot"
    PIPEDRIVE = "pipedrive"


def rank(
    context: typer.Context,
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE…")],
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE")] = None,
    form: Annotated[RankFormat | None, typer.Option("--format")] = None,
    layout: Annotated[Layout | None, typer.Option("--layout")] = None,
    top: Annotated[int | None, typer.Option("--top", min=1, metavar="N")] = None,
    columns: Annotated[Path | None, typer.Option("--columns", metavar="MAP")] = None,
    write_columns: Annotated[Path | None, typer.Option("--write-columns", metavar="MAP")] = None,
    rejected: Annotated[Path | None, typer.Option("--rejected", metavar="FILE")] = None,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Rank leads: need and readiness side by side, and the one question worth asking the undecided next."""
    from coo_advisor.leads.columns import Matcher, read_column_map
    from coo_advisor.leads.ranking import rank as rank_leads
    from coo_advisor.leads.rating import Rater
    from coo_advisor.leads.sources import open_sources
    from coo_advisor.verdict.space import Space

    questionnaire, words, _ = load(context, questions, lang)
    written = _form(output, form, layout)
    _check_files(output, rejected, write_columns, force=force)
    chosen: ColumnMap = read_column_map(columns, questionnaire) if columns else {}
    matcher = Matcher(questionnaire, chosen)
    opened = open_sources(questionnaire, sources, matcher)
    if write_columns:
        _write_map(write_columns, opened, matcher, questionnaire, words)
        return
    _check_columns(opened, matcher)
    for source in opened:
        _report_columns(source, questionnaire, words)
    rater = Rater(Space(questionnaire))
    with _progress(opened) as advance:
        ranking = rank_leads(opened, rater, advance)
    _write(ranking, rater, questionnaire, words, output, written, layout, top, force=force)
    if rejected:
        _save_left(rejected, ranking.left, questionnaire, words, force=force)
    _report_left(ranking, words, kept=rejected is not None)


def _form(output: Path | None, form: RankFormat | None, layout: Layout | None) -> RankFormat:
    """The form of the leads. Raises AdvisorError if options contradict each other."""
    if output and output.suffix not in (".csv", ".json"):
        raise AdvisorError(Said("{path}: leads are written as .csv or .json.", path=output))
    if output and form:
        raise AdvisorError("-o takes its format from the file's suffix. Leave out --format, or -o.")
    written = RankFormat(output.suffix.removeprefix(".")) if output else form or RankFormat.TABLE
    if layout and written is not RankFormat.CSV:
        raise AdvisorError(Said("--layout {layout} is for CSV. Add -o leads.csv, or --format csv.", layout=layout))
    return written


def _check_files(output: Path | None, rejected: Path | None, write_columns: Path | None, *, force: bool) -> None:
    """Finds out before anything is read whether the results can be written."""
    for path in (output, rejected):
        if path:
            check_place(path, replace=force)
    if write_columns:
        check_place(write_columns, replace=False)
    if output and rejected and output.resolve() == rejected.resolve():
        template = "{path} can't hold both the leads and the rejected ones. Name another file for one."
        raise AdvisorError(Said(template, path=output))


def _check_columns(sources: Iterable["Source"], matcher: "Matcher") -> None:
    """Refuses columns that nobody knows, those of all sources at once."""
    problems: list[Problem] = []
    for source in sources:
        if source.heading:
            problems += matcher.problems(source.heading, source.name)
    if problems:
        raise InvalidFile(problems)


def _write(
    ranking: "Ranking",
    rater: "Rater",
    questionnaire: Questionnaire,
    words: Words,
    output: Path | None,
    form: RankFormat,
    layout: Layout | None,
    top: int | None,
    *,
    force: bool,
) -> None:
    """Prints the table of the leads that come first, or writes or prints every lead, or as many as were asked for."""
    from coo_advisor.report.ranking_files import csv_lines, json_lines, layout_lines
    from coo_advisor.report.ranking_screen import counts_in_words, print_ranking
    from coo_advisor.system.files import save

    if form is RankFormat.TABLE:
        from coo_advisor.report.consoles import make_console

        console = make_console()
        print_ranking(ranking.leads[: top or SHOWN], ranking.counts, rater, questionnaire, words, console)
        return
    leads = ranking.leads[:top]
    if layout:
        lines = layout_lines(layout.value, leads, rater, questionnaire, words)
    elif form is RankFormat.JSON:
        lines = json_lines(ranking, leads, rater, questionnaire)
    else:
        lines = csv_lines(leads, rater, questionnaire)
    if output:
        save(output, lines, replace=force)
        report(words("saved", path=output))
    else:
        print_content(lines)
    report(counts_in_words(ranking.counts, words))


def _report_left(ranking: "Ranking", words: Words, *, kept: bool) -> None:
    """Reports on standard error what was not ranked, and cells that are no answers."""
    from coo_advisor.report.ranking_files import odd_in_words, place_of, why_left

    for left in ranking.left[:MOST_REPORTED]:
        report(f"{place_of(left)}: {why_left(left, words)}")
    if len(ranking.left) > MOST_REPORTED and not kept:
        report(words("leads_left_more", count=words.number(len(ranking.left) - MOST_REPORTED)))
    odd = [(lead, each) for lead in ranking.leads for each in lead.odd]
    for lead, each in sorted(odd, key=lambda found: (found[0].file, found[0].line or 0))[:MOST_REPORTED]:
        report(f"{place_of(lead)}: {odd_in_words(each, words)}")
    if len(odd) > MOST_REPORTED:
        report(words("odd_more", count=words.number(len(odd) - MOST_REPORTED)))


def _save_left(
    path: Path, left: Sequence["LeftLead"], questionnaire: Questionnaire, words: Words, *, force: bool
) -> None:
    """Keeps what was not ranked, to be mended and read again."""
    from coo_advisor.report.ranking_files import left_lines
    from coo_advisor.system.files import save

    save(path, left_lines(left, questionnaire, words), replace=force)
    report(words("saved", path=path))


def _write_map(
    path: Path, sources: Iterable["Source"], matcher: "Matcher", questionnaire: Questionnaire, words: Words
) -> None:
    """Writes which column answers which question, as far as that is known."""
    from coo_advisor.leads.columns import as_key
    from coo_advisor.system.files import save

    lines: dict[str, None] = {}
    for source in sources:
        for name, target in matcher.proposed(source.heading) if source.heading else ():
            lines.setdefault(f"{as_key(name)}: {target or 'null'}")
    ids = ", ".join(question.id for question in questionnaire.questions)
    head = [f"# {words('map_head')}", f"# {words('map_known', ids=ids)}"]
    save(path, "\n".join([*head, *lines]) + "\n", replace=False)
    report(words("map_written", path=path))


def _report_columns(source: "Source", questionnaire: Questionnaire, words: Words) -> None:
    """Reports what each column was taken for if its header isn't that itself, and what is missing."""
    from coo_advisor.leads.columns import ANSWERED_AT, Column

    if source.heading is None:
        return
    lines = []
    for name, each in zip(source.heading.names, source.heading.found, strict=True):
        taken = each.name if isinstance(each, Column) else each if each == ANSWERED_AT else words("leads_left_out")
        if name.strip() and taken != name:
            lines.append("  " + words("colon", label=words("quote", text=brief(name, 45)), text=taken))
    present = {each.question.id for each in source.heading.found if isinstance(each, Column)}
    absent = [each.id for each in questionnaire.questions if each.id not in present and each.kind != "text"]
    if absent:
        lines.append("  " + words("leads_absent", ids=", ".join(absent)))
    if lines:
        sys.stderr.write("\n".join([words("colon", label=clean(source.name), text="").rstrip(), *lines]) + "\n")


@contextmanager
def _progress(sources: Sequence["Source"]) -> Iterator["Advance"]:
    """A bar on standard error, if someone sees it and there is enough to read."""
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
            if done - bar.tasks[0].completed > total / MOST_STEPS:  # to draw takes longer than to read
                bar.update(task, completed=done)

        yield advance
