"""Drafts of interviews at once, where a system has locks and where it has none."""

from pathlib import Path

import pytest

from coo_advisor import drafts
from coo_advisor.drafts import open_draft
from coo_advisor.loading import load_questionnaire, packaged_questionnaire

SOURCE = packaged_questionnaire()
QUESTIONNAIRE = load_questionnaire(SOURCE)


def test_interviews_at_once_have_drafts_of_their_own(tmp_path: Path) -> None:
    """A draft that is held is left to who holds it; it is free again afterwards, and no lock stays."""
    with open_draft(tmp_path, SOURCE, QUESTIONNAIRE) as first, open_draft(tmp_path, SOURCE, QUESTIONNAIRE) as second:
        assert [first.path.name, second.path.name] == ["questions-1.json", "questions-2.json"]
    with open_draft(tmp_path, SOURCE, QUESTIONNAIRE) as third:
        assert third.path == first.path
    assert list(tmp_path.iterdir()) == []


def test_there_is_an_end_to_interviews_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every draft is held, that is an error, and nobody's draft is touched."""
    monkeypatch.setattr(drafts, "_MOST_AT_ONCE", 1)
    with (
        open_draft(tmp_path, SOURCE, QUESTIONNAIRE),
        pytest.raises(BlockingIOError, match="1 interviews are open at once"),
        open_draft(tmp_path, SOURCE, QUESTIONNAIRE),
    ):
        pass


def test_without_locks_a_draft_is_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a system without locks an interview still has its draft."""
    monkeypatch.setattr(drafts, "fcntl", None)
    with open_draft(tmp_path, SOURCE, QUESTIONNAIRE) as first, open_draft(tmp_path, SOURCE, QUESTIONNAIRE) as second:
        assert first.path == second.path
