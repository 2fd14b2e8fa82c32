"""What a shell completes: commands, options, formats, languages and the ids of kept leads; files it completes itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def completed(home: Path, line: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    words = line.split(" ")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_DATA_HOME": str(home)}
    asked = {"_COO_ADVISOR_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    program = [
        sys.executable,
        "-c",
        "import sys; sys.argv[0] = 'coo-advisor'; from coo_advisor.commands.app import main; main()",
    ]
    found = subprocess.run(program, env=environment | asked, capture_output=True, encoding="utf-8", check=False)
    assert found.stderr == ""
    return found.stdout.split()


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("coo-advisor re", ["recommend"]),
        ("coo-advisor leads ", ["show", "forget", "purge"]),
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
    for id in ("2026-11-23-atelier-nord-4f2a", "2025-01-02-sud-07c1"):
        (folder / f"{id}.yaml").write_text("company: A\n")
    assert completed(tmp_path, line) == offered
