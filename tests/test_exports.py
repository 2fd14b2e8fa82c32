# ruff: noqa: ARG005 – a header or mark may need less than it is given
"""Exports of form services, registers and spreadsheets, as they are downloaded: each layout gives its leads.

The layouts follow public documentation and reports. They are filled from the questionnaire at hand: its texts may change.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import pytest
from questionnaires import PLANT, TEAM

from coo_advisor.leads.columns import Matcher, read_column_map
from coo_advisor.leads.rating import Rater
from coo_advisor.leads.sources import LeftLead, RankedLead, open_sources
from coo_advisor.questionnaire.flow import asked
from coo_advisor.questionnaire.model import Question, Questionnaire, Value
from coo_advisor.verdict.space import Space

Given = Mapping[str, Value]
Rows = Sequence[Sequence[str]]


class Form(NamedTuple):
    """A questionnaire as a form service holds it, and two people's answers to it."""

    questions: Questionnaire
    language: str
    first: Given
    second: Given

    @property
    def leads(self) -> tuple[Given, Given]:
        return self.first, self.second

    @property
    def several(self) -> Question:
        """The question of which several options were ticked."""
        return next(each for each in reversed(self.questions.questions) if each.kind == "several")

    def asks(self, language: str | None = None) -> list[str]:
        """The texts of all questions."""
        return [each.ask[language or self.language] for each in self.questions.questions]

    def cells(self, given: Given, join: str = ", ", language: str | None = None) -> list[str]:
        """A lead in labels, a cell a question."""
        return [
            join.join(self.labels(each, given, language or self.language))
            if each.choices and not each.numbers
            else str(given.get(each.id, ""))
            for each in self.questions.questions
        ]

    def ids(self, given: Given, join: str = ";") -> list[str]:
        """A lead in ids, a cell a question."""
        values = (given.get(each.id, "") for each in self.questions.questions)
        return [join.join(value) if isinstance(value, tuple) else str(value) for value in values]

    def labels(self, question: Question, given: Given, language: str) -> list[str]:
        """What was chosen, in labels."""
        if question.id not in given:
            return []
        return [choice.label[language] for choice in question.chosen(given[question.id])]

    def ticked(self, given: Given, choice: str) -> bool:
        """Whether an option was ticked."""
        value = given.get(self.several.id, ())
        return isinstance(value, tuple) and choice in value

    def spread(self, header: Callable[[str, str, str], str], mark: Callable[[str, bool], str]) -> Rows:
        """A table in labels with one column an option: `header` of question, label and id, `mark` of label and tick."""
        rows: list[list[str]] = [[], [], []]
        for place, question in enumerate(self.questions.questions):
            if question.id != self.several.id:
                rows[0].append(question.ask[self.language])
                for row, given in zip(rows[1:], self.leads, strict=True):
                    row.append(self.cells(given)[place])
                continue
            for choice in question.choices:
                label = choice.label[self.language]
                rows[0].append(header(question.ask[self.language], label, choice.id))
                for row, given in zip(rows[1:], self.leads, strict=True):
                    row.append(mark(label, self.ticked(given, choice.id)))
        return rows


def given(questionnaire: Questionnaire, pick: int) -> Given:
    """Answers to every question that is asked, the `pick`th choice of each, or the next that there is."""
    answers: dict[str, Value] = {}
    while len(path := asked(questionnaire, answers)) > len(answers):
        question = next(each for each in path if each.id not in answers)
        choices = question.choices
        if question.numbers:
            answers[question.id] = 40 + pick
        elif question.kind == "text":
            answers[question.id] = f"Atelier {pick}" if not question.format else f"a{pick}@example.com"
        elif question.kind == "several":
            answers[question.id] = tuple(each.id for each in choices if each.id != "other")[pick : pick + 2]
        else:
            answers[question.id] = choices[min(pick, len(choices) - 1)].id
    return answers


FORMS = {
    f"{name} {language}": Form(questionnaire, language, given(questionnaire, 0), given(questionnaire, 1))
    for name, questionnaire in (("plant", PLANT), ("team", TEAM))
    for language in ("en", "fr")
}
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def text(rows: Rows, delimiter: str = ",") -> str:
    """Rows as CSV."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


class Ranked(NamedTuple):
    """What became of a file."""

    leads: list[RankedLead]
    left: list[LeftLead]

    @property
    def answers(self) -> list[dict[str, Value | None]]:
        return [dict(lead.answers) for lead in self.leads]


def ranked(
    folder: Path, content: str | bytes, form: Form, columns: Mapping[str, str | None] | None = None, name: str = "x.csv"
) -> Ranked:
    """Reads a file as `rank` does."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (folder / "map.yaml").write_text(json.dumps(columns or {"no such column": None}))
    matcher = Matcher(form.questions, read_column_map(folder / "map.yaml", form.questions))
    (source,) = open_sources(form.questions, [path], matcher)
    if source.heading:
        matcher.check(source.heading, source.name)
    left: list[LeftLead] = []
    return Ranked(list(source.leads(Rater(Space(form.questions)), left.append, lambda _: None)), left)


