"""The page in a real browser, as founders use it: with a mouse, with keys alone, on a phone, without what it may lack."""

import json
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import axe_core_python
import pytest
from browser import CHROMIUM, Browser, browser
from hostile import CONTROLS, MARKUP

from coo_advisor.leads.mail import BEGINS, receive
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire, read_questionnaire
from coo_advisor.system.errors import AdvisorError
from coo_advisor.web_page.page import render_page
from coo_advisor.wording.words import load_words

QUESTIONNAIRE = load_questionnaire(packaged_questionnaire())
MAIL = "anne@example.org"
PAGE = render_page(QUESTIONNAIRE, MAIL)
PLANT = Path(__file__).parent / "plant.yaml"
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium")
languages = pytest.mark.parametrize("language", QUESTIONNAIRE.languages)
FOUNDER = {
    "headcount": 28,
    "growth": "growing",
    "operations_lead": "founder",
    "bottleneck": "coordination",
    "founder_week": "3_to_4",
    "founder_away": "stops",
    "founder_stepback": "never",
    "trigger": (),
    "recurring_problems": "often",
    "stuck_decisions": None,
    "needs": ("experience", "objectivity"),
    "delegation": "some",
    "means": "part_time",
    "timing": "this_quarter",
    "decision": "alone",
}
"""What the founder of these tests answers; None is "I don't know"."""


class Elements(HTMLParser):
    """The elements of a page: name and attributes of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes an element."""
        self.found.append((tag, dict(attrs)))


def test_the_page_is_one_file_that_fetches_nothing() -> None:
    """No address but links, no handler or style in an attribute, and a policy that allows this script and style only."""
    elements = Elements(PAGE).found
    named = {name for _, attributes in elements for name in attributes}
    assert not [name for name in named if name.startswith("on") or name in ("style", "src", "srcset", "action")]
    assert {tag for tag, attributes in elements if "href" in attributes} == {"a"}
    policy = next(attributes["content"] for _, attributes in elements if attributes.get("http-equiv"))
    assert policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", PAGE, re.DOTALL)
        (hashed,) = re.findall(rf"{tag}-src 'sha256-([^']+)'", policy)
        assert b64decode(hashed) == sha256(content.encode()).digest()


def test_the_page_is_small() -> None:
    """In both languages, uncompressed, below the 80 KB (81,920 bytes) that it may be, with room to mend it."""
    assert len(PAGE.encode()) < 80_000


def test_the_same_input_gives_the_same_bytes() -> None:
    """The page holds no day and nothing random."""
    assert render_page(load_questionnaire(packaged_questionnaire()), MAIL) == PAGE


def test_no_address_gives_no_mail() -> None:
    """With no address in the questionnaire and none given, nothing on the page leads to a mail."""
    page = render_page(QUESTIONNAIRE)
    assert '"mail":""' in page
    assert "mailto:" not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize(
    "wrong", ["anne", "anne@", "a@b.c?cc=x@y.z", "a@b.c&bcc=x@y.z", 'a"@b.c', "a@b.c,d@e.f", "a b@c.d"]
)
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    """No header can be smuggled into a mail, and the message shows an example."""
    with pytest.raises(AdvisorError, match=r"is not an e-mail address. Write one such as name@example.com"):
        render_page(QUESTIONNAIRE, wrong)


def test_another_questionnaire_makes_a_page_too() -> None:
    """Other kinds, conditions and scenarios are nothing special."""
    assert "Fougère" not in render_page(read_questionnaire(PLANT.read_bytes(), "plant.yaml"))


def command(*arguments: str, sent: str = "") -> "subprocess.CompletedProcess[str]":
    """A command of the program, without a terminal."""
    run = [sys.executable, "-m", "coo_advisor", *arguments]
    return subprocess.run(run, input=sent, capture_output=True, encoding="utf-8", check=False)


def test_the_command_writes_the_page_and_replaces_nothing_unasked(tmp_path: Path) -> None:
    """A page is written; over another only with --force; and only as .html."""
    path = tmp_path / "diagnostic.html"
    assert command("page", "-o", str(path), "--mail", MAIL).returncode == 0
    assert path.read_text(encoding="utf-8") == PAGE
    again = command("page", "-o", str(path))
    assert (again.returncode, "--force" in again.stderr) == (2, True)
    assert command("page", "-o", str(path), "--force").returncode == 0
    named = command("page", "-o", str(tmp_path / "diagnostic.pdf"))
    assert (named.returncode, "ends in .html" in named.stderr) == (2, True)


