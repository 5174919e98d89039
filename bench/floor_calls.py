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
from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError
from azure.core.pipeline.transport import AioHttpTransport
from azure.data.tables import UpdateMode
from azure.data.tables.aio import TableClient
from azure.storage.queue.aio import QueueClient

from bench.floor_rows import change_of
from bench.world import SENDER
from shared.carriers.acs.gateway import signed_headers
from shared.carriers.acs.messages import http_date

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from bench.floor_rows import Row

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
            # One session for all clients, which does not look for proxies before each request.
            connector = aiohttp.TCPConnector(limit=0)
            session = aiohttp.ClientSession(connector=connector)
            await stack.enter_async_context(session)
            queue = QueueClient.from_connection_string(text, _QUEUE, transport=_on(session))
            table = TableClient.from_connection_string(text, _TABLE, transport=_on(session))
            opt_outs = TableClient.from_connection_string(text, _OPT_OUTS, transport=_on(session))
            for client in (queue, table, opt_outs):
                await stack.enter_async_context(client)
                await _created(client)
            endpoint = acs["endpoint"].rstrip("/")
            yield FloorCalls(queue, table, opt_outs, session, endpoint, acs["accesskey"])

    async def put(self, key: str, *, hidden_seconds: int = 0) -> Any:  # noqa: ANN401 - the SDK's
        """Put a queue message that names a batch; gives the message."""
        return await self.queue.send_message(key, visibility_timeout=hidden_seconds)

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

    async def create_all(self, rows: Sequence[Row]) -> None:
        """Store rows in one transaction."""
        await self.table.submit_transaction([("create", row) for row in rows])

    async def create(self, row: Row) -> None:
        """Store a row."""
        await self.table.create_entity(row)

    async def get(self, key: str) -> Any:  # noqa: ANN401 - the SDK's entity
        """Read a row; None if it is not there yet."""
        try:
            return await self.table.get_entity(SENDER, key)
        except ResourceNotFoundError:
            return None

    async def claim(self, row: Any) -> None:  # noqa: ANN401 - the SDK's entity
        """Merge a claim into a row that must be unchanged."""
        await self.table.update_entity(
            change_of(row["RowKey"], {"claim": datetime.now(UTC).isoformat()}),
            mode=UpdateMode.MERGE,
            etag=row.metadata["etag"],
            match_condition=MatchConditions.IfNotModified,
        )

    async def merge(self, key: str, properties: Mapping[str, str]) -> None:
        """Merge properties into a row."""
        await self.table.update_entity(change_of(key, properties), mode=UpdateMode.MERGE)

    async def merge_all(self, changes: Mapping[str, Mapping[str, str]]) -> None:
        """Merge properties into rows, in one transaction."""
        rows = [change_of(key, properties) for key, properties in changes.items()]
        await self.table.submit_transaction([("update", row, {"mode": "merge"}) for row in rows])

    async def ask_opt_outs(self, group: Sequence[str]) -> None:
        """Ask the registry with one range query."""
        text = "PartitionKey eq @sender and RowKey ge @first and RowKey le @last"
        values = {"sender": SENDER, "first": f"B|{min(group)[1:5]}", "last": f"B|{max(group)[1:]}"}
        async for _ in self.opt_outs.query_entities(text, parameters=values):
            pass

    async def acs(self, tag: str, group: Sequence[str]) -> list[str]:
        """Make one call to ACS; what is worth keeping of the answer."""
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
        return [item["messageId"] for item in items]


def _on(session: aiohttp.ClientSession) -> AioHttpTransport:
    return AioHttpTransport(session=session, session_owner=False, use_env_settings=False)


async def _created(client: QueueClient | TableClient) -> None:
    make = client.create_queue if isinstance(client, QueueClient) else client.create_table
    try:
        await make()
    except ResourceExistsError:
        return


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
