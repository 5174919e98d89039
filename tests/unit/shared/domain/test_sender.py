"""A sender's form tells its kind; what fits no form is refused."""

# ruff: noqa: RUF001 - characters that look alike are what these tests are about

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import InvalidSenderError, SmsError
from shared.domain.sender import Sender, SenderKind, parse_path_sender, parse_sender

ALPHANUMERIC = string.ascii_letters + string.digits + " "


@pytest.mark.parametrize("prefix", ["800", "833", "844", "855", "866", "877", "888"])
def test_sender_is_toll_free_by_its_prefix(prefix: str) -> None:
    sender = parse_sender(f"+1{prefix}5550100")

    assert sender == Sender(f"+1{prefix}5550100", SenderKind.TOLL_FREE)


@pytest.mark.parametrize(
    ("text", "address", "kind"),
    [
        pytest.param("+14255550100", "+14255550100", SenderKind.LONG_CODE, id="10dlc"),
        pytest.param("+18225550100", "+18225550100", SenderKind.LONG_CODE, id="not-yet-toll-free"),
        pytest.param("+18815550100", "+18815550100", SenderKind.LONG_CODE, id="881"),
        pytest.param("+448005550100", "+448005550100", SenderKind.LONG_CODE, id="800-elsewhere"),
        pytest.param("+447700900123", "+447700900123", SenderKind.LONG_CODE, id="uk-mobile"),
        pytest.param("+1 (833) 555-0100", "+18335550100", SenderKind.TOLL_FREE, id="as-written"),
        pytest.param("77001", "77001", SenderKind.SHORT_CODE, id="5-digits"),
        pytest.param("770012", "770012", SenderKind.SHORT_CODE, id="6-digits"),
        pytest.param("PALOMA", "PALOMA", SenderKind.ALPHANUMERIC, id="capitals"),
        pytest.param("Paloma 24h", "Paloma 24h", SenderKind.ALPHANUMERIC, id="space-and-digits"),
        pytest.param("x", "x", SenderKind.ALPHANUMERIC, id="one-letter"),
        pytest.param("1234567890a", "1234567890a", SenderKind.ALPHANUMERIC, id="11-characters"),
        pytest.param("7700l", "7700l", SenderKind.ALPHANUMERIC, id="letter-l-for-one"),
    ],
)
def test_sender_is_read_from_its_form(text: str, address: str, kind: SenderKind) -> None:
    assert parse_sender(text) == Sender(address, kind)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" ", id="blank"),
        pytest.param("7700", id="4-digits"),
        pytest.param("7700123", id="7-digits"),
        pytest.param("18335550100", id="number-without-plus"),
        pytest.param("+77001", id="short-code-with-plus"),
        pytest.param("+1833555010", id="number-too-short"),
        pytest.param("+1833FLOWERS", id="vanity"),
        pytest.param("PALOMAPALOMA", id="12-characters"),
        pytest.param(" PALOMA", id="leading-space"),
        pytest.param("PALOMA ", id="trailing-space"),
        pytest.param("PALOMA\n", id="trailing-line-end"),
        pytest.param("77001\n", id="short-code-with-line-end"),
        pytest.param("12 34", id="no-letter"),
        pytest.param("PALOMA!", id="punctuation"),
        pytest.param("A+B", id="plus-of-the-older-rules"),
        pytest.param("ÉCOLE", id="accent"),
        pytest.param("７７００１", id="full-width-digits"),
        pytest.param("PA\tLO", id="tab"),
        pytest.param("a" * 100_000, id="huge"),
    ],
)
def test_sender_is_refused_when_it_fits_no_form(text: str) -> None:
    with pytest.raises(InvalidSenderError) as caught:
        parse_sender(text)

    assert caught.value.code == "invalid_sender"
    assert isinstance(caught.value, SmsError)
    assert not text.strip() or text not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("18335550100", "must start with +", id="plus-missing"),
        pytest.param("+1833555010", "too short", id="phone-number-reason-kept"),
        pytest.param("7700", "short code of 5 or 6 digits", id="all-forms-named"),
    ],
)
def test_refusal_says_what_is_wrong(text: str, part: str) -> None:
    with pytest.raises(InvalidSenderError, match=part.replace("+", r"\+")):
        parse_sender(text)


@given(st.text(ALPHANUMERIC + "é-_", max_size=13))
def test_alphanumeric_sender_is_accepted_exactly_within_the_rules(text: str) -> None:
    allowed = (
        1 <= len(text) <= 11
        and set(text) <= set(ALPHANUMERIC)
        and any(c in string.ascii_letters for c in text)
        and text == text.strip()
    )
    is_short_code = len(text) in {5, 6} and set(text) <= set(string.digits)

    try:
        accepted = parse_sender(text).kind is SenderKind.ALPHANUMERIC
    except InvalidSenderError:
        accepted = False

    assert accepted == (allowed and not is_short_code)


@pytest.mark.parametrize(
    ("kind", "can_receive"),
    [
        (SenderKind.TOLL_FREE, True),
        (SenderKind.LONG_CODE, True),
        (SenderKind.SHORT_CODE, True),
        (SenderKind.ALPHANUMERIC, False),
    ],
)
def test_only_alphanumeric_sender_cannot_receive(kind: SenderKind, can_receive: bool) -> None:
    assert Sender("any", kind).can_receive is can_receive


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("+18335550100", "+18335550100", id="with-plus"),
        pytest.param("18335550100", "+18335550100", id="without-plus"),
        pytest.param("6834002", "+6834002", id="7-digits"),
        pytest.param("77001", "77001", id="5-digits"),
        pytest.param("770012", "770012", id="6-digits"),
        pytest.param("PALOMA", "PALOMA", id="alphanumeric"),
    ],
)
def test_path_sender_is_accepted_with_and_without_plus(text: str, address: str) -> None:
    assert parse_path_sender(text).address == address


@pytest.mark.parametrize("text", ["7700", "1" * 16, "9990000000", ""])
def test_path_sender_is_refused_when_it_fits_no_form(text: str) -> None:
    with pytest.raises(InvalidSenderError):
        parse_path_sender(text)
