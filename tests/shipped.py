"""questions.yaml as it is shipped, for the tests of what is true of that file, and answers to it."""

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.verdict.space import Space

SHIPPED = load_questionnaire(packaged_questionnaire())
SPACE = Space(SHIPPED)

FOUNDER: Answers = {
    "company": "Atelier Dupont",
    "headcount": 28,
    "growth": "surging",
    "operations_lead": "founder",
    "bottleneck": "coordination",
    "founder_week": "5_plus",
    "founder_away": "stops",
    "founder_stepback": "never",
    "trigger": (),
    "recurring_problems": "constantly",
    "stuck_decisions": "some",
    "needs": ("experience", "cost"),
}
COO: Answers = {
    "headcount": 60,
    "growth": "stable",
    "operations_lead": "coo",
    "bottleneck": "coordination",
    "coo_week": "unsustainable",
    "coo_away": "stops",
    "coo_stepback": "never",
    "coo_staying": "at_risk",
    "recurring_problems": "often",
    "stuck_decisions": "some",
}
RESULTS: dict[str, Answers] = {
    "interim": FOUNDER,
    "support": COO,
    "excluded, though it would pass": {**FOUNDER, "bottleneck": "demand"},
    "excluded": {**FOUNDER, "founder_away": "runs", "bottleneck": "hands", "recurring_problems": "rarely"},
    "no change by score": {**FOUNDER, "founder_away": "runs", "bottleneck": "none", "recurring_problems": "rarely"},
    "one answer missing": {**FOUNDER, "bottleneck": None},
    "two answers missing": {**FOUNDER, "founder_away": None, "recurring_problems": None, "growth": "stable"},
    "undecided": {"operations_lead": "founder"},
    "nothing known": {},
}
"""One set of answers for each kind of result."""
