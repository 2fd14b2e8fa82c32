"""The page: the questionnaire, the tables and the script that follows them, in one file that fetches nothing."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from itertools import islice
from typing import Any

from coo_advisor.leads.mail import BEGINS, ENDS
from coo_advisor.questionnaire.answers import LONGEST_TEXT
from coo_advisor.questionnaire.model import Condition, Question, Questionnaire
from coo_advisor.system.errors import AdvisorError, Said
from coo_advisor.system.resources import packaged
from coo_advisor.system.visible import clean
from coo_advisor.web_page.replay import differences
from coo_advisor.web_page.tables import Tables, compile_tables
from coo_advisor.wording.words import Text, Words, load_words

_HERE = packaged("web_page")

_NAMES = {"en": "English", "fr": "Français"}
"""What each language calls itself."""

_WORDS = (
    "thousands", "months", "date", "first_day", "colon", "list_and", "list_or", "list_join", "several_join", "dont_know",
    "skipped", "none_chosen", "settled_title", "settled_go_on", "review_title", "review_done", "answered_on",
    "leads_to", "turns_on_hidden", "why", "what_answers_show", "next_step", "by_date", "then",
)  # fmt: skip
"""The program's words that the page says too, beside those that begin with page_."""

_LINKS = ("http://", "https://", "mailto:", "tel:")
"""What a link on the page may begin with."""

_ADDRESS = re.compile(r"[^\s@?&%,;:<>\"']+@[^\s@?&%,;:<>\"']+\.[^\s@?&%,;:<>\"']+")


def render_page(questionnaire: Questionnaire, mail: str | None = None) -> str:
    """The page as HTML; the same questionnaire and address give the same bytes.

    `mail` is where the answers go (default: the consultant's address; with neither the page offers no mail). Raises
    AdvisorError if the address is none, if the questionnaire is too large for a page, or if the page's tables would say
    something else than the program.
    """
    tables = compile_tables(questionnaire)
    wrong = next(islice(differences(questionnaire, tables.data), 1), None)
    if wrong is not None:
        template = (
            "The page would say something else than the program, and was not written. This is a mistake of the "
            "program: please report it with the questionnaire and these answers: {answers}"
        )
        raise AdvisorError(Said(template, answers=json.dumps(wrong)))
    address = _address(questionnaire, mail)
    style, script = _lean("page.css"), _lean("follow.js") + _lean("page.js")
    first = questionnaire.languages[0]
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    parts = {
        "language": first,
        "policy": policy,
        "title": escape(clean(load_words(first).of(questionnaire.title))),
        "style": style,
        "paper": "".join(_paper(questionnaire, load_words(each), address) for each in questionnaire.languages),
        "data": _as_script_data(_data(questionnaire, tables, address)),
        "script": script,
    }
    template = (_HERE / "page.html").read_text(encoding="utf-8")
    return re.sub(r"@(\w+)@", lambda match: parts[match[1]], template)


def _address(questionnaire: Questionnaire, mail: str | None) -> str:
    contacts = questionnaire.consultant.contacts
    own = next((each.removeprefix("mailto:") for each in contacts if each.startswith("mailto:")), "")
    address = own.partition("?")[0] if mail is None else mail
    if address and not _ADDRESS.fullmatch(address):
        template = "“{address}” is not an e-mail address. Write one such as name@example.com."
        raise AdvisorError(Said(template, address=address))
    return address


def _lean(name: str) -> str:
    """A script or style sheet without comments, and without the spaces that only readers need."""
    lines = (line.strip() for line in (_HERE / name).read_text(encoding="utf-8").split("\n"))
    content = "\n".join(line for line in lines if line and not line.startswith("//"))
    spaces = _SPACES_OF_STYLE if name.endswith(".css") else _SPACES_OF_SCRIPT
    return spaces.sub(lambda match: "".join(filter(None, match.groups())), content) + "\n"


_LITERAL = r"""("(?:[^"\\\n]|\\.)*"|(?<=\()/(?![*/])(?:[^/\\\n]|\\.)+/|(?<=[|&] )/(?:[^/\\\n]|\\.)+/)"""
"""What stays as it is: a string, or a pattern that is an argument or an operand."""

_SPACES_OF_SCRIPT = re.compile(_LITERAL + r"|\s*([-{(\[,;:?=+*<>|&!]+)\s*|[ ]*([})\]]+)[ ]*")
_SPACES_OF_STYLE = re.compile(r"(\([^)]*\))|;?\s*([}])\s*|[ ]*([{;,]|:(?= ))\s*")


