"""Which requests go through a proxy; integration tests cover the requests themselves."""

import pytest

from shared.outgoing.http import requires_proxy

ACS = "https://paloma.communication.azure.com"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_service_lies_behind_the_proxy_that_is_set_for_its_scheme(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert requires_proxy(ACS)
    assert not requires_proxy("http://127.0.0.1:10002/devstoreaccount1")


def test_service_is_reached_directly_when_its_host_is_excepted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "communication.azure.com")
    assert not requires_proxy(ACS)
