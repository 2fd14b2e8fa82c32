"""Written lines as people write them: a number among words, and letters that could not be read."""

import re

from coo_advisor.system.visible import clean
from coo_advisor.wording.words import Words

_LONGEST_LINE = 60
"""Characters of a line that can still be one number with words around it."""

_MOST_DIGITS = 12

_NUMBER = re.compile(r"[0-9]{1,3}(?:[ .,'’][0-9]{3})+(?![0-9])|[0-9]+")
"""Digits, plain or in groups of three."""

_REST = re.compile(r"[^\W\d_]+|[\s~≈±<>≤≥()/+.,:;–—-]")
"""What may stand beside a number: words and the signs of "about" and "from … to"."""


def numbers_in(line: str, words: Words) -> tuple[int, ...]:
    """The whole numbers that a line names, each once: "~12" and "12 people" name one, "10-15" two.

    Nothing for a line that says something else: a fraction, a negative number, or words such as "thousand".
    """
    text = re.sub(r"\s", " ", clean(line))
    found = _NUMBER.findall(text)
    rest = _NUMBER.sub("#", text)
    if not found or len(text) > _LONGEST_LINE or re.match(r"[-–—]", text) or re.search(r"#[.,]#", rest):
        return ()
    if _REST.sub("", rest.replace("#", "")) or _multiplied(rest, words):
        return ()
    digits = [re.sub(r"[^0-9]", "", each) for each in found]
    return () if max(map(len, digits)) > _MOST_DIGITS else tuple(dict.fromkeys(map(int, digits)))


def unreadable(line: str) -> bool:
    """Whether a line holds letters that this terminal's encoding could not read."""
    return any("\ud800" <= character <= "\udfff" for character in line)


def _multiplied(text: str, words: Words) -> bool:
    """Whether a word makes another number of the digits."""
    return not set(words("number_multiples").split()).isdisjoint(re.findall(r"[^\W\d_]+", text.casefold()))
