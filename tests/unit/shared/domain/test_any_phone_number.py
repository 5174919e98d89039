"""What holds of every text that may be a phone number: it is exact, or refused."""

# ruff: noqa: RUF001 - characters that look alike are what these tests are about

from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.errors import InvalidPhoneNumberError
from shared.domain.phone_number import normalise_path_number, normalise_recipient

COUNTRY_CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
REASONS = {error.code for error in InvalidPhoneNumberError.__subclasses__()}
# The first number of a country loads its plan from disk.
NO_DEADLINE = settings(deadline=None)
ARGENTINA = 54
MOST_DIGITS_OF_A_NATIONAL_PREFIX = 5  # with the code of a carrier, in Brazil and Colombia
E164 = re.compile(r"\+[1-9][0-9]{3,14}")


@NO_DEADLINE
@given(
    country_code=st.sampled_from(COUNTRY_CODES),
    rest=st.from_regex(r"0{0,3}[0-9]{1,14}", fullmatch=True),
)
def test_normalise_is_idempotent_when_it_accepts(country_code: int, rest: str) -> None:
    try:
        number = normalise_recipient(f"+{country_code}{rest}")
    except InvalidPhoneNumberError:
        return

    assert E164.fullmatch(number)
    assert normalise_recipient(number) == number


def digits_of(text: str) -> str:
    """Give the digits of any script as ASCII."""
    return "".join(str(int(c)) for c in text if c.isdecimal())


SEPARATED = st.lists(
    st.tuples(
        st.from_regex(r"[0-9٠-٩]{1,5}", fullmatch=True),
        st.text("  -–./()[]\t\n ", max_size=2),
    ),
    min_size=1,
    max_size=6,
)


@NO_DEADLINE
@given(country_code=st.sampled_from(COUNTRY_CODES), groups=SEPARATED)
def test_accepted_number_has_the_digits_that_were_written(
    country_code: int, groups: list[tuple[str, str]]
) -> None:
    written = f"+{country_code} " + "".join(digits + separator for digits, separator in groups)
    try:
        number = normalise_recipient(written)
    except InvalidPhoneNumberError:
        return

    if country_code == ARGENTINA:  # 15 in front of a mobile number is 9 from abroad
        return
    national = number.removeprefix(f"+{country_code}")
    assert digits_of(written).endswith(national)
    left_out = digits_of(written).removesuffix(national).removeprefix(str(country_code))
    assert len(left_out) <= MOST_DIGITS_OF_A_NATIONAL_PREFIX


@NO_DEADLINE
@given(
    region=st.sampled_from(REGIONS),
    kind=st.integers(0, 10),
    separator=st.sampled_from([" ", "-", "."]),
)
def test_numbers_are_accepted_in_the_groups_in_which_their_country_writes_them(
    region: str, kind: int, separator: str
) -> None:
    example = phonenumbers.example_number_for_type(region, kind)
    if example is None:
        return
    written = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)

    assert normalise_recipient(written) == number
    spaced = re.sub("[ -]", separator, written)
    if separator != ".":  # a number of two groups with points looks like a fraction
        assert normalise_recipient(spaced) == number


@NO_DEADLINE
@given(
    number=st.from_regex(r"[1-9][0-9]{8,12}", fullmatch=True),
    between=st.text(" -./", min_size=1, max_size=3),
    cell=st.from_regex("[0-9]{1,6}", fullmatch=True),
)
def test_nothing_is_added_to_a_number_that_is_whole(number: str, between: str, cell: str) -> None:
    with pytest.raises(InvalidPhoneNumberError):
        normalise_recipient(f"+{number}{between}{cell}")


@NO_DEADLINE
@given(number=st.integers(10**7, 10**15 - 1), data=st.data())
def test_what_a_spreadsheet_makes_of_a_number_is_refused_or_exact(
    number: int, data: st.DataObject
) -> None:
    marks = data.draw(st.sampled_from([",.", ".,", " ,", " ,", "'.", " ."]))
    places = data.draw(st.integers(0, 4))
    form = data.draw(
        st.sampled_from([
            str(number),
            str(float(number)),
            f"{number:.{places}f}",
            f"{number:.{places}f}".replace(".", ","),
            f"{number:,.{places}f}".translate(str.maketrans(",.", marks)),
            f"{number:.5E}",
            f"{number:.{places}E}".replace(".", ","),
            f"{float(number):g}",
            f"({number})",
            f"-{number}",
        ])
    )  # fmt: skip
    plus = data.draw(st.sampled_from(["+", "", "'"]))
    try:
        accepted = normalise_path_number(plus + form)
    except InvalidPhoneNumberError:
        return

    # Of a short number a trunk prefix may be left out: +61000000 is +61 00000.
    assert str(number).endswith(accepted[-5:])
    assert digits_of(plus + form) == str(number)


@NO_DEADLINE
@given(st.text("+0123456789 ()-.x;,#=ext/٣３\u200b", max_size=45) | st.text(max_size=45))
def test_normalise_gives_e164_or_refuses_for_any_text(text: str) -> None:
    try:
        outcome = normalise_recipient(text)
    except InvalidPhoneNumberError as error:
        outcome = error.code

    assert E164.fullmatch(outcome) or outcome in REASONS
