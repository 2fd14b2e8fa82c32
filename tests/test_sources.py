"""Sources of leads, as form builders, spreadsheets and people write them."""

import json
import re
import tracemalloc
from pathlib import Path
from time import process_time
from typing import NamedTuple

import pytest

from coo_advisor.leads.columns import Matcher, folded, read_column_map
from coo_advisor.leads.lead_readers import RecordReader
from coo_advisor.leads.raters import Rater
from coo_advisor.leads.rating import ask_next, rate
from coo_advisor.leads.rows import RowReader, picker, texts_and_ids
from coo_advisor.leads.sources import Found, Rejection, open_sources
from coo_advisor.questionnaire.answers import load_answers
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.questionnaire.model import Question, Value
from coo_advisor.reading.tree import LARGEST
from coo_advisor.system.errors import MOST_PROBLEMS, AdvisorError, InvalidFile
from coo_advisor.verdict.space import Space

QUESTIONNAIRE = load_questionnaire(packaged_questionnaire())
SPACE = Space(QUESTIONNAIRE)
EXAMPLE = load_answers(Path(__file__).parent.parent / "docs" / "answers.yaml", QUESTIONNAIRE)
"""The answers of the README's picture."""


class Read(NamedTuple):
    """What a source gave."""

    leads: list[Found]
    rejected: list[Rejection]

    @property
    def answers(self) -> list[Answers]:
        """The answers of every lead, without those that are not known."""
        read = (found.source.answers(found) for found in self.leads)
        return [{id: value for id, value in answers.items() if value is not None} for answers in read]


def read(path: Path, columns: Path | None = None) -> Read:
    """Reads a source to its end."""
    chosen = read_column_map(columns, QUESTIONNAIRE) if columns else {}
    (source,) = open_sources(SPACE, [path], chosen)
    rejected: list[Rejection] = []
    return Read(list(source.leads(rejected.append, lambda _: None)), rejected)


def table(tmp_path: Path, content: bytes | str, name: str = "leads.csv") -> Path:
    """A file with this content."""
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def as_form_builder(question: Question, value: Value | None, language: str, joiner: str) -> str:
    """An answer as a form builder exports it: labels, several of them in one cell."""
    if value is None:
        return ""
    if isinstance(value, int) or question.kind == "text":
        return str(value)
    return joiner.join(choice.label[language] for choice in question.chosen(value))


def exported(language: str, delimiter: str, joiner: str, answers: Answers) -> str:
    """A table with question texts in its header and one lead in labels."""
    questions = QUESTIONNAIRE.questions
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
    answers = {**EXAMPLE, "company": "Épicerie Noël", "needs": ("experience", "objectivity", "cost")}
    path = table(tmp_path, exported(language, delimiter, joiner, answers).encode(encoding, "replace"))
    found = read(path)
    assert found.rejected == []
    assert found.answers == [answers]
    assert found.leads[0].rating == rate(SPACE, answers)


def test_ids_labels_and_not_known_stand_side_by_side(tmp_path: Path) -> None:
    """A cell may hold an id, a label in either language, whatever its case, or that it is not known."""
    path = table(
        tmp_path,
        "operations_lead,growth,headcount,needs\n"
        "founder,It is shrinking,28.0,[]\n"
        "UN COO EN PLACE,je ne sais pas,1 200,Aucune de ces réponses\n"
        "I don’t know,,10 to 49 people,;experience;\n",
    )
    assert read(path).answers == [
        {"operations_lead": "founder", "growth": "shrinking", "headcount": 28, "needs": ()},
        {"operations_lead": "coo", "headcount": 1200, "needs": ()},
        {"headcount": 10, "needs": ("experience",)},
    ]


