"""questions.yaml → Questionnaire, with every problem reported at once; the only room that knows the file's keys."""

import atexit
from collections import abc
from functools import cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from coo_advisor.questionnaire.model import (
    Advantage,
    Amount,
    Assumption,
    Choice,
    Clause,
    Condition,
    Consultant,
    Engagement,
    Exclusion,
    Grade,
    Kind,
    Question,
    Questionnaire,
    Range,
    Reason,
    Scenario,
    Signal,
)
from coo_advisor.reading.shapes import (
    MISSING,
    Breadcrumbs,
    Identifier,
    Keys,
    ListOf,
    MapOf,
    OneOf,
    Plain,
    Reading,
    Record,
    Shape,
    Whole,
    YesNo,
    is_identifier,
    suggestion,
    whole_number,
)
from coo_advisor.reading.tree import ListNode, MapNode, Node, ScalarNode, read_bytes
from coo_advisor.system.errors import InvalidFile
from coo_advisor.system.resources import packaged
from coo_advisor.wording.words import LANGUAGES

RESERVED = ("questionnaire", "answered_at", "consent")
"""Keys that written answers files use for themselves."""

MOST_CHOICES = 12
"""Of a question: a longer list is two questions, and `several` has 2ⁿ answers."""

PURPOSES = ("report", "contact")
"""What a question without points may be for."""

LARGEST_NUMBER = 999_999_999


@cache
def packaged_questionnaire() -> Path:
    """The questionnaire that comes with the program: beside the code, or at the top of a checkout.

    Of a program that runs from a zipped wheel, a copy that is deleted when it ends.
    """
    installed = packaged("questions.yaml")
    if isinstance(installed, Path):
        return installed if installed.exists() else installed.parent.parent / installed.name
    return _unpacked(installed.name, installed.read_bytes())


