"""Faults of events: lost, repeated, reversed, late, oddly spelt."""

import pytest

from tests.integration.acs_simulator.support import (
    OTHER_PERSON,
    PERSON,
    TOLL_FREE,
    Bench,
    Endpoint,
)


async def test_losing_an_event_loses_only_that(bench: Bench, subscribed: Endpoint) -> None:
    await bench.control("POST", "/faults", {"kind": "lose"})

    await bench.text("first")
    await bench.text("second")

    (event,) = await subscribed.expect(1)
    assert event["data"]["message"] == "second"


async def test_repeated_event_comes_as_often_as_asked(bench: Bench, subscribed: Endpoint) -> None:
    await bench.control("POST", "/faults", {"kind": "repeat", "times": 3})

    await bench.text("again")
    await bench.text("once")

    events = await subscribed.expect(4)
    assert sorted(e["data"]["message"] for e in events) == ["again", "again", "again", "once"]


async def test_reversed_events_come_newest_first(bench: Bench, subscribed: Endpoint) -> None:
    await bench.control("POST", "/faults", {"kind": "reverse", "count": 3})

    for body in ("one", "two", "three"):
        await bench.text(body)

    events = await subscribed.expect(3)
    assert [event["data"]["message"] for event in events] == ["three", "two", "one"]


async def test_held_events_are_sent_when_faults_are_cleared(
    bench: Bench, subscribed: Endpoint
) -> None:
    await bench.control("POST", "/faults", {"kind": "reverse", "count": 3})
    await bench.text("one")

    await bench.control("DELETE", "/faults")

    (event,) = await subscribed.expect(1)
    assert event["data"]["message"] == "one"


async def test_delayed_event_is_overtaken(bench: Bench, subscribed: Endpoint) -> None:
    await bench.control("POST", "/faults", {"kind": "delay", "seconds": 0.3})

    await bench.text("slow")
    await bench.text("quick")

    events = await subscribed.expect(2)
    assert [event["data"]["message"] for event in events] == ["quick", "slow"]


@pytest.mark.parametrize(
    ("case", "keys"),
    [
        ("pascal", {"MessageId", "From", "DeliveryStatus", "Tag"}),
        ("camel", {"messageId", "from", "deliveryStatus", "tag"}),
        ("Tag", {"messageId", "from", "deliveryStatus", "Tag"}),
    ],
)
async def test_keys_are_spelt_as_asked(
    bench: Bench, subscribed: Endpoint, case: str, keys: set[str]
) -> None:
    await bench.control("POST", "/faults", {"kind": "keyCase", "case": case})

    await bench.send()

    await subscribed.expect(1)
    assert keys <= set(subscribed.data[0])


@pytest.mark.parametrize(("plus", "numbers"), [(True, (TOLL_FREE, PERSON)), (False, None)])
async def test_numbers_have_a_plus_as_asked(
    bench: Bench, subscribed: Endpoint, *, plus: bool, numbers: tuple[str, str] | None
) -> None:
    await bench.control("POST", "/faults", {"kind": "plus", "plus": plus})

    await bench.send()

    await subscribed.expect(1)
    data = subscribed.data[0]
    assert (data["from"], data["to"]) == (numbers or ("18335550100", "14255550123"))


async def test_fault_on_report_leaves_other_recipients_alone(
    bench: Bench, subscribed: Endpoint
) -> None:
    await bench.control("POST", "/faults", {"kind": "lose"})

    await bench.send(PERSON, OTHER_PERSON)

    await subscribed.expect(1)
    assert subscribed.data[0]["to"] == OTHER_PERSON
