"""The pieces of a recommendation in words: each sentence and figure is decided here, once, whoever shows it."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from coo_advisor.questionnaire.flow import truth
from coo_advisor.questionnaire.model import (
    Amount,
    Option,
    Question,
    Questionnaire,
    Scenario,
    Signal,
)
from coo_advisor.report.document import Bar, Gauge, Link, Paragraph
from coo_advisor.report.phrasing import (
    Price,
    Voice,
    about,
    capitalised,
    counted,
    either,
    in_points,
    joined,
    lowered,
    money,
    over,
    sentence,
)
from coo_advisor.report.reasoning import (
    Points,
    Reasoning,
    Solidity,
    chosen,
    excluding,
    overruled,
    plausible_changes,
    reason,
    solidity,
)
from coo_advisor.system.clock import later
from coo_advisor.verdict.assessment import Assessment
from coo_advisor.verdict.scoring import most_points, points
from coo_advisor.verdict.would_change import Change, Detour
from coo_advisor.wording.words import Words

MOST_OPTIONS = 5
MOST_STEPS = 4


class Case(NamedTuple):
    """What there is to put into words: what a verdict rests on, in whose words, and on which day.

    `answered_at` is the day of the answers, if it is known.
    """

    reasoning: Reasoning
    voice: Voice
    day: date
    answered_at: date | None = None

    @property
    def assessment(self) -> Assessment:
        return self.reasoning.assessment

    @property
    def questionnaire(self) -> Questionnaire:
        return self.reasoning.assessment.questionnaire

    @property
    def words(self) -> Words:
        return self.voice.words

    @property
    def possible(self) -> list[Scenario]:
        """The scenarios that the answers leave possible."""
        return list(map(self.questionnaire.scenario, self.assessment.outcomes.possible))

    @property
    def spoken_for(self) -> Scenario:
        """The scenario whose texts are shown: the one recommended, or while undecided the first help still possible.

        The fallback's own texts give way to those of the exclusion that makes its document.
        """
        scenario = self.reasoning.recommendation or self.reasoning.focus or self.questionnaire.fallback
        exclusion = self.reasoning.exclusion
        if exclusion is None:
            return scenario
        return scenario._replace(
            document_title=exclusion.title or scenario.document_title,
            verdict=exclusion.verdict or scenario.verdict,
            decide=exclusion.decide or scenario.decide,
            steps=exclusion.steps or scenario.steps,
            next_step=exclusion.next_step or scenario.next_step,
        )


class FindingRow(NamedTuple):
    """What some answers show, the answers in words, and what that changes."""

    title: str
    answers: str
    so: str


class OptionRow(NamedTuple):
    """One option beside the others; `recommended` marks it, and `amount` is what its cost rests on."""

    label: str
    recommended: bool
    presence: str
    cost: str
    remark: str
    amount: Amount | None


class Summary(NamedTuple):
    """What one screen shows; a field without content is empty. Undecided, `definition` says what is still possible."""

    headline: str
    definition: str
    settled: bool
    why: str
    score: Gauge | None
    findings: tuple[str, ...]
    doubts: tuple[str, ...]
    change: str
    next_step: str
    next_step_lead: str


def make_case(assessment: Assessment, words: Words, day: date, answered_at: date | None = None) -> Case:
    """Everything that it takes to speak of an assessment on some day."""
    return Case(reason(assessment), Voice(words, assessment.answers), day, answered_at)


def summarise(assessment: Assessment, words: Words, day: date) -> Summary:
    """What one screen shows of an assessment, confidential answers included."""
    from coo_advisor.report.undecided import named_open, open_questions

    case = make_case(assessment, words, day)
    settled = case.reasoning.recommendation is not None
    questions = () if settled else open_questions(assessment)
    by_date, step = next_step(case, len(questions))
    return Summary(
        headline=headline(case),
        definition=case.voice.text(case.spoken_for.definition) if settled else still_possible(case),
        settled=settled,
        why=why(case) if settled else named_open(words, questions),
        score=score(case),
        findings=tuple(row.title for row in findings(case)),
        doubts=case.voice.lines(case.questionnaire.doubts),
        change=next(iter(changes(case)), ""),
        next_step=step,
        next_step_lead=by_date,
    )


# ----------------------------------------------------------------------------------------------- who, when, and what


def headline(case: Case) -> str:
    """What is recommended, as screen and JSON call it."""
    recommended = case.reasoning.recommendation
    return capitalised(case.words.of(recommended.title)) if recommended else case.words("undecided")


def still_possible(case: Case) -> str:
    """Which scenarios the answers leave possible."""
    return case.words("leads_to", titles=either(case.words, case.possible))


def company(case: Case) -> str:
    """What the company is called; nothing if that is not known."""
    return _contact_answer(case, case.questionnaire.company_question)


def person(case: Case) -> str:
    """Who answered; nothing if that is not known."""
    contact = [each for each in case.questionnaire.questions if each.purpose == "contact" and each.format is None]
    return _contact_answer(case, contact[1] if len(contact) > 1 else None)


def _contact_answer(case: Case, question: Question | None) -> str:
    value = case.voice.answers.get(question.id) if question else None
    return value if isinstance(value, str) else ""


def answer(case: Case) -> str:
    """The title of the document, without the company: the recommendation in a few words."""
    called = () if case.reasoning.helps else case.spoken_for.document_title
    return case.voice.text(called) or case.words.of(case.spoken_for.title)


def why(case: Case) -> str:
    """The reason of an exclusion, or the findings in one sentence."""
    if case.reasoning.exclusion:
        return case.voice.text(case.reasoning.exclusion.reason)
    titles = [case.voice.text(finding.title) for finding in case.reasoning.findings]
    return sentence(case.words.listed(titles, "list_and")) if titles else ""


def decide(case: Case) -> str:
    """What is to be decided, and what the answers say of how."""
    decision = case.spoken_for.decide
    return joined([case.voice.text(decision.text), said_of_deciding(case)]) if decision else ""


def said_of_deciding(case: Case) -> str:
    """What the answers say of when and by whom it is decided."""
    decision = case.spoken_for.decide
    asked = [case.questionnaire.question(id) for id in decision.answers] if decision else []
    return _one_sentence(case, asked)


# --------------------------------------------------------------------------------------------------- how solid it is


def standing(case: Case) -> Paragraph:
    """How solid the verdict is: in a word or two, and in figures."""
    words, kind, counts = case.words, solidity(case.reasoning), case.reasoning.points
    if kind is Solidity.INCOMPLETE:
        lead, text = "", about(words, "solid_incomplete", len(case.reasoning.missing))
    elif kind is Solidity.ONE_ANSWER:
        lead, text = words("solid_one_answer", short=_excluding_answer(case)), _check(case)
    else:
        key = "solid_close" if kind is Solidity.CLOSE else "solid_clear"
        figures = words(f"{key}_points", **_figures(words, counts)) if counts else words(f"{key}_unscored")
        lead, text = words(key), capitalised(figures)
    return Paragraph(text, words("solidity", standing=lead).rstrip())


def _figures(words: Words, counts: Points) -> dict[str, object]:
    points = in_points(words, counts.low)
    known = words("at_least", points=points) if counts.low != counts.high else points
    return {"points": known, "most": counts.most, "threshold": counts.threshold}


def total(words: Words, counts: Points) -> str:
    """The points out of all, "at least" so many if some are not known."""
    points = words("at_least", points=counts.low) if counts.low != counts.high else str(counts.low)
    return capitalised(words("points_of", points=points, most=counts.most))


def _excluding_answer(case: Case) -> str:
    """The answer that rules a scenario out, as a noun."""
    assessment = case.assessment
    scenario, exclusion = next(pair for pair in assessment.excluded if overruled(assessment, pair[0]))
    named = case.voice.text(exclusion.short)
    if named:
        return named
    question = next(each for each in assessment.asked if each.id in excluding(scenario, exclusion))
    return lowered(case.voice.named(question))


def _check(case: Case) -> str:
    """The invitation to check an exclusion, if it says how."""
    exclusion = case.reasoning.exclusion
    return case.voice.text(exclusion.verify.why) if exclusion and exclusion.verify else ""


def score(case: Case) -> Gauge | None:
    """The points against their threshold; None while two scenarios are open."""
    counts, words = case.reasoning.points, case.words
    if counts is None or case.reasoning.recommendation is None or not counts.most:
        return None
    shares = (Fraction(each, counts.most) for each in (counts.low, counts.high, counts.threshold))
    return Gauge(capitalised(words("score_line", **_figures(words, counts))), Bar(*shares))


# ------------------------------------------------------------------------------------------- what the answers show


def findings(case: Case) -> Iterator[FindingRow]:
    """The findings shown, with the answers they cite."""
    answered = case.voice.answered(case.assessment.asked)
    for finding in case.reasoning.findings:
        cited = [case.voice.says(question, finding.when) for question in answered if question.id in finding.answers]
        yield FindingRow(
            capitalised(case.voice.text(finding.title)),
            capitalised(case.words("several_join").join(cited)),
            case.voice.text(finding.so),
        )


def contrary(case: Case) -> str:
    """The answers that pull the other way, in one sentence."""
    return _one_sentence(case, case.reasoning.contrary)


def _one_sentence(case: Case, questions: Iterable[Question]) -> str:
    """The answers to some questions, as far as they are known."""
    said = case.words("several_join").join(map(case.voice.says, case.voice.answered(questions)))
    return said and sentence(said)


def for_the_excluded(case: Case) -> str:
    """That the findings behind the first would speak for the scenario that is ruled out."""
    ruled_out, others = case.reasoning.ruled_out, len(case.reasoning.findings) - 1
    if ruled_out is None or not case.reasoning.overrules or others < 1:
        return ""
    return about(case.words, "speaks_for", others, title=case.words.of(ruled_out.title))


# ---------------------------------------------------------------------------------------------- options and what to do


def options(case: Case) -> tuple[OptionRow, ...]:
    """The options that make sense here; the one that is free stays whatever the number."""
    shown = [option for option in case.questionnaire.options if _makes_sense(option, case)]
    free = [option for option in shown[MOST_OPTIONS:] if option.free][:1]
    return tuple(_option(option, case) for option in [*shown[: MOST_OPTIONS - len(free)], *free])


def _makes_sense(option: Option, case: Case) -> bool:
    if option.id in {scenario.id for scenario in case.questionnaire.scenarios}:
        return option.id in case.assessment.outcomes.possible
    return truth(option.when, case.voice.answers) is True


def _option(option: Option, case: Case) -> OptionRow:
    recommended = case.reasoning.recommendation
    amount = amount_of(option, case)
    return OptionRow(
        label=case.voice.text(option.label),
        recommended=recommended is not None and option.id == recommended.id,
        presence=case.voice.text(option.presence),
        cost=_cost(option, amount, case),
        remark=case.voice.text(option.remark),
        amount=amount,
    )


def amount_of(option: Option, case: Case) -> Amount | None:
    """The first amount in the consultant's currency."""
    currency = case.questionnaire.consultant.currency
    return next((each for each in option.amounts if each.currency == currency), None)


