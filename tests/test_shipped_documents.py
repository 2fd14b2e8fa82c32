"""The documents of the shipped questionnaire: whatever a founder answers, no rule of the report is broken."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import StringIO
from itertools import chain
from typing import NamedTuple

import pytest
from advice import ANSWERED, DAY, some_answers
from rich.console import Console
from shipped import FOUNDER, SHIPPED, SPACE

from coo_advisor.questionnaire.flow import Answers, truth
from coo_advisor.questionnaire.model import Consultant, Question
from coo_advisor.report.composition import compose, withholds_verdict, without_confidential
from coo_advisor.report.document import Action, Block, Bullets, Document, Gauge, Paragraph, Quote, Section, Table
from coo_advisor.report.phrasing import Voice, lowered
from coo_advisor.report.reasoning import Reasoning, plausible_changes, points_of, reason, worth
from coo_advisor.report.recommendation import summarise
from coo_advisor.report.terminal import print_summary
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.scoring import best, points, weighted
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

TRIALS = 400
"""Sets of answers tried."""

CHUNKS = 8
"""The trials are spread over so many tests, which run on several cores."""

WORD = re.compile(r"[^\W_]+(?:[’'\-.,\u00a0\u202f][^\W_]+)*")
"""Letters or digits with the apostrophes, hyphens, points, commas and no-break spaces inside."""

(CONFIDENTIAL,) = (question for question in SHIPPED.questions if question.confidential)

BAD = [r"'", r'"', r"[][{}]", r"  ", r"\.\.", r"[.;,:] ?[.;,]", r" [.,]", r"\(\)", r"\bNone\b", r"(?m)^\s|\s$"]
BAD_FRENCH = [
    r"[^\u202f][;!?]",
    r"[^\u00a0]:",
    r"«[^\u00a0]|[^\u00a0]»",
    r"\d \d{3}\b",
    r"\d [€%]",
    r"\b1 (janvier|mai)",
    r"\bsièges?\b",
    r"\b[Vv]ous (?:êtes|serez|seriez) (?:seul|prêt|sûr|certain|décidé|absent)\b",
    r"\b[Vv]otre COO\b[^.]*(?<!’)\b(?:il|lui-même|celui-ci)\b(?! y)",
    r"Ces réponses comptent[^«]*«[^«]*$",
]
BAD_ENGLISH = [r"[ \u00a0\u202f][;:!?]", r"«", r"\bthe house\b", r"\bi\b", r"These answers count[^“]*“[^“]*$"]
"""What no typesetter lets through."""


class Trial(NamedTuple):
    """The document about some answers in a language, and all that is read of it; `assessment` is without the confidential ones."""

    answers: Answers
    assessment: Assessment
    reasoning: Reasoning
    language: str
    document: Document
    page: str
    whole: str


Rule = Callable[[Trial], Iterator[str]]
"""Gives what breaks it."""


def trials(chunk: int) -> Iterator[Trial]:
    """Some of the answers tried, each with its document in every language."""
    for number in range(chunk, TRIALS, CHUNKS):
        answers = some_answers(number, SHIPPED)
        assessment = without_confidential(assess(SPACE, answers))
        reasoning = reason(assessment)
        for language in SHIPPED.languages:
            shown = compose(assessment, load_words(language), DAY, ANSWERED)
            yield Trial(answers, assessment, reasoning, language, shown, page(shown), whole(shown))


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


def is_short(trial: Trial) -> Iterator[str]:
    """Page 1 has at most 520 words, and all of the document 1,000."""
    first, all_of_it = count(trial.page), count(trial.whole)
    if first > 520 or all_of_it > 1000:
        yield f"{first} and {all_of_it} words"


def is_typeset(trial: Trial) -> Iterator[str]:
    """Apostrophes, quotes and spaces are those of the language; nothing is left to fill in, doubled or empty."""
    for line in trial.whole.split("\n"):
        yield from (f"{pattern} in {line!r}" for pattern in badly_set(line, trial.language))


@cache
def badly_set(line: str, language: str) -> tuple[str, ...]:
    """What is wrong with a line; most lines stand in many documents."""
    patterns = BAD + (BAD_FRENCH if language == "fr" else BAD_ENGLISH)
    return tuple(pattern for pattern in patterns if re.search(pattern, line))


def has_nothing_empty(trial: Trial) -> Iterator[str]:
    """No heading without content, no table without rows, no cell without text."""
    for section in (*trial.document.page, *trial.document.annexes):
        if not section.title or not section.blocks:
            yield f"section {section.title!r}"
        for block in section.blocks:
            rows = block.rows if isinstance(block, Table) else ()
            if isinstance(block, Table) and not all(cell.text or cell.lead for row in rows for cell in row):
                yield f"cells of {section.title!r}"
            if not isinstance(block, Gauge | Table) and not all(map(str.strip, texts(block))):
                yield f"block of {section.title!r}"
            if isinstance(block, Table) and not rows:
                yield f"table of {section.title!r}"


def says_nothing_twice(trial: Trial) -> Iterator[str]:
    """No sentence of four words or more stands twice on page 1, options and outcomes aside, which may be alike."""
    aside = ("options_title", "options_left", "questions_that_decide")
    titles = {load_words(trial.language)(key) for key in aside}
    sections = tuple(section for section in trial.document.page if section.title not in titles)
    said = Counter(sentence.strip(" .;:,") for sentence in re.split(r"(?<=[.;!?]) |\n", plain(read(sections))))
    yield from (sentence for sentence, times in said.items() if times > 1 and count(sentence) >= 4)


def has_one_currency(trial: Trial) -> Iterator[str]:
    """Every amount is in the consultant's currency."""
    yield from re.findall(r"[£$]|\b(?:EUR|GBP|USD)\b", trial.whole)


