"""The documents of the project, taken apart."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROOFS = (ROOT / "docs" / "proofs.md").read_text(encoding="utf-8")
ANSWERS = ROOT / "docs" / "answers.yaml"


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next heading of its level or above."""
    (marks,) = re.findall(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    _, _, rest = text.partition(f"{marks} {title}\n")
    return re.split(rf"^#{{1,{len(marks)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of the tables in a text, without their backquotes; headings are left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    heads = {number - 1 for number, line in enumerate(lines) if set(line) <= set("|- :")}
    heads |= {number + 1 for number in heads}
    cells = [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in lines]
    return [each for number, each in enumerate(cells) if number not in heads]


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def module(path: str) -> ModuleType:
    """A script of the project, imported."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