def check(
    folder: Path, rows: Rows, form: Form, columns: Mapping[str, str | None] | None = None, delimiter: str = ","
) -> None:
    """Both leads come out whole: nothing rejected, set aside or odd."""
    found = ranked(folder, text(rows, delimiter), form, columns)
    assert found.left == []
    assert [lead.odd for lead in found.leads] == [(), ()]
    assert found.answers == [dict(given) for given in form.leads]


def framed(rows: Rows, before: Mapping[str, str], after: Mapping[str, str] | None = None) -> Rows:
    """A table with what services put before and behind the answers."""
    after = after or {}
    return [[*before, *rows[0], *after]] + [[*before.values(), *row, *after.values()] for row in rows[1:]]


def left_out(*mappings: Mapping[str, str]) -> dict[str, str | None]:
    """A map that leaves such columns out."""
    return {name: None for mapping in mappings for name in mapping}


# ------------------------------------------------------------------------------------------------- form services


@every_form
def test_typeform(tmp_path: Path, form: Form) -> None:
    """One column an option, the label in the cell; a column for other answers, and metadata around."""
    meta = {"#": "x1"}
    after = {
        "utm_source": "newsletter",
        "Response Type": "completed",
        "Submit Date (UTC)": "2026-11-03 09:12:44",
        "Tags": "",
    }
    rows = form.spread(lambda ask, label, id: label, lambda label, ticked: label if ticked else "")
    check(tmp_path, framed(rows, meta, after), form, left_out(meta, after))


@every_form
def test_tally(tmp_path: Path, form: Form) -> None:
    """A joined column, and `question (option)` beside it with TRUE or FALSE."""
    rows = form.spread(lambda ask, label, id: f"{ask} ({label})", lambda label, ticked: str(ticked).upper())
    joined = [
        form.several.ask[form.language],
        *(", ".join(form.labels(form.several, each, form.language)) for each in form.leads),
    ]
    rows = [[*row, cell] for row, cell in zip(rows, joined, strict=True)]
    meta = {"Submission ID": "a1", "Respondent ID": "r1", "Submitted at": "2026-11-03 09:12:44"}
    found = ranked(tmp_path, text(framed(rows, meta)), form, {**left_out(meta), "Submitted at": "answered_at"})
    assert found.answers == [dict(given) for given in form.leads]
    assert [str(lead.last_contact) for lead in found.leads] == ["2026-11-03"] * 2


@every_form
@pytest.mark.parametrize("required", ["", " *"])
def test_google_forms(tmp_path: Path, form: Form, required: str) -> None:
    """Question texts over labels joined by commas, a timestamp before them."""
    rows = [[f"{ask}{required}" for ask in form.asks()], *map(form.cells, form.leads)]
    meta = {"Timestamp": "03/11/2026 09:12:44"}
    check(tmp_path, framed(rows, meta), form, left_out(meta))


@every_form
def test_microsoft_forms(tmp_path: Path, form: Form) -> None:
    """Labels joined by semicolons, one behind the last; no-break spaces in headers."""
    cells = [
        [
            f"{cell};" if question.kind == "several" and cell else cell
            for question, cell in zip(form.questions.questions, form.cells(given, ";"), strict=True)
        ]
        for given in form.leads
    ]
    rows = [[ask.replace(" ", "\u00a0", 2) for ask in form.asks()], *cells]
    meta = {
        "ID": "1",
        "Start time": "11/3/26 9:10:11",
        "Completion time": "11/3/26 9:12:44",
        "Email": "anonymous",
        "Name": "",
    }
    check(tmp_path, framed(rows, meta), form, left_out(meta), ";")