def _unpacked(name: str, content: bytes) -> Path:
    """A temporary copy; its name stays the same, as drafts go by it."""
    from tempfile import TemporaryDirectory

    folder = TemporaryDirectory(prefix="coo-advisor-")
    atexit.register(folder.cleanup)
    copy = Path(folder.name) / name
    copy.write_bytes(content)
    return copy


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire of a file. Raises InvalidFile with every problem found."""
    return read_questionnaire(read_bytes(path), str(path))


def read_questionnaire(content: bytes, name: str) -> Questionnaire:
    """The questionnaire that a YAML text describes; `name` is what errors call it. Raises InvalidFile."""
    reading = Reading(name)
    root = reading.parse(content)
    read = questionnaire_shape(_names(root)).read(root, (), reading)
    if problems := reading.all_problems():
        raise InvalidFile(problems)
    return read._replace(sha256=sha256(content).hexdigest())  # type: ignore[no-any-return]  # shapes read Any


class Names(NamedTuple):
    """The names that a file gives to things, read before the rest: so that each mention can be checked on the spot.

    Each name has its node, in order. `unsure` holds the lists in which an entry has no id of its own: an unknown name
    may be that entry's.
    """

    languages: tuple[str, ...]
    questions: abc.Mapping[str, Node] = MappingProxyType({})
    signals: abc.Mapping[str, Node] = MappingProxyType({})
    unsure: tuple[str, ...] = ()


def questionnaire_shape(names: Names) -> Shape:
    """What questions.yaml may say, in these languages and about things of these names."""
    words = TextShape(names.languages)
    name = Plain(200)
    condition = ConditionShape(names)
    signal = Record(_signal, {"id": Identifier(), "name": words, "meaning": words}, {"readiness": YesNo()})
    grade = Record(Grade, {"id": name, "at_least": Whole(0, 100), "meaning": words})
    reason = Record(Reason, {"when": condition, "because": words})
    advantage = Record(_advantage, {"id": Identifier(), "title": words, "reasons": ListOf(reason, 1)})
    comparison = Record(dict, {"months": Whole(1, 120), "assumptions": ListOf(_assumption_shape(words))})
    return Record(
        _questionnaire,
        {
            "version": name,
            "languages": ListOf(OneOf(LANGUAGES), 1),
            "title": words,
            "intro": words,
            "signals": ListOf(signal, 1),
            "questions": ListOf(QuestionShape(words, condition, names), 1),
            "scenarios": _scenarios_shape(words, condition, names),
        },
        {
            "consultant": Record(Consultant, {"name": words, "url": name, "action": words}),
            "advantages": ListOf(advantage),
            "grades": GradesShape(ListOf(grade, 1, 10)),
            "cost_comparison": comparison,
        },
    )


def _scenarios_shape(words: "TextShape", condition: Shape, names: Names) -> Shape:
    """The scenarios: those that need a score, and the fallback, which comes last and has none."""
    exclusion = Record(_exclusion, {"when": condition, "reason": words})
    engagement = Record(
        _engagement,
        {"days": words, "months": words, "first_90_days": ListOf(words, 1, 12), "cautions": ListOf(words, 0, 12)},
    )
    texts = dict.fromkeys(("title", "definition", "verdict", "otherwise", "next_step"), words)
    common: Keys = {"id": Identifier(), **texts}
    optional: Keys = {"engagement": engagement, "watch": ListOf(words, 1, 12)}
    scored: Keys = {"weights": PerSignal(Whole(0, 100), names, weights=True), "recommend_from": Whole(1, 100)}
    applying: Keys = {"when": condition, "unless": ListOf(exclusion)}
    misplaced = ("is set on the last scenario, the fallback", "Remove it: the fallback always applies.")
    candidate = Record(_scenario, {**common, **scored}, {**optional, **applying})
    fallback = Record(_scenario, common, optional, dict.fromkeys((*scored, *applying), misplaced))
    return ListOf(candidate, 2, 12, last=fallback)


class TextShape:
    """A text in every language of the questionnaire; it may stay in others that the program speaks."""

    def __init__(self, listed: tuple[str, ...]) -> None:
        text = Plain()
        languages = tuple(language for language in listed if language in LANGUAGES)
        self._languages = languages
        self._texts = Record(dict, dict.fromkeys(languages, text), dict.fromkeys((*LANGUAGES, *listed), text))
        self._example = f"Write {{{', '.join(f'{language}: …' for language in languages)}}}."

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, MapNode):
            return reading.report(path, "is not a text in each language", self._example)
        missing = [language for language in self._languages if language not in node.entries]
        if missing:
            return reading.report(path, f"has no text in: {', '.join(missing)}", self._example)
        return self._texts.read(node, path, reading)


class PerSignal(NamedTuple):
    """A whole number for each of some signals; `weights` are for need signals only, and not all 0."""

    number: Whole
    names: Names
    weights: bool = False

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        values = MapOf(self.number).read(node, path, reading)
        if not isinstance(node, MapNode):
            return MISSING
        signals = self.names.signals
        for signal in node.entries:
            if signal not in signals and "signals" not in self.names.unsure:
                reading.report((*path, signal), "is not a signal", suggestion(signal, signals))
            elif self.weights and _word(signals.get(signal), "readiness") == "true":
                reading.report((*path, signal), "is a readiness signal, which moves no recommendation", "Remove it.")
        if self.weights and len(values) == len(node.entries) and not any(values.values()):
            reading.report(path, "weighs nothing", "Give a need signal a weight of 1 or more.")
        return values


class ConditionShape(NamedTuple):
    """`{question: [choice ids]}` or `{question: {from: 10, to: 49}}`; several keys mean and, a list of such means or.

    It may name earlier questions only, and their choices and numbers.
    """

    names: Names

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if isinstance(node, MapNode):
            alternatives = [self._alternative(node, path, reading)]
        elif isinstance(node, ListNode) and node.items:
            places = [reading.enter(path, str(number), item.line) for number, item in enumerate(node.items, start=1)]
            alternatives = [
                self._alternative(item, place, reading) for item, place in zip(node.items, places, strict=True)
            ]
        else:
            return reading.report(path, "is not a condition", "Write `question: [choice, …]`.")
        return MISSING if MISSING in alternatives else tuple(alternatives)

    def _alternative(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        if not isinstance(node, MapNode) or not node.entries:
            return reading.report(path, "is not a condition", "Write `question: [choice, …]`.")
        clauses = [
            self._clause(question, test, reading.enter(path, question, node.lines[question]), reading)
            for question, test in node.entries.items()
        ]
        return MISSING if MISSING in clauses else tuple(clauses)

    def _clause(self, name: str, test: Node, path: Breadcrumbs, reading: Reading) -> Any:
        order = list(self.names.questions)
        earlier = order[: order.index(path[1])] if path[0] == "questions" and path[1] in order else order
        if name not in order:
            unsure = "questions" in self.names.unsure
            return MISSING if unsure else reading.report(path, "is not a question", suggestion(name, earlier))
        if name not in earlier:
            return reading.report(path, "is not asked before this one", "A condition may name earlier questions only.")
        question = self.names.questions[name]
        kind = _word(question, "kind")
        if kind == "text":
            return reading.report(path, "is a text, which no condition can test", "Name a question with choices.")
        if kind == "number":
            return _range(name, test, question, path, reading)
        return _choices(name, test, question, path, reading)


def _choices(name: str, test: Node, question: Node, path: Breadcrumbs, reading: Reading) -> Any:
    """The clause that one of some choices was made."""
    listed = _entries(question, "choices")
    known = list(dict.fromkeys(id for choice in listed if is_identifier(id := _word(choice, "id"))))
    if isinstance(test, MapNode):
        return reading.report(path, "is a question with choices", "List the ids of some, as `[one, other]`.")
    choices = ListOf(Identifier(), 1).read(test, path, reading)
    if choices is MISSING:
        return MISSING
    for choice in choices:
        if choice not in known and len(known) == len(listed):
            reading.report((*path, choice), "is not a choice of that question", suggestion(choice, known))
    return Clause(name, frozenset(choices))


def _range(name: str, test: Node, question: Node, path: Breadcrumbs, reading: Reading) -> Any:
    """The clause that a number lies between two bounds."""
    if not isinstance(test, MapNode):
        return reading.report(path, "is a number", "Write `{from: …, to: …}`.")
    chosen = RangeShape(Whole(0, LARGEST_NUMBER)).read(test, path, reading)
    if chosen is MISSING:
        return MISSING
    low, high = (whole_number(_word(question, key)) for key in ("min", "max"))
    if low is not None and high is not None and low <= high and not low <= chosen.low <= chosen.high <= high:
        return reading.report(path, "goes beyond the numbers of that question", f"Stay between {low} and {high}.")
    return Clause(name, ranges=(chosen,))


class RangeShape(Record):
    """`{from: …, to: …}`: two numbers, the lower one first."""

    def __init__(self, number: Whole) -> None:
        super().__init__(lambda **ends: Range(ends["from"], ends["to"]), {"from": number, "to": number})

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        chosen = super().read(node, path, reading)
        if chosen is not MISSING and chosen.low > chosen.high:
            return reading.report(path, "runs from the higher number to the lower", "Swap the two.")
        return chosen


class AmountShape(Record):
    """A price: the lower bound first, and the days of a month that are paid for a day rate only."""

    def __init__(self) -> None:
        price = Whole(0, LARGEST_NUMBER)
        rate: Keys = {"currency": Plain(5), "per": OneOf(("day", "month", "year")), "low": price, "high": price}
        super().__init__(Amount, rate, {"days_a_month": RangeShape(Whole(1, 31))})

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        amount = super().read(node, path, reading)
        if amount is MISSING:
            return MISSING
        if amount.low > amount.high:
            reading.report((*path, "low"), "is greater than high", "Swap the two.")
        if amount.per == "day" and amount.days_a_month is None:
            reading.report(path, "has no “days_a_month”", "Add `days_a_month: {from: …, to: …}`.")
        if amount.per != "day" and amount.days_a_month is not None:
            reading.report((*path, "days_a_month"), "is for a price per day", "Remove it, or write `per: day`.")
        return amount


class QuestionShape:
    """A question: what its kind must have, and nothing that its kind can't have."""

    def __init__(self, words: TextShape, condition: Shape, names: Names) -> None:
        whole = Whole(0, LARGEST_NUMBER)
        named: Keys = {"id": Identifier(), "label": words}
        scored: Keys = {"points": PerSignal(Whole(0, 1000), names), "suppose": words}
        choices: Keys = {"choices": ListOf(Record(_choice, named, scored), 2, MOST_CHOICES)}
        bands: Keys = {"bands": ListOf(Record(dict, {**named, "from": whole}, scored), 1, 50)}
        numbers: Keys = {"min": whole, "max": whole}
        purpose: Keys = {"for": OneOf(PURPOSES)}
        common: Keys = {"id": Identifier(), "ask": words, "short": words, "kind": OneOf(get_args(Kind))}
        optional: Keys = {"help": words, "when": condition, "fact": YesNo()}
        kinds: dict[str, tuple[Keys, Keys]] = {
            "choice": (choices, purpose),
            "several": (choices, purpose),
            "number": (numbers, {**bands, **purpose}),
            "text": (purpose, {}),
        }
        particular = (*choices, *bands, *numbers)
        self.kinds = {
            kind: Record(
                dict,
                {**common, **required},
                {**optional, **also},
                dict.fromkeys(particular, (f"does not fit the kind {kind}", "Remove it, or change the kind.")),
            )
            for kind, (required, also) in kinds.items()
        }
        self._any_kind = Record(dict, common, {**optional, **choices, **bands, **numbers, **purpose})

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        raw = self.kinds.get(_word(node, "kind"), self._any_kind).read(node, path, reading)
        if isinstance(node, MapNode):
            _check_purpose(node, path, reading)
        if raw is MISSING:
            return MISSING
        numbers = Range(raw["min"], raw["max"]) if raw["kind"] == "number" else None
        if numbers and numbers.low > numbers.high:
            return reading.report((*path, "min"), "is greater than max", "Swap the two.")
        if numbers and len(raw.get("bands", ())) == len(_entries(node, "bands")) > 0:
            raw["choices"] = _bands(raw["bands"], numbers, path, reading)
        return Question(
            **{key: raw[key] for key in ("id", "ask", "short", "kind", "help", "when", "fact") if key in raw},
            choices=tuple(raw.get("choices", ())),
            numbers=numbers,
            purpose=raw.get("for"),
        )


