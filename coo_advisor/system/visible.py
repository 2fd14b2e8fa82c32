"""Text that came from outside, made safe to show: nothing in it can move a cursor, hide or run."""

import re
import unicodedata

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\|$)|[ -/]*[0-~])", re.DOTALL)

_KEPT_FORMATS = "\u200c\u200d"
"""Joiners that several scripts and emoji need."""


def clean(text: str) -> str:
    """One line of visible text: escape sequences, control and bidirectional characters removed, spaces joined."""
    if not _harmless(text):
        text = "".join(map(_visible, _ESCAPES.sub("", text)))
    if "  " in text:
        text = re.sub(" +", " ", text)
    return unicodedata.normalize("NFC", text.strip())


def brief(text: str, longest: int = 40) -> str:
    """A text cleaned, and cut short with an ellipsis: for a message, whatever a file holds."""
    shown = clean(text[: 10 * longest])
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def first_hidden(text: str) -> str:
    """The first character that `clean` would not leave in place, tabs and line ends aside; empty where there is none."""
    if _harmless(text):
        return ""
    return next((each for each in text if each not in "\t\r\n" and _visible(each) != each), "")


def _harmless(text: str) -> bool:
    """Whether there is surely nothing to remove: true of nearly every text, and quickly told."""
    return text.replace("\N{NO-BREAK SPACE}", "_").isprintable()


def _visible(character: str) -> str:
    if character in "\t\r\n\v\f\x85\u2028\u2029":
        return " "
    unwanted = unicodedata.category(character) in ("Cc", "Cf", "Cs") or character in "\ufffe\uffff"
    return "" if unwanted and character not in _KEPT_FORMATS else character
