"""Formulas: cells that a spreadsheet would compute, made text, and read back (OWASP ASVS 1.2.10)."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\0＝＋－＠]")
"""Full-width signs too: some spreadsheets compute behind them."""


def guarded(cell: str) -> str:
    """A cell that no spreadsheet computes: an apostrophe stands before what starts like a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that was guarded."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
