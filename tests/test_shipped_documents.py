"""The documents of the shipped questionnaire: whatever a founder answers, no rule of the report is broken."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

import pytest
from advice import ANSWERED, DAY, SHIPPED, SPACE, document, some_answers

from coo_advisor.questionnaire.flow import Answers, truth
from coo_advisor.questionnaire.model import Question
from coo_advisor.report.composition import compose, withholds_verdict, without_confidential
from coo_advisor.report.document import Action, Block, Bullets, Document, Gauge, Paragraph, Quote, Section, Table
from coo_advisor.report.markdown import render_markdown
from coo_advisor.report.reasoning import plausible_changes
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.scoring import points, weighted
from coo_advisor.wording.words import load_words

TRIALS = 400
CHUNKS = 8
"""The trials of a language are spread over several tests, which run on several cores."""

WORD = re.compile(r"[^\W_]+(?:[’'\-.,\u00a0\u202f][^\W_]+)*")
"""Letters or digits with the apostrophes, hyphens, points, commas and no-break spaces inside."""

CONFIDENTIAL = [question for question in SHIPPED.questions if question.confidential]

each_chunk = pytest.mark.parametrize("chunk", range(CHUNKS))
each_language = pytest.mark.parametrize("language", SHIPPED.languages)


def trials(chunk: int) -> Iterator[int]:
    """The numbers of the answers that one test tries."""
    yield from range(chunk, TRIALS, CHUNKS)


@cache
def assessed(number: int) -> Assessment:
    """What the answers of a number come to."""
    return assess(SPACE, some_answers(number))


@cache
def composed(number: int, language: str) -> Document:
    """The document about the answers of a number."""
    return compose(assessed(number), load_words(language), DAY, ANSWERED)


def texts(block: Block) -> Iterator[str]:
    """Every text of a block that is read; the caption of a bar repeats what stands beside it."""
    match block:
        case Paragraph():
            yield f"{block.lead}{block.gap}{block.text}"
        case Quote(paragraphs):
            yield from chain.from_iterable(map(texts, paragraphs))
        case Bullets(lines):
            yield from lines
        case Table(headers, rows, total):
            yield from headers
            yield from chain.from_iterable(texts(cell) for row in (*rows, total) for cell in row)
        case Action(text, links):
            yield from texts(text)
            yield from (link.text for link in links)
        case Gauge():
            pass


def read(sections: tuple[Section, ...]) -> str:
    """All that is read of some sections, a text a line."""
    return "\n".join(
        chain.from_iterable([section.title, *chain.from_iterable(map(texts, section.blocks))] for section in sections)
    )


def page(shown: Document) -> str:
    """All that is read of page 1."""
    return "\n".join([shown.title, shown.byline.text, read(shown.page)])


def whole(shown: Document) -> str:
    """All that is read of a document."""
    return f"{page(shown)}\n{read(shown.annexes)}"


def count(text: str) -> int:
    """How many words a text has."""
    return len(WORD.findall(text))


@each_language
@each_chunk
def test_it_is_short(chunk: int, language: str) -> None:
    """Page 1 has at most 520 words, and all of the document 1,000."""
    long = {
        number: (count(page(composed(number, language))), count(whole(composed(number, language))))
        for number in trials(chunk)
    }
    assert {number: words for number, words in long.items() if words[0] > 520 or words[1] > 1000} == {}


@each_language
@each_chunk
def test_it_is_typeset(chunk: int, language: str) -> None:
    """Apostrophes, quotes and spaces are those of the language; nothing is left to fill in, doubled or empty."""
    wrong = [
        r"'",
        r'"',
        r"\[",
        r"\]",
        r"[{}]",
        r"  ",
        r"\.\.",
        r" \.",
        r";;",
        r",,",
        r"\(\)",
        r" ,",
        r"\bNone\b",
        r": *$",
        r"(?m)^\s+\S",
    ]
    if language == "fr":
        wrong += [
            r"[^\u202f][;!?]",
            r"[^\u00a0\d]:(?!\d)",
            r"« [^\u00a0]",
            r"\d \d{3}\b",
            r"\d [€%]",
            r"\b1 (janvier|décembre)",
            r"\bsièges?\b",
            r"\bCOO salarié\b",
        ]
    else:
        wrong += [r"[ \u00a0\u202f][;:!?]", r"«"]
    assert {
        number: found
        for number in trials(chunk)
        if (
            found := [
                each
                for each in wrong
                if re.search(
                    each,
                    whole(composed(number, language))
                    .replace("un de ces signes apparaît\u00a0:", "")
                    .replace("appears:", ""),
                )
            ]
        )
    } == {}


@each_language
@each_chunk
def test_nothing_is_empty(chunk: int, language: str) -> None:
    """No heading without content, no row without its cells, no bold run-in with nothing behind it."""
    for number in trials(chunk):
        shown = composed(number, language)
        for section in (*shown.page, *shown.annexes):
            assert section.title, number
            assert section.blocks, (number, section.title)
            for block in section.blocks:
                assert all(map(str.strip, texts(block))) or isinstance(block, Table), (number, section.title)
                if isinstance(block, Table):
                    assert all(cell.text or cell.lead for row in block.rows for cell in row), (number, section.title)


@each_language
@each_chunk
def test_one_currency(chunk: int, language: str) -> None:
    """Every amount is in the consultant's currency."""
    assert not [
        number for number in trials(chunk) if re.search(r"[£$]|\b(EUR|GBP|USD)\b", whole(composed(number, language)))
    ]


