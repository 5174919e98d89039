"""ACS's events, read field by field from sample deliveries in both schemas."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.acs.events import (
    UnusableEventError,
    inbound_from_event,
    report_from_event,
    says_opted_out,
)
from shared.domain.delivery import DeliveryReport, DeliveryStatus
from shared.domain.identifiers import MessageAddress
from shared.eventgrid.envelope import Event, read_events
from tests.support.samples import FIRST_MESSAGE, SEND
from tests.support.web import read_event
from tests.support.world import PERSON, START, TOLL_FREE

OUTGOING = "Outgoing_202611220915301f0c2a44-5b1e-4d0e-9a43-2c7d1e8f6b10_noam"
INCOMING = "Incoming_202611220920077be1d2c3-91aa-4f5e-8d2b-6a0f3c4e5d21"
ATTEMPTED_AT = datetime(2026, 11, 22, 9, 15, 33, 412_190, tzinfo=UTC)
RECEIVED_AT = datetime(2026, 11, 22, 9, 15, 36, 7_315, tzinfo=UTC)
MISSING: Any = object()


def load(name: str, **data: Any) -> Event:
    """Read a sample with some of its data changed, or left out where MISSING."""
    delivery = read_event(name)
    event = delivery[0] if isinstance(delivery, list) else delivery
    changed = {**event["data"], **data}
    event["data"] = {key: value for key, value in changed.items() if value is not MISSING}
    (read,) = read_events(json.dumps(event).encode())
    return read


def report(**data: Any) -> DeliveryReport:
    return report_from_event(load("report_opted_out.json", **data), START).report


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


@pytest.mark.parametrize(
    "attempts",
    [
        MISSING,
        None,
        [],
        {},
        "x",
        [None],
        [{}],
        [{"timestamp": None}],
        [{"timestamp": "soon", "segmentsFailed": "2", "segmentsSucceeded": -1}],
        [{"segmentsFailed": 10**6}],
    ],
)
def test_report_without_a_readable_attempt_is_dated_by_its_own_time(attempts: Any) -> None:
    read = report(deliveryAttempts=attempts)
    assert read.attempted_at == read.received_at == RECEIVED_AT
    assert (read.segments_succeeded, read.segments_failed) == (0, 0)


@pytest.mark.parametrize("timestamp", [MISSING, None, "", "soon", 1_764_000_000])
def test_missing_time_falls_back_to_the_event_s(timestamp: Any) -> None:
    assert report(receivedTimestamp=timestamp).received_at == datetime(
        2026, 11, 22, 9, 15, 36, tzinfo=UTC
    )
    inbound = load("inbound_event_grid.json", receivedTimestamp=timestamp)
    assert inbound_from_event(inbound, START).received_at == datetime(
        2026, 11, 22, 9, 20, 9, tzinfo=UTC
    )


def test_missing_times_fall_back_to_now() -> None:
    data = {"from": "77001", "to": TOLL_FREE}
    event = Event("1", "Microsoft.Communication.SMSReceived", "", None, data)
    message = inbound_from_event(event, START)
    assert message.received_at == START
    assert message.provider_message_id == "1"
    assert message.body == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("14255550123", PERSON),
        ("+14255550123", PERSON),
        (" +14255550123 ", PERSON),
        ("77001", "77001"),
        ("+77001", "77001"),
        ("770010", "770010"),
        (14255550123, PERSON),
    ],
)
def test_numbers_are_read_with_and_without_plus(text: Any, number: str) -> None:
    event = load("inbound_event_grid.json", **{"from": text, "to": text})
    message = inbound_from_event(event, START)
    assert message.user_number == message.own_number == number
    assert report_from_event(load("report_opted_out.json", to=text), START).recipient == number


@pytest.mark.parametrize(
    "text", [MISSING, None, "", "PALOMA", "+", "12", "+1425|555", "1" * 16, {}, ["+14255550123"]]
)
def test_event_without_a_number_is_unusable(text: Any) -> None:
    for key in ("from", "to"):
        with pytest.raises(UnusableEventError, match=key):
            inbound_from_event(load("inbound_event_grid.json", **{key: text}), START)
    with pytest.raises(UnusableEventError, match="to"):
        report_from_event(load("report_opted_out.json", to=text), START)


@pytest.mark.parametrize("tag", [MISSING, None, "", "camp-42", 42, {}, str(SEND)])
def test_report_with_a_foreign_tag_is_unusable(tag: Any) -> None:
    with pytest.raises(UnusableEventError, match="tag"):
        report_from_event(load("report_opted_out.json", tag=tag), START)


def test_tag_of_a_chunk_addresses_the_chunk() -> None:
    chunk = MessageAddress(SEND, 3)
    event = load("report_opted_out.json", tag=str(chunk))
    assert report_from_event(event, START).address == chunk


@pytest.mark.parametrize("status", [MISSING, None, "Pending", "Unknown", "Expired", "", 1])
def test_report_that_is_not_final_is_unusable(status: Any) -> None:
    with pytest.raises(UnusableEventError, match="status"):
        report_from_event(load("report_opted_out.json", deliveryStatus=status), START)


@pytest.mark.parametrize("status", ["delivered", "DELIVERED", "Delivered"])
def test_status_is_read_in_any_case(status: str) -> None:
    assert report(deliveryStatus=status).status is DeliveryStatus.DELIVERED


def test_event_of_the_other_kind_is_unusable() -> None:
    with pytest.raises(UnusableEventError, match="SMSReceived"):
        inbound_from_event(load("report_opted_out.json"), START)
    with pytest.raises(UnusableEventError, match="SMSDeliveryReport"):
        report_from_event(load("inbound_event_grid.json"), START)


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ("caf\u00e9 \N{GRINNING FACE}", "caf\u00e9 \N{GRINNING FACE}"),
        ("a\ud800b", "a\ufffdb"),
        ("a\x00b", "a\ufffdb"),
        ("a\tb\r\nc", "a\tb\r\nc"),
        (None, ""),
        (MISSING, ""),
        (["STOP"], ""),
    ],
)
def test_inbound_text_is_made_storable(body: Any, read: str) -> None:
    assert inbound_from_event(load("inbound_event_grid.json", message=body), START).body == read


def test_provider_s_id_is_made_storable() -> None:
    event = load("inbound_event_grid.json", messageId="a\ud800" + "b" * 2_000)
    read = inbound_from_event(event, START).provider_message_id
    assert read == "a\ufffd" + "b" * 998
    assert report(messageId="\ud800").provider_message_id == "\ufffd"


KEYS = ["from", "to", "message", "messageid", "tag", "deliverystatus", "deliverystatusdetails",
        "deliveryattempts", "receivedtimestamp"]  # fmt: skip
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from([PERSON, str(FIRST_MESSAGE), "Failed", "2026-11-22T09:15:36Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_any_data_is_read_or_unusable(data: dict[str, Any]) -> None:
    for kind, read in (
        ("Microsoft.Communication.SMSReceived", inbound_from_event),
        ("Microsoft.Communication.SMSDeliveryReportReceived", report_from_event),
    ):
        try:
            read(Event("1", kind, "", None, data), START)
        except UnusableEventError:
            continue
