"""Slips of people who don't program: each is named as such, on its line, with what to write instead."""

import re
import warnings
from pathlib import Path

import pytest
from mistakes import VALID
from program import runs

from coo_advisor.leads.columns import read_column_map
from coo_advisor.proof.cases import load_cases
from coo_advisor.questionnaire.answers import read_answers
from coo_advisor.questionnaire.loading import load_questionnaire, read_questionnaire
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.reading.tree import FileWarning, MapNode, parse_document
from coo_advisor.system.errors import InvalidFile

ASK = "    ask: {en: Keen?, fr: Envie ?}\n"
LINE = VALID[: VALID.index(ASK)].count("\n") + 1
QUOTE = "Put the text in double quotes: "

SLIPS = {
    # ask: as it is written, the line after the first of it, what is said
    "colon": ("fr: Les opérations : qui dirige ?", 1, f'a colon and a space in it. {QUOTE}"Les opérations : qui dirige ?"'),
    "colon in brackets": (
        "{en: Keen?, fr: Envie : oui ?}",
        0,
        f'a colon and a space in it. {QUOTE}"Envie : oui ?"',
    ),
    "comma in brackets": (
        "{fr: Stable, pour l'instant, en: It is stable}",
        0,
        f'a comma inside a text. {QUOTE}"Stable, pour l\'instant"',
    ),
    "commas in brackets": ("{en: Keen?, fr: Stable, calme, sûr}", 0, f'inside a text. {QUOTE}"Stable, calme, sûr"'),
    "hash in the middle": (
        "fr: Votre bras droit #1, qui est-ce ?",
        1,
        f'is cut at “ #”. {QUOTE}"Votre bras droit #1, qui est-ce ?"',
    ),
    "hash in front": ("fr: # 1 en France", 1, f'is cut at “ #”. {QUOTE}"# 1 en France"'),
    "hash in brackets": ("{fr: Le bras #1, en: Keen?}", 0, f'is cut at “ #”. {QUOTE}"Le bras #1"'),
    "hash in a text of two lines": ("fr: Votre bras #1\n        droit", 1, f'cut at “ #”. {QUOTE}"Votre bras #1"'),
    "quote never closed": ('fr: "Qui dirige ?', 1, "opens a quote that is not closed on its line. Close it where"),
    "apostrophe in single quotes": ("fr: 'C'est sûr ?'", 1, f'an apostrophe inside single quotes. {QUOTE}"C\'est sûr ?"'),
    "quotes in double quotes": ('fr: "Le "bras" droit"', 1, 'a double quote inside double quotes. Write \\" inside'),
    "no-break space in front": ("\u00a0fr: Envie ?", 1, "a no-break space (U+00A0) at column 7. Use plain spaces"),
    "no-break space before a colon": ("fr\u00a0: Envie ?", 1, "a no-break space (U+00A0) at column 9. Use plain"),
    "no-break space after a colon": ("fr:\u202fEnvie ?", 1, "a narrow no-break space (U+202F) at column 10. Use plain"),
    "invisible character in front": ("\u200bfr: Envie ?", 1, "a zero width space (U+200B) at column 7. Use plain"),
    "tab": ("\tfr: Envie ?", 1, "a tab at column 7. Use plain spaces there"),
    **{
        f"{start} in front": (f"fr: {start}Qui{end} dirige ?", 1, f'starts with `{start[0]}`. {QUOTE}"{start}Qui{end} dirige ?"')
        for start, end in [
            ("*", "*"), ("&", ""), ("@", ""), ("%", ""), ("!", ""), ("! ", ""), ("`", "`"), ("[", "]"), ("{{", "}}"),
            ("- ", ""), ("> ", ""), ("| ", ""), ("? ", ""), (", ", ""),
        ]
    },
    "star in brackets": ("{fr: *Qui* dirige ?, en: Keen?}", 0, f'starts with `*`. {QUOTE}"*Qui* dirige ?"'),
    "two brackets alone": ("{fr: {{nom}}, en: Keen?}", 0, f"starts with `{{`. {QUOTE}"),
    "one word after a star": ("fr: *Qui", 1, 'uses the alias *Qui. Write the value out, or put a text in double quotes: "*Qui"'),
}  # fmt: skip


