"""Standard streams, whatever they are: what can't be shown becomes what can, and a stream that is missing stops nothing."""

import os
import sys
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from coo_advisor.system.streams import drop_output, prepare_streams, print_content, shows

NAMES = ("stdin", "stdout", "stderr")


def stream(encoding: str) -> TextIOWrapper:
    """A stream in an encoding, onto memory."""
    return TextIOWrapper(BytesIO(), encoding)


def written(output: TextIOWrapper) -> bytes:
    """What was written to a stream."""
    output.flush()
    assert isinstance(output.buffer, BytesIO)
    return output.buffer.getvalue()


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        ("utf-8", "« Été » → 漢 █", "« Été » → 漢 █"),
        ("cp1252", "« Été » – œuvre → 漢 █", "« Été » – œuvre > \\u6f22 #"),
        ("ascii", "« Été » – œuvre → 漢 █▒░", '" Ete " - oeuvre > \\u6f22 #?.'),
        ("ascii", "“Ça” ‘l’œuf’ Œ Æ æ ß 5 €·n° │●○›❯‑", "\"Ca\" 'l'oeuf' OE AE ae ss 5 EUR-no |*o>>-"),
    ],
)
@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_what_an_output_lacks_becomes_the_nearest(
    monkeypatch: pytest.MonkeyPatch, name: str, encoding: str, text: str, shown: str
) -> None:
    """Characters stay if they can be shown, else lose their accents, find a stand-in or are numbered."""
    output = stream(encoding)
    for each in NAMES:
        monkeypatch.setattr(sys, each, output if each == name else stream("utf-8"))
    prepare_streams()
    print(text, end="", file=output)
    assert written(output).decode(encoding) == shown


def test_input_that_is_no_text_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are no text are read, and can be told from text: whoever reads them refuses them in words."""
    for name in NAMES:
        monkeypatch.setattr(sys, name, stream("utf-8"))
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"caf\xe9\n"), "utf-8"))
    prepare_streams()
    assert sys.stdin.read().encode("utf-8", "surrogateescape") == b"caf\xe9\n"


def test_streams_that_are_closed_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """If a program is started without streams, nothing is read, and what is written goes nowhere."""
    for name in NAMES:
        monkeypatch.setattr(sys, name, None)
    prepare_streams()
    assert sys.stdin.read() == ""
    for output in (sys.stdout, sys.stderr):
        assert output.write("née → 漢") == 7
        output.flush()
    for name in NAMES:
        getattr(sys, name).close()


def test_streams_of_another_kind_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a program that embeds this one put in a stream's place gets every text as it is."""
    for name in NAMES:
        monkeypatch.setattr(sys, name, StringIO())
    prepare_streams()
    print_content("née → 漢\n")
    assert isinstance(sys.stdout, StringIO)
    assert sys.stdout.getvalue() == "née → 漢\n"


@pytest.mark.parametrize("content", ["née\n漢\n", ["née\n", "漢\n"]], ids=["text", "parts"])
def test_a_document_is_printed_as_files_are_written(monkeypatch: pytest.MonkeyPatch, content: str | list[str]) -> None:
    """What another program reads is UTF-8, whatever the console's encoding, and the same in parts."""
    monkeypatch.setattr(sys, "stdout", stream("cp1252"))
    print_content(content)
    assert written(sys.stdout) == "née\n漢\n".encode()  # type: ignore[arg-type]  # the stream above


def test_a_document_on_a_terminal_is_in_its_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets what it can show."""
    monkeypatch.setattr(sys, "stdout", output := stream("cp1252"))
    monkeypatch.setattr(output, "isatty", lambda: True)
    print_content("née")
    assert written(output) == "née".encode("cp1252")


def test_output_that_nobody_takes_is_dropped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """If a pipe was closed, what is left goes nowhere; an output that still works gets all of its own."""
    reading, writing = os.pipe()
    os.close(reading)
    with (tmp_path / "out").open("w") as kept, os.fdopen(writing, "w") as broken:
        monkeypatch.setattr(sys, "stdout", kept)
        monkeypatch.setattr(sys, "stderr", broken)
        kept.write("kept")
        broken.write("lost")
        drop_output()
        assert (tmp_path / "out").read_text() == "kept"
        broken.write("lost too")
        broken.flush()
    assert (tmp_path / "out").read_text() == "kept"


@pytest.mark.parametrize(
    ("encoding", "text", "seen"),
    [
        ("utf-8", "█ é", True),
        ("cp1252", "é", True),
        ("cp1252", "█", False),
        (None, "█", True),
        ("none-such", "a", False),
    ],
)
def test_what_an_output_shows_is_known_before(
    monkeypatch: pytest.MonkeyPatch, encoding: str | None, text: str, *, seen: bool
) -> None:
    """A text is shown if the encoding has all of it; one without a name is taken for UTF-8, an unknown one for none."""
    output = stream("utf-8")
    monkeypatch.setattr(sys, "stdout", type("Output", (), {"encoding": encoding, "write": output.write})())
    assert shows(text) is seen
