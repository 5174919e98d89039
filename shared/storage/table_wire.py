"""
How entities, keys, filters and transactions go over the wire.

This is the Table service's REST interface (Storage REST reference, "Table service REST API").
Written by hand because the SDK (azure-data-tables 12.7) needs half a millisecond of CPU per row
of a transaction, forty times as much (docs/adr/0010).
"""

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from shared.storage.table import ETAG, Bound, Operation, Row

JSON_TYPE = "application/json;odata=minimalmetadata"

_TYPE = "@odata.type"
_NOT_OURS = frozenset({"odata.metadata", "odata.etag", "Timestamp"})
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3})")
_NEW_ETAG = re.compile(rb"^ETag: (\S+)", re.IGNORECASE | re.MULTILINE)
_BATCH, _CHANGESET = "batch_paloma", "changeset_paloma"
BATCH_TYPE = f"multipart/mixed; boundary={_BATCH}"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def row_to_json(row: Row) -> bytes:
    """Write an entity; texts, 32-bit whole numbers, booleans and bytes are all we store."""
    entity: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, bytes):
            entity[name + _TYPE] = "Edm.Binary"
            entity[name] = base64.b64encode(value).decode()
        else:
            entity[name] = value
    return _encode(entity).encode()


def row_from_json(entity: Mapping[str, Any]) -> Row:
    """Read an entity, with its ETag."""
    row: dict[str, Any] = {}
    for name, value in entity.items():
        if entity.get(name + _TYPE) == "Edm.Binary":
            row[name] = base64.b64decode(value)
        elif not name.endswith(_TYPE) and name not in _NOT_OURS:
            row[name] = value
    row[ETAG] = entity["odata.etag"]
    return row


def entity_path(table: str, partition: str, key: str) -> str:
    """Write the path of one entity."""
    return f"/{table}(PartitionKey='{_quoted(partition)}',RowKey='{_quoted(key)}')"


def filter_query(partition: str, first: str, last: str, also: str, limit: int | None) -> str:
    """Write the query for a range of rows of a partition, and one more."""
    text = f"RowKey ge {_literal(first)} and RowKey le {_literal(last)}"
    if also:
        text = f"({text}) or RowKey eq {_literal(also)}"
    query = f"?$filter={quote(f'PartitionKey eq {_literal(partition)} and ({text})', safe='')}"
    return query + (f"&$top={limit}" if limit else "")


def across_query(first: str, last: str, bounds: Iterable[Bound], limit: int | None) -> str:
    """Write the query for a range of partitions, and what else must hold."""
    partitions: tuple[Bound, ...] = (("PartitionKey", "ge", first), ("PartitionKey", "le", last))
    text = " and ".join(f"{name} {how} {_literal(to)}" for name, how, to in (*partitions, *bounds))
    return f"?$filter={quote(text, safe='')}" + (f"&$top={limit}" if limit else "")


def request_of(table: str, operation: Operation) -> tuple[str, str, dict[str, str], bytes]:
    """Give method, path, headers and body of one write."""
    verb, row, etag = operation
    headers = {"Content-Type": "application/json", "Accept": JSON_TYPE}
    if verb == "create":
        headers["Prefer"] = "return-no-content"
        return "POST", f"/{table}", headers, _own_properties(row)
    if verb != "upsert":
        headers["If-Match"] = etag or "*"
    path = entity_path(table, row["PartitionKey"], row["RowKey"])
    if verb == "delete":
        return "DELETE", path, headers, b""
    return "PATCH", path, headers, _own_properties(row)


def _own_properties(row: Row) -> bytes:
    return row_to_json({name: value for name, value in row.items() if name != ETAG})


def batch_body(url: str, table: str, operations: Sequence[Operation]) -> bytes:
    """Write a transaction."""
    lines = [
        f"--{_BATCH}\r\nContent-Type: multipart/mixed; boundary={_CHANGESET}\r\n\r\n".encode(),
        *(_batch_part(url, table, operation) for operation in operations),
        f"--{_CHANGESET}--\r\n--{_BATCH}--\r\n".encode(),
    ]
    return b"".join(lines)


def _batch_part(url: str, table: str, operation: Operation) -> bytes:
    method, path, headers, body = request_of(table, operation)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return (
        (
            f"--{_CHANGESET}\r\nContent-Type: application/http\r\n"
            "Content-Transfer-Encoding: binary\r\n\r\n"
            f"{method} {url}{path} HTTP/1.1\r\n{head}\r\n"
        ).encode()
        + body
        + b"\r\n"
    )


def failed_status(body: bytes) -> int | None:
    """Find the status of the operation that failed a transaction; None if none did."""
    return next((status for status in _statuses(body) if status >= 400), None)  # noqa: PLR2004


def new_etags(body: bytes) -> list[str]:
    """Find the ETags of the rows that a transaction wrote, in its order."""
    return [etag.decode() for etag in _NEW_ETAG.findall(body)]


def _statuses(body: bytes) -> Iterable[int]:
    return (int(status) for status in _STATUS.findall(body))


@lru_cache(maxsize=4096)  # a row is written four times and more, its partition with every row
def _quoted(key: str) -> str:
    return quote(key.replace("'", "''"), safe="")


def _literal(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
