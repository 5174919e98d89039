"""The registry as people and systems read it."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import azure.functions as func
import pytest

from opt_outs import functions
from opt_outs.domain.consent import ConsentState
from shared.domain.errors import StorageError
from tests.support.samples import apply_change, make_change, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN


async def list_entries(**params: str) -> func.HttpResponse:
    return await call(functions.list_opt_outs, get(params=params))


async def get_entry(sender: str, recipient: str) -> func.HttpResponse:
    route = {"sender": sender, "recipient": recipient}
    return await call(functions.get_opt_out, get(route=route))


async def opt_out(world: World, *numbers: str, sender: str = TOLL_FREE) -> None:
    for number in numbers:
        change = make_change(OUT, START, user_number=number, own_number=sender)
        await apply_change(change, world.app().opt_outs)


async def test_entry_is_answered_with_its_ledger(served: World) -> None:
    registry = served.app().opt_outs
    await apply_change(make_change(OUT, START, evidence="Stop!"), registry)
    await apply_change(make_change(IN, START + timedelta(hours=1), evidence="START"), registry)
    answer = await get_entry(TOLL_FREE, PERSON)
    assert answer.status_code == 200
    assert document(answer) == {
        "sender": TOLL_FREE,
        "recipient": PERSON,
        "state": "opted_in",
        "categories": [],
        "changedAt": "2026-11-22T10:00:00Z",
        "source": "keyword",
        "allNumbers": False,
        "ledger": [
            {
                "sender": TOLL_FREE,
                "state": "opted_out",
                "changedAt": "2026-11-22T09:00:00Z",
                "recordedAt": "2026-11-22T09:00:00Z",
                "source": "keyword",
                "evidence": "Stop!",
                "eventId": "Incoming_090000000000",
            },
            {
                "sender": TOLL_FREE,
                "state": "opted_in",
                "changedAt": "2026-11-22T10:00:00Z",
                "recordedAt": "2026-11-22T10:00:00Z",
                "source": "keyword",
                "evidence": "START",
                "eventId": "Incoming_100000000000",
            },
        ],
    }


@pytest.mark.parametrize("sender", ["+18335550100", "18335550100", " 18335550100"])
@pytest.mark.parametrize("recipient", ["+14255550123", "14255550123", " 14255550123"])
async def test_numbers_are_taken_with_and_without_plus(
    served: World, sender: str, recipient: str
) -> None:
    await opt_out(served, PERSON)
    assert document(await get_entry(sender, recipient))["state"] == "opted_out"


@pytest.mark.parametrize("sender", ["77001", "PALOMA"])
async def test_every_kind_of_sender_has_entries(served: World, sender: str) -> None:
    await opt_out(served, PERSON, sender=sender)
    assert document(await get_entry(sender, PERSON))["sender"] == sender
    assert len(document(await list_entries(sender=sender))["entries"]) == 1


@pytest.mark.usefixtures("served")
async def test_unknown_person_is_not_found() -> None:
    assert_problem(await get_entry(TOLL_FREE, PERSON), 404)


@pytest.mark.parametrize("hostile", ["", "x/y", "'", "12", "\u0000", "9" * 5_000, "**", "B|1425"])
@pytest.mark.usefixtures("served")
async def test_what_cannot_be_a_number_is_refused_by_name(hostile: str) -> None:
    assert_problem(await get_entry(TOLL_FREE, hostile), 400, "recipient")
    assert_problem(await get_entry(hostile, PERSON), 400, "sender")
    assert_problem(await list_entries(sender=hostile), 400, "sender")
    if hostile:
        assert_problem(await list_entries(sender=TOLL_FREE, after=hostile), 400, "after")


@pytest.mark.parametrize("limit", ["0", "101", "x", "9" * 5_000])
@pytest.mark.usefixtures("served")
async def test_page_size_out_of_range_is_refused(limit: str) -> None:
    assert_problem(await list_entries(sender=TOLL_FREE, limit=limit), 400, "limit")


@pytest.mark.parametrize("limit", ["1", "7", "25", "100"])
async def test_pages_give_every_entry_once_in_order(served: World, limit: str) -> None:
    await opt_out(served, *reversed(people(25)))
    await opt_out(served, PERSON, sender="77001")
    seen: list[str] = []
    params: dict[str, Any] = {"sender": TOLL_FREE.lstrip("+"), "limit": limit}
    while True:
        page = document(await list_entries(**params))
        assert len(page["entries"]) == min(int(limit), 25 - len(seen))
        seen += [entry["recipient"] for entry in page["entries"]]
        if "nextUrl" not in page:
            break
        url = urlsplit(page["nextUrl"])
        assert url.path == "/api/opt-outs"
        params = {name: values[0] for name, values in parse_qs(url.query).items()}
        assert params["limit"] == limit
    assert seen == people(25)


async def test_list_shows_who_opted_in_again(served: World) -> None:
    registry = served.app().opt_outs
    await opt_out(served, PERSON)
    await apply_change(make_change(IN, START + timedelta(seconds=1)), registry)
    (entry,) = document(await list_entries(sender=TOLL_FREE))["entries"]
    assert entry["state"] == "opted_in"


@pytest.mark.usefixtures("served")
async def test_empty_registry_is_an_empty_page() -> None:
    assert document(await list_entries(sender=TOLL_FREE)) == {"entries": []}


async def test_unavailable_storage_is_a_503(served: World) -> None:
    def away() -> None:
        raise StorageError

    served.opt_outs_table.before_read = away
    assert_problem(await list_entries(sender=TOLL_FREE), 503)
    assert_problem(await get_entry(TOLL_FREE, PERSON), 503)