def changes_are_plausible(trial: Trial) -> Iterator[str]:
    """At most two ways of at most two changes, none of a fact, none unsaid, none a lower load as an argument for help.

    From an exclusion by the bottleneck the way leads to coordination.
    """
    detours = plausible_changes(trial.assessment)
    if len(detours) > 2:
        yield f"{len(detours)} ways"
    for detour in detours:
        weights = SHIPPED.scenario(detour.to).weights
        if len(detour.changes) > 2:
            yield f"{len(detour.changes)} changes"
        for change in detour.changes:
            question = SHIPPED.question(change.question)
            (after,) = question.chosen(change.after)
            if question.fact or question.confidential or not after.suppose:
                yield f"{change}"
            if change.before is not None and detour.to != "no_change" and change.question != "successor":
                before, now = (weighted(weights, points(question, each)) for each in (change.before, change.after))
                if now < before:
                    yield f"lower load: {change}"
            if detour.to == "interim" and change.question == "bottleneck" and change.after != "coordination":
                yield f"{change}"


def says_only_what_was_answered(trial: Trial) -> Iterator[str]:
    """What an answer says stands in a document only if it was given."""
    shown = plain(trial.whole)
    for question in SHIPPED.questions:
        given = trial.assessment.answers.get(question.id)
        for choice in question.choices:
            clause = plain(choice.says[trial.language].replace("'", "’")) if choice.says else "—"
            answered = given is not None and choice in question.chosen(given)
            if not answered and clause in shown and re.search(rf"{re.escape(clause)}(?= ?[.;:,|\n]|$)", shown):
                yield f"{question.id}: {choice.id}"


def has_the_answer_as_title(trial: Trial) -> Iterator[str]:
    """The title names the company and what is recommended, or what is still open; it asks nothing."""
    title, company = trial.document.title, trial.answers.get("company")
    recommendation = trial.assessment.recommendation
    named = (
        [recommendation.title[trial.language]] if recommendation in SHIPPED.candidates and recommendation else ["COO"]
    )
    if "?" in title or (company and not title.startswith(str(company))):
        yield title
    if not all(plain(each) in plain(title) for each in named):
        yield title


