"""The public API; the programs that docs/api.md shows are run in test_shipped_figures.py."""

import csv
import json
import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from program import runs
from questionnaires import NORD, TEAM, TEAM_FILE

from coo_advisor import api
from coo_advisor.leads.rating import Rater

ROOT = Path(__file__).resolve().parent.parent


def test_a_row_is_rated_like_its_answers() -> None:
    """The function of one row says what the assessment of its answers says."""
    space = api.Space(TEAM)
    for left_out in ("company", "founder_away", "operations_lead", "means"):
        answers = {id: value for id, value in NORD.items() if id != left_out}
        plain = json.loads(json.dumps(answers))
        found = api.rater(TEAM)(plain)
        expected = Rater(space).rate(answers)
        ask = Rater(space).ask_next(answers, expected.need)
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
    """A bad row raises nothing, so that it stops no other; a single odd cell is named beside the rating."""
    rate = api.rater(TEAM)
    bad = rate({"headcount": "many", "growth": None})
    assert bad.keys() == {*api.RATED, "problem"}
    assert all(bad[name] is None for name in api.RATED if name != "set_aside")
    assert bad["problem"] == "can't be read (headcount: many)"
    assert rate({"company": "Total", "headcount": ""})["problem"] == "answers no question that counts"
    odd = rate({"headcount": "28", "growth": "stabel"})
    assert (odd["problem"], odd["set_aside"]) == (None, "growth: stabel")


def test_columns_are_checked_once_and_never_in_silence() -> None:
    """A column that is no question is refused before any row, and in a row if nobody named the columns."""
    with pytest.raises(api.InvalidFile, match="1 column matches no question: “grwth”"):
        api.rater(TEAM, columns=["headcount", "grwth"])
    with pytest.raises(api.InvalidFile, match="“grwth”"):
        api.rater(TEAM)({"headcount": 28, "grwth": "stable"})
    rate = api.rater(TEAM, columns={"Staff": "headcount", "Since": None, "growth": "growth"})
    assert rate({"Staff": 28, "Since": 1999, "growth": "stable"}) == api.rater(TEAM)(
        {"headcount": 28, "growth": "stable"}
    )
    with pytest.raises(api.InvalidFile, match="“more”"):
        rate({"Staff": 28, "more": 1})


def test_rows_are_sorted_by_their_place_as_rank_sorts_them(tmp_path: Path) -> None:
    """The texts of `place` stand in the order of the ranking."""
    leads = [
        {**NORD, "company": f"{means or 'x'}-{away or 'x'}", "means": means, "founder_away": away}
        for means in ("nothing", "part_time", "")
        for away in ("runs", "stalls", "stops", "")
    ]
    cells = [
        {id: ";".join(value) if isinstance(value, tuple) else value for id, value in lead.items()} for lead in leads
    ]
    with (tmp_path / "leads.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(cells[0]))
        writer.writeheader()
        writer.writerows(cells)
    ranked = json.loads(runs(tmp_path, "--questions", TEAM_FILE, "rank", "leads.csv", "--format", "json").stdout)
    rate = api.rater(TEAM)
    ours = sorted(cells, key=lambda lead: rate(lead)["place"])
    assert [lead["answers"]["company"] for lead in ranked["leads"]] == [lead["company"] for lead in ours]


@pytest.mark.parametrize(
    ("number", "known"),
    [
        (12.0, True),
        (Fraction(12), True),
        (Decimal("12.0"), True),
        (np.int64(12), True),
        (np.float64(12), True),
        (math.nan, False),
        (None, False),
        (Decimal("NaN"), False),
        (np.nan, False),
        (pd.NA, False),
        (pd.NaT, False),
    ],
)
def test_numbers_of_data_frames_are_read(number: object, known: bool) -> None:
    """Numbers of any library are numbers, and anything that stands for no value means not known."""
    row = {"company": "A", "headcount": number, "growth": "stable"}
    expected = {**row, "headcount": "12" if known else ""}
    assert api.rater(TEAM)(row) == api.rater(TEAM)(expected)
    assert api.rater(TEAM)(row)["problem"] is None


@pytest.mark.parametrize("kind", [list, tuple, set, np.array, pd.Series])
def test_lists_of_any_library_are_lists(kind: Callable[[list[str]], object]) -> None:
    """Several choices may come as any list."""
    rate = api.rater(TEAM)
    expected = rate({"headcount": 28, "needs": "cost;experience"})
    assert expected["set_aside"] is None
    assert rate({"headcount": 28, "needs": kind(["cost", "experience"])}) == expected
    assert rate({"headcount": 28, "needs": kind(["cost", "dear"])})["set_aside"] == "needs: dear"


def test_values_of_any_other_type_stop_nothing() -> None:
    """What is neither a text nor a number is read as the text it shows, or named."""
    row = {"company": date(2026, 1, 1), "headcount": date(2026, 1, 1), "growth": "stable"}
    assert api.rater(TEAM)(row)["set_aside"] == "headcount: 2026-01-01"


def test_values_are_checked_like_those_of_a_file() -> None:
    """Plain values become answers, and what doesn't fit is reported."""
    assert api.answers_from({"needs": ["cost", "experience"]}, TEAM) == {"needs": ("experience", "cost")}
    with pytest.raises(api.InvalidFile, match="headcount"):
        api.answers_from({"headcount": 0}, TEAM)


@pytest.mark.parametrize(("form", "start"), [("md", "# "), ("html", "<!doctype html>"), ("json", "{")])
def test_every_document_can_be_rendered(form: str, start: str) -> None:
    """A recommendation becomes each of the documents that the command line writes."""
    assessment = api.assess(api.Space(TEAM), NORD)
    assert api.render(form, assessment, "fr", date(2026, 11, 23)).lower().startswith(start)


def test_no_document_passes_for_another() -> None:
    """An unknown form is reported, with those that there are."""
    assessment = api.assess(api.Space(TEAM), NORD)
    with pytest.raises(api.AdvisorError, match=r"No form is called “pdf”\. Use one of: md, html, json\."):
        api.render("pdf", assessment, "fr", date(2026, 11, 23))


def test_all_that_is_public_is_there_and_documented() -> None:
    """Each public name exists and is named in docs/api.md or by a type that is."""
    told = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    types = {"Answers", "Assessment", "Outcomes", "Questionnaire"}
    for name in api.__all__:
        assert hasattr(api, name)
        assert name in types or name in told, name