@each_chunk
def test_what_would_change_it_is_plausible(chunk: int) -> None:
    """At most two ways of at most two changes, none of a fact, none unsaid, none a lower load as an argument for help.

    From an exclusion by the bottleneck the way leads to coordination.
    """
    for number in trials(chunk):
        assessment = without_confidential(assessed(number))
        detours = plausible_changes(assessment)
        assert len(detours) <= 2, number
        for detour in detours:
            assert len(detour.changes) <= 2, number
            for change in detour.changes:
                question = SHIPPED.question(change.question)
                assert not question.fact and not question.confidential, number
                (after,) = question.chosen(change.after)
                assert after.suppose, number
                scenario = SHIPPED.scenario(detour.to)
                if change.before is not None and scenario != SHIPPED.fallback and change.question != "successor":
                    gained = [
                        weighted(scenario.weights, points(question, each)) for each in (change.before, change.after)
                    ]
                    assert gained[0] <= gained[1], number
                if detour.to == "interim" and change.question == "bottleneck":
                    assert change.after == "coordination", number


@each_language
@each_chunk
def test_nothing_is_said_that_was_not_answered(chunk: int, language: str) -> None:
    """What an answer says stands in a document only if it was given."""
    said = [
        (question, choice, choice.says[language].replace("'", "’").lower())
        for question in SHIPPED.questions
        for choice in question.choices
        if choice.says
    ]
    for number in trials(chunk):
        shown, answers = plain(whole(composed(number, language))), assessed(number).answers
        for question, choice, clause in said:
            if plain(clause) in shown:
                given = answers.get(question.id)
                assert given is not None and choice in question.chosen(given), (number, clause)


def plain(text: str) -> str:
    """A text without capitals, and with one kind of space."""
    return re.sub(r"[\u00a0\u202f]", " ", text).lower()


@each_language
@each_chunk
def test_the_title_is_the_answer(chunk: int, language: str) -> None:
    """The title names the company and what is recommended, or what is still open; it asks nothing."""
    words = load_words(language)
    for number in trials(chunk):
        shown, assessment = composed(number, language), without_confidential(assessed(number))
        assert "?" not in shown.title, number
        company = assessment.answers.get("company")
        assert not company or shown.title.startswith(str(company)), number
        if assessment.recommendation in SHIPPED.candidates:
            assert words.of(assessment.recommendation.title) in shown.title.lower().replace("coo", "COO"), number
        elif assessment.recommendation:
            assert "COO" in shown.title, number


@each_language
@each_chunk
def test_no_score_while_two_scenarios_are_open(chunk: int, language: str) -> None:
    """An undecided document says no points, neither in figures nor as a bar."""
    for number in trials(chunk):
        if without_confidential(assessed(number)).recommendation is None:
            shown = composed(number, language)
            assert not re.search(r"\bpoints\b|\bseuil\b|\bthreshold\b", whole(shown)), number
            assert not [block for section in shown.page for block in section.blocks if isinstance(block, Gauge)], number


@each_chunk
def test_no_confidential_answer_can_be_told(chunk: int) -> None:
    """The document is the same whatever the confidential answers are, or whether there are any."""
    (question,) = CONFIDENTIAL
    for number in trials(chunk):
        answers = {**some_answers(number), "operations_lead": "coo"}
        shown = {render_markdown(document(given, "fr")) for given in with_each(answers, question)}
        assert len(shown) == 1, number
        assert not re.search(r"départ de votre COO est à craindre|doutez que votre COO", shown.pop())


def with_each(answers: Answers, question: Question) -> Iterator[Answers]:
    """The answers with every answer to a question, with "I don't know", and without any."""
    yield {id: value for id, value in answers.items() if id != question.id}
    yield from ({**answers, question.id: value} for value in (None, *(choice.id for choice in question.choices)))


def test_a_verdict_that_turns_on_a_confidential_answer_is_withheld() -> None:
    """Then the document is the undecided one, and names the question as not shown, never as not answered."""
    (question,) = CONFIDENTIAL
    found = 0
    for number in range(TRIALS):
        answers = {**some_answers(number), "operations_lead": "coo", question.id: "at_risk"}
        assessment = assess(SPACE, answers)
        if not withholds_verdict(assessment):
            continue
        found += 1
        text = whole(document(answers, "fr"))
        short = load_words("fr").of(question.short)
        assert f"Réponses non reproduites\u00a0: {short}." in text
        assert not re.search(rf"(Sans réponse|Vous ne savez pas)\u00a0:[^\n]*{short}", text)
    assert found > 3


@each_language
def test_findings_hold_and_are_at_most_three(language: str) -> None:
    """Each finding shown holds for the answers."""
    from coo_advisor.report.reasoning import reason

    for number in range(0, TRIALS, 3):
        found = reason(assessed(number)).findings
        assert len(found) <= 3
        assert all(truth(finding.when, assessed(number).answers) for finding in found)
