"""questions.yaml → Questionnaire, with every problem reported at once; the only room that knows the file's keys."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from coo_advisor import wording
from coo_advisor.documents import Mapping, Node, Scalar, Sequence, parse_document, read_bytes
from coo_advisor.errors import InvalidFile
from coo_advisor.questionnaire import (
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
    Question,
    Questionnaire,
    Range,
    Reason,
    Scenario,
    Signal,
)
from coo_advisor.shapes import (
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
    suggestion,
)

RESERVED = ("questionnaire", "answered_at")
"""Keys that written answers files use for themselves."""

MOST_CHOICES = 12
"""Of a question: a longer list is two questions, and `several` has 2ⁿ answers."""

LARGEST_NUMBER = 999_999_999

_HERE = Path(__file__).resolve().parent


def packaged_questionnaire() -> Path:
    """The questionnaire that comes with the program: beside the code, or at the top of a checkout."""
    installed = _HERE / "questions.yaml"
    return installed if installed.exists() else _HERE.parent / "questions.yaml"


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire of a file. Raises InvalidFile with every problem found."""
    return read_questionnaire(read_bytes(path), str(path))


def read_questionnaire(content: bytes, name: str) -> Questionnaire:
    """The questionnaire that a YAML text describes; `name` is what errors call it. Raises InvalidFile."""
    root = parse_document(content, name)
    reading = Reading(name)
    read = questionnaire_shape(_languages(root)).read(root, (), reading)
    if read is not MISSING:
        _check(read, reading)
    if reading.problems:
        raise InvalidFile(sorted(reading.problems, key=lambda problem: problem.line or 0))
    return read._replace(sha256=sha256(content).hexdigest())  # type: ignore[no-any-return]  # shapes read Any


def questionnaire_shape(languages: tuple[str, ...]) -> Shape:
    """What questions.yaml may say, in these languages."""
    words = _Words(languages)
    name = Plain(200)
    condition = _ConditionShape()
    exclusion = Record(_exclusion, {"when": condition, "reason": words})
    reason = Record(Reason, {"when": condition, "because": words})
    engagement = Record(
        _engagement,
        {"days": words, "months": words, "first_90_days": ListOf(words, 1, 12), "cautions": ListOf(words, 0, 12)},
    )
    scenario = Record(
        _scenario,
        {
            "id": Identifier(),
            "title": words,
            "definition": words,
            "verdict": words,
            "otherwise": words,
            "next_step": words,
        },
        {
            "when": condition,
            "unless": ListOf(exclusion),
            "weights": MapOf(Whole(0, 100)),
            "recommend_from": Whole(1, 100),
            "engagement": engagement,
            "watch": ListOf(words, 1, 12),
        },
    )
    signal = Record(_signal, {"id": Identifier(), "name": words, "meaning": words}, {"readiness": YesNo()})
    grade = Record(Grade, {"id": name, "at_least": Whole(0, 100), "meaning": words})
    advantage = Record(_advantage, {"id": Identifier(), "title": words, "reasons": ListOf(reason, 1)})
    comparison = Record(dict, {"months": Whole(1, 120), "assumptions": ListOf(_assumption_shape(words))})
    return Record(
        _questionnaire,
        {
            "version": name,
            "languages": ListOf(OneOf(wording.LANGUAGES), 1),
            "title": words,
            "intro": words,
            "signals": ListOf(signal, 1),
            "questions": ListOf(_QuestionShape(words), 1),
            "scenarios": ListOf(scenario, 2, 12),
        },
        {
            "consultant": Record(Consultant, {"name": words, "url": name, "action": words}),
            "advantages": ListOf(advantage),
            "grades": ListOf(grade, 1, 10),
            "cost_comparison": comparison,
        },
    )


