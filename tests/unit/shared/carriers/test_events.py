"""ACS's events, read field by field from sample deliveries in both schemas."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from send_sms.storage.report_rows import _report_from_text, failure_code, report_properties
from shared.carriers.acs.events import AcsEvents, inbound_from_event, report_from_event
from shared.carriers.events import DeliveryReport, DeliveryStatus
from tests.support.samples import FIRST_MESSAGE
from tests.support.world import PERSON, START, TOLL_FREE
from tests.unit.shared.carriers.samples import INCOMING, MISSING, RECEIVED_AT, load, report

OUTGOING = "Outgoing_202611220915301f0c2a44-5b1e-4d0e-9a43-2c7d1e8f6b10_noam"
ATTEMPTED_AT = datetime(2026, 11, 22, 9, 15, 33, 412_190, tzinfo=UTC)


@pytest.mark.parametrize("name", ["inbound_event_grid.json", "inbound_cloud_event.json"])
def test_inbound_message_is_read_from_either_schema(name: str) -> None:
    message = inbound_from_event(load(name), START)
    assert message.own_number == TOLL_FREE
    assert message.user_number == PERSON
    assert message.body == "See you at 9."
    assert message.provider_message_id == INCOMING
    assert message.received_at == datetime(2026, 11, 22, 9, 20, 7, 510_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "code", "text"),
    [
        ("report_delivered_event_grid.json", "", "No error."),
        ("report_delivered_cloud_event.json", "2000", "No Error"),
    ],
)
def test_report_is_read_from_either_schema(name: str, code: str, text: str) -> None:
    addressed = report_from_event(load(name), START)
    assert addressed.address == FIRST_MESSAGE
    assert addressed.recipient == PERSON
    assert addressed.report == DeliveryReport(
        status=DeliveryStatus.DELIVERED,
        code=code,
        text=text,
        provider_message_id=OUTGOING,
        attempted_at=ATTEMPTED_AT,
        received_at=RECEIVED_AT,
        segments_succeeded=2,
        segments_failed=0,
    )


def test_failed_report_keeps_code_and_text() -> None:
    failed = report()
    assert failed.status is DeliveryStatus.FAILED
    assert failed.code == "4007"
    assert failed.text == "The Destination/To number opted out of receiving messages from you."
    assert failed.segments_failed == 2


@pytest.mark.parametrize(
    ("details", "code", "text"),
    [
        ("2000: No Error", "2000", "No Error"),
        ("4006:Not reachable", "4006", "Not reachable"),
        (" 4006 : Not reachable", "4006", "Not reachable"),
        ("4006", "4006", ""),
        ("4006: line\nbreak", "4006", "line\nbreak"),
        ("40060: not a code", "", "40060: not a code"),
        ("No error.", "", "No error."),
        ("", "", ""),
        (None, "", ""),
        (4006, "4006", ""),
        (True, "", ""),
        (MISSING, "", ""),
        ("lone \ud800 surrogate", "", "lone \ufffd surrogate"),
        ("\x00", "", "\ufffd"),
        ("x" * 5_000, "", "x" * 1_000),
    ],
)
def test_details_are_split_into_code_and_text(details: Any, code: str, text: str) -> None:
    read = report(deliveryStatusDetails=details)
    assert (read.code, read.text) == (code, text)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("report_opted_out.json", {}, True),
        ("report_sender_blocked.json", {}, True),
        ("report_sender_blocked.json",
         {"deliveryStatusDetails": "SENDER BLOCKED FOR GIVEN RECIPIENT"}, True),
        ("report_opted_out.json", {"deliveryStatusDetails": "4007"}, True),
        ("report_opted_out.json", {"deliveryStatusDetails": 4007}, True),
        ("report_opted_out.json",
         {"deliveryStatusDetails": "Error: opted out of receiving messages from you"}, True),
        ("report_opted_out.json", {"deliveryStatusDetails": "4010: Not verified."}, False),
        ("report_several_attempts.json", {}, False),
        ("report_delivered_event_grid.json", {"deliveryStatusDetails": "4007: ?"}, False),
    ],
)  # fmt: skip
def test_opt_out_is_known_by_code_and_by_text(
    name: str, data: dict[str, Any], expected: bool
) -> None:
    addressed = report_from_event(load(name, **data), START)
    assert addressed.says_opted_out is addressed.report.says_opted_out is expected


@pytest.mark.parametrize(
    ("details", "carrier_text"),
    [
        ("4007: The Destination/To number opted out of receiving messages from you.",
         "The Destination/To number opted out of receiving messages from you."),
        ("Sender blocked for given recipient.", ""),
        ("SENDER BLOCKED FOR GIVEN RECIPIENT", "SENDER BLOCKED FOR GIVEN RECIPIENT"),
        ("4007: Sender blocked for given recipient.", ""),
        ("4007", ""),
        ("The Destination/To number opted out of receiving messages from you.",
         "The Destination/To number opted out of receiving messages from you."),
    ],
)  # fmt: skip
def test_opt_out_has_one_code_and_text_however_it_was_reported(
    details: str, carrier_text: str
) -> None:
    event = load("report_opted_out.json", deliveryStatusDetails=details)
    report = AcsEvents().report(event, RECEIVED_AT).report
    assert (report.code, report.text) == ("4007", "Sender blocked for given recipient.")
    assert report.carrier_text == carrier_text
    assert report.in_one_form() == report
    (text,) = report_properties(FIRST_MESSAGE.block, [(PERSON, report)]).values()
    assert failure_code(text) == "4007"
    assert _report_from_text(DeliveryStatus.FAILED, text) == report


def test_other_failure_keeps_its_code_and_text() -> None:
    event = load("report_several_attempts.json")
    assert AcsEvents().report(event, RECEIVED_AT + timedelta(days=1)).report.code == "4006"


@pytest.mark.parametrize("stated", ["9998-01-01T00:00:00Z", "0001-01-01T00:00:00"])
def test_times_that_cannot_be_true_are_those_of_the_receipt(stated: str) -> None:
    attempt = {"timestamp": stated, "segmentsSucceeded": 0, "segmentsFailed": 1}
    changes = {"receivedTimestamp": stated, "deliveryAttempts": [attempt]}
    addressed = AcsEvents().report(load("report_opted_out.json", **changes), START)
    assert addressed.report.received_at == addressed.report.attempted_at == START
    assert addressed.stated.received_at.year in {1, 9998}
    message = AcsEvents().inbound(load("inbound_event_grid.json", **changes), START)
    assert message.received_at == START
    assert message.stated_at == addressed.stated.received_at


def test_last_attempt_counts_whatever_order_and_precision() -> None:
    addressed = report_from_event(load("report_several_attempts.json"), START)
    assert addressed.report.attempted_at == datetime(2026, 11, 22, 9, 15, 33, 250_000, tzinfo=UTC)
    assert addressed.report.segments_succeeded == 1
    assert addressed.report.segments_failed == 1
