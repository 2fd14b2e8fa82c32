"""The commands on leads, as other programs see them: what they list, show and delete, and what they refuse."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from subprocess import CompletedProcess
from typing import NamedTuple

import pytest
from program import runs
from questionnaires import NORD, TEAM, TEAM_FILE

from coo_advisor.leads.leadbook import Consent, keep_lead

TODAY = datetime.now(UTC).astimezone().date()
LONG_AGO = date(2020, 2, 29)


class Desk(NamedTuple):
    """A user with a data folder of their own."""

    home: Path

    @property
    def leads(self) -> Path:
        return self.home / "data" / "coo-advisor" / "leads"

    def keep(self, company: str, day: date = TODAY, folder: Path | None = None, **changed: str) -> str:
        """Keeps a lead; its id."""
        answers = {**NORD, "company": company, **changed}
        return keep_lead(folder or self.leads, TEAM, answers, Consent(day, "yes")).stem

    def runs(self, *arguments: str, language: str = "en_GB", **more: str) -> "CompletedProcess[str]":
        """A command without a terminal."""
        return runs(
            self.home, "--questions", TEAM_FILE, *arguments, **{**self.around(language), "COLUMNS": "160", **more}
        )

    def around(self, language: str = "en_GB") -> dict[str, str]:
        """What the program finds around it."""
        own = {"XDG_DATA_HOME": str(self.home / "data"), "LANG": f"{language}.UTF-8"}
        return {"HOME": str(self.home), **own}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A new user."""
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("language", "said"), [("en_GB", "if whoever answers agrees"), ("fr_BE", "Aucun prospect dans")], ids=["en", "fr"]
)
def test_no_leads_are_one_helpful_line(desk: Desk, language: str, said: str) -> None:
    """If nothing was kept yet, the command that keeps a lead is named, and nothing is on standard output."""
    found = desk.runs("leads", language=language)
    assert (found.returncode, found.stdout) == (0, "")
    assert str(desk.leads) in found.stderr
    assert said in found.stderr
    assert "coo-advisor ask --lead" in found.stderr
    assert len(found.stderr.splitlines()) == 1


def test_leads_are_listed_beside_what_cannot_be_read(desk: Desk) -> None:
    """Leads are ranked, each with its id; a damaged one is reported with file and line, and named as unreadable."""
    later = desk.keep("Later [red]& Cie", timing="exploring")
    first = desk.keep("First", date(2025, 1, 31))
    (desk.leads / "broken.yaml").write_text("company: Broken\ngrowth: exploding\n")
    (desk.leads / ".0123abcd.7-7.tmp").touch()
    found = desk.runs("leads")
    assert found.returncode == 0
    assert f"{desk.leads / 'broken.yaml'}:2: growth: has no choice “exploding”" in found.stderr
    assert "is not finished" in found.stderr
    rows = [line.split()[1:3] for line in found.stdout.splitlines() if line[:1].isdecimal()]
    assert rows == [[first[:10], "First"], [later[:10], "Later"]]
    assert "interim COO" in found.stdout.splitlines()[1]
    assert "Read: 4. Ranked: 2. Rejected: 2." in found.stdout
    assert found.stdout.splitlines()[-2:] == [".0123abcd.7-7.tmp: can’t be read", "broken: can’t be read"]


def test_the_list_is_the_ranking_of_the_folder(desk: Desk) -> None:
    """`leads` prints what `rank` prints of the same folder, with the start of an id that is enough beside each lead."""
    answers: list[dict[str, str]] = [{}, {"timing": "exploring"}, {"operations_lead": "coo"}, {"bottleneck": "demand"}]
    ids = {desk.keep(f"Company {number}", **changed) for number, changed in enumerate(answers)}
    listed, ranked = (desk.runs(*command) for command in (["leads"], ["rank", str(desk.leads)]))
    rows = [line.split() for line in listed.stdout.splitlines()]
    found = {row[1] for row in rows if len(row) > 1 and row[1].startswith("20")}
    assert sorted(sum(id.startswith(start) for start in found) for id in ids) == [1] * len(ids)
    without = [[word for word in row if word not in found and word != "Id"] for row in rows]
    assert without == [line.split() for line in ranked.stdout.splitlines()]


