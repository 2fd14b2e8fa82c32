"""A questionnaire about a plant: the program knows nothing of COOs, and an edit of the file is enough for anything."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from questionnaires import PLANT_FILE
from typer.testing import CliRunner

from coo_advisor.commands.app import app
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import read_questionnaire
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.verdict.space import Space

POTBOUND: Answers = {
    "nickname": "Fern",
    "months": 40,
    "signs": ("roots_out",),
    "circling": "yes",
    "season": "growing",
    "afternoon": "yes",
}


def plant(*edits: tuple[str, str]) -> Questionnaire:
    """The questionnaire about a plant, with snippets replaced; each must occur once."""
    text = PLANT_FILE.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times"
        text = text.replace(old, new)
    return read_questionnaire(text.encode(), "plant.yaml")


def assessed(answers: Answers, *edits: tuple[str, str]) -> Assessment:
    """What answers come to after edits of the file."""
    return assess(Space(plant(*edits)), answers)


def recommended(answers: Answers, *edits: tuple[str, str]) -> str | None:
    """The id of the recommendation after edits of the file."""
    recommendation = assessed(answers, *edits).recommendation
    return recommendation.id if recommendation else None


def test_another_subject_is_assessed_as_well() -> None:
    """A number, several choices, a branch and two scenarios give the score that a pencil gives."""
    assessment = assessed(POTBOUND)
    # roots 2 + 3 + 3 and soil 2 + 0: 2 × 8 + 2 of 2 × 8 + 4; feeding: 2 of 4
    assert assessment.outcomes.spans["repot"].low == Fraction(100 * 18, 20)
    assert assessment.outcomes.spans["feed"].low == Fraction(100 * 2, 4)
    assert assessment.recommendation
    assert assessment.recommendation.id == "repot"
    assert assessment.readiness
    assert assessment.readiness.grade
    assert assessment.readiness.grade.id == "A"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"season": "resting"}, "feed"),
        ({"season": "resting", "months": 11, "signs": ()}, "leave"),
        ({"signs": ("no",)}, "feed"),
        ({"months": 11, "signs": ("pale",), "season": "growing"}, "feed"),
        ({"afternoon": None}, "repot"),
        ({"months": None}, None),
        ({"season": None}, None),
    ],
)
def test_its_answers_lead_where_its_author_wants(change: Answers, expected: str | None) -> None:
    """Exclusions, thresholds met exactly and missing answers work on any subject."""
    assert recommended({**POTBOUND, **change}) == expected


def test_a_branch_that_is_closed_counts_for_nothing() -> None:
    """The circling roots of a young pot are neither asked about nor scored."""
    assessment = assessed({**POTBOUND, "months": 11})
    assert "circling" not in {question.id for question in assessment.asked}
    assert "circling" not in assessment.answers
    assert sum(each.most for each in assessment.evidence) == 2 * 5 + 4


def test_a_text_is_changed_in_the_file() -> None:
    """A new wording is shown as it is written."""
    questionnaire = plant(("Two minutes at the window.", "Just a minute."))
    assert questionnaire.intro["en"] == "Just a minute."


def test_a_weight_is_changed_in_the_file() -> None:
    """Without the weight on roots, the same answers lead elsewhere."""
    assert recommended(POTBOUND) == "repot"
    assert (
        recommended(
            POTBOUND,
            ("{roots: 2, soil: 1}", "{roots: 0, soil: 1}"),
            ("recommend_from: 50\n    unless", "recommend_from: 51\n    unless"),
        )
        == "feed"
    )


def test_the_evidence_is_that_of_the_recommendation() -> None:
    """If a higher score misses its own threshold, the evidence explains the scenario that is recommended."""
    assessment = assessed(POTBOUND, ("recommend_from: 50\n    unless", "recommend_from: 91\n    unless"))
    assert assessment.recommendation == assessment.focus
    assert assessment.focus
    assert assessment.focus.id == "feed"
    assert [(each.question.id, each.points, each.most) for each in assessment.evidence] == [
        ("months", 2, 2),
        ("signs", 0, 2),
    ]


def test_a_scenario_is_added_in_the_file() -> None:
    """A fourth recommendation wins once its score is the highest."""
    scenario = """\
  - id: divide
    title: {en: Divide, fr: Diviser}
    definition: {en: One plant becomes two., fr: Une plante en donne deux.}
    verdict: {en: Divide it., fr: Divisez-la.}
    otherwise: {en: dividing would be right, fr: il faudrait diviser}
    next_step: {within_days: 30, text: {en: Sharpen a knife., fr: Affûtez un couteau.}}
    when: {circling: [yes]}
    weights: {roots: 1}
    recommend_from: 95
  - id: leave
"""
    assert recommended(POTBOUND, ("  - id: leave\n", scenario)) == "divide"


def test_a_question_is_added_in_the_file() -> None:
    """A new question is asked where it stands, and its points count."""
    question = """\
  - id: tipping
    kind: choice
    ask: {en: Does it tip over?, fr: Bascule-t-elle ?}
    short: {en: Tipping, fr: Bascule}
    choices:
      - {id: no, label: {en: No, fr: Non}}
      - {id: yes, label: {en: Yes, fr: Oui}, points: {roots: 5}}
  - id: season
"""
    edit = ("  - id: season\n", question)
    asked = [each.id for each in assessed(POTBOUND, edit).asked]
    assert asked.index("tipping") == asked.index("circling") + 1
    assert assessed({**POTBOUND, "tipping": "no"}, edit).outcomes.spans["repot"].low == Fraction(100 * 18, 30)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_language_is_enough(language: str) -> None:
    """A questionnaire in a single language is whole, and is assessed as before."""
    edit = ("languages: [en, fr]", f"languages: [{language}]")
    assert plant(edit).languages == (language,)
    assert recommended(POTBOUND, edit) == "repot"


@pytest.mark.parametrize(("language", "word"), [("en", "buy a pot one size larger"), ("fr", "achetez un pot")])
@pytest.mark.parametrize("format", ["text", "md", "json"])
def test_the_whole_program_speaks_of_the_plant(language: str, word: str, format: str, tmp_path: Path) -> None:
    """`recommend --questions` gives advice on the other subject, in both languages and every format."""
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({**POTBOUND}), encoding="utf-8")
    arguments = ["--questions", str(PLANT_FILE), "--lang", language, "--format", format]
    ran = CliRunner().invoke(app, ["recommend", str(answers), *arguments], catch_exceptions=False)
    assert ran.exit_code == 0
    assert "COO" not in ran.stdout
    if format == "json":
        assert json.loads(ran.stdout)["recommendation"] == "repot"
    else:
        assert word in " ".join(ran.stdout.replace("│", " ").split()).lower()
