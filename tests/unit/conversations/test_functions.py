"""Conversations as people and systems read them."""

from hashlib import sha256
from itertools import count
from urllib.parse import parse_qs, urlsplit

import azure.functions as func
import pytest

from conversations import functions
from opt_outs.domain.consent import ConsentState
from shared.domain.errors import StorageError
from tests.support.samples import apply_change, make_change, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.conversations.threads import (
    ROUTE,
    all_pages,
    operation_count,
    receive,
    send,
    thread,
)


async def list_conversations(**params: str) -> func.HttpResponse:
    return await call(functions.list_conversations, get(params={"sender": TOLL_FREE, **params}))


async def mark_read(route: dict[str, str] = ROUTE) -> func.HttpResponse:
    return await call(functions.mark_conversation_read, get(route=route))


async def test_thread_has_both_directions_newest_first(served: World) -> None:
    first = await send(served, -10, text="Is 9 all right?")
    await receive(served, -5, "Yes")
    second = await send(served, -1, text="Thank you.")
    found = document(await thread())
    assert found["entries"] == [
        {
            "direction": "outbound",
            "at": "2026-11-22T08:59:00Z",
            "text": "Thank you.",
            "messageId": f"{second}-00000",
            "status": "queued",
            "category": "transactional",
            "purpose": "send",
        },
        {
            "direction": "inbound",
            "at": "2026-11-22T08:55:00Z",
            "text": "Yes",
            "messageId": "Incoming_Yes_-5",
        },
        {
            "direction": "outbound",
            "at": "2026-11-22T08:50:00Z",
            "text": "Is 9 all right?",
            "messageId": f"{first}-00000",
            "status": "queued",
            "category": "transactional",
            "purpose": "send",
        },
    ]


async def test_thread_tells_what_is_to_be_done_in_it(served: World) -> None:
    await send(served, -10, text="Is 9 all right?")
    await receive(served, -5, "Yes")
    await send(served, -1, text="Thank you.")
    found = document(await thread())
    of_both = {"sender": TOLL_FREE, "user": PERSON, "optOutState": "opted_in"}
    state = found.pop("state")
    del found["entries"]
    assert found == of_both
    assert state == of_both | {
        "lastText": "Yes",
        "lastDirection": "inbound",
        "lastAt": "2026-11-22T08:55:00Z",
        "unreadCount": 1,
        "waitingSince": "2026-11-22T08:55:00Z",
        "isDone": False,
        "version": 0,
    }


async def test_thread_of_200_messages_takes_seven_operations_and_one_while_some_wait(
    served: World,
) -> None:
    for minutes in range(-300, -200):
        await receive(served, minutes * 60, str(minutes))
        await send(served, minutes * 60 + 1)
    for table in served.tables():
        table.operation_count = 0
    page = document(await thread(limit="200"))
    assert len(page["entries"]) == 200
    assert "nextUrl" not in page
    assert served.senders_table.operation_count == 1
    assert operation_count(served) <= 8


@pytest.mark.parametrize("limit", ["1", "3", "7"])
async def test_pages_hold_every_message_once_and_in_order(served: World, limit: str) -> None:
    for day in (0, 3, 29, 30, 31, 65, 130):
        await receive(served, -day * 1440 - 1, f"in {day}")
        await send(served, -day * 1440 - 1, text=f"out {day}")  # in the very same millisecond
        await send(served, -day * 1440 - 2, text=f"out again {day}")
    entries = await all_pages(limit=limit)
    assert [entry["at"] for entry in entries] == sorted((e["at"] for e in entries), reverse=True)
    assert len({entry["messageId"] for entry in entries}) == len(entries) == 21


async def test_automatic_reply_at_the_same_time_comes_after_the_message(served: World) -> None:
    bodies = (f"question {number}" for number in count())
    smallest = next(body for body in bodies if hash_of(f"Incoming_{body}_0").startswith("00"))
    await receive(served, 0, smallest)
    await receive(served, 0, "question")
    await send(served, 0, text="answer")
    entries = await all_pages(limit="1")
    assert [entry["text"].split()[0] for entry in entries] == ["answer", "question", "question"]


def hash_of(event_id: str) -> str:
    return sha256(event_id.encode()).hexdigest()


async def test_page_reaches_back_only_its_days_and_says_where_it_goes_on(served: World) -> None:
    await send(served, -2 * 1440, text="older")
    await send(served, -1, text="newer")
    page = document(await thread(days="2"))
    assert [entry["text"] for entry in page["entries"]] == ["newer"]
    assert page["nextUrl"].startswith("/api/conversations/%2B18335550100/%2B14255550123?")
    assert [entry["text"] for entry in await all_pages(days="2")] == ["newer", "older"]
    assert "nextUrl" not in document(await thread(days="3"))


