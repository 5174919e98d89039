"""Both clients list sends by filters, manage webhooks, and read consent."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from paloma import NoResponse
from tests.unit.client.fake_app import (
    AT,
    ENTRY,
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

SEND = {"sendId": "s1", "from": SENDER, "status": "completed", "message": "Hi"}
WEBHOOK = {"subscriptionId": "w1", "url": "https://a.example", "events": ["inbound"]}


@pytest.mark.parametrize(
    ("use", "query"),
    [
        (lambda one: one.sends(), {}),
        (
            lambda one: one.sends(SENDER, date(2026, 11, 22), status="failed", campaign="may"),
            {"sender": SENDER, "day": "2026-11-22", "status": "failed", "campaign": "may"},
        ),
        (
            lambda one: one.sends(
                since=date(2026, 11, 1),
                until=datetime(2026, 11, 2, 9, tzinfo=UTC),
                category="marketing",
                min_recipients=2,
                campaign=None,
            ),
            {
                "from": "2026-11-01",
                "until": "2026-11-02T09:00:00+00:00",
                "category": "marketing",
                "minRecipients": "2",
            },
        ),
    ],
)
async def test_sends_are_listed_by_the_filters_given(
    ask: Ask, use: Any, query: dict[str, str]
) -> None:
    app = FakeApp([ok({"sends": [SEND]})])

    (found,) = await ask(app, use)

    assert (app.asked[0].url.path, dict(app.asked[0].url.params)) == ("/api/sms", query)
    assert (found.send_id, found.cost, found.reasons, found.resends) == ("s1", None, (), ())


async def test_send_has_its_cost_reasons_and_resends(ask: Ask) -> None:
    more = {
        "cost": {"currency": "USD", "amount": "0.02", "segmentCount": 2, "unpricedSegmentCount": 1},
        "reasons": [{"status": "failed", "code": "4007", "message": "Spam.", "count": 3}],
        "resends": [{"at": AT, "kind": "failed", "messageCount": 3}],
        "sentLastMinute": 4,
        "lastSentAt": AT,
    }
    app = FakeApp([ok({**SEND, **more})])

    found = await ask(app, lambda one: one.get_send("s1"))

    assert (found.cost.amount, found.cost.unpriced_segment_count) == ("0.02", 1)
    assert (found.reasons[0].code, found.reasons[0].count) == ("4007", 3)
    assert (found.resends[0].message_count, found.sent_last_minute) == (3, 4)
    assert found.last_sent_at == datetime.fromisoformat(AT)


async def test_messages_are_listed_by_status_and_error_code(ask: Ask) -> None:
    app = FakeApp([ok({"messages": []})])

    await ask(app, lambda one: one.messages("s1", status="failed", error_code="4007"))

    (request,) = app.asked
    assert request.url.path == "/api/sms/s1/messages"
    assert dict(request.url.params) == {"status": "failed", "errorCode": "4007", "limit": "100"}


async def test_webhook_is_changed_only_in_what_is_given(ask: Ask) -> None:
    changed = {**WEBHOOK, "state": "paused", "stateChangedAt": AT}
    app = FakeApp([ok(changed), ok(WEBHOOK)])

    found = await ask(app, lambda one: one.change_subscription("w1", state="paused"))
    await ask(
        app, lambda one: one.change_subscription("w1", url="https://b.example", events=["opt_out"])
    )

    assert (found.state, found.state_changed_at) == ("paused", datetime.fromisoformat(AT))
    asked = [(request.method, request.url.path) for request in app.asked]
    assert asked == [("PATCH", "/api/subscriptions/w1")] * 2
    assert [body_of(request) for request in app.asked] == [
        {"state": "paused"},
        {"url": "https://b.example", "events": ["opt_out"]},
    ]


async def test_secret_is_replaced_and_a_test_event_is_delivered(ask: Ask) -> None:
    rotated = {**WEBHOOK, "secret": "whsec_new", "previousSecretExpiresAt": AT}
    app = FakeApp([ok(rotated), ok({"subscriptionId": "w1", "eventId": "e1"}, 202)])

    found = await ask(app, lambda one: one.rotate_secret("w1"))
    queued = await ask(app, lambda one: one.test_subscription("w1"))

    assert (found.secret, found.previous_secret_expires_at) == (
        "whsec_new",
        datetime.fromisoformat(AT),
    )
    assert "whsec_new" not in repr(found)
    assert queued.event_id == "e1"
    assert [(request.method, request.url.path) for request in app.asked] == [
        ("POST", "/api/subscriptions/w1/rotate-secret"),
        ("POST", "/api/subscriptions/w1/test"),
    ]


@pytest.mark.parametrize(
    "use",
    [
        lambda one: one.change_subscription("w1", state="active"),
        lambda one: one.rotate_secret("w1"),
        lambda one: one.test_subscription("w1"),
    ],
    ids=["change", "rotate", "test"],
)
async def test_change_of_a_webhook_that_may_be_done_is_not_repeated(ask: Ask, use: Any) -> None:
    """Another change may come in between, and a second secret would replace the one in use."""
    app = FakeApp([httpx.ReadTimeout(""), ok(WEBHOOK)])

    assert isinstance(await failure_of(ask, app, use), NoResponse)
    assert len(app.asked) == 1


async def test_person_is_read_by_a_header_and_the_consents_by_pages(ask: Ask) -> None:
    other = "+18335550101"
    page: dict[str, Any] = {
        "number": PERSON,
        "timeZones": ["America/Los_Angeles"],
        "consents": [{"sender": SENDER, "state": "opted_out", "categories": ["marketing"]}],
        "ledger": [
            {"sender": SENDER, "state": "opted_out", "source": "keyword", "changedAt": AT},
        ],
    }
    first = ok({**page, "nextUrl": f"/api/people/-?after=%2B{SENDER[1:]}&limit=50"})
    last = ok({**page, "consents": [{"sender": other, "state": "opted_in", "categories": []}]})
    app = FakeApp([first, first, last])

    found = await ask(app, lambda one: one.get_person(PERSON))
    consents = await ask(app, lambda one: one.consents(PERSON))

    assert (found.number, found.time_zones) == (PERSON, ("America/Los_Angeles",))
    assert found.consents[0].categories == ("marketing",)
    assert found.ledger[0].source == "keyword"
    assert [(one.sender, one.state) for one in consents] == [
        (SENDER, "opted_out"),
        (other, "opted_in"),
    ]
    assert {request.url.path for request in app.asked} == {"/api/people/-"}
    assert {request.headers["Paloma-Number"] for request in app.asked} == {PERSON}
    assert dict(app.asked[-1].url.params) == {"after": SENDER, "limit": "50"}


@pytest.mark.parametrize("opted_out_count", [7, None])
async def test_reviews_and_opt_outs_are_counted(ask: Ask, opted_out_count: int | None) -> None:
    counts = {
        "openReviewCount": 3,
        "dueReviewCount": 2,
        "overdueReviewCount": 1,
        "allReviewsCounted": False,
        "optedOutCount": opted_out_count,
    }
    app = FakeApp([ok(counts)])

    found = await ask(app, lambda one: one.opt_out_counts())

    assert app.asked[0].url.path == "/api/opt-out-counts"
    assert (found.open_review_count, found.due_review_count) == (3, 2)
    assert found.overdue_review_count == 1
    assert (found.all_reviews_counted, found.opted_out_count) == (False, opted_out_count)


async def test_registry_of_all_own_numbers_is_listed_without_a_sender(ask: Ask) -> None:
    first = ok({"entries": [ENTRY], "nextCursor": "x"})
    app = FakeApp([first, ok({"entries": [{**ENTRY, "sender": "77001"}]})])

    found = await ask(app, lambda one: one.opt_outs(state="opted_in"))

    assert [one.sender for one in found] == [SENDER, "77001"]
    assert [dict(one.url.params) for one in app.asked] == [
        {"state": "opted_in"},
        {"state": "opted_in", "after": "x"},
    ]


RECEIPT = {
    "erasureId": "e1",
    "state": "running",
    "numberEnds": PERSON[-4:],
    "reason": "asked",
    "requestedAt": AT,
    "updatedAt": AT,
    "erased": [{"table": "Journal", "kind": "messages", "count": 2}],
    "later": [],
    "kept": [],
}


async def test_person_is_erased_by_a_header_with_a_reason_and_the_receipt_is_read(
    ask: Ask,
) -> None:
    app = FakeApp([ok(RECEIPT), ok({**RECEIPT, "state": "completed"})])

    started = await ask(app, lambda one: one.erase_person(PERSON, reason="asked"))
    done = await ask(app, lambda one: one.get_erasure(started.erasure_id))

    asked, read = app.asked
    assert (asked.method, asked.url.path) == ("DELETE", "/api/people/-")
    assert asked.headers["Paloma-Number"] == PERSON
    assert body_of(asked) == {"reason": "asked"}
    assert read.url.path == "/api/erasures/e1"
    assert (started.state, done.state, done.erased[0].count) == ("running", "completed", 2)


async def test_export_of_a_person_is_read_page_by_page(ask: Ask) -> None:
    records = [
        {"table": "Journal", "data": {"kind": "messages", "message": str(n)}} for n in (1, 2)
    ]
    first = ok(
        {"number": PERSON, "records": records[:1], "nextUrl": "/api/people/-/export?after=1."}
    )
    app = FakeApp([first, ok({"number": PERSON, "records": records[1:]})])

    found = await ask(app, lambda one: one.export_person(PERSON))

    assert [one.data["message"] for one in found] == ["1", "2"]
    assert [asked.headers["Paloma-Number"] for asked in app.asked] == [PERSON, PERSON]
    assert PERSON[1:] not in "".join(str(asked.url) for asked in app.asked)


async def test_caps_are_read(ask: Ask) -> None:
    cap: dict[str, Any] = {"scope": "sender", "name": SENDER, "period": "day", "unit": "segments"}
    cap |= {"limit": "20000", "used": "17", "hasRefused": False, "resetsAt": AT}
    app = FakeApp([ok({"asOf": AT, "caps": [cap]})])

    (found,) = (await ask(app, lambda one: one.caps())).caps

    assert (found.scope, found.name, found.limit, found.used) == ("sender", SENDER, "20000", "17")
    assert app.asked[0].url.path == "/api/caps"