@pytest.mark.parametrize("first", [13, 20, 35])
def test_a_band_stands_for_its_numbers_where_nothing_tells_them_apart(first: int, tmp_path: Path) -> None:
    """A number's cell may hold a band, by id or label; one that a condition splits anywhere is no answer."""
    plant = (Path(__file__).parent / "plant.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "questions.yaml"
    changed.write_text(
        plant.replace("months: {from: 12, to: 600}", f"months: {{from: {first}, to: 600}}"), encoding="utf-8"
    )
    path = table(tmp_path, "months\nFRESH\nThree years or more\nold\nsettled\nOne to three years\n20\n")
    (source,) = open_sources(Space(load_questionnaire(changed)), [path], {})
    rejected: list[Rejection] = []
    leads = source.leads(rejected.append, lambda _: None)
    assert [source.answers(found)["months"] for found in leads] == [0, 36, 36, 20]
    assert [each.line for each in rejected] == [5, 6]


def test_several_labels_with_commas_in_them(tmp_path: Path) -> None:
    """A comma inside a label parts nothing, however many there are."""
    labels = {"experience": "Tried, tested, from elsewhere", "objectivity": "Neutral, frank"}
    needs = QUESTIONNAIRE.question("needs")
    choices = (each._replace(label={"en": labels.get(each.id, each.label["en"])}) for each in needs.choices)
    changed = needs._replace(choices=tuple(choices))
    others = [each for each in QUESTIONNAIRE.questions if each.id != "needs"]
    asked = QUESTIONNAIRE._replace(questions=(*others, changed))
    cell = f"{labels['experience']}, {labels['objectivity']}, A network of contacts"
    path = table(tmp_path, f'needs,growth\n"{cell}",stable\n"{labels["objectivity"]}",stable\n')
    (source,) = open_sources(Space(asked), [path], {})
    first, second = source.leads(pytest.fail, lambda _: None)
    assert source.answers(first)["needs"] == ("experience", "objectivity", "network")
    assert source.answers(second)["needs"] == ("objectivity",)


def test_rows_of_empty_cells_are_no_leads(tmp_path: Path) -> None:
    """What spreadsheets leave behind the last lead is passed over; a row that answers nothing else is rejected."""
    content = 'company,headcount,result.row\nA,12,\n,,\n,\n,,,,\n,,"B,many"\nC,,\n'
    found = read(table(tmp_path, content))
    assert found.answers == [{"company": "A", "headcount": 12}, {"company": "C"}]
    (rejected,) = found.rejected
    assert (rejected.line, rejected.text) == (6, ",,B,many")
    assert rejected.reason == "answers no question. Fill in what it answers, or delete it."


def test_an_id_is_that_questions_whatever_others_are_called(tmp_path: Path) -> None:
    """A column named by an id goes to that question, though the text of another one is the same word."""
    growth = QUESTIONNAIRE.question("growth")
    others = [each for each in QUESTIONNAIRE.questions if each.id != "growth"]
    asked = QUESTIONNAIRE._replace(questions=(*others, growth._replace(short={"en": "Headcount"})))
    (source,) = open_sources(Space(asked), [table(tmp_path, "headcount,needs\n28,cost\n")], {})
    (found,) = source.leads(pytest.fail, lambda _: None)
    assert source.answers(found) == {"headcount": 28, "needs": ("cost",)}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("headcount,grwth", ["leads.csv:1 › column “grwth”: matches no question", "growth", "--columns"]),
        (
            "Horodateur,headcount",
            ["column “Horodateur”: matches no question. Map it", '"Horodateur": question id', "null"],
        ),
        ("Région,headcount", ['"Région": question id']),
        ("headcount,Effectif", ["“headcount”, and so does “headcount”", "--columns"]),
        ("Zeit,Ort", ["leads.csv:1: has no column that answers a question. The first line must name the columns, by"]),
    ],
    ids=["misspelt", "stranger", "accent", "twice", "no header"],
)
def test_columns_that_match_nothing_stop_it(tmp_path: Path, header: str, said: list[str]) -> None:
    """A column that is no question stops everything, with the nearest candidate and the line to map it with."""
    with pytest.raises(InvalidFile) as raised:
        read(table(tmp_path, f"{header}\n1,2\n"))
    for words in said:
        assert words in str(raised.value)


