"""Ranking as other programs see it: what it prints, writes, refuses and keeps."""

import csv
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from program import runs
from questionnaires import NORD, PLANT_FILE, TEAM, TEAM_FILE
from terminal import User

from coo_advisor.leads.rating import Rater
from coo_advisor.questionnaire.answers import plain_answers
from coo_advisor.questionnaire.model import Question
from coo_advisor.report.phrasing import rounded
from coo_advisor.verdict.space import Space

SPACE = Space(TEAM)
ROWS = 120
"""Leads of the table that most tests rank."""
IDS = [question.id for question in TEAM.questions]


def run(folder: Path, *arguments: str, given: str = "", language: str = "en_GB") -> "CompletedProcess[str]":
    """Ranks teams in a folder, without a terminal."""
    words = ("--questions", TEAM_FILE, "rank", *arguments)
    return runs(folder, *words, given=given, LANG=f"{language}.UTF-8", COLUMNS="100")


def cell(question: Question, drawn: random.Random) -> str:
    """A random answer, or none."""
    if drawn.random() < 0.1:
        return ""
    if question.kind == "text":
        return f"{question.id} {drawn.randint(1, 10**6)}"
    if question.numbers:
        return str(drawn.randint(1, 120))
    if question.kind == "several":
        return ";".join(choice.id for choice in question.choices if drawn.random() < 0.4) or "[]"
    return drawn.choice(question.choices).id


