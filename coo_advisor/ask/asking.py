"""How one question is put, whatever its kind: what stands there already, what is wrong, and what it comes to."""

import re
from collections.abc import Sequence

from coo_advisor.ask.lines import numbers_in, unreadable
from coo_advisor.ask.question_page import DONT_KNOW, Left, MenuItem, Page, Prompter
from coo_advisor.questionnaire.answers import LONGEST_TEXT
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Question, Value
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import Words

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
"""What could be an email address: only a letter to it would show whether it is one."""


def offers_dont_know(question: Question) -> bool:
    """Whether "I don't know" says something: who someone is can only be left out."""
    return question.purpose != "contact"


class Asking:
    """Puts single questions. What is typed or ticked on a page that is left stands there again on the way forward."""

    def __init__(self, prompter: Prompter, words: Words) -> None:
        self._prompter = prompter
        self._words = words
        self._unfinished: dict[str, str | tuple[str, ...]] = {}

    def ask(self, question: Question, page: Page, before: Answers) -> Value | Left | None:
        """The answer; None for "I don't know" and for nothing. `before` may hold an earlier answer to start from."""
        if question.kind == "choice":
            return self._choice(question, page, before)
        answer = (
            self._several(question, page, before) if question.kind == "several" else self._line(question, page, before)
        )
        if isinstance(answer, Left):
            self._unfinished[question.id] = answer.unfinished
        else:
            self._unfinished.pop(question.id, None)
        return answer

    def _choice(self, question: Question, page: Page, before: Answers) -> Value | Left | None:
        value = before.get(question.id)
        default = str(value) if value is not None else DONT_KNOW if question.id in before else None
        chosen = self._prompter.choose(page, self._items(question), default)
        return None if chosen == DONT_KNOW else chosen

    def _several(self, question: Question, page: Page, before: Answers) -> Value | Left | None:
        value = before.get(question.id)
        default = value if isinstance(value, tuple) else (DONT_KNOW,) if question.id in before else ()
        ticked = self._unfinished.get(question.id, default)
        items = self._items(question)
        chosen = self._prompter.choose_several(
            page, items, tuple(ticked), lambda chosen: self._wrong_ticks(question, chosen)
        )
        return None if chosen == (DONT_KNOW,) else chosen

    def _wrong_ticks(self, question: Question, chosen: Sequence[str]) -> str:
        if DONT_KNOW in chosen and len(chosen) > 1:
            return self._words("only_dont_know")
        if question.most and len(chosen) > question.most:
            return self._words("too_many_ticks", most=question.most, ticked=len(chosen))
        return ""

    def _items(self, question: Question) -> list[MenuItem]:
        items = [MenuItem(choice.id, self._words.of(choice.label)) for choice in question.choices]
        return [*items, MenuItem(DONT_KNOW, self._words("dont_know"))] if offers_dont_know(question) else items

    def _line(self, question: Question, page: Page, before: Answers) -> Value | Left | None:
        """A number or a text, written on one line."""
        default = self._unfinished.get(question.id, self._written(question, before))
        line = self._prompter.write(page, str(default), lambda line: self._wrong_line(question, line))
        if isinstance(line, Left) or not line.strip() or line.strip() == DONT_KNOW:
            return line if isinstance(line, Left) else None
        return numbers_in(line, self._words)[0] if question.kind == "number" else clean(line)

    def _written(self, question: Question, before: Answers) -> str:
        """An earlier answer as it is written."""
        value = before.get(question.id)
        if value is None:
            return DONT_KNOW if question.id in before and offers_dont_know(question) else ""
        return self._words.number(value) if isinstance(value, int) else str(value)

    def _wrong_line(self, question: Question, line: str) -> str:
        """What is wrong with a line, in a sentence that says what is expected; nothing if it is fine."""
        if unreadable(line):
            return self._words("text_unreadable")
        if line.strip() == DONT_KNOW and offers_dont_know(question):
            return ""
        if question.kind == "number":
            return self._wrong_number(question, line)
        text = clean(line)
        if len(text) > LONGEST_TEXT:
            return self._words("text_too_long", longest=LONGEST_TEXT)
        is_address = question.format != "email" or not text or _ADDRESS.fullmatch(text)
        return "" if is_address else self._words("email_expected")

    def _wrong_number(self, question: Question, line: str) -> str:
        words, numbers = self._words, question.numbers
        assert numbers is not None
        found = numbers_in(line, words)
        if (len(found) == 1 and found[0] in numbers) or not (question.scored or line.strip()):
            return ""
        if len(found) == 2 and all(each in numbers for each in found):
            low, high = map(words.number, found)
            return words("number_which", one=low, other=high)
        low, high = map(words.number, numbers)
        example = words.number(max(numbers.low, min(numbers.high, 1200)))
        return words("number_expected", low=low, high=high, example=example)