class _Words(NamedTuple):
    """A text in every language of the questionnaire."""

    languages: tuple[str, ...]

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        example = f"Write {{{', '.join(f'{language}: …' for language in self.languages)}}}."
        if not isinstance(node, Mapping):
            return reading.report(path, "is not a text in each language", example)
        missing = [language for language in self.languages if language not in node.entries]
        if missing:
            return reading.report(path, f"has no text in: {', '.join(missing)}", example)
        return Record(dict, dict.fromkeys(self.languages, Plain())).read(node, path, reading)


class _ConditionShape(NamedTuple):
    """`{question: [choice ids]}` or `{question: {from: 10, to: 49}}`; several keys mean and."""

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        choices = ListOf(Identifier(), 1)
        numbers = Record(dict, {"from": Whole(0, LARGEST_NUMBER), "to": Whole(0, LARGEST_NUMBER)})
        if not isinstance(node, Mapping) or not node.entries:
            return reading.report(path, "is not a condition", "Write `question: [choice, …]`.")
        clauses = []
        for question, test in node.entries.items():
            here = reading.enter(path, question, node.lines[question])
            if isinstance(test, Mapping):
                bounds = numbers.read(test, here, reading)
                clause = bounds and Clause(question, ranges=(Range(bounds["from"], bounds["to"]),))
            else:
                clause = Clause(question, frozenset(choices.read(test, here, reading) or ()))
            clauses.append(clause)
        return MISSING if MISSING in clauses else tuple(clauses)


class _QuestionShape(NamedTuple):
    """A question: what its kind must have, and nothing that its kind can't have."""

    words: _Words

    def read(self, node: Node, path: Breadcrumbs, reading: Reading) -> Any:
        raw = self.record().read(node, path, reading)
        if raw is MISSING:
            return MISSING
        needed = {"choice": {"choices"}, "several": {"choices"}, "number": {"min", "max"}, "text": {"for"}}[raw["kind"]]
        allowed = needed | ({"bands"} if raw["kind"] == "number" else set())
        for key in sorted(needed - raw.keys()):
            reading.report(path, f"is a {raw['kind']} without “{key}”", f"Add `{key}:`.")
        for key in sorted((raw.keys() & {"choices", "bands", "min", "max"}) - allowed):
            reading.report((*path, key), f"does not fit the kind {raw['kind']}", "Remove it, or change the kind.")
        if needed - raw.keys():
            return MISSING
        numbers = Range(raw["min"], raw["max"]) if raw["kind"] == "number" else None
        if numbers and numbers.low > numbers.high:
            reading.report((*path, "min"), "is greater than max", "Swap the two.")
        if numbers and raw.get("bands"):
            raw["choices"] = _bands(raw["bands"], numbers, path, reading)
        question = Question(
            **{key: raw[key] for key in ("id", "ask", "short", "kind", "help", "when", "fact") if key in raw},
            choices=tuple(raw.get("choices", ())),
            numbers=numbers,
            purpose=raw.get("for"),
        )
        _check_purpose(question, path, reading)
        return question

    def record(self) -> Record:
        """The keys of every kind of question."""
        points = MapOf(Whole(0, 1000))
        choice: Keys = {"id": Identifier(), "label": self.words}
        scored: Keys = {"points": points, "suppose": self.words}
        band = Record(dict, {**choice, "from": Whole(0, LARGEST_NUMBER)}, scored)
        return Record(
            dict,
            {
                "id": Identifier(),
                "ask": self.words,
                "short": self.words,
                "kind": OneOf(("choice", "several", "number", "text")),
            },
            {
                "help": self.words,
                "when": _ConditionShape(),
                "choices": ListOf(Record(_choice, choice, scored), 2, MOST_CHOICES),
                "bands": ListOf(band, 1, 50),
                "min": Whole(0, LARGEST_NUMBER),
                "max": Whole(0, LARGEST_NUMBER),
                "for": OneOf(("report", "contact")),
                "fact": YesNo(),
            },
        )


