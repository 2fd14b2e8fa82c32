"""Every kind of file that the program reads: right ones to start from, and all that is done with one."""

import csv
import json
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from types import MappingProxyType
from typing import NamedTuple

from examples import VALID_CASES
from hostile import active
from mistakes import VALID, WHOLE
from mutations import mutated
from questionnaires import PLANT, PLANT_FILE, TEAM, TEAM_FILE
from rich.console import Console

from coo_advisor.ask.drafts import Draft, Progress
from coo_advisor.commands import rank as rank_command
from coo_advisor.commands.rank import RankFormat
from coo_advisor.leads.columns import ColumnMap, Matcher, read_column_map
from coo_advisor.leads.csv_tables import decoded, short_lines
from coo_advisor.leads.leadbook import LONGEST_KEPT, Consent, keep_lead, older, read_leads
from coo_advisor.leads.ranking import Ranking, rank
from coo_advisor.leads.rating import Rater
from coo_advisor.leads.sources import Source, TableSource, open_sources
from coo_advisor.proof.cases import judge_cases, load_cases
from coo_advisor.questionnaire.answers import answers_as_json, answers_as_yaml, load_answers, read_answers
from coo_advisor.questionnaire.flow import Answers, next_question
from coo_advisor.questionnaire.loading import load_questionnaire
from coo_advisor.questionnaire.model import Value
from coo_advisor.reading.tree import invalid
from coo_advisor.report.composition import compose
from coo_advisor.report.formats import Form, render, render_document
from coo_advisor.report.ranking_files import why_left
from coo_advisor.report.recommendation import summarise
from coo_advisor.report.terminal import print_document, print_summary
from coo_advisor.system.errors import MOST_PROBLEMS, InvalidFile
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.outcomes import outcomes
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

DAY = date(2026, 11, 23)
SPACE = Space(TEAM)
POTS = Space(PLANT)
WORDS = {language: load_words(language) for language in ("en", "fr")}

ANSWERS = b"""\
company: Atelier Nord
headcount: 28
operations_lead: founder
founder_away: stops
needs: [experience, cost]
means: assistant
"""

RIVALS = b"""\
questionnaire: {version: "1.0", sha256: "00"}
answered_at: "2026-11-23"
consent: {at: "2026-11-23", sentence: Yes.}
operations_lead: coo
coo_week: overflowing
coo_staying: wavering
headcount: null
needs: []
"""

TABLE = b"""\
company,headcount,operations_lead,founder_away,needs,means
Atelier Nord,28,founder,stops,experience;cost,assistant
"Sud, SARL","1 200",coo,,[],part_time
,,,,,
Est,10,coo_leaving,,"cost, network",I don't know
"""

_ASKED = [TEAM.question(id) for id in ("company", "headcount", "operations_lead", "needs")]

LABELS = f"""\
{";".join(question.ask["fr"] for question in _ASKED)};result.need
Forges d'Est;28;{_ASKED[2].choices[0].label["fr"]};"{_ASKED[3].choices[0].label["fr"]}, {_ASKED[3].choices[1].label["fr"]}";=1
=1+1;1 200;{_ASKED[2].choices[2].label["fr"]};Je ne sais pas;
""".encode("cp1252")

LINES = b"""\
{"company": "Atelier Nord", "headcount": 28, "operations_lead": "founder", "needs": ["experience", "cost"]}
{"company": "\\ud83d\\ude80", "headcount": "1 200", "operations_lead": null, "needs": "cost; network"}

{"operations_lead": "coo", "coo_week": "full", "questionnaire": {"version": "1.0"}}
"""

COLUMNS = b"""\
company: company
"How big is your team?": headcount
"operations_lead": operations_lead
Country: null
"""

MAPPED = b"""\
company,How big is your team?,operations_lead,Country
Atelier Nord,28,founder,FR
Sud,,coo,BE
"""


RANKED = MAPPED.replace(b"How big is your team?", b"headcount").replace(b"Country", b"result.need")

LONGEST = 2.0
"""Seconds of the processor's time for one file."""


