"""LeadFile files: written whole and never over another, private, read whatever is in them, and forgotten whole."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from questionnaires import PLANT, PLANT_FILE

from coo_advisor.leads import leadbook
from coo_advisor.leads.leadbook import (
    Consent,
    LeadFile,
    check_folder,
    find_lead,
    forget_lead,
    keep_lead,
    older,
    parse_age,
    read_leads,
)
from coo_advisor.questionnaire.answers import load_answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.errors import AdvisorError

DAY = date(2026, 11, 23)
CONSENT = Consent(DAY, "Vous acceptez : « oui » ?")


def keep(folder: Path, company: str | None = "Atelier Nord", day: date = DAY) -> Path:
    """A lead file of a company."""
    answers = {"nickname": company, "months": 28, "signs": ("pale", "roots_out")}
    return keep_lead(folder, PLANT, answers, CONSENT._replace(day=day))


def ids(folder: Path) -> list[str]:
    """The ids of a folder's leads."""
    return [lead.id for lead in read_leads(folder, PLANT)]


def leads(folder: Path, questionnaire: Questionnaire = PLANT) -> tuple[LeadFile, ...]:
    """The leads of a folder, without what stands for their content."""
    return tuple(lead._replace(digest="") for lead in read_leads(folder, questionnaire))


def in_a_process(script: str, *arguments: object) -> "subprocess.Popen[bytes]":
    """A program that keeps leads at the same time as others."""
    return subprocess.Popen([sys.executable, "-c", script, *map(str, arguments)])


# -------------------------------------------------------------------------------------------------------------- kept


def test_a_folder_that_can_hold_no_leads_is_reported_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is there, or can be made, is fine and isn't made; one behind a file is refused with its name."""
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path, tmp_path / "leads", tmp_path / "my" / "own" / "leads", Path("leads")):
        check_folder(folder)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "my" / "leads"):
        with pytest.raises(AdvisorError) as refused:
            check_folder(folder)
        assert str(refused.value) == f"Leads can't be kept in {folder}. Check the folder, or name another."