@pytest.mark.parametrize(
    "column", ["Horodateur", "Votre « rôle » ?", 'The "team"', "C:\\new", "a: b # c", "l'âge", "Very long " * 30, "3"]
)
def test_the_line_that_is_told_maps_a_column(tmp_path: Path, column: str) -> None:
    """Copied as it stands, the line of the message is one that a mapping takes, and leaves the column out."""
    path = table(tmp_path, f"""headcount,"{column.replace('"', '""')}"\n28,x\n""")
    with pytest.raises(InvalidFile) as raised:
        read(path)
    (line,) = re.findall("--columns MAP and the line `(.*): question id`, or leave it out with null", str(raised.value))
    assert read(path, table(tmp_path, f"{line}: null\n", "columns.yaml")).answers == [{"headcount": 28}]


def test_the_line_that_is_told_leaves_a_second_column_out(tmp_path: Path) -> None:
    """Where two columns answer one question, the line of the message settles it."""
    path = table(tmp_path, "headcount,Effectif ?\n28,29\n")
    with pytest.raises(InvalidFile) as raised:
        read(path)
    (line,) = re.findall("Leave one out with --columns MAP and the line `(.*)`", str(raised.value))
    assert read(path, table(tmp_path, line, "columns.yaml")).answers == [{"headcount": 28}]


@pytest.mark.parametrize("header", ["EFFECTIF", " effectif : ", "Effectif ?", "\u200beffectif*", "ＨＥＡＤＣＯＵＮＴ"])
def test_columns_are_compared_as_people_do(tmp_path: Path, header: str) -> None:
    """Case, width, spaces, closing punctuation and what is invisible tell no columns apart."""
    assert read(table(tmp_path, f"{header}\n28\n")).answers == [{"headcount": 28}]
    assert folded("What\u2003 keeps\nyou’re") == folded("what keeps you're") != folded("whatkeepsyou're")


def test_cells_are_picked_by_place() -> None:
    """None, one or many of them, in the order asked for."""
    for places in ([], [1], [2, 0], [1, 1, 0]):
        assert picker(places)(["a", "b", "c"]) == tuple("abc"[place] for place in places)


def test_a_mapping_names_columns_or_leaves_them_out(tmp_path: Path) -> None:
    """With --columns, a column answers what the mapping says, or nothing."""
    columns = table(tmp_path, '"Horodateur": null\n"Taille de l’équipe": headcount\n', "columns.yaml")
    path = table(tmp_path, "Horodateur,Taille de l'équipe\n2026-11-23 10:00,28\n")
    assert read(path, columns).answers == [{"headcount": 28}]


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
    """A mapping's mistakes are told with file, line and remedy."""
    with pytest.raises(InvalidFile) as raised:
        read_column_map(table(tmp_path, content, "columns.yaml"), QUESTIONNAIRE)
    for words in said:
        assert words in str(raised.value)


def test_bad_rows_stop_no_other(tmp_path: Path) -> None:
    """Each bad row is rejected at the line on which it starts, with its reason; the others are read."""
    path = table(
        tmp_path,
        'company,headcount,growth\n"Two\nlines",28,stable\nA,many,stabel\n\nB,12\nC,13,growing\n'
        f"{'x' * 501},1,stable\nD,1,stable,more\n",
    )
    found = read(path)
    assert [answers["company"] for answers in found.answers] == ["Two lines", "C"]
    assert [(each.line, each.file) for each in found.rejected] == [(line, str(path)) for line in (4, 6, 8, 9)]
    many, short, long, wide = found.rejected
    assert "headcount: expected a whole number from 1 to 100000, got “many”" in many.reason
    assert "growth: has no choice “stabel”. Did you mean “stable”?" in many.reason
    assert many.cells == {"company": "A", "headcount": "many", "growth": "stabel"}
    assert "has 2 cells where the header has 3" in short.reason
    assert (short.text, wide.text) == ("B,12", "D,1,stable,more")
    assert "501 characters" in long.reason


