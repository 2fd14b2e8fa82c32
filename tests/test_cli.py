"""The commands as other programs see them: files, pipes, exit codes."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from program import runs
from questionnaires import NORD, PLANT_FILE, TEAM, TEAM_FILE

from coo_advisor.questionnaire.answers import answers_as_yaml

POT = "months: 40\nsigns: [roots_out]\ncircling: yes\nseason: resting\nafternoon: yes\n"
OF_A_PLANT = ("--questions", str(PLANT_FILE))


def run(folder: Path, *arguments: str, given: str = "", **env: str) -> "subprocess.CompletedProcess[str]":
    """Runs the program in a folder, without a terminal; on teams, unless something else is said."""
    return runs(folder, "--questions", TEAM_FILE, *arguments, given=given, XDG_STATE_HOME=str(folder / "s"), **env)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an answers file."""
    (tmp_path / "answers.yaml").write_text(answers_as_yaml(TEAM, NORD, date(2026, 11, 26)))
    return tmp_path


def test_yaml_json_and_standard_input_give_the_same_result(folder: Path) -> None:
    """The same answers are the same recommendation, whichever way they come."""
    in_json = json.dumps(yaml.load(POT, yaml.BaseLoader))
    (folder / "pot.yaml").write_text(POT)
    (folder / "pot.json").write_text(in_json)
    ways = [("pot.yaml", ""), ("pot.json", ""), ("-", POT), ("-", in_json)]
    results = [run(folder, "recommend", way, "--format", "json", *OF_A_PLANT, given=given) for way, given in ways]
    assert {result.returncode for result in results} == {0}
    assert len({result.stdout for result in results}) == 1
    found = json.loads(results[0].stdout)
    assert found["recommendation"] == "feed"
    assert found["readiness"] == {"low": 100, "high": 100, "grade": "A"}


def test_json_follows_the_contract(folder: Path) -> None:
    """The keys are those of schema 1, and the evidence adds up to the score."""
    found = json.loads(run(folder, "recommend", "-", "--format", "json", *OF_A_PLANT, given=POT).stdout)
    assert list(found) == [
        "schema",
        "questionnaire",
        "recommendation",
        "settled",
        "possible",
        "scenarios",
        "signals",
        "evidence",
        "depends_on",
        "would_change",
        "advantages",
        "readiness",
        "left_out",
        "answered_at",
        "answers",
    ]
    assert found["schema"] == 1
    assert found["left_out"] == []
    assert found["answers"]["circling"] == "yes"
    assert found["scenarios"]["repot"] == {"applies": False}
    assert found["scenarios"]["leave"] == {"applies": True}
    evidence = found["evidence"]
    score = 100 * sum(each["points"] for each in evidence) / sum(each["most"] for each in evidence)
    assert score == pytest.approx(found["scenarios"]["feed"]["low"])
    assert set(evidence[0]) == {"question", "answer", "points", "most", "signal"}
    assert found["would_change"][0]["changes"][0].keys() == {"question", "from", "to"}


def test_an_undecided_result_says_what_it_depends_on(folder: Path) -> None:
    """Missing facts make no recommendation: null, what is left, and the questions that decide."""
    found = json.loads(run(folder, "recommend", "-", "--format", "json", given="operations_lead: coo\n").stdout)
    assert found["recommendation"] is None
    assert found["settled"] is False
    assert found["possible"] == ["support", "no_change"]
    assert found["depends_on"]
    assert found["would_change"] == []
    text = run(folder, "recommend", "-", given="operations_lead: coo\n").stdout
    assert "Undecided so far" in text


