"""What an edit moves, against trying everything."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaires import (
    NONE,
    TEXTS,
    WORD,
    Complete,
    choice,
    conditions,
    every_answer,
    holds,
    naive_verdict,
    question,
    questionnaire,
    small_questionnaires,
)

from coo_advisor.proof.difference import _joint_order, compare
from coo_advisor.questionnaire.model import ALWAYS, Choice, Clause, Question, Questionnaire, Range, Scenario
from coo_advisor.system.errors import AdvisorError
from coo_advisor.verdict.space import Space

exhaustive = settings(max_examples=150, deadline=None, derandomize=True)


EDITS_OF_A_SCENARIO = ("threshold", "weight", "when")
EDITS_OF_QUESTIONS = ("points", "choice", "added", "removed", "condition", "order", "bands")


@st.composite
def edits(draw: st.DrawFn) -> tuple[Questionnaire, Questionnaire]:
    """A questionnaire, and the same after an edit."""
    old = draw(small_questionnaires())
    kind = draw(st.sampled_from([*EDITS_OF_A_SCENARIO, *EDITS_OF_QUESTIONS]))
    if kind in EDITS_OF_A_SCENARIO:
        return old, old._replace(scenarios=(draw(edited_scenario(kind, old)), *old.scenarios[1:]))
    return old, old._replace(questions=tuple(draw(edited_questions(kind, old))))


@st.composite
def edited_scenario(draw: st.DrawFn, kind: str, old: Questionnaire) -> Scenario:
    """The first scenario with another threshold, weights or condition."""
    first = old.candidates[0]
    if kind == "threshold":
        return first._replace(recommend_from=draw(st.integers(1, 100)))
    if kind == "weight":
        return first._replace(weights={"load": draw(st.integers(1, 3)), "risk": draw(st.integers(0, 3))})
    return first._replace(when=draw(conditions(list(old.questions))))


@st.composite
def edited_questions(draw: st.DrawFn, kind: str, old: Questionnaire) -> list[Question]:
    """Questions with other points, choices, bands or conditions, in another order, one more or one less."""
    questions = list(old.questions)
    named = str(every_condition(old))
    if kind == "points":
        at = draw(st.integers(0, len(questions) - 1))
        choices = questions[at].choices
        worth = choices[-1]._replace(points={"load": draw(st.integers(1, 3))})
        questions[at] = questions[at]._replace(choices=(*choices[:-1], worth))
    elif kind == "choice" and questions[0].kind == "choice":
        questions[0] = questions[0]._replace(choices=(*questions[0].choices, choice("c9", {"load": 2})))
    elif kind == "added":
        when = (
            ((Clause("q0", frozenset(["c0"])),),) if questions[0].kind == "choice" and draw(st.booleans()) else ALWAYS
        )
        questions.append(question("added", points=[{}, {"load": 2}], when=when))
    elif kind == "removed" and "q1" not in named:
        del questions[1]
    elif kind == "condition":
        questions[-1] = questions[-1]._replace(when=draw(conditions(questions[:-1])))
    elif kind == "order" and "q0" not in str([each.when for each in questions]):
        questions.append(questions.pop(0))
    elif kind == "bands":
        questions = [each._replace(choices=wider(each)) if each.kind == "number" else each for each in questions]
    return questions


def wider(number: Question) -> tuple[Choice, ...]:
    """Bands of which the first reaches one number farther, at the cost of the second, which may vanish."""
    first, second, *others = number.choices
    assert first.band
    assert second.band
    grown = first._replace(band=Range(first.band.low, first.band.high + 1))
    left = second._replace(band=Range(second.band.low + 1, second.band.high))
    return (grown, *([left] if left.band and left.band.low <= left.band.high else []), *others)


def every_condition(asked: Questionnaire) -> list[object]:
    """All conditions of a questionnaire."""
    scenarios = [part for each in asked.scenarios for part in (each.when, *(one.when for one in each.unless))]
    return [each.when for each in asked.questions] + scenarios


def joint_sets(old: Questionnaire, new: Questionnaire) -> list[tuple[Complete, Complete]]:
    """An answer to every question that either asks, out of what both offer; as each questionnaire reads it."""
    both: list[tuple[Complete, Complete]] = [({}, {})]
    added = [each for each in new.questions if each.id not in {one.id for one in old.questions}]
    for each in (*old.questions, *added):
        following = []
        for one, other in both:
            asks = each in old.questions and holds(each.when, one)
            twin = next((it for it in new.questions if it.id == each.id), None)
            asks_too = twin is not None and holds(twin.when, other)
            if not asks and not asks_too:
                following.append((one, other))
                continue
            values = [v for v in every_answer(each) if twin is None or v in every_answer(twin)]
            values = [v for v in values if each.kind != "number" or v in cuts(old, new, each.id)]
            following += [
                ({**one, each.id: value} if asks else one, {**other, each.id: value} if asks_too else other)
                for value in values
            ]
        both = following
    return both


def cuts(old: Questionnaire, new: Questionnaire, id: str) -> set[int]:
    """The first number of each range that either questionnaire distinguishes."""
    spaces = [Space(asked) for asked in (old, new) if id in {each.id for each in asked.questions}]
    return {first for space in spaces for first in space.paths.first_numbers(space.question(id))}


@exhaustive
@given(edits())
def test_an_edit_moves_what_trying_everything_finds(edited: tuple[Questionnaire, Questionnaire]) -> None:
    """The counts by recommendation before and after are exact, and each example shows its move."""
    check_exactly(*edited)


def check_exactly(old: Questionnaire, new: Questionnaire) -> None:
    """Holds a comparison against trying every answer set."""
    found = compare(old, new)
    pairs = joint_sets(old, new)
    moves = Counter((naive_verdict(old, one), naive_verdict(new, other)) for one, other in pairs)
    assert found.sets == len(pairs)
    assert {(each.before, each.after): each.sets for each in found.moved} == {
        move: count for move, count in moves.items() if move[0] != move[1]
    }
    assert [each.sets for each in found.moved] == sorted((each.sets for each in found.moved), reverse=True)
    for each in found.moved:
        shown = [(one, other) for one, other in pairs if {**one, **other} == each.example]
        assert (each.before, each.after) in {
            (naive_verdict(old, one), naive_verdict(new, other)) for one, other in shown
        }


@exhaustive
@given(small_questionnaires())
def test_no_edit_moves_nothing(asked: Questionnaire) -> None:
    """A questionnaire compared with itself has all its sets compared and none moved."""
    found = compare(asked, asked)
    assert found.moved == ()
    assert found.sets == sum(1 for _ in joint_sets(asked, asked))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"x": "", "y": "x", "z": ""}, {"x": "", "z": "", "y": "x"}),
        ({"x": "", "z": "", "y": "z"}, {"x": "", "y": "x", "z": ""}),
    ],
)
def test_questions_may_change_places(before: dict[str, str], after: dict[str, str]) -> None:
    """What an answer opens is opened in each version by its own conditions, whatever the other asks in between."""
    old, new = (
        every_kind()._replace(
            questions=tuple(
                question(
                    id, points=[{}, {"load": 1}], when=((Clause(opener, frozenset(["c1"])),),) if opener else ALWAYS
                )
                for id, opener in listed.items()
            )
        )
        for listed in (before, after)
    )
    check_exactly(old, new)


def test_what_was_added_and_removed_is_listed() -> None:
    """Questions and choices that only one version has are named."""
    old = every_kind()
    new = old._replace(
        questions=(
            old.questions[0]._replace(choices=old.questions[0].choices[1:]),
            question("new", points=[{}, {"load": 1}]),
        )
    )
    found = compare(old, new)
    assert found.questions_added == ("new",)
    assert found.questions_removed == ("q1",)
    assert found.choices_removed == (("q0", "c0"),)
    assert found.choices_added == ()


def every_kind() -> Questionnaire:
    """Two plain questions."""
    questions = [question(f"q{number}", points=[{}, {"load": 1}, {"load": 2}]) for number in range(2)]
    return questionnaire(questions, [Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=50), NONE])


def test_opposite_orders_are_refused_with_a_remedy() -> None:
    """Two versions in which each of two questions waits for the other can't be walked together."""
    old = every_kind()
    first, second = old.questions
    old = old._replace(questions=(first, second._replace(when=((Clause("q0", frozenset(["c1"])),),))))
    new = old._replace(questions=(second, first._replace(when=((Clause("q1", frozenset(["c1"])),),))))
    with pytest.raises(AdvisorError, match=r"opposite orders: (q0 → q1 → q0|q1 → q0 → q1)\. Compare them in two steps"):
        compare(old, new)
    changed = old._replace(questions=(question("q0", "several", points=[{}, {"load": 1}]),))
    with pytest.raises(AdvisorError, match="changed from choice to several"):
        compare(old, changed)


