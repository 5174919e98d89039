import pytest

from local.functions_host.keys import HOST_KEY_SETTING, HostKeys, generate_keys
from local.functions_host.model import AuthLevel

KEYS = HostKeys(master="m", host=("d", "e"), functions={"one": "1", "two": "2"})


def test_key_that_is_set_on_some_functions_opens_these() -> None:
    keys = HostKeys("m", ("d",), {"one": "1", "two": "2", "three": "3"}, {"s": ["one", "two"]})
    opened = [keys.admits(AuthLevel.FUNCTION, name, "s") for name in ("one", "two", "three")]
    assert opened == [True, True, False]
    assert not keys.admits(AuthLevel.ADMIN, "one", "s")


@pytest.mark.parametrize(
    ("level", "accepted"),
    [
        (AuthLevel.ANONYMOUS, {"m", "d", "e", "1", "2", "", "x"}),
        (AuthLevel.FUNCTION, {"m", "d", "e", "1"}),
        (AuthLevel.ADMIN, {"m"}),
    ],
)
def test_level_admits_its_keys_only(level: AuthLevel, accepted: set[str]) -> None:
    given = ["m", "d", "e", "1", "2", "", "x", "é"]

    admitted = {key for key in given if KEYS.admits(level, "one", key)}

    assert admitted - {"é"} == accepted
    assert ("é" in admitted) == (level is AuthLevel.ANONYMOUS)


def test_keys_are_all_different_and_long() -> None:
    keys = generate_keys(["one", "two"])

    everything = {keys.master, *keys.host, *keys.functions.values()}
    assert len(everything) == 4
    assert min(len(key) for key in everything) >= 40


@pytest.mark.parametrize(
    ("setting", "chosen"),
    [("chosen", ("chosen",)), ("old,new", ("old", "new")), (",new,", ("new",))],
)
def test_setting_chooses_the_host_wide_keys(
    monkeypatch: pytest.MonkeyPatch, setting: str, chosen: tuple[str, ...]
) -> None:
    monkeypatch.setenv(HOST_KEY_SETTING, setting)

    keys = generate_keys(["one"])

    assert keys.host == chosen
    assert not {*chosen, ""} & {keys.master, keys.functions["one"]}


def test_empty_setting_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOST_KEY_SETTING, ",")

    keys = generate_keys(["one"])

    assert not keys.admits(AuthLevel.FUNCTION, "one", "")


def test_keys_are_not_in_their_representation() -> None:
    assert repr(KEYS) == "HostKeys()"