def _cost(option: Option, amount: Amount | None, case: Case) -> str:
    words = case.words
    if amount is None:
        return words("cost_none") if option.free else words("cost_open")
    price = money(words, over(amount, case.questionnaire.comparison_months), "money_span")
    return words(f"cost_{amount.basis}", amount=price)


def magnitude(case: Case, annex: str) -> str:
    """What the recommended option costs over the months compared; nothing if no amount is known.

    `annex` is the letter of the one that holds the assumptions.
    """
    words, months = case.words, case.questionnaire.comparison_months
    amount = next((each.amount for each in options(case) if each.recommended), None)
    if amount is None or not annex:
        return ""
    cost = words(f"cost_{amount.basis}", amount=money(words, over(amount, months), "money_range"))
    return words("magnitude", amount=cost, months=counted(words, months), annex=annex)


def steps(case: Case) -> Iterator[tuple[str, str, str]]:
    """The first ninety days: what happens on which days, and the result to be seen."""
    for step in [each for each in case.spoken_for.steps if truth(each.when, case.voice.answers)][:MOST_STEPS]:
        days = case.words("days", first=step.days.low, last=step.days.high)
        yield days, case.voice.text(step.what), case.voice.text(step.result)


def next_step(case: Case, questions: int = 0) -> tuple[str, str]:
    """By when to do what: a date, and an action of the reader; while undecided, to answer so many questions."""
    step = case.spoken_for.next_step
    by = later(case.day, days=step.within_days)
    text = case.voice.text(step.text)
    if case.reasoning.recommendation is None:
        text = case.words("answer_the_question" if questions == 1 else "answer_the_questions")
    return case.words("by_date", date=case.words.day(by)), lowered(text)


