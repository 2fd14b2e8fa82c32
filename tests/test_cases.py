"""Cases files: every problem at once, with its line and the way to it."""

from pathlib import Path

import pytest

from coo_advisor.cases import cases_beside, load_cases
from coo_advisor.errors import InvalidFile
from coo_advisor.loading import load_questionnaire, packaged_questionnaire

QUESTIONNAIRE = load_questionnaire(packaged_questionnaire())

VALID = """\
cases:
  - id: nord
    expected: interim
    complete: false
    about: A founder who wears two hats
    source: Told by its founder
    answers:
      operations_lead: founder
      needs: [cost]
"""


def problems(folder: Path, content: str | bytes) -> list[str]:
    """What is reported of a cases file, line by line."""
    path = folder / "cases.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InvalidFile) as caught:
        load_cases(path, QUESTIONNAIRE)
    return [line.removeprefix(f"{path}:") for line in str(caught.value).split("\n")]


def test_a_case_is_read_whole(tmp_path: Path) -> None:
    """A case has all that its entry says."""
    path = tmp_path / "cases.yaml"
    path.write_text(VALID)
    (case,) = load_cases(path, QUESTIONNAIRE)
    assert (case.id, case.expected, case.complete) == ("nord", "interim", False)
    assert (case.about, case.source) == ("A founder who wears two hats", "Told by its founder")
    assert case.answers == {"operations_lead": "founder", "needs": ("cost",)}


NORD = "cases › nord"

MISTAKES = {
    "unknown scenario": (
        "expected: interim",
        "expected: interm",
        f"3 › {NORD} › expected: expected one of interim, support, no_change, got “interm”. Did you mean “interim”?",
    ),
    "neither complete nor not": (
        "complete: false",
        "complete: perhaps",
        f"4 › {NORD} › complete: expected true or false, got “perhaps”. Write true or false.",
    ),
    "no expectation": ("    expected: interim\n", "", f"2 › {NORD}: has no “expected”. Add `expected:`."),
    "unknown key": ("source:", "sources:", f"6 › {NORD} › sources: is not a known key. Did you mean “source”?"),
    "unknown question": (
        "operations_lead:",
        "operation_lead:",
        f"8 › {NORD} › answers › operation_lead: is not a question. Did you mean “operations_lead”?",
    ),
    "unknown choice": (
        "[cost]",
        "[costs]",
        f"9 › {NORD} › answers › needs: has no choice “costs”. Did you mean “cost”?",
    ),
    "no answers": (
        "\n      operations_lead: founder\n      needs: [cost]",
        " many",
        f"7 › {NORD} › answers: holds no answers. Write `question: answer`, one a line.",
    ),
    "a case twice": (
        VALID,
        VALID + VALID.removeprefix("cases:\n"),
        "10 › cases › 2: is a second “nord”. Keep one, or rename one.",
    ),
    "no list": (
        VALID,
        "cases: nord\n",
        "1 › cases: expected a list, got “nord”. Write `[…]`, or `- ` before each entry.",
    ),
    "no mapping": (VALID, "- nord\n", "1: expected keys with values, got a list. Write `key: value`."),
    "alias": (
        "about: A founder who wears two hats",
        "about: *nord",
        "5: uses the alias *nord. Write the value out instead.",
    ),
    "nothing": (VALID, "", " is empty. Write at least one `key: value` line."),
}


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_reported_once(old: str, new: str, expected: str, tmp_path: Path) -> None:
    """Each mistake is one problem, with its line and the way to it."""
    assert old in VALID
    assert problems(tmp_path, VALID.replace(old, new)) == [expected]


def test_every_problem_is_reported_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    """What is wrong with the document and what is wrong with its cases is told in one go."""
    text = VALID.replace("interim", "interm").replace("A founder", "&a A founder").replace("[cost]", "*a")
    assert [line.split(" ")[0] for line in problems(tmp_path, text)] == ["3", "9:"]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A wrong name is an error with a remedy."""
    with pytest.raises(InvalidFile, match="can't be read"):
        load_cases(tmp_path / "cases.yaml", QUESTIONNAIRE)


def test_cases_are_found_beside_the_questionnaire_first(tmp_path: Path) -> None:
    """`cases.yaml` in the questionnaire's folder counts before the one in `tests` under it; a folder is no file."""
    questions = tmp_path / "questions.yaml"
    (tmp_path / "cases.yaml").mkdir()
    assert cases_beside(questions) is None
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "cases.yaml").write_text(VALID)
    assert cases_beside(questions) == tmp_path / "tests" / "cases.yaml"
    (tmp_path / "cases.yaml").rmdir()
    (tmp_path / "cases.yaml").write_text(VALID)
    assert cases_beside(questions) == tmp_path / "cases.yaml"
