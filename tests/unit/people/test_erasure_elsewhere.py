"""Erasure in the tables beside messages: reviews, imports, parked events, dead letters."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from opt_outs import review_functions
from opt_outs.domain.consent import ConsentState
from people.erasure import continue_erasure
from send_sms.domain.dispatching import claim
from send_sms.domain.progress import ResendKind
from send_sms.domain.resend import ResendRequest, SkipReason, resend
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import BatchAddress
from shared.eventgrid.envelope import Event
from tests.support.samples import SEND, make_batch, make_options, make_round, opted_out_recipients
from tests.support.web import call, document, get, post
from tests.support.world import PERSON, SETTINGS, START, TOLL_FREE, Serve, World
from tests.unit.inbound_webhook.confirmation_world import UNPACED, inbound, receive
from tests.unit.opt_outs.import_world import imported
from tests.unit.people.erasure_world import (
    DIGITS,
    NEIGHBOUR,
    SECRET,
    ask,
    counts,
    erased,
    places_of,
    play,
    receipt_of,
    write,
)
from tests.unit.send_sms.dispatch_world import run_until_idle
from tests.unit.subscriptions.subscription_helpers import (
    dead_letters,
    published_events,
    run_queue,
    subscribe,
)

OPEN = {"state": "open"}


async def open_reviews() -> list[Any]:
    found = document(
        await call(review_functions.list_opt_out_reviews, get(params={"state": "open"}))
    )
    return list(found["reviews"])


async def test_open_review_keeps_its_text_until_it_is_decided(served: World) -> None:
    await write(served, "wrong number, my knee")
    (review,) = await open_reviews()
    served.clock.advance(days=2)
    receipt = await erased(served)
    assert counts(receipt, "kept")["OptOutReviews|openReviews"] == 1
    assert await open_reviews() == [review]
    request = post({"actor": "Ana", "note": SECRET}, route={"reviewId": review["reviewId"]})
    answer = await call(review_functions.approve_opt_out_review, request)
    assert answer.status_code == 200
    served.clock.advance(seconds=1)
    receipt = await erased(served)
    assert counts(receipt)["OptOutReviews|reviewTexts"] == 1
    assert counts(receipt, "kept")["OptOutReviews|reviews"] == 1
    assert places_of(served, "my knee") == []
    assert places_of(served, SECRET) == []
    assert await opted_out_recipients(served.app().opt_outs, TOLL_FREE, [PERSON]) == {PERSON}


async def test_imported_line_keeps_its_state_and_loses_its_texts(served: World) -> None:
    rows = [
        {"recipient": one, "evidence": f"{SECRET} {one}", "reason": SECRET}
        for one in (PERSON, NEIGHBOUR)
    ]
    await imported(served, rows, sender=TOLL_FREE)
    served.clock.advance(minutes=1)
    receipt = await erased(served)
    assert counts(receipt) == {"OptOutImports|importEvidence": 1, "OptOuts|evidence": 1}
    assert counts(receipt, "kept")["OptOutImports|importLines"] == 1
    assert places_of(served, f"{SECRET} {PERSON}") == []
    assert len(places_of(served, f"{SECRET} {NEIGHBOUR}")) == 3
    (head,) = [row for row in served.imports_table.all_rows() if row["RowKey"] == "P|0000"]
    await erased(served)
    (again,) = [row for row in served.imports_table.all_rows() if row["RowKey"] == "P|0000"]
    assert again == head


def parked(text: str, person: str = PERSON) -> tuple[Event, str]:
    data = {"from": person, "to": TOLL_FREE, "message": text}
    kind = "Microsoft.Communication.SMSReceived"
    return Event(f"id {len(text)} {person[-4:]}", kind, "", START, data), "unknown own number"


async def test_parked_event_is_emptied_unless_it_may_be_an_opt_out(served: World) -> None:
    events = [parked(SECRET), parked("STOP"), parked(SECRET, NEIGHBOUR), parked("x", f"{PERSON}4")]
    await served.app().parked_events.park(events, served.clock.now)
    receipt = await erased(served)
    assert counts(receipt) == {"ParkedEvents|parkedEvents": 1}
    assert counts(receipt, "kept") == {"ParkedEvents|possibleOptOuts": 1}
    payloads = sorted(row["payload"] for row in served.parked_table.all_rows())
    assert [one == "{}" for one in payloads].count(True) == 1
    assert sum(SECRET in one for one in payloads) == 1


async def test_message_to_an_unknown_own_number_is_emptied_and_never_processed(
    served: World,
) -> None:
    events = served.app().parked_events
    await events.park_inbound([("+18335550199", parked(SECRET)[0])], served.clock.now)
    receipt = await erased(served)
    assert counts(receipt) == {"ParkedEvents|parkedEvents": 1}
    assert await events.waiting_numbers(served.clock.now, bytes(3)) == {}
    assert places_of(served, SECRET) == []


async def test_parked_report_waits_for_its_message_and_is_gone_before_the_end(
    served: World,
) -> None:
    report = Event("r", "report", "", START, {"to": PERSON, "tag": "x"})
    await served.app().parked_events.park_reports([report], served.clock.now)
    answer = document(await ask())
    await play(served, is_waiting=False)
    receipt = await receipt_of(answer["erasureId"])
    assert counts(receipt, "later") == {"ParkedEvents|parkedReports": 1}
    served.clock.advance(days=5)
    await served.app().parked_events.purge(served.clock.now)
    await play(served)
    assert (await receipt_of(answer["erasureId"]))["state"] == "completed"
    assert places_of(served, DIGITS) == []


async def test_dead_letter_loses_the_events_about_the_person_but_opt_outs(served: World) -> None:
    created = await subscribe()
    served.subscriber.script = [500] * 1_000
    await write(served, SECRET)
    await write(served, SECRET, NEIGHBOUR)
    await write(served, "STOP")
    while served.event_queue.items:
        await run_queue(served)
    before = await dead_letters(created["subscriptionId"])
    await erased(served)
    after = await dead_letters(created["subscriptionId"])

    def events(found: Any) -> list[tuple[str, str]]:
        listed = [one for letter in found["deadLetters"] for one in letter["events"]]
        return sorted((one["type"], one["data"].get("from", "")) for one in listed)

    gone = [("inbound", PERSON), ("inbound", PERSON)]
    assert events(before) == sorted([*gone, ("inbound", NEIGHBOUR), ("opt_out", "")])
    assert events(after) == sorted([("inbound", NEIGHBOUR), ("opt_out", "")])


async def test_repeated_stop_of_an_erased_person_is_not_confirmed_again(serve: Serve) -> None:
    served = World(settings=replace(SETTINGS, sender_profiles=UNPACED))
    serve(served)
    stop = inbound("STOP", START)
    await receive(stop)
    await run_until_idle(served)
    assert len(served.gateway.calls) == 1
    served.clock.advance(minutes=5)
    answer = document(await ask())
    await play(served, is_waiting=False)
    receipt = await receipt_of(answer["erasureId"])
    assert counts(receipt, "later")["Conversations|automaticMessages"] == 1
    await receive(stop)
    await run_until_idle(served)
    assert len(served.gateway.calls) == 1


async def test_message_that_a_worker_holds_is_left_to_it(served: World) -> None:
    batch = make_batch()
    held = claim(batch, [0], "c", START + timedelta(seconds=40))
    await served.app().journal.commit([held])
    served.clock.advance(seconds=1)
    answer = document(await ask())
    ((text, _),) = served.erasure_queue.items
    served.erasure_queue.items = []
    await continue_erasure(text.encode(), served.app().erasing)
    receipt = await receipt_of(answer["erasureId"])
    assert (receipt["state"], counts(receipt, "later")) == ("waiting", {"Journal|messages": 1})
    stored = await served.app().journal.get(BatchAddress(SEND))
    assert stored
    assert (stored.recipients, stored.progress) == (held.recipients, held.progress)
    await play(served)
    stored = await served.app().journal.get(BatchAddress(SEND))
    assert stored
    assert stored.recipients[0].startswith("#")
    assert stored.progress.outcomes[0].kind is OutcomeKind.UNKNOWN  # it may have left


async def test_erased_message_is_never_resent(served: World) -> None:
    doubt = Outcome(OutcomeKind.UNKNOWN, first_sent_at=START, at=START)
    batch = make_batch(options=make_options(delivery_report=False))
    unknown = make_batch(
        options=make_options(delivery_report=False),
        progress=type(batch.progress)(outcomes={0: doubt}),
    )
    await served.app().journal.commit([unknown])
    served.clock.advance(hours=1)
    await erased(served)
    stored = await served.app().journal.get(BatchAddress(SEND))
    assert stored
    request = ResendRequest(ResendKind.RESEND, SEND, served.clock.now, None, "r")
    assert resend(stored, request).skipped == {SkipReason.TEXT_DELETED: 1}


async def test_round_with_two_messages_to_the_person_loses_both(served: World) -> None:
    sent = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=START)
    members = [(PERSON, SECRET), (NEIGHBOUR, "table 4"), (PERSON, f"{SECRET} again")]
    batch = make_round(members, send_references=("a", "b", "c"))
    progress = type(batch.progress)(outcomes=dict.fromkeys(range(3), sent))
    await served.app().journal.commit([make_round(members, progress=progress)])
    served.clock.advance(days=4)
    receipt = await erased(served)
    assert counts(receipt) == {"Journal|texts": 2, "Journal|messages": 2}
    stored = await served.app().journal.get(BatchAddress(SEND))
    assert stored
    assert [number.startswith("#") for number in stored.recipients] == [True, False, True]
    assert stored.text_of(1) == "table 4"
    assert places_of(served, SECRET) == []


@pytest.mark.parametrize("state", list(ConsentState))
async def test_consent_is_the_same_before_and_after(served: World, state: ConsentState) -> None:
    await write(served, "STOP")
    if state is ConsentState.OPTED_IN:
        served.clock.advance(seconds=5)
        await write(served, "START")
    registry = served.app().opt_outs
    before = await opted_out_recipients(registry, TOLL_FREE, [PERSON])
    served.clock.advance(days=2)
    await erased(served)
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON]) == before
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON, NEIGHBOUR]) == before


async def test_events_that_wait_are_dropped_instead_of_delivered_but_opt_outs(
    served: World,
) -> None:
    await subscribe()
    served.subscriber.script = [500] * 3
    await write(served, SECRET)
    await write(served, SECRET, NEIGHBOUR)
    await write(served, "STOP")
    await run_queue(served)
    assert len(served.event_queue.items) == 3
    served.clock.advance(minutes=5)
    answer = document(await ask())
    await play(served, is_waiting=False)
    served.subscriber.got.clear()
    served.clock.advance(seconds=1)
    await write(served, "a new fact")
    await run_queue(served)
    await run_queue(served)
    published = [(one["type"], one["data"].get("from", "")) for one in published_events(served)]
    assert sorted(published) == [("inbound", PERSON), ("inbound", NEIGHBOUR), ("opt_out", "")]
    assert "a new fact" in str(published_events(served))
    assert answer


async def test_fresh_events_are_delivered_without_a_look(served: World) -> None:
    await subscribe()
    await write(served, SECRET)
    before = served.subscriptions_table.operation_count
    await run_queue(served)
    assert served.subscriptions_table.operation_count - before == 1
