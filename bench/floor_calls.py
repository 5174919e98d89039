"""The calls of the floor: tables and queue with the official SDKs, ACS with aiohttp."""

from __future__ import annotations

import json
import uuid
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp
from azure.core import MatchConditions
from azure.core.exceptions import ResourceExistsError
from azure.data.tables.aio import TableClient
from azure.storage.queue.aio import QueueClient

from bench.world import SENDER
from shared.acs.signing import http_date, signed_headers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

_PATH = "/sms?api-version=2021-03-07"
_QUEUE, _TABLE, _OPT_OUTS = "floor", "Floor", "FloorOptOuts"
_RECEIVED = 16
_LEASE_SECONDS = 600
_ACCEPTED = 202


@dataclass(frozen=True, slots=True)
class FloorCalls:
    """Open clients of one account and one ACS resource."""

    queue: QueueClient
    table: TableClient
    opt_outs: TableClient
    session: aiohttp.ClientSession
    endpoint: str
    access_key: str

    @staticmethod
    @asynccontextmanager
    async def connected(environment: Mapping[str, str]) -> AsyncIterator[FloorCalls]:
        """Connect to what the app's settings name, with a queue and tables of its own."""
        text = environment["AzureWebJobsStorage"]
        acs = dict(part.split("=", 1) for part in environment["ACS_CONNECTION_STRING"].split(";"))
        async with AsyncExitStack() as stack:
            queue = QueueClient.from_connection_string(text, _QUEUE)
            table = TableClient.from_connection_string(text, _TABLE)
            opt_outs = TableClient.from_connection_string(text, _OPT_OUTS)
            for client in (queue, table, opt_outs):
                await stack.enter_async_context(client)
                await _created(client)
            session = await stack.enter_async_context(aiohttp.ClientSession())
            endpoint = acs["endpoint"].rstrip("/")
            yield FloorCalls(queue, table, opt_outs, session, endpoint, acs["accesskey"])

    async def put(self, work: Mapping[str, object]) -> None:
        """Put a queue message."""
        await self.queue.send_message(json.dumps(work))

    async def receive(self) -> list[Any]:
        """Receive up to 16 messages, as the host does."""
        pages = self.queue.receive_messages(
            messages_per_page=_RECEIVED, visibility_timeout=_LEASE_SECONDS
        ).by_page()
        try:
            return [message async for message in await anext(pages)]
        except StopAsyncIteration:
            return []

    async def delete(self, message: Any) -> None:  # noqa: ANN401 - the SDK's message
        """Delete a message."""
        await self.queue.delete_message(message)

    async def create(self, groups: Mapping[str, Sequence[str]]) -> None:
        """Store a row for each chunk, in one transaction."""
        rows = [_row(key, recipients=" ".join(group)) for key, group in groups.items()]
        await self.table.submit_transaction([("create", row) for row in rows])

    async def read(self, first: str, last: str) -> list[Any]:
        """Read a range of rows."""
        text = "PartitionKey eq @sender and RowKey ge @first and RowKey le @last"
        values = {"sender": SENDER, "first": first, "last": last}
        return [row async for row in self.table.query_entities(text, parameters=values)]

    async def claim(self, rows: Sequence[Any]) -> None:
        """Merge a claim into rows that must be unchanged."""
        now = datetime.now(UTC).isoformat()
        await self.table.submit_transaction(
            [
                (
                    "update",
                    _row(row["RowKey"], claimed_at=now),
                    {
                        "mode": "merge",
                        "etag": row.metadata["etag"],
                        "match_condition": MatchConditions.IfNotModified,
                    },
                )
                for row in rows
            ]
        )

    async def ask_opt_outs(self, group: Sequence[str]) -> None:
        """Ask the registry with one range query."""
        text = "PartitionKey eq @sender and RowKey ge @first and RowKey le @last"
        values = {"sender": SENDER, "first": f"B|{min(group)[1:5]}", "last": f"B|{max(group)[1:]}"}
        async for _ in self.opt_outs.query_entities(text, parameters=values):
            pass

    async def acs(self, tag: str, group: Sequence[str]) -> tuple[str, str]:
        """Make one call to ACS; the tag and what is worth keeping of the answer."""
        now = datetime.now(UTC)
        body = _body(tag, group, http_date(now))
        host = self.endpoint.partition("://")[2]
        headers = signed_headers(
            self.access_key, "POST", host, path_and_query=_PATH, body=body, now=now
        )
        headers["Content-Type"] = "application/json"
        async with self.session.post(self.endpoint + _PATH, data=body, headers=headers) as answer:
            items = (await answer.json())["value"]
            if answer.status != _ACCEPTED:
                message = f"ACS answered {answer.status}"
                raise RuntimeError(message)
        return tag, json.dumps([item["messageId"] for item in items])

    async def merge(self, changes: Mapping[str, Mapping[str, str]]) -> None:
        """Merge properties into rows, in one transaction."""
        rows = [_row(key, **values) for key, values in changes.items()]
        await self.table.submit_transaction([("update", row, {"mode": "merge"}) for row in rows])


async def _created(client: QueueClient | TableClient) -> None:
    make = client.create_queue if isinstance(client, QueueClient) else client.create_table
    try:
        await make()
    except ResourceExistsError:
        return


def _row(key: str, **values: str) -> dict[str, str]:
    return {"PartitionKey": SENDER, "RowKey": key, **values}


def _body(tag: str, group: Sequence[str], first_sent: str) -> bytes:
    to = [
        {
            "to": one,
            "repeatabilityRequestId": str(uuid.uuid4()),
            "repeatabilityFirstSent": first_sent,
        }
        for one in group
    ]
    options = {"enableDeliveryReport": True, "tag": tag}
    document = {"from": SENDER, "smsRecipients": to, "message": "Hello", "smsSendOptions": options}
    return json.dumps(document).encode()
