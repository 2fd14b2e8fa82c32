"""How a document is laid out and worded, on questionnaires that have nothing to do with the shipped one."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from advice import DAY, document, some_answers
from questionnaires import BLIND, CFO, PLANT

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Amount, Clause, Conditional, Questionnaire, always
from coo_advisor.report.composition import compose, withholds_verdict
from coo_advisor.report.document import Document
from coo_advisor.report.markdown import render_markdown
from coo_advisor.report.phrasing import Price, in_points, lowered, money, over, run, sentence, value_text
from coo_advisor.report.reasoning import Solidity, plausible_changes, points_of, reason, solidity
from coo_advisor.system.clock import later
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.space import Space
from coo_advisor.verdict.would_change import Change, Detour
from coo_advisor.wording.words import load_words

SPACES = {"plant": Space(PLANT), "cfo": Space(CFO)}
EN, FR = load_words("en"), load_words("fr")

OLD: Answers = {"months": 40, "signs": ("roots_out",), "circling": "yes", "season": "growing", "afternoon": "yes"}
RESTING = {**OLD, "months": 20, "season": "resting"}
CFO_LEAVES: Answers = {**BLIND, "finance_lead": "cfo", "revenue": 4, "cfo_leaving": "leaves"}


def plant(answers: Answers) -> Assessment:
    """What answers about a plant come to."""
    return assess(SPACES["plant"], answers)


def titles(shown: Document) -> list[str]:
    """The headings of a document."""
    return [section.title for section in (*shown.page, *shown.annexes)]


def markdown(answers: Answers, language: str = "fr") -> str:
    """The document about a company's finances."""
    return render_markdown(document(answers, language, SPACES["cfo"]))


def test_help_has_its_sections_in_order() -> None:
    """In short, findings, options, the first ninety days, the next step; then the annexes, lettered."""
    shown = document({**BLIND, "society": "Nord", "mail": "a@b.example"}, "fr", SPACES["cfo"])
    assert shown.title == "Nord\u00a0: un DAF à temps partagé"
    assert titles(shown) == [
        "En bref",
        "Ce que vos réponses montrent",
        "Les options comparées",
        "Les 90 premiers jours",
        "Prochaine étape",
        "Annexe A. D’où vient cet avis",
        "Annexe B. Hypothèses de coût",
        "Annexe C. Vos autres réponses",
    ]


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        ((), "Vos attentes\u00a0: aucune des réponses proposées."),
        (("method",), "Vous attendez de la méthode."),
        (("method", "calm"), "Vos attentes\u00a0: de la méthode\u202f; de la tranquillité."),
    ],
)
def test_what_was_ticked_is_said_without_repeating_itself(ticked: tuple[str, ...], said: str) -> None:
    """One choice is a sentence of its own; several stand behind the question's short name."""
    assert said in markdown({**BLIND, "wishes": ticked})


def test_an_answer_in_doubt_is_no_contrary_answer() -> None:
    """What a doubt points out is not said again among the answers that pull the other way."""
    current = ((Clause("backlog", frozenset({"current"})),),)
    doubtful = CFO._replace(doubts=(Conditional(current, {"fr": "À vérifier."}),))
    assert "backlog" in {each.id for each in reason(assess(SPACES["cfo"], BLIND)).contrary}
    assert "backlog" not in {each.id for each in reason(assess(Space(doubtful), BLIND)).contrary}


def test_an_exclusion_that_overrules_a_score_rests_on_one_answer() -> None:
    """A resting plant whose roots are cramped: the reason first, and that the total would have passed."""
    assessment = plant(RESTING)
    assert reason(assessment).overrules
    assert solidity(reason(assessment)) is Solidity.ONE_ANSWER
    text = render_markdown(compose(assessment, EN, DAY))
    assert "**Why.** A resting plant is left in peace." in text
    assert "**How solid: the advice rests on one answer: season: autumn or winter.**" in text


def test_an_exclusion_of_a_score_that_would_not_pass_is_clear() -> None:
    """A resting plant that needs nothing anyway does not rest on that one answer."""
    assessment = plant({"months": 1, "signs": ("no",), "season": "resting"})
    assert not reason(assessment).overrules
    assert solidity(reason(assessment)) is not Solidity.ONE_ANSWER


def test_a_verdict_that_missing_answers_cannot_change_is_settled() -> None:
    """How many there are is said in letters."""
    assessment = assess(SPACES["cfo"], {**BLIND, "raising": "loan", "forecast": None})
    assert solidity(reason(assessment)) is Solidity.INCOMPLETE
    assert "**Solidité\u00a0:** acquise malgré une question sans réponse" in render_markdown(
        compose(assessment, FR, DAY)
    )


