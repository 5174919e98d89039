"""The settings in force are all shown, and no secret is."""

import re
from pathlib import Path
from typing import Any

import pytest

from composition.settings import load_settings
from operations import functions
from operations.settings_in_force import SETTING_NAMES
from tests.support.web import call, document, get
from tests.support.world import Serve, World

SECRET = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM="
GIVEN = {
    "AzureWebJobsStorage": f"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={SECRET}",
    "ACS_CONNECTION_STRING": f"endpoint=https://acs.example/;accesskey={SECRET}",
    "SMS_QUIET_HOURS": " block ",
    "SMS_SENDERS": '{"+18335550100": {"unitsPerMinute": 60}}',
}
PAGE = Path(__file__).parents[3] / "docs" / "settings.md"


async def shown(serve: Serve, **given: str) -> dict[str, Any]:
    serve(World(settings=load_settings({**GIVEN, **given})))
    answer = await call(functions.get_settings, get())
    assert answer.status_code == 200
    assert SECRET not in answer.get_body().decode()
    return {one.pop("name"): one for one in document(answer)["settings"]}


async def test_each_setting_has_its_value_and_where_it_comes_from(serve: Serve) -> None:
    found = await shown(serve)
    assert found["AzureWebJobsStorage"] == {"source": "set", "secret": True}
    assert found["ACS_CONNECTION_STRING"] == {"source": "set", "secret": True}
    assert found["ACS_ENDPOINT"] == {"source": "unset", "secret": False}
    assert found["SMS_QUIET_HOURS"] == {"source": "set", "secret": False, "value": "block"}
    assert found["SMS_OPT_OUT_SCOPE"] == {"source": "default", "secret": False, "value": "sender"}
    assert found["SMS_SENDERS"]["value"] == GIVEN["SMS_SENDERS"]


async def test_settings_of_the_host_are_shown_and_cannot_stop_the_app(serve: Serve) -> None:
    name, login = "APPLICATIONINSIGHTS_CONNECTION_STRING", "ClientId=x;Authorization=AAD"
    given = {name: f'"{SECRET}', "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": login}
    found = await shown(serve, **given)
    assert found[name] == {"source": "set", "secret": True}
    assert found["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]["value"] == login


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("ACS_ENDPOINT", "https://acs.example/x?key=y", "https://acs.example"),
        ("AzureWebJobsStorage__queueServiceUri", f"https://u:p@q.example?sig={SECRET}",
         "https://q.example"),
    ],
)  # fmt: skip
async def test_address_is_shown_without_what_may_be_secret(
    serve: Serve, name: str, given: str, value: str
) -> None:
    assert (await shown(serve, **{name: given}))[name]["value"] == value


def test_page_of_settings_and_response_have_the_same_names() -> None:
    rows = PAGE.read_text(encoding="utf-8").split("## ")[0]
    cells = re.findall(r"^\| (`.+?) \|", rows, re.MULTILINE)
    assert {name for cell in cells for name in re.findall(r"`(\w+)`", cell)} == set(SETTING_NAMES)
