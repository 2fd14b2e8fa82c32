"""Standard input, output and error, whatever they are: a terminal of any age, a file, a pipe, or nothing at all."""

import codecs
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from select import select
from time import monotonic
from unicodedata import normalize

try:
    import termios
except ImportError:  # Windows, whose console has neither an input queue to empty nor an echo to turn off
    termios = None  # type: ignore[assignment]

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
"""What stands for a character that an old console doesn't have, if taking off its accents is not enough."""


_UNKNOWN_WIDTH = 80
_WIDTHS = range(20, 1001)
"""Columns that a terminal may have; a number beyond is a mistake."""

MOST_PROSE = 90
"""Columns beyond which prose is hard to read."""

_QUIET_SECONDS, _LONGEST_PASTE_SECONDS = 0.03, 1.0
"""How long nothing must come until a paste has ended, and how long one is waited for."""


def prepare_streams() -> None:
    """Makes every text writable: what an output can't show becomes the nearest characters that it can.

    Letters that the input's encoding can't read stay in it as surrogates, to be refused in words.
    """
    codecs.register_error(_READABLE, _readable)
    ways = (("stdin", "r", "surrogateescape"), ("stdout", "w", _READABLE), ("stderr", "w", _READABLE))
    for name, mode, errors in ways:
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started the program
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # until the end
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=_wider(stream.encoding) if mode == "r" else None, errors=errors)


def _wider(encoding: str) -> str:
    """UTF-8 instead of ASCII, which is part of it: what a terminal sends in such a locale is seldom ASCII alone."""
    with suppress(LookupError):
        return "utf-8" if codecs.lookup(encoding).name == "ascii" else encoding
    return encoding


def screen_width() -> int:
    """The columns to print to: those of the terminal, or of COLUMNS if that makes sense; 80 if nobody knows."""
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdecimal() and len(given) < 5 and int(given) in _WIDTHS:
        return int(given)
    with suppress(OSError, ValueError):
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
        return max(columns, _WIDTHS.start) if 0 < columns < _WIDTHS.stop else _UNKNOWN_WIDTH
    return _UNKNOWN_WIDTH


def prose_width() -> int:
    """The columns for sentences: those of the screen but its last, and no more than the eye follows with ease."""
    return min(screen_width(), MOST_PROSE) - 1


def forget_input() -> None:
    """Forgets what was typed before now: nobody can have seen what it would answer. A paste is forgotten to its end."""
    if termios is None:
        return
    end = monotonic() + _LONGEST_PASTE_SECONDS
    with suppress(OSError, ValueError, termios.error):
        keyboard = sys.stdin.fileno()
        more = bool(select([keyboard], [], [], 0)[0])
        termios.tcflush(keyboard, termios.TCIFLUSH)
        while more and monotonic() < end:
            more = bool(select([keyboard], [], [], _QUIET_SECONDS)[0])
            termios.tcflush(keyboard, termios.TCIFLUSH)


@contextmanager
def unechoed() -> Iterator[None]:
    """Keeps what is typed while no page is drawn off the screen."""
    before = None
    with suppress(OSError, ValueError):
        if termios is not None:
            keyboard = sys.stdin.fileno()
            with suppress(termios.error):
                before = termios.tcgetattr(keyboard)
                silent = before.copy()
                silent[3] &= ~termios.ECHO
                termios.tcsetattr(keyboard, termios.TCSANOW, silent)
    try:
        yield
    finally:
        if before is not None:
            with suppress(termios.error):
                termios.tcsetattr(keyboard, termios.TCSANOW, before)


def print_content(content: str | Iterable[str]) -> None:
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
    """Stands in for characters that can't be encoded; if nothing is near, by the character's number."""
    assert isinstance(error, UnicodeEncodeError)  # it stands for outputs only
    return "".join(map(_nearest, error.object[error.start : error.end])), error.end


def _nearest(character: str) -> str:
    plain = normalize("NFKD", character.translate(_NEAREST)).encode("ascii", "ignore").decode()
    return plain or character.encode("ascii", "backslashreplace").decode()