def test_a_verdict_that_one_step_would_change_is_close() -> None:
    """One answer less bad, and the threshold is missed; far above it, the verdict is clear."""
    close = assess(SPACES["cfo"], {**BLIND, "revenue": 9, "forecast": "month"})
    assert solidity(reason(close)) is Solidity.CLOSE
    assert solidity(reason(assess(SPACES["cfo"], BLIND))) is Solidity.CLEAR


@pytest.mark.parametrize(("name", "answers"), [("plant", OLD), ("plant", RESTING), ("cfo", BLIND), ("cfo", CFO_LEAVES)])
def test_the_threshold_is_the_fewest_whole_points_that_pass(name: str, answers: Answers) -> None:
    """At it the share is reached, one point below it isn't."""
    assessment = assess(SPACES[name], answers)
    for scenario in assessment.questionnaire.candidates:
        low, _, most, threshold = points_of(assessment, scenario)
        assert 100 * threshold >= scenario.recommend_from * most > 100 * (threshold - 1)
        assert low <= most


LOAN = Change("raising", "no", "loan")
"""A change that a founder may bring about, and that argues for help."""

IMPLAUSIBLE = {
    "a fact": (Change("revenue", 25, 4),),
    "a confidential answer": (Change("cfo_leaving", "stays", "leaves"),),
    "an answer that is not put as a supposition": (Change("backlog", "current", "late"),),
    "a lower load as an argument for help": (Change("raising", "round", "loan"),),
    "three changes at once": (LOAN, LOAN, LOAN),
}


@pytest.mark.parametrize("name", IMPLAUSIBLE)
def test_what_nobody_can_choose_is_not_supposed(name: str) -> None:
    """JSON keeps every detour, and documents at most two of those that a reader could bring about."""
    (fundraiser,) = (scenario for scenario in CFO.scenarios if scenario.id == "fundraiser")
    asked = CFO._replace(scenarios=tuple(each for each in CFO.scenarios if each != fundraiser))
    detours = [Detour("part_time_cfo", changes) for changes in (IMPLAUSIBLE[name], (LOAN,), (LOAN, LOAN), (LOAN,))]
    assessment = assess(Space(asked), BLIND)._replace(would_change=tuple(detours))
    assert plausible_changes(assessment) == tuple(detours[1:3])


def test_no_document_lets_a_confidential_answer_be_inferred() -> None:
    """Whatever the confidential answer, or none: the document is the same, and names nothing of it but the question."""
    given: list[Answers] = [{**CFO_LEAVES, "cfo_leaving": each} for each in ("stays", "leaves", None)]
    given.append({id: value for id, value in CFO_LEAVES.items() if id != "cfo_leaving"})
    assert len({markdown(answers) for answers in given}) == 1
    assert "à craindre" not in markdown(CFO_LEAVES)


def test_a_verdict_that_turns_on_a_confidential_answer_is_not_given() -> None:
    """There is a verdict on screen, and the document is the undecided one, with the question under answers not shown."""
    assert withholds_verdict(assess(SPACES["cfo"], CFO_LEAVES))
    text = markdown(CFO_LEAVES)
    assert "**Pas encore tranché.**" in text
    assert "**Réponses non reproduites\u00a0:** avenir du ou de la DAF." in text
    assert "Sans réponse" not in text


def test_documents_speak_of_nothing_but_their_questionnaire() -> None:
    """On another subject, no word of the program is about the shipped one."""
    for number in range(40):
        text = markdown(some_answers(number, CFO))
        assert not re.search(r"COO|fondat|aucun changement|opérations|\bno\b|coordination", text, re.IGNORECASE), number


@pytest.mark.parametrize(
    ("currency", "language", "range_", "span"),
    [
        ("EUR", "fr", "4\u202f000 à 12\u202f000\u00a0€", "4\u202f000–12\u202f000\u00a0€"),
        ("GBP", "fr", "4\u202f000 à 12\u202f000\u00a0£", "4\u202f000–12\u202f000\u00a0£"),
        ("EUR", "en", "€4,000 to €12,000", "€4,000–12,000"),
        ("USD", "en", "$4,000 to $12,000", "$4,000–12,000"),
        ("CHF", "en", "CHF\u00a04,000 to 12,000", "CHF\u00a04,000–12,000"),
        ("CHF", "fr", "4\u202f000 à 12\u202f000\u00a0CHF", "4\u202f000–12\u202f000\u00a0CHF"),
    ],
)
def test_money_is_written_as_a_language_does(currency: str, language: str, range_: str, span: str) -> None:
    """Signs for the currencies that have one, the code for others, with spaces that don't break."""
    words, price = load_words(language), Price(currency, 4000, 12000)
    assert money(words, price, "money_range") == range_
    assert money(words, price, "money_span") == span


