"""Entities, keys, filters and transactions as the Table service reads them."""

import json
from typing import Any
from urllib.parse import parse_qs, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.storage.table import ETAG, Operation
from shared.storage.table_wire import (
    batch_body,
    entity_path,
    failed_status,
    filter_query,
    request_of,
    row_from_json,
    row_to_json,
)

URL = "http://127.0.0.1:10002/devstoreaccount1"
KEYS = {"PartitionKey": "+18335550100|20261122", "RowKey": "abc|0000"}
KEYS_ON_THE_WIRE = "(PartitionKey='%2B18335550100%7C20261122',RowKey='abc%7C0000')"
PART = (
    b"--changeset_paloma\r\n"
    b"Content-Type: application/http\r\n"
    b"Content-Transfer-Encoding: binary\r\n"
    b"\r\n"
)
JSON_HEADERS = (
    b"Content-Type: application/json\r\nAccept: application/json;odata=minimalmetadata\r\n"
)


def answered(entity: bytes) -> Any:
    """What the service gives back for an entity that it was given."""
    return row_from_json({"odata.etag": 'W/"1"', **json.loads(entity)})


def test_path_quotes_what_a_url_or_a_literal_would_misread() -> None:
    path = entity_path("Journal", "+1|O'Neil & co", "a/b?c#d%e")
    assert path == (
        "/Journal(PartitionKey='%2B1%7CO%27%27Neil%20%26%20co',RowKey='a%2Fb%3Fc%23d%25e')"
    )


@given(st.text(st.characters(codec="utf-8"), max_size=20))
def test_any_key_stays_inside_its_literal(key: str) -> None:
    path = entity_path("T", "p", key)
    assert path.isascii()
    literal = unquote(path).removeprefix("/T(PartitionKey='p',RowKey='").removesuffix("')")
    assert literal.replace("''", "'") == key
    assert "'" not in literal.replace("''", "")


def query(**changes: Any) -> dict[str, list[str]]:
    arguments: dict[str, Any] = {
        "partition": "p", "first": "a", "last": "b", "also": "", "limit": None, **changes
    }  # fmt: skip
    return parse_qs(filter_query(**arguments).removeprefix("?"), strict_parsing=True)


def test_filter_asks_for_a_range_of_one_partition() -> None:
    assert query() == {"$filter": ["PartitionKey eq 'p' and (RowKey ge 'a' and RowKey le 'b')"]}


def test_filter_asks_for_one_key_more() -> None:
    (text,) = query(also="z")["$filter"]
    assert text == ("PartitionKey eq 'p' and ((RowKey ge 'a' and RowKey le 'b') or RowKey eq 'z')")


def test_filter_limits_the_count_of_rows() -> None:
    assert query(limit=7)["$top"] == ["7"]


def test_filter_doubles_quotes_and_keeps_signs() -> None:
    (text,) = query(partition="+1|x", first="' or 1 eq 1", last="b&c=d")["$filter"]
    assert text == ("PartitionKey eq '+1|x' and (RowKey ge ''' or 1 eq 1' and RowKey le 'b&c=d')")


def test_bytes_are_marked_as_binary_and_come_back_as_bytes() -> None:
    row = {**KEYS, "values0": bytes(range(256)), "body": "Grüße 漢", "count": 3, "flag": True}
    entity = json.loads(row_to_json(row))
    assert entity["values0@odata.type"] == "Edm.Binary"
    assert answered(row_to_json(row)) == {**row, ETAG: 'W/"1"'}


def test_row_that_was_read_has_its_etag_and_nothing_that_the_service_added() -> None:
    entity = {
        "odata.metadata": "http://127.0.0.1/$metadata#Journal/@Element",
        "odata.etag": "W/\"datetime'2026-11-22T09%3A00%3A00Z'\"",
        "Timestamp@odata.type": "Edm.DateTime",
        "Timestamp": "2026-11-22T09:00:00Z",
        "body": "Hi",
    }
    assert row_from_json(entity) == {
        "body": "Hi",
        ETAG: "W/\"datetime'2026-11-22T09%3A00%3A00Z'\"",
    }


