"""Text that came from outside, made safe to show: nothing in it can move a cursor, hide, pile up or run."""

import re
import unicodedata
from itertools import zip_longest

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\|$)|[ -/]*[0-~])", re.DOTALL)

_BREAKS = re.compile("[\v\f\x85\u2028\u2029\u2800]")
"""Line ends that nobody types, and the Braille cell without dots: each becomes a space, as do tabs and line ends."""

_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls that aren't spaces (Cc)
    "\ud800-\udfff\ufffe\uffff"  # halves of characters (Cs), and what is none
    # Default_Ignorable_Code_Point of Unicode 16.0 (DerivedCoreProperties.txt), with what the standard reserves for it
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    # Format characters (Cf) that are not ignorable: signs that enclose others, and annotations between lines
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
)
"""Characters that don't show, or do something."""

_EMOJI = "[©®‼⁉™ℹ\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff][\ufe0e\ufe0f]?"

_JOINING = "\u0600-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f"
"""The blocks of scripts whose letters join: from Arabic over those of India to Mongolian, and Adlam."""

_HIDDEN = (
    f"({_EMOJI}(?:\u200d{_EMOJI})*|[0-9#*]\ufe0f(?=\u20e3)|[{_JOINING}][\u200c\u200d]|[\u1820-\u18af][\u180b-\u180f])"
    f"|[{_UNSEEN}]"
)
"""What needs a selector or joiner, with it, as the group; else one character that hides. Compiled if a text isn't plain."""

_PLAIN = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
"""Letters, punctuation and currencies of Europe: nearly every text, quickly recognised."""

_MOST_MARKS = 6
"""Marks on one letter: Hebrew, Tibetan and Burmese stack up to five or six, and more cover the lines around them."""


def clean(text: str) -> str:
    """One line of visible text: escape sequences, and characters that control, hide or pile up removed, spaces joined.

    What an emoji or a script needs to look right stays: selectors and joiners in their place, and up to six marks a
    letter.
    """
    if not _PLAIN.fullmatch(text):
        text = _BREAKS.sub(" ", re.sub("[\t\r\n]", " ", _ESCAPES.sub("", text)))
        before = ""
        while text != before:  # what was parted by something hidden may now join, or change places
            before, text = text, _shown(unicodedata.normalize("NFC", text))
    if "  " in text:
        text = re.sub(" +", " ", text)
    return unicodedata.normalize("NFC", text.strip())


def brief(text: str, longest: int = 40) -> str:
    """A text cleaned, and cut short with an ellipsis: for a message, whatever a file holds."""
    shown = clean(text[: 10 * longest])
    return shown if len(shown) <= longest else f"{shown[:longest]}…"


def first_hidden(text: str) -> str:
    """The first character that `clean` would not leave in place, tabs and line ends aside; empty if there is none."""
    if _PLAIN.fullmatch(text):
        return ""
    text = unicodedata.normalize("NFC", text)
    shown = _shown(_BREAKS.sub(" ", text))
    return next((before for before, after in zip_longest(text, shown) if before != after), "")


def _shown(text: str) -> str:
    """A text without the characters that hide, and without the marks of a letter beyond those that are allowed."""
    text = re.sub(_HIDDEN, r"\1", text)
    kept, marks = [], _MOST_MARKS
    for character in text:
        # Neither the start of a text nor a space bears marks: they would stand on what comes before.
        marks = marks + 1 if _is_mark(character) else _MOST_MARKS if character.isspace() else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _is_mark(character: str) -> bool:
    """Whether a character stands on the one before it; joiners do, so that they don't part a pile of marks."""
    return character in "\u200c\u200d" or unicodedata.category(character) in ("Mn", "Me")
