"""The sample world: what views read of a small one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from analytics.days import count_days
from local.dev import commands
from local.dev.environment import AppEnvironment
from local.dev.errors import DevError
from local.sample.people import CARE, DISPATCH, OWN_NUMBERS, SURVEY, all_people
from local.sample.play import make_sample
from local.sample.upload import upload
from send_sms.domain.quiet_hours import QuietHoursPolicy
from senders.pause import state_of
from tests.support.in_memory_queues import InMemoryQueue
from tests.support.in_memory_table import InMemoryTable
from tests.support.world import SETTINGS

if TYPE_CHECKING:
    from local.sample.world import SampleResources
    from shared.storage.table import Row

NOW = datetime(2026, 11, 28, 15, 42, tzinfo=UTC)
_SCALE = 0.03


def _sample() -> SampleResources:
    quiet = QuietHoursPolicy.RESCHEDULE
    settings = replace(SETTINGS, sender_profiles={}, quiet_hours=quiet, countries=None)
    return asyncio.run(make_sample(settings, NOW, scale=_SCALE))


@pytest.fixture(scope="module")
def sample() -> SampleResources:
    return _sample()


def test_figures_have_30_days_of_all_own_numbers_and_all_campaigns(sample: SampleResources) -> None:
    days = [NOW.date() - timedelta(days=n) for n in range(30, -1, -1)]

    counts = asyncio.run(count_days("", days, sample.app.analytics))

    records = [record for some in counts.values() for record in some]
    assert set(counts) == set(OWN_NUMBERS)
    assert len({record.day for record in records if record.counts}) >= 29
    assert {cell.campaign for record in records for cell in record.counts} == {
        "", "reminders-nov", "delivery-updates", "black-friday", "support-survey", "loyalty-gold",
        "early-access", "flash-sale", "cyber-weekend",
    }  # fmt: skip


def test_conversations_have_threads_that_wait_and_such_that_were_answered(
    sample: SampleResources,
) -> None:
    async def threads() -> list[bool]:
        conversations = sample.app.conversations
        pages = [await conversations.threads(one, after="", limit=1000) for one in OWN_NUMBERS[:3]]
        return [thread.unread_count > 0 for page in pages for _, thread in page]

    unread = asyncio.run(threads())

    assert len(unread) >= 1000 * _SCALE
    assert any(unread)
    assert not all(unread)


def test_work_that_waits_is_scheduled_paused_or_paced(sample: SampleResources) -> None:
    queue = InMemoryQueue()
    profiles = sample.app.settings.sender_profiles

    count = asyncio.run(sample.agenda.upload(queue))

    state = asyncio.run(state_of(SURVEY, sample.app.senders, profiles))
    delays = [delay for _, delay in queue.items]
    assert state.switches.paused_since is not None
    assert count == len(delays)
    assert any(delay > 24 * 3600 for delay in delays)


def test_the_same_moment_makes_the_same_sample(sample: SampleResources) -> None:
    again, first = _rows(_sample()), _rows(sample)

    for name in ("Journal", "Conversations", "OptOuts", "OptOutReviews"):
        assert again[name] == first[name]


def test_upload_gives_a_table_the_same_rows(sample: SampleResources) -> None:
    stored = InMemoryTable()

    count = asyncio.run(upload(sample.tables["Conversations"], stored))

    assert count == len(stored.all_rows())
    assert _without_etags(stored.all_rows()) == _rows(sample)["Conversations"]


def test_every_number_of_the_sample_is_fictitious() -> None:
    numbers = [person.number for person in all_people()]

    assert len(numbers) == len(set(numbers)) > 5_000
    assert all(number[5:10] == "55501" for number in [*numbers, CARE, SURVEY, DISPATCH])


@pytest.mark.parametrize(("azurite", "simulator"), [(False, True), (True, False)])
def test_sample_is_refused_where_it_could_reach_people(azurite: bool, simulator: bool) -> None:
    with pytest.raises(DevError, match="only"):
        commands._refuse_sample_elsewhere(AppEnvironment({}, azurite, simulator))


def _rows(sample: SampleResources) -> dict[str, list[Row]]:
    return {
        name: _without_etags(asyncio.run(table.across("", "~~~")))
        for name, table in sample.tables.items()
    }


def _without_etags(rows: list[Row]) -> list[Row]:
    return [{name: value for name, value in row.items() if name != "etag"} for row in rows]
