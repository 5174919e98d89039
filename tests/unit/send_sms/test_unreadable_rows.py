"""A stored batch that cannot be read takes no list, thread, inbound message or erasure with it."""

from typing import Any

import azure.functions as func
import pytest

import conversations.functions
import housekeeping.functions
import inbound_webhook.functions
import people.functions
import send_sms.look_up_functions
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.web import call, document, get, post
from tests.support.world import PERSON, TOLL_FREE, World
from tests.unit.analytics.test_unreadable_rows import DAMAGES, damage
from tests.unit.inbound_webhook.confirmation_world import inbound
from tests.unit.people.erasure_world import counts, erased
from tests.unit.send_sms.sms_api import get_messages, get_send, send_to

UNREADABLE = {
    name: one for name, one in DAMAGES.items() if name not in {"recipients", "d12065550100"}
}
damages = pytest.mark.parametrize(("name", "value"), UNREADABLE.items(), ids=UNREADABLE)


async def damaged_world(world: World, name: str, value: Any) -> str:
    """Send twice to the person, damage the row of the first, and give the id of the second."""
    await send_to(world, PERSON, message="first")
    (row,) = world.journal_table.all_rows()
    second = await send_to(world, PERSON, message="second")
    damage(world, row, **{name: value})
    world.clock.advance(minutes=1)
    return str(second["sendId"])


async def get_thread() -> func.HttpResponse:
    route = {"sender": TOLL_FREE, "user": PERSON}
    return await call(conversations.functions.get_conversation, get(route=route))


@damages
async def test_lists_show_all_others(
    served: World, log_lines: list[str], name: str, value: Any
) -> None:
    second = await damaged_world(served, name, value)
    for params in ({}, {"sender": TOLL_FREE}):
        listed = await call(send_sms.look_up_functions.list_sends, get(params=params))
        assert [one["sendId"] for one in document(listed)["sends"]] == [second]
    found = await call(send_sms.look_up_functions.list_messages, get(params={"to": PERSON}))
    assert [one["sendId"] for one in document(found)["messages"]] == [second]
    assert (await get_send(second)).status_code == 200
    assert (await get_messages(second)).status_code == 200
    assert logged_events(log_lines, "row_unreadable")
    assert_no_personal_data(log_lines)


@damages
async def test_message_of_the_person_is_kept_and_linked_to_another(
    served: World, name: str, value: Any
) -> None:
    await damaged_world(served, name, value)
    for text in ("Hello", "please stop texting me about the first"):
        request = post([inbound(text, served.clock.now, to=TOLL_FREE)])
        answer = await call(inbound_webhook.functions.inbound_webhook, request)
        assert answer.status_code == 200
    shown = document(await get_thread())
    assert [one["text"] for one in shown["entries"] if one["direction"] == "outbound"] == ["second"]
    assert len(shown["entries"]) == 3


@damages
async def test_erasure_erases_the_others_and_says_what_stays(
    served: World, name: str, value: Any
) -> None:
    await damaged_world(served, name, value)
    export = await call(people.functions.export_person, get(route={"number": PERSON}))
    assert export.status_code == 200
    receipt = await erased(served)
    assert receipt["state"] == "completed"
    assert counts(receipt)["Journal|messages"] == 1
    assert counts(receipt, "kept") == {"Journal|unreadableRows": 1}


@damages
async def test_retention_masks_the_others(served: World, name: str, value: Any) -> None:
    second = await damaged_world(served, name, value)
    served.clock.advance(days=400)
    await housekeeping.functions.apply_retention(None)
    shown = document(await get_messages(second))
    assert [one["message"] for one in shown["messages"]] == ["******"]
