"""A world that fails: full disks, closed outputs, folders that go, signals, odd homes, old consoles, tiny windows.

After each, nothing that was confirmed is lost, nothing half-written stays, and the message says what to do.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from program import LOCALES, runs
from terminal import (
    COO,
    CTRL_C,
    DOWN,
    END,
    ENTER,
    FOUNDER,
    LEAVING,
    QUESTIONNAIRE,
    Founder,
    Page,
    User,
    after,
    command,
    flat,
    interview,
    resumed,
)

from coo_advisor.ask.drafts import open_draft
from coo_advisor.leads.leadbook import Consent, forget_lead, keep_lead, read_leads
from coo_advisor.questionnaire.answers import answers_as_yaml, load_answers
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import packaged_questionnaire
from coo_advisor.questionnaire.model import Question
from coo_advisor.system.files import unfinished_files, write_atomically

DAY = date(2026, 11, 23)
FULL = Path("/dev/full")
NEVER_SHOWN = "Traceback"

full_disk = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")

ROWS = 300


@pytest.fixture
def user(tmp_path: Path) -> User:
    """A user with answers, a table of leads with one bad row, and a lead that was kept."""
    (tmp_path / "answers.yaml").write_text(answers_as_yaml(QUESTIONNAIRE, FOUNDER, DAY), encoding="utf-8")
    rows = "Nord,founder,28,stops\n" * ROWS
    (tmp_path / "leads.csv").write_text(f"company,operations_lead,headcount,founder_away\nA,nobody,1,\n{rows}")
    (tmp_path / "old.yaml").write_bytes(Path(__file__).with_name("plant.yaml").read_bytes())
    keep_lead(tmp_path / "leads", QUESTIONNAIRE, FOUNDER, Consent(DAY, "Yes."))
    return User(tmp_path)


COMMANDS = {
    "recommend": ["recommend", "answers.yaml"],
    "recommend as markdown": ["recommend", "answers.yaml", "--format", "md"],
    "rank": ["rank", "leads.csv"],
    "rank as csv": ["rank", "leads.csv", "--format", "csv"],
    "leads": ["leads", "--folder", "leads"],
    "check": ["check"],
    "diff": ["diff", "old.yaml", "old.yaml"],
    "schema": ["schema"],
    "help": ["--help"],
    "version": ["--version"],
}
every_command = pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)


def ran(user: User, program: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    """A program that was run in a user's home, with what it said on standard error."""
    options = {"env": user.environment(), "stderr": subprocess.PIPE, **options}
    return subprocess.run(program, cwd=user.home, encoding="utf-8", check=False, **options)


def files(folder: Path) -> set[str]:
    """Every file under a folder, hidden ones too."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@full_disk
@every_command
def test_an_output_that_is_full_is_reported(arguments: list[str], user: User) -> None:
    """Results that could not be written are an error, not a success with nothing to show for it."""
    with FULL.open("w") as output:
        run = ran(user, command(*arguments), stdout=output)
    assert run.returncode == 2
    assert "The output can't be used (No space left on device)." in run.stderr
    assert NEVER_SHOWN not in run.stderr


@every_command
def test_a_reader_that_has_seen_enough_ends_the_program_quietly(arguments: list[str], user: User) -> None:
    """If a pipe is closed, as by `head`, nothing is said and nothing stays behind."""
    before = files(user.home)
    reading, writing = os.pipe()
    os.close(reading)
    run = ran(user, command(*arguments), stdout=writing)
    os.close(writing)
    assert run.returncode == -signal.SIGPIPE
    assert NEVER_SHOWN not in run.stderr
    assert files(user.home) == before


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("arguments", "code"), [("recommend answers.yaml -o advice.md", 0), ("recommend -", 2), ("ask", 2), ("leads", 0)]
)
def test_streams_that_were_closed_stop_nothing(closed: str, arguments: str, code: int, user: User) -> None:
    """A program started without standard streams does its work, or says why not if it can."""
    shell = f"{' '.join(command())} {arguments} {closed}"
    run = ran(user, ["sh", "-c", shell], input="", stdout=subprocess.PIPE)
    assert run.returncode == code
    assert NEVER_SHOWN not in run.stderr
    assert (user.home / "advice.md").exists() == ("-o" in arguments)


def in_little_room(user: User, program: list[str], size: int, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program on a disk that takes no file beyond a size, in blocks.

    Nor does Python write down what it compiled: it takes half of a module for the whole, and breaks every later start.
    """
    shell = ["sh", "-c", f'ulimit -f {size}; exec "$@"', "sh", *program]
    return ran(user, shell, env=user.environment(PYTHONDONTWRITEBYTECODE="1", **environment), stdout=subprocess.PIPE)


