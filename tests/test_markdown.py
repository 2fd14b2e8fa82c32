"""The exported document, parsed and linted as others would."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from advice import RESULTS, document, sample
from markdown_it import MarkdownIt
from markdown_it.token import Token
from questionnaires import TEAM

from coo_advisor.report.document import Action, Link, Paragraph, Section, Table
from coo_advisor.report.markdown import escaped, render_markdown

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
    "--> <b>evil</b> <!--",
]


def parsed(markdown: str) -> list[Token]:
    """The blocks of a document, as CommonMark with tables has them."""
    return MarkdownIt("commonmark").enable("table").parse(markdown)


def inline(tokens: list[Token]) -> list[Token]:
    """Everything inside the lines of a document."""
    return [child for token in tokens for child in token.children or []]


@pytest.mark.parametrize("language", TEAM.languages)
@pytest.mark.parametrize("result", RESULTS)
def test_every_kind_of_result_is_a_clean_document(result: str, language: str) -> None:
    """One title, headings in order, and tables with as many cells as columns."""
    markdown = render_markdown(document(RESULTS[result], language))
    levels = [int(token.tag[1]) for token in parsed(markdown) if token.type == "heading_open"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for block in markdown.split("\n\n"):
        if block.startswith("|"):
            assert len({line.replace("\\|", "").count("|") for line in block.splitlines()}) == 1


def test_a_linter_has_nothing_to_say(tmp_path: Path) -> None:
    """Of no kind of result, in no language."""
    for number, answers in enumerate(RESULTS.values()):
        for language in TEAM.languages:
            (tmp_path / f"{number}-{language}.md").write_text(render_markdown(document(answers, language)))
    lint = [sys.executable, "-m", "pymarkdown", "-d", "MD013", "scan", str(tmp_path)]
    found = subprocess.run(lint, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_block_is_drawn() -> None:
    """Headings, quotes, lists, tables and links are markdown's own; leads and what heads a row are bold."""
    kinds = {token.type for token in parsed(render_markdown(sample()))}
    assert {"heading_open", "blockquote_open", "bullet_list_open", "table_open", "html_block"} <= kinds
    spans = [token.type for token in inline(parsed(render_markdown(sample())))]
    assert {"strong_open", "link_open"} <= set(spans)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_text(text: str) -> None:
    """Markup, links, HTML and control characters in a text show as characters, and do nothing."""
    markdown = render_markdown(sample(text))
    assert [token.type for token in parsed(markdown)] == [token.type for token in parsed(render_markdown(sample()))]
    kinds = {token.type for token in inline(parsed(markdown))}
    assert not kinds & {"html_inline", "image"}
    links = [token.attrs["href"] for token in inline(parsed(markdown)) if token.type == "link_open"]
    assert links == ["https://example.org/"]
    comments = [token.content for token in parsed(markdown) if token.type == "html_block"]
    assert all(re.fullmatch(r"<!--[^<>]*-->\n?", comment) for comment in comments)
    assert not {"\x1b", "\x07", "\u202e"} & set(markdown)


@pytest.mark.parametrize(
    ("target", "links"),
    [
        ("https://example.org/a?b=c", True),
        ("mailto:lea@example.org", True),
        ("tel:+3225551234", True),
        ("https://example.org/) [x](https://evil.example", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_contact_is_a_link_only_if_it_is_one(target: str, links: bool) -> None:
    """Web, mail and telephone are links, anything else is shown as text."""
    shown = sample()._replace(page=(Section("x", (Action(Paragraph("call"), (Link("contact", target),)),)),))
    found = [token.attrs["href"] for token in inline(parsed(render_markdown(shown))) if token.type == "link_open"]
    assert found == ([target] if links else [])


def test_columns_are_as_wide_as_their_texts_need() -> None:
    """The dashes under a table, by which pandoc sets its columns, give a long text more than a short one, none too little."""
    table = Table(("When", "What"), ((Paragraph("J 1–15"), Paragraph("a much longer text than the first column has")),))
    lines = render_markdown(sample()._replace(page=(Section("x", (table,)),))).splitlines()
    first, second = re.findall(r"-+", next(line for line in lines if line.startswith("| --")))
    assert 8 <= len(first) < len(second)


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


@pytest.mark.parametrize("piece", ["é", "a.", "@a.", "http://"])
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    """Addresses are looked for in one pass, so that no questionnaire made for it keeps the program busy."""
    text = f"{piece * 50_000}@"
    assert len(escaped(text)) >= len(text)
