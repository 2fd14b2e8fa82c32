"""Content of any size, in the shapes that are hardest to read: what a file that is far too large may hold."""

from collections.abc import Callable, Mapping

Content = Callable[[int], bytes]
"""About so many bytes."""


WORD = b"x" * 90
"""What makes lines as long as a lead's: how many there are is not the question here."""


def _repeated(piece: bytes) -> Content:
    return lambda size: piece * (size // len(piece))


def _numbered(start: bytes, piece: bytes, end: bytes = b"") -> Content:
    """A piece over and over, with a number of its own each time: `%d` may stand in it once."""
    return lambda size: start + b"".join(piece % number for number in range(size // (len(piece) + 4))) + end


def _between(start: bytes, piece: bytes, end: bytes) -> Content:
    return lambda size: start + piece * (size // len(piece)) + end


SHAPES: Mapping[str, Content] = {
    "one line": _repeated(b"x"),
    "lines": _repeated(WORD + b"\n"),
    "keys": _numbered(b"", b"k%d: " + WORD + b"\n"),
    "the same key": _repeated(b"company: " + WORD + b"\n"),
    "blank lines": _repeated(b"\n"),
    "carriage returns": _repeated(b"\r"),
    "spaces": _repeated(b" "),
    "commas": _repeated(b","),
    "semicolons": _repeated(b";"),
    "digits": _between(b"headcount: ", b"9", b"\n"),
    "a cell": _between(b'"', b"x", b'"\n'),
    "a cell of commas": _between(b'x,28,coo,stops,"', b"a,", b'",some\n'),
    "a cell of line ends": _between(b'"', WORD + b"\n", b'"\n'),
    "a quote never closed": _between(b'"', b"a,b," + WORD + b"\n", b""),
    "quotes": _repeated(b'"'),
    "a JSON text": _between(b'{"company": "', b"x", b'"}\n'),
    "JSON escapes": _between(b'{"company": "', b"\\u001b", b'"}\n'),
    "a JSON text of commas": _between(b'{"needs": "', b"a,", b'"}\n'),
    "a JSON list": _between(b'{"needs": [', b'"cost",', b'"cost"]}\n'),
    "JSON keys": _numbered(b"{", b'"k%d":1,', b'"k":1}\n'),
    "JSON lines": _repeated(b'{"company": "' + WORD + b'"}\n'),
    "brackets": _repeated(b"["),
    "braces": _repeated(b'{"a":'),
    "dashes": _repeated(b"- "),
    "question marks": _repeated(b"? "),
    "aliases": _numbered(b"k: &k [x]\n", b"a%d: &k [*k, *k] # " + WORD + b"\n"),
    "tags": _repeated(b"- !!python/name:os.system " + WORD + b"\n"),
    "documents": _repeated(b"---\na: " + WORD + b"\n"),
    "NUL": _repeated(b"\0"),
    "no UTF-8": _repeated(b"\xff"),
    "UTF-16": lambda size: (f"company: {WORD.decode()}\n" * (size // 200)).encode("utf-16"),
    "accents": _repeated("\N{COMBINING ACUTE ACCENT}".encode()),
    "escape sequences": _repeated(b"\x1b]0;x"),
}
