"""The short campaign, part of every test run; docs/reliability.md tells of the long one."""

import asyncio
import os
import sys

import pytest

from tests.campaign.campaign import Campaign, Played
from tests.campaign.world import campaign_world

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has neither fork nor SIGKILL"
)
SPEED = 40.0
SEED = int(os.environ.get("CAMPAIGN_SEED", "1"))


@pytest.fixture(scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """About a minute, most of it spent waiting for work of killed workers to come back."""
    sys.stdout.write(f"CAMPAIGN_SEED={SEED} repeats this plan\n")
    data = tmp_path_factory.mktemp("campaign")
    async with campaign_world(data, speed=SPEED) as world:
        campaign = Campaign(world, SEED)
        await campaign.kill_everywhere(bulk_points=8)
        await campaign.run_chaos(4.0, asks=40, sizes=(1, 1, 1, 3, 30, 150))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(campaign.stop_everywhere())
            tasks.create_task(campaign.inject_faults_everywhere(bulk_points=6, kinds_of_point=1))
        played = await campaign.end()
    sys.stdout.write(f"{played}\n")
    return played


def test_nothing_is_doubled_lost_or_told_wrongly_when_everything_dies_and_breaks(
    played: Played,
) -> None:
    assert played.findings.lines == []
    assert set(played.findings.statuses) >= {"delivered", "suppressed"}


def test_campaign_disturbs_what_it_means_to_when_it_is_played(played: Played) -> None:
    assert played.done["swept kill"] >= 30 > 3 * len(played.missed), played.missed
    assert played.done["swept STOP"] >= 10
    assert played.done["storage kill"] == 1
    for kind in ("slow calls", "STOP during slow calls", "refused call", "lying delivery"):
        assert played.done[kind] >= 1, played.done
    for service, least in (("table", 8), ("queue", 4), ("acs", 1)):
        kinds = {kind: n for kind, n in played.done.items() if f"swept {service} " in kind}
        assert sum(kinds.values()) >= least, played.done
    assert played.done["kill"] > played.done["swept kill"]
