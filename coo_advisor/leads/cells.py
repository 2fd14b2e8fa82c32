"""Cells: what a cell answers, in the words of people or of form builders."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from coo_advisor.leads.folding import NameFinder, cut, folded, pieces, readable, runs, squeezed, without_accents
from coo_advisor.questionnaire.answers import LONGEST_TEXT
from coo_advisor.questionnaire.model import Choice, Question, Questionnaire, Range, Value, clauses
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import LANGUAGES, load_words

LeadCell = str | tuple[str, ...]
"""A text, or the entries of a list."""

NONE_CHOSEN = "[]"
"""What a cell says if none of several choices was made; an empty one is not known."""

_WORDS = [load_words(language) for language in LANGUAGES]

NOT_KNOWN = frozenset(
    without_accents(word)
    for word in (
        *(words(key) for words in _WORDS for key in ("dont_know", "skipped")),
        *(
            "",
            "-",
            "--",
            "---",
            ".",
            "/",
            "n/a",
            "na",
            "n.a",
            "#n/a",
            "#na",
            "#null!",
            "#ref!",
            "#value!",
            "null",
            "nil",
        ),
        *("nan", "nat", "none", "<na>", "\\n", "nsp", "n.s.p", "nc", "n.c", "n/c", "nr", "n/r", "s/o", "sans objet"),
        *("sans réponse", "pas de réponse", "aucune réponse", "non répondu", "non renseigné", "non renseignée"),
        *("ne sait pas", "ne sais pas", "sais pas", "aucune idée", "inconnu", "inconnue", "vide", "(vide)", "(vides)"),
        *(
            "empty",
            "(empty)",
            "blank",
            "(blank)",
            "no answer",
            "no response",
            "not answered",
            "unanswered",
            "don't know",
        ),
        *(
            "dont know",
            "do not know",
            "i do not know",
            "i dont know",
            "dk",
            "no idea",
            "not sure",
            "unknown",
            "undefined",
        ),
        *("not applicable", "non applicable", "no data", "skipped", "missing", "prefer not to say", "tbd", "?"),
    )
)
"""Words that leave a question open, folded; a question's own choices win over them."""

_NONE_OF_THESE = ("none of these", "none of the above", "aucune de ces réponses", "aucun de ces choix")
"""What forms call it that none of several choices was ticked, besides what the program itself calls it."""

_YES = frozenset(
    ("x", "y", "yes", "o", "oui", "true", "vrai", "t", "v", "1", "1.0", "on", "checked", "selected", "coche")
)
_YES_MARKS = frozenset("✓✔☑☒✅✗✘×")
_NO = frozenset(("n", "no", "non", "false", "faux", "f", "0", "0.0", "off", "unchecked", "not selected", "not checked"))
_TRUE, _FALSE = frozenset(("true", "vrai", "y", "oui", "yes")), frozenset(("false", "faux", "n", "non", "no"))

_NUMBER = re.compile(r"(?:[1-9]\d{0,2}(?:([ ,.'])\d{3})(?:\1\d{3})*|0|[1-9]\d*)(?:[.,]0{1,2})?")
_SCIENTIFIC = re.compile(r"([1-9])(?:[.,](\d{1,12}))?e\+?(\d{1,2})")
_MOST_DIGITS = 12
_ABOUT = re.compile(
    r"^(?:~|≈|±|environ|env\.?|about|around|approximately|approximativement|approx\.?|circa|ca\.?|roughly|a peu pres"
    r"|autour de|pres de)\s*(?=\d)"
)
_UNITS = (
    r"people|persons?|personnes?|pers|employees?|employes?|employe\(e\)s|salarie(?:e?s?|\(e\)s)|collaborateurs?"
    r"|collaboratrices?|etp|equivalents? temps plein|ftes?|full[ -]time equivalents?|staff|heads?|members?|membres?"
)
"""What forms and registers count in; a question's own unit is another."""

_OR_MORE = re.compile(r"(.*\d)\s*(?:\+|(?:et|ou) plus|(?:or|and) (?:more|over|above|up))")
_RANGE = re.compile(r"(?:entre |between |de |from )?(.*\d)(?:\s*(?:-|\.\.+)\s*|\s+(?:a|to|et|and)\s+)(\d.*)")

_SEPARATORS = re.compile(r"[\n\r;|,/]+")
_ADDRESS_OR_NUMBER = re.compile(r"[@0-9]")

_LANGUAGES = re.compile(r"\s[/|]\s")
"""What stands between two languages of one answer."""

_EDGES = " \t\n\r;|,/"

