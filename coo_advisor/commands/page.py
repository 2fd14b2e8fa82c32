"""The command that writes the questionnaire as a page for a founder's own browser."""

from pathlib import Path
from typing import Annotated

import typer

from coo_advisor.commands.options import Force, Lang, Questions, load, report
from coo_advisor.system.errors import AdvisorError, Said

_SUFFIXES = (".html", ".htm")


def page(
    context: typer.Context,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE")],
    mail: Annotated[str | None, typer.Option("--mail", metavar="ADDRESS")] = None,
    force: Force = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Write the questionnaire as one web page to host or link to; `leads add` takes its answers back."""
    from coo_advisor.system.files import check_place, save
    from coo_advisor.web_page.page import render_page

    questionnaire, words, _ = load(context, questions, lang)
    if output.suffix.lower() not in _SUFFIXES:
        raise AdvisorError(Said("{path}: a page's name ends in .html. Name it so, or another.", path=output))
    check_place(output, replace=force)
    save(output, render_page(questionnaire, mail), replace=force)
    report(words("saved", path=output))
