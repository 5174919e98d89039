"""What the app's process gets for an environment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from local.dev import environment
from local.dev.environment import app_environment
from local.dev.errors import DevError
from local.dev.world_settings import HostKind, WorldSettings

if TYPE_CHECKING:
    from pathlib import Path

_REAL_ACS = "endpoint=https://real.communication.azure.com/;accesskey=c2VjcmV0"


def _settings(*, azurite_port: int = 10000, simulator_port: int = 8080) -> WorldSettings:
    return WorldSettings(7071, azurite_port, simulator_port, None, HostKind.STAND_IN)


@pytest.fixture
def developers_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "local.settings.json"
    monkeypatch.setattr(environment, "DEVELOPERS_SETTINGS", path)
    return path


def _write(path: Path, **values: str) -> None:
    path.write_text(json.dumps({"IsEncrypted": False, "Values": values}), encoding="utf-8")


@pytest.mark.usefixtures("developers_file")
def test_environment_leads_sample_values_to_this_run_when_ports_differ() -> None:
    found = app_environment({}, _settings(azurite_port=17000, simulator_port=18080))

    assert found.uses_azurite
    assert found.uses_simulator
    assert "QueueEndpoint=http://127.0.0.1:17001/" in found.variables["AzureWebJobsStorage"]
    assert "TableEndpoint=http://127.0.0.1:17002/" in found.variables["AzureWebJobsStorage"]
    assert found.variables["ACS_CONNECTION_STRING"].startswith("endpoint=http://127.0.0.1:18080/;")
    assert found.variables["FUNCTIONS_WORKER_RUNTIME"] == "python"


@pytest.mark.parametrize("text", ["UseDevelopmentStorage=true;", "usedevelopmentstorage=TRUE"])
def test_environment_leads_the_emulator_to_this_run_however_it_is_written(
    developers_file: Path, text: str
) -> None:
    _write(developers_file, AzureWebJobsStorage=text)

    found = app_environment({}, _settings(azurite_port=17000))

    assert found.uses_azurite
    assert "TableEndpoint=http://127.0.0.1:17002/" in found.variables["AzureWebJobsStorage"]


def test_environment_respects_real_acs_resource_when_developer_has_one(
    developers_file: Path,
) -> None:
    _write(
        developers_file,
        AzureWebJobsStorage="UseDevelopmentStorage=true",
        ACS_CONNECTION_STRING=_REAL_ACS,
    )

    found = app_environment({}, _settings(simulator_port=18080))

    assert not found.uses_simulator
    assert found.uses_azurite
    assert found.variables["ACS_CONNECTION_STRING"] == _REAL_ACS


def test_environment_respects_real_acs_endpoint_when_identity_is_used(
    developers_file: Path,
) -> None:
    _write(developers_file, ACS_ENDPOINT="https://real.communication.azure.com/")

    assert not app_environment({}, _settings()).uses_simulator


def test_environment_respects_real_storage_when_developer_names_it(developers_file: Path) -> None:
    _write(developers_file, AzureWebJobsStorage__accountName="real")

    found = app_environment({}, _settings(azurite_port=17000))

    assert not found.uses_azurite
    assert "AzureWebJobsStorage" not in found.variables


@pytest.mark.usefixtures("developers_file")
def test_environment_prefers_surroundings_when_both_name_a_value() -> None:
    found = app_environment({"ACS_CONNECTION_STRING": _REAL_ACS}, _settings())

    assert not found.uses_simulator
    assert found.variables["ACS_CONNECTION_STRING"] == _REAL_ACS


@pytest.mark.usefixtures("developers_file")
def test_environment_keeps_proxy_away_from_this_machine_when_one_is_set() -> None:
    surroundings = {"HTTP_PROXY": "http://proxy.example:3128", "NO_PROXY": "intranet.example"}

    variables = app_environment(surroundings, _settings()).variables

    assert variables["NO_PROXY"] == "intranet.example,127.0.0.1,localhost"
    assert variables["no_proxy"] == variables["NO_PROXY"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="not JSON"),
        pytest.param("[]", id="not an object"),
        pytest.param("{}", id="no Values"),
        pytest.param('{"Values": 1}', id="Values not an object"),
        pytest.param('{"IsEncrypted": true, "Values": {"a": "x"}}', id="encrypted"),
    ],
)
def test_environment_names_settings_file_when_it_cannot_be_read(
    developers_file: Path, text: str
) -> None:
    developers_file.write_text(text, encoding="utf-8")

    with pytest.raises(DevError, match=r"local\.settings\.json"):
        app_environment({}, _settings())