def test_the_first_leads_are_listed_and_an_id_is_shown_whole(desk: Desk) -> None:
    """--top says how many, at most twenty by itself; however narrow the screen, an id stands on one line."""
    ids = [desk.keep(f"A company with a long name {number}") for number in range(22)]
    listed = desk.runs("leads")
    assert "… and 2 more" in listed.stdout
    assert "… and 19 more" in desk.runs("leads", "--top", "3").stdout
    for columns in ("72", "40"):
        words = desk.runs("leads", COLUMNS=columns).stdout.split()
        shown = [word for word in words if any(id.startswith(word) and len(word) > 10 for id in ids)]
        assert len(shown) == 20
        for start in shown:
            assert sum(id.startswith(start) for id in ids) == 1


@pytest.mark.parametrize("columns", ["40", "80", "100", "120"])
def test_an_address_stands_on_one_line(desk: Desk, columns: str) -> None:
    """Whatever the width, so that it can be copied: side by side if every word fits, else one thing under another."""
    address = "anne.delacroix@atelier-nord.example"
    desk.keep("Atelier Nord", email=address)
    desk.keep("Somebody else")
    lines = desk.runs("leads", language="fr_BE", COLUMNS=columns).stdout.splitlines()
    assert any(address in line for line in lines)
    assert all(len(line) <= int(columns) for line in lines)


def test_another_folder_can_be_named_before_or_after_the_command(desk: Desk) -> None:
    """--folder, --lang and --questions mean the same on the group and on each of its commands."""
    desk.keep("Mine")
    id = desk.keep("Theirs", folder=desk.home / "theirs")
    for arguments in (["--folder", "theirs"], ["--folder", "theirs", "--lang", "en"]):
        assert "Theirs" in (listed := desk.runs("leads", *arguments).stdout)
        assert "Mine" not in listed
    before = desk.runs("--lang", "fr", "leads", "--folder", "theirs", "show", id)
    after = desk.runs("leads", "show", id, "--folder", "theirs", "--lang", "fr")
    assert before.returncode == 0
    assert before.stdout == after.stdout
    assert "Fiche d’appel" in after.stdout
    wrong = desk.runs("leads", "show", id, "--folder", "theirs", "--questions", "none.yaml")
    assert (wrong.returncode, "none.yaml: can't be read" in wrong.stderr) == (2, True)


def test_a_lead_is_shown_as_its_call_sheet(desk: Desk) -> None:
    """`leads show` opens with whom to call, from a start of the id; the document follows with --details."""
    id = desk.keep("Atelier Nord")
    path = str(desk.leads / f"{id}.yaml")
    sheet = desk.runs("leads", "show", id[:-1])
    assert sheet.returncode == 0
    assert sheet.stdout.splitlines()[0] == "Call sheet: Atelier Nord"
    details = desk.runs("leads", "show", id, "--details").stdout
    assert details.startswith(sheet.stdout.rstrip())
    assert len(details) > 2 * len(sheet.stdout)
    assert desk.runs("leads", "show", id, "--format", "json").stdout == (
        desk.runs("recommend", path, "--format", "json").stdout
    )


def test_a_call_sheet_is_written(desk: Desk) -> None:
    """Its form goes by the suffix; a file is never replaced unasked, and holds nothing confidential."""
    id = desk.keep("Atelier Nord", operations_lead="coo", coo_staying="at_risk")
    for name, start in (("sheet.md", "# Call sheet"), ("sheet.html", "<!doctype html>"), ("advice.json", "{")):
        assert desk.runs("leads", "show", id, "-o", name).stdout == ""
        written = (desk.home / name).read_text()
        assert written.lower().startswith(start.lower())
        if name != "advice.json":
            assert "A departure is likely" not in written
    assert desk.runs("leads", "show", id, "-o", "sheet.md").returncode == 2