@pytest.mark.parametrize("size", [0, 2])
@pytest.mark.parametrize("output", ["advice.md", "advice.html", "advice.json", "ranked.csv", "ranked.json"])
def test_a_full_disk_leaves_the_old_file_and_no_half_of_a_new_one(output: str, size: int, user: User) -> None:
    """What could not be written whole leaves what was there, and nothing beside it."""
    (user.home / output).write_text("from last week")
    before = files(user.home)
    source = ["rank", "leads.csv"] if output.startswith("ranked") else ["recommend", "answers.yaml"]
    run = in_little_room(user, command(*source, "-o", output, "--force"), size)
    assert run.returncode == 2
    assert " can't be " in run.stderr
    assert NEVER_SHOWN not in run.stderr
    assert (user.home / output).read_text() == "from last week"
    assert files(user.home) == before


def test_rejected_leads_that_cannot_be_kept_are_reported(user: User) -> None:
    """If the file of rejected leads can't be written, that is an error, with its name."""
    (user.home / "bad.csv").write_text("headcount\n" + "many\n" * 500)
    run = in_little_room(user, command("rank", "bad.csv", "--rejected", "rejected.csv"), 2)
    assert run.returncode == 2
    assert "rejected.csv can't be written" in run.stderr
    assert not (user.home / "rejected.csv").exists()


def test_a_folder_that_is_not_there_is_reported_before_anything_is_read(user: User) -> None:
    """Nobody waits for a million leads to hear that their results have no place to go."""
    run = user.runs("rank", "leads.csv", "nowhere.csv", "-o", "missing/ranked.csv")
    assert run.returncode == 2
    assert "missing/ranked.csv" in run.stderr
    assert "nowhere.csv" not in run.stderr


INTERRUPTED_AT = """
import os, signal, sys
from coo_advisor.__main__ import main
class Finder:
    def find_spec(name, path=None, target=None):
        if name == sys.argv[1]:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder)
sys.argv = ["coo-advisor", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("module", ["coo_advisor.commands.app", "typer", "coo_advisor.questionnaire.loading"])
def test_a_start_that_is_interrupted_says_nothing(module: str, user: User) -> None:
    """Ctrl-C while the program is being imported ends it like any other, without a traceback."""
    run = ran(user, [sys.executable, "-c", INTERRUPTED_AT, module])
    assert (run.returncode, run.stderr) == (130, "")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
def test_a_ranking_that_is_stopped_leaves_nothing_half_written(number: signal.Signals, user: User) -> None:
    """A signal in the middle of a long ranking ends it with the customary code and no file."""
    leads = user.home / "long.csv"
    leads.write_text("company,operations_lead\n" + "Nord,founder\n" * 500_000)
    before = files(user.home)
    with subprocess.Popen(
        command("rank", "long.csv", "-o", "ranked.csv"),
        cwd=user.home,
        env=user.environment(TMPDIR=str(user.home)),
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stderr
        program.stderr.readline()  # what the columns are, said before ranking begins
        time.sleep(0.5)
        program.send_signal(number)
        _, said = program.communicate(timeout=20)
    assert program.returncode == 128 + number
    assert NEVER_SHOWN not in said
    assert files(user.home) == before


KILLED_AT_EACH_STEP = """
import os, signal, sys
from pathlib import Path
from terminal import COO, FOUNDER, QUESTIONNAIRE
from test_faults import DAY, NEW, OLD
from coo_advisor.system import files
from coo_advisor.ask.drafts import Draft, Progress
from coo_advisor.leads.leadbook import Consent, keep_lead

def keep(home, answers):
    Draft(home / "questions-1.json", QUESTIONNAIRE).keep(Progress(DAY, answers, {}))

def save(home):
    if kind == "document": files.write_atomically(home / "advice.md", NEW)
    elif kind == "draft": keep(home, FOUNDER)
    else: keep_lead(home, QUESTIONNAIRE, FOUNDER, Consent(DAY, "Yes."))

def die_at(step):
    steps = iter(range(1, step))
    def trace(frame, event, _):
        if frame.f_code.co_filename != files.__file__:
            return None
        if event == "line" and next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    sys.settrace(trace)

