"""The walk: what is asked, in which order, and which answers count."""

import pytest
from questionnaires import NONE, question, questionnaire

from coo_advisor.questionnaire.flow import Answers, applicable, asked, next_question, reachable, truth
from coo_advisor.questionnaire.model import Clause, Condition, Question, Questionnaire, Range

BRANCHES = {"c0": ["roots", "soil"], "c1": ["leaves"], "c2": []}
"""What each answer to `plant` leads to."""


def on(id: str, choice: str) -> Condition:
    """Holds if a question has one answer."""
    return ((Clause(id, frozenset({choice})),),)


def chosen(id: str, when: Condition = ((),)) -> Question:
    """A question with three choices."""
    return question(id, points=[{}, {}, {}], when=when)


BRANCHING = questionnaire(
    [
        question("months", "number", points=[{}, {}]),
        chosen("plant"),
        *(chosen(id, on("plant", choice)) for choice, branch in BRANCHES.items() for id in branch),
        question("signs", "several", points=[{}, {}]),
    ],
    [NONE],
)


def ids(questions: tuple[Question, ...]) -> list[str]:
    """The ids of some questions."""
    return [question.id for question in questions]


@pytest.mark.parametrize("choice", BRANCHES)
def test_each_branch_asks_its_own_questions(choice: str) -> None:
    """What a branch asks stands at its place in the file, and nothing of another branch does."""
    assert ids(asked(BRANCHING, {"plant": choice})) == ["months", "plant", *BRANCHES[choice], "signs"]


def test_the_next_question_is_the_first_without_an_answer() -> None:
    """The walk goes on at the first missing answer, and ends when there is none."""
    answers: dict[str, str | int | tuple[str, ...] | None] = {}
    order = []
    while found := next_question(BRANCHING, answers):
        order.append(found.id)
        answers[found.id] = {"number": 2, "several": (), "choice": "c1"}[found.kind]  # type: ignore[assignment]  # by kind
    assert order == ids(asked(BRANCHING, answers)) == ["months", "plant", "leaves", "signs"]


def test_not_known_is_an_answer() -> None:
    """What was answered with "I don't know" is not asked again; a missing answer is."""
    assert next_question(BRANCHING, {"months": None}) == BRANCHING.question("plant")
    assert next_question(BRANCHING, {}) == BRANCHING.question("months")


@pytest.mark.parametrize("answers", [{"plant": None}, {}], ids=["not known", "not answered"])
def test_an_open_branch_is_reachable_but_not_asked(answers: Answers) -> None:
    """While it is not known which branch it is, no question of one is asked, and all could be."""
    every = {id for branch in BRANCHES.values() for id in branch}
    assert every.isdisjoint(ids(asked(BRANCHING, answers)))
    assert every <= set(ids(reachable(BRANCHING, answers)))


def test_a_closed_branch_is_neither_asked_nor_reachable_nor_counted() -> None:
    """After a change of branch, answers of the old one are left out."""
    answers: Answers = {"plant": "c1", "roots": "c0", "soil": "c2", "leaves": "c1"}
    assert not set(BRANCHES["c0"]) & set(ids(reachable(BRANCHING, answers)))
    assert applicable(BRANCHING, answers) == {"plant": "c1", "leaves": "c1"}
    assert applicable(BRANCHING, {**answers, "plant": "c0"}).keys() == {"plant", "roots", "soil"}


def test_answers_to_what_may_be_asked_count() -> None:
    """While it is open which branch it is, the answers of every branch are kept."""
    answers: Answers = {"roots": "c0", "leaves": "c1"}
    assert applicable(BRANCHING, answers) == answers


def chain() -> Questionnaire:
    """Three questions, each asked only if the one before was answered with c1."""
    first, second, third = chosen("first"), chosen("second", on("first", "c1")), chosen("third", on("second", "c1"))
    return questionnaire([first, second, third], [NONE])


def test_a_closed_branch_closes_what_hangs_on_it() -> None:
    """An answer left over from a closed question opens no other."""
    left_over: Answers = {"first": "c0", "second": "c1", "third": "c1"}
    assert ids(asked(chain(), left_over)) == ["first"]
    assert ids(reachable(chain(), left_over)) == ["first"]
    assert ids(asked(chain(), {**left_over, "first": "c1"})) == ["first", "second", "third"]


def test_a_question_that_may_not_be_asked_opens_no_other_for_sure() -> None:
    """If the first answer is not known, the third question is at most possible, and not after a c0 to the second."""
    assert ids(asked(chain(), {"first": None, "second": "c1"})) == ["first"]
    assert ids(reachable(chain(), {"first": None, "second": "c1"})) == ["first", "second", "third"]
    assert ids(reachable(chain(), {"first": None, "second": "c0"})) == ["first", "second"]


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
