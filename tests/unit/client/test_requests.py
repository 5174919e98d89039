"""Both clients ask alike, and read what the app returns."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from paloma import Recipient, errors
from tests.unit.client.fake_app import (
    ENTRY,
    KEY,
    PERSON,
    SENDER,
    URL,
    Ask,
    FakeApp,
    accepted,
    ask_async,
    ask_sync,
    body_of,
    failure_of,
    keys_of,
    ok,
    send,
)

pytestmark = pytest.mark.parametrize("ask", [ask_sync, ask_async])


async def test_send_asks_for_what_was_given_with_the_key_of_the_app(ask: Ask) -> None:
    app = FakeApp([accepted()])
    moment = datetime(2026, 12, 1, 9, tzinfo=UTC)
    to = [PERSON, Recipient("+14255550124", {"name": "Ana"})]

    found = await ask(app, lambda one: one.send(SENDER, to, "Hi", send_at=moment, campaign=None))

    (request,) = app.asked
    assert (request.method, str(request.url)) == ("POST", f"{URL}/api/sms")
    assert request.headers["x-functions-key"] == KEY
    assert body_of(request) == {
        "from": SENDER,
        "to": [PERSON, {"number": "+14255550124", "values": {"name": "Ana"}}],
        "message": "Hi",
        "sendAt": "2026-12-01T09:00:00+00:00",
    }
    assert (found.send_id, found.messages[0].status, found.replayed) == ("s1", "queued", False)


async def test_references_go_with_sends_recipients_and_replies_and_come_back(ask: Ask) -> None:
    named = {"messageId": "s1-00000", "to": PERSON, "status": "queued", "reference": "order 7"}
    app = FakeApp([accepted(reference="batch 12", messages=[named])])
    to = [Recipient(PERSON, reference="order 7"), Recipient("+14255550124")]

    found = await ask(app, lambda one: one.send(SENDER, to, "Hi", reference="batch 12"))
    await ask(app, lambda one: one.reply(SENDER, PERSON, "Yes", reference="case 3"))

    sent, replied = map(body_of, app.asked)
    assert sent["reference"] == "batch 12"
    assert sent["to"] == [
        {"number": PERSON, "values": {}, "reference": "order 7"},
        {"number": "+14255550124", "values": {}},
    ]
    assert replied == {"message": "Yes", "reference": "case 3"}
    assert (found.reference, found.messages[0].reference) == ("batch 12", "order 7")


async def test_each_send_has_a_key_of_its_own(ask: Ask) -> None:
    app = FakeApp([accepted()])

    await ask(app, send)
    await ask(app, send)

    assert len(set(keys_of(app))) == 2


@pytest.mark.parametrize(
    "use",
    [
        lambda one: one.conversation(SENDER, PERSON),
        lambda one: one.get_opt_out(SENDER, PERSON),
        lambda one: one.entries(SENDER, PERSON),
    ],
)
async def test_paths_and_queries_have_no_number_of_a_person(
    ask: Ask, use: Callable[[Any], Any]
) -> None:
    app = FakeApp([ok({**ENTRY, "user": PERSON, "entries": []})])

    await ask(app, use)

    (request,) = app.asked
    assert PERSON.lstrip("+") not in str(request.url)
    assert PERSON in request.headers.values()
    assert SENDER in request.headers.values()


async def test_number_in_other_digits_reaches_the_app(ask: Ask) -> None:
    app = FakeApp([ok(ENTRY)])

    await ask(app, lambda one: one.get_opt_out(SENDER, "+١٤٢٥٥٥٥٠١٢٣"))

    assert app.asked[0].headers["Paloma-Recipient"] == PERSON


@pytest.mark.parametrize("number", ["", "+1425\r\nx: y", "+1425–5550123"])  # noqa: RUF001
async def test_number_that_no_header_takes_is_refused_unsent(ask: Ask, number: str) -> None:
    app = FakeApp([ok(ENTRY)])

    error = await failure_of(ask, app, lambda one: one.get_opt_out(SENDER, number))

    assert (type(error), app.asked) == (errors.InvalidRequest, [])


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "é"])
async def test_idempotency_key_that_no_header_takes_is_refused_unsent(ask: Ask, key: str) -> None:
    app = FakeApp([accepted()])

    await failure_of(ask, app, lambda one: one.send(SENDER, PERSON, "Hi", idempotency_key=key))

    assert app.asked == []


async def test_list_follows_its_pages_at_the_same_address(ask: Ask) -> None:
    """Wherever a nextUrl leads, the key stays with the app."""
    first = {"messageId": "m1", "to": PERSON, "status": "sent", "newMember": 1}
    app = FakeApp(
        [
            ok({"messages": [first], "nextUrl": "https://evil.example/x?after=m1&limit=5"}),
            ok({"messages": [], "nextUrl": None, "nextCursor": "m2"}),
            ok({"messages": [{**first, "messageId": "m3", "status": "flown"}]}),
        ]
    )

    found = await ask(app, lambda one: one.messages("s1", status="sent"))

    assert [(one.message_id, one.status) for one in found] == [("m1", "sent"), ("m3", "flown")]
    assert {(one.url.host, one.url.path) for one in app.asked} == {
        ("paloma.example", "/api/sms/s1/messages")
    }
    assert [dict(one.url.params) for one in app.asked] == [
        {"status": "sent", "limit": "100"},
        {"status": "sent", "limit": "5", "after": "m1"},
        {"status": "sent", "limit": "5", "after": "m2"},
    ]


FOUND = {"messageId": "m1", "to": PERSON, "status": "sent", "sendId": "s1", "from": SENDER}


async def test_messages_are_found_by_all_that_was_given_on_every_page(ask: Ask) -> None:
    found = {**FOUND, "message": "Hi", "acceptedAt": "2026-11-22T09:15:36Z"}
    app = FakeApp(
        [
            ok({"messages": [], "nextUrl": "/api/messages?after=m2"}),
            ok({"messages": [found]}),
        ]
    )
    until = datetime(2026, 11, 23, 9, tzinfo=UTC)

    (message,) = await ask(
        app,
        lambda one: one.find_messages(
            to=PERSON, sender=SENDER, since=date(2026, 11, 22), until=until, status="sent"
        ),
    )

    asked = {
        "to": PERSON,
        "sender": SENDER,
        "from": "2026-11-22",
        "until": "2026-11-23T09:00:00+00:00",
        "status": "sent",
    }
    assert (message.message_id, message.from_, message.accepted_at.day) == ("m1", SENDER, 22)
    assert {one.url.path for one in app.asked} == {"/api/messages"}
    assert [dict(one.url.params) for one in app.asked] == [asked, {**asked, "after": "m2"}]


async def test_time_without_a_zone_is_refused_unsent_by_its_name(ask: Ask) -> None:
    app = FakeApp([ok({"messages": []})])
    naive = datetime(2026, 11, 22)  # noqa: DTZ001 - the fault

    searched = await failure_of(ask, app, lambda one: one.find_messages(until=naive))
    sent = await failure_of(ask, app, lambda one: one.send(SENDER, PERSON, "Hi", send_at=naive))

    assert (searched.detail, sent.detail) == (
        "until needs a time zone.",
        "send_at needs a time zone.",
    )
    assert app.asked == []


async def test_own_numbers_are_listed_with_their_limits_and_holds(ask: Ask) -> None:
    hold = {"code": "401", "message": "Refused.", "since": "2026-11-22T09:15:36Z"}
    held = {"sender": SENDER, "health": "held", "paused": False, "unitsPerMinute": 60}
    app = FakeApp(
        [
            ok({"senders": [{**held, "hold": hold}], "nextUrl": "/api/senders?after=x"}),
            ok({"senders": [{"sender": "+18335550101", "health": "ok"}]}),
        ]
    )

    first, second = await ask(app, lambda one: one.senders())

    assert (first.health, first.units_per_minute, first.hold.code) == ("held", 60, "401")
    assert (second.sender, second.hold) == ("+18335550101", None)
    assert [(one.url.path, dict(one.url.params)) for one in app.asked] == [
        ("/api/senders", {}),
        ("/api/senders", {"after": "x"}),
    ]


async def test_list_that_leads_to_itself_ends_with_an_error(ask: Ask) -> None:
    app = FakeApp([ok({"sends": [], "nextUrl": "/api/sms?after=x"})])

    error = await failure_of(ask, app, lambda one: one.sends(SENDER, date(2026, 11, 22)))

    assert (type(error), len(app.asked)) == (errors.InvalidResponse, 2)


async def test_secret_of_a_subscription_is_in_no_repr(ask: Ask) -> None:
    new = {"subscriptionId": "1", "url": "https://a.example", "events": [], "secret": "whsec_abc"}
    app = FakeApp([ok(new, 201)])

    found = await ask(app, lambda one: one.subscribe("https://a.example", ["inbound"]))

    assert found.secret == "whsec_abc"
    assert "whsec_abc" not in repr(found)


async def test_client_gives_the_name_of_its_caller(ask: Ask) -> None:
    app = FakeApp([accepted()], caller="billing")

    await ask(app, send)
    app.caller = ""
    await ask(app, send)

    assert [one.headers.get("Paloma-Caller") for one in app.asked] == ["billing", None]


async def test_name_that_is_none_is_refused_at_once(ask: Ask) -> None:
    app = FakeApp([], caller="two words")

    with pytest.raises(ValueError, match="caller"):
        await ask(app, send)
    assert app.asked == []
