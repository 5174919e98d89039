"""Formats of requests: numbers, senders, options."""

import json

import pytest

from local.acs_simulator.send_request import parse_send
from local.acs_simulator.versions import ApiVersion
from local.acs_simulator.wire import AcsError, can_be_recipient, is_e164, is_sender_format
from tests.unit.acs_simulator.samples import OWN_NUMBER


@pytest.mark.parametrize("number", ["+14255550123", "+442079460000", "+1234567"])
def test_e164_numbers_are_recognised(number: str) -> None:
    assert is_e164(number)


@pytest.mark.parametrize(
    "number", ["14255550123", "+04255550123", "+123", "+1 425 555 0123", "", None, "+1425555012३"]
)
def test_other_forms_are_no_e164_numbers(number: object) -> None:
    assert not is_e164(number)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("+14255550123", True),
        ("+442079460000", True),
        ("+15550000000", False),
        ("+11255550123", False),
        ("+1425555012345", False),
        ("+142555501", False),
    ],
)
def test_recipients_that_cannot_exist_are_recognised(number: str, *, expected: bool) -> None:
    assert can_be_recipient(number) is expected


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        ("77001", True),
        ("770012", True),
        ("7700", False),
        ("+77001", False),
        ("PALOMA", True),
        ("Paloma 24", True),
        ("ABCDEFGHIJKL", False),
        ("1234567", False),
        ("Palo-ma", False),
        ("+14255550123", True),
        ("+15550000000", True),  # ACS answers 401: no number of the resource
        ("+1425555012345", False),
        ("+442079460000", True),
        ("", False),
    ],
)
def test_sender_formats_are_recognised(sender: str, *, expected: bool) -> None:
    assert is_sender_format(sender) is expected


def send_body(**options: object) -> bytes:
    options = {"enableDeliveryReport": True, **options}
    recipients = [{"to": "+14255550123"}]
    body = {"from": OWN_NUMBER, "message": "x", "smsRecipients": recipients}
    return json.dumps({**body, "smsSendOptions": options}).encode()


@pytest.mark.parametrize(
    ("version", "options", "expected"),
    [
        (ApiVersion.V2021_03_07, {"deliveryReportTimeoutInSeconds": 1}, None),
        (ApiVersion.V2024_02_05, {"validityPeriodSeconds": 60}, 60),
        (ApiVersion.V2024_02_05, {"deliveryReportTimeoutInSeconds": 1}, None),
        (ApiVersion.V2025_09_17, {"deliveryReportTimeoutInSeconds": 43_200}, 43_200),
        (ApiVersion.V2026_01_23, {"deliveryReportTimeoutInSeconds": 60}, 60),
    ],
)
def test_report_timeout_is_read_where_the_version_has_it(
    version: ApiVersion, options: dict[str, int], expected: int | None
) -> None:
    assert parse_send(send_body(**options), version).options.report_timeout_seconds == expected


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"deliveryReportTimeoutInSeconds": 59}, "DeliveryReportTimeoutInSeconds"),
        ({"deliveryReportTimeoutInSeconds": 43_201}, "DeliveryReportTimeoutInSeconds"),
        ({"deliveryReportTimeoutInSeconds": "60"}, "DeliveryReportTimeoutInSeconds"),
        ({"enableDeliveryReport": None}, "EnableDeliveryReport"),
        ({"enableDeliveryReport": "true"}, "EnableDeliveryReport"),
        ({"tag": 5}, "Tag"),
    ],
)
def test_send_option_is_refused_by_its_name(options: dict[str, object], field: str) -> None:
    with pytest.raises(AcsError) as raised:
        parse_send(send_body(**options), ApiVersion.V2026_01_23)

    assert raised.value.status == 400
    errors = (raised.value.body or {})["errors"]
    assert isinstance(errors, dict)
    assert list(errors) == [f"SmsSendOptions.{field}"]