def _bands(raw: list[dict[str, Any]], numbers: Range, path: Breadcrumbs, reading: Reading) -> list[Choice]:
    """The bands with their ranges: each runs to where the next begins, the last to the largest number."""
    starts = [band["from"] for band in raw]
    here = (*path, "bands")
    if starts[0] != numbers.low:
        reading.report((*here, raw[0]["id"]), "does not start at min", f"Write `from: {numbers.low}`.")
    for earlier, band in pairwise(raw):
        if band["from"] <= earlier["from"]:
            reading.report((*here, band["id"]), "does not start above the band before it", "Order the bands upwards.")
    if starts[-1] > numbers.high:
        reading.report((*here, raw[-1]["id"]), "starts above max", f"Start at {numbers.high} or below.")
    ends = [start - 1 for start in starts[1:]] + [numbers.high]
    return [
        _choice(**{key: value for key, value in band.items() if key != "from"}, band=Range(band["from"], end))
        for band, end in zip(raw, ends, strict=True)
    ]


def _check_purpose(question: Question, path: Breadcrumbs, reading: Reading) -> None:
    if question.scored and question.purpose:
        reading.report((*path, "for"), "is set on a question that carries points", "Remove `for:` or the points.")
    elif not question.scored and not question.purpose:
        remedy = "Give its choices points, or say `for: report` or `for: contact`."
        reading.report(path, "carries no points and doesn't say what it is for", remedy)
    if question.id in RESERVED:
        reading.report((*path, "id"), "is a name that answers files use for themselves", "Choose another id.")


def _check(questionnaire: Questionnaire, reading: Reading) -> None:
    """Everything that one part of the file says about another."""
    _check_languages(questionnaire, reading)
    _check_conditions(questionnaire, reading)
    _check_points(questionnaire, reading)
    _check_scenarios(questionnaire, reading)
    _check_grades(questionnaire, reading)


def _check_languages(questionnaire: Questionnaire, reading: Reading) -> None:
    for number, language in enumerate(questionnaire.languages):
        if language in questionnaire.languages[:number]:
            reading.report(("languages",), f"lists “{language}” twice", "Keep one of the two.")


def _check_conditions(questionnaire: Questionnaire, reading: Reading) -> None:
    """Conditions name earlier questions and their choices only; a scenario comes after all questions."""
    questions = {question.id: question for question in questionnaire.questions}
    order = [path[1] for path in reading.lines if len(path) == 2 and path[0] == "questions"]
    for path, condition in _conditions(questionnaire):
        earlier = order[: order.index(path[1])] if path[0] == "questions" else order
        for clause in condition:
            here = (*path, clause.question)
            if clause.question not in order:
                reading.report(here, "is not a question", suggestion(clause.question, order))
            elif clause.question not in earlier:
                reading.report(here, "is not asked before this one", "A condition may name earlier questions only.")
            elif clause.question in questions:
                _check_clause(clause, questions[clause.question], here, reading)


def _check_clause(clause: Clause, question: Question, path: Breadcrumbs, reading: Reading) -> None:
    if question.kind == "text":
        reading.report(path, "is a text, which no condition can test", "Name a question with choices.")
    elif question.kind == "number" and not clause.ranges:
        reading.report(path, "is a number", "Write `{from: …, to: …}`.")
    elif question.kind != "number" and clause.ranges:
        reading.report(path, "is not a number", "List choice ids.")
    known = [choice.id for choice in question.choices]
    for choice in sorted(clause.choices) if question.kind in ("choice", "several") else ():
        if choice not in known:
            reading.report((*path, choice), "is not a choice of that question", suggestion(choice, known))
    if question.numbers is None:
        return
    low, high = question.numbers
    for each in clause.ranges:
        if not low <= each.low <= each.high <= high:
            reading.report(path, "is not a range of that question", f"Stay between {low} and {high}, lowest first.")


