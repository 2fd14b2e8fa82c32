"""The leads that founders agreed to be kept: a folder of answers files, one a lead, which only their owner can read."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from hashlib import sha256
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from coo_advisor.questionnaire.answers import LONGEST_TEXT, SUFFIXES, as_yaml, written_answers
from coo_advisor.questionnaire.flow import Answers
from coo_advisor.questionnaire.model import Questionnaire
from coo_advisor.reading.shapes import did_you_mean, nearest
from coo_advisor.reading.tree import ScalarNode, YamlNode, parse_document, read_bytes
from coo_advisor.system.clock import later
from coo_advisor.system.errors import AdvisorError, InvalidFile, Problem, Said, reason_of
from coo_advisor.system.files import holds_files, is_unfinished, make_private_folder, taken, write_atomically
from coo_advisor.system.visible import clean

_SUFFIX = ".yaml"

_LONGEST_NAME = 20
"""Characters of a company's name in an id."""

_LONGEST_DAY = len("2026-11-23")

_AGE = re.compile(r"([0-9]{1,4})(d|mo|y)")


class Consent(NamedTuple):
    """What a founder agreed to: the day, and the sentence as it was shown."""

    day: date
    sentence: str


class LeadFile(NamedTuple):
    """One file of a folder.

    `company` and `day`, that of the last contact, are as far as the file says; `problem` is what makes it
    unreadable. `digest` stands for what was read, and is empty if nothing could be.
    """

    id: str
    path: Path
    company: str = ""
    day: date | None = None
    problem: InvalidFile | None = None
    digest: str = ""


class Age(NamedTuple):
    """How long something lasts, in calendar months and days."""

    months: int
    days: int

    def after(self, day: date) -> date:
        """The day so much later."""
        return later(day, self.months, self.days)


LONGEST_KEPT = Age(months=36, days=0)
"""After the last contact: what the consent promises."""


def default_folder() -> Path:
    """The folder of the user's own leads."""
    from platformdirs import user_data_path

    return user_data_path("coo-advisor") / "leads"


def parse_age(text: str) -> Age:
    """An age as it is typed: 30d, 18mo or 3y. Raises AdvisorError."""
    match = _AGE.fullmatch(text)
    if match is None:
        raise AdvisorError(Said("“{text}” is not an age. Write a number and its unit: 30d, 18mo or 3y.", text=text))
    number, unit = int(match[1]), match[2]
    return Age(0, number) if unit == "d" else Age(number * (12 if unit == "y" else 1), 0)


def check_folder(folder: Path) -> None:
    """Finds out before anything is asked whether leads can be kept in a folder, or in one made. Raises AdvisorError."""
    if not holds_files(next(filter(taken, (folder, *folder.parents)), Path())):
        raise AdvisorError(Said("Leads can't be kept in {folder}. Check the folder, or name another.", folder=folder))


def keep_lead(
    folder: Path, questionnaire: Questionnaire, answers: Answers, consent: Consent, day: date | None = None
) -> Path:
    """Writes a new lead file, whole and on disk when this returns. Raises OSError; nothing is left behind then.

    `day` is that of the answers (default: that of the consent).
    """
    make_private_folder(folder)
    agreed = {"at": consent.day.isoformat(), "sentence": consent.sentence}
    content = as_yaml({"consent": agreed, **written_answers(questionnaire, answers, day or consent.day)})
    company = str(answers.get(questionnaire.company_question.id) or "") if questionnaire.company_question else ""
    length = 2
    while True:
        id = "-".join(filter(None, (consent.day.isoformat(), _name(company), os.urandom(length).hex())))
        path = folder / (id + _SUFFIX)
        try:
            write_atomically(path, content, replace=False, private=True, durable=True)
        except FileExistsError:
            length += 1
        else:
            return path


def _name(company: str) -> str:
    """A company's name in letters, digits and hyphens that every file system takes."""
    letters = normalize("NFKD", company.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = letters.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_NAME].strip("-")


def read_leads(folder: Path, questionnaire: Questionnaire) -> tuple[LeadFile, ...]:
    """The leads of a folder, by id; none if there is no folder. Raises AdvisorError if it can't be read.

    What a lead answered is not looked at: a lead of another version of the questionnaire can still be forgotten.
    """
    try:
        paths = [path for path in folder.iterdir() if path.is_file()]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise _unreadable(folder, error) from None
    called = questionnaire.company_question.id if questionnaire.company_question else ""
    return tuple(sorted(_leads(paths, called), key=lambda lead: lead.id))


def check_readable(folder: Path) -> bool:
    """Whether there is a folder of leads. Raises AdvisorError if it can't be read."""
    try:
        next(folder.iterdir(), None)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unreadable(folder, error) from None
    return True


