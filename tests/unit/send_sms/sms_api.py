"""Hands on the HTTP functions of sending."""

from typing import Any

import azure.functions as func

from send_sms import functions, look_up_functions
from send_sms.dispatching.dispatch import dispatch
from tests.support.samples import TEXT, people
from tests.support.web import call, document, get, post
from tests.support.world import PERSON, TOLL_FREE, World

ANA, BEN, CEM = people(3)
DELETED: Any = object()


def request_body(**changes: Any) -> dict[str, Any]:
    body = {"from": TOLL_FREE, "to": [PERSON], "message": TEXT, "confirm": True, **changes}
    return {name: value for name, value in body.items() if value is not DELETED}


async def send(body: object) -> func.HttpResponse:
    return await call(functions.send_sms, post(body))


async def send_to(world: World, *to: Any, **members: Any) -> dict[str, Any]:
    """Send, and play the host for its work."""
    answer = await send(request_body(to=list(to), **members))
    assert answer.status_code == 202
    while items := world.queue.take_all():
        for work, _ in items:
            await dispatch(work, world.app().sending)
    found: dict[str, Any] = document(answer)
    return found


async def get_send(send_id: str) -> func.HttpResponse:
    return await call(look_up_functions.get_send, get(route={"sendId": send_id}))


async def get_messages(send_id: str, **params: str) -> func.HttpResponse:
    request = get(route={"sendId": send_id}, params=params)
    return await call(look_up_functions.list_send_messages, request)


async def get_message(message_id: str) -> func.HttpResponse:
    return await call(look_up_functions.get_message, get(route={"messageId": message_id}))


def assert_nothing_stored(world: World) -> None:
    assert world.queue.items == []
    assert all(table.all_rows() == [] for table in world.tables())


def assert_nothing_echoed(answer: func.HttpResponse) -> None:
    text = answer.get_body().decode()
    assert TEXT not in text
    assert PERSON.lstrip("+") not in text
    assert TOLL_FREE.lstrip("+") not in text
