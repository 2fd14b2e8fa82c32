"""Broken questionnaires, written inline: each mistake is reported once, with file, line, path and remedy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mistakes import GARDENER, KEEN, MISTAKES, PET, SPOKEN, TITLE, UNLESS, VALID, WHEN, WHOLE, WRONG_AMOUNTS, changed
from yaml.error import Mark
from yaml.scanner import ScannerError

from coo_advisor.questionnaire.flow import all_that_hold, first_that_holds
from coo_advisor.questionnaire.loading import load_questionnaire, read_questionnaire
from coo_advisor.questionnaire.model import (
    ALWAYS,
    Amount,
    Clause,
    Condition,
    Conditional,
    Consultant,
    Decide,
    Questionnaire,
    Range,
    Step,
    always,
)
from coo_advisor.reading import tree
from coo_advisor.system.errors import InvalidFile


def read(text: str) -> Questionnaire:
    """The questionnaire that a text describes."""
    return read_questionnaire(text.encode(), "q.yaml")


def problems(content: str | bytes) -> list[str]:
    """What is reported of a questionnaire, line by line."""
    with pytest.raises(InvalidFile) as caught:
        read_questionnaire(content.encode() if isinstance(content, str) else content, "q.yaml")
    return str(caught.value).split("\n")


def test_the_valid_questionnaire_is_valid() -> None:
    """What the broken ones are made from loads whole, so that each problem comes from its edit."""
    questionnaire = read(VALID)
    assert [question.id for question in questionnaire.questions] == ["age", "seen", "keen"]
    assert questionnaire.questions[1].when == ((Clause("age", ranges=(Range(2, 99),)),),)
    assert [choice.band for choice in questionnaire.questions[0].choices] == [Range(0, 2), Range(3, 99)]
    assert questionnaire.fallback.id == "leave"
    assert questionnaire.consultant == Consultant()
    assert questionnaire.grades[0].id == "A"


def test_a_helper_that_changes_nothing_fails() -> None:
    """An edit whose snippet doesn't occur can't pass for a broken questionnaire."""
    with pytest.raises(AssertionError, match="is not in the valid questionnaire"):
        changed(("titel:", "title:"))


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_reported_once(old: str, new: str, expected: list[str]) -> None:
    """One mistake is one problem, where it stands, with what is wrong and what to do; its consequences are not reported."""
    assert problems(changed((old, new))) == [f"q.yaml:{problem}" for problem in expected]


def test_an_amount_is_read_whole() -> None:
    """A day rate has its bounds and the days that it is paid for."""
    questionnaire = read(VALID + GARDENER)
    assert questionnaire.comparison_months == 6
    (option,) = questionnaire.options
    label, source = {"en": "A day", "fr": "Une journée"}, {"en": "Our own figure.", "fr": "Notre chiffre."}
    assert option.amounts == (Amount("EUR", "day", 3, 20, "fees", always(label), always(source), Range(1, 4)),)


@pytest.mark.parametrize(("old", "new", "expected"), WRONG_AMOUNTS.values(), ids=WRONG_AMOUNTS)
def test_an_amount_that_can_not_be_paid_is_reported(old: str, new: str, expected: str) -> None:
    """Prices and days run upwards, and days go with a day rate, and with nothing else."""
    assert old in GARDENER
    assert problems(VALID + GARDENER.replace(old, new)) == [f"q.yaml:{expected}"]


def test_a_rate_by_the_month_has_no_days() -> None:
    """The days of a month are given for a day rate alone."""
    text = GARDENER.replace("per: day", "per: month").replace("          days_a_month: {from: 1, to: 4}\n", "")
    (option,) = read(VALID + text).options
    assert option.amounts[0].days_a_month is None


def test_a_choice_that_stands_twice_is_one_problem() -> None:
    """A condition on the name that the second one should have had is not reported as well."""
    text = changed(("- {id: no, label: {en: No, fr: Non}}", "- {id: yes, label: {en: No, fr: Non}}"))
    assert problems(text) == ["q.yaml:30 › questions › seen › choices › 2: is a second “yes”. Keep one, or rename one."]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "q.yaml: is empty. Write at least one `key: value` line."),
        (b"# a comment\n", "q.yaml: is empty. Write at least one `key: value` line."),
        (b"null\n", "q.yaml: is empty. Write at least one `key: value` line."),
        (b"- a\n", "q.yaml:1: expected keys with values, got a list. Write `key: value`."),
        (b"hello\n", "q.yaml:1: expected keys with values, got “hello”. Write `key: value`."),
        (VALID.encode("utf-16"), "q.yaml:1: is not UTF-8 text. Save it again as UTF-8."),
        (VALID.encode("latin-1"), "q.yaml:18: is not UTF-8 text. Save it again as UTF-8."),
        (
            VALID.encode() + b"#" * 1_000_000,
            "q.yaml: is larger than 1,000,000 bytes. Keep to one questionnaire or one set of answers.",
        ),
        (VALID.encode() + b"---\nversion: 2\n", "q.yaml:59: holds a second document. Keep one a file."),
        (b"[" * 100_000, "q.yaml:1: is nested too deeply. Flatten it."),
        (b"a: " + b"[" * 100_000 + b"]" * 100_000, "q.yaml:1: is nested too deeply. Flatten it."),
        (b"{a: " * 100_000, "q.yaml:1: is nested too deeply. Flatten it."),
        (b"- " * 100_000, "q.yaml:1: is nested too deeply. Flatten it."),
    ],
)
def test_a_file_that_holds_no_questionnaire_is_reported(content: bytes, expected: str) -> None:
    """What can't be a questionnaire at all is one problem, however large or deep it is."""
    assert problems(content) == [expected]


