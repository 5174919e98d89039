"""Canned replies: kept by name, whatever its case."""

from typing import Any

import azure.functions as func
import pytest

from conversations import work_functions
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("served")


async def put(name: str, text: str = "Hi {{name}}, thank you.") -> func.HttpResponse:
    request = post({"text": text}, route={"name": name}, method="PUT")
    return await call(work_functions.put_canned_reply, request)


async def names(**params: str) -> Any:
    page = document(await call(work_functions.list_canned_replies, get(params=params)))
    return [one["name"] for one in page["cannedReplies"]], page.get("nextCursor")


async def test_canned_reply_is_kept_replaced_and_removed_by_its_name() -> None:
    await put("Thank you")
    assert document(await put("thank YOU", "Thanks!"))["name"] == "thank YOU"
    route = {"name": "Thank  you"}
    assert document(await call(work_functions.get_canned_reply, get(route=route))) == {
        "name": "thank YOU",
        "text": "Thanks!",
        "changedAt": "2026-11-22T09:00:00Z",
    }
    removed = await call(work_functions.delete_canned_reply, get(route=route))
    assert document(removed)["text"] == "Thanks!"
    assert_problem(await call(work_functions.delete_canned_reply, get(route=route)), 404)
    assert_problem(await call(work_functions.get_canned_reply, get(route=route)), 404)


async def test_canned_replies_are_paged_in_the_order_of_their_names() -> None:
    for name in ("hours", "Address", "Zoë", "zebra", "a/b"):
        await put(name)
    first, after = await names(limit="3")
    assert (first, after) == (["a/b", "Address", "hours"], "hours")
    assert await names(limit="3", after=after) == (["zebra", "Zoë"], None)


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\x00b", "\u200b"])
async def test_name_that_cannot_be_shown_is_refused(served: World, name: str) -> None:
    assert_problem(await put(name), 400, "name")
    assert served.auto_replies_table.all_rows() == []


@pytest.mark.parametrize("text", ["", " ", "Hi {{name", "x" * 2049])
async def test_text_that_cannot_be_sent_is_refused(served: World, text: str) -> None:
    assert_problem(await put("hours", text), 400, "text")
    assert served.auto_replies_table.all_rows() == []
