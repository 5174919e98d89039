"""A number's country: exact within North America, by the plan elsewhere."""

from __future__ import annotations

import pytest

from send_sms.domain.prices import country_of


@pytest.mark.parametrize(
    ("number", "country"),
    [
        pytest.param("+14255550123", "US", id="united-states"),
        pytest.param("+16135550123", "CA", id="canada"),
        pytest.param("+17875550123", "PR", id="puerto-rico"),
        pytest.param("+19395550123", "PR", id="puerto-rico-overlay"),
        pytest.param("+18765550123", "JM", id="another-country-of-the-plan"),
        pytest.param("+33639980123", "FR", id="code-of-one-country"),
        pytest.param("+447400555012", "GB", id="code-of-several"),
        pytest.param("+447781555012", "GG", id="not-the-main-one"),
        pytest.param("+77015550123", "KZ", id="kazakhstan-shares-with-russia"),
        pytest.param("+447700900123", "GB", id="unassigned-counts-to-the-main-one"),
        pytest.param("+12005550123", "", id="area-code-not-in-use"),
        pytest.param("+80055501234", "001", id="code-of-no-country"),
    ],
)
def test_country_is_that_of_the_number(number: str, country: str) -> None:
    assert country_of(number) == country


def test_country_is_known_when_the_line_itself_is_not() -> None:
    """The plan assigns 523 without its exchange 555: the area code alone decides."""
    assert country_of("+15235550123") == country_of("+15232345678") == "US"
