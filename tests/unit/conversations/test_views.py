"""Lists of conversations by view, of one own number and of all, with search and counts."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import azure.functions as func
import pytest

from conversations import functions, work_functions
from shared.carriers.events import InboundMessage
from tests.support.samples import people
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.conversations.threads import ROUTE, operation_count, receive

OTHER = "+14255550100"
ANA, BEN, CAN = people(3)


async def listed(**params: str) -> Any:
    return document(await call(functions.list_conversations, get(params=params)))


async def users(**params: str) -> list[str]:
    return [one["user"] for one in (await listed(**params))["conversations"]]


async def all_users(**params: str) -> list[str]:
    """Page through a list."""
    found, given = [], params
    while True:
        page = await listed(**given)
        found += [one["user"] for one in page["conversations"]]
        if "nextUrl" not in page:
            return found
        query = parse_qs(urlsplit(page["nextUrl"]).query)
        given = {name: values[0] for name, values in query.items()}


async def do(action: str, user: str, sender: str = TOLL_FREE, **body: Any) -> Any:
    by_name: dict[str, Any] = {
        "done": work_functions.mark_conversation_done,
        "reopen": work_functions.reopen_conversation,
        "unread": work_functions.mark_conversation_unread,
        "assign": work_functions.assign_conversation,
        "read": functions.mark_conversation_read,
        "automatic-replies": work_functions.set_automatic_replies_to_person,
    }
    return await call(by_name[action], post(body, route={"sender": sender, "user": user}))


async def write_to(world: World, own_number: str, user: str, minutes: int, body: str) -> None:
    moment = START.replace(minute=minutes)
    message = InboundMessage(own_number, user, body, f"Incoming_{own_number}_{minutes}", moment)
    await world.app().conversations.add_inbound([message])


@pytest.fixture(autouse=True)
async def _threads(served: World) -> None:
    await receive(served, 1, "Where is my order?", ANA)
    await receive(served, 2, "Are you open?", BEN)
    await write_to(served, OTHER, CAN, 3, "Thank you")


async def test_waiting_ones_of_all_own_numbers_come_oldest_first() -> None:
    assert await users(view="waiting") == [ANA, BEN, CAN]
    assert await users(view="waiting", sender=OTHER) == [CAN]
    await do("read", ANA)
    assert await users(view="waiting") == [ANA, BEN, CAN]


async def test_done_leaves_the_waiting_and_the_next_message_brings_it_back(served: World) -> None:
    state = document(await do("done", ANA, actor="Sam"))
    assert (state["isDone"], state["changedBy"], state["unreadCount"]) == (True, "Sam", 0)
    assert await users(view="waiting") == [BEN, CAN]
    assert await users(view="open") == [CAN, BEN]
    assert await users(view="done") == [ANA]
    await receive(served, 5, "Hello?", ANA)
    assert await users(view="waiting") == [BEN, CAN, ANA]
    assert await users(view="done") == []


async def test_done_can_be_taken_back() -> None:
    await do("done", ANA)
    assert document(await do("reopen", ANA))["waitingSince"] == "2026-11-22T09:01:00Z"
    assert await users(view="waiting") == [ANA, BEN, CAN]


async def test_assigned_ones_are_mine_in_whatever_case_until_they_are_done() -> None:
    await do("assign", ANA, assignee="Sam", actor="Ana")
    await do("assign", CAN, OTHER, assignee="sam")
    await do("assign", BEN, assignee="Sam Two")
    assert await users(view="mine", assignee="SAM") == [CAN, ANA]
    await do("assign", CAN, OTHER, assignee=None)
    assert await users(view="mine", assignee="Sam") == [ANA]
    await do("done", ANA)
    assert await users(view="mine", assignee="Sam") == []


async def test_unread_one_is_listed_first_again() -> None:
    for user, sender in ((ANA, TOLL_FREE), (BEN, TOLL_FREE), (CAN, OTHER)):
        await do("done", user, sender)
    await do("unread", ANA)
    assert await users() == [ANA, CAN, BEN]
    assert await users(view="open") == [ANA]


async def test_automatic_replies_are_stopped_until_they_are_allowed() -> None:
    first = document(await do("automatic-replies", ANA, areStopped=True))
    assert first["automaticRepliesStoppedAt"] == "2026-11-22T09:00:00Z"
    again = document(await do("automatic-replies", ANA, areStopped=True, actor="Sam"))
    assert again["automaticRepliesStoppedAt"] == first["automaticRepliesStoppedAt"]
    allowed = document(await do("automatic-replies", ANA, areStopped=False))
    assert "automaticRepliesStoppedAt" not in allowed
    assert_problem(await do("automatic-replies", ANA), 400, "areStopped")


async def test_counts_are_by_view_and_of_the_assignee() -> None:
    await do("assign", ANA, assignee="Sam")
    await do("done", BEN)
    page = await listed(counts="true", assignee="Sam", limit="1")
    assert page["counts"] == {"waiting": 2, "open": 2, "mine": 1, "isCut": False}
    assert "mine" not in (await listed(counts="true"))["counts"]
    assert "counts" not in await listed()


@pytest.mark.parametrize(
    ("words", "found"),
    [("ORDER", [ANA]), ("you", [BEN, CAN]), ("555 0100", [ANA]), ("zebra", []), ("?!", [])],
)
async def test_search_finds_words_of_the_last_text_and_digits_of_the_number(
    words: str, found: list[str]
) -> None:
    assert await users(view="waiting", q=words) == found


@pytest.mark.parametrize("view", ["waiting", "open", "done", ""])
@pytest.mark.parametrize("limit", ["1", "2", "3"])
async def test_pages_of_all_own_numbers_hold_every_conversation_once(
    served: World, view: str, limit: str
) -> None:
    everyone = people(9)
    for number, user in enumerate(everyone):
        for own_number in (TOLL_FREE, OTHER):  # the same moment, the same person
            await write_to(served, own_number, user, 10 + number, "Hello")
            if view == "done":
                await do("done", user, own_number)
    for user in everyone[::2]:
        await do("read", user)
    params = {"limit": limit, **({"view": view} if view else {})}
    found = await all_users(**params)
    assert sorted(found) == sorted(everyone * 2)
    assert found == await users(**{**params, "limit": "100"})


async def test_page_of_all_own_numbers_costs_a_read_for_each_and_two_for_consent(
    served: World,
) -> None:
    for table in served.tables():
        table.operation_count = 0
    await listed(view="waiting")
    assert operation_count(served) == 3 + 2 + 4  # to find two numbers, their lists, their opt-outs


async def test_list_and_conversation_are_304_while_nothing_changes(served: World) -> None:
    for function, request in (
        (functions.list_conversations, {"params": {"view": "waiting"}}),
        (functions.get_conversation, {"route": {**ROUTE, "user": ANA}}),
    ):
        first = await call(function, get(**request))
        known = {"If-None-Match": f'"x", W/{first.headers["ETag"]}'}
        again = await call(function, get(**request, headers=known))
        assert (again.status_code, again.get_body()) == (304, b"")
        await receive(served, 7, str(function), ANA)
        assert (await call(function, get(**request, headers=known))).status_code == 200


@pytest.mark.parametrize(
    ("field", "text"),
    [("view", "all"), ("counts", "yes"), ("q", "x" * 101), ("assignee", "x" * 101),
     ("after", "1|x"), ("after", "2|1234567890123456|+14255550123"), ("sender", "")],
)  # fmt: skip
async def test_list_is_refused_when_a_parameter_of_views_makes_no_sense(
    field: str, text: str
) -> None:
    answer = await call(functions.list_conversations, get(params={field: text}))
    assert_problem(answer, 400, field)


async def test_mine_needs_a_name() -> None:
    answer = await call(functions.list_conversations, get(params={"view": "mine"}))
    assert_problem(answer, 400, "assignee")


@pytest.mark.parametrize("action", ["done", "reopen", "unread", "assign"])
async def test_conversation_that_does_not_exist_cannot_be_worked_on(
    served: World, action: str
) -> None:
    before = served.conversations_table.all_rows()
    body = {"assignee": "Sam"} if action == "assign" else {}
    assert_problem(await do(action, PERSON, **body), 404)
    assert_problem(await do(action, ANA, **{**body, "actor": " "}), 400, "actor")
    assert served.conversations_table.all_rows() == before


async def test_action_needs_no_body() -> None:
    request = func.HttpRequest(
        "POST", "/api", route_params={"sender": TOLL_FREE, "user": ANA}, body=b""
    )
    assert (await call(work_functions.mark_conversation_done, request)).status_code == 200
