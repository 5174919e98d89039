"""Senders over HTTP: their limits, and the switch that pauses them."""

from dataclasses import replace
from typing import Any

import azure.functions as func
import pytest

from senders import functions
from senders.domain.profile import SenderProfile, Unit
from senders.domain.rate_limiter import Limits
from shared.domain.errors import StorageError
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import TOLL_FREE, Serve, World
from tests.unit.send_sms.dispatch_world import raising

ENDPOINTS = [functions.get_sender, functions.pause_sender, functions.resume_sender]


async def ask(function: Any, sender: str = TOLL_FREE) -> func.HttpResponse:
    return await call(function, get(route={"sender": sender}))


async def found(function: Any, sender: str = TOLL_FREE) -> Any:
    answer = await ask(function, sender)
    assert answer.status_code == 200
    return document(answer)


@pytest.mark.parametrize(
    ("sender", "kind", "units_per_minute"),
    [
        ("+18335550101", "toll_free", 200),
        ("77001", "short_code", 6_000),
        ("PALOMA", "alphanumeric", 600),
    ],
)
@pytest.mark.usefixtures("served")
async def test_sender_without_settings_has_the_limits_of_its_form(
    sender: str, kind: str, units_per_minute: int
) -> None:
    assert await found(functions.get_sender, sender) == {
        "sender": sender,
        "kind": kind,
        "health": "ok",
        "paused": False,
        "unitsPerMinute": units_per_minute,
        "unit": "segments",
    }


async def test_sender_shows_the_limits_it_was_given(world: World, serve: Serve) -> None:
    profile = SenderProfile(TOLL_FREE, Limits(60, 2_000), Unit.RECIPIENTS)
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: profile})
    serve(world)
    answer = await found(functions.get_sender)
    assert answer["unitsPerMinute"] == 60
    assert answer["unitsPerDay"] == 2_000
    assert answer["unit"] == "recipients"


@pytest.mark.usefixtures("served")
async def test_number_is_accepted_without_its_plus() -> None:
    assert (await found(functions.get_sender, TOLL_FREE.lstrip("+")))["sender"] == TOLL_FREE


@pytest.mark.usefixtures("served")
async def test_pause_is_answered_and_stays() -> None:
    paused = await found(functions.pause_sender)
    assert paused["paused"] is True
    assert paused["pausedSince"] == "2026-11-22T09:00:00Z"
    assert await found(functions.get_sender) == paused


async def test_pausing_again_keeps_the_first_moment(served: World) -> None:
    await found(functions.pause_sender)
    served.clock.advance(hours=1)
    again = await found(functions.pause_sender)
    assert again["pausedSince"] == "2026-11-22T09:00:00Z"


@pytest.mark.usefixtures("served")
async def test_resume_ends_a_pause() -> None:
    await found(functions.pause_sender)
    resumed = await found(functions.resume_sender)
    assert resumed["paused"] is False
    assert "pausedSince" not in resumed
    assert await found(functions.get_sender) == resumed


async def test_resuming_who_is_not_paused_writes_nothing(served: World) -> None:
    assert (await found(functions.resume_sender))["paused"] is False
    assert served.senders_table.all_rows() == []


async def test_pause_after_a_resume_has_its_own_moment(served: World) -> None:
    await found(functions.pause_sender)
    await found(functions.resume_sender)
    served.clock.advance(hours=1)
    assert (await found(functions.pause_sender))["pausedSince"] == "2026-11-22T10:00:00Z"


@pytest.mark.usefixtures("served")
async def test_pause_concerns_one_sender() -> None:
    await found(functions.pause_sender, "PALOMA")
    assert (await found(functions.get_sender, "COLUMBA"))["paused"] is False
    assert (await found(functions.get_sender, "PALOMA"))["paused"] is True


@pytest.mark.parametrize("function", ENDPOINTS)
@pytest.mark.usefixtures("served")
async def test_what_is_no_sender_is_a_400(function: Any) -> None:
    assert_problem(await ask(function, "no sender!"), 400, "sender")


@pytest.mark.parametrize("function", ENDPOINTS)
async def test_unavailable_storage_is_a_503(served: World, function: Any) -> None:
    served.senders_table.before_read = raising(StorageError)
    assert_problem(await ask(function), 503)


async def pause_with(body: Any) -> func.HttpResponse:
    return await call(functions.pause_sender, post(body, route={"sender": TOLL_FREE}))


async def test_pause_keeps_who_paused_and_why_until_it_ends(served: World) -> None:
    answer = await pause_with({"reason": "wrong link in survey", "actor": "Dana"})
    assert answer.status_code == 200
    served.clock.advance(minutes=1)
    await pause_with({"reason": "other", "actor": "Sam"})
    paused = await found(functions.get_sender)
    assert (paused["pauseReason"], paused["pausedBy"]) == ("wrong link in survey", "Dana")
    assert paused["pausedSince"] == "2026-11-22T09:00:00Z"
    resumed = await found(functions.resume_sender)
    assert not {"pauseReason", "pausedBy"} & resumed.keys()
    again = await found(functions.pause_sender)
    assert not {"pauseReason", "pausedBy"} & again.keys()


@pytest.mark.parametrize(("body", "field"), [({"reason": 1}, "reason"), ({"why": "x"}, "why")])
async def test_bad_reason_pauses_nothing(served: World, body: Any, field: str) -> None:
    assert_problem(await pause_with(body), 400, field)
    assert served.senders_table.all_rows() == []
