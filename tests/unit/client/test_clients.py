"""Both clients check what they are given, and keep the key to themselves."""

import pytest

import paloma
from paloma import AsyncPaloma, Paloma
from tests.unit.client.fake_app import KEY, URL, FakeApp, accepted


@pytest.mark.parametrize("key", ["a\nb", "a b", "schlüssel"])
def test_key_that_no_header_takes_is_refused_without_being_said(key: str) -> None:
    for client in (Paloma, AsyncPaloma):
        with pytest.raises(ValueError, match="key") as refused:
            client(URL, key=key)
        assert key not in str(refused.value)


@pytest.mark.parametrize("url", ["", "paloma.example", "ftp://a", f"{URL}?code=x", "http://a:b@c"])
def test_url_that_is_none_is_refused(url: str) -> None:
    for client in (Paloma, AsyncPaloma):
        with pytest.raises(ValueError, match="URL"):
            client(url)


def test_repr_has_no_key() -> None:
    app = FakeApp([accepted()])

    assert KEY not in repr(app.sync_client()) + repr(app.async_client())


def test_both_clients_have_the_same_methods() -> None:
    def public(client: type) -> set[str]:
        return {name for name in dir(client) if not name.startswith("_")} - {"close", "aclose"}

    assert public(Paloma) == public(AsyncPaloma)
    assert set(paloma.__all__) <= set(dir(paloma))


@pytest.mark.parametrize("url", [URL, f"{URL}/", f"{URL}/api", f"{URL}/api/"])
def test_url_may_end_with_api(url: str) -> None:
    assert repr(Paloma(url)) == f"Paloma({URL!r})"