def test_outputs_by_suffix_are_written_once(folder: Path) -> None:
    """-o repeats, picks the format by suffix, and replaces a file only with --force."""
    first = run(folder, "recommend", "answers.yaml", "-o", "a.md", "-o", "b.json")
    assert (first.returncode, first.stdout) == (0, "")
    assert (folder / "a.md").read_text().startswith("# ")
    assert json.loads((folder / "b.json").read_text())["recommendation"] == "interim"
    (folder / "a.md").write_text("mine")
    second = run(folder, "recommend", "answers.yaml", "-o", "a.md")
    assert second.returncode == 2
    assert "--force" in second.stderr
    assert (folder / "a.md").read_text() == "mine"
    assert run(folder, "recommend", "answers.yaml", "-o", "c.md", "-o", "a.md").returncode == 2
    assert not (folder / "c.md").exists()
    assert run(folder, "recommend", "answers.yaml", "-o", "a.md", "--force").returncode == 0
    assert (folder / "a.md").read_text() != "mine"
    assert not list(folder.glob(".*"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["recommend", "answers.yaml", "-o", "a.md", "-o", "a.md"],
        ["recommend", "answers.yaml", "-o", "a.json", "-o", "link.json", "--force"],
        ["ask", "-o", "a.json", "--save", "./a.json"],
    ],
)
def test_one_file_is_not_written_twice(folder: Path, arguments: list[str]) -> None:
    """Two results can't go to one file, whatever it is called: that is said before any is written."""
    (folder / "link.json").symlink_to("a.json")
    found = run(folder, *arguments)
    assert found.returncode == 2
    assert " is named twice, and can't hold both." in found.stderr
    assert not list(folder.glob("a.*"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["recommend", "missing.yaml"], "missing.yaml: can't be read"),
        (["recommend", "answers.yaml", "-o", "x.docx"], "no format has the suffix “.docx”. Use one of: .md"),
        (["recommend", "answers.yaml", "-o", "no/such/x.md"], "can't be written"),
        (["recommend", "answers.yaml", "--lang", "xx"], "no language “xx”. Use --lang with one of: fr, en."),
        (["recommend", "answers.yaml", "--questions", "none.yaml"], "none.yaml: can't be read"),
        (["recommend", "answers.yaml", "--format", "word"], "--format"),
        (["recommend"], "ANSWERS"),
        (["nonsense"], "nonsense"),
        (["check", "missing.yaml"], "missing.yaml: can't be read"),
        (["check", "--cases", "missing.yaml"], "missing.yaml: can't be read"),
        (["diff", "missing.yaml", "missing.yaml"], "missing.yaml: can't be read"),
        (["ask", "--save", "answers.txt"], "answers files end in one of"),
    ],
)
def test_bad_input_is_one_message_and_exit_2(folder: Path, arguments: list[str], said: str) -> None:
    """Whatever is wrong with the command, a sentence says what and how to mend it, and no traceback shows."""
    found = run(folder, *arguments)
    assert found.returncode == 2
    assert said in found.stderr
    assert "Traceback" not in found.stderr
    assert found.stdout == ""


def test_a_bad_answers_file_is_reported_line_by_line(folder: Path) -> None:
    """Every problem is reported at once, with its line and the nearest valid name."""
    (folder / "bad.yaml").write_text("headcont: 3\ngrowth: surgin\nheadcount: many\nneeds: experience\n")
    found = run(folder, "recommend", "bad.yaml")
    assert found.returncode == 2
    lines = found.stderr.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["bad.yaml:1", "bad.yaml:2", "bad.yaml:3", "bad.yaml:4"]
    assert "Did you mean “headcount”?" in lines[0]
    assert "Did you mean “surging”?" in lines[1]


def test_answers_of_an_old_version_say_so(folder: Path) -> None:
    """A file that no longer fits names the version it was written for, before what doesn't fit."""
    recorded = 'questionnaire: {version: "0.9", sha256: "00"}\ngrowth: exploding\n'
    (folder / "old.yaml").write_text(recorded)
    found = run(folder, "recommend", "old.yaml")
    assert found.returncode == 2
    assert found.stderr.startswith("old.yaml:1 › questionnaire: was written for version 0.9")
    assert "old.yaml:2 › growth" in found.stderr
    (folder / "old.yaml").write_text(recorded.replace("exploding", "growing"))
    assert run(folder, "recommend", "old.yaml").returncode == 0


@pytest.mark.parametrize("given", ["", "1\n2\n3\n"])
@pytest.mark.parametrize("arguments", [[], ["ask"], ["ask", "--plain"]])
def test_without_a_terminal_one_sentence_names_the_way(folder: Path, arguments: list[str], given: str) -> None:
    """Nobody is asked if nobody can answer: exit 2, and nothing is kept."""
    found = run(folder, *arguments, given=given)
    assert found.returncode == 2
    assert "coo-advisor recommend" in found.stderr
    assert len(found.stderr.splitlines()) == 1
    assert found.stdout == ""
    assert not (folder / "s").exists()