class Format(NamedTuple):
    """A kind of file: its name, right ones, and what becomes of one. `use` raises InvalidFile if it is wrong.

    What holds as many leads as anyone likes may take some seconds more for each megabyte.
    """

    name: str
    seeds: Sequence[bytes]
    use: Callable[[Path], object]
    more_a_megabyte: float = 0

    def broken(self, number: int) -> bytes:
        """One of its files, broken; the same number gives the same bytes everywhere."""
        return mutated(self.seeds, f"{self.name} {number}")


def questions(path: Path) -> None:
    """A questionnaire that loads: what its empty answers leave possible."""
    questionnaire = load_questionnaire(path)
    space = Space(questionnaire)
    assert outcomes(space, {}).possible


def answers(path: Path) -> None:
    """Answers that load: assessed, rendered in every form and language, written, and read back the same."""
    read = load_answers(path, TEAM)
    show(read)
    for write in (answers_as_yaml, answers_as_json):
        assert read_answers(write(TEAM, read, DAY).encode(), "again", TEAM) == read


def show(given: Answers) -> None:
    """The recommendation in every form and language; the same answers once."""
    _show(tuple(given.items()))


@cache
def _show(given: tuple[tuple[str, Value | None], ...]) -> None:
    assessment = assess(SPACE, dict(given))
    assert render(Form.JSON, assessment, WORDS["en"], DAY).encode()
    for words in WORDS.values():
        document = compose(assessment, words, DAY)  # once: what is undecided is looked at in every direction
        summary = summarise(assessment, words, DAY)
        for form in (Form.MARKDOWN, Form.HTML):
            assert render_document(form, document).encode()
        for bars in (True, False):
            console = Console(file=StringIO(), width=60)
            print_summary(summary, console, words, bars=bars)
            print_document(document, console, bars=bars)


def draft(path: Path) -> None:
    """A draft: resumed and kept again, or moved aside, whatever it holds. Raises InvalidFile if it was moved."""
    found = Draft(path, TEAM).find()
    assert (found.progress is None) == (found.moved_to is not None)
    if found.progress is None:
        assert not path.exists()
        raise invalid(str(path), f"was moved to {found.moved_to}", "Begin again.")
    next_question(TEAM, found.progress.answers)
    show(found.progress.answers)
    Draft(path, TEAM).keep(found.progress)
    assert Draft(path, TEAM).find().progress == found.progress


def lead(path: Path) -> None:
    """A lead file: listed whatever it holds, and rated if it can be read."""
    (file,) = read_leads(path.parent, TEAM)
    older([file], LONGEST_KEPT, DAY)
    if file.problem:
        raise file.problem
    Rater(SPACE).rate(load_answers(file.path, TEAM))


def cases(path: Path) -> None:
    """Cases of the plant that load: all of them run."""
    assert judge_cases(POTS, load_cases(path, POTS.questionnaire)).results


def columns(path: Path) -> None:
    """A mapping that loads: a table ranked with it."""
    chosen = read_column_map(path, TEAM)
    table = path.with_name("mapped.csv")
    table.write_bytes(MAPPED)
    ranked(table, chosen)


def ranked(path: Path, chosen: ColumnMap = MappingProxyType({})) -> None:
    """A source of leads: ranked in every form; the same leads in each, all others left, with the reason."""
    source = opened(path, chosen)
    rater = Rater(SPACE)
    ranking = rank([source], rater, lambda _: None)
    for form in RankFormat:
        assert leads_in(written(ranking, rater, form), form) in (None, ranking.counts.ranked)
    assert ranking.counts.read == records(path, source)
    for each in ranking.left:
        assert each.file == str(path)
        assert each.line
        assert why_left(each, WORDS["en"])


def opened(path: Path, chosen: ColumnMap) -> Source:
    """A source whose columns are known."""
    matcher = Matcher(TEAM, chosen)
    (source,) = open_sources(TEAM, [path], matcher)
    if source.heading:
        matcher.check(source.heading, source.name)
    return source


def written(ranking: Ranking, rater: Rater, form: RankFormat) -> str:
    """What the command prints."""
    with redirect_stdout(StringIO()) as output, redirect_stderr(StringIO()):
        rank_command._write(ranking, rater, TEAM, WORDS["en"], None, form, None, None, force=False)
    output.getvalue().encode()
    return output.getvalue()


