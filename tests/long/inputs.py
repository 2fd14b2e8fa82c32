"""Gives thousands of broken files to everything that reads one, and reports what came of them.

    .venv/bin/python tests/long/inputs.py
    .venv/bin/python tests/long/inputs.py --inputs 500 leads.csv cases.yaml

An input is its format and its number: the same bytes on every machine. Each is taken or refused, in time, as
tests/formats.py says; anything else is shown with its number and its traceback.
"""

import argparse
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from formats import FORMATS, Format, attack


def main() -> int:
    """Runs the formats named and prints a line for each; 1 if one input was not survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", help=f"of {', '.join(each.name for each in FORMATS)}; default: all")
    parser.add_argument("--inputs", type=int, default=10_000, metavar="N", help="for each format; default: 10000")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="the number of the first; default: 0")
    arguments = parser.parse_args()
    chosen = [each for each in FORMATS if not arguments.formats or each.name in arguments.formats]
    numbers = range(arguments.first, arguments.first + arguments.inputs)
    return min(1, sum(_attack_all(format, numbers) for format in chosen))


def _attack_all(format: Format, numbers: range) -> int:
    """How many inputs of a format were not survived."""
    taken = failed = 0
    slowest, slowest_number = 0.0, 0
    for number in numbers:
        content = format.broken(number)
        try:
            came = attack(format, content)
        except Exception:  # noqa: BLE001  # what is not foreseen is what is looked for
            failed += 1
            print(f"{format.name} {number}: {content[:200]!r}\n{traceback.format_exc(limit=-5)}")
            continue
        taken += came.taken
        slowest, slowest_number = max((slowest, slowest_number), (came.seconds, number))
    refused = len(numbers) - taken - failed
    print(
        f"{format.name:18} {len(numbers):6} inputs {taken:6} taken {refused:6} refused {failed:4} failed, "
        f"slowest {slowest:.2f} s ({slowest_number})",
        flush=True,
    )
    return failed


if __name__ == "__main__":
    sys.exit(main())
