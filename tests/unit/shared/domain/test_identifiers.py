"""Identifiers: they carry an address, and nothing but an address of ours comes back out."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.identifiers import (
    RANDOM_BYTES,
    BatchAddress,
    BlockAddress,
    MessageAddress,
    SendAddress,
    another_address,
    derived_address,
    first_key,
    is_key_or_time,
    new_send_address,
    parse_message_id,
    parse_send_id,
    parse_tag,
)
from tests.support.samples import FIRST_MESSAGE, SEND

_LETTERS = string.ascii_letters
_NAMES = st.tuples(
    st.sampled_from(_LETTERS), st.text(f"{_LETTERS}{string.digits} ", max_size=10)
).map(lambda parts: "".join(parts).rstrip())
SENDERS = st.one_of(
    st.integers(2_000_000, 9_999_999).map(lambda n: f"+1{n // 10_000}555{n % 10_000:04d}"),
    st.integers(0, 999).map("+447700900{:03d}".format),
    st.integers(0, 99_999).map("{:05d}".format),
    st.integers(0, 999_999).map("{:06d}".format),
    _NAMES,
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LAST = (datetime(9999, 12, 31, tzinfo=UTC) - EPOCH) // MICROSECOND
TIMES = st.integers(0, LAST).map(lambda age: EPOCH + age * MICROSECOND)
CHANCE = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)
SENDS = st.builds(new_send_address, SENDERS, TIMES, CHANCE)
PLACES = st.integers(1, 1_023)
NUMBERS = st.integers(0, 9_999)
MILLISECOND = timedelta(milliseconds=1)

KEY = SEND.key
SENDER_PART = str(SEND)[len(KEY) :]


@given(SENDS)
@example(new_send_address("A", datetime(2026, 11, 22, tzinfo=UTC), bytes(RANDOM_BYTES)))
def test_send_id_leads_back_to_its_address(send: SendAddress) -> None:
    assert parse_send_id(str(send)) == send


@given(SENDS, NUMBERS)
def test_message_id_leads_back_to_its_address(send: SendAddress, number: int) -> None:
    address = MessageAddress(send, number)
    assert parse_message_id(str(address)) == parse_tag(str(address)) == address
    assert parse_send_id(str(address)) is None


@given(SENDS, st.integers(0, 99))
def test_tag_of_a_block_leads_back_to_the_block_and_is_no_message_id(
    send: SendAddress, number: int
) -> None:
    block = BlockAddress(send, number)
    assert parse_tag(str(block)) == block
    assert parse_message_id(str(block)) is None
    assert parse_send_id(str(block)) is None


@given(SENDS, NUMBERS)
def test_message_id_begins_with_the_tag_of_its_block_and_that_with_the_id_of_its_send(
    send: SendAddress, number: int
) -> None:
    address = MessageAddress(send, number)
    assert str(address).startswith(str(address.block))
    assert str(address.block).startswith(str(send))


@given(SENDS, NUMBERS)
def test_number_of_a_message_says_its_batch_its_block_and_its_position(
    send: SendAddress, number: int
) -> None:
    address = MessageAddress(send, number)
    assert address.batch == address.block.batch == BatchAddress(send, number // 1_000)
    assert address.position == number % 1_000
    assert address.block.number_in_batch == address.position // 100


@given(SENDS, PLACES)
def test_member_of_a_round_is_a_send_of_its_own_that_is_stored_under_the_round(
    stored_under: SendAddress, place: int
) -> None:
    member = stored_under.at_place(place)
    assert parse_send_id(str(member)) == member
    assert (stored_under.place, member.place) == (0, place)
    assert member.stored_under == stored_under.stored_under == stored_under
    assert member.accepted_at == stored_under.accepted_at
    assert member.sender == stored_under.sender


@given(SENDS, PLACES)
def test_message_of_a_round_s_member_is_found_at_the_place_in_the_round(
    stored_under: SendAddress, place: int
) -> None:
    address = MessageAddress(stored_under.at_place(place), 0)
    assert str(address).endswith("-00000")
    assert parse_message_id(str(address)) == address
    assert address.batch == address.block.batch == BatchAddress(stored_under)
    assert address.position == place - 1
    assert address.block.number_in_batch == 0


@given(SENDS, PLACES, st.integers(1, 99_999))
def test_member_of_a_round_has_one_message_and_no_other(
    stored_under: SendAddress, place: int, number: int
) -> None:
    member = stored_under.at_place(place)
    assert parse_tag(f"{member}-{number:05d}") is None


@given(SENDS, PLACES, st.integers(0, 999))
def test_member_of_a_round_is_never_reported_by_block(
    stored_under: SendAddress, place: int, block: int
) -> None:
    assert parse_tag(str(BlockAddress(stored_under.at_place(place), block))) is None


@given(SENDERS, TIMES, CHANCE)
def test_send_id_tells_when_the_send_was_accepted(
    sender: str, now: datetime, chance: bytes
) -> None:
    accepted_at = new_send_address(sender, now, chance).accepted_at
    assert timedelta(0) <= now - accepted_at < 2 * MILLISECOND
    assert accepted_at.tzinfo is UTC


@given(SENDS, CHANCE)
def test_another_address_has_the_sender_and_the_time_of_the_first(
    send: SendAddress, chance: bytes
) -> None:
    other = another_address(send, chance)
    assert (other.sender, other.accepted_at) == (send.sender, send.accepted_at)
    assert other.place == 0
    assert parse_send_id(str(other)) == other


@given(SENDS, PLACES)
def test_another_address_of_a_round_s_member_is_no_member(send: SendAddress, place: int) -> None:
    assert another_address(send.at_place(place), b"otherbytes").place == 0


def test_another_address_differs_with_any_of_the_70_bits_that_count() -> None:
    found = {another_address(SEND, (1 << bit).to_bytes(10, "big")).key for bit in range(70)}
    assert len(found | {KEY}) == 71


def test_same_cause_gives_the_same_address_and_another_cause_another() -> None:
    moment = SEND.accepted_at
    one = derived_address(SEND.sender, moment, "help|1")
    assert derived_address(SEND.sender, moment, "help|1") == one
    assert derived_address(SEND.sender, moment, "help|2") != one
    assert (one.place, one.accepted_at) == (0, moment)


@given(TIMES, st.integers(2, 10**9), CHANCE, CHANCE)
def test_keys_sort_by_time_of_acceptance(
    earlier: datetime, milliseconds: int, one: bytes, other: bytes
) -> None:
    time_left = datetime(9999, 12, 31, 1, tzinfo=UTC) - earlier
    later = earlier + min(milliseconds * MILLISECOND, time_left)
    assert new_send_address("77001", earlier, one).key < new_send_address("77001", later, other).key


@given(SENDS, PLACES)
def test_first_key_of_a_moment_sorts_before_what_was_accepted_then(
    send: SendAddress, place: int
) -> None:
    first = first_key(send.accepted_at)
    assert first < send.key < send.at_place(place).key
    assert is_key_or_time(first)
    assert is_key_or_time(send.key)


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
        str(SEND),  # an id, but of a send
        str(FIRST_MESSAGE).upper(),
        f" {FIRST_MESSAGE}",
        f"{FIRST_MESSAGE}\n",
        f"{FIRST_MESSAGE}\0",
        f"{FIRST_MESSAGE}0",
        str(SEND) + "-" + "\u0660" * 5,  # digits, but not ours
        f"{SEND}-00",
        f"{SEND}-0000",
        f"{SEND}-000000",
        f"../{FIRST_MESSAGE}",
        f"{KEY}-00000",
        "8" + str(FIRST_MESSAGE)[1:],  # more than 128 bits
        "7" + "z" * 25 + SENDER_PART + "-00000",  # the year 10889
        "x" * 100_000,
    ],
)
def test_damaged_tag_is_no_tag(text: str) -> None:
    assert parse_tag(text) is None


@given(SENDS, st.data())
def test_id_with_one_character_changed_never_raises(send: SendAddress, data: st.DataObject) -> None:
    text = str(MessageAddress(send, 1_234))
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
