"""The official JavaScript SDK 1.1.0 and its beta, unmodified, against the simulator."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from local.dev.install import ensure, ensure_node
from local.dev.part import Part, Step
from local.dev.paths import LOCAL
from tests.integration.acs_simulator.support import PERSON, TOLL_FREE, Bench

_SOURCE = Path(__file__).parents[2] / "js_sdk"
_FOLDER = LOCAL / "js_sdk"


@pytest.fixture(scope="session")
def node() -> str:
    """The path of Node, once the SDK is installed for it, exactly as the lock file names it."""
    found = ensure_node()
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    install = [*found.npm, "ci", "--prefix", str(_FOLDER), *options]
    step = Step("Installing the JavaScript SDK", install, "npm needs its registry once.")
    pins = (_SOURCE / "package.json", _SOURCE / "package-lock.json")
    proof = _FOLDER / "node_modules" / "@azure" / "communication-sms" / "package.json"
    ensure([Part(_FOLDER, proof, pins, (step,))])
    shutil.copy(_SOURCE / "send.mjs", _FOLDER)
    return found.program


@pytest.fixture(params=["@azure/communication-sms", "communication-sms-beta"])
def package(request: pytest.FixtureRequest) -> str:
    """Each client; `tests/js_sdk/package.json` says which versions they are."""
    return str(request.param)


async def send(node: str, package: str, bench: Bench, **call: Any) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        node,
        str(_FOLDER / "send.mjs"),
        package,
        bench.simulator.connection_string,
        json.dumps({"from": TOLL_FREE, "to": [PERSON], "message": "hé", "options": {}} | call),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await asyncio.wait_for(process.communicate(), timeout=60)
    parsed: dict[str, Any] = json.loads(output)
    return parsed


async def test_javascript_client_sends_and_reads_results(
    node: str, package: str, live_bench: Bench
) -> None:
    options = {"enableDeliveryReport": True, "tag": "js"}

    answer = await send(node, package, live_bench, to=[PERSON, "4255550124"], options=options)

    good, bad = answer["results"]
    (message,) = await live_bench.messages()
    assert (good["successful"], good["messageId"]) == (True, message["messageId"])
    assert (good["to"], good["httpStatusCode"]) == (PERSON, 202)
    assert (bad["successful"], bad["errorMessage"]) == (False, "Invalid To phone number format.")
    assert (message["message"], message["tag"]) == ("hé", "js")


async def test_javascript_client_reads_errors(node: str, package: str, live_bench: Bench) -> None:
    answer = await send(node, package, live_bench, **{"from": "+18445550100"})

    assert (answer["statusCode"], answer["name"]) == (401, "RestError")


async def test_javascript_clients_ids_protect_its_retries(
    node: str, package: str, live_bench: Bench
) -> None:
    await live_bench.control("POST", "/faults", {"kind": "status", "status": 503})

    answer = await send(node, package, live_bench)

    requests = (await live_bench.control("GET", "/requests")).json["requests"]
    assert answer["results"][0]["successful"]
    assert [request["status"] for request in requests] == [503, 202]
    assert len(await live_bench.messages()) == 1
