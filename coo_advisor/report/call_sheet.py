"""The call sheet of a lead: what a consultant wants to know before the call, and what to talk about in it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Choice, Question, Scenario, Value
from coo_advisor.report.document import Block, Bullets, Document, Paragraph, Section, Table
from coo_advisor.report.phrasing import Voice, capitalised, either, in_percent, joined, sentence
from coo_advisor.verdict.assessment import Assessment, recommended
from coo_advisor.verdict.outcomes import outcomes
from coo_advisor.verdict.scoring import most_points, points
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import Words

MOST_PROBED = 3
"""Answers that are worth probing in one call."""


class Reply(NamedTuple):
    """An answer that a lead may give, and the scenario that it would settle; None if it settles nothing."""

    choice: Choice
    leads_to: Scenario | None


class Probe(NamedTuple):
    """An answer of which the advice would move if it were another: the nearest such, and where it leads."""

    question: Question
    instead: Choice
    leads_to: Scenario


def compose_call_sheet(
    assessment: Assessment, words: Words, name: str, last_contact: date | None, details: Document | None = None
) -> Document:
    """Who a lead is and how to reach them, how ready they are, and what to talk about; then the details, if wanted.

    `name` is what the lead is called. All answers count, confidential ones too.
    """
    questionnaire = assessment.questionnaire
    space = Space(questionnaire)
    voice = Voice(words, assessment.answers)
    sections = (
        Section(words("sheet_who"), tuple(_who(assessment, voice, last_contact))),
        Section(words("sheet_standing"), tuple(_standing(assessment, voice))),
        Section(words("sheet_talk"), tuple(_talk(space, assessment, voice))),
    )
    return Document(
        language=words.language,
        title=words("sheet_title", name=name),
        byline=Paragraph(words("sheet_own")),
        page=(*(section for section in sections if section.blocks), *(details.page if details else ())),
        annexes=details.annexes if details else (),
        provenance=words("provenance", version=questionnaire.version, sha256=questionnaire.sha256),
    )


def replies(space: Space, assessment: Assessment, question: Question) -> Iterator[Reply]:
    """What each answer to a question would mean, all others as they are."""
    for choice in question.choices:
        found = [
            _settled(space, {**assessment.answers, question.id: each}) for each in _values(space, question, choice)
        ]
        yield Reply(choice, found[0] if all(each == found[0] for each in found) else None)


def probes(space: Space, assessment: Assessment) -> list[Probe]:
    """The answers of which the advice would move if they were others.

    Opinions come before facts, which are seldom mistaken; within each those first that need move the least.
    """
    found: list[tuple[bool, int, Probe]] = []
    for question in assessment.asked:
        value = assessment.answers.get(question.id)
        if value is None or isinstance(value, tuple) or not (question.scored or space.steers(question.id)):
            continue
        given = question.chosen(value)
        for choice in question.choices:
            if choice in given:
                continue
            distance = abs(question.choices.index(choice) - question.choices.index(given[0]))
            instead = {**assessment.answers, question.id: _values(space, question, choice)[0]}
            leads_to = _settled(space, instead)
            if leads_to and leads_to != assessment.recommendation:
                found.append((question.fact, distance, Probe(question, choice, leads_to)))
    nearest: dict[str, Probe] = {}
    for *_, probe in sorted(found, key=lambda each: each[:2]):
        nearest.setdefault(probe.question.id, probe)
    return list(nearest.values())[:MOST_PROBED]


def _settled(space: Space, answers: Answers) -> Scenario | None:
    return recommended(space.questionnaire, outcomes(space, answers))


def _values(space: Space, question: Question, choice: Choice) -> list[Value]:
    """The answers that a choice stands for, as far as anything tells them apart."""
    if choice.band:
        return [value for value in space.paths.values(question) if isinstance(value, int) and value in choice.band]
    return [(choice.id,) if question.kind == "several" else choice.id]


def _who(assessment: Assessment, voice: Voice, last_contact: date | None) -> Iterator[Block]:
    """Who they are, how to reach them, and when they were last in touch."""
    words = voice.words
    lines = _given(assessment.asked, "contact", voice)
    if last_contact:
        lines.append(words("colon", label=words("leads_last_contact"), text=words.day(last_contact)))
    if lines:
        yield Bullets(tuple(lines))


def _standing(assessment: Assessment, voice: Voice) -> Iterator[Block]:
    """The advice they get, and how ready they are, by criterion."""
    words, ready, questionnaire = voice.words, assessment.readiness, assessment.questionnaire
    possible = either(words, map(questionnaire.scenario, assessment.outcomes.possible))
    key = "sheet_advice" if assessment.recommendation else "sheet_undecided"
    span = assessment.outcomes.spans.get(assessment.focus.id) if assessment.focus else None
    need = words("sheet_need", need=in_percent(words, span, questionnaire.need_thresholds)) if span else ""
    yield Paragraph(joined([words(key, titles=possible), need]))
    if ready:
        grade = (
            words("colon", label=ready.grade.id, text=words.of(ready.grade.meaning))
            if ready.grade
            else words("sheet_no_grade")
        )
        readiness = in_percent(words, ready.span, questionnaire.readiness_thresholds)
        yield Paragraph(words("sheet_readiness", readiness=readiness, grade=grade))
        rows = tuple(_criteria(assessment, voice))
        yield Table((words("sheet_criterion"), words("sheet_answer"), words("points")), rows)


def _criteria(assessment: Assessment, voice: Voice) -> Iterator[tuple[Paragraph, ...]]:
    """Each readiness signal with the answers that count for it, and their points."""
    words = voice.words
    for signal in assessment.questionnaire.readiness:
        asked = [question for question in assessment.asked if signal.id in most_points(question)]
        known = [(question, value) for question in asked if (value := voice.answers.get(question.id)) is not None]
        if not asked:
            continue
        earned = sum(points(question, value).get(signal.id, 0) for question, value in known)
        most = sum(most_points(question)[signal.id] for question in asked)
        said = (
            words("points_of", points=earned, most=most)
            if len(known) == len(asked)
            else words("sheet_points_unknown", most=most)
        )
        answers = "; ".join(voice.answer(question) for question in asked)
        yield Paragraph(lead=words.of(signal.name)), Paragraph(answers), Paragraph(said)


def _talk(space: Space, assessment: Assessment, voice: Voice) -> Iterator[Block]:
    """The deciding question, pairs that hardly go together, answers worth probing, and what they asked for."""
    words = voice.words
    if assessment.depends_on:
        question = assessment.depends_on[0]
        yield Paragraph(words.of(question.ask), lead=words("sheet_decides"))
        yield Bullets(tuple(_reply(reply, words) for reply in replies(space, assessment, question)))
    if doubts := voice.lines(assessment.questionnaire.doubts):
        yield Paragraph(" ".join(map(sentence, doubts)), lead=words("sheet_doubt"))
    if found := probes(space, assessment):
        yield Paragraph(lead=words("sheet_probe"))
        yield Bullets(tuple(_probe(probe, voice) for probe in found))
    if wishes := _given(assessment.asked, "report", voice):
        yield Paragraph(lead=words("sheet_wishes"))
        yield Bullets(tuple(wishes))


def _reply(reply: Reply, words: Words) -> str:
    outcome = capitalised(words.of(reply.leads_to.title)) if reply.leads_to else words("sheet_still_open")
    return words("sheet_reply", answer=words.of(reply.choice.label), outcome=outcome)


def _probe(probe: Probe, voice: Voice) -> str:
    words = voice.words
    return words(
        "sheet_if",
        question=words.of(probe.question.short),
        answer=voice.answer(probe.question),
        instead=words.of(probe.instead.label),
        outcome=words.of(probe.leads_to.title),
    )


def _given(asked: Iterable[Question], purpose: str, voice: Voice) -> list[str]:
    """The answers to the questions of a purpose, each behind what it answers."""
    given = [question for question in asked if question.purpose == purpose and voice.answers.get(question.id)]
    return [voice.words("colon", label=voice.words.of(each.short), text=voice.answer(each)) for each in given]
