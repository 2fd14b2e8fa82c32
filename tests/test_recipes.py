"""The recipes of CONTRIBUTING, followed to the letter on a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LOADING = "coo_advisor/questionnaire/loading.py"
FORMATS = "coo_advisor/report/formats.py"
REFERENCE = "docs/reference.md"


class Copy:
    """A copy of the project, to be edited as a recipe says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        ignored = shutil.ignore_patterns(".*", "__pycache__")
        shutil.copytree(ROOT, folder, ignore=ignored)
        shutil.copytree(ROOT / ".ci", folder / ".ci")

    def write(self, file: str, text: str) -> None:
        """Writes a new file."""
        path = self.folder / file
        assert not path.exists()
        path.write_text(text, encoding="utf-8")

    def edit(self, file: str, before: str, after: str) -> None:
        """Replaces a passage that stands in a file once."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, (file, before)
        path.write_text(text.replace(before, after), encoding="utf-8")

    def add(self, file: str, above: str, text: str) -> None:
        """Adds a passage above a line that stands in a file once."""
        self.edit(file, above, text + above)

    def run(self, *words: str) -> str:
        """What the copy's program says; it must succeed."""
        return self._python("-m", "coo_advisor", *words)

    def test(self, *tests: str) -> None:
        """Runs tests of the copy, named `file` or `file::test`; they must pass."""
        named = [f"tests/test_{test}" for test in tests]
        self._python("-m", "pytest", "-n", "0", "-p", "no:cacheprovider", *named)

    def _python(self, *words: str) -> str:
        own = {"PYTHONPATH": str(self.folder), "HOME": str(self.folder), "PYTHONUTF8": "1"}
        ran = subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], **own},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout


