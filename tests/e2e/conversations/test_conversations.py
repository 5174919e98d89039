"""A conversation with all programs: the phone answers, the thread shows it, we reply."""

from typing import Any
from urllib.parse import quote

from tests.support.local_app import TOLL_FREE, LocalApp, Response, poll

LONG_CODE = "+14255550100"


async def test_answer_shows_in_its_thread_and_the_reply_reaches_the_phone(
    app: LocalApp, person: str
) -> None:
    path = f"conversations/{quote(TOLL_FREE)}/{quote(person)}"
    sent = await app.send(TOLL_FREE, [person, "+12015550199"], "Is 9 all right?")
    first = next(one["messageId"] for one in sent["messages"] if one["to"] == person)
    await app.reaches(first, "delivered")
    await app.text_in(person, TOLL_FREE, "Is it your new address?")
    thread = await poll(lambda: thread_of(app, path, 2))
    summary = await listed(app, person)

    answer = await app.call("POST", f"{path}/replies", {"message": "Yes, the new one."})
    reply = answer.json["messages"][0]["messageId"]
    await app.reaches(reply, "delivered")
    after = await poll(lambda: thread_of(app, path, 3))
    read = await app.call("POST", f"{path}/read")

    assert [entry["text"] for entry in thread] == ["Is it your new address?", "Is 9 all right?"]
    assert thread[1]["messageId"] == thread[0]["answers"] == first
    assert (summary["lastText"], summary["unreadCount"]) == ("Is it your new address?", 1)
    assert answer.status == 202
    assert [entry["messageId"] for entry in after] == [reply, thread[0]["messageId"], first]
    assert [entry.get("status") for entry in after] == ["delivered", None, "delivered"]
    assert await app.on_phone(person) == ["Is 9 all right?", "Yes, the new one."]
    assert (read.status, read.json["unreadCount"]) == (200, 0)
    assert read.json["lastText"] == "Yes, the new one."


async def test_reply_is_refused_when_the_person_has_opted_out(app: LocalApp, person: str) -> None:
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    path = f"conversations/{quote(TOLL_FREE)}/{quote(person)}"

    answer: Response = await app.call("POST", f"{path}/replies", {"message": "But why?"})

    assert (answer.status, answer.json["code"]) == (409, "recipient_opted_out")
    assert (await app.call("GET", path)).json["optOutState"] == "opted_out"
    assert "But why?" not in await app.on_phone(person)


async def test_keyword_is_answered_with_the_text_that_was_set_for_it(
    app: LocalApp, person: str
) -> None:
    text = "We are open from 9 to 6 at example.com."
    rule = f"auto-replies/{quote(LONG_CODE)}/opening%20hours"
    was_set = await app.call("PUT", rule, {"text": text})

    await app.text_in(person, LONG_CODE, "Opening hours?")

    async def has_it() -> bool:
        return await app.on_phone(person) == [text]

    await poll(has_it)
    path = f"conversations/{quote(LONG_CODE)}/{quote(person)}"
    answer, question = await poll(lambda: thread_of(app, path, 2))
    removed = await app.call("DELETE", rule)

    assert (was_set.status, removed.status) == (200, 200)
    assert (answer["direction"], answer["text"]) == ("outbound", text)
    assert (question["direction"], question["text"]) == ("inbound", "Opening hours?")


async def thread_of(app: LocalApp, path: str, count: int) -> list[dict[str, Any]] | None:
    entries: list[dict[str, Any]] = (await app.call("GET", path)).json["entries"]
    return entries if len(entries) == count else None


async def listed(app: LocalApp, person: str) -> dict[str, Any]:
    answer = await app.call("GET", f"conversations?sender={quote(TOLL_FREE)}")
    one: dict[str, Any]
    (one,) = (one for one in answer.json["conversations"] if one["user"] == person)
    return one
