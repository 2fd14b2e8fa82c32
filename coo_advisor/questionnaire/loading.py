"""questions.yaml → Questionnaire, with every problem reported at once.

What stands under each key is described here, in question_keys and in advice_keys.
"""

import atexit
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from coo_advisor.questionnaire.advice_keys import consultant_shape, finding_shape, options_shape, scenarios_shape
from coo_advisor.questionnaire.conditions import GONE, Names, Shapes, entries, word
from coo_advisor.questionnaire.model import Consultant, Grade, Questionnaire, Signal
from coo_advisor.questionnaire.question_keys import QuestionShape
from coo_advisor.reading.shapes import (
    Breadcrumbs,
    Identifier,
    Key,
    ListOf,
    OneOf,
    PlainText,
    Reading,
    Record,
    Shape,
    Whole,
    YesNo,
    is_identifier,
)
from coo_advisor.reading.tree import ListNode, ScalarNode, YamlNode, read_bytes
from coo_advisor.system.errors import InvalidFile
from coo_advisor.system.resources import packaged
from coo_advisor.wording.words import LANGUAGES


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


def questionnaire_shape(names: Names) -> Shape:
    """What questions.yaml may say, in these languages and about things of these names."""
    shapes = Shapes(names)
    words = shapes.words
    return Record(
        _questionnaire,
        {
            "version": Key("Any text; recorded in answers files.", PlainText(200)),
            "languages": Key("Of this file; the first is the one to fall back on.", ListOf(OneOf(LANGUAGES), 1)),
            "title": Key("What stands above the first question, and heads the recommendation.", words),
            "intro": Key("What stands above the first question, under the title.", words),
            "signals": Key("What the points measure.", ListOf(_signal_shape(words), 1)),
            "questions": Key("What is asked, in order.", ListOf(QuestionShape(shapes), 1)),
            "scenarios": Key(
                "The recommendations. The last one is the fallback: it has no condition and no score.",
                scenarios_shape(shapes),
            ),
        },
        {
            "consultant": Key("Who signs the recommendation, as far as is known.", consultant_shape(words)),
            "findings": Key("What answers show, and what that changes.", ListOf(finding_shape(shapes))),
            "doubts": Key("Answers that hardly go together; all that hold are pointed out.", shapes.lines),
            "options": Key("The options to compare.", options_shape(shapes)),
            "grades": Key(
                "Of readiness; the best one first, the last from 0.", GradesShape(ListOf(_grade_shape(words), 1, 10))
            ),
        },
        {
            "advantages": (GONE, "Write `findings:`, those of an advantage with `advantage:`."),
            "cost_comparison": (GONE, "Write `options:`."),
        },
    )


def _signal_shape(words: Shape) -> Record:
    return Record(
        Signal,
        {
            "id": Key("The name of the signal in points and weights.", Identifier()),
            "name": Key("Its name for readers.", words),
            "meaning": Key("What it measures, in one sentence.", words),
        },
        {"readiness": Key("True for a signal that may never move the recommendation.", YesNo())},
    )


def _grade_shape(words: Shape) -> Record:
    return Record(
        Grade,
        {
            "id": Key("The grade, such as A.", PlainText(200)),
            "at_least": Key("The readiness, in percent, from which it is given.", Whole(0, 100)),
            "meaning": Key("What it means, in one sentence.", words),
        },
    )


class GradesShape(NamedTuple):
    """The grades, best first, down to 0."""

    grades: ListOf

    def read(self, node: YamlNode, path: Breadcrumbs, reading: Reading) -> Any:
        grades = self.grades.read(node, path, reading)
        if grades and isinstance(node, ListNode) and len(grades) == len(node.items):
            levels = [grade.at_least for grade in grades]
            if levels != sorted(set(levels), reverse=True) or levels[-1] != 0:
                reading.report(path, "do not run downwards to 0", "List the best grade first; the last starts at 0.")
        return grades


def _names(root: YamlNode) -> Names:
    """The names that a file gives, as far as they can be read; of two equal ones the first counts."""
    languages = [item.text for item in entries(root, "languages") if isinstance(item, ScalarNode)]
    named: dict[str, dict[str, YamlNode]] = {"questions": {}, "signals": {}}
    for key, nodes in named.items():
        for node in entries(root, key):
            if is_identifier(id := word(node, "id")):
                nodes.setdefault(id, node)
    unsure = tuple(key for key, nodes in named.items() if not 0 < len(entries(root, key)) == len(nodes))
    return Names(tuple(dict.fromkeys(languages)), named["questions"], named["signals"], unsure)


def _questionnaire(options: Any = None, **raw: Any) -> Questionnaire:
    if options:
        raw |= {"comparison_months": options["months"], "options": options["list"]}
    return Questionnaire(**{"sha256": "", "consultant": Consultant(), **raw})