def test_a_name_that_a_console_cannot_write_breaks_nothing(desk: Desk) -> None:
    """On a console of few characters, others are written as escapes."""
    desk.keep("日本")
    found = desk.runs("leads", PYTHONIOENCODING="cp1252")
    assert found.returncode == 0
    assert "\\u65e5\\u672c" in found.stdout


def test_a_lead_is_forgotten_with_yes(desk: Desk) -> None:
    """Its file goes, and the others stay."""
    gone, stays = desk.keep("Gone"), desk.keep("Stays")
    found = desk.runs("leads", "forget", gone, "--yes")
    assert (found.returncode, found.stdout) == (0, "")
    assert found.stderr == f"Deleted: {gone}\n"
    assert [path.stem for path in desk.leads.iterdir()] == [stays]


def test_purging_deletes_what_is_older_and_nothing_else(desk: Desk) -> None:
    """Old leads are listed and deleted, of any questionnaire; young, undated and damaged ones stay, the latter named."""
    old, young = desk.keep("Old & Sons", LONG_AGO), desk.keep("Young")
    (desk.leads / "elsewhere.yaml").write_text("answered_at: 2021-01-01\ncolour: blue\n")
    (desk.leads / "undated.yaml").write_text("company: Undated\n")
    (desk.leads / "broken.yaml").write_text("answered_at: 2020-01-01\ncompany: [\n")
    found = desk.runs("leads", "purge", "--older-than", "36mo", "--yes")
    assert found.returncode == 0
    assert found.stdout.splitlines() == [f"{old} · Old & Sons · 29 February 2020", "elsewhere · 1 January 2021"]
    assert {path.stem for path in desk.leads.iterdir()} == {young, "undated", "broken"}
    assert f"{desk.leads / 'broken.yaml'}:3" in found.stderr
    for left in ("undated", "broken"):
        assert f"{left} was left alone; “coo-advisor leads forget {left}” deletes it." in found.stderr
    again = desk.runs("leads", "purge", "--older-than", "36mo", language="fr_FR")
    assert (again.returncode, again.stdout) == (0, "")
    assert "Aucun prospect ne remonte à plus de 36mo." in again.stderr.replace("\N{NO-BREAK SPACE}", " ")


def test_leads_kept_longer_than_promised_are_reported(desk: Desk) -> None:
    """Listing says how many are overdue and which command deletes them; if none is, it says nothing."""
    desk.keep("Young")
    assert desk.runs("leads").stderr == ""
    desk.keep("Old", LONG_AGO)
    told = desk.runs("leads").stderr
    assert "kept longer: 1." in told
    assert "coo-advisor leads purge --older-than 36mo" in told


DURING_THE_PURGE = """
from coo_advisor import __main__
from coo_advisor.leads import leadbook
forget = leadbook.forget_lead
def meanwhile(lead):
    for path in lead.path.parent.glob("*-b-*"):
        path.write_text(path.read_text().replace("2020", "2026"))
    leadbook.forget_lead = forget
    forget(lead)
leadbook.forget_lead = meanwhile
__main__.main()
"""
"""Purges, and answers a lead anew just before the first is deleted."""


def test_what_was_answered_anew_meanwhile_is_left(desk: Desk) -> None:
    """A lead that changes between the list and its deletion is reported with exit code 2; every other old one goes."""
    for company in "ABC":
        desk.keep(company, LONG_AGO)
    words = ["--questions", str(TEAM_FILE), "leads", "purge", "--older-than", "3y", "--yes"]
    program = [sys.executable, "-c", DURING_THE_PURGE, *words]
    found = subprocess.run(program, env=desk.around(), capture_output=True, encoding="utf-8", check=False)
    (left,) = desk.leads.iterdir()
    assert found.returncode == 2
    assert "2020-02-29-b-" in left.name
    assert f"{left} has changed since it was listed, and is left." in found.stderr
    assert found.stderr.count("Deleted: ") == 2
    assert "Traceback" not in found.stderr


