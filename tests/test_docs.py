"""The documents say what is true: commands, options, keys, points, figures and pictures are those of the program."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from enum import EnumType
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

import pytest
import typer.main
from questionnaires import NONE, TEXTS, question
from questionnaires import questionnaire as made_of

from coo_advisor.commands.app import app
from coo_advisor.leads.columns import RESULT
from coo_advisor.proof.properties import prove
from coo_advisor.questionnaire.answers import load_answers, read_answers
from coo_advisor.questionnaire.conditions import Names
from coo_advisor.questionnaire.loading import load_questionnaire, questionnaire_shape
from coo_advisor.questionnaire.model import Questionnaire, Scenario, Value
from coo_advisor.reading.shapes import ListOf, MapOf, Record
from coo_advisor.report.formats import SUFFIXES
from coo_advisor.report.phrasing import rounded
from coo_advisor.report.ranking_files import LEFT, RESULTS
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.walk import Walk
from coo_advisor.wording.words import LANGUAGES, load_words

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
FRENCH = (ROOT / "docs" / "LISEZMOI.fr.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
PROOFS = (ROOT / "docs" / "proofs.md").read_text(encoding="utf-8")
ANSWERS = ROOT / "docs" / "answers.yaml"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
OPTION = re.compile(r"(?<![\w-])(?:--[a-z][a-z-]+|-[a-z])(?![\w-])")


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next heading of its level or above."""
    (marks,) = re.findall(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    _, _, rest = text.partition(f"{marks} {title}\n")
    return re.split(rf"^#{{1,{len(marks)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of the tables in a text, without their backquotes; headings are left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    heads = {number - 1 for number, line in enumerate(lines) if set(line) <= set("|- :")}
    heads |= {number + 1 for number in heads}
    cells = [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]
    return [each for number, each in enumerate(cells) if number not in heads]


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def module(path: str) -> ModuleType:
    """A script of the project, imported."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    """The shipped one."""
    return load_questionnaire(ROOT / "questions.yaml")


@pytest.fixture(scope="module")
def space(questionnaire: Questionnaire) -> Space:
    """Its answer sets."""
    return Space(questionnaire)


@pytest.fixture(scope="module")
def example(space: Space) -> Assessment:
    """What the answers of the picture come to."""
    return assess(space, load_answers(ANSWERS, space.questionnaire))


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
    """Where an option takes one of a few words, the reference lists exactly these."""
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


def test_every_key_of_the_questionnaire_is_documented(questionnaire: Questionnaire) -> None:
    """Each key that questions.yaml may have is explained in the reference."""
    known = set(keys(questionnaire_shape(Names(questionnaire.languages)))) | {"from", "to"}
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


@pytest.mark.parametrize("line", SHOWN)
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


def test_the_answers_file_of_the_reference_can_be_read(questionnaire: Questionnaire, example: Assessment) -> None:
    """The reference's answers are part of the picture's."""
    (block,) = blocks(section(REFERENCE, "Answers files"), "yaml")
    answers = read_answers(block.encode(), "reference", questionnaire)
    assert answers
    assert answers.items() <= example.answers.items()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    """Links to files of the project lead to files."""
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_pictures_show_what_the_program_shows() -> None:
    """Each picture has the words that are drawn today; docs/picture.py draws it anew."""
    for path, content in module("docs/picture.py").pictures():
        assert words_in(path.read_text(encoding="utf-8")) == words_in(content), path.name


def words_in(picture: str) -> list[str]:
    """What stands in a picture, cell by cell."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


# -------------------------------------------------------------------------------------------------------- the method


def test_the_method_tells_the_weights(questionnaire: Questionnaire) -> None:
    """Each need signal with its weight in each scenario, and nothing else."""
    for column, scenario in enumerate(questionnaire.candidates, start=1):
        table = {row[0]: row[column] for row in rows(section(METHOD, "Weights"))}
        need = [signal.id for signal in questionnaire.signals if not signal.readiness]
        assert table == {signal: str(scenario.weights.get(signal, "–")) for signal in need}


def test_the_method_tells_the_thresholds(questionnaire: Questionnaire) -> None:
    """Each scenario with the score that it is recommended from."""
    first = section(METHOD, "Thresholds").strip().split(".")[0]
    told = {id: int(percent) for id, percent in re.findall(r"`(\w+)`[^`]*? from (\d+)", first)}
    assert told == {scenario.id: scenario.recommend_from for scenario in questionnaire.candidates}


def test_the_worked_example_adds_up(example: Assessment) -> None:
    """Each reason of the example is in the method's table, in points times weights, and the sum is its score."""
    assert example.focus
    *table, total = rows(section(METHOD, "An example to add up by hand"))
    expected = []
    for each in example.evidence:
        assert each.points is not None
        weight = example.focus.weights[each.signal.id]
        product = f"{each.points // weight} × {weight} = {each.points}"
        expected.append([each.question.id, str(each.value), each.signal.id, product, str(each.most)])
    assert table == expected
    points = sum(each.points or 0 for each in example.evidence)
    most = sum(each.most for each in example.evidence)
    assert total == ["total", "", "", str(points), str(most)]
    assert Fraction(100 * points, most) == example.outcomes.spans["interim"].low
    assert f"{points} of {most} is {100 * points / most:.1f}%" in METHOD


def test_the_worked_example_tells_the_rest(space: Space, example: Assessment) -> None:
    """The verdict, what would change it, the interval of a missing answer and the readiness are the program's."""
    assert example.recommendation
    assert example.recommendation.id == "interim"
    (change,) = next(detour.changes for detour in example.would_change if detour.to == "no_change")
    assert (change.question, change.after) == ("bottleneck", "hands")
    open_answers = {id: value for id, value in example.answers.items() if id != "founder_away"}
    span = assess(space, open_answers).outcomes.spans["interim"]
    assert f"{rounded(span.low)}% to {rounded(span.high)}%" in METHOD
    assert example.readiness
    assert example.readiness.grade
    assert f"{rounded(example.readiness.span.low)}%, grade {example.readiness.grade.id}" in METHOD


STEPS = {
    "founder": ("founder_week", "founder_away", "founder_stepback"),
    "coo": ("coo_week", "coo_away", "coo_stepback"),
}


@pytest.mark.parametrize(("step", "recommended"), [(1, False), (2, True)])
def test_the_thresholds_part_the_profiles_that_the_method_describes(space: Space, step: int, recommended: bool) -> None:
    """The second choice everywhere stays below both thresholds, the third reaches them, with the figures told."""
    row = rows(section(METHOD, "Thresholds"))[step - 1]
    figures = []
    for lead, scaled in STEPS.items():
        answers: dict[str, Value | None] = {
            "headcount": 9,
            "growth": "stable",
            "operations_lead": lead,
            "bottleneck": "coordination",
        }
        answers |= {"stuck_decisions": "none"} | ({"coo_staying": "settled"} if lead == "coo" else {})
        for id in (*scaled, "recurring_problems"):
            answers[id] = space.question(id).choices[step].id
        figures += score(assess(space, answers))
        assert (assess(space, answers).outcomes.possible.keys() != {"no_change"}) is recommended
    assert row[1:] == figures


def score(assessment: Assessment) -> list[str]:
    """A score as the method writes it: points of most, and percent."""
    points = sum(each.points or 0 for each in assessment.evidence)
    most = sum(each.most for each in assessment.evidence)
    return [f"{points} of {most}", f"{rounded(Fraction(100 * points, most))}%"]


def test_a_departure_without_successor_is_enough(space: Space) -> None:
    """The calmest company whose COO leaves gets the scores told, an interim without a successor, and none with one."""
    calm: dict[str, Value | None] = {
        "headcount": 9,
        "growth": "stable",
        "operations_lead": "coo_leaving",
        "bottleneck": "none",
    }
    calm |= {"coo_away": "runs", "recurring_problems": "rarely", "stuck_decisions": "none"}
    table = {
        row[0]: row[1:] for row in rows(section(METHOD, "Why a departure without a successor is enough on its own"))
    }
    for successor in ("hired_later", "none"):
        assessment = assess(space, {**calm, "successor": successor})
        points, percent = score(assessment)
        assert [f"{table[successor][0].split(' = ')[1]} of {table[successor][1]}", table[successor][2]] == [
            points,
            percent,
        ]
        assert list(assessment.outcomes.possible) == ["interim"]
    assert table["ready"][-1] == "ruled out"
    assert list(assess(space, {**calm, "successor": "ready"}).outcomes.possible) == ["no_change"]


def test_the_method_tells_the_exclusions_and_the_grades(questionnaire: Questionnaire) -> None:
    """Every answer that rules a scenario out, and every grade with where it starts."""
    excluding: set[tuple[str, ...]] = set()
    for scenario in questionnaire.candidates:
        for clause in chain.from_iterable(chain(*exclusion.when) for exclusion in scenario.unless):
            excluding |= {(clause.question, choice) for choice in clause.choices}
            excluding |= {(clause.question, "to", str(each.high)) for each in clause.ranges}
    excluding = {each for each in excluding if each[0] != "operations_lead"}
    told = {tuple(row[0].split()) for row in rows(section(METHOD, "Exclusions"))}
    assert told == excluding
    grades = [row[:2] for row in rows(section(METHOD, "Readiness"))]
    assert grades == [[grade.id, f"{grade.at_least}%"] for grade in questionnaire.grades]


def test_the_method_tells_the_costs(questionnaire: Questionnaire) -> None:
    """Each amount that the advice compares stands in the method with its source."""
    table = " ".join(" ".join(row) for row in rows(section(METHOD, "Costs")))
    amounts = [amount for option in questionnaire.options for amount in option.amounts]
    assert amounts
    signs = {"EUR": "€", "GBP": "£", "USD": "$"}
    for each in amounts:
        assert f"{signs[each.currency]}{each.low:,}–{each.high:,}" in table
        (source,) = each.source
        assert source.text["en"].split(" ")[0].strip(";") in table


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


def test_the_figures_of_the_proofs_are_the_questionnaires(space: Space) -> None:
    """The number of sets, the share told, and the nodes."""
    counted = prove(space.questionnaire).statistics.by_outcome
    total = sum(counted.values())
    for document in (README, PROOFS):
        assert f"{total:,}" in document
    assert f"{rounded(Fraction(100 * counted['no_change'], total))}% of all sets lead to `no_change`" in PROOFS
    assert f"no position has more than {max(map(len, space.paths.layers({})))} nodes" in PROOFS
