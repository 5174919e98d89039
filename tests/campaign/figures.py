"""The figures of everything that was sent, held against what the API says of each send."""

from collections import Counter

from tests.campaign.findings import Findings, Violation
from tests.campaign.observations import FINAL, FLAGGED, Summaries
from tests.campaign.world import CampaignWorld


async def check_figures(findings: Findings, world: CampaignWorld, summaries: Summaries) -> None:
    """Have the days counted anew, and compare; all has ended, and everything was announced."""
    known = [one for one in summaries.values() if one]
    expected: Counter[str] = sum((Counter(one["counts"]) for one in known), Counter())
    days = sorted({one["acceptedAt"][:10] for one in known})
    for day in days:
        async with world.session.post(
            f"{world.workers.url}/api/analytics/recounts?day={day}"
        ) as answer:
            assert answer.status == 200
    query = f"from={days[0]}&to={days[-1]}"
    async with world.session.get(f"{world.workers.url}/api/analytics/summary?{query}") as answer:
        total = (await answer.json())["total"]
    figures = +Counter({status: total[status] for status in FINAL | FLAGGED})
    findings.check(
        figures == expected, Violation.OTHER, f"figures are {figures}, sends say {expected}"
    )
    is_all = total["accepted"] == expected.total()
    findings.check(is_all, Violation.OTHER, "the figures have other messages")
