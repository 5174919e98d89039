"""Segments are counted by walking the text; escape and surrogate pairs stay whole."""

# ruff: noqa: RUF001 - characters that look alike are what these tests are about

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.message_text import Encoding, SegmentCount, count_segments

# Written out again from 3GPP TS 23.038 by code point, so that a slip in the module shows.
BASIC_CODE_POINTS = {
    *chain(range(0x20, 0x24), range(0x25, 0x40)),  # space to ?, but the dollar sign
    *chain(range(0x41, 0x5B), range(0x61, 0x7B)),  # A to Z, a to z
    *(0x0A, 0x0D, 0x24, 0x40, 0x5F),
    *(0xA1, 0xA3, 0xA4, 0xA5, 0xA7, 0xBF),
    *(0xC4, 0xC5, 0xC6, 0xC7, 0xC9, 0xD1, 0xD6, 0xD8, 0xDC, 0xDF),
    *(0xE0, 0xE4, 0xE5, 0xE6, 0xE8, 0xE9, 0xEC, 0xF1, 0xF2, 0xF6, 0xF8, 0xF9, 0xFC),
    *(0x393, 0x394, 0x398, 0x39B, 0x39E, 0x3A0, 0x3A3, 0x3A6, 0x3A8, 0x3A9),
}
EXTENSION_CODE_POINTS = {0x0C, 0x5B, 0x5C, 0x5D, 0x5E, 0x7B, 0x7C, 0x7D, 0x7E, 0x20AC}


def reference_count(body: str) -> SegmentCount:
    """One character at a time, nothing clever."""
    code_points = [ord(character) for character in body]
    gsm7 = all(c in BASIC_CODE_POINTS | EXTENSION_CODE_POINTS for c in code_points)
    if gsm7:
        widths = [2 if c in EXTENSION_CODE_POINTS else 1 for c in code_points]
        single, part = 160, 153
    else:
        widths = [2 if c > 0xFFFF else 1 for c in code_points]
        single, part = 70, 67
    encoding = Encoding.GSM7 if gsm7 else Encoding.UCS2
    if sum(widths) <= single:
        return SegmentCount(encoding, sum(widths), 1)
    segment_count, used = 1, 0
    for width in widths:
        if used + width > part:
            segment_count, used = segment_count + 1, 0
        used += width
    return SegmentCount(encoding, sum(widths), segment_count)


@pytest.mark.parametrize(
    ("body", "units", "segment_count"),
    [
        pytest.param("", 0, 1, id="empty"),
        pytest.param("a" * 160, 160, 1, id="160"),
        pytest.param("a" * 161, 161, 2, id="161"),
        pytest.param("a" * 306, 306, 2, id="306"),
        pytest.param("a" * 307, 307, 3, id="307"),
        pytest.param("a" * 2048, 2048, 14, id="the-longest-body"),
        pytest.param("a" * 158 + "€", 160, 1, id="extension-character-fits"),
        pytest.param("a" * 159 + "€", 161, 2, id="extension-character-does-not-fit"),
        pytest.param("[" * 80, 160, 1, id="80-pairs"),
        pytest.param("[" * 153, 306, 3, id="76-pairs-to-a-part"),
        pytest.param("a" * 152 + "[" + "a" * 152, 306, 3, id="escape-pair-on-the-seam"),
        pytest.param("a" * 151 + "[" + "a" * 153, 306, 2, id="escape-pair-before-the-seam"),
        pytest.param("a" * 153 + "[" + "a" * 151, 306, 2, id="escape-pair-after-the-seam"),
        pytest.param("a" * 305 + "[" + "a", 308, 3, id="escape-pair-on-the-second-seam"),
    ],
)
def test_gsm7_body_has_segments_at_boundary(body: str, units: int, segment_count: int) -> None:
    assert count_segments(body) == SegmentCount(Encoding.GSM7, units, segment_count)


@pytest.mark.parametrize(
    ("body", "units", "segment_count"),
    [
        pytest.param("я" * 70, 70, 1, id="70"),
        pytest.param("я" * 71, 71, 2, id="71"),
        pytest.param("я" * 134, 134, 2, id="134"),
        pytest.param("я" * 135, 135, 3, id="135"),
        pytest.param("я" * 2048, 2048, 31, id="the-longest-body"),
        pytest.param("😀" * 35, 70, 1, id="35-emoji"),
        pytest.param("😀" * 36, 72, 2, id="36-emoji"),
        pytest.param("😀" * 67, 134, 3, id="33-emoji-to-a-part"),
        pytest.param("я" * 66 + "😀" + "я" * 66, 134, 3, id="surrogate-pair-on-the-seam"),
        pytest.param("я" * 65 + "😀" + "я" * 67, 134, 2, id="surrogate-pair-before-the-seam"),
        pytest.param("€" * 70 + "’", 71, 2, id="extension-character-is-one-unit-in-ucs2"),
        pytest.param("\u1b00" * 134, 134, 2, id="high-octet-like-the-escape"),
        pytest.param("a" * 69 + "\ud800", 70, 1, id="lone-surrogate-does-not-crash"),
    ],
)
def test_ucs2_body_has_segments_at_boundary(body: str, units: int, segment_count: int) -> None:
    assert count_segments(body) == SegmentCount(Encoding.UCS2, units, segment_count)


@pytest.mark.parametrize("character", list("’“”–ç`\t\x1bÁ😀"))
def test_single_character_outside_the_alphabet_makes_body_ucs2(character: str) -> None:
    assert count_segments("plain " + character).encoding is Encoding.UCS2


def test_alphabet_is_the_one_of_the_standard_for_every_code_point_below_surrogates() -> None:
    counts = {c: count_segments(chr(c)) for c in range(0xD800)}

    gsm7 = {c: count.units for c, count in counts.items() if count.encoding is Encoding.GSM7}

    assert {c for c, units in gsm7.items() if units == 1} == BASIC_CODE_POINTS
    assert {c for c, units in gsm7.items() if units == 2} == EXTENSION_CODE_POINTS
    assert len(BASIC_CODE_POINTS) == 127  # 128 places, one of them the escape


BLOCKS = st.one_of(
    st.text("aé€[", max_size=80),
    st.integers(0, 320).map(lambda length: "a" * length),
    st.sampled_from(["", "€", "[", "\f"]),
)
WIDE_BLOCKS = st.one_of(
    BLOCKS,
    st.text("я😀", max_size=80),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.integers(0, 140).map(lambda length: "я" * length),
)


@given(st.lists(BLOCKS, max_size=6).map("".join))
def test_count_agrees_with_reference_walker_for_gsm7(body: str) -> None:
    assert count_segments(body) == reference_count(body)


@given(st.lists(WIDE_BLOCKS, max_size=6).map("".join))
def test_count_agrees_with_reference_walker_for_any_text(body: str) -> None:
    assert count_segments(body) == reference_count(body)
