"""What an editor sees of a YAML file: the values of YAML 1.2, which its schema is held against."""

import re
from typing import Any

from coo_advisor.reading.tree import MapNode, ScalarNode, YamlNode


def unquoted(text: str) -> Any:
    """What YAML 1.2 makes of a word without quotes."""
    words = {"": None, "~": None, "null": None, "true": True, "false": False}
    number = float if "." in text else int
    return words[text] if text in words else number(text) if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]*)?", text) else text


def as_editors_read(node: YamlNode) -> Any:  # one line for each kind of value
    """A tree as the values that YAML 1.2 makes of it."""
    if isinstance(node, MapNode):
        return {key: as_editors_read(each) for key, each in node.entries.items()}
    if not isinstance(node, ScalarNode):
        return [as_editors_read(each) for each in node.items]
    return unquoted(node.text) if node.plain else node.text
