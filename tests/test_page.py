"""The page in a real browser, as founders use it: with a mouse, with keys alone, on a phone, without what it may lack."""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import date
from functools import partial
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import axe_core_python
import pytest
from advice import RESULTS
from browser import CHROMIUM, Browser, browser
from hostile import CONTROLS, MARKUP
from program import runs
from questionnaires import CFO, NORD, PLANT, TEAM, TEAM_FILE

from coo_advisor import web_page
from coo_advisor.leads.mail import BEGINS, receive
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import load_questionnaire
from coo_advisor.report.recommendation import answer as title_of
from coo_advisor.report.recommendation import findings, make_case, next_step, still_possible, why
from coo_advisor.system.errors import AdvisorError
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space
from coo_advisor.web_page.page import render_page
from coo_advisor.wording.words import load_words

MAIL = "anne@example.org"
PAGE = render_page(TEAM, MAIL)
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium")
languages = pytest.mark.parametrize("language", TEAM.languages)
FOUNDER: Answers = {
    **{id: value for id, value in NORD.items() if TEAM.question(id).purpose != "contact"},
    "recurring_problems": None,
    "needs": ("experience", "objectivity"),
}
"""What the founder of these tests answers, in the order in which it is asked; None is "I don't know"."""


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


def test_the_same_input_gives_the_same_bytes() -> None:
    """The page holds no day and nothing random."""
    assert render_page(load_questionnaire(TEAM_FILE), MAIL) == PAGE


def test_no_address_gives_no_mail() -> None:
    """With no address in the questionnaire and none given, nothing on the page leads to a mail."""
    page = render_page(TEAM)
    assert '"mail":""' in page
    assert "mailto:" not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize(
    "wrong", ["anne", "anne@", "a@b.c?cc=x@y.z", "a@b.c&bcc=x@y.z", 'a"@b.c', "a@b.c,d@e.f", "a b@c.d"]
)
def test_an_address_that_is_none_is_refused(wrong: str) -> None:
    """No header can be smuggled into a mail, and the message shows an example."""
    with pytest.raises(AdvisorError, match=r"is not an e-mail address. Write one such as name@example.com"):
        render_page(TEAM, wrong)


def test_another_questionnaire_makes_a_page_too() -> None:
    """Other kinds, conditions and scenarios are nothing special."""
    assert "Fougère" not in render_page(PLANT)


def test_the_page_has_a_word_for_all_that_its_script_says() -> None:
    """No key of the script lacks its words, and no words are there for nothing."""
    script = (Path(web_page.__file__).parent / "page.js").read_text(encoding="utf-8")
    known = set(json.loads(re.findall(r'id="data">(.*?)</script>', PAGE)[0])["words"])
    assert set(re.findall(r'\bsay\("(\w+)"', script)) <= known
    assert [key for key in known if f'"{key}"' not in script] == []


def command(folder: Path, *arguments: object) -> "CompletedProcess[str]":
    """A command of the program on teams, without a terminal."""
    return runs(folder, "--questions", TEAM_FILE, *arguments)


def test_the_command_writes_the_page_and_replaces_nothing_unasked(tmp_path: Path) -> None:
    """A page is written; over another only with --force; and only as .html."""
    path = tmp_path / "diagnostic.html"
    assert command(tmp_path, "page", "-o", path, "--mail", MAIL).returncode == 0
    assert path.read_text(encoding="utf-8") == PAGE
    again = command(tmp_path, "page", "-o", path)
    assert (again.returncode, "--force" in again.stderr) == (2, True)
    assert command(tmp_path, "page", "-o", path, "--force").returncode == 0
    named = command(tmp_path, "page", "-o", tmp_path / "diagnostic.pdf")
    assert (named.returncode, ".html" in named.stderr) == (2, True)


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
    for question in TEAM.questions:
        if question.id in FOUNDER:
            assert tab.run("document.querySelector('form').dataset.ask") == question.id
            assert tab.run("document.activeElement.tagName") == "H1"
            answer(tab, language, question.id)
    assert tab.run("document.querySelector('h1').innerText") == words("review_title")


