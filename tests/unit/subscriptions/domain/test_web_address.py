"""Where events may go."""

import pytest

from subscriptions.domain.receiver import is_refused_address

PUBLIC = ["93.184.215.14", "20.42.65.90", "2606:4700:4700::1111", "::ffff:93.184.215.14"]
PRIVATE = [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.9", "240.0.0.1", "255.255.255.255",
    "0.0.0.0", "::", "::1", "fc00::1", "fd00:ec2::254", "fec0::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:7f00:1", "::127.0.0.1",
]  # fmt: skip
NEVER = [
    "169.254.169.254", "169.254.1.1", "168.63.129.16", "fe80::1", "fe80::1%eth0", "224.0.0.1",
    "ff02::1", "::ffff:169.254.169.254", "::ffff:168.63.129.16", "2002:7f00:1::",
    "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a9fe:a9fe", "::169.254.169.254", "::ffff:0:a9fe:a9fe", "64:ff9b::7f00:1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("allows_private", [True, False])
def test_public_address_is_taken(address: str, allows_private: bool) -> None:
    assert not is_refused_address(address, allows_private=allows_private)


@pytest.mark.parametrize("address", PRIVATE)
def test_address_inside_a_network_is_refused(address: str) -> None:
    assert is_refused_address(address, allows_private=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "fc00::1"])
def test_address_inside_a_network_is_taken_where_it_is_allowed(address: str) -> None:
    assert not is_refused_address(address, allows_private=True)


@pytest.mark.parametrize("address", NEVER)
@pytest.mark.parametrize("allows_private", [True, False])
def test_metadata_and_the_platform_are_refused_in_any_case(
    address: str,
    allows_private: bool,
) -> None:
    assert is_refused_address(address, allows_private=allows_private)


@pytest.mark.parametrize("text", ["", "localhost", "2130706433", "0x7f000001", "127.1"])
def test_what_is_no_address_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        is_refused_address(text, allows_private=True)
