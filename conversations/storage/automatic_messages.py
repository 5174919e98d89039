"""
What was sent to people automatically: one row a person, in the `Conversations` table.

The partition is the person, not an own number, because the limit counts all own numbers together.
"""

import json
from collections.abc import Mapping, Sequence
from functools import partial

from conversations.domain.automatic_messages import AutomaticMessage, with_automatic
from shared.domain.errors import ConflictError
from shared.domain.times import time_from_text, time_to_text
from shared.runtime import Turns
from shared.storage.table import ETAG, Table

_ROW_KEY = "automatic"


class AutomaticMessages:
    """Counts the messages that people get automatically."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._turns = Turns()

    async def allow(self, user_number: str, message: AutomaticMessage) -> AutomaticMessage | None:
        """
        Count a message to a person before it is sent; one operation for the first, else three.

        Idempotent: the same cause counts once, and is allowed again.

        Returns
        -------
        AutomaticMessage or None
            As it was first counted, so that a repeat finds its send; None: the person got too many
            lately, and it may not be sent.

        Raises
        ------
        StorageError
            It is not known to be stored.
        """
        return await self._turns.change(user_number, partial(self._try, user_number, message))

    async def _try(self, user_number: str, message: AutomaticMessage) -> AutomaticMessage | None:
        keys = automatic_keys(user_number)
        try:  # most people never get another one
            await self._table.write([("create", {**keys, "sent": _to_text([message])}, "")])
        except ConflictError:
            return await self._try_to_add(keys, message)
        return message

    async def _try_to_add(
        self, keys: Mapping[str, str], message: AutomaticMessage
    ) -> AutomaticMessage | None:
        row = await self._table.get(keys["PartitionKey"], keys["RowKey"])
        if row is None:
            raise ConflictError
        sent = _from_text(row["sent"])
        after = with_automatic(sent, message)
        if after is None:
            return None
        if after is not sent:
            await self._table.write([("merge", {**keys, "sent": _to_text(after)}, row[ETAG])])
        return next(one for one in after if one.cause == message.cause)


def automatic_keys(user_number: str) -> dict[str, str]:
    """Give both keys of a person's row."""
    return {"PartitionKey": f"*|{user_number}", "RowKey": _ROW_KEY}


def _to_text(sent: Sequence[AutomaticMessage]) -> str:
    members = [(time_to_text(one.at), one.cause, one.confirms_stop_to, one.send) for one in sent]
    return json.dumps(members, separators=(",", ":"))


def _from_text(text: str) -> list[AutomaticMessage]:
    return [
        AutomaticMessage(time_from_text(at), cause, *others)
        for at, cause, *others in json.loads(text)
    ]
