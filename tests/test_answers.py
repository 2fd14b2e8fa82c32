"""Answers files: read in YAML and JSON, checked against the questionnaire, and written so that they read the same."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from questionnaires import PLANT

from coo_advisor.api import answers_from
from coo_advisor.questionnaire.answers import (
    LONGEST_TEXT,
    AnswersFile,
    answers_as_json,
    answers_as_yaml,
    load_answers,
    read_answers,
    read_answers_file,
)
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Question, Value
from coo_advisor.report.as_json import as_data
from coo_advisor.system.errors import InvalidFile
from coo_advisor.system.visible import clean
from coo_advisor.verdict.assessment import assess
from coo_advisor.verdict.space import Space

DAY = date(2026, 11, 23)


def read(content: str) -> Answers:
    """The answers of a document."""
    return read_answers(content.encode(), "a.yaml", PLANT)


def problems(content: str) -> list[str]:
    """What is reported of a document, line by line."""
    with pytest.raises(InvalidFile) as caught:
        read(content)
    return str(caught.value).split("\n")


def test_yaml_and_json_say_the_same() -> None:
    """One set of answers in both notations is read as the same values."""
    expected = {"nickname": "Nord & Söhne", "months": 28, "season": "growing", "signs": ("pale", "roots_out")}
    in_yaml = "nickname: Nord & Söhne\nmonths: 28\nseason: growing\nsigns:\n- roots_out\n- pale\n"
    in_json = '{"nickname": "Nord & S\\u00f6hne", "months": 28, "season": "growing", "signs": ["roots_out", "pale"]}'
    assert read(in_yaml) == expected
    assert read(in_json) == expected


@pytest.mark.parametrize("layout", [{"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}])
def test_json_of_any_layout_is_read(layout: dict[str, object]) -> None:
    """Spaces, tabs and none: what other programs write is read."""
    document = {"nickname": "a\\b/c", "months": 28, "signs": ["pale"], "season": None}
    text = "\n " + json.dumps(document, **layout)  # type: ignore[arg-type]  # layouts of several types
    assert read(text) == {**document, "signs": ("pale",)}


def test_json_surrogate_pairs_are_one_character() -> None:
    """An emoji that JSON escapes in two halves arrives whole; half of one is a problem."""
    assert read(json.dumps({"nickname": "🚀 Nord"})) == {"nickname": "🚀 Nord"}
    for before in ("", " \n", "\ufeff"):
        assert read(before + '{"nickname": "\\ud83d\\ude80"}') == {"nickname": "🚀"}
    assert problems('{"nickname": "\\ud83d"}') == [
        "a.yaml:1: is not valid YAML (found invalid Unicode character escape code). Check quotes, colons and indentation."
    ]


@pytest.mark.parametrize("unknown", ["", "~", "null"])
@pytest.mark.parametrize("id", ["nickname", "months", "season", "signs"])
def test_null_is_not_known(id: str, unknown: str) -> None:
    """Nothing and null are "I don't know", for every kind of question; a missing key is no answer at all."""
    assert read(f"{id}: {unknown}\n") == {id: None}
    assert read("{}") == {}


def test_a_text_in_quotes_may_start_with_any_sign() -> None:
    """What YAML gives a meaning of its own is a text in quotes like any other."""
    assert read('nickname: "! Nord"\n') == {"nickname": "! Nord"}


def test_a_word_is_what_it_says() -> None:
    """`no` is a choice or a text, as its question is; `12:30` and "null" in quotes are texts."""
    assert read("circling: no\nnickname: no\n") == {"circling": "no", "nickname": "no"}
    assert read("nickname: 12:30\n") == {"nickname": "12:30"}
    assert read("nickname: 'null'\n") == {"nickname": "null"}


def test_no_choice_is_an_answer_to_several() -> None:
    """An empty list says that none applies, which is known."""
    assert read("signs: []") == {"signs": ()}


def test_several_choices_come_in_the_order_of_the_questionnaire() -> None:
    """Neither order nor repetition changes an answer."""
    assert read("signs: [roots_out, pale, roots_out]") == {"signs": ("pale", "roots_out")}


@pytest.mark.parametrize("number", ["0", "600", '"28"', "0028"])
def test_numbers_within_bounds_are_read(number: str) -> None:
    """Both bounds belong to a number, in quotes or not."""
    assert read(f"months: {number}") == {"months": int(number.strip('"'))}


WORDS = "expected a whole number from 0 to 600, got"


@pytest.mark.parametrize("number", ["1.5", "28.0", "1e2", "1 200", "1_200", "0x1F", "٣", "²", "many"])
def test_what_is_no_whole_number_is_refused(number: str) -> None:
    """Whatever isn't written in digits alone is reported, with the bounds."""
    assert problems(f"months: {number}") == [f"a.yaml:1 › months: {WORDS} “{number}”. Write digits only."]


