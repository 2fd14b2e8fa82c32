"""Cases kept beside a questionnaire: read whole or not at all, and run."""

from pathlib import Path

import pytest
from examples import VALID_CASES
from questionnaires import NONE, PLANT, TEXTS, question
from questionnaires import questionnaire as made_of

from coo_advisor.proof.cases import CaseResult, ExpectedCase, cases_beside, judge_cases, load_cases
from coo_advisor.questionnaire.model import Questionnaire, Range, Scenario
from coo_advisor.system.errors import InvalidFile
from coo_advisor.verdict.space import Space

SIGNS = "{id: fern, expected: repot, complete: true, answers: {months: 40, signs: [roots_out]}}"


def cases(tmp_path: Path, *entries: str) -> tuple[ExpectedCase, ...]:
    """The cases of a file with some entries."""
    path = tmp_path / "cases.yaml"
    path.write_text("cases:\n" + "".join(f"- {entry}\n" for entry in entries), encoding="utf-8")
    return load_cases(path, PLANT)


def problems(tmp_path: Path, *entries: str) -> list[str]:
    """What is reported of a file, without its folder."""
    with pytest.raises(InvalidFile) as caught:
        cases(tmp_path, *entries)
    return str(caught.value).replace(str(tmp_path), "").split("\n")


def test_cases_are_read_with_all_they_say(tmp_path: Path) -> None:
    """Each case has its answers as an answers file would; what it is about and its source may be missing."""
    more = "{id: cactus, expected: leave, complete: false, answers: {months: 2}, about: A cactus., source: my window}"
    assert cases(tmp_path, SIGNS, more) == (
        ExpectedCase("fern", "repot", complete=True, answers={"months": 40, "signs": ("roots_out",)}),
        ExpectedCase("cactus", "leave", complete=False, answers={"months": 2}, about="A cactus.", source="my window"),
    )


def test_every_mistake_is_reported_in_the_order_of_the_lines(tmp_path: Path) -> None:
    """Scenario, keys, values, answers and lengths are checked, each mistake with its line and path."""
    long = "x" * 501
    found = problems(
        tmp_path,
        "{id: a, expected: bin, complete: true, answers: {}}",
        "{id: b, expected: feed, complete: perhaps, answers: {monts: 3}}",
        "{id: c, expected: feed, answers: {}}",
        f"{{id: {'d' * 41}, expected: feed, complete: true, answers: {{}}, about: {long}, source: {long}, note: x}}",
    )
    assert found == [
        "/cases.yaml:2 › cases › a › expected: expected one of repot, feed, leave, got “bin”. Use one of: repot, feed, leave.",
        "/cases.yaml:3 › cases › b › complete: expected true or false, got “perhaps”. Write true or false.",
        "/cases.yaml:3 › cases › b › answers › monts: is not a question. Did you mean “months”?",
        "/cases.yaml:4 › cases › c: has no “complete”. Add `complete:`.",
        "/cases.yaml:5 › cases › 4 › id: has 41 characters. Keep to 40.",
        "/cases.yaml:5 › cases › 4 › about: has 501 characters. Keep to 500.",
        "/cases.yaml:5 › cases › 4 › source: has 501 characters. Keep to 500.",
        "/cases.yaml:5 › cases › 4 › note: is not a known key. Use one of: id, expected, complete, answers, about, source.",
    ]
    scattered = problems(tmp_path, "note: x\n  id: a\n  expected: bin\n  complete: true\n  answers: {}")
    assert [each.partition(" ")[0] for each in scattered] == ["/cases.yaml:2", "/cases.yaml:4"]


def test_lengths_that_fit_are_read(tmp_path: Path) -> None:
    """An id may have forty characters, the two texts five hundred each."""
    long = "x" * 500
    entry = f"{{id: {'d' * 40}, expected: feed, complete: true, answers: {{}}, about: {long}, source: {long}}}"
    (case,) = cases(tmp_path, entry)
    assert (len(case.id), case.about, case.source) == (40, long, long)


def test_a_file_without_cases_is_reported(tmp_path: Path) -> None:
    """An empty list is a mistake."""
    path = tmp_path / "cases.yaml"
    path.write_text("cases: []\n", encoding="utf-8")
    with pytest.raises(InvalidFile, match=r"cases\.yaml:1 › cases"):
        load_cases(path, PLANT)


def test_cases_lie_beside_their_questionnaire_or_in_its_tests(tmp_path: Path) -> None:
    """The folder of the questionnaire comes first, then `tests` in it; a folder of that name is no file."""
    beside, under = tmp_path / "cases.yaml", tmp_path / "tests" / "cases.yaml"
    questionnaire = tmp_path / "questions.yaml"
    assert cases_beside(questionnaire) is None
    under.mkdir(parents=True)
    assert cases_beside(questionnaire) is None
    under.rmdir()
    under.touch()
    assert cases_beside(questionnaire) == under
    beside.touch()
    assert cases_beside(questionnaire) == beside


def test_a_complete_case_gets_just_what_is_expected_and_another_may_get_it() -> None:
    """What is possible is listed for each case, in order, without answers to questions that are not asked."""
    known = ExpectedCase("old", "repot", complete=True, answers={"months": 40, "signs": ("roots_out",)})
    young = ExpectedCase("young", "leave", complete=False, answers={"months": 2, "circling": "yes"})
    first, second = judge_cases(Space(PLANT), [known, young]).results
    assert (first.case, second.case) == (known, young)
    assert "leave" in second.possible
    assert second.right
    assert not CaseResult(young, ("repot",)).right
    assert CaseResult(known, ("repot",)).right
    assert not CaseResult(known, ("repot", "leave")).right
    assert not CaseResult(known, ("leave",)).right


