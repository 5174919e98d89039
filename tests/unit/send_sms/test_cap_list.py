"""The setting `SMS_CAPS`: every form of it, and every fault by name."""

import json

import pytest

from composition.settings import load_settings
from send_sms.domain.caps import Cap, CapPeriod, CapScope, CapUnit
from send_sms.settings import caps_from
from shared.settings import ConfigurationError
from tests.support.world import TOLL_FREE

DAY, MONTH = CapPeriod.DAY, CapPeriod.MONTH
SEGMENTS, AMOUNT = CapUnit.SEGMENTS, CapUnit.AMOUNT
FREE = '{"source": "x", "date": "2026-01-01", "currency": "USD", "perSegment": {}}'
EURO = (
    '{"source": "x", "date": "2026-01-01", "currency": "EUR", '
    '"perSegment": {"toll_free": {"US": "0.01"}}}'
)


def test_caps_are_read_in_their_order() -> None:
    text = """[{"per": "day", "segments": 20000}, {"per": "month", "amount": 500},
               {"per": "day", "segments": 1, "sender": "+1 (833) 555-0100"},
               {"per": "day", "amount": "0.000001", "sender": "*"},
               {"per": "month", "segments": 5, "category": "otp"},
               {"per": "month", "amount": 12.5, "campaign": "Spring sale"}]"""

    assert caps_from(text, EURO) == (
        Cap(DAY, SEGMENTS, 20_000),
        Cap(MONTH, AMOUNT, 500_000_000, currency="EUR"),
        Cap(DAY, SEGMENTS, 1, CapScope.SENDER, TOLL_FREE),
        Cap(DAY, AMOUNT, 1, CapScope.SENDER, "*", "EUR"),
        Cap(MONTH, SEGMENTS, 5, CapScope.CATEGORY, "otp"),
        Cap(MONTH, AMOUNT, 12_500_000, CapScope.CAMPAIGN, "Spring sale", "EUR"),
    )
    assert caps_from(" ", "") == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[", "it is not JSON"),
        ("{}", "it must be a list of caps"),
        ("[7]", "[0]: a cap has the members per, segments, amount, sender, category, campaign and"),
        ('[{"per": "day", "segments": 1, "limit": 2}]', "[0]: a cap has the members"),
        ('[{"segments": 1}]', "[0]: per is day or month"),
        ('[{"per": "week", "segments": 1}]', "[0]: per is day or month"),
        ('[{"per": [], "segments": 1}]', "[0]: per is day or month"),
        ('[{"per": "day"}]', "[0]: a cap has one of segments and amount"),
        ('[{"per": "day", "segments": 1, "amount": 1}]', "[0]: a cap has one of"),
        ('[{"per": "day", "segments": 0}]', "[0]: segments is a whole number from 1"),
        ('[{"per": "day", "segments": true}]', "[0]: segments is a whole number"),
        ('[{"per": "day", "segments": 1.5}]', "[0]: segments is a whole number"),
        ('[{"per": "day", "segments": null}]', "[0]: segments is a whole number"),
        ('[{"per": "day", "segments": 1000000001}]', "[0]: segments is a whole number"),
        ('[{"per": "day", "amount": 0}]', "[0]: amount is a number above 0"),
        ('[{"per": "day", "amount": "much"}]', "[0]: amount is a number above 0"),
        ('[{"per": "day", "amount": NaN}]', "[0]: amount is a number above 0"),
        ('[{"per": "day", "amount": "Infinity"}]', "[0]: amount is a number above 0"),
        ('[{"per": "day", "amount": "1e99999999"}]', "[0]: amount is a number above 0"),
        ('[{"per": "day", "amount": 0.0000001}]', "[0]: amount is a number above 0"),
        ('[{"per": "day", "amount": [1]}]', "[0]: amount is a number above 0"),
        ('[{"per": "day", "segments": 1, "sender": "!"}]', "[0]: sender is one of your own"),
        ('[{"per": "day", "segments": 1, "sender": 7}]', "[0]: sender is one of your own"),
        ('[{"per": "day", "segments": 1, "category": "x"}]', "[0]: category is transactional,"),
        ('[{"per": "day", "segments": 1, "category": {}}]', "[0]: category is transactional,"),
        ('[{"per": "day", "segments": 1, "campaign": ""}]', "[0]: campaign is a text of 1 to 64"),
        (
            '[{"per": "day", "segments": 1, "campaign": "a", "category": "otp"}]',
            "[0]: a cap has at most one of sender, category, campaign",
        ),
        (
            '[{"per": "day", "segments": 1}, {"per": "day", "segments": 2}]',
            "[0] and [1] limit the same",
        ),
    ],
)
def test_fault_is_named_with_its_entry(text: str, fault: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        caps_from(text, "")
    assert caught.value.faults[0].startswith(f"SMS_CAPS cannot be read: {fault}")


def test_money_needs_prices() -> None:
    with pytest.raises(ConfigurationError, match="amount needs a price above 0 in SMS_PRICES"):
        caps_from('[{"per": "day", "amount": 1}]', FREE)
    assert caps_from('[{"per": "day", "segments": 1}]', FREE)


def test_fault_of_the_prices_is_theirs() -> None:
    env = {
        "AzureWebJobsStorage": "UseDevelopmentStorage=true",
        "ACS_CONNECTION_STRING": "endpoint=http://127.0.0.1:8080/;accesskey=c2VjcmV0",
        "SMS_CAPS": json.dumps([{"per": "day", "amount": 1}]),
        "SMS_PRICES": "{}",
    }
    with pytest.raises(ConfigurationError) as caught:
        load_settings(env)
    assert [fault.split(" ")[0] for fault in caught.value.faults] == ["SMS_PRICES"]