@pytest.mark.parametrize("number", ["-1", "-5", "601", "9" * 600])
def test_numbers_out_of_bounds_are_refused(number: str) -> None:
    """A number too low or too high, however long, is refused with its bounds."""
    (problem,) = problems(f"months: {number}")
    assert problem.startswith(f"a.yaml:1 › months: {WORDS} “{number[:40]}")
    assert problem.endswith("”. Stay between 0 and 600.")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("seasn: resting", "1 › seasn: is not a question. Did you mean “season”?"),
        ("season: groing", "1 › season: has no choice “groing”. Did you mean “growing”?"),
        (
            "season: upwards",
            "1 › season: has no choice “upwards”. Use one of: growing, resting.",
        ),
        ("season: 2", "1 › season: has no choice “2”. Use one of: growing, resting."),
        (
            "season: Elle progresse",
            "1 › season: has no choice “Elle progresse”. Use one of: growing, resting.",
        ),
        (
            "season: [resting]",
            "1 › season: expected a choice id, got a list. Write one value, not a list or a mapping.",
        ),
        ("nickname: {a: b}", "1 › nickname: expected a text, got a mapping. Write one value, not a list or a mapping."),
        ("months: [1]", "1 › months: expected a number, got a list. Write one value, not a list or a mapping."),
        ("signs: pale", "1 › signs: expected a list of choice ids, got “pale”. Write `[one, other]`, or `[]`."),
        ("signs: [roots_out, palle]", "1 › signs: has no choice “palle”. Did you mean “pale”?"),
        ("signs: [palle, roots_out, palle]", "1 › signs: has no choice “palle”. Did you mean “pale”?"),
        ("season: resting\nseason: growing", "2: has the key “season” twice. Keep one of the two."),
        (f"nickname: {'x' * (LONGEST_TEXT + 1)}", f"1 › nickname: has 501 characters. Keep to {LONGEST_TEXT}."),
        ('season: "resti\\e[2Jng"', "1 › season: has no choice “resti\\x1b[2Jng”. Did you mean “resting”?"),
        ("- season", "1: holds no answers. Write `question: answer`, one a line."),
        ("nickname: &a Nord", '1: has a text that starts with `&`. Put the text in double quotes: "&a Nord".'),
        ("nickname: *a", '1: uses the alias *a. Write the value out, or put a text in double quotes: "*a".'),
        (
            "nickname: !!python/name:os.system x",
            "1: has the tag tag:yaml.org,2002:python/name:os.system. Remove it; plain values are enough.",
        ),
    ],
)
def test_what_does_not_fit_names_the_nearest_that_does(content: str, expected: str) -> None:
    """Each problem names the line, the question, what is wrong and the nearest valid word."""
    assert problems(content) == [f"a.yaml:{expected}"]


def test_an_empty_file_is_reported() -> None:
    """A file without any answer is no set of answers."""
    assert problems("# nothing yet\n") == ["a.yaml: is empty. Write at least one `key: value` line."]


def test_every_problem_is_reported_at_once() -> None:
    """One pass reports all that is wrong, in the order of the lines."""
    text = "mnoths: 3\nseason: x\nseason: resting\nsigns: [x]\nmonths: -1\n"
    assert [problem.split(":")[1].split(" ")[0] for problem in problems(text)] == ["1", "3", "4", "5"]


