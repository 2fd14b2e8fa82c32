"""The commands for authors of questionnaires: check, diff, schema."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from coo_advisor.commands.options import Lang, Questions, language, load, settings, source_of
from coo_advisor.questionnaire.loading import load_questionnaire
from coo_advisor.system.streams import print_content
from coo_advisor.wording.words import load_words

DOES_NOT_HOLD = 1
"""The exit code of `check` when a property doesn't hold, or a case fails."""


class AuthorFormat(StrEnum):
    """What `check` and `diff` can print."""

    TEXT = "text"
    JSON = "json"


def check(
    context: typer.Context,
    questions: Annotated[Path | None, typer.Argument(metavar="[QUESTIONS]")] = None,
    form: Annotated[AuthorFormat, typer.Option("--format")] = AuthorFormat.TEXT,
    cases: Annotated[Path | None, typer.Option("--cases", metavar="FILE")] = None,
    lang: Lang = None,
) -> None:
    """Prove the questionnaire over every set of answers, and run its cases; exit 1 if something does not hold."""
    from coo_advisor.proof.cases import Cases, cases_beside, judge_cases, load_cases
    from coo_advisor.proof.properties import prove
    from coo_advisor.report.consoles import make_console
    from coo_advisor.report.proof_screen import print_proof, proof_as_json
    from coo_advisor.verdict.space import Space

    source = source_of(context, questions)
    questionnaire = load_questionnaire(source)
    found = cases or cases_beside(source)
    cases_found = judge_cases(Space(questionnaire), load_cases(found, questionnaire)) if found else Cases()
    proof = prove(questionnaire)
    if form is AuthorFormat.JSON:
        print_content(proof_as_json(proof, cases_found))
    else:
        spoken = language(lang or settings(context).lang, questionnaire)
        print_proof(proof, cases_found, spoken, make_console())
    if not proof.holds or not all(result.right for result in cases_found.results):
        raise typer.Exit(DOES_NOT_HOLD)


def diff(
    context: typer.Context,
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    form: Annotated[AuthorFormat, typer.Option("--format")] = AuthorFormat.TEXT,
    lang: Lang = None,
) -> None:
    """Count what an edit of the questionnaire moves: how many answer sets, with examples."""
    from coo_advisor.proof.difference import compare
    from coo_advisor.report.consoles import make_console
    from coo_advisor.report.difference import difference_as_json, print_difference

    questionnaire = load_questionnaire(new)
    words = load_words(language(lang or settings(context).lang, questionnaire))
    difference = compare(load_questionnaire(old), questionnaire)
    if form is AuthorFormat.JSON:
        print_content(difference_as_json(difference))
    else:
        print_difference(difference, words, make_console())


def schema(context: typer.Context, questions: Questions = None, lang: Lang = None) -> None:
    """Print the JSON Schema of questions.yaml, for editors that complete and check it."""
    from coo_advisor.questionnaire.schema import render_schema

    questionnaire, _, _ = load(context, questions, lang)
    print_content(render_schema(questionnaire.languages))