@every_form
def test_surveymonkey(tmp_path: Path, form: Form) -> None:
    """A second header row; options stand there under empty headers, labels in the cells."""
    first: list[str] = []
    second: list[str] = []
    for question in form.questions.questions:
        ask = question.ask[form.language]
        if question.id == form.several.id:
            first += [ask, *[""] * len(question.choices)]
            second += [*(choice.label[form.language] for choice in question.choices), "Other (please specify)"]
        else:
            first.append(ask)
            second.append("Open-Ended Response" if question.kind == "text" else "Response")
    spread = form.spread(lambda ask, label, id: label, lambda label, ticked: label if ticked else "")
    at = form.questions.questions.index(form.several) + len(form.several.choices)
    rows = [first, second, *([*row[:at], "", *row[at:]] for row in spread[1:])]
    meta = {"Respondent ID": "118", "Date Created": "11/03/2026 09:10:11 AM", "IP Address": "192.0.2.1"}
    framed_rows = [[*meta, *rows[0]], [*[""] * len(meta), *rows[1]], *([*meta.values(), *row] for row in rows[2:])]
    check(tmp_path, framed_rows, form, left_out(meta))


@every_form
@pytest.mark.parametrize(
    "header",
    [
        lambda ask, label, id: f"{ask} [{label}]",
        lambda ask, label, id: f"{ask}[{id}]",
        lambda ask, label, id: f"{ask} - {label}",
    ],
    ids=["text", "code", "dash"],
)
@pytest.mark.parametrize("words", [("Yes", "No"), ("Y", ""), ("Oui", "N/A"), ("1", "0")], ids=" ".join)
def test_limesurvey(tmp_path: Path, form: Form, header: Callable[[str, str, str], str], words: tuple[str, str]) -> None:
    """`question [option]` with yes or no in the cell."""
    check(tmp_path, form.spread(header, lambda label, ticked: words[0] if ticked else words[1]), form)


@every_form
def test_limesurvey_codes_and_texts(tmp_path: Path, form: Form) -> None:
    """`id. question`, and `id[choice]. question [option]`."""
    rows = [
        list(row)
        for row in form.spread(
            lambda ask, label, id: f"[{id}]. {ask} [{label}]", lambda label, ticked: "Y" if ticked else "N"
        )
    ]
    ids = iter(each.id for each in form.questions.questions if each.id != form.several.id)
    rows[0] = [f"{form.several.id}{name}" if name.startswith("[") else f"{next(ids)}. {name}" for name in rows[0]]
    check(tmp_path, rows, form)


@every_form
def test_drupal_webform(tmp_path: Path, form: Form) -> None:
    """Three header rows: the form, the question over its options, the names; X in the cells."""
    rows = form.spread(lambda ask, label, id: label, lambda label, ticked: "X" if ticked else "")
    at = form.questions.questions.index(form.several)
    title = ["A form", *[""] * (len(rows[0]) - 1)]
    over = ["" for _ in rows[0]]
    over[at] = form.several.ask[form.language]
    check(tmp_path, [title, over, *rows], form, delimiter="\t")


@every_form
@pytest.mark.parametrize("group", ["", "lead/"])
def test_kobotoolbox(tmp_path: Path, form: Form, group: str) -> None:
    """Ids, several joined by spaces, beside `id/choice` with 1 or 0; semicolons, everything quoted."""
    several = form.several
    ids = [each.id for each in form.questions.questions]
    options = [f"{several.id}/{choice.id}" for choice in several.choices]
    rows = [[*(f"{group}{id}" for id in ids), *(f"{group}{option}" for option in options)]]
    marks = [["1" if form.ticked(lead, choice.id) else "0" for choice in several.choices] for lead in form.leads]
    rows += [[*form.ids(lead, " "), *ticks] for lead, ticks in zip(form.leads, marks, strict=True)]
    meta = {"start": "2026-11-03T09:10:11.000+01:00", "_id": "7", "_submission_time": "2026-11-03T08:12:50"}
    check(tmp_path, framed(rows, meta), form, left_out(meta), ";")


@every_form
def test_jotform(tmp_path: Path, form: Form) -> None:
    """Several answers on lines of one cell."""
    rows = [form.asks(), *(form.cells(given, "\n") for given in form.leads)]
    meta = {"Submission Date": "2026-11-03 09:12:44"}
    check(tmp_path, framed(rows, meta), form, left_out(meta))


@every_form
def test_qualtrics(tmp_path: Path, form: Form) -> None:
    """Three header rows: codes, texts with the option behind, import ids in braces."""
    rows = form.spread(
        lambda ask, label, id: f"{ask} - Selected Choice - {label}", lambda label, ticked: label if ticked else ""
    )
    codes = [f"Q{number}" for number, _ in enumerate(rows[0], start=1)]
    check(tmp_path, [codes, rows[0], [f'{{"ImportId":"{code}"}}' for code in codes], *rows[1:]], form)


