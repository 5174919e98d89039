"""What became of consent on the last days: counted once, on the day, by its source."""

from typing import Any

import pytest

from opt_outs import review_functions as functions
from opt_outs.functions import put_opt_out
from tests.support.samples import people
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, inbound, later, receive

UNCERTAIN = "why did you stop texting me"


async def activity(**params: str) -> list[dict[str, Any]]:
    answer = await call(functions.get_opt_out_activity, get(params=params))
    assert answer.status_code == 200, answer.get_body()
    found: list[dict[str, Any]] = document(answer)["days"]
    return found


async def today(**params: str) -> dict[str, Any]:
    return (await activity(**params))[0]


async def write(world: World, text: str, number: str = PERSON, own: str = LONG_CODE) -> None:
    await receive(inbound(text, later(world, seconds=1), to=own, **{"from": number}))


async def decide(how: str) -> None:
    reviews = document(await call(functions.list_opt_out_reviews, get(params={"state": "open"})))
    route = {"reviewId": reviews["reviews"][0]["reviewId"]}
    function = {
        "approve": functions.approve_opt_out_review,
        "reject": functions.reject_opt_out_review,
    }[how]
    assert (await call(function, post({"actor": "Ana"}, route=route))).status_code == 200


async def test_opt_outs_are_counted_by_source_over_all_own_numbers(served: World) -> None:
    ana, ben, *_ = people(2)
    await write(served, "STOP", ana)
    await write(served, "STOP", ana, TOLL_FREE)
    await write(served, "please stop texting me", ben)
    body = {"state": "opted_out", "reason": "Asked on the phone", "actor": "Dana"}
    route = {"sender": TOLL_FREE, "recipient": ben}
    assert (await call(put_opt_out, post(body, route=route))).status_code == 200
    await write(served, "START", ana)

    found = await today()

    assert found["day"] == f"{START:%Y-%m-%d}"
    assert found["optedOutBySource"] == {"keyword": 2, "phrase": 1, "operator": 1}
    assert (found["optedOutCount"], found["optedInCount"]) == (4, 1)


async def test_review_counts_as_an_opt_out_once_it_is_approved(served: World) -> None:
    ana, ben = people(2)
    await write(served, UNCERTAIN, ana)
    await write(served, UNCERTAIN, ben)
    assert (await today())["optedOutCount"] == 0
    assert (await today())["decidedReviewCount"] == 0
    later(served, days=2)
    await decide("approve")
    await decide("reject")

    found = await activity(days="3")

    assert found[0]["optedOutBySource"] == {"review": 1}
    assert (found[0]["optedInCount"], found[0]["decidedReviewCount"]) == (0, 2)
    assert [one["decidedReviewCount"] for one in found[1:]] == [0, 0]


async def test_days_are_those_of_the_time_zone(served: World) -> None:
    served.clock.now = START.replace(hour=3)  # 22:00 of the day before in New York
    await write(served, "STOP")
    later(served, hours=4)
    of_utc, of_new_york = await activity(days="2"), await activity(days="2", tz="America/New_York")
    assert [one["optedOutCount"] for one in of_utc] == [1, 0]
    assert [one["optedOutCount"] for one in of_new_york] == [0, 1]
    assert [one["optedOutCount"] for one in await activity(days="1", tz="America/New_York")] == [0]


async def test_ledger_that_is_too_long_is_not_counted(
    served: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await write(served, "STOP")
    monkeypatch.setattr("opt_outs.activity._MAX_READS", 0)
    found = await today()
    assert "optedOutCount" not in found
    assert "optedOutBySource" not in found
    assert found["decidedReviewCount"] == 0


async def test_count_reads_a_ledger_once(served: World) -> None:
    for number in people(20):
        await write(served, "STOP", number)
    table = served.table("OptOuts")
    before = table.operation_count
    assert (await today())["optedOutCount"] == 20
    assert table.operation_count - before == 2 + 7  # to find the own number; pages of 3 lines


async def test_week_is_counted_by_default(served: World) -> None:
    await write(served, "STOP")
    later(served, days=6)
    assert [one["optedOutCount"] for one in await activity()] == [0] * 6 + [1]
    later(served, days=1)
    assert sum(one["optedOutCount"] for one in await activity()) == 0


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"days": "0"}, "days"),
        ({"days": "32"}, "days"),
        ({"days": "a"}, "days"),
        ({"tz": "x"}, "tz"),
    ],
)
async def test_days_that_make_no_sense_are_refused(
    served: World, params: dict[str, str], field: str
) -> None:
    assert_problem(await call(functions.get_opt_out_activity, get(params=params)), 400, field)
    assert served.table("OptOuts").operation_count == 0
