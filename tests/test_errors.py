"""What users read of a problem, in the one form that every problem has."""

import pytest

from coo_advisor.system.errors import MOST_PROBLEMS, AdvisorError, InvalidFile, Problem

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
    """File, line if there is one, path, message and remedy, in one visible line."""
    assert str(problem) == told


def test_an_invalid_file_lists_all_its_problems() -> None:
    """Each problem has a line of its own, in order, and is there to be counted."""
    error = InvalidFile([DOUBLE, EMPTY])
    assert isinstance(error, AdvisorError)
    assert str(error) == f"{DOUBLE}\n{EMPTY}"
    assert error.problems == (DOUBLE, EMPTY)


@pytest.mark.parametrize(
    ("more", "note"), [(0, ""), (1, "\nThese are the first {} problems. Mend them, then try again.")]
)
def test_a_file_full_of_problems_lists_the_first_of_them(more: int, note: str) -> None:
    """Beyond a screenful the message says that there are more; all of them are there to be counted."""
    problems = [EMPTY._replace(line=line + 1) for line in range(MOST_PROBLEMS + more)]
    error = InvalidFile(problems)
    assert str(error) == "\n".join(map(str, problems[:MOST_PROBLEMS])) + note.format(MOST_PROBLEMS)
    assert error.problems == tuple(problems)
