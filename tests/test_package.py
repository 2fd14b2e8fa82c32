"""The package as it is found and run: from a zipped wheel, in any folder, and by the tests themselves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from terminal import CTRL_C, QUESTIONNAIRE, Founder, User

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = ROOT / "docs" / "answers.yaml"
WHERE = "import coo_advisor; print(coo_advisor.__file__)"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package zipped as a wheel is."""
    path = tmp_path_factory.mktemp("wheel") / "coo_advisor-0-py3-none-any.whl"
    with ZipFile(path, "w") as zipped:
        for file in (ROOT / "coo_advisor").rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                zipped.write(file, file.relative_to(ROOT))
        zipped.write(ROOT / "questions.yaml", "coo_advisor/questions.yaml")
    return path


@pytest.fixture
def user(tmp_path: Path) -> User:
    """Someone with a home of their own, who has the answers of the picture."""
    shutil.copy(ANSWERS, tmp_path)
    return User(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "recommend answers.yaml --lang fr",
        "recommend answers.yaml --format html",
        f"check --cases {ROOT / 'tests' / 'cases.yaml'}",
        "schema",
    ],
    ids=lambda line: line.split()[0] + str(len(line)),
)
def test_a_zipped_wheel_says_what_the_checkout_says(user: User, wheel: Path, line: str) -> None:
    """Commands say the same from a zipped wheel, and leave nothing behind."""
    (temporary := user.home / "temporary").mkdir()
    zipped = user.runs(*line.split(), PYTHONPATH=str(wheel), TMPDIR=str(temporary))
    plain = user.runs(*line.split())
    assert (zipped.returncode, zipped.stdout, zipped.stderr) == (0, plain.stdout, "")
    assert list(temporary.iterdir()) == []


def test_a_zipped_wheel_asks_and_goes_on(user: User, wheel: Path) -> None:
    """An interview from a zipped wheel is left and found again, as its questionnaire always has the same name."""
    first, second, *_ = QUESTIONNAIRE.questions
    with user.sits("ask", PYTHONPATH=str(wheel)) as terminal:
        founder = Founder(terminal, user.words, {first.id: 28})
        founder.answers_all(until=second.id)
        terminal.send(CTRL_C)
        assert terminal.exit_code() == 130
    assert user.kept() == {first.id: 28}
    with user.sits("ask", "--resume", PYTHONPATH=str(wheel)) as terminal:
        Founder(terminal, user.words, {}).sees(second)


def test_the_wheel_of_these_tests_is_what_runs(user: User, wheel: Path) -> None:
    """With the zipped wheel on the path, none of the code comes from the checkout."""
    found = subprocess.run(
        [sys.executable, "-c", WHERE],
        env=user.environment(PYTHONPATH=str(wheel)),
        cwd=user.home,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.startswith(str(wheel))


def test_nothing_is_imported_from_the_working_folder(user: User) -> None:
    """A file that is called like a library is left alone, wherever the program is started."""
    for name in ("yaml", "typer", "rich", "questionary", "platformdirs", "json", "pathlib", "click", "tempfile"):
        (user.home / f"{name}.py").write_text(f"raise SystemExit('{name} of the working folder')")
    ran = user.runs("recommend", "answers.yaml", "-o", "advice.json")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "working folder" not in ran.stderr
    with user.sits() as terminal:
        Founder(terminal, user.words, {}).sees(QUESTIONNAIRE.questions[0])


def test_the_program_runs_in_a_folder_that_is_gone(user: User) -> None:
    """A working folder that was deleted meanwhile is no reason to stop."""
    script = (
        f"cd {user.home} && mkdir gone && cd gone && rmdir ../gone && exec {sys.executable} -m coo_advisor --version"
    )
    ran = subprocess.run(["sh", "-c", script], env=user.environment(), capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


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
