"""The page to look at: well formed, self-contained, readable with and without its styles."""

import re
from base64 import b64encode
from fractions import Fraction
from hashlib import sha256

import pytest
from advice import RESULTS, document, sample
from parsed import HtmlPage
from questionnaires import TEAM

from coo_advisor.report.document import Action, Bar, Gauge, Link, Paragraph, Section
from coo_advisor.report.html import render_html
from coo_advisor.report.markdown import render_markdown

ATTRIBUTES = {"name", "content", "http-equiv", "charset", "lang", "class", "scope", "href", "rel", "data-label"}
DRAWN = {"x1", "x2", "y1", "y2", "width", "height", "fill", "stroke", "stroke-width", "role", "aria-label"}


def style_of(page: str) -> str:
    """The text of the one style element."""
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    return str(style)


def action(target: str) -> str:
    """A page on which the reader is asked to get in touch there."""
    block = Action(Paragraph("call"), (Link("contact", target),))
    return render_html(sample()._replace(page=(Section("x", (block,)),)))


@pytest.mark.parametrize("language", TEAM.languages)
@pytest.mark.parametrize("result", RESULTS)
def test_every_kind_of_result_is_one_closed_page(result: str, language: str) -> None:
    """Tags nest, the language is marked, and nothing runs, loads, or leads anywhere but to the consultant."""
    text = render_html(document(RESULTS[result], language))
    page = HtmlPage(text)
    assert page.tags[0] == ("html", {"lang": language})
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "image", "iframe", "object", "embed", "use", "form", "base"}
    assert {key for _, attributes in page.tags for key in attributes} <= ATTRIBUTES | DRAWN
    links = {attributes["href"] for _, attributes in page.tags if "href" in attributes}
    assert links <= set(TEAM.consultant.contacts)
    assert "url(" not in style_of(text)
    assert "@import" not in style_of(text)


