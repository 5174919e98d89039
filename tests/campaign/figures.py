"""The figures of everything that was sent, held against what the API says of each send."""

from collections import Counter
from typing import Any

from tests.campaign.findings import Findings, Violation
from tests.campaign.observations import FINAL, FLAGGED, Summaries
from tests.campaign.world import CampaignWorld

_TRIES = 20


async def check_figures(findings: Findings, world: CampaignWorld, summaries: Summaries) -> None:
    """Have the days counted anew, and compare; all has ended, and everything was announced."""
    known = [one for one in summaries.values() if one]
    expected: Counter[str] = sum((Counter(one["counts"]) for one in known), Counter())
    days = sorted({one["acceptedAt"][:10] for one in known})
    for day in days:
        await _ask(world, "POST", f"analytics/recounts?day={day}")
    total = (await _ask(world, "GET", f"analytics/summary?from={days[0]}&to={days[-1]}"))["total"]
    figures = +Counter({status: total[status] for status in FINAL | FLAGGED})
    findings.check(
        figures == expected, Violation.OTHER, f"figures are {figures}, sends say {expected}"
    )
    is_all = total["accepted"] == expected.total()
    findings.check(is_all, Violation.OTHER, "the figures have other messages")


async def _ask(world: CampaignWorld, method: str, path: str) -> dict[str, Any]:
    """Ask again after a 503, as callers do: in fast time a route has two real seconds."""
    problems = []
    for _ in range(_TRIES):
        async with world.session.request(method, f"{world.workers.url}/api/{path}") as answer:
            if answer.status == 200:
                return dict(await answer.json())
            problems.append((answer.status, await answer.text()))
    raise AssertionError(problems)
