"""A person gets everything that is kept about them, and nothing of others."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from conversations.work_functions import set_automatic_replies_to_person
from opt_outs.domain.consent import ConsentState
from people.functions import export_person
from shared.eventgrid.envelope import Event
from tests.support.samples import apply_change, make_batch, make_change
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.opt_outs.import_world import imported
from tests.unit.people.erasure_world import (
    NEIGHBOUR,
    SECRET,
    counts,
    erased,
    places_of,
    write,
)
from tests.unit.reconciliation.runs import know, reconcile
from tests.unit.send_sms.sms_api import send_to


async def page(after: str = "", number: str = PERSON) -> Any:
    params = {"after": after} if after else {}
    answer = await call(export_person, get(route={"number": number}, params=params))
    assert answer.status_code == 200
    return document(answer)


async def exported(number: str = PERSON) -> list[Any]:
    """Read all pages."""
    found, after, first = [], "", True
    while after or first:
        first = False
        one = await page(after, number)
        found += one["records"]
        url = urlsplit(one.get("nextUrl", ""))
        after = dict(parse_qsl(url.query)).get("after", "")
    return found


async def fill(world: World) -> None:
    recipients = [{"number": one, "values": {"n": SECRET}} for one in (PERSON, NEIGHBOUR)]
    await send_to(world, *recipients, message="Hi: {{n}}", reference="order 7")
    await send_to(world, PERSON, message="Your code is 424242", category="otp")
    await write(world, f"{SECRET} indeed")
    await write(world, "not mine", NEIGHBOUR)
    await apply_change(
        make_change(ConsentState.OPTED_OUT, START, evidence="enough"), world.app().opt_outs
    )
    await imported(world, [{"recipient": PERSON, "evidence": "a form"}], sender="77001")
    data = {"from": PERSON, "to": TOLL_FREE, "message": "parked"}
    await world.app().parked_events.park([(Event("e", "t", "", START, data), "x")], START)


async def test_everything_kept_of_a_person_is_exported_and_nothing_of_others(
    served: World,
) -> None:
    await fill(served)
    found = await exported()
    kinds = sorted((one["table"], one["data"]["kind"]) for one in found)
    assert kinds == [
        ("Conversations", "inboundMessages"),
        ("Conversations", "threads"),
        ("Journal", "inboundRecords"),
        ("Journal", "messages"),
        ("Journal", "messages"),
        ("OptOutImports", "importLines"),
        ("OptOuts", "ledgerLines"),
        ("OptOuts", "ledgerLines"),
        ("ParkedEvents", "parkedEvents"),
    ]
    text = str(found)
    for kept in (f"Hi: {SECRET}", f"{SECRET} indeed", "order 7", "enough", "a form", "parked"):
        assert kept in text
    assert NEIGHBOUR not in text
    assert "not mine" not in text


async def test_differences_of_the_last_reconciliation_are_exported_and_stay(served: World) -> None:
    for person in (PERSON, NEIGHBOUR):
        await know(served, ConsentState.OPTED_OUT, person)
    await reconcile(served)
    (found,) = [one["data"] for one in await exported() if one["table"] == "OptOutReconciliations"]
    assert found == {
        "kind": "differences",
        "sender": TOLL_FREE,
        "recipient": PERSON,
        "difference": "missing_at_acs",
        "action": "reported",
    }
    assert counts(await erased(served), "kept")["OptOutReconciliations|differences"] == 1


async def test_stopped_automatic_replies_are_exported(served: World) -> None:
    await write(served, "hello")
    request = post({"areStopped": True}, route={"sender": TOLL_FREE, "user": PERSON})
    await call(set_automatic_replies_to_person, request)
    (thread,) = [one["data"] for one in await exported() if one["data"]["kind"] == "threads"]
    assert thread["automaticStoppedAt"] == "2026-11-22T09:00:00.000000Z"


async def test_codes_are_masked_in_an_export(served: World) -> None:
    await fill(served)
    assert "424242" not in str(await exported())


async def test_export_after_an_erasure_has_proofs_alone(served: World) -> None:
    await fill(served)
    served.clock.advance(days=5)
    await erased(served)
    left = await exported()
    assert {one["data"]["kind"] for one in left} == {"ledgerLines", "importLines"}
    assert "evidence" not in str(left)
    assert places_of(served, "enough") == []


async def test_long_exports_are_paged_and_each_record_comes_once(served: World) -> None:
    for number in range(60):
        sender = f"770{number:02d}"
        change = make_change(ConsentState.OPTED_OUT, START, own_number=sender, evidence=sender)
        await apply_change(change, served.app().opt_outs)
    first = await page()
    assert "nextUrl" in first
    found = await exported()
    assert len(found) == 60
    assert len({one["data"]["evidence"] for one in found}) == 60


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("after", ["x", "0", "0.~~", "0./", "999.x", "0.\n"])
async def test_place_that_is_none_is_refused(after: str) -> None:
    answer = await call(export_person, get(route={"number": PERSON}, params={"after": after}))
    assert_problem(answer, 400, "after")


async def test_unknown_person_has_an_empty_export(served: World) -> None:
    await served.app().journal.commit([make_batch(["+12065550100"])])
    assert await exported() == []
