"""Plain http stays at home."""

import pytest

from shared.settings import is_allowed_url


@pytest.mark.parametrize(
    "url",
    [
        "https://acs.example",
        "https://127.0.0.1:10002/devstoreaccount1",
        "http://127.0.0.1:10002/devstoreaccount1",
        "http://localhost:8080",
        "http://[::1]:8080",
        "http://azurite:10002",
        "http://host.docker.internal:10002",
        "http://192.168.1.7",
        "HTTP://LOCALHOST",
    ],
)
def test_tls_and_the_own_network_are_allowed(url: str) -> None:
    assert is_allowed_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://paloma.communication.azure.com",
        "http://paloma.table.core.windows.net",
        "http://20.1.2.3",
        "http://127.0.0.1@evil.example/",
        "http://127.0.0.1.evil.example",
        "http://[2001:4860:4860::8888]",
        "http://[",
        "http://",
        "https://",
        "ftp://127.0.0.1",
        "//127.0.0.1",
        "127.0.0.1",
        "",
    ],
)
def test_everything_else_needs_tls(url: str) -> None:
    assert not is_allowed_url(url)
