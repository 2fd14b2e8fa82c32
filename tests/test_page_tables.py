"""The page never says anything else than the program: its script and tables against `assess`, over thousands of sets.

Compared here: 1,500 sets of answers to three small questionnaires (asked, possible, spans, the longest walk), 180 more
as whole advice (verdict, settled, points, findings, exclusion, what is missing), and 400 to 200 random questionnaires.
A script that is broken on purpose is caught by these very comparisons. The shipped one: test_shipped_page.py.
"""

from random import Random

import pytest
import quickjs
from follower import (
    SCRIPT,
    Follower,
    advised,
    compare_advice,
    compare_outcomes,
    compare_progress,
    compare_texts,
)
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from questionnaires import (
    CFO,
    NONE,
    PLANT,
    TEAM,
    TEAM_FILE,
    TEXTS,
    conditions,
    partly_answered,
    question,
    questionnaire,
    small_questionnaires,
)

from coo_advisor.questionnaire.flow import Answers, applicable, first_that_holds
from coo_advisor.questionnaire.loading import load_questionnaire
from coo_advisor.questionnaire.model import Clause, Conditional, Questionnaire, Scenario, Variants
from coo_advisor.verdict.space import Space
from coo_advisor.web_page.letters import MOST_LETTERS, TooLarge
from coo_advisor.web_page.replay import differences, follow, said, samples
from coo_advisor.web_page.tables import MOST_PLACES, compile_tables

QUESTIONNAIRES = {"team": TEAM, "cfo": CFO, "plant": PLANT}
every_questionnaire = pytest.mark.parametrize("asked", QUESTIONNAIRES.values(), ids=QUESTIONNAIRES)


@pytest.mark.parametrize("seed", range(2))
@every_questionnaire
def test_the_script_says_what_the_program_says(asked: Questionnaire, seed: int) -> None:
    """Asked, possible, spans and the longest walk are equal, whatever is answered, not known or left out."""
    compare_outcomes(asked, seed, 250)


@every_questionnaire
def test_the_script_recommends_what_assess_recommends(asked: Questionnaire) -> None:
    """Verdict, points, findings, exclusion and what is missing are those that every report is made of."""
    compare_advice(asked, 100, 60)


@every_questionnaire
def test_the_count_of_questions_never_grows(asked: Questionnaire) -> None:
    """On the way forward "Question n of N" counts up one by one, and N only falls; it turns on the answers before alone."""
    compare_progress(asked, 7, 40)


@every_questionnaire
def test_every_text_is_told_alike(asked: Questionnaire) -> None:
    """Verdicts, reasons, steps, findings and doubts are those that the program would choose."""
    compare_texts(asked, 200, 60)


@settings(max_examples=200, deadline=None)
@given(partly_answered())
def test_the_script_says_of_any_questionnaire_what_the_program_says(example: tuple[Questionnaire, Answers]) -> None:
    """Branches, exclusions, ties, numbers, several choices and unreachable parts change nothing."""
    asked, answers = example
    follower, space = Follower(asked), Space(asked)
    for each in (answers, {**answers, asked.questions[0].id: None}):
        assert follower.outcome(each) == said(space, each)
        assert follow(follower.data, each) == said(space, each)
        assert follower.longest(each) == space.longest(applicable(asked, each))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_text_is_told_when_its_condition_holds(data: st.DataObject) -> None:
    """Of a list of conditional texts, the rows end in the first that holds; unknown answers meet nothing."""
    asked = data.draw(small_questionnaires())
    number = st.integers(1, 4)
    told: Variants = tuple(
        Conditional(data.draw(conditions(list(asked.questions))), {"en": f"text {place}"})
        for place in range(data.draw(number))
    )
    asked = asked._replace(scenarios=(*asked.candidates, asked.fallback._replace(verdict=told)))
    follower = Follower(asked)
    row = compile_tables(asked).data["scenarios"][-1]["verdict"]
    for answers in samples(asked, Random(data.draw(number)), 12):
        expected = first_that_holds(told, applicable(asked, answers))
        assert follower.told(row, answers) == (expected["en"] if expected else None)


