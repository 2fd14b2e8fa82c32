"""Hostile text through every way out: it shows as text, and nothing obeys it."""

import csv
import io
import json
import os
import re
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import yaml
from hostile import CONTROLS, LONG, TEXTS, active, styles, without_styles
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mistakes import VALID
from parsed import HtmlPage
from program import runs
from questionnaires import NORD, TEAM, TEAM_FILE
from rich.console import Console
from terminal import CLEAR_LINE, ENTER, FOUNDER, PASTE, QUESTIONNAIRE, Founder, User, interview, plain_interview

from coo_advisor.ask.delivery import suggested_name
from coo_advisor.ask.drafts import Progress, open_draft
from coo_advisor.ask.plain import PlainPrompter
from coo_advisor.ask.question_page import MenuItem, Page
from coo_advisor.questionnaire import loading
from coo_advisor.questionnaire.answers import answers_as_json, answers_as_yaml, read_answers
from coo_advisor.questionnaire.loading import packaged_questionnaire
from coo_advisor.report.composition import compose
from coo_advisor.report.document import Document
from coo_advisor.report.formats import SUFFIXES
from coo_advisor.report.html import render_html
from coo_advisor.report.markdown import render_markdown
from coo_advisor.report.terminal import print_document
from coo_advisor.system.errors import MOST_PROBLEMS, InvalidFile
from coo_advisor.system.visible import clean, first_hidden
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

DAY = date(2026, 11, 23)
WORDS = load_words("en")
SPACE = Space(TEAM)
CALM = "Atelier Nord"
READ_ONCE = cache(loading.read_questionnaire)

any_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
any_control = pytest.mark.parametrize("text", CONTROLS.values(), ids=CONTROLS)
"""For messages, which nothing but a terminal reads."""


Program = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program in a folder of its own, on teams: `program("recommend", "-", given="…")`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(loading, "read_questionnaire", READ_ONCE)
    return partial(runs, tmp_path, "--questions", TEAM_FILE, XDG_DATA_HOME=str(tmp_path))


@cache
def advice(text: str) -> Document:
    """The document for a company of that name, which was not cleaned on the way in."""
    return compose(assess(SPACE, {**NORD, "company": text, "name": text, "email": text}), WORDS, DAY)


def answers(text: str) -> str:
    """An answers file with a text in every text answer."""
    return json.dumps({"company": text, "name": text, "email": text, "operations_lead": "founder", "headcount": 28})


def on_screen(text: str, *, colour: bool = False) -> str:
    """The recommendation as a terminal gets it."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=colour, color_system="standard" if colour else None, width=80)
    print_document(advice(text), console)
    return file.getvalue()


@cache
def blocks(markdown: str) -> list[Token]:
    """The blocks of a document, as CommonMark with tables and GitHub's strokes has them."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def shape(markdown: str) -> list[str]:
    """The blocks of a document and what stands inside their lines, links with their addresses; texts and mail addresses aside."""
    inside = [child for token in blocks(markdown) for child in token.children or []]
    marked = [
        child
        for child in inside
        if not (child.type == "text" or (child.type == "code_inline" and "@" in child.content))
    ]
    spans = [f"{child.type} {child.attrGet('href') or ''}" for child in marked]
    return [token.type for token in blocks(markdown)] + spans


def flat(text: str) -> str:
    """A text without any space, as it stays wherever it is wrapped."""
    return "".join(text.split())


def has_halves(text: str) -> bool:
    """Whether a text holds half a character, which no file may."""
    return any("\ud800" <= each <= "\udfff" for each in text)


def forms(program: Program, given: str, *arguments: str) -> dict[str, str]:
    """Every form that a recommendation has, and what was said about it; all calm, in files that may be replaced."""
    files = {suffix: Path(f"advice{suffix}") for suffix in SUFFIXES}
    outputs = [word for file in files.values() for word in ("-o", str(file))]
    result = program("recommend", "-", "--format", "text", "--force", *outputs, *arguments, given=given)
    written = {suffix: file.read_text(encoding="utf-8") for suffix, file in files.items() if file.exists()}
    found = {"code": str(result.returncode), "text": result.stdout, "err": result.stderr, **written}
    assert not active("".join(found.values()))
    return found


