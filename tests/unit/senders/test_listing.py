"""The list of own numbers: each once, whatever tells of it, at a read for each."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from conversations.domain.inbound import InboundRecord
from conversations.storage.inbound_records import InboundRecords
from opt_outs.domain.classifier.classification import Intent
from senders import functions
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from senders.pause import pause
from shared.domain.identifiers import new_send_address
from tests.support.samples import make_batch
from tests.support.web import assert_problem, call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, Serve, World
from tests.unit.analytics.test_summary import SENT, report, store


async def listed(**params: str) -> dict[str, Any]:
    answer = await call(functions.list_senders, get(params=params))
    assert answer.status_code == 200
    found: dict[str, Any] = document(answer)
    return found


async def names(**params: str) -> list[str]:
    return [one["sender"] for one in (await listed(**params))["senders"]]


async def send_from(world: World, *senders: str) -> None:
    for day, sender in enumerate(senders):
        moment = START - timedelta(days=day % 3)
        send = new_send_address(sender, moment, day.to_bytes(10, "big"))
        await world.app().journal.commit([make_batch(send=send)])


async def test_every_number_is_listed_once_whatever_tells_of_it(world: World, serve: Serve) -> None:
    world.settings = replace(
        world.settings, sender_profiles={"77001": SenderProfile("77001", Limits(60))}
    )
    serve(world)
    await send_from(world, TOLL_FREE, TOLL_FREE, "77001", "A B")
    record = InboundRecord("+18445550100", PERSON, "event", START, Intent.NONE)
    await InboundRecords(world.journal_table).add([record])
    app = world.app()
    for sender in ("+18555550100", TOLL_FREE, "PALOMA"):
        await pause(sender, app.senders, app.rules.profiles, app.clock)
    found = (await listed())["senders"]
    assert [(one["sender"], one["health"]) for one in found] == [
        (TOLL_FREE, "paused"),
        ("+18445550100", "ok"),
        ("+18555550100", "paused"),
        ("77001", "ok"),
        ("A B", "ok"),
        ("PALOMA", "paused"),
    ]
    assert found[3]["unitsPerMinute"] == 60


async def test_held_number_says_so(served: World) -> None:
    senders = served.app().senders
    profile = SenderProfile(TOLL_FREE, Limits())
    await senders.holds.refuse(TOLL_FREE, profile, "401", probe_id="", now=START)
    (found,) = (await listed())["senders"]
    assert (found["health"], found["hold"]["code"]) == ("held", "401")


async def test_pages_give_every_number_once_in_few_reads(served: World) -> None:
    wanted = [f"77{n:03d}" for n in range(23)] + [f"77{n:03d}1" for n in range(4)]
    await send_from(served, *wanted)
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        before = served.journal_table.operation_count
        page = await listed(limit="5", **after)
        assert served.journal_table.operation_count - before <= 6
        found += [one["sender"] for one in page["senders"]]
        if "nextCursor" not in page:
            break
        assert f"after={page['nextCursor']}" in page["nextUrl"]
        after = {"after": page["nextCursor"]}
    assert sorted(found) == sorted([TOLL_FREE, *wanted])  # one is in the settings


async def test_last_hour_is_that_of_all_numbers_on_every_page(served: World) -> None:
    for sender in ("77001", "77002"):
        batch = await store(served, START - timedelta(minutes=5), SENT, SENT, sender=sender)
        await report(served, batch, 0)
    first = await listed(limit="1", activity="true")
    second = await listed(limit="1", activity="true", after=first["nextCursor"])
    assert "activity=true" in first["nextUrl"]
    assert first["lastHour"] == second["lastHour"]
    last_hour = first["lastHour"]
    assert (last_hour["submittedCount"], last_hour["reportedCount"]) == (4, 2)
    assert last_hour["toSent"]["count"] == 4
    assert abs(last_hour["toSent"]["p95Seconds"] - 2) < 0.1
    assert abs(last_hour["toDelivered"]["p50Seconds"] - 8) < 0.4
    of_second = second["senders"][0]["activity"]
    assert of_second["toDelivered"] == {**last_hour["toDelivered"], "count": 1}
    assert "lastHour" not in await listed()


async def test_number_of_the_settings_is_listed_before_it_sends(served: World) -> None:
    assert await names() == [TOLL_FREE]
    assert served.journal_table.operation_count == 1


async def test_place_that_is_no_sender_is_refused(served: World) -> None:
    assert_problem(await call(functions.list_senders, get(params={"after": "~"})), 400, "after")
    assert served.journal_table.operation_count == 0