def recipe(title: str) -> str:
    """The text of a recipe."""
    (text,) = re.findall(rf"^### {title}\n(.*?)^### ", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    return str(text)


def block(title: str, number: int = 0) -> str:
    """One of the blocks of a recipe."""
    return str(re.findall(r"^```\w+\n(.*?)^```$", recipe(title), re.MULTILINE | re.DOTALL)[number])


def inline(title: str, start: str) -> str:
    """The code in a recipe's text that starts so."""
    (code,) = re.findall(rf"`({re.escape(start)}[^`]*)`", re.sub(r"\n\s*", " ", recipe(title)))
    return str(code)


def add_a_question(copy: Copy) -> None:
    """Proved, compared with the version before, and not noticed by tests of the engine."""
    shutil.copy(copy.folder / "questions.yaml", copy.folder / "before.yaml")
    copy.add("questions.yaml", "  - id: needs\n    kind: several\n", block("Add a question") + "\n")
    assert " right, 0 wrong" in copy.run("check", "questions.yaml", "--lang", "en")
    assert "meetings" in copy.run("diff", "before.yaml", "questions.yaml")
    copy.test(
        "flow.py",
        "rank.py::test_columns_are_named_if_their_names_are_no_ids",
        "cli.py::test_the_template_is_an_answers_file",
    )


def add_a_scenario(copy: Copy) -> None:
    """Loaded, proved and reached."""
    fallback = "  - id: no_change\n    title:"
    copy.add("questions.yaml", fallback, block("Add a scenario") + "\n")
    assert "coaching" in copy.run("check", "questions.yaml", "--lang", "en")


def add_a_case(copy: Copy) -> None:
    """Read and run with the others."""
    path = copy.folder / "tests" / "cases.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.rstrip("\n") + "\n" + block("Add a case"), encoding="utf-8")
    cases = before.count("\n- id: ") + 1
    assert f"Cases: {cases} right, 0 wrong" in copy.run("check", "questions.yaml", "--lang", "en")


def add_an_option_of_help(copy: Copy) -> None:
    """Beside the other options in the document."""
    copy.add("questions.yaml", "    - id: support\n      label:", block("Add an option of help"))
    assert "A better tool" in copy.run("recommend", "docs/answers.yaml", "--lang", "en", "--format", "md")


def add_a_key(copy: Copy) -> None:
    """Read, in the schema, and held against the reference."""
    title = "Add a key to questions.yaml"
    copy.edit("coo_advisor/questionnaire/model.py", "    readiness: bool = False\n", field_of(title))
    flag = '        {"readiness": Key("True for a signal that may never move the recommendation.", YesNo())},\n'
    key = inline(title, '"owner')
    copy.edit(LOADING, flag, flag.replace("{", f"{{{key}, ", 1))
    copy.edit(REFERENCE, "`id`, `name`, `meaning` (one sentence)", "`id`, `name`, `owner`, `meaning` (one sentence)")
    copy.edit(
        "questions.yaml",
        '    name: {fr: "Poste", en: "Role"}\n',
        '    name: {fr: "Poste", en: "Role"}\n    owner: {fr: "Léa", en: "Lea"}\n',
    )
    schema = copy.run("schema")
    assert "Who looks after it." in schema
    (copy.folder / "docs" / "questions.schema.json").write_text(schema, encoding="utf-8")
    copy.edit("tests/mistakes.py", "WHOLE = (\n    VALID", f"WHOLE = (\n    VALID{inline(title, '.replace')}")
    copy.test(
        "docs.py::test_every_key_of_the_questionnaire_is_documented",
        "schema.py::test_the_file_for_editors_is_up_to_date",
        "schema.py::test_the_whole_questionnaire_is_valid",
        "schema.py::test_the_whole_questionnaire_has_every_key",
        "schema.py::test_every_key_is_explained",
        "loading.py",
    )


def field_of(title: str) -> str:
    """The field that a recipe adds below the one that is there."""
    return f"    readiness: bool = False\n    {inline(title, 'owner: Text')}\n"


def add_a_language(copy: Copy) -> None:
    """Spoken, documented, and asked for in a questionnaire that speaks it."""
    words = copy.folder / "coo_advisor" / "wording"
    shutil.copy(words / "en.yaml", words / "it.yaml")
    copy.edit(REFERENCE, "| `--lang en` or `fr` |", "| `--lang en`, `fr` or `it` |")
    path = copy.folder / "questions.yaml"
    path.write_text(
        yaml.safe_dump(spoken(yaml.safe_load(path.read_bytes())), allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    assert "An interim COO" in copy.run("recommend", "docs/answers.yaml", "--lang", "it")
    copy.test(
        "docs.py::test_every_language_is_documented", "house.py::test_every_language_says_the_same_things", "wording.py"
    )


def spoken(value: object) -> object:
    """A part of a questionnaire in one more language, which says what English does."""
    if isinstance(value, dict):
        inner = {key: spoken(each) for key, each in value.items()}
        return {**inner, "it": value["en"]} if isinstance(value.get("en"), str) else inner
    if value == ["fr", "en"]:
        return ["fr", "en", "it"]
    return [spoken(each) for each in value] if isinstance(value, list) else value


def add_a_report_format(copy: Copy) -> None:
    """Printed, written by its suffix, named in help and in the reference."""
    title = "Add a report format"
    copy.write("coo_advisor/report/org.py", block(title))
    copy.edit(FORMATS, '    JSON = "json"\n', f'    JSON = "json"\n    {inline(title, "ORG")}\n')
    copy.add(FORMATS, '    raise ValueError(f"no file', block(title, 1))
    copy.edit(
        REFERENCE, "| `--format text`, `md`, `html` or `json` |", "| `--format text`, `md`, `html`, `json` or `org` |"
    )
    path = copy.folder / REFERENCE
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "`.html` or `.json` by its suffix", "`.html`, `.json` or `.org` by its suffix"
        ),
        encoding="utf-8",
    )
    copy.edit("CONTRIBUTING.md", "`html`, `as_json`,", "`html`, `as_json`, `org`,")
    said = copy.run("recommend", "docs/answers.yaml", "--lang", "en", "--format", "org", "-o", "advice.org")
    assert said.startswith("#+TITLE: ")
    assert (copy.folder / "advice.org").read_text(encoding="utf-8") == said
    assert ".org" in copy.run("ask", "--help")
    copy.test(
        "docs.py::test_every_format_is_documented",
        "docs.py::test_every_suffix_is_documented",
        "house.py::test_contributing_has_the_room_of_every_module",
    )


def add_a_command(copy: Copy) -> None:
    """Run, helped, and documented."""
    title = "Add a command"
    copy.write("coo_advisor/commands/count.py", block(title))
    app = "coo_advisor/commands/app.py"
    copy.add(app, "from coo_advisor.commands.leads import", "from coo_advisor.commands.count import count\n")
    copy.add(app, "    (_WRITING, schema, ", f"    {inline(title, '(_WRITING')}\n")
    for language in ("en", "fr"):
        copy.add(f"coo_advisor/wording/{language}.yaml", "help_schema: ", f"{inline(title, 'help_count')}\n")
    copy.add(REFERENCE, "| `coo-advisor schema` |", "| `coo-advisor count` | counts the questions |\n")
    copy.add(REFERENCE, "### Everywhere\n", "### Count\n\n```sh\ncoo-advisor count\n```\n\n")
    copy.edit("CONTRIBUTING.md", "`ask`, `recommend`, `leads`,", "`ask`, `count`, `recommend`, `leads`,")
    assert int(copy.run("count")) > 10
    assert "Counts the questions." in copy.run("--help", "--lang", "en")
    copy.test(
        "docs.py::test_every_command_is_documented",
        "docs.py::test_every_option_is_documented",
        "help.py::test_help_is_whole_sentences_in_the_readers_language[count-en]",
        "house.py::test_every_language_says_the_same_things",
        "house.py::test_imports_run_down_only",
        "house.py::test_contributing_has_the_room_of_every_module",
    )


RECIPES = {
    "Add a question": add_a_question,
    "Add a scenario": add_a_scenario,
    "Add a case": add_a_case,
    "Add an option of help": add_an_option_of_help,
    "Add a key to questions.yaml": add_a_key,
    "Add a language": add_a_language,
    "Add a report format": add_a_report_format,
    "Add a command": add_a_command,
}


def test_every_recipe_is_followed() -> None:
    """CONTRIBUTING has no recipe that nobody follows here."""
    assert re.findall(r"^### (Add .*)$", CONTRIBUTING, re.MULTILINE) == list(RECIPES)


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_works_to_the_letter(title: str, tmp_path: Path) -> None:
    """What a recipe says, and nothing else, is enough."""
    follow: Callable[[Copy], None] = RECIPES[title]
    follow(Copy(tmp_path / "project"))
