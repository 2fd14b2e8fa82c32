"""What the documents say of questions.yaml as it is shipped: points, thresholds, figures, pictures."""

import csv
import re
import subprocess
import sys
from fractions import Fraction
from itertools import chain
from pathlib import Path

import pytest
from documents import ANSWERS, PROOFS, README, ROOT, blocks, module, rows, section
from program import runs
from shipped import SHIPPED, SPACE

from coo_advisor.proof.properties import prove
from coo_advisor.questionnaire.answers import load_answers, read_answers
from coo_advisor.questionnaire.model import Value
from coo_advisor.report.phrasing import rounded
from coo_advisor.verdict.assessment import Assessment, assess
from coo_advisor.web_page.page import render_page

METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def example() -> Assessment:
    """What the answers of the picture come to."""
    return assess(SPACE, load_answers(ANSWERS, SHIPPED))


def test_the_answers_file_of_the_reference_can_be_read(example: Assessment) -> None:
    """The reference's answers are part of the picture's."""
    (block,) = blocks(section(REFERENCE, "Answers files"), "yaml")
    answers = read_answers(block.encode(), "reference", SHIPPED)
    assert answers
    assert answers.items() <= example.answers.items()


def test_the_pictures_show_what_the_program_shows() -> None:
    """Each picture has the words that are drawn today; docs/picture.py draws it anew."""
    for path, content in module("docs/picture.py").pictures():
        assert words_in(path.read_text(encoding="utf-8")) == words_in(content), path.name


def words_in(picture: str) -> list[str]:
    """What stands in a picture, cell by cell."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def test_the_method_has_the_weights() -> None:
    """Each need signal with its weight in each scenario, and nothing else."""
    for column, scenario in enumerate(SHIPPED.candidates, start=1):
        table = {row[0]: row[column] for row in rows(section(METHOD, "Weights"))}
        need = [signal.id for signal in SHIPPED.signals if not signal.readiness]
        assert table == {signal: str(scenario.weights.get(signal, "–")) for signal in need}


def test_the_method_has_the_thresholds() -> None:
    """Each scenario with the score that it is recommended from."""
    first = section(METHOD, "Thresholds").strip().split(".")[0]
    shown = {id: int(percent) for id, percent in re.findall(r"`(\w+)`[^`]*? from (\d+)", first)}
    assert shown == {scenario.id: scenario.recommend_from for scenario in SHIPPED.candidates}


def test_the_worked_example_adds_up(example: Assessment) -> None:
    """Each reason of the example is in the method's table, in points times weights, and the sum is its score."""
    assert example.focus
    *table, total = rows(section(METHOD, "An example to add up by hand"))
    expected = []
    for each in example.evidence:
        assert each.points is not None
        weight = example.focus.weights[each.signal.id]
        product = f"{each.points // weight} × {weight} = {each.points}"
        expected.append([each.question.id, str(each.value), each.signal.id, product, str(each.most)])
    assert table == expected
    points = sum(each.points or 0 for each in example.evidence)
    most = sum(each.most for each in example.evidence)
    assert total == ["total", "", "", str(points), str(most)]
    assert Fraction(100 * points, most) == example.outcomes.spans["interim"].low
    assert f"{points} of {most} is {100 * points / most:.1f}%" in METHOD


def test_the_rest_of_the_worked_example_is_the_programs(example: Assessment) -> None:
    """The verdict, what would change it, the interval of a missing answer and the readiness are the program's."""
    assert example.recommendation
    assert example.recommendation.id == "interim"
    (change,) = next(detour.changes for detour in example.would_change if detour.to == "no_change")
    assert (change.question, change.after) == ("bottleneck", "hands")
    open_answers = {id: value for id, value in example.answers.items() if id != "founder_away"}
    span = assess(SPACE, open_answers).outcomes.spans["interim"]
    assert f"{rounded(span.low)}% to {rounded(span.high)}%" in METHOD
    assert example.readiness
    assert example.readiness.grade
    assert f"{rounded(example.readiness.span.low)}%, grade {example.readiness.grade.id}" in METHOD


STEPS = {
    "founder": ("founder_week", "founder_away", "founder_stepback"),
    "coo": ("coo_week", "coo_away", "coo_stepback"),
}


@pytest.mark.parametrize(("step", "recommended"), [(1, False), (2, True)])
def test_the_thresholds_part_the_profiles_that_the_method_describes(step: int, recommended: bool) -> None:
    """The second choice everywhere stays below both thresholds, the third reaches them, with the figures shown."""
    row = rows(section(METHOD, "Thresholds"))[step - 1]
    figures = []
    for lead, scaled in STEPS.items():
        answers: dict[str, Value | None] = {
            "headcount": 9,
            "growth": "stable",
            "operations_lead": lead,
            "bottleneck": "coordination",
        }
        answers |= {"stuck_decisions": "none"} | ({"coo_staying": "settled"} if lead == "coo" else {})
        for id in (*scaled, "recurring_problems"):
            answers[id] = SPACE.question(id).choices[step].id
        figures += score(assess(SPACE, answers))
        assert (assess(SPACE, answers).outcomes.possible.keys() != {"no_change"}) is recommended
    assert row[1:] == figures