def _bands(raw: list[dict[str, Any]], numbers: Range, path: Breadcrumbs, reading: Reading) -> list[Choice]:
    """The bands with their ranges: each runs to where the next begins, the last to the largest number."""
    starts = [band["from"] for band in raw]
    here = (*path, "bands")
    if starts[0] != numbers.low:
        reading.report((*here, raw[0]["id"], "from"), "does not start at min", f"Write `from: {numbers.low}`.")
    for earlier, band in pairwise(raw):
        if band["from"] <= earlier["from"]:
            message = f"does not start above the band before it, “{earlier['id']}”"
            reading.report((*here, band["id"], "from"), message, "Order the bands upwards.")
    if starts[-1] > numbers.high:
        reading.report((*here, raw[-1]["id"], "from"), "starts above max", f"Start at {numbers.high} or below.")
    ends = [start - 1 for start in starts[1:]] + [numbers.high]
    return [
        _choice(**{key: value for key, value in band.items() if key != "from"}, band=Range(band["from"], end))
        for band, end in zip(raw, ends, strict=True)
    ]


def _check_purpose(node: MapNode, path: Breadcrumbs, reading: Reading) -> None:
    """A question carries points or says what it is for; told from the node, whatever else is wrong with it."""
    if _word(node, "id") in RESERVED:
        reading.report((*path, "id"), "is a name that answers files use for themselves", "Choose another id.")
    choices = (*_entries(node, "choices"), *_entries(node, "bands"))
    scored = any(_earns_points(choice) for choice in choices)
    told = choices or (_word(node, "kind") == "number" and "bands" not in node.entries)
    if scored and _word(node, "for") in PURPOSES and _word(node, "kind") != "text":
        reading.report((*path, "for"), "is set on a question that carries points", "Remove `for:` or the points.")
    elif told and not scored and "for" not in node.entries:
        remedy = "Give its choices points, or say `for: report` or `for: contact`."
        reading.report(path, "carries no points and doesn't say what it is for", remedy)


