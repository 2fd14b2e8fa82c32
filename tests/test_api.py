"""The public API, and the programs that docs/api.md shows."""

import csv
import json
import math
import re
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from coo_advisor import api
from coo_advisor.leads.rating import ask_next, rate

ROOT = Path(__file__).resolve().parent.parent
BLOCKS = re.findall(
    r"^```python\n(.*?)^```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)
QUESTIONNAIRE = api.load_questionnaire(api.packaged_questionnaire())
EXAMPLE = api.load_answers(ROOT / "docs" / "answers.yaml", QUESTIONNAIRE)


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    """A folder with a table of leads."""
    cells = {id: ";".join(value) if isinstance(value, tuple) else value for id, value in EXAMPLE.items()}
    with (tmp_path / "leads.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(cells))
        writer.writeheader()
        writer.writerows([cells, {**cells, "company": "Undecided", "founder_away": ""}, {**cells, "headcount": "many"}])
    return tmp_path


def run(block: str, folder: Path) -> list[str]:
    """The lines that a program prints, run by itself in a folder."""
    found = subprocess.run(
        [sys.executable, "-c", block], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.splitlines()


def test_the_programs_shown_run(leads: Path) -> None:
    """Every program of docs/api.md runs as it stands, but for the one that needs a cluster, which compiles."""
    assesses, rates, maps, spreads = BLOCKS
    printed = run(assesses, leads)
    assert printed[0] == "False ['interim', 'no_change']"
    assert "# Do you need an external COO?" in printed
    (rated,) = run(rates, leads)
    assert "'recommendation': None" in rated
    assert "'problem': None" in rated
    ranked = [line for line in run(maps, leads) if "%" in line or " B " in line]
    assert ["Atelier Nord" in ranked[0], "Undecided" in ranked[1], len(ranked)] == [True, True, 2]
    assert "interim" in ranked[0]
    compile(spreads, "docs/api.md", "exec")


def test_a_row_is_rated_like_its_answers() -> None:
    """The function of one row says what the assessment of its answers says."""
    space = api.Space(QUESTIONNAIRE)
    for left_out in ("company", "founder_away", "operations_lead", "means"):
        answers = {id: value for id, value in EXAMPLE.items() if id != left_out}
        plain = json.loads(json.dumps(answers))
        found = api.rater(QUESTIONNAIRE)(plain)
        expected = rate(space, answers)
        ask = ask_next(space, answers, expected.need)
        assert found.keys() == {*api.RATED, "problem"}
        assert found["recommendation"] == (expected.need.recommendation and expected.need.recommendation.id)
        assert found["possible"].split(";") == [scenario.id for scenario in expected.need.possible]
        assert expected.need.score
        assert (found["need_low"], found["need_high"]) == tuple(map(float, expected.need.score))
        assert expected.readiness
        assert (found["readiness_low"], found["readiness_high"]) == tuple(map(float, expected.readiness.span))
        assert found["grade"] == (expected.readiness.grade and expected.readiness.grade.id)
        assert found["ask_next"] == (ask and ask.id)
        assert found["problem"] is None


def test_a_row_that_cannot_be_read_says_why() -> None:
    """A bad row raises nothing, so that it stops no other."""
    found = api.rater(QUESTIONNAIRE)({"headcount": "many", "grwth": "stable"})
    assert found.keys() == {*api.RATED, "problem"}
    assert all(found[name] is None for name in api.RATED)
    assert "headcount: expected a whole number from 1 to 100000, got “many”" in found["problem"]
    assert "grwth: matches no question" in found["problem"]


@pytest.mark.parametrize(("number", "known"), [(12.0, True), (Fraction(12), True), (math.nan, False)])
def test_numbers_of_data_frames_are_read(number: object, known: bool) -> None:
    """A column of numbers with gaps holds fractions and NaN: the first are read, the second means not known."""
    row = {"company": "A", "headcount": number, "growth": "stable"}
    expected = {**row, "headcount": "12" if known else ""}
    assert api.rater(QUESTIONNAIRE)(row) == api.rater(QUESTIONNAIRE)(expected)
    assert api.rater(QUESTIONNAIRE)(row)["problem"] is None


def test_values_of_any_other_type_stop_nothing() -> None:
    """What is neither a text nor a number is read as the text it shows, or told."""
    row = {"company": date(2026, 1, 1), "headcount": date(2026, 1, 1)}
    assert (
        "headcount: expected a whole number from 1 to 100000, got “2026-01-01”"
        in api.rater(QUESTIONNAIRE)(row)["problem"]
    )


def test_values_are_checked_like_those_of_a_file() -> None:
    """Plain values become answers, and what doesn't fit is told."""
    assert api.answers_from({"needs": ["cost", "experience"]}, QUESTIONNAIRE) == {"needs": ("experience", "cost")}
    with pytest.raises(api.InvalidFile, match="headcount"):
        api.answers_from({"headcount": 0}, QUESTIONNAIRE)


@pytest.mark.parametrize(("form", "start"), [("md", "# "), ("html", "<!doctype html>"), ("json", "{")])
def test_every_document_can_be_rendered(form: str, start: str) -> None:
    """A recommendation becomes each of the documents that the command line writes."""
    assessment = api.assess(api.Space(QUESTIONNAIRE), EXAMPLE)
    assert api.render(form, assessment, "fr", date(2026, 11, 23)).lower().startswith(start)


def test_no_document_passes_for_another() -> None:
    """A form that there is none of is told, with those that there are."""
    assessment = api.assess(api.Space(QUESTIONNAIRE), EXAMPLE)
    with pytest.raises(api.AdvisorError, match=r"No form is called “pdf”\. Use one of: md, html, json\."):
        api.render("pdf", assessment, "fr", date(2026, 11, 23))


def test_all_that_is_public_is_there_and_told() -> None:
    """Each public name exists and is named in docs/api.md or by a type that is."""
    told = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    types = {"Answers", "Assessment", "Outcomes", "Questionnaire"}
    for name in api.__all__:
        assert hasattr(api, name)
        assert name in types or name in told, name