def as_argument(text: str) -> str:
    """A text as a command line can hold it: no NUL, and bytes that are no character."""
    return os.fsdecode(text.replace("\0", "").encode(errors="ignore") + b"\xff")


@any_text
def test_an_answer_shows_on_screen_as_text(text: str) -> None:
    """It is there to be read, and no control character with it."""
    assert not active(on_screen(text))
    assert flat(clean(text)) in flat(on_screen(text))


@any_text
def test_an_answer_sets_no_colour(text: str) -> None:
    """On a screen with colours there are those of the program and no others."""
    coloured = on_screen(text, colour=True)
    assert styles(coloured) == styles(on_screen(CALM, colour=True))
    assert not active(without_styles(coloured))


@any_text
def test_an_answer_changes_nothing_in_markdown(text: str) -> None:
    """The document has the blocks, links and emphasis of a calm one, and the text is read as it is."""
    markdown = render_markdown(advice(text))
    assert not active(markdown)
    assert shape(markdown) == shape(render_markdown(advice(CALM)))
    assert clean(text) in "".join(child.content for token in blocks(markdown) for child in token.children or [])


@any_text
def test_an_answer_changes_nothing_in_html(text: str) -> None:
    """The page has the elements and attributes of a calm one, and the text is read as it is."""
    page = HtmlPage(render_html(advice(text)))
    assert not active(render_html(advice(text)))
    assert unlabelled(page.tags) == unlabelled(HtmlPage(render_html(advice(CALM))).tags)
    assert any(clean(text) in shown for shown in page.texts)


def unlabelled(tags: list[tuple[str, dict[str, str | None]]]) -> list[tuple[str, dict[str, str]]]:
    """The tags without the heading that a cell repeats for narrow screens: the company's name may stand in it."""
    return [
        (tag, {**attributes, "data-label": ""}) if "data-label" in attributes else (tag, attributes)
        for tag, attributes in tags
    ]


@any_text
def test_an_answer_from_a_file_leaves_every_form_calm(text: str, program: Program) -> None:
    """From an answers file to the screen, the document, the page and the data: text, or a message."""
    found = forms(program, answers(text), "--details")
    if has_halves(text):
        assert found["code"] == "2"
    else:
        assert json.loads(found[".json"])["possible"] == ["interim", "no_change"]
        assert flat(clean(text)) in flat(found["text"])


@any_text
@pytest.mark.parametrize("write", [answers_as_yaml, answers_as_json])
def test_an_answer_is_written_and_read_back_as_text(text: str, write: Callable[..., str]) -> None:
    """A written answers file holds the text and no more: this program and any YAML reader find the same."""
    written = write(TEAM, {"company": text, "headcount": 28}, DAY)
    assert not active(written)
    assert read_answers(written.encode(), "a", TEAM) == {"company": clean(text), "headcount": 28}
    assert yaml.safe_load(written)["company"] == clean(text)
    assert list(yaml.safe_load(written)) == ["questionnaire", "answered_at", "company", "headcount"]


@any_text
def test_an_answer_survives_in_a_draft(text: str, tmp_path: Path) -> None:
    """An unfinished interview is resumed with the same text, and its file holds nothing active."""
    progress = Progress(DAY, {"company": clean(text)}, {"name": clean(text)})
    with open_draft(tmp_path, Path("questions.yaml"), TEAM) as draft:
        draft.keep(progress)
        assert not active(draft.path.read_text(encoding="utf-8"))
        assert draft.find().progress == progress


