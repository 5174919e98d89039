"""Holding back, calling off and looking ahead, with all programs."""

from datetime import UTC, datetime, timedelta

from tests.support.local_app import LocalApp, poll

LONG_CODE = "+14255550100"


async def test_cancelled_send_reaches_no_phone_when_it_was_scheduled(
    app: LocalApp, person: str
) -> None:
    due = (datetime.now(UTC) + timedelta(seconds=3)).isoformat()
    accepted = await app.send(LONG_CODE, person, "called off", sendAt=due)
    later = await app.send_one(person, "afterwards", sender=LONG_CODE, sendAt=due)

    cancelled = await app.call("DELETE", f"sms/{accepted['sendId']}")

    assert cancelled.status == 200
    assert (cancelled.json["status"], cancelled.json["counts"]) == ("completed", {"cancelled": 1})
    await app.reaches(later, "delivered")
    assert await app.on_phone(person) == ["afterwards"]


async def test_campaign_stops_in_the_middle_when_it_is_cancelled(app: LocalApp) -> None:
    crowd = [f"+1415555{n:04d}" for n in range(100, 200)]
    accepted = await app.send("+18335550101", crowd, "toll-free numbers send slowly")

    async def some_have_left() -> bool:
        counts = (await app.call("GET", f"sms/{accepted['sendId']}")).json["counts"]
        return bool({"sent", "delivered"} & counts.keys())

    await poll(some_have_left)
    counts = (await app.call("DELETE", f"sms/{accepted['sendId']}")).json["counts"]

    assert counts["cancelled"] > 0
    assert sum(counts.values()) == 100


async def test_paused_sender_sends_nothing_until_it_goes_on(app: LocalApp, person: str) -> None:
    paused = await app.call("POST", "senders/77001/pause")
    held = await app.send("77001", person, "held back")
    other = await app.send_one(person, "not held back", sender=LONG_CODE)

    await app.reaches(other, "delivered")
    state = (await app.call("GET", "senders/77001")).json
    counts = (await app.call("DELETE", f"sms/{held['sendId']}")).json["counts"]
    resumed = await app.call("POST", "senders/77001/resume")

    assert paused.json["paused"] is True
    assert (state["paused"], state["unitsPerMinute"]) == (True, 6000)
    assert counts == {"cancelled": 1}
    assert resumed.json["paused"] is False
    assert await app.on_phone(person) == ["not held back"]
    await app.reaches(await app.send_one(person, "goes on", sender="77001"), "delivered")


async def test_preview_tells_what_would_happen_and_does_nothing(app: LocalApp, person: str) -> None:
    body = {"from": LONG_CODE, "to": person, "message": "It\N{RIGHT SINGLE QUOTATION MARK}s time"}

    preview = await app.call("POST", "preview", body)

    assert preview.status == 200
    assert preview.json["encoding"] == "ucs2"
    assert preview.json["ucs2Characters"][0]["suggestion"] == "'"
    assert await app.on_phone(person) == []
