"""Events with missing or unexpected members."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.acs.events import inbound_from_event, report_from_event
from shared.carriers.events import DeliveryStatus, UnusableEventError
from shared.domain.identifiers import BlockAddress, MessageAddress
from shared.eventgrid.envelope import Event
from tests.support.samples import FIRST_MESSAGE, SEND
from tests.support.world import PERSON, START, TOLL_FREE
from tests.unit.shared.carriers.samples import MISSING, RECEIVED_AT, load, report


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


@pytest.mark.parametrize(
    "number", ["\u0661\u0664\u0662\u0665", "\uff11\uff14\uff12\uff15", "1425\u0660", "1/2"]
)
@pytest.mark.parametrize("member", ["from", "to"])
def test_event_is_unusable_when_a_number_has_other_than_ascii_digits(
    member: str, number: str
) -> None:
    with pytest.raises(UnusableEventError):
        inbound_from_event(load("inbound_event_grid.json", **{member: number}), START)


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
        ("+5215512345678", "+525512345678"),
        ("5215512345678", "+525512345678"),
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


def test_tag_of_a_block_addresses_the_block() -> None:
    block = BlockAddress(SEND, 3)
    event = load("report_opted_out.json", tag=str(block))
    read = report_from_event(event, START)
    assert read.address == read.block == block


def test_tag_of_a_message_addresses_the_message_and_its_block() -> None:
    event = load("report_opted_out.json", tag=str(MessageAddress(SEND, 345)))
    read = report_from_event(event, START)
    assert read.address == MessageAddress(SEND, 345)
    assert read.block == BlockAddress(SEND, 3)


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


@pytest.mark.parametrize("member", sorted(load("report_opted_out.json").data))
@pytest.mark.parametrize("value", [[1], {"a": [None]}, 5, True, None, "\ud800", [[]]])
def test_report_with_one_damaged_member_is_read_or_unusable(member: str, value: Any) -> None:
    """A whole report with one bad member reaches code that arbitrary data hardly ever does."""
    event = load("report_opted_out.json")
    data = {**event.data, "tag": str(FIRST_MESSAGE), member: value}
    with suppress(UnusableEventError):
        report_from_event(replace(event, data=data), START)
