"""What --help says, and what is said of a command line that doesn't work: whole sentences in the reader's language."""

from pathlib import Path
from typing import Any

import pytest
import typer.main
from program import LOCALES, runs
from terminal import WORDS, flat

from coo_advisor.commands.app import app

PATHS = [
    (),
    *((name,) for name in typer.main.get_command(app).commands),  # type: ignore[attr-defined]
    *(("leads", name) for name in typer.main.get_command(app).commands["leads"].commands),  # type: ignore[attr-defined]
]


def command_at(path: tuple[str, ...]) -> Any:
    """The command that some names lead to."""
    command: Any = typer.main.get_command(app)
    for name in path:
        command = command.commands[name]
    return command


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_whole_sentences_in_the_readers_language(tmp_path: Path, path: tuple[str, ...], language: str) -> None:
    """Each option has a sentence, no type of Python shows, and examples stand one a line, below their heading."""
    words = WORDS[language]
    found = runs(tmp_path, *path, "--help", LANG=LOCALES[language])
    assert found.returncode == 0, found.stderr
    assert flat(words("_".join(("help", *path)))) in flat(found.stdout)
    assert not {"Path", "TEXT", "INTEGER", "<", "list["} & set(found.stdout.replace("[", " [ ").split())
    for parameter in command_at(path).params:
        own = "_".join(("option", *(path or ("ask",)), parameter.name))
        assert own in words.texts or f"option_{parameter.name}" in words.texts, parameter.name
    examples = found.stdout.partition(f"\n{words('help_examples')}\n")[2].splitlines()
    assert examples
    assert all(line.startswith(f"  {' '.join(('coo-advisor', *path))}") for line in examples), examples
    assert max(map(len, found.stdout.splitlines())) < 80


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_what_works_everywhere_does(path: tuple[str, ...]) -> None:
    """Every command takes the language behind its name, too."""
    assert "lang" in {parameter.name for parameter in command_at(path).params}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_commands_are_listed_by_whom_they_are_for(tmp_path: Path, language: str) -> None:
    """Founders, consultants and authors each find theirs under one heading."""
    words, shown = WORDS[language], runs(tmp_path, "--help", LANG=LOCALES[language]).stdout
    places = [shown.index(words(f"help_group_{group}")) for group in ("founders", "consultants", "authors")]
    assert places == sorted(places)
    assert places[0] < shown.index("  recommend") < places[1] < shown.index("  rank") < places[2]
    assert places[2] < shown.index("  check")


def test_the_language_of_help_can_be_chosen(tmp_path: Path) -> None:
    """--lang counts wherever it stands, and before the locale."""
    for arguments in (
        ["--lang", "fr", "rank", "--help"],
        ["rank", "--help", "--lang=fr"],
        ["page", "--lang", "fr", "--help"],
    ):
        shown = runs(tmp_path, *arguments).stdout
        assert WORDS["fr"]("help_options") in shown
        assert WORDS["fr"]("help_usage") in shown


@pytest.mark.parametrize(
    ("arguments", "key", "values"),
    [
        (
            ["nonsense"],
            "usage_no_command",
            {"name": "nonsense", "commands": ", ".join(path[0] for path in PATHS if len(path) == 1)},
        ),
        (["recommend"], "usage_missing", {"name": "metavar_ANSWERS"}),
        (["recommend", "x", "--frce"], "usage_no_option_but", {"option": "--frce", "options": "--force"}),
        (["rank", "--top"], "usage_needs_value", {"option": "--top"}),
        (["diff", "a", "b", "c"], "usage_too_much", {"given": "c"}),
        (
            ["--plain", "recommend", "x"],
            "usage_not_here",
            {"command": "recommend", "option": "--plain", "commands": "ask"},
        ),
        (["-o", "x.md", "recommend", "y"], "usage_misplaced", {"option": "-o", "command": "coo-advisor recommend"}),
        (["recommend", "x", "--details", "--format", "json"], "usage_details_are_text", {"form": "json"}),
        (["--plain", "ask"], "usage_misplaced", {"option": "--plain", "command": "coo-advisor ask"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_wrong_command_line_is_one_sentence(
    tmp_path: Path, arguments: list[str], key: str, values: dict[str, str], language: str
) -> None:
    """It says what is wrong, in the reader's language, and exits with 2."""
    found = runs(tmp_path, *arguments, LANG=LOCALES[language])
    assert (found.returncode, found.stdout) == (2, "")
    words = WORDS[language]
    assert found.stderr.splitlines()[0] == words(
        key, **{id: words.texts.get(each, each) for id, each in values.items()}
    )
