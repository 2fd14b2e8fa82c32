"""Broken questionnaires, written inline: each mistake is reported once, with file, line, path and remedy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yaml.error import Mark
from yaml.scanner import ScannerError

from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire, read_questionnaire
from coo_advisor.questionnaire.model import Amount, Clause, Consultant, Questionnaire, Range, always
from coo_advisor.reading import tree
from coo_advisor.system.errors import InvalidFile

VALID = """\
version: "1"
languages: [en, fr]
title: {en: Plant, fr: Plante}
intro: {en: Two minutes., fr: Deux minutes.}
signals:
  - id: roots
    name: {en: Roots, fr: Racines}
    meaning: {en: The pot is full., fr: Le pot est plein.}
  - id: will
    readiness: true
    name: {en: Will, fr: Envie}
    meaning: {en: How keen you are., fr: Votre envie.}
questions:
  - id: age
    kind: number
    unit: {one: {en: year, fr: an}, many: {en: years, fr: ans}}
    max: 99
    ask: {en: How old?, fr: Quel âge ?}
    short: {en: Age, fr: Âge}
    bands:
      - {id: young, from: 0, label: {en: Young, fr: Jeune}}
      - {id: old, from: 3, label: {en: Old, fr: Vieux}, points: {roots: 2}}
  - id: seen
    kind: choice
    when: {age: {from: 2, to: 99}}
    ask: {en: Seen roots?, fr: Des racines ?}
    short: {en: Roots, fr: Racines}
    choices:
      - {id: no, label: {en: No, fr: Non}}
      - {id: yes, label: {en: Yes, fr: Oui}, points: {roots: 3}}
  - id: keen
    kind: choice
    ask: {en: Keen?, fr: Envie ?}
    short: {en: Keen, fr: Envie}
    choices:
      - {id: no, label: {en: No, fr: Non}}
      - {id: yes, label: {en: Yes, fr: Oui}, points: {will: 1}}
scenarios:
  - id: repot
    title: {en: Repot, fr: Rempoter}
    definition: {en: A larger pot., fr: Un pot plus grand.}
    verdict: {en: Repot it., fr: Rempotez.}
    otherwise: {en: you would repot, fr: vous rempoteriez}
    next_step: {within_days: 30, text: {en: Buy a pot., fr: Achetez un pot.}}
    weights: {roots: 1}
    recommend_from: 50
    unless:
      - when: {seen: [no]}
        reason: {en: No roots., fr: Pas de racines.}
  - id: leave
    title: {en: Leave, fr: Laisser}
    definition: {en: As it is., fr: Tel quel.}
    verdict: {en: Leave it., fr: Laissez.}
    otherwise: {en: you would leave it, fr: vous la laisseriez}
    next_step: {within_days: 30, text: {en: Look in a year., fr: Revoyez dans un an.}}
grades:
  - {id: A, at_least: 50, meaning: {en: Keen, fr: Partant}}
  - {id: B, at_least: 0, meaning: {en: Not keen, fr: Tiède}}
