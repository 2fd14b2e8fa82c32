"""After the last answer: the advice on one screen, and a menu that leads on until the founder is done."""

from enum import StrEnum
from shutil import get_terminal_size
from typing import NamedTuple

from coo_advisor.ask.advice import Advice, work_out
from coo_advisor.ask.delivery import offer_to_save
from coo_advisor.ask.drafts import Progress
from coo_advisor.ask.question_page import Left, MenuItem, Page, wrapped
from coo_advisor.ask.sitting import Sitting
from coo_advisor.report.phrasing import lowered
from coo_advisor.system.streams import prose_width


class Ending(StrEnum):
    """A line of the menu."""

    DECIDE = "decide"
    READ = "read"
    SAVE = "save"
    CHANGE = "change"
    FORGET = "forget"
    DONE = "done"


class Result(NamedTuple):
    """Answers that are complete for now, and what they come to."""

    progress: Progress
    advice: Advice


def show(sitting: Sitting, progress: Progress, before: Result | None = None, *, said: int = 0) -> Result:
    """Prints what the answers come to on one screen, and what moved; the draft knows that the interview is over.

    `said` is how many rows come between it and the menu.
    """
    progress = progress._replace(done=True)
    sitting.keep(progress)
    advice = work_out(sitting.space, progress.answers, sitting.words, plain=sitting.request.plain)
    result = Result(progress, advice)
    if sitting.request.plain:
        sitting.prompter.say("")
    moved = _moved(sitting, before, result) if before and before.progress.answers != progress.answers else ""
    below = ["", *wrapped(moved, prose_width()).splitlines()] if moved else []
    hold(sitting, result, [*advice.screen(), *below], said)
    advice.show()
    if moved:
        sitting.prompter.say("")
        sitting.prompter.say(moved)
    return result


def _moved(sitting: Sitting, before: Result, after: Result) -> str:
    was, now = lowered(before.advice.summary.headline), lowered(after.advice.summary.headline)
    return sitting.words("moved" if was != now else "unmoved", before=was, after=now)


def hold(sitting: Sitting, result: Result, lines: list[str], said: int = 0) -> None:
    """On a screen too small for some lines and the menu below, shows them from their beginning until they are read."""
    if not sitting.request.plain and len(lines) + said + _menu_rows(sitting, result) > get_terminal_size().lines:
        sitting.prompter.read(lines, leads_on=True)


def _menu_rows(sitting: Sitting, result: Result) -> int:
    """The rows that the menu takes at least."""
    return 1 + sum(wrapped(item.label, prose_width() - 4).count("\n") + 1 for item in _items(sitting, result)) + 2


def menu(sitting: Sitting, result: Result) -> Ending:
    """The line that the founder chooses; going back is changing an answer, as that is the page before."""
    items = _items(sitting, result)
    default = None if sitting.request.plain else items[0].value  # in plain lines Enter alone chooses nothing
    chosen = sitting.prompter.choose(Page("", leads_back=True), items, default)
    return Ending.CHANGE if isinstance(chosen, Left) else Ending(chosen)


def _items(sitting: Sitting, result: Result) -> list[MenuItem]:
    assessment = result.advice.assessment
    endings = [Ending.DECIDE] if assessment.recommendation is None and assessment.depends_on else []
    endings += [Ending.READ, Ending.SAVE, Ending.CHANGE]
    endings += [Ending.FORGET, Ending.DONE] if sitting.draft else [Ending.DONE]
    return [MenuItem(each, sitting.words(f"menu_{each}")) for each in endings]


def follow(sitting: Sitting, result: Result, ending: Ending) -> Result:
    """Does what a line of the menu says; gives the result, which may be another one then."""
    if ending is Ending.READ:
        sitting.prompter.read(result.advice.details())
    elif ending is Ending.SAVE:
        saved = offer_to_save(sitting, result.progress.answers, result.advice)
        if saved:
            hold(sitting, result, wrapped(saved, prose_width()).splitlines())
    elif ending in (Ending.CHANGE, Ending.DECIDE):
        return _change(sitting, result, deciding=ending is Ending.DECIDE)
    return result


def _change(sitting: Sitting, result: Result, *, deciding: bool) -> Result:
    """The review, or the questions that decide, and then what moved."""
    progress = result.progress
    if deciding:
        asked = {question.id for question in result.advice.assessment.depends_on}
        answers = {id: value for id, value in progress.answers.items() if id not in asked}
        progress = progress._replace(answers=answers, finished=False, told=True)
    changed = sitting.interview().run(progress, has_door=True)
    return show(sitting, changed or result.progress, result)
