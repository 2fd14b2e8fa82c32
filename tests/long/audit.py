"""Known vulnerabilities of everything that is installed, from what PyPI keeps of each package's newest release.

    .venv/bin/python tests/long/audit.py

For where pip-audit can't run: it asks for each version by itself, which mirrors don't answer. A package that is not at
its newest release is reported as not audited. Exits with 1 unless all are audited and none is vulnerable.
"""

import json
import sys
from importlib.metadata import distributions
from typing import Any
from urllib.request import urlopen

OURS = "coo-advisor"

VULNERABLE = "pycrypto"
"""Abandoned with known vulnerabilities: a registry that has nothing on it knows nothing."""


def main() -> None:
    """Audits every package of this environment."""
    if not newest(VULNERABLE)["vulnerabilities"]:
        sys.exit(f"The registry tells no vulnerability of {VULNERABLE}: its silence on others means nothing.")
    installed = sorted({(each.name, each.version) for each in distributions() if each.name != OURS})
    problems = [problem for name, version in installed if (problem := audit(name, version))]
    print("\n".join([*problems, f"{len(installed)} packages, {len(problems)} vulnerable or not audited"]))
    sys.exit(1 if problems else 0)


def audit(name: str, version: str) -> str:
    """What is wrong with a release of a package, or nothing."""
    told = newest(name)
    if told["info"]["version"] != version:
        return f"{name} {version}: not audited, as the newest release is {told['info']['version']}"
    known = ", ".join(each["id"] for each in told["vulnerabilities"] if not each.get("withdrawn"))
    return known and f"{name} {version}: {known}"


def newest(name: str) -> dict[str, Any]:
    """What PyPI keeps of the newest release of a package."""
    with urlopen(f"https://pypi.org/pypi/{name}/json", timeout=30) as answer:
        told: dict[str, Any] = json.load(answer)
    return told


if __name__ == "__main__":
    main()
