"""Drafts: what was confirmed is on disk, found again or kept aside, and each interview has its own."""

import json
import os
import re
from datetime import date
from pathlib import Path
from zlib import crc32

import pytest
from questionnaires import PLANT, PLANT_FILE

from coo_advisor.ask import drafts
from coo_advisor.ask.drafts import Draft, FoundDraft, Progress, open_draft
from coo_advisor.ask.plain import PlainPrompter
from coo_advisor.ask.question_page import drawn
from coo_advisor.ask.sitting import Request, Sitting
from coo_advisor.questionnaire.loading import load_questionnaire, packaged_questionnaire
from coo_advisor.verdict.space import Space
from coo_advisor.wording.words import load_words

SHIPPED = packaged_questionnaire()
"""Only its place is used, after which drafts are named."""
PROGRESS = Progress(
    date(2026, 11, 23), {"months": 28, "signs": ("pale",), "season": None}, {"nickname": "Née"}, told=True
)


def test_two_questionnaires_with_one_name_have_drafts_of_their_own(tmp_path: Path) -> None:
    """Each file's unfinished interview is found again from any folder; an edit of the file is reported as another version."""
    sources = [tmp_path / client / "questions.yaml" for client in ("one", "other")]
    for number, source in enumerate(sources):
        source.parent.mkdir()
        source.write_bytes(PLANT_FILE.read_bytes() + b"#" * number)
        with open_draft(tmp_path / "drafts", source, load_questionnaire(source)) as draft:
            assert draft.find() == FoundDraft()
            draft.keep(PROGRESS._replace(answers={"months": number + 1}))
    for number, source in enumerate(sources):
        with open_draft(tmp_path / "drafts", source, load_questionnaire(source)) as draft:
            progress = draft.find().progress
            assert progress is not None
            assert progress.answers == {"months": number + 1}
    sources[0].write_bytes(PLANT_FILE.read_bytes() + b"# edited")
    with open_draft(tmp_path / "drafts", sources[0], load_questionnaire(sources[0])) as draft:
        assert draft.find().why == "draft_other_version"


def test_what_was_kept_is_found_again(tmp_path: Path) -> None:
    """Another interview goes on from all that the one before it had; after it is discarded, nothing is found."""
    path = tmp_path / "new" / "folder" / "draft.json"
    for progress in (PROGRESS._replace(finished=True), PROGRESS._replace(told=False), PROGRESS):
        Draft(path, PLANT).keep(progress)
        assert Draft(path, PLANT).find() == FoundDraft(progress)
    draft = Draft(path, PLANT)
    assert not draft.behind
    assert draft.find() == FoundDraft(PROGRESS)
    assert draft.secure()
    draft.discard()
    assert not draft.secure()
    assert draft.find() == FoundDraft()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("started", "soon"),
        ("started", ["2026-11-23"]),
        ("answers", {"season": "growin"}),
        ("prefill", {"season": "growin"}),
    ],
)
def test_a_draft_that_does_not_fit_is_moved_aside(tmp_path: Path, key: str, value: object) -> None:
    """What another hand wrote is kept whole under another name, and none of it is taken over."""
    path = tmp_path / "draft.json"
    Draft(path, PLANT).keep(PROGRESS)
    content = json.dumps({**json.loads(path.read_text(encoding="utf-8")), key: value})
    path.write_text(content, encoding="utf-8")
    draft = Draft(path, PLANT)
    found = draft.find()
    assert (found.progress, found.why) == (None, "draft_damaged")
    assert found.moved_to
    assert found.moved_to.read_text(encoding="utf-8") == content
    assert re.fullmatch(r"draft\.damaged-\d{8}-\d{6}-\d{6}\.json", found.moved_to.name)
    assert list(tmp_path.iterdir()) == [found.moved_to]
    assert not draft.secure()


@pytest.mark.parametrize("recorded", [{"version": "1.0", "sha256": "0" * 64}, None])
def test_a_draft_of_another_version_gives_values_to_start_from(tmp_path: Path, recorded: object) -> None:
    """Nothing counts as answered, what still fits stands ready, and what doesn't is left out."""
    path = tmp_path / "draft.json"
    Draft(path, PLANT).keep(PROGRESS)
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["answers"] |= {"season": "growin", "bygone": "yes", "circling": None}
    path.write_text(json.dumps({**kept, "questionnaire": recorded}), encoding="utf-8")
    found = Draft(path, PLANT).find()
    assert found.why == "draft_other_version"
    assert found.progress
    assert found.progress.answers == {}
    assert found.progress.prefill == {"nickname": "Née", "months": 28, "signs": ("pale",)}


def test_what_could_not_be_kept_is_kept_once_it_can(tmp_path: Path) -> None:
    """A draft knows that the disk lacks its latest answers, and puts them there as soon as that works."""
    folder = tmp_path / "drafts"
    draft = Draft(folder / "draft.json", PLANT)
    folder.touch()
    with pytest.raises(OSError, match="exists"):
        draft.keep(PROGRESS)
    assert draft.behind
    assert not draft.secure()
    folder.unlink()
    assert draft.secure()
    assert not draft.behind
    assert Draft(draft.path, PLANT).find() == FoundDraft(PROGRESS)


