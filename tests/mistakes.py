"""Broken questionnaires: a valid one, and mistakes with what is reported of each, line by line."""

from coo_advisor.wording.words import LANGUAGES

SPOKEN = ", ".join(LANGUAGES)
"""The languages that the program has words in, as messages list them."""

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
FINDING = """\
findings:
  - when: {seen: [yes]}
    answers: [seen]
    title: {en: roots show, fr: des racines se voient}
    so: {en: The pot is full, fr: Le pot est plein}
grades:
"""
ROOTS = "22 › questions › age › bands › old › points › roots"
WHEN = "25 › questions › seen › when"
UNLESS = "48 › scenarios › repot › unless › 1 › when › seen"
NOT_SCORED = "Give its choices points, or say `for: report` or `for: contact`."
DIGITS = "Write digits only, without quotes."


def changed(*edits: tuple[str, str]) -> str:
    """The valid questionnaire with snippets replaced where they first occur; each must occur."""
    text = VALID
    for old, new in edits:
        assert old in text, f"{old!r} is not in the valid questionnaire"
        text = text.replace(old, new, 1)
    return text


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
        "title: {en: Plant, fr: Plante, xx: Plant}",
        ["3 › title › xx: is not a known key. Use one of: en, fr."],
    ),
    "empty text": (TITLE, "title: {en: Plant, fr: }", ["3 › title › fr: is empty. Write a text."]),
    "null text": (TITLE, "title: {en: null, fr: Plante}", ["3 › title › en: is empty. Write a text."]),
    "list as a text": (
        TITLE,
        "title: {en: [Plant], fr: Plante}",
        ["3 › title › en: is a list. Write one text, in double quotes if it starts with a bracket."],
    ),
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
        "[en, xx]",
        [f"2 › languages › xx: expected one of {SPOKEN}, got “xx”. Use one of: {SPOKEN}."],
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
        [f"{ROOTS}: expected a whole number from 0 to 1000, got “2.5”. {DIGITS}"],
    ),
    "points in quotes": (
        "points: {roots: 2}",
        "points: {roots: '2'}",
        [f"{ROOTS}: expected a whole number from 0 to 1000, got “2”. {DIGITS}"],
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
        ["46 › scenarios › repot › recommend_from: expected a whole number from 1 to 100, got “50%”. " + DIGITS],
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
    # texts under conditions
    "condition beside a text": (
        "definition: {en: A larger pot., fr: Un pot plus grand.}",
        "definition: [{when: {keen: [yes]}, en: A larger pot., fr: Un pot plus grand.}]",
        [
            (
                "41 › scenarios › repot › definition › 1: has a text that does not stand under “text”. "
                "Write `text: {…}`."
            ),
        ],
    ),
    "text that hides others": (
        "definition: {en: A larger pot., fr: Un pot plus grand.}",
        "definition: [{en: A pot., fr: Un pot.}, {when: {keen: [yes]}, text: {en: A larger pot., fr: Plus grand.}}]",
        [
            (
                "41 › scenarios › repot › definition › 1: has no condition, so that those after it are never shown. "
                "Add `when:`."
            ),
        ],
    ),
    "no text at all": (
        "definition: {en: A larger pot., fr: Un pot plus grand.}",
        "definition: []",
        ["41 › scenarios › repot › definition: expected 1 to 30 entries, got 0. Add or remove entries."],
    ),
    "unknown choice under a text": (
        "definition: {en: A larger pot., fr: Un pot plus grand.}",
        "definition: [{when: {keen: [yse]}, text: {en: A larger pot., fr: Plus grand.}}]",
        [
            (
                "41 › scenarios › repot › definition › 1 › when › keen › yse: is not a choice of that question. "
                "Did you mean “yes”?"
            ),
        ],
    ),
    "answer cited of no question": (
        "grades:\n",
        FINDING.replace("[seen]", "[sene]"),
        ["58 › findings › 1 › answers › sene: is not a question. Did you mean “seen”?"],
    ),
    "step that ends before it begins": (
        LAST_LINE,
        LAST_LINE
        + "    steps: [{from: 9, to: 1, what: {en: Wait, fr: Attendre}, result: {en: Leaves, fr: Feuilles}}]\n",
        ["56 › scenarios › leave › steps › 1 › from: is later than to. Swap the two."],
    ),
    # what 1.0 had, and what stands elsewhere
    "advantages": (
        "grades:\n",
        "advantages: []\ngrades:\n",
        ["56 › advantages: is no longer a key. Write `findings:`, those of an advantage with `advantage:`."],
    ),
    "cost comparison": (
        "grades:\n",
        "cost_comparison: {}\ngrades:\n",
        ["56 › cost_comparison: is no longer a key. Write `options:`."],
    ),
    "engagement": (
        LAST_LINE,
        LAST_LINE + "    engagement: {}\n",
        ["56 › scenarios › leave › engagement: is no longer a key. Write `rhythm:`, `steps:` and `cautions:`."],
    ),
    "link and invitation of a consultant": (
        "grades:\n",
        "consultant:\n  url: https://ada.example\n  action: {en: Call me., fr: Appelez-moi.}\ngrades:\n",
        [
            "57 › consultant › url: is no longer a key. List it under `contacts:`.",
            "58 › consultant › action: is no longer a key. Write `action:` in each scenario that is help.",
        ],
    ),
    "link that is none": (
        "grades:\n",
        "consultant: {contacts: [ada.example]}\ngrades:\n",
        [
            (
                "56 › consultant › contacts › ada.example: expected a link, got “ada.example”. "
                "Start with https://, mailto: or tel:."
            ),
        ],
    ),
    "signs outside the fallback": (
        "    weights: {roots: 1}\n",
        "    weights: {roots: 1}\n    watch: [{en: Leaves, fr: Feuilles}]\n",
        ["46 › scenarios › repot › watch: is for the last scenario, the fallback. Move it there."],
    ),
    "invitation under the fallback": (
        LAST_LINE,
        LAST_LINE + "    action: {en: Call me., fr: Appelez-moi.}\n",
        [
            (
                "56 › scenarios › leave › action: is set on the last scenario, the fallback. "
                "Remove it: it is for recommended help."
            ),
        ],
    ),
    "most of one choice": (
        KEEN,
        "    most: 2\n" + KEEN,
        ["32 › questions › keen › most: does not fit the kind choice. Remove it, or change the kind."],
    ),
    "format of a choice": (
        KEEN,
        "    format: email\n" + KEEN,
        ["32 › questions › keen › format: does not fit the kind choice. Remove it, or change the kind."],
    ),
    "unit of a choice": (
        KEEN,
        "    unit: {one: {en: pot, fr: pot}, many: {en: pots, fr: pots}}\n" + KEEN,
        ["32 › questions › keen › unit: does not fit the kind choice. Remove it, or change the kind."],
    ),
    # YAML
    "alias": (
        "{en: Two minutes., fr: Deux minutes.}",
        "*title",
        ['4: uses the alias *title. Write the value out, or put a text in double quotes: "*title".'],
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


WHOLE = (
    VALID.replace(
        "    max: 99\n",
        "    max: 99\n    confidential: false\n    find_out: {en: Ask the shop, fr: Demandez au magasin}\n",
        1,
    )
    .replace(
        "points: {roots: 3}}",
        "points: {roots: 3}, says: {en: They show, fr: On les voit}, suppose: {en: If so, fr: Si oui}}",
    )
    .replace(
        "  - id: keen\n",
        """\
  - id: pests
    kind: several
    for: report
    most: 1
    ask: {en: Pests?, fr: Des parasites ?}
    short: {en: Pests, fr: Parasites}
    choices:
      - {id: lice, label: {en: Lice, fr: Pucerons}}
      - {id: mites, label: {en: Mites, fr: Acariens}}
  - id: pots
    kind: number
    for: report
    min: 1
    max: 9
    ask: {en: How many pots?, fr: Combien de pots ?}
    short: {en: Pots, fr: Pots}
  - id: keeper
    kind: text
    for: contact
    format: email
    ask: {en: Whose is it?, fr: À qui est-elle ?}
    short: {en: Keeper, fr: À qui}
  - id: keen
    help: {en: Be honest., fr: Franchement.}
    fact: true
""",
        1,
    )
    .replace(
        "    weights: {roots: 1}\n",
        """\
    weights: {roots: 1}
    when: [{keen: [yes]}, {age: {from: 5}, seen: [yes, no]}]
    document_title: {en: A larger pot, fr: Un plus grand pot}
    decide:
      text: {en: When., fr: Quand.}
      answers: [keen]
    rhythm: {en: Once., fr: Une fois.}
    steps:
      - {from: 1, to: 2, what: {en: Buy, fr: Acheter}, result: {en: A pot, fr: Un pot}, when: {keen: [yes]}}
    limits: [{en: no watering, fr: aucun arrosage}]
    cautions:
      - {when: {pots: {to: 3}}, text: {en: Mind the roots., fr: Gare aux racines.}}
      - text: {en: Mind the floor., fr: Gare au sol.}
    before: [{en: soil, fr: de la terre}, {when: {keen: [no]}, text: {en: courage, fr: du courage}}]
    action: {en: Call me., fr: Appelez-moi.}
""",
        1,
    )
    .replace(
        "        reason: {en: No roots., fr: Pas de racines.}\n",
        """\
        reason: {en: No roots., fr: Pas de racines.}
        title: {en: Leave it, fr: Laisser}
        verdict: {en: Leave it., fr: Laissez.}
        short: {en: no roots, fr: pas de racines}
        decide: {text: {en: Nothing., fr: Rien.}}
        verify:
          text: {en: Lift the pot., fr: Soulevez le pot.}
          why: {en: The roots show., fr: Les racines se voient.}
          outcomes:
            - {found: {en: Roots, fr: Des racines}, means: {en: Repot, fr: Rempotez}}
        steps:
          - {from: 1, to: 9, what: {en: Wait, fr: Attendre}, result: {en: Leaves, fr: Des feuilles}}
        next_step: {en: Lift it., fr: Soulevez-la.}
""",
        1,
    )
    .replace(
        "grades:\n",
        """\
    watch: [{en: roots below, fr: des racines dessous}]
    ask_again_months: 6
consultant:
  name: Ada
  role: {en: gardener, fr: jardinière}
  currency: EUR
  contacts: [https://ada.example, "mailto:ada@ada.example"]
findings:
  - when: {seen: [yes]}
    answers: [seen]
    title: {en: roots show, fr: des racines se voient}
    so: {en: The pot is full, fr: Le pot est plein}
    advantage: room
doubts:
  - when: {age: {to: 1}, keen: [yes]}
    text: {en: Young and keen., fr: Jeune et partant.}
options:
  months: 6
  list:
    - id: gardener
      when: {keen: [no]}
      label: {en: A gardener, fr: Un jardinier}
      presence: {en: A day a month, fr: Un jour par mois}
      remark: {en: Knows the plant, fr: Connaît la plante}
      free: false
      amounts:
        - label: {en: A day, fr: Une journée}
          source: {en: Our own figure., fr: Notre chiffre.}
          basis: fees
          currency: EUR
          per: day
          low: 3
          high: 20
          days_a_month: {from: 1, to: 4}
grades:
""",
        1,
    )
)
"""A valid questionnaire with every key."""

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
