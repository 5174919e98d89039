"""Choosing the real things: once for each process, without connecting."""

import pytest

import composition.app
from composition.app import get_app
from send_sms.storage.dispatch_queue import DispatchQueue
from shared.carriers.acs.gateway import AcsGateway
from shared.settings import ConfigurationError

ENVIRONMENT = {
    "AzureWebJobsStorage": "UseDevelopmentStorage=true",
    "ACS_CONNECTION_STRING": "endpoint=http://127.0.0.1:1/;accesskey=c2VjcmV0",
}


@pytest.fixture(autouse=True)
def _new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composition.app, "_running", [])
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def test_services_are_built_once_and_connect_nowhere() -> None:
    app = get_app()
    assert get_app() is app
    assert isinstance(app.sending.gateway, AcsGateway)
    assert isinstance(app.work_queue, DispatchQueue)
    assert app.clock().tzinfo
    assert app.ids.new_randomness() != app.ids.new_randomness()


def test_services_that_could_not_be_built_are_built_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AzureWebJobsStorage")
    with pytest.raises(ConfigurationError):
        get_app()
    monkeypatch.setenv("AzureWebJobsStorage", "UseDevelopmentStorage=true")
    assert get_app()