_MARK = re.compile(r"[a-z]?|(?:question|[a-z]{1,2})?\d{1,3}|question")

_LONG = 3
"""Words that a label has at least if something unknown may stand behind it, such as its help."""


class CellAnswer(NamedTuple):
    """What a cell answers, None if that is not known; and each text in it that is no answer."""

    value: Value | None
    odd: tuple[str, ...] = ()


UNKNOWN = CellAnswer(None)


class CellReader:
    """Reads the cells of one question."""

    def __init__(self, questionnaire: Questionnaire, question: Question) -> None:
        self._question = question
        self._choices = NameFinder(
            [(choice.id, choice) for choice in question.choices],
            [(label, choice) for choice in question.choices for label in choice.label.values()],
        )
        self._ids = {choice.id: choice for choice in question.choices}
        self._most_parts = 1 + max((len(_SEPARATORS.findall(label)) for label in _labels(question)), default=0)
        self._none_chosen = {*map(folded, _NONE_OF_THESE), *(folded(words("none_chosen")) for words in _WORDS)}
        self._yes, self._no = (self._ids.get(id) for id in ("yes", "no"))
        own = (re.escape(without_accents(text)) for unit in question.unit or () for text in unit.values())
        self._unit = re.compile(rf"(?<=[\d+])\s*\(?(?:{'|'.join((*own, _UNITS))})\b\.?\)?")
        self._firsts = list(_first_numbers(questionnaire, question))

    def read(self, cell: LeadCell) -> CellAnswer:
        """What a cell answers."""
        if self._question.kind == "several":
            return self._several(cell)
        if not isinstance(cell, str):
            return CellAnswer(None, (", ".join(cell),)) if cell else UNKNOWN
        if self._question.kind == "text":
            return self._text(cell)
        value = self._number(cell) if self._question.kind == "number" else self._one(cell)
        if value is not None or is_not_known(cell):
            return CellAnswer(value)
        return CellAnswer(None, (clean(cell),))

    def ticked(self, cell: LeadCell, choice: Choice) -> CellAnswer:
        """What a cell in a choice's own column answers: the ids that it ticks, or none of them."""
        word = without_accents(cell) if isinstance(cell, str) else ""
        if isinstance(cell, str) and word not in map(without_accents, choice.label.values()):
            if word in _YES or cell.strip() in _YES_MARKS:
                return CellAnswer((choice.id,))
            if word in _NO:
                return CellAnswer(())
        return self._several(cell)

    def beside(self, cell: LeadCell) -> CellAnswer:
        """What a cell beside the choices answers: a choice if it names one, else nothing."""
        text = cell if isinstance(cell, str) else ", ".join(cell)
        if is_not_known(text) or without_accents(text) in _NO:
            return UNKNOWN
        choice = self.choice(text)
        return CellAnswer((choice.id,)) if choice and choice.id != "other" else CellAnswer(None, (clean(text),))

    def choice(self, text: str) -> Choice | None:
        """The choice that a text names, by id or label in any language."""
        return self._choices.find(text)

    def _one(self, cell: str) -> str | None:
        choice = self.choice(cell)
        if choice is None and not is_not_known(cell):
            word = without_accents(cell)
            choice = self._yes if word in _TRUE else self._no if word in _FALSE else None
            choice = choice or self._within(cell)
        return choice.id if choice else None

    def _within(self, cell: str) -> Choice | None:
        """The one choice named in a text that says more: a number or mark before it, help or other languages behind."""
        parts = pieces(readable(cell))
        found = [(start, end, text, choice) for start, end, text in runs(parts) if (choice := self.choice(text))]
        if not found or len({choice.id for *_, choice in found}) > 1:
            return None
        named = {place for start, end, *_ in found for place in range(start, end)}
        rest = [place for place in range(len(parts)) if place not in named]
        _, end, text, choice = found[0]
        helped = len(text.split()) >= _LONG and choice.id != "other"
        fits = all(is_mark(parts[place]) if place < end else helped for place in rest)
        return choice if fits else None

    def _several(self, cell: LeadCell) -> CellAnswer:
        """The choices in a list, or in a text that joins them."""
        if isinstance(cell, str):
            if choice := self.choice(cell):
                return CellAnswer((choice.id,))
            if folded(cell) in self._none_chosen or cell.strip() == NONE_CHOSEN:
                return CellAnswer(())
            if is_not_known(cell):
                return UNKNOWN
        parts = list(self._joined(cell)) if isinstance(cell, str) else [(each, self._part(each)) for each in cell]
        chosen = {choice.id for _, choices in parts for choice in choices}
        odd = tuple(clean(text) for text, choices in parts if not choices and text.strip())
        if odd and (self._question.scored or not chosen):
            return CellAnswer(None, odd)
        return CellAnswer(tuple(choice.id for choice in self._question.choices if choice.id in chosen), odd)

    def _part(self, text: str) -> tuple[Choice, ...]:
        choice = self.choice(text) or self._within(text)
        if choice:
            return (choice,)
        spaced = [self._ids.get(word) for word in text.split()]
        return tuple(each for each in spaced if each) if all(spaced) else ()

    def _joined(self, cell: str) -> Iterator[tuple[str, tuple[Choice, ...]]]:
        """The parts between separators, but for those that a label holds; what is no answer stays together."""
        parts = cut(readable(cell), _SEPARATORS)
        start = odd = 0
        while start < len(parts):
            ends = range(min(start + self._most_parts, len(parts)), start, -1)
            found = next(
                ((end, each) for end in ends if (each := self._part("".join(parts[start:end]).strip(_EDGES)))), None
            )
            if found is None:
                start += 1
                continue
            yield "".join(parts[odd:start]).strip(_EDGES), ()
            start, choices = found
            odd = start
            yield "", choices
        yield "".join(parts[odd:]).strip(_EDGES), ()

    def _text(self, cell: str) -> CellAnswer:
        text = clean(cell)
        # Some people are called Nan or Null; and addresses and numbers needn't be looked at.
        if not text.isalpha() and not _ADDRESS_OR_NUMBER.search(text) and is_not_known(text):
            return UNKNOWN
        return CellAnswer(text) if len(text) <= LONGEST_TEXT else CellAnswer(None, (text,))

    def _number(self, cell: str) -> int | None:
        """The number that people write so, in digits or as the band that it lies in."""
        numbers = self._question.numbers
        assert numbers is not None
        plain = self._unit.sub("", _ABOUT.sub("", without_accents(cell))).strip()
        number = parse_number(plain)
        if number is None and (match := _OR_MORE.fullmatch(plain)):
            number = parse_number(match[1])
        if number is None and (match := _RANGE.fullmatch(plain)):
            low, high = map(parse_number, match.groups())
            number = None if low is None or high is None else self._lowest(Range(low, high))
        if number is None and (choice := self.choice(cell) or self._within(cell)) and choice.band:
            number = self._lowest(choice.band)
        return number if number is not None and number in numbers else None

    def _lowest(self, numbers: Range) -> int | None:
        """The lowest of some numbers that can be answered, if no band or condition distinguishes them."""
        assert self._question.numbers is not None
        low = max(numbers.low, self._question.numbers.low)
        split = any(low < first <= numbers.high for first in self._firsts)
        return None if split or low > numbers.high else low


