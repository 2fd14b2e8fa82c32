"""The start of the program, as `coo-advisor` and as `python -m coo_advisor`."""

import gc

_RARELY = 100_000
"""New objects between two looks for garbage: a start makes many that stay, and looking through them takes a tenth."""


def main() -> None:
    """Runs the command line; exits with its code."""
    gc.set_threshold(_RARELY)
    from coo_advisor.commands.app import main as run

    run()


if __name__ == "__main__":
    main()