def _earns_points(choice: Node) -> bool:
    points = choice.get("points")
    if isinstance(points, MapNode):
        return any(not isinstance(count, ScalarNode) or count.text != "0" for count in points.entries.values())
    return points is not None


class GradesShape(NamedTuple):
    """The grades, best first, down to 0."""

    grades: ListOf

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        grades = self.grades.read(node, path, reading)
        if grades and isinstance(node, ListNode) and len(grades) == len(node.items):
            levels = [grade.at_least for grade in grades]
            if levels != sorted(set(levels), reverse=True) or levels[-1] != 0:
                reading.report(path, "do not run downwards to 0", "List the best grade first; the last starts at 0.")
        return grades


def _names(root: Node) -> Names:
    """The names that a file gives, as far as they can be read; of two equal ones the first counts."""
    languages = [item.text for item in _entries(root, "languages") if isinstance(item, ScalarNode)]
    named: dict[str, dict[str, Node]] = {"questions": {}, "signals": {}}
    for key, nodes in named.items():
        for node in _entries(root, key):
            if is_identifier(id := _word(node, "id")):
                nodes.setdefault(id, node)
    unsure = tuple(key for key, nodes in named.items() if not 0 < len(_entries(root, key)) == len(nodes))
    return Names(tuple(dict.fromkeys(languages)), named["questions"], named["signals"], unsure)


