"""An operator's decisions about a person, by PUT and DELETE."""

import json
from datetime import timedelta
from typing import Any

import azure.functions as func
import pytest

from opt_outs import functions
from opt_outs.domain.consent import ConsentState
from shared.domain.errors import StorageError
from shared.domain.kinds import Category
from tests.support.log_privacy import logged_events
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
REASON = {"reason": "Asked by phone."}
STOP = {"state": "opted_out", **REASON}


async def decide(
    method: str, body: object, *, sender: str = TOLL_FREE, recipient: str = PERSON
) -> func.HttpResponse:
    function = functions.put_opt_out if method == "PUT" else functions.delete_opt_out
    request = func.HttpRequest(
        method,
        "/api",
        route_params={"sender": sender, "recipient": recipient},
        headers={"Content-Type": "application/json"},
        body=json.dumps(body).encode(),
    )
    return await call(function, request)


async def entry(sender: str = TOLL_FREE, recipient: str = PERSON) -> Any:
    route = {"sender": sender, "recipient": recipient}
    return document(await call(functions.get_opt_out, get(route=route)))


async def test_put_opts_a_person_out_and_says_who_and_why(served: World) -> None:
    answer = await decide("PUT", {**STOP, "actor": "Ana"})
    assert answer.status_code == 200
    found = document(answer)
    assert found == await entry()
    assert (found["state"], found["source"]) == ("opted_out", "operator")
    (line,) = found["ledger"]
    assert (line["actor"], line["reason"]) == ("Ana", "Asked by phone.")
    assert await opted_out_recipients(served.app().opt_outs, TOLL_FREE, [PERSON]) == {PERSON}


@pytest.mark.usefixtures("served")
async def test_decision_is_logged_with_its_source_and_without_the_person(
    log_lines: list[str],
) -> None:
    await decide("PUT", {**STOP, "category": "marketing", "actor": "Ana"})
    assert logged_events(log_lines, "opt_out_recorded") == [
        {
            "state": "opted_out",
            "source": "operator",
            "category": "marketing",
            "hasChanged": True,
        }
    ]


@pytest.mark.usefixtures("served")
async def test_decision_without_an_actor_came_by_the_api() -> None:
    assert document(await decide("PUT", STOP))["source"] == "api"


@pytest.mark.parametrize("category", list(Category))
async def test_put_of_a_category_blocks_that_one_alone(served: World, category: Category) -> None:
    found = document(await decide("PUT", {**STOP, "category": category}))
    assert found["categories"] == [category]
    registry = served.app().opt_outs
    for one in Category:
        expected = {PERSON} if one is category else frozenset()
        assert await opted_out_recipients(registry, TOLL_FREE, [PERSON], one) == expected


@pytest.mark.usefixtures("served")
async def test_entry_for_all_numbers_shows_at_each() -> None:
    await decide("PUT", STOP, sender="*")
    found = await entry("77001")
    assert (found["sender"], found["state"], found["allNumbers"]) == ("77001", "opted_out", True)
    assert found["ledger"][0]["sender"] == "*"
    assert (await entry("*"))["state"] == "opted_out"


async def test_opt_in_to_one_number_leaves_the_others_blocked(served: World) -> None:
    await decide("PUT", STOP, sender="*")
    served.clock.advance(seconds=1)
    assert document(await decide("DELETE", REASON))["state"] == "opted_in"
    assert (await entry("77001"))["state"] == "opted_out"


async def test_delete_opts_in_again_and_erases_nothing(served: World) -> None:
    await apply_change(make_change(OUT, START, evidence="Stop!"), served.app().opt_outs)
    served.clock.advance(hours=1)
    answer = await decide("DELETE", REASON)
    assert answer.status_code == 200
    found = document(answer)
    assert (found["state"], found["categories"]) == ("opted_in", [])
    assert [line["state"] for line in found["ledger"]] == ["opted_out", "opted_in"]
    assert found["ledger"][0]["evidence"] == "Stop!"


async def test_stop_after_the_decision_counts_again(served: World) -> None:
    await decide("PUT", {"state": "opted_in", **REASON})
    await apply_change(make_change(OUT, START + timedelta(seconds=1)), served.app().opt_outs)
    assert (await entry())["state"] == "opted_out"


async def is_out(world: World) -> bool:
    """Ask in both ways, for one person and for several; they must agree."""
    registry = world.app().opt_outs
    alone = await opted_out_recipients(registry, TOLL_FREE, [PERSON])
    assert alone == await opted_out_recipients(registry, TOLL_FREE, [PERSON, *people(1)])
    return bool(alone)


async def test_same_decision_again_adds_no_line(served: World) -> None:
    await decide("PUT", STOP)
    before = served.opt_outs_table.all_rows()
    served.clock.advance(seconds=30)
    assert (await decide("PUT", STOP)).status_code == 200
    assert served.opt_outs_table.all_rows() == before


async def test_same_decision_counts_again_after_another_event(served: World) -> None:
    await decide("PUT", {"state": "opted_in", **REASON})
    await apply_change(make_change(OUT, START + timedelta(seconds=1)), served.app().opt_outs)
    served.clock.advance(seconds=2)
    found = document(await decide("DELETE", REASON))
    assert (found["state"], len(found["ledger"])) == ("opted_in", 3)


