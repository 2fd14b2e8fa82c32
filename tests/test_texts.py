"""Text from outside: nothing in it can move a cursor, hide or run."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_advisor.system.visible import brief, clean, first_hidden

ANY = st.text(st.characters(codec=None)) | st.text(
    st.sampled_from(
        "\x1b[]m;2J\x07\\ a\n\x9b\u202e\u200b\ud800é👩\u200d\u200c\ufe0f\u0301\u0338<1\u20e3\u3164\u0645\u0651ᠮ\u180b❤"
    )
)
MANY_MARKS = re.compile("(^|[^M])M{7}")
IGNORABLE = {
    chr(code)
    for first, last in (
        *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
        *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
        *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
    )
    for code in range(first, last + 1)
}
"""Default_Ignorable_Code_Point, as DerivedCoreProperties.txt of Unicode 16.0 has it."""


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
        ("Ca\u034ffe No\u3164rd \u115f\u1160 \uffa0", "Cafe Nord"),
        ("No\U000e0100rd\ufe0f \u17b4Sud\u180b", "Nord Sud"),
        ("N\u200dor\u200cd", "Nord"),
        ("\u2800Nord\u2800\u2800Sud", "Nord Sud"),
        ("❤️ 🏳️\u200d⚧️ 1\ufe0f\u20e3 👩🏽\u200d🚀", "❤️ 🏳️\u200d⚧️ 1\ufe0f\u20e3 👩🏽\u200d🚀"),
        ("❤\ufe0f\ufe0f\ufe0f 👩\u200d\u200d 1\ufe0f", "❤\ufe0f 👩 1"),
        ("ന്\u200d र्\u200dय ᠮ\u180b", "ന്\u200d र्\u200dय ᠮ\u180b"),
        ("z\u0335\u0322\u0327\u0300\u0301\u0302\u0303\u0304\u0305" * 2, "z\u0335\u0322\u0327\u0300\u0301\u0302" * 2),
        ("म\u0941\u200d" + "\u0941\u200d" * 9, "म\u0941\u200d\u0941\u200d\u0941\u200d"),
        ("م\u0301\ufe0f\u0651\u200dx", "م\u0651\u0301x"),
        ("\u0301\u20ddNord \u0338Sud", "Nord Sud"),
        (
            "\u05e9\u05b8\u05bc\u05c1\u0591 \u0f67\u0f90\u0fb5\u0fa8",
            "\u05e9\u05b8\u05bc\u05c1\u0591 \u0f67\u0f90\u0fb5\u0fa8",
        ),
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
    assert not MANY_MARKS.search("".join(unicodedata.category(each)[0] for each in cleaned))
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


@given(st.sampled_from("aé株1#"), st.sampled_from(sorted(IGNORABLE)), st.sampled_from("aé株1#"))
def test_nothing_that_readers_ignore_is_left_between_letters(before: str, ignorable: str, after: str) -> None:
    """What Unicode calls ignorable goes, whatever its category: two names that look alike are alike."""
    assert clean(before + ignorable + after) == before + after
    assert first_hidden(before + ignorable + after) == ignorable


@given(ANY)
def test_what_hides_is_found(text: str) -> None:
    """A clean text hides nothing; and if nothing is found, cleaning does no more than join spaces."""
    assert first_hidden(clean(text)) == ""
    if not first_hidden(text):
        assert clean(text) == re.sub(" +", " ", unicodedata.normalize("NFC", re.sub("[\t\r\n]", " ", text)).strip())


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("a\x1bb\x07", "\x1b"),
        ("a\n\t\r\nb", ""),
        ("a\nb\u2028c", "\u2028"),
        ("a\x0bb", "\x0b"),
        ("1\u202f200", ""),
        ("👩\u200d🚀", ""),
        ("Nord\ufe0f ❤\ufe0f", "\ufe0f"),
        ("x\u0301\u0301\u0301\u0301\u0301\u0301", ""),
        ("x\u0301\u0301\u0301\u0301\u0301\u0301\u0302", "\u0302"),
        ("a\u2800b", "\u2800"),
    ],
)
def test_the_first_hidden_character_is_found(text: str, hidden: str) -> None:
    """A newline, a tab, a French space and an emoji's joiner don't hide; an escape does, and a line break nobody types."""
    assert first_hidden(text) == hidden


def test_a_brief_text_is_cleaned_and_cut() -> None:
    """A message quotes the first few characters of whatever a file holds."""
    assert brief("a\x1b[31mb\nc") == "ab c"
    assert brief("x" * 40) == "x" * 40
    assert brief("x" * 41) == "x" * 40 + "…"
    assert len(brief("x\u0301" * 1_000_000)) <= 41
