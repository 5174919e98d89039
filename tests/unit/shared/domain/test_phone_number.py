"""Numbers are normalised to E.164 or refused with a reason."""

# ruff: noqa: RUF001 - characters that look alike are what these tests are about

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.errors import InvalidPhoneNumberError, SmsError
from shared.domain.phone_number import normalise_recipient

ROOT = Path(__file__).parents[4]
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
# The first number of a country loads its plan from disk.
NO_DEADLINE = settings(deadline=None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("+14255550123", "+14255550123", id="e164"),
        pytest.param(" +1 425 555 0123\n", "+14255550123", id="spaces"),
        pytest.param("+1\N{NO-BREAK SPACE}425 555 0123", "+14255550123", id="no-break-space"),
        pytest.param("+1-425-555-0123", "+14255550123", id="dashes"),
        pytest.param("+1\N{NON-BREAKING HYPHEN}425–555−0123", "+14255550123", id="other-dashes"),
        pytest.param("+1.425.555.0123", "+14255550123", id="dots"),
        pytest.param("+1 (425) 555-0123", "+14255550123", id="brackets"),
        pytest.param("(+1) 425/555-0123", "+14255550123", id="plus-in-brackets"),
        pytest.param("＋１４２５５５５０１２３", "+14255550123", id="full-width"),
        pytest.param("＋１（４２５）５５５－０１２３", "+14255550123", id="full-width-separators"),
        pytest.param("+1425555012３", "+14255550123", id="one-full-width-digit"),
        pytest.param("+١٤٢٥٥٥٥٠١٢٣", "+14255550123", id="arabic-digits"),
        pytest.param("\u202a+1 425\u200b5550123\u202c", "+14255550123", id="invisible-marks"),
        pytest.param("+1 1 425 555 0123", "+14255550123", id="national-prefix-of-the-us"),
        pytest.param("+44 7700 900123", "+447700900123", id="uk"),
        pytest.param("+44 (0)7700 900123", "+447700900123", id="national-prefix-in-brackets"),
        pytest.param("+44 07700 900123", "+447700900123", id="national-prefix"),
        pytest.param("+39 06 5555 0123", "+390655550123", id="italian-zero-stays"),
        pytest.param("+1 555 555 0199", "+15555550199", id="unassigned-looking"),
        pytest.param("+1 (425) 555 - 0123" + " " * 21, "+14255550123", id="40-characters"),
        pytest.param("+1 425 555 0123.", "+14255550123", id="end-of-a-sentence"),
        pytest.param("+1.4255550123", "+14255550123", id="one-point-as-in-epp"),
        pytest.param("+14.255.550.123", "+14255550123", id="thousands"),
        pytest.param("+33.6.39.98.01.23", "+33639980123", id="french-points"),
        pytest.param("+32 475/12.34.56", "+32475123456", id="belgian-slash"),
        pytest.param("+49 170 / 1234567", "+491701234567", id="slash-behind-area-code"),
        pytest.param("+49 30 12345-67", "+49301234567", id="german-direct-dial"),
        pytest.param("+49 30 123456-0", "+49301234560", id="german-switchboard"),
        pytest.param("+33.6.39.98.01.00", "+33639980100", id="french-points-to-zeros"),
        pytest.param("+46.8.123.456.78", "+46812345678", id="swedish-points"),
        pytest.param("+1 425 555 01 23", "+14255550123", id="pairs-at-the-end"),
        pytest.param("+49(0)(30)123456", "+4930123456", id="two-brackets"),
        pytest.param("+55 (11) 91234-5678", "+5511912345678", id="brazilian-area-code"),
        pytest.param("(+14255550123)", "+14255550123", id="all-in-brackets"),
        pytest.param("+5215512345678", "+525512345678", id="mexican-mobile-with-its-former-1"),
        pytest.param("+52 1 55 1234 5678", "+525512345678", id="the-same-with-spaces"),
        pytest.param("+52 (1) 55 1234 5678", "+525512345678", id="the-same-with-brackets"),
        pytest.param("+54 9 11 2345-6789", "+5491123456789", id="argentine-mobile"),
        pytest.param("+54 11 15 2345-6789", "+5491123456789", id="argentine-mobile-as-dialled"),
        pytest.param("+54 11 2345-6789", "+541123456789", id="argentine-landline"),
        pytest.param("+7 8 912 345-67-89", "+79123456789", id="russian-trunk-prefix"),
        pytest.param("+36 06 30 123 4567", "+36301234567", id="hungarian-trunk-prefix"),
        pytest.param("+55 0 15 11 91234-5678", "+5511912345678", id="brazilian-carrier-code"),
    ],
)
def test_normalise_gives_e164_for_number_as_people_write_it(text: str, number: str) -> None:
    assert normalise_recipient(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "not_a_number", id="empty"),
        pytest.param("   ", "not_a_number", id="blank"),
        pytest.param("+", "not_a_number", id="plus-alone"),
        pytest.param("+1", "not_a_number", id="one-digit"),
        pytest.param("++14255550123", "not_a_number", id="two-pluses"),
        pytest.param("+1425+5550123", "not_a_number", id="plus-inside"),
        pytest.param("14255550123+", "not_a_number", id="plus-behind"),
        pytest.param("+14255550123,+14255550124", "not_a_number", id="two-numbers"),
        pytest.param("+14255550123;", "not_a_number", id="semicolon"),
        pytest.param("+1425555012\x00", "not_a_number", id="nul"),
        pytest.param("+1425555012²", "not_a_number", id="footnote-mark"),
        pytest.param("📞+14255550123", "not_a_number", id="emoji"),
        pytest.param("Ana", "letters_not_allowed", id="name"),
        pytest.param("+1-800-FLOWERS", "letters_not_allowed", id="vanity"),
        pytest.param("+1425555012O", "letters_not_allowed", id="letter-o-for-zero"),
        pytest.param("tel:+14255550123", "letters_not_allowed", id="tel-link"),
        pytest.param("Ana +14255550123", "letters_not_allowed", id="name-and-number"),
        pytest.param("+14255550123 x5", "extension_not_allowed", id="x"),
        pytest.param("+1 425 555 0123 ext. 12", "extension_not_allowed", id="ext"),
        pytest.param("+14255550123;ext=5", "extension_not_allowed", id="rfc3966"),
        pytest.param("+14255550123,5", "extension_not_allowed", id="pause"),
        pytest.param("4255550123", "country_code_missing", id="no-plus"),
        pytest.param("(425) 555-0123", "country_code_missing", id="national-form"),
        pytest.param("0014255550123", "country_code_missing", id="international-prefix"),
        pytest.param("+0 425 555 0123", "country_code_unknown", id="zero"),
        pytest.param("+999 4255550123", "country_code_unknown", id="no-such-country"),
        pytest.param("+1425555012", "too_short", id="nanp-9-digits"),
        pytest.param("+15550123", "too_short", id="area-code-missing"),
        pytest.param("+44 77", "too_short", id="uk-2-digits"),
        pytest.param("+142555501234", "too_long", id="nanp-11-digits"),
        pytest.param("+49" + "5" * 14, "too_long", id="16-digits-where-country-has-them"),
        pytest.param("+" + "5" * 39, "too_long", id="39-digits"),
        pytest.param("+14255550123" + " " * 29, "too_long", id="41-characters"),
        pytest.param("9" * 100_000, "too_long", id="huge"),
        pytest.param("+441", "too_short", id="uk-1-digit"),
        pytest.param("+46 55555 555555", "impossible_length", id="sweden-11-digits"),
        pytest.param("+49 00 3964", "not_a_number", id="two-national-prefixes"),
        pytest.param("+62812849844.0", "separator_not_allowed", id="float"),
        pytest.param("+62812849844.00", "separator_not_allowed", id="two-decimals"),
        pytest.param("+62812849844.000", "separator_not_allowed", id="three-decimals"),
        pytest.param("+4930123456.789", "separator_not_allowed", id="another-fraction"),
        pytest.param("62812849844.0", "separator_not_allowed", id="float-without-plus"),
        pytest.param("+62 812 849 844.0", "separator_not_allowed", id="float-with-spaces"),
        pytest.param("+62812849844,0", "extension_not_allowed", id="decimal-comma"),
        pytest.param("+62812849844٫0", "not_a_number", id="arabic-float"),
        pytest.param("+1.4255550123E+10", "letters_not_allowed", id="scientific"),
        pytest.param("+4917012345678/79", "separator_not_allowed", id="two-endings"),
        pytest.param("+49 30 1234/5678", "separator_not_allowed", id="two-endings-of-4-digits"),
        pytest.param("+4917012345678／79", "separator_not_allowed", id="full-width-slash"),
        pytest.param("+62812849844 0", "separator_not_allowed", id="cell-of-one-digit"),
        pytest.param("+62 812 849844 0", "separator_not_allowed", id="cell-behind-groups"),
        pytest.param("+62812849844 00", "separator_not_allowed", id="cell-of-two-digits"),
        pytest.param("+4917012345678 790", "separator_not_allowed", id="cell-of-three-digits"),
        pytest.param("+4917012345678-79", "separator_not_allowed", id="ending-behind-a-whole"),
        pytest.param("+62812849844 - 0", "separator_not_allowed", id="dash-and-spaces"),
        pytest.param("+62.812849844.00", "separator_not_allowed", id="decimals-behind-a-point"),
        pytest.param("+62.812.849.844.00", "separator_not_allowed", id="thousands-and-decimals"),
        pytest.param("+62.8128.4984.25", "separator_not_allowed", id="cents"),
        pytest.param("+62.81284.9844.000", "separator_not_allowed", id="three-zeros"),
        pytest.param("+49/170/1234567", "separator_not_allowed", id="two-slashes"),
        pytest.param("+4917012345678\t79", "separator_not_allowed", id="tab"),
        pytest.param("+49170\n1234567", "separator_not_allowed", id="line-break"),
        pytest.param("+49170 1234567", "separator_not_allowed", id="line-separator"),
        pytest.param("+4917012345678   79", "separator_not_allowed", id="columns"),
        pytest.param("+62812849844 (0)", "separator_not_allowed", id="brackets-at-the-end"),
        pytest.param("+4917012345678(79)", "separator_not_allowed", id="extension-in-brackets"),
        pytest.param("+1 (425 555-0123", "separator_not_allowed", id="bracket-not-closed"),
        pytest.param("+1--4255550123", "separator_not_allowed", id="two-dashes"),
        pytest.param("+-14255550123", "separator_not_allowed", id="minus"),
        pytest.param("-14255550123", "separator_not_allowed", id="negative"),
        pytest.param("+14255550123\t+14255550124", "not_a_number", id="two-cells"),
        pytest.param("+14255550123/+14255550124", "not_a_number", id="two-numbers-with-slash"),
        pytest.param("+14255550123 +14255550124", "not_a_number", id="two-numbers-with-space"),
    ],
)
def test_normalise_refuses_with_code_what_cannot_be_a_number(text: str, code: str) -> None:
    with pytest.raises(InvalidPhoneNumberError) as caught:
        normalise_recipient(text)

    assert caught.value.code == code
    assert isinstance(caught.value, SmsError)
    assert re.fullmatch(r"[^0-9]+\.", str(caught.value)), "a sentence without the number"
    assert caught.value.args == ()


def test_normalise_agrees_with_example_of_each_region() -> None:
    for region in REGIONS:
        example = phonenumbers.example_number(region)
        assert example is not None, region
        written = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)

        assert normalise_recipient(written) == normalise_recipient(number) == number, region


@NO_DEADLINE
@given(st.from_regex(r"\+1[2-9][0-9]{9}", fullmatch=True))
def test_short_cut_for_north_america_agrees_with_phonenumbers(text: str) -> None:
    parsed = phonenumbers.parse(text, None)

    assert phonenumbers.is_possible_number_with_reason(parsed) == 0
    assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == text
    assert normalise_recipient(text) == text


def test_north_american_numbers_are_normalised_without_importing_phonenumbers() -> None:
    program = (
        "import sys; from shared.domain.phone_number import normalise_recipient;"
        "normalise_recipient('+14255550123'); sys.exit('phonenumbers' in sys.modules)"
    )

    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)

    assert ended.returncode == 0
