"""A message that may or may not have left: flagged, listed, and sent again on request, once."""

from datetime import UTC, datetime

from tests.support.local_app import TOLL_FREE, LocalApp


async def test_unknown_message_is_listed_and_sent_again_once_on_request(
    app: LocalApp, person: str
) -> None:
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    await app.control("POST", "faults", {"kind": "cutBefore", "count": 9})
    message_id = await app.send_one(person, "Only on request", ttlSeconds=5)
    message = await app.reaches(message_id, "unknown", seconds=60)
    send_id = message["sendId"]
    query = f"sender={TOLL_FREE.replace('+', '%2B')}&day={day}&status=unknown"

    listed = (await app.call("GET", f"sms?{query}")).json["sends"]
    overview = next(one for one in listed if one["sendId"] == send_id)
    in_question = await app.call("GET", overview["attentionUrl"].removeprefix("/api/"))
    too_late = await app.call("POST", f"sms/{send_id}/resend-unknown")
    await app.control("DELETE", "faults")
    asked = await app.call("POST", f"sms/{send_id}/resend-unknown", {"ttlSeconds": 60})
    asked_again = await app.call("POST", f"sms/{send_id}/resend-unknown", {"ttlSeconds": 60})
    delivered = await app.reaches(message_id, "delivered")

    assert overview["counts"] == {"unknown": 1}
    assert [one["messageId"] for one in in_question.json["messages"]] == [message_id]
    assert (too_late.status, too_late.json["skipped"]) == (202, {"expired": 1})
    assert (asked.status, asked.json["messageCount"]) == (202, 1)
    assert (asked_again.status, asked_again.json["messageCount"]) == (202, 0)
    events = [entry["event"] for entry in delivered["history"]]
    assert events[:4] == ["accepted", "sending", "resend", "sending"]
    assert set(events[4:]) == {"sent", "delivered"}  # the report may be the faster
    assert await app.on_phone(person) == ["Only on request"]
    requests = (await app.control("GET", "requests"))["requests"]
    *cut_off, taken = [one["repeatabilityRequestIds"] for one in requests]
    assert cut_off
    assert taken not in cut_off
