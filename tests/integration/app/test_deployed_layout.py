"""
What a deployment leaves in Azure, in Microsoft's own worker library: indexed, and at work.

The app is what `.funcignore` leaves; its packages are in `.python_packages`, installed as the
remote build does it. The worker's own environment has the worker library alone.
"""

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from local.dev.azurite import Azurite
from local.dev.paths import ROOT
from local.dev.process_group import ProcessGroup
from tests.integration.app.worker import PACKAGES, work
from tests.support.infra.package import deployed_files
from tests.support.local_programs import app_environment, start_simulator
from tests.support.web import read_event
from tests.support.world import PERSON, TOLL_FREE
from tests.unit.app.test_inventory import FUNCTIONS

SITE_PACKAGES = Path(".python_packages", "lib", "site-packages")


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory, worker_python: Path) -> Path:
    """The folder as it is in Azure."""
    del worker_python
    folder = tmp_path_factory.mktemp("wwwroot")
    for name in deployed_files(ROOT):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    (folder / SITE_PACKAGES).parent.mkdir(parents=True)
    (folder / SITE_PACKAGES).symlink_to(PACKAGES, target_is_directory=True)
    return folder


@pytest.fixture
async def settings(azurite: Azurite, layout: Path) -> AsyncIterator[dict[str, str]]:
    """Settings of an app on Azurite and the simulator, and the path that the worker sets."""
    with ProcessGroup() as programs:
        simulator_url = await start_simulator(programs)
        (stop,) = read_event("inbound_stop.json")
        yield {
            **app_environment(azurite, simulator_url),
            "ACS_RESOURCE_ID": stop["topic"],
            "PYTHONPATH": str(layout / SITE_PACKAGES),
        }


def post_call(function: str, path: str, document: Any) -> dict[str, Any]:
    body = json.dumps(document)
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    call = {"function": function, "method": "POST", "url": f"/api/{path}"}
    return {**call, "headers": headers, "body": body}


def get_call(function: str, path: str, **params: str) -> dict[str, Any]:
    return {"function": function, "method": "GET", "url": f"/api/{path}", "params": params}


def test_deployed_app_works_in_the_worker(
    worker_python: Path, layout: Path, settings: dict[str, str]
) -> None:
    message = {"from": TOLL_FREE, "to": [PERSON], "message": "See you at 9."}
    outcome = work(worker_python, layout, [post_call("send_sms", "sms", message)], settings)
    assert outcome.get("error") is None
    assert set(outcome["functions"]) == FUNCTIONS
    (sent,) = outcome["answers"]
    assert sent["status"] == 202
    (message_id,) = (one["messageId"] for one in json.loads(sent["body"])["messages"])

    (report,) = read_event("report_delivered_event_grid.json")
    report["data"] |= {"from": TOLL_FREE, "to": PERSON, "Tag": message_id}
    calls = [
        post_call("delivery_report", "webhooks/delivery-reports", [report]),
        get_call("get_message", f"messages/{message_id}", messageId=message_id),
        post_call("inbound_webhook", "webhooks/inbound", read_event("inbound_stop.json")),
        get_call(
            "get_opt_out", f"opt-outs/{TOLL_FREE}/{PERSON}", sender=TOLL_FREE, recipient=PERSON
        ),
        post_call("send_sms", "sms", message),
    ]
    answers = work(worker_python, layout, calls, settings)["answers"]

    assert [one["status"] for one in answers] == [200, 200, 200, 200, 202]
    assert json.loads(answers[1]["body"])["status"] == "delivered"
    assert json.loads(answers[3]["body"])["state"] == "opted_out"
    (refused,) = json.loads(answers[4]["body"])["messages"]
    assert refused["status"] == "suppressed"