def test_nothing_is_read_from_a_pipe(folder: Path) -> None:
    """What was meant for the next program is still there."""
    script = f"{sys.executable} -m coo_advisor ask; cat"
    found = subprocess.run(
        ["sh", "-c", script], cwd=folder, input="kept\n", capture_output=True, text=True, check=False
    )
    assert found.stdout == "kept\n"


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ({"LANG": "en_GB.UTF-8"}, "An interim COO"),
        ({"LANG": "fr_BE.UTF-8"}, "Un COO externe par intérim"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "Un COO externe par intérim"),
        ({"LANG": "xx_XX.UTF-8"}, "Un COO externe par intérim"),
        ({"LANG": "C"}, "Un COO externe par intérim"),
    ],
)
def test_the_language_is_the_locales_or_the_first_listed(folder: Path, locale: dict[str, str], title: str) -> None:
    """French and English locales get their language, any other the first that the questionnaire lists."""
    assert title in run(folder, "recommend", "answers.yaml", **locale).stdout
    assert "An interim COO" in run(folder, "recommend", "answers.yaml", "--lang", "en", **locale).stdout


def test_a_narrow_code_page_gets_plain_bars(folder: Path) -> None:
    """A console that knows no block characters gets plain ones instead of a crash."""
    found = run(folder, "recommend", "answers.yaml", "--lang", "fr", PYTHONIOENCODING="cp1252")
    assert found.returncode == 0
    assert "####" in found.stdout
    assert "à temps partagé" in found.stdout


def test_colours_are_for_terminals_only(folder: Path) -> None:
    """Text for another program has no escape sequence."""
    assert "\x1b" not in run(folder, "recommend", "answers.yaml").stdout


def test_check_proves_and_exits_1_if_something_fails(folder: Path) -> None:
    """A sound questionnaire holds; one in which a worse answer helps does not, and a witness can be fed back."""
    text = TEAM_FILE.read_text()
    (folder / "good.yaml").write_text(text)
    good = run(folder, "check", "good.yaml", "--format", "json")
    assert good.returncode == 0
    found = json.loads(good.stdout)
    assert found["holds"] is True
    assert found["sets"] > 100_000
    assert text.count("points: {dependency: 3}") == 1
    (folder / "worse.yaml").write_text(text.replace("points: {dependency: 3}", "points: {dependency: 9}"))
    bad = run(folder, "check", "worse.yaml", "--format", "json")
    assert bad.returncode == 1
    (failed,) = [each for each in json.loads(bad.stdout)["properties"] if not each["holds"]]
    assert failed["number"] == 4
    failure = failed["failures"][0]
    for answers in (failure["answers"], failure["other"]):
        (folder / "witness.json").write_text(json.dumps(answers))
        back = run(folder, "recommend", "witness.json", "--format", "json", "--questions", "worse.yaml")
        assert json.loads(back.stdout)["settled"] is True
    assert "fails" in run(folder, "check", "worse.yaml").stdout


def test_check_runs_the_cases_beside_the_questionnaire(folder: Path) -> None:
    """A case that is wrong is listed, and the exit code is 1."""
    (folder / "q.yaml").write_text(TEAM_FILE.read_text())
    case = "cases:\n- {id: X1, about: two, expected: support, complete: false, answers: {operations_lead: founder}}\n"
    (folder / "cases.yaml").write_text(case)
    found = run(folder, "check", "q.yaml")
    assert found.returncode == 1
    assert "X1: expected among others support" in found.stdout
    (folder / "cases.yaml").write_text(case.replace("support", "interim"))
    assert run(folder, "check", "q.yaml").returncode == 0
    (folder / "cases.yaml").write_text(case.replace("founder", "foundr"))
    broken = run(folder, "check", "q.yaml")
    assert broken.returncode == 2
    assert "cases.yaml:2 › cases › X1 › answers › operations_lead" in broken.stderr


def test_diff_counts_what_an_edit_moves(folder: Path) -> None:
    """A raised threshold moves answer sets one way only, with an example that recommend reads."""
    text = TEAM_FILE.read_text()
    (folder / "old.yaml").write_text(text)
    (folder / "new.yaml").write_text(text.replace("recommend_from: 50", "recommend_from: 60", 1))
    found = json.loads(run(folder, "diff", "old.yaml", "new.yaml", "--format", "json").stdout)
    (moved,) = found["moved"]
    assert (moved["from"], moved["to"]) == ("interim", "no_change")
    assert 0 < moved["sets"] < found["sets"]
    (folder / "example.json").write_text(json.dumps(moved["example"]))
    for questions, expected in (("old.yaml", "interim"), ("new.yaml", "no_change")):
        back = run(folder, "recommend", "example.json", "--format", "json", "--questions", questions)
        assert json.loads(back.stdout)["recommendation"] == expected
    assert "None gets another recommendation" in run(folder, "diff", "old.yaml", "old.yaml").stdout
    assert "Aucun ne reçoit un autre avis" in run(folder, "diff", "old.yaml", "old.yaml", "--lang", "fr").stdout


