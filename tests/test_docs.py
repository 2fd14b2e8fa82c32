"""The documents say what is true: commands, options, formats, keys and columns are those of the program."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from enum import EnumType
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import typer.main
from documents import ANSWERS, PROOFS, README, ROOT, blocks, module, rows, section
from questionnaires import NONE, TEXTS, question
from questionnaires import questionnaire as made_of

from coo_advisor.commands.app import app
from coo_advisor.leads.columns import RESULT
from coo_advisor.questionnaire.conditions import Names
from coo_advisor.questionnaire.loading import questionnaire_shape
from coo_advisor.questionnaire.model import Scenario
from coo_advisor.reading.shapes import ListOf, MapOf, Record
from coo_advisor.report.formats import SUFFIXES
from coo_advisor.report.ranking_files import LEFT, RESULTS
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.walk import Walk
from coo_advisor.wording.words import LANGUAGES, load_words

REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
FRENCH = (ROOT / "docs" / "LISEZMOI.fr.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
OPTION = re.compile(r"(?<![\w-])(?:--[a-z][a-z-]+|-[a-z])(?![\w-])")


# --------------------------------------------------------------------------------------------- commands and options


def commands() -> dict[str, Any]:
    """Every command with what typer knows of it."""
    return typer.main.get_command(app).commands  # type: ignore[attr-defined, no-any-return]


def options(command: Any) -> set[str]:
    """The names of a command's options."""
    names = [*(name for each in command.params for name in (*each.opts, *each.secondary_opts))]
    return {name for name in names if name.startswith("-")}


def all_options(command: Any) -> set[str]:
    """The names of a command's options, and of its own commands'."""
    return options(command).union(*map(options, getattr(command, "commands", {}).values()))


def told(title: str) -> set[str]:
    """The options that the reference's table under a heading names."""
    return {name for row in rows(section(REFERENCE, title)) for name in OPTION.findall(row[0])}


def test_every_command_is_documented() -> None:
    """The reference's table has each command that the program has, and no other."""
    table = rows(section(REFERENCE, "Commands"))
    documented = {row[0].split(" ", 1)[1] for row in table if row[0].startswith("coo-advisor ")}
    known = [(name, *inner) for name, command in commands().items() for inner in [(), *inner_commands(command)]]
    assert {re.match(r"[a-z]+( [a-z]+)?", each)[0] for each in documented} == {" ".join(each) for each in known}


def inner_commands(command: Any) -> list[tuple[str]]:
    """The names of a command's own commands."""
    return [(name,) for name in getattr(command, "commands", {})]


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_option_is_documented(name: str) -> None:
    """The reference names each option of a command where it speaks of that command, or for all commands."""
    known = all_options(commands()[name])
    assert known <= told(name.capitalize()) | told("Everywhere")


def test_no_option_is_made_up() -> None:
    """Each option that the reference's tables name exists."""
    assert told("Everywhere") <= options(typer.main.get_command(app)) | {"-h", "--help"}
    for name, command in commands().items():
        assert told(name.capitalize()) <= all_options(command), name


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_format_is_documented(name: str) -> None:
    """If an option takes one of a few words, the reference lists exactly these."""
    listed = {row[0].split()[0]: listed_words(row[0]) for row in rows(section(REFERENCE, name.capitalize()))}
    for option, words in words_of_options(commands()[name]):
        assert listed[option] == words


def words_of_options(command: Any) -> Iterator[tuple[str, list[str]]]:
    """The options of a command that take one of a few words, with these, in order."""
    for kind in get_type_hints(command.callback, include_extras=True).values():
        annotation, *about = get_args(kind) or (kind,)
        for each in (annotation, *get_args(annotation)):
            if isinstance(each, EnumType):
                yield first_long((str(about[0].default), *about[0].param_decls)), [str(word.value) for word in each]


def first_long(names: tuple[str, ...]) -> str:
    """The first of an option's names that is a word."""
    return next(name for name in names if name.startswith("--"))


def listed_words(cell: str) -> list[str]:
    """The words that a cell lists after an option."""
    return [word for word in re.split(r"[ ,]+", cell)[1:] if word != "or"]


def test_every_language_is_documented() -> None:
    """The reference lists the languages that the program speaks."""
    (cell,) = (row[0] for row in rows(section(REFERENCE, "Everywhere")) if row[0].startswith("--lang "))
    assert set(listed_words(cell)) == set(LANGUAGES)


@pytest.mark.parametrize("title", ["Ask", "Recommend"])
def test_every_suffix_is_documented(title: str) -> None:
    """The reference lists the suffixes that advice can be written with."""
    (told_of,) = (row[1] for row in rows(section(REFERENCE, title)) if row[0].startswith("-o "))
    assert set(re.findall(r"\.\w+", told_of)) == set(SUFFIXES)