def test_a_lead_file_is_an_answers_file_with_the_consent(tmp_path: Path) -> None:
    """What was answered is read back as from any answers file; the consent is beside it, with its day and sentence."""
    path = keep(tmp_path)
    assert load_answers(path, PLANT) == {
        "nickname": "Atelier Nord",
        "months": 28,
        "signs": ("pale", "roots_out"),
    }
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert written["consent"] == {"at": "2026-11-23", "sentence": CONSENT.sentence}
    assert written["answered_at"] == "2026-11-23"
    assert written["questionnaire"]["sha256"] == PLANT.sha256


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a user's folders private in another way")
def test_only_their_owner_reads_lead_files(tmp_path: Path) -> None:
    """A new folder and every file in it are closed to everyone else, whatever the umask allows."""
    before = os.umask(0)
    try:
        path = keep(tmp_path / "new" / "leads")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("Atelier Nord", "atelier-nord-"),
        ("Œuvre & Fils — Été", "oeuvre-fils-ete-"),
        ("Ægir & Cætera", "aegir-caetera-"),
        ("../../etc/x", "etc-x-"),
        ("C:\\con", "c-con-"),
        ("x\0y\n\x1b]52;c;eA==\x07", "x-y-52-c-ea-"),
        ("\u202egpj.exe", "gpj-exe-"),
        ("A" * 500, "a" * 20 + "-"),
        ("a" * 19 + " bc", "a" * 19 + "-"),
        ("日本", ""),
        ("...", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_no_company_chooses_where_its_file_goes(tmp_path: Path, company: str | None, name: str) -> None:
    """An id is the day, a plain short form of the company and something random, in one folder."""
    path = keep(tmp_path / "leads", company)
    assert path.parent == tmp_path / "leads"
    assert re.fullmatch(rf"2026-11-23-{re.escape(name)}[0-9a-f]{{4}}\.yaml", path.name)
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == [path.name]


WRITER = f"""
import os, sys
from datetime import date
from pathlib import Path
from coo_advisor.leads import leadbook
from coo_advisor.questionnaire.loading import load_questionnaire

os.urandom = lambda length: bytes(length)  # every id that can be taken is taken
questionnaire = load_questionnaire(Path({str(PLANT_FILE)!r}))
consent = leadbook.Consent(date(2026, 11, 23), "yes")
for number in range({(EACH := 15)}):
    answers = {{"nickname": "Nord", "months": int(sys.argv[2]) + number}}
    leadbook.keep_lead(Path(sys.argv[1]), questionnaire, answers, consent)
"""


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Programs that want the same ids at the same time keep every lead, and leave nothing else."""
    writers = [in_a_process(WRITER, tmp_path, start) for start in (100, 200, 300)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    kept = {load_answers(lead.path, PLANT)["months"] for lead in read_leads(tmp_path, PLANT)}
    assert kept == {start + number for start in (100, 200, 300) for number in range(EACH)}
    assert len(list(tmp_path.iterdir())) == len(kept)


def test_a_name_that_is_taken_is_left_to_who_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever has the id that chance gave, a file or a link, stays, and the lead gets a longer one."""
    monkeypatch.setattr(leadbook.os, "urandom", bytes)
    first = keep(tmp_path)
    content = first.read_text()
    (tmp_path / "2026-11-23-atelier-nord-000000.yaml").symlink_to("nowhere")
    assert keep(tmp_path).name == "2026-11-23-atelier-nord-00000000.yaml"
    assert first.read_text() == content


KILLED = """
import os, signal
from coo_advisor.system import files
os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)
"""
NAMED = "files._OPENED = '/nowhere/{}'\n"
"""Makes every file have a name while it is written, as on other systems than Linux."""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_save_that_is_killed_leaves_no_lead(tmp_path: Path) -> None:
    """What was cut off is no lead: it is listed, dated by its last writing, and can be forgotten by its own name."""
    assert in_a_process(KILLED + NAMED + WRITER, tmp_path, 100).wait(60) == -9
    assert not list(tmp_path.glob("*.yaml"))
    (cut_off,) = read_leads(tmp_path, PLANT)
    assert "is not finished" in str(cut_off.problem)
    assert f"`coo-advisor leads forget {cut_off.id}` removes it" in str(cut_off.problem)
    assert [cut_off.path] == list(tmp_path.iterdir())
    assert cut_off.day == date.fromtimestamp(cut_off.path.stat().st_mtime)  # noqa: DTZ012  # the user's day
    forget_lead(cut_off)
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="needs files without a name")
def test_a_save_that_is_killed_leaves_nothing_at_all_on_linux(tmp_path: Path) -> None:
    """A file without a name goes with its writer."""
    assert in_a_process(KILLED + WRITER, tmp_path, 100).wait(60) == -9
    assert not list(tmp_path.iterdir())


def test_a_save_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk is full, the caller hears of it, and no half of a file stays."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(tmp_path)
    assert not list(tmp_path.iterdir())


# -------------------------------------------------------------------------------------------------------------- read


def test_leads_are_read_by_id_whatever_they_answered(tmp_path: Path) -> None:
    """Company and day are listed for every lead, also for one whose answers fit no questionnaire any more."""
    (tmp_path / "old.yaml").write_text("answered_at: 2020-02-29\nnickname: Old\nseason: exploding\n")
    (tmp_path / "by-hand.json").write_text('{"nickname": "H\\u001b[2Jand", "answered_at": "soon"}')
    kept = keep(tmp_path)
    assert leads(tmp_path) == (
        LeadFile(kept.stem, kept, "Atelier Nord", DAY),
        LeadFile("by-hand.json", tmp_path / "by-hand.json", "Hand"),
        LeadFile("old", tmp_path / "old.yaml", "Old", date(2020, 2, 29)),
    )


@pytest.mark.parametrize("content", [b"", b"nickname: [", b"\xff\xfe", b"a: &b\nc: *b", b"[" * 3000])
def test_a_damaged_file_stops_no_other(tmp_path: Path, content: bytes) -> None:
    """A file that can't be read is reported with its name, beside those that can."""
    (tmp_path / "damaged.yaml").write_bytes(content)
    kept = keep(tmp_path)
    good, bad = read_leads(tmp_path, PLANT)
    assert (good.id, good.problem) == (kept.stem, None)
    assert str(bad.problem).startswith(f"{tmp_path / 'damaged.yaml'}:")
    assert bad.day is None


