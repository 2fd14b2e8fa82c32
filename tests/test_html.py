"""The page to look at: well formed, self-contained, readable, and with the figures of the other forms."""

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.report.html import render_html
from coo_advisor.report.markdown import render_markdown
from coo_advisor.report.recommendation import Contact, Recommendation, put_into_words
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
RESULTS: dict[str, Answers] = {
    "interim": FOUNDER,
    "no change by exclusion": {**FOUNDER, "bottleneck": "demand"},
    "no change by score": {**FOUNDER, "founder_away": "runs", "bottleneck": "none", "recurring_problems": "rarely"},
    "undecided": {"operations_lead": "founder"},
    "nothing known": {},
}
VOID = {"meta", "br"}
ATTRIBUTES = {"name", "content", "http-equiv", "charset", "lang", "class", "scope", "colspan", "href", "rel"}
DRAWN = {"x", "y", "x1", "x2", "y1", "y2", "width", "height", "aria-hidden"}


class Page(HTMLParser):
    """A page taken apart; parsing fails where tags don't nest."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open and data.strip():
            self.texts.append(data)
            if self._open[-1] in ("h1", "h2", "h3"):
                self.headings.append((self._open[-1], data))


def recommendation(answers: Answers, language: str) -> Recommendation:
    """What answers come to, in a language."""
    return put_into_words(assess(SPACE, answers), load_words(language), date(2026, 11, 23))


def style_of(page: str) -> str:
    """The text of the one style element."""
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    return str(style)


@pytest.mark.parametrize("language", QUESTIONNAIRE.languages)
@pytest.mark.parametrize("result", RESULTS)
def test_every_kind_of_result_is_one_closed_page(result: str, language: str) -> None:
    """Tags nest, the language is told, and nothing runs, loads, or leads anywhere but to the consultant."""
    page = Page(render_html(recommendation(RESULTS[result], language)))
    assert page.tags[0] == ("html", {"lang": language})
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "image", "iframe", "object", "embed", "use", "form", "base"}
    assert {key for _, attributes in page.tags for key in attributes} <= ATTRIBUTES | DRAWN
    links = [attributes["href"] for _, attributes in page.tags if "href" in attributes]
    assert links == ["https://bras-droit-liut.super.site/"]
    style = style_of(render_html(recommendation(RESULTS[result], language)))
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_lets_the_page_do_nothing_but_draw_itself() -> None:
    """The browser is told to load and run nothing, and to accept this one style."""
    text = render_html(recommendation(FOUNDER, "en"))
    (policy,) = [tag["content"] for name, tag in Page(text).tags if tag.get("http-equiv") == "Content-Security-Policy"]
    digest = b64encode(sha256(style_of(text).encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "style-src": f"'sha256-{digest}'",
    }


@pytest.mark.parametrize("language", QUESTIONNAIRE.languages)
@pytest.mark.parametrize("result", RESULTS)
def test_it_says_what_the_markdown_says(result: str, language: str) -> None:
    """Same headings in the same order, and every figure and sentence of the recommendation."""
    shown = recommendation(RESULTS[result], language)
    page = Page(render_html(shown))
    marks = {"#": "h1", "##": "h2", "###": "h3"}
    lines = [line.split(" ", 1) for line in render_markdown(shown).splitlines() if line.startswith("#")]
    assert page.headings == [(marks[level], title.replace("\\", "")) for level, title in lines]
    said = "\n".join(page.texts)
    for text in texts_of(shown):
        assert text in said


def texts_of(shown: Recommendation) -> list[str]:
    """The texts and figures that a reader must find."""
    scores = [shown.score.label, shown.score.figures] if shown.score else []
    reasons = [text for row in shown.reasons for text in (row.question, row.answer, row.signal, row.points)]
    levels = [text for gauge in shown.signals for text in (gauge.label, gauge.note, gauge.figures)]
    costs = [text for cost in shown.costs for text in cost]
    merits = [text for title, lines in shown.merits for text in (title, *lines)]
    plan = [shown.plan.days, shown.plan.duration, *shown.plan.first_90_days, *shown.plan.cautions] if shown.plan else []
    doubts = [shown.doubts.title, *shown.doubts.lines] if shown.doubts else []
    contact = list(shown.contact) if shown.contact else []
    answers = [text for pair in shown.answers for text in pair]
    whole = [shown.title, shown.date, shown.headline, shown.definition, shown.total, shown.next_step]
    lists = [*shown.verdict, *shown.unknown, *shown.changes, *shown.watch, shown.questionnaire]
    return [*whole, *lists, *scores, *reasons, *levels, *costs, *merits, *plan, *doubts, *contact, *answers]


def test_bars_are_as_long_as_their_shares() -> None:
    """The score is drawn up to its percentage, what is not known yet beyond it, and the mark at the threshold."""
    shown = recommendation({**FOUNDER, "growth": None}, "en")
    assert shown.score
    assert shown.score.bar.mark
    assert shown.score.bar.low < shown.score.bar.high
    drawn = [tag for tag in Page(render_html(shown)).tags if tag[0] in ("svg", "rect", "line")]
    score = drawn[drawn.index(("svg", {"class": "score", "aria-hidden": "true"})) :][1:6]
    shares = [float((tag.get("width") or tag["x1"]).rstrip("%")) for _, tag in score]
    low, high, mark = (float(100 * share) for share in shown.score.bar)
    assert shares == pytest.approx([100, high, low, mark, mark], abs=0.05)


def test_tables_tell_what_heads_what() -> None:
    """Every row has a header of its own, and every table one for each column."""
    tags = Page(render_html(recommendation(FOUNDER, "fr"))).tags
    names = [tag for tag, _ in tags]
    scopes = [attributes.get("scope") for tag, attributes in tags if tag == "th"]
    assert scopes.count("col") == 2 * names.count("table") == 8
    totals = names.count("tfoot")
    assert scopes.count("row") == names.count("tr") - names.count("table") - totals


HOSTILE = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> ' onload='alert(1)",
    "<!-- --><style>*{display:none}</style>",
    "&lt;b&gt; &amp; &#60;i&#62;",
    "]]><svg onload=alert(1)>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_answer_stays_text(text: str) -> None:
    """Tags, quotes and entities in an answer show as they were written, and change no element of the page."""
    page = Page(render_html(recommendation({**FOUNDER, "company": text}, "en")))
    calm = Page(render_html(recommendation({**FOUNDER, "company": "calm"}, "en")))
    assert page.tags == calm.tags
    assert text in page.texts


def test_nothing_invisible_gets_through() -> None:
    """Escape sequences, control and bidirectional characters in an answer are gone."""
    company = "\x1b[31mred\x1b]52;c;AAAA\x07 \u202eback\u202c \x9b1m\x00end"
    page = render_html(recommendation({**FOUNDER, "company": company}, "en"))
    assert not {"\x1b", "\x07", "\x9b", "\x00", "\u202e", "\u202c"} & set(page)
    assert "red" in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", " https://x.example"])
def test_only_a_web_address_becomes_a_link(url: str) -> None:
    """Any other address of the consultant is shown, and can't be followed."""
    shown = recommendation(FOUNDER, "en")._replace(contact=Contact("Name", url, "Call"))
    page = Page(render_html(shown))
    assert "a" not in {tag for tag, _ in page.tags}
    assert url.strip() in page.texts


def test_an_address_is_escaped_in_its_link() -> None:
    """Quotes in an address end no attribute."""
    url = 'https://x.example/?a=1&b="><script>'
    page = Page(render_html(recommendation(FOUNDER, "en")._replace(contact=Contact("Name", url, "Call"))))
    assert [attributes for tag, attributes in page.tags if tag == "a"] == [{"href": url, "rel": "noreferrer"}]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_enough_contrast(scheme: int) -> None:
    """Texts stand out from the page by 4.5 to 1, bars and the threshold by 3 to 1, in both schemes (WCAG 2.2, AA)."""
    style = style_of(render_html(recommendation(FOUNDER, "en")))
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#\w+)", blocks[scheme]))
    assert len(blocks) == 2
    for name in ("ink", "soft", "accent"):
        assert contrast(colours[name], colours["page"]) >= 4.5
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
