"""Numbers in paths, and Mexican numbers in their one form."""

from __future__ import annotations

import pytest

from shared.domain.errors import InvalidPhoneNumberError
from shared.domain.phone_number import (
    canonical_number,
    former_number,
    normalise_path_number,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("+14255550123", "+14255550123", id="with-plus"),
        pytest.param("14255550123", "+14255550123", id="without-plus"),
        pytest.param("447700900123", "+447700900123", id="another-country"),
    ],
)
def test_path_number_is_accepted_with_and_without_plus(text: str, number: str) -> None:
    assert normalise_path_number(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "not_a_number", id="empty"),
        pytest.param("4255550123", "country_code_unknown", id="national-form"),
        pytest.param("x14255550123", "letters_not_allowed", id="letter"),
        pytest.param("77001", "too_short", id="short-code"),
    ],
)
def test_path_number_is_refused_when_impossible(text: str, code: str) -> None:
    with pytest.raises(InvalidPhoneNumberError) as caught:
        normalise_path_number(text)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("number", "canonical", "former"),
    [
        pytest.param("+5215512345678", "+525512345678", None, id="mexican-with-1"),
        pytest.param("+525512345678", "+525512345678", "+5215512345678", id="mexican"),
        pytest.param("+521551234567", "+521551234567", None, id="one-digit-less"),
        pytest.param("+14255550123", "+14255550123", None, id="another-country"),
        pytest.param("77001", "77001", None, id="short-code"),
    ],
)
def test_mexican_mobile_number_has_one_form(
    number: str, canonical: str, former: str | None
) -> None:
    assert canonical_number(number) == canonical
    assert former_number(number) == former