def test_a_file_of_nothing_but_problems_is_not_read_to_its_end() -> None:
    """The first hundred are reported, then that there are more."""
    *told, note = problems("".join(f"q{number}: x\n" for number in range(150)))
    assert [each.partition(" ")[0] for each in told] == [f"a.yaml:{line}" for line in range(1, 101)]
    assert note == "These are the first 100 problems. Mend them, then try again."


def test_what_files_record_about_themselves_is_no_answer() -> None:
    """The keys that written files add are read past, whatever they hold."""
    assert read("questionnaire: {version: '0', sha256: x}\nanswered_at: yesterday\nseason: resting\n") == {
        "season": "resting"
    }


THIS = f"of the questionnaire, and this is version {PLANT.version}"
MEND = "Mend or remove the answers below, which no longer fit."


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        ("{version: '0.9', sha256: x}", f"was written for version 0.9 {THIS}. {MEND}"),
        ("{sha256: x}", f"was written for another version {THIS}. {MEND}"),
        ("{version: [], sha256: x}", f"was written for another version {THIS}. {MEND}"),
    ],
)
def test_answers_of_another_version_say_so_before_what_no_longer_fits(recorded: str, told: str) -> None:
    """If answers don't fit and the file says that it was made for another questionnaire, that comes first."""
    first, second = problems(f"season: resting\nquestionnaire: {recorded}\ncircling: x\n")
    assert first == f"a.yaml:2 › questionnaire: {told}"
    assert second.startswith("a.yaml:3 › circling: has no choice")


@pytest.mark.parametrize(
    "recorded", [f"{{version: '0.9', sha256: {PLANT.sha256}}}", "{version: '0.9'}", "{sha256: [x]}", "x", ""]
)
def test_nothing_is_said_of_versions_that_are_equal_or_not_recorded(recorded: str) -> None:
    """The hash alone says whether a file was made for another questionnaire."""
    (problem,) = problems(f"questionnaire: {recorded}\ncircling: x\n")
    assert problem.startswith("a.yaml:2 › circling: ")


def test_the_longest_text_is_read() -> None:
    """A text may be as long as the limit says."""
    assert read(f"nickname: {'x' * LONGEST_TEXT}") == {"nickname": "x" * LONGEST_TEXT}


def test_written_json_is_for_people_too() -> None:
    """One answer a line, two spaces deep, letters with their accents."""
    written = answers_as_json(PLANT, {"nickname": "Été", "signs": ("pale",)}, DAY)
    assert written.endswith('  "nickname": "Été",\n  "signs": [\n    "pale"\n  ]\n}\n')
    assert 'nickname: "Été"\nsigns: ["pale"]\n' in answers_as_yaml(PLANT, {"nickname": "Été", "signs": ("pale",)}, DAY)


def test_a_file_is_read(tmp_path: Path) -> None:
    """A path leads to the same answers as its content, byte order mark or not."""
    path = tmp_path / "answers.yaml"
    path.write_text("season: resting\n", encoding="utf-8-sig")
    assert load_answers(path, PLANT) == {"season": "resting"}
    path.write_text("season: x\n", encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        load_answers(path, PLANT)
    assert str(caught.value).startswith(f"{path}:1 › season: ")


def test_written_files_say_where_they_come_from() -> None:
    """The questionnaire's version and hash, and the day, stand in both notations."""
    answers: Answers = {"season": "resting", "signs": ("pale",), "months": None}
    expected = {
        "questionnaire": {"version": PLANT.version, "sha256": PLANT.sha256},
        "answered_at": "2026-11-23",
        "season": "resting",
        "signs": ["pale"],
        "months": None,
    }
    assert json.loads(answers_as_json(PLANT, answers, DAY)) == expected
    assert yaml.safe_load(answers_as_yaml(PLANT, answers, DAY)) == expected


HOSTILE = [
    "",
    "null",
    "~",
    "no",
    "a: b",
    "- x",
    "'",
    '"',
    "\\",
    "#",
    "%",
    "{}",
    "[x]",
    "é\u00a0€",
    "👩\u200d🚀",
    "a\nb\r\n\tc",
]
HOSTILE += [
    "\x1b[2Jx",
    "\x1b]52;c;aGk=\x07y",
    "\x9b31m",
    "\u202egnp.exe",
    "\ufeffx",
    "\u2028",
    "\x7f",
    "\x85",
    "\ufffe",
    "\ud800",
]

texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=80), st.text(st.characters(codec=None), max_size=20))


