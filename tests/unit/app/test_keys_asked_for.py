"""
Whatever a path, a query or an event holds, only keys made of checked parts are asked for.

`InMemoryTable` refuses keys that the service would refuse; what is checked here is that no caller
reaches a partition by smuggling something into a sender, a number or an id.
"""

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composition.app import run_as
from senders.domain.profile import ALPHANUMERIC_SCOPE
from tests.support.function_index import IndexedFunction
from tests.support.samples import SEND, make_batch
from tests.support.web import call, read_event
from tests.support.world import PERSON, TOLL_FREE, World
from tests.unit.app.sample_requests import described_query, good_request
from tests.unit.app.test_inventory import HTTP

Inventory = dict[str, IndexedFunction]

_SENDER = r"(\+[0-9]{7,15}|[0-9]{5,6}|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{0,10})"
_SUBSCRIBED = "subscriptions|[0-9a-f]{20}"
_PARTITION = re.compile(
    rf"{_SENDER}(\|[0-9]{{8}}|\|~?)?|reports|events|{ALPHANUMERIC_SCOPE}|\*|\*canned|{_SUBSCRIBED}"
)
# Opt-outs from all numbers, in the partition `*`, are asked for with those of the sender.
_OF_THE_SENDER = re.compile(
    rf"{re.escape(TOLL_FREE)}(\|[0-9]{{8}}|\|~?)?|reports|events|\*|\*canned|{_SUBSCRIBED}"
)

SMUGGLED = st.one_of(
    st.sampled_from(
        [
            *(
                "/",
                "\\",
                "#",
                "?",
                "|",
                "*",
                "~",
                "'",
                "''",
                "\0",
                "\x7f",
                "\x85",
                "\n",
                "%2F",
                "+",
            ),
            *("' or PartitionKey ne '", "/../", "|20261122", "B|", "L|", "\ud800", "\u2028", "x"),
        ]
    ),
    st.text(st.characters(exclude_categories=["Nd"]), min_size=1, max_size=8),
)
HOSTILE_TEXT = st.one_of(SMUGGLED, st.text(max_size=60), st.sampled_from(["", "0" * 5_000]))

# Dozens of routes share their parsing: together they see a thousand texts.
many = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def serving(world: World) -> Iterator[World]:
    """Let the functions find this world, for the length of one example."""
    with run_as(world.app()):
        yield world


def partitions(world: World) -> set[str]:
    return {name for table in world.tables() for name in table.partitions_asked}


def inserted(text: str, smuggled: str, place: float) -> str:
    at = round(place * len(text))
    return text[:at] + smuggled + text[at:]


ALL_OWN_NUMBERS = {"get_person", "export_person", "erase_person"}
"""Routes whose parameters name no partition: they read those of all own numbers."""

WITH_PARAMETERS = sorted(
    name for name, (route, _) in HTTP.items() if "{" in route and name not in ALL_OWN_NUMBERS
)
WITH_SENDER = ["list_opt_outs", "list_sends"]


@pytest.mark.parametrize("name", [*WITH_PARAMETERS, *WITH_SENDER])
@given(smuggled=SMUGGLED, place=st.floats(0, 1))
@many
async def test_nothing_smuggled_into_a_good_parameter_reaches_another_partition(
    indexed_functions: Inventory, name: str, smuggled: str, place: float
) -> None:
    function = indexed_functions[name]
    good = good_request(function)
    route = {key: inserted(value, smuggled, place) for key, value in good.route_params.items()}
    query = {
        "sender": inserted(TOLL_FREE, smuggled, place),
        "day": inserted("2026-11-22", smuggled, place),
        "after": PERSON + smuggled,
    }
    with serving(World()) as world:
        await world.app().journal.commit([make_batch()])
        known = described_query(name, query)
        request = good_request(function, route_params=route, params=known)
        answer = await call(function.handler, request)
        assert answer.status_code < 500
        assert all(_OF_THE_SENDER.fullmatch(one) for one in partitions(world))


@pytest.mark.parametrize("name", [*WITH_PARAMETERS, *WITH_SENDER])
@given(text=HOSTILE_TEXT, other=HOSTILE_TEXT)
@many
async def test_no_text_as_parameter_asks_for_a_key_that_no_sender_has(
    indexed_functions: Inventory, name: str, text: str, other: str
) -> None:
    function = indexed_functions[name]
    places = good_request(function).route_params
    route = dict(zip(places, (text, other), strict=False))
    query = {"sender": text, "day": other, "after": other, "limit": other}
    with serving(World()) as world:
        known = described_query(name, query)
        request = good_request(function, route_params=route, params=known)
        answer = await call(function.handler, request)
        assert answer.status_code < 500
        assert all(_PARTITION.fullmatch(one) for one in partitions(world))


@given(
    sender=st.one_of(
        st.text(st.characters(codec="ascii"), min_size=1, max_size=24),
        SMUGGLED.map(lambda smuggled: TOLL_FREE + smuggled),
        st.just(f"{TOLL_FREE}|20261122"),
        st.just("a/b"),
    ),
    suffix=st.sampled_from(["", "-00000", "-000", "-000000"]),
)
@many
async def test_id_that_hides_a_false_sender_leads_nowhere(
    indexed_functions: Inventory, sender: str, suffix: str
) -> None:
    packed = base64.b32encode(sender.encode("utf-8", "replace")).decode().rstrip("=").lower()
    forged = f"{SEND.key}{packed}{suffix}"
    report = read_event("report_delivered_event_grid.json")[0]
    report["data"]["tag"] = forged
    with serving(World()) as world:
        for name in ("get_send", "cancel_send", "list_send_messages", "get_message"):
            function = indexed_functions[name]
            route = {"sendId": forged, "messageId": forged}
            answer = await call(function.handler, good_request(function, route_params=route))
            assert answer.status_code == 404
        await deliver(indexed_functions["delivery_report"], report)
        assert all(_PARTITION.fullmatch(one) for one in partitions(world))


@pytest.mark.parametrize("name", ["inbound_webhook", "delivery_report"])
@given(smuggled=SMUGGLED, place=st.floats(0, 1), data=st.data())
@many
async def test_event_is_kept_under_its_own_numbers_whatever_it_holds(
    indexed_functions: Inventory, name: str, smuggled: str, place: float, data: st.DataObject
) -> None:
    sample = {"inbound_webhook": "inbound_stop.json", "delivery_report": "report_opted_out.json"}
    event: dict[str, Any] = read_event(sample[name])[0]
    texts = [key for key, value in event["data"].items() if isinstance(value, str)]
    for key in data.draw(st.sets(st.sampled_from(texts), min_size=1), label="damaged"):
        event["data"][key] = inserted(event["data"][key], smuggled, place)
    event["id"] += smuggled
    with serving(World()) as world:
        await deliver(indexed_functions[name], event)
        assert all(_OF_THE_SENDER.fullmatch(one) for one in partitions(world))


async def deliver(function: IndexedFunction, event: dict[str, Any]) -> None:
    request = good_request(function, body=json.dumps([event]).encode())
    answer = await call(function.handler, request)
    assert answer.status_code == 200
