"""What other programs may rely on: load a questionnaire, assess answers, see what is still possible, render, rate.

Everything else in this package may change with any version. docs/api.md shows each name at work.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from coo_advisor.leads.columns import Matcher
from coo_advisor.leads.lead_readers import RecordReader
from coo_advisor.leads.raters import AnswersRater
from coo_advisor.questionnaire.answers import load_answers, read_answers
from coo_advisor.questionnaire.flow import Answers, next_question
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.system.errors import AdvisorError, InvalidFile
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.outcomes import Outcomes, outcomes
from coo_advisor.verdict.space import Space

__all__ = [
    "AdvisorError",
    "Answers",
    "Assessment",
    "InvalidFile",
    "Outcomes",
    "Questionnaire",
    "Space",
    "answers_from",
    "assess",
    "load_answers",
    "load_questionnaire",
    "next_question",
    "outcomes",
    "packaged_questionnaire",
    "rater",
    "render",
]

RATED = ("recommendation", "possible", "need_low", "need_high", "readiness_low", "readiness_high", "grade", "ask_next")
"""What a rated row says of its lead."""

Row = Mapping[str, Any]


def answers_from(values: Mapping[str, Any], questionnaire: Questionnaire) -> Answers:
    """Answers from plain values, checked like those of a file: question id → what JSON can hold. Raises InvalidFile."""
    return read_answers(json.dumps(values).encode(), "answers", questionnaire)


def render(form: str, assessment: Assessment, language: str, day: date) -> str:
    """The recommendation as a document: `form` is "md", "html" or "json". Raises AdvisorError for any other."""
    from coo_advisor.report.formats import FILES
    from coo_advisor.report.formats import render as render_as
    from coo_advisor.wording.words import load_words

    if form not in list(FILES):
        raise AdvisorError(f"No form is called “{form}”. Use one of: {', '.join(FILES)}.")
    return render_as(FILES[FILES.index(form)], assessment, load_words(language), day)


def rater(questionnaire: Questionnaire) -> Callable[[Row], dict[str, Any]]:
    """A pure function that rates one row, to be mapped over as many as any engine holds.

    A row maps columns, matched as `coo-advisor rank` matches them, to cells. It gives RATED, and `problem`: why the row
    can't be read, else None. Percentages are numbers; `possible` joins scenario ids by semicolons.
    """
    space = Space(questionnaire)
    reader, rates = RecordReader(space, Matcher(questionnaire, {}), "row"), AnswersRater(space)

    def rate_row(row: Row) -> dict[str, Any]:
        try:
            answers = reader.answers(row, 1)
        except InvalidFile as error:
            return {**dict.fromkeys(RATED), "problem": " ".join(problem.reason for problem in error.problems)}
        need, ready = rates.rate(answers)[1:]
        ask = rates.ask_next(answers, need)
        return {
            "recommendation": None if need.recommendation is None else need.recommendation.id,
            "possible": ";".join(scenario.id for scenario in need.possible),
            "need_low": need.score and float(need.score.low),
            "need_high": need.score and float(need.score.high),
            "readiness_low": ready and float(ready.span.low),
            "readiness_high": ready and float(ready.span.high),
            "grade": ready and ready.grade and ready.grade.id,
            "ask_next": ask and ask.id,
            "problem": None,
        }

    return rate_row
