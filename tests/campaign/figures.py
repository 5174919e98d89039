"""The figures of everything that was sent, held against what the API says of each send."""

from collections import Counter

from tests.campaign.findings import Findings, Violation
from tests.campaign.observations import FINAL, FLAGGED, Summaries
from tests.campaign.world import CampaignWorld

_TRIES = 5


async def check_figures(findings: Findings, world: CampaignWorld, summaries: Summaries) -> None:
    """Have the days counted anew, and compare; all has ended, and everything was announced."""
    known = [one for one in summaries.values() if one]
    expected: Counter[str] = sum((Counter(one["counts"]) for one in known), Counter())
    days = sorted({one["acceptedAt"][:10] for one in known})
    for day in days:
        await _recount_day(world, day)
    query = f"from={days[0]}&to={days[-1]}"
    async with world.session.get(f"{world.workers.url}/api/analytics/summary?{query}") as answer:
        total = (await answer.json())["total"]
    figures = +Counter({status: total[status] for status in FINAL | FLAGGED})
    findings.check(
        figures == expected, Violation.OTHER, f"figures are {figures}, sends say {expected}"
    )
    is_all = total["accepted"] == expected.total()
    findings.check(is_all, Violation.OTHER, "the figures have other messages")


async def _recount_day(world: CampaignWorld, day: str) -> None:
    """Ask again after a 503, as callers do: in fast time a route has two real seconds."""
    url, problems = f"{world.workers.url}/api/analytics/recounts?day={day}", []
    for _ in range(_TRIES):
        async with world.session.post(url) as answer:
            if answer.status == 200:
                return
            problems.append((answer.status, await answer.text()))
    raise AssertionError(problems)