def _conditions(questionnaire: Questionnaire) -> Iterator[tuple[Breadcrumbs, Condition]]:
    """Every condition with its path in the file."""
    for question in questionnaire.questions:
        yield ("questions", question.id, "when"), question.when
    for scenario in questionnaire.scenarios:
        yield ("scenarios", scenario.id, "when"), scenario.when
        for number, exclusion in enumerate(scenario.unless, start=1):
            yield ("scenarios", scenario.id, "unless", str(number), "when"), exclusion.condition
    for advantage in questionnaire.advantages:
        for number, reason in enumerate(advantage.reasons, start=1):
            yield ("advantages", advantage.id, "reasons", str(number), "when"), reason.when


def _check_points(questionnaire: Questionnaire, reading: Reading) -> None:
    known = [path[1] for path in reading.lines if len(path) == 2 and path[0] == "signals"]
    for question in questionnaire.questions:
        for choice in question.choices:
            for signal in choice.points:
                if signal not in known:
                    key = "bands" if question.kind == "number" else "choices"
                    path = ("questions", question.id, key, choice.id, "points", signal)
                    reading.report(path, "is not a signal", suggestion(signal, known))


def _check_scenarios(questionnaire: Questionnaire, reading: Reading) -> None:
    *candidates, fallback = questionnaire.scenarios
    need = [signal.id for signal in questionnaire.signals if not signal.readiness]
    for scenario in candidates:
        path = ("scenarios", scenario.id)
        if not any(scenario.weights.values()):
            reading.report(path, "has no weights", "Add `weights:`, or move the fallback to the end of the list.")
        if not scenario.recommend_from:
            reading.report(path, "has no “recommend_from”", "Add a percentage from 1 to 100.")
        for signal in scenario.weights:
            if signal not in need:
                reading.report((*path, "weights", signal), "is not a need signal", suggestion(signal, need))
    for key, value in (
        ("when", fallback.when),
        ("unless", fallback.unless),
        ("weights", fallback.weights),
        ("recommend_from", fallback.recommend_from),
    ):
        if value:
            reading.report(
                ("scenarios", fallback.id, key),
                "is set on the last scenario, the fallback",
                "Remove it: the fallback always applies.",
            )


def _check_grades(questionnaire: Questionnaire, reading: Reading) -> None:
    levels = [grade.at_least for grade in questionnaire.grades]
    if levels and (levels != sorted(set(levels), reverse=True) or levels[-1] != 0):
        reading.report(("grades",), "do not run downwards to 0", "List the best grade first; the last starts at 0.")


def _languages(root: Node) -> tuple[str, ...]:
    """The languages listed, as far as they can be read; they decide what every text must have."""
    listed = root.entries.get("languages") if isinstance(root, Mapping) else None
    items = listed.items if isinstance(listed, Sequence) else []
    return tuple(item.text for item in items if isinstance(item, Scalar)) or wording.LANGUAGES


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


def _assumption_shape(words: _Words) -> Record:
    days = Record(dict, {"from": Whole(1, 31), "to": Whole(1, 31)})
    amount = Record(
        _amount,
        {
            "currency": Plain(5),
            "per": OneOf(("day", "month", "year")),
            "low": Whole(0, LARGEST_NUMBER),
            "high": Whole(0, LARGEST_NUMBER),
        },
        {"days_a_month": days},
    )
    return Record(Assumption, {"id": Identifier(), "label": words, "source": words}, {"amount": amount})


def _amount(days_a_month: dict[str, int] | None = None, **raw: Any) -> Amount:
    return Amount(days_a_month=Range(days_a_month["from"], days_a_month["to"]) if days_a_month else None, **raw)


def _questionnaire(cost_comparison: dict[str, Any] | None = None, **raw: Any) -> Questionnaire:
    lists: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    if cost_comparison:
        lists["comparison_months"] = cost_comparison["months"]
        lists["assumptions"] = tuple(cost_comparison["assumptions"])
    return Questionnaire(sha256="", **lists)