def test_a_file_that_holds_no_mapping_has_no_day(tmp_path: Path) -> None:
    """A list is not a lead's answers, and nothing is known of it."""
    (tmp_path / "list.yaml").write_text("- answered_at\n")
    assert leads(tmp_path) == (LeadFile("list", tmp_path / "list.yaml"),)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_only_files_are_leads(tmp_path: Path) -> None:
    """Folders, pipes, dangling links and files of other kinds are left alone."""
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    for name in ("notes.txt", ".hidden.yaml", ".other.tmp"):
        (tmp_path / name).write_text("nickname: No\n")
    assert ids(tmp_path) == []


def test_no_folder_is_no_leads_and_no_folder_at_all_is_reported(tmp_path: Path) -> None:
    """A folder that is not there yet is empty; a file in its place can be mended by the user."""
    assert ids(tmp_path / "none") == []
    (tmp_path / "file").touch()
    with pytest.raises(AdvisorError, match="can't be read"):
        ids(tmp_path / "file")


def test_a_questionnaire_without_contacts_has_leads_too(tmp_path: Path) -> None:
    """If nothing is asked that a lead could go by, its day and chance name it."""
    nameless = PLANT._replace(questions=tuple(each for each in PLANT.questions if each.purpose != "contact"))
    path = keep_lead(tmp_path, nameless, {"months": 28}, CONSENT)
    assert leads(tmp_path, nameless) == (LeadFile(path.stem, path, "", DAY),)


# ------------------------------------------------------------------------------------------------------------- found

FOUND = [LeadFile(id, Path(id)) for id in ("2026-11-23-nord-4f2a", "2026-11-23-nord-4f2a1b", "2026-11-24-sud-0000")]


@pytest.mark.parametrize("id", ["2026-11-24-sud-0000", "2026-11-24", "2026-11-23-nord-4f2a", "2026-11-23-nord-4f2a1"])
def test_a_lead_is_found_by_its_id_or_a_start_that_only_it_has(id: str) -> None:
    """A whole id wins over longer ones that start so."""
    assert find_lead(FOUND, id).id.startswith(id)
    if id == FOUND[0].id:
        assert find_lead(FOUND, id) == FOUND[0]


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("2026-11-23", "only the start of 2026-11-23-nord-4f2a, 2026-11-23-nord-4f2a1b"),
        ("2026-11-24-sud-0001", "Did you mean “2026-11-24-sud-0000”?"),
        ("../../etc/passwd", "`coo-advisor leads` lists them"),
        ("\x1b[2Jx", "No lead is called “x”"),
        ("", "No lead is called"),
    ],
)
def test_an_id_that_is_no_leads_names_the_nearest(id: str, said: str) -> None:
    """An unclear or unknown id is an error that helps; an empty one never means a lead."""
    with pytest.raises(AdvisorError, match=re.escape(said)):
        find_lead(FOUND, id)
    with pytest.raises(AdvisorError, match="No lead is called"):
        find_lead(FOUND[:1], "")


def test_the_whole_id_can_be_required() -> None:
    """If nobody is asked before a deletion, the start of an id is not enough."""
    assert find_lead(FOUND, FOUND[2].id, whole=True) == FOUND[2]
    with pytest.raises(AdvisorError, match="only the start of 2026-11-24-sud-0000"):
        find_lead(FOUND, "2026-11-24", whole=True)


# --------------------------------------------------------------------------------------------------------- forgotten


def test_forgetting_leaves_nothing_of_a_lead_and_all_of_the_others(tmp_path: Path) -> None:
    """Its file goes; a lead that is gone already is forgotten too."""
    kept, other = keep(tmp_path), keep(tmp_path)
    lead = find_lead(read_leads(tmp_path, PLANT), kept.stem)
    forget_lead(lead)
    forget_lead(lead)
    assert list(tmp_path.iterdir()) == [other]


