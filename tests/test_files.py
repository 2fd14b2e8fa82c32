"""Files written whole or not at all."""

import os
import stat
from collections.abc import Callable
from errno import EACCES, EILSEQ
from pathlib import Path

import pytest

from coo_advisor.system import files
from coo_advisor.system.errors import AdvisorError
from coo_advisor.system.files import check_place, create_atomically, save, write_atomically


def everything(folder: Path) -> dict[str, str]:
    """Every file of a folder, hidden ones too, with its content."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.fixture(params=["nameless", "named", "elsewhere"], autouse=True)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Systems with files that have no name while they are written; file systems without them; and other systems."""
    if request.param == "elsewhere":
        monkeypatch.setattr(files, "_OPENED", "/nowhere/{}")
    if request.param == "named":
        opens, nameless = os.open, getattr(os, "O_TMPFILE", 0)

        def refuse_nameless(path: Path, flags: int, mode: int = 0o777) -> int:
            if nameless and flags & nameless == nameless:
                raise OSError(95, "Operation not supported")
            return opens(path, flags, mode)

        monkeypatch.setattr(os, "open", refuse_nameless)
    return str(request.param)


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_is_written_and_replaced_whole(durable: bool, tmp_path: Path) -> None:
    """The new content stands in the place of the old, byte for byte, and nothing lies beside it."""
    path = tmp_path / "advice.md"
    for content in ("une première fois\n", "héhé\r\n"):
        write_atomically(path, content, durable=durable)
        assert path.read_bytes() == content.encode("utf-8")
    assert list(everything(tmp_path)) == ["advice.md"]


def test_a_long_file_is_written_in_parts(tmp_path: Path) -> None:
    """Parts are joined as they come, without anything between them."""
    path = tmp_path / "leads.csv"
    write_atomically(path, (part for part in ("né", "e\n", "", "b")))
    assert path.read_text(encoding="utf-8") == "née\nb"


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    """Half a character in a name is an error with its reason, whoever meets it."""
    path = tmp_path / "\ud800.md"
    with pytest.raises(AdvisorError, match=rf"can't be written \({os.strerror(EILSEQ)}\)\. Check"):
        save(path, "advice", replace=False)
    with pytest.raises(OSError, match="\\[Errno") as refused:
        create_atomically(path, "advice")
    assert (refused.value.errno, refused.value.filename) == (EILSEQ, str(path))
    assert everything(tmp_path) == {}


def test_what_is_private_is_the_users_alone(tmp_path: Path) -> None:
    """A private file is readable by its owner alone; any other as the user's umask says, and none is executable."""
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "draft", "name: A", private=True)
        create_atomically(tmp_path / "lead", "name: A")
        write_atomically(tmp_path / "answers", "name: A")
        save(tmp_path / "advice", "Do.", replace=False)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"draft": 0o600, "lead": 0o600, "answers": 0o644, "advice": 0o644}


def test_a_name_that_is_taken_is_kept(tmp_path: Path) -> None:
    """A new file never replaces another; the error names it, and nothing unfinished is left."""
    path = tmp_path / "lead.yaml"
    create_atomically(path, "first")
    with pytest.raises(FileExistsError) as refused:
        create_atomically(path, "second")
    assert (refused.value.strerror, refused.value.filename) == ("The name is taken", str(path))
    assert everything(tmp_path) == {"lead.yaml": "first"}


def test_a_new_file_is_kept_where_folders_cannot_be_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems don't let folders be opened: the file is written all the same."""
    opens = os.open

    def refuse_folders(path: Path, flags: int, mode: int = 0o777) -> int:
        if path.is_dir():
            raise PermissionError
        return opens(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse_folders)
    create_atomically(tmp_path / "lead.yaml", "first")
    assert everything(tmp_path) == {"lead.yaml": "first"}


