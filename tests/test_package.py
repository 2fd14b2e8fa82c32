"""The package as it is found and run: from a zipped wheel, in any folder, and by the tests themselves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHERE = "import coo_advisor; print(coo_advisor.__file__)"

PROBE = f"""
import os, subprocess, sys
import coo_advisor

def test_where():
    path = {{"PATH": os.environ["PATH"]}}
    for env in (None, path, {{**os.environ}}):
        run = subprocess.run([sys.executable, "-c", "{WHERE}"], env=env, cwd="/", capture_output=True, text=True)
        assert run.stdout.strip() == coo_advisor.__file__
    print("found", coo_advisor.__file__)
"""


def test_programs_that_tests_start_run_the_code_under_test(tmp_path: Path) -> None:
    """A copy that is tested with the environment of another checkout starts programs of its own code."""
    for name in ("pyproject.toml", "tests/conftest.py", "coo_advisor/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "tests" / "test_probe.py").write_text(PROBE)
    program = [sys.executable, "-m", "pytest", "-n", "0", "-s", "tests/test_probe.py"]
    ran = subprocess.run(program, cwd=tmp_path, env={**os.environ}, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert f"found {tmp_path / 'coo_advisor' / '__init__.py'}" in ran.stdout