def answer(tab: Browser, language: str, id: str) -> None:
    """Answers one question by keys alone, and goes on with Enter."""
    words, question, value = load_words(language), TEAM.question(id), FOUNDER[id]
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
    assert page.run("document.querySelector('h1').innerText") == sentence(words.of(TEAM.scenarios[0].title))
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
    received = receive(path.read_bytes(), path.name, TEAM)
    assert received.answers == {**FOUNDER, "company": 'Atelier "Nord" <b>', "email": "lea@nord.example"}
    assert received.consent
    assert received.consent.sentence == words("page_consent", keeper=words("page_keeper"))
    leads = ("--lang", language, "leads")
    folder = ("--folder", tmp_path / "leads")
    assert command(tmp_path, *leads, "add", path, *folder).returncode == 0
    assert "Atelier" in command(tmp_path, *leads, *folder).stdout
    advice = json.loads(command(tmp_path, "recommend", path, "--format", "json").stdout)
    assert advice["recommendation"] == "interim"


def downloaded(folder: Path) -> Path:
    """The file that a browser wrote, once it is whole."""
    from time import monotonic, sleep

    until = monotonic() + 30
    while not (found := list(folder.glob("coo-advisor-*.yaml"))):
        assert monotonic() < until, list(folder.iterdir())
        sleep(0.05)
    return found[0]


def see(tab: Browser, answers: Answers, step: str = "result", language: str = "en") -> None:
    """Opens the page with some answers in its storage, at a step of it."""
    tab.remembers(TEAM, answers, step, language)


def click(tab: Browser, key: str, *, inside: bool = False) -> None:
    """Clicks a button by its English label, on the page or inside the frame on it."""
    label = load_words("en")(key)
    tab.run(
        f"[...document.querySelectorAll('button')].find(e => e.innerText === {json.dumps(label)}).click()",
        inside=inside,
    )


COO: Answers = {
    "headcount": 60, "growth": "growing", "operations_lead": "coo", "bottleneck": "none", "coo_week": "full",
    "coo_staying": "at_risk", "recurring_problems": "constantly", "needs": (), "means": "part_time", "timing": "now",
}  # fmt: skip
"""What a founder answers of whom the advice turns on the one confidential answer."""


@in_a_browser
def test_it_is_readable_at_320_pixels(page: Browser) -> None:
    """Nothing has to be scrolled sideways, on any screen."""
    page.size(320, 600)
    see(page, FOUNDER)
    for key in ("page_send", "page_erase"):
        assert page.run("document.documentElement.scrollWidth") <= 320
        click(page, key)
    assert page.run("document.documentElement.scrollWidth") <= 320


@in_a_browser
@pytest.mark.parametrize("preference", [{"prefers_color_scheme": "dark"}, {"forced_colors": "active"}])
def test_every_colour_has_contrast(page: Browser, preference: dict[str, str]) -> None:
    """Dark and forced colours pass axe-core, too."""
    page.prefer(**preference)
    see(page, FOUNDER)
    assert violations(page) == []
    click(page, "page_send")
    assert violations(page) == []


@in_a_browser
@languages
@pytest.mark.parametrize("kind", RESULTS)
def test_a_result_says_what_the_document_says(page: Browser, kind: str, language: str) -> None:
    """Title, verdict, why, each finding with its answers in words, and the next step are page 1 in short."""
    case = make_case(assess(Space(TEAM), RESULTS[kind]), load_words(language), date.today())  # noqa: DTZ011  # the reader's
    see(page, RESULTS[kind], language=language)
    if case.reasoning.recommendation:
        rows = [text for row in findings(case) for text in (row.title, row.answers, row.so)]
        said = [title_of(case), case.voice.text(case.spoken_for.verdict), why(case), " ".join(next_step(case)), *rows]
    else:
        said = [case.words("page_open"), still_possible(case)]
    seen = re.sub(r"\s+", " ", page.run("document.querySelector('article').innerText"))
    assert [text for text in said if sentence(re.sub(r"\s+", " ", text)) not in seen] == []
    assert bool(page.run("!!document.querySelector('article svg')")) == (case.reasoning.recommendation is not None)
    links = "[...document.querySelectorAll('article button.link')].map(e => e.innerText)"
    assert page.run(links) == [case.words.of(question.short) for question in case.assessment.unknown]


