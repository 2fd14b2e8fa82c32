"""Memory that stays flat, however long a table is."""

from collections.abc import Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

MOST = 100_000
"""Entries of one memory, which starts afresh beyond them."""


def remember(memory: dict[Key, Value], key: Key, value: Value) -> Value:
    """Keeps a value that was worked out, and gives it back."""
    if len(memory) >= MOST:
        memory.clear()
    memory[key] = value
    return value
