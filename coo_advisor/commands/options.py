"""The options that several commands take, and what they come to."""

import os
import sys
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.report.formats import Form
from coo_advisor.system.errors import AdvisorError, Said
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import LANGUAGES, Words, load_words


class Settings(NamedTuple):
    """The options that every command takes; `folder` is of those on leads."""

    questions: Path | None = None
    lang: str | None = None
    folder: Path | None = None


Questions = Annotated[Path | None, typer.Option("--questions", metavar="FILE")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="LANG", autocompletion=lambda: list(LANGUAGES))]
Output = Annotated[list[Path] | None, typer.Option("-o", "--output", metavar="FILE")]
Details = Annotated[bool, typer.Option("--details")]
Force = Annotated[bool, typer.Option("--force")]
Printed = Annotated[Form | None, typer.Option("--format")]


def load(context: typer.Context, questions: Path | None, lang: str | None) -> tuple[Questionnaire, Words, Path]:
    """The questionnaire, the words of its language, and the file it came from."""
    source = source_of(context, questions)
    questionnaire = load_questionnaire(source)
    return questionnaire, load_words(language(lang or settings(context).lang, questionnaire)), source


def source_of(context: typer.Context, questions: Path | None) -> Path:
    """The file of the questionnaire: the one that was given, or the packaged one."""
    return questions or settings(context).questions or packaged_questionnaire()


def settings(context: typer.Context) -> Settings:
    """What was given before the command's own name."""
    return context.obj if isinstance(context.obj, Settings) else Settings()


def report(sentence: str) -> None:
    """Says something on standard error, on one line whatever a name in it holds."""
    sys.stderr.write(clean(sentence) + "\n")


def locale_language() -> str:
    """The code of the language that the system is set to; empty if it is set to none."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return locale[:2].lower()


def language(wanted: str | None, questionnaire: Questionnaire) -> str:
    """The language to speak. Raises AdvisorError if the questionnaire hasn't the one that is wanted."""
    known = questionnaire.languages
    if wanted and wanted not in known:
        template = "The questionnaire has no language “{wanted}”. Use --lang with one of: {known}."
        raise AdvisorError(Said(template, wanted=wanted, known=", ".join(known)))
    spoken = wanted or locale_language()
    return spoken if spoken in known else known[0]
