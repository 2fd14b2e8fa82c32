"""Files written whole or not at all."""

import os
from pathlib import Path
from time import monotonic_ns

from coo_advisor.errors import AdvisorError


def write_atomically(path: Path, content: str, *, private: bool = False, durable: bool = False) -> None:
    """Writes a file in one step: a reader sees the old content or the new, also after a crash of the program.

    `private` makes it readable by the user alone; `durable` waits until it would outlive a power cut. Raises OSError;
    nothing half-written is left behind.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}-{monotonic_ns()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(unfinished, flags, 0o600 if private else 0o666), "wb") as file:
            file.write(content.encode())
            file.flush()
            if durable:
                os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def taken(path: Path) -> bool:
    """Whether something stands there; not where the system can't even look."""
    try:
        return path.exists()
    except OSError:
        return False


def save(path: Path, content: str, *, replace: bool) -> None:
    """Writes a result where the user wants it. Raises AdvisorError with the remedy."""
    if taken(path) and not replace:
        raise AdvisorError(f"{path} exists already. Name another file, or add --force to replace it.")
    try:
        write_atomically(path, content)
    except OSError as error:
        raise AdvisorError(f"{path} can't be written ({error.strerror}). Check the folder, or name another.") from None
