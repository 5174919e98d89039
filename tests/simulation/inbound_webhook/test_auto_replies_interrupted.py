"""Answering a keyword, with whatever may come between any two operations of it."""

from contextlib import suppress
from dataclasses import replace

import pytest

from conversations.domain.inbound import AutoReply
from shared.domain.errors import StorageError
from tests.simulation.inbound_webhook.test_confirmations_interrupted import (
    deliver,
    event,
    interrupt,
)
from tests.simulation.send_sms.interrupted_world import InterruptedWorld, MomentousTable
from tests.support.world import START
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, UNPACED
from tests.unit.send_sms.dispatch_world import KilledError

MOMENTS = range(1, 24)
"""Before each operation of storing and answering a keyword, and after each write."""


@pytest.fixture
async def played() -> InterruptedWorld:
    played = InterruptedWorld()
    played.world.settings = replace(played.world.settings, sender_profiles=UNPACED)
    played.world.conversations_table = MomentousTable(played.moments)
    played.world.auto_replies_table = MomentousTable(played.moments)
    rule = AutoReply(LONG_CODE, "hours", "From 9 to 6.", START)
    await played.world.app().auto_replies.put(rule)
    played.moments.passed = 0
    return played


async def assert_answered_once(played: InterruptedWorld) -> None:
    played.moments.interrupt = None
    await played.run_host()
    assert list(played.network.phones.values()) == [1]
    conversations = played.world.app().conversations
    [(_, thread)] = await conversations.threads(LONG_CODE, after="", limit=9)
    assert (thread.last_text, thread.unread_count) == ("From 9 to 6.", 1)


async def test_every_moment_of_an_answer_is_tried(played: InterruptedWorld) -> None:
    await deliver(played, event("hours"))
    assert played.moments.passed == len(MOMENTS)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_keyword_is_answered_once_when_its_worker_is_killed(
    played: InterruptedWorld, moment: int
) -> None:
    interrupt(played, moment, played.kill)
    with pytest.raises(KilledError):
        await deliver(played, event("hours"))
    played.moments.is_dead = False
    await deliver(played, event("hours"))
    await assert_answered_once(played)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_keyword_is_answered_once_when_one_operation_fails(
    played: InterruptedWorld, moment: int
) -> None:
    interrupt(played, moment, played.fail)
    with suppress(StorageError):  # where the operation is not repeated at once
        await deliver(played, event("hours"))
    await deliver(played, event("hours"))
    await assert_answered_once(played)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_keyword_is_answered_once_when_another_instance_gets_it_too(
    played: InterruptedWorld, moment: int
) -> None:
    async def the_other_instance() -> None:
        await deliver(played, event("hours"))
        await played.run_host()

    interrupt(played, moment, the_other_instance)
    await deliver(played, event("hours"))
    await assert_answered_once(played)