def refuse_nameless(path, flags, *mode, open=os.open):
    if flags & os.O_TMPFILE == os.O_TMPFILE:
        raise OSError(95, "Operation not supported")
    return open(path, flags, *mode)

kind, folder = sys.argv[1], Path(sys.argv[2])
if hasattr(os, "O_TMPFILE") and sys.argv[3:] == ["named"]:
    os.open = refuse_nameless
step, status = 0, signal.SIGKILL
while os.WIFSIGNALED(status):
    step += 1
    home = folder / f"{step:02}"
    home.mkdir()
    if kind == "document": (home / "advice.md").write_text(OLD)
    elif kind == "draft": keep(home, COO)
    if not (child := os.fork()):
        code = 1
        try:
            die_at(step)
            save(home)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""Saves the same again and again, killed at the first step of the saving, at the second … until one ends by itself."""

OLD, NEW = "from last week\n", ["from today\n" * 2_000] * 3

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a copy of the program for every step")


def killed_at_each_step(kind: str, folder: Path, system: str = "nameless") -> list[Path]:
    """The homes of users whose saving was killed, each at a later step; that of the last one was not.

    On a "named" system every file has a name while it is written.
    """
    program = [sys.executable, "-c", KILLED_AT_EACH_STEP, kind, str(folder), system]
    path = os.pathsep.join(map(str, (Path(__file__).parent, Path(__file__).parents[1])))
    subprocess.run(program, env={**os.environ, "PYTHONPATH": path}, timeout=60, check=True)
    homes = sorted(folder.iterdir())
    assert len(homes) > 10
    return homes


@needs_fork
@pytest.mark.parametrize("system", ["nameless", "named"])
def test_a_document_that_is_killed_while_it_is_written_is_the_old_one_or_the_new(system: str, tmp_path: Path) -> None:
    """Its name holds the old text or the new one whole; what is half-written is gone or hidden, and a later save works."""
    new = "".join(NEW)
    found, left = [], set()
    for home in killed_at_each_step("document", tmp_path, system):
        found.append((home / "advice.md").read_text())
        left |= {path.stat().st_size for path in home.iterdir() if path.name != "advice.md"}
        assert files(home) - {"advice.md"} == {path.name for path in unfinished_files(home / "advice.md")}
        write_atomically(home / "advice.md", NEW)
        assert (home / "advice.md").read_text() == new
    assert sorted(found, key=[OLD, new].index) == found
    assert set(found) == {OLD, new}
    half_written = any(size < len(new) for size in left)
    assert half_written == (system == "named" or not hasattr(os, "O_TMPFILE"))


@needs_fork
def test_a_draft_that_is_killed_while_it_is_kept_is_the_old_one_or_the_new(tmp_path: Path) -> None:
    """The next interview finds the answers before or after the last one, and removes what was cut off."""
    found = []
    for home in killed_at_each_step("draft", tmp_path):
        with open_draft(home, packaged_questionnaire(), QUESTIONNAIRE) as draft:
            progress = draft.find().progress
        assert progress is not None
        found.append(str(progress.answers["company"]))
        assert files(home) == {"questions-1.json"}
    assert sorted(found, reverse=True) == found
    assert set(found) == {"Sud", "Nord"}


@needs_fork
@pytest.mark.parametrize("system", ["nameless", "named"])
def test_a_lead_that_is_killed_while_it_is_kept_is_none_or_whole(system: str, tmp_path: Path) -> None:
    """A lead can be read as it was answered, or is reported as unfinished and leaves nothing once it is forgotten."""
    found = []
    for home in killed_at_each_step("lead", tmp_path, system):
        leads = read_leads(home, QUESTIONNAIRE)
        found.append([lead.problem is None for lead in leads])
        for lead in leads:
            if lead.problem is None:
                assert load_answers(lead.path, QUESTIONNAIRE)["headcount"] == FOUNDER["headcount"]
            forget_lead(lead)
        assert files(home) == set()
    assert sorted(found) == found
    assert found[0] == []
    assert ([False] in found) == (system == "named" or not hasattr(os, "O_TMPFILE"))
    assert found[-1] == [True]


@pytest.mark.parametrize("name", ["answers.yaml", "questions.yaml"])
def test_a_file_that_may_not_be_read_is_reported(name: str, user: User) -> None:
    """A file of somebody else's is one message with its name and the reason."""
    path = user.home / name
    path.unlink(missing_ok=True)
    path.mkdir()
    arguments = ["recommend", "answers.yaml"] if name == "answers.yaml" else ["check", name]
    run = user.runs(*arguments)
    assert run.returncode == 2
    assert name in run.stderr
    assert NEVER_SHOWN not in run.stderr


