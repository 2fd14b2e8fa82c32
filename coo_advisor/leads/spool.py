"""A spool: lines put in order on disk, so that memory stays flat however many there are."""

from collections.abc import Iterator
from contextlib import suppress
from tempfile import gettempdir
from typing import BinaryIO, NamedTuple

from coo_advisor.leads.rating import Order
from coo_advisor.system.errors import AdvisorError

IN_MEMORY = 32_000_000
"""Characters kept in memory before they are written out."""


class _Bucket(NamedTuple):
    """The lines of one place in the order: those in memory, and where earlier ones were written."""

    lines: list[str]
    written: list[tuple[int, int]]


class Spool:
    """Takes lines in any order and gives them back sorted; equal ones stay in the order in which they came.

    Leads share their place in the order with many others, so a bucket for each place is enough, and nothing is sorted
    but the places. `file` is a temporary one of its own, to be written and read; it goes with the program.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._buckets: dict[Order, _Bucket] = {}
        self._file = file
        self._in_memory = 0

    def add(self, order: Order, line: str) -> None:
        """Puts a line at its place. Raises AdvisorError where the temporary folder takes no more."""
        bucket = self._buckets.get(order)
        if bucket is None:
            bucket = self._buckets[order] = _Bucket([], [])
        bucket.lines.append(line)
        self._in_memory += len(line)
        if self._in_memory > IN_MEMORY:
            self._write_out()

    def parts(self) -> Iterator[str]:
        """All lines, in order; many at a time."""
        for _, bucket in sorted(self._buckets.items()):
            for start, size in bucket.written:
                self._file.seek(start)
                yield self._file.read(size).decode()
            yield "".join(bucket.lines)

    def _write_out(self) -> None:
        try:
            for bucket in self._buckets.values():
                content = "".join(bucket.lines).encode()
                bucket.written.append((self._file.tell(), self._file.write(content)))
                bucket.lines.clear()
            self._file.flush()
        except OSError as error:
            with suppress(OSError):  # here, as closing tries to write once more
                self._file.close()
            raise AdvisorError(
                f"The temporary folder {gettempdir()} can't hold the leads ({error.strerror}). Make room there, or name "
                "another folder in TMPDIR."
            ) from None
        self._in_memory = 0