def test_an_amount_counts_in_the_consultants_currency_only() -> None:
    """In another currency there is nothing to compare: the cost is open, and has neither annex nor order of magnitude."""
    abroad = CFO._replace(consultant=CFO.consultant._replace(currency="GBP"))
    text = render_markdown(compose(assess(Space(abroad), BLIND), FR, DAY))
    assert "à chiffrer ensemble" in text
    assert "Hypothèses" not in text
    assert "Ordre de grandeur" not in text
    assert "28\u202f800 à 57\u202f600\u00a0€\u00a0HT sur douze mois (annexe B)" in markdown(BLIND)


@pytest.mark.parametrize(
    ("per", "days", "expected"),
    [("month", None, (600, 1200)), ("year", None, (50, 100)), ("day", (2, 3), (1200, 3600))],
)
def test_amounts_over_some_months(per: str, days: tuple[int, int] | None, expected: tuple[int, int]) -> None:
    """Months and years are scaled, days multiplied by those a month."""
    text = always({"en": "x"})
    amount = Amount("EUR", per, 100, 200, "fees", text, text, days)  # type: ignore[arg-type]  # as loaded
    assert over(amount, 6)[1:] == expected


def test_free_options_stay_whatever_the_number() -> None:
    """Of many options five are shown, the one that costs nothing among them."""
    many = tuple(CFO.options[0]._replace(id=f"option{place}") for place in range(8)) + CFO.options[-1:]
    crowded = CFO._replace(options=many)
    shown = compose(assess(Space(crowded), BLIND), FR, DAY)
    (table,) = next(section.blocks for section in shown.page if section.title == "Les options comparées")
    assert len(table.rows) == 5  # type: ignore[union-attr]  # a table
    assert table.rows[-1][0].text == "Ne rien changer"  # type: ignore[union-attr]  # a table


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 25), 6, date(2027, 5, 25)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(9999, 12, 1), 1, date.max),
    ],
)
def test_some_months_later(day: date, months: int, expected: date) -> None:
    """The same day of the month, its last if it is too short, or the last of all."""
    assert later(day, months) == expected


def test_phrases() -> None:
    """Points have a singular, lists with commas inside are kept apart by semicolons, and capitals in words stay."""
    assert [in_points(EN, number) for number in (0, 1, 2)] == ["0 points", "1 point", "2 points"]
    assert [in_points(FR, number) for number in (0, 1, 2)] == ["0 point", "1 point", "2 points"]
    assert run(EN, ("a", "b")) == "a, b"
    assert run(EN, ("a, b", "c")) == "a, b; c"
    assert lowered("Notez") == "notez"
    assert lowered("DAF interne") == "DAF interne"
    assert lowered("I don’t know") == "I don’t know"
    assert lowered("Il dépend") == "il dépend"
    assert sentence("l’avis tient") == "L’avis tient."
    assert sentence("Vraiment ?") == "Vraiment ?"


def test_a_number_is_said_with_its_unit() -> None:
    """One of what it counts, or many."""
    revenue = CFO.question("revenue")
    assert value_text(revenue, 1, FR) == "1 million d’euros"
    assert value_text(revenue, 12, FR) == "12 millions d’euros"


def test_all_answers_stand_somewhere(questionnaires: Mapping[str, Questionnaire]) -> None:
    """Every answer that isn't confidential or for contact is said in the document, or named as missing."""
    for number in range(30):
        answers = some_answers(number, questionnaires["cfo"])
        assessment = assess(SPACES["cfo"], answers)
        text = markdown(answers).lower().replace("\\", "")
        for question in assessment.asked:
            value = assessment.answers.get(question.id)
            if question.confidential or question.purpose == "contact":
                continue
            said = [FR.of(question.short)]
            if value is not None:
                said += [FR.of(choice.says or choice.label) for choice in question.chosen(value)]
                said += [value_text(question, value, FR)]
            assert any(each.lower() in text for each in said), (number, question.id)


@pytest.fixture
def questionnaires() -> Mapping[str, Questionnaire]:
    """The questionnaires of these tests."""
    return {"plant": PLANT, "cfo": CFO}