WITHOUT_PRIVILEGES = """
import ctypes, sys
from coo_advisor import __main__
header, held = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
system = ctypes.CDLL(None)
system.capget(header, held)
for privileges in 0, 1:  # in force, and permitted
    held[privileges] &= ~0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: root reads what its permissions say, as everybody does
system.capset(header, held)
__main__.main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="privileges are dropped as Linux has them")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["recommend", "answers.yaml"], "answers.yaml: can't be read (Permission denied)"),
        (["rank", "leads.csv"], "leads.csv: can't be read (Permission denied)"),
        (["rank", "leads"], "leads can't be used (Permission denied)"),
        (["leads", "--folder", "leads"], "leads can't be read (Permission denied)"),
        (["check", "old.yaml"], "old.yaml: can't be read (Permission denied)"),
        (["schema"], ""),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_others_keep_to_themselves_is_reported(arguments: list[str], said: str, user: User) -> None:
    """Without the permission to read, each command says so with the name, and exits with 2."""
    for path in user.home.iterdir():
        path.chmod(0)
    program = [sys.executable, "-c", WITHOUT_PRIVILEGES, *arguments]
    run = ran(user, program)
    assert run.returncode == (2 if said else 0), run.stderr
    assert said in run.stderr
    assert NEVER_SHOWN not in run.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="privileges are dropped as Linux has them")
@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", "answers.yaml", "-o", "closed/advice.md"],
        ["rank", "leads.csv", "-o", "closed/ranked.csv"],
        ["rank", "leads.csv", "--rejected", "closed/rejected.csv"],
        ["leads", "--folder", "leads", "purge", "--older-than", "0d", "--yes"],
        ["ask", "-o", "closed/advice.md"],
        ["ask", "--save", "closed/answers.yaml"],
        ["ask", "--save", "closed/leads/"],
    ],
    ids=["document", "ranking", "rejected", "purge", "advice", "answers", "lead"],
)
def test_a_folder_that_may_not_be_changed_is_reported_and_stays_as_it_is(arguments: list[str], user: User) -> None:
    """What can't be written or deleted is one message with its name, before anything is asked; nothing has changed."""
    (user.home / "closed").mkdir()
    for folder in ("closed", "leads"):
        (user.home / folder).chmod(0o555)
    before = files(user.home)
    run = ran(user, [sys.executable, "-c", WITHOUT_PRIVILEGES, *arguments], stdout=subprocess.PIPE)
    assert run.returncode == 2
    assert re.search(
        r"(closed|leads)/\S+ can't be (written|deleted) \(Permission denied\)\. Check"
        r"|^Leads can't be kept in closed/leads\. Check",
        run.stderr,
    )
    assert NEVER_SHOWN not in run.stderr
    assert files(user.home) == before


def test_a_folder_that_goes_under_a_command_is_reported(user: User) -> None:
    """In a working folder that was deleted, what needs it is one message, and the rest works."""
    place = user.home / "place"
    for arguments, code in (("recommend answers.yaml", 2), ("rank leads.csv", 2), ("schema", 0)):
        place.mkdir()
        shell = f'cd place && rmdir ../place && exec "$@" {arguments}'
        run = ran(user, ["sh", "-c", shell, "sh", *command()], stdout=subprocess.PIPE)
        assert run.returncode == code, run.stderr
        assert NEVER_SHOWN not in run.stderr


@pytest.mark.parametrize("folder", ["the drafts", "a draft"])
def test_what_is_deleted_under_a_running_interview_is_written_again(folder: str, tmp_path: Path) -> None:
    """A draft that somebody deletes is back after the next answer, with all the answers before it."""
    user = User(tmp_path)
    with interview(user, FOUNDER) as founder:
        founder.answers_all(until="growth")
        if folder == "the drafts":
            shutil.rmtree(user.state)
        else:
            (user.state / "questions-1.json").unlink()
        founder.gives(QUESTIONNAIRE.question("growth"))
        founder.sees(after("growth", FOUNDER))
        founder.terminal.send(CTRL_C)
        assert founder.terminal.exit_code() == 130
    assert list(user.kept()) == ["headcount", "growth"]


