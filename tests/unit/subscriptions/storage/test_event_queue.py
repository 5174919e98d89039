"""Events as queue messages: whole, in order, and never too large."""

import json

from hypothesis import given
from hypothesis import strategies as st

from inbound_webhook.receive import MAX_TEXT_CHARACTERS, inbound_event
from shared.carriers.events import InboundMessage
from subscriptions.domain.event import AppEvent
from subscriptions.storage.event_queue import delivery_from_text, delivery_texts, delivery_to_text
from tests.support.world import PERSON, START, TOLL_FREE

NAME = "0123456789abcdef0123"
MAX_MESSAGE_BYTES = 48 * 1024  # 64 KiB in base64
HOST_NAMES = {
    "id", "dequeuecount", "expirationtime", "insertiontime", "nextvisibletime", "popreceipt",
}  # fmt: skip

TEXTS = st.builds(
    lambda text, times: text * times,
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
    st.integers(1, MAX_TEXT_CHARACTERS),
)


def event(number: int, text: str) -> AppEvent:
    return inbound_event(InboundMessage(TOLL_FREE, PERSON, text, f"Incoming_{number}", START))


@given(st.lists(TEXTS, max_size=30), st.integers(1, 8))
def test_events_of_any_size_arrive_whole_in_messages_that_fit(texts: list[str], more: int) -> None:
    events = [event(number, text) for number, text in enumerate(texts * more)]
    found = []
    for text in delivery_texts(NAME, events, START):
        assert len(text.encode()) <= MAX_MESSAGE_BYTES
        delivery = delivery_from_text(text)
        assert delivery_to_text(delivery) == text
        assert (delivery.subscription_id, delivery.since) == (NAME, START)
        assert 1 <= len(delivery.events) <= 100
        found += json.loads(delivery.body())["events"]
    assert found == [one.to_members() for one in events]


def test_same_events_are_the_same_delivery_to_one_subscriber_only() -> None:
    events = [event(1, "a"), event(2, "b")]
    asked = [(NAME, events), (NAME, events), ("f" * 20, events), (NAME, events[:1])]
    texts = [text for name, some in asked for text in delivery_texts(name, some, START)]
    one, again, other, less = map(delivery_from_text, texts)
    assert one.delivery_id == again.delivery_id
    assert len({one.delivery_id, other.delivery_id, less.delivery_id}) == 3


def test_message_has_no_member_that_the_host_mixes_up() -> None:
    (text,) = delivery_texts(NAME, [event(1, "a")], START)
    assert not {name.lower() for name in json.loads(text)} & HOST_NAMES
