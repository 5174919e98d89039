"""What a preview says of one recipient and of the time that a send takes."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from send_sms.domain.quiet_hours import QuietHoursPolicy
from send_sms.functions import preview_sms
from senders.domain.profile import SenderProfile, Unit
from senders.domain.rate_limiter import Limits
from tests.support.samples import people
from tests.support.web import call, document, post
from tests.support.world import TOLL_FREE, Serve, World


async def preview(to: Any, recipient: str = "0", **members: Any) -> Any:
    body = {"from": TOLL_FREE, "to": to, "message": "Hi {{name}}", **members}
    return document(await call(preview_sms, post(body, params={"recipient": recipient})))


def named(*names: str) -> list[dict[str, Any]]:
    numbers = people(len(names))
    pairs = zip(numbers, names, strict=True)
    return [{"number": number, "values": {"name": name}} for number, name in pairs]


@pytest.mark.usefixtures("served")
async def test_any_recipient_is_shown_with_their_own_text_and_size() -> None:
    found = (await preview(named("Ana", "\N{SNOWMAN}", "Bo"), "1"))["recipient"]

    assert found == {
        "index": 1,
        "to": people(2)[1],
        "status": "queued",
        "text": "Hi \N{SNOWMAN}",
        "segmentCount": 1,
        "encoding": "ucs2",
    }


@pytest.mark.usefixtures("served")
async def test_recipient_of_a_later_batch_has_their_own_text() -> None:
    found = await preview(named(*(f"Ana{n}" for n in range(1_200))), "1100")

    assert found["recipient"]["text"] == "Hi Ana1100"


@pytest.mark.usefixtures("served")
async def test_longest_text_is_found() -> None:
    assert (await preview(named("Ana", "Bartholomew", "Bo")))["longestIndex"] == 1


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("recipient", ["3", "x", "-1"])
async def test_recipient_that_is_none_is_refused(recipient: str) -> None:
    problem = await preview(named("Ana", "Bo", "Cy"), recipient)

    assert (problem["status"], problem["errors"][0]["field"]) == (400, "recipient")


async def test_marketing_says_when_quiet_hours_of_the_recipient_end(serve: Serve) -> None:
    world = World()
    world.settings = replace(world.settings, quiet_hours=QuietHoursPolicy.RESCHEDULE)
    serve(world)

    found = await preview([{"number": "+14255550123"}], category="marketing", message="Hi")

    opening = datetime.fromisoformat(found["recipient"]["notBefore"])
    assert opening == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert opening.isoformat() == found["quietHours"]["earliestAt"].replace("Z", "+00:00")


@pytest.mark.parametrize(
    ("unit", "minutes"), [(Unit.SEGMENTS, 2), (Unit.RECIPIENTS, 1)], ids=["segments", "recipients"]
)
async def test_expected_minutes_follow_from_the_limit(
    serve: Serve, unit: Unit, minutes: int
) -> None:
    world = World()
    profile = SenderProfile(TOLL_FREE, Limits(units_per_minute=3), unit)
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: profile})
    serve(world)

    found = await preview(named("Ana", "b" * 200, "Cy"))

    assert (found["segmentTotal"], found["expectedMinutes"]) == (4, minutes)


@pytest.mark.usefixtures("served")
async def test_sender_without_a_limit_has_no_expected_minutes() -> None:
    assert "expectedMinutes" not in await preview(named("Ana"))