def test_a_quote_that_never_closes_is_told(tmp_path: Path) -> None:
    """What swallows more than a cell can hold is rejected where it starts; what follows is read, at its own lines."""
    path = table(tmp_path, 'company,headcount\nA,1\n"B,2\n' + "C,3\n" * 60_000)
    found = read(path)
    assert found.answers[0] == {"company": "A", "headcount": 1}
    assert found.leads[-1].line == 60_003
    (rejected,) = found.rejected
    assert rejected.line == 3
    assert "a quote that is never closed" in rejected.reason


def test_a_quote_left_open_takes_no_lead_in_silence(tmp_path: Path) -> None:
    """Where it would make the last rows the text of one cell, they are rejected, not ranked as that."""
    found = read(table(tmp_path, 'headcount,company\n1,A\n2,"B\n3,C\n'))
    assert found.answers == [{"company": "A", "headcount": 1}]
    assert [each.line for each in found.rejected] == [3]
    assert "a quote that is never closed" in found.rejected[0].reason


@pytest.mark.parametrize("start", [b"{} ", b"\xef\xbb\xbf{} ", b" "], ids=["object", "mark", "blank"])
def test_a_line_longer_than_any_lead_is_one_rejection(tmp_path: Path, start: bytes) -> None:
    """It is rejected once, and never in memory as a whole; the lines after it keep their numbers."""
    columns, long = b'{"headcount": 1}\n', start + b" " * 50 * LARGEST + b"\n"
    path = table(tmp_path, columns + long + b"no\n" + columns, "leads.jsonl")
    tracemalloc.start()
    found = read(path)
    assert tracemalloc.get_traced_memory()[1] < 12 * LARGEST
    tracemalloc.stop()
    assert [lead.line for lead in found.leads] == [1, 4]
    assert [each.line for each in found.rejected] == [2, 3]
    assert "is longer than 1,000,000 bytes. Write one object a line." in found.rejected[0].reason
    with pytest.raises(InvalidFile, match=r"leads\.jsonl:1: is longer"):
        read(table(tmp_path, long, "leads.jsonl"))


@pytest.mark.parametrize("start", ["", '"'], ids=["cells", "quote"])
def test_a_row_longer_than_any_lead_is_one_rejection(tmp_path: Path, start: str) -> None:
    """It is rejected once, and never in memory as a whole; the rows after it keep their numbers."""
    row = "A,28\n"
    path = table(tmp_path, f"company,headcount\n{row}{start}{',' * 50 * LARGEST}\nB\n{row}")
    tracemalloc.start()
    found = read(path)
    assert tracemalloc.get_traced_memory()[1] < 12 * LARGEST
    tracemalloc.stop()
    assert [lead.line for lead in found.leads] == [2, 5]
    assert [each.line for each in found.rejected] == [3, 4]
    assert "can't be split into cells" in found.rejected[0].reason


def test_a_cell_with_thousands_of_commas_is_read_in_no_time(tmp_path: Path) -> None:
    """How long a cell takes grows with its length, not with its cube."""
    start = process_time()
    path = table(tmp_path, f'needs,growth\n"cost,{"," * 2000}experience",stable\n')
    assert read(path).answers == [{"needs": ("experience", "cost"), "growth": "stable"}]
    assert process_time() - start < 1


def test_thousands_of_strange_columns_are_told_in_a_hundred_lines(tmp_path: Path) -> None:
    """A header that was no header is given up on early."""
    with pytest.raises(InvalidFile) as raised:
        read(table(tmp_path, ",".join(f"column {number}" for number in range(5000)) + "\n"))
    assert len(raised.value.problems) == MOST_PROBLEMS + 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "is a spreadsheet"),
        (b"", "has no header"),
        (b"\x81\x8d,\x00\n", "no text"),
        (b"\n\n", "no header"),
        (b"x" * 200_000, "no header"),
    ],
    ids=["xlsx", "empty", "binary", "blank", "one endless cell"],
)
def test_files_that_are_no_tables_are_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """A spreadsheet, an empty file or binary data is told for what it is."""
    with pytest.raises(InvalidFile, match=said):
        read(table(tmp_path, content))


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    """A source that is no table, no lines, no answers and no folder names those that are."""
    with pytest.raises(AdvisorError, match=r"end in one of: .csv"):
        read(table(tmp_path, "x", "leads.xlsx"))
    for name in ("missing.csv", "missing.jsonl"):
        with pytest.raises(AdvisorError, match=f"{name}: can't be read"):
            read(tmp_path / name)


