"""The commands on the leads that are kept: list, show, add, forget, purge."""

import re
import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TextIO

import typer

from coo_advisor.commands.options import Details, Force, Lang, Output, Printed, Questions, Settings, load, settings
from coo_advisor.commands.parameters import QuickCommand, QuickGroup
from coo_advisor.commands.recommend import check_outputs, content_of, write_outputs
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire, Value
from coo_advisor.system.clock import today
from coo_advisor.system.errors import INTERRUPTED, AdvisorError, InvalidFile
from coo_advisor.system.streams import print_content
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import Words

if TYPE_CHECKING:
    from coo_advisor.leads.leadbook import LeadFile
    from coo_advisor.report.document import Document
    from coo_advisor.report.formats import Form
    from coo_advisor.verdict.assessment import Assessment

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""Ids that every shell takes as they are. Zsh evaluates what it is offered, bash runs it with the line."""

leads = typer.Typer(
    cls=QuickGroup,
    epilog="coo-advisor leads\ncoo-advisor leads show 2026-11-23-atelier-nord-4f2a",
    no_args_is_help=False,
    rich_markup_mode=None,
)

Folder = Annotated[Path | None, typer.Option("--folder", metavar="FOLDER")]


def _ids(context: typer.Context, incomplete: str) -> list[str]:
    """The ids that a shell can complete; they are file names, and what a shell would obey in one is never offered."""
    from coo_advisor.leads.leadbook import default_folder

    folder = context.params.get("folder") or settings(context).folder or default_folder()
    ids = [path.stem for path in Path(folder).glob("*.yaml")]
    return sorted(id for id in ids if id.startswith(incomplete) and _PLAIN_ID.fullmatch(id))


Id = Annotated[str, typer.Argument(metavar="ID", autocompletion=_ids)]
Yes = Annotated[bool, typer.Option("--yes")]


@leads.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    folder: Folder = None,
    top: Annotated[int, typer.Option("--top", min=1, metavar="N")] = 20,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Rank the leads when no command is given."""
    given = settings(context)
    context.obj = Settings(questions or given.questions, lang or given.lang, folder)
    if context.invoked_subcommand is None:
        questionnaire, words, _ = load(context, questions, lang)
        _list(_folder(context, folder), top, questionnaire, words)


