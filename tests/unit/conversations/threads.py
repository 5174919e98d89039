"""Reading conversations, and filling them."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import azure.functions as func

from conversations import functions
from shared.carriers.events import InboundMessage
from shared.domain.identifiers import SendAddress, new_send_address
from tests.support.samples import make_batch
from tests.support.web import call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World

ROUTE = {"sender": TOLL_FREE, "user": PERSON}


async def thread(route: dict[str, str] = ROUTE, **params: str) -> func.HttpResponse:
    return await call(functions.get_conversation, get(route=route, params=params))


async def entries_of(person: str) -> list[Any]:
    """Give what a person's conversation holds."""
    page = document(await thread({"sender": TOLL_FREE, "user": person}))
    found: list[Any] = page["entries"]
    return found


async def all_pages(**params: str) -> list[dict[str, Any]]:
    entries, page = [], document(await thread(ROUTE, **params))
    while True:
        entries += page["entries"]
        if "nextUrl" not in page:
            return entries
        query = parse_qs(urlsplit(page["nextUrl"]).query)
        page = document(await thread(ROUTE, **{name: values[0] for name, values in query.items()}))


async def receive(world: World, minutes: float, body: str = "Hi", person: str = PERSON) -> None:
    moment = START + timedelta(minutes=minutes)
    message = InboundMessage(TOLL_FREE, person, body, f"Incoming_{body}_{minutes}", moment)
    await world.app().conversations.add_inbound([message])


async def send(world: World, minutes: float, **changes: Any) -> SendAddress:
    moment = START + timedelta(minutes=minutes)
    address = new_send_address(TOLL_FREE, moment, world.randomness(10))
    await world.app().journal.commit([make_batch(send=address, **changes)])
    return address


def operation_count(world: World) -> int:
    return sum(table.operation_count for table in world.tables())
