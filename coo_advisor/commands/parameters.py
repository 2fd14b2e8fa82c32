"""Parameters of commands, taken as they were typed, and quoted harmlessly if they don't fit.

Typer converts every parameter, given or not, with pydantic, whose import takes longer than all the rest of a start.
Texts and paths need no conversion that Python doesn't have, so they are taken here; anything else is left to typer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typer import TyperException
from typer.core import TyperCommand, TyperGroup

from coo_advisor.system.visible import clean

_CONVERSIONS: dict[Any, Callable[[Any], Any]] = {
    str: str,
    Path: Path,
    list[Path]: lambda values: [Path(value) for value in values],
}


class _AsTyped:
    """The conversion of one parameter; typer's own is asked for only if it is needed."""

    def __init__(self, parameter: Any) -> None:
        self._convert = _CONVERSIONS.get(parameter.type_descriptor.annotation)
        self._typers_own = parameter.get_runtime_param

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return None
        if self._convert is None:
            return self._typers_own().coerce(value, param=param, ctx=ctx)
        return self._convert(value)


class QuickCommand(TyperCommand):
    """A command whose texts and paths start no pydantic."""

    def get_params(self, ctx: Any) -> Any:
        return _as_typed(super().get_params(ctx))


class QuickGroup(TyperGroup):
    """A group of commands whose own texts and paths start no pydantic."""

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        with _cleaned_messages():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: Any) -> Any:
        with _cleaned_messages():
            return super().invoke(ctx)

    def get_params(self, ctx: Any) -> Any:
        return _as_typed(super().get_params(ctx))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Lists the commands by what they are for, each with its first sentence, whole."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command: Any = self.get_command(ctx, name)
            sentence = " ".join((command.help or "").split("\n\n")[0].split())
            groups.setdefault(getattr(command, "rich_help_panel", None) or "Commands", []).append((name, sentence))
        for title, rows in groups.items():
            with formatter.section(title):
                formatter.write_dl(rows)


@contextmanager
def _cleaned_messages() -> Iterator[None]:
    """Cleans what typer says of a word that doesn't fit: it quotes the word, which may be a file's name."""
    try:
        yield
    except TyperException as error:
        error.message = clean(error.message)
        raise


def _as_typed(parameters: list[Any]) -> list[Any]:
    for parameter in parameters:
        # A typer that converts in another way is left to it: slower, and just as right.
        if hasattr(parameter, "get_runtime_param") and "get_runtime_param" not in vars(parameter):
            conversion = _AsTyped(parameter)
            parameter.get_runtime_param = lambda conversion=conversion: conversion
    return parameters