def said_of(written: str) -> str:
    """What is reported of a questionnaire in which one text is written so."""
    value = written if written.startswith("{") else f"\n      {written}\n      en: Keen?"
    text = VALID.replace(ASK, f"    ask: {value}\n")
    assert text != VALID
    with pytest.raises(InvalidFile) as caught:
        read_questionnaire(text.encode(), "q.yaml")
    return str(caught.value)


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named(slip: str) -> None:
    """A slip is one problem, on its own line, and the message shows what to write instead."""
    written, below, expected = SLIPS[slip]
    (problem,) = said_of(written).split("\n")
    assert re.match(rf"q\.yaml:{LINE + below}\b", problem)
    assert expected in problem


def test_a_quote_that_closes_lines_later_is_reported_where_it_opens() -> None:
    """The next text in quotes closes an open one; the line to mend is the first."""
    text = VALID.replace(ASK, '    ask:\n      en: "Keen?\n      fr: Envie ?\n').replace(
        "en: Keen, fr", 'en: "Keen", fr', 1
    )
    with pytest.raises(InvalidFile) as caught:
        read_questionnaire(text.encode(), "q.yaml")
    assert str(caught.value) == (
        f"q.yaml:{LINE + 1}: opens a quote that is not closed on its line. Close it where the text ends."
    )


@pytest.mark.parametrize(
    "line",
    ["    max: 99  # people", "    max: 99 # in a pot", "    kind: choice # one of them", "# a line: of its own"],
)
def test_a_comment_beside_a_number_or_a_word_is_one(line: str) -> None:
    """Only if a text is expected is what follows a ` #` taken for its end."""
    key = line.strip().partition(":")[0]
    old = {"max": "    max: 99\n", "kind": "    kind: choice\n"}.get(key, "questions:\n")
    new = f"{line}\n" if key in ("max", "kind") else f"{line}\n{old}"
    assert read_questionnaire(VALID.replace(old, new, 1).encode(), "q.yaml").questions


def test_a_comment_before_another_mistake_is_not_blamed() -> None:
    """A number with a comment, on the line above what stops the parser, is no text that was cut."""
    text = VALID.replace("    max: 99\n", "    max: 99  # people\n    fact true\n", 1)
    with pytest.raises(InvalidFile) as caught:
        read_questionnaire(text.encode(), "q.yaml")
    assert "cut at" not in str(caught.value)


@pytest.mark.parametrize("quotes", ["“”", "„“", "‘’", "«»", "””"])
def test_typographic_quotes_around_a_text_are_a_doubt(quotes: str) -> None:
    """They become part of the text, which loads; a warning says so, and how to keep them on purpose."""
    text = VALID.replace("title: {en: Plant,", f"title: {{en: {quotes[0]}Plant{quotes[1]},")
    with pytest.warns(FileWarning, match="q.yaml:3: has typographic quotes around a text, as part of it") as warned:
        questionnaire = read_questionnaire(text.encode(), "q.yaml")
    assert questionnaire.title["en"] == f"{quotes[0]}Plant{quotes[1]}"
    assert len(warned) == 1


