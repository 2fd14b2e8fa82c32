"""Files written whole or not at all, in place of files and of nothing else."""

import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from errno import EACCES, EILSEQ, EINVAL
from pathlib import Path
from time import monotonic_ns
from typing import BinaryIO
from zlib import crc32

from coo_advisor.system.errors import AdvisorError, Said

_PRIVATE, _SHARED, _PRIVATE_FOLDER = 0o600, 0o666, 0o700
"""Who may use a file or a folder: its owner, or whom the user's umask lets."""

_OPENED = "/proc/self/fd/{}"
"""Where Linux shows the files that a program has opened; one without a name gets it from there."""

_OTHERS = {
    stat.S_IFDIR: "it is a folder, not a file",
    stat.S_IFIFO: "it is a pipe, not a file",
    stat.S_IFSOCK: "it is a socket, not a file",
    stat.S_IFCHR: "it is a device, not a file",
    stat.S_IFBLK: "it is a device, not a file",
}
"""What can stand in a file's place, and is never replaced."""

_UNFINISHED = re.compile(r"\.[0-9a-f]{8}\.[0-9]+-[0-9]+\.tmp")
"""The name of a file that is being written: short, as its own name may be as long as the system allows."""


def write_atomically(
    path: Path, content: str | Iterable[str], *, replace: bool = True, private: bool = False, durable: bool = False
) -> None:
    """Writes a file in one step: a reader sees the old content or the new, also after a crash of the program.

    The content may come in parts, so that a long one need not be in memory. If the path is a link, the file that it
    leads to is written. A file that is replaced keeps its permissions; what isn't a file is never replaced.
    `private` makes the file readable by the user alone, and replaces a link instead of following it.
    `durable` waits until the file would outlive a power cut.
    Without `replace` the name must be free: of two writers at once, one gets it.

    Raises FileExistsError if the name is taken, else OSError. Leaves nothing half-written behind, except that a
    program killed by SIGKILL may leave a hidden file, which `unfinished_files` finds.
    """
    _refuse_unwritable(path)
    if not replace:
        _refuse_taken(path)
    place, permissions = (path, _PRIVATE) if private else _replaceable(path)
    unfinished = place.with_name(f"{_prefix(place)}{os.getpid()}-{monotonic_ns()}.tmp")
    mode = _SHARED if permissions is None else _PRIVATE
    nameless = _open_nameless(place.parent, mode)
    descriptor = _open_new(unfinished, mode) if nameless is None else nameless
    try:
        with os.fdopen(descriptor, "wb") as file:
            _fill(file, content, durable=durable)
            if permissions is not None:
                _permit(descriptor, permissions)
            if nameless is not None:
                name = unfinished if replace else place
                os.link(_OPENED.format(nameless), name, src_dir_fd=nameless)  # which makes it follow the link
        if replace:
            unfinished.replace(place)
        elif nameless is None:
            _take_name(unfinished, place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    if durable:
        _keep_name(place)


def unfinished_files(path: Path) -> list[Path]:
    """What programs that write a file, or were killed while they did, have beside it."""
    return list(path.parent.glob(f"{_prefix(path)}*.tmp"))


def is_unfinished(path: Path) -> bool:
    """Whether this is a file that is being written, or whose writing was cut off."""
    return _UNFINISHED.fullmatch(path.name) is not None


def make_private_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, for the user alone, whatever the umask. Raises OSError."""
    if not folder.parent.exists() and folder.parent != folder:
        make_private_folder(folder.parent)
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER)
    except FileExistsError:
        if not folder.is_dir():
            raise
    else:
        _permit(folder, _PRIVATE_FOLDER)


def taken(path: Path) -> bool:
    """Whether something stands there, also a link that leads nowhere; not if the system can't even look."""
    return os.path.lexists(path)


def check_place(path: Path, *, replace: bool) -> None:
    """Finds out before any work whether a file can be written there. Raises AdvisorError with the remedy."""
    _refuse_without_folder(path, path.parent)
    place = _checked(path, replace=replace)
    _refuse_without_folder(path, place.parent)
    if not holds_files(place.parent):
        raise _unwritable(path, os.strerror(EACCES))


def refuse_twice(paths: Iterable[Path]) -> None:
    """Refuses to write two results into one file, by whatever names and links. Raises AdvisorError."""
    seen = set()
    for path in paths:
        place = os.path.realpath(path)
        if place in seen:
            raise AdvisorError(
                Said("{path} is named twice, and can't hold both. Name another file for one.", path=path)
            )
        seen.add(place)


def holds_files(folder: Path) -> bool:
    """Whether this is a folder that the user may write files in."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def save(path: Path, content: str | Iterable[str], *, replace: bool) -> None:
    """Writes a result where the user wants it. Raises AdvisorError with the remedy."""
    _checked(path, replace=replace)
    try:
        write_atomically(path, content, replace=replace)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise _unwritable(path, error.strerror) from None


def _checked(path: Path, *, replace: bool) -> Path:
    """The place of a file that may be written there. Raises AdvisorError."""
    try:
        place, _ = _replaceable(path)
    except OSError as error:
        raise _unwritable(path, error.strerror) from None
    if not replace and taken(path):
        raise _exists(path)
    return place


def _replaceable(path: Path) -> tuple[Path, int | None]:
    """The place that a path leads to through all links, and the permissions of the file there, if there is one.

    Raises OSError if something other than a file stands there, or the system can't look.
    """
    _refuse_unwritable(path)
    try:
        found = path.stat().st_mode
    except FileNotFoundError:
        return Path(os.path.realpath(path)), None
    if not stat.S_ISREG(found):
        raise OSError(EINVAL, _OTHERS.get(stat.S_IFMT(found), "it is not a file"), str(path))
    return Path(os.path.realpath(path)), stat.S_IMODE(found) & 0o777


def _exists(path: Path) -> AdvisorError:
    return AdvisorError(Said("{path} exists already. Name another file, or add --force to replace it.", path=path))


def _unwritable(path: Path, reason: str | None) -> AdvisorError:
    template = "{path} can't be written ({reason}). Check the folder, or name another."
    return AdvisorError(Said(template, path=path, reason=Said(reason or "")))


def _refuse_without_folder(path: Path, folder: Path) -> None:
    if not folder.is_dir():
        template = "{path} can't be written: there is no folder {folder}. Make it, or name another."
        raise AdvisorError(Said(template, path=path, folder=folder))


def _permit(file: int | Path, mode: int) -> None:
    """Sets permissions to what they should be, whatever the umask took off, on systems and disks that have them."""
    if os.name != "nt":
        with suppress(OSError):
            os.chmod(file, mode)  # noqa: PTH101  # Path.chmod takes no open file


def _prefix(path: Path) -> str:
    """How the names of a file's unfinished ones begin."""
    return f".{crc32(os.fsencode(path.name)):08x}."


def _take_name(unfinished: Path, place: Path) -> None:
    """Gives a finished file its name if that is free. Raises FileExistsError."""
    try:
        os.link(unfinished, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: whoever makes an empty file has the name
        os.close(_open_new(place, _PRIVATE))
        try:
            unfinished.replace(place)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
    else:
        unfinished.unlink()


def _open_nameless(folder: Path, mode: int) -> int | None:
    """Opens a file without a name, which goes with the program whatever ends it; None if the system has no such files."""
    if not Path(_OPENED.format("")).is_dir():
        return None
    with suppress(OSError):  # a file system without them; what else is wrong, a named file will show
        return os.open(folder, os.O_WRONLY | os.O_TMPFILE, mode)
    return None


def _open_new(path: Path, mode: int) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)


def _fill(file: BinaryIO, content: str | Iterable[str], *, durable: bool) -> None:
    parts = (content,) if isinstance(content, str) else content
    file.writelines(part.encode() for part in parts)
    file.flush()
    if durable:
        os.fsync(file.fileno())


def _refuse_unwritable(path: Path) -> None:
    """Refuses a name that this system's encoding can't write."""
    try:
        os.fsencode(path)
    except UnicodeEncodeError:
        raise OSError(EILSEQ, os.strerror(EILSEQ), str(path)) from None


def _refuse_taken(path: Path) -> None:
    if path.exists():
        raise FileExistsError(None, "The name is taken", str(path))


def _keep_name(path: Path) -> None:
    """Makes a file's name outlive a power cut, as its content does, if the system lets folders be opened."""
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
