"""Sources of leads, as form builders, spreadsheets and people write them."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from time import process_time
from typing import NamedTuple

import pytest
from questionnaires import NORD, PLANT_FILE, TEAM

from coo_advisor.leads.columns import ColumnMap, Matcher, as_key, read_column_map
from coo_advisor.leads.folding import folded, squeezed
from coo_advisor.leads.rating import Rater
from coo_advisor.leads.sources import LARGEST_TABLE, LeftLead, RankedLead, Source, open_sources
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import load_questionnaire
from coo_advisor.questionnaire.model import Question, Questionnaire, Value
from coo_advisor.reading.days import read_day
from coo_advisor.reading.tree import LARGEST
from coo_advisor.report.ranking_files import why_left
from coo_advisor.system.errors import AdvisorError, InvalidFile
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

SPACE = Space(TEAM)
WORDS = load_words("en")


class Read(NamedTuple):
    """What a source gave."""

    leads: list[RankedLead]
    left: list[LeftLead]

    @property
    def answers(self) -> list[Answers]:
        """The answers of every lead, without those that are not known."""
        return [{id: value for id, value in lead.answers.items() if value is not None} for lead in self.leads]

    @property
    def odd(self) -> list[tuple[str, str]]:
        """The texts that are no answers, with their questions."""
        return [(each.question.id, each.text) for lead in self.leads for each in lead.odd]

    @property
    def reasons(self) -> list[str]:
        """Why others were left."""
        return [why_left(each, WORDS) for each in self.left]


def read(path: Path, columns: Path | None = None, asked: Questionnaire = TEAM) -> Read:
    """Reads a source to its end."""
    source = opened(path, read_column_map(columns, asked) if columns else {}, asked)
    left: list[LeftLead] = []
    return Read(list(source.leads(Rater(Space(asked)), left.append, lambda _: None)), left)


def opened(path: Path, chosen: ColumnMap, asked: Questionnaire = TEAM) -> Source:
    """A source whose columns are known. Raises InvalidFile."""
    matcher = Matcher(asked, chosen)
    (source,) = open_sources(asked, [path], matcher)
    if source.heading:
        matcher.check(source.heading, source.name)
    return source


def table(tmp_path: Path, content: bytes | str, name: str = "leads.csv") -> Path:
    """A file with this content."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def label(question: str, choice: str, language: str) -> str:
    """A choice as people see it."""
    (found,) = (each for each in TEAM.question(question).choices if each.id == choice)
    return found.label[language]


def as_form_builder(question: Question, value: Value | None, language: str, joiner: str) -> str:
    """An answer as a form builder exports it: labels, several of them in one cell."""
    if value is None:
        return ""
    if isinstance(value, int) or question.kind == "text":
        return str(value)
    return joiner.join(choice.label[language] for choice in question.chosen(value))


def exported(language: str, delimiter: str, joiner: str, answers: Answers) -> str:
    """A table with question texts in its header and one lead in labels."""
    questions = TEAM.questions
    header = [each.ask[language] for each in questions]
    cells = [as_form_builder(each, answers.get(each.id), language, joiner) for each in questions]
    return "".join(delimiter.join(f'"{cell}"' for cell in row) + "\n" for row in (header, cells))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("joiner", [", ", ";", "\n"], ids=["by comma", "by semicolon", "by line"])
def test_what_form_builders_export_is_read(
    tmp_path: Path, language: str, encoding: str, delimiter: str, joiner: str
) -> None:
    """Question texts as columns and labels as cells, in either language, are the answers that they stand for."""
    answers = {**NORD, "company": "Épicerie Noël", "needs": ("experience", "objectivity", "cost")}
    path = table(tmp_path, exported(language, delimiter, joiner, answers).encode(encoding, "replace"))
    found = read(path)
    assert found.left == []
    assert found.answers == [answers]
    assert found.leads[0].rating == Rater(SPACE).rate(answers)


