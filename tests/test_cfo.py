"""A questionnaire about a part-time CFO, in French only: the program speaks of its subject, and of no other."""

import json
import re
from pathlib import Path
from shutil import copyfile

import pytest
from editors import as_editors_read
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from coo_advisor.commands.app import app
from coo_advisor.proof.properties import prove
from coo_advisor.questionnaire.loading import load_questionnaire
from coo_advisor.questionnaire.schema import json_schema
from coo_advisor.reading.tree import parse_document

CFO = Path(__file__).parent / "cfo.yaml"
QUESTIONNAIRE = load_questionnaire(CFO)
ANOTHER_SUBJECT = re.compile(r"\bCOOs?\b|founder|fondat|no.change|aucun changement|dirigeant", re.IGNORECASE)
"""What this questionnaire doesn't speak of, whatever the program was first written for."""

ROUX = {
    "revenue": 8, "finance_lead": "accountant", "forecast": "blind", "reporting": "never", "backlog": "late",
    "raising": "loan", "wishes": ["method", "banks"], "spend": "some", "society": "Menuiserie Roux",
}  # fmt: skip
ADVICE = {
    "part_time_cfo": ROUX,
    "cfo_coaching": ROUX | {"finance_lead": "cfo", "cfo_leaving": "leaves"},
    "bookkeeper": ROUX | {"forecast": "quarter", "reporting": "month", "backlog": "lost", "raising": "no"},
    "fundraiser": ROUX | {"forecast": "quarter", "reporting": "week", "backlog": "current", "raising": "round"},
    "as_is": ROUX | {"forecast": "quarter", "reporting": "week", "backlog": "current", "raising": "no"},
}


@pytest.fixture
def cfo(tmp_path: Path) -> Path:
    """The questionnaire in a folder without cases."""
    return Path(copyfile(CFO, tmp_path / "cfo.yaml"))


def said(*arguments: object, code: int = 0) -> str:
    """What a command says, in French, its own name and the tests' paths left out."""
    ran = CliRunner().invoke(app, [str(each) for each in arguments], env={"LC_ALL": "fr_FR.UTF-8"})
    assert ran.exit_code == code, ran.output
    return re.sub(r"coo[-_]advisor|/\S+", "", ran.output)


def test_it_loads_and_every_property_holds() -> None:
    """Five scenarios, a confidential question and texts that depend on the answers are sound."""
    assert [scenario.id for scenario in QUESTIONNAIRE.scenarios] == list(ADVICE)
    proof = prove(QUESTIONNAIRE)
    assert {each.promise: each.failures for each in proof.properties if not each.holds} == {}


def test_editors_take_it() -> None:
    """The schema for one language has nothing to say about it."""
    assert (
        list(
            Draft202012Validator(json_schema(["fr"])).iter_errors(
                as_editors_read(parse_document(CFO.read_bytes(), "cfo.yaml"))
            )
        )
        == []
    )


@pytest.mark.parametrize("format", ["text", "json"])
def test_check_speaks_of_its_subject(format: str, cfo: Path) -> None:
    """What is proved is reported with the questionnaire's own names."""
    text = said("check", cfo, "--format", format)
    assert "part_time_cfo" in text
    assert not ANOTHER_SUBJECT.search(text)


@pytest.mark.parametrize("format", ["text", "json"])
def test_diff_speaks_of_its_subject(format: str, cfo: Path) -> None:
    """What an edit moves is reported with the questionnaire's own names."""
    cfo.write_text(
        cfo.read_text(encoding="utf-8").replace("recommend_from: 65", "recommend_from: 70"), encoding="utf-8"
    )
    text = said("diff", CFO, cfo, "--format", format)
    assert "bookkeeper" in text
    assert not ANOTHER_SUBJECT.search(text)


def test_the_schema_and_the_help_speak_of_no_subject(cfo: Path) -> None:
    """An editor's sentences and the help of every command fit any questionnaire."""
    assert not ANOTHER_SUBJECT.search(said("schema", "--questions", cfo))
    for command in ("", "ask", "recommend", "rank", "leads", "check", "diff", "schema", "page"):
        assert not ANOTHER_SUBJECT.search(said(*command.split(), "--help")), command


@pytest.mark.parametrize("format", ["text", "md", "html", "json"])
@pytest.mark.parametrize("scenario", ADVICE)
def test_its_advice_speaks_of_its_subject(scenario: str, format: str, cfo: Path, tmp_path: Path) -> None:
    """Each of the five recommendations is shown and written in the questionnaire's own words."""
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(ADVICE[scenario]), encoding="utf-8")
    text = said("recommend", answers, "--questions", cfo, "--format", format)
    title = QUESTIONNAIRE.scenario(scenario).title["fr"]
    if format == "json":
        assert json.loads(text)["recommendation"] == scenario
    elif scenario != "as_is":  # its document has a title of its own
        assert title[1:] in " ".join(re.sub(r"\s+", " ", text).replace("’", "'").split())
    assert not ANOTHER_SUBJECT.search(text)


def test_undecided_advice_speaks_of_its_subject(cfo: Path, tmp_path: Path) -> None:
    """What is still open, and how to find out, is said in the questionnaire's own words."""
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({key: ROUX[key] for key in ("revenue", "finance_lead", "raising")}), encoding="utf-8")
    for format in ("text", "md", "html"):
        text = said("recommend", answers, "--questions", cfo, "--format", format)
        assert "financeurs" in text
        assert not ANOTHER_SUBJECT.search(text)


@pytest.mark.parametrize("format", ["table", "csv", "json"])
def test_its_ranking_speaks_of_its_subject(format: str, cfo: Path, tmp_path: Path) -> None:
    """Leads of all five kinds are ranked under the questionnaire's own names."""
    leads = tmp_path / "leads.jsonl"
    leads.write_text("\n".join(json.dumps(answers) for answers in ADVICE.values()), encoding="utf-8")
    text = said("rank", leads, "--questions", cfo, "--format", format)
    assert "Menuiserie Roux" in text
    assert not ANOTHER_SUBJECT.search(text)


def test_a_case_of_another_subject_is_reported(tmp_path: Path, cfo: Path) -> None:
    """Cases that were written for another questionnaire are named, with what this one knows."""
    (tmp_path / "cases.yaml").write_text(
        "cases: [{id: a, expected: interim, complete: false, answers: {headcount: 9}}]", encoding="utf-8"
    )
    text = said_by_failing("check", cfo)
    assert "expected one of part_time_cfo, cfo_coaching, bookkeeper, fundraiser, as_is" in text
    assert "headcount: is not a question" in text


def said_by_failing(*arguments: object) -> str:
    """What an error says."""
    ran = CliRunner().invoke(app, [str(each) for each in arguments])
    assert ran.exit_code != 0
    return str(ran.exception)
