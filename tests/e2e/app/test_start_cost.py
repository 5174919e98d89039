"""A serverless app starts often: what a start costs, in CPU time of fresh processes."""

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping

from local.dev.azurite import Azurite
from local.dev.paths import ROOT
from tests.support.local_app import ACCESS_KEY

ROUNDS_COUNT = 3
_MEASUREMENTS_MAX = 5

_MEASURED = """
import time
started = time.process_time()
{statements}
print(time.process_time() - started)
"""
_BASE = "import azure.functions"
_APP = "import function_app"
_FIRST_SEND = """
import asyncio
import json

import azure.functions as func

import function_app
from send_sms.functions import send_sms

body = {"from": "+18335550100", "to": "+14255550123", "message": "Hello"}
request = func.HttpRequest("POST", "/api/sms", body=json.dumps(body).encode())
answer = asyncio.run(send_sms(request))
assert answer.status_code == 202, answer.get_body()
"""


def cpu_seconds(statements: str, environment: Mapping[str, str]) -> float:
    finished = subprocess.run(
        # Clients are left open at exit, as a worker leaves them: not a warning of this test.
        [sys.executable, "-c", _MEASURED.format(statements=statements)],
        cwd=ROOT,
        env={**os.environ, "NO_PROXY": "*", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return float(finished.stdout.splitlines()[-1])


def ratio_to_base(statements: str, environment: Mapping[str, str]) -> float:
    """Measure by turns, so that a busy machine slows both; the first round only warms."""
    pairs = [
        (cpu_seconds(statements, environment), cpu_seconds(_BASE, environment))
        for _ in range(ROUNDS_COUNT + 1)
    ][1:]
    return statistics.median(of_app for of_app, _ in pairs) / statistics.median(
        of_base for _, of_base in pairs
    )


def is_at_most(limit: float, measure: Callable[[], float]) -> bool:
    """Measure again if it is more: what else runs on the machine takes some of the caches."""
    return any(measure() <= limit for _ in range(_MEASUREMENTS_MAX))


def test_import_of_app_costs_at_most_twice_that_of_azure_functions_alone() -> None:
    assert is_at_most(2, lambda: ratio_to_base(_APP, {}))


def test_first_accepted_send_of_new_process_costs_at_most_six_and_a_half_times_that_import(
    azurite: Azurite,
) -> None:
    environment = {
        "AzureWebJobsStorage": azurite.connection_string,
        "ACS_CONNECTION_STRING": f"endpoint=http://127.0.0.1:1/;accesskey={ACCESS_KEY}",
    }

    assert is_at_most(6.5, lambda: ratio_to_base(_FIRST_SEND, environment))
