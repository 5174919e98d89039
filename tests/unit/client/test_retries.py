"""Both clients try again where that is safe, and only there."""

import httpx
import pytest

from paloma import errors
from tests.unit.client.fake_app import (
    ENTRY,
    PERSON,
    SENDER,
    Ask,
    FakeApp,
    accepted,
    ask_async,
    ask_sync,
    body_of,
    failure_of,
    keys_of,
    ok,
    problem,
    send,
)

pytestmark = pytest.mark.parametrize("ask", [ask_sync, ask_async])
LOST = [
    httpx.ReadTimeout("slow"),
    httpx.RemoteProtocolError("gone"),
    problem(500, "internal_error"),
    problem(503, "deadline_exceeded", Retry_After="5"),
]
each_lost = pytest.mark.parametrize("lost", LOST, ids=str)


@each_lost
async def test_send_is_repeated_with_the_same_key_and_bytes(
    ask: Ask, lost: httpx.Response | Exception
) -> None:
    app = FakeApp([lost, lost, accepted()])

    await ask(app, send)

    assert len(app.asked) == 3
    assert len({(request.content, *keys_of(app)) for request in app.asked}) == 1
    assert len(set(keys_of(app))) == 1
    assert len(app.waits) == 2


async def test_wait_is_what_the_app_asks_for(ask: Ask) -> None:
    app = FakeApp([problem(429, "too_many", Retry_After="7"), accepted()])

    await ask(app, send)

    assert app.waits == [7.0]


async def test_wait_may_be_asked_for_as_a_moment(ask: Ask) -> None:
    app = FakeApp([problem(503, "x", Retry_After="Tue, 01 Jan 2999 00:00:00 GMT")])

    error = await failure_of(ask, app, send)

    assert (error.retry_after_seconds or 0) > 3600
    assert app.waits == []


async def test_waits_are_a_minute_in_all_at_most(ask: Ask) -> None:
    app = FakeApp([problem(503, "storage_unavailable", Retry_After="25")])

    await failure_of(ask, app, send)

    assert app.waits == [25.0, 25.0]


async def test_wait_that_no_response_names_doubles(ask: Ask) -> None:
    app = FakeApp([httpx.ReadTimeout("slow")])

    await failure_of(ask, app, send)

    assert len(app.waits) == 4
    assert all(
        longest / 2 <= wait <= longest
        for wait, longest in zip(app.waits, (0.5, 1, 2, 4), strict=True)
    )


async def test_send_in_progress_elsewhere_is_asked_for_again(ask: Ask) -> None:
    app = FakeApp([problem(409, "idempotency_key_in_use", Retry_After="2"), accepted()])

    assert (await ask(app, send)).send_id == "s1"


async def test_longer_wait_than_a_minute_is_left_to_the_caller(ask: Ask) -> None:
    app = FakeApp([problem(503, "storage_unavailable", Retry_After="3600")])

    error = await failure_of(ask, app, send)

    assert (type(error), error.retry_after_seconds, app.waits) == (errors.Unavailable, 3600.0, [])


async def test_five_attempts_are_all_and_the_error_has_the_key(ask: Ask) -> None:
    app = FakeApp([httpx.ReadTimeout("slow")])

    error = await failure_of(ask, app, send)

    assert type(error) is errors.NoResponse
    assert len(app.asked) == 5
    assert {error.idempotency_key} == set(keys_of(app))


@each_lost
async def test_opt_in_is_not_repeated_where_it_may_be_done(
    ask: Ask, lost: httpx.Response | Exception
) -> None:
    """A STOP that came in between would be overridden."""
    app = FakeApp([lost, ok(ENTRY)])

    await failure_of(ask, app, lambda one: one.opt_in(SENDER, PERSON, reason="asked"))

    assert len(app.asked) == 1


@pytest.mark.parametrize("lost", [httpx.ConnectError("no"), problem(429, "x", Retry_After="1")])
async def test_opt_in_is_repeated_where_it_cannot_be_done(
    ask: Ask, lost: httpx.Response | Exception
) -> None:
    app = FakeApp([lost, ok(ENTRY)])

    await ask(app, lambda one: one.opt_in(SENDER, PERSON, reason="asked"))

    assert body_of(app.asked[1]) == {"state": "opted_in", "reason": "asked"}


@each_lost
async def test_opt_out_is_repeated(ask: Ask, lost: httpx.Response | Exception) -> None:
    app = FakeApp([lost, ok({**ENTRY, "state": "opted_out"})])

    entry = await ask(app, lambda one: one.opt_out(SENDER, PERSON, reason="asked"))

    assert (entry.state, len(app.asked)) == ("opted_out", 2)


async def test_page_is_repeated_alone(ask: Ask) -> None:
    page = ok({"subscriptions": []})
    app = FakeApp([httpx.ConnectError("no"), page])

    assert await ask(app, lambda one: one.subscriptions()) == []
