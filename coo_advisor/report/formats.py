"""The forms a recommendation can take: which suffix and which name stand for which renderer."""

import sys
from pathlib import Path

from coo_advisor.report.recommendation import Recommendation
from coo_advisor.system.errors import AdvisorError
from coo_advisor.verdict.assessment import Assessment

SUFFIXES = (".md", ".html", ".json")


def render(suffix: str, assessment: Assessment, recommendation: Recommendation) -> str:
    """The content of a file with one of SUFFIXES."""
    if suffix == ".json":
        from coo_advisor.report.as_json import render_json

        return render_json(assessment)
    if suffix == ".html":
        from coo_advisor.report.html import render_html

        return render_html(recommendation)
    from coo_advisor.report.markdown import render_markdown

    return render_markdown(recommendation)


def show(recommendation: Recommendation, *, bars: bool = True) -> None:
    """Prints the recommendation on standard output; without `bars`, in plain lines with no escape sequence."""
    from rich.console import Console  # half of what the other renderers take to start

    from coo_advisor.report.terminal import print_recommendation

    console = Console(file=sys.stdout, highlight=False, force_terminal=None if bars else False)
    print_recommendation(recommendation, console, bars=bars)


def check_suffix(path: Path) -> None:
    """Raises AdvisorError where no renderer writes files of that name."""
    if path.suffix not in SUFFIXES:
        raise AdvisorError(f"{path}: no format has the suffix “{path.suffix}”. Use one of: {', '.join(SUFFIXES)}.")
