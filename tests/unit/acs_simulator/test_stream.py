"""What listeners are told, and when they had better read anew."""

from local.acs_simulator.stream import StreamHub
from tests.unit.acs_simulator.samples import make_message


def test_listener_is_told_once_of_a_message_that_changed_twice() -> None:
    hub, message = StreamHub(), make_message()
    listener = hub.join()

    hub.notify_messages([message])
    hub.notify_messages([message])

    assert listener.woken.is_set()
    assert list(listener.take().messages.values()) == [message]
    assert not listener.woken.is_set()
    assert listener.take().messages == {}


def test_listener_far_behind_is_told_to_read_anew() -> None:
    hub = StreamHub()
    listener = hub.join()

    hub.notify_messages([make_message(f"m{n}") for n in range(2_001)])

    update = listener.take()
    assert update.is_truncated
    assert update.messages == {}


def test_listener_that_left_is_told_nothing() -> None:
    hub = StreamHub()
    listener = hub.join()
    hub.leave(listener)

    hub.notify_messages([make_message()])

    assert listener.take().messages == {}