@pytest.fixture(scope="module")
def tab() -> Iterator[Browser]:
    """A browser; each test opens a page of its own in it."""
    with browser() as opened:
        yield opened


@pytest.fixture
def page(tab: Browser, tmp_path: Path) -> Iterator[Browser]:
    """The page from a file, in a browser that remembers nothing; at the end nothing has gone wrong in it."""
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    tab.size(1000, 800)
    tab.prefer()
    tab.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    tab.open(path)
    tab.run("localStorage.clear()")
    tab.open(path)
    tab.problems.clear()
    yield tab
    assert tab.problems == []


def speak(tab: Browser, language: str) -> None:
    """Chooses a language by keys, whatever the browser's own."""
    tab.tab_to({"en": "English", "fr": "Français"}[language])
    tab.press("Enter")


def answer_all(tab: Browser, language: str) -> None:
    """Answers every question by keys alone, as FOUNDER does."""
    words = load_words(language)
    tab.tab_to(words("page_start"))
    tab.press("Enter")
    for question in QUESTIONNAIRE.questions:
        if question.id in FOUNDER:
            assert tab.run("document.querySelector('form').dataset.ask") == question.id
            assert tab.run("document.activeElement.tagName") == "H1"
            answer(tab, language, question.id)
    assert tab.run("document.querySelector('h1').innerText") == words("review_title")


def answer(tab: Browser, language: str, id: str) -> None:
    """Answers one question by keys alone, and goes on with Enter."""
    words, question, value = load_words(language), QUESTIONNAIRE.question(id), FOUNDER[id]
    labels = {choice.id: words.of(choice.label) for choice in question.choices}
    tab.press("Tab")
    if question.kind == "number":
        tab.type(str(value))
    elif question.kind == "choice":
        wanted = labels[str(value)] if value else sentence(words("dont_know"))
        tab.press("Space")
        while tab.focused() != wanted:
            tab.press("ArrowDown")
    else:
        ticked = [labels[each] for each in value] if isinstance(value, tuple) else []
        for label in ticked or [sentence(words("none_chosen"))]:
            tab.tab_to(label)
            tab.press("Space")
    tab.press("Enter")


def sentence(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]


