"""Identifiers: they carry an address, and nothing but an address of ours comes back out."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.identifiers import (
    RANDOM_BYTES,
    MessageAddress,
    SendAddress,
    new_send_address,
    parse_message_id,
    parse_send_id,
    parse_tag,
)
from tests.support.samples import FIRST_MESSAGE, SEND

SENDERS = st.one_of(
    st.from_regex(r"\+1[2-9][0-9]{2}555[0-9]{4}", fullmatch=True),
    st.from_regex(r"\+447700900[0-9]{3}", fullmatch=True),
    st.from_regex(r"[0-9]{5,6}", fullmatch=True),
    st.from_regex(r"[A-Za-z]([A-Za-z0-9 ]{0,9}[A-Za-z0-9])?", fullmatch=True),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIMES = st.timedeltas(timedelta(0), datetime(9999, 12, 31, tzinfo=UTC) - EPOCH).map(EPOCH.__add__)
CHANCE = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)
SENDS = st.builds(new_send_address, SENDERS, TIMES, CHANCE)
MILLISECOND = timedelta(milliseconds=1)

KEY = SEND.key
SENDER_PART = str(SEND)[len(KEY) :]


@given(SENDS)
@example(new_send_address("A", datetime(2026, 11, 22, tzinfo=UTC), bytes(RANDOM_BYTES)))
def test_send_id_leads_back_to_its_address(send: SendAddress) -> None:
    assert parse_send_id(str(send)) == send


@given(SENDS, st.integers(0, 9999), st.integers(0, 99))
def test_message_id_leads_back_to_its_address(
    send: SendAddress, chunk_number: int, position: int
) -> None:
    address = MessageAddress(send, chunk_number, position)
    assert parse_message_id(str(address)) == parse_tag(str(address)) == address


@given(SENDS, st.integers(0, 9999))
def test_tag_of_a_chunk_is_no_message_id(send: SendAddress, chunk_number: int) -> None:
    chunk = MessageAddress(send, chunk_number)
    assert parse_tag(str(chunk)) == chunk
    assert parse_message_id(str(chunk)) is None
    assert parse_send_id(str(chunk)) is None


@given(SENDERS, TIMES, CHANCE)
def test_send_id_tells_when_the_send_was_accepted(
    sender: str, now: datetime, chance: bytes
) -> None:
    accepted_at = new_send_address(sender, now, chance).accepted_at
    assert timedelta(0) <= now - accepted_at < 2 * MILLISECOND
    assert accepted_at.tzinfo is UTC


@given(TIMES, st.integers(2, 10**9), CHANCE, CHANCE)
def test_keys_sort_by_time_of_acceptance(
    earlier: datetime, milliseconds: int, one: bytes, other: bytes
) -> None:
    later = min(earlier + milliseconds * MILLISECOND, datetime(9999, 12, 31, 1, tzinfo=UTC))
    assert new_send_address("77001", earlier, one).key < new_send_address("77001", later, other).key


@given(st.text() | st.text(alphabet=string.ascii_lowercase + string.digits + "-"))
def test_foreign_text_is_no_id(text: str) -> None:
    assert parse_send_id(text) is None
    assert parse_message_id(text) is None
    assert parse_tag(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "camp-42",
        str(FIRST_MESSAGE).upper(),
        f" {FIRST_MESSAGE}",
        f"{FIRST_MESSAGE}\n",
        f"{FIRST_MESSAGE}\0",
        f"{FIRST_MESSAGE}0",
        str(SEND) + "-" + "\u0660" * 6,  # digits, but not ours
        f"{SEND}-00000",
        f"../{FIRST_MESSAGE}",
        f"{KEY}-000000",
        "8" + str(FIRST_MESSAGE)[1:],  # more than 128 bits
        "7" + "z" * 25 + SENDER_PART + "-000000",  # the year 10889
        "x" * 100_000,
    ],
)
def test_damaged_id_is_no_id(text: str) -> None:
    assert parse_tag(text) is None


@given(SENDS, st.data())
def test_id_with_one_character_changed_never_raises(send: SendAddress, data: st.DataObject) -> None:
    text = str(MessageAddress(send, 12, 34))
    index = data.draw(st.integers(0, len(text) - 1))
    character = data.draw(st.sampled_from(string.ascii_lowercase + string.digits + "-|/'#?"))
    address = parse_tag(text[:index] + character + text[index + 1 :])
    if address:
        assert not set(address.send.sender + address.send.key) & set("|/\\#?'")
        assert address.send.accepted_at.year <= 9999


@pytest.mark.parametrize(
    "sender", ["*", "+18335550100|20261122", "x' or PartitionKey ne '", "a/b", "+1833", "1234567"]
)
def test_tampered_sender_never_becomes_a_key(sender: str) -> None:
    assert parse_send_id(str(SendAddress(sender, KEY))) is None