def test_a_name_of_two_lines_is_shown_on_one(desk: Desk) -> None:
    """A file's name can't say that another lead was deleted."""
    desk.leads.mkdir(parents=True)
    (desk.leads / "x\nDeleted: y.yaml").write_text("answered_at: 2020-01-01\n")
    (desk.leads / "x\nz.yaml").write_text("company: Undated\n")
    found = desk.runs("leads", "purge", "--older-than", "3y", "--yes")
    assert "Deleted: x Deleted: y\n" in found.stderr
    assert len(found.stderr.splitlines()) == 3


def test_a_command_to_paste_runs_nothing_else(desk: Desk) -> None:
    """An id that a shell would obey is quoted in the command that deletes it."""
    desk.leads.mkdir(parents=True)
    (desk.leads / "x$(touch evil).yaml").write_text("company: Undated\n")
    found = desk.runs("leads", "purge", "--older-than", "3y", "--yes")
    assert "“coo-advisor leads forget 'x$(touch evil)'” deletes it." in found.stderr


@pytest.mark.parametrize("language", ["en_GB", "fr_BE"])
@pytest.mark.parametrize("command", ["forget", "purge"])
def test_nothing_is_deleted_unasked(desk: Desk, command: str, language: str) -> None:
    """Without a terminal and without --yes, nothing is deleted, and the option is named."""
    id = desk.keep("Old", LONG_AGO)
    arguments = [id] if command == "forget" else ["--older-than", "3y"]
    found = desk.runs("leads", command, *arguments, language=language)
    assert found.returncode == 2
    assert "--yes" in found.stderr
    assert len(list(desk.leads.iterdir())) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "2020-02-28"], "Did you mean “"),
        (["show", "../../../answers"], "No lead is called “../../../answers”"),
        (["show"], "ID"),
        (["show", "2020", "-o", "x.docx"], "no format has the suffix"),
        (["show", "broken"], "broken.yaml:2: is not valid YAML"),
        (["forget", "2020", "--yes"], "is only the start of 2020-02-29-old-"),
        (["forget", "", "--yes"], "No lead is called “”"),
        (["purge", "--yes"], "--older-than"),
        (["purge", "--older-than", "36m", "--yes"], "“36m” is not an age"),
        (["--folder", "answers.yaml"], "answers.yaml can't be read"),
        (["nonsense"], "nonsense"),
    ],
)
def test_a_wrong_command_is_one_message_and_exit_2(desk: Desk, arguments: list[str], said: str) -> None:
    """What is wrong is said, nothing is printed or deleted, and no path is made of what was typed."""
    desk.keep("Old", LONG_AGO)
    (desk.leads / "broken.yaml").write_text("company: [\n")
    (desk.home / "answers.yaml").write_text("operations_lead: founder\n")
    found = desk.runs("leads", *arguments)
    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert found.stdout == ""
    assert len(list(desk.leads.iterdir())) == 2


@pytest.mark.parametrize("command", ["", "show", "forget", "purge"])
def test_help_has_an_example(desk: Desk, command: str) -> None:
    """Every command on leads explains itself with an example."""
    found = desk.runs("leads", *command.split(), "--help")
    assert found.returncode == 0
    assert f"coo-advisor leads {command}".strip() in " ".join(found.stdout.split()).split("Example", 1)[1]


@pytest.mark.parametrize("arguments", [["ask", "--save", "leads/"], ["ask", "--save", "."], ["ask", "--lead"]])
def test_a_folder_to_save_into_is_understood(desk: Desk, arguments: list[str]) -> None:
    """A folder is a place for a lead, and nothing is made there before someone was asked."""
    found = desk.runs(*arguments)
    assert found.returncode == 2
    assert "needs a terminal" in found.stderr
    assert not any(path.is_file() for path in desk.home.rglob("*"))
    refused = desk.runs("ask", "--save", "leads")
    assert "answers files end in one of: .yaml, .yml, .json, and a folder's name in /." in refused.stderr
