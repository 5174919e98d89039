"""Each warning comes where it should, and not where it should not."""

# ruff: noqa: RUF001 - characters that look alike are what some of these tests are about

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from send_sms.domain.advice import Draft, SendWarning, WarningCode, advise
from send_sms.domain.ucs2_characters import ucs2_characters
from shared.domain.kinds import Category
from shared.domain.message_text import count_segments
from shared.domain.sender import parse_sender

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLL_FREE, TEN_DIGIT, SHORT_CODE, ALPHANUMERIC = "+18335550100", "+14255550100", "77001", "PALOMA"
MARKETING = Category.MARKETING


def warnings_for(
    *bodies: str,
    sender: str = TOLL_FREE,
    category: Category = Category.TRANSACTIONAL,
    countries: Mapping[str, int] | None = None,
    expiring_count: int = 0,
    is_decomposed: bool = False,
) -> list[SendWarning]:
    written = "\n".join(bodies)
    return advise(
        Draft(
            sender=parse_sender(sender),
            category=category,
            written=written,
            sizes={body: count_segments(body) for body in bodies},
            characters=ucs2_characters(written),
            countries={"US": 1} if countries is None else countries,
            expiring_count=expiring_count,
            is_decomposed=is_decomposed,
        )
    )


def codes(warnings: list[SendWarning]) -> list[WarningCode]:
    return [warning.code for warning in warnings]


def test_plain_message_has_no_warning() -> None:
    assert warnings_for("Your table is ready.") == []


def test_long_text_is_warned_of_beyond_320_characters() -> None:
    assert warnings_for("a" * 320) == []
    assert codes(warnings_for("short", "a" * 321)) == [WarningCode.LONG_TEXT]


def test_ucs2_is_called_avoidable_only_when_every_character_has_a_look_alike() -> None:
    assert codes(warnings_for("It’s ready – come")) == [WarningCode.AVOIDABLE_UCS2]
    assert codes(warnings_for("zero\N{ZERO WIDTH SPACE}width")) == [WarningCode.AVOIDABLE_UCS2]
    assert warnings_for("It’s ready 😀") == []


@pytest.mark.parametrize(
    ("body", "sender", "countries", "is_warned"),
    [
        pytest.param("я" * 269, SHORT_CODE, {"US": 1}, True, id="five-ucs2-segments"),
        pytest.param("я" * 268, SHORT_CODE, {"US": 1}, False, id="four"),
        pytest.param("a" * 700, SHORT_CODE, {"US": 1}, False, id="five-of-gsm7"),
        pytest.param("я" * 269, SHORT_CODE, {"GB": 1}, False, id="british"),
        pytest.param("я" * 269, TOLL_FREE, {"US": 1}, False, id="toll-free"),
    ],
)
def test_short_code_is_warned_of_beyond_4_ucs2_segments_in_the_us(
    body: str, sender: str, countries: dict[str, int], *, is_warned: bool
) -> None:
    found = codes(warnings_for(body, sender=sender, countries=countries))

    assert (WarningCode.SHORT_CODE_SEGMENTS in found) is is_warned


@pytest.mark.parametrize(
    ("sender", "countries", "outside"),
    [
        pytest.param(TOLL_FREE, {"US": 1, "CA": 1, "PR": 1}, "", id="toll-free-home"),
        pytest.param(
            TOLL_FREE, {"US": 1, "GB": 2, "FR": 1}, "3 of the recipients: FR, GB", id="tf"
        ),
        pytest.param(TEN_DIGIT, {"US": 1}, "", id="ten-digit-home"),
        pytest.param(TEN_DIGIT, {"CA": 1}, "1 of the recipients: CA", id="ten-digit-canada"),
        pytest.param(SHORT_CODE, {"GB": 1}, "", id="british-short-code"),
        pytest.param(SHORT_CODE, {"DE": 1}, "1 of the recipients: DE", id="short-code-abroad"),
        pytest.param(ALPHANUMERIC, {"DE": 1, "GB": 1}, "", id="alphanumeric-europe"),
        pytest.param(ALPHANUMERIC, {"US": 4}, "4 of the recipients: US", id="alphanumeric-us"),
        pytest.param(TOLL_FREE, {"": 5}, "", id="unknown-country"),
        pytest.param("+447400555012", {"FR": 1}, "", id="reach-not-documented"),
        pytest.param(TOLL_FREE, {}, "", id="no-recipient-left"),
    ],
)
def test_recipients_out_of_reach_are_counted_by_kind_of_sender(
    sender: str, countries: dict[str, int], outside: str
) -> None:
    warnings = warnings_for("Hello", sender=sender, countries=countries)

    expected = [WarningCode.OUT_OF_REACH] if outside else []
    assert codes(warnings) == expected
    assert all(outside in warning.message for warning in warnings)


