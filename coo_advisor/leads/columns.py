"""Columns: which one of a table answers which question, or is one of its options."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, cached_property
from itertools import chain, zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from coo_advisor.leads.cells import is_mark, is_not_known
from coo_advisor.leads.folding import NameFinder, folded, pieces, readable, runs, squeezed, without_accents
from coo_advisor.questionnaire.answers import LONGEST_TEXT
from coo_advisor.questionnaire.model import RESERVED, Choice, Question, Questionnaire
from coo_advisor.reading.shapes import Reading, shown, suggestion
from coo_advisor.reading.tree import MapNode, ScalarNode, read_bytes
from coo_advisor.system.errors import InvalidFile, Problem, Said, joined
from coo_advisor.system.visible import brief, clean

RESULT = "result."
"""What the columns that ranking itself writes start with, so that no question's id can be one of them."""

ANSWERED_AT = "answered_at"
"""What a column of days of the last contact is called, and mapped to."""

_LONG = 4
"""Words that a question has at least if a column may say more than it, such as its help."""

_MOST_NAMED = 8
"""Columns that an error names; `--write-columns` lists all of them."""

_ASIDE = frozenset(
    squeezed(word)
    for word in (
        *("required", "obligatoire", "requis", "optional", "optionnel", "facultatif", "facultative", "multiple choice"),
        *("choix multiple", "plusieurs réponses possibles", "selected choice", "response", "réponse", "answer"),
    )
)
"""What form builders add to a question, squeezed."""

_OTHER = frozenset(
    squeezed(word) for word in ("other", "autre", "autres", "autre (précisez)", "other (please specify)")
)
_TEXT = frozenset(squeezed(word) for word in ("text", "texte", "comment", "commentaire", "specify", "precisez"))

_DAYS = (
    "timestamp",
    "horodat",
    "submitted",
    "submission",
    "submit date",
    "completion time",
    "soumission",
    "date created",
)
"""What columns of the day on which someone answered are called."""


class Column(NamedTuple):
    """What a column answers: a question, or one `choice` of it; `other` holds what people wrote beside the choices."""

    question: Question
    choice: Choice | None = None
    other: bool = False

    @property
    def name(self) -> str:
        """What a mapping calls it."""
        return f"{self.question.id}.{self.choice.id}" if self.choice else self.question.id


ColumnMap = Mapping[str, str | None]
"""A column's own header → what it answers: a question, `question.choice` or `answered_at`; None leaves it out."""


class Columns(NamedTuple):
    """The columns of a table, by their place: those that answer, and that of the last contact if there is one."""

    answering: tuple[tuple[int, Column], ...]
    answered_at: int | None = None


class Heading(NamedTuple):
    """The header of a table: what its columns are called, what each of them is, and how many rows it ends after.

    A column is a Column, ANSWERED_AT, "" if it is left out, or None if nothing is known of it.
    """

    names: tuple[str, ...]
    found: tuple[Column | str | None, ...]
    rows: int

    @property
    def columns(self) -> Columns:
        """The columns that say anything of a lead."""
        answering = tuple((place, each) for place, each in enumerate(self.found) if isinstance(each, Column))
        return Columns(answering, self.found.index(ANSWERED_AT) if ANSWERED_AT in self.found else None)


def read_column_map(path: Path, questionnaire: Questionnaire) -> ColumnMap:
    """The mapping of a file: column header → what it answers, or null. Raises InvalidFile with every problem."""
    reading = Reading(str(path))
    root = reading.parse(read_bytes(path))
    known = list(_targets(questionnaire))
    columns: dict[str, str | None] = {}
    seen: set[str] = set()
    if not isinstance(root, MapNode):
        reading.report((), "maps no columns", "Write `column: question`, one a line.")
        raise InvalidFile(reading.all_problems())
    for header, node in root.entries.items():
        place = reading.enter((), header, root.lines[header])
        if not isinstance(node, ScalarNode):
            reading.report(place, "is not one question", "Write `column: question`, or `column: null` to leave it out.")
        elif not node.null and node.text not in known:
            reading.report(place, Said("has no question {value}", value=shown(node)), suggestion(node.text, known))
        elif folded(header) in seen:
            reading.report(place, "is a column that is mapped already", "Keep one of the two lines.")
        else:
            columns[header] = None if node.null else node.text
            seen.add(folded(header))
    if problems := reading.all_problems():
        raise InvalidFile(problems)
    return MappingProxyType(columns)


