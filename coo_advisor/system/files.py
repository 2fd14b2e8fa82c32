"""Files written whole or not at all."""

import os
from collections.abc import Iterable
from contextlib import suppress
from errno import EACCES, EILSEQ
from pathlib import Path
from time import monotonic_ns
from typing import BinaryIO

from coo_advisor.system.errors import AdvisorError

_PRIVATE, _SHARED = 0o600, 0o666
"""Who may read a file: its owner, or whom the user's umask lets."""

_OPENED = "/proc/self/fd/{}"
"""Where Linux shows the files that a program has opened; one without a name gets it from there."""


def write_atomically(path: Path, content: str | Iterable[str], *, private: bool = False, durable: bool = False) -> None:
    """Writes a file in one step: a reader sees the old content or the new, also after a crash of the program.

    The content may come in parts, so that a long one need not be in memory.
    `private` makes it readable by the user alone; `durable` waits until it would outlive a power cut. Raises OSError;
    nothing half-written is left behind, but where a file needs a name from the start: there a kill leaves a hidden one.
    """
    _refuse_unwritable(path)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}-{monotonic_ns()}.tmp")
    mode = _PRIVATE if private else _SHARED
    nameless = _open_nameless(path.parent, mode)
    descriptor = _open_new(unfinished, mode) if nameless is None else nameless
    try:
        with os.fdopen(descriptor, "wb") as file:
            _fill(file, content, durable=durable)
            if nameless is not None:
                os.link(_OPENED.format(nameless), unfinished, src_dir_fd=nameless)  # which makes it follow the link
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def create_atomically(path: Path, content: str) -> None:
    """Writes a new file in one step, private and durable. Raises FileExistsError where the name is taken, or OSError.

    Of two writers at once one gets the name, on every file system: whoever has the unfinished file, holds it.
    """
    _refuse_unwritable(path)
    unfinished = unfinished_file(path)
    descriptor = _open_new(unfinished, _PRIVATE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _fill(file, content, durable=True)
        _refuse_taken(path)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _keep_name(path)


def unfinished_file(path: Path) -> Path:
    """What `create_atomically` fills before it gets its name; it is left where the program is killed meanwhile."""
    return path.with_name(f".{path.name}.tmp")


def taken(path: Path) -> bool:
    """Whether something stands there; not where the system can't even look."""
    try:
        return path.exists()
    except OSError:
        return False


def check_place(path: Path, *, replace: bool) -> None:
    """Finds out before any work whether a file can be written there. Raises AdvisorError with the remedy."""
    if not path.parent.is_dir():
        raise AdvisorError(f"{path} can't be written: there is no folder {path.parent}. Make it, or name another.")
    if not holds_files(path.parent):
        raise _unwritable(path, os.strerror(EACCES))
    _refuse_replacing(path, replace=replace)


def holds_files(folder: Path) -> bool:
    """Whether this is a folder that the user may write files in."""
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def save(path: Path, content: str | Iterable[str], *, replace: bool) -> None:
    """Writes a result where the user wants it. Raises AdvisorError with the remedy."""
    _refuse_replacing(path, replace=replace)
    try:
        write_atomically(path, content)
    except OSError as error:
        raise _unwritable(path, error.strerror) from None


def _refuse_replacing(path: Path, *, replace: bool) -> None:
    if not replace and taken(path):
        raise AdvisorError(f"{path} exists already. Name another file, or add --force to replace it.")


def _unwritable(path: Path, reason: str | None) -> AdvisorError:
    return AdvisorError(f"{path} can't be written ({reason}). Check the folder, or name another.")


def _open_nameless(folder: Path, mode: int) -> int | None:
    """Opens a file without a name, which goes with the program whatever ends it; None where there is none such."""
    if not Path(_OPENED.format("")).is_dir():
        return None
    with suppress(OSError):  # a file system without them; what else is wrong, a named file will tell
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
    """Makes a file's name outlive a power cut, as its content does, where the system lets folders be opened."""
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