@in_a_browser
def test_a_confidential_answer_is_not_sent_unasked(page: Browser) -> None:
    """It is marked, and goes into the text, and the mail, only once that is ticked."""
    see(page, COO, "review")
    short = load_words("en").of(TEAM.question("coo_staying").short)
    assert f"{short} · Confidential" in page.run("document.querySelector('.answers').innerText")
    see(page, COO, "send")
    assert "coo_staying" not in page.run("document.querySelector('textarea').value")
    page.run("[...document.querySelectorAll('[type=checkbox]')].at(-1).click()")
    assert "coo_staying: at_risk" in page.run("document.querySelector('textarea').value")
    assert "coo_staying" in page.run("decodeURIComponent(document.querySelector('a.button').href)")


@in_a_browser
@pytest.mark.parametrize("step", ["result", "review", "send", "ask:coo_staying"])
def test_on_paper_every_confidential_answer_is_the_same(page: Browser, step: str) -> None:
    """What is printed doesn't turn on it, not known and not given included; where the advice does, nothing is decided."""
    given: list[Answers] = [{**COO, "coo_staying": value} for value in ("settled", "wavering", "at_risk", None)]
    given.append({id: value for id, value in COO.items() if id != "coo_staying"})
    printed = set()
    for answers in given:
        see(page, answers, step)
        if step == "send":
            page.run("[...document.querySelectorAll('[type=checkbox]')].slice(1).forEach(e => e.click())")
        page.prefer("print")
        printed.add(page.run("document.body.innerText"))
        page.prefer()
    assert len(printed) == 1
    assert (load_words("en")("turns_on_hidden") in printed.pop()) == (step == "result")


@in_a_browser
def test_an_interrupted_sitting_goes_on_and_can_be_erased(page: Browser) -> None:
    """Answers are kept under the questionnaire's fingerprint, without contact details, until they are erased."""
    see(page, FOUNDER)
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
def test_another_language_keeps_place_and_focus(page: Browser) -> None:
    """What is typed or ticked and not yet confirmed stays, on every screen; the key pressed keeps the focus."""
    ticked = "[...document.querySelectorAll(':checked')].map(e => e.value)"
    see(page, {**FOUNDER, "needs": ("cost",)}, "ask:needs", "fr")
    page.run("document.querySelector('[value=network]').click(); document.querySelector('[value=\"?\"]').click()")
    before = page.run(ticked)
    speak(page, "en")
    assert (page.focused(), page.run("document.documentElement.lang")) == ("English", "en")
    assert page.run("document.querySelector('form').dataset.ask") == "needs"
    assert (page.run(ticked), before) == (["network", "cost", "?"], ["network", "cost", "?"])
    see(page, FOUNDER, "ask:headcount", "fr")
    page.run("document.querySelector('[name=answer]').value = '1 2'")
    speak(page, "en")
    assert page.run("document.querySelector('[name=answer]').value") == "1 2"
    see(page, FOUNDER, "send", "fr")
    page.run("document.querySelector('main input').focus()")
    page.type("Atelier Nord")
    speak(page, "en")
    assert page.run("document.querySelector('main input').value") == "Atelier Nord"
    assert page.run("document.querySelector('h1').innerText") == load_words("en")("page_send")
    see(page, FOUNDER, "result", "fr")
    speak(page, "en")
    assert page.run("document.querySelector('h1').innerText") == "An interim COO"