@pytest.mark.usefixtures("served")
async def test_conversation_with_a_stranger_is_empty() -> None:
    assert document(await thread())["entries"] == []


async def test_list_shows_unread_first_with_state_and_count(served: World) -> None:
    ana, ben = people(2)
    await receive(served, 1, "one", ana)
    await receive(served, 2, "two", ana)
    await receive(served, 3, "STOP", ben)
    out = make_change(ConsentState.OPTED_OUT, START, user_number=ben)
    await apply_change(out, served.app().opt_outs)
    await mark_read({"sender": TOLL_FREE, "user": ben})
    assert document(await list_conversations()) == {
        "conversations": [
            {
                "sender": TOLL_FREE,
                "user": ana,
                "lastText": "two",
                "lastDirection": "inbound",
                "lastAt": "2026-11-22T09:02:00Z",
                "unreadCount": 2,
                "optOutState": "opted_in",
                "waitingSince": "2026-11-22T09:01:00Z",
                "isDone": False,
                "version": 0,
            },
            {
                "sender": TOLL_FREE,
                "user": ben,
                "lastText": "STOP",
                "lastDirection": "inbound",
                "lastAt": "2026-11-22T09:03:00Z",
                "unreadCount": 0,
                "optOutState": "opted_out",
                "waitingSince": "2026-11-22T09:03:00Z",
                "isDone": False,
                "version": 0,
            },
        ]
    }
    opened = document(await thread({"sender": TOLL_FREE, "user": ben}))
    assert opened["optOutState"] == "opted_out"


async def test_list_is_paged_in_five_operations_each(served: World) -> None:
    for minutes, person in enumerate(people(5)):
        await receive(served, minutes, person=person)
    users, params = [], {"limit": "2"}
    for table in served.tables():
        table.operation_count = 0
    for _ in range(3):
        page = document(await list_conversations(**params))
        users += [one["user"] for one in page["conversations"]]
        query = parse_qs(urlsplit(page.get("nextUrl", "")).query)
        params = {name: values[0] for name, values in query.items()}
    assert users == people(5)[::-1]
    assert params == {}
    assert operation_count(served) <= 15


async def test_marking_read_answers_how_it_stands_and_can_be_repeated(served: World) -> None:
    await receive(served, 1)
    for _ in range(2):
        answer = await mark_read({"sender": "18335550100", "user": "14255550123"})
        assert answer.status_code == 200
        assert document(answer)["unreadCount"] == 0


async def test_thread_that_does_not_exist_cannot_be_marked_read(served: World) -> None:
    assert_problem(await mark_read(), 404)
    assert served.conversations_table.all_rows() == []


@pytest.mark.parametrize(
    ("field", "text"),
    [("after", "x"), ("after", "1234567890123456|x\n"), ("after", "0000000000000000|~"),
     ("after", "9999999999999999|~"), ("limit", "0"), ("limit", "201"), ("days", "0"),
     ("days", "367"), ("days", "x")],
)  # fmt: skip
async def test_thread_is_refused_when_a_parameter_makes_no_sense(
    served: World, field: str, text: str
) -> None:
    assert_problem(await thread(ROUTE, **{field: text}), 400, field)
    assert operation_count(served) == 0


@pytest.mark.parametrize(
    ("field", "text"),
    [("sender", "?"), ("after", "2|x"), ("after", "0|1234567890123456|"), ("limit", "101")],
)
async def test_list_is_refused_when_a_parameter_makes_no_sense(
    served: World, field: str, text: str
) -> None:
    assert_problem(await list_conversations(**{field: text}), 400, field)
    assert operation_count(served) == 0


@pytest.mark.usefixtures("served")
async def test_path_is_refused_when_it_names_no_number() -> None:
    assert_problem(await thread({"sender": "?", "user": PERSON}), 400, "sender")
    assert_problem(await thread({"sender": TOLL_FREE, "user": "invalid"}), 400, "user")
    assert_problem(await mark_read({"sender": TOLL_FREE, "user": "invalid"}), 400, "user")


async def test_unavailable_storage_is_a_503(served: World) -> None:
    def away() -> None:
        raise StorageError

    served.conversations_table.before_read = away
    assert_problem(await thread(), 503)
    assert_problem(await list_conversations(), 503)
    assert_problem(await mark_read(), 503)