@pytest.fixture(scope="module")
def leads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a table of random leads, some of them with open answers, and one that can't be read."""
    folder = tmp_path_factory.mktemp("leads")
    drawn = random.Random(7)
    with (folder / "leads.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(IDS)
        writer.writerows([cell(question, drawn) for question in TEAM.questions] for _ in range(ROWS))
        writer.writerow(["many" if id == "headcount" else "" for id in IDS])
    return folder


def rows(text: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV text."""
    return csv.DictReader(StringIO(text))


def test_every_row_gets_the_verdict_of_recommend(leads: Path) -> None:
    """Row by row, what is written is what the answers of that row come to."""
    found = run(leads, "leads.csv", "--format", "csv")
    assert found.returncode == 0
    source = list(csv.DictReader((leads / "leads.csv").open(encoding="utf-8")))
    written = list(rows(found.stdout))
    assert len(written) == ROWS
    rater = Rater(SPACE)
    for row in written:
        raw = source[int(row["result.line"]) - 2]
        answers = {id: read(id, text) for id, text in raw.items() if text}
        rating = rater.rate(answers)
        recommendation = rating.need.recommendation
        assert row["result.recommendation"] == (recommendation.id if recommendation else "undecided")
        assert row["result.possible"] == ";".join(scenario.id for scenario in rating.need.possible)
        if rating.need.score:
            assert rounded(Fraction(row["result.need_high"])) == rounded(rating.need.score.high)
        assert rating.readiness
        assert row["result.grade"] == (rating.readiness.grade.id if rating.readiness.grade else "")
        assert bool(row["result.ask_next"]) == (recommendation is None)
        assert {id: row[id] for id in IDS} == {id: text.strip() for id, text in raw.items()}


def read(id: str, text: str) -> str | int | tuple[str, ...]:
    """A cell as an answer, the plainest way."""
    kind = TEAM.question(id).kind
    if kind == "several":
        return () if text == "[]" else tuple(text.split(";"))
    return int(text) if kind == "number" else text


def test_the_order_is_the_one_that_is_stated(leads: Path) -> None:
    """Help recommended, undecided, no change; then by the lowest readiness that is sure, by grade; then by need."""
    turns = {"interim": 0, "support": 0, "undecided": 1, "no_change": 2}
    levels = sorted((grade.at_least for grade in TEAM.grades), reverse=True)
    keys = []
    for row in rows(run(leads, "leads.csv", "--format", "csv").stdout):
        ready = Fraction(row["result.readiness_low"])
        grade = next(rank for rank, level in enumerate(levels) if ready >= level)
        keys.append((turns[row["result.recommendation"]], grade, -rounded(Fraction(row["result.need_high"] or 0))))
    assert keys == sorted(keys)
    assert len({turn for turn, *_ in keys}) == 3


def test_counts_add_up_and_bad_rows_are_kept(leads: Path, tmp_path: Path) -> None:
    """Read is ranked and rejected; a rejected row is reported, kept, mended, and then ranked."""
    kept = tmp_path / "rejected.csv"
    found = run(leads, "leads.csv", "--rejected", str(kept), "--format", "csv")
    assert f"Read: {ROWS + 1}. Ranked: {ROWS}. Rejected: 1." in found.stderr
    assert f"leads.csv:{ROWS + 2}: Too little of it can be read. headcount: “many” is no whole number" in found.stderr
    (row,) = rows(kept.read_text())
    assert (row["result.source"], row["result.line"], row["headcount"]) == ("leads.csv", f"{ROWS + 2}", "many")
    assert "headcount: “many” is no whole number from 1 to 100,000" in row["result.reason"]
    kept.write_text(kept.read_text().replace(",many,", ",12,", 1))
    assert (
        "Read: 1. Ranked: 1. Rejected: 0."
        in run(tmp_path, "rejected.csv").stderr + run(tmp_path, "rejected.csv").stdout
    )


def test_what_is_written_can_be_ranked_again(leads: Path, tmp_path: Path) -> None:
    """The CSV is a source like any other, and comes out the same, but for where each lead was found."""
    first, second = (tmp_path / name for name in ("first.csv", "second.csv"))
    run(leads, "leads.csv", "-o", str(first))
    assert run(tmp_path, "first.csv", "-o", "second.csv").returncode == 0
    own = ("result.source", "result.line")
    before, after = (
        [{id: text for id, text in row.items() if id not in own} for row in rows(path.read_text())]
        for path in (first, second)
    )
    assert before == after
    assert len(before) == ROWS


def test_json_has_every_lead_in_the_same_order(leads: Path) -> None:
    """The JSON names counts and leads, with exact figures, in the order of the CSV."""
    found = json.loads(run(leads, "leads.csv", "--format", "json").stdout)
    assert {key: found[key] for key in ("schema", "read", "ranked", "rejected", "set_aside")} == {
        "schema": 1,
        "read": ROWS + 1,
        "ranked": ROWS,
        "rejected": 1,
        "set_aside": 0,
    }
    lines = [int(row["result.line"]) for row in rows(run(leads, "leads.csv", "--format", "csv").stdout)]
    assert [lead["line"] for lead in found["leads"]] == lines
    first = found["leads"][0]
    assert first["readiness"].keys() == {"low", "high", "grade"}
    assert first["need"]["low"] <= first["need"]["high"]
    undecided = [lead for lead in found["leads"] if lead["recommendation"] is None]
    assert all(lead["ask_next"] and len(lead["possible"]) > 1 for lead in undecided)


def test_no_lead_at_all_is_a_document_too(tmp_path: Path) -> None:
    """A table without rows gives an empty list, a header, or a line of counts."""
    (tmp_path / "none.csv").write_text("headcount\n")
    assert json.loads(run(tmp_path, "none.csv", "--format", "json").stdout)["leads"] == []
    assert run(tmp_path, "none.csv", "--format", "csv").stdout.count("\n") == 1
    assert run(tmp_path, "none.csv").stdout == "Read: 0. Ranked: 0. Rejected: 0.\n"


def test_a_questionnaire_without_texts_has_no_contact_columns(tmp_path: Path) -> None:
    """If nothing asks for a text, rows start with the result and fit their header."""
    plant = PLANT_FILE.read_text()
    start, end = plant.index("  - id: nickname"), plant.index("  - id: months")
    (tmp_path / "questions.yaml").write_text(plant[:start] + plant[end:])
    (tmp_path / "pots.csv").write_text("months\n40\n")
    (row,) = rows(run(tmp_path, "pots.csv", "--questions", "questions.yaml", "--format", "csv").stdout)
    assert (row["result.recommendation"], row["result.line"], row["months"]) == ("undecided", "2", "40")
    assert None not in row


def test_sources_of_all_kinds_are_ranked_together(tmp_path: Path) -> None:
    """Tables, lines, files and folders are one ranking; equal leads stay in the order of the sources."""
    plain = plain_answers(NORD)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "lead.json").write_text(json.dumps({**plain, "company": "folder"}))
    (tmp_path / "one.yaml").write_text(json.dumps({**plain, "company": "file"}))
    (tmp_path / "lines.jsonl").write_text(json.dumps({**plain, "company": "lines"}))
    cells = {id: ";".join(value) if isinstance(value, list) else str(value) for id, value in plain.items()}
    (tmp_path / "table.csv").write_text(
        ",".join(cells) + "\n" + ",".join({**cells, "company": "table"}.values()) + "\n"
    )
    sources = ["table.csv", "folder", "lines.jsonl", "one.yaml"]
    found = json.loads(run(tmp_path, *sources, "--format", "json").stdout)
    assert [lead["answers"]["company"] for lead in found["leads"]] == ["table", "folder", "lines", "file"]
    assert len({json.dumps(lead["need"]) for lead in found["leads"]}) == 1


def test_only_the_first_ones_if_that_is_asked_for(leads: Path) -> None:
    """With --top, the first leads of the whole ranking are written, and the counts stay whole."""
    whole = run(leads, "leads.csv", "--format", "csv").stdout.splitlines()
    some = run(leads, "leads.csv", "--format", "csv", "--top", "7")
    assert some.stdout.splitlines() == whole[:8]
    assert f"Ranked: {ROWS}" in some.stderr


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en_GB", ["Contact", "Grade", "Need", "Ask next", f"… and {ROWS - 20} more", "Order: help"]),
        ("fr_BE", ["À demander", "Ordre"]),
    ],
)
def test_the_table_names_the_first_twenty(leads: Path, language: str, said: list[str]) -> None:
    """On screen stand twenty leads, need and readiness side by side, the order, the grades and the counts."""
    shown = run(leads, "leads.csv", language=language).stdout
    for words in said:
        assert words in shown
    assert sum(line.split(" ")[0].isdecimal() for line in shown.splitlines()) == 20
    assert (
        sum(
            line[:2] in ("A:", "B:", "C:", "D:", "A\u00a0", "B\u00a0", "C\u00a0", "D\u00a0")
            for line in shown.splitlines()
        )
        == 4
    )


def test_columns_are_named_if_their_names_are_no_ids(tmp_path: Path) -> None:
    """What was taken for what, and what is in no column, is on standard error."""
    (tmp_path / "leads.csv").write_text("Effectif,growth\n28,stable\n")
    found = run(tmp_path, "leads.csv")
    assert "“Effectif”: headcount" in found.stderr
    assert "in no column, so not known of any lead: operations_lead, bottleneck" in found.stderr
    assert "growth" not in found.stderr


def test_columns_are_named_in_the_users_language(tmp_path: Path) -> None:
    """In French, what was matched and what is missing is named in French."""
    (tmp_path / "leads.csv").write_text("Effectif,Horodateur\n28,lundi\n")
    (tmp_path / "columns.yaml").write_text("Horodateur: null\n")
    found = run(tmp_path, "leads.csv", "--columns", "columns.yaml", "--lang", "fr")
    assert "« Effectif » : headcount" in found.stderr.replace("\u202f", " ").replace("\u00a0", " ")
    assert "mise de côté" in found.stderr
    assert "dans aucune colonne" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["leads.csv", "-o", "x.md"], "leads are written as .csv or .json"),
        (["leads.csv", "-o", "x.csv", "--format", "json"], "takes its format from the file's suffix"),
        (["leads.csv", "--layout", "hubspot"], "--layout hubspot is for CSV. Add -o leads.csv, or --format csv."),
        (["leads.csv", "--write-columns", "leads.csv"], "exists already"),
        (["leads.csv", "-o", "leads.csv"], "exists already"),
        (["leads.csv", "-o", "no/x.csv"], "can't be written"),
        (["leads.csv", "-o", "x.csv", "--rejected", "./x.csv"], "can't hold both the leads and the rejected ones"),
        (["leads.csv", "--top", "0"], "--top"),
        (["leads.csv", "--columns", "none.yaml"], "can't be read"),
        ([], "SOURCE"),
    ],
)
def test_bad_usage_is_one_clear_error(leads: Path, arguments: list[str], said: str) -> None:
    """What can't be done is said in a line, with exit code 2, and nothing is written."""
    before = sorted(path.name for path in leads.iterdir())
    found = run(leads, *arguments)
    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert sorted(path.name for path in leads.iterdir()) == before


MEANWHILE = """
from coo_advisor.system import files
check = files.check_place
def check_place(path, *, replace):
    check(path, replace=replace)
    path.write_text("theirs")
files.check_place = check_place
from coo_advisor import __main__
__main__.main()
"""
"""Ranks while another program writes each file that was free when the ranking began."""


@pytest.mark.parametrize("option", ["-o", "--rejected"])
def test_what_another_program_wrote_meanwhile_is_not_replaced(option: str, tmp_path: Path) -> None:
    """A ranking takes time; its results go to a name only if that is still free, unless --force says otherwise."""
    (tmp_path / "leads.csv").write_text("headcount\n28\nmany\n")
    for arguments, left in (([], "theirs"), (["--force"], "")):
        program = [sys.executable, "-c", MEANWHILE, "--questions", str(TEAM_FILE), "rank", "leads.csv", "--lang", "en"]
        program += [option, "x.csv", *arguments]
        found = subprocess.run(program, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
        assert found.returncode == (2 if left else 0)
        assert ("x.csv exists already" in found.stderr) == bool(left)
        assert ((tmp_path / "x.csv").read_text() == "theirs") == bool(left)
        (tmp_path / "x.csv").unlink()


def test_formulas_in_names_do_not_reach_a_spreadsheet(tmp_path: Path) -> None:
    """A company called like a formula is text in the CSV, in the rejected leads too, and itself again when read back."""
    content = 'company,name,headcount,growth\n"=HYPERLINK(""x"")","a;=1+1|+2",28,=9\n@SUM(A1),x;@y,many,\n'
    (tmp_path / "leads.csv").write_text(content)
    run(tmp_path, "leads.csv", "-o", "out.csv", "--rejected", "bad.csv")
    kept, bad = (next(rows((tmp_path / name).read_text())) for name in ("out.csv", "bad.csv"))
    assert (kept["company"], kept["name"]) == ('\'=HYPERLINK("x")', "a;'=1+1|'+2")
    assert kept["result.set_aside"] == "growth: =9"
    assert (bad["company"], bad["name"]) == ("'@SUM(A1)", "x;'@y")
    again = json.loads(run(tmp_path, "out.csv", "--format", "json").stdout)
    assert again["leads"][0]["answers"] == {"company": '=HYPERLINK("x")', "name": "a;=1+1|+2", "headcount": 28}


def test_standard_input_is_a_source(leads: Path) -> None:
    """`rank -` reads a table from another program."""
    expected = json.loads(run(leads, "leads.csv", "--format", "json").stdout)
    given = json.loads(run(leads, "-", "--format", "json", given=(leads / "leads.csv").read_text()).stdout)
    assert {lead.pop("source") for lead in given["leads"]} == {"standard input"}
    assert [lead["answers"] for lead in given["leads"]] == [lead["answers"] for lead in expected["leads"]]


def test_a_map_is_written_to_complete_and_then_it_works(tmp_path: Path) -> None:
    """--write-columns names every column with the best guess, stops, and replaces nothing; ranking takes it as it is."""
    content = "Submitted at,Company name,Headcont,Growth,Our ref,cost\n2026-11-23,Atelier Nord,28,growing,7,x\n"
    (tmp_path / "leads.csv").write_text(content)
    refused = run(tmp_path, "leads.csv")
    assert (refused.returncode, "--write-columns" in refused.stderr) == (2, True)
    written = run(tmp_path, "leads.csv", "--write-columns", "columns.yaml")
    assert (written.returncode, written.stdout) == (0, "")
    assert written.stderr == "Complete columns.yaml, then rank with --columns columns.yaml.\n"
    lines = (tmp_path / "columns.yaml").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        '"Submitted at": answered_at',
        '"Company name": company',
        '"Headcont": headcount',
        '"Growth": growth',
        '"Our ref": null',
        '"cost": null',
    ]
    found = run(tmp_path, "leads.csv", "--columns", "columns.yaml", "--format", "json")
    (lead,) = json.loads(found.stdout)["leads"]
    assert lead["answers"] == {"company": "Atelier Nord", "headcount": 28, "growth": "growing"}
    assert lead["answered_at"] == "2026-11-23"
    assert run(tmp_path, "leads.csv", "--write-columns", "columns.yaml").returncode == 2


@pytest.mark.parametrize(
    ("layout", "columns"),
    [
        ("hubspot", ["Email", "First name", "Last name", "Company name"]),
        ("pipedrive", ["Lead - Title", "Organization - Name", "Person - Name", "Person - Email"]),
    ],
)
def test_a_layout_names_columns_as_its_service_does(tmp_path: Path, layout: str, columns: list[str]) -> None:
    """What the service knows goes by its names; a harmless cell has no apostrophe, a formula has."""
    (tmp_path / "leads.csv").write_text(
        "company,name,email,headcount,operations_lead\n+33 6 12,Ada King,a@example.com,28,founder\n=1+1,,,28,founder\n"
    )
    found = run(tmp_path, "leads.csv", "--layout", layout, "--format", "csv")
    header, first, second = csv.reader(StringIO(found.stdout))
    assert header == [*columns, "Recommendation", "Need", "Grade", "Ask next", "Last contact"]
    assert "+33 6 12" in first
    assert "a@example.com" in first
    assert "'=1+1" in second
    assert first[len(columns)] == "Undecided so far"


def test_what_is_set_aside_is_counted_and_kept(tmp_path: Path) -> None:
    """Read is ranked, rejected and set aside; --rejected holds both, each with the reason."""
    (tmp_path / "leads.csv").write_text("company,headcount\nA,28\nB,many\nTotal,\n")
    found = run(tmp_path, "leads.csv", "--rejected", "rejected.csv")
    assert "Read: 3. Ranked: 1. Rejected: 1. Set aside: 1." in found.stdout
    kept = [
        (row["result.line"], row["result.reason"].split(".")[0])
        for row in rows((tmp_path / "rejected.csv").read_text())
    ]
    assert kept == [("3", "Too little of it can be read"), ("4", "Set aside: it answers nothing but contact questions")]


def test_odd_cells_are_reported_where_they_stand(tmp_path: Path) -> None:
    """At most twenty are named, each with its place; the results hold all of them."""
    (tmp_path / "leads.csv").write_text("headcount,growth\n" + "28,fast\n" * 25)
    found = run(tmp_path, "leads.csv", "--format", "json")
    assert found.stderr.count("growth: “fast” is none of the answers, so it counts as not known.") == 20
    assert "leads.csv:2: growth" in found.stderr
    assert "… and 5 more cells that are no answers" in found.stderr
    odd = [lead["set_aside"] for lead in json.loads(found.stdout)["leads"]]
    assert odd == [[{"question": "growth", "text": "fast"}]] * 25


def test_a_long_input_shows_how_far_it_is(tmp_path: Path) -> None:
    """At a terminal, a bar shows the share read so far, and is gone when the ranking is shown."""
    header = "company,headcount\n"
    (tmp_path / "long.csv").write_text(header + "Atelier Nord,28\n" * 130_000)
    with User(tmp_path, "en").sits("--questions", TEAM_FILE, "rank", "long.csv") as terminal:
        terminal.wait_for("Ranked: 130,000")
        assert "━" in terminal.output()
        assert "━" not in terminal.everything()