@any_text
def test_an_answer_can_t_choose_where_a_file_goes(text: str) -> None:
    """The name proposed for the recommendation is one short word of letters, digits and hyphens."""
    name = suggested_name(WORDS, {"company": text}, TEAM, DAY)
    assert Path(name).name == name
    assert re.fullmatch(r"recommendation(-[\w-]+)?-2026-11-23", name)
    assert len(name.encode()) < 200


@any_text
def test_an_answer_shows_in_plain_lines(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain mode shows it as text in a sentence, a question, a choice and a default."""
    monkeypatch.setattr("builtins.input", lambda: "1")
    prompter = PlainPrompter(WORDS)
    prompter.say(text)
    prompter.choose(Page(text, text, progress=text), [MenuItem("yes", text), MenuItem("no", text)], "no")
    prompter.write(Page(text), text, lambda _: "")
    shown = capsys.readouterr().out
    assert not active(shown)
    assert flat(shown).count(flat(clean(text))) >= 8


def test_answers_are_calm_cells_in_a_table_of_leads(program: Program, tmp_path: Path) -> None:
    """In a ranking's table, JSON and CSV every text is text; no cell is a formula, and the CSV is read back as it was."""
    texts = [text for text in TEXTS.values() if not has_halves(text) and text != "?"]  # "not known" in a table
    leads = [{"company": text, "name": text, "headcount": 28} for text in texts]
    rejects = [{"company": text, "name": text, "growth": text} for text in texts]
    (tmp_path / "leads.jsonl").write_text("\n".join(map(json.dumps, [*leads, *rejects])))
    ranked = program("rank", "leads.jsonl", "-o", "ranked.csv", "--rejected", "rejected.csv")
    assert f"Read: {len(leads) + len(rejects)}. Ranked: {len(leads)}." in ranked.stderr
    tables = [(tmp_path / name).read_text(encoding="utf-8") for name in ("ranked.csv", "rejected.csv")]
    shown = program("rank", "leads.jsonl", "--top", "100")
    assert not active("".join([*tables, ranked.stderr, shown.stdout, shown.stderr]))
    assert shown.stdout.count("evil") > len(texts) / 2  # long names are folded, "evil" with them
    for table in tables:
        header, *rows = csv.reader(io.StringIO(table, newline=""))
        assert [len(row) for row in rows] == [len(header)] * len(texts)
        assert not [
            cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", *"＝＋－＠"))
        ]
    again = program("rank", "ranked.csv", "--format", "json")
    assert not active(again.stdout)
    read_back = {lead["answers"].get("company", "") for lead in json.loads(again.stdout)["leads"]}
    assert read_back >= {
        clean(text) for text in texts if "evil" in text and "&" not in text
    }  # "null" is not known, an entity is read as what it stands for


def test_files_of_leads_are_shown_harmlessly(program: Program, tmp_path: Path) -> None:
    """A folder of leads whose names try something: each form shows them as text."""
    for text in CONTROLS.values():
        (tmp_path / (as_argument(text).replace("/", "") + ".yaml")).write_text("headcount: 28\n")
    for form in ("table", "csv", "json"):
        result = program("rank", ".", "--format", form)
        assert result.returncode == 0
        assert result.stdout.count("evil") >= len(CONTROLS) or form == "table"
        assert not active(result.stdout + result.stderr)


@pytest.mark.parametrize("name", ["../../etc/evil", "é" * 120, "\x1b]0;evil\x07", "..", "株" * 80])
def test_a_questionnaire_s_name_can_t_choose_where_a_draft_goes(name: str, tmp_path: Path) -> None:
    """A draft lies in the folder of drafts, whatever its questionnaire is called."""
    with open_draft(tmp_path, Path(f"{name}.yaml"), TEAM) as draft:
        draft.keep(Progress(DAY, {}, {}))
        assert draft.path.parent == tmp_path
        assert draft.path.is_file()
        assert not active(draft.path.name)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_name_that_a_console_can_t_write_stops_nothing(encoding: str, tmp_path: Path) -> None:
    """On an old code page a company's name shows as far as it can, and the advice is all there."""
    given = json.dumps({"company": "株式会社 Nord \ud83d\ude80", "operations_lead": "founder"})
    for arguments in (["recommend", "-"], ["recommend", "-", "--format", "html"], ["check"], ["schema"]):
        found = runs(tmp_path, *arguments, given=given, PYTHONIOENCODING=encoding)
        assert (found.returncode, found.stderr) == (0, "")


@any_control
def test_words_of_a_command_line_are_quoted_harmlessly(text: str, program: Program) -> None:
    """A file, a language, a format, a command or an option of that name: exit 2, and a message of text alone."""
    text = as_argument(text)
    for line in (
        ("recommend", text),
        ("recommend", "-", text),
        ("recommend", "-", "--lang", text),
        ("recommend", "-", "--questions", text),
        ("recommend", "-", "--format", text),
        ("recommend", "-", "-o", text),
        ("recommend", "-", "-o", f"nowhere/{text}/x.md"),
        ("recommend", "-", f"--{text}"),
        ("rank", text),
        ("rank", f"{text}.csv"),
        ("rank", ".", "-o", text),
        ("rank", ".", "--columns", text),
        ("leads", "show", text),
        ("leads", "forget", text),
        ("leads", "purge", "--older-than", text),
        ("check", text),
        ("check", "--cases", text),
        ("diff", text, text),
        ("ask", "--save", text),
        ("ask", "--answers", text),
        ("--lang", text),
        (f"{text} ",),
    ):
        result = program(*line, given=answers(CALM))
        assert (result.returncode, result.stdout) == (2, ""), line
        assert not active(result.stderr), line


@any_control
def test_a_file_of_that_name_is_reported_harmlessly(text: str, program: Program, tmp_path: Path) -> None:
    """A file that the user names is written and read under that very name, and every message is text alone."""
    name = as_argument(text).replace("/", "") + ".md"
    for line, code in (
        (("recommend", "-", "-o", name), 0),
        (("recommend", "-", "-o", name), 2),
        (("recommend", "-", "-o", name, "--force"), 0),
        (("check", name), 2),
    ):
        result = program(*line, given=answers(CALM))
        assert (result.returncode, result.stdout) == (code, "")
        assert result.stderr
        assert not active(result.stderr)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@any_control
def test_a_text_in_the_wrong_place_is_quoted_harmlessly(text: str, program: Program) -> None:
    """As a key, a version, a choice, a number and a mapping: a message of text alone."""
    for document in (
        {text: 1},
        {"questionnaire": {"version": text, "sha256": "x"}, "needs": [text]},
        {"operations_lead": text},
        {"headcount": text},
        {"company": {text: text}},
    ):
        result = program("recommend", "-", given=json.dumps(document))
        assert (result.returncode, result.stdout) == (2, "")
        assert not active(result.stderr)


def hostile_questionnaire(text: str) -> str:
    """A small questionnaire with a text in every place for words."""
    quoted = json.dumps(text)
    said = re.sub(r"\b(en|fr): [^,}]*", lambda match: f"{match[1]}: {quoted}", VALID)
    both = f"{{en: {quoted}, fr: {quoted}}}"
    contact = f"consultant: {{name: {quoted}, role: {both}, contacts: ['https://consultant.example']}}\n"
    return said.replace('version: "1"', f"version: {quoted}") + contact


@any_text
def test_a_questionnaire_of_such_texts_leaves_every_form_calm(text: str, program: Program, tmp_path: Path) -> None:
    """What hides is refused; the rest shows as text on the screen, in every document, and in check and diff."""
    (tmp_path / "q.yaml").write_text(hostile_questionnaire(text), encoding="utf-8")
    (tmp_path / "calm.yaml").write_text(hostile_questionnaire(CALM), encoding="utf-8")
    (tmp_path / "c.yaml").write_text(
        f"cases: [{{id: {json.dumps(text[:40])}, about: {json.dumps(text)}, expected: repot, complete: true, answers: {{}}}}]"
    )
    lines = [("check", "q.yaml", "--format", form, "--cases", "c.yaml") for form in ("text", "json")]
    lines += [("diff", "q.yaml", "calm.yaml"), ("diff", "calm.yaml", "q.yaml", "--format", "json")]
    refused = bool(first_hidden(text))
    for line in lines:
        result = program(*line)
        assert result.returncode == (2 if refused else 1 if line[0] == "check" else 0), result.stderr
        assert not active(result.stdout + result.stderr)
    known = "age: 5\nseen: yes\n"
    found = forms(program, known, "--questions", "q.yaml")
    if not refused:
        calm = forms(program, known, "--questions", "calm.yaml")
        assert shape(found[".md"]) == shape(calm[".md"])
        assert elements(found[".html"]) == elements(calm[".html"])


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a page, whatever the length of the texts in its cells."""
    return [
        (tag, {key: value for key, value in given.items() if value != "short"}) for tag, given in HtmlPage(html).tags
    ]


@any_control
def test_an_id_of_such_a_text_is_refused_harmlessly(text: str, program: Program, tmp_path: Path) -> None:
    """No question, choice, signal or scenario has it: a message of text alone."""
    for id in ("age", "young", "roots", "repot"):
        (tmp_path / "q.yaml").write_text(VALID.replace(f"id: {id}", f"id: {json.dumps(text)}"), encoding="utf-8")
        result = program("check", "q.yaml")
        assert (result.returncode, result.stdout) == (2, "")
        assert not active(result.stderr)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_megabyte_is_refused_in_a_few_words(text: str, program: Program) -> None:
    """As an answer, a key, a number and a tag: a message of a line or two, which is text alone."""
    quoted = f'"{text[:400_000].replace(chr(27), "e")}"'
    for given in (answers(text), f"? {quoted}\n: 1\n" * 2, f"headcount: {quoted}\n", f"name: !{'a' * 900_000} x\n"):
        result = program("recommend", "-", given=given)
        assert (result.returncode, result.stdout) == (2, "")
        assert len(result.stderr) < 1000
        assert not active(result.stderr)


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_megabyte_is_cleaned(text: str) -> None:
    """Nothing active is left of it, and a file name takes a few characters of it."""
    assert not active(clean(text))
    assert len(suggested_name(WORDS, {"company": text}, TEAM, DAY).encode()) < 200


def test_thousands_of_mistakes_are_reported_in_a_hundred_lines(program: Program) -> None:
    """A file made of unknown keys, or of one key over and over, is given up on early."""
    for key in ("k{}: 1\n", "k: {}\n"):
        result = program("recommend", "-", given="".join(key.format(number) for number in range(5_000)))
        assert result.returncode == 2
        assert len(result.stderr.splitlines()) == MOST_PROBLEMS + 1
    with pytest.raises(InvalidFile) as error:
        read_answers(b"".join(b"k%d: 1\n" % number for number in range(5_000)), "a", TEAM)
    assert len(error.value.problems) == MOST_PROBLEMS + 1


HOSTILE_PASTE = "../../etc/evil\n\x1b]0;pwned\x07\x1b]52;c;cHduZWQ=\x07\x1b[5;31m\x9b2J[red]\u202eevil\u200b|*x*"
KEPT = "../../etc/evil 2J[red]evil|*x*"


def pasted(home: Path) -> User:
    """A user whose folders have hostile names, too."""
    folder = home / "\x1b]0;pwned\x07\u202ehome"
    folder.mkdir()
    return User(folder)


def test_a_hostile_paste_at_a_drawn_interview(tmp_path: Path) -> None:
    """Pasted escapes, newlines and thousands of characters neither reach the screen nor leave the line nor hang it."""
    user = pasted(tmp_path)
    given = FOUNDER | {"company": PASTE.format(HOSTILE_PASTE), "name": "\u202eevil\u2028\u200b"}
    begun(user)
    with interview(user, given, "ask", "--resume") as founder:
        founder.answers_all(BEFORE_CONTACT, until="email")
        assert draft(user)["company"] == KEPT
        founder.terminal.send(PASTE.format("x" * 4000))
        founder.terminal.send(ENTER)
        founder.terminal.wait_for(WORDS("text_too_long", longest=500))
        founder.gives(QUESTIONNAIRE.question("email"))
        founder.asks_for_the_recommendation()
        names_a_file(founder, CLEAR_LINE + PASTE.format("no\x1b]0;pwned\x07\n\u202eevil\x9b.md") + ENTER)
        founder.terminal.wait_for_page(founder.menu_page())
        founder.is_done()
        shown = founder.terminal.output()
    assert not active(shown) - {"\x1b", "\r", "\b", "\x07"}
    assert not {"\x1b]", "\x1b[5", "\x1bP", "\x07"} & set(re.findall(r"\x1b\[?5?.|\x07", shown))
    assert user.exports() == ["no evil.md"]
    assert KEPT in "".join(
        child.content for token in blocks((user.home / "no evil.md").read_text()) for child in token.children or []
    )


def names_a_file(founder: Founder, typed: str) -> None:
    """Saves a text from the menu, under a name that is typed."""
    founder.picks(founder.words("menu_save"))
    founder.terminal.wait_for_page(founder.save_page())
    founder.picks(founder.words("save_text"))
    founder.terminal.wait_for(founder.words("save_name"))
    founder.terminal.send(typed)


def test_a_hostile_line_in_a_plain_interview(tmp_path: Path) -> None:
    """What was typed is echoed by the terminal; what the program says afterwards is text alone, whatever the file's name."""
    user = pasted(tmp_path)
    given = FOUNDER | {"company": HOSTILE_PASTE.replace("\n", ""), "name": "\u202eevil\u2028"}
    begun(user)
    with plain_interview(user, given, "--resume") as founder:
        founder.answers_all(BEFORE_CONTACT, until="email")
        typed = len(founder.terminal.output())
        founder.types("")
        founder.asks_for_the_recommendation()
        for name in ("~nobody-of-that-name/x.md", "x" * 300 + ".md"):
            founder.types(WORDS("menu_save"))
            founder.hears(WORDS("save_title"))
            founder.types(WORDS("save_text"))
            founder.hears(WORDS("save_name"))
            founder.types(name)
            founder.hears(WORDS("save_name"))
            founder.types(WORDS("plain_back"))
            founder.hears(WORDS("save_title"))
            founder.types(WORDS("plain_back"))
            founder.hears(WORDS("menu_read"))
        assert not active(founder.terminal.output()[typed:]) - {"\r"}
        founder.types(WORDS("menu_save"))
        founder.hears(WORDS("save_title"))
        founder.types(WORDS("save_text"))
        founder.hears(WORDS("save_name"))
        founder.types("no\x1b[5;31m \u202eevil.md")
        founder.hears(WORDS("menu_read"))
        assert "no evil.md" in founder.terminal.reply()
        founder.is_done()
    assert user.exports() == ["no evil.md"]


BEFORE_CONTACT = {id: value for id, value in FOUNDER.items() if QUESTIONNAIRE.question(id).purpose != "contact"}
"""The answers up to the texts, which are asked last."""


def begun(user: User) -> None:
    """An interview that has come up to the texts."""
    with open_draft(user.state, packaged_questionnaire(), QUESTIONNAIRE) as kept:
        kept.keep(Progress(DAY, BEFORE_CONTACT, {}, told=True))


def draft(user: User) -> dict[str, str]:
    """The answers kept so far."""
    (name,) = user.drafts()
    return dict(json.loads((user.state / name).read_text(encoding="utf-8"))["answers"])
