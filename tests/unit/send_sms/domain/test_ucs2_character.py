"""What forces UCS-2 is named, counted, and a look-alike given where there is one."""

# ruff: noqa: RUF001 - characters that look alike are what these tests are about

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.domain.ucs2_characters import Ucs2Character, ucs2_characters
from shared.domain.message_text import Encoding, count_segments


def test_gsm7_text_has_no_such_character() -> None:
    assert ucs2_characters("Prices from 5 € [really] @ {{home}}\r\n~ñöÇ") == []


def test_characters_are_named_and_counted_most_frequent_first() -> None:
    assert ucs2_characters("“Don’t” – it’s 😀") == [
        Ucs2Character("’", "RIGHT SINGLE QUOTATION MARK", 2, "'"),
        Ucs2Character("–", "EN DASH", 1, "-"),
        Ucs2Character("“", "LEFT DOUBLE QUOTATION MARK", 1, '"'),
        Ucs2Character("”", "RIGHT DOUBLE QUOTATION MARK", 1, '"'),
        Ucs2Character("😀", "GRINNING FACE", 1, None),
    ]


@pytest.mark.parametrize(
    ("character", "suggestion"),
    [
        pytest.param("—", "-", id="em-dash"),
        pytest.param("\N{NON-BREAKING HYPHEN}", "-", id="hyphen"),
        pytest.param("−", "-", id="minus"),
        pytest.param("`", "'", id="backtick-is-not-gsm7"),
        pytest.param("´", "'", id="acute"),
        pytest.param("…", "...", id="ellipsis"),
        pytest.param("\N{NO-BREAK SPACE}", " ", id="no-break-space"),
        pytest.param("\N{NARROW NO-BREAK SPACE}", " ", id="narrow-space"),
        pytest.param("\t", " ", id="tab"),
        pytest.param("\N{ZERO WIDTH SPACE}", "", id="zero-width"),
        pytest.param("Ａ", "A", id="full-width"),
        pytest.param("ﬁ", "fi", id="ligature"),
        pytest.param("™", "TM", id="trade-mark"),
        pytest.param("\N{ANGSTROM SIGN}", "Å", id="same-letter-twice-in-unicode"),
        pytest.param("á", None, id="an-accent-changes-the-word"),
        pytest.param("ç", None, id="only-the-capital-is-gsm7"),
        pytest.param("½", None, id="nothing-looks-alike"),
        pytest.param("\N{ZERO WIDTH JOINER}", None, id="joins-emoji"),
        pytest.param("\N{COMBINING ACUTE ACCENT}", None, id="combining"),
        pytest.param("я", None, id="other-script"),
    ],
)
def test_suggestion_is_a_look_alike_and_nothing_else(
    character: str, suggestion: str | None
) -> None:
    assert [one.suggestion for one in ucs2_characters(character)] == [suggestion]


@pytest.mark.parametrize(
    ("character", "code_point", "name"),
    [
        ("’", "U+2019", "RIGHT SINGLE QUOTATION MARK"),
        ("😀", "U+1F600", "GRINNING FACE"),
        ("\t", "U+0009", ""),
    ],
)
def test_character_has_code_point_and_name(character: str, code_point: str, name: str) -> None:
    (one,) = ucs2_characters(character)

    assert (one.code_point, one.name) == (code_point, name)


def test_every_suggestion_is_gsm7_itself() -> None:
    everything = "".join(map(chr, range(0xD800))) + "".join(map(chr, range(0xE000, 0x20000)))

    suggestions = {one.suggestion for one in ucs2_characters(everything)} - {None}

    assert len(suggestions) > 50
    assert count_segments("".join(filter(None, suggestions))).encoding is Encoding.GSM7


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_text_has_such_characters_exactly_when_it_is_ucs2(text: str) -> None:
    found = ucs2_characters(text)

    assert bool(found) == (count_segments(text).encoding is Encoding.UCS2)
    assert all(text.count(one.character) == one.count for one in found)
