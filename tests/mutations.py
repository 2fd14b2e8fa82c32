"""Inputs as an unfriendly world would send them: files that were right once, broken in ways drawn by a seed."""

import re
from collections.abc import Callable, Sequence
from random import Random

WORDS = (
    *("", "~", "null", "Null", "true", "no", "[]", "{}", "[[]]", "{a: b}", "- ", "? ", ": ", "# ", "|", ">-"),
    *("---", "...", "0", "-1", "1.5", "1e999", ".nan", "-.inf", "0x1F", "1_000", "012", "12:30", "2026-13-45"),
    *("٣", "²", "NaN", "=1+1", "9" * 9, "9" * 20, "9" * 700, "9" * 5000, "-" + "9" * 5000, "a" * 41, "é" * 501),
    *("x" * 200_000, "&a x", "*a", "&a [*a]", "<<: *a", "!!python/object/apply:os.system [x]", "!!binary AA=="),
    *("!!int x", "%YAML 9.9", "\0", "\x1b[31m", "\x9b", "\x85", "\u2028", "\ufeff", "\ufffe", "\u202e", "\t"),
    *("\r", "\r\n", "\\ud83d", '"\\ud83d"', '"', "'", '""', '"\\x00"', '"\\', ",", ";", ";" * 300, "," * 300),
    *("\n" * 300, "[" * 5000, "{a: " * 3000, '[{"a":' * 2000, "- " * 2000, "id", "questionnaire", "consent"),
    *("result.need", "I don't know", "Je ne sais pas", "None of the choices offered"),
)
"""What stands where something else is expected: wrong types, huge numbers, deep nesting, YAML's own signs, controls."""

BYTES = (
    *(b"\0", b"\xff", b"\xfe\xff", b"\xed\xa0\xbd", b"\xc3", b"\x80", b"\xf4\x90\x80\x80", b"\xef\xbb\xbf"),
    *(b"PK\x03\x04",),
)
"""What is no UTF-8, with half a pair of surrogates, or another kind of file."""

ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp437")

LARGEST = 1_200_000
"""Bytes; larger than what is accepted anywhere."""

_TOKEN = re.compile(rb"[\w.-]+")

Mutation = Callable[[bytes, Sequence[bytes], Random], bytes]


def mutated(seeds: Sequence[bytes], name: str) -> bytes:
    """A seed broken in one to four ways; the same name gives the same bytes everywhere."""
    random = Random(name)
    content = random.choice(seeds)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        content = random.choice(MUTATIONS)(content, seeds, random)
    return content[:LARGEST]


def _flip(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    """One bit of a byte, or several of them."""
    flipped = bytearray(content)
    for _ in range(random.choice((1, 1, 4, 32)) if flipped else 0):
        flipped[random.randrange(len(flipped))] ^= 1 << random.randrange(8)
    return bytes(flipped)


def _insert(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    """Bytes or words anywhere."""
    at = random.randint(0, len(content))
    return content[:at] + random.choice((*BYTES, *_as_bytes(WORDS))) + content[at:]


def _cut(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    """The start alone, or all but a piece of it."""
    start, end = sorted(random.randint(0, len(content)) for _ in range(2))
    return content[:start] if random.random() < 0.3 else content[:start] + content[end:]


def _repeat(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    """A piece many times over; now and then so often that the file becomes too large."""
    start, end = sorted(random.randint(0, len(content)) for _ in range(2))
    piece = content[start:end][: random.choice((10, 1000))]
    times = random.choice((2, 2, 2, 20, 200, LARGEST // (len(piece) or 1) if random.random() < 0.1 else 2))
    return content[:start] + piece * times + content[end:]


def _lines(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    """A line deleted, doubled, moved, joined to the next one, or indented otherwise."""
    lines = content.splitlines(keepends=True) or [b""]
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    line = lines.pop(at)
    kind = random.randrange(5)
    if kind == 1:
        lines[at:at] = [line, line]
    elif kind == 2:
        lines.insert(to, line)
    elif kind == 3:
        lines.insert(at, line.rstrip(b"\r\n"))
    elif kind == 4:
        lines.insert(at, b" " * random.randint(1, 3) + line if random.random() < 0.5 else line.lstrip(b" "))
    return b"".join(lines)


def _swap_token(content: bytes, seeds: Sequence[bytes], random: Random) -> bytes:
    """A word or a number gives way to another one, of the file or of its neighbours: ids and keys change places."""
    return _replaced(content, random, random.choice(_TOKEN.findall(random.choice(seeds)) or [b"x"]))


def _retype(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    """A word or a number gives way to something of another kind."""
    return _replaced(content, random, random.choice(_as_bytes(WORDS)))


def _splice(content: bytes, seeds: Sequence[bytes], random: Random) -> bytes:
    """The start of the file with the end of another."""
    other = random.choice(seeds)
    return content[: random.randint(0, len(content))] + other[random.randint(0, len(other)) :]


def _encode(content: bytes, _: Sequence[bytes], random: Random) -> bytes:
    """The same text in another encoding, or with other line ends."""
    if random.random() < 0.3:
        return content.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", "\u2028".encode())))
    return content.decode("utf-8", "replace").encode(random.choice(ENCODINGS), "replace")


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _insert, _cut, _repeat, _lines, _lines),
    *(_swap_token, _swap_token, _swap_token, _retype, _retype, _splice, _encode),
)
"""Each as often as it should be drawn: what leaves a file that can be read goes deeper than what doesn't."""


def _replaced(content: bytes, random: Random, word: bytes) -> bytes:
    tokens = list(_TOKEN.finditer(content))
    if not tokens:
        return content + word
    start, end = random.choice(tokens).span()
    return content[:start] + word + content[end:]


def _as_bytes(words: Sequence[str]) -> list[bytes]:
    return [word.encode() for word in words]
