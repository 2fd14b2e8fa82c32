"""Formulas: no cell that is written is one, and none is changed by writing and reading it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_advisor.leads.csv_tables import guarded, is_harmless, unguarded

SIGNS = "=+-@\t\0＝＋－＠"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("quotes", ["", "'", "''"])
def test_what_a_spreadsheet_would_compute_becomes_a_text(sign: str, quotes: str) -> None:
    """An apostrophe stands before a cell that starts like a formula, whatever apostrophes it had."""
    assert guarded(f"{quotes}{sign}1") == f"'{quotes}{sign}1"
    assert guarded(f"1{sign}1") == f"1{sign}1"


@pytest.mark.parametrize("between", [";", "\t", "|"])
@pytest.mark.parametrize("before", ["", "'", " ", '"', '""', "' \""])
def test_what_becomes_a_formula_at_another_delimiter_is_text_too(between: str, before: str) -> None:
    """A French spreadsheet splits lines at semicolons: what starts a cell there is guarded, whatever stands before it."""
    assert guarded(f"x{between}{before}=1+1") == f"x{between}'{before}=1+1"
    assert guarded(f"x{between}1=1") == f"x{between}1=1"


@pytest.mark.parametrize(("cell", "harmless"), [("+33 6 12 34", True), ("-5", True), ("+A1", False), ("-1+1", False)])
def test_a_number_with_a_sign_is_harmless(cell: str, harmless: bool) -> None:
    """A telephone number needs no apostrophe; anything that could be computed does."""
    assert is_harmless(cell) is harmless


@pytest.mark.parametrize("cell", ["", "plain", "'", "'quoted'", "''"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    """An apostrophe of a cell's own is neither doubled nor taken off."""
    assert guarded(cell) == unguarded(cell) == cell


@given(st.text(alphabet=f"{SIGNS}'a1 ;|\""))
def test_a_cell_that_was_guarded_is_read_as_it_was(cell: str) -> None:
    """Writing and reading change nothing."""
    assert unguarded(guarded(cell)) == cell
