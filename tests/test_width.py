"""How wide things are printed: as the screen is, as COLUMNS says if that makes sense, and 80 if nobody knows."""

from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text
from terminal import User

from coo_advisor.report.consoles import unbroken

ANSWERS = Path(__file__).parent.parent / "docs" / "answers.yaml"


@pytest.mark.parametrize("columns", ["0", "-1", "", "7", "1000000000", "99999999999999999999", "wide"])
def test_a_width_that_makes_no_sense_is_80(tmp_path: Path, columns: str) -> None:
    """What is printed into a pipe is the same as if no width is known."""
    user = User(tmp_path)
    known = user.runs("recommend", ANSWERS)
    found = user.runs("recommend", ANSWERS, COLUMNS=columns)
    assert (found.returncode, found.stdout) == (0, known.stdout)
    assert 60 < max(map(len, known.stdout.splitlines())) <= 80


def test_at_a_terminal_a_width_that_makes_no_sense_is_its_own(tmp_path: Path) -> None:
    """COLUMNS=0 prints the advice all the same."""
    with User(tmp_path, "fr").sits("recommend", ANSWERS, columns=60, COLUMNS="0") as terminal:
        assert terminal.exit_code() == 0
        assert "Un COO externe par intérim" in terminal.screen()
        assert 40 < max(map(len, terminal.lines())) <= 60


@pytest.mark.parametrize(("columns", "widest"), [("40", 40), ("80", 80), ("200", 90)])
def test_prose_is_as_wide_as_the_screen_and_never_beyond_90(tmp_path: Path, columns: str, widest: int) -> None:
    """Nothing is cut at any width, no line is harder to read than one of 90 columns, and none is filled up."""
    for details in ([], ["--details"]):
        lines = User(tmp_path, "fr").runs("recommend", ANSWERS, *details, COLUMNS=columns).stdout.splitlines()
        assert max(map(len, lines)) <= widest
        assert not [line for line in lines if line.endswith(" ")]


@pytest.mark.parametrize("space", ["\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"])
def test_lines_never_break_at_a_no_break_space(space: str) -> None:
    """What belongs together goes to the next line together, and is printed as it was."""
    console = Console(width=20, color_system=None)
    with console.capture() as captured:
        console.print(unbroken(Text(f"Ordre de grandeur ici{space}: 24{space}000{space}€ HT")))
    assert captured.get() == f"Ordre de grandeur \nici{space}: 24{space}000{space}€ HT\n"