def test_json_lines_are_read_like_rows(tmp_path: Path) -> None:
    """Ids or labels, numbers or texts, lists or joined: an object a line is a lead, and a bad one is rejected."""
    lines: list[object] = [
        {"company": "A", "headcount": 28, "needs": ["experience", "A neutral view"], "growth": None},
        {"company": "B", "headcount": "28", "needs": "experience;objectivity", "questionnaire": {"version": "1.0"}},
        {"company": "C", "head": 28},
        {"company": "D", "headcount": True, "needs": [["x"]]},
        ["E"],
        {"headcount": 28, "Effectif": 29},
    ]
    content = (
        "\ufeff"
        + "\n".join(map(json.dumps, lines))
        + '\n\n{"company": "F", "company": "G"}\n{"company":\n'
        + "[" * 100_000
    )
    path = table(tmp_path, content, "leads.jsonl")
    found = read(path)
    both = {"headcount": 28, "needs": ("experience", "objectivity")}
    assert found.answers == [{"company": "A", **both}, {"company": "B", **both}]
    assert [each.line for each in found.rejected] == [3, 4, 5, 6, 8, 9, 10]
    assert "head: matches no question" in found.rejected[0].reason
    assert "headcount: expected a whole number" in found.rejected[1].reason
    assert "Effectif: answers “headcount” a second time" in found.rejected[3].reason
    assert "a key stands twice" in found.rejected[4].reason
    assert all("is not a JSON object" in found.rejected[index].reason for index in (2, 4, 5))
    assert found.rejected[6].reason == "is nested too deeply. Flatten it."


def test_every_problem_of_a_record_is_told_at_its_line() -> None:
    """Names that match nothing or stand twice, and values that fit nothing, are told with file, line and remedy."""
    reader = RecordReader(SPACE, Matcher(QUESTIONNAIRE, {}), "leads.jsonl")
    with pytest.raises(InvalidFile) as raised:
        reader.answers({"head": 1, "headcount": 28, "Effectif": 29, "growth": "stabel", "needs": ["kost"]}, 7)
    assert str(raised.value).splitlines() == [
        "leads.jsonl:7 › head: matches no question. Name it in --columns MAP.",
        "leads.jsonl:7 › Effectif: answers “headcount” a second time. Keep one of the two.",
        "leads.jsonl:7 › growth: has no choice “stabel”. Did you mean “stable”?",
        "leads.jsonl:7 › needs: has no choice “kost”. Did you mean “cost”?",
    ]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("headcount", {"a": 1}, "expected a number, got a mapping"),
        ("headcount", [28], "expected a number, got a list"),
        ("growth", ["stable"], "expected a choice id, got a list"),
        ("growth", "2.00", "has no choice “2.00”"),
        ("growth", True, "has no choice “true”"),
        ("growth", "null", "has no choice “null”"),
        ("company", ["A"], "expected a text, got a list"),
        ("needs", {"a": 1}, "expected a list of choice ids, got a mapping"),
        ("needs", 28, "expected a list of choice ids, got “28”"),
        ("needs", [["x"]], "expected a choice id, got a list"),
        ("needs", [{"a": 1}], "expected a choice id, got a mapping"),
        ("needs", [28], "has no choice “28”"),
        ("needs", ["null"], "has no choice “null”"),
        ("needs", "null;cost", "has no choice “null”"),
    ],
)
def test_a_value_that_is_no_answer_is_told_for_what_it_is(name: str, value: object, said: str) -> None:
    """No list, object or word passes for something else, or for what is not known."""
    reader = RecordReader(SPACE, Matcher(QUESTIONNAIRE, {}), "leads.jsonl")
    with pytest.raises(InvalidFile, match=re.escape(f"leads.jsonl:7 › {name}: {said}. ")):
        reader.answers({name: value}, 7)


