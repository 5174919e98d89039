"""Look-ups that never end hold up neither the loop's own threads nor those of other hosts."""

import asyncio
from collections.abc import Iterator
from threading import Event

import pytest

from shared.outgoing.look_ups import LookUps

DEAD = "dead.example"


@pytest.fixture
def end_of_test() -> Iterator[Event]:
    """Let every look-up end with the test, so that its threads can."""
    event = Event()
    yield event
    event.set()


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def look_ups(end_of_test: Event, asked: list[str]) -> LookUps:
    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        if host.endswith(DEAD):
            end_of_test.wait()
        if not host.endswith(".example"):
            raise OSError
        return [f"address of {host}"]

    return LookUps(resolve, max_threads=2)


async def give_up_on(look_ups: LookUps, host: str, callers: int) -> None:
    """Ask for a host many times, and stop waiting."""
    tasks = [asyncio.create_task(look_ups.addresses_of(host, 443)) for _ in range(callers)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_host_without_an_answer_takes_one_thread_of_its_own_and_none_of_the_loop(
    look_ups: LookUps, asked: list[str]
) -> None:
    await give_up_on(look_ups, DEAD, 100)

    assert await look_ups.addresses_of("live.example", 443) == ["address of live.example"]
    assert await asyncio.to_thread(lambda: "free") == "free"
    assert asked == [DEAD, "live.example"]


async def test_host_is_looked_up_anew_after_its_look_up_has_ended(
    look_ups: LookUps, asked: list[str]
) -> None:
    for _ in range(2):
        found = await asyncio.gather(*(look_ups.addresses_of("a.example", 443) for _ in range(5)))
        assert found == [["address of a.example"]] * 5
    assert asked == ["a.example"] * 2


async def test_host_without_an_address_is_an_error_for_all_who_ask(look_ups: LookUps) -> None:
    asks = (look_ups.addresses_of("nowhere", 443) for _ in range(3))
    found = await asyncio.gather(*asks, return_exceptions=True)
    assert [type(one) for one in found] == [OSError] * 3


async def test_hosts_beyond_the_threads_wait(look_ups: LookUps, end_of_test: Event) -> None:
    await give_up_on(look_ups, f"1.{DEAD}", 1)
    await give_up_on(look_ups, f"2.{DEAD}", 1)
    third = asyncio.create_task(look_ups.addresses_of("live.example", 443))
    await asyncio.to_thread(lambda: None)
    assert not third.done()
    end_of_test.set()
    assert await third == ["address of live.example"]
