"""Files written whole or not at all."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from errno import EACCES, EILSEQ, EPERM
from itertools import chain
from pathlib import Path

import pytest

from coo_advisor.system import files
from coo_advisor.system.errors import AdvisorError
from coo_advisor.system.files import (
    check_place,
    is_unfinished,
    make_private_folder,
    save,
    unfinished_files,
    write_atomically,
)


def everything(folder: Path) -> dict[str, str]:
    """Every file of a folder, hidden ones too, with its content."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def create(path: Path, content: str) -> None:
    """Writes a file as leads are written."""
    write_atomically(path, content, replace=False, private=True, durable=True)


@pytest.fixture(params=["nameless", "named", "linkless", "elsewhere"], autouse=True)
def system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Systems with files that have no name while they are written; disks without these, and without links; others."""
    if request.param == "elsewhere":
        monkeypatch.setattr(files, "_OPENED", "/nowhere/{}")
    if request.param == "linkless":

        def refuse_links(*_: object, **__: object) -> None:
            raise OSError(EPERM, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse_links)
    if request.param in ("named", "linkless"):
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


def test_a_name_that_no_file_can_have_is_reported(tmp_path: Path) -> None:
    """Half a character in a name is an error with its reason, whoever meets it."""
    path = tmp_path / "\ud800.md"
    with pytest.raises(AdvisorError, match=rf"can't be written \({os.strerror(EILSEQ)}\)\. Check"):
        save(path, "advice", replace=False)
    with pytest.raises(OSError, match="\\[Errno") as refused:
        create(path, "advice")
    assert (refused.value.errno, refused.value.filename) == (EILSEQ, str(path))
    assert everything(tmp_path) == {}


def test_what_is_private_is_the_users_alone(tmp_path: Path) -> None:
    """A private file is readable by its owner alone; any other as the user's umask says, and none is executable."""
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "draft", "name: A", private=True)
        create(tmp_path / "lead", "name: A")
        write_atomically(tmp_path / "answers", "name: A")
        save(tmp_path / "advice", "Do.", replace=False)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"draft": 0o600, "lead": 0o600, "answers": 0o644, "advice": 0o644}


def test_a_name_that_is_taken_is_kept(tmp_path: Path) -> None:
    """A new file never replaces another; the error names it, and nothing unfinished is left."""
    path = tmp_path / "lead.yaml"
    create(path, "first")
    with pytest.raises(FileExistsError) as refused:
        create(path, "second")
    assert (refused.value.strerror, refused.value.filename) == ("The name is taken", str(path))
    assert everything(tmp_path) == {"lead.yaml": "first"}


def test_a_new_file_is_kept_if_folders_cannot_be_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems don't let folders be opened: the file is written all the same."""
    opens = os.open

    def refuse_folders(path: Path, flags: int, mode: int = 0o777) -> int:
        if path.is_dir():
            raise PermissionError
        return opens(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse_folders)
    create(tmp_path / "lead.yaml", "first")
    assert everything(tmp_path) == {"lead.yaml": "first"}


