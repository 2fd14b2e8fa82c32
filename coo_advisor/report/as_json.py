"""The assessment as data, for other programs: the JSON of the contract, schema 1."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

from coo_advisor.questionnaire.answers import plain, plain_answers
from coo_advisor.questionnaire.flow import truth
from coo_advisor.questionnaire.model import Scenario
from coo_advisor.report.reasoning import points_of
from coo_advisor.verdict.assessment import Assessment

SCHEMA = 1


def render_json(assessment: Assessment, answered_at: date | None = None) -> str:
    """The assessment as JSON text; it ends with a newline."""
    return written(as_data(assessment, answered_at))


def as_data(assessment: Assessment, answered_at: date | None = None) -> dict[str, Any]:
    """The assessment as plain values; percentages are numbers, exact to what a float holds."""
    questionnaire = assessment.questionnaire
    return {
        "schema": SCHEMA,
        "questionnaire": {"version": questionnaire.version, "sha256": questionnaire.sha256},
        "recommendation": assessment.recommendation.id if assessment.recommendation else None,
        "settled": assessment.outcomes.settled,
        "possible": list(assessment.outcomes.possible),
        "scenarios": {scenario.id: _scenario(assessment, scenario) for scenario in questionnaire.scenarios},
        "signals": {
            level.signal.id: {"points": level.points, "most": level.most}
            | ({"unknown": level.unknown} if level.unknown else {})
            for level in assessment.levels
        },
        "evidence": [
            {
                "question": each.question.id,
                "answer": plain(each.value),
                "points": each.points,
                "most": each.most,
                "signal": each.signal.id,
            }
            for each in assessment.evidence
        ],
        "depends_on": [question.id for question in assessment.depends_on],
        "would_change": [
            {
                "to": detour.to,
                "changes": [
                    {"question": change.question, "from": plain(change.before), "to": plain(change.after)}
                    for change in detour.changes
                ],
            }
            for detour in assessment.would_change
        ],
        "advantages": _advantages(assessment),
        "readiness": _readiness(assessment),
        "left_out": list(assessment.left_out),
        "answered_at": answered_at.isoformat() if answered_at else None,
        "answers": plain_answers(assessment.answers),
    }


def _scenario(assessment: Assessment, scenario: Scenario) -> dict[str, Any]:
    applies = assessment.outcomes.applies[scenario.id]
    span = assessment.outcomes.spans.get(scenario.id)
    if span is None:
        return {"applies": applies}
    counts = points_of(assessment, scenario)
    percents = {"low": as_number(span.low), "high": as_number(span.high), "recommend_from": scenario.recommend_from}
    return {"applies": applies, **percents, "points": counts.low, "most": counts.most}


def _advantages(assessment: Assessment) -> list[str]:
    """What an external person brings, as far as the answers make it matter; nothing unless help is recommended."""
    questionnaire = assessment.questionnaire
    if assessment.recommendation not in questionnaire.candidates:
        return []
    held = [each.advantage for each in questionnaire.findings if truth(each.when, assessment.answers)]
    return list(dict.fromkeys(filter(None, held)))


def _readiness(assessment: Assessment) -> dict[str, Any] | None:
    if assessment.readiness is None:
        return None
    span, grade = assessment.readiness
    return {"low": as_number(span.low), "high": as_number(span.high), "grade": grade.id if grade else None}


def as_number(percent: Fraction) -> float | int:
    """A percentage as JSON writes it."""
    return percent.numerator if percent.denominator == 1 else float(percent)


def written(data: dict[str, Any]) -> str:
    """Data as JSON text; it ends with a newline."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