"""

TITLE = "title: {en: Plant, fr: Plante}"
BANDS = VALID[VALID.index("    bands:") : VALID.index("  - id: seen")]
KEEN = "    kind: choice\n    ask: {en: Keen?"
PET = "  - id: pet\n    kind: text\n    for: report\n    ask: {en: Pet?, fr: Nom ?}\n    short: {en: Pet, fr: Nom}\n"
LAST_LINE = "    next_step: {within_days: 30, text: {en: Look in a year., fr: Revoyez dans un an.}}\n"
ROOTS = "22 › questions › age › bands › old › points › roots"
WHEN = "25 › questions › seen › when"
UNLESS = "48 › scenarios › repot › unless › 1 › when › seen"
NOT_SCORED = "Give its choices points, or say `for: report` or `for: contact`."
WHOLE = "Write digits only, without quotes."


def changed(*edits: tuple[str, str]) -> str:
    """The valid questionnaire with snippets replaced where they first occur; each must occur."""
    text = VALID
    for old, new in edits:
        assert old in text, f"{old!r} is not in the valid questionnaire"
        text = text.replace(old, new, 1)
    return text


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


MISTAKES: dict[str, tuple[str, str, list[str]]] = {
    # keys
    "misspelt required key": (
        "title:",
        "titel:",
        ["3 › titel: is not a known key. Did you mean “title”?"],
    ),
    "misspelt optional key": (
        "grades:",
        "grade:",
        ["56 › grade: is not a known key. Did you mean “grades”?"],
    ),
    "made-up key": (
        TITLE,
        f"{TITLE}\ncolour: red",
        [
            (
                "4 › colour: is not a known key. Use one of: version, languages, title, intro, signals, questions, "
                "scenarios, consultant, findings, doubts, options, grades."
            )
        ],
    ),
    "another word for the only missing key": (
        "  - id: seen",
        "  - name: seen",
        ["23 › questions › 2 › name: is not a known key. Did you mean “id”?"],
    ),
    "key twice": (TITLE, f"{TITLE}\n{TITLE}", ["4: has the key “title” twice. Keep one of the two."]),
    "missing key": (TITLE + "\n", "", ["1: has no “title”. Add `title:`."]),
    "missing key inside": ("    max: 99\n", "", ["14 › questions › age: has no “max”. Add `max:`."]),
    "list as a key": (
        TITLE,
        f"? [a]\n: b\n{TITLE}",
        ["3: has a key that is a list or a mapping. Use one word as the key."],
    ),
    # ids
    "signal twice": ("id: will", "id: roots", ["9 › signals › 2: is a second “roots”. Keep one, or rename one."]),
    "question twice": ("id: seen", "id: age", ["23 › questions › 2: is a second “age”. Keep one, or rename one."]),
    "band twice": (
        "id: old",
        "id: young",
        ["22 › questions › age › bands › 2: is a second “young”. Keep one, or rename one."],
    ),
    "scenario twice": (
        "id: leave",
        "id: repot",
        ["50 › scenarios › 2: is a second “repot”. Keep one, or rename one."],
    ),
    "grade twice": ("{id: B", "{id: A", ["58 › grades › 2: is a second “A”. Keep one, or rename one."]),
    "id with a capital": (
        "id: seen",
        "id: Seen!",
        [
            "23 › questions › Seen! › id: expected an id, got “Seen!”. Use lower-case letters, digits and _.",
        ],
    ),
    "id without letters": (
        "id: keen",
        "id: 12",
        ["31 › questions › 12 › id: expected an id, got “12”. Use lower-case letters, digits and _."],
    ),
    "id that means not known": (
        "id: keen",
        "id: null",
        ["31 › questions › null › id: expected an id, got “null”. Use lower-case letters, digits and _."],
    ),
    "id of nothing": (
        "id: keen",
        "id:",
        ["31 › questions › 3 › id: expected an id, got nothing. Use lower-case letters, digits and _."],
    ),
    "id that hides an escape": (
        "id: keen",
        'id: "ke\\e[2Jen"',
        ["31 › questions › keen › id: expected an id, got “ke\\x1b[2Jen”. Use lower-case letters, digits and _."],
    ),
    "reserved id": (
        "id: keen",
        "id: answered_at",
        [
            "31 › questions › answered_at › id: is a name that answers files use for themselves. Choose another id.",
        ],
    ),
    # texts and languages
    "missing language": (TITLE, "title: {en: Plant}", ["3 › title: has no text in: fr. Write {en: …, fr: …}."]),
    "one text for all": (TITLE, "title: Plant", ["3 › title: is not a text in each language. Write {en: …, fr: …}."]),
    "unknown language": (
        TITLE,
        "title: {en: Plant, fr: Plante, de: Pflanze}",
        ["3 › title › de: is not a known key. Use one of: en, fr."],
    ),
    "empty text": (TITLE, "title: {en: Plant, fr: }", ["3 › title › fr: is empty. Write a text."]),
    "null text": (TITLE, "title: {en: null, fr: Plante}", ["3 › title › en: is empty. Write a text."]),
    "list as a text": (TITLE, "title: {en: [Plant], fr: Plante}", ["3 › title › en: is a list. Write one text."]),
    "endless text": (
        TITLE,
        f"title: {{en: {'x' * 2001}, fr: Plante}}",
        ["3 › title › en: has 2001 characters. Keep to 2000."],
    ),
    "text with an escape": (
        TITLE,
        'title: {en: "\\e[2JPlant", fr: Plante}',
        ["3 › title › en: holds the invisible character U+001B. Remove it."],
    ),
    "languages as a word": (
        "[en, fr]",
        "en",
        ["2 › languages: expected a list, got “en”. Write `[…]`, or `- ` before each entry."],
    ),
    "no language": ("[en, fr]", "[]", ["2 › languages: expected 1 to 200 entries, got 0. Add or remove entries."]),
    "language twice": ("[en, fr]", "[en, fr, en]", ["2 › languages › 3: is a second “en”. Keep one, or rename one."]),
    "language that the program doesn't speak": (
        "[en, fr]",
        "[en, de]",
        ["2 › languages › de: expected one of en, fr, got “de”. Use one of: en, fr."],
    ),
    # conditions
    "condition on an unknown question": (
        "{age: {",
        "{aeg: {",
        [f"{WHEN} › aeg: is not a question. Did you mean “age”?"],
    ),
    "condition on a later question": (
        "{age: {from: 2, to: 99}}",
        "{keen: [yes]}",
        [f"{WHEN} › keen: is not asked before this one. A condition may name earlier questions only."],
    ),
    "condition on itself": (
        "{age: {from: 2, to: 99}}",
        "{seen: [yes]}",
        [f"{WHEN} › seen: is not asked before this one. A condition may name earlier questions only."],
    ),
    "condition on an unknown choice": (
        "{seen: [no]}",
        "{seen: [nope]}",
        [f"{UNLESS} › nope: is not a choice of that question. Did you mean “no”?"],
    ),
    "condition on no choice": (
        "{seen: [no]}",
        "{seen: []}",
        [f"{UNLESS}: expected 1 to 200 entries, got 0. Add or remove entries."],
    ),
    "condition with a word for a list": (
        "{seen: [no]}",
        "{seen: no}",
        [f"{UNLESS}: expected a list, got “no”. Write `[…]`, or `- ` before each entry."],
    ),
    "numbers of a choice": (
        "{seen: [no]}",
        "{seen: {from: 1, to: 2}}",
        [f"{UNLESS}: is a question with choices. List the ids of some, as `[one, other]`."],
    ),
    "choices of a number": (
        "{age: {from: 2, to: 99}}",
        "{age: [young]}",
        [f"{WHEN} › age: is a number. Write `{{from: …, to: …}}`, or one of the two."],
    ),
    "condition on a text": (
        "  - id: age\n    kind: number",
        f"{PET}  - id: age\n    when: {{pet: [x]}}\n    kind: number",
        ["20 › questions › age › when › pet: is a text, which no condition can test. Name a question with choices."],
    ),
    "numbers beyond the question's": (
        "to: 99}",
        "to: 100}",
        [f"{WHEN} › age: goes beyond the numbers of that question. Stay between 0 and 99."],
    ),
    "numbers upside down": (
        "from: 2, to: 99",
        "from: 9, to: 2",
        [f"{WHEN} › age: runs from the higher number to the lower. Swap the two."],
    ),
    "range without an end": (
        "{from: 2, to: 99}",
        "{}",
        [f"{WHEN} › age: is a number. Write `{{from: …, to: …}}`, or one of the two."],
    ),
    "no condition": (
        "{age: {from: 2, to: 99}}",
        "age",
        [f"{WHEN}: is not a condition. Write `question: [choice, …]`."],
    ),
    "empty condition": (
        "{age: {from: 2, to: 99}}",
        "{}",
        [f"{WHEN}: is not a condition. Write `question: [choice, …]`."],
    ),
    # points, weights, thresholds
    "points on an unknown signal": (
        "points: {roots: 2}",
        "points: {root: 2}",
        ["22 › questions › age › bands › old › points › root: is not a signal. Did you mean “roots”?"],
    ),
    "negative points": (
        "points: {roots: 2}",
        "points: {roots: -2}",
        [f"{ROOTS}: expected a whole number from 0 to 1000, got “-2”. Stay between 0 and 1000."],
    ),
    "half points": (
        "points: {roots: 2}",
        "points: {roots: 2.5}",
        [f"{ROOTS}: expected a whole number from 0 to 1000, got “2.5”. {WHOLE}"],
    ),
    "points in quotes": (
        "points: {roots: 2}",
        "points: {roots: '2'}",
        [f"{ROOTS}: expected a whole number from 0 to 1000, got “2”. {WHOLE}"],
    ),
    "points of no signal": (
        "points: {roots: 2}",
        "points: 2",
        ["22 › questions › age › bands › old › points: expected keys with values, got “2”. Write `key: value`."],
    ),
    "weight on an unknown signal": (
        "weights: {roots: 1}",
        "weights: {root: 1}",
        ["45 › scenarios › repot › weights › root: is not a signal. Did you mean “roots”?"],
    ),
    "weight on readiness": (
        "weights: {roots: 1}",
        "weights: {roots: 1, will: 1}",
        [
            "45 › scenarios › repot › weights › will: is a readiness signal, which moves no recommendation. Remove it.",
        ],
    ),
    "no weight above 0": (
        "weights: {roots: 1}",
        "weights: {roots: 0}",
        ["45 › scenarios › repot › weights: weighs nothing. Give a need signal a weight of 1 or more."],
    ),
    "no weights": ("    weights: {roots: 1}\n", "", ["39 › scenarios › repot: has no “weights”. Add `weights:`."]),
    "threshold of 0": (
        "recommend_from: 50",
        "recommend_from: 0",
        [
            "46 › scenarios › repot › recommend_from: expected a whole number from 1 to 100, got “0”. Stay between 1 and 100."
        ],
    ),
    "threshold above 100": (
        "recommend_from: 50",
        "recommend_from: 101",
        [
            "46 › scenarios › repot › recommend_from: expected a whole number from 1 to 100, got “101”. Stay between 1 and 100."
        ],
    ),
    "threshold in words": (
        "recommend_from: 50",
        "recommend_from: 50%",
        ["46 › scenarios › repot › recommend_from: expected a whole number from 1 to 100, got “50%”. " + WHOLE],
    ),
    "no threshold": (
        "    recommend_from: 50\n",
        "",
        ["39 › scenarios › repot: has no “recommend_from”. Add `recommend_from:`."],
    ),
    "yes for true": (
        "readiness: true",
        "readiness: yes",
        ["10 › signals › will › readiness: expected true or false, got “yes”. Write true or false."],
    ),
    # the fallback
    "fallback with a condition": (
        LAST_LINE,
        LAST_LINE + "    when: {seen: [no]}\n",
        [
            (
                "56 › scenarios › leave › when: is set on the last scenario, the fallback. "
                "Remove it: the fallback always applies."
            ),
        ],
    ),
    "fallback with a score": (
        LAST_LINE,
        LAST_LINE + "    weights: {roots: 1}\n    recommend_from: 3\n    unless: []\n",
        [
            f"{line} › scenarios › leave › {key}: is set on the last scenario, the fallback. "
            "Remove it: the fallback always applies."
            for line, key in ((56, "weights"), (57, "recommend_from"), (58, "unless"))
        ],
    ),
    "only one scenario": (
        VALID[VALID.index("  - id: leave") : VALID.index("grades:")],
        "",
        ["38 › scenarios: expected 2 to 12 entries, got 1. Add or remove entries."],
    ),
    # kinds
    "unknown kind": (
        "kind: choice",
        "kind: chioce",
        [
            (
                "24 › questions › seen › kind: expected one of choice, several, number, text, got “chioce”. "
                "Did you mean “choice”?"
            ),
        ],
    ),
    "number with choices": (
        "    max: 99\n",
        "    max: 99\n    choices: []\n",
        ["18 › questions › age › choices: does not fit the kind number. Remove it, or change the kind."],
    ),
    "choice with numbers": (
        KEEN,
        "    min: 2\n    bands: []\n" + KEEN,
        [
            "32 › questions › keen › min: does not fit the kind choice. Remove it, or change the kind.",
            "33 › questions › keen › bands: does not fit the kind choice. Remove it, or change the kind.",
        ],
    ),
    "text with choices": (
        KEEN,
        "    kind: text\n    for: contact\n    ask: {en: Keen?",
        ["36 › questions › keen › choices: does not fit the kind text. Remove it, or change the kind."],
    ),
    "too many choices": (
        "      - {id: yes, label: {en: Yes, fr: Oui}, points: {will: 1}}\n",
        "".join(f"      - {{id: c{n}, label: {{en: C, fr: C}}, points: {{will: 1}}}}\n" for n in range(12)),
        ["35 › questions › keen › choices: expected 2 to 12 entries, got 13. Add or remove entries."],
    ),
    # bands
    "lowest above highest": (
        BANDS,
        "    for: report\n    min: 100\n",
        ["21 › questions › age › min: is greater than max. Swap the two."],
    ),
    "lowest beside bands": (
        "    max: 99\n",
        "    max: 99\n    min: 0\n",
        ["18 › questions › age › min: is set beside bands. Remove it: the numbers start where the first band does."],
    ),
    "no lowest": (BANDS, "    for: report\n", ["14 › questions › age: has no “min”. Add `min:`."]),
    "bands out of order": (
        "from: 3",
        "from: 0",
        [
            (
                "22 › questions › age › bands › old › from: does not start above the band before it, “young”. "
                "Order the bands upwards."
            ),
        ],
    ),
    "band above max": (
        "from: 3",
        "from: 100",
        ["22 › questions › age › bands › old › from: starts above max. Start at 99 or below."],
    ),
    "band with an end": (
        "from: 3",
        "to: 3",
        ["22 › questions › age › bands › old › to: is not a known key. Did you mean “from”?"],
    ),
    "empty bands": (
        BANDS,
        "    bands: []\n",
        ["20 › questions › age › bands: expected 1 to 50 entries, got 0. Add or remove entries."],
    ),
    # what a question is for
    "number that counts for nothing": (
        BANDS,
        "    min: 0\n",
        [f"14 › questions › age: carries no points and doesn't say what it is for. {NOT_SCORED}"],
    ),
    "choice that counts for nothing": (
        "points: {will: 1}",
        "points: {will: 0}",
        [f"31 › questions › keen: carries no points and doesn't say what it is for. {NOT_SCORED}"],
    ),
    "points and a purpose": (
        KEEN,
        "    for: report\n" + KEEN,
        ["32 › questions › keen › for: is set on a question that carries points. Remove `for:` or the points."],
    ),
    "unknown purpose": (
        KEEN,
        "    for: fun\n" + KEEN,
        ["32 › questions › keen › for: expected one of report, contact, got “fun”. Use one of: report, contact."],
    ),
    # grades
    "grades upwards": (
        "at_least: 50",
        "at_least: 0",
        ["56 › grades: do not run downwards to 0. List the best grade first; the last starts at 0."],
    ),
    "grades that end above 0": (
        "at_least: 0",
        "at_least: 10",
        ["56 › grades: do not run downwards to 0. List the best grade first; the last starts at 0."],
    ),
    "last grade below 0": (
        "at_least: 0",
        "at_least: -1",
        ["58 › grades › B › at_least: expected a whole number from 0 to 100, got “-1”. Stay between 0 and 100."],
    ),
    "grade above 100": (
        "at_least: 50",
        "at_least: 101",
        ["57 › grades › A › at_least: expected a whole number from 0 to 100, got “101”. Stay between 0 and 100."],
    ),
    # YAML
    "alias": (
        "{en: Two minutes., fr: Deux minutes.}",
        "*title",
        ["4: uses the alias *title. Write the value out instead."],
    ),
    "tag": (
        "en: Plant",
        "en: !!str Plant",
        ["3: has the tag tag:yaml.org,2002:str. Remove it; plain values are enough."],
    ),
    "tag that would run code": (
        "en: Plant",
        "en: !!python/name:os.system Plant",
        ["3: has the tag tag:yaml.org,2002:python/name:os.system. Remove it; plain values are enough."],
    ),
    "open bracket": (
        "{en: Plant,",
        "{en: Plant",
        ["3: is not valid YAML (did not find expected ',' or '}'). Check quotes, colons and indentation."],
    ),
    "control character": ("Plant", "Pl\x07ant", ["3: holds the control character U+0007. Remove it."]),
}


@pytest.mark.parametrize(("old", "new", "expected"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_reported_once(old: str, new: str, expected: list[str]) -> None:
    """One mistake is one problem, where it stands, with what is wrong and what to do; its consequences are not told."""
    assert problems(changed((old, new))) == [f"q.yaml:{problem}" for problem in expected]


GARDENER = """\
options:
  months: 6
  list:
    - id: gardener
      label: {en: A gardener, fr: Un jardinier}
      presence: {en: A day a month, fr: Un jour par mois}
      remark: {en: Knows the plant, fr: Connaît la plante}
      amounts:
        - label: {en: A day, fr: Une journée}
          source: {en: Our own figure., fr: Notre chiffre.}
          basis: fees
          currency: EUR
          per: day
          low: 3
          high: 20
          days_a_month: {from: 1, to: 4}