def unfinished_leads(folder: Path) -> list[LeadFile]:
    """What writers left in a folder, or still write."""
    return [_unfinished(path) for path in sorted(folder.glob(".*")) if is_unfinished(path) and path.is_file()]


def lead_id(path: Path) -> str:
    """The id of the lead in a file."""
    return path.name.removesuffix(_SUFFIX)


def short_ids(ids: Iterable[str]) -> dict[str, str]:
    """Each id with the start of it that is enough to name it among all of them; a day stays whole."""
    ordered = sorted(ids)
    starts = {}
    for before, id, after in zip(["", *ordered], ordered, [*ordered[1:], ""], strict=False):
        shared = max(
            sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(id, other, strict=False)))
            for other in (before, after)
        )
        starts[id] = id[: max(shared + 1, _LONGEST_DAY)]
    return starts


def _leads(paths: Iterable[Path], called: str) -> Iterator[LeadFile]:
    for path in paths:
        if is_unfinished(path):
            yield _unfinished(path)
        elif path.suffix in SUFFIXES and not path.name.startswith("."):
            yield _lead(path, called)


def _lead(path: Path, called: str) -> LeadFile:
    lead = LeadFile(path.name.removesuffix(_SUFFIX), path)
    try:
        content = read_bytes(path)
        lead = lead._replace(digest=_digest(content))
        root = parse_document(content, str(path))
    except InvalidFile as problem:
        return lead._replace(problem=problem)
    return lead._replace(company=_text(root, called), day=_day(_text(root, "answered_at")))


def _unfinished(path: Path) -> LeadFile:
    """What a writer left, or still writes; it goes by its own name, and by the day on which it was last written."""
    remedy = Said("If it stays, `coo-advisor leads forget {name}` removes it.", name=path.name)
    problem = Problem(str(path), None, (), "is not finished: it is being written, or its writing was cut off", remedy)
    lead = LeadFile(path.name, path, problem=InvalidFile([problem]))
    with suppress(OSError, InvalidFile):  # it may have got its name by now
        written = date.fromtimestamp(path.stat().st_mtime)  # noqa: DTZ012  # the user's day, as all days here
        return lead._replace(day=written, digest=_digest(read_bytes(path)))
    return lead


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _text(root: YamlNode, key: str) -> str:
    node = root.get(key)
    return clean(node.text[:LONGEST_TEXT]) if isinstance(node, ScalarNode) and not node.null else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def find_lead(leads: Iterable[LeadFile], id: str, *, whole: bool = False) -> LeadFile:
    """The lead with an id, or unless `whole` the only one whose id starts so. Raises AdvisorError with the nearest."""
    by_id = {lead.id: lead for lead in leads}
    if id in by_id:
        return by_id[id]
    starting = [known for known in by_id if id and known.startswith(id)]
    if len(starting) == 1 and not whole:
        return by_id[starting[0]]
    if starting:
        template = "“{id}” is only the start of {ids}. Write the whole id."
        raise AdvisorError(Said(template, id=id, ids=", ".join(starting)))
    near = nearest(id, by_id)
    remedy = did_you_mean(near) if near else Said("`coo-advisor leads` lists them.")
    raise AdvisorError(Said("No lead is called “{id}”. {remedy}", id=id, remedy=remedy))


def older(leads: Iterable[LeadFile], age: Age, today: date) -> list[LeadFile]:
    """The leads whose last contact was longer ago than an age."""
    return [lead for lead in leads if lead.day and age.after(lead.day) < today]


def forget_lead(lead: LeadFile) -> None:
    """Deletes a lead's file; nothing if it has gone already.

    Raises AdvisorError if the file has changed since it was read, can't be deleted, or is a link: the answers are
    elsewhere then, and would stay.
    """
    if lead.path.is_symlink():
        template = "{path} is a link to {target}. Delete both yourself."
        raise AdvisorError(Said(template, path=lead.path, target=lead.path.readlink()))
    if lead.path.exists() and not _is_unchanged(lead):
        template = "{path} has changed since it was listed, and is left. `coo-advisor leads` lists it anew."
        raise AdvisorError(Said(template, path=lead.path))
    try:
        lead.path.unlink(missing_ok=True)
    except OSError as error:
        template = "{path} can't be deleted ({reason}). Check the folder's permissions."
        raise AdvisorError(Said(template, path=lead.path, reason=reason_of(error))) from None


def _is_unchanged(lead: LeadFile) -> bool:
    """Whether a file still holds what was read of it."""
    try:
        return _digest(read_bytes(lead.path)) == lead.digest
    except InvalidFile:
        return not lead.digest


def _unreadable(folder: Path, error: OSError) -> AdvisorError:
    template = "{path} can't be read ({reason}). Check the folder, or name another."
    return AdvisorError(Said(template, path=folder, reason=reason_of(error)))
