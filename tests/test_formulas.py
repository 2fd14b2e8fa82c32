"""Formulas: no cell that is written is one, and none is changed by writing and reading it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_advisor.leads.formulas import guarded, unguarded

SIGNS = "=+-@\t\0＝＋－＠"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("quotes", ["", "'", "''"])
def test_what_a_spreadsheet_would_compute_becomes_a_text(sign: str, quotes: str) -> None:
    """An apostrophe stands before a cell that starts like a formula, whatever apostrophes it had."""
    assert guarded(f"{quotes}{sign}1") == f"'{quotes}{sign}1"
    assert guarded(f"1{sign}1") == f"1{sign}1"


@pytest.mark.parametrize("cell", ["", "plain", "'", "'quoted'", "''"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    """An apostrophe of a cell's own is neither doubled nor taken off."""
    assert guarded(cell) == unguarded(cell) == cell


@given(st.text(alphabet=f"{SIGNS}'a1 "))
def test_a_cell_that_was_guarded_is_read_as_it_was(cell: str) -> None:
    """Writing and reading change nothing."""
    assert unguarded(guarded(cell)) == cell