@pytest.mark.parametrize(
    ("raised", "line"),
    [
        (
            ScannerError(
                "while increasing flow level", None, "exceeded maximum nesting depth", Mark("", 0, 0, 0, "", 0)
            ),
            ":1",
        ),
        (ScannerError("exceeded maximum nesting depth", Mark("", 0, 2, 0, "", 0), None, None), ":3"),
        (RecursionError("maximum recursion depth exceeded"), ""),
    ],
    ids=["libyaml", "libyaml's context", "Python"],
)
def test_who_notices_that_a_file_is_deep_makes_no_difference(
    raised: Exception, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of a parser is reported in the same words as ours, with the same remedy."""

    def deep(_: object) -> None:
        raise raised

    monkeypatch.setattr(tree, "Loader", type("Deep", (tree.Loader,), {"get_event": deep}))
    assert problems("a: 1") == [f"q.yaml{line}: is nested too deeply. Flatten it."]


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """A missing file and a folder are problems with a remedy."""
    for path, reason in ((tmp_path / "none.yaml", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(InvalidFile) as caught:
            load_questionnaire(path)
        assert str(caught.value) == f"{path}: can't be read ({reason}). Check the name and the permissions."


def test_every_problem_is_reported_at_once_in_the_order_of_the_lines() -> None:
    """Problems in YAML, keys, texts, points, conditions, thresholds and grades come in one list."""
    text = changed(
        (TITLE, "title: {en: Plant}"),
        ("intro: {en: Two", "intro: &intro {en: Two"),
        ("    name: {en: Will, fr: Envie}", "    name: *intro"),
        ("points: {roots: 2}", "points: {rots: 2}"),
        ("{age: {from", "{aeg: {from"),
        (KEEN, "    kind: chioce\n    ask: {en: Keen?"),
        ("recommend_from: 50", "recommend_from: 500"),
        ("{seen: [no]}", "{seen: [nope]}"),
        ("at_least: 0", "at_least: 5"),
    )
    assert [problem.removeprefix("q.yaml:").partition(". ")[0] for problem in problems(text)] == [
        "3 › title: has no text in: fr",
        "11: uses the alias *intro",
        "22 › questions › age › bands › old › points › rots: is not a signal",
        f"{WHEN} › aeg: is not a question",
        "32 › questions › keen › kind: expected one of choice, several, number, text, got “chioce”",
        "46 › scenarios › repot › recommend_from: expected a whole number from 1 to 100, got “500”",
        f"{UNLESS} › nope: is not a choice of that question",
        "56 › grades: do not run downwards to 0",
    ]


def test_a_condition_may_list_alternatives() -> None:
    """A list of mappings means or; each of its entries is checked as one alone would be."""
    either = "[{age: {from: 2, to: 3}}, {age: {from: 9, to: 9}}]"
    questionnaire = read(changed(("{age: {from: 2, to: 99}}", either)))
    assert questionnaire.questions[1].when == (
        (Clause("age", ranges=(Range(2, 3),)),),
        (Clause("age", ranges=(Range(9, 9),)),),
    )
    assert problems(changed(("{age: {from: 2, to: 99}}", "[{age: {from: 2, to: 3}}, 7]"))) == [
        "q.yaml:25 › questions › seen › when › 2: is not a condition. Write `question: [choice, …]`."
    ]
    assert problems(changed(("{age: {from: 2, to: 99}}", "[]"))) == [
        "q.yaml:25 › questions › seen › when: is not a condition. Write `question: [choice, …]`."
    ]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("{from: 5}", Range(5, 99)), ("{to: 5}", Range(0, 5)), ("{from: 5, to: 5}", Range(5, 5))],
)
def test_an_end_that_is_left_out_is_the_question_s_own(written: str, read_as: Range) -> None:
    """A condition on a number may have one end only; the other is the first band's start, or `max`."""
    questionnaire = read(changed(("{from: 2, to: 99}", written)))
    assert questionnaire.questions[1].when == ((Clause("age", ranges=(read_as,)),),)


def test_an_end_beyond_the_numbers_is_reported() -> None:
    """One end alone is held against the question's numbers as well."""
    (problem,) = problems(changed(("{from: 2, to: 99}", "{from: 100}")))
    assert problem.endswith("goes beyond the numbers of that question. Stay between 0 and 99.")


YES: Condition = ((Clause("keen", frozenset(["yes"])),),)
LARGER = "definition: {en: A larger pot., fr: Un pot plus grand.}"


def test_a_text_may_depend_on_the_answers() -> None:
    """A list of texts keeps their order and their conditions; the last may have none."""
    told = "definition: [{when: {keen: [yes]}, text: {en: Go., fr: Allez.}}, {en: Wait., fr: Attendez.}]"
    go, wait = {"en": "Go.", "fr": "Allez."}, {"en": "Wait.", "fr": "Attendez."}
    definition = read(changed((LARGER, told))).scenarios[0].definition
    assert definition == (Conditional(YES, go), Conditional(ALWAYS, wait))
    assert read(changed((LARGER, told.replace("{en: Wait., fr: Attendez.}", "{text: {en: Wait., fr: Attendez.}}"))))
    assert first_that_holds(definition, {"keen": "yes"}) == go
    assert first_that_holds(definition, {"keen": None}) == wait
    assert first_that_holds(definition[:1], {}) is None
    assert all_that_hold(definition, {"keen": "yes"}) == (go, wait)
    assert all_that_hold(definition, {"keen": "no"}) == (wait,)


def test_the_whole_questionnaire_is_read() -> None:
    """Each key of the format arrives where the program looks for it."""
    questionnaire = read(WHOLE)
    pests, pots, keeper = (questionnaire.question(id) for id in ("pests", "pots", "keeper"))
    assert (pests.most, pots.numbers, keeper.format) == (1, Range(1, 9), "email")
    assert questionnaire.question("age").find_out == {"en": "Ask the shop", "fr": "Demandez au magasin"}
    yes = questionnaire.question("seen").choices[1]
    assert (yes.says, yes.suppose) == ({"en": "They show", "fr": "On les voit"}, {"en": "If so", "fr": "Si oui"})
    repot, leave = questionnaire.scenarios
    assert len(repot.when) == 2
    assert repot.decide == Decide(always({"en": "When.", "fr": "Quand."}), ("keen",))
    assert repot.steps == (Step(Range(1, 2), *(always(text) for text in (BUY, A_POT)), YES),)
    assert [line.when for line in repot.before] == [ALWAYS, ((Clause("keen", frozenset(["no"])),),)]
    (exclusion,) = repot.unless
    assert exclusion.verify
    assert exclusion.verify.outcomes[0].means == always({"en": "Repot", "fr": "Rempotez"})
    assert exclusion.next_step
    assert exclusion.next_step.within_days == 14
    assert leave.ask_again_months == 6
    assert leave.watch == always({"en": "roots below", "fr": "des racines dessous"})
    contacts = ("https://ada.example", "mailto:ada@ada.example")
    assert questionnaire.consultant == Consultant("Ada", {"en": "gardener", "fr": "jardinière"}, "EUR", contacts)
    (finding,) = questionnaire.findings
    assert (finding.answers, finding.advantage) == (("seen",), "room")
    assert questionnaire.doubts[0].text["en"] == "Young and keen."
    assert [signal.id for signal in questionnaire.need] == ["roots"]
    assert [signal.id for signal in questionnaire.readiness] == ["will"]


BUY, A_POT = {"en": "Buy", "fr": "Acheter"}, {"en": "A pot", "fr": "Un pot"}


@pytest.mark.parametrize("named", ["question", "scenario", "signal"])
def test_an_id_that_nothing_has_is_no_key(named: str) -> None:
    """Who asks for a question, a scenario or a signal that isn't there gets a KeyError."""
    with pytest.raises(KeyError, match="nothing"):
        getattr(read(VALID), named)("nothing")


@pytest.mark.parametrize("id", ["questionnaire", "answered_at", "consent", "schema", "answers"])
def test_names_of_written_files_are_no_ids(id: str) -> None:
    """A question can't be called what answers files and exports call something else."""
    (problem,) = problems(changed(("id: keen", f"id: {id}")))
    assert "is a name that answers files use for themselves" in problem


def test_a_condition_may_reach_to_both_ends_of_a_number() -> None:
    """The smallest and the largest number of a question can be named."""
    questionnaire = read(changed(("{age: {from: 2, to: 99}}", "{age: {from: 0, to: 99}}")))
    assert questionnaire.questions[1].when == ((Clause("age", ranges=(Range(0, 99),)),),)


def test_a_percentage_may_be_a_hundred() -> None:
    """The bounds of a whole number belong to it."""
    assert [grade.at_least for grade in read(changed(("at_least: 50", "at_least: 100"))).grades] == [100, 0]


def test_the_purpose_of_a_question_is_kept() -> None:
    """What a question without points is for stands in the questionnaire."""
    keen = "  - id: age\n    kind: number"
    questionnaire = read(changed((keen, PET + keen)))
    assert [question.purpose for question in questionnaire.questions] == ["report", None, None, None]


def test_words_stay_words() -> None:
    """`no`, `yes`, `12:30` and `1.0` are what was written, never false, true, 750 or a number."""
    questionnaire = read(changed(('version: "1"', "version: 1.0"), (TITLE, "title: {en: 12:30, fr: no}")))
    assert questionnaire.version == "1.0"
    assert questionnaire.title == {"en": "12:30", "fr": "no"}
    assert [choice.id for choice in questionnaire.question("seen").choices] == ["no", "yes"]


def test_a_byte_order_mark_and_an_end_mark_are_no_mistakes() -> None:
    """What editors and other programs add around a document is read past."""
    assert read("\ufeff---\n" + VALID + "...\n")._replace(sha256="") == read(VALID)._replace(sha256="")


def test_a_language_can_be_put_aside() -> None:
    """A language taken off the list may stay in the texts, and needs none."""
    questionnaire = read(changed(("[en, fr]", "[fr]"), ("intro: {en: Two minutes., ", "intro: {")))
    assert questionnaire.languages == ("fr",)
    assert questionnaire.intro == {"fr": "Deux minutes."}


def test_a_language_to_come_is_one_problem() -> None:
    """If the program doesn't speak a listed language yet, its texts are not reported one by one."""
    text = changed(("[en, fr]", "[en, fr, xx]"), (TITLE, "title: {en: Plant, fr: Plante, xx: Plant}"))
    assert problems(text) == [
        f"q.yaml:2 › languages › xx: expected one of {SPOKEN}, got “xx”. Use one of: {SPOKEN}.",
    ]


def test_an_error_can_hide_nothing() -> None:
    """Whatever a file holds, its errors are lines of visible text."""
    (error,) = problems(changed((TITLE, f'{TITLE}\n"a\\e[2J\\nb\\u202e": 1')))
    assert error.startswith("q.yaml:4 › a b: is not a known key.")


SNIPPETS = st.sampled_from(
    [
        "",
        "null",
        "[]",
        "{}",
        "[[]]",
        "{a: b}",
        "[no]",
        "{from: 1, to: 2}",
        "-1",
        "'",
        "*a",
        "&a",
        "!x",
        "---",
        ": ",
        "- ",
    ]
)


@given(st.data())
def test_no_edit_ends_in_a_traceback(data: st.DataObject) -> None:
    """A questionnaire with any words replaced or removed loads, or is reported; nothing else can happen."""
    words = VALID.split(" ")
    for _ in range(data.draw(st.integers(1, 4))):
        words[data.draw(st.integers(0, len(words) - 1))] = data.draw(SNIPPETS)
    try:
        found: tuple[object, ...] = read(" ".join(words)).questions
    except InvalidFile as error:
        found = tuple(problem for problem in error.problems if problem.message and problem.remedy)
    assert found


def test_a_text_is_one_line_however_it_is_written() -> None:
    """Line ends and doubled spaces in a text are single spaces, and letters are composed."""
    text = VALID.replace("title: {en: Plant,", 'title: {en: "A  pl\\n\\n e\\u0301 ",')
    assert read_questionnaire(text.encode(), "q.yaml").title["en"] == "A pl é"
