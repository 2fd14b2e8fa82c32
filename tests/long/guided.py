"""Broken files that coverage leads to: atheris keeps the inputs that reach new code, and breaks those further.

    python3 -m venv guided && guided/bin/python -m pip install atheris hypothesis pytest -e .
    guided/bin/python tests/long/guided.py questions.yaml -max_total_time=300

What follows the format goes to libFuzzer, which stops at the first input that is not survived and leaves it in a file
`crash-…`. atheris is no dependency of the tests, as it has wheels for few versions of Python; what it finds belongs into
tests/mutations.py, as another way to break a file.
"""

import sys
from pathlib import Path
from tempfile import mkdtemp

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["coo_advisor"]):
    from formats import FORMATS, attack


def main() -> None:
    """Attacks one format until libFuzzer's limits, or the first input that is not survived."""
    (format,) = (each for each in FORMATS if each.name == sys.argv[1])
    corpus = Path(mkdtemp(prefix="guided-"))
    for number, seed in enumerate(format.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)

    def one_input(content: bytes) -> None:
        attack(format, content)

    atheris.Setup([sys.argv[0], str(corpus), "-max_len=40000", *sys.argv[2:]], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