@pytest.mark.parametrize("write", [write_atomically, create_atomically])
def test_the_reason_is_that_of_the_system(
    write: Callable[[Path, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no file can be opened at all, it is that refusal which is told, and not that there is nothing to remove."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError):
        write(tmp_path / "advice.md", "new")


def test_what_must_outlive_a_power_cut_is_on_the_disk_before_it_has_its_name(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole content is flushed and synced while the old file is still in place; otherwise nobody waits for it."""
    path = tmp_path / "draft.json"
    path.write_text("old", encoding="utf-8")
    synced = []

    def sync(descriptor: int) -> None:
        synced.append((os.fstat(descriptor).st_size, sorted(everything(tmp_path).values())))

    monkeypatch.setattr(os, "fsync", sync)
    write_atomically(path, "new", durable=True)
    expected = [(len("new"), ["old"] if system == "nameless" else ["new", "old"])]
    assert synced == expected
    write_atomically(path, "newer")
    assert synced == expected


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk refuses, or the user interrupts, the old content stays and the unfinished file goes."""
    path = tmp_path / "advice.md"
    path.write_text("old", encoding="utf-8")
    for failure in (OSError(28, "No space left on device"), KeyboardInterrupt()):

        def refuse(_: int, failure: BaseException = failure) -> None:
            raise failure

        monkeypatch.setattr(os, "fsync", refuse)
        with pytest.raises(type(failure)):
            write_atomically(path, "new", durable=True)
        assert everything(tmp_path) == {"advice.md": "old"}


def test_an_unfinished_file_hides_beside_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It lies in the same folder, so that taking its place is one step, is hidden, and has a name of its own."""
    seen: list[str] = []
    replace = Path.replace

    def look(path: Path, target: Path) -> Path:
        seen.extend(everything(tmp_path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", look)
    for name in ("advice.md", "advice.html"):
        write_atomically(tmp_path / name, "new", durable=True)
    first, second = sorted(set(seen) - {"advice.md"})
    assert first.startswith(f".advice.html.{os.getpid()}-")
    assert second.startswith(f".advice.md.{os.getpid()}-")
    assert first.endswith(".tmp")


def test_an_existing_file_is_replaced_only_on_demand(tmp_path: Path) -> None:
    """Without --force an existing file stays as it is, and the message names it and both remedies."""
    path = tmp_path / "advice.md"
    save(path, "first", replace=False)
    with pytest.raises(AdvisorError) as refused:
        save(path, "second", replace=False)
    assert str(refused.value) == f"{path} exists already. Name another file, or add --force to replace it."
    assert path.read_text(encoding="utf-8") == "first"
    save(path, "second", replace=True)
    assert path.read_text(encoding="utf-8") == "second"


def test_a_file_that_cannot_be_written_is_told_with_the_reason(tmp_path: Path) -> None:
    """A folder that doesn't exist is an error that users can mend, in the system's words."""
    path = tmp_path / "nowhere" / "advice.md"
    with pytest.raises(AdvisorError) as refused:
        save(path, "advice", replace=True)
    reason = "No such file or directory"
    assert str(refused.value) == f"{path} can't be written ({reason}). Check the folder, or name another."


@pytest.mark.parametrize("parent", ["nowhere", "file", "file/within"])
def test_a_place_without_a_folder_is_told_before_any_work(parent: str, tmp_path: Path) -> None:
    """A folder that isn't there, or is none, is named; nothing is made."""
    (tmp_path / "file").touch()
    path = tmp_path / parent / "advice.md"
    with pytest.raises(AdvisorError) as refused:
        check_place(path, replace=False)
    assert str(refused.value) == (
        f"{path} can't be written: there is no folder {path.parent}. Make it, or name another."
    )
    assert everything(tmp_path) == {"file": ""}


@pytest.mark.parametrize("lacking", [0, os.W_OK, os.X_OK])
def test_a_place_without_permission_is_told_before_any_work(
    lacking: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that its user may not write or enter is told with the reason; any other is fine."""
    monkeypatch.setattr(os, "access", lambda folder, mode: folder == tmp_path and not mode & lacking)
    path = tmp_path / "advice.md"
    if not lacking:
        check_place(path, replace=False)
        return
    with pytest.raises(AdvisorError) as refused:
        check_place(path, replace=False)
    assert str(refused.value) == f"{path} can't be written ({os.strerror(EACCES)}). Check the folder, or name another."


def test_a_name_that_no_system_takes_is_told(tmp_path: Path) -> None:
    """Where the system can't even look whether a file exists, the refusal to write it is what is told."""
    with pytest.raises(AdvisorError, match="can't be written"):
        save(tmp_path / ("x" * 5000), "advice", replace=False)
