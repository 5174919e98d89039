"""A message that may be an opt-out, from the phone to the decision."""

from typing import Any

import pytest

from tests.support.local_app import TOLL_FREE, LocalApp, poll

UNCERTAIN = "why did you stop texting me"


async def open_review(app: LocalApp, person: str) -> Any:
    """Wait until a person's message is listed."""

    async def is_listed() -> Any:
        url = f"opt-out-reviews?sender={TOLL_FREE.lstrip('+')}&state=open"
        found = (await app.call("GET", url)).json["reviews"]
        return next((one for one in found if one["recipient"] == person), None)

    return await poll(is_listed)


async def statuses(app: LocalApp, person: str) -> list[str]:
    """Send marketing and something else; gives what becomes of them at once."""
    found = []
    for category in ("marketing", "transactional"):
        accepted = await app.send(TOLL_FREE, person, category=category)
        found.append(accepted["messages"][0]["status"])
    return found


@pytest.mark.parametrize(
    ("decision", "afterwards"),
    [("approve", ["suppressed", "suppressed"]), ("reject", ["queued", "queued"])],
)
async def test_uncertain_message_stops_marketing_until_an_operator_decides(
    app: LocalApp, person: str, decision: str, afterwards: list[str]
) -> None:
    await app.text_in(person, TOLL_FREE, UNCERTAIN)
    review = await open_review(app, person)
    meanwhile = await statuses(app, person)
    path = f"opt-out-reviews/{review['reviewId']}"
    decided = await app.call("POST", f"{path}/{decision}", {"actor": "Ana"})
    opposite = "reject" if decision == "approve" else "approve"
    refused = await app.call("POST", f"{path}/{opposite}", {"actor": "Ben"})

    assert (review["message"], review["overdue"]) == (UNCERTAIN, False)
    assert review["blockedMeanwhile"] == ["marketing"]
    assert meanwhile == ["suppressed", "queued"]
    assert (decided.status, refused.status) == (200, 409)
    assert await statuses(app, person) == afterwards