def parse_number(text: str) -> int | None:
    """The whole number that a folded text writes, plainly, in groups of three or with an exponent."""
    if match := _SCIENTIFIC.fullmatch(text):
        whole, decimals, exponent = match[1], match[2] or "", int(match[3])
        shift = exponent - len(decimals.rstrip("0"))
        return int(whole + decimals.rstrip("0")) * 10**shift if 0 <= shift <= _MOST_DIGITS else None
    if match := _NUMBER.fullmatch(text):
        group = match[1]
        digits = re.sub(r"[.,]0{1,2}$", "", text)
        digits = digits.replace(group, "") if group else digits
        return int(digits) if len(digits) <= _MOST_DIGITS else None
    return None


def is_not_known(text: str) -> bool:
    """Whether a text says that there is no answer, in one language or in several side by side."""
    return all(without_accents(part) in NOT_KNOWN for part in _LANGUAGES.split(text))


def is_mark(text: str) -> bool:
    """Whether a text is only a number, a letter or a sign before another."""
    return _MARK.fullmatch(squeezed(text)) is not None


def _labels(question: Question) -> Iterator[str]:
    for choice in question.choices:
        yield from choice.label.values()


def _first_numbers(questionnaire: Questionnaire, question: Question) -> Iterator[int]:
    """The numbers at which a band or a condition changes."""
    yield from (choice.band.low for choice in question.choices if choice.band)
    conditions = [each.when for each in questionnaire.questions]
    for scenario in questionnaire.scenarios:
        conditions += [scenario.when, *(exclusion.when for exclusion in scenario.unless)]
    for clause in chain.from_iterable(map(clauses, conditions)):
        if clause.question == question.id:
            yield from chain.from_iterable((each.low, each.high + 1) for each in clause.ranges)
