"""A person with records everywhere, and the host of erasures."""

import json
import zlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import azure.functions as func

import inbound_webhook.functions
from people.erasure import continue_erasure
from people.functions import erase_person, get_erasure
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.domain.identifiers import BlockAddress
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import reports_beside
from tests.support.web import call, document, get, post, read_event
from tests.support.world import PERSON, TOLL_FREE, World

SECRET = "my knee hurts"
NEIGHBOUR = "+14255550124"
DIGITS = PERSON.removeprefix("+")


async def ask(number: str = PERSON, reason: str = "asked for it", **params: str) -> Any:
    """Ask for an erasure."""
    request = func.HttpRequest(
        "DELETE",
        "/api",
        route_params={"number": number},
        params={"reason": reason, **params},
        body=b"",
    )
    return await call(erase_person, request)


async def receipt_of(erasure_id: str) -> Any:
    answer = await call(get_erasure, get(route={"erasureId": erasure_id}))
    assert answer.status_code == 200
    return document(answer)


async def play(world: World, *, is_waiting: bool = True, at_most: int = 200) -> list[int]:
    """Play the host until no message is left, or until all is erased that can be now."""
    delays: list[int] = []
    for _ in range(at_most):
        items, world.erasure_queue.items = world.erasure_queue.items, []
        if not items:
            return delays
        for text, delay_seconds in items:
            if delay_seconds > 600 and not is_waiting:
                world.erasure_queue.items.append((text, delay_seconds))
                continue
            delays.append(delay_seconds)
            world.clock.advance(seconds=delay_seconds)
            await continue_erasure(text.encode(), world.app().erasing)
        if not is_waiting and all(delay > 600 for _, delay in world.erasure_queue.items):
            return delays
    message = "the erasure never ends"
    raise AssertionError(message)


async def erased(world: World, number: str = PERSON) -> Any:
    """Erase a person to the end; gives the receipt."""
    answer = await ask(number)
    assert answer.status_code == 202
    await play(world)
    return await receipt_of(document(answer)["erasureId"])


def counts(receipt: Any, part: str = "erased") -> dict[str, int]:
    return {f"{one['table']}|{one['kind']}": one["count"] for one in receipt[part]}


async def write(world: World, body: str, person: str = PERSON, own: str = TOLL_FREE) -> None:
    """Have a person write now."""
    event: Any = read_event("inbound_event_grid.json")[0]
    at = world.clock.now
    event["data"] |= {
        "messageId": f"Incoming_{at:%H%M%S%f}_{len(body)}_{person[-4:]}",
        "message": body,
        "from": person,
        "to": own,
        "receivedTimestamp": f"{at:%Y-%m-%dT%H:%M:%S.%fZ}",
    }
    answer = await call(inbound_webhook.functions.inbound_webhook, post([event]))
    assert answer.status_code == 200


async def report_delivered(world: World, block: BlockAddress, person: str) -> None:
    """Have the carrier report a delivery to a person."""
    now = world.clock.now
    report = DeliveryReport(
        DeliveryStatus.DELIVERED, "", "", "Outgoing_1", now - timedelta(seconds=1), now
    )
    await reports_beside(world.app().journal).add({block: [(person, report)]})


def places_of(world: World, text: str, *, except_tables: Mapping[int, Any] = {}) -> list[str]:
    """Name the rows of all tables that have a text, packed or not, and the queues."""
    found: list[str] = []
    for table in world.tables():
        if id(table) in except_tables:
            continue
        found += [
            f"{row['PartitionKey']} {row['RowKey']}"
            for row in table.all_rows()
            if text in readable(row)
        ]
    queues = (world.event_queue, world.import_queue, world.erasure_queue)
    found += [item for queue in queues for item, _ in queue.items if text in item]
    return found


def readable(row: Mapping[str, Any]) -> str:
    """Give all that a row says: names, values, and what is packed."""
    pieces: dict[str, bytes] = {}
    texts: list[str] = []
    for name, value in sorted(row.items()):
        texts.append(name)
        if isinstance(value, bytes):
            family = "z" if name.startswith("z0") else name.rstrip("0123456789")
            pieces[family] = pieces.get(family, b"") + value
        else:
            texts.append(str(value))
    texts += [zlib.decompress(one).decode() for one in pieces.values() if one]
    return json.dumps(texts, ensure_ascii=False)


def rows_naming(table: InMemoryTable, text: str) -> list[Mapping[str, Any]]:
    return [row for row in table.all_rows() if text in readable(row)]
