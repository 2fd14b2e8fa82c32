"""What all tests share."""

import os
import subprocess
import sys
from typing import Any

from hypothesis import HealthCheck, Phase, settings

# The same examples on every machine, however slow it is: a failure is seen again by whoever looks for it.
settings.register_profile("project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

# For tests/long/mutants.py: that an example fails is enough, the smallest one is not looked for.
settings.register_profile("mutants", settings.get_profile("project"), phases=[Phase.explicit, Phase.generate])

# For tests/long/coverage.py: programs that tests start in an environment of their own are measured too.
MEASURED = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}

if MEASURED:
    start = subprocess.Popen.__init__

    def start_measured(self: Any, program: Any, *arguments: Any, env: Any = None, **options: Any) -> None:
        """Starts a program that measures itself; behind a shell, which may let it write nothing, it doesn't."""
        measured = MEASURED if program[0] == sys.executable else {}
        start(self, program, *arguments, env=env and {**env, **measured}, **options)

    subprocess.Popen.__init__ = start_measured  # type: ignore[method-assign]
