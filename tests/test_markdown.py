"""The exported document, parsed and linted as others would."""

import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.report.markdown import escaped, render_markdown
from coo_advisor.report.recommendation import Recommendation, put_into_words
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

QUESTIONNAIRE = load_questionnaire(packaged_questionnaire())
SPACE = Space(QUESTIONNAIRE)

FOUNDER: Answers = {
    "company": "Atelier Dupont",
    "headcount": 28,
    "growth": "surging",
    "operations_lead": "founder",
    "bottleneck": "coordination",
    "founder_week": "5_plus",
    "founder_away": "stops",
    "founder_stepback": "never",
    "recurring_problems": "constantly",
    "stuck_decisions": "some",
    "needs": ("experience", "cost"),
}
COO: Answers = {
    "operations_lead": "coo",
    "bottleneck": "coordination",
    "coo_week": "unsustainable",
    "coo_away": "stops",
    "coo_stepback": "never",
    "coo_staying": "at_risk",
}
RESULTS: dict[str, Answers] = {
    "interim": FOUNDER,
    "support": COO,
    "no change by exclusion": {**FOUNDER, "bottleneck": "demand"},
    "no change by score": {**FOUNDER, "founder_away": "runs", "bottleneck": "none", "recurring_problems": "rarely"},
    "undecided": {"operations_lead": "founder"},
    "nothing known": {},
}

HOSTILE = [
    "[link](http://evil.example)",
    "<script>alert(1)</script>",
    "| a | b |",
    "`code` **bold** _em_ ~~gone~~",
    "http://evil.example www.evil.example",
    "&lt;b&gt; &amp; \\",
    "# heading\n\n- list\n> quote",
    "\x1b[31mred\x1b]52;c;AAAA\x07 \u202eback\u202c",
    "![image](x.png) <https://evil.example>",
]


def recommendation(answers: Answers, language: str) -> Recommendation:
    """What answers come to, in a language."""
    return put_into_words(assess(SPACE, answers), load_words(language), date(2026, 11, 23))


def parsed(markdown: str) -> list[Token]:
    """The blocks of a document, as CommonMark with tables has them."""
    return MarkdownIt("commonmark").enable("table").parse(markdown)


def inline(tokens: list[Token]) -> list[Token]:
    """Everything inside the lines of a document."""
    return [child for token in tokens for child in token.children or []]


@pytest.mark.parametrize("language", QUESTIONNAIRE.languages)
@pytest.mark.parametrize("result", RESULTS)
def test_every_kind_of_result_is_a_clean_document(result: str, language: str, tmp_path: Path) -> None:
    """One title, headings in order, tables with as many cells as columns, and nothing for a linter to say."""
    markdown = render_markdown(recommendation(RESULTS[result], language))
    tokens = parsed(markdown)
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for line in markdown.splitlines():
        if line.startswith("|"):
            assert line.replace("\\|", "").count("|") == line_of_titles(markdown, line).replace("\\|", "").count("|")
    (tmp_path / "x.md").write_text(markdown)
    lint = [sys.executable, "-m", "pymarkdown", "-d", "MD013", "scan", str(tmp_path / "x.md")]
    found = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def line_of_titles(markdown: str, line: str) -> str:
    """The first line of the table that a line belongs to."""
    block = next(block for block in markdown.split("\n\n") if line in block.splitlines())
    return block.splitlines()[0]


