"""The client and its command line against the running app; the simulator plays the people."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from paloma import AsyncPaloma, IdempotencyKeyReused, NotFound, Recipient
from tests.support.example import running_program
from tests.support.local_app import LONG_CODE, TOLL_FREE, LocalApp, poll


async def test_send_is_read_paged_and_followed(
    app: LocalApp, new_person: Callable[[], str]
) -> None:
    # A 10DLC number: a toll-free one would send 130 different texts in 36 seconds.
    people, sender = [new_person() for _ in range(130)], LONG_CODE
    async with AsyncPaloma(app.url) as paloma:
        to = [Recipient(person, {"name": person[-4:]}) for person in people]
        send = await paloma.send(
            sender, to, "Hi {{name}}", campaign="client", idempotency_key="client-e2e-1"
        )
        again = await paloma.send(
            sender, to, "Hi {{name}}", campaign="client", idempotency_key="client-e2e-1"
        )

        async def delivered() -> bool:
            return (await paloma.get_send(send.send_id)).counts == {"delivered": len(people)}

        await poll(delivered)
        messages = [one async for one in paloma.messages(send.send_id)]
        message = await paloma.get_message(messages[0].message_id)
        with pytest.raises(IdempotencyKeyReused):
            await paloma.send(sender, people[0], "Ho", idempotency_key="client-e2e-1")

    assert (send.replayed, again.replayed, again.send_id) == (False, True, send.send_id)
    assert sorted(one.to for one in messages) == sorted(people)
    assert message.message == f"Hi {message.to[-4:]}"
    assert [len(await app.on_phone(person)) for person in people[:3]] == [1, 1, 1]


async def test_conversation_and_registry_are_read_and_changed(app: LocalApp, person: str) -> None:
    async with AsyncPaloma(app.url) as paloma:
        with pytest.raises(NotFound):
            await paloma.get_opt_out(TOLL_FREE, person)
        out = await paloma.opt_out(TOLL_FREE, person, reason="asked by phone")
        send = await paloma.send(TOLL_FREE, person, "Hello")
        listed = [one.recipient async for one in paloma.opt_outs(TOLL_FREE, state="opted_out")]
        file = "".join([part async for part in paloma.opt_outs_csv(TOLL_FREE)])
        back = await paloma.opt_in(TOLL_FREE, person, reason="asked by phone")
        await app.text_in(person, TOLL_FREE, "Are you open?")

        async def unread() -> list[Any]:
            found = [one async for one in paloma.conversations(TOLL_FREE)]
            return [one for one in found if one.user == person and one.unread_count]

        (summary,) = await poll(unread)
        await paloma.reply(TOLL_FREE, person, "Until 6.")
        await paloma.mark_read(TOLL_FREE, person)
        entries = [one async for one in paloma.entries(TOLL_FREE, person)]
        thread = await paloma.conversation(TOLL_FREE, person)

    assert (out.state, back.state, send.messages[0].status) == (
        "opted_out",
        "opted_in",
        "suppressed",
    )
    assert person in listed
    assert person in file
    assert summary.last_text == "Are you open?"
    assert [one.text for one in entries][:2] == ["Until 6.", "Are you open?"]
    assert thread.entries[0].text == "Until 6."


async def test_import_pause_and_figures_are_those_of_the_app(app: LocalApp, person: str) -> None:
    async with AsyncPaloma(app.url) as paloma:
        file = f"recipient,state\n{person},opted_out\nx,opted_out\n"
        started = await paloma.import_opt_outs(file, sender=TOLL_FREE)

        async def ended() -> bool:
            return (await paloma.get_import(started.import_id)).state == "completed"

        await poll(ended)
        bad = [one.line async for one in paloma.bad_lines(started.import_id)]
        entry = await paloma.get_opt_out(TOLL_FREE, person)
        paused = await paloma.pause("99001", reason="test")
        resumed = await paloma.resume("99001")
        figures = await paloma.summary(sender=TOLL_FREE)

    assert (entry.state, bad) == ("opted_out", [3])
    assert (paused.health, paused.pause_reason, resumed.health) == ("paused", "test", "ok")
    assert len(figures.periods) == 7


async def test_message_is_found_by_its_person_with_its_reference(
    app: LocalApp, person: str
) -> None:
    async with AsyncPaloma(app.url) as paloma:
        send = await paloma.send(
            TOLL_FREE, [Recipient(person, reference="order 7")], "Hello", reference="batch 12"
        )
        found = [one async for one in paloma.find_messages(to=person)]
        status = await paloma.get_send(send.send_id)
        senders = [one async for one in paloma.senders()]

    assert [(one.send_id, one.reference, one.message) for one in found] == [
        (send.send_id, "order 7", "Hello")
    ]
    assert status.reference == "batch 12"
    assert TOLL_FREE in {one.sender for one in senders}


async def test_consent_sends_and_webhooks_are_those_of_the_app(app: LocalApp, person: str) -> None:
    async with AsyncPaloma(app.url) as paloma:
        await paloma.opt_out(TOLL_FREE, person, reason="asked by phone")
        consents = {one.sender: one.state async for one in paloma.consents(person)}
        known = await paloma.get_person(person)
        counts = await paloma.opt_out_counts()
        send = await paloma.send(TOLL_FREE, person, "Hello", category="marketing")
        sends = [one.send_id async for one in paloma.sends(category="marketing")]
        new = await paloma.subscribe("https://crm.example.com/events", ["opt_out"])
        paused = await paloma.change_subscription(new.subscription_id, state="paused")
        rotated = await paloma.rotate_secret(new.subscription_id)
        await paloma.unsubscribe(new.subscription_id)
        with pytest.raises(NotFound):
            await paloma.test_subscription(new.subscription_id)

    assert (consents[TOLL_FREE], known.number) == ("opted_out", person)
    assert known.ledger[-1].reason == "asked by phone"
    assert counts.opted_out_count is not None
    assert send.send_id in sends
    assert (new.state, paused.state, paused.url) == ("active", "paused", new.url)
    assert rotated.secret != new.secret


def paloma_command(app: LocalApp, *arguments: str) -> Any:
    return running_program(app, "-m", "paloma", *arguments)


async def said_by(app: LocalApp, *arguments: str) -> tuple[int, list[str]]:
    async with paloma_command(app, *arguments) as command:
        return await command.ends(), command.lines


async def test_command_sends_watches_and_exports(app: LocalApp, person: str) -> None:
    sent_code, sent = await said_by(app, "send", person, "Hello there", "--json")
    message_id = json.loads(sent[-1])["messages"][0]["messageId"]
    watch_code, watched = await said_by(app, "status", message_id, "--watch")
    async with paloma_command(app, "inbox", "--watch") as inbox:
        await app.text_in(person, TOLL_FREE, "Good morning")
        line = await inbox.says("Good morning")
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    refused_code, refused = await said_by(app, "status", await sent_to(app, person), "--watch")
    export_code, exported = await said_by(app, "opt-outs", "export")

    assert (sent_code, watch_code, export_code) == (0, 0, 0)
    assert watched[-1].endswith("delivered")
    assert person in line
    assert refused_code == 4
    assert "suppressed" in refused[-1]
    assert any(person in row for row in exported)


async def sent_to(app: LocalApp, person: str) -> str:
    return await app.send_one(person, "Hello again")


async def test_campaign_given_twice_reaches_each_person_once(
    app: LocalApp, new_person: Callable[[], str], tmp_path: Path
) -> None:
    people = [new_person() for _ in range(3)]
    file = tmp_path / "e2e-campaign.csv"
    rows = ["number,name", *(f"{person},N{person[-2:]}" for person in people)]
    file.write_text("\n".join([*rows, "12,Invalid"]), encoding="utf-8")

    first = await said_by(app, "campaign", str(file), "Hi {{name}}, we open.", "--json")
    again = await said_by(app, "campaign", str(file), "Hi {{name}}, we open.")
    file.write_text("\n".join([*rows, f"{new_person()},New"]), encoding="utf-8")
    changed = await said_by(app, "campaign", str(file), "Hi {{name}}, we open.")

    summary = json.loads(first[1][-1])
    assert (first[0], summary["recipientCount"], len(summary["rejected"])) == (4, 3, 1)
    assert "  3 of them earlier: not sent again" in again[1]
    assert changed[0] == 1
    for person in people:
        assert await app.on_phone(person) == [f"Hi N{person[-2:]}, we open."]