def has_no_score_while_open(trial: Trial) -> Iterator[str]:
    """An undecided document says no points, neither in figures nor as a bar, and what is recommended has its bar."""
    gauges = [block for section in trial.document.page for block in section.blocks if isinstance(block, Gauge)]
    if trial.assessment.recommendation is None:
        yield from re.findall(r"\d points\b|\bseuil\b|\bthreshold\b", trial.whole)
        yield from (gauge.label for gauge in gauges)
    elif len(gauges) != 1:
        yield f"{len(gauges)} bars"


def finds_at_most_three(trial: Trial) -> Iterator[str]:
    """At most three findings, each of which holds for the answers."""
    found = trial.reasoning.findings
    if len(found) > 3:
        yield f"{len(found)} findings"
    for finding in found:
        if not truth(finding.when, trial.assessment.answers):
            yield f"{finding.title}"


def finds_the_weightiest_first(trial: Trial) -> Iterator[str]:
    """Findings go by the points that their answers earned, or under no change by those that they did not.

    The first of an exclusion that overrules a score is the one that cites the answer which excludes.
    """
    reasoning, focus = trial.reasoning, trial.reasoning.focus
    if focus is None:
        return
    against = trial.assessment.recommendation == SHIPPED.fallback and not reasoning.overrules
    weighed: list[int] = []
    for finding in reasoning.findings[reasoning.overrules :]:
        cited = [each for each in trial.assessment.asked if each.id in finding.answers]
        earned = [(worth(trial.assessment, each, focus), best(each, focus.weights)) for each in cited]
        weighed.append(sum(most - one if against else one for one, most in earned if one is not None))
    if weighed != sorted(weighed, reverse=True):
        yield f"{weighed}"


def compares_few_options(trial: Trial) -> Iterator[str]:
    """At most five options, one of them to change nothing, and none if nothing is to change."""
    titles = {load_words(trial.language)(key) for key in ("options_title", "options_left")}
    tables = [section.blocks[0] for section in trial.document.page if section.title in titles]
    if trial.assessment.recommendation == SHIPPED.fallback:
        yield from (f"{table}" for table in tables)
        return
    for table in tables:
        assert isinstance(table, Table)
        if len(table.rows) > 5 or not [row for row in table.rows if row[2].text == "–"]:
            yield f"{table.rows}"


def never_lowers_help(trial: Trial) -> Iterator[str]:
    """If the fallback is recommended, nobody is invited to a call."""
    if trial.assessment.recommendation == SHIPPED.fallback:
        blocks = [block for section in trial.document.page for block in section.blocks]
        yield from (f"{block}" for block in blocks if isinstance(block, Action))


def gives_the_findings_as_reasons(trial: Trial) -> Iterator[str]:
    """Why: the titles of the findings shown, or the reason of an exclusion."""
    words, reasoning = load_words(trial.language), trial.reasoning
    if trial.assessment.recommendation is None:
        return
    (why,) = (text for text in trial.page.split("\n") if text.startswith(words("why")))
    exclusion = reasoning.exclusion
    told = [exclusion.reason] if exclusion else [finding.title for finding in reasoning.findings]
    voice = Voice(words, trial.assessment.answers)
    yield from (voice.text(each) for each in told if plain(voice.text(each)) not in plain(why))


def checks_what_one_answer_overrules(trial: Trial) -> Iterator[str]:
    """If one answer overrules a score that would pass, the document says so, and how to check the diagnosis."""
    words, reasoning = load_words(trial.language), trial.reasoning
    shown = trial.page
    rests = words("solid_one_answer", short="").rstrip(" .:,")
    if (rests in shown) != reasoning.overrules:
        yield shown
    verified = reasoning.overrules and reasoning.exclusion is not None and reasoning.exclusion.verify is not None
    if (words("check_the_diagnosis") in shown) != verified:
        yield f"diagnosis: {verified}"