class Matcher:
    """Finds what columns answer: by the mapping, else by ids, question texts and labels of options."""

    def __init__(self, questionnaire: Questionnaire, chosen: ColumnMap) -> None:
        self._questionnaire = questionnaire
        self._targets = _targets(questionnaire)
        self._chosen = NameFinder([(header, (target,)) for header, target in chosen.items()])
        questions = questionnaire.questions
        self._questions = NameFinder(
            [(question.id, question) for question in questions],
            [(text, question) for question in questions for text in question.ask.values()],
            [(text, question) for question in questions for text in question.short.values()],
        )
        self._choices = {question.id: _choices(question) for question in questions if question.choices}
        options = [Column(each, choice) for each in questions if each.kind == "several" for choice in each.choices]
        self._options = NameFinder(
            [(label, each) for each in options if each.choice for label in each.choice.label.values()]
        )
        self._named = cache(self._find_named)  # as the first rows are looked at for each delimiter, and for the header

    def heading(self, rows: Sequence[Sequence[str]]) -> Heading:
        """The header among the first rows of a table: the row that names most, and what stands over and under it."""
        header = max(range(len(rows)), key=lambda row: self.weight(rows[row]))
        over = _carried(rows[header - 1]) if header else ()
        under = rows[header + 1] if header + 1 < len(rows) else ()
        alone = self._heading(rows[header], over, (), header + 1)
        if under and self._heads(under, alone):
            return self._heading(rows[header], over, under, header + 2)
        return alone

    def check(self, heading: Heading, file: str) -> Columns:
        """The columns that say anything of a lead. Raises InvalidFile if one is unknown, or stands twice."""
        if problems := list(self.problems(heading, file)):
            raise InvalidFile(problems)
        return heading.columns

    def weight(self, row: Sequence[str]) -> float:
        """How much a row looks like a header: a question counts more than an option, which may be an answer as well."""
        named = [each for cell in row if (each := self._named(cell))]
        questions, options = ({each.name for each in named if bool(each.choice) is option} for option in (False, True))
        mapped = sum(self._chosen.find(cell) is not None for cell in row)
        return len(questions) + len(options) / 2 + mapped

    def _heading(self, row: Sequence[str], over: Sequence[str], under: Sequence[str], rows: int) -> Heading:
        names = column_names(row)
        found: list[Column | str | None] = []
        before: Column | None = None
        for name, above, below in zip_longest(names, over[: len(names)], under[: len(names)], fillvalue=""):
            each = self._column(name, above, below, before)
            found.append(each)
            before = each if isinstance(each, Column) else None if name.strip() else before
        return Heading(tuple(names), tuple(found), rows)

    def _heads(self, row: Sequence[str], heading: Heading) -> bool:
        """Whether a row under a header belongs to it: it names options beside their question, or answers nothing."""
        seen: list[str] = []
        before: Column | None = None
        for name, each, cell in zip(heading.names, heading.found, row, strict=False):
            if before and not name.strip() and self._option(before.question, cell):
                return True
            before = each if isinstance(each, Column) else None if name.strip() else before
            if isinstance(each, Column) and each.question.kind in ("choice", "number") and cell.strip():
                if self._option(each.question, cell) or is_not_known(cell) or cell[0].isdecimal():
                    return False
                seen.append(cell)
        return len(seen) > 1 and (len(set(seen)) <= len(seen) / 2 or all(cell.startswith("{") for cell in seen))

    def _column(self, name: str, over: str, under: str, before: Column | None) -> Column | str | None:
        """What a column is, by its header, what stands over and under it, and the column before it."""
        if target := self._chosen.find(name[:LONGEST_TEXT]):
            return self._targets[target[0]] if target[0] else ""
        if folded(name) == ANSWERED_AT:
            return ANSWERED_AT
        if folded(name).startswith(RESULT) or name in RESERVED:
            return ""
        named = self._named(name)
        if named and not named.choice:
            return self._part(named.question, under) or named
        above = self._named(over)
        context = before if before and (not name.strip() or _is_other(name)) else above
        return (context and self._part(context.question, name if name.strip() else under)) or named or _nothing(name)

    def _part(self, question: Question, text: str) -> Column | None:
        """The column of an option of a question, or of what people write beside them."""
        if option := self._option(question, text):
            return Column(question, option)
        return Column(question, other=True) if question.choices and _is_other(text) else None

    def _option(self, question: Question, text: str) -> Choice | None:
        choices = self._choices.get(question.id)
        return choices.find(text) if choices and text.strip() else None

    def _find_named(self, header: str) -> Column | None:
        """The question, or the option of one, that a header names."""
        if not header.strip():
            return None
        if whole := self._questions.find(header):
            return Column(whole)
        if ticks := self._options.find(header):
            return ticks
        group, _, rest = header.partition("/")
        if " " not in header and rest and not self._questions.find(group):  # groups before an id
            return self._named(rest)
        parts = pieces(readable(header[: 2 * LONGEST_TEXT]))
        found = [(*run, asks) for run in runs(parts) if (asks := self._questions.find(run[2]))]
        return self._within(parts, found) if found else self._option_within(parts)

    def _option_within(self, parts: list[str]) -> Column | None:
        """The option that some pieces of a header name, if the others are only what form builders add."""
        found = [(start, end, of) for start, end, text in runs(parts) if (of := self._options.find(text))]
        named = {place for start, end, each in found if each == found[0][2] for place in range(start, end)}
        return found[0][2] if found and _fits(parts, named) else None

    def _within(self, parts: list[str], found: list[tuple[int, int, str, Question]]) -> Column | None:
        """The one question that some pieces of a header name; the others may name an option of it, or say more."""
        whole = [each for each in found if len(each[2].split()) >= _LONG]
        questions = {each.id: each for *_, each in whole or found}
        if len(questions) > 1:
            return None
        (question,) = questions.values()
        named = {place for start, end, _, each in found if each.id == question.id for place in range(start, end)}
        choices = self._choices.get(question.id)
        options: dict[str, Choice] = {}
        if choices:
            for start, end, text in runs(parts):
                if named.isdisjoint(range(start, end)) and (choice := choices.find(text)):
                    options[choice.id] = choice
                    named.update(range(start, end))
        if len(options) > 1 or not (whole or _fits(parts, named)):
            return None
        rest = [parts[place] for place in range(len(parts)) if place not in named]
        other = not options and question.choices and any(map(_is_other, rest))
        return Column(question, next(iter(options.values()), None), other=bool(other))

    def problems(self, heading: Heading, file: str) -> Iterator[Problem]:
        """What has to be mended or mapped before rows with this header can be read."""
        unknown = [name for name, each in zip(heading.names, heading.found, strict=True) if each is None]
        if not heading.columns.answering:
            remedy = "Its header must name the columns, by question ids or question texts."
            yield Problem(file, heading.rows, (), "has no column that answers a question", remedy)
        if unknown:
            remedy = "Map them, or leave them out: --write-columns MAP writes the map to complete for --columns MAP."
            yield Problem(file, heading.rows, (), _matching_nothing(unknown), remedy)
        taken: dict[str, str] = {}
        for name, each in zip(heading.names, heading.found, strict=True):
            if not isinstance(each, Column) or each.choice or each.other or each.question.kind == "several":
                continue
            earlier = taken.setdefault(each.question.id, name)
            if earlier != name and not self._chosen.find(name):
                values = {"name": brief(name), "question": each.question.id, "earlier": brief(earlier)}
                message = Said("column “{name}” answers “{question}”, and so does “{earlier}”", **values)
                remedy = Said("Leave one out with --columns MAP and the line `{key}: null`.", key=as_key(name))
                yield Problem(file, heading.rows, (), message, remedy)

    def proposed(self, heading: Heading) -> Iterator[tuple[str, str | None]]:
        """A mapping to complete: each column with what it answers, or probably answers; None if neither is known."""
        taken = {each.name if isinstance(each, Column) else each for each in heading.found if each}
        for name, each in zip(heading.names, heading.found, strict=True):
            if isinstance(each, Column) or each == ANSWERED_AT:
                yield name, each.name if isinstance(each, Column) else ANSWERED_AT
            elif each is None:
                guess = self._guess(name)
                yield name, None if guess in taken else guess
                taken.add(guess or "")

    def _guess(self, name: str) -> str | None:
        """What a column that matches nothing probably answers."""
        text = without_accents(name)
        if any(day in text for day in _DAYS):
            return ANSWERED_AT
        if near := get_close_matches(text, self._spelled, 1, 0.75):
            return self._spelled[near[0]]
        words = text.split()
        short = (known for known in self._spelled if len(known.split()) < _LONG and set(known.split()) <= set(words))
        first = min(short, key=lambda known: (-len(known.split()), words.index(known.split()[0])), default=None)
        return self._spelled[first] if first else None

    @cached_property
    def _spelled(self) -> dict[str, str]:
        """Everything that a question is called → its id."""
        questions = self._questionnaire.questions
        named = ((each.id, (each.id, *each.ask.values(), *each.short.values())) for each in questions)
        return {without_accents(text): id for id, texts in named for text in texts}


