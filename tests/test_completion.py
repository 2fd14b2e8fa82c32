"""What a shell completes: commands, options, formats, languages and the ids of kept leads; files it completes itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = "import sys; sys.argv[0] = 'coo-advisor'; from coo_advisor.commands.app import main; main()"


def completed(home: Path, line: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    words = line.split(" ")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_DATA_HOME": str(home)}
    asked = {"_COO_ADVISOR_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment | asked, capture_output=True, encoding="utf-8", check=False
    )
    assert found.stderr == ""
    return found.stdout.split()


HOSTILE = (
    "2026-1$(touch evil)",
    "2026-1`touch evil`",
    "2026-1'\"$(touch evil)'\"",
    "2026-1;touch evil",
    "2026-1\ntouch evil",
    "2026-1*",
    "2026-1)) touch evil",
    "2026-1é",
    "-o",
    "~root",
    "=sh",
    ".2026-1",
)
"""Ids that a shell would obey, expand, or take for options."""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("coo-advisor re", ["recommend"]),
        ("coo-advisor leads ", ["show", "add", "forget", "purge"]),
        ("coo-advisor rank --re", ["--rejected"]),
        ("coo-advisor rank --format ", ["table", "csv", "json"]),
        ("coo-advisor ask --lang ", ["en", "fr"]),
        ("coo-advisor leads show 2026-1", ["2026-11-23-atelier-nord-4f2a"]),
        ("coo-advisor leads forget ", ["2025-01-02-sud-07c1", "2026-11-23-atelier-nord-4f2a"]),
        ("coo-advisor recommend ", []),
    ],
)
def test_a_shell_completes(tmp_path: Path, line: str, offered: list[str]) -> None:
    """Each word that the program knows is offered; none is for a file, so that the shell offers those."""
    folder = tmp_path / "coo-advisor" / "leads"
    folder.mkdir(parents=True)
    for id in HOSTILE:
        (folder / f"{id}.yaml").write_text("company: A\n")
    for id in ("2026-11-23-atelier-nord-4f2a", "2025-01-02-sud-07c1"):
        (folder / f"{id}.yaml").write_text("company: A\n")
    assert completed(tmp_path, line) == offered


BASH = """
eval "$(_COO_ADVISOR_COMPLETE=source_bash coo-advisor)"
COMP_WORDS=(coo-advisor leads show 2026-) COMP_CWORD=3
_coo_advisor_completion coo-advisor
printf '%s\n' "${COMPREPLY[@]}"
"""
ZSH = """
_arguments() { print -r -- "$@" }
compdef() { :; }
words=(coo-advisor leads show 2026-) CURRENT=4
eval "$(_COO_ADVISOR_COMPLETE=source_zsh coo-advisor)"
_coo_advisor_completion
"""
"""What the shells run when Tab is pressed; zsh's own `_arguments`, which evaluates what it is given, only prints it."""


@pytest.mark.parametrize(("shell", "script"), [("bash", BASH), ("zsh", ZSH)])
def test_a_file_in_the_folder_runs_nothing_on_tab(shell: str, script: str, tmp_path: Path) -> None:
    """The shell's own completion offers the plain ids and has nothing else to evaluate or to put on the line."""
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    folder = tmp_path / "coo-advisor" / "leads"
    folder.mkdir(parents=True)
    for id in (*HOSTILE, "2026-11-23-nord-4f2a"):
        (folder / f"{id}.yaml").write_text("company: A\n")
    program = tmp_path / "bin" / "coo-advisor"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{PROGRAM}")
    program.chmod(0o755)
    environment = {"PATH": f"{program.parent}:{os.environ['PATH']}", "XDG_DATA_HOME": str(tmp_path)}
    found = subprocess.run(
        [shell, "-c", script], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert found.stdout.split("\n")[0] in ("2026-11-23-nord-4f2a", '*: :(("2026-11-23-nord-4f2a"))')
    assert (found.stdout.count("\n"), found.stderr) == (1, "")
    assert not (tmp_path / "evil").exists()