def adds_up(trial: Trial) -> Iterator[str]:
    """Points of answers make those of their signal, these the total, and the total passes where help is recommended."""
    tables = [block for section in trial.document.annexes[:1] for block in section.blocks if isinstance(block, Table)]
    if trial.assessment.recommendation is None or not tables or not tables[0].total:
        return
    sums = [numbers(row[-1].text) for row in tables[0].rows]
    for row, (low, most) in zip(tables[0].rows, sums, strict=True):
        known = [tuple(map(int, pair)) for pair in re.findall(r": (\d+) (?:sur|of) (\d+)\.", plain(row[1].text))]
        open_to = list(map(int, re.findall(r", (?:entre )?0 (?:et|to) (\d+)\.", plain(row[1].text))))
        summed = (sum(one for one, _ in known), sum(one for _, one in known) + sum(open_to))
        if (known or open_to) and summed != (low, most):
            yield f"{row}"
    total = numbers(tables[0].total[-1].lead)
    if total != (sum(low for low, _ in sums), sum(most for _, most in sums)):
        yield f"{total} is not the sum of {sums}"
    if trial.assessment.recommendation != SHIPPED.fallback and 100 * total[0] < total[1] * recommended_from(trial):
        yield f"{total} does not pass"


def numbers(text: str) -> tuple[int, int]:
    """The least of some points, and the most."""
    found = list(map(int, re.findall(r"\d+", text)))
    return found[0], found[-1]


def recommended_from(trial: Trial) -> int:
    """The percentage from which the scenario recommended is."""
    assert trial.assessment.recommendation
    return trial.assessment.recommendation.recommend_from


def tells_silence_apart(trial: Trial) -> Iterator[str]:
    """Questions answered with "I don't know" and those without an answer have a line each, and no other."""
    words, answers = load_words(trial.language), trial.assessment.answers
    missing: dict[str, list[str]] = {"list_dont_know": [], "list_skipped": []}
    for question in trial.assessment.asked:
        if answers.get(question.id) is None and question.purpose != "contact" and not question.confidential:
            known = question.scored and question.id in answers
            missing["list_dont_know" if known else "list_skipped"].append(lowered(words.of(question.short)))
    for key, names in missing.items():
        shown = [text for text in trial.whole.split("\n") if text.startswith(words(key))]
        if shown != ([f"{words(key)} {words('several_join').join(names)}."] if names else []):
            yield f"{shown} for {names}"


def has_its_days(trial: Trial) -> Iterator[str]:
    """The next step has its date; decided, four steps fill ninety days, and no change has a day to ask again."""
    words, shown = load_words(trial.language), trial.page
    if len(re.findall(r"\b9 d[ée]cemb[a-z]+ 2026", shown, re.IGNORECASE)) != 1:
        yield "next step"
    decided = trial.assessment.recommendation is not None
    days = [words("days", first=first, last=last) for first, last in ((1, 15), (16, 30), (31, 60), (61, 90))]
    if [line for line in shown.split("\n") if line in days] != (days if decided else []):
        yield "steps"
    if bool(re.search(r"25 ma[iy] 2027", shown, re.IGNORECASE)) != (
        trial.assessment.recommendation == SHIPPED.fallback
    ):
        yield "ask again"


def marks_what_is_recommended(trial: Trial) -> Iterator[str]:
    """Of the options compared, the one recommended is marked, and while undecided none is."""
    marked = [line for line in trial.page.split("\n") if line.endswith(load_words(trial.language)("recommended"))]
    recommended = [
        each for each in SHIPPED.options if each.id == (trial.assessment.recommendation or SHIPPED.fallback).id
    ]
    expected = [Voice(load_words(trial.language), {}).text(each.label) for each in recommended]
    if [line.rsplit(" (")[0] for line in marked] != expected:
        yield f"{marked}, not {expected}"


def warns(trial: Trial) -> Iterator[str]:
    """Every pair of answers in doubt is pointed out, and more than 250 people where help is recommended."""
    words, shown = load_words(trial.language), trial.page
    for line in SHIPPED.doubts:
        if (words.of(line.text) in shown) != bool(truth(line.when, trial.assessment.answers)):
            yield f"{line.text}"
    headcount = trial.assessment.answers.get("headcount")
    large = isinstance(headcount, int) and headcount > 250 and trial.assessment.recommendation in SHIPPED.candidates
    if ("250 pe" in plain(shown)) != large:
        yield f"{headcount} people"