def test_ids_labels_and_not_known_stand_side_by_side(tmp_path: Path) -> None:
    """A cell may hold an id, a label in either language, whatever its case, or that it is not known."""
    *_, band = TEAM.question("headcount").choices
    assert band.band
    path = table(
        tmp_path,
        "operations_lead,growth,headcount,needs\n"
        f'founder,"{label("growth", "shrinking", "en")}",28.0,[]\n'
        f'"{label("operations_lead", "coo", "fr").upper()}",je ne sais pas,1 200,Aucune de ces réponses\n'
        f'I don’t know,,"{band.label["en"]}",;experience;\n'
        f"coo,,,{load_words('en')('none_chosen')}\n",
    )
    assert read(path).answers == [
        {"operations_lead": "founder", "growth": "shrinking", "headcount": 28, "needs": ()},
        {"operations_lead": "coo", "headcount": 1200, "needs": ()},
        {"headcount": band.band.low, "needs": ("experience",)},
        {"operations_lead": "coo", "needs": ()},
    ]


@pytest.mark.parametrize("first", [13, 20, 35])
def test_a_band_stands_for_its_numbers_if_nothing_separates_them(first: int, tmp_path: Path) -> None:
    """A number's cell may hold a band, by id or label; one that a condition splits anywhere is no answer."""
    plant = PLANT_FILE.read_text(encoding="utf-8")
    changed = tmp_path / "questions.yaml"
    changed.write_text(
        plant.replace("months: {from: 12, to: 600}", f"months: {{from: {first}, to: 600}}"), encoding="utf-8"
    )
    path = table(tmp_path, "months\nFRESH\nThree years or more\nold\nsettled\nOne to three years\n20\n")
    found = read(path, asked=load_questionnaire(changed))
    assert [answers["months"] for answers in found.answers] == [0, 36, 36, 20]
    assert [each.line for each in found.left] == [5, 6]


def test_several_labels_with_commas_in_them(tmp_path: Path) -> None:
    """A comma inside a label parts nothing, however many there are."""
    labels = {"experience": "Tried, tested, from elsewhere", "objectivity": "Neutral, frank"}
    needs = TEAM.question("needs")
    choices = (each._replace(label={"en": labels.get(each.id, each.label["en"])}) for each in needs.choices)
    changed = needs._replace(choices=tuple(choices))
    others = [each for each in TEAM.questions if each.id != "needs"]
    asked = TEAM._replace(questions=(*others, changed))
    cell = f"{labels['experience']}, {labels['objectivity']}, {label('needs', 'network', 'en')}"
    path = table(tmp_path, f'needs,growth\n"{cell}",stable\n"{labels["objectivity"]}",stable\n')
    first, second = read(path, asked=asked).answers
    assert first["needs"] == ("experience", "objectivity", "network")
    assert second["needs"] == ("objectivity",)


def test_rows_that_answer_nothing_are_no_leads(tmp_path: Path) -> None:
    """What spreadsheets leave behind the last lead is passed over; totals and footers are set aside, with the reason."""
    content = 'company,headcount,result.row\nA,12,\n,,\n,\n,,,,\n,,"B,many"\nTotal,,\n'
    found = read(table(tmp_path, content))
    assert found.answers == [{"company": "A", "headcount": 12}]
    assert [(each.line, each.text, each.aside) for each in found.left] == [(6, ",,B,many", True), (7, "Total,,", True)]
    assert found.reasons == [
        "Set aside: it answers no question.",
        "Set aside: it answers nothing but contact questions.",
    ]