def test_a_disk_that_fills_up_during_an_interview_stops_nobody(tmp_path: Path) -> None:
    """It is said at once; the interview goes on; and what could not be kept is, once there is room again."""
    user = User(tmp_path)
    with interview(user, FOUNDER, rows=40) as founder:
        founder.answers_all(until="growth")
        resource.prlimit(founder.terminal.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        founder.gives(QUESTIONNAIRE.question("growth"))
        following = after("growth", FOUNDER)
        founder.sees(following)
        assert flat("can’t be kept on disk (File too large)") in flat(founder.terminal.everything())
        assert list(user.kept()) == ["headcount"]
        infinite = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(founder.terminal.process.pid, resource.RLIMIT_FSIZE, infinite)
        founder.gives(following)
        founder.sees(after(following.id, FOUNDER))
        assert list(user.kept()) == ["headcount", "growth", following.id]
        founder.terminal.kill()
    assert [name for name in files(user.state) if not name.endswith((".json", ".lock"))] == []


def test_results_that_find_no_room_leave_all_the_answers_in_the_draft(tmp_path: Path) -> None:
    """If the disk fills up before the end, each file is named, another place is offered, and nothing is lost."""
    user = User(tmp_path)
    with resumed(user, FOUNDER, "", "-o", "advice.md", "--save", "mine.yaml", rows=50) as founder:
        resource.prlimit(founder.terminal.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        founder.asks_for_the_recommendation()
        founder.terminal.send(END + ENTER)
        assert founder.terminal.exit_code() == 2
        said = flat(founder.terminal.everything())
    for name in ("advice.md", "mine.yaml"):
        failed = user.words("save_failed", path=tmp_path / name, reason="File too large")
        assert failed.replace(" ", "") in said.replace(" ", "")
    assert "coo-advisorask--resume--savemine.yaml-oadvice.md" in said.replace(" ", "")  # wrapped anywhere
    assert set(user.kept()) == set(FOUNDER)
    assert files(tmp_path) == {"state/coo-advisor/questions-1.json"}


HOMES = {"none": {}, "one that is not there": {"HOME": "/nonexistent/home"}, "a file": {"HOME": "/etc/hostname"}}


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_a_user_without_a_home_is_served(home: dict[str, str], user: User) -> None:
    """Without a home folder every command works, or names the folder that it can't use."""
    environment = {"PATH": os.environ["PATH"], "LANG": "en_GB.UTF-8", **home}
    for arguments, codes in ((COMMANDS["recommend"], {0}), (COMMANDS["rank"], {0}), (["leads"], {0, 2})):
        run = ran(user, command(*arguments), env=environment)
        assert run.returncode in codes
        assert NEVER_SHOWN not in run.stderr


@pytest.mark.parametrize("home", [{}, {"HOME": os.devnull, "XDG_STATE_HOME": ""}], ids=["a file in its place", "none"])
def test_an_interview_without_a_home_says_that_nothing_is_kept(home: dict[str, str], tmp_path: Path) -> None:
    """If no folder can hold a draft, the founder hears it before the first answer, and can go on."""
    user = User(tmp_path)
    (tmp_path / "state").touch()
    with interview(user, FOUNDER, "ask", "-o", "advice.md", rows=40, **home) as founder:
        founder.answers_all()
        assert "can’t be kept on disk (Not a directory)" in flat(founder.terminal.everything())
        founder.asks_for_the_recommendation()
        founder.is_done()
    assert (tmp_path / "advice.md").exists()


@pytest.mark.parametrize(("language", "encoding"), [("fr", "cp1252"), ("fr", "ascii"), ("en", "cp437")])
@every_command
def test_an_old_console_gets_what_it_can_show(arguments: list[str], language: str, encoding: str, user: User) -> None:
    """No letter that a console lacks stops a command."""
    run = runs(user.home, *arguments, LANG=LOCALES[language], LC_ALL="C", PYTHONIOENCODING=encoding)
    assert run.returncode == 0, run.stderr
    assert run.stdout
    assert NEVER_SHOWN not in run.stderr


@pytest.mark.parametrize("day", ["1970-01-01", "2999-12-31"])
def test_a_clock_that_jumped_spoils_nothing(day: str, tmp_path: Path) -> None:
    """A draft from another age is resumed; leads of the future are listed, and never too old."""
    user = User(tmp_path)
    with interview(user, FOUNDER) as founder:
        founder.answers_all(until="growth")
        founder.terminal.kill()
    draft = user.state / "questions-1.json"
    document = json.loads(draft.read_text(encoding="utf-8"))
    draft.write_text(json.dumps(document | {"started": day}), encoding="utf-8")
    with interview(user, FOUNDER, "ask", "--resume") as founder:
        founder.sees(QUESTIONNAIRE.question("growth"))
        founder.terminal.kill()
    keep_lead(tmp_path / "leads", QUESTIONNAIRE, FOUNDER, Consent(date.fromisoformat(day), "Yes."))
    assert user.runs("leads", "--folder", "leads").returncode == 0
    purged = user.runs("leads", "--folder", "leads", "purge", "--older-than", "1y", "--yes")
    assert purged.returncode == 0
    assert len(list((tmp_path / "leads").iterdir())) == (day > "2026")


ANOTHER_DAY = """
import sys
from coo_advisor import __main__
from coo_advisor.system import clock
day = tuple(map(int, sys.argv.pop(1).split("-")))
clock.localtime = lambda: day
__main__.main()
"""


@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01", "9999-12-31"])
def test_a_computer_whose_clock_is_wrong_works_and_deletes_nothing_young(day: str, user: User) -> None:
    """On the first and the last day of all, leads are listed and documents written; only an old lead is ever too old."""
    for arguments in (
        ["recommend", "answers.yaml", "-o", "advice.md"],
        ["leads", "--folder", "leads"],
        ["leads", "--folder", "leads", "purge", "--older-than", "9000y", "--yes"],
    ):
        run = ran(user, [sys.executable, "-c", ANOTHER_DAY, day, *arguments])
        assert run.returncode == 0, run.stderr
    assert (user.home / "advice.md").exists()
    assert len(list((user.home / "leads").iterdir())) == 1


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC+99", "nonsense", ":/etc/passwd"])
def test_any_time_zone_has_a_day(zone: str, user: User) -> None:
    """A time zone that no place has stops nothing that looks at the day."""
    purged = user.runs("leads", "--folder", "leads", "purge", "--older-than", "3y", "--yes", TZ=zone)
    assert purged.returncode == 0, purged.stderr
    advised = user.runs("recommend", "answers.yaml", "-o", "advice.md", TZ=zone)
    assert advised.returncode == 0, advised.stderr


class Peeping(Founder):
    """A founder whose window shows the start of a page, and of one choice."""

    def page(self, question: Question) -> Page:
        return self._start(super().page(question))

    def settled_page(self) -> Page:
        return self._start(super().settled_page())

    def review_page(self) -> Page:
        return self._start(super().review_page())

    def menu_page(self) -> Page:
        return self._start(super().menu_page())

    def moves_to(self, label: str) -> None:
        for _ in range(100):
            if self.points_at(label):
                return
            before = self.terminal.pointed()
            self.terminal.send(DOWN)
            self.terminal.wait_until(lambda before=before: self.terminal.pointed() not in ("", before), "another one")
        pytest.fail(f"no choice {label!r}")

    def _start(self, page: Page) -> Page:
        return Page(page.title[:32].rpartition(" ")[0])


@pytest.mark.parametrize(
    ("answers", "language"), [(FOUNDER, "fr"), (COO, "en"), (LEAVING, "fr")], ids=["founder", "coo", "leaving"]
)
def test_a_window_of_five_short_lines_is_enough(answers: Answers, language: str, tmp_path: Path) -> None:
    """Even on 20 columns and 5 rows every answer can be found and given, up to the document."""
    user = User(tmp_path, language)
    with user.sits("ask", "-o", "advice.md", columns=20, rows=5) as terminal:
        founder = Peeping(terminal, user.words, answers)
        founder.answers_all()
        founder.asks_for_the_recommendation()
        founder.is_done()
    assert (tmp_path / "advice.md").exists()
    assert user.drafts() == ["questions-1.json"]


def test_a_window_that_changes_during_a_question_shows_it_again(tmp_path: Path) -> None:
    """Shrunk to almost nothing and drawn large again, the page is whole and the pointer where it was."""
    user = User(tmp_path)
    with interview(user, FOUNDER) as founder:
        founder.answers_all(until="operations_lead")
        question = QUESTIONNAIRE.question("operations_lead")
        label = founder.label(question, "coo")
        founder.moves_to(label)
        for columns, rows in ((20, 5), (200, 60), (1, 1), (80, 24)):
            founder.terminal.resize(columns, rows)
        founder.terminal.wait_for_page(founder.page(question))
        assert founder.points_at(label)
        founder.terminal.send(ENTER)
        founder.terminal.wait_until(lambda: user.kept().get("operations_lead") == "coo", "the answer on disk")
