"""The commands that show what answers look like: a sample company, and a file to fill in."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coo_advisor.commands.options import Lang, Questions, load
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import packaged_questionnaire
from coo_advisor.questionnaire.model import Clause, Question, Questionnaire
from coo_advisor.system.clock import today
from coo_advisor.system.resources import packaged
from coo_advisor.system.streams import print_content
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import Words

if TYPE_CHECKING:
    from coo_advisor.verdict.space import Space


def demo(context: typer.Context, questions: Questions = None, lang: Lang = None) -> None:
    """Recommend to a sample company; nothing is kept."""
    from coo_advisor.report.formats import show_summary
    from coo_advisor.verdict.assessment import assess
    from coo_advisor.verdict.space import Space

    questionnaire, words, source = load(context, questions, lang)
    space = Space(questionnaire)
    sample = _sample(space, source)
    sys.stdout.write(clean(words("demo_title")) + "\n\n")
    sys.stdout.flush()
    show_summary(assess(space, sample), words, today())
    sys.stderr.write("\n" + clean(words("demo_next", command="coo-advisor")) + "\n")


def _sample(space: "Space", source: Path) -> Answers:
    """Answers of a sample company: those that come with the program, or of another questionnaire any that get help."""
    from coo_advisor.questionnaire.answers import read_answers
    from coo_advisor.verdict.outcomes import outcomes

    if source == packaged_questionnaire():
        installed = packaged("sample.yaml")
        file = installed if installed.is_file() else packaged("../docs/answers.yaml")
        return read_answers(file.read_bytes(), str(file), space.questionnaire)
    return next(iter(outcomes(space, {}).possible.values())) or {}


def template(
    context: typer.Context,
    csv: Annotated[bool, typer.Option("--csv")] = False,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Print an answers file to fill in, with every choice explained."""
    questionnaire, words, _ = load(context, questions, lang)
    if csv:
        print_content(",".join([*(question.id for question in questionnaire.questions), "answered_at"]) + "\n")
        sys.stderr.write("\n".join(_explained(questionnaire, words)) + "\n")
    else:
        print_content("\n".join(_lines(questionnaire, words)) + "\n")


def _lines(questionnaire: Questionnaire, words: Words) -> Iterator[str]:
    """The file: each question in comments, then its key, which is not known until it is filled in."""
    yield f"# {clean(words.of(questionnaire.title))}"
    yield f"# {words('template_help')}"
    for question in questionnaire.questions:
        yield ""
        yield from (f"# {line}" for line in _about(question, questionnaire, words))
        yield f"{question.id}:"


def _explained(questionnaire: Questionnaire, words: Words) -> Iterator[str]:
    """Each column with what may stand in it."""
    for question in questionnaire.questions:
        yield f"{question.id}:"
        yield from (f"  {line}" for line in _about(question, questionnaire, words))


def _about(question: Question, questionnaire: Questionnaire, words: Words) -> Iterator[str]:
    """What is asked, when, and what may be answered."""
    yield clean(words.of(question.ask))
    for number, alternative in enumerate(question.when):
        if alternative:
            conditions = words.listed([_condition(clause, questionnaire, words) for clause in alternative], "list_and")
            yield words("template_or" if number else "template_when", conditions=conditions)
    if question.numbers:
        yield words("template_number", low=question.numbers.low, high=question.numbers.high)
    elif question.kind == "text":
        yield words("template_text")
    else:
        if question.kind == "several":
            yield words("template_several")
        for choice in question.choices:
            yield f"  {choice.id}: {clean(words.of(choice.label))}"


def _condition(clause: Clause, questionnaire: Questionnaire, words: Words) -> str:
    """A clause as a filler-in reads it: the id, and the ids or numbers that fit."""
    known = questionnaire.question(clause.question)
    fitting = [choice.id for choice in known.choices if choice.id in clause.choices]
    fitting += [f"{each.low}–{each.high}" for each in clause.ranges]
    return words("colon", label=clause.question, text=words("list_join").join(fitting))