def test_the_start_imports_no_pydantic(folder: Path) -> None:
    """Typer's own conversion of texts and paths, a third of the start, is never needed."""
    script = (
        "import sys; sys.argv = ['x', '--lang', 'en', 'recommend', 'answers.yaml', '-o', 'x.md', '--force', *sys.argv[1:]]\n"
        "from coo_advisor.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('pydantic' in sys.modules, 'rich' in sys.modules)"
    )
    program = [sys.executable, "-c", script, "--questions", str(TEAM_FILE)]
    found = subprocess.run(program, cwd=folder, capture_output=True, text=True, check=True)
    assert found.stdout == "False False\n"


def test_the_start_of_an_interview_knows_no_page() -> None:
    """What is imported up to the first question has nothing of the page in a browser."""
    script = (
        "import sys\nfrom coo_advisor.commands import app, ask, page\nfrom coo_advisor.ask import interview, session\n"
        "print([name for name in sys.modules if name.startswith('coo_advisor.web_page')])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


@pytest.mark.parametrize("command", ["ask", "recommend", "check", "diff"])
def test_help_has_an_example(folder: Path, command: str) -> None:
    """Every command explains itself with an example."""
    found = run(folder, command, "--help")
    assert found.returncode == 0
    assert f"coo-advisor {command}" in " ".join(found.stdout.split()).split("Example", 1)[1]


def test_the_version(folder: Path) -> None:
    """--version prints the version that the package has."""
    from coo_advisor import __version__

    assert run(folder, "--version").stdout == f"coo-advisor {__version__}\n"


def test_the_program_alone_takes_every_option_of_ask(folder: Path) -> None:
    """`coo-advisor` is `coo-advisor ask`: it takes the same options, and needs the same terminal."""
    for options in (["--plain"], ["--fresh"], ["--resume"], ["-o", "x.md"], ["--save", "a.yaml"], ["--lead"]):
        alone, asking = run(folder, *options), run(folder, "ask", *options)
        assert (alone.returncode, alone.stderr) == (asking.returncode, asking.stderr) == (2, asking.stderr)
        assert "No such option" not in alone.stderr


@pytest.mark.parametrize("options", [["--plain"], ["--fresh"], ["--lead"]])
def test_an_option_before_a_command_without_it_names_the_one_that_has_it(folder: Path, options: list[str]) -> None:
    """What would be lost is refused, with the command that it belongs to."""
    found = run(folder, *options, "recommend", "answers.yaml")
    assert found.returncode == 2
    assert found.stderr == f"recommend has no option {options[0]}. These commands have: ask.\n"


def test_an_option_before_its_command_is_not_lost(folder: Path) -> None:
    """An option of the command that stands before it is refused with the right order."""
    found = run(folder, "-o", "x.md", "recommend", "answers.yaml")
    assert found.returncode == 2
    assert "coo-advisor recommend … -o" in found.stderr
    assert not (folder / "x.md").exists()


def test_the_demo_has_a_company_for_every_questionnaire(folder: Path) -> None:
    """Another questionnaire needs no sample of its own."""
    found = run(folder, "demo", *OF_A_PLANT)
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_template_is_an_answers_file(folder: Path, lang: str) -> None:
    """As it is printed it can be read, with nothing known; every question and every choice stands in it."""
    found = run(folder, "template", "--lang", lang)
    assert found.returncode == 0
    (folder / "empty.yaml").write_text(found.stdout, encoding="utf-8")
    assert yaml.safe_load(found.stdout) == dict.fromkeys(each.id for each in TEAM.questions)
    assert json.loads(run(folder, "recommend", "empty.yaml", "--format", "json").stdout)["recommendation"] is None
    for question in TEAM.questions:
        if question.kind != "number":
            assert all(f"#   {choice.id}: " in found.stdout for choice in question.choices)


def test_the_template_of_a_table_is_its_header(folder: Path) -> None:
    """The header's columns are all found by rank, and what may stand in them is explained beside."""
    found = run(folder, "template", "--csv")
    (folder / "leads.csv").write_text(found.stdout + ",".join(["28", *[""] * found.stdout.count(",")]) + "\n")
    ranked = run(folder, "rank", "leads.csv", "--format", "json")
    assert ranked.returncode == 0, ranked.stderr
    assert len(json.loads(ranked.stdout)["leads"]) == 1
    assert "founder: I do, on top of the rest" in found.stderr
