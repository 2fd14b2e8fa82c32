"""Text from outside: nothing in it can move a cursor, hide or run."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_advisor.system.visible import brief, clean, first_hidden

ANY = st.text(st.characters(codec=None)) | st.text(
    st.sampled_from("\x1b[]m;2J\x07\\ a\n\x9b\u202e\u200b\ud800é👩\u200d")
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Atelier Nord", "Atelier Nord"),
        ("  Atelier \t Nord\r\n", "Atelier Nord"),
        ("a\nb\u2028c\x85d\x0be", "a b c d e"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[1;1Htop", "top"),
        ("\x1b]52;c;aGVsbG8=\x07copied", "copied"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bP1$r0m\x1b\\device", "device"),
        ("\x1b]0;never ends", ""),
        ("\x1bcreset", "reset"),
        ("half\x1b", "half"),
        ("X\x1b[0mX\x00Y", "XXY"),
        ("\x9b31mC1", "31mC1"),
        ("a\x00b\x07c\x7fd", "abcd"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("\u2066a\u2069\u200eb\u061c", "ab"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("\ud800lone\udfff", "lone"),
        ("not\ufffe\uffffcharacters", "notcharacters"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("1\u202f200\u00a0€", "1\u202f200\u00a0€"),
        ("e\u0301te\u0301", "été"),
        ("[red]not markup[/red] :smile:", "[red]not markup[/red] :smile:"),
        ("", ""),
    ],
)
def test_only_what_can_be_seen_is_left(text: str, shown: str) -> None:
    """Escape sequences, controls, direction marks and stray halves go; letters, emoji and their joiners stay."""
    assert clean(text) == shown


@given(ANY)
def test_nothing_dangerous_is_ever_left(text: str) -> None:
    """Whatever comes in, one line without control, format or surrogate characters comes out."""
    cleaned = clean(text)
    left = {unicodedata.category(character) for character in cleaned if character not in "\u200c\u200d"}
    assert left.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert "  " not in cleaned
    assert cleaned == cleaned.strip(" ")
    assert cleaned.encode().decode() == cleaned


@given(ANY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What is clean stays as it is, so it is safe to clean on the way in and on the way out."""
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters="\ufffe\uffff")))
def test_visible_text_is_kept(text: str) -> None:
    """Letters, digits, punctuation and symbols of any script come through, composed."""
    assert clean(text) == unicodedata.normalize("NFC", text)


@given(ANY)
def test_what_hides_is_found(text: str) -> None:
    """The first hidden character is one that cleaning removes, and a clean text has none."""
    assert first_hidden(clean(text)) == ""
    hidden = first_hidden(text)
    assert hidden == "" or hidden not in clean(text)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("a\x1bb\x07", "\x1b"),
        ("a\n\t\r\nb", ""),
        ("a\nb\u2028c", "\u2028"),
        ("a\x0bb", "\x0b"),
        ("1\u202f200", ""),
        ("👩\u200d🚀", ""),
    ],
)
def test_the_first_hidden_character_is_told(text: str, hidden: str) -> None:
    """A newline, a tab, a French space and an emoji's joiner don't hide; an escape does, and a line break nobody types."""
    assert first_hidden(text) == hidden


def test_a_brief_text_is_cleaned_and_cut() -> None:
    """A message quotes the first few characters of whatever a file holds."""
    assert brief("a\x1b[31mb\nc") == "ab c"
    assert brief("x" * 40) == "x" * 40
    assert brief("x" * 41) == "x" * 40 + "…"
    assert len(brief("x\u0301" * 1_000_000)) <= 41