"""
AMOUNT = "options › list › gardener › amounts › 1"


def test_an_amount_is_read_whole() -> None:
    """A day rate has its bounds and the days that it is paid for."""
    questionnaire = read(VALID + GARDENER)
    assert questionnaire.comparison_months == 6
    (option,) = questionnaire.options
    label, source = {"en": "A day", "fr": "Une journée"}, {"en": "Our own figure.", "fr": "Notre chiffre."}
    assert option.amounts == (Amount("EUR", "day", 3, 20, "fees", always(label), always(source), Range(1, 4)),)


WRONG_AMOUNTS = {
    "low above high": ("low: 3", "low: 21", f"72 › {AMOUNT} › low: is greater than high. Swap the two."),
    "days upside down": (
        "from: 1, to: 4",
        "from: 4, to: 1",
        f"74 › {AMOUNT} › days_a_month: runs from the higher number to the lower. Swap the two.",
    ),
    "days beyond a month": (
        "to: 4",
        "to: 32",
        f"74 › {AMOUNT} › days_a_month › to: expected a whole number from 1 to 31, got “32”. Stay between 1 and 31.",
    ),
    "day rate without days": (
        "          days_a_month: {from: 1, to: 4}\n",
        "",
        f"67 › {AMOUNT}: has no “days_a_month”. Add `days_a_month: {{from: …, to: …}}`.",
    ),
    "days of another rate": (
        "per: day",
        "per: month",
        f"74 › {AMOUNT} › days_a_month: is for a price per day. Remove it, or write `per: day`.",
    ),
    "unknown rate": (
        "per: day",
        "per: dya",
        f"71 › {AMOUNT} › per: expected one of day, month, year, got “dya”. Did you mean “day”?",
    ),
    "sign of a currency": (
        "EUR",
        "€",
        f"70 › {AMOUNT} › currency: expected a currency's code, got “€”. Write three capital letters, such as EUR.",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), WRONG_AMOUNTS.values(), ids=WRONG_AMOUNTS)
def test_an_amount_that_can_not_be_paid_is_reported(old: str, new: str, expected: str) -> None:
    """Prices and days run upwards, and days go with a day rate, and with nothing else."""
    assert old in GARDENER
    assert problems(VALID + GARDENER.replace(old, new)) == [f"q.yaml:{expected}"]


def test_a_rate_by_the_month_has_no_days() -> None:
    """The days of a month are told of a day rate alone."""
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
    """The limit of a parser is told in the same words as ours, with the same remedy."""

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
    """Where the program doesn't speak a listed language yet, its texts are not reported one by one."""
    text = changed(("[en, fr]", "[en, fr, de]"), (TITLE, "title: {en: Plant, fr: Plante, de: Pflanze}"))
    assert problems(text) == [
        "q.yaml:2 › languages › de: expected one of en, fr, got “de”. Use one of: en, fr.",
    ]


def test_an_error_can_hide_nothing() -> None:
    """Whatever a file holds, its errors are lines of visible text."""
    (error,) = problems(changed((TITLE, f'{TITLE}\n"a\\e[2J\\nb\\u202e": 1')))
    assert error.startswith("q.yaml:4 › a b: is not a known key.")


def test_the_shipped_questionnaire_knows_what_it_was_read_from() -> None:
    """Its hash is that of the file, so that answers can tell which questionnaire they were given to."""
    from hashlib import sha256

    path = packaged_questionnaire()
    assert load_questionnaire(path).sha256 == sha256(path.read_bytes()).hexdigest()


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
