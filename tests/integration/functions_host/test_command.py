"""The command ``python -m local.functions_host``."""

import asyncio
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.support.local_programs import WITHOUT_CERTIFICATES
from tests.unit.functions_host.apps import STORAGE, write_app

ROOT = Path(__file__).parents[3]
SOURCE = """
import asyncio, logging, os

@app.route(route="items/{id:int}", methods=["GET", "POST"])
async def items(req: func.HttpRequest) -> func.HttpResponse:
    logging.info("handled %s", req.route_params["id"])
    return func.HttpResponse(os.getcwd())

@app.route(route="slow")
async def slow(req: func.HttpRequest) -> func.HttpResponse:
    logging.info("slow began")
    await asyncio.sleep(0.5)
    return func.HttpResponse("done")

@app.schedule(schedule="0 0 0 1 1 *", arg_name="timer")
async def yearly(timer: func.TimerRequest) -> None: ...

@app.route(route="admin")
async def reserved(req: func.HttpRequest) -> func.HttpResponse: ...
"""
needs_signals = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows cannot send a process SIGTERM or SIGINT"
)


@asynccontextmanager
async def command(folder: Path, *arguments: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "local.functions_host", "--app-root", str(folder), *arguments),
        stdout=PIPE,
        stderr=PIPE,
        cwd=ROOT,
        env={**os.environ, **WITHOUT_CERTIFICATES, **STORAGE},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def read_until(process: Process, stream: str, pattern: str) -> str:
    """Read lines until one fits; gives all that was said."""
    reader = process.stdout if stream == "stdout" else process.stderr
    assert reader is not None
    said = ""
    async with asyncio.timeout(30):
        while line := (await reader.readline()).decode():
            said += line
            if re.search(pattern, line):
                return said
    pytest.fail(f"never said {pattern!r}, but: {said}")


def url_in(said: str) -> str:
    return said.rpartition("Functions host ready at ")[2].strip()


async def test_command_lists_functions_names_those_left_out_and_logs_with_the_invocation(
    tmp_path: Path,
) -> None:
    async with command(write_app(tmp_path, SOURCE), "--port", "0") as process:
        said = await read_until(process, "stdout", "^Functions host ready at ")
        url = url_in(said)
        async with aiohttp.ClientSession() as session:
            answer = await (await session.get(f"{url}/api/items/7")).text()
        log = await read_until(process, "stderr", "handled 7")

    assert re.fullmatch(r"http://127\.0\.0\.1:[1-9][0-9]*", url)
    assert f"        items: [GET,POST] {url}/api/items/{{id:int}}\n" in said
    assert f"        slow: {url}/api/slow\n" in said
    assert "        yearly: timerTrigger\n" in said
    assert "reserved" not in said
    assert "The 'reserved' function is in error: The specified route conflicts" in log
    assert answer == os.path.realpath(tmp_path)  # noqa: ASYNC240 - nothing else is running
    assert re.search(r"\] INFO [0-9a-f-]{36} root: handled 7", log)


@needs_signals
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_command_lets_a_running_handler_end_and_ends_cleanly(
    tmp_path: Path, number: signal.Signals
) -> None:
    async with command(write_app(tmp_path, SOURCE), "--port", "0") as process:
        url = url_in(await read_until(process, "stdout", "^Functions host ready at "))
        async with aiohttp.ClientSession() as session:
            request = asyncio.create_task(session.get(f"{url}/api/slow"))
            await read_until(process, "stderr", "slow began")
            process.send_signal(number)
            answer = await (await request).text()
        said = (await asyncio.wait_for(process.stderr.read(), 30)).decode()  # type: ignore[union-attr]
        code = await asyncio.wait_for(process.wait(), 30)

    assert answer == "done"
    assert code == 0
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("import no_such_package", "No module named 'no_such_package'"),
        ("other = app", "More than one FunctionApp"),
    ],
)
async def test_command_fails_when_the_app_cannot_be_indexed(
    tmp_path: Path, source: str, text: str
) -> None:
    async with command(write_app(tmp_path, source), "--port", "0") as process:
        output, errors = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 1
    assert text in errors.decode()
    assert b"ready" not in output


async def test_command_fails_when_the_port_is_taken(tmp_path: Path) -> None:
    write_app(tmp_path, SOURCE)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with command(tmp_path, "--port", port) as process:
            output, errors = await asyncio.wait_for(process.communicate(), 30)

    assert process.returncode == 1
    assert port in errors.decode()
    assert "Traceback" not in errors.decode()
    assert b"ready" not in output


async def test_command_prints_the_keys_when_it_checks_them(tmp_path: Path) -> None:
    async with command(write_app(tmp_path, SOURCE), "--port", "0", "--enable-auth") as process:
        said = await read_until(process, "stdout", "^Functions host ready at ")
        key = re.findall(r"^        slow: (\S+)$", said, re.MULTILINE)[-1]
        async with aiohttp.ClientSession(url_in(said)) as session:
            statuses = [
                (await session.get("/api/items/7", headers={"x-functions-key": one})).status
                for one in ("", key, re.findall(r"master: (\S+)", said)[0])
            ]

    assert statuses == [401, 401, 200]
