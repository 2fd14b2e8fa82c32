"""The consoles that everything is printed on, and text that breaks only where a reader may."""

import re
import sys
from collections.abc import Callable
from typing import Any

from rich.console import Console, Group
from rich.containers import Lines
from rich.text import Text

from coo_advisor.system.streams import screen_width

_JOINED = {ord("\N{NO-BREAK SPACE}"): "\ue000", ord("\N{NARROW NO-BREAK SPACE}"): "\ue001"}
_SPLIT = {ord(joined): chr(space) for space, joined in _JOINED.items()}
"""No-break spaces and, while lines are broken, signs of their width that rich takes for letters."""


def make_console(*, bars: bool = True) -> Console:
    """Standard output at the screen's width; without `bars`, in plain lines with no escape sequence."""
    width = screen_width()
    return Console(file=sys.stdout, width=width, highlight=False, force_terminal=None if bars else False)


def print_lines(show: Callable[[Console], None], *, bars: bool = True) -> None:
    """Prints what is shown on a console, without the spaces that fill its lines up."""
    console = make_console(bars=bars)
    with console.capture() as captured:
        show(console)
    sys.stdout.write(re.sub(r" +$", "", captured.get(), flags=re.MULTILINE))


class Unbroken(Text):
    """A text that is never broken at a no-break space, where rich alone would."""

    def wrap(self, console: Console, width: int, **options: Any) -> Lines:
        """The text on lines of a width."""
        joined = self.copy()
        joined.plain = self.plain.translate(_JOINED)
        lines = joined.wrap(console, width, **options)
        for line in lines:
            line.plain = line.plain.translate(_SPLIT)
        return lines


def unbroken(text: Text) -> Group:
    """The same text, styles included, so that it keeps together what belongs together.

    In a group, as a console that prints bare texts joins them into one of its own kind first.
    """
    whole = Unbroken(justify=text.justify, no_wrap=text.no_wrap)
    whole.append_text(text)
    return Group(whole)