def test_an_id_is_that_questions_whatever_others_are_called(tmp_path: Path) -> None:
    """A column named by an id goes to that question, though the text of another one is the same word."""
    growth = TEAM.question("growth")
    others = [each for each in TEAM.questions if each.id != "growth"]
    asked = TEAM._replace(questions=(*others, growth._replace(short={"en": "Headcount"})))
    found = read(table(tmp_path, "headcount,needs\n28,cost\n"), asked=asked)
    assert found.answers == [{"headcount": 28, "needs": ("cost",)}]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("headcount,grwth", ["leads.csv:1: 1 column matches no question: “grwth”. Map", "--write-columns"]),
        ("Horodateur,headcount,Région", ["2 columns match no question: “Horodateur”, “Région”"]),
        (
            "headcount,Effectif",
            ["answers “headcount”, and so does “headcount”", '--columns MAP and the line `"Effectif": null`'],
        ),
        ("headcount,headcount", ["column “headcount (2)”", '`"headcount (2)": null`']),
        ("Zeit,Ort", ["leads.csv:1: has no column that answers a question. Its header must name the columns, by"]),
        (
            ",".join(f"c{number}" for number in range(5000)),
            ["has no column that answers a question", "--write-columns MAP"],
        ),
    ],
    ids=["misspelt", "strangers", "twice", "equal", "no header", "thousands"],
)
def test_columns_that_match_nothing_stop_it(tmp_path: Path, header: str, said: list[str]) -> None:
    """Columns that are no questions stop everything, in one message that names the way to map them."""
    with pytest.raises(InvalidFile) as raised:
        read(table(tmp_path, f"{header}\n1,2\n"))
    for words in said:
        assert words in str(raised.value)
    assert len(raised.value.problems) <= 2


@pytest.mark.parametrize(
    "column",
    ["Horodateur", "Votre « rôle » ?", 'The "team"', "C:\\new", "a: b # c", "l'âge", "Very long " * 30, "3", "#"],
)
def test_a_column_as_a_map_writes_it_is_that_column(tmp_path: Path, column: str) -> None:
    """Whatever a column is called, its line in a map leaves it out."""
    path = table(tmp_path, f"""headcount,"{column.replace('"', '""')}"\n28,x\n""")
    assert read(path, table(tmp_path, f"{as_key(column)}: null\n", "columns.yaml")).answers == [{"headcount": 28}]


def test_equal_headers_are_numbered_from_the_left(tmp_path: Path) -> None:
    """A map names the second of two equal columns “… (2)”, and may have both answer one question."""
    path = table(tmp_path, "Email,Email,headcount\n,b@example.com,28\na@example.com,,12\n")
    left_out = table(tmp_path, '"Email (2)": null\n', "columns.yaml")
    assert read(path, left_out).answers == [{"headcount": 28}, {"email": "a@example.com", "headcount": 12}]
    both = table(tmp_path, '"Email": email\n"Email (2)": email\n', "columns.yaml")
    assert [lead["email"] for lead in read(path, both).answers] == ["b@example.com", "a@example.com"]


def test_the_line_that_is_proposed_leaves_a_second_column_out(tmp_path: Path) -> None:
    """If two columns answer one question, the line of the message settles it."""
    path = table(tmp_path, "headcount,Effectif ?\n28,29\n")
    with pytest.raises(InvalidFile) as raised:
        read(path)
    (line,) = re.findall("Leave one out with --columns MAP and the line `(.*)`", str(raised.value))
    assert read(path, table(tmp_path, line, "columns.yaml")).answers == [{"headcount": 28}]


@pytest.mark.parametrize(
    "header",
    [
        "EFFECTIF",
        " effectif : ",
        "Effectif ?",
        "\u200beffectif*",
        "ＨＥＡＤＣＯＵＮＴ",
        "3. Effectif *",
        "Head count",
        "👉 Effectif",
        "headcount. Effectif",
        "Effectif (obligatoire)",
        "<b>Effectif</b>&nbsp;?",
    ],
)
def test_columns_are_compared_as_people_do(tmp_path: Path, header: str) -> None:
    """Case, width, spaces, closing punctuation and what is invisible distinguish no columns."""
    assert read(table(tmp_path, f'"{header}"\n28\n')).answers == [{"headcount": 28}]
    assert folded("What\u2003 keeps\nyou’re") == folded("what keeps you're") != folded("whatkeepsyou're")
    assert squeezed("3 – 4 jours") == "3_4jours" != squeezed("34 jours")


@pytest.mark.parametrize("header", ["Email address", "Company size", "Headcount / Growth", "Name of the company"])
def test_a_column_that_only_starts_like_a_question_is_another(tmp_path: Path, header: str) -> None:
    """A short name within a longer header is a guess, which nobody makes in silence."""
    with pytest.raises(InvalidFile, match="1 column matches no question"):
        read(table(tmp_path, f"bottleneck,{header}\nnone,x\n"))


