"""What is known of a person over all own numbers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import azure.functions as func
import pytest

from opt_outs.changes import decide
from opt_outs.contract import OptOutDecision
from opt_outs.domain.consent import ConsentState
from people.consent import read_person
from people.contract import PersonQuietHours
from people.functions import get_person
from send_sms.domain.quiet_hours import QuietHoursPolicy, next_open
from tests.support.samples import apply_change, make_batch, make_change
from tests.support.web import assert_problem, call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN


async def answered(number: str = PERSON, **params: str) -> func.HttpResponse:
    return await call(get_person, get(route={"number": number}, params=params))


async def person(number: str = PERSON, **params: str) -> Any:
    answer = await answered(number, **params)
    assert answer.status_code == 200
    return document(answer)


def states(found: Any) -> dict[str, tuple[str, list[str]]]:
    return {one["sender"]: (one["state"], one["categories"]) for one in found["consents"]}


EVERYTHING = ["transactional", "marketing", "otp"]


@pytest.mark.usefixtures("served")
async def test_unknown_person_is_opted_in_to_the_numbers_of_settings() -> None:
    assert await person() == {
        "number": PERSON,
        "timeZones": ["America/Los_Angeles"],
        "region": "Washington",
        "country": "US",
        "consents": [
            {"sender": TOLL_FREE, "state": "opted_in", "categories": [], "allNumbers": False}
        ],
        "ledger": [],
    }


async def test_consent_is_told_for_each_own_number_that_is_known(served: World) -> None:
    await served.app().journal.commit([make_batch()])
    registry = served.app().opt_outs
    await apply_change(make_change(OUT, START, own_number="77001", evidence="STOP"), registry)
    await apply_change(make_change(OUT, START, own_number="PALOMA", evidence="STOP"), registry)
    back = make_change(IN, START + timedelta(hours=1), own_number="PALOMA", evidence="START")
    await apply_change(back, registry)
    other = make_change(OUT, START, own_number="77002", user_number="+12065550100")
    await apply_change(other, registry)
    found = await person()
    assert states(found) == {
        TOLL_FREE: ("opted_in", []),
        "77001": ("opted_out", EVERYTHING),
        "77002": ("opted_in", []),
        "PALOMA": ("opted_in", []),
    }
    assert [(line["sender"], line["evidence"]) for line in found["ledger"]] == [
        ("77001", "STOP"),
        ("PALOMA", "STOP"),
        ("PALOMA", "START"),
    ]
    since = {one["sender"]: one.get("changedAt") for one in found["consents"]}
    assert since["77001"] == "2026-11-22T09:00:00Z"
    assert since["PALOMA"] == "2026-11-22T10:00:00Z"
    assert since["77002"] is None


async def test_opt_out_of_all_numbers_is_listed_and_counts_for_each_of_them(served: World) -> None:
    registry = served.app().registry
    why = OptOutDecision(state=OUT, reason="Asked on the phone", actor="Dana")
    await decide("*", PERSON, state=OUT, why=why, registry=registry)
    found = await person()
    assert [one["sender"] for one in found["consents"]] == ["*", TOLL_FREE]
    assert all(one["allNumbers"] for one in found["consents"])
    (line,) = found["ledger"]
    assert (line["sender"], line["actor"], line["reason"]) == ("*", "Dana", "Asked on the phone")


@pytest.mark.parametrize("limit", ["1", "2", "3", "25"])
async def test_pages_give_each_own_number_and_each_line_once(served: World, limit: str) -> None:
    registry = served.app().opt_outs
    own_numbers = ["+12065550100", "77001", "77002", "ACME", "ACME CO"]
    for own_number in ("*", *own_numbers):
        await apply_change(make_change(OUT, START, own_number=own_number), registry)
    page = await person(limit=limit)
    consents, lines = page["consents"], page["ledger"]
    while "nextUrl" in page:
        url = urlsplit(page["nextUrl"])
        page = await person(url.path.rpartition("/")[2], **dict(parse_qsl(url.query)))
        consents, lines = consents + page["consents"], lines + page["ledger"]
    names = [one["sender"] for one in consents]
    assert names == ["*", "+12065550100", TOLL_FREE, "77001", "77002", "ACME", "ACME CO"]
    assert sorted(line["sender"] for line in lines) == sorted(["*", *own_numbers])


@pytest.mark.parametrize("number", ["14255550123", " 14255550123", "+14255550123"])
@pytest.mark.usefixtures("served")
async def test_number_is_taken_with_and_without_plus(number: str) -> None:
    assert (await person(number))["number"] == PERSON


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+12085550100", ["America/Denver", "America/Los_Angeles"]),
        ("+33612345678", ["Europe/Paris"]),
        ("77001", []),
        ("+8816123456789", []),
    ],
)
@pytest.mark.usefixtures("served")
async def test_zones_are_those_where_the_number_may_be(number: str, zones: list[str]) -> None:
    assert (await person(number))["timeZones"] == zones


@pytest.mark.parametrize(
    ("number", "is_quiet"),
    [("+15035550123", True), ("+12135550123", False), ("+8816123456789", True)],
)
async def test_quiet_hours_are_those_of_the_state(
    served: World, number: str, is_quiet: bool
) -> None:
    half_past_eight = datetime(2026, 12, 2, 4, 30, tzinfo=UTC)  # in the west, of a Tuesday
    policy = QuietHoursPolicy.RESCHEDULE
    reader = replace(served.app().people, quiet_hours=policy, clock=lambda: half_past_eight)

    found = (await read_person(number, "", 25, reader)).quiet_hours

    opening = next_open(number, half_past_eight)
    assert found == PersonQuietHours(
        policy=policy, is_quiet=is_quiet, until=opening if is_quiet else None
    )


@pytest.mark.parametrize("number", ["77001", PERSON])
async def test_quiet_hours_that_do_not_apply_are_absent(served: World, number: str) -> None:
    policy = QuietHoursPolicy.OFF if number == PERSON else QuietHoursPolicy.BLOCK
    reader = replace(served.app().people, quiet_hours=policy)

    assert (await read_person(number, "", 25, reader)).quiet_hours is None


@pytest.mark.parametrize("hostile", ["", "x/y", "'", "12", "9" * 5_000, "*", "B|1425"])
@pytest.mark.usefixtures("served")
async def test_what_cannot_be_a_number_is_refused_by_name(hostile: str) -> None:
    assert_problem(await answered(hostile), 400, "number")


@pytest.mark.parametrize(("name", "value"), [("after", "'"), ("limit", "0"), ("limit", "51")])
@pytest.mark.usefixtures("served")
async def test_parameter_out_of_range_is_refused_by_name(name: str, value: str) -> None:
    assert_problem(await answered(**{name: value}), 400, name)


async def test_cost_is_bounded_by_the_own_numbers_of_the_page(served: World) -> None:
    registry = served.app().opt_outs
    for index in range(60):
        await apply_change(make_change(OUT, START, own_number=f"{10_000 + index}"), registry)
    table = served.table("OptOuts")
    before = table.operation_count
    await person(limit="10")
    assert table.operation_count - before <= 60 + 2 * 10 + 4
