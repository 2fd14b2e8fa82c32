"""The page never says anything else than the program: its script and tables against `assess`, over thousands of sets."""

from collections.abc import Iterator
from random import Random

import pytest
from follower import SCRIPT, Follower
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from questionnaires import NONE, TEXTS, conditions, partly_answered, question, questionnaire, small_questionnaires

from coo_advisor.questionnaire.flow import Answers, applicable, first_that_holds
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Clause, Conditional, Questionnaire, Scenario, Told
from coo_advisor.report.reasoning import points_of, reason
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space
from coo_advisor.web_page.replay import differences, follow, said, samples
from coo_advisor.web_page.rows import MOST_LETTERS, TooLarge
from coo_advisor.web_page.tables import MOST_PLACES, compile_tables

SHIPPED = load_questionnaire(packaged_questionnaire())


@pytest.mark.parametrize("seed", range(6))
def test_the_script_says_of_the_shipped_questionnaire_what_the_program_says(seed: int) -> None:
    """Asked, possible and spans are equal, whatever is answered, not known or left out."""
    space, follower = Space(SHIPPED), Follower(SHIPPED)
    for answers in samples(SHIPPED, Random(seed), 250):
        expected = said(space, answers)
        assert expected
        assert follower.outcome(answers) == expected, answers


@pytest.mark.parametrize("seed", range(4))
def test_the_script_recommends_what_assess_recommends(seed: int) -> None:
    """The verdict, whether it is settled, the points, findings and exclusion are those that every report is made of."""
    space, follower = Space(SHIPPED), Follower(SHIPPED)
    for answers in samples(SHIPPED, Random(100 + seed), 25):
        assessment = assess(space, answers)
        result = follower.run("it.result(answers)", answers)
        scenarios = SHIPPED.scenarios
        assert result["settled"] == assessment.outcomes.settled
        recommended = None if result["recommended"] is None else scenarios[result["recommended"]]
        assert recommended == assessment.recommendation
        if recommended:
            reasoning = reason(assessment)
            assert [SHIPPED.findings[each["number"]] for each in result["findings"]] == list(reasoning.findings)
            gauge = result["gauge"]
            assert (gauge is None) == (reasoning.focus is None)
            if reasoning.points:
                assert SHIPPED.scenarios[gauge["index"]] == reasoning.focus
                got, unknown, most = gauge["got"], gauge["unknown"], gauge["most"]
                assert (got, got + unknown, most, gauge["threshold"]) == reasoning.points
            assert (result["out"] is None) == (reasoning.exclusion is None)
            assert result["overruled"] == reasoning.overrules
        if assessment.focus:
            low, high, most, _ = points_of(assessment, assessment.focus)
            assert follower.points(answers, assessment.focus.id) == (low, most, high - low)


@settings(max_examples=250)
@given(partly_answered())
def test_the_script_says_of_any_questionnaire_what_the_program_says(example: tuple[Questionnaire, Answers]) -> None:
    """Branches, exclusions, ties, numbers, several choices and unreachable parts change nothing."""
    asked, answers = example
    silent = {**answers, asked.questions[0].id: None}
    follower, space = Follower(asked), Space(asked)
    for each in (answers, silent):
        assert follower.outcome(each) == said(space, each)
        assert follow(compile_tables(asked).data, each) == said(space, each)


@settings(max_examples=60)
@given(st.data())
def test_a_text_is_told_when_its_condition_holds(data: st.DataObject) -> None:
    """Of a list of conditional texts, the rows end in the first that holds; unknown answers meet nothing."""
    asked = data.draw(small_questionnaires())
    number = st.integers(1, 4)
    told: Told = tuple(
        Conditional(data.draw(conditions(list(asked.questions))), {"en": f"text {place}"})
        for place in range(data.draw(number))
    )
    asked = asked._replace(scenarios=(*asked.candidates, asked.fallback._replace(verdict=told)))
    follower = Follower(asked)
    row = compile_tables(asked).data["scenarios"][-1]["verdict"]
    for answers in samples(asked, Random(data.draw(number)), 12):
        expected = first_that_holds(told, applicable(asked, answers))
        assert follower.told(row, answers) == (expected["en"] if expected else None)


@pytest.mark.parametrize("seed", range(2))
def test_every_text_of_the_shipped_questionnaire_is_told_alike(seed: int) -> None:
    """Definitions, verdicts, reasons, steps and findings are those that the program would choose."""
    follower = Follower(SHIPPED)
    data = compile_tables(SHIPPED).data
    for answers in samples(SHIPPED, Random(200 + seed), 40):
        counted = applicable(SHIPPED, answers)
        for told, row in pairs(data):
            expected = first_that_holds(told, counted)
            assert follower.told(row, answers) == (expected["fr"] if expected else None)


def pairs(data: dict[str, object]) -> Iterator[tuple[Told, int]]:
    """Each conditional text of the shipped questionnaire with the place where its rows begin."""
    found = data["scenarios"], data["findings"], data["doubts"]
    scenarios, findings, doubts = found  # type: ignore[misc]  # lists, which JSON knows no types of
    for scenario, rows in zip(SHIPPED.scenarios, scenarios, strict=True):  # type: ignore[call-overload]
        assert rows["id"] == scenario.id
        yield scenario.verdict, rows["verdict"]
        yield scenario.next_step.text, rows["step"]
        for exclusion, out in zip(scenario.unless, rows.get("excluded", []), strict=True):
            yield exclusion.reason, out["reason"]
            yield exclusion.title, out["title"]
    for finding, rows in zip(SHIPPED.findings, findings, strict=True):  # type: ignore[call-overload]
        yield finding.title, rows[1]
        yield finding.so, rows[2]
    for doubt, row in zip(SHIPPED.doubts, doubts, strict=True):  # type: ignore[call-overload]
        yield (doubt,), row


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


@pytest.mark.parametrize("broken", BREAKS)
def test_a_broken_script_is_caught(broken: str) -> None:
    """Each of these mistakes makes a difference that the comparison sees."""
    before, after = BREAKS[broken]
    assert SCRIPT.count(before) >= 1
    script = SCRIPT.replace(before, after)

    @settings(max_examples=400, database=None, phases=[Phase.generate])
    @given(partly_answered())
    def compare(example: tuple[Questionnaire, Answers]) -> None:
        asked, answers = example
        assert Follower(asked, script).outcome(answers) == said(Space(asked), answers)

    with pytest.raises(Exception, match=r".") as caught:
        compare()
    assert not isinstance(caught.value, KeyError)


def test_the_same_questionnaire_gives_the_same_tables() -> None:
    """Nothing depends on the order of a set."""
    again = load_questionnaire(packaged_questionnaire())
    assert repr(compile_tables(again)) == repr(compile_tables(SHIPPED))


def test_tables_that_say_something_else_are_noticed() -> None:
    """A threshold that is wrong in the tables is found by the sample that is tried before a page is written."""
    data = compile_tables(SHIPPED).data
    assert list(differences(SHIPPED, data)) == []
    assert list(differences(SHIPPED, {**data, "from": [90, 90]}))


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
