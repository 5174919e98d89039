from datetime import UTC, datetime
from typing import cast

import azure.functions as func
import pytest
from azure.storage.queue import QueueMessage

from local.functions_host.queue_messages import (
    UndecodableMessageError,
    add_body_members,
    body_datum,
    decode_content,
    message_metadata,
)
from local.functions_host.sdk import find_converter

INSERTED_AT = datetime(2026, 5, 1, 9, 0, 0, tzinfo=UTC)


def stored_message() -> QueueMessage:
    message = QueueMessage(None)
    message.id = "message-1"
    message.pop_receipt = "receipt"
    message.dequeue_count = 2
    message.inserted_on = INSERTED_AT
    message.expires_on = INSERTED_AT.replace(day=8)
    message.next_visible_on = INSERTED_AT.replace(minute=10)
    return message


def seen_by_handler(body: str) -> func.QueueMessage:
    converter = find_converter("queueTrigger")
    assert converter is not None
    metadata = message_metadata(stored_message(), queue_name="work")
    add_body_members(metadata, body.encode())
    datum = body_datum(body.encode(), is_binary=False)
    return cast("func.QueueMessage", converter.decode(datum, trigger_metadata=metadata))


def test_handler_sees_all_that_the_host_says_of_a_message() -> None:
    message = seen_by_handler('{"number": 7}')

    assert message.id == "message-1"
    assert message.get_json() == {"number": 7}
    assert message.dequeue_count == 2
    assert message.pop_receipt == "receipt"
    assert message.insertion_time == INSERTED_AT
    assert message.expiration_time == INSERTED_AT.replace(day=8)
    assert message.time_next_visible == INSERTED_AT.replace(minute=10)


@pytest.mark.parametrize("name", ["id", "Id", "ID"])
def test_member_of_the_body_wins_over_the_message_id(name: str) -> None:
    assert seen_by_handler(f'{{"{name}": "7"}}').id == "7"


def test_number_in_the_body_becomes_text_of_the_message_id() -> None:
    assert seen_by_handler('{"id": 7}').id == "7"


def test_dequeue_count_in_the_body_wins_when_it_is_a_number() -> None:
    assert seen_by_handler('{"dequeueCount": "9"}').dequeue_count == 9


@pytest.mark.parametrize(
    "body",
    [
        '{"dequeueCount": "many"}',
        '{"DEQUEUECOUNT": {"a": 1}}',
        '{"insertionTime": 5}',
        '{"expirationTime": "soon"}',
        '{"nextVisibleTime": true}',
    ],
)
def test_member_of_another_kind_makes_the_attempt_fail(body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        seen_by_handler(body)


@pytest.mark.parametrize(
    "body",
    ['{"id": null}', '{"id": ["7"]}', '["id"]', '"id"', '{"id": "7"', "plain", "", '{"x": "id"}'],
)
def test_message_keeps_its_id_when_the_body_names_none(body: str) -> None:
    assert seen_by_handler(body).id == "message-1"


def test_content_is_decoded_from_base64() -> None:
    assert decode_content("aGVs\nbG8=", is_base64=True) == b"hello"
    assert decode_content("", is_base64=True) == b""


@pytest.mark.parametrize("content", ["plain text", '{"a": 1}', "aGVsbG8", "aGVsbG8==="])
def test_content_is_undecodable_when_it_is_not_base64(content: str) -> None:
    with pytest.raises(UndecodableMessageError):
        decode_content(content, is_base64=True)


def test_content_stays_as_it_is_when_the_encoding_is_none() -> None:
    assert decode_content("plain é", is_base64=False) == "plain é".encode()


def test_body_that_is_not_utf8_fails_unless_the_binding_takes_bytes() -> None:
    assert body_datum(b"\xff", is_binary=True).value == b"\xff"
    with pytest.raises(UnicodeDecodeError):
        body_datum(b"\xff", is_binary=False)
