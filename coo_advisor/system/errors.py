"""The one family of errors that users cause and can mend; the command line prints them, in one place."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Self

from coo_advisor.system.visible import brief, clean

INTERRUPTED = 130
"""The exit code of a command that someone stopped."""

MOST_PROBLEMS = 100
"""Problems reported of one file: no one mends more in one go, and a file made for it could hold a hundred thousand."""


Say = Callable[[str], str]
"""Says a message in one language."""


class Said(str):
    """A message with values in it: in English as a text, and a template that other languages have words for."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        said = super().__new__(cls, template.format(**values) if values else template)
        said.template, said.values = template, values
        return said


def reason_of(error: OSError) -> Said:
    """What the system says of why it can't."""
    return Said(error.strerror or str(error))


def joined(messages: Sequence[Said], between: str = " ") -> Said:
    """Several messages, one after the other."""
    values = {f"message_{number}": message for number, message in enumerate(messages)}
    return Said(between.join(f"{{{name}}}" for name in values), **values)


class Problem(NamedTuple):
    """One thing that is wrong with a file: where, what, and what to do about it. `line` counts from 1."""

    file: str
    line: int | None
    path: tuple[str, ...]
    message: str
    remedy: str

    def __str__(self) -> str:
        return clean(self.said)

    @property
    def said(self) -> Said:
        """All of it in a line."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return Said("{place} › {reason}" if self.path else "{place}: {reason}", place=place, reason=self.reason)

    @property
    def reason(self) -> Said:
        """What is wrong and what to do about it, without the file and the line."""
        reason = with_remedy(self.message, self.remedy)
        at = " › ".join(map(brief, self.path))
        return Said("{at}: {reason}", at=at, reason=reason) if at else reason


def with_remedy(message: str, remedy: str) -> Said:
    """What is wrong, and what to do about it."""
    return Said("{message}. {remedy}", message=_said(message), remedy=_said(remedy))


def _said(message: str) -> Said:
    return message if isinstance(message, Said) else Said(message)


class AdvisorError(Exception):
    """Something a user can mend: what happened, and the remedy; each line with nothing invisible in it."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(map(clean, lines)))
        self._lines = lines

    def translated(self, say: Say) -> str:
        """The message in another language, as far as it has words for it."""
        return "\n".join(clean(say(line)) for line in self._lines)


class InvalidFile(AdvisorError):
    """A file with problems, all of them reported; of more than MOST_PROBLEMS, the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        lines = [problem.said for problem in problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            lines.append(Said("These are the first {most} problems. Mend them, then try again.", most=MOST_PROBLEMS))
        super().__init__(*lines)
        self.problems = tuple(problems)
