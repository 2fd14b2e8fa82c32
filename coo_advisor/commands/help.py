"""What `--help` says of a command, and what is wrong with a command line, in the language of whoever asks."""

import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from coo_advisor.ask.question_page import wrapped
from coo_advisor.commands.options import locale_language
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.report.formats import SUFFIXES
from coo_advisor.system.streams import prose_width
from coo_advisor.system.visible import clean
from coo_advisor.wording.words import LANGUAGES, Words, load_words

_PROGRAM = "coo-advisor"
_LONGEST_NAME = 26
"""Columns of an option's name beside which its sentence still stands on the same line."""


def help_words() -> Words:
    """The words of `--lang`, wherever it stands on the command line, or of the locale."""
    given = [*sys.argv[1:], ""]
    named = next((after for before, after in pairwise(given) if before == "--lang"), "")
    named = named or next((each.partition("=")[2] for each in given if each.startswith("--lang=")), "")
    spoken = named if named in LANGUAGES else locale_language()
    if spoken not in LANGUAGES:
        spoken = load_questionnaire(packaged_questionnaire()).languages[0]
    return load_words(spoken)


def help_text(command: Any, context: Any) -> str:
    """All that is to be said of a command; `command` and `context` are typer's."""
    words, path = help_words(), _path(context)
    sections = [_usage(command, context, words), _about(path, words)]
    options = [each for each in command.get_params(context) if each.param_type_name == "option" and not each.hidden]
    arguments = [(_metavar(each, words), _of(each, path, words)) for each in _arguments(command, context)]
    sections.append(_listed(words("help_arguments"), arguments))
    groups = getattr(command, "commands", {})
    for group in dict.fromkeys(_group(each) for each in groups.values()):
        title = words(f"help_group_{group}") if group else words("help_commands")
        commands = [(name, _first(name, path, words)) for name, each in groups.items() if _group(each) == group]
        sections.append(_listed(title, commands))
    sections.append(_listed(words("help_options"), [(_names(each, words), _of(each, path, words)) for each in options]))
    sections.append(_listed_plainly(words("help_examples"), (command.epilog or "").split("\n")))
    return "\n\n".join(filter(None, sections))


def sentence_of(name: str, context: Any) -> str:
    """What one command of a group does, for a shell that completes its name."""
    return _first(name, _path(context), help_words())


def option_sentence(parameter: Any, context: Any) -> str:
    """What an option does, for a shell that completes its name."""
    return _of(parameter, _path(context), help_words())


def _path(context: Any) -> tuple[str, ...]:
    """The names of the commands that lead to a context, without the program's."""
    names: list[str] = []
    while context.parent is not None:
        names.insert(0, context.info_name)
        context = context.parent
    return tuple(names)


def _usage(command: Any, context: Any, words: Words) -> str:
    arguments = " ".join(_metavar(each, words) for each in _arguments(command, context))
    inner = words("help_command") if getattr(command, "commands", {}) else ""
    usage = " ".join(filter(None, (_PROGRAM, *_path(context), words("help_any_options"), arguments, inner)))
    return words("colon", label=words("help_usage"), text=usage)


def _arguments(command: Any, context: Any) -> list[Any]:
    return [each for each in command.get_params(context) if each.param_type_name == "argument"]


def _about(path: tuple[str, ...], words: Words) -> str:
    return wrapped(words("_".join(("help", *path))), prose_width())


def _first(name: str, path: tuple[str, ...], words: Words) -> str:
    """The first sentence of what a command does."""
    return words("_".join(("help", *path, name))).partition(". ")[0].rstrip(".") + "."


def _of(parameter: Any, path: tuple[str, ...], words: Words) -> str:
    """What an option or an argument is for: of one command if that has words of its own for it."""
    own = "_".join(("option", *(path or ("ask",)), parameter.name))
    key = own if own in words.texts else f"option_{parameter.name}"
    return words(key, suffixes=", ".join(SUFFIXES), languages=", ".join(LANGUAGES))


def _group(command: Any) -> str:
    panel = command.rich_help_panel
    return panel if isinstance(panel, str) else ""


def _names(option: Any, words: Words) -> str:
    names = ", ".join([*sorted(option.opts, key=len), *option.secondary_opts])
    return names if option.is_flag else f"{names} {_metavar(option, words)}"


def _metavar(parameter: Any, words: Words) -> str:
    """What stands for a value: a word of the reader's language, or the values there are; never a type."""
    if parameter.metavar:
        return re.sub(r"[A-Z]{2,}", lambda match: words.texts.get(f"metavar_{match[0]}", match[0]), parameter.metavar)
    return "|".join(_values(parameter)) or parameter.name.upper()


def _values(parameter: Any) -> tuple[str, ...]:
    """The words that a parameter takes, if these are all."""
    return tuple(getattr(parameter.type_descriptor.annotation, "__members__", {}).values())


def _listed(title: str, rows: list[tuple[str, str]]) -> str:
    """A heading, and names with what they mean beside them, or below if they are long."""
    if not rows:
        return ""
    column = 2 + max(len(name) for name, _ in rows if len(name) <= _LONGEST_NAME)
    lines = [f"{title}"]
    for name, sentence in rows:
        beside = len(name) <= _LONGEST_NAME
        start = f"  {name:{column}}" if beside else " " * (column + 2)
        lines += [] if beside else [f"  {name}"]
        lines.append(wrapped(sentence, prose_width(), start, " " * (column + 2)))
    return "\n".join(lines)


def _listed_plainly(title: str, lines: list[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)]) if any(lines) else ""


def usage_error(error: Any) -> Iterator[str]:
    """What is wrong with a command line, and where help is; `error` is typer's."""
    words, context = help_words(), error.ctx
    yield _wrong(error, words)
    if context is not None:
        yield words("usage_help", command=" ".join((_PROGRAM, *_path(context), "--help")))


def _wrong(error: Any, words: Words) -> str:
    """One sentence; what typer alone knows stays in its own words."""
    parameter = getattr(error, "param", None)
    if (option := getattr(error, "option_name", None)) is not None:
        if possible := getattr(error, "possibilities", None):
            return words("usage_no_option_but", option=option, options=", ".join(sorted(possible)))
        needs_value = type(error).__name__ == "BadOptionUsage"
        return words("usage_needs_value" if needs_value else "usage_no_option", option=option)
    if parameter is not None:
        name = parameter.opts[-1] if parameter.param_type_name == "option" else _metavar(parameter, words)
        if type(error).__name__ == "MissingParameter":
            return words("usage_missing", name=name)
        values = _values(parameter)
        known = words("usage_one_of", values=", ".join(values)) if values else words("usage_a_number")
        return words("usage_wrong_value", name=name, known=known)
    said = clean(error.format_message())
    if said.startswith("Got unexpected extra argument"):
        return words("usage_too_much", given=said.partition("(s) ")[2].strip("()"))
    return said
