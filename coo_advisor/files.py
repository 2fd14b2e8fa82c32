"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path

from coo_advisor.errors import AdvisorError


def write_atomically(path: Path, content: str, *, private: bool = False) -> None:
    """Writes a file in one step: a reader sees the old content or the new, also after a crash.

    `private` keeps it readable by the user alone; otherwise it gets the permissions of any new file. Raises OSError;
    nothing half-written is left behind.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def save(path: Path, content: str, *, replace: bool) -> None:
    """Writes a result where the user wants it. Raises AdvisorError with the remedy."""
    if path.exists() and not replace:
        raise AdvisorError(f"{path} exists already. Name another file, or add --force to replace it.")
    try:
        write_atomically(path, content)
    except OSError as error:
        raise AdvisorError(f"{path} can't be written ({error.strerror}). Check the folder, or name another.") from None


def _umask() -> int:
    """What new files are not allowed; the system tells only by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
