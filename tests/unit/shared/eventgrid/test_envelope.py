"""Event Grid's two envelopes, and everything that is neither."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.eventgrid.envelope import MAX_EVENTS, NotAnEventError, TooManyEventsError, read_delivery
from tests.support.web import EVENTS, read_event

SOURCE = (
    "/subscriptions/0a1b2c3d-0000-4000-8000-00000000aaaa/resourcegroups/rg-demo/providers/"
    "microsoft.communication/communicationservices/acs-demo"
)


def as_bytes(document: object) -> bytes:
    return json.dumps(document).encode()


@pytest.mark.parametrize("name", sorted(path.name for path in EVENTS.glob("*.json")))
def test_every_sample_is_an_event_of_the_demo_resource(name: str) -> None:
    (event,) = read_delivery(as_bytes(read_event(name))).events
    assert event.source == SOURCE
    assert event.identity
    assert event.occurred_at
    assert all(key == key.lower() for key in event.data)


@pytest.mark.parametrize("name", ["inbound_event_grid.json", "inbound_cloud_event.json"])
def test_both_schemas_give_the_same_event(name: str) -> None:
    (event,) = read_delivery(as_bytes(read_event(name))).events
    assert event.type == "Microsoft.Communication.SMSReceived"
    assert event.identity.startswith("Incoming_")
    assert event.occurred_at == datetime(2026, 11, 22, 9, 20, 9, tzinfo=UTC)
    assert event.data["message"] == "See you at 9."


def nested(depth: int) -> bytes:
    """A batch of one event that has so many levels of brackets in all."""
    inside: object = 1
    for _ in range(depth - 3):
        inside = [inside]
    body = as_bytes([{"eventType": "x", "data": {"a": inside}}])
    assert body.count(b"[") + body.count(b"{") == depth
    return body


def test_events_nest_up_to_32_deep() -> None:
    assert read_delivery(nested(32))
    with pytest.raises(NotAnEventError, match="nested more than 32 deep"):
        read_delivery(nested(33))


def test_delivery_has_up_to_5000_events() -> None:
    event = {"eventType": "x", "data": {}}
    assert len(read_delivery(as_bytes([event] * MAX_EVENTS)).events) == 5_000
    with pytest.raises(TooManyEventsError):
        read_delivery(as_bytes([event] * (MAX_EVENTS + 1)))


def test_batch_keeps_its_order_in_either_schema() -> None:
    mixed = [read_event("inbound_cloud_event.json"), *read_event("report_opted_out.json")]
    kinds = [event.type for event in read_delivery(as_bytes(mixed)).events]
    assert kinds == [
        "Microsoft.Communication.SMSReceived",
        "Microsoft.Communication.SMSDeliveryReportReceived",
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"null",
        b"1",
        b'"text"',
        b"[]",
        b"{}",
        b"[1]",
        b"[[]]",
        b'[{"eventType": 1, "data": {}}]',
        b'[{"eventType": "a"}]',
        b'[{"eventType": "a", "data": []}]',
        b'[{"type": "a", "data": {}}]',
        b'{"specversion": "1.0", "eventType": "a", "data": {}}',
        b"\xff\xfe\xfa",
        b"[" * 100_000,
        b"9" * 5_000,
    ],
)
def test_what_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(NotAnEventError):
        read_delivery(body)


@pytest.mark.parametrize(
    "item",
    [
        b"{}",
        b"null",
        b"7",
        b'"text"',
        b"[]",
        b"",
        b"not JSON",
        b'{"eventType": "x", "data": null}',
        b'{"eventType": "x", "data": {}, "n": 0x}',
        b'{"text": "a } or ] or , in a text \\" }"}',
        b"[" * 31 + b"]" * 31,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_item_that_is_no_event_stands_beside_the_events(item: bytes, is_first: bool) -> None:
    (event,) = read_event("inbound_event_grid.json")
    items = [item, as_bytes(event)] if is_first else [as_bytes(event), item]
    delivery = read_delivery(b"[" + b",".join(items) + b"]")
    (read,) = delivery.events
    assert read.data["message"] == "See you at 9."
    ((_, reason),) = delivery.unusable
    assert reason


@pytest.mark.parametrize(
    "text", [b"\xff\xfe", b"a\nb\x01", b"\\ud800", b'", "n": ' + b"9" * 5_000 + b', "x": "']
)
def test_text_that_is_not_quite_json_is_read(text: bytes) -> None:
    (event,) = read_event("inbound_event_grid.json")
    damaged = as_bytes(event).replace(b"See you at 9.", text)
    delivery = read_delivery(b"[" + damaged + b"," + as_bytes(event) + b"]")
    assert len(delivery.events) == 2
    assert delivery.unusable == []


@pytest.mark.parametrize("text", [b'"' + b'\\"' * 500_000, b"," * 1_000_000, b"{" * 1_000_000])
def test_hostile_body_is_refused_without_reading_it_again_and_again(text: bytes) -> None:
    with pytest.raises((NotAnEventError, TooManyEventsError)):
        read_delivery(b"[" + text + b"\\]")


@pytest.mark.parametrize("time", [None, "", "soon", 5, {}])
def test_event_without_a_time_is_an_event(time: Any) -> None:
    event = {"eventType": "a", "data": {}, "eventTime": time}
    assert read_delivery(as_bytes(event)).events[0].occurred_at is None


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
ENVELOPES = st.dictionaries(
    st.sampled_from(["id", "topic", "eventType", "eventTime", "data", "specversion", "type"]),
    JSON_VALUES,
)


@settings(max_examples=60)
@given(st.binary() | st.lists(ENVELOPES | JSON_VALUES, max_size=3).map(as_bytes))
def test_any_body_is_events_or_refused(body: bytes) -> None:
    try:
        assert read_delivery(body)
    except NotAnEventError:
        return
