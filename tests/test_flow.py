"""The walk: what is asked, in which order, and which answers count."""

import pytest

from coo_advisor.questionnaire.flow import Answers, applicable, asked, next_question, reachable, truth
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Choice, Clause, Question, Questionnaire, Range

QUESTIONNAIRE = load_questionnaire(packaged_questionnaire())
CONTACT: Answers = {"company": None, "name": None, "email": None}
BEFORE_BRANCH: Answers = {"headcount": 9, "growth": "shrinking"}

ALWAYS = ["headcount", "growth", "operations_lead", "bottleneck"]
AFTER = ["recurring_problems", "stuck_decisions", "needs", "delegation", "means", "timing", "decision", *CONTACT]
BRANCHES = {
    "founder": ["founder_week", "founder_away", "founder_stepback", "trigger"],
    "managers": ["founder_week", "founder_away", "founder_stepback", "trigger"],
    "coo": ["coo_week", "coo_away", "coo_stepback", "coo_staying"],
    "coo_leaving": ["coo_away", "successor", "departure", "trigger"],
}


def ids(questions: tuple[Question, ...]) -> list[str]:
    """The ids of some questions."""
    return [question.id for question in questions]


@pytest.mark.parametrize("lead", BRANCHES)
def test_each_branch_asks_its_own_questions(lead: str) -> None:
    """Who leads operations decides which questions follow, exactly as designed."""
    walk = ids(asked(QUESTIONNAIRE, {"operations_lead": lead}))
    assert sorted(walk) == sorted([*ALWAYS, *BRANCHES[lead], *AFTER])
    assert [id for id in walk if id in BRANCHES[lead]] == BRANCHES[lead]


@pytest.mark.parametrize("lead", BRANCHES)
def test_no_one_is_asked_more_than_fifteen_questions_about_the_company(lead: str) -> None:
    """Without the optional contact, each walk has at most fifteen questions."""
    walk = set(ids(asked(QUESTIONNAIRE, {"operations_lead": lead})))
    assert len(walk - set(CONTACT)) <= 15


def test_the_next_question_is_the_first_without_an_answer() -> None:
    """The walk goes on where the first answer is missing, and ends where none is."""
    answers: dict[str, str | int | tuple[str, ...] | None] = {}
    order = []
    while question := next_question(QUESTIONNAIRE, answers):
        order.append(question.id)
        if question.kind == "number":
            answers[question.id] = 9
        elif question.kind == "several":
            answers[question.id] = ()
        else:
            answers[question.id] = question.choices[0].id if question.choices else "Someone"
    assert order == ids(asked(QUESTIONNAIRE, answers))
    assert order[: len(BEFORE_BRANCH)] == list(BEFORE_BRANCH)


def test_not_known_is_an_answer() -> None:
    """What was answered with "I don't know" is not asked again; a missing answer is."""
    assert next_question(QUESTIONNAIRE, {"headcount": None}) == QUESTIONNAIRE.question("growth")
    assert next_question(QUESTIONNAIRE, {}) == QUESTIONNAIRE.question("headcount")


@pytest.mark.parametrize("answers", [{"operations_lead": None}, {}], ids=["not known", "not answered"])
def test_an_open_branch_is_reachable_but_not_asked(answers: Answers) -> None:
    """Where it is not known who leads, no question of a branch is asked, and all could be."""
    every = {id for branch in BRANCHES.values() for id in branch}
    assert every.isdisjoint(ids(asked(QUESTIONNAIRE, answers)))
    assert every <= set(ids(reachable(QUESTIONNAIRE, answers)))


def test_a_closed_branch_is_neither_asked_nor_reachable_nor_counted() -> None:
    """After a change of who leads, answers of the old branch are left out."""
    answers: Answers = {"operations_lead": "coo", "founder_week": "5_plus", "founder_away": "stops", "coo_week": "full"}
    assert not set(BRANCHES["founder"]) & set(ids(reachable(QUESTIONNAIRE, answers)))
    assert applicable(QUESTIONNAIRE, answers) == {"operations_lead": "coo", "coo_week": "full"}
    assert applicable(QUESTIONNAIRE, {**answers, "operations_lead": "founder"}).keys() == {
        "operations_lead",
        "founder_week",
        "founder_away",
    }


