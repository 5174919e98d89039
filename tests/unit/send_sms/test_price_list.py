"""Tables of prices are read strictly, and a wrong one names its setting."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from composition.settings import load_settings
from send_sms.price_list import built_in_prices, price_table_from_json
from shared.domain.sender import SenderKind
from shared.settings import ConfigurationError

OWN: dict[str, Any] = {
    "source": "our contract",
    "date": "2026-11-01",
    "currency": "EUR",
    "perSegment": {"alphanumeric": {"DE": "0.0735"}, "toll_free": {}},
}
ENVIRONMENT = {
    "AzureWebJobsStorage": "UseDevelopmentStorage=true",
    "ACS_CONNECTION_STRING": "endpoint=https://sms.example;accesskey=c2VjcmV0",
}


def test_built_in_table_has_the_published_sums_of_price_and_surcharge() -> None:
    prices = built_in_prices()

    assert prices.currency == "USD"
    assert "2021-11-30" in prices.source
    assert prices.per_segment == {
        SenderKind.TOLL_FREE: {
            "US": Decimal("0.0075") + Decimal("0.0025"),
            "CA": Decimal("0.0075") + Decimal("0.0085"),
            "PR": Decimal("0.0400"),
        },
        SenderKind.SHORT_CODE: {"US": Decimal("0.0075") + Decimal("0.0025")},
    }


def test_table_of_setting_replaces_the_built_in_one() -> None:
    settings = load_settings({**ENVIRONMENT, "SMS_PRICES": json.dumps(OWN)})

    assert settings.prices is not None
    assert settings.prices.currency == "EUR"
    assert settings.prices.source == "our contract (2026-11-01)"
    assert settings.prices.per_segment[SenderKind.ALPHANUMERIC] == {"DE": Decimal("0.0735")}


@pytest.mark.parametrize("text", ["", "  "])
def test_setting_is_optional(text: str) -> None:
    assert load_settings({**ENVIRONMENT, "SMS_PRICES": text}).prices is None
    assert load_settings(ENVIRONMENT).prices is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        pytest.param({"currency": "euro"}, "currency", id="currency"),
        pytest.param({"date": "soon"}, "date", id="date"),
        pytest.param({"source": ""}, "source", id="source"),
        pytest.param({"perSegment": {"fax": {}}}, "perSegment.fax", id="kind-of-sender"),
        pytest.param(
            {"perSegment": {"toll_free": {"us": 1}}}, "perSegment.toll_free.us", id="country"
        ),
        pytest.param(
            {"perSegment": {"toll_free": {"US": "-4.2"}}}, "perSegment.toll_free.US", id="negative"
        ),
        pytest.param(
            {"perSegment": {"toll_free": {"US": "NaN"}}}, "perSegment.toll_free.US", id="nan"
        ),
        pytest.param({"prices": {}}, "prices", id="unknown-member"),
    ],
)
def test_wrong_table_names_setting_and_member(change: dict[str, Any], place: str) -> None:
    text = json.dumps({**OWN, **change})

    with pytest.raises(ConfigurationError, match="SMS_PRICES") as caught:
        load_settings({**ENVIRONMENT, "SMS_PRICES": text})

    assert f"at {place}" in str(caught.value)
    assert "-4.2" not in str(caught.value)


@pytest.mark.parametrize("text", ["{", "[]", "4"])
def test_what_is_not_a_table_at_all_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the whole"):
        price_table_from_json(text)


def test_prices_are_read_exactly_when_they_are_json_numbers() -> None:
    text = json.dumps({**OWN, "perSegment": {"short_code": {"US": 0.0075}}})

    assert price_table_from_json(text).per_segment[SenderKind.SHORT_CODE]["US"] == Decimal("0.0075")