def values(question: Question) -> st.SearchStrategy[Value | None]:
    """Any answer to a question."""
    ids = [choice.id for choice in question.choices]
    if question.kind == "choice":
        return st.none() | st.sampled_from(ids)
    if question.kind == "several":
        return st.none() | st.sets(st.sampled_from(ids)).map(lambda some: tuple(id for id in ids if id in some))
    return st.none() | (st.integers(0, 600) if question.kind == "number" else texts)


ANY_ANSWERS = st.fixed_dictionaries({}, optional={each.id: values(each) for each in PLANT.questions})


@pytest.mark.parametrize("write", [answers_as_yaml, answers_as_json])
@given(answers=ANY_ANSWERS)
@example(answers={"nickname": "".join(HOSTILE)})
def test_what_is_written_is_read_back(write: object, answers: dict[str, Value | None]) -> None:
    """Any answers survive being written and read, whatever their texts hold; texts come back clean."""
    assert callable(write)
    written = write(PLANT, answers, DAY)
    expected = {id: clean(value) or None if isinstance(value, str) else value for id, value in answers.items()}
    assert read(written) == expected
    assert "\x1b" not in written
    assert json.dumps(expected)  # nothing that only Python can hold


def exported(**changes: Any) -> dict[str, Any]:
    """The advice on two answers as JSON has it, with some keys changed."""
    plain = {"season": "resting", "signs": ["pale"], "nickname": None}
    advice = as_data(assess(Space(PLANT), answers_from(plain, PLANT)), date(2026, 11, 23))
    return {**advice, **changes}


def test_the_advice_as_json_is_read_as_an_answers_file() -> None:
    """What an export holds under `answers` comes back, with its day; the rest of it is no answer."""
    file = read_answers_file(json.dumps(exported()).encode(), "advice.json", PLANT)
    assert file == AnswersFile({"season": "resting", "signs": ("pale",), "nickname": None}, date(2026, 11, 23))


def test_what_an_export_says_wrongly_is_reported_where_it_stands() -> None:
    """An answer that doesn't fit has the way to it; without `schema`, `answers` is no key of an answers file."""
    content = json.dumps(exported(answers={"season": "restin"})).encode()
    with pytest.raises(InvalidFile, match=r"advice.json:1 › answers › season: has no choice “restin”"):
        read_answers_file(content, "advice.json", PLANT)
    with pytest.raises(InvalidFile, match="holds no answers"):
        read_answers_file(json.dumps(exported(answers=["resting"])).encode(), "advice.json", PLANT)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("answered_at: 2026-11-23\n", date(2026, 11, 23)),
        ("answered_at: 23/11/2026\n", date(2026, 11, 23)),
        ("answered_at: 03/11/2026\n", None),
        ("answered_at: [soon]\n", None),
        ("answered_at:\n", None),
        ("", None),
    ],
)
def test_the_day_of_the_answers_is_read_if_it_can_only_be_one(written: str, day: date | None) -> None:
    """A file's own record of when it was answered is kept; what might be another day is not."""
    file = read_answers_file(f"{written}season: resting\n".encode(), "a.yaml", PLANT)
    assert file == AnswersFile({"season": "resting"}, day)


def test_written_answers_come_back_with_their_day() -> None:
    """What is saved as YAML or JSON records the day, and reading it finds it."""
    answers = {"season": "resting", "months": 28}
    for written in (answers_as_yaml, answers_as_json):
        content = written(PLANT, answers, date(2026, 11, 23)).encode()
        assert read_answers_file(content, "a", PLANT) == AnswersFile(answers, date(2026, 11, 23))
