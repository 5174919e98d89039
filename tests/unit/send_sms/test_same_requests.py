"""Requests are one request if they mean the same, whether they say their defaults or not."""

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.accepting.accept_once import KeyReusedError
from send_sms.contract.requests import Recipient, SendRequest
from tests.support.samples import make_request, people
from tests.support.world import TOLL_FREE, World
from tests.unit.send_sms.accept_helpers import ANA, BEN, accept_keyed

DEFAULTS: dict[str, Any] = {
    "category": "transactional",
    "campaign": None,
    "sendAt": None,
    "ttlSeconds": 259_200,
    "deliveryReport": True,
    "reference": None,
    "confirm": False,
    "actor": None,
}
OTHERS: dict[str, Any] = {
    "category": "otp",
    "campaign": "may",
    "sendAt": "2026-12-01T09:00:00Z",
    "ttlSeconds": 60,
    "deliveryReport": False,
    "reference": "order 7",
    "confirm": True,
    "actor": "Ana",
}
OF_RECIPIENT: dict[str, Any] = {"values": {}, "reference": None}
FREE = {"actor", "confirm"}
"""What makes no difference."""

members = st.fixed_dictionaries({}, optional={n: st.just(one) for n, one in OTHERS.items()})
some = st.sets(st.sampled_from([*DEFAULTS, *OF_RECIPIENT]))


def request(said: dict[str, Any], explicit: set[str]) -> SendRequest:
    """Ask for a send that says these members, and besides them some defaults."""
    ttl = 300 if said.get("category") == "otp" else DEFAULTS["ttlSeconds"]
    defaults = {**DEFAULTS, "ttlSeconds": ttl}
    inherited = {**OF_RECIPIENT, "reference": said.get("reference")}
    to = {"number": ANA, **{name: one for name, one in inherited.items() if name in explicit}}
    body = {"from": TOLL_FREE, "to": [to, BEN], "message": "Gr\u00fc\u00dfe"}
    body |= {name: one for name, one in defaults.items() if name in explicit}
    return SendRequest.model_validate_json(json.dumps({**body, **said}))


def test_every_member_with_a_default_is_tried() -> None:
    optional = {one.alias for one in SendRequest.model_fields.values() if not one.is_required()}
    assert optional == set(DEFAULTS) == set(OTHERS)
    of_recipient = {n for n, one in Recipient.model_fields.items() if not one.is_required()}
    assert of_recipient == set(OF_RECIPIENT)


@given(said=members, explicit=some, others=some)
def test_defaults_that_are_said_make_no_other_request(
    said: dict[str, Any], explicit: set[str], others: set[str]
) -> None:
    assert request(said, explicit).fingerprint() == request(said, others).fingerprint()


@given(said=members, others=members, explicit=some)
def test_members_that_differ_make_another_request(
    said: dict[str, Any], others: dict[str, Any], explicit: set[str]
) -> None:
    meant, other_meant = ({k: v for k, v in one.items() if k not in FREE} for one in (said, others))
    is_same = request(said, explicit).fingerprint() == request(others, set()).fingerprint()
    assert is_same == (meant == other_meant)


def test_default_of_another_category_is_no_default() -> None:
    codes = {
        request({"category": "otp", "ttlSeconds": one}, set()).fingerprint()
        for one in (300, 259_200)
    }
    assert len(codes) == 2


def test_text_is_compared_as_it_is_sent() -> None:
    first, second = (make_request(ANA, message=text) for text in ("\u00fc", "u\u0308"))
    assert first.fingerprint() == second.fingerprint()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("is_said_first", [True, False])
async def test_repeat_that_says_its_defaults_is_sent_once(
    world: World, count: int, *, is_said_first: bool
) -> None:
    said = {name: one for name, one in DEFAULTS.items() if name != "confirm"}
    bodies = [said, {}] if is_said_first else [{}, said]
    first, second = [await accept_keyed(world.app(), people(count), **one) for one in bodies]
    assert (second.send, second.is_replay) == (first.send, True)
    with pytest.raises(KeyReusedError):
        await accept_keyed(world.app(), people(count), ttlSeconds=259_199)


@pytest.mark.parametrize(
    "said", [{}, {"ttlSeconds": 259_200, "reference": "r"}, {"message": "u\u0308"}]
)
async def test_request_that_an_earlier_version_stored_is_still_the_same(
    world: World, said: dict[str, Any]
) -> None:
    first = await accept_keyed(world.app(), **said)
    text = said.get("message", "Your table is ready.")
    rest = ',"ttlSeconds":259200,"reference":"r"' if "reference" in said else ""
    to = f'[{{"number":"{ANA}"}}]'
    stored = f'send 0 {{"from":"{TOLL_FREE}","to":{to},"message":"{text}"{rest}}}'
    (row,) = world.keys_table.all_rows()
    world.keys_table.put({**row, "request_hash": hashlib.sha256(stored.encode()).hexdigest()})
    assert (await accept_keyed(world.app(), **said)).send == first.send
    with pytest.raises(KeyReusedError):
        await accept_keyed(world.app(), **said, campaign="other")