def test_a_mapping_names_columns_or_leaves_them_out(tmp_path: Path) -> None:
    """With --columns, a column answers what the mapping says, or nothing."""
    columns = table(tmp_path, '"Horodateur": null\n"Taille de l’équipe": headcount\n', "columns.yaml")
    path = table(tmp_path, "Horodateur,Taille de l'équipe\n2026-11-23 10:00,28\n")
    assert read(path, columns).answers == [{"headcount": 28}]


def test_a_mapping_names_options_and_the_day_of_the_last_contact(tmp_path: Path) -> None:
    """`question.choice` makes a column an option, `answered_at` the day, and several columns can make one name."""
    columns = table(
        tmp_path, "Frais: needs.cost\nVu le: answered_at\nPrénom: name\nNom de famille: name\n", "columns.yaml"
    )
    path = table(tmp_path, "Vu le,Prénom,Nom de famille,headcount,Frais\n23/11/2026,Ada,King,28,x\n")
    found = read(path, columns)
    assert found.answers == [{"name": "Ada King", "headcount": 28, "needs": ("cost",)}]
    assert found.leads[0].last_contact == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2026-11-23T09:10:11.000+01:00", date(2026, 11, 23)),
        ("2026/11/23 09:10", date(2026, 11, 23)),
        ("23/11/2026 09:10", date(2026, 11, 23)),
        ("11/23/2026 9:10 AM", date(2026, 11, 23)),
        ("03.11.2026", date(2026, 11, 3)),
        ("03/03/2026", date(2026, 3, 3)),
        ("03/11/2026", None),
        ("45000", None),
        ("2026-13-01", None),
        ("soon", None),
    ],
)
def test_a_day_is_read_if_it_can_be_no_other(text: str, day: date | None) -> None:
    """ISO days are read, and others if day and month can't be mistaken for each other."""
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('"Taille": headcont\n', ["columns.yaml:1 › Taille", "headcount"]),
        (
            '"Taille": [headcount]\n',
            [
                "columns.yaml:1 › Taille: is not one question. Write `column: question`, or `column: null` to leave it out."
            ],
        ),
        ("- headcount\n", ["columns.yaml:1: maps no columns. Write `column: question`, one a line."]),
        (
            '"Taille": headcount\n"TAILLE ?": null\n',
            ["columns.yaml:2 › TAILLE ?: is a column that is mapped already. Keep one of the two lines."],
        ),
    ],
)
def test_a_mapping_with_mistakes_is_refused(tmp_path: Path, content: str, said: list[str]) -> None:
    """A mapping's mistakes are reported with file, line and remedy."""
    with pytest.raises(InvalidFile) as raised:
        read_column_map(table(tmp_path, content, "columns.yaml"), TEAM)
    for words in said:
        assert words in str(raised.value)


def test_bad_rows_stop_no_other(tmp_path: Path) -> None:
    """Each bad row is left at the line on which it starts, with its reason; the others are read."""
    path = table(
        tmp_path,
        'company,headcount,growth\n"Two\nlines",28,stable\nA,many,stabel\n\nB,12\nC,13,growing\n'
        f"{'x' * 501},1,stable\nD,1,stable,more\n",
    )
    found = read(path)
    assert [answers.get("company") for answers in found.answers] == ["Two lines", "B", "C", None]
    assert [(each.line, each.file) for each in found.left] == [(line, str(path)) for line in (4, 9)]
    many, wide = found.left
    assert found.reasons == [
        (
            "Too little of it can be read. "
            "headcount: “many” is no whole number from 1 to 100,000, so it counts as not known. "
            "growth: “stabel” is none of the answers, so it counts as not known. Did you mean “stable”?"
        ),
        "It has 4 cells where the header has 3. Quote cells that hold the delimiter.",
    ]
    assert many.cells == {"company": "A", "headcount": "many", "growth": "stabel"}
    assert wide.text == "D,1,stable,more"
    assert found.odd == [("company", "x" * 501)]


def test_a_single_odd_cell_never_costs_the_lead(tmp_path: Path) -> None:
    """It counts as not known in a scored question and for nothing in another, and is kept either way."""
    path = table(tmp_path, 'headcount,growth,needs\n28,fast,"cost, a friend"\nfew,stable,\n')
    found = read(path)
    assert found.answers == [{"headcount": 28, "needs": ("cost",)}, {"growth": "stable"}]
    assert found.odd == [("growth", "fast"), ("needs", "a friend"), ("headcount", "few")]


