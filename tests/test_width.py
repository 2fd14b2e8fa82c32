"""How wide things are printed: as the screen is, as COLUMNS says if that makes sense, and 80 if nobody knows."""

from datetime import date
from pathlib import Path

import pytest
from program import LOCALES, runs
from questionnaires import NORD, TEAM, TEAM_FILE
from rich.console import Console
from rich.text import Text
from terminal import User

from coo_advisor.questionnaire.answers import answers_as_yaml
from coo_advisor.report.consoles import unbroken

WORDS = ("--questions", TEAM_FILE, "recommend", "answers.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with answers that a recommendation follows from."""
    (tmp_path / "answers.yaml").write_text(answers_as_yaml(TEAM, NORD, date(2026, 11, 26)), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("columns", ["0", "-1", "", "7", "1000000000", "99999999999999999999", "wide"])
def test_a_width_that_makes_no_sense_is_80(folder: Path, columns: str) -> None:
    """What is printed into a pipe is the same as if no width is known."""
    known = runs(folder, *WORDS)
    found = runs(folder, *WORDS, COLUMNS=columns)
    assert (found.returncode, found.stdout) == (0, known.stdout)
    assert 60 < max(map(len, known.stdout.splitlines())) <= 80


def test_at_a_terminal_a_width_that_makes_no_sense_is_its_own(folder: Path) -> None:
    """COLUMNS=0 prints the advice all the same."""
    with User(folder, "fr").sits(*WORDS, columns=60, COLUMNS="0") as terminal:
        assert terminal.exit_code() == 0
        assert "Un COO externe par intérim" in terminal.screen()
        assert 40 < max(map(len, terminal.lines())) <= 60


@pytest.mark.parametrize(("columns", "widest"), [("40", 40), ("80", 80), ("200", 90)])
def test_prose_is_as_wide_as_the_screen_and_never_beyond_90(folder: Path, columns: str, widest: int) -> None:
    """Nothing is cut at any width, no line is harder to read than one of 90 columns, and none is filled up."""
    for details in ([], ["--details"]):
        lines = runs(folder, *WORDS, *details, LANG=LOCALES["fr"], COLUMNS=columns).stdout.splitlines()
        assert max(map(len, lines)) <= widest
        assert not [line for line in lines if line.endswith(" ")]


@pytest.mark.parametrize("space", ["\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"])
def test_lines_never_break_at_a_no_break_space(space: str) -> None:
    """What belongs together goes to the next line together at every width, and is printed as it was."""
    together = f"24{space}000{space}€"
    for width in range(10, 40):
        console = Console(width=width, color_system=None)
        with console.capture() as captured:
            console.print(unbroken(Text(f"Ordre de grandeur ici : {together} HT")))
        assert together in captured.get(), width