def score(assessment: Assessment) -> list[str]:
    """A score as the method writes it: points of most, and percent."""
    points = sum(each.points or 0 for each in assessment.evidence)
    most = sum(each.most for each in assessment.evidence)
    return [f"{points} of {most}", f"{rounded(Fraction(100 * points, most))}%"]


def test_a_departure_without_successor_is_enough() -> None:
    """The calmest company whose COO leaves gets the scores shown, an interim without a successor, and none with one."""
    calm: dict[str, Value | None] = {
        "headcount": 9,
        "growth": "stable",
        "operations_lead": "coo_leaving",
        "bottleneck": "none",
    }
    calm |= {"coo_away": "runs", "recurring_problems": "rarely", "stuck_decisions": "none"}
    table = {
        row[0]: row[1:] for row in rows(section(METHOD, "Why a departure without a successor is enough on its own"))
    }
    for successor in ("hired_later", "none"):
        assessment = assess(SPACE, {**calm, "successor": successor})
        points, percent = score(assessment)
        assert [f"{table[successor][0].split(' = ')[1]} of {table[successor][1]}", table[successor][2]] == [
            points,
            percent,
        ]
        assert list(assessment.outcomes.possible) == ["interim"]
    assert table["ready"][-1] == "ruled out"
    assert list(assess(SPACE, {**calm, "successor": "ready"}).outcomes.possible) == ["no_change"]


def test_the_method_has_the_exclusions_and_the_grades() -> None:
    """Every answer that rules a scenario out, and every grade with the percentage it starts at."""
    excluding: set[tuple[str, ...]] = set()
    for scenario in SHIPPED.candidates:
        for clause in chain.from_iterable(chain(*exclusion.when) for exclusion in scenario.unless):
            excluding |= {(clause.question, choice) for choice in clause.choices}
            excluding |= {(clause.question, "to", str(each.high)) for each in clause.ranges}
    excluding = {each for each in excluding if each[0] != "operations_lead"}
    shown = {tuple(row[0].split()) for row in rows(section(METHOD, "Exclusions"))}
    assert shown == excluding
    grades = [row[:2] for row in rows(section(METHOD, "Readiness"))]
    assert grades == [[grade.id, f"{grade.at_least}%"] for grade in SHIPPED.grades]


def test_the_method_has_the_costs() -> None:
    """Each amount that the advice compares stands in the method with its source."""
    table = " ".join(" ".join(row) for row in rows(section(METHOD, "Costs")))
    amounts = [amount for option in SHIPPED.options for amount in option.amounts]
    assert amounts
    signs = {"EUR": "€", "GBP": "£", "USD": "$"}
    for each in amounts:
        assert f"{signs[each.currency]}{each.low:,}–{each.high:,}" in table
        (source,) = each.source
        assert source.text["en"].split(" ")[0].strip(";") in table


def test_the_figures_of_the_proofs_are_the_questionnaires() -> None:
    """The number of sets, the share of them that need no change, and the nodes are the program's."""
    counted = prove(SHIPPED).statistics.by_outcome
    total = sum(counted.values())
    for document in (README, PROOFS):
        assert f"{total:,}" in document
    assert f"{rounded(Fraction(100 * counted['no_change'], total))}% of all sets lead to `no_change`" in PROOFS
    assert f"no position has more than {max(map(len, SPACE.paths.layers({})))} nodes" in PROOFS


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    """A folder with a table of leads."""
    given = load_answers(ANSWERS, SHIPPED)
    cells = {id: ";".join(value) if isinstance(value, tuple) else value for id, value in given.items()}
    with (tmp_path / "leads.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(cells))
        writer.writeheader()
        writer.writerows([cells, {**cells, "company": "Undecided", "founder_away": ""}, {"company": "Total"}])
    return tmp_path


def run(block: str, folder: Path) -> list[str]:
    """The lines that a program prints, run by itself in a folder."""
    found = subprocess.run(
        [sys.executable, "-c", block], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.splitlines()


def test_the_programs_shown_run(leads: Path) -> None:
    """Every program of docs/api.md runs as it stands, but for the one that needs a cluster, which compiles."""
    assesses, rates, frames, maps, spreads = blocks((ROOT / "docs" / "api.md").read_text(encoding="utf-8"), "python")
    printed = run(assesses, leads)
    assert printed[0] == "False ['interim', 'no_change']"
    assert "# " in "".join(printed)
    (rated,) = run(rates, leads)
    assert "'recommendation': None" in rated
    assert "'problem': None" in rated
    for program in (frames, maps):
        ranked = [line for line in run(program, leads) if "Atelier Nord" in line or "Undecided" in line]
        assert ["Atelier Nord" in ranked[0], "Undecided" in ranked[-1], len(ranked)] == [True, True, 2]
        assert "interim" in ranked[0]
    compile(spreads, "docs/api.md", "exec")


def test_the_page_is_small() -> None:
    """In both languages, uncompressed, below the 80 KB (81,920 bytes) that it may be, with room to mend it."""
    assert len(render_page(SHIPPED, "anne@example.org").encode()) < 80_000


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_demo_recommends_and_keeps_nothing(tmp_path: Path, lang: str) -> None:
    """A sample company gets its advice on one screen, and the folder stays empty."""
    found = runs(tmp_path, "demo", "--lang", lang)
    assert found.returncode == 0
    assert len(found.stdout.splitlines()) <= 24
    assert list(tmp_path.iterdir()) == []