def test_a_quote_that_never_closes_is_reported(tmp_path: Path) -> None:
    """What swallows more than a cell can hold is rejected where it starts; what follows is read, at its own lines."""
    path = table(tmp_path, 'company,headcount\nA,1\n"B,2\n' + "C,3\n" * 60_000)
    found = read(path)
    assert found.answers[0] == {"company": "A", "headcount": 1}
    assert found.leads[-1].line == 60_003
    (left,) = found.left
    assert left.line == 3
    assert "a quote that is never closed" in found.reasons[0]


def test_a_quote_left_open_takes_no_lead_in_silence(tmp_path: Path) -> None:
    """If it would make the last rows the text of one cell, they are rejected, not ranked as that."""
    found = read(table(tmp_path, 'headcount,company\n1,A\n2,"B\n3,C\n'))
    assert found.answers == [{"company": "A", "headcount": 1}]
    assert [each.line for each in found.left] == [3]
    assert "a quote that is never closed" in found.reasons[0]


@pytest.mark.parametrize("start", ["", '"'], ids=["cells", "quote"])
def test_a_row_longer_than_any_lead_is_one_rejection(tmp_path: Path, start: str) -> None:
    """It is rejected once, and never split into cells; the rows after it keep their numbers."""
    row = "A,28\n"
    path = table(tmp_path, f"company,headcount\n{row}{start}{',' * 5 * LARGEST}\nB\n{row}")
    found = read(path)
    assert [lead.line for lead in found.leads] == [2, 5]
    assert [each.line for each in found.left] == [3, 4]
    assert "can't be split into cells" in found.reasons[0]


def test_a_cell_with_thousands_of_commas_is_read_in_no_time(tmp_path: Path) -> None:
    """How long a cell takes grows with its length, not with its cube."""
    start = process_time()
    path = table(tmp_path, f'needs,growth\n"cost,{"," * 2000}experience",stable\n')
    assert read(path).answers == [{"needs": ("experience", "cost"), "growth": "stable"}]
    assert process_time() - start < 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "is a spreadsheet"),
        (b"\xc3\xa9,headcount\n" * 3 + b"\xe9\n", r"leads.csv:4: stops being UTF-8 here. Save it again as CSV"),
        (b"", "has no header"),
        (b"\x81\x8d,\x00\n", "no text"),
        (b"\n\n", "no header"),
        (b"x" * 200_000, "no header"),
        (b"headcount,\0\n", "no text"),
    ],
    ids=["xlsx", "half", "empty", "binary", "blank", "one endless cell", "NUL"],
)
def test_files_that_are_no_tables_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """A spreadsheet, an empty file or binary data is called what it is."""
    with pytest.raises(InvalidFile, match=said):
        read(table(tmp_path, content))


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    """A source that is no table, no lines, no answers and no folder names those that are."""
    with pytest.raises(AdvisorError, match=r"end in one of: .csv"):
        read(table(tmp_path, "x", "leads.doc"))
    for name in ("missing.csv", "missing.jsonl"):
        with pytest.raises(AdvisorError, match=f"{name}: can't be read"):
            read(tmp_path / name)


def test_json_lines_are_read_like_rows(tmp_path: Path) -> None:
    """Ids or labels, numbers or texts, lists or joined: an object a line is a lead, and a bad one is rejected."""
    lines: list[object] = [
        {"company": "A", "headcount": 28, "needs": ["experience", "A neutral view"], "growth": None},
        {"company": "B", "headcount": "28", "needs": "experience;objectivity", "questionnaire": {"version": "1.0"}},
        {"company": "D", "headcount": True, "needs": [["x"]]},
        ["E"],
    ]
    content = "\ufeff" + "\n".join(map(json.dumps, lines)) + '\n\n{"company":\n' + "[" * 100_000
    found = read(table(tmp_path, content, "leads.jsonl"))
    both = {"headcount": 28, "needs": ("experience", "objectivity")}
    assert found.answers == [{"company": "A", **both}, {"company": "B", **both}]
    assert [each.line for each in found.left] == [3, 4, 6, 7]
    assert "headcount: “true” is no whole number" in found.reasons[0]
    assert all("is not a JSON object" in reason for reason in found.reasons[1:])