@in_a_browser
def test_what_is_too_long_for_a_prepared_mail_is_copied(page: Browser) -> None:
    """Up to 1,900 characters there is a mail; beyond them copying comes first, and it says where to send the text."""
    words = load_words("en")
    see(page, FOUNDER, "send")
    first = "document.querySelector('.button.first, main .buttons .first').innerText"
    assert page.run(first) == words("page_mail")
    assert len(page.run("document.querySelector('a.button').href")) <= 1900
    page.run("document.querySelector('main input').focus()")
    page.type("é" * 250)
    assert not page.run("!!document.querySelector('a.button')")
    assert page.run(first) == words("page_copy")
    assert words("page_mail_long", address=MAIL) in page.run("document.body.innerText")
    click(page, "page_copy")
    assert page.run("document.activeElement.id + document.activeElement.selectionStart") == "text0"
    assert page.run("document.activeElement.selectionEnd === document.activeElement.value.length")


@in_a_browser
def test_an_address_is_judged_once_it_is_whole(page: Browser) -> None:
    """While it is typed nothing is said; then what is wrong and the remedy are."""
    see(page, FOUNDER, "send")
    page.run("document.querySelector('[type=email]').focus()")
    page.type("lea@")
    assert page.run("document.querySelector('#email-wrong').innerText") == ""
    page.press("Tab")
    assert page.run("document.querySelector('#email-wrong').innerText") == load_words("en")("page_email_wrong")
    assert violations(page) == []


@in_a_browser
def test_where_storage_is_refused_it_works_and_says_nothing(tab: Browser) -> None:
    """A page without an origin of its own has no storage: it goes on without, silently."""
    tab.size(1000, 800)
    tab.open("data:text/html;charset=utf-8;base64," + b64encode(PAGE.encode()).decode())
    assert tab.run("try { localStorage.length } catch (refused) { 'refused' }") == "refused"
    tab.problems.clear()
    tab.run("document.querySelector('#speak-en').click()")
    answer_by_clicks(tab, {id: value for id, value in FOUNDER.items() if id != "headcount"}, number="28")
    click(tab, "review_done")
    assert tab.run("document.querySelector('h1').innerText") == "An interim COO"
    assert tab.problems == []


def answer_by_clicks(tab: Browser, answers: Answers, number: str) -> None:
    """Starts, and answers every question: as given, else with the first choice; every number is the same."""
    tab.run("document.querySelector('main .first').click()")
    while id := tab.run("document.querySelector('form')?.dataset.ask"):
        value = answers.get(id, 0)
        picked = ["?"] if value is None else value or ["/"] if isinstance(value, (tuple, list)) else [value]
        tab.run(
            f"(picked => document.querySelectorAll('[name=answer]').forEach((e, at) => e.type === 'text' ? e.value = '{number}'"
            f": (picked.includes(e.value) || picked[0] === 0 && at === 0) && e.click()))({json.dumps(picked)});"
            "document.querySelector('form .first').click()"
        )