def links(case: Case) -> tuple[Link, ...]:
    """Where the consultant can be reached."""
    return tuple(Link(_shown(contact), contact) for contact in case.questionnaire.consultant.contacts)


def _shown(contact: str) -> str:
    """A link as a reader would write it."""
    for prefix in ("https://", "http://", "mailto:", "tel:"):
        contact = contact.removeprefix(prefix)
    return contact.rstrip("/")


# --------------------------------------------------------------------------------------------- where it all comes from


def sources(case: Case) -> Iterator[tuple[str, str, str]]:
    """The signals that weigh in the score, each with the answers that count for it, and their points."""
    focus = case.reasoning.focus
    if focus is None:
        return
    for signal in case.questionnaire.need:
        asked = [
            question
            for question in case.assessment.asked
            if not question.confidential and focus.weights.get(signal.id) and most_points(question).get(signal.id)
        ]
        if asked:
            yield _source(signal, asked, focus, case)


def _source(signal: Signal, asked: Iterable[Question], focus: Scenario, case: Case) -> tuple[str, str, str]:
    words, weight = case.words, focus.weights[signal.id]
    said: list[str] = []
    low = high = total = 0
    for question in asked:
        value = case.voice.answers.get(question.id)
        most = weight * most_points(question)[signal.id]
        earned = None if value is None else weight * points(question, value).get(signal.id, 0)
        if earned is None:
            said.append(words("unknown_points", question=case.voice.named(question), most=most))
        else:
            said.append(words("answer_points", answer=capitalised(case.voice.says(question)), points=earned, most=most))
        low, high, total = low + (earned or 0), high + (most if earned is None else earned), total + most
    span = str(low) if low == high else words("score_range", low=low, high=high)
    return words.of(signal.name), " ".join(said), words("points_of", points=span, most=total)


