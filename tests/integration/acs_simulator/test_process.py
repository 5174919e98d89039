"""``python -m local.acs_simulator`` as a process."""

import asyncio
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

_ROOT = Path(__file__).parents[3]


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "local.acs_simulator",
        *arguments,
        cwd=_ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def first_line(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), timeout=20)).decode().strip()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_process_says_where_it_is_and_ends_cleanly(number: signal.Signals) -> None:
    process = await start("--port", "0")
    line = await first_line(process)
    url = line.removeprefix("ACS simulator ready at ")

    async with aiohttp.ClientSession() as session:
        async with session.get(f"{url}/_simulator/health") as response:
            assert response.status == 200
        async with session.get(f"{url}/_simulator/stream") as stream:
            process.send_signal(number)
            assert await asyncio.wait_for(process.wait(), timeout=10) == 0
            assert stream.status == 200

    assert process.stderr is not None
    assert await process.stderr.read() == b""


async def test_process_says_why_it_cannot_start() -> None:
    process = await start("--port", "0", "--access-key", "no key")

    output, errors = await asyncio.wait_for(process.communicate(), timeout=20)

    assert (process.returncode, output) == (1, b"")
    assert b"cannot start: The access key must be base64." in errors
