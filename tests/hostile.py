"""Texts that try to do something, for every way into the program and out of it; each also says "evil", to be seen."""

import re
import unicodedata

CONTROLS = {
    "colour": "\x1b[5;31mevil\x1b[0m",
    "cursor": "\x1b[2J\x1b[1;1Hevil\x1b[8m",
    "title": "evil\x1b]0;pwned\x07",
    "title never ended": "evil\x1b]0;pwned",
    "clipboard": "evil\x1b]52;c;cHduZWQ=\x07",
    "link of a terminal": "\x1b]8;;https://evil.example\x1b\\evil\x1b]8;;\x1b\\",
    "device": "evil\x1bP1$r0m\x1b\\\x1bc\x1b[6n",
    "escape in an escape": "\x1b\x1b[31m[5;31mevil",
    "C1": "\x9b5;31mevil\x9d0;pwned\x9c\x90\x85",
    "C0": "evil\x00\x07\x08\x7f\x0e",
    "bidirectional": "evil\u202egnp.exe\u202c\u2066a\u2069\u200f\u061c",
    "zero width": "e\u200bv\u2060i\ufeffl evil\u00ad",
    "tags": "evil\U000e0065\U000e0076",
    "lone surrogates": "\ud83devil\udfff",
    "not characters": "evil\ufffe\uffff",
    "newlines": "evil\r\n\n# evil\n\n- evil\v\f\u2028\u2029evil",
}
"""Escape sequences, and characters that a terminal or an editor obeys."""

MARKUP = {
    "rich": "[red]evil[/red] [/x] [link=https://evil.example]evil[/link] :smile:",
    "markdown": "*evil* _evil_ **evil** ~~evil~~ `evil` ==evil== $evil$ ^evil^",
    "markdown link": "[evil](https://evil.example) ![evil](https://evil.example/x.png) <https://evil.example>",
    "markdown table": "evil | evil |\n|---|---|\n| evil |",
    "markdown reference": "[evil]: https://evil.example\n[^1]: evil [^1] [[evil]]",
    "markdown heading": "# evil",
    "markdown list": "- evil",
    "markdown numbers": "1. evil",
    "markdown rule": "---",
    "markdown definition": ": evil",
    "markdown box": "!!! evil",
    "markdown attributes": 'evil {#evil .evil onclick="alert(1)"} {{ evil }} {% evil %}',
    "bare links": "https://evil.example www.evil.example _http://evil.example xhttp://evil.example mailto:e@evil.example",
    "html": "<script>alert('evil')</script><img src=x onerror=alert(1)><!-- evil",
    "html attribute": "\"><svg onload=alert(1)>evil ' onmouseover='alert(1)",
    "html entity": "&lt;evil&gt; &#60;script&#62; &colon;",
    "end of html": "</title></style></main></body></html>evil",
    "placeholders": "{company} {0} {0.__class__} %s %(evil)s ${evil} evil",
    "yaml": 'evil: [*evil, &evil, !!python/object/apply:os.system ["evil"]] # evil',
    "json": '"}], "evil": true, "x": [{"',
    "null": "null # evil",
    "question mark": "?",
}
"""What another program would take for its own language."""

FORMULAS = {
    "formula": '=HYPERLINK("https://evil.example","evil")',
    "formula plus": "+evil|' /C calc'!A0",
    "formula minus": "-2+3+evil",
    "formula at": "@SUM(1)*evil",
    "formula of full width": "＝1+evil",
    "formula tab": "\t=evil",
    "formula return": "\r=evil",
    "cells": 'evil";"evil,evil\tevil',
}
"""What a spreadsheet would compute, or split."""

PATHS = {
    "path up": "../../etc/evil",
    "path of a system": "/etc/evil",
    "path of a home": "~root/evil",
    "path of Windows": "..\\..\\evil:C:\\evil",
    "device of Windows": "CON evil",
    "hidden file": ".evil",
    "option": "--evil",
    "shell": "evil; touch evil $(touch evil) `touch evil` ' \" & | > evil",
}
"""What would choose where a file goes, or run, if it were taken for a path or a command."""

LONG = {
    "1 MB": "evil" * 250_000,
    "1 MB of escapes": "evil" + "\x1b]52;c;" * 140_000,
    "1 MB of digits in an escape": "evil\x1b[" + "0" * 1_000_000,
    "1 MB of newlines": "evil" + "\n" * 1_000_000,
    "1 MB of markup": "evil" + "[*<" * 330_000,
    "1 MB of accents": "evil" + "\u0301" * 500_000,
}
"""More than any answer has."""

TEXTS = CONTROLS | MARKUP | FORMULAS | PATHS
"""Everything that is as short as an answer."""

_STYLE = re.compile(r"\x1b\[[0-9;]*m")
_JOINERS = "\u200c\u200d"


def active(output: str) -> set[str]:
    """The characters of an output that do something: controls, directions, what can't be seen, and halves."""
    kinds = ("Cc", "Cf", "Cs", "Zl", "Zp")
    found = {each for each in output if each != "\n" and each not in _JOINERS}
    return {each for each in found if unicodedata.category(each) in kinds or each in "\ufffe\uffff"}


def styles(output: str) -> set[str]:
    """The colours that an output sets."""
    return set(_STYLE.findall(output))


def without_styles(output: str) -> str:
    """An output without the colours that it sets."""
    return _STYLE.sub("", output)
