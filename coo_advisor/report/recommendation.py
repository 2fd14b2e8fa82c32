"""The recommendation in words: every sentence and figure that a renderer shows, in one language."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.questionnaire.flow import Answers, all_that_hold, first_that_holds, truth
from coo_advisor.questionnaire.model import Amount, Option, Question, Told, Value
from coo_advisor.verdict.assessment import Assessment, Evidence, Level
from coo_advisor.verdict.scoring import rounded
from coo_advisor.verdict.would_change import Change, Detour
from coo_advisor.wording.words import Words


class Bar(NamedTuple):
    """A share of a whole, 0 to 1, to draw; between `low` and `high` it is not known yet. `mark` is a threshold."""

    low: Fraction
    high: Fraction
    mark: Fraction | None = None


class Gauge(NamedTuple):
    """A labelled bar with its figures in words, and what it measures."""

    label: str
    figures: str
    bar: Bar
    note: str = ""


class Row(NamedTuple):
    """One reason: an answer and the points it brings."""

    question: str
    answer: str
    signal: str
    points: str
    bar: Bar


class Named(NamedTuple):
    """A heading with what belongs under it."""

    title: str
    lines: tuple[str, ...]


class Cost(NamedTuple):
    """One row of the cost comparison."""

    option: str
    price: str
    total: str
    source: str


class Plan(NamedTuple):
    """How a recommendation would work."""

    days: str
    duration: str
    first_90_days: tuple[str, ...]
    cautions: tuple[str, ...]


class Contact(NamedTuple):
    """Who to talk to."""

    name: str
    url: str
    action: str


class Recommendation(NamedTuple):
    """A recommendation, section by section; an empty section is not shown."""

    words: Words
    title: str
    date: str
    headline: str
    definition: str
    verdict: tuple[str, ...]
    score: Gauge | None
    reasons: tuple[Row, ...]
    total: str
    doubts: Named | None
    signals: tuple[Gauge, ...]
    unknown: tuple[str, ...]
    merits: tuple[Named, ...]
    plan: Plan | None
    costs: tuple[Cost, ...]
    comparison_months: int
    changes: tuple[str, ...]
    watch: tuple[str, ...]
    next_step: str
    contact: Contact | None
    answers: tuple[tuple[str, str], ...]
    questionnaire: str


def put_into_words(assessment: Assessment, words: Words, day: date) -> Recommendation:
    """The recommendation that an assessment comes to, in one language; the texts in it are plain text."""
    chosen, questionnaire = assessment.recommendation, assessment.questionnaire
    of = words.of
    return Recommendation(
        words=words,
        title=_title(assessment, words),
        date=words.day(day),
        headline=of(chosen.title) if chosen else words("undecided"),
        definition=_told(chosen.definition, assessment, words) if chosen else "",
        verdict=tuple(_verdict(assessment, words)),
        score=_score(assessment, words),
        reasons=tuple(_reason(each, words) for each in sorted(assessment.evidence, key=_weight)),
        total=_total(assessment, words),
        doubts=_doubts(assessment, words),
        signals=tuple(_signal(level, words) for level in assessment.levels),
        unknown=tuple(of(question.short) for question in assessment.unknown),
        merits=tuple(
            Named(_told(merit.title, assessment, words), (_told(merit.so, assessment, words),))
            for merit in assessment.merits
        ),
        plan=_plan(assessment, words),
        costs=tuple(_costs(assessment, words)),
        comparison_months=questionnaire.comparison_months,
        changes=tuple(_change(detour, assessment, words) for detour in assessment.would_change),
        watch=tuple(map(of, all_that_hold(chosen.watch, assessment.answers))) if chosen else (),
        next_step=_told(chosen.next_step.text, assessment, words) if chosen else "",
        contact=_contact(assessment, words),
        answers=tuple(
            (of(question.ask), answer_text(question, assessment.answers, words)) for question in assessment.asked
        ),
        questionnaire=words("questionnaire", version=questionnaire.version, sha256=questionnaire.sha256),
    )


def answer_text(question: Question, answers: Answers, words: Words) -> str:
    """One answer as a reader knows it; "I don't know" and a missing answer are told apart."""
    if question.id not in answers:
        return words("skipped")
    value = answers[question.id]
    if value is None:
        return words("dont_know") if question.scored else words("skipped")
    return value_text(question, value, words)


def value_text(question: Question, value: Value, words: Words) -> str:
    """The words of one value: a label, several labels, a number, or the text itself."""
    if isinstance(value, int):
        return words.number(value)
    if question.kind == "text":
        return str(value)
    labels = [words.of(choice.label) for choice in question.chosen(value)]
    return words("list_join").join(labels) or words("none_chosen")


def _title(assessment: Assessment, words: Words) -> str:
    company = next((assessment.answers.get(each.id) for each in assessment.asked if each.purpose == "contact"), None)
    title = words.of(assessment.questionnaire.title)
    return words("title_with_company", title=title, company=company) if isinstance(company, str) else title


def _verdict(assessment: Assessment, words: Words) -> Iterator[str]:
    if assessment.recommendation is None:
        possible = [assessment.questionnaire.scenario(id) for id in assessment.outcomes.possible]
        titles = words.listed([words("quote", text=words.of(scenario.title)) for scenario in possible], "list_and")
        yield words("undecided_verdict", titles=titles)
        questions = words.listed(
            [words("quote", text=words.of(each.short)) for each in assessment.depends_on], "list_and"
        )
        yield words("undecided_one" if len(assessment.depends_on) == 1 else "undecided_next", questions=questions)
        return
    yield _told(assessment.recommendation.verdict, assessment, words)
    if not _recommends_focus(assessment):
        yield from (_told(exclusion.reason, assessment, words) for _, exclusion in assessment.excluded)
    if assessment.unknown:
        yield words("settled_anyway")


def _recommends_focus(assessment: Assessment) -> bool:
    return assessment.recommendation is not None and assessment.recommendation == assessment.focus


def _score(assessment: Assessment, words: Words) -> Gauge | None:
    focus = assessment.focus
    if focus is None:
        return None
    span = assessment.outcomes.spans[focus.id]
    low, high = (words.percent(rounded(percent)) for percent in span)
    score = low if low == high else words("score_range", low=low, high=high)
    return Gauge(
        words("score_for", title=words.of(focus.title)),
        words("score_line", score=score, threshold=words.percent(focus.recommend_from)),
        Bar(span.low / 100, span.high / 100, Fraction(focus.recommend_from, 100)),
    )


def _weight(evidence: Evidence) -> tuple[int, int]:
    """Most points first, what is not known last."""
    return (-1 if evidence.points is None else evidence.points) * -1, -evidence.most


def _reason(evidence: Evidence, words: Words) -> Row:
    low = evidence.points or 0
    high = evidence.most if evidence.points is None else evidence.points
    return Row(
        words.of(evidence.question.short),
        answer_text(evidence.question, {evidence.question.id: evidence.value}, words),
        words.of(evidence.signal.name),
        words("points_unknown", most=evidence.most)
        if evidence.points is None
        else words("points_of", points=evidence.points, most=evidence.most),
        Bar(Fraction(low, evidence.most), Fraction(high, evidence.most)),
    )


def _total(assessment: Assessment, words: Words) -> str:
    if assessment.focus is None or assessment.unknown or assessment.outcomes.spans[assessment.focus.id].uncertain:
        return ""
    points = sum(each.points or 0 for each in assessment.evidence)
    most = sum(each.most for each in assessment.evidence)
    percent = words.percent(rounded(assessment.outcomes.spans[assessment.focus.id].low))
    return words("total_score", points=points, most=most, percent=percent)


def _doubts(assessment: Assessment, words: Words) -> Named | None:
    """What pulls the other way: answers that earn under a third of their points, or for the fallback over two."""
    if assessment.recommendation is None or assessment.focus is None:
        return None
    known = [each for each in assessment.evidence if each.points is not None and each.value is not None]
    if _recommends_focus(assessment):
        pulling = [each for each in known if 3 * (each.points or 0) < each.most]
        return Named(words("speaks_against"), _answers_in_words(pulling, words) or (words("nothing_against"),))
    pulling = [each for each in known if 3 * (each.points or 0) >= 2 * each.most]
    return Named(words("speaks_for"), _answers_in_words(pulling, words)) if pulling else None


def _answers_in_words(evidence: Iterable[Evidence], words: Words) -> tuple[str, ...]:
    return tuple(
        words("colon", label=words.of(each.question.short), text=value_text(each.question, each.value, words))
        for each in evidence
        if each.value is not None
    )


def _signal(level: Level, words: Words) -> Gauge:
    low, high = Fraction(level.points, level.most), Fraction(level.points + level.unknown, level.most)
    points = str(level.points)
    if level.unknown:
        points = words("score_range", low=level.points, high=level.points + level.unknown)
    figures = words("points_of", points=points, most=level.most)
    return Gauge(words.of(level.signal.name), figures, Bar(low, high), words.of(level.signal.meaning))


def _told(told: Told, assessment: Assessment, words: Words) -> str:
    text = first_that_holds(told, assessment.answers)
    return words.of(text) if text else ""


def _contact(assessment: Assessment, words: Words) -> Contact | None:
    consultant, chosen = assessment.questionnaire.consultant, assessment.recommendation
    if not consultant.contacts or chosen is None:
        return None
    name = consultant.name or (words.of(consultant.role) if consultant.role else "")
    return Contact(name, consultant.contacts[0], _told(chosen.action, assessment, words))


def _plan(assessment: Assessment, words: Words) -> Plan | None:
    chosen = assessment.recommendation
    if chosen not in assessment.questionnaire.candidates:
        return None
    return Plan(
        _told(chosen.rhythm, assessment, words),
        "",
        tuple(_told(step.what, assessment, words) for step in chosen.steps if truth(step.when, assessment.answers)),
        tuple(filter(None, [_told(chosen.cautions, assessment, words)])),
    )


def _costs(assessment: Assessment, words: Words) -> Iterator[Cost]:
    if assessment.recommendation not in assessment.questionnaire.candidates:
        return
    for option in assessment.questionnaire.options:
        if truth(option.when, assessment.answers):
            yield _cost(option, assessment, words)


def _cost(option: Option, assessment: Assessment, words: Words) -> Cost:
    label, remark = (_told(told, assessment, words) for told in (option.label, option.remark))
    currency, months = assessment.questionnaire.consultant.currency, assessment.questionnaire.comparison_months
    amount = next((each for each in option.amounts if each.currency == currency), None)
    if amount is None:
        return Cost(label, words("cost_unknown"), words("cost_unknown"), remark)
    price = f"{_money(amount.currency, amount.low, amount.high, words)} {words(f'per_{amount.per}')}"
    low, high = _over(amount, months)
    return Cost(label, price, _money(amount.currency, low, high, words), remark)


def _over(amount: Amount, months: int) -> tuple[int, int]:
    """What an amount comes to over some months, in whole units of its currency."""
    if amount.per == "year":
        return amount.low * months // 12, amount.high * months // 12
    days = amount.days_a_month or (1, 1)
    return amount.low * days[0] * months, amount.high * days[1] * months


def _money(currency: str, low: int, high: int, words: Words) -> str:
    return words("amount", currency=currency, low=words.number(low), high=words.number(high))


def _change(detour: Detour, assessment: Assessment, words: Words) -> str:
    """A sentence such as "If the company ran two weeks without you, no change would be needed"."""
    clauses = [_supposition(change, assessment, words) for change in detour.changes]
    sentence = words.listed(clauses, "sentence_join")
    otherwise = _told(assessment.questionnaire.scenario(detour.to).otherwise, assessment, words)
    return f"{sentence[0].upper()}{sentence[1:]}, {otherwise}."


def _supposition(change: Change, assessment: Assessment, words: Words) -> str:
    question = assessment.questionnaire.question(change.question)
    chosen = question.chosen(change.after)
    if len(chosen) == 1 and chosen[0].suppose:
        return words.of(chosen[0].suppose)
    answer = value_text(question, change.after, words)
    return words("change_answer", answer=answer, question=words.of(question.short))
