"""
200 callers at the same time, whose worker is killed or disturbed: each is right, once, and found.

By id, in the list of sends, in the thread with its recipient, and by key.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import pytest

from composition.app import run_as
from conversations import functions as conversations
from send_sms import look_up_functions
from send_sms.domain.secret_text import mask
from tests.simulation.send_sms.test_fast_path_interrupted import (
    CANCELS,
    EXPIRES,
    LIMITED,
    SUPPRESSED,
)
from tests.support.samples import people
from tests.support.virtual_time import run_in_virtual_time
from tests.support.web import call, document, get
from tests.support.world import SETTINGS, START, TOLL_FREE
from tests.unit.send_sms.accept_helpers import opt_out
from tests.unit.send_sms.accept_simulation import Caller, assert_all_is_right, play
from tests.unit.send_sms.accept_world import Host, Plan, Worker
from tests.unit.send_sms.faults import HARSH, MILD
from tests.unit.send_sms.publishing import subscribe

PEOPLE = people(120)
OUT = PEOPLE[0]
CATEGORIES = ("transactional", "otp", "marketing")
KILLED_AT = (1, 6, 20, 75, 90, 96, 150, 290)
"""Some of its worker's operations; rounds of a few members are killed at each of theirs."""


def callers() -> list[Caller]:
    """200 callers, of whom every seventh asks for what another one asks for, too."""
    wanted = [_caller(number) for number in range(172)]
    keyed = [caller for caller in wanted if caller.key]
    twins = [Caller(**{**vars(caller), "answers": []}) for caller in keyed[:28]]
    assert len(wanted) + len(twins) == 200
    return [*wanted, *twins]


def _caller(number: int) -> Caller:
    """Some have keys, some go to the same person, some expire or are cancelled."""
    caller = Caller(PEOPLE[number % len(PEOPLE)], f"Message {number}")
    caller.members = {
        "category": CATEGORIES[number % 3],
        "campaign": f"campaign {number % 5}",
        "deliveryReport": number % 4 > 0,
        "ttlSeconds": 3_600 + number,
    }
    if number % 5 < 2:
        caller.key = f"key {number}"
    if number % 13 == 6:
        caller.members["ttlSeconds"], caller.expected = 5, EXPIRES
    if number % 17 == 8:
        caller.cancels, caller.expected = True, caller.expected | CANCELS
    if caller.to == OUT:
        caller.expected = SUPPRESSED
    return caller


@contextmanager
def served(host: Host) -> Iterator[None]:
    """Let the app's functions find what is stored, at the time of the play."""
    with run_as(host.world.app()):
        yield


async def pages(function: Any, route: dict[str, str], query: dict[str, str], name: str) -> Any:
    """Read all pages of a list."""
    found, next_url = [], "?"
    while next_url:
        params = {**query, **_query_of(next_url)}
        page = document(await call(function, get(route=route, params=params)))
        found += page[name]
        next_url = page.get("nextUrl", "")
    return found


def _query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(url.partition("?")[2]))


async def assert_each_is_found(host: Host, asked: list[Caller]) -> None:
    with served(host):
        query = {"sender": TOLL_FREE, "day": f"{START:%Y-%m-%d}", "limit": "100"}
        listed = {
            one["sendId"]: one
            for one in await pages(look_up_functions.list_sends, {}, query, "sends")
        }
        threads: dict[str, dict[str, Any]] = defaultdict(dict)
        for person in {caller.to for caller in asked}:
            route = {"sender": TOLL_FREE, "user": person}
            entries = await pages(conversations.get_conversation, route, {}, "entries")
            threads[person] = {entry["messageId"]: entry for entry in entries}
        for caller in asked:
            if caller.answers:
                send_id = str(caller.answers[0].send)
                await _assert_is_found(caller, send_id, listed, threads[caller.to])


async def _assert_is_found(
    caller: Caller, send_id: str, listed: dict[str, Any], thread: dict[str, Any]
) -> None:
    message_id = f"{send_id}-00000"
    answer = await call(look_up_functions.get_message, get(route={"messageId": message_id}))
    message = document(answer)
    assert (message["to"], message["status"]) == (caller.to, thread[message_id]["status"])
    text = mask(caller.text) if caller.members["category"] == "otp" else caller.text
    assert thread[message_id]["text"] == text
    send = document(await call(look_up_functions.get_send, get(route={"sendId": send_id})))
    assert (send["message"], send["recipientCount"]) == (text, 1)
    assert send["campaign"] == listed[send_id]["campaign"] == caller.members["campaign"]
    assert send["category"] == listed[send_id]["category"] == caller.members["category"]
    assert send["deliveryReport"] == caller.members["deliveryReport"]
    assert send["counts"] == listed[send_id]["counts"] == {message["status"]: 1}


async def assert_keys_find_the_same(host: Host, asked: list[Caller]) -> None:
    for caller in asked:
        if caller.key:
            again = await caller.ask(Worker(host))
            assert again.is_replay
            assert again.send == caller.answers[0].send


async def play_200(plan: Plan, *, limited: bool = False, may_be_unknown: bool = False) -> int:
    """Play it with a disturbed worker; gives how many operations the worker did."""
    host = Host(LIMITED if limited else SETTINGS)
    await subscribe(host.world)
    await opt_out(host.world, OUT)
    worker, asked = Worker(host, plan), callers()
    await play(host, [worker], asked)
    assert sum(bool(caller.answers) for caller in asked) >= sum(bool(one.key) for one in asked)
    await assert_each_is_found(host, asked)
    await assert_keys_find_the_same(host, asked)
    await assert_all_is_right(host, asked, may_be_unknown=may_be_unknown)
    return worker.passed


@pytest.mark.parametrize("limited", [False, True])
def test_200_callers_are_served_in_few_operations(*, limited: bool) -> None:
    passed = run_in_virtual_time(partial(play_200, {}, limited=limited))
    key_count = sum(bool(caller.key) for caller in callers())
    calls = sum(caller.to != OUT for caller in callers())
    assert passed < key_count + calls + 28 + 6 * 20


@pytest.mark.parametrize("moment", KILLED_AT)
def test_200_callers_are_right_once_and_found_wherever_their_worker_is_killed(moment: int) -> None:
    plan = {moment: MILD["kill" if moment % 2 else "kill after"]}
    run_in_virtual_time(partial(play_200, plan, limited=moment % 4 < 2))


@pytest.mark.parametrize("name", [*MILD, *HARSH])
def test_200_callers_are_right_once_and_found_whatever_disturbs_their_worker(name: str) -> None:
    disturbances = {**MILD, **HARSH}
    moment = 2 + 5 * list(disturbances).index(name)
    plan = {moment: disturbances[name]}
    run_in_virtual_time(partial(play_200, plan, may_be_unknown=name in HARSH))