@pytest.mark.parametrize(
    ("text", "title", "language", "silent"),
    [
        (REFERENCE, "Ask", "en", {"Shift-Tab"}),
        (FRENCH, "Comment se déroule l’entretien", "fr", {"Maj-Tab"}),
    ],
    ids=["reference", "French page"],
)
def test_every_key_at_the_terminal_is_documented(text: str, title: str, language: str, silent: set[str]) -> None:
    """A table of keys has those that pages announce, and the one that they are silent about."""
    hints = [
        hint for key, hint in load_words(language).texts.items() if key.startswith(("keys_", "key_")) and " " in hint
    ]
    announced = {re.match(r"↑ ↓|\S+", each)[0] for hint in hints for each in re.split(r"\s·\s", hint)}  # type: ignore[index]
    documented = [key for row in rows(section(text, title)) if len(row) == 2 for key in row[0].split(", ")]
    assert {key for key in documented if not key.startswith("-")} == announced | silent


def test_every_column_of_a_ranking_is_documented() -> None:
    """The reference explains each column of results, in their order, and names those of rejected leads."""
    text = section(REFERENCE, "Rank")
    columns = [name for row in rows(text) for name in row[0].split(", ") if name.startswith(RESULT)]
    assert columns == [RESULT + name for name in RESULTS]
    (sentence,) = re.findall(r"The file of `--rejected` has ([^.]+)\.", text)
    assert re.findall(r"`(\w+)`", sentence) == list(LEFT)


def test_every_key_of_the_questionnaire_is_documented() -> None:
    """Each key that questions.yaml may have is explained in the reference."""
    known = set(keys(questionnaire_shape(Names(LANGUAGES)))) | {"from", "to"}
    assert {"recommend_from", "suppose", "days_a_month", "unless", "at_least", "within_days", "find_out"} <= known
    text = re.sub(r"```.*?```", "", section(REFERENCE, "Editing the questionnaire"), flags=re.DOTALL)
    explained = set(re.findall(r"[a-z0-9_]+", " ".join(re.findall(r"`([^`]+)`", text))))
    assert known <= explained


def keys(shape: object) -> Iterator[str]:
    """Every key that a shape allows, at any depth."""
    if isinstance(shape, Record):
        for key, inner in {**shape.required, **shape.optional}.items():
            yield key
            yield from keys(inner.shape)
    elif isinstance(shape, ListOf | MapOf):
        yield from keys(shape.shape)
    elif hasattr(shape, "kinds"):
        for record in shape.kinds.values():
            yield from keys(record)
    elif hasattr(shape, "grades"):
        yield from keys(shape.grades)


# ------------------------------------------------------------------------------------------- the commands shown

START = module(".ci/start.py").lines(ROOT / "README.md")
LEADS = ("2026-11-23-atelier-nord-4f2a", "2026-11-24-atelier-sud-07c1")
SHOWN = [
    re.sub(r"\s+# .*", "", line)
    for text in (section(README, "A tour in five lines"), section(REFERENCE, "Commands"))
    for block in blocks(text, "sh")
    for line in block.splitlines()
]
SHOWN += [
    line.rpartition(" && ")[2] for line in (START["interview"], START["recommend"], blocks(FRENCH, "sh")[0].strip())
]


def test_a_new_machine_runs_the_lines_of_readme() -> None:
    """.ci/run takes from README the lines that need no tool but Python's, and runs each; the interview's twice."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    ran = re.findall(r"^python3 \.ci/start\.py (\w+)$", script, re.MULTILINE)
    assert ran == ["interview", "tests", "interview", "recommend"]
    assert set(ran) == {name for name in START if not name.startswith("uv ")}


def test_each_line_of_the_start_is_whole_in_itself() -> None:
    """Each makes the environment, installs what was tested, and runs: with no extras for a founder, with all for a test."""
    environment = "python3 -m venv .venv && .venv/bin/python -m pip install -c .ci/constraints.txt -e "
    assert {
        "interview": f"{environment}. && .venv/bin/coo-advisor",
        "tests": f'{environment}".[dev]" && .venv/bin/python -m pytest',
        "uv interview": "uv run coo-advisor",
        "uv tests": "uv run --extra dev pytest",
        "recommend": f"{environment}. && .venv/bin/coo-advisor recommend docs/answers.yaml",
    } == START
    assert blocks(FRENCH, "sh") == [START[name] + " --lang fr\n" for name in ("interview", "uv interview")]


def test_what_was_tested_is_pinned() -> None:
    """Every library that the program or its tests need has one exact version in .ci/constraints.txt."""
    constraints = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line) for line in constraints)
    pinned = {normal(line.split("==")[0]) for line in constraints}
    assert len(pinned) == len(constraints)
    for needed in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]):
        assert normal(re.split(r"[>=\[]", needed)[0]) in pinned


def normal(name: str) -> str:
    """A library's name as an index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_readme_is_a_front_door() -> None:
    """README is read in two minutes: what is longer stands in the reference."""
    assert len(README.splitlines()) <= 120
    assert len(blocks(section(README, "A tour in five lines"), "sh")[0].splitlines()) == 5


