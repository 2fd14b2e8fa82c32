"""What is wrong with someone's files is said in their language, with the file, the line and the remedy."""

import ast
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from subprocess import CompletedProcess

import pytest
import yaml
from mistakes import MISTAKES, changed
from program import LOCALES, runs
from questionnaires import TEAM_FILE

import coo_advisor
from coo_advisor.questionnaire.loading import read_questionnaire
from coo_advisor.system.errors import InvalidFile, Said
from coo_advisor.wording.words import LANGUAGES, load_words

SOURCES = Path(coo_advisor.__file__).parent
FRENCH = yaml.safe_load((SOURCES / "wording" / "messages" / "fr.yaml").read_text(encoding="utf-8"))
SAYING = {
    "Said": slice(0, 1),
    "AdvisorError": slice(0, None),
    "report": slice(1, None),
    "_report": slice(1, None),
    "invalid": slice(1, 3),
    "Problem": slice(3, None),
    "_problem": slice(1, None),
    "Slip": slice(1, None),
    "Matching": slice(1, None),
}
"""What is called with messages, and which of its arguments they are."""


def constants(node: ast.AST) -> Iterator[str]:
    """The texts that an expression can be; of one put together, nothing: it should be a Said."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*constants(node.body), *constants(node.orelse))
    assert not isinstance(node, ast.JoinedStr), f"{ast.unparse(node)} can be said in English only"


def messages() -> set[str]:
    """Every message in the code that is passed on as one."""
    found = set[str]()
    for path in SOURCES.rglob("*.py"):
        if path.name == "api.py":  # for programs
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
                for argument in node.args[SAYING.get(name, slice(0, 0))]:
                    found.update(constants(argument))
            elif isinstance(node, ast.Assign) and {"template", "message", "remedy"} & set(map(_name, node.targets)):
                found.update(constants(node.value))
    return found


def _name(target: ast.expr) -> str:
    return target.id if isinstance(target, ast.Name) else ""


def test_every_message_has_french_words() -> None:
    """What is said when something is wrong is in the catalogue, to the letter of the code."""
    assert messages() > {"is not a question", "has no choice {value}"}
    assert messages() <= FRENCH.keys()


def test_no_words_are_left_without_a_message() -> None:
    """Each key of the catalogue is a text of the code, or of the system; what is filled in is the same."""
    texts = {
        node.value
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    from_system = {os.strerror(number) for number in errno.errorcode}
    assert FRENCH.keys() - texts <= from_system
    for message, french in FRENCH.items():
        if "{…}" not in message and "`{" not in message:
            fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (message, french)]
            assert fields[0] == fields[1], message


@pytest.mark.parametrize("name", MISTAKES)
def test_no_part_of_a_message_stays_in_english(name: str) -> None:
    """Whatever is wrong with a questionnaire, every piece of what is said of it is French."""
    old, new, _ = MISTAKES[name]
    with pytest.raises(InvalidFile) as error:
        read_questionnaire(changed((old, new)).encode(), "q.yaml")
    pieces = [piece for problem in error.value.problems for piece in _pieces(problem.said)]
    assert len(pieces) > 3
    assert {piece.template for piece in pieces} <= FRENCH.keys()


def _pieces(message: Said) -> Iterator[Said]:
    yield message
    for value in message.values.values():
        if isinstance(value, Said):
            yield from _pieces(value)


def in_french(folder: Path, *arguments: str) -> "CompletedProcess[str]":
    """A command on teams, for a user who reads French."""
    return runs(folder, "--questions", TEAM_FILE, *arguments, LANG=LOCALES["fr"])


BAD = "headcont: 3\ngrowth: surgin\nheadcount: dix\nneeds: cost\ncompany: [a]\n"
BAD_IN_FRENCH = """\
bad.yaml:1 › headcont : n’est pas une question. Vouliez-vous dire « headcount » ?
bad.yaml:2 › growth : n’a pas de choix « surgin ». Vouliez-vous dire « surging » ?
bad.yaml:3 › headcount : il faut un nombre entier de 1 à 100000, et non « dix ». Écrivez en chiffres seulement.
bad.yaml:4 › needs : il faut une liste d’identifiants de choix, et non « cost ». Écrivez `[un, autre]`, ou `[]`.
bad.yaml:5 › company : il faut un texte, et non une liste. Écrivez une seule valeur, sans liste ni clés.
"""


@pytest.mark.parametrize("command", ["recommend", "ask --answers", "leads add"])
def test_answers_files_are_put_right_in_french(tmp_path: Path, command: str) -> None:
    """An unknown question, an unknown choice, a number that is none, a value of the wrong kind: each in its words."""
    (tmp_path / "bad.yaml").write_text(BAD, encoding="utf-8")
    found = in_french(tmp_path, *command.split(), "bad.yaml")
    assert (found.returncode, found.stdout, _spaced(found.stderr)) == (2, "", BAD_IN_FRENCH)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("recommend nowhere.yaml", "nowhere.yaml : ne peut pas être lu (il n’existe pas). Vérifiez le nom"),
        ("recommend .", ". : ne peut pas être lu (c’est un dossier). Vérifiez le nom"),
        ("recommend open.yaml", "open.yaml:1 : ouvre un guillemet qui n’est pas fermé sur sa ligne."),
        ("recommend good.yaml -o x.pdf", "x.pdf : aucune forme n’a le suffixe « .pdf »."),
        ("recommend good.yaml -o no/x.md", "no/x.md ne peut pas être écrit : il n’y a pas de dossier no."),
        ("recommend good.yaml -o good.md", "good.md existe déjà."),
        ("recommend good.yaml --lang xx", "Le questionnaire n’a pas de langue « xx »."),
        ("rank leads.foo", "leads.foo : les prospects viennent de dossiers"),
        ("rank table.csv", "table.csv:1 : une colonne ne correspond à aucune question : « colour »."),
        ("leads show nobody", "Aucun prospect ne s’appelle « nobody »."),
        ("leads purge --older-than old", "« old » n’est pas une ancienneté."),
        ("check open.yaml", "open.yaml:1 : ouvre un guillemet"),
    ],
)
def test_other_files_are_put_right_in_french(tmp_path: Path, arguments: str, said: str) -> None:
    """A file that is missing, a folder, no YAML, a place that is taken, a table: what is wrong, in French."""
    (tmp_path / "open.yaml").write_text('company: "Nord\nheadcount: 2\n', encoding="utf-8")
    (tmp_path / "good.yaml").write_text("headcount: 28\n", encoding="utf-8")
    (tmp_path / "good.md").write_text("mine", encoding="utf-8")
    (tmp_path / "table.csv").write_text("headcount,growth,colour\n28,stable,red\n", encoding="utf-8")
    found = in_french(tmp_path, *arguments.split())
    assert (found.returncode, found.stdout) == (2, "")
    assert said in _spaced(found.stderr)


def test_what_may_be_wrong_is_said_in_french_too(tmp_path: Path) -> None:
    """A warning, and a lead that is set aside while others are ranked."""
    (tmp_path / "quotes.yaml").write_text("headcount: 28\ncompany: “Nord”\n", encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("growth: surgin\nheadcount: 0\n", encoding="utf-8")
    ranked = in_french(tmp_path, "rank", "quotes.yaml", "bad.yaml")
    assert "quotes.yaml:2 : a des guillemets typographiques autour d’un texte" in _spaced(ranked.stderr)
    assert "growth : n’a pas de choix « surgin ». Vouliez-vous dire « surging » ? headcount : il faut" in _spaced(
        ranked.stderr
    )


def test_the_language_of_the_command_line_comes_before_that_of_the_system(tmp_path: Path) -> None:
    """--lang en on a French machine says what is wrong in English."""
    (tmp_path / "bad.yaml").write_text("growth: surgin\n", encoding="utf-8")
    found = in_french(tmp_path, "recommend", "bad.yaml", "--lang", "en")
    assert found.stderr == "bad.yaml:1 › growth: has no choice “surgin”. Did you mean “surging”?\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_are_never_translated(language: str) -> None:
    """What a user wrote is quoted as it is, also if it reads like a message."""
    assert "is empty" in load_words(language).say(Said("has no choice {value}", value="is empty"))


def _spaced(text: str) -> str:
    """A text with plain spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
