"""Unit tests cannot reach the network; their event loops still work."""

from __future__ import annotations

import asyncio
import socket

import pytest


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_unit_test_fails_when_it_connects(method: str) -> None:
    with socket.socket() as client, pytest.raises(pytest.fail.Exception, match="use a fake"):
        getattr(client, method)(("127.0.0.1", 9))


async def test_unit_test_fails_when_it_connects_through_its_event_loop() -> None:
    with pytest.raises(pytest.fail.Exception, match="use a fake"):
        await asyncio.open_connection("127.0.0.1", 9)


def test_event_loop_can_be_made_in_unit_test() -> None:
    async def answer() -> int:
        return await asyncio.to_thread(lambda: 42)

    assert asyncio.run(answer()) == 42