def test_answers_to_what_may_be_asked_count() -> None:
    """While it is open who leads, the answers of every branch are kept."""
    answers: Answers = {"founder_away": "stops", "coo_week": "full"}
    assert applicable(QUESTIONNAIRE, answers) == answers


def chain() -> Questionnaire:
    """Three questions, each asked only where the one before was answered with yes."""
    texts = {"en": "?"}
    choices = tuple(Choice(id, texts, {}) for id in ("no", "yes"))
    first = Question("first", texts, texts, "choice", choices=choices)
    second = first._replace(id="second", when=((Clause("first", frozenset({"yes"})),),))
    third = first._replace(id="third", when=((Clause("second", frozenset({"yes"})),),))
    return QUESTIONNAIRE._replace(questions=(first, second, third))


def test_a_closed_branch_closes_what_hangs_on_it() -> None:
    """An answer left over from a closed question opens no other."""
    left_over: Answers = {"first": "no", "second": "yes", "third": "yes"}
    assert ids(asked(chain(), left_over)) == ["first"]
    assert ids(reachable(chain(), left_over)) == ["first"]
    assert ids(asked(chain(), {**left_over, "first": "yes"})) == ["first", "second", "third"]


def test_a_question_that_may_not_be_asked_opens_no_other_for_sure() -> None:
    """Where the first answer is not known, the third question is at most possible, and not after a no to the second."""
    assert ids(asked(chain(), {"first": None, "second": "yes"})) == ["first"]
    assert ids(reachable(chain(), {"first": None, "second": "yes"})) == ["first", "second", "third"]
    assert ids(reachable(chain(), {"first": None, "second": "no"})) == ["first", "second"]


LEAD = Clause("lead", frozenset({"coo", "founder"}))
SIZE = Clause("size", ranges=(Range(10, 49),))
SIGNS = Clause("signs", frozenset({"pale", "dry"}))


@pytest.mark.parametrize(
    ("clauses", "known", "holds"),
    [
        ((), {}, True),
        ((LEAD,), {"lead": "coo"}, True),
        ((LEAD,), {"lead": "managers"}, False),
        ((LEAD,), {"lead": None}, None),
        ((LEAD,), {}, False),
        ((SIZE,), {"size": 9}, False),
        ((SIZE,), {"size": 10}, True),
        ((SIZE,), {"size": 49}, True),
        ((SIZE,), {"size": 50}, False),
        ((SIGNS,), {"signs": ("wet", "dry")}, True),
        ((SIGNS,), {"signs": ("wet",)}, False),
        ((SIGNS,), {"signs": ()}, False),
        ((LEAD, SIZE), {"lead": "coo", "size": 10}, True),
        ((LEAD, SIZE), {"lead": "coo", "size": None}, None),
        ((LEAD, SIZE), {"lead": None, "size": 9}, False),
        ((LEAD, SIZE), {"lead": None, "size": 10}, None),
    ],
)
def test_a_condition_holds_fails_or_is_open(clauses: tuple[Clause, ...], known: Answers, holds: bool | None) -> None:
    """All clauses must hold; one that fails decides, one that is not known leaves it open, one not asked fails."""
    assert truth((clauses,), known) is holds


def test_one_alternative_is_enough() -> None:
    """A condition holds if one of its alternatives does, and is open if one may; without any it never holds."""
    either = ((LEAD,), (SIZE,))
    assert truth(either, {"lead": "other", "size": 10}) is True
    assert truth(either, {"lead": "other", "size": 9}) is False
    assert truth(either, {"lead": None, "size": 10}) is True
    assert truth(either, {"lead": None, "size": 9}) is None
    assert truth((), {}) is False