def test_keys_that_are_no_questions_stop_it(tmp_path: Path) -> None:
    """The keys of all lines are matched like columns, once."""
    with pytest.raises(InvalidFile, match="1 column matches no question: “head”"):
        read(table(tmp_path, '{"growth": "stable"}\n{"head": 28}\n', "leads.jsonl"))


@pytest.mark.parametrize(
    ("name", "value", "odd"),
    [
        ("headcount", {"a": 1}, "{'a': '1'}"),
        ("headcount", [28], "28"),
        ("growth", ["stable"], "stable"),
        ("growth", "2.00", "2.00"),
        ("growth", True, "true"),
        ("needs", {"a": 1}, "{'a': '1'}"),
        ("needs", 28, "28"),
        ("needs", [28], "28"),
    ],
)
def test_a_value_that_is_no_answer_is_kept_as_what_it_is(tmp_path: Path, name: str, value: object, odd: str) -> None:
    """No list, object or word passes for something else."""
    found = read(table(tmp_path, json.dumps({"means": "assistant", name: value}), "leads.jsonl"))
    assert found.odd == [(name, odd)]
    assert found.answers == [{"means": "assistant"}]


def test_a_name_may_be_any_word(tmp_path: Path) -> None:
    """Some people are called Null; what can't be a name is not known."""
    path = table(tmp_path, "company,name,email,headcount\nnull,Nan,N/A,28\n")
    assert read(path).answers == [{"company": "null", "name": "Nan", "headcount": 28}]


TOO_LONG = (LARGEST + 1, 3 * (LARGEST + 1), 3 * LARGEST, 3 * (LARGEST + 1) + 1)


def test_a_ranking_is_read_back_without_its_apostrophes(tmp_path: Path) -> None:
    """What ranking guarded is read as it was; in a table of another hand, an apostrophe stays."""
    ours, other = "company,headcount,result.grade\n'=1+1,28,A\n", "company,headcount\n'=1+1,28\n"
    assert read(table(tmp_path, ours)).answers == [{"company": "=1+1", "headcount": 28}]
    assert read(table(tmp_path, other)).answers == [{"company": "'=1+1", "headcount": 28}]


@pytest.mark.parametrize("length", TOO_LONG)
def test_rows_around_one_that_is_too_long_keep_their_lines(tmp_path: Path, length: int) -> None:
    """However long it is, and also if the file ends without a line break."""
    long = "x" * (length - 1)
    path = table(tmp_path, f"company,headcount\nA,1\n{long}\nB,2\n{'y' * 3 * LARGEST}\nC,3")
    found = read(path)
    assert [(lead.line, answers["company"]) for lead, answers in zip(found.leads, found.answers, strict=True)] == [
        (2, "A"),
        (4, "B"),
        (6, "C"),
    ]
    assert [each.line for each in found.left] == [3, 5]
    assert all("Look for a quote that is never closed." in reason for reason in found.reasons)


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    """Answers files are leads in the order of their names; others are passed over, damaged ones rejected."""
    for name in ("b.yaml", "a.json"):
        (tmp_path / name).write_text(json.dumps({"company": name}))
    (tmp_path / "c.yml").write_text("company: [\n")
    (tmp_path / "advice.md").write_text("# Advice")
    (tmp_path / ".hidden.yaml").write_text("company: hidden")
    found = read(tmp_path)
    assert [answers["company"] for answers in found.answers] == ["a.json", "b.yaml"]
    assert [found.file for found in found.leads] == [str(tmp_path / "a.json"), str(tmp_path / "b.yaml")]
    assert [(each.file, each.line) for each in found.left] == [(str(tmp_path / "c.yml"), 2)]


