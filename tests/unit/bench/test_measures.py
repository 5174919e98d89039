"""Small sums behind the figures: the fullest minute, and shares of a profile."""

from __future__ import annotations

import asyncio

from bench.host import usage
from bench.pacing import most_in_a_minute
from bench.profile import place_of, shares_by_place
from bench.singles import side_by_side
from local.dev.paths import ROOT


def test_fullest_minute_looks_at_any_sixty_seconds() -> None:
    spent = [(0.0, 50), (40.0, 60), (59.9, 70), (60.0, 80), (120.1, 90)]

    assert most_in_a_minute(spent) == 60 + 70 + 80
    assert most_in_a_minute([]) == 0


def test_shares_leave_out_the_wait_for_the_network() -> None:
    times = {
        ("~", 0, "<method 'poll' of 'select.epoll' objects>"): {"asyncio": 90.0},
        ("a.py", 1, "f"): {"shared.carriers.acs": 3.0},
        ("~", 0, "<built-in method loads>"): {"json": 0.5, "shared.carriers.acs": 0.5},
    }

    assert shares_by_place(times) == {"shared.carriers.acs": 0.875, "json": 0.125}


def test_place_is_the_package_or_our_own_room() -> None:
    library = "/usr/lib/python3.11"

    places = [
        place_of((path, 1, "f"))
        for path in (
            f"{library}/site-packages/azure/core/pipeline/_base.py",
            f"{library}/site-packages/aiohttp/client.py",
            f"{library}/json/decoder.py",
            f"{library}/uuid.py",
            str(ROOT / "shared" / "carriers" / "wire.py"),
            str(ROOT / "send_sms" / "accepting" / "accept.py"),
        )
    ]

    expected = [
        "azure.core",
        "aiohttp",
        "json",
        "uuid",
        "shared.carriers",
        "send_sms.accepting",
    ]
    assert places == expected


def test_usage_grows_with_work_and_never_shows_more_memory_than_its_peak() -> None:
    before = usage()
    sum(range(3_000_000))
    after = usage()

    assert after["cpuSeconds"] > before["cpuSeconds"]
    assert after["memoryBytes"] <= after["peakMemoryBytes"]


async def test_side_by_side_does_everything_once_and_no_more_than_allowed_at_a_time() -> None:
    running, most, done = 0, 0, []

    async def work(number: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        done.append(number)
        await asyncio.sleep(0)
        running -= 1

    await side_by_side(range(100), work, 8)

    assert sorted(done) == list(range(100))
    assert most == 8
