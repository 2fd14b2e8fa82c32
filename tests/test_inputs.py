"""Broken files of every format: taken or refused, in time, and never with a traceback."""

import tracemalloc
from pathlib import Path

import formats
import pytest
from formats import FORMATS, Format, attack

from coo_advisor.reading.tree import invalid
from coo_advisor.system.errors import InvalidFile

INPUTS = 40
"""For each format; tests/long/inputs.py has 10,000."""

FIFTY = 50_000_000

SHORT = 100_000
"""Bytes of each: what takes its time belongs there too."""


@pytest.mark.parametrize("format", FORMATS, ids=[format.name for format in FORMATS])
def test_broken_files_are_taken_or_refused(format: Format) -> None:
    """What can be read is used, and what can't is refused with file, line and remedy; some of both are met."""
    taken = [attack(format, format.broken(number)[:SHORT]).taken for number in range(INPUTS)]
    assert 0 < sum(taken) < INPUTS


@pytest.mark.parametrize("format", FORMATS, ids=[format.name for format in FORMATS])
def test_right_files_are_taken(format: Format) -> None:
    """What the broken files are made from is right."""
    assert all(attack(format, seed).taken for seed in format.seeds)


def raises(error: Exception) -> Format:
    """A format that is read badly."""

    def use(_: Path) -> None:
        raise error

    return Format("leads.csv", [b""], use)


def spins(_: Path) -> None:
    """Never ends, and catches whatever the program catches."""
    while True:
        try:
            while True:
                pass
        except (OSError, ValueError, RuntimeError):
            pass


def test_a_traceback_is_noticed() -> None:
    """An attack lets through whatever is no refusal."""
    with pytest.raises(KeyError):
        attack(raises(KeyError("x")), b"")


@pytest.mark.parametrize(
    ("file", "line", "message", "remedy"),
    [
        ("", 1, "is wrong", "Mend it."),
        ("leads.csv", None, "is wrong", "Mend it."),
        ("leads.csv", 1, "is wrong", "mend it"),
        ("leads.csv", 1, "is" + " very" * 300 + " wrong", "Mend it."),
    ],
    ids=["no file", "no line", "no remedy", "too long"],
)
def test_a_refusal_that_does_not_help_is_noticed(file: str, line: int | None, message: str, remedy: str) -> None:
    """It must name file and line and say what to do, in a few words."""

    def use(path: Path) -> None:
        raise invalid(str(path) if file else "elsewhere", message, remedy, line)

    with pytest.raises(AssertionError):
        attack(Format("leads.csv", [b""], use), b"")


def test_what_hangs_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes too long is stopped, whatever it catches."""
    monkeypatch.setattr(formats, "LONGEST", 0.1)
    with pytest.raises(AssertionError, match=r"more than 0\.1 s"):
        attack(Format("leads.csv", [b""], spins), b"")


@pytest.mark.parametrize("format", FORMATS[:-2], ids=[format.name for format in FORMATS[:-2]])
def test_no_more_is_read_than_shows_that_a_file_is_too_large(tmp_path: Path, format: Format) -> None:
    """Fifty megabytes of what should be short are refused, and never in memory."""
    path = tmp_path / format.name
    with path.open("wb") as file:
        file.truncate(FIFTY)
    tracemalloc.start()
    with pytest.raises(InvalidFile):
        format.use(path)
    assert tracemalloc.get_traced_memory()[1] < FIFTY / 10
    tracemalloc.stop()