@every_form
def test_redcap(tmp_path: Path, form: Form) -> None:
    """`id___choice` with Checked or Unchecked."""
    rows = form.spread(
        lambda ask, label, id: f"{form.several.id}___{id}", lambda _, ticked: "Checked" if ticked else "Unchecked"
    )
    check(tmp_path, rows, form)


@every_form
def test_airtable_and_notion(tmp_path: Path, form: Form) -> None:
    """Short names as columns, labels joined by commas without spaces, tick boxes said as words."""
    rows = [
        [each.short[form.language] for each in form.questions.questions],
        *(form.cells(lead, ",") for lead in form.leads),
    ]
    check(tmp_path, rows, form)


@every_form
def test_a_wordpress_form(tmp_path: Path, form: Form) -> None:
    """Entities and tags in headers and cells."""

    def escaped(cell: str) -> str:
        return cell.replace("&", "&amp;").replace("'", "&#39;").replace("é", "&eacute;").replace("à", "&agrave;")

    rows = [
        [f"<strong>{escaped(ask)}</strong>&nbsp;" for ask in form.asks()],
        *(list(map(escaped, form.cells(each))) for each in form.leads),
    ]
    check(tmp_path, rows, form)


@every_form
def test_numbered_questions_with_their_help(tmp_path: Path, form: Form) -> None:
    """A header that has a number, a star and the question's help on the next line is that question."""
    rows = [
        [
            f"Q{number}. {each.ask[form.language]} *\n{(each.help or each.ask)[form.language]}"
            for number, each in enumerate(form.questions.questions, 1)
        ],
        *map(form.cells, form.leads),
    ]
    check(tmp_path, rows, form)


@pytest.mark.parametrize("form", [each for each in FORMS.values() if each.language == "en"], ids=["plant", "team"])
@pytest.mark.parametrize("between", [" / ", " | ", "\n"], ids=["slash", "bar", "line"])
def test_bilingual_forms(tmp_path: Path, form: Form, between: str) -> None:
    """`French / English` in headers and cells."""
    rows = [[between.join(pair) for pair in zip(form.asks("fr"), form.asks("en"), strict=True)]]
    for lead in form.leads:
        row = []
        for question, french, english in zip(
            form.questions.questions, form.cells(lead, ", ", "fr"), form.cells(lead), strict=True
        ):
            row.append(f"{french}{between}{english}" if question.kind == "choice" and french else english)
        rows.append(row)
    check(tmp_path, rows, form)


# ---------------------------------------------------------------------------------------------------- spreadsheets


@every_form
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_excel(tmp_path: Path, form: Form, encoding: str) -> None:
    """`sep=;`, a title, empty lines, surplus delimiters behind every row, and totals below."""
    rows = [form.asks(), *map(form.cells, form.leads)]
    content = "sep=;\r\n" + text([["Prospects 2026", *[""] * 5], [""], *([*row, "", ""] for row in rows)], ";")
    contact = next(place for place, each in enumerate(form.questions.questions) if each.purpose == "contact")
    content += text([["Total" if place == contact else "" for place, _ in enumerate(rows[0])]], ";")
    found = ranked(tmp_path, content.encode(encoding, "replace"), form)
    assert found.answers == [dict(given) for given in form.leads]
    assert [(each.why, each.aside) for each in found.left] == [("left_contact", True)]


@every_form
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_libreoffice(tmp_path: Path, form: Form, delimiter: str) -> None:
    """Any delimiter, cells trimmed at the end of a row."""
    rows = [form.asks(), *map(form.cells, form.leads)]
    for row in rows[1:]:
        while row and not row[-1]:
            row.pop()
    check(tmp_path, rows, form, delimiter=delimiter)


@every_form
def test_ids_as_people_and_databases_rewrite_them(tmp_path: Path, form: Form) -> None:
    """Head count, founder-week, COO_AWAY; and the same in cells."""
    spellings: list[Callable[[str], str]] = [
        str.upper,
        lambda id: id.replace("_", "-"),
        lambda id: id.replace("_", " ").title(),
    ]
    for spell in spellings:
        rows = [[spell(each.id) for each in form.questions.questions]]
        for lead in form.leads:
            row = form.ids(lead)
            rows.append(
                [
                    spell(cell) if each.choices else cell
                    for each, cell in zip(form.questions.questions, row, strict=True)
                ]
            )
        check(tmp_path, rows, form)


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/"


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """An .xlsx file, with no more in it than a spreadsheet needs."""
    content = io.BytesIO()
    numbered = list(enumerate(sheets, start=1))
    listed = "".join(f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>' for number, name in numbered)
    linked = "".join(
        f'<Relationship Id="r{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _ in numbered
    )
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}content-types"/>')
        start = f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        file.writestr("_rels/.rels", f'<Relationships xmlns="{TYPES}relationships">{start}</Relationships>')
        book = f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>'
        file.writestr("xl/workbook.xml", book)
        file.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{TYPES}relationships">{linked}</Relationships>'
        )
        for number, name in numbered:
            rows = "".join(
                f'<row r="{row}">{"".join(xml_cell(cell, row, column) for column, cell in enumerate(cells))}</row>'
                for row, cells in enumerate(sheets[name], start=1)
            )
            sheet = f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'
            file.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
    return content.getvalue()


