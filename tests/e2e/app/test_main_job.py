"""The main job by HTTP: send, deliver, STOP, refuse, START, from every kind of sender."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.local_app import REFUSAL, TOLL_FREE, LocalApp, poll

LONG_CODE, SHORT_CODE, NAME = "+14255550100", "77001", "PALOMA"


async def test_message_is_delivered_when_it_is_sent(app: LocalApp, person: str) -> None:
    accepted = await app.send(TOLL_FREE, person, "Grüße!")
    message_id = accepted["messages"][0]["messageId"]
    assert accepted["status"] == "accepted"
    assert accepted["messages"] == [{"messageId": message_id, "to": person, "status": "queued"}]

    message = await app.reaches(message_id, "delivered")

    assert await app.on_phone(person) == ["Grüße!"]
    assert (message["from"], message["to"], message["message"]) == (TOLL_FREE, person, "Grüße!")
    assert message["providerMessageId"].startswith("Outgoing_")
    assert "error" not in message
    moments = [datetime.fromisoformat(entry["at"]) for entry in message["history"]]
    assert moments == sorted(moments)
    # A report may be dated before the answer to the send was stored.
    events = [entry["event"] for entry in message["history"]]
    assert events[:2] == ["accepted", "sending"]
    assert sorted(events[2:]) == ["delivered", "sent"]


async def test_send_is_refused_after_stop_and_delivered_after_start(
    app: LocalApp, person: str
) -> None:
    first = await app.send_one(person, "one")
    await app.reaches(first, "delivered")

    await app.text_in(person, TOLL_FREE, " Stop. ")
    entry = await app.registry_says(person, "opted_out")
    refused = await app.send(TOLL_FREE, person, "two")
    summary = refused["messages"][0]
    assert summary["status"] == "suppressed"
    assert summary["error"] == {"code": "opted_out", "message": REFUSAL}

    await app.text_in(person, TOLL_FREE, "START")
    await app.registry_says(person, "opted_in")
    await app.reaches(await app.send_one(person, "three"), "delivered")

    assert entry["source"] == "keyword"
    assert (await app.message(summary["messageId"]))["status"] == "suppressed"
    # The network's own block was lifted by the carrier's word only, "Stop." is none.
    assert await app.on_phone(person) == ["one", "three"]
    ledger = (await app.opt_out(TOLL_FREE, person))["ledger"]
    assert [change["state"] for change in ledger] == ["opted_out", "opted_in"]
    assert [change["evidence"] for change in ledger] == [" Stop. ", "START"]


async def test_sentence_that_asks_for_no_more_stops_sends_and_a_reaction_does_not(
    app: LocalApp, person: str
) -> None:
    await app.text_in(person, LONG_CODE, "Liked “Sale today! Reply STOP to opt out”")
    await app.text_in(person, LONG_CODE, "Hi, could you please take me off your list?")
    entry = await app.registry_says(person, "opted_out", LONG_CODE)
    refused = await app.send(LONG_CODE, person, "two")

    assert entry["source"] == "phrase"
    ledger = (await app.opt_out(LONG_CODE, person))["ledger"]
    assert [change["ruleId"] for change in ledger] == ["en.phrase.remove_from_list"]
    assert refused["messages"][0]["status"] == "suppressed"
    assert "two" not in await app.on_phone(person)


async def test_stop_reaches_message_that_still_waits_when_it_is_due(
    app: LocalApp, person: str
) -> None:
    due = datetime.now(UTC) + timedelta(seconds=3)
    waiting = await app.send_one(person, sendAt=due.isoformat())
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")

    message = await app.reaches(waiting, "suppressed")

    assert message["error"]["message"] == REFUSAL
    assert await app.on_phone(person) == []


async def test_stop_to_one_number_leaves_the_others_open(app: LocalApp, person: str) -> None:
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")

    await app.reaches(await app.send_one(person, sender="+18335550101"), "delivered")


async def test_short_code_obeys_its_words_when_person_texts_them(
    app: LocalApp, person: str
) -> None:
    await app.reaches(await app.send_one(person, "one", sender=SHORT_CODE), "delivered")
    await app.text_in(person, SHORT_CODE, "QUIT")
    entry = await app.registry_says(person, "opted_out", SHORT_CODE)
    refused = await app.send(SHORT_CODE, person, "two")
    await app.text_in(person, SHORT_CODE, "start")
    await app.registry_says(person, "opted_in", SHORT_CODE)
    await app.reaches(await app.send_one(person, "three", sender=SHORT_CODE), "delivered")

    assert entry["source"] == "keyword"
    assert refused["messages"][0]["status"] == "suppressed"
    assert await app.on_phone(person) == ["one", "three"]


async def test_long_code_stops_though_network_does_nothing_when_person_texts_stop(
    app: LocalApp, person: str
) -> None:
    await app.text_in(person, LONG_CODE, "STOP")
    await app.registry_says(person, "opted_out", LONG_CODE)

    refused = await app.send(LONG_CODE, person, "two")

    assert refused["messages"][0]["status"] == "suppressed"
    assert "two" not in await app.on_phone(person)


async def test_alphanumeric_sender_delivers_when_it_is_owned(app: LocalApp, person: str) -> None:
    message = await app.reaches(await app.send_one(person, sender=NAME), "delivered")

    assert message["from"] == NAME


async def test_message_of_a_sender_that_is_not_owned_waits_and_says_why(
    app: LocalApp, person: str
) -> None:
    message_id = await app.send_one(person, sender="+18335550177")

    async def waits() -> Any:
        found = await app.message(message_id)
        return found if found.get("waitingFor") == "carrier_refuses" else None

    message = await poll(waits)
    assert message["status"] == "queued"
    assert "does not belong to the resource" in message["waitingText"]
    assert await app.on_phone(person) == []


async def test_each_phone_shows_its_own_text_when_values_differ(
    app: LocalApp, new_person: Callable[[], str]
) -> None:
    texts = {new_person(): name for name in ("Ana", "Bo", "Ana", "世界", "{{name}}")}
    to = [{"number": number, "values": {"name": name}} for number, name in texts.items()]

    accepted = await app.send(TOLL_FREE, to, "Hi {{name}}!")
    for message in accepted["messages"]:
        await app.reaches(message["messageId"], "delivered")

    for number, name in texts.items():
        assert await app.on_phone(number) == [f"Hi {name}!"]
    # Equal texts share a call.
    ids = [message["messageId"] for message in accepted["messages"]]
    assert len(await app.calls_of(*ids)) == 4


async def test_message_waits_when_it_is_scheduled(app: LocalApp, person: str) -> None:
    due = datetime.now(UTC) + timedelta(seconds=3)
    message_id = await app.send_one(person, sendAt=due.isoformat())
    assert (await app.message(message_id))["status"] == "scheduled"

    message = await app.reaches(message_id, "delivered")

    left = [one for one in message["history"] if one["event"] == "sent"]
    assert datetime.fromisoformat(left[0]["at"]) >= due


async def test_send_is_counted_and_paged_when_its_messages_fare_differently(
    app: LocalApp, new_person: Callable[[], str]
) -> None:
    gone, *others = sorted(new_person() for _ in range(7))
    await app.text_in(gone, TOLL_FREE, "STOP")
    await app.registry_says(gone, "opted_out")
    accepted = await app.send(
        TOLL_FREE, [gone, *others, others[0], "+12025550106", "nonsense"], campaign="may"
    )
    assert (accepted["recipientCount"], accepted["duplicateCount"]) == (8, 1)
    assert [one["position"] for one in accepted["rejected"]] == [9]
    assert accepted["rejected"][0]["code"] == "letters_not_allowed"

    async def is_done() -> Any:
        status = (await app.call("GET", f"sms/{accepted['sendId']}")).json
        return status if status["counts"].get("delivered") == 6 else None

    status = await poll(is_done)
    assert status["status"] == "completed"
    assert status["counts"] == {"delivered": 6, "failed": 1, "suppressed": 1}
    assert (status["duplicateCount"], status["rejectedCount"]) == (1, 1)

    pages, url = [], f"/api/sms/{accepted['sendId']}/messages?limit=3"
    while url:
        page = (await app.call("GET", app.url + url)).json
        pages.append([one["to"] for one in page["messages"]])
        url = page.get("nextUrl")
    assert [len(page) for page in pages] == [3, 3, 2]
    assert [to for page in pages for to in page] == sorted([gone, *others, "+12025550106"])


async def test_registry_is_paged_when_many_opted_out(
    app: LocalApp, new_person: Callable[[], str]
) -> None:
    sender, people = "+18335550101", sorted(new_person() for _ in range(5))
    await asyncio.gather(*(app.text_in(one, sender, "STOP") for one in people))
    for one in people:
        await app.registry_says(one, "opted_out", sender)

    found, url = [], f"/api/opt-outs?sender={sender.lstrip('+')}&limit=2"
    while url:
        page = (await app.call("GET", app.url + url)).json
        found += [one["recipient"] for one in page["entries"]]
        url = page.get("nextUrl")

    assert found == sorted(set(found))
    assert set(people) <= set(found)
