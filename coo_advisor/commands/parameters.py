"""Parameters of commands, taken as they were typed, and quoted harmlessly if they don't fit.

Typer converts every parameter, given or not, with pydantic, whose import takes longer than all the rest of a start.
Texts and paths need no conversion that Python doesn't have, and defaults need none, so they are taken here; anything
else is left to typer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typer import TyperException
from typer.core import TyperCommand, TyperGroup

from coo_advisor.system.errors import AdvisorError

_CONVERSIONS: dict[Any, Callable[[Any], Any]] = {
    str: str,
    Path: Path,
    list[Path]: lambda values: [Path(value) for value in values],
}


class _AsTyped:
    """The conversion of one parameter; typer's own is asked for only if it is needed."""

    def __init__(self, parameter: Any) -> None:
        self._type = parameter.type_descriptor.annotation
        self._convert = _CONVERSIONS.get(self._type)
        self._typers_own = parameter.get_runtime_param

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None or type(value) is self._type:  # a default is what it is to be
            return value
        if self._convert is None:
            return self._typers_own().coerce(value, param=param, ctx=ctx)
        return self._convert(value)


class _Quick:
    """What commands and groups have in common; each is also one of typer's own."""

    def get_params(self, ctx: Any) -> Any:
        return _as_typed(super().get_params(ctx))  # type: ignore[misc]

    def get_help(self, ctx: Any) -> str:
        from coo_advisor.commands.help import help_text

        return help_text(self, ctx)

    def shell_complete(self, ctx: Any, incomplete: Any) -> Any:
        return _explained(super().shell_complete(ctx, incomplete), self, ctx)  # type: ignore[misc]


class QuickCommand(_Quick, TyperCommand):
    """A command whose texts and paths start no pydantic, and whose help is in the reader's language."""


class QuickGroup(_Quick, TyperGroup):
    """A group of commands like these."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        with _in_words():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        with _in_words():
            return super().invoke(ctx)

    def resolve_command(self, ctx: Any, args: Any) -> Any:
        """The command of a name. Raises AdvisorError if there is none."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            from coo_advisor.commands.help import help_words

            words = help_words()
            raise AdvisorError(words("usage_no_command", name=args[0], commands=", ".join(self.commands)))
        return super().resolve_command(ctx, args)


@contextmanager
def _in_words() -> Iterator[None]:
    """Says what is wrong with a command line in the reader's language. Raises AdvisorError."""
    try:
        yield
    except TyperException as error:
        if not hasattr(error, "ctx"):
            raise
        from coo_advisor.commands.help import usage_error

        raise AdvisorError(*usage_error(error)) from None


def _explained(items: Any, command: Any, ctx: Any) -> Any:
    """What a shell is offered, each with what it is for."""
    from coo_advisor.commands.help import option_sentence, sentence_of

    for item in items:
        for parameter in command.get_params(ctx):
            if item.value in (*parameter.opts, *parameter.secondary_opts):
                item.help = option_sentence(parameter, ctx)
        if item.value in getattr(command, "commands", {}):
            item.help = sentence_of(item.value, ctx)
    return items


def _as_typed(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        # A typer that converts in another way is left to it: slower, and just as right.
        if hasattr(parameter, "get_runtime_param") and "get_runtime_param" not in vars(parameter):
            conversion = _AsTyped(parameter)
            parameter.get_runtime_param = lambda conversion=conversion: conversion
    return parameters
