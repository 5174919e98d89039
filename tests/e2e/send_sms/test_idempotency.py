"""One key is one send, with all programs."""

import asyncio

from tests.support.local_app import TOLL_FREE, LocalApp, Response


async def test_message_reaches_its_phone_once_however_often_its_request_comes(
    app: LocalApp, person: str
) -> None:
    request = {"from": TOLL_FREE, "to": person, "message": "Only once."}

    async def ask(**changes: str) -> Response:
        headers = {"Idempotency-Key": f"code-for-{person}"}
        return await app.call("POST", "sms", {**request, **changes}, headers=headers)

    at_once = await asyncio.gather(*(ask() for _ in range(8)))
    (first,) = (one for one in at_once if one.status == 202 and not was_replayed(one))
    assert {one.status for one in at_once} <= {202, 409}
    assert all("Retry-After" in one.headers for one in at_once if one.status == 409)

    await app.reaches(first.json["messages"][0]["messageId"], "delivered")
    again, other = await ask(), await ask(message="Something else.")

    assert was_replayed(again)
    assert (again.status, again.json) == (202, first.json)
    assert other.status == 422
    assert await app.on_phone(person) == ["Only once."]


def was_replayed(answer: Response) -> bool:
    return answer.headers.get("Idempotent-Replayed") == "true"