def test_a_file_that_goes_while_its_folder_is_read_is_rejected(tmp_path: Path) -> None:
    """What was there when reading began, and is gone when its turn comes, stops no other lead."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(f"company: {name}\n")
    source = opened(tmp_path, {})
    (tmp_path / "a.yaml").unlink()
    left: list[LeftLead] = []
    (found,) = source.leads(Rater(SPACE), left.append, lambda _: None)
    assert found.answers == {"company": "b.yaml"}
    assert [each.file for each in left] == [str(tmp_path / "a.yaml")]
    assert "can't be read" in why_left(left[0], WORDS)
    gone = opened(tmp_path / "a.yaml", {})
    assert (gone.size, list(gone.leads(Rater(SPACE), left.append, lambda _: None))) == (0, [])
    assert left[1] == left[0]


def test_a_folder_says_when_its_leads_were_last_in_touch(tmp_path: Path) -> None:
    """The day that an answers file records is the lead's."""
    for name, day in (("a.yaml", "2026-11-23"), ("b.yaml", "soon")):
        (tmp_path / name).write_text(f"answered_at: {day}\ncompany: A\n")
    assert [lead.last_contact for lead in read(tmp_path).leads] == [date(2026, 11, 23), None]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
@pytest.mark.parametrize("name", ["leads.csv", "leads.yaml"])
def test_what_is_no_file_is_refused_in_words(tmp_path: Path, name: str) -> None:
    """A pipe or a device would never end, or could be read only once."""
    path = tmp_path / name
    os.mkfifo(path)
    with pytest.raises(AdvisorError, match="is a pipe or a device, not a file"):
        read(path)


def test_a_file_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What changes while it is ranked can't be two different files."""
    opens: list[Path] = []
    real = Path.open

    def count(path: Path, *arguments: object, **named: object) -> object:
        opens.append(path)
        return real(path, *arguments, **named)  # type: ignore[call-overload]

    path = table(tmp_path, "headcount\n28\n")
    monkeypatch.setattr(Path, "open", count)
    assert read(path).answers == [{"headcount": 28}]
    assert opens == [path]


def test_a_file_too_large_for_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond what memory should hold, the way for any number of rows is named."""
    monkeypatch.setattr("coo_advisor.leads.sources.LARGEST_TABLE", 10)
    assert LARGEST_TABLE > 10
    with pytest.raises(InvalidFile, match=r"is larger than 10 bytes\. Split it, or map the function of docs/api\.md"):
        read(table(tmp_path, "headcount\n28\n"))


def archive(names: Sequence[str]) -> bytes:
    """A ZIP archive with these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize("name", ["leads.zip", "leads.csv"])
def test_an_archive_is_to_be_unpacked(tmp_path: Path, name: str) -> None:
    """A ZIP archive, whatever it is called, is refused in one line."""
    path = table(tmp_path, archive(["leads.csv"]), name)  # type: ignore[arg-type]
    with pytest.raises(InvalidFile) as refused:
        read(path)
    assert str(refused.value) == f"{path}: is a ZIP archive. Unpack it first, and rank the files in it."


def test_without_the_optional_reader_a_spreadsheet_is_to_be_saved_as_csv(tmp_path: Path) -> None:
    """One line says what to do."""
    path = table(tmp_path, archive(["[Content_Types].xml"]), "leads.xlsx")
    program = "import sys; sys.modules['python_calamine'] = None; from coo_advisor.__main__ import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", program, "rank", str(path)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert run.returncode == 2
    assert run.stderr == f"{path}: is a spreadsheet. Save it as CSV (UTF-8) first.\n"


def test_every_source_gives_the_same_answers(tmp_path: Path) -> None:
    """A lead comes to the same whether it was read from a row, a line or a file."""
    plain = {id: list(value) if isinstance(value, tuple) else value for id, value in NORD.items()}
    cells = [";".join(value) if isinstance(value, list) else str(value) for value in plain.values()]
    paths = [
        table(tmp_path, f"{','.join(plain)}\n{','.join(cells)}\n"),
        table(tmp_path, json.dumps(plain), "lead.jsonl"),
        table(tmp_path, json.dumps(plain), "lead.json"),
    ]
    for path in paths:
        (found,) = read(path).leads
        assert found.answers == NORD
        assert found.rating == Rater(SPACE).rate(NORD)