def leads_in(text: str, form: RankFormat) -> int | None:
    """How many leads a document has, as other programs read it; None for a table, which shows the first ones."""
    if form is RankFormat.JSON:
        document = json.loads(text)
        assert document["ranked"] == len(document["leads"])
        return len(document["leads"])
    if form is RankFormat.CSV:
        header, *rows = csv.reader(StringIO(text, newline=""))
        assert {len(row) for row in rows} <= {len(header)}
        return len(rows)
    return None


def records(path: Path, source: Source) -> int:
    """How many leads a source has, read or not, as the plainest reader counts them."""
    if path.suffix == ".jsonl":
        return sum(1 for line in path.read_bytes().splitlines() if line.strip() and line.strip() != b"{}")
    assert isinstance(source, TableSource)
    count = -source.heading.rows
    text = decoded(path.read_bytes(), str(path))
    reader = csv.reader(short_lines(text), delimiter=source._table.delimiter, strict=True)
    rows = 0
    while True:
        try:
            row = next(reader)
        except csv.Error:
            count += 1
        except StopIteration:
            return count
        else:
            rows += bool(row)
            count += any(row) or bool(row and rows <= source.heading.rows)  # spreadsheets leave rows of empty cells


def kept_draft() -> bytes:
    """A draft as an interview leaves it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questions-1.json"
        given = read_answers(ANSWERS, "answers", TEAM)
        Draft(path, TEAM).keep(Progress(DAY, given, {"coo_week": "full", "name": "Ada"}, told=True))
        return path.read_bytes()


def kept_lead() -> bytes:
    """A lead as it is kept."""
    with TemporaryDirectory() as folder:
        given = read_answers(ANSWERS, "answers", TEAM)
        return keep_lead(Path(folder), TEAM, given, Consent(DAY, "Yes: keep it.")).read_bytes()


AS_JSON = answers_as_json(TEAM, read_answers(ANSWERS, "answers", TEAM), DAY).encode()

FORMATS = (
    Format(
        "questions.yaml", [VALID.encode(), WHOLE.encode(), PLANT_FILE.read_bytes(), TEAM_FILE.read_bytes()], questions
    ),
    Format("answers.yaml", [ANSWERS, RIVALS, AS_JSON], answers),
    Format("questions-1.json", [kept_draft()], draft),
    Format("lead.yaml", [kept_lead(), AS_JSON], lead),
    Format("cases.yaml", [VALID_CASES.encode()], cases),
    Format("columns.yaml", [COLUMNS], columns),
    Format("leads.csv", [TABLE, LABELS, RANKED], ranked, len(RankFormat) * LONGEST),
    Format("leads.jsonl", [LINES], ranked, len(RankFormat) * LONGEST),
)


class Attack(NamedTuple):
    """What came of one input."""

    taken: bool
    seconds: float


def attack(format: Format, content: bytes) -> Attack:
    """Gives a file to what reads it. Whatever this raises is a bug: also of a refusal that doesn't say where."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / format.name
        path.write_bytes(content)
        start = process_time()
        try:
            with at_most(LONGEST + format.more_a_megabyte * len(content) / 1_000_000):
                format.use(path)
        except InvalidFile as error:
            seconds = process_time() - start
            check_refusal(error, folder)
            return Attack(taken=False, seconds=seconds)
        return Attack(taken=True, seconds=process_time() - start)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stops with AssertionError, which nothing catches on the way, what takes more of the processor's time."""

    def stop(*_: object) -> None:
        raise AssertionError(f"takes more than {seconds:.1f} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


OF_THE_WHOLE = ("is empty", "is larger", "is no text", "is a spreadsheet", "has no header", "was moved", "is nested")
"""What is said of a file as a whole, and of no line."""


def check_refusal(error: InvalidFile, folder: str) -> None:
    """It names the file in each line, the line if there is one, and what to do; it is short, and harmless."""
    lines = str(error).split("\n")
    assert all(line.startswith(folder) for line in lines[:MOST_PROBLEMS])
    assert len(lines) <= MOST_PROBLEMS + 1
    assert max(map(len, lines)) < 1000
    assert active(str(error)) == set()
    for problem in error.problems[:MOST_PROBLEMS]:
        assert problem.line or problem.message.startswith(OF_THE_WHOLE), problem
        assert problem.remedy.endswith(("?", ".")), problem
