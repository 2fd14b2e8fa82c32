"""What all tests share."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

import coo_advisor

# The same examples on every machine, however slow it is: a failure is seen again by whoever looks for it.
settings.register_profile("project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

# For tests/long/mutants.py: that an example fails is enough, the smallest one is not looked for.
settings.register_profile("mutants", settings.get_profile("project"), phases=[Phase.explicit, Phase.generate])

# The language of whoever runs the tests is none of their business; those that need another say so.
for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
    os.environ.pop(name, None)
os.environ["LANG"] = "en_GB.UTF-8"

# Programs that tests start run the code under test, whatever the environment they run in has installed.
ROOT = Path(__file__).resolve().parent.parent
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
if Path(coo_advisor.__file__).parent != ROOT / "coo_advisor":
    raise pytest.UsageError(f"{coo_advisor.__file__} would be tested, which is not in {ROOT}")

# For tests/long/coverage.py: programs that tests start in an environment of their own are measured too.
MEASURED = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}

start = subprocess.Popen.__init__


def start_this_code(self: Any, program: Any, *arguments: Any, env: Any = None, **options: Any) -> None:
    """Starts a program that finds this code first; behind a shell, which may let it write nothing, it isn't measured."""
    measured = MEASURED if program[0] == sys.executable else {}
    env = None if env is None else {"PYTHONPATH": str(ROOT), **env, **measured}
    start(self, program, *arguments, env=env, **options)


subprocess.Popen.__init__ = start_this_code  # type: ignore[method-assign]