def withheld(case: Case) -> int:
    """The most points that answers no document shows can add."""
    focus = case.reasoning.focus
    hidden = [question for question in case.assessment.asked if question.confidential]
    if focus is None:
        return 0
    return sum(focus.weights.get(signal, 0) * most for each in hidden for signal, most in most_points(each).items())


def overruled_total(case: Case) -> str:
    """What the total would have come to, and what rules it out; nothing unless an exclusion does."""
    focus, counts, exclusion = case.reasoning.focus, case.reasoning.points, case.reasoning.exclusion
    if focus is None or counts is None or exclusion is None or (focus, exclusion) not in case.assessment.excluded:
        return ""
    short = case.voice.text(exclusion.short)
    key = "total_overruled" if counts.passes else "total_excluded"
    figures = _figures(case.words, counts)
    return case.words(key, short=short, title=case.words.of(focus.title), **figures) if short else ""


def changes(case: Case) -> tuple[str, ...]:
    """Sentences such as "If the company ran two weeks without you, no change would be needed"."""
    return tuple(_change(detour, case) for detour in plausible_changes(case.assessment))


def _change(detour: Detour, case: Case) -> str:
    clauses = [_supposition(change, case) for change in detour.changes]
    otherwise = case.voice.text(case.questionnaire.scenario(detour.to).otherwise)
    condition = case.words.listed(clauses, "sentence_join")
    return sentence(case.words("sentence_then", condition=condition, otherwise=otherwise))


def _supposition(change: Change, case: Case) -> str:
    after = chosen(case.questionnaire.question(change.question), change.after)
    assert after
    assert after.suppose
    return case.words.of(after.suppose)


def assumption(amount: Amount, case: Case) -> tuple[str, str, str]:
    """What a cost rests on: an option, its price by the day, month or year, and the source."""
    words = case.words
    price = money(words, Price(amount.currency, amount.low, amount.high), "money_range")
    return case.voice.text(amount.label), words(f"per_{amount.per}", amount=price), case.voice.text(amount.source)
