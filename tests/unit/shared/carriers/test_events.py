"""ACS's events, read field by field from sample deliveries in both schemas."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.carriers.acs.events import inbound_from_event, report_from_event, says_opted_out
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
        (4006, "", ""),
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
        ("report_opted_out.json", {"deliveryStatusDetails": "4010: Not verified."}, False),
        ("report_several_attempts.json", {}, False),
        ("report_delivered_event_grid.json", {"deliveryStatusDetails": "4007: ?"}, False),
    ],
)  # fmt: skip
def test_opt_out_is_known_by_code_and_by_text(
    name: str, data: dict[str, Any], expected: bool
) -> None:
    addressed = report_from_event(load(name, **data), START)
    assert says_opted_out(addressed.report) is expected


def test_last_attempt_counts_whatever_order_and_precision() -> None:
    addressed = report_from_event(load("report_several_attempts.json"), START)
    assert addressed.report.attempted_at == datetime(2026, 11, 22, 9, 15, 33, 250_000, tzinfo=UTC)
    assert addressed.report.segments_succeeded == 1
    assert addressed.report.segments_failed == 1