@pytest.mark.parametrize(
    ("body", "is_warned"),
    [
        pytest.param("See bit.ly/x", True, id="plain"),
        pytest.param("See https://TinyURL.com/abc.", True, id="scheme-and-capitals"),
        pytest.param("See www.is.gd/x", True, id="www"),
        pytest.param("(goo.gl)", True, id="brackets"),
        pytest.param("See bit.ly.", True, id="end-of-sentence"),
        pytest.param("See orbit.ly/x", False, id="longer-name"),
        pytest.param("See x.bit.ly.example.com", False, id="part-of-a-name"),
        pytest.param("See bit.ly.example.com", False, id="another-domain"),
        pytest.param("See example.com/bitly", False, id="own-domain"),
    ],
)
def test_link_shortener_is_warned_of_as_a_domain_of_its_own(body: str, *, is_warned: bool) -> None:
    assert codes(warnings_for(body)) == ([WarningCode.LINK_SHORTENER] if is_warned else [])


def test_link_shortener_is_fine_without_recipients_in_the_us() -> None:
    assert warnings_for("See bit.ly/x", countries={"CA": 1}) == []


@pytest.mark.parametrize(
    "hint",
    [
        "Reply STOP to opt out",
        "Text stop.",
        "unsubscribe: call us",
        "to opt-out, call",
        "Responde BAJA",
        "Envoyez ARRET au 36111",
        "Antworte mit STOPP",
        "Responda SAIR",
    ],
)
def test_marketing_with_a_hint_how_to_opt_out_is_fine(hint: str) -> None:
    assert warnings_for(f"Sale! {hint}", category=MARKETING) == []


@pytest.mark.parametrize(
    "body",
    ["Sale!", "Non-sto shopping", "We never stopped", "Stopover deals", "We can't stop smiling!"],
)
def test_marketing_is_warned_of_when_it_does_not_say_how_to_opt_out(body: str) -> None:
    assert codes(warnings_for(body, category=MARKETING)) == [WarningCode.OPT_OUT_HINT_MISSING]
    assert warnings_for(body) == []


def test_marketing_is_warned_of_when_one_of_its_texts_lacks_the_hint() -> None:
    found = warnings_for("Sale! STOP to end", "Sale!", category=MARKETING)

    assert codes(found) == [WarningCode.OPT_OUT_HINT_MISSING]


def test_marketing_is_advised_to_name_another_opt_out_when_sender_cannot_receive() -> None:
    found = warnings_for("Reply STOP", sender=ALPHANUMERIC, category=MARKETING, countries={"GB": 1})

    assert codes(found) == [WarningCode.CANNOT_ANSWER]


def test_every_warning_can_occur() -> None:
    found = [
        *warnings_for(
            "It’s bit.ly/x " + "a" * 320, category=MARKETING, countries={"US": 1, "FR": 1}
        ),
        *warnings_for("я" * 400, sender=SHORT_CODE),
        *warnings_for("Café", is_decomposed=True),
        *warnings_for("Sale", sender=ALPHANUMERIC, category=MARKETING, countries={"GB": 1}),
        *warnings_for("Reply STOP", category=MARKETING, expiring_count=1),
    ]

    assert set(codes(found)) == set(WarningCode)
