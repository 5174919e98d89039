"""
A serverless app starts often: what a start loads.

``dev.py bench import`` measures what that costs in CPU time, which depends on the machine.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from local.dev.azurite import Azurite
from local.dev.paths import ROOT
from tests.support.local_programs import ACCESS_KEY

_SHOW_LOADED = """
import json
import sys

import azure.functions as func

of_azure_functions = set(sys.modules)
{statements}
print(json.dumps({{
    name: getattr(module, "__file__", None) or ""
    for name, module in sys.modules.items()
    if name not in of_azure_functions
}}))
"""
_APP = "import function_app"
_FIRST_SEND = """
import asyncio

import function_app
from send_sms.functions import send_sms

body = {"from": "+18335550100", "to": "+14255550123", "message": "Hello"}
request = func.HttpRequest("POST", "/api/sms", body=json.dumps(body).encode())
answer = asyncio.run(send_sms(request))
assert answer.status_code == 202, answer.get_body()
"""

# The storage clients, aiohttp that carries them, pydantic and phonenumbers, and what these load.
_PACKAGES_OF_SEND = {
    *("azure", "certifi", "cryptography", "_cffi_backend", "isodate", "phonenumbers"),
    *("aiohttp", "aiohappyeyeballs", "aiosignal", "attr", "frozenlist", "multidict", "propcache"),
    *("requests", "charset_normalizer", "idna", "urllib3", "yarl"),
    *("pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection"),
}


def loaded_after(statements: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Give the modules that a new process loads beyond ``azure.functions``, and their files."""
    finished = subprocess.run(
        # Clients are left open at exit, as a worker leaves them: not a warning of this test.
        [sys.executable, "-c", _SHOW_LOADED.format(statements=statements)],
        cwd=ROOT,
        env={**os.environ, "NO_PROXY": "*", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    modules: dict[str, str] = json.loads(finished.stdout.splitlines()[-1])
    return modules


def packages(modules: Mapping[str, str]) -> set[str]:
    """Give the installed packages among them."""
    return {
        name.partition(".")[0]
        for name, file in modules.items()
        if "site-packages" in Path(file).parts
    }


def test_import_of_app_loads_under_eighty_modules_and_no_package_but_azure_functions() -> None:
    modules = loaded_after(_APP, {})

    assert len(modules) < 80
    assert packages(modules) <= {"azure"}
    assert not [name for name in modules if name.startswith(("azure.core", "azure.storage"))]


def test_first_send_loads_under_760_modules_of_the_app_and_the_packages_that_it_needs(
    azurite: Azurite,
) -> None:
    modules = loaded_after(
        _FIRST_SEND,
        {
            "AzureWebJobsStorage": azurite.connection_string,
            "ACS_CONNECTION_STRING": f"endpoint=http://127.0.0.1:1/;accesskey={ACCESS_KEY}",
        },
    )

    assert len(modules) < 760
    assert packages(modules) <= _PACKAGES_OF_SEND