def test_a_draft_with_all_answers_is_secure_whatever_else_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk it is still said where the answers are, even if how far the interview has come can't be kept."""
    draft = Draft(tmp_path / "draft.json", PLANT)
    draft.keep(PROGRESS)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(27, "File too large")

    with monkeypatch.context() as full:
        full.setattr(drafts, "write_atomically", refuse)
        for progress, secure in ((PROGRESS._replace(finished=True), True), (PROGRESS._replace(answers={}), False)):
            with pytest.raises(OSError, match="File too large"):
                draft.keep(progress)
            assert (draft.behind, draft.secure()) == (not secure, secure)
    assert draft.secure()
    assert draft.find() == FoundDraft(PROGRESS._replace(answers={}))


def test_what_a_killed_interview_left_half_written_is_removed(tmp_path: Path) -> None:
    """The next interview removes its unfinished file, and touches no other one."""
    half, other = (
        tmp_path / f".{crc32(name.encode()):08x}.7-7.tmp" for name in ("questions-1.json", "questions-2.json")
    )
    for each in (half, other):
        each.touch()
    with open_draft(tmp_path, SHIPPED, PLANT):
        assert not half.exists()
    assert list(tmp_path.iterdir()) == [other]


def test_what_cannot_be_removed_stops_no_interview(tmp_path: Path) -> None:
    """A folder in place of an unfinished file is left there; so is a draft whose own folder has gone."""
    (tmp_path / "drafts" / f".{crc32(b'questions-1.json'):08x}.7-7.tmp").mkdir(parents=True)
    with open_draft(tmp_path / "drafts", SHIPPED, PLANT) as draft:
        draft.keep(PROGRESS)
        (tmp_path / "drafts").rename(tmp_path / "moved")
        (tmp_path / "drafts").touch()
        draft.discard()
    assert Draft(tmp_path / "moved" / draft.path.name, PLANT).find() == FoundDraft(PROGRESS)


def test_interviews_at_once_have_drafts_of_their_own(tmp_path: Path) -> None:
    """A draft that is held is left to who holds it; it is free again afterwards, and no lock stays."""
    with open_draft(tmp_path, SHIPPED, PLANT) as first, open_draft(tmp_path, SHIPPED, PLANT) as second:
        assert [first.path.name, second.path.name] == ["questions-1.json", "questions-2.json"]
    with open_draft(tmp_path, SHIPPED, PLANT) as third:
        assert third.path == first.path
    assert list(tmp_path.iterdir()) == []


def test_there_is_an_end_to_interviews_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If every draft is held, that is an error, and nobody's draft is touched."""
    monkeypatch.setattr(drafts, "_MOST_AT_ONCE", 1)
    with (
        open_draft(tmp_path, SHIPPED, PLANT),
        pytest.raises(BlockingIOError, match="1 interviews are open at once"),
        open_draft(tmp_path, SHIPPED, PLANT),
    ):
        pass


def test_without_locks_a_draft_is_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system without locks an interview still has its draft."""
    monkeypatch.setattr(drafts, "fcntl", None)
    with open_draft(tmp_path, SHIPPED, PLANT) as first, open_draft(tmp_path, SHIPPED, PLANT) as second:
        assert first.path == second.path


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_a_lock_leads_nowhere_and_empties_nothing(tmp_path: Path) -> None:
    """A link in place of a lock makes no file and is left alone; what lies under a lock's name isn't emptied."""
    theirs, made = tmp_path / "theirs", tmp_path / "made"
    theirs.write_text("theirs")
    (tmp_path / "questions-1.lock").symlink_to(theirs)
    (tmp_path / "questions-2.lock").symlink_to(made)
    (tmp_path / "questions-3.lock").mkdir()
    (tmp_path / "questions-4.lock").hardlink_to(theirs)
    with open_draft(tmp_path, SHIPPED, PLANT) as draft:
        assert draft.path.name == "questions-4.json"
        draft.keep(PROGRESS)
    assert theirs.read_text() == "theirs"
    assert not made.exists()
    assert (tmp_path / "questions-1.lock").is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_if_no_lock_can_be_used_the_reason_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is the system's, so that the interview can say why nothing is kept."""
    monkeypatch.setattr(drafts, "_MOST_AT_ONCE", 1)
    (tmp_path / "questions-1.lock").symlink_to("elsewhere")
    with pytest.raises(OSError, match="symbolic links"), open_draft(tmp_path, SHIPPED, PLANT):
        pass


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("kind", ["pipe", "folder", "link"])
def test_what_is_no_file_is_moved_aside_like_a_damaged_draft(kind: str, tmp_path: Path) -> None:
    """Nobody waits for the other end of a pipe, and what lies in a draft's place doesn't keep answers from being kept."""
    path = tmp_path / "draft.json"
    {"pipe": os.mkfifo, "folder": os.mkdir, "link": lambda path: path.symlink_to("nowhere")}[kind](path)
    draft = Draft(path, PLANT)
    found = draft.find()
    assert found.why == "draft_damaged"
    assert [found.moved_to] == list(tmp_path.iterdir())
    draft.keep(PROGRESS)
    assert draft.find() == FoundDraft(PROGRESS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_command_that_goes_on_stands_on_one_line(tmp_path: Path, language: str) -> None:
    """Whatever the width, so that it can be copied from the screen."""
    words = load_words(language)
    with open_draft(tmp_path, packaged_questionnaire(), PLANT) as draft:
        draft.keep(Progress(date(2026, 11, 26), {"season": None}, {}))
        request = Request(packaged_questionnaire(), plain=True)
        farewell = Sitting(Space(PLANT), words, PlainPrompter(words), draft, request).farewell()
    for width in range(40, 91):
        assert request.resume_command() in drawn(farewell, width)
