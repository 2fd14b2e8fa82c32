"""The rules of the house: clean code, and modules that keep to their rooms."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from string import Formatter

import pytest

from coo_advisor.wording.words import LANGUAGES, load_words

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "coo_advisor"
FOLDERS = (
    "commands",
    "ask",
    "web_page",
    "report",
    "leads",
    "proof",
    "verdict",
    "questionnaire",
    "wording",
    "reading",
    "system",
)
"""The folders from top to bottom; a module in none of them stands above them all."""

CORE = (*FOLDERS[FOLDERS.index("leads") :], "api")
"""What may not import what talks to a terminal."""


@pytest.mark.parametrize("tool", [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]], ids=" ".join)
def test_linter_formatter_and_type_checker_find_nothing(tool: list[str]) -> None:
    """Lint, format and types are clean."""
    found = subprocess.run([sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_core_knows_no_terminal() -> None:
    """What decides imports neither questionary nor rich nor typer, not even indirectly."""
    core = [name for name in modules() if name.split(".")[1] in CORE]
    assert "coo_advisor.verdict.outcomes" in core
    script = f"import sys, {', '.join(core)}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"questionary", "prompt_toolkit", "rich", "typer", "pydantic"}.intersection(loaded.stdout.split())


def test_one_module_imports_questionary() -> None:
    """The questions are drawn in one place."""
    using = [
        name for name, path in modules().items() if "questionary" in {each.split(".")[0] for each in imported(path)}
    ]
    assert using == ["coo_advisor.ask.prompts"]


def test_imports_run_in_no_circle() -> None:
    """Every module builds on others that don't build on it; imports inside functions count too."""
    known = modules()
    graph = {name: {each for each in imported(path) if each in known} for name, path in known.items()}
    assert "coo_advisor.questionnaire.model" in graph["coo_advisor.questionnaire.loading"]
    TopologicalSorter(graph).prepare()


def test_imports_run_down_only() -> None:
    """No module imports from a folder above its own."""
    known = modules()
    assert {name.split(".")[1] for name in known} == {*FOLDERS, "api", "__main__"}
    arrows = {(name, each) for name, path in known.items() for each in imported(path) if each in known}
    assert sorted((name, each) for name, each in arrows if floor(each) < floor(name)) == []


def test_contributing_has_the_room_of_every_module() -> None:
    """The table of CONTRIBUTING names each folder, from top to bottom, with each of its modules."""
    table = re.findall(
        r"^\| `(\w+)/` \|.*\|(.*)\|$", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert tuple(folder for folder, _ in table) == FOLDERS
    for folder, named in table:
        known = {name.split(".")[2] for name in modules() if name.startswith(f"coo_advisor.{folder}.")}
        assert set(re.findall(r"`(\w+)`", named)) == known, folder


def test_what_is_private_stays_in_its_module() -> None:
    """No module imports a name with an underscore from another."""
    private = [(name, each) for name, path in modules().items() for each in imported(path) if "._" in each]
    assert [(name, each) for name, each in private if not each.split(".")[-1].startswith("__")] == []


def test_no_test_builds_on_another() -> None:
    """What several tests need stands in a module of its own."""
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert len(files) > 40
    assert [(path.name, name) for path in files for name in imported(path) if name.startswith("test_")] == []


def test_every_language_says_the_same_things() -> None:
    """The tool's own words have the same keys in every language, with the same values to fill in."""
    first, *others = [load_words(language).texts for language in LANGUAGES]
    assert others
    for texts in others:
        assert {key: fields(text) for key, text in texts.items()} == {key: fields(text) for key, text in first.items()}


def test_what_the_program_says_has_words() -> None:
    """Each key of the wording that the code names stands in the wording."""
    named = {
        node.args[0].value
        for path in modules().values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if ast.unparse(node.func).rpartition(".")[2].strip("_") == "words"
    }
    assert len(named) > 100
    assert named <= load_words(LANGUAGES[0]).texts.keys()


def fields(text: str) -> set[str]:
    """What is filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def modules() -> dict[str, Path]:
    """Every module of the program, by its dotted name."""
    paths = [path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py"]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def floor(name: str) -> int:
    """How far down a module stands."""
    folder = name.split(".")[1]
    return FOLDERS.index(folder) if folder in FOLDERS else -1


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
