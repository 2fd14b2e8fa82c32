"""Breaks the core on purpose, one small edit at a time, and reports which edits no test notices.

    .venv/bin/python -m pip install mutmut
    .venv/bin/python tests/long/mutants.py verdict/scoring questionnaire/flow

For each module named (default: the whole core, which takes hours) it copies the project into a folder of its own, lets
mutmut run the module's tests on every mutant, prints the figures, and shows each mutant that survived as a diff.
`--sample 60` tries sixty of each module's mutants, the same ones each time. Under `--into FOLDER` the copies stay:
`mutmut run NAME` and `mutmut browse`, run in one of them, go on from there.

A mutant that takes longer than its tests could is stopped, and counts as killed: a test that hangs is noticed.
"""

import argparse
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
MUTMUT = Path(sys.executable).with_name("mutmut")

TESTS = {
    "questionnaire/model": ("scoring", "flow", "outcomes"),
    "questionnaire/flow": ("flow", "outcomes"),
    "verdict/scoring": ("scoring",),
    "verdict/tally": ("tally",),
    "verdict/space": ("outcomes", "dependence", "changes", "difference", "proof"),
    "verdict/outcomes": ("outcomes", "assessment"),
    "verdict/would_change": ("changes", "outcomes"),
    "verdict/depends_on": ("dependence",),
    "verdict/assessment": ("assessment", "other_questionnaire", "outcomes"),
    "proof/twins": ("difference", "proof"),
    "proof/properties": ("proof",),
    "proof/difference": ("difference",),
    "system/files": ("files", "leadbook"),
    "system/errors": ("errors", "loading"),
    "system/visible": ("texts",),
    "questionnaire/answers": ("answers",),
    "proof/cases": ("cases",),
    "reading/tree": ("loading", "answers", "cases"),
    "ask/drafts": ("drafts",),
    "questionnaire/loading": ("loading", "other_questionnaire"),
    "questionnaire/schema": ("schema",),
    "reading/shapes": ("loading", "answers", "cases", "schema"),
    "leads/rating": ("leads",),
    "leads/lead_readers": ("sources", "exports", "api"),
    "leads/columns": ("sources", "exports"),
    "leads/folding": ("sources", "exports"),
    "leads/cells": ("cells", "exports"),
    "leads/csv_tables": ("sources", "formulas"),
    "leads/sources": ("sources", "leads"),
    "leads/ranking": ("leads",),
    "leads/leadbook": ("leadbook",),
    "system/streams": ("streams",),
}
"""Module → the test files that ought to notice what is wrong with it, fast ones only."""

CONFIGURATION = """
[tool.mutmut]
source_paths = ["coo_advisor"]
only_mutate = ["coo_advisor/{module}.py"]
also_copy = ["questions.yaml", "README.md", "docs"]
pytest_add_cli_args = ["-n", "0", "-p", "no:cacheprovider", "--assert=plain", "--tb=no", "--hypothesis-profile=mutants"]
pytest_add_cli_args_test_selection = {tests}
timeout_multiplier = 2.0
timeout_constant = 10.0
"""

STATUS = {0: "survived", 1: "killed", 3: "killed", 5: "no tests", 33: "no tests"}
"""What an exit code of a mutant's tests means; any other was stopped: it hung, or took all memory."""


def main() -> None:
    """Runs the modules named, one after the other."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"of {', '.join(TESTS)}")
    parser.add_argument(
        "--sample", type=int, metavar="N", help="so many mutants of each module, drawn with a fixed seed"
    )
    parser.add_argument("--into", type=Path, help="a new folder that keeps the copies")
    given = parser.parse_args()
    if unknown := set(given.modules) - TESTS.keys():
        parser.error(f"no module of the core: {', '.join(sorted(unknown))}")
    with TemporaryDirectory() as temporary:
        for module in given.modules or TESTS:
            mutate(module, (given.into or Path(temporary)) / module, given.sample)


def mutate(module: str, copy: Path, sample: int | None) -> None:
    """Runs the tests on the mutants of a module, in a copy of the project, and prints what came of it."""
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
    files = [f"tests/test_{name}.py" for name in TESTS[module] if (copy / f"tests/test_{name}.py").exists()]
    with (copy / "pyproject.toml").open("a") as configuration:
        configuration.write(CONFIGURATION.format(module=module, tests=json.dumps(files)))
    chosen = drawn(module, copy, sample) if sample else []
    ran = subprocess.run([MUTMUT, "run", *chosen], cwd=copy, check=False, capture_output=True, text=True)
    if ran.returncode:
        sys.exit(f"{module}: mutmut stopped, most often as a test fails without any mutant\n{ran.stdout[-3000:]}")
    every = exit_codes(module, copy)
    outcomes = {mutant: STATUS.get(code, "stopped") for mutant, code in every.items() if code is not None}
    count = Counter(outcomes.values())
    found = ", ".join(f"{count[each]} {each}" for each in sorted(count))
    print(f"{module}: {len(outcomes)} of {len(every)} mutants: {found}", flush=True)
    for mutant, outcome in outcomes.items():
        if outcome not in ("killed", "stopped"):
            subprocess.run([MUTMUT, "show", mutant], cwd=copy, check=True)


def drawn(module: str, copy: Path, sample: int) -> list[str]:
    """The names of some mutants, the same ones for the same module; naming one that doesn't exist only makes them."""
    subprocess.run([MUTMUT, "run", "none"], cwd=copy, check=False, capture_output=True)
    names = sorted(exit_codes(module, copy))
    return Random(module).sample(names, min(sample, len(names)))


def exit_codes(module: str, copy: Path) -> dict[str, int | None]:
    """What the tests of each mutant ended with; None for one that was not tried."""
    found = json.loads((copy / f"mutants/coo_advisor/{module}.py.meta").read_text())
    return dict(found["exit_code_by_key"])


if __name__ == "__main__":
    main()
