"""Prompts drawn in place: the only room that imports questionary.

Each prompt is one application: the page, the choices and the keys. Nothing is printed above it, so that it wraps anew
when the window changes, fits the rows there are, and leaves the screen as it found it.
"""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from prompt_toolkit.application import get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent, merge_key_bindings
from prompt_toolkit.layout import (
    ConditionalMargin,
    Dimension,
    FormattedTextControl,
    HSplit,
    Layout,
    ScrollbarMargin,
    ScrollOffsets,
    Window,
)
from questionary import Choice, Question, Style, checkbox, select, text
from questionary.prompts.common import InquirerControl

from coo_advisor.ask.question_page import Move, Option, Page, wrapped
from coo_advisor.questionnaire.answers import LONGEST_TEXT
from coo_advisor.system.visible import clean, first_hidden
from coo_advisor.wording.words import Words

# A terminal that doesn't answer where its cursor is would get an English warning; the prompts don't need to know.
os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")

_STYLE = Style(
    [
        ("progress", "fg:ansigreen"),
        ("title", "bold"),
        ("help", "italic"),
        ("keys", "fg:ansibrightblack"),
        ("pointer", "fg:ansigreen bold"),
        ("highlighted", "bold"),
        ("selected", "fg:ansigreen"),
        ("validation-toolbar", "fg:ansired bg:default noreverse"),
    ]
)

_POINTER = "❯"

_INDENT = 3
"""Columns in front of a choice: the pointer between spaces."""

_TICK = 2
"""Columns of the tick in front of a choice of several."""

_GAP = 1
"""Columns between a choice and the scroll bar."""

_ESCAPE_SECONDS = 0.05
"""How long an Escape may turn out to be the start of an arrow key."""


