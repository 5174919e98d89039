"""What a queue trigger makes of a stored message: its body and the metadata beside it."""

import base64
import binascii
import json
import re
from datetime import datetime

from azure.functions.meta import Datum
from azure.storage.queue import QueueMessage

_RESERVED_NAMES = (
    "QueueTrigger",
    "Id",
    "PopReceipt",
    "DequeueCount",
    "InsertionTime",
    "ExpirationTime",
    "NextVisibleTime",
)
_WHITE_SPACE = re.compile(r"[ \t\r\n]")


class UndecodableMessageError(Exception):
    """The stored text is not base64, so the function never sees the message."""


def decode_content(content: str, *, is_base64: bool) -> bytes:
    """
    Take the body out of the stored text.

    Raises
    ------
    UndecodableMessageError
        If base64 is expected and this is none.
    """
    if not is_base64:
        return content.encode()
    try:
        return base64.b64decode(_WHITE_SPACE.sub("", content), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UndecodableMessageError from error


def body_datum(body: bytes, *, is_binary: bool) -> Datum:
    """Give the body as the host sends it: text unless the binding asks for bytes."""
    return Datum(body, "bytes") if is_binary else Datum(body.decode(), "string")


def message_metadata(message: QueueMessage, *, queue_name: str) -> dict[str, Datum]:
    """Give what the host says of a received message; times and numbers travel as JSON."""
    return {
        "QueueTrigger": Datum(queue_name, "string"),
        "Id": Datum(message.id, "string"),
        "PopReceipt": Datum(message.pop_receipt, "string"),
        "DequeueCount": Datum(str(message.dequeue_count), "json"),
        "InsertionTime": _time(message.inserted_on),
        "ExpirationTime": _time(message.expires_on),
        "NextVisibleTime": _time(message.next_visible_on),
    }


def _time(moment: datetime | None) -> Datum:
    text = None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return Datum(json.dumps(text), "json")


def add_body_members(metadata: dict[str, Datum], body: bytes) -> None:
    """
    Let the members of a JSON object win over the metadata, regardless of case.

    This is the host's doing (``Utility.ApplyBindingData``): lists and nulls are passed over,
    objects stay JSON, all else becomes text. Text that looks like a date is not rewritten here
    as the host's JSON reader does.
    """
    if not body.strip().startswith(b"{"):
        return
    try:
        members: dict[str, object] = json.loads(body)
    except ValueError:
        return
    spelling = {name.lower(): name for name in _RESERVED_NAMES}
    for name, value in members.items():
        if value is None or isinstance(value, list):
            continue
        metadata[spelling.setdefault(name.lower(), name)] = _member(value)


def _member(value: object) -> Datum:
    if isinstance(value, dict):
        return Datum(json.dumps(value), "json")
    return Datum(value if isinstance(value, str) else str(value), "string")
