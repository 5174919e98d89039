"""Sources of events: none loses an event, and none costs anything without subscribers."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

import delivery_report.functions
from composition.app import run_as
from delivery_report.record import join_parked
from send_sms.domain.progress import Progress
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.errors import StorageError
from shared.domain.identifiers import BlockAddress
from tests.support.samples import FIRST_MESSAGE, SEND, make_batch, people
from tests.support.web import assert_problem, call, post
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.delivery_report.test_delivery_report import DELIVERED, FAILED, record, report
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, inbound, receive
from tests.unit.opt_outs.test_decisions import decide
from tests.unit.subscriptions.subscription_helpers import published_events, run_queue, subscribe

STOP = {"state": "opted_out", "reason": "Asked by phone."}


async def happened(world: World, kind: str) -> list[Any]:
    """Deliver what waits; gives the events of a kind that subscribers got, once each."""
    await run_queue(world)
    events = {event["eventId"]: event for event in published_events(world) if event["type"] == kind}
    return list(events.values())


async def commit(world: World, *recipients: str) -> None:
    sent = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=START)
    outcomes = dict.fromkeys(range(len(recipients)), sent)
    batch = make_batch(recipients, progress=Progress(outcomes=outcomes))
    await world.app().journal.commit([batch])


def unavailable(*_: object) -> None:
    raise StorageError


async def test_what_a_person_wrote_is_told(served: World) -> None:
    await subscribe("inbound")
    await receive(inbound("See you at 9."))
    (event,) = await happened(served, "inbound")
    assert event["occurredAt"] == "2026-11-22T09:00:00.000000Z"
    assert event["data"] == {
        "from": PERSON,
        "to": LONG_CODE,
        "message": "See you at 9.",
        "providerMessageId": "Incoming_090000000000_See you at 9.",
    }


@pytest.mark.parametrize("text", ["x" * 40_000, "\N{PILE OF POO}" * 9_000, '"\\\n' * 9_000])
async def test_text_of_any_length_fits_into_a_message(served: World, text: str) -> None:
    await subscribe("inbound")
    await receive(inbound(text, messageId="Incoming_1"))
    ((message, _),) = served.event_queue.items
    assert len(message.encode()) <= 48 * 1024
    (event,) = await happened(served, "inbound")
    assert event["data"]["message"] == text[:5_000]


async def test_report_is_told_with_its_message(served: World) -> None:
    await subscribe("message.status")
    await commit(served, PERSON)
    await record(report(DELIVERED))
    (event,) = await happened(served, "message.status")
    assert event["data"] == {
        "messageId": str(FIRST_MESSAGE),
        "sendId": str(SEND),
        "from": TOLL_FREE,
        "to": PERSON,
        "status": "delivered",
    }


async def test_failed_report_is_told_with_its_reason(served: World) -> None:
    await subscribe("message.status")
    await commit(served, PERSON)
    await record(report(FAILED))
    (event,) = await happened(served, "message.status")
    assert event["data"]["status"] == "failed"
    assert event["data"]["error"] == {
        "code": "4006",
        "message": "The Destination/To number isn't reachable.",
    }


async def test_report_on_an_unknown_send_is_published_when_it_is_joined(served: World) -> None:
    await subscribe("message.status")
    await record(report(DELIVERED))
    assert await happened(served, "message.status") == []
    await commit(served, PERSON)
    served.event_queue.on_put = unavailable
    with pytest.raises(StorageError):
        await join_parked(served.app().reporting)
    served.event_queue.on_put = None
    await join_parked(served.app().reporting)
    (event,) = await happened(served, "message.status")
    assert event["data"]["messageId"] == str(FIRST_MESSAGE)
    assert served.parked_table.all_rows() == []


async def test_reports_of_a_campaign_are_told_together(served: World) -> None:
    await subscribe("message.status")
    recipients = people(1_000)
    await commit(served, *recipients)
    before = sum(table.operation_count for table in served.tables())
    await record(
        *(
            report(DELIVERED, Tag=str(BlockAddress(SEND, index // 100)), to=recipient)
            for index, recipient in enumerate(recipients)
        )
    )
    operations = sum(table.operation_count for table in served.tables()) - before
    assert operations + len(served.event_queue.items) <= 0.02 * 1_000
    events = await happened(served, "message.status")
    assert [event["data"]["to"] for event in events] == recipients
    assert {event["data"]["sendId"] for event in events} == {str(SEND)}
    assert not any("messageId" in event["data"] for event in events)


async def test_reports_that_come_singly_at_the_same_time_are_told_together(served: World) -> None:
    await subscribe("message.status")
    recipients = people(100)
    await commit(served, *recipients)
    tag = str(BlockAddress(SEND, 0))
    await asyncio.gather(*(record(report(DELIVERED, Tag=tag, to=one)) for one in recipients))
    assert len(served.event_queue.items) <= 5
    events = await happened(served, "message.status")
    assert sorted(event["data"]["to"] for event in events) == sorted(recipients)


@pytest.mark.parametrize(
    ("body", "states"), [("STOP", ["opted_out"]), ("START", ["opted_in"]), ("See you.", [])]
)
async def test_stop_and_start_are_told_as_opt_outs(
    served: World, body: str, states: list[str]
) -> None:
    await subscribe("opt_out")
    await receive(inbound(body))
    events = await happened(served, "opt_out")
    assert [event["data"]["state"] for event in events] == states
    for event in events:
        assert event["data"]["recipient"] == PERSON
        assert (event["data"]["sender"], event["data"]["source"]) == (LONG_CODE, "keyword")


async def test_second_stop_turns_nothing_and_is_not_told(served: World) -> None:
    await subscribe("opt_out")
    for second in range(3):
        await receive(inbound("STOP", START + timedelta(seconds=second)))
    assert len(await happened(served, "opt_out")) == 1


async def test_networks_refusal_is_told_as_an_opt_out(served: World) -> None:
    await subscribe()
    await commit(served, PERSON)
    await record(report("report_opted_out.json"))
    (event,) = await happened(served, "opt_out")
    assert event["data"] == {
        "sender": TOLL_FREE,
        "recipient": PERSON,
        "state": "opted_out",
        "source": "provider",
    }
    assert len(await happened(served, "message.status")) == 1


async def test_decision_is_told_though_telling_failed_at_first(served: World) -> None:
    await subscribe("opt_out")
    served.event_queue.on_put = unavailable
    assert_problem(await decide("PUT", STOP), 503)
    served.event_queue.on_put = None
    served.clock.advance(minutes=1)
    assert (await decide("PUT", STOP)).status_code == 200
    (event,) = await happened(served, "opt_out")
    assert (event["data"]["state"], event["data"]["source"]) == ("opted_out", "api")
    assert event["occurredAt"] == "2026-11-22T09:00:00.000000Z"
    reason = {"reason": "Asked again."}
    assert (await decide("DELETE", reason)).status_code == 200
    assert [one["data"]["state"] for one in await happened(served, "opt_out")] == [
        "opted_out",
        "opted_in",
    ]


@pytest.mark.parametrize("fail", ["queue", "table"])
async def test_webhook_asks_for_events_again_that_could_not_be_told(
    served: World, fail: str
) -> None:
    await subscribe()
    await commit(served, PERSON)
    if fail == "queue":
        served.event_queue.on_put = unavailable
    else:
        served.subscriptions_table.before_read = unavailable
    await receive(inbound("STOP"), expected=503)
    answer = await call(delivery_report.functions.delivery_report, post([report(DELIVERED)]))
    assert_problem(answer, 503)
    served.event_queue.on_put = served.subscriptions_table.before_read = None
    await receive(inbound("STOP"))
    await record(report(DELIVERED))
    for kind in ("inbound", "opt_out", "message.status"):
        assert len(await happened(served, kind)) == 1


async def test_repeated_events_have_the_ids_they_had(served: World) -> None:
    await subscribe()
    await commit(served, PERSON)
    for _ in range(3):
        await receive(inbound("STOP"))
        await record(report(DELIVERED))
    await run_queue(served)
    ids = [event["eventId"] for event in published_events(served)]
    assert len(ids) > len(set(ids)) == 3
    by_delivery = {headers["webhook-id"]: body for _, headers, body in served.subscriber.got}
    assert len(by_delivery) == 3


async def test_each_subscriber_gets_what_it_subscribed_to(served: World) -> None:
    await subscribe("inbound", url="https://one.example/")
    await subscribe("opt_out", url="https://two.example/")
    await subscribe(url="https://three.example/")
    await receive(inbound("STOP"))
    await run_queue(served)
    kinds: dict[str, set[str]] = {}
    for (url, _, _), event in zip(served.subscriber.got, published_events(served), strict=True):
        kinds.setdefault(url, set()).add(event["type"])
    assert kinds == {
        "https://one.example/": {"inbound"},
        "https://two.example/": {"opt_out"},
        "https://three.example/": {"inbound", "opt_out"},
    }


async def test_without_subscribers_telling_costs_a_look_every_four_seconds(served: World) -> None:
    for second in range(60):
        await receive(inbound("Hello", START + timedelta(seconds=second)))
        served.clock.advance(seconds=1)
    assert served.subscriptions_table.operation_count == 15
    assert served.event_queue.items == []


async def subscribe_elsewhere(world: World) -> None:
    """Have another process of the app make a subscription."""
    other = World(clock=world.clock, subscriptions_table=world.subscriptions_table)
    with run_as(other.app()):
        await subscribe()


async def test_new_subscription_of_another_process_is_known_within_five_seconds(
    world: World, served: World
) -> None:
    await receive(inbound("Hello"))
    await subscribe_elsewhere(world)
    served.clock.advance(seconds=3)
    await receive(inbound("Hello", START + timedelta(seconds=3)))
    assert served.event_queue.items == []
    served.clock.advance(seconds=1)
    await receive(inbound("Hello", START + timedelta(seconds=4)))
    assert len(served.event_queue.items) == 1


async def test_new_subscription_is_known_although_the_clock_is_set_back(
    world: World, served: World
) -> None:
    await receive(inbound("Hello"))
    await subscribe_elsewhere(world)
    served.clock.advance(hours=-1)
    await receive(inbound("Hello again", START))
    assert len(served.event_queue.items) == 1