BREAKS = {
    "a letter off by one": ("(first) => first <= value", "(first) => first < value"),
    "ticks not joined": ("q.joined[at][q.choices.indexOf(id)], 0)", "q.joined[0][q.choices.indexOf(id)], 0)"),
    "a place too far": ("digits.length - 1 - at", "digits.length - at"),
    "a threshold missed": ("100 * score[0] >= t.from", "100 * score[0] > t.from"),
    "the last of a tie": ("over(scores[index], highest) > 0", "over(scores[index], highest) >= 0"),
    "not known is the first answer": (
        "known(value) ? onto(nexts, letter(q, value)) : nexts[nexts.length - 1]",
        "onto(nexts, known(value) ? letter(q, value) : 0)",
    ),
    "only the first way": ("[row, made] of layer", "[row, made] of [...layer].slice(0, 1)"),
    "the lowest for the highest": ("over(scores[i], span[1]) > 0", "over(scores[i], span[1]) < 0"),
    "points of one scenario for another": ("Math.floor(place / strides[i])", "Math.floor(place / strides[0])"),
    "answers that don't count": ("if (asks === YES) asked.push", "if (asks !== NO) asked.push"),
    "one tick counts": ("chosen.reduce((sum", "chosen.slice(0, 1).reduce((sum"),
}
"""Ways to break the script on purpose."""


def test_a_broken_script_is_caught() -> None:
    """Each of these mistakes makes a difference that the comparison sees, on one of 300 random questionnaires."""
    found: list[tuple[Questionnaire, Answers]] = []

    @settings(max_examples=300, database=None, phases=[Phase.generate], derandomize=True, deadline=None)
    @given(partly_answered())
    def draw(example: tuple[Questionnaire, Answers]) -> None:
        found.append(example)

    draw()
    for broken, (before, after) in BREAKS.items():
        assert SCRIPT.count(before) == 1
        script = SCRIPT.replace(before, after)
        assert any(says_otherwise(script, asked, answers) for asked, answers in found), broken


def says_otherwise(script: str, asked: Questionnaire, answers: Answers) -> bool:
    """Whether a script says something else than the program of some answers, or fails."""
    space = Space(asked)
    try:
        follower = Follower(asked, script)
        return follower.outcome(answers) != said(space, answers) or follower.longest(answers) != space.longest(answers)
    except (quickjs.JSException, TypeError):
        return True


ADVICE_BREAKS = {
    "a threshold rounded down": ("Math.ceil((t.from", "Math.floor((t.from"),
    "points of questions without an answer": ("sum.unknown += q.most[index]", "sum.got += q.most[index]"),
    "findings in the order of the file": ("b.weight - a.weight", "0"),
    "findings that count half": ("2 * got >= most", "got >= most"),
    "an exclusion that overrules nothing": ("overrules: passed(first.sum)", "overrules: false"),
}
"""Ways to break what the script says beside the verdict."""


@pytest.mark.parametrize("broken", ADVICE_BREAKS)
def test_broken_advice_is_caught(broken: str) -> None:
    """Each of these mistakes shows in the advice on some answers to a questionnaire."""
    before, after = ADVICE_BREAKS[broken]
    assert SCRIPT.count(before) == 1
    follower, space = Follower(TEAM, SCRIPT.replace(before, after)), Space(TEAM)
    assert any(follower.advice(answers) != advised(space, answers) for answers in samples(TEAM, Random(100), 120))


def test_the_same_questionnaire_gives_the_same_tables() -> None:
    """Nothing depends on the order of a set."""
    again = load_questionnaire(TEAM_FILE)
    assert repr(compile_tables(again)) == repr(compile_tables(TEAM))


def test_tables_that_say_something_else_are_noticed() -> None:
    """A threshold that is wrong in the tables is found by the sample that is tried before a page is written."""
    data = compile_tables(TEAM).data
    assert list(differences(TEAM, data)) == []
    assert list(differences(TEAM, {**data, "from": [90, 90]}))


def test_points_that_combine_in_too_many_ways_are_refused() -> None:
    """The cause is named: which scenarios, how many ways, and what to change."""
    points = [{"load": 0}, {"load": MOST_PLACES}]
    asked = questionnaire([question("q", points=points)], [Scenario("first", **TEXTS, weights={"load": 1}), NONE])
    with pytest.raises(TooLarge, match=r"The points of first combine in 1,048,577 ways, .* Use smaller points"):
        compile_tables(asked)


def test_choices_that_conditions_tell_apart_in_too_many_ways_are_refused() -> None:
    """Nine choices named one by one are more than a page can hold; the question is named."""
    ticks = question("q", "several", points=[{}] * 9)
    later = [question(f"p{n}", points=[{}], when=((Clause("q", frozenset({f"c{n}"})),),)) for n in range(9)]
    asked = questionnaire([ticks, *later], [Scenario("first", **TEXTS, weights={"load": 1}), NONE])
    with pytest.raises(TooLarge, match=rf"“q”: conditions tell more than {MOST_LETTERS} ways"):
        compile_tables(asked)