def _entries(node: Node | None, key: str) -> list[Node]:
    """The entries of a list inside a mapping; none where there is no such list."""
    listed = node.get(key) if node else None
    return listed.items if isinstance(listed, ListNode) else []


def _word(node: Node | None, key: str) -> str:
    """The word under a key of a mapping; empty where there is none."""
    word = node.get(key) if node else None
    return word.text if isinstance(word, ScalarNode) else ""


def _choice(**raw: Any) -> Choice:
    points = {signal: count for signal, count in raw.pop("points", {}).items() if count}
    return Choice(points=points, **raw)


def _signal(readiness: bool = False, **raw: Any) -> Signal:
    return Signal(readiness=readiness, **raw)


def _exclusion(when: Condition, reason: dict[str, str]) -> Exclusion:
    return Exclusion(when, reason)


def _engagement(first_90_days: list[Any], cautions: list[Any], **raw: Any) -> Engagement:
    return Engagement(first_90_days=tuple(first_90_days), cautions=tuple(cautions), **raw)


def _scenario(unless: Any = (), watch: Any = (), **raw: Any) -> Scenario:
    return Scenario(unless=tuple(unless), watch=tuple(watch), **raw)


def _advantage(reasons: list[Reason], **raw: Any) -> Advantage:
    return Advantage(reasons=tuple(reasons), **raw)


def _assumption_shape(words: TextShape) -> Record:
    return Record(Assumption, {"id": Identifier(), "label": words, "source": words}, {"amount": AmountShape()})


def _questionnaire(
    consultant: Consultant | None = None, cost_comparison: dict[str, Any] | None = None, **raw: Any
) -> Questionnaire:
    lists: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    if cost_comparison:
        lists["comparison_months"] = cost_comparison["months"]
        lists["assumptions"] = tuple(cost_comparison["assumptions"])
    return Questionnaire(sha256="", consultant=consultant, **lists)
