"""The options that several commands take, and what they come to."""

import os
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.report.formats import SUFFIXES, Form
from coo_advisor.system.errors import AdvisorError
from coo_advisor.wording.words import LANGUAGES, Words, load_words


class Settings(NamedTuple):
    """The options that every command takes; `folder` is of those on leads."""

    questions: Path | None = None
    lang: str | None = None
    folder: Path | None = None


Questions = Annotated[
    Path | None, typer.Option("--questions", metavar="FILE", help="Another questionnaire than the packaged one.")
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="LANG",
        help=f"{' or '.join(LANGUAGES)}; default: your locale, else the first listed.",
        autocompletion=lambda: list(LANGUAGES),
    ),
]
Output = Annotated[
    list[Path] | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help=f"Write the advice here, by suffix: {', '.join(SUFFIXES)}. Repeats.",
    ),
]
Details = Annotated[bool, typer.Option("--details", help="Print all of the advice, not one screen of it.")]
Force = Annotated[bool, typer.Option("--force", help="Replace files that exist.")]
Printed = Annotated[Form | None, typer.Option("--format", help="What to print; default: text.")]


def load(context: typer.Context, questions: Path | None, lang: str | None) -> tuple[Questionnaire, Words, Path]:
    """The questionnaire, the words of its language, and the file it came from."""
    given = settings(context)
    source = questions or given.questions or packaged_questionnaire()
    questionnaire = load_questionnaire(source)
    return questionnaire, load_words(language(lang or given.lang, questionnaire)), source


def settings(context: typer.Context) -> Settings:
    """What was given before the command's own name."""
    return context.obj if isinstance(context.obj, Settings) else Settings()


def language(wanted: str | None, questionnaire: Questionnaire) -> str:
    """The language to speak. Raises AdvisorError if the questionnaire hasn't the one that is wanted."""
    known = questionnaire.languages
    if wanted and wanted not in known:
        raise AdvisorError(f"The questionnaire has no language “{wanted}”. Use --lang with one of: {', '.join(known)}.")
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    spoken = wanted or locale[:2].lower()
    return spoken if spoken in known else known[0]
