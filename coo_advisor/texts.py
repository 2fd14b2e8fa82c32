"""Text that came from outside, made safe to show: nothing in it can move a cursor, hide or run."""

import re
import unicodedata

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\|$)|[ -/]*[0-~])", re.DOTALL)

_KEPT_FORMATS = "\u200c\u200d"
"""Joiners that several scripts and emoji need."""


def clean(text: str) -> str:
    """One line of visible text: escape sequences, control and bidirectional characters removed, spaces joined."""
    visible = text if _harmless(text) else "".join(map(_visible, _ESCAPES.sub("", text)))
    return unicodedata.normalize("NFC", " ".join(re.split(r"[ \t\r\n]+", visible)).strip())


def first_hidden(text: str) -> str:
    """The first character that `clean` would remove; empty where there is none."""
    return "" if _harmless(text) else next((character for character in text if not _visible(character)), "")


def _harmless(text: str) -> bool:
    """Whether there is surely nothing to remove: true of nearly every text, and quickly told."""
    return text.replace("\N{NO-BREAK SPACE}", "_").isprintable()


def _visible(character: str) -> str:
    if character in "\t\r\n\v\f\x85\u2028\u2029":
        return " "
    unwanted = unicodedata.category(character) in ("Cc", "Cf", "Cs") or character in "\ufffe\uffff"
    return "" if unwanted and character not in _KEPT_FORMATS else character
