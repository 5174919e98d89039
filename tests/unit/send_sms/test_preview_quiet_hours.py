"""What a preview says of quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from send_sms.domain.quiet_hours import QuietHoursPolicy
from tests.support.world import START, Serve, World
from tests.unit.send_sms.test_preview import preview


@pytest.fixture
def with_quiet_hours(world: World, serve: Serve) -> None:
    world.settings = replace(world.settings, quiet_hours=QuietHoursPolicy.RESCHEDULE)
    serve(world)


@pytest.mark.usefixtures("with_quiet_hours")
async def test_preview_of_marketing_tells_who_would_wait_for_the_morning() -> None:
    found = await preview(["+13055550100", "+15035550100"], category="marketing")
    assert found["quietHours"] == {
        "policy": "reschedule",
        "recipientCount": 2,
        "neverCount": 0,
        "earliestAt": "2026-11-22T13:00:00Z",
        "latestAt": "2026-11-22T16:00:00Z",
    }


@pytest.mark.usefixtures("with_quiet_hours")
async def test_preview_of_marketing_looks_at_the_hour_it_is_due() -> None:
    by_day = (START + timedelta(hours=9)).isoformat()
    found = await preview("+13055550100", category="marketing", sendAt=by_day)
    assert found["quietHours"] == {
        "policy": "reschedule", "recipientCount": 0, "neverCount": 0,
    }  # fmt: skip


@pytest.mark.usefixtures("with_quiet_hours")
async def test_preview_says_who_would_expire_before_quiet_hours_end() -> None:
    to = ["+13055550100", "+15035550100"]  # they may be sent to in four and in seven hours
    found = await preview(to, category="marketing", ttlSeconds=5 * 3600)
    assert found["quietHours"]["expiringCount"] == 1
    assert "expires_in_quiet_hours" in [warning["code"] for warning in found["warnings"]]


async def test_preview_of_marketing_that_is_blocked_says_nothing_of_its_expiry(
    world: World, serve: Serve
) -> None:
    world.settings = replace(world.settings, quiet_hours=QuietHoursPolicy.BLOCK)
    serve(world)
    found = await preview("+13055550100", category="marketing", ttlSeconds=60)
    assert "expiringCount" not in found["quietHours"]


@pytest.mark.usefixtures("with_quiet_hours")
async def test_preview_of_other_categories_says_nothing_of_the_hour() -> None:
    assert "quietHours" not in await preview("+13055550100")
