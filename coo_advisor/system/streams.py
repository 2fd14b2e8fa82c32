"""Standard input, output and error, whatever they are: a terminal of any age, a file, a pipe, or nothing at all."""

import codecs
import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper
from pathlib import Path
from unicodedata import normalize

_READABLE = "coo_advisor.readable"

_NEAREST = str.maketrans(
    {
        **dict.fromkeys("«»“”„", '"'),
        **dict.fromkeys("‘’‚", "'"),
        **dict.fromkeys("–—‑·", "-"),
        "│": "|",
        "°": "o",
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "€": "EUR",
        **dict.fromkeys("→›❯", ">"),
        "●": "*",
        "○": "o",
        "█": "#",
        "▒": "?",
        "░": ".",
    }
)
"""What stands for a character that an old console doesn't have, where taking off its accents is not enough."""


def prepare_streams() -> None:
    """Makes every text writable: what an output can't show becomes the nearest characters that it can."""
    codecs.register_error(_READABLE, _readable)
    for name, mode, errors in (("stdin", "r", "replace"), ("stdout", "w", _READABLE), ("stderr", "w", _READABLE)):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started the program
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # until the end
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)


def print_document(content: str | Iterable[str]) -> None:
    """Prints what another program will read; in UTF-8, as files are, unless it is shown on a terminal."""
    if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines((content,) if isinstance(content, str) else content)


def drop_output() -> None:
    """Gives up what the outputs could not take, so that the end of the program doesn't try again."""
    with Path(os.devnull).open("w") as nowhere:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                os.dup2(nowhere.fileno(), stream.fileno())


def shows(text: str) -> bool:
    """Whether standard output has all the characters of a text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _readable(error: UnicodeError) -> tuple[str, int]:
    """Stands in for characters that can't be encoded; where nothing is near, the character's number."""
    assert isinstance(error, UnicodeEncodeError)  # it stands for outputs only
    return "".join(map(_nearest, error.object[error.start : error.end])), error.end


def _nearest(character: str) -> str:
    plain = normalize("NFKD", character.translate(_NEAREST)).encode("ascii", "ignore").decode()
    return plain or character.encode("ascii", "backslashreplace").decode()
