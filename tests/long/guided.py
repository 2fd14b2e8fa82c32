"""Broken files that coverage leads to: atheris keeps the inputs that reach new code, and breaks those further.

    python3 -m venv guided && guided/bin/pip install atheris hypothesis pytest -e .
    guided/bin/python tests/long/guided.py questions.yaml -max_total_time=300

What follows the format goes to libFuzzer. atheris is no dependency of the tests: it has wheels for few versions of
Python, and what it finds becomes a seed or a mutation of tests/mutations.py.
"""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[1]))

with atheris.instrument_imports(include=["coo_advisor"]):
    from formats import FORMATS, attack


def main() -> None:
    """Attacks one format until libFuzzer's limits, or the first input that is not survived."""
    (format,) = (each for each in FORMATS if each.name == sys.argv[1])
    corpus = Path("guided-corpus") / format.name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(format.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)

    def one_input(content: bytes) -> None:
        attack(format, content)

    atheris.Setup([sys.argv[0], str(corpus), "-max_len=40000", *sys.argv[2:]], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