@pytest.mark.parametrize("text", ['"“Plant”"', "“A” or “B”", "Plant “A”", "“Plant", "“"])
def test_quotes_that_belong_to_a_text_are_no_doubt(text: str) -> None:
    """Inside a text, or in double quotes, typographic quotes are meant."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_questionnaire(VALID.replace("title: {en: Plant,", f"title: {{en: {text},").encode(), "q.yaml")


def test_check_prints_a_doubt_and_goes_on(tmp_path: Path) -> None:
    """A warning stands among the messages, and fails nothing."""
    path = tmp_path / "q.yaml"
    path.write_text(VALID.replace("title: {en: Plant,", "title: {en: “Plant”,"), encoding="utf-8")
    ran = runs(tmp_path, "check", path)
    assert ran.returncode in (0, 1)
    assert ran.stderr.count("\n") == 1
    assert ran.stderr.startswith(f"{path}:3: has typographic quotes around a text")
    assert "holds" in ran.stdout


@pytest.fixture
def plant() -> Questionnaire:
    """A questionnaire on another subject."""
    return load_questionnaire(Path(__file__).parent / "plant.yaml")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Société : nom: nickname\n", f'1: has a text with a colon and a space in it. {QUOTE}"Société : nom".'),
        ("Société\u00a0: nickname\n", "1: holds a no-break space (U+00A0) at column 8. Use plain spaces there."),
        ("@nom: nickname\n", f'1: has a text that starts with `@`. {QUOTE}"@nom".'),
        ('"Nom: nickname\n', "1: opens a quote that is not closed on its line. Close it where the text ends."),
        ("Nom #1: nickname\nMois: months\n", f'1: has a text that is cut at “ #”. {QUOTE}"Nom #1".'),
    ],
)
def test_a_slip_in_a_columns_map_is_named(content: str, expected: str, plant: Questionnaire, tmp_path: Path) -> None:
    """There the text that needs quotes is the key: a column's name."""
    path = tmp_path / "columns.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        read_column_map(path, plant)
    assert str(caught.value) == f"{path}:{expected}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("nickname: Fern #1, the big one\n", f'1 › nickname: is cut at “ #”. {QUOTE}"Fern #1, the big one".'),
        ("nickname: #1 Fern\n", f'1 › nickname: is cut at “ #”. {QUOTE}"#1 Fern".'),
        ("months: 3\nnickname: Fern: the big one\n", f'2: has a text with a colon and a space in it. {QUOTE}"Fern: the big one".'),
        ("{nickname: Fern, the big one, months: 3}\n", f'1: has a comma inside a text. {QUOTE}"Fern, the big one".'),
        ("nickname: *Fern*\n", f'1: has a text that starts with `*`. {QUOTE}"*Fern*".'),
    ],
)  # fmt: skip
def test_a_slip_in_an_answers_file_is_named(content: str, expected: str, plant: Questionnaire) -> None:
    """A company's name can't be cut in silence."""
    with pytest.raises(InvalidFile) as caught:
        read_answers(content.encode(), "answers.yaml", plant)
    assert str(caught.value) == f"answers.yaml:{expected}"


def test_a_comment_beside_an_answer_that_is_not_known_is_one(plant: Questionnaire) -> None:
    """Only a text can be cut; a choice or a number that is left empty is not known."""
    assert read_answers(b"season:  # to be asked\nmonths: 3 # or so\n", "answers.yaml", plant) == {
        "season": None,
        "months": 3,
    }


def test_a_slip_in_a_cases_file_is_named(plant: Questionnaire, tmp_path: Path) -> None:
    """What a case is about is a text like any other."""
    path = tmp_path / "cases.yaml"
    case = "cases:\n  - {id: a, expected: leave, complete: false, answers: {}, about: Fern, the big one}\n"
    path.write_text(case, encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        load_cases(path, plant)
    assert str(caught.value) == f'{path}:2: has a comma inside a text. {QUOTE}"Fern, the big one".'


def test_what_is_no_known_slip_keeps_the_parsers_words() -> None:
    """If no slip is recognised, the parser's own message stands with a general remedy."""
    with pytest.raises(InvalidFile, match="is not valid YAML"):
        parse_document(b"fr: a\n  en: b\n", "q.yaml")


def test_a_key_alone_after_something_other_than_a_text_is_not_the_rest_of_one() -> None:
    """Only what follows a plain text in brackets can be its end."""
    root = parse_document(b'{a: x, b: {c: d}, e, f: "g", h}', "q.yaml")
    assert isinstance(root, MapNode)
    assert list(root.entries) == ["a", "b", "e", "f", "h"]