def violations(tab: Browser) -> list[str]:
    """What axe-core finds wrong with what is shown; injected by the browser, as the page's policy allows no other script."""
    tab.run(f"if (!window.axe) {{ {AXE} }} 0")
    found = tab.run("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found]


@in_a_browser
@languages
def test_by_keyboard_alone_from_start_to_a_lead(page: Browser, language: str, tmp_path: Path) -> None:
    """Every screen passes axe-core; the file downloaded goes through `leads add`, `leads` and `recommend`."""
    words = load_words(language)
    speak(page, language)
    assert page.focused() == {"en": "English", "fr": "Français"}[language]
    assert violations(page) == []
    answer_all(page, language)
    assert violations(page) == []
    page.tab_to(words("review_done"))
    page.press("Enter")
    assert page.run("document.querySelector('h1').innerText") == sentence(words.of(QUESTIONNAIRE.scenarios[0].title))
    assert violations(page) == []
    page.tab_to(words("page_send"))
    page.press("Enter")
    page.press("Tab")
    page.type('Atelier "Nord" <b>')
    page.press("Tab")
    page.press("Tab")
    page.type("lea@nord.example")
    assert not page.run("!!document.querySelector('textarea').value.match(/consent/)")
    page.press("Tab")
    page.press("Space")
    assert violations(page) == []
    page.tab_to(words("page_download"))
    page.press("Enter")
    page.until("true")
    path = downloaded(tmp_path)
    received = receive(path.read_bytes(), path.name, QUESTIONNAIRE)
    assert received.answers == {**FOUNDER, "company": 'Atelier "Nord" <b>', "email": "lea@nord.example"}
    assert received.consent
    assert received.consent.sentence == words("page_consent", keeper=words("page_keeper"))
    leads = ("--lang", language, "leads")
    folder = ("--folder", str(tmp_path / "leads"))
    assert command(*leads, "add", str(path), *folder).returncode == 0
    assert "Atelier" in command(*leads, *folder).stdout
    advice = json.loads(command("recommend", str(path), "--format", "json").stdout)
    assert advice["recommendation"] == "interim"


def downloaded(folder: Path) -> Path:
    """The file that a browser wrote, once it is whole."""
    from time import monotonic, sleep

    until = monotonic() + 30
    while not (found := list(folder.glob("coo-advisor-*.yaml"))):
        assert monotonic() < until, list(folder.iterdir())
        sleep(0.05)
    return found[0]


def see_result(tab: Browser, answers: dict[str, object]) -> None:
    """Opens the page with some answers in its storage, and goes on to the recommendation."""
    place = f"coo-advisor:{QUESTIONNAIRE.sha256}"
    tab.run(f"localStorage.setItem({json.dumps(place)}, {json.dumps(json.dumps(answers))})")
    tab.call("Page.reload")
    tab.until("document.readyState === 'complete' && document.querySelector('main .buttons button')")
    tab.run("document.querySelector('#speak-en').click()")
    click(tab, "page_go_on")
    if tab.run("!document.querySelector('.answers')"):
        tab.run(
            "history.pushState({step: 'review'}, ''); dispatchEvent(new PopStateEvent('popstate', {state: {step: 'review'}}))"
        )
    click(tab, "review_done")


def click(tab: Browser, key: str, *, inside: bool = False) -> None:
    """Clicks a button by its English label, on the page or inside the frame on it."""
    label = load_words("en")(key)
    tab.run(
        f"[...document.querySelectorAll('button')].find(e => e.innerText === {json.dumps(label)}).click()",
        inside=inside,
    )


ANSWERS = {id: list(value) if isinstance(value, tuple) else value for id, value in FOUNDER.items()}
COO = {
    "headcount": 60, "growth": "growing", "operations_lead": "coo", "bottleneck": "coordination", "coo_week": "overflowing",
    "coo_away": "slows", "coo_stepback": "this_year", "coo_staying": "at_risk", "recurring_problems": "sometimes",
    "stuck_decisions": "some", "needs": [], "delegation": "some", "means": "part_time", "timing": "now", "decision": "alone",
}  # fmt: skip


@in_a_browser
def test_it_is_readable_at_320_pixels(page: Browser) -> None:
    """Nothing has to be scrolled sideways, on any screen."""
    page.size(320, 600)
    see_result(page, ANSWERS)
    for key in ("page_send", "page_erase"):
        assert page.run("document.documentElement.scrollWidth") <= 320
        click(page, key)
    assert page.run("document.documentElement.scrollWidth") <= 320


@in_a_browser
@pytest.mark.parametrize("preference", [{"prefers_color_scheme": "dark"}, {"forced_colors": "active"}])
def test_every_colour_has_contrast(page: Browser, preference: dict[str, str]) -> None:
    """Dark and forced colours pass axe-core, too."""
    page.prefer(**preference)
    see_result(page, ANSWERS)
    assert violations(page) == []
    click(page, "page_send")
    assert violations(page) == []


@in_a_browser
@pytest.mark.parametrize("answers", [ANSWERS, COO, {"headcount": 28}], ids=["help", "confidential", "open"])
def test_the_recommendation_prints_on_one_sheet(page: Browser, answers: dict[str, object]) -> None:
    """One A4, whatever the verdict."""
    see_result(page, answers)
    printed = b64decode(page.call("Page.printToPDF", preferCSSPageSize=True)["data"])
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1


@in_a_browser
def test_a_confidential_answer_is_neither_printed_nor_sent_unasked(page: Browser) -> None:
    """It is marked, stays off the printed page, and goes into the text only once that is ticked."""
    see_result(page, COO)
    short = load_words("en").of(QUESTIONNAIRE.question("coo_staying").short)
    assert short not in page.run("document.querySelector('.paper').textContent")
    click(page, "page_send")
    assert "coo_staying" not in page.run("document.querySelector('textarea').value")
    page.run("[...document.querySelectorAll('[type=checkbox]')].at(-1).click()")
    assert "coo_staying: at_risk" in page.run("document.querySelector('textarea').value")
    assert "coo_staying" in page.run("decodeURIComponent(document.querySelector('a.button').href)")


@in_a_browser
def test_an_interrupted_sitting_goes_on_and_can_be_erased(page: Browser) -> None:
    """Answers are kept under the questionnaire's fingerprint, without contact details, until they are erased."""
    see_result(page, ANSWERS)
    click(page, "page_send")
    page.run("document.querySelector('main input[type=text]').focus()")
    page.type("Atelier Nord")
    kept = page.run("JSON.stringify(localStorage)")
    assert "founder_away" in kept
    assert "Atelier" not in kept
    click(page, "page_erase")
    click(page, "page_erase_yes")
    assert page.run("localStorage.length") == 0
    assert load_words("en")("page_erased") in page.run("document.body.innerText")


@in_a_browser
def test_what_is_wrong_takes_the_focus_and_names_the_remedy(page: Browser) -> None:
    """Going on without an answer, or with one that doesn't fit, moves nowhere."""
    words = load_words("en")
    speak(page, "en")
    click(page, "page_start")
    page.run("document.querySelector('[name=answer]').focus()")
    page.type("twelve")
    page.press("Enter")
    assert page.focused() == words("page_write_number", low="1", high="100,000")
    assert page.run("document.activeElement.getAttribute('role')") == "alert"
    page.run("document.querySelector('[name=answer]').value = ''; document.querySelector('[name=answer]').focus()")
    page.type("12")
    page.press("Enter")
    click(page, "page_continue")
    assert page.focused() == words("page_choose_one")
    assert violations(page) == []


@in_a_browser
def test_the_browsers_own_back_goes_one_question_back(page: Browser) -> None:
    """Back shows the question before, with its answer; and the count never grows on the way."""
    speak(page, "en")
    answer_all(page, "en")
    page.run("history.back()")
    page.until("document.querySelector('form') && document.querySelector('form').dataset.ask === 'decision'")
    assert page.run("document.querySelector(':checked').value") == "alone"


@in_a_browser
def test_in_a_sandboxed_frame_it_works_and_says_nothing(tab: Browser, tmp_path: Path) -> None:
    """Storage and downloads are refused there: questions, advice and the text to send are there all the same."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    around = tmp_path / "around.html"
    around.write_text(
        '<iframe sandbox="allow-scripts" src="page.html" width="900" height="900"></iframe>', encoding="utf-8"
    )
    tab.open(around)
    tab.problems.clear()
    assert tab.run("try { localStorage.length } catch (refused) { 'refused' }", inside=True) == "refused"
    run = partial(tab.run, inside=True)
    run("document.querySelector('#speak-en').click()")
    click(tab, "page_start", inside=True)
    run("document.querySelector('[name=answer]').value = '12'; document.querySelector('form .first').click()")
    assert run("document.querySelector('form').dataset.ask") == "growth"
    while run("!!document.querySelector('form')"):
        run("document.querySelector('[value=\"?\"]').click(); document.querySelector('form .first').click()")
    click(tab, "review_done", inside=True)
    assert run("document.querySelector('h1').innerText") == load_words("en")("page_open")
    click(tab, "page_send", inside=True)
    assert "headcount: 12" in run("document.querySelector('textarea').value")
    assert tab.problems == []


@in_a_browser
def test_without_script_all_questions_stand_on_paper(tab: Browser, tmp_path: Path) -> None:
    """Every question and choice can be read, and the address to send the answers to."""
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(path)
    seen = tab.run("document.body.innerText")
    tab.call("Emulation.setScriptExecutionDisabled", value=False)
    words = load_words(QUESTIONNAIRE.languages[0])
    for question in QUESTIONNAIRE.questions:
        assert words.of(question.ask) in seen
    assert MAIL in seen


@in_a_browser
def test_hostile_texts_do_nothing(tab: Browser, tmp_path: Path) -> None:
    """Whatever a questionnaire or an answer says is shown as text: no element is made of it, and no policy is broken."""
    nasty = (
        "</script><script>window.hurt=1</script><img src=x onerror=window.hurt=1>"
        + "".join([*CONTROLS.values(), *MARKUP.values()])[:400]
    )
    text = dict.fromkeys(QUESTIONNAIRE.languages, nasty)
    questions = tuple(
        each._replace(ask=text, short=text, help=text, choices=tuple(one._replace(label=text) for one in each.choices))
        for each in QUESTIONNAIRE.questions
    )
    hostile = QUESTIONNAIRE._replace(title=text, intro=text, questions=questions, version=nasty)
    hostile = hostile._replace(
        consultant=hostile.consultant._replace(contacts=("javascript:window.hurt=1", 'https://a.b/"<x>'))
    )
    path = tmp_path / "page.html"
    path.write_text(render_page(hostile), encoding="utf-8")
    tab.open(path)
    tab.run("localStorage.clear()")
    tab.open(path)
    tab.problems.clear()
    tab.run("document.querySelector('#speak-en').click()")
    click(tab, "page_start")
    assert not tab.run("window.hurt || document.querySelector('img')")
    assert tab.run("document.querySelectorAll('script').length") == 2
    assert tab.problems == []


def test_the_text_begins_where_leads_add_looks() -> None:
    """The marked lines on the page are those that the program knows."""
    assert json.dumps(BEGINS)[1:-1] in PAGE
