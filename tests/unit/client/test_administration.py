"""Both clients import opt-outs, pause and resume own numbers, and read figures."""

from datetime import date
from typing import Any

import httpx
import pytest

from paloma import NoResponse
from tests.unit.client.fake_app import (
    AT,
    PERSON,
    SENDER,
    Ask,
    FakeApp,
    ask_async,
    ask_sync,
    body_of,
    failure_of,
    ok,
)

pytestmark = pytest.mark.parametrize("ask", [ask_sync, ask_async])

NUMBER = {"sender": SENDER, "health": "ok", "paused": False, "unit": "segments"}
TIMES = {"count": 3, "p50Seconds": 1.5}


def imported(state: str = "accepted", **members: object) -> httpx.Response:
    return ok({"importId": "i1", "state": state, "rowCount": 3, "badLines": [], **members}, 202)


@pytest.mark.parametrize(
    ("file", "content", "content_type"),
    [
        (b"\xff\xferecipient", b"\xff\xferecipient", "text/csv"),
        ("recipient\né", "recipient\né".encode(), "text/csv; charset=utf-8"),
        ([{"recipient": PERSON}], b'[{"recipient": "+14255550123"}]', "application/json"),
    ],
)
async def test_import_sends_bytes_as_they_are_text_as_utf8_and_rows_as_json(
    ask: Ask, file: Any, content: bytes, content_type: str
) -> None:
    app = FakeApp([imported(encoding="utf-8", ignoredColumns=["x"])])

    found = await ask(
        app,
        lambda one: one.import_opt_outs(file, sender=SENDER, recipient_column="Phone", reason="r"),
    )

    (request,) = app.asked
    assert (request.method, request.url.path) == ("POST", "/api/opt-out-imports")
    assert dict(request.url.params) == {"sender": SENDER, "recipientColumn": "Phone", "reason": "r"}
    assert (request.content, request.headers["Content-Type"]) == (content, content_type)
    assert (found.import_id, found.state, found.row_count) == ("i1", "accepted", 3)
    assert (found.encoding, found.ignored_columns) == ("utf-8", ("x",))


@pytest.mark.parametrize(
    "use",
    [
        lambda one: one.import_opt_outs("recipient\n"),
        lambda one: one.resume(SENDER),
    ],
    ids=["import", "resume"],
)
async def test_what_could_override_a_newer_decision_is_not_repeated(ask: Ask, use: Any) -> None:
    """A line without a time counts from its import; a pause may come between two attempts."""
    app = FakeApp([httpx.ReadTimeout(""), imported()])

    assert isinstance(await failure_of(ask, app, use), NoResponse)
    assert len(app.asked) == 1


async def test_progress_of_an_import_and_its_bad_lines_are_read_by_pages(ask: Ask) -> None:
    lines = [{"line": n, "code": "too_short", "message": "too short"} for n in (2, 5)]
    first = imported(
        "running", changedCount=2, unchangedCount=1, badLines=lines[:1], nextCursor="2"
    )
    app = FakeApp([first, first, imported("completed", badLines=lines[1:])])

    found = await ask(app, lambda one: one.get_import("i1"))
    bad = await ask(app, lambda one: one.bad_lines("i1"))

    assert (found.state, found.changed_count, found.unchanged_count) == ("running", 2, 1)
    assert [one.line for one in bad] == [2, 5]
    assert {request.url.path for request in app.asked} == {"/api/opt-out-imports/i1"}
    assert app.asked[-1].url.params["after"] == "2"


async def test_own_number_is_paused_with_a_reason_and_resumed_by_a_header(ask: Ask) -> None:
    paused = {
        **NUMBER,
        "health": "paused",
        "paused": True,
        "pauseReason": "typo",
        "pausedBy": "Ana",
    }
    app = FakeApp([ok(paused), ok(NUMBER), ok(NUMBER), ok(NUMBER)])

    found = await ask(app, lambda one: one.pause(SENDER, reason="typo", actor="Ana"))
    await ask(app, lambda one: one.resume(SENDER))
    await ask(app, lambda one: one.get_sender(SENDER))
    await ask(app, lambda one: one.resume(SENDER, actor="Ana"))

    assert (found.paused, found.pause_reason, found.paused_by) == (True, "typo", "Ana")
    asked = [(request.method, request.url.path) for request in app.asked]
    assert asked == [
        ("POST", "/api/senders/-/pause"),
        ("POST", "/api/senders/-/resume"),
        ("GET", "/api/senders/-"),
        ("POST", "/api/senders/-/resume"),
    ]
    assert {request.headers["Paloma-Sender"] for request in app.asked} == {SENDER}
    assert body_of(app.asked[0]) == {"reason": "typo", "actor": "Ana"}
    assert app.asked[1].content == b""
    assert body_of(app.asked[3]) == {"actor": "Ana"}


async def test_figures_are_asked_for_by_day_and_read_with_their_parts(ask: Ask) -> None:
    figures = {"accepted": 5, "delivered": 4, "failures": {"4007": 1}, "toReply": TIMES}
    document = {
        "start": AT,
        "end": AT,
        "interval": "day",
        "tz": "UTC",
        "currency": "USD",
        "total": {**figures, "deliveryRate": 0.8},
        "periods": [{**figures, "start": AT, "end": AT}],
        "bySender": [{**figures, "sender": SENDER}],
        "byCampaign": [{**figures, "campaign": "may"}],
        "byCategory": [{**figures, "category": None}],
    }
    app = FakeApp([ok(document)])

    found = await ask(
        app,
        lambda one: one.summary(
            since=date(2026, 11, 1), until=date(2026, 11, 2), sender=SENDER, campaign=None
        ),
    )

    assert dict(app.asked[0].url.params) == {
        "from": "2026-11-01",
        "to": "2026-11-02",
        "sender": SENDER,
    }
    assert (found.total.accepted, found.total.delivery_rate) == (5, 0.8)
    assert (found.total.failures, found.total.to_reply.p50_seconds) == ({"4007": 1}, 1.5)
    assert found.periods[0].start == found.start
    assert (found.by_sender[0].sender, found.by_campaign[0].campaign) == (SENDER, "may")
    assert found.by_category[0].category is None


async def test_figures_come_as_csv_too(ask: Ask) -> None:
    app = FakeApp([httpx.Response(200, text="\ufeffperiod,accepted\r\n")])

    assert await ask(app, lambda one: one.summary_csv(interval="hour")) == "period,accepted\r\n"
    assert app.asked[0].headers["Accept"] == "text/csv"
    assert dict(app.asked[0].url.params) == {"interval": "hour"}