@pytest.mark.parametrize("write", [write_atomically, create])
def test_the_reason_is_that_of_the_system(
    write: Callable[[Path, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If no file can be opened at all, that refusal is reported, and not that there is nothing to remove."""

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError):
        write(tmp_path / "advice.md", "new")


def test_what_must_outlive_a_power_cut_is_on_the_disk_before_it_has_its_name(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content is synced while the old file is in place, its name afterwards; otherwise nobody waits for it."""
    path = tmp_path / "draft.json"
    path.write_text("old", encoding="utf-8")
    synced = []

    def sync(descriptor: int) -> None:
        size = "folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else os.fstat(descriptor).st_size
        synced.append((size, sorted(everything(tmp_path).values())))

    monkeypatch.setattr(os, "fsync", sync)
    write_atomically(path, "new", durable=True)
    expected = [(len("new"), ["old"] if system == "nameless" else ["new", "old"]), ("folder", ["new"])]
    assert synced == expected
    write_atomically(path, "newer")
    assert synced == expected


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the disk refuses, or the user interrupts, the old content stays and the unfinished file goes."""
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
    """It lies in the same folder, so that taking its place is one step, is hidden, and is found by its file alone."""
    seen: list[Path] = []
    replace = Path.replace

    def look(path: Path, target: Path) -> Path:
        seen.append(path)
        assert is_unfinished(path)
        assert unfinished_files(target) == [path]
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", look)
    for name in ("advice.md", "advice.html"):
        write_atomically(tmp_path / name, "new", durable=True)
    assert len(set(seen)) == 2
    assert all(path.parent == tmp_path and path.name.startswith(".") for path in seen)
    assert not is_unfinished(tmp_path / "advice.md")


@pytest.mark.parametrize("name", ["x" * 252 + ".md", "é" * 126 + ".md", "株" * 84 + ".md"])
def test_a_name_may_be_as_long_as_the_system_allows(name: str, tmp_path: Path) -> None:
    """255 bytes, whatever they spell, for a document as for a lead."""
    for write in (write_atomically, create):
        write(tmp_path / name, "new")
        assert everything(tmp_path) == {name: "new"}
        (tmp_path / name).unlink()


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


def test_a_file_that_cannot_be_written_is_reported_with_the_reason(tmp_path: Path) -> None:
    """A folder that doesn't exist is an error that users can mend, in the system's words."""
    path = tmp_path / "nowhere" / "advice.md"
    with pytest.raises(AdvisorError) as refused:
        save(path, "advice", replace=True)
    reason = "No such file or directory"
    assert str(refused.value) == f"{path} can't be written ({reason}). Check the folder, or name another."


@pytest.mark.parametrize("parent", ["nowhere", "file", "file/within"])
def test_a_place_without_a_folder_is_reported_before_any_work(parent: str, tmp_path: Path) -> None:
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
def test_a_place_without_permission_is_reported_before_any_work(
    lacking: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that its user may not write or enter is reported with the reason; any other is fine."""
    monkeypatch.setattr(os, "access", lambda folder, mode: folder == tmp_path and not mode & lacking)
    path = tmp_path / "advice.md"
    if not lacking:
        check_place(path, replace=False)
        return
    with pytest.raises(AdvisorError) as refused:
        check_place(path, replace=False)
    assert str(refused.value) == f"{path} can't be written ({os.strerror(EACCES)}). Check the folder, or name another."


def test_a_name_that_no_system_takes_is_reported(tmp_path: Path) -> None:
    """If the system can't even look whether a file exists, the refusal to write it is reported."""
    with pytest.raises(AdvisorError, match="can't be written"):
        save(tmp_path / ("x" * 5000), "advice", replace=False)


# ------------------------------------------------------------------------------------------- what isn't a plain file


@pytest.fixture(params=["folder", "pipe", "socket", "device"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """Something that isn't a file, and the name of its kind."""
    path = tmp_path / "other.md"
    if request.param == "folder":
        path.mkdir()
    elif request.param == "pipe":
        os.mkfifo(path)
    elif request.param == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
    else:
        path.symlink_to(os.devnull)
    return request.param, path


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and devices among its files")
@pytest.mark.parametrize("linked", [False, True])
def test_what_is_no_file_is_never_replaced(other: tuple[str, Path], linked: bool, tmp_path: Path) -> None:
    """Neither with --force nor through a link; it is said before any work, and stays what it was."""
    kind, path = other
    if linked:
        path = tmp_path / "link.md"
        path.symlink_to(other[1])
    before = path.stat()
    said = f"{path} can't be written (it is a {kind}, not a file). Check the folder, or name another."
    for refuse in (lambda: check_place(path, replace=True), lambda: save(path, "new", replace=True)):
        with pytest.raises(AdvisorError) as refused:
            refuse()
        assert str(refused.value) == said
    with pytest.raises(OSError, match=f"it is a {kind}"):
        write_atomically(path, "new")
    after = path.stat()
    assert (after.st_mode, after.st_ino) == (before.st_mode, before.st_ino)
    assert not list(tmp_path.glob(".*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_a_link_s_target_is_what_is_written(tmp_path: Path) -> None:
    """With --force the file behind one link or several is replaced, in its own folder; the links stay."""
    (tmp_path / "folder").mkdir()
    target = tmp_path / "folder" / "target.md"
    target.write_text("old")
    links = [tmp_path / "first.md", tmp_path / "second.md"]
    links[0].symlink_to(target)
    links[1].symlink_to("first.md")
    with pytest.raises(AdvisorError, match="exists already"):
        save(links[1], "new", replace=False)
    save(links[1], "new", replace=True)
    assert all(link.is_symlink() and link.read_text() == "new" for link in links)
    assert list((tmp_path / "folder").iterdir()) == [target]


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_a_link_that_leads_nowhere_counts_as_a_file(tmp_path: Path) -> None:
    """Its name is taken; with --force the file that it names is made, if there is a folder for it."""
    link, lost, loop = tmp_path / "link.md", tmp_path / "lost.md", tmp_path / "loop.md"
    link.symlink_to("target.md")
    lost.symlink_to("nowhere/target.md")
    loop.symlink_to("loop.md")
    for write in (lambda: check_place(link, replace=False), lambda: save(link, "new", replace=False)):
        with pytest.raises(AdvisorError, match=r"link\.md exists already"):
            write()
    with pytest.raises(FileExistsError):
        create(link, "new")
    check_place(link, replace=True)
    save(link, "new", replace=True)
    assert link.is_symlink()
    assert (tmp_path / "target.md").read_text() == "new"
    with pytest.raises(AdvisorError, match=rf"there is no folder {tmp_path}/nowhere\."):
        check_place(lost, replace=True)
    with pytest.raises(AdvisorError, match=r"loop\.md can't be written"):
        check_place(loop, replace=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_what_is_private_never_goes_through_a_link(tmp_path: Path) -> None:
    """Answers aren't written to where somebody else's link leads: the link is replaced."""
    path, elsewhere = tmp_path / "draft.json", tmp_path / "elsewhere"
    elsewhere.write_text("theirs")
    path.symlink_to(elsewhere)
    write_atomically(path, "mine", private=True)
    assert not path.is_symlink()
    assert everything(tmp_path) == {"draft.json": "mine", "elsewhere": "theirs"}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps files private in another way")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_replaced_file_keeps_its_permissions(mode: int, tmp_path: Path) -> None:
    """What its owner closed to others stays closed, and what was open stays open, whatever the umask says."""
    path = tmp_path / "advice.md"
    path.write_text("old")
    path.chmod(mode)
    save(path, "new", replace=True)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps folders private in another way")
@pytest.mark.parametrize("umask", [0, 0o022, 0o777])
def test_a_private_folder_is_made_with_those_above_it(umask: int, tmp_path: Path) -> None:
    """All that are new are their owner's alone, and usable, whatever the umask; those that were there stay as they are."""
    tmp_path.chmod(0o755)
    folder = tmp_path / "state" / "coo-advisor" / "leads"
    before = os.umask(umask)
    try:
        make_private_folder(folder)
        make_private_folder(folder)
        write_atomically(folder / "lead", "name: A", private=True)
    finally:
        os.umask(before)
    made = [folder, *folder.parents[:2]]
    assert [stat.S_IMODE(path.stat().st_mode) for path in made] == [0o700] * 3
    assert stat.S_IMODE((folder / "lead").stat().st_mode) == 0o600
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"exists|directory"):
        make_private_folder(tmp_path / "file" / "leads")


WRITERS = """
import sys
from pathlib import Path
from coo_advisor.system import files
if sys.argv[2] == "linkless":
    def refuse(*_, **__):
        raise OSError(1, "no links")
    files.os.link = refuse
if sys.argv[2] != "nameless":
    files._OPENED = "/nowhere/{}"
for number in range(200):
    try:
        files.write_atomically(Path(sys.argv[1]) / str(number), sys.argv[3], replace=False)
        print(number)
    except FileExistsError:
        pass
"""


def test_of_two_writers_one_gets_a_name(system: str, tmp_path: Path) -> None:
    """Each of 200 names has the content of the writer that heard so, and of no other."""
    writers = {
        name: subprocess.Popen([sys.executable, "-c", WRITERS, str(tmp_path), system, name], stdout=subprocess.PIPE)
        for name in ("A", "B", "C")
    }
    got = {name: writer.communicate(timeout=60)[0].decode().split() for name, writer in writers.items()}
    assert {number: name for name, numbers in got.items() for number in numbers} == everything(tmp_path)
    assert sorted(chain.from_iterable(got.values()), key=int) == [str(number) for number in range(200)]