@pytest.mark.parametrize(
    ("operation", "method", "path", "special"),
    [
        (("create", KEYS, ""), "POST", "/Journal", {"Prefer": "return-no-content"}),
        (("merge", KEYS, 'W/"1"'), "PATCH", f"/Journal{KEYS_ON_THE_WIRE}", {"If-Match": 'W/"1"'}),
        (("merge", KEYS, ""), "PATCH", f"/Journal{KEYS_ON_THE_WIRE}", {"If-Match": "*"}),
        (("upsert", KEYS, ""), "PATCH", f"/Journal{KEYS_ON_THE_WIRE}", {}),
    ],
)
def test_each_write_has_its_method_path_and_condition(
    operation: Operation, method: str, path: str, special: dict[str, str]
) -> None:
    found_method, found_path, headers, body = request_of("Journal", operation)
    assert (found_method, found_path) == (method, path)
    usual = {"Content-Type", "Accept"}
    assert {name: value for name, value in headers.items() if name not in usual} == special
    assert json.loads(body) == KEYS


@pytest.mark.parametrize("etag", ['W/"1"', ""])
def test_delete_has_a_condition_and_no_body(etag: str) -> None:
    method, path, headers, body = request_of("Journal", ("delete", {**KEYS, "n": 1}, etag))
    assert (method, path, body) == ("DELETE", f"/Journal{KEYS_ON_THE_WIRE}", b"")
    assert headers["If-Match"] == (etag or "*")


def test_etag_of_a_row_is_never_written_as_a_property() -> None:
    *_, body = request_of("Journal", ("merge", {**KEYS, ETAG: 'W/"1"', "n": 1}, 'W/"1"'))
    assert json.loads(body) == {**KEYS, "n": 1}


def test_transaction_is_one_changeset_of_its_operations() -> None:
    entity = {**KEYS, "body": "é"}
    body = batch_body(URL, "Journal", [("create", entity, ""), ("merge", KEYS, 'W/"1"')])
    assert body == b"".join(
        [
            b"--batch_paloma\r\n",
            b"Content-Type: multipart/mixed; boundary=changeset_paloma\r\n\r\n",
            PART,
            b"POST http://127.0.0.1:10002/devstoreaccount1/Journal HTTP/1.1\r\n",
            JSON_HEADERS,
            b"Prefer: return-no-content\r\n\r\n",
            b'{"PartitionKey":"+18335550100|20261122","RowKey":"abc|0000","body":"\xc3\xa9"}\r\n',
            PART,
            f"PATCH {URL}/Journal{KEYS_ON_THE_WIRE} HTTP/1.1\r\n".encode(),
            JSON_HEADERS,
            b'If-Match: W/"1"\r\n\r\n',
            b'{"PartitionKey":"+18335550100|20261122","RowKey":"abc|0000"}\r\n',
            b"--changeset_paloma--\r\n--batch_paloma--\r\n",
        ]
    )


def answer_of(*statuses: str) -> bytes:
    parts = (
        "--changesetresponse_1\r\nContent-Type: application/http\r\n"
        f"Content-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 {status}\r\n\r\n\r\n"
        for status in statuses
    )
    return f"--batchresponse_1\r\n{''.join(parts)}--batchresponse_1--\r\n".encode()


@pytest.mark.parametrize(
    ("statuses", "failed"),
    [
        (("204 No Content", "204 No Content"), None),
        (("201 Created",), None),
        (("412 Precondition Failed",), 412),
        (("204 No Content", "404 Not Found"), 404),
        (("409 Conflict",), 409),
        (("500 Internal Server Error",), 500),
    ],
)
def test_status_of_the_operation_that_failed_is_found(
    statuses: tuple[str, ...], failed: int | None
) -> None:
    assert failed_status(answer_of(*statuses)) == failed
