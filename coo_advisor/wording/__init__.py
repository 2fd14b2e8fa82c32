"""The tool's own words, one file a language: everything it says that no questionnaire does."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent

LANGUAGES = tuple(sorted(path.stem for path in _HERE.glob("*.yaml")))
"""The languages that have a file here."""