@pytest.mark.parametrize("lifting", ["everything", "this number", "START"])
async def test_same_decision_counts_again_once_it_was_lifted(served: World, lifting: str) -> None:
    scope = TOLL_FREE if lifting == "everything" else "*"
    marketing = {**STOP, "category": "marketing"}
    await decide("PUT", marketing, sender=scope)
    served.clock.advance(seconds=1)
    if lifting == "START":  # it does not lift an operator's decision, but is another event
        await apply_change(make_change(IN, served.clock.now), served.app().opt_outs)
    else:
        await decide("DELETE", REASON)
        assert not await opted_out_recipients(
            served.app().opt_outs, TOLL_FREE, [PERSON], Category.MARKETING
        )
    # Something else is blocked meanwhile, so that the entry has this state already.
    await decide("PUT", {**STOP, "category": "otp"}, sender=scope)
    served.clock.advance(seconds=1)
    await decide("PUT", marketing, sender=scope)
    for asked in ([PERSON], [PERSON, *people(1)]):
        registry = served.app().opt_outs
        out = await opted_out_recipients(registry, TOLL_FREE, asked, Category.MARKETING)
        assert out == {PERSON}


async def test_same_opt_in_counts_again_after_an_opt_out_of_all_numbers(served: World) -> None:
    await decide("PUT", {"state": "opted_in", **REASON})
    served.clock.advance(seconds=1)
    await decide("PUT", STOP, sender="*")
    served.clock.advance(seconds=1)
    await decide("DELETE", REASON)
    assert not await is_out(served)


async def test_delete_of_an_unknown_person_is_not_found(served: World) -> None:
    assert_problem(await decide("DELETE", REASON), 404)
    assert served.opt_outs_table.all_rows() == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"state": "opted_out"}, "reason"),
        ({"state": "opted_out", "reason": ""}, "reason"),
        ({"state": "opted_out", "reason": " \t"}, "reason"),
        ({"state": "opted_out", "reason": "x" * 501}, "reason"),
        ({"state": "opted_out", "reason": "\u0000"}, "reason"),
        ({"state": "gone", **REASON}, "state"),
        (REASON, "state"),
        ({**STOP, "category": "all"}, "category"),
        ({**STOP, "actor": 7}, "actor"),
        ({**STOP, "actor": "x" * 101}, "actor"),
        ({**STOP, "until": "2027-01-01"}, "until"),
    ],
)
async def test_bad_decision_is_refused_by_field_and_stores_nothing(
    served: World, body: object, field: str
) -> None:
    assert_problem(await decide("PUT", body), 400, field)
    assert served.opt_outs_table.all_rows() == []


@pytest.mark.parametrize("hostile", ["", "x", "12", "+1999", "**", "B|1425"])
@pytest.mark.usefixtures("served")
async def test_what_cannot_be_a_person_or_a_number_of_ours_is_refused(hostile: str) -> None:
    assert_problem(await decide("PUT", STOP, recipient=hostile), 400, "recipient")
    if hostile != "x":
        assert_problem(await decide("PUT", STOP, sender=hostile), 400, "sender")


async def test_short_code_is_a_person_too(served: World) -> None:
    await apply_change(make_change(OUT, START, user_number="22000"), served.app().opt_outs)
    assert (await entry(recipient="22000"))["state"] == "opted_out"
    page = document(await call(functions.list_opt_outs, get(params={"sender": TOLL_FREE})))
    assert [one["recipient"] for one in page["entries"]] == ["22000"]
    assert document(await decide("DELETE", REASON, recipient="22000"))["recipient"] == "22000"


async def test_number_only_the_network_knows_can_be_read_and_opted_in(served: World) -> None:
    odd = "+1999999"
    await apply_change(make_change(OUT, START, user_number=odd), served.app().opt_outs)
    served.clock.advance(seconds=1)
    assert (await entry(recipient="1999999"))["recipient"] == odd
    assert document(await decide("DELETE", REASON, recipient=odd))["state"] == "opted_in"


async def test_unavailable_storage_is_a_503(served: World) -> None:
    def away(_: object) -> None:
        raise StorageError

    served.opt_outs_table.before_write = away
    assert_problem(await decide("PUT", STOP), 503)


async def delete(body: bytes, **params: str) -> func.HttpResponse:
    request = func.HttpRequest(
        "DELETE",
        "/api",
        route_params={"sender": TOLL_FREE, "recipient": PERSON},
        headers={"Content-Type": "application/json"},
        params=params,
        body=body,
    )
    return await call(functions.delete_opt_out, request)


async def test_delete_takes_its_reason_in_the_query(served: World) -> None:
    await decide("PUT", STOP)
    served.clock.advance(seconds=1)
    answer = await delete(b"", reason="Asked by phone.", actor="Ana")
    assert document(answer)["state"] == "opted_in"
    line = document(answer)["ledger"][-1]
    assert (line["reason"], line["actor"]) == ("Asked by phone.", "Ana")


@pytest.mark.parametrize(
    ("body", "params", "field"),
    [
        (b"", {}, "reason"),
        (b"", {"actor": "Ana"}, "reason"),
        (b"", {"reason": " "}, "reason"),
        (b"", {"reason": "x" * 501}, "reason"),
        (b"", {"reason": "Asked.", "category": "spam"}, "category"),
        (b'{"reason": "Asked."}', {"reason": "Asked."}, "reason"),
        (b'{"reason": "Asked."}', {"actor": "Ana"}, "actor"),
    ],
)
async def test_delete_without_a_clear_reason_is_refused(
    served: World, body: bytes, params: dict[str, str], field: str
) -> None:
    await decide("PUT", STOP)
    before = served.opt_outs_table.all_rows()
    assert_problem(await delete(body, **params), 400, field)
    assert served.opt_outs_table.all_rows() == before
