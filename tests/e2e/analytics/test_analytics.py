"""Figures of a mixed campaign, held against what the API says of its sends."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.support.local_app import TOLL_FREE, LocalApp, poll

CAMPAIGN = "figures-of-a-mixed-campaign"
UNREACHABLE = "+12025550106"


async def counts_of_sends(app: LocalApp, day: str) -> Counter[str]:
    """Add up what the list of sends says of the campaign."""
    query = f"sender={TOLL_FREE.replace('+', '%2B')}&day={day}&campaign={CAMPAIGN}"
    sends = (await app.call("GET", f"sms?{query}")).json["sends"]
    return sum((Counter(one["counts"]) for one in sends), Counter())


async def figures(app: LocalApp, day: str, **more: Any) -> Any:
    """Ask for the day's figures after counting it anew: counts are kept for a minute."""
    recounted = await app.call("POST", f"analytics/recounts?day={day}")
    assert recounted.status == 200
    return await app.call(
        "GET", f"analytics/summary?from={day}&to={day}&campaign={CAMPAIGN}", **more
    )


async def test_figures_of_a_mixed_campaign_are_what_its_sends_say(
    app: LocalApp, new_person: Callable[[], str]
) -> None:
    answering, leaving, silent, gone = (new_person() for _ in range(4))
    await app.text_in(gone, TOLL_FREE, "STOP")
    await app.registry_says(gone, "opted_out")
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    await app.send(TOLL_FREE, [answering, leaving, silent, gone, UNREACHABLE], campaign=CAMPAIGN)

    async def is_over() -> bool:
        counts = await counts_of_sends(app, day)
        return counts["delivered"] == 3 and counts["failed"] == 1

    await poll(is_over)
    await app.text_in(answering, TOLL_FREE, "C")
    await app.text_in(leaving, TOLL_FREE, "STOP")
    await app.registry_says(leaving, "opted_out")

    async def has_answers() -> Any:
        total = (await figures(app, day)).json["total"]
        return total if total["received"] == 2 else None

    total = await poll(has_answers)
    expected = await counts_of_sends(app, day)
    assert expected == {"delivered": 3, "failed": 1, "suppressed": 1}
    assert {name: total[name] for name in expected} == expected
    assert total["accepted"] == expected.total()
    assert sum(total["failures"].values()) == 1
    assert (total["deliveryRate"], total["deliveryRateBase"]) == (0.75, 4)
    assert (total["replies"], total["optOuts"]) == (1, 1)
    assert (total["replyRate"], total["optOutsPerThousandDelivered"]) == (0.3333, 333.3333)
    assert total["toDelivered"]["count"] == 3

    file = await figures(app, day, headers={"Accept": "text/csv"})
    assert file.headers["Content-Type"].startswith("text/csv")
    header, row = file.json.lstrip("\ufeff").splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True))
    assert (cells["sender"], cells["campaign"]) == (f"'{TOLL_FREE}", CAMPAIGN)
    assert (cells["delivered"], cells["replies"]) == ("3", "1")