def _fits(parts: list[str], named: set[int]) -> bool:
    """Whether what stands around a name is only what form builders add."""
    rest = [parts[place] for place in range(len(parts)) if place not in named]
    return all(is_mark(each) or squeezed(each) in _ASIDE or _is_other(each) for each in rest)


def column_names(header: Sequence[str]) -> list[str]:
    """What a mapping calls columns: by their headers, of equal ones the second “… (2)”, and so on."""
    seen: dict[str, int] = {}
    names = []
    for text in header:
        count = seen[folded(text)] = seen.get(folded(text), 0) + 1
        names.append(f"{text} ({count})" if count > 1 and text.strip() else text)
    return names


def as_key(name: str) -> str:
    """A column as a mapping names it, in quotes."""
    return json.dumps(clean(name)[:LONGEST_TEXT], ensure_ascii=False)


def _targets(questionnaire: Questionnaire) -> dict[str, Column | str]:
    """What a mapping may say that a column answers."""
    questions = {question.id: Column(question) for question in questionnaire.questions}
    options = chain.from_iterable((Column(each, choice) for choice in each.choices) for each in questionnaire.questions)
    return {**questions, ANSWERED_AT: ANSWERED_AT, **{each.name: each for each in options}}


def _choices(question: Question) -> NameFinder[Choice]:
    return NameFinder(
        [(choice.id, choice) for choice in question.choices],
        [(label, choice) for choice in question.choices for label in choice.label.values()],
    )


def _carried(row: Sequence[str]) -> list[str]:
    """A row in which each empty cell says what stands before it, as a title over several columns does."""
    carried: list[str] = []
    for cell in row:
        carried.append(cell if cell.strip() or not carried else carried[-1])
    return carried


def _nothing(name: str) -> str | None:
    """What a column is that nothing is known of: left out if it has no header."""
    return None if name.strip() else ""


def _is_other(text: str) -> bool:
    """Whether a column is for what people write beside the choices."""
    words = squeezed(text)
    return words in _OTHER or words in _TEXT


def _matching_nothing(names: Sequence[str]) -> Said:
    """What is wrong with columns that match no question; of many, the first are named."""
    listed = joined([Said("“{text}”", text=brief(name)) for name in names[:_MOST_NAMED]], ", ")
    if len(names) > _MOST_NAMED:
        template = "{count} columns match no question: {listed} and {more} more"
        return Said(template, count=len(names), listed=listed, more=len(names) - _MOST_NAMED)
    if len(names) > 1:
        return Said("{count} columns match no question: {listed}", count=len(names), listed=listed)
    return Said("1 column matches no question: {listed}", listed=listed)