def test_a_text_may_be_any_word() -> None:
    """A company may be called null."""
    reader = RecordReader(SPACE, Matcher(QUESTIONNAIRE, {}), "leads.jsonl")
    assert reader.answers({"company": "null", "name": 28}, 1) == {"company": "null", "name": "28"}


TOO_LONG = (LARGEST + 1, 3 * (LARGEST + 1), 3 * LARGEST, 3 * (LARGEST + 1) + 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[1]\n", '1: is not a JSON object. Write `{"question": answer}`, one a line.'),
        ("\n{\n", "2: is not a JSON object (Expecting property name"),
        ("{\n", "Write one object a line, as UTF-8."),
        ("", "has no column that answers a question"),
    ],
    ids=["list", "cut off", "remedy", "empty"],
)
def test_lines_that_are_no_objects_are_told_at_once(tmp_path: Path, content: str, said: str) -> None:
    """Where the first line is no lead, the file is refused, with its name, the line and the remedy."""
    with pytest.raises(InvalidFile, match=rf"leads\.jsonl:.*{re.escape(said)}"):
        read(table(tmp_path, content, "leads.jsonl"))


def test_what_was_rejected_is_kept_as_it_was(tmp_path: Path) -> None:
    """A line that can't be read comes back whole, to be mended."""
    path = table(tmp_path, '{"headcount": 1}\n  {"headcount": "née"}\n', "leads.jsonl")
    assert [each.text for each in read(path).rejected] == ['{"headcount": "née"}']


def test_a_ranking_is_read_back_without_its_apostrophes(tmp_path: Path) -> None:
    """What ranking guarded is read as it was; in a table of another hand, an apostrophe stays."""
    ours, other = "company,headcount,result.grade\n'=1+1,28,A\n", "company,headcount\n'=1+1,28\n"
    assert read(table(tmp_path, ours)).answers == [{"company": "=1+1", "headcount": 28}]
    assert read(table(tmp_path, other)).answers == [{"company": "'=1+1", "headcount": 28}]


@pytest.mark.parametrize("length", TOO_LONG)
def test_lines_around_one_that_is_too_long_keep_their_numbers(tmp_path: Path, length: int) -> None:
    """However long it is, and also where the file ends without a line break."""
    lead = '{"headcount": 1}'
    path = table(tmp_path, f"{lead}\n{'x' * (length - 1)}\n{lead}\n{'y' * 3 * LARGEST}\n{lead}", "leads.jsonl")
    found = read(path)
    assert ([each.line for each in found.leads], [each.line for each in found.rejected]) == ([1, 3, 5], [2, 4])


@pytest.mark.parametrize("length", TOO_LONG)
def test_rows_around_one_that_is_too_long_keep_their_lines(tmp_path: Path, length: int) -> None:
    """However long it is, and also where the file ends without a line break."""
    long = "x" * (length - 1)
    path = table(tmp_path, f"company,headcount\nA,1\n{long}\nB,2\n{'y' * 3 * LARGEST}\nC,3")
    found = read(path)
    assert [(lead.line, answers["company"]) for lead, answers in zip(found.leads, found.answers, strict=True)] == [
        (2, "A"),
        (4, "B"),
        (6, "C"),
    ]
    assert [each.line for each in found.rejected] == [3, 5]
    assert all("Look for a quote that is never closed." in each.reason for each in found.rejected)


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
    assert [(each.file, each.line) for each in found.rejected] == [(str(tmp_path / "c.yml"), 2)]


