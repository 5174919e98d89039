"""Faults that were ordered: their shapes, their counts, and their ends."""

import aiohttp
import pytest

from tests.integration.acs_simulator.support import Bench, Endpoint


@pytest.mark.parametrize(
    ("shape", "members"),
    [
        ("problem", {"type", "title", "status", "errors", "traceId"}),
        ("map", {"From"}),
        ("envelope", {"error"}),
    ],
)
async def test_400_has_the_shape_asked_for(bench: Bench, shape: str, members: set[str]) -> None:
    await bench.control("POST", "/faults", {"kind": "status", "status": 400, "shape": shape})

    answer = await bench.send()

    assert (answer.status, set(answer.json)) == (400, members)


@pytest.mark.parametrize("status", [401, 404, 429, 500, 502, 503, 504])
async def test_status_is_answered_once_and_nothing_is_sent(bench: Bench, status: int) -> None:
    await bench.control("POST", "/faults", {"kind": "status", "status": status})

    answers = [await bench.send(), await bench.send()]

    assert [answer.status for answer in answers] == [status, 202]
    assert len(await bench.messages()) == 1


async def test_404_has_an_empty_body(bench: Bench) -> None:
    await bench.control("POST", "/faults", {"kind": "status", "status": 404})

    assert (await bench.send()).json is None


async def test_429_tells_when_to_come_back_if_asked_to(bench: Bench) -> None:
    fault = {"kind": "status", "status": 429, "retryAfterSeconds": 7}
    await bench.control("POST", "/faults", fault)

    assert (await bench.send()).headers["Retry-After"] == "7"


async def test_faults_come_in_the_order_given_as_often_as_asked(bench: Bench) -> None:
    await bench.control("POST", "/faults", {"kind": "status", "status": 503, "count": 2})
    listed = await bench.control("POST", "/faults", {"kind": "status", "status": 500})

    statuses = [(await bench.send()).status for _ in range(4)]

    assert listed.json["faults"] == [{"kind": "status", "count": 2}, {"kind": "status", "count": 1}]
    assert statuses == [503, 503, 500, 202]


async def test_faults_are_over_when_cleared(bench: Bench) -> None:
    await bench.control("POST", "/faults", {"kind": "status", "count": 50})

    cleared = await bench.control("DELETE", "/faults")

    assert (cleared.status, (await bench.send()).status) == (204, 202)


async def test_badly_signed_request_meets_no_fault(bench: Bench) -> None:
    await bench.control("POST", "/faults", {"kind": "status", "status": 503})

    refused = await bench.acs("/sms", {}, headers={"Authorization": "none"})

    assert (refused.status, (await bench.send()).status) == (401, 503)


@pytest.mark.parametrize(("kind", "message_count"), [("cutBefore", 0), ("cutAfter", 1)])
async def test_connection_is_cut(bench: Bench, kind: str, message_count: int) -> None:
    await bench.control("POST", "/faults", {"kind": kind})

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await bench.send()

    requests = (await bench.control("GET", "/requests")).json["requests"]
    assert [request["status"] for request in requests] == [0]
    assert len(await bench.messages()) == message_count


async def test_answer_comes_late_but_it_comes(bench: Bench) -> None:
    await bench.control("POST", "/faults", {"kind": "delayAnswer", "seconds": 0.2})

    answer = await bench.send()

    assert answer.json["value"][0]["successful"]
    assert len(await bench.messages()) == 1


async def test_report_comes_before_the_answer(bench: Bench, subscribed: Endpoint) -> None:
    await bench.control("POST", "/faults", {"kind": "reportFirst"})

    answer = await bench.send()

    assert [event["id"] for event in subscribed.events] == [answer.json["value"][0]["messageId"]]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({}, "kind must be"),
        ({"kind": "explode"}, "kind must be one of"),
        ({"kind": "lose", "status": 500}, "status means nothing for lose"),
        ({"kind": "status", "status": 418}, "status must be one of"),
        ({"kind": "lose", "count": 0}, "count must be"),
        ({"kind": "lose", "count": True}, "count must be"),
        ({"kind": "delay", "seconds": -1}, "seconds must be"),
        ({"kind": "keyCase", "case": "upper"}, "case must be one of"),
        ({"kind": "plus", "plus": "yes"}, "plus must be"),
        ({"kind": "lose", "often": 2}, "Unknown members: often"),
    ],
)
async def test_fault_is_refused_when_it_makes_no_sense(
    bench: Bench, fault: dict[str, object], said: str
) -> None:
    answer = await bench.control("POST", "/faults", fault)

    assert (answer.status, said in answer.json["title"]) == (400, True)
    assert (await bench.send()).status == 202
