"""The tool's own words, one file a language: everything it says that no questionnaire does."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

from coo_advisor.reading.tree import MapNode, ScalarNode, parse_document
from coo_advisor.system.errors import Said
from coo_advisor.system.resources import packaged

_HERE = packaged("wording")

LANGUAGES = tuple(sorted(file.name.removesuffix(".yaml") for file in _HERE.iterdir() if file.name.endswith(".yaml")))
"""The languages that have a file here."""


Text = Mapping[str, str]
"""One sentence or word in every language of the questionnaire: language → text."""


class Words(NamedTuple):
    """The words of one language, and how it writes numbers and dates."""

    language: str
    texts: dict[str, str]

    def __call__(self, key: str, **values: object) -> str:
        text = self.texts[key]
        return text.format(**self._said(values)) if values else text

    def say(self, message: str) -> str:
        """A message of the rest of the program in this language; in English if it has no words for it."""
        template, values = (message.template, message.values) if isinstance(message, Said) else (message, {})
        text = _load_messages(self.language).get(template, template)
        return text.format(**self._said(values)) if values else text

    def _said(self, values: Mapping[str, object]) -> dict[str, object]:
        return {name: self.say(value) if isinstance(value, Said) else value for name, value in values.items()}

    def of(self, text: Text) -> str:
        """A questionnaire's text in this language, typeset."""
        return typeset(text[self.language], self.language)

    def number(self, number: int) -> str:
        """A whole number with the language's own grouping."""
        return f"{number:,}".replace(",", self.texts["thousands"])

    def decimal(self, number: float) -> str:
        """A number below a thousand, with the language's own decimal sign."""
        return str(number).replace(".", self.texts["decimal"])

    def percent(self, number: float) -> str:
        """A percentage."""
        return self("percent", number=self.decimal(number))

    def day(self, day: date) -> str:
        """A date in full."""
        number = self("first_day") if day.day == 1 else day.day
        return self("date", day=number, month=self.texts["months"].split()[day.month - 1], year=day.year)

    def listed(self, items: list[str], last: str = "list_join") -> str:
        """Several items in one sentence; `last` is the key of what stands before the last one."""
        if len(items) < 2:
            return "".join(items)
        return self.texts["list_join"].join(items[:-1]) + self.texts[last] + items[-1]


@cache
def load_words(language: str) -> Words:
    """The words of one of LANGUAGES; they stay the same while the program runs."""
    file = _HERE / f"{language}.yaml"
    return Words(language, _typeset_texts(file.read_bytes(), str(file), language))


@cache
def _load_messages(language: str) -> Mapping[str, str]:
    """What messages are in a language, by their English templates; nothing for English, and what has no words yet."""
    file = _HERE / "messages" / f"{language}.yaml"
    return _typeset_texts(file.read_bytes(), str(file), language) if file.is_file() else {}


def _typeset_texts(content: bytes, name: str, language: str) -> dict[str, str]:
    root = parse_document(content, name)
    assert isinstance(root, MapNode)
    texts = {key: node.text for key, node in root.entries.items() if isinstance(node, ScalarNode)}
    return {key: typeset(text, language) for key, text in texts.items()}


def typeset(text: str, language: str) -> str:
    """A text with its language's own apostrophes and spaces; what is filled in later, such as a path, stays as it is."""
    text = text.replace("'", "’")
    for pattern, replacement in _SPACES.get(language, ()):
        text = pattern.sub(replacement, text)
    return text


_SPACES: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "fr": (
        (re.compile(r"[ \u00a0\u202f]+(?=[;!?])"), "\N{NARROW NO-BREAK SPACE}"),
        (re.compile(r"[ \u00a0\u202f]+(?=:(?:\s|$))"), "\N{NO-BREAK SPACE}"),
        (re.compile(r"(?<=«)[ \u00a0\u202f]+|[ \u00a0\u202f]+(?=»)"), "\N{NO-BREAK SPACE}"),
        (re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))"), "\N{NARROW NO-BREAK SPACE}"),
        (re.compile(r"(?<=\d)[ \u00a0](?=[%€£$])"), "\N{NO-BREAK SPACE}"),
    ),
}
"""Where a language has spaces at which no line breaks: in French before ; ! ? : and inside quotes and numbers."""
