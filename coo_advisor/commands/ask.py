"""The command that asks: the questions at this terminal, then the recommendation."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from coo_advisor.commands.options import Force, Lang, Output, Questions, load, settings
from coo_advisor.commands.recommend import check_outputs
from coo_advisor.system.errors import AdvisorError, Said

Save = Annotated[str | None, typer.Option("--save", metavar="ANSWERS")]
Lead = Annotated[bool, typer.Option("--lead")]
Prefill = Annotated[Path | None, typer.Option("--answers", metavar="FILE")]
Resume = Annotated[bool | None, typer.Option("--resume/--fresh")]
Plain = Annotated[bool, typer.Option("--plain")]


def ask(
    context: typer.Context,
    output: Output = None,
    save: Save = None,
    lead: Lead = False,
    answers: Prefill = None,
    resume: Resume = None,
    plain: Plain = False,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Ask the questions at this terminal, recommend, and offer to save the advice."""
    from coo_advisor.ask.session import Stopped, sit
    from coo_advisor.ask.sitting import Request
    from coo_advisor.questionnaire.answers import load_answers
    from coo_advisor.system.files import refuse_twice

    questionnaire, words, source = load(context, questions, lang)
    check_outputs(output or [], replace=True)  # the founder is asked
    answers_to, leads_to = _places(save, lead=lead)
    refuse_twice([*(output or ()), *([answers_to] if answers_to else [])])
    spoken = lang or settings(context).lang
    prefill = dict(load_answers(answers, questionnaire)) if answers else {}
    request = Request(source, tuple(output or ()), answers_to, leads_to, prefill, resume, plain, force, spoken)
    try:
        sit(questionnaire, words, request)
    except Stopped as stopped:
        sys.exit(stopped.code)


def _places(save: str | None, *, lead: bool) -> tuple[Path | None, Path | None]:
    """The file that the answers go to, and the folder that a lead is kept in; either may be None."""
    from coo_advisor.leads.leadbook import check_folder, default_folder
    from coo_advisor.questionnaire.answers import SUFFIXES
    from coo_advisor.system.files import check_place

    is_folder = save is not None and (save.endswith(("/", os.sep)) or Path(save).is_dir())
    folder = Path(save) if save and is_folder else default_folder() if lead else None
    file = Path(save) if save and not is_folder else None
    if folder:
        check_folder(folder)
    if file and file.suffix not in SUFFIXES:
        template = "{path}: answers files end in one of: {known}, and a folder's name in /."
        raise AdvisorError(Said(template, path=save, known=", ".join(SUFFIXES)))
    if file:
        check_place(file, replace=True)
    return file, folder