def has_no_contact_details(trial: Trial) -> Iterator[str]:
    """An address that was given stands nowhere."""
    yield from re.findall(r"\S+@\S+", trial.whole)


def says_what_holds(trial: Trial) -> Iterator[str]:
    """The first caution that holds, and all that is to be in place before starting; under no change all signs to watch."""
    scenario, reasoning = trial.assessment.recommendation, trial.reasoning
    if scenario is None:
        return
    voice = Voice(load_words(trial.language), trial.assessment.answers)
    expected = [voice.text(scenario.cautions), *voice.lines(scenario.before)] if reasoning.helps else []
    if scenario == SHIPPED.fallback:
        expected += voice.lines(scenario.watch)
    shown = plain(trial.page).lower()
    yield from (each for each in expected if plain(each).rstrip(".").lower() not in shown)


def has_a_source_for_each_cost(trial: Trial) -> Iterator[str]:
    """Each option whose cost is given has a line among the assumptions, with its source."""
    words = load_words(trial.language)
    tables = [block for section in trial.document.page for block in section.blocks if isinstance(block, Table)]
    priced = [
        row for table in tables if table.headers[0] == words("option") for row in table.rows if "€" in row[2].text
    ]
    annexes = [section for section in trial.document.annexes if section.title.endswith(words("annex_costs"))]
    sources = [
        row[2].text for section in annexes for block in section.blocks if isinstance(block, Table) for row in block.rows
    ]
    if bool(priced) != bool(sources) or not all(sources):
        yield f"{priced} and {sources}"


def never_says_that_all_is_well_if_an_answer_excludes_help(trial: Trial) -> Iterator[str]:
    """Under an exclusion with a verdict of its own, that one is said, and not the fallback's."""
    exclusion = trial.reasoning.exclusion
    voice = Voice(load_words(trial.language), trial.assessment.answers)
    if exclusion and exclusion.verdict and plain(voice.text(SHIPPED.fallback.verdict)) in plain(trial.page):
        yield voice.text(SHIPPED.fallback.verdict)


RULES: tuple[Rule, ...] = (
    says_what_holds,
    has_a_source_for_each_cost,
    never_says_that_all_is_well_if_an_answer_excludes_help,
    is_short,
    is_typeset,
    has_nothing_empty,
    says_nothing_twice,
    has_one_currency,
    changes_are_plausible,
    says_only_what_was_answered,
    has_the_answer_as_title,
    has_no_score_while_open,
    finds_at_most_three,
    finds_the_weightiest_first,
    compares_few_options,
    never_lowers_help,
    gives_the_findings_as_reasons,
    checks_what_one_answer_overrules,
    adds_up,
    tells_silence_apart,
    has_its_days,
    marks_what_is_recommended,
    warns,
    has_no_contact_details,
)


def plain(text: str) -> str:
    """A text without capitals, and with one kind of space."""
    return re.sub(r"[\u00a0\u202f]", " ", text).lower()


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_rule_is_broken(chunk: int) -> None:
    """Whatever is answered, the document keeps every rule, in every language."""
    broken = [
        (rule.__name__, what, trial.language, dict(trial.answers))
        for trial in trials(chunk)
        for rule in RULES
        for what in rule(trial)
    ]
    assert broken == []


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_confidential_answer_can_be_inferred(chunk: int) -> None:
    """The document is the same whatever the confidential answers are, or whether there are any.

    If the verdict turns on them it is the undecided one, and names the question as not shown, never as not answered.
    """
    withheld = 0
    short = lowered(load_words("fr").of(CONFIDENTIAL.short))
    for number in range(chunk, 8 * CHUNKS, CHUNKS):
        answers = {**some_answers(number, SHIPPED), "operations_lead": "coo"}
        given = [assess(SPACE, each) for each in with_each(answers, CONFIDENTIAL)]
        shown = {compose(each, load_words("fr"), DAY, ANSWERED) for each in given}
        assert len(shown) == 1, number
        text = whole(shown.pop())
        assert not re.search(r"départ de votre COO est à craindre|doutez que votre COO", text)
        if any(map(withholds_verdict, given)):
            withheld += 1
            assert f"Réponses non reproduites\u00a0: {short}." in text
            assert not re.search(rf"(Sans réponse|Vous ne savez pas)\u00a0:[^\n]*{short}", text)
    assert withheld