def xml_cell(value: object, row: int, column: int) -> str:
    """A cell of a workbook; none if there is no value."""
    place = f"{chr(ord('A') + column % 26) if column < 26 else 'A' + chr(ord('A') + column - 26)}{row}"
    if value is None:
        return ""
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


@every_form
def test_a_workbook(tmp_path: Path, form: Form) -> None:
    """The sheet with the answers is found, numbers and days are read as they are shown, lines are those of the sheet."""
    rows: list[list[object]] = [[*form.asks()], *([*map(_as_number, form.cells(lead))] for lead in form.leads)]
    content = workbook({"Notes": [["A note"]], "Answers": [["Export"], [], *rows]})
    found = ranked(tmp_path, content, form, name="leads.xlsx")
    assert found.answers == [dict(given) for given in form.leads]
    assert [lead.line for lead in found.leads] == [4, 5]


def _as_number(cell: str) -> object:
    return int(cell) if cell.isdecimal() else cell or None


# ------------------------------------------------------------------------------------------------------- registers


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (("Company name", "Number of Employees"), {"Company name": "company", "Number of Employees": "headcount"}),
        (
            ("Organization - Name", "Organization - People"),
            {"Organization - Name": "company", "Organization - People": "headcount"},
        ),
        (("Raison sociale", "Effectif"), {"Raison sociale": "company"}),
    ],
    ids=["hubspot", "pipedrive", "french"],
)
def test_headcounts_of_customer_registers(
    tmp_path: Path, names: tuple[str, str], columns: dict[str, str | None]
) -> None:
    """Numbers as such programs write them; a range is a value of its band, or nothing if it crosses one."""
    bands = TEAM.question("headcount").choices
    assert bands[1].band
    low, high = bands[1].band
    cells = {
        "1,200": 1200,
        f"{low}-{high}": low,
        "~30": 30,
        "28 personnes": 28,
        "2.8E+1": 28,
        "50+": 50,
        f"{low - 1}-{high}": None,
    }
    rows = [[*names, "operations_lead"], *([f"Company {cell}", cell, "founder"] for cell in cells)]
    found = ranked(tmp_path, text(rows), FORMS["team fr"], columns)
    assert [lead.answers.get("headcount") for lead in found.leads] == list(cells.values())
    assert [each.text for lead in found.leads for each in lead.odd] == [f"{low - 1}-{high}"]


def test_free_text_among_ticked_options(tmp_path: Path) -> None:
    """What people write beside the options of a question for the report is set aside; the lead keeps the rest."""
    form = FORMS["team en"]
    at = form.questions.questions.index(form.several)
    cells = form.cells(form.first)
    cells[at] = f"{form.several.choices[0].label['en']}, Someone who knows ISO 9001"
    (lead,) = ranked(tmp_path, text([form.asks(), cells]), form).leads
    assert lead.answers[form.several.id] == (form.several.choices[0].id,)
    assert [each.text for each in lead.odd] == ["Someone who knows ISO 9001"]


def test_rows_above_and_below_that_are_no_leads(tmp_path: Path) -> None:
    """Totals and counts are set aside and reported, none is ranked."""
    content = "company,headcount,operations_lead\nTotal,,\nAtelier Nord,28,founder\nRéponses : 12,,\n"
    found = ranked(tmp_path, content, FORMS["team fr"])
    assert [lead.answers["company"] for lead in found.leads] == ["Atelier Nord"]
    assert [(each.line, each.why) for each in found.left] == [(2, "left_contact"), (4, "left_contact")]


def test_ragged_rows(tmp_path: Path) -> None:
    """Empty cells that are missing or too many at the end of a row cost no lead."""
    content = "company,headcount,operations_lead,growth,timing\nA,28,founder\nB,28,founder,growing,now,\nC,28,founder,growing,now\n"
    assert len(ranked(tmp_path, content, FORMS["team en"]).leads) == 3
