"""The way to put questions at this terminal, drawn or in plain lines."""

import os
import sys
from collections.abc import Sequence

from coo_advisor.ask.question_page import Move, Option, Page, Prompter
from coo_advisor.system.streams import shows
from coo_advisor.wording.words import Words


def has_terminal() -> bool:
    """Whether someone can be asked: input and output both are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def wants_plain_lines() -> bool:
    """Whether the terminal, or whoever sits at it, can do with plain lines only."""
    wanted = os.environ.get("ACCESSIBLE", "0") not in ("", "0")
    return wanted or os.environ.get("TERM") == "dumb" or not shows("❯●○")


def make_prompter(words: Words, *, plain: bool) -> Prompter:
    """A way to put questions in one language."""
    if plain:
        from coo_advisor.ask.plain import PlainPrompter  # plain mode must not go through prompt_toolkit at all

        return PlainPrompter(words)
    from coo_advisor.ask.prompts import DrawnPrompter  # the slowest import there is: only where a question is drawn

    return DrawnPrompter(words)


def insist(prompter: Prompter, page: Page, options: Sequence[Option]) -> str:
    """One of the options, the first preselected; where there is nothing to go back to, the question stays."""
    while isinstance(chosen := prompter.choose(page, options, options[0].value), Move):
        pass
    return chosen