@pytest.mark.parametrize("before", ["answered_at: 2020-01-01\n", "nickname: [", None])
@pytest.mark.parametrize("after", ["answered_at: 2026-11-23\n", "nickname: [[", None])
def test_a_lead_that_changed_since_it_was_read_stays(before: str | None, after: str | None, tmp_path: Path) -> None:
    """Whether it was damaged, mended, or could or can not be read (None: a folder): what is there now was not agreed to."""
    path = tmp_path / "lead.yaml"
    path.mkdir() if before is None else path.write_text(before)
    lead = leadbook._lead(path, "nickname")
    path.rmdir() if before is None else path.unlink()
    path.mkdir() if after is None else path.write_text(after)
    with pytest.raises(
        AdvisorError, match="has changed since it was listed" if before != after else "can't be deleted"
    ):
        forget_lead(lead)
    assert path.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_a_link_is_not_taken_for_the_answers_it_leads_to(tmp_path: Path) -> None:
    """Nobody reads that a lead is forgotten while its file lies elsewhere, and no link deletes that file."""
    target, link = tmp_path / "elsewhere.txt", tmp_path / "lead.yaml"
    target.write_text("answered_at: 2020-01-01\n")
    link.symlink_to(target)
    (lead,) = read_leads(tmp_path, PLANT)
    with pytest.raises(AdvisorError, match=rf"lead\.yaml is a link to {target}"):
        forget_lead(lead)
    assert link.is_symlink()
    assert target.exists()


def test_a_lead_with_the_longest_name_is_forgotten(tmp_path: Path) -> None:
    """A file of 255 bytes, which somebody put there, is as good a lead as any."""
    (tmp_path / ("x" * 250 + ".yaml")).write_text("nickname: X\n")
    (lead,) = read_leads(tmp_path, PLANT)
    forget_lead(lead)
    assert not list(tmp_path.iterdir())


def test_a_lead_that_cannot_be_deleted_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that lets nothing be deleted is something the user can mend."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(AdvisorError, match=r"x\.yaml can't be deleted \(Permission denied\)"):
        forget_lead(LeadFile("x", tmp_path / "x.yaml"))


@pytest.mark.parametrize(
    ("age", "day", "last"),
    [
        ("0d", "2026-11-23", "2026-11-23"),
        ("30d", "2026-01-31", "2026-03-02"),
        ("1mo", "2026-01-31", "2026-02-28"),
        ("1mo", "2028-01-31", "2028-02-29"),
        ("1mo", "2026-02-28", "2026-03-28"),
        ("2mo", "2025-12-31", "2026-02-28"),
        ("12mo", "2025-12-31", "2026-12-31"),
        ("36mo", "2023-11-23", "2026-11-23"),
        ("3y", "2024-02-29", "2027-02-28"),
        ("4y", "2024-02-29", "2028-02-29"),
        ("18mo", "2024-08-31", "2026-02-28"),
        ("9999y", "2026-11-23", "9999-12-31"),
        ("9999d", "9998-11-23", "9999-12-31"),
    ],
)
def test_ages_count_in_calendar_months(age: str, day: str, last: str) -> None:
    """A lead is kept up to the same day of a later month, or that month's last, and is older the day after."""
    lead, end = LeadFile("x", Path("x"), day=date.fromisoformat(day)), date.fromisoformat(last)
    assert parse_age(age).after(date.fromisoformat(day)) == end
    assert older([lead], parse_age(age), end) == []
    if end < date.max:
        assert older([lead], parse_age(age), date.fromordinal(end.toordinal() + 1)) == [lead]


@pytest.mark.parametrize("text", ["", "36", "mo", "36m", "-1d", "1.5y", "36 mo", "3 y", "36MO", "٣y", "99999d", "1y\n"])
def test_what_is_no_age_is_reported(text: str) -> None:
    """Nothing is guessed if leads are to be deleted."""
    with pytest.raises(AdvisorError, match=r"is not an age\. Write a number and its unit: 30d, 18mo or 3y"):
        parse_age(text)


def test_a_lead_without_a_day_is_never_older() -> None:
    """If the last contact is not known, neither is the age."""
    assert older([LeadFile("x", Path("x"))], parse_age("0d"), date.max) == []