def test_the_policy_lets_the_page_do_nothing_but_draw_itself() -> None:
    """The browser is ordered to load and run nothing, and to accept this one style."""
    text = render_html(sample())
    (policy,) = [
        tag["content"] for name, tag in HtmlPage(text).tags if tag.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = b64encode(sha256(style_of(text).encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "style-src": f"'sha256-{digest}'",
    }


@pytest.mark.parametrize("language", TEAM.languages)
@pytest.mark.parametrize("result", RESULTS)
def test_it_says_what_the_markdown_says(result: str, language: str) -> None:
    """Every word of the markdown stands on the page in the same order; only the captions of bars come in addition."""
    shown = document(RESULTS[result], language)
    markdown = re.sub(r"<!--.*?-->|^\|[ |-]+\|$", "", render_markdown(shown), flags=re.MULTILINE)
    markdown = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", markdown.replace("\\", ""))
    written = re.sub(r"[#*>|·-]", " ", markdown).split()
    said = iter(re.sub(r"[#*>|·-]", " ", " ".join(HtmlPage(render_html(shown)).texts)).split())
    missing = [word for word in written if word not in said]
    assert not missing


@pytest.mark.parametrize("result", RESULTS)
def test_no_words_run_together_without_styles(result: str) -> None:
    """Between two texts there is white space, or the end of one is where a sentence goes on: nothing relies on styles."""
    page = render_html(document(RESULTS[result], "fr"))
    body = page[page.index("<body>") :]
    assert not re.search(r"\w</(td|th|p|li|h1|h2|tr)><\w", body)
    assert not re.search(r"\w</strong>\w", body)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_days_keep_to_their_line(language: str) -> None:
    """No "Day 16–30" is broken in the first column of the steps, nor a signal's points in the last of theirs."""
    html = render_html(document(RESULTS["interim"], language))
    assert ".short { white-space: nowrap; }" in html
    for text in ("16–30", "61–90", r"14\s(?:sur|of)\s14"):
        assert re.search(rf'<(td|th)[^>]* class="short"[^>]*>[^<]*{text}<', html), text


def test_bars_are_as_long_as_their_shares() -> None:
    """The score is drawn up to its share, what is not known yet beyond it, and the mark at the threshold."""
    bar = Bar(Fraction(1, 4), Fraction(1, 2), Fraction(2, 5))
    page = HtmlPage(render_html(sample()._replace(page=(Section("x", (Gauge("x", bar),)),))))
    drawn = [tag for name, tag in page.tags if name in ("rect", "line")]
    assert [tag.get("width") or tag["x1"] for tag in drawn] == ["100%", "50%", "25%", "40%"]


def test_a_bar_has_its_size_and_colours_without_styles() -> None:
    """Attributes of the picture itself give it a size of some lines and colours that distinguish its parts."""
    tags = HtmlPage(render_html(sample())).tags
    (picture,) = [attributes for name, attributes in tags if name == "svg"]
    assert 100 < int(picture["width"]) < 800
    assert int(picture["height"]) < 40
    fills = [attributes["fill"] for name, attributes in tags if name == "rect"]
    assert len(set(fills)) == 3


def test_tables_mark_what_heads_what() -> None:
    """Every row has a header of its own, every table one for each column, and each cell the name of its column."""
    tags = HtmlPage(render_html(document(RESULTS["interim"], "fr"))).tags
    names = [tag for tag, _ in tags]
    scopes = [attributes.get("scope") for tag, attributes in tags if tag == "th"]
    assert scopes.count("row") == names.count("tr") - names.count("table")
    assert scopes.count("col") >= 2 * names.count("table")
    assert all(attributes.get("data-label") for tag, attributes in tags if tag == "td")


HOSTILE = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> ' onload='alert(1)",
    "<!-- --><style>*{display:none}</style>",
    "--><script>alert(1)</script>",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "]]><svg onload=alert(1)>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_text(text: str) -> None:
    """Tags, quotes and entities in a text show as they were written, and change no element of the page."""
    page, calm = HtmlPage(render_html(sample(text))), HtmlPage(render_html(sample()))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in calm.tags]
    assert text in page.texts


def test_nothing_invisible_gets_through() -> None:
    """Escape sequences, control and bidirectional characters in a text are gone."""
    page = render_html(sample("\x1b[31mred\x1b]52;c;AAAA\x07 \u202eback\u202c \x9b1m\x00end"))
    assert not {"\x1b", "\x07", "\x9b", "\x00", "\u202e", "\u202c"} & set(page)
    assert "red" in page


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "//evil.example", " https://x.example"])
def test_only_a_contact_becomes_a_link(target: str) -> None:
    """Any other address of the consultant is shown, and can't be followed."""
    page = HtmlPage(action(target))
    assert "a" not in {tag for tag, _ in page.tags}
    assert "contact" in page.texts


@pytest.mark.parametrize("target", ["https://x.example/", "mailto:lea@example.org", "tel:+3225551234"])
def test_a_contact_is_a_button_and_still_a_link(target: str) -> None:
    """The next step can be clicked: a page, an address or a number."""
    (link,) = [attributes for tag, attributes in HtmlPage(action(target)).tags if tag == "a"]
    assert link == {"class": "button", "href": target, "rel": "noreferrer"}


def test_an_address_is_escaped_in_its_link() -> None:
    """Quotes in an address end no attribute."""
    target = 'https://x.example/?a=1&b="><script>'
    assert [attributes["href"] for tag, attributes in HtmlPage(action(target)).tags if tag == "a"] == [target]


def test_print_is_large_enough_and_keeps_sections_whole() -> None:
    """On paper letters have 9.5 points or more, no section is split, and the annexes begin a page of their own."""
    style = style_of(render_html(sample()))
    printed = style[style.index("@media print") :]
    sizes = [float(size) for size in re.findall(r"([\d.]+)pt\b", printed)]
    assert min(sizes) >= 9.5
    assert re.search(r"section \{[^}]*break-inside: avoid", printed)
    assert re.search(r"\.annexes \{[^}]*break-before: page", printed)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_enough_contrast(scheme: int) -> None:
    """Texts stand out from the page by 4.5 to 1, bars and the threshold by 3 to 1, in both schemes (WCAG 2.2, AA)."""
    style = style_of(render_html(sample()))
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#\w+)", blocks[scheme]))
    assert len(blocks) == 2
    for name in ("ink", "soft", "accent"):
        assert contrast(colours[name], colours["page"]) >= 4.5
        assert contrast(colours[name], colours["quiet"]) >= 4.5
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert contrast(colours["accent"], colours["track"]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG defines it."""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as #1d2528, or #fff."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
