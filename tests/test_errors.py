"""What users are told, in the one form that every problem has."""

import pytest

from coo_advisor.errors import AdvisorError, InvalidFile, Problem

DOUBLE = Problem("questions.yaml", 42, ("questions", "headcount"), "stands twice", "Remove one.")
EMPTY = Problem("answers.yaml", None, (), "is empty", "Write answers into it.")


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (DOUBLE, "questions.yaml:42 › questions › headcount: stands twice. Remove one."),
        (EMPTY, "answers.yaml: is empty. Write answers into it."),
        (EMPTY._replace(line=1), "answers.yaml:1: is empty. Write answers into it."),
        (EMPTY._replace(file="a\x1b[2Jb"), "ab: is empty. Write answers into it."),
    ],
)
def test_a_problem_says_where_what_and_what_to_do(problem: Problem, told: str) -> None:
    """File, line where there is one, path, message and remedy, in one visible line."""
    assert str(problem) == told


def test_an_invalid_file_tells_all_its_problems() -> None:
    """Each problem has a line of its own, in order, and is there to be counted."""
    error = InvalidFile([DOUBLE, EMPTY])
    assert isinstance(error, AdvisorError)
    assert str(error) == f"{DOUBLE}\n{EMPTY}"
    assert error.problems == (DOUBLE, EMPTY)