@pytest.mark.parametrize("language", QUESTIONNAIRE.languages)
def test_the_document_says_what_a_client_needs(language: str) -> None:
    """Title with the company, date, verdict, reasons, advice, plan, costs, next step, appendix and hash are there."""
    words = load_words(language)
    markdown = render_markdown(recommendation(FOUNDER, language))
    headings = [
        token.content
        for before, token in zip(parsed(markdown), parsed(markdown)[1:], strict=False)
        if before.type == "heading_open"
    ]
    assert "Atelier Dupont" in headings[0]
    keys = (
        "recommendation",
        "reasons",
        "signals",
        "speaks_against",
        "advantages",
        "how_it_works",
        "first_90_days",
        "cautions",
        "costs",
        "would_change",
        "watch",
        "next_step",
        "appendix",
    )
    assert headings[1:] == [words(key) for key in keys]
    assert words.day(date(2026, 11, 23)) in markdown
    assert "32" in markdown
    assert QUESTIONNAIRE.sha256 in markdown
    assert "https://bras-droit-liut.super.site/" in markdown
    assert words("costs_note").split(",")[0] in markdown


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_answer_stays_text(text: str) -> None:
    """Markup, links, HTML and control characters in an answer show as characters, and do nothing."""
    markdown = render_markdown(recommendation({**FOUNDER, "company": text}, "en"))
    calm = render_markdown(recommendation({**FOUNDER, "company": "calm"}, "en"))
    assert [token.type for token in parsed(markdown)] == [token.type for token in parsed(calm)]
    kinds = {token.type for token in inline(parsed(markdown))}
    assert not kinds & {"html_inline", "image"}
    links = [token.attrs["href"] for token in inline(parsed(markdown)) if token.type == "link_open"]
    assert links == ["https://bras-droit-liut.super.site/"]
    assert not {"\x1b", "\x07", "\u202e"} & set(markdown)


@pytest.mark.parametrize("text", ["Dupont & Fils (2024)", "a*b_c|d`e<f>g[h]#i~j\\k"])
def test_escaping_loses_nothing(text: str) -> None:
    """What a reader sees of an escaped text is the text."""
    (paragraph,) = [token for token in parsed(escaped(text)) if token.type == "inline"]
    assert "".join(token.content for token in paragraph.children or []) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x {#id onclick=y}", r"x \{\#id onclick=y\}"),
        ("{{ x }} {% x %}", r"\{\{ x \}\} \{% x %\}"),
        ("@x", r"\@x"),
        ("- x", r"\- x"),
        ("+ x", r"\+ x"),
        ("=== x", r"\=== x"),
        ("12. x", r"12\. x"),
        ("1) x", r"1\) x"),
        (": x", r"\: x"),
        ("!!! x", r"\!!! x"),
        ("xhttp://x HTTPS://x xmpp:x", r"xhttp\://x HTTPS\://x xmpp\:x"),
        ("www.x _www.x", r"www\.x \_www\.x"),
        ("smb://x file:///x //x", r"smb\://x file\:///x \//x"),
        ("evil.example e.g. 12.avril", r"evil\.example e\.g. 12\.avril"),
        ("to a.b+c@evil.example, x@localhost.", "to `a.b+c@evil.example`, `x@localhost`."),
        ("http://com@.evil:// .xmpp:@//evil.example", r"`http://com@.evil`\:// `.xmpp:@//evil.example`"),
        ("mailto:e@evil.example xmpp:@evil.example", "`mailto:e@evil.example` `xmpp:@evil.example`"),
        ("a@b.example+c@evil.example.", "`a@b.example+c@evil.example`."),
        ("`a_b@evil.example`|", r"\``a_b@evil.example`\`\|"),
        ("1.5 days a week, 28 people: 67%", "1.5 days a week, 28 people: 67%"),
    ],
)
def test_what_other_readers_of_markdown_know_is_escaped(text: str, written: str) -> None:
    """Attributes, templates, citations, lists, definitions, boxes and bare links stay text on GitHub and in pandoc too."""
    assert escaped(text) == written


@pytest.mark.parametrize("text", ["é" * 200_000, "a." * 100_000 + "@", "@a." * 70_000, "http://" * 30_000])
def test_a_long_text_takes_no_longer_than_its_length(text: str) -> None:
    """Addresses are looked for in one pass, so that no questionnaire made for it keeps the program busy."""
    assert len(escaped(text)) >= len(text)


def test_reasons_add_up_to_the_total_shown() -> None:
    """The points in the table of reasons sum to its last line."""
    shown = recommendation(FOUNDER, "en")
    pairs = [tuple(map(int, row.points.split(" of "))) for row in shown.reasons]
    points, most = (sum(column) for column in zip(*pairs, strict=True))
    assert shown.total.startswith(f"{points} of {most} points")
    assert f"{round(100 * points / most)}%" in shown.total