@leads.command(cls=QuickCommand, epilog="coo-advisor leads show 2026-11-23-atelier-nord-4f2a -o sheet.md")
def show(
    context: typer.Context,
    id: Id,
    output: Output = None,
    form: Printed = None,
    details: Details = False,
    force: Force = False,
    folder: Folder = None,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Show a lead's call sheet: how to reach them, how ready they are, and what to talk about.

    As JSON it is what `recommend` gives.
    """
    from coo_advisor.leads.leadbook import find_lead
    from coo_advisor.questionnaire.answers import load_answers_file
    from coo_advisor.report.formats import Form
    from coo_advisor.verdict.assessment import assess
    from coo_advisor.verdict.space import Space

    questionnaire, words, _ = load(context, questions, lang)
    paths = output or []
    check_outputs(paths, replace=force)
    lead = find_lead(_read(context, folder, questionnaire), id)
    if lead.problem:
        raise lead.problem
    given = load_answers_file(lead.path, questionnaire)
    sheet = _CallSheet(assess(Space(questionnaire), given.answers), words, lead.id, given.answered_at, details)
    write_outputs(paths, sheet.render, sheet.assessment, words, _say, replace=force)
    if form is Form.TEXT or (form is None and not paths):
        sheet.show()
    elif form:
        print_content(sheet.render(form))


class _CallSheet(NamedTuple):
    """A lead's call sheet, with the whole document behind it if there are to be details."""

    assessment: "Assessment"
    words: Words
    id: str
    last_contact: date | None
    details: bool

    def show(self) -> None:
        """Prints it for the consultant."""
        from rich.console import Console

        from coo_advisor.report.terminal import print_document

        print_document(self._compose(self.assessment), Console(file=sys.stdout, highlight=False))

    def render(self, form: "Form") -> str:
        """The content of a file, from which no confidential answer can be inferred; as JSON, the assessment."""
        from coo_advisor.report.as_json import render_json
        from coo_advisor.report.composition import without_confidential
        from coo_advisor.report.formats import Form, render_document

        if form is Form.JSON:
            return render_json(self.assessment, self.last_contact)
        return render_document(form, self._compose(without_confidential(self.assessment)))

    def _compose(self, assessment: "Assessment") -> "Document":
        from coo_advisor.leads.rating import lead_name
        from coo_advisor.report.call_sheet import compose_call_sheet
        from coo_advisor.report.composition import compose

        document = compose(self.assessment, self.words, today(), self.last_contact) if self.details else None
        name = lead_name(assessment.questionnaire, assessment.answers) or self.id
        return compose_call_sheet(assessment, self.words, name, self.last_contact, document)


@leads.command(cls=QuickCommand, epilog="coo-advisor leads add answers.yaml\ncoo-advisor leads add mail.txt")
def add(
    context: typer.Context,
    answers: Annotated[str, typer.Argument(metavar="FILE")],
    folder: Folder = None,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Keep the answers that someone sent from the page; asks for their consent if none is recorded."""
    from coo_advisor.leads.leadbook import Consent, check_folder, keep_lead
    from coo_advisor.leads.mail import receive

    questionnaire, words, _ = load(context, questions, lang)
    place = _folder(context, folder)
    check_folder(place)
    received = receive(*content_of(answers), questionnaire)
    if received.other_version:
        _say(words("add_other_version", was=received.other_version, version=questionnaire.version))
    if known := _already_kept(_read(context, folder, questionnaire), received.answers, questionnaire):
        _say(words("add_known", id=known.id))
        return
    consent = received.consent
    if consent is None:
        keeper = questionnaire.consultant.name or words("page_keeper")
        sentence = words("page_consent", keeper=keeper)
        if not _agrees(words, words("add_consent", sentence=sentence), "add"):
            return
        consent = Consent(today(), sentence)
    path = keep_lead(place, questionnaire, received.answers, consent, received.day)
    _say(words("add_kept", path=path))


@leads.command(cls=QuickCommand, epilog="coo-advisor leads forget 2026-11-23-atelier-nord-4f2a")
def forget(
    context: typer.Context,
    id: Id,
    yes: Yes = False,
    folder: Folder = None,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Delete a lead; asks first. With --yes, ID must be the whole id."""
    from coo_advisor.leads.leadbook import find_lead

    questionnaire, words, _ = load(context, questions, lang)
    lead = find_lead(_read(context, folder, questionnaire), id, whole=yes)
    if yes or _agrees(words, words("forget_title", lead=_described(lead, words))):
        _delete([lead], words)


@leads.command(cls=QuickCommand, epilog="coo-advisor leads purge --older-than 36mo")
def purge(
    context: typer.Context,
    older_than: Annotated[str, typer.Option("--older-than", metavar="AGE")],
    yes: Yes = False,
    folder: Folder = None,
    questions: Questions = None,
    lang: Lang = None,
) -> None:
    """Delete the leads whose last contact is too long ago; lists them and asks first.

    In France, three years after the last contact is the usual reference for prospects: verify what holds for you.
    """
    from coo_advisor.leads.leadbook import older, parse_age

    age = parse_age(older_than)
    questionnaire, words, _ = load(context, questions, lang)
    found = _read(context, folder, questionnaire)
    for lead in found:
        if lead.day is None:
            if lead.problem:
                _report(lead.problem, words)
            else:
                _say(words("purge_undated", path=lead.path))
            _say(words("purge_left_alone", id=shlex.quote(clean(lead.id))))  # for a shell to paste
    old = older(found, age, today())
    if not old:
        _say(words("purge_nothing", age=older_than))
        return
    for lead in old:
        _print(_described(lead, words))
    if yes or _agrees(words, words("purge_title", count=len(old))):
        _delete(old, words)


def _list(folder: Path, top: int, questionnaire: Questionnaire, words: Words) -> None:
    """Prints the leads as `rank` prints those of a folder, each with the start of its id that is enough to name it."""
    from coo_advisor.leads.columns import Matcher
    from coo_advisor.leads.leadbook import LONGEST_KEPT, check_readable, lead_id, short_ids, unfinished_leads
    from coo_advisor.leads.ranking import rank
    from coo_advisor.leads.rating import Rater
    from coo_advisor.leads.sources import open_sources
    from coo_advisor.report.consoles import make_console
    from coo_advisor.report.ranking_files import place_of, why_left
    from coo_advisor.report.ranking_screen import print_ranking
    from coo_advisor.verdict.space import Space

    cut_off = unfinished_leads(folder)
    sources = open_sources(questionnaire, [folder], Matcher(questionnaire, {})) if check_readable(folder) else []
    rater = Rater(Space(questionnaire))
    ranking = rank(sources, rater, lambda _: None)
    if not ranking.counts.read and not cut_off:
        _say(words("leads_none", folder=folder))
        return
    for each in ranking.left:
        _say(f"{place_of(each)}: {why_left(each, words)}")
    for lead in cut_off:
        if lead.problem:
            _report(lead.problem, words)
    ids = {lead.file: lead_id(Path(lead.file)) for lead in ranking.leads}
    unreadable = [*(lead_id(Path(each.file)) for each in ranking.left), *(lead.id for lead in cut_off)]
    starts = short_ids([*ids.values(), *unreadable])
    counts = ranking.counts._replace(read=ranking.counts.read + len(cut_off), rejected=len(unreadable))
    console = make_console()
    print_ranking(
        ranking.leads[:top], counts, rater, questionnaire, words, console, lambda lead: starts[ids[lead.file]]
    )
    for id in sorted(unreadable):
        _print(words("colon", label=clean(id), text=words("lead_unreadable")))
    overdue = [lead for lead in ranking.leads if lead.last_contact and LONGEST_KEPT.after(lead.last_contact) < today()]
    if overdue:
        _say(words("leads_overdue", count=len(overdue)))


def _read(context: typer.Context, folder: Path | None, questionnaire: Questionnaire) -> tuple["LeadFile", ...]:
    from coo_advisor.leads.leadbook import read_leads

    return read_leads(_folder(context, folder), questionnaire)


def _folder(context: typer.Context, folder: Path | None) -> Path:
    from coo_advisor.leads.leadbook import default_folder

    return folder or settings(context).folder or default_folder()


def _described(lead: "LeadFile", words: Words) -> str:
    """A lead on one line: id, company and day, as far as they are known."""
    day = words.day(lead.day) if lead.day else ""
    return " · ".join(filter(None, (clean(lead.id), lead.company, day)))


def _agrees(words: Words, title: str, kind: str = "delete") -> bool:
    """Whether whoever sits at the terminal agrees; a no, or stopping, does nothing. The words' keys begin with `kind`."""
    from coo_advisor.ask.prompter import ask_yes_no, has_terminal, make_prompter, wants_plain_lines
    from coo_advisor.ask.question_page import Page

    if not has_terminal():
        raise AdvisorError(words(f"{kind}_unasked"))
    prompter, page = make_prompter(words, plain=wants_plain_lines()), Page(title, leads_back=True)
    try:
        agreed = ask_yes_no(prompter, words, page, yes=words(f"{kind}_yes"), no=words(f"{kind}_no")) is True
    except (KeyboardInterrupt, EOFError):
        _say(words(f"{kind}_refused"))
        raise typer.Exit(INTERRUPTED) from None
    if not agreed:
        _say(words(f"{kind}_refused"))
    return agreed


def _already_kept(kept: Sequence["LeadFile"], answers: Answers, questionnaire: Questionnaire) -> "LeadFile | None":
    """The lead with the same answers; "I don't know" and a missing answer are the same here."""
    from coo_advisor.questionnaire.answers import load_answers

    for lead in kept:
        if lead.problem is None:
            with suppress(InvalidFile):
                if _given(load_answers(lead.path, questionnaire)) == _given(answers):
                    return lead
    return None


def _given(answers: Answers) -> dict[str, Value]:
    return {id: value for id, value in answers.items() if value is not None}


def _delete(old: Sequence["LeadFile"], words: Words) -> None:
    """Deletes leads, each as far as it can be; what can't is reported at the end."""
    from coo_advisor.leads.leadbook import forget_lead

    problems = []
    for lead in old:
        try:
            forget_lead(lead)
        except AdvisorError as problem:
            problems.append(problem.translated(words.say))
        else:
            _say(words("deleted", id=lead.id))
    if problems:
        raise AdvisorError(*problems)


def _say(text: str) -> None:
    """Says one line, also if a file's name in it has several."""
    _print(clean(text), sys.stderr)


def _report(problem: InvalidFile, words: Words) -> None:
    """Says every problem of a file, each on its line."""
    for line in problem.translated(words.say).split("\n"):
        _say(line)


def _print(text: str, stream: TextIO | None = None) -> None:
    """Prints on standard output, or on the stream given: one line for a program, wrapped for whoever sits at a terminal."""
    stream = stream or sys.stdout
    if stream.isatty():
        from coo_advisor.ask.question_page import wrapped
        from coo_advisor.system.streams import prose_width

        text = wrapped(text, prose_width())
    stream.write(f"{text}\n")
    stream.flush()
