"""The spool: lines come back in order, with little of them in memory."""

import random
import tempfile
from errno import ENOSPC
from io import BytesIO
from pathlib import Path

import pytest

from coo_advisor.leads import spool
from coo_advisor.leads.spool import Spool
from coo_advisor.system.errors import AdvisorError


class File(BytesIO):
    """A file that counts how often it is written to."""

    writes = 0

    def write(self, content: bytes) -> int:  # type: ignore[override]  # bytes are all that a spool writes
        """Writes, and counts it."""
        self.writes += 1
        return super().write(content)


@pytest.mark.parametrize("most", [20, 2000, 100_000])
def test_a_spool_keeps_order_through_the_disk(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Lines come back by their place, and equal places as they came, however little stays in memory."""
    monkeypatch.setattr(spool, "IN_MEMORY", most)
    drawn = random.Random(3)
    lines = [((drawn.randint(0, 5), -drawn.random().__round__(1)), f"línea {number}\n") for number in range(500)]
    spooled = Spool(BytesIO())
    for place, line in lines:
        spooled.add(place, line)
    expected = [line for _, line in sorted(lines, key=lambda each: each[0])]
    assert "".join(spooled.parts()) == "".join(expected)


def test_a_spool_writes_out_what_is_too_much_for_memory_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many characters stay in memory; all are written out when one more comes, and counting starts again."""
    monkeypatch.setattr(spool, "IN_MEMORY", 10)
    file = File()
    spooled = Spool(file)
    for size, writes in [(4, 0), (6, 0), (1, 1), (5, 1), (5, 1), (1, 2)]:
        spooled.add((1,), "x" * size)
        assert file.writes == writes
    assert "".join(spooled.parts()) == "x" * 22


def test_a_spool_without_room_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where the disk is full, the message names the temporary folder and what to do, and the file is given up."""

    def full(_: bytes) -> int:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(spool, "IN_MEMORY", 10)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = File()
    monkeypatch.setattr(file, "write", full)
    with pytest.raises(AdvisorError) as refused:
        Spool(file).add((1,), "x" * 11)
    assert str(refused.value) == (
        f"The temporary folder {tmp_path} can't hold the leads (No space left on device). Make room there, or name "
        "another folder in TMPDIR."
    )
    assert file.closed
