"""The files that come with the program, wherever it runs from: a checkout, an installed package or a zipped wheel."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged(name: str) -> "Traversable":
    """A file or folder of the package, by its path in it; whether it exists is not looked at.

    A `Path`, unless the package is zipped: importlib.resources, which reads that too, takes a tenth of a start to import.
    """
    if _PACKAGE.is_dir():
        return _PACKAGE / name
    from importlib.resources import files

    return files("coo_advisor") / name
