"""What attempts do to a verification, in any order and with any repetition."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.world import START
from verifications.domain.brake import prefix_of
from verifications.domain.verification import (
    MAX_ATTEMPTS,
    Counted,
    Verification,
    VerificationId,
    VerificationStatus,
    code_of,
    is_code_of,
    parse_verification_id,
)

KEY = b"k" * 32
VERIFICATION = Verification(
    VerificationId("0" * 20, "01m817qnm00000000000000000"),
    "login",
    "salt",
    6,
    START,
    START + timedelta(minutes=10),
    Counted("1425555", "US", 1, 0, False),
)

attempts = st.lists(
    st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 700)), min_size=1, max_size=20
)


@given(attempts)
def test_attempts_are_counted_once_and_are_right_once(made: list[tuple[int, bool, int]]) -> None:
    verification, valid, at = VERIFICATION, [], 0
    for name, is_right, seconds in made:
        at += seconds
        now = START + timedelta(seconds=at)
        before = verification
        verification = before.after_attempt(f"{name}", now, is_right=is_right)
        assert verification.attempt_count - before.attempt_count in (0, 1)
        if verification.approved_at and not before.approved_at:
            valid.append(f"{name}")
            assert now < verification.expires_at
            assert is_right
    assert 0 <= verification.attempt_count <= MAX_ATTEMPTS
    assert len(valid) <= 1
    assert verification.approves(valid[0]) if valid else not verification.last_was_right


@given(st.integers(4, 8), st.binary(min_size=8, max_size=8))
def test_code_has_its_length_and_depends_on_key_id_and_salt(length: int, salt: bytes) -> None:
    verification = replace(VERIFICATION, code_length=length, salt=salt.hex())
    code = code_of(KEY, verification)
    assert len(code) == length
    assert code.isdecimal()
    assert is_code_of(KEY, verification, code)
    assert not is_code_of(KEY, verification, code + "0")
    assert not is_code_of(KEY, verification, "")


def test_codes_of_other_keys_ids_and_salts_are_others() -> None:
    other_id = VerificationId("1" * 20, VERIFICATION.verification_id.key)
    found = {
        code_of(KEY, VERIFICATION),
        code_of(b"j" * 32, VERIFICATION),
        code_of(KEY, replace(VERIFICATION, salt="other")),
        code_of(KEY, replace(VERIFICATION, verification_id=other_id)),
    }
    assert len(found) == 4


@pytest.mark.parametrize("zero", ["\uff10", "\u0660", "\u06f0", "\u0966"])
def test_digits_of_any_script_are_read(zero: str) -> None:
    code = code_of(KEY, VERIFICATION)
    typed = "".join(chr(ord(zero) + int(one)) for one in code)
    assert is_code_of(KEY, VERIFICATION, f"{typed[:3]} {typed[3:]}")
    assert not is_code_of(KEY, VERIFICATION, typed[1:])


def test_id_is_read_back_and_nothing_else_is_an_id() -> None:
    text = str(VERIFICATION.verification_id)
    assert parse_verification_id(text) == VERIFICATION.verification_id
    assert [parse_verification_id(one) for one in ("", text[1:], text.upper(), text + "0")] == [
        None
    ] * 4


def test_lifetime_ends_at_its_last_moment() -> None:
    end = VERIFICATION.expires_at
    assert VERIFICATION.status(end - timedelta(microseconds=1)) is VerificationStatus.PENDING
    assert VERIFICATION.status(end) is VerificationStatus.EXPIRED


@pytest.mark.parametrize(
    ("number", "prefix"),
    [("+14255550123", "1425555"), ("+29022222", "2902"), ("+4915112345678", "4915112")],
)
def test_prefix_has_seven_digits_at_most_and_leaves_four_out(number: str, prefix: str) -> None:
    assert prefix_of(number) == prefix


def test_code_is_sent_again_while_it_is_open_and_has_a_minute_left() -> None:
    minute_before = VERIFICATION.expires_at - timedelta(seconds=60)
    exhausted = replace(VERIFICATION, attempt_count=5)
    approved = replace(VERIFICATION, approved_at=START)

    assert VERIFICATION.can_be_sent_again(6, minute_before)
    assert not VERIFICATION.can_be_sent_again(6, minute_before + timedelta(microseconds=1))
    assert not exhausted.can_be_sent_again(6, START)
    assert not approved.can_be_sent_again(6, START)


def test_codes_begin_and_end_with_every_digit() -> None:
    codes = [code_of(KEY, replace(VERIFICATION, salt=f"{salt}")) for salt in range(200)]

    assert {code[0] for code in codes} == {code[-1] for code in codes} == set("0123456789")