def test_the_french_page_is_typeset_as_french_is() -> None:
    """Apostrophes are curved, and no line breaks before a double sign or inside quotation marks."""
    prose = re.sub(r"^```.*?^```|`[^`]*`|!(?=\[)|\]\([^)]*\)", "", FRENCH, flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r".*'.*|.*(?<!\u00a0)[;:!?»].*|.*«(?!\u00a0).*", prose.replace("|---|---|", "")) == []


def test_the_index_shows_nothing_that_it_does_not_have() -> None:
    """The description for a package index leads to no file of the project and to no made-up address."""
    description = PROJECT["readme"]["text"]
    assert "external, part-time COO" in description
    assert re.findall(r"\]\(|<img|https?:", description) == []
    assert "urls" not in PROJECT
    (author,) = PROJECT["authors"]
    assert author["name"] in (ROOT / "LICENSE").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the documents' commands name, and a program that can be called by its short name."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "docs").mkdir()
    for place in (folder, folder / "docs"):
        shutil.copy(ANSWERS, place)
    for name in ("questions.yaml", "before.yaml"):
        shutil.copy(ROOT / "questions.yaml", folder / name)
    leads = folder / "coo-advisor" / "leads"
    leads.mkdir(parents=True)
    for id in LEADS:
        shutil.copy(ANSWERS, leads / f"{id}.yaml")
    shutil.copytree(leads, folder / "leads")
    (folder / "columns.yaml").write_text(blocks(section(REFERENCE, "Rank"), "yaml")[0], encoding="utf-8")
    (folder / "export.csv").write_text("Effectif,growth\n28,stable\n", encoding="utf-8")
    agreed = '# ===== coo-advisor: answers =====\nconsent: {"at": "2026-11-25", "sentence": "yes"}\nheadcount: 28\n'
    (folder / "mail.txt").write_text(f"{agreed}# ===== coo-advisor: end =====\n", encoding="utf-8")
    (folder / "more.jsonl").write_text('{"headcount": 28}\n', encoding="utf-8")
    return folder


@pytest.mark.parametrize("line", dict.fromkeys(SHOWN))
def test_every_command_shown_runs(line: str, desk: Path) -> None:
    """Each command runs as shown; one that asks questions says that it needs a terminal, once it was understood."""
    programs = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": programs + os.pathsep + os.environ["PATH"]}
    environment |= {"XDG_STATE_HOME": str(desk), "XDG_DATA_HOME": str(desk)}
    agreed = {"-o": " --force", "forget": " --yes"}
    command = line.removeprefix(".venv/bin/") + "".join(
        option for word, option in agreed.items() if f" {word} " in line
    )
    asks = not re.match(r"coo-advisor (recommend|demo|template|rank|check|diff|leads|schema|page)\b", command)
    ran = subprocess.run(
        command,
        shell=True,
        cwd=desk,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if asks:
        assert ran.returncode == 2
        assert ran.stderr.strip() in {load_words(language)("no_terminal") for language in ("en", "fr")}
    else:
        assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    """Links to files of the project lead to files."""
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


# -------------------------------------------------------------------------------------------------------- the proofs


def test_the_cells_of_the_proofs_are_the_programs() -> None:
    """The worked example counts what counting the program's cells finds."""
    shown = [
        re.match(r"(?:total|nothing|after \w) +([\d ]+?)(?:  |$)", line)
        for line in blocks(PROOFS, "text")[0].splitlines()
    ]
    _, *tallies = [[int(digit) for digit in match[1].split()] for match in shown if match]
    worths = [[{}, {"load": 1}, {"load": 3}], [{}, {"load": 2}]]
    questions = [question(f"q{number}", points=worth) for number, worth in enumerate(worths)]
    space = Space(made_of(questions, [Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=60), NONE]))
    walk = Walk(space, {})
    cells = Counter([walk.start])
    for tally in tallies:
        assert {space.fields[0].score(place).points: sets for (_, place), sets in cells.items()} == {
            total: sets for total, sets in enumerate(tally) if sets
        }
        cells = Counter(after for cell in cells.elements() for _, after in walk.steps(cell))
    assert len(tallies) == 3