def _hash(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _as_script_data(data: dict[str, Any]) -> str:
    """JSON that ends no script element, whatever a text says."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _data(questionnaire: Questionnaire, tables: Tables, address: str) -> dict[str, Any]:
    """All that the page knows beside what stands on paper; texts that answers choose among are numbered."""
    asked = [_asked(*pair) for pair in zip(tables.data["questions"], questionnaire.questions, strict=True)]
    consultant = questionnaire.consultant
    words = {language: load_words(language) for language in questionnaire.languages}
    return {
        "version": clean(questionnaire.version),
        "sha256": questionnaire.sha256,
        "languages": questionnaire.languages,
        "names": {language: _NAMES.get(language, language) for language in questionnaire.languages},
        "keeper": clean(consultant.name or ""),
        "roles": {language: _text(consultant.role, each) for language, each in words.items()},
        "contacts": _contacts(questionnaire),
        "mail": address,
        "longest": LONGEST_TEXT,
        "begins": BEGINS,
        "ends": ENDS,
        "tables": {**tables.data, "questions": asked},
        "texts": {language: [_text(text, each) for text in tables.texts] for language, each in words.items()},
        "asks": {
            language: [
                [_text(text, each) for text in (question.short, *_said(question, questionnaire))]
                for question in questionnaire.questions
            ]
            for language, each in words.items()
        },
        "words": {
            key: [each(named) for each in words.values()] for key, named in _keys(words[questionnaire.languages[0]])
        },
    }


def _contacts(questionnaire: Questionnaire) -> list[str]:
    return [each for each in questionnaire.consultant.contacts if each.startswith(_LINKS)]


def _keys(words: Words) -> list[tuple[str, str]]:
    """The keys of what the page says, in the page and in the program: without `page_`, and with it."""
    own = [key for key in words.texts if key.startswith("page_") and not key.startswith("page_paper")]
    return [(key.removeprefix("page_"), key) for key in (*own, *_WORDS)]


def _text(text: Text | None, words: Words) -> str:
    return clean(words.of(text)) if text else ""


def _said(question: Question, questionnaire: Questionnaire) -> list[Text | None]:
    """How the answers to a question that a finding cites are said; of a number, one and many of what it counts."""
    if question.numbers:
        return list(question.unit or ())
    conditions = [finding.when for finding in questionnaire.findings if question.id in finding.answers]
    if not conditions:
        return []
    return [
        choice.says if any(_allows(each, question, choice.id) for each in conditions) else None
        for choice in question.choices
    ]


def _allows(condition: Condition, question: Question, id: str) -> bool:
    """Whether a condition can hold if this choice is the answer to a question, or one of several."""
    return any(
        all(id in clause.choices for clause in alternative if clause.question == question.id)
        for alternative in condition
    )


def _asked(rows: dict[str, Any], question: Question) -> dict[str, Any]:
    """The rows of a question, and what a form needs to know of it, as far as it isn't the usual."""
    form = {"confidential": question.confidential, "limit": question.most, "format": question.format}
    data = {key: value for key, value in (rows | form).items() if value and value != "choice"}
    return data | (question.numbers._asdict() if question.numbers else {})


def _paper(questionnaire: Questionnaire, words: Words, address: str) -> str:
    """All questions as they stand on paper, for a browser that runs no script; one that does reads them here."""

    def text(each: Text) -> str:
        return escape(clean(words.of(each)))

    def item(question: Question) -> str:
        help = f"<p>{text(question.help)}</p>" if question.help else ""
        labels = "" if question.numbers else "".join(f"<li>{text(choice.label)}" for choice in question.choices)
        return f"<li>{text(question.ask)}{help}" + (f"<ul>{labels}</ul>" if labels else "")

    contacts = [f"mailto:{address}"] if address else _contacts(questionnaire)
    links = ", ".join(f'<a href="{escape(each)}">{escape(re.sub("^(mailto|tel):", "", each))}</a>' for each in contacts)
    to = " " + escape(words.texts["page_paper_to"]).replace("{address}", links) if links else ""
    return (
        f'<section lang="{words.language}"><h1>{text(questionnaire.title)}</h1><p>{text(questionnaire.intro)}'
        f"<p>{escape(words('page_paper'))}{to}<ol>{''.join(map(item, questionnaire.questions))}</ol></section>"
    )