class DrawnPrompter:
    """Prompts in one language, drawn with arrow keys, for a terminal that moves its cursor."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def say(self, text: str) -> None:
        end = "\n\n" if text.endswith("\n") else "\n"
        sys.stderr.write(wrapped(text, shutil.get_terminal_size().columns - 1) + end)

    def choose(self, page: Page, options: Sequence[Option], default: str | None) -> str | Move:
        choices = [Choice(option.label, option.value) for option in options]
        question = select("", choices, default=default, qmark="", pointer=_POINTER, instruction=" ", style=_STYLE)
        return _Drawing(question, page, self._words, "keys_choose", choices, _INDENT).ask()  # type: ignore[no-any-return]

    def choose_several(
        self, page: Page, options: Sequence[Option], default: Sequence[str], check: Callable[[Sequence[str]], str]
    ) -> tuple[str, ...] | Move:
        choices = [Choice(option.label, option.value, checked=option.value in default) for option in options]
        question = checkbox(
            "",
            choices,
            qmark="",
            pointer=_POINTER,
            instruction=" ",
            style=_STYLE,
            validate=lambda selected: check(selected) or True,
        )
        result = _Drawing(question, page, self._words, "keys_several", choices, _INDENT + _TICK).ask()
        return result if isinstance(result, Move) else tuple(result)

    def write(self, page: Page, default: str, check: Callable[[str], str], *, number: bool, known: bool) -> str | Move:
        question = text("", default, validate=lambda entered: check(entered) or True, qmark=_POINTER, style=_STYLE)
        question.application.current_buffer.on_text_changed += _keep_visible
        keys = "keys_write" if known or not number else "keys_number"
        return _Drawing(question, page, self._words, keys).ask()  # type: ignore[no-any-return]


_LONGEST_LINE = 2 * LONGEST_TEXT
"""Characters that a line takes while it is written: enough to be told that it is too long, and quick to draw."""


def _keep_visible(buffer: Buffer) -> None:
    """Cleans a line while it is written, so that a paste shows what will be kept, and moves nothing."""
    if "\n" in buffer.text or first_hidden(buffer.text):
        buffer.document = Document(clean(buffer.text))
    if len(buffer.text) > _LONGEST_LINE:
        buffer.document = Document(buffer.text[:_LONGEST_LINE])


class _Drawing:
    """One prompt with its page around it, laid out anew at every change of the window."""

    def __init__(
        self,
        question: Question,
        page: Page,
        words: Words,
        keys: str,
        choices: Sequence[Choice] = (),
        indent: int = 0,
    ) -> None:
        self._question = question
        self._page = page
        self._words = words
        self._keys = keys
        self._choices = choices
        self._labels = [str(choice.title) for choice in choices]
        self._indent = indent
        self._help_wanted = False
        self._crowded = False
        self._header: StyleAndTextTuples = []
        self._header_rows = 0
        self._footer: StyleAndTextTuples = []

    def ask(self) -> Any:
        application = self._question.application
        prompt = application.layout
        header, footer = FormattedTextControl(lambda: self._header), FormattedTextControl(lambda: self._footer)
        windows = [
            Window(header, height=lambda: Dimension.exact(self._header_rows)),
            prompt.container,
            Window(footer, height=lambda: Dimension.exact(_height(self._footer))),
        ]
        self._mark_hidden_choices(prompt)
        whole = HSplit(windows, window_too_small=Window())  # of a single row nothing can be made
        application.layout = Layout(whole, focused_element=prompt.current_window)
        application.key_bindings = merge_key_bindings([application.key_bindings or KeyBindings(), self._bindings()])
        application.erase_when_done = True
        application.ttimeoutlen = _ESCAPE_SECONDS
        application.before_render += lambda _: self._lay_out()
        return self._question.unsafe_ask()

    def _lay_out(self) -> None:
        """Wraps the page and the choices to the window.

        Where rows are short, blank lines go first, then the help; where not even one choice would fit, progress and
        keys, and then the end of the question.
        """
        size = get_app().output.get_size()
        width = size.columns - 1
        for choice, label in zip(self._choices, self._labels, strict=True):
            choice.title = wrapped(label, width - self._indent - _GAP).replace("\n", "\n" + " " * self._indent)
        rows = [str(choice.title).count("\n") + 1 for choice in self._choices]
        for airy, helpful, framed in ((True, True, True), (False, True, True), (False, False, True)):
            self._compose(width, airy=airy, helpful=helpful, framed=framed)
            self._crowded = self._rows(*rows) > size.rows
            if not self._crowded:
                return
        if self._rows(max(rows, default=0)) > size.rows:
            self._compose(width, airy=False, helpful=False, framed=False)
            self._header_rows = min(self._header_rows, max(0, size.rows - 1 - bool(rows)))

    def _rows(self, *choices: int) -> int:
        """The rows that the page takes with the line under it and choices of so many rows."""
        return self._header_rows + 1 + sum(choices) + _height(self._footer)

    def _compose(self, width: int, *, airy: bool, helpful: bool, framed: bool) -> None:
        hidden = bool(self._page.help and self._choices) and not helpful
        self._header = self._compose_header(width, airy=airy, helpful=helpful or self._help_wanted, framed=framed)
        self._header_rows = _height(self._header)
        self._footer = self._compose_footer(width, airy=airy, hidden=hidden) if framed else []

    def _compose_header(self, width: int, *, airy: bool, helpful: bool, framed: bool) -> StyleAndTextTuples:
        parts = [("class:progress", self._page.progress)] if framed else []
        parts.append(("class:title", self._page.title))
        if helpful:
            parts.append(("class:help", self._page.help))
        lines: StyleAndTextTuples = []
        for style, part in parts:
            if part:
                lines += [(style, wrapped(part, width)), ("", "\n\n" if airy and style != "class:title" else "\n")]
        return lines[:-1]

    def _compose_footer(self, width: int, *, airy: bool, hidden: bool) -> StyleAndTextTuples:
        keys = self._words(self._keys) + (f" · {self._words('keys_help')}" if hidden else "")
        return [("", "\n" if airy else ""), ("class:keys", _wrap_keys(keys, width))]

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()

        @bindings.add("escape", eager=True)
        @bindings.add("s-tab", eager=True)
        def _back(event: KeyPressEvent) -> None:
            event.app.exit(result=Move.BACK)

        if self._choices:

            @bindings.add("c-d", eager=True)
            def _stop(event: KeyPressEvent) -> None:
                event.app.exit(exception=EOFError)

            @bindings.add("tab", eager=True)
            def _help(_: KeyPressEvent) -> None:
                self._help_wanted = not self._help_wanted

        return bindings

    def _mark_hidden_choices(self, layout: Layout) -> None:
        """A scroll bar beside choices that don't all fit, and the one pointed at in sight with all its lines."""
        scroll_bar = ConditionalMargin(ScrollbarMargin(display_arrows=True), Condition(lambda: self._crowded))
        for window in layout.find_all_windows():
            if isinstance(control := window.content, InquirerControl):
                window.right_margins = [scroll_bar]
                window.scroll_offsets = ScrollOffsets(bottom=partial(_lines_below_pointer, control))


def _lines_below_pointer(control: InquirerControl) -> int:
    return str(control.get_pointed_at().title).count("\n")


def _height(lines: StyleAndTextTuples) -> int:
    return sum(part[1].count("\n") for part in lines) + 1 if lines else 0


def _wrap_keys(keys: str, width: int) -> str:
    """Key hints wrapped between hints, never inside one."""
    hints = (hint.replace(" ", "\N{NO-BREAK SPACE}") for hint in keys.split(" · "))
    return wrapped(" · ".join(hints), width)
