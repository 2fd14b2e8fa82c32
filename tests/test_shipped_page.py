"""The page of the shipped questionnaire never says anything else than the program: 2,000 sets of answers, 80 whole advices."""

import pytest
from follower import compare_advice, compare_outcomes, compare_progress, compare_texts
from shipped import SHIPPED


@pytest.mark.parametrize("seed", range(8))
def test_the_page_says_what_the_program_says(seed: int) -> None:
    """Asked, possible, spans and the longest walk are equal, whatever is answered, not known or left out."""
    compare_outcomes(SHIPPED, seed, 250)


@pytest.mark.parametrize("seed", range(4))
def test_the_page_recommends_what_assess_recommends(seed: int) -> None:
    """Verdict, points, findings, exclusion and what is missing are those that every report is made of."""
    compare_advice(SHIPPED, 100 + seed, 20)


def test_the_count_of_questions_never_grows() -> None:
    """On the way forward "Question n of N" counts up one by one, and N only falls."""
    compare_progress(SHIPPED, 7, 40)


def test_every_text_is_told_alike() -> None:
    """Verdicts, reasons, steps, findings and doubts are those that the program would choose."""
    compare_texts(SHIPPED, 200, 60)