def with_each(answers: Answers, question: Question) -> Iterator[Answers]:
    """The answers with every answer to a question, with "I don't know", and without any."""
    yield {id: value for id, value in answers.items() if id != question.id}
    yield from ({**answers, question.id: value} for value in (None, *(choice.id for choice in question.choices)))


def test_no_change_shows_the_points_of_the_scenario_nearest_to_its_most() -> None:
    """Where two could apply, as with a successor who is ready, whether or not one is excluded."""
    answers: Answers = {**LEAVING, "successor": "ready"}
    assessment = assess(SPACE, answers)
    assert assessment.recommendation == SHIPPED.fallback
    shares = {}
    for scenario in SHIPPED.candidates:
        low, _, most, _ = points_of(assessment, scenario)
        shares[scenario.id] = low / most
    focus = reason(assessment).focus
    assert focus
    assert shares[focus.id] == max(shares.values()) > min(shares.values())


@pytest.mark.parametrize("language", SHIPPED.languages)
def test_one_screen_has_at_most_twenty_rows(language: str) -> None:
    """At 80 columns, whatever was answered, so that the menu below it still fits 24 rows."""
    words = load_words(language)
    for number in range(0, 120, 2):
        file = StringIO()
        shown = summarise(assess(SPACE, some_answers(number, SHIPPED)), words, DAY)
        print_summary(shown, Console(file=file, width=80, highlight=False), words)
        assert len(file.getvalue().rstrip("\n").split("\n")) <= 20, number


LEAVING: Answers = {
    "headcount": 40,
    "growth": "growing",
    "operations_lead": "coo_leaving",
    "bottleneck": "none",
    "coo_away": "stalls",
    "recurring_problems": "sometimes",
    "stuck_decisions": "none",
}

BYLINES: dict[tuple[str, ...], tuple[str, str]] = {
    (): ("Note établie le 25 novembre 2026", "Note written on 25 November 2026"),
    ("role",): ("Note établie le 25 novembre 2026", "Note written on 25 November 2026"),
    ("consultant",): (
        "Note établie le 25 novembre 2026 par Anne Leroy",
        "Note written on 25 November 2026 by Anne Leroy",
    ),
    ("consultant", "role"): (
        "Note établie le 25 novembre 2026 par Anne Leroy, COO externe à temps partagé",
        "Note written on 25 November 2026 by Anne Leroy, external, part-time COO",
    ),
    ("name",): ("Note pour Léa · établie le 25 novembre 2026", "Note for Léa · written on 25 November 2026"),
    ("name", "consultant", "role"): (
        "Note pour Léa · établie le 25 novembre 2026 par Anne Leroy, COO externe à temps partagé",
        "Note for Léa · written on 25 November 2026 by Anne Leroy, external, part-time COO",
    ),
}
DATED = (" · d’après vos réponses du 24 novembre 2026", " · from your answers of 24 November 2026")


@pytest.mark.parametrize("answered", [None, ANSWERED])
@pytest.mark.parametrize("known", BYLINES, ids="-".join)
def test_the_byline_says_what_is_known(known: tuple[str, ...], answered: date | None) -> None:
    """For whom, when, by whom, and of which day the answers are; a role without a name is nobody who writes."""
    consultant = Consultant(
        "Anne Leroy" if "consultant" in known else None, SHIPPED.consultant.role if "role" in known else None
    )
    space = Space(SHIPPED._replace(consultant=consultant))
    assessment = assess(space, {**FOUNDER, **({"name": "Léa"} if "name" in known else {})})
    read = tuple(compose(assessment, load_words(each), DAY, answered).byline.text for each in ("fr", "en"))
    assert read == tuple(byline + (day if answered else "") for byline, day in zip(BYLINES[known], DATED, strict=True))
