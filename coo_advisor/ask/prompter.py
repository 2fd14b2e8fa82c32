"""The way to put questions at this terminal, drawn or in plain lines."""

import os
import sys

from coo_advisor.ask.question_page import Left, MenuItem, Page, Prompter
from coo_advisor.system.streams import shows
from coo_advisor.wording.words import Words


def has_terminal() -> bool:
    """Whether someone can be asked: input and output both are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def wants_plain_lines() -> bool:
    """Whether the terminal, or whoever sits at it, can do with plain lines only."""
    wanted = os.environ.get("ACCESSIBLE", "0") not in ("", "0")
    return wanted or os.environ.get("TERM") == "dumb" or not shows("❯☐☑━")


def make_prompter(words: Words, *, plain: bool) -> Prompter:
    """A way to put questions in one language."""
    if plain:
        from coo_advisor.ask.plain import PlainPrompter  # plain mode must not go through prompt_toolkit at all

        return PlainPrompter(words)
    from coo_advisor.ask.prompts import DrawnPrompter  # the slowest import there is: only if a question is drawn

    return DrawnPrompter(words)


def ask_yes_no(prompter: Prompter, words: Words, page: Page, *, yes: str, no: str) -> bool | Left:
    """Whether the founder agrees: no is preselected, and the letters of yes and no choose as well as arrow keys."""
    items = (MenuItem("no", no, words("key_no")), MenuItem("yes", yes, words("key_yes")))
    chosen = prompter.choose(page, items, "no")
    return chosen if isinstance(chosen, Left) else chosen == "yes"