def test_a_question_with_other_answers_is_refused_with_a_remedy() -> None:
    """If no answer of a question is left, there is nothing to compare, which isn't the same as no difference."""
    old = every_kind()
    first, second = old.questions
    renamed = first._replace(choices=tuple(each._replace(id=f"new_{each.id}") for each in first.choices))
    with pytest.raises(
        AdvisorError, match=r"“q0” has no answer that both questionnaires offer\. Give the new question"
    ):
        compare(old, old._replace(questions=(renamed, second)))


def test_questions_are_walked_as_they_are_listed() -> None:
    """What changed comes last; those of the old version alone follow the one that they followed there."""
    old = every_kind()
    first, last = old.questions
    opener = question("opener", points=[{}, {"load": 1}])
    opened = question("opened", points=[{}, {"load": 1}], when=((Clause("opener", frozenset(["c1"])),),))
    new = old._replace(questions=(last, opener, opened, first))
    assert _joint_order(new, new) == ["q1", "opener", "opened", "q0"]
    assert _joint_order(new, old) == ["q0", "q1", "opener", "opened"]
    assert _joint_order(old, new) == ["q1", "q0", "opener", "opened"]
    assert _joint_order(new._replace(questions=(opener, opened)), old) == ["opener", "opened", "q0", "q1"]


@pytest.mark.parametrize("count", [7, 8, 9, 15, 16, 17, 24])
def test_any_number_of_equal_sets_is_counted(count: int) -> None:
    """Answer sets worth the same, which all move at once, are counted one by one, however many they are."""
    help = Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=0)
    idle = [question(f"idle{number}", points=[{}, {}]) for number in range(count)]
    old = questionnaire(idle, [help, NONE])
    found = compare(old, old._replace(scenarios=(help._replace(recommend_from=1), NONE)))
    assert found.sets == 2**count
    assert [(each.before, each.after, each.sets) for each in found.moved] == [("help", "none", 2**count)]


def test_texts_and_bands_are_no_answers() -> None:
    """A text stands in no example, and a band that only one version has is no choice that was added or removed."""
    size = question("size", "number", points=[{}, {"load": 1}])
    old = questionnaire(
        [Question("name", WORD, WORD, "text"), size],
        [Scenario("help", **TEXTS, weights={"load": 1}, recommend_from=50), NONE],
    )
    later = (choice("all", {}, Range(1, 2)), choice("few", {"load": 1}, Range(3, 4)))
    found = compare(old, old._replace(questions=(old.questions[0], size._replace(choices=later))))
    assert [each.example for each in found.moved] == [{"size": 2}]
    assert found.sets == 3
    assert found.choices_added == found.choices_removed == ()