@in_a_browser
def test_the_page_of_another_questionnaire_leads_to_its_advice(tab: Browser, tmp_path: Path) -> None:
    """A part-time CFO, in French only, five scenarios: from the start to the text that is sent, and no other subject."""
    path = tmp_path / "cfo.html"
    path.write_text(render_page(CFO), encoding="utf-8")
    tab.open(path)
    tab.problems.clear()
    assert not tab.run("!!document.querySelector('header button')")
    given = {
        "finance_lead": "accountant",
        "forecast": "blind",
        "reporting": "never",
        "backlog": "late",
        "raising": "loan",
    }
    answer_by_clicks(tab, {**given, "wishes": ("method", "banks"), "spend": "some"}, number="0")
    seen = tab.run("document.querySelector('.answers').innerText")
    assert "0 millions d’euros" in seen
    tab.run("document.querySelector('main .first').click()")
    assert tab.run("document.querySelector('h1').innerText") == "Un comptable interne"
    assert violations(tab) == []
    tab.run("document.querySelector('main .first').click()")
    text = tab.run("document.querySelector('textarea').value")
    received = receive(text.encode(), "text", CFO)
    assert received.answers == {"revenue": 0, **given, "wishes": ("method", "banks"), "spend": "some"}
    recommended = assess(Space(CFO), received.answers).recommendation
    assert recommended
    assert recommended.id == "bookkeeper"
    assert "mailto:camille@daf.example" in tab.run("document.querySelector('a.button').href")
    assert not re.search(r"\bCOO\b", tab.run("document.body.innerText"))
    assert tab.problems == []


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
    last = list(FOUNDER)[-1]
    page.until(f"document.querySelector('form') && document.querySelector('form').dataset.ask === '{last}'")
    assert page.run("document.querySelector(':checked').value") == FOUNDER[last]


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
    for language in TEAM.languages:
        words = load_words(language)
        for question in TEAM.questions:
            labels = [] if question.numbers else [choice.label for choice in question.choices]
            assert [text for text in (question.ask, *labels) if words.of(text) not in seen] == []
    assert seen.count(MAIL) == 2


@in_a_browser
def test_hostile_texts_do_nothing(tab: Browser, tmp_path: Path) -> None:
    """Whatever a questionnaire or an answer says is shown as text: no element is made of it, and no policy is broken."""
    markup = (
        "</script><script>window.hurt=1</script><img src=x onerror=window.hurt=1>"
        + " ".join(MARKUP.values()).replace("\n", " ")[:300]
    )
    nasty = markup + "".join(CONTROLS.values())[:200]
    hostile = with_text(TEAM, nasty)._replace(version=nasty)
    hostile = hostile._replace(
        consultant=hostile.consultant._replace(name=nasty, contacts=("javascript:window.hurt=1", 'https://a.b/"<x>'))
    )
    path = tmp_path / "page.html"
    path.write_text(render_page(hostile), encoding="utf-8")
    tab.open(path)
    tab.run("localStorage.clear()")
    tab.open(path)
    tab.problems.clear()
    untouched = (
        "!window.hurt && !document.querySelector('img, iframe, x') && document.querySelectorAll('script').length === 2"
    )
    tab.run("document.querySelector('#speak-en').click()")
    assert tab.run(untouched)
    answer_by_clicks(tab, FOUNDER, number="28")
    for step in ("ask:founder_away", "review", "result", "send", "erase"):
        tab.run(f"dispatchEvent(new PopStateEvent('popstate', {{state: {{step: '{step}'}}}}))")
        assert tab.run(untouched), step
        assert tab.run("[...document.links].every(e => /^https?:|^mailto:/.test(e.href))")
    tab.run("dispatchEvent(new PopStateEvent('popstate', {state: {step: 'send'}}))")
    tab.run("document.querySelector('main input').focus()")
    tab.type(nasty)
    assert tab.run(untouched)
    tab.run("document.querySelector('main input').value = ''")
    tab.type(markup)
    received = receive(tab.run("document.querySelector('textarea').value").encode(), "text", TEAM)
    assert received.answers["company"] == markup
    assert tab.problems == []


def with_text(part: Any, text: str) -> Any:
    """A questionnaire, or a part of it, in which every text says the same."""
    if isinstance(part, dict) and part.keys() == set(TEAM.languages):
        return dict.fromkeys(part, text)
    if isinstance(part, tuple):
        parts = [with_text(each, text) for each in part]
        return type(part)(*parts) if hasattr(part, "_fields") else tuple(parts)
    return part


def test_the_text_begins_where_leads_add_looks() -> None:
    """The marked lines on the page are those that the program knows."""
    assert json.dumps(BEGINS)[1:-1] in PAGE