def test_a_file_that_goes_while_its_folder_is_read_is_rejected(tmp_path: Path) -> None:
    """What was there when reading began, and is gone when its turn comes, stops no other lead."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(f"company: {name}\n")
    (source,) = open_sources(SPACE, [tmp_path], {})
    (tmp_path / "a.yaml").unlink()
    rejected: list[Rejection] = []
    (found,) = source.leads(rejected.append, lambda _: None)
    assert source.answers(found) == {"company": "b.yaml"}
    assert [each.file for each in rejected] == [str(tmp_path / "a.yaml")]
    assert "can't be read" in rejected[0].reason
    (gone,) = open_sources(SPACE, [tmp_path / "a.yaml"], {})
    assert (gone.size, list(gone.leads(rejected.append, lambda _: None))) == (0, [])
    assert rejected[1] == rejected[0]


def test_every_source_gives_the_same_cells(tmp_path: Path) -> None:
    """A lead becomes the same cells whether it was read from a row, a line or a file."""
    texts, ids = texts_and_ids(QUESTIONNAIRE, EXAMPLE)
    columns = sorted(QUESTIONNAIRE.questions, key=lambda each: each.kind != "text")
    plain = {id: list(value) if isinstance(value, tuple) else value for id, value in EXAMPLE.items()}
    paths = [
        table(tmp_path, f"{','.join(each.id for each in columns)}\n{','.join([*texts, ids])}\n"),
        table(tmp_path, json.dumps(plain), "lead.jsonl"),
        table(tmp_path, json.dumps(plain), "lead.json"),
    ]
    for path in paths:
        (found,) = read(path).leads
        assert found.source.texts_and_ids(found) == (texts, ids)
        assert found.source.ask_next(found) is None


def test_every_source_asks_the_same_next(tmp_path: Path) -> None:
    """The question worth asking a lead next turns on its answers, not on where they were read."""
    answers: Answers = {"operations_lead": "founder", "headcount": 28}
    expected = ask_next(SPACE, answers, rate(SPACE, answers).need)
    assert expected
    for name, content in (
        ("lead.csv", "operations_lead,headcount\nfounder,28\n"),
        ("lead.jsonl", json.dumps(answers)),
        ("lead.json", json.dumps(answers)),
    ):
        (found,) = read(table(tmp_path, content, name)).leads
        assert found.source.ask_next(found) == expected


def test_a_lead_as_cells_has_its_texts_first_and_ids_behind_them() -> None:
    """Texts, then ids in the order of the questionnaire with commas between them, also where texts are asked last."""
    answers = {"headcount": 28, "company": "Née", "needs": ("experience", "cost"), "growth": None, "name": "Zoé"}
    ids = "28,,,,,,,,,,,,,,experience;cost,,,,"
    others_first = QUESTIONNAIRE._replace(questions=(*QUESTIONNAIRE.questions[3:], *QUESTIONNAIRE.questions[:3]))
    for asked in (QUESTIONNAIRE, others_first):
        assert texts_and_ids(asked, answers) == (("Née", "Zoé", ""), ids)
        reader = RowReader(Space(asked), tuple(map(asked.question, ("needs", "name", "headcount", "company"))), "x.csv")
        row = reader.row(["experience;cost", "Zoé", "28", "Née"])
        assert row == (("Née", "Zoé", ""), tuple(ids.split(",")))
        known = {id: value for id, value in answers.items() if value is not None}
        assert {id: value for id, value in reader.answers(row, 1).items() if value is not None} == known
        assert Rater(Space(asked), reader).rate(row, 1) == rate(Space(asked), answers)


def test_every_problem_of_a_row_is_told_at_its_line() -> None:
    """Cells that fit nothing are told with file, line and remedy."""
    reader = RowReader(SPACE, tuple(map(QUESTIONNAIRE.question, ("headcount", "growth"))), "leads.csv")
    with pytest.raises(InvalidFile) as raised:
        reader.answers(reader.row(["many", "stabel"]), 7)
    assert str(raised.value).splitlines() == [
        "leads.csv:7 › headcount: expected a whole number from 1 to 100000, got “many”. Write digits only.",
        "leads.csv:7 › growth: has no choice “stabel”. Did you mean “stable”?",
    ]
