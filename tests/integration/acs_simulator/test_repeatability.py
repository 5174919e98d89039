"""Repeatability ids over HTTP."""

from email.utils import format_datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.acs_simulator.support import (
    LONG_CODE,
    OTHER_PERSON,
    PERSON,
    Bench,
)

BAD_FIRST_SENT = (
    "Request sent with Invalid DateTime value for repeatability-first-sent. "
    "Expected is DateTime ,RFC1123 pattern."
)


def recipient(bench: Bench, request_id: str, **more: Any) -> dict[str, object]:
    first_sent = format_datetime(bench.clock(), usegmt=True)
    made: dict[str, object] = {
        "to": PERSON,
        "repeatabilityRequestId": request_id,
        "repeatabilityFirstSent": first_sent,
    }
    return {k: v for k, v in (made | more).items() if v is not None}


async def send_one(bench: Bench, item: dict[str, object], **more: Any) -> dict[str, Any]:
    answer = await bench.send(smsRecipients=[item], **more)
    assert answer.status == 202
    (result,) = answer.json["value"]
    return dict(result)


async def test_same_id_gets_same_message_and_phone_gets_it_once(bench: Bench) -> None:
    request_id = str(uuid4())

    first = await send_one(bench, recipient(bench, request_id))
    bench.clock.move(seconds=299)
    again = await send_one(bench, recipient(bench, request_id.upper()))

    assert again == first
    assert first["repeatabilityResult"] == "accepted"
    assert len(await bench.messages()) == 1


async def test_same_id_is_new_after_the_window(bench: Bench) -> None:
    request_id = str(uuid4())

    first = await send_one(bench, recipient(bench, request_id))
    bench.clock.move(seconds=301)
    second = await send_one(bench, recipient(bench, request_id))

    assert second["messageId"] != first["messageId"]
    assert len(await bench.messages()) == 2


async def test_old_first_sent_is_rejected(bench: Bench) -> None:
    item = recipient(bench, str(uuid4()))
    bench.clock.move(seconds=301)

    result = await send_one(bench, item)

    assert (result["httpStatusCode"], result["repeatabilityResult"]) == (412, "rejected")
    assert await bench.messages() == []


@pytest.mark.parametrize("first_sent", [None, "2026-11-22T08:00:00Z", 5, "Sun, 99 Nov 2026"])
async def test_bad_first_sent_is_rejected(bench: Bench, first_sent: object) -> None:
    result = await send_one(
        bench, recipient(bench, str(uuid4()), repeatabilityFirstSent=first_sent)
    )

    assert result == {
        "to": PERSON,
        "httpStatusCode": 400,
        "successful": False,
        "errorMessage": BAD_FIRST_SENT,
        "repeatabilityResult": "rejected",
    }


@pytest.mark.parametrize("request_id", ["", "x", "123", 7])
async def test_id_that_is_no_guid_is_rejected(bench: Bench, request_id: object) -> None:
    result = await send_one(bench, recipient(bench, "", repeatabilityRequestId=request_id))

    assert (result["httpStatusCode"], result["repeatabilityResult"]) == (400, "rejected")


@pytest.mark.parametrize(
    ("item", "call"),
    [
        pytest.param({"to": OTHER_PERSON}, {}, id="recipient"),
        pytest.param({}, {"message": "other"}, id="text"),
        pytest.param({}, {"from": LONG_CODE}, id="sender"),
        pytest.param({}, {"smsSendOptions": {"enableDeliveryReport": True, "tag": "u"}}, id="tag"),
        pytest.param(
            {}, {"smsSendOptions": {"enableDeliveryReport": False, "tag": "t"}}, id="report"
        ),
    ],
)
async def test_same_id_with_other_content_is_rejected(
    bench: Bench, item: dict[str, Any], call: dict[str, Any]
) -> None:
    request_id = str(uuid4())
    await send_one(bench, recipient(bench, request_id))

    result = await send_one(bench, recipient(bench, request_id, **item), **call)

    assert (result["httpStatusCode"], result["repeatabilityResult"]) == (400, "rejected")
    assert await bench.messages(OTHER_PERSON) == []