def refused(folder: Path, content: str) -> list[str]:
    """What is reported of a file, each problem from its line on."""
    path = folder / "cases.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        load_cases(path, PLANT)
    return [line.removeprefix(f"{path}:") for line in str(caught.value).split("\n")]


NORD = "cases › nord"

MISTAKES = {
    "unknown scenario": (
        "expected: repot",
        "expected: repto",
        f"3 › {NORD} › expected: expected one of repot, feed, leave, got “repto”. Did you mean “repot”?",
    ),
    "neither complete nor not": (
        "complete: false",
        "complete: perhaps",
        f"4 › {NORD} › complete: expected true or false, got “perhaps”. Write true or false.",
    ),
    "no expectation": ("    expected: repot\n", "", f"2 › {NORD}: has no “expected”. Add `expected:`."),
    "unknown key": ("source:", "sources:", f"6 › {NORD} › sources: is not a known key. Did you mean “source”?"),
    "unknown question": (
        "season:",
        "seasn:",
        f"8 › {NORD} › answers › seasn: is not a question. Did you mean “season”?",
    ),
    "unknown choice": (
        "[pale]",
        "[palle]",
        f"9 › {NORD} › answers › signs: has no choice “palle”. Did you mean “pale”?",
    ),
    "no answers": (
        "\n      season: growing\n      signs: [pale]",
        " many",
        f"7 › {NORD} › answers: holds no answers. Write `question: answer`, one a line.",
    ),
    "a case twice": (
        VALID_CASES,
        VALID_CASES + VALID_CASES.removeprefix("cases:\n"),
        "10 › cases › 2: is a second “nord”. Keep one, or rename one.",
    ),
    "no list": (
        VALID_CASES,
        "cases: nord\n",
        "1 › cases: expected a list, got “nord”. Write `[…]`, or `- ` before each entry.",
    ),
    "no mapping": (VALID_CASES, "- nord\n", "1: expected keys with values, got a list. Write `key: value`."),
    "alias": (
        "about: A fern that drinks too fast",
        "about: *nord",
        '5: uses the alias *nord. Write the value out, or put a text in double quotes: "*nord".',
    ),
    "nothing": (VALID_CASES, "", " is empty. Write at least one `key: value` line."),
}


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_reported_once(old: str, new: str, expected: str, tmp_path: Path) -> None:
    """Each mistake is one problem, with its line and the way to it."""
    assert old in VALID_CASES
    assert refused(tmp_path, VALID_CASES.replace(old, new)) == [expected]


def test_every_problem_is_reported_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    """What is wrong with the document and what is wrong with its cases is reported in one go."""
    text = VALID_CASES.replace("repot", "repto").replace("A fern", "&a A fern").replace("[pale]", "*a")
    assert [line.split(" ")[0] for line in refused(tmp_path, text)] == ["3", "5:", "9:"]


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """A wrong name is an error with a remedy."""
    with pytest.raises(InvalidFile, match="can't be read"):
        load_cases(tmp_path / "cases.yaml", PLANT)


def load_and_risk(percent: int) -> Questionnaire:
    """Two scenarios that compete, the first recommended from a percentage."""
    questions = [
        question(id, points=[{signal: rank} for rank in range(11)]) for id, signal in (("a", "load"), ("b", "risk"))
    ]
    first = Scenario("first", **TEXTS, weights={"load": 1}, recommend_from=percent)
    second = Scenario("second", **TEXTS, weights={"risk": 1}, recommend_from=50)
    return made_of(questions, [first, second, NONE])


def case_of(expected: str, *, complete: bool = True, **answers: str) -> ExpectedCase:
    """A case with answers to the two questions."""
    return ExpectedCase("case", expected, complete=complete, answers=dict(answers))


@pytest.mark.parametrize(
    ("cases", "between"),
    [
        ([case_of("first", a="c6", b="c0"), case_of("none", a="c4", b="c0")], Range(41, 60)),
        ([case_of("second", a="c7", b="c5")], Range(71, 100)),
        ([case_of("first", a="c6", b="c0"), case_of("none", a="c6", b="c0")], None),
        ([case_of("second", a="c0", b="c0")], None),
        ([case_of("first", complete=False, b="c5")], Range(1, 100)),
        ([case_of("second", complete=False, a="c8")], Range(1, 100)),
    ],
)
def test_the_thresholds_with_which_all_cases_are_right_are_found(
    cases: list[ExpectedCase], between: Range | None
) -> None:
    """They are those with which running the cases again finds all of them right, one after the other."""
    (found, _) = judge_cases(Space(load_and_risk(55)), cases).thresholds
    assert found == ("first", between)
    right = [
        percent
        for percent in range(1, 101)
        if all(each.right for each in judge_cases(Space(load_and_risk(percent)), cases).results)
    ]
    assert right == (list(range(between.low, between.high + 1)) if between else [])


@pytest.mark.parametrize(
    ("case", "distance"),
    [
        (case_of("first", a="c6", b="c0"), 5),
        (case_of("first", a="c5", b="c0"), -5),
        (case_of("none", a="c5", b="c4"), 5),
        (case_of("none", a="c6", b="c0"), -5),
        (case_of("first", complete=False, a="c6"), None),
    ],
)
def test_a_complete_case_says_how_far_it_is_from_its_threshold(case: ExpectedCase, distance: int | None) -> None:
    """In percentage points: above the threshold of what is expected, or what the nearest scenario lacks."""
    (result,) = judge_cases(Space(load_and_risk(55)), [case]).results
    assert result.distance == distance
