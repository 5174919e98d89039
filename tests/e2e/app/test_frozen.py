"""Storage and ACS that hang instead of failing: requests are answered, and nothing is doubled."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

from local.dev.azurite import start_azurite
from local.dev.install import ensure_azurite
from local.dev.process import Child
from local.dev.process_group import ProcessGroup
from tests.support.local_app import RESOURCE_ID, TOLL_FREE, LocalApp, poll
from tests.support.local_programs import app_environment, start_host, start_simulator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGSTOP is POSIX")

_ANSWERED_SECONDS = 60
"""When a test gives up on a request; the app's deadlines are far shorter."""


class Programs(ProcessGroup):
    """Programs that can be found by their names."""

    def __init__(self) -> None:
        super().__init__()
        self.by_name: dict[str, Child] = {}

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str] | None = None,
        is_echoed: bool = False,
        on_line: Callable[[str], None] | None = None,
    ) -> Child:
        child = super().start(
            name, command, environment=environment, is_echoed=is_echoed, on_line=on_line
        )
        self.by_name[name] = child
        return child

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        """Let a program stand still: its connections stay open, and nothing is answered."""
        pid = self.by_name[name].pid
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)


@pytest.fixture(scope="module")
async def programs(running: LocalApp) -> AsyncIterator[tuple[Programs, LocalApp]]:
    """Run an app on an Azurite and a simulator that no other test uses."""
    node = await asyncio.to_thread(ensure_azurite)
    programs = Programs()
    with programs:
        azurite = await asyncio.to_thread(start_azurite, programs, node)
        simulator_url = await start_simulator(programs)
        url, host = await start_host(programs, app_environment(azurite, simulator_url))
        own = replace(running, url=url, simulator_url=simulator_url, host=host)
        await own.control("POST", "progression", {"mode": "immediate"})
        await own.reaches(await own.send_one("+13035550199", "warm"), "sent")
        yield programs, own


def stop_of(person: str) -> list[dict[str, object]]:
    return [
        {
            "id": "1",
            "eventType": "Microsoft.Communication.SMSReceived",
            "topic": RESOURCE_ID,
            "data": {"messageId": "m", "from": person, "to": TOLL_FREE, "message": "STOP",
                     "receivedTimestamp": "2026-11-22T09:00:00Z"},
        }
    ]  # fmt: skip


async def test_every_request_is_answered_while_storage_hangs_and_nothing_is_doubled(
    programs: tuple[Programs, LocalApp], new_person: Callable[[], str]
) -> None:
    started, app = programs
    plain, keyed, stopped = new_person(), new_person(), new_person()
    body = {"from": TOLL_FREE, "message": "While storage hangs"}
    key = {"headers": {"Idempotency-Key": "frozen"}}
    with started.frozen("Azurite"):
        async with asyncio.timeout(_ANSWERED_SECONDS):
            health = await app.call("GET", "health")
            answers = await asyncio.gather(
                app.call("POST", "sms", {**body, "to": plain}),
                app.call("POST", "sms", {**body, "to": [plain, keyed]}),
                app.call("POST", "sms", {**body, "to": keyed}, **key),
                app.call("POST", "webhooks/inbound", stop_of(stopped)),
                app.call("GET", f"opt-outs/{TOLL_FREE}/{stopped}"),
                app.call("GET", "ready"),
            )
    assert [answer.status for answer in answers] == [503] * 6
    assert {answer.json["code"] for answer in answers} <= {
        "deadline_exceeded",
        "storage_unavailable",
    }
    assert (health.status, health.json["status"]) == (200, "storage_unavailable")

    async def is_accepted() -> bool:
        return (await app.call("POST", "sms", {**body, "to": keyed}, **key)).status == 202

    await poll(is_accepted, seconds=120)
    await poll(lambda: app.on_phone(keyed))
    assert (await app.call("POST", "webhooks/inbound", stop_of(stopped))).status == 200
    await app.registry_says(stopped, "opted_out")
    assert await app.on_phone(keyed) == [body["message"]]
    assert await app.on_phone(plain) == []


async def test_send_is_accepted_while_acs_hangs_and_arrives_once(
    programs: tuple[Programs, LocalApp], person: str
) -> None:
    started, app = programs
    with started.frozen("local.acs_simulator"):
        async with asyncio.timeout(_ANSWERED_SECONDS):
            accepted = await app.send(TOLL_FREE, person, "While ACS hangs")
            found = await app.call("GET", f"sms/{accepted['sendId']}")
            health = await app.call("GET", "health")
    assert (found.status, health.json["status"]) == (200, "ok")
    await app.reaches(accepted["messages"][0]["messageId"], "sent", seconds=90)
    assert await app.on_phone(person) == ["While ACS hangs"]
