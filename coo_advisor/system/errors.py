"""The one family of errors that users cause and can mend; the command line prints them, in one place."""

from collections.abc import Sequence
from typing import NamedTuple

from coo_advisor.system.visible import brief, clean

INTERRUPTED = 130
"""The exit code of a command that someone stopped."""

MOST_PROBLEMS = 100
"""Problems reported of one file: no one mends more in one go, and a file made for it could hold a hundred thousand."""


class Problem(NamedTuple):
    """One thing that is wrong with a file: where, what, and what to do about it. `line` counts from 1."""

    file: str
    line: int | None
    path: tuple[str, ...]
    message: str
    remedy: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return clean(f"{place}{' › ' if self.path else ': '}{self.reason}")

    @property
    def reason(self) -> str:
        """What is wrong and what to do about it, without the file and the line."""
        at = f"{' › '.join(map(brief, self.path))}: " if self.path else ""
        return clean(f"{at}{self.message}. {self.remedy}")


class AdvisorError(Exception):
    """Something a user can mend: what happened, and the remedy; each line with nothing invisible in it."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(map(clean, lines)))


class InvalidFile(AdvisorError):
    """A file with problems, all of them reported; of more than MOST_PROBLEMS, the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        lines = [str(problem) for problem in problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            lines.append(f"These are the first {MOST_PROBLEMS} problems. Mend them, then try again.")
        super().__init__(*lines)
        self.problems = tuple(problems)
