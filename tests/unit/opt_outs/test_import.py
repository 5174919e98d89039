"""Imports of opt-outs: read, stored, and done by a job."""

from datetime import timedelta
from typing import Any

import azure.functions as func
import pytest

from opt_outs import import_functions
from opt_outs.domain.consent import ChangeSource, ConsentState
from shared.domain.kinds import Category
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.opt_outs.import_world import (
    HEADER,
    IN,
    OUT,
    counts,
    file_of,
    imported,
    post,
    run_all,
    state_of,
)


async def test_file_is_accepted_and_imported_later(served: World) -> None:
    answer = await post(file_of([PERSON]))
    assert answer.status_code == 202
    accepted = document(answer)
    assert (accepted["state"], accepted["rowCount"]) == ("accepted", 1)
    assert answer.headers["Location"] == f"/api/opt-out-imports/{accepted['importId']}"
    assert await opted_out_recipients(served.app().opt_outs, TOLL_FREE, [PERSON]) == frozenset()
    await run_all(served)
    assert (await state_of(accepted["importId"]))["state"] == "completed"
    (line,) = await served.app().opt_outs.ledger(TOLL_FREE, PERSON)
    assert (line.source, line.reason, line.changed_at) == ("import", "Moved", START)


async def test_json_says_the_same_as_csv(served: World) -> None:
    rows = [
        {"recipient": PERSON, "category": "marketing", "changedAt": "2026-01-01T00:00:00Z"},
        {"sender": "*", "recipient": people(1)[0]},
    ]
    assert counts(await imported(served, rows, sender=TOLL_FREE)) == (2, 0, 0)
    registry = served.app().opt_outs
    asked = [PERSON, *people(1)]
    assert await opted_out_recipients(registry, TOLL_FREE, asked, Category.MARKETING) == set(asked)
    assert await opted_out_recipients(registry, "77001", asked, Category.OTP) == set(people(1))


@pytest.mark.parametrize("time", ["", "2026-01-01T00:00:00Z"])
async def test_same_import_again_changes_nothing(served: World, time: str) -> None:
    file = file_of(people(120), time=time)
    assert counts(await imported(served, file)) == (120, 0, 0)
    before = served.opt_outs_table.all_rows()
    served.clock.advance(days=1)
    assert counts(await imported(served, file)) == (0, 120, 0)
    assert served.opt_outs_table.all_rows() == before


async def test_imported_opt_out_outlasts_the_rejection_of_a_possible_one(served: World) -> None:
    registry = served.app().opt_outs
    possible = {"source": ChangeSource.POSSIBLE, "category": Category.MARKETING}
    await apply_change(make_change(OUT, START, **possible), registry)
    served.clock.advance(hours=1)
    assert counts(await imported(served, file_of([PERSON]))) == (1, 0, 0)
    rejected = make_change(IN, START + timedelta(microseconds=1), **possible)
    await apply_change(rejected, registry)
    for category in Category:
        out = await opted_out_recipients(registry, TOLL_FREE, [PERSON], category)
        assert out == {PERSON}


async def test_imported_opt_out_of_all_numbers_counts_again_after_a_start_to_one(
    served: World,
) -> None:
    registry = served.app().opt_outs
    rows = [{"sender": "*", "recipient": PERSON}]
    assert counts(await imported(served, rows)) == (1, 0, 0)
    served.clock.advance(hours=1)
    await apply_change(make_change(IN, served.clock.now), registry)
    served.clock.advance(hours=1)
    assert counts(await imported(served, rows)) == (1, 0, 0)
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON]) == {PERSON}
    assert counts(await imported(served, rows)) == (0, 1, 0)


async def test_response_names_how_the_file_was_read(served: World) -> None:
    file = f"Name\tMobile Number\tReason\r\nAna\t{PERSON}\tMoved\r\n".encode("utf-16")
    form = {
        "encoding": "utf-16",
        "separator": "\t",
        "recipientColumn": "Mobile Number",
        "ignoredColumns": ["Name"],
    }

    accepted = document(await post(file, sender=TOLL_FREE))
    await run_all(served)
    completed = await state_of(accepted["importId"])

    assert {name: accepted[name] for name in form} == form
    assert {name: completed[name] for name in form} == form
    assert (completed["state"], counts(completed)) == ("completed", (1, 0, 0))
    assert form.keys().isdisjoint(await imported(served, [{"recipient": PERSON}], sender=TOLL_FREE))


@pytest.mark.parametrize(("file_state", "known"), [("opted_out", IN), ("opted_in", OUT)])
async def test_older_than_what_is_known_does_not_win(
    served: World, file_state: str, known: ConsentState
) -> None:
    await apply_change(make_change(known, START), served.app().opt_outs)
    file = file_of([PERSON], file_state, "2020-01-01T00:00:00Z")
    assert counts(await imported(served, file)) == (0, 1, 0)
    entry = await served.app().opt_outs.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.state is known


async def test_start_lifts_an_imported_opt_out(served: World) -> None:
    await imported(served, file_of([PERSON]))
    registry = served.app().opt_outs
    await apply_change(make_change(IN, START + timedelta(seconds=1)), registry)
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON]) == frozenset()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("+18335550100,4255550123,,,,", "country_code_missing"),
        ("+18335550100,1.42556E+10,,,,", "letters_not_allowed"),
        ("+18335550100,,,,,", "not_a_number"),
        ("+18335550100,+1425,,,,", "too_short"),
        (",+14255550123,,,,", "invalid_sender"),
        ("B|1425,+14255550123,,,,", "invalid_sender"),
        ("+18335550100,+14255550123,gone,,,", "unknown_value"),
        ("+18335550100,+14255550123,,all,,", "unknown_value"),
        ("+18335550100,+14255550123,,,yesterday,", "not_a_time"),
        ("+18335550100,+14255550123,,,2026-11-23T00:00:00Z,", "in_the_future"),
        ("+18335550100,+14255550123,,,0001-01-01T00:00:00,", "too_early"),
        ("+18335550100,+14255550123,,,12/30/1899 0:00,", "too_early"),
        ("+18335550100,+14255550123,,,1999-12-31T23:59:59Z,", "too_early"),
        (f"+18335550100,+14255550123,,,,{'x' * 501}", "too_long"),
        ("+18335550100,+14255550123,,,03/04/2026,", "ambiguous_date"),
        ("+18335550100,+62812849844.0,,,,", "separator_not_allowed"),
        ("+18335550100,+4917012345678/79,,,,", "separator_not_allowed"),
        ("+18335550100,+14255550123,,,,,,x", "unknown_column"),
    ],
)
async def test_bad_line_is_reported_and_the_others_are_imported(
    served: World, row: str, code: str
) -> None:
    found = await imported(served, f"{HEADER}{row}\r\n{TOLL_FREE},{PERSON},,,,\r\n")
    assert counts(found) == (1, 0, 1)
    (bad,) = found["badLines"]
    assert (bad["line"], bad["code"]) == (2, code)
    assert await opted_out_recipients(served.app().opt_outs, TOLL_FREE, [PERSON]) == {PERSON}


async def test_line_without_a_sender_says_what_to_add(served: World) -> None:
    found = await imported(served, f"{HEADER},{PERSON},,,,\r\n{TOLL_FREE},{PERSON},,,,\r\n")
    (bad,) = found["badLines"]
    assert bad["message"] == (
        "It has no sender: fill the column sender, or give ?sender= for all lines."
    )


@pytest.mark.parametrize("number", [f"'{PERSON}", PERSON, "14255550123", "+1 (425) 555-0123"])
async def test_number_is_taken_as_spreadsheets_leave_it(served: World, number: str) -> None:
    assert counts(await imported(served, file_of([number]))) == (1, 0, 0)
    assert await opted_out_recipients(served.app().opt_outs, TOLL_FREE, [PERSON]) == {PERSON}


@pytest.mark.parametrize(
    "body",
    ["", "\r\n", HEADER, "recipient", "name\r\n+14255550123\r\n", "phone;mobile\r\n1;\r\n",
     'recipient\r\n"+1425',
     "recipient,recipient\r\n1,2\r\n", b"\xff\xfe", [], [7], [{"recipient": 7}], [{}], b"{",
     b"[" * 100_000, "recipient\r\nx\r\ny\r\n"],
)  # fmt: skip
async def test_file_that_cannot_be_used_is_refused_and_stores_nothing(
    served: World, body: Any
) -> None:
    assert_problem(await post(body, sender=TOLL_FREE), 400)
    assert served.imports_table.all_rows() == []
    assert served.import_queue.items == []


@pytest.mark.usefixtures("served")
async def test_too_much_or_another_kind_of_file_is_refused() -> None:
    assert_problem(await post(b"x" * (16 * 1024 * 1024 + 1)), 413)
    assert_problem(await post("recipient\r\n" + "x\r\n" * 100_001), 400, "body")
    request = func.HttpRequest("POST", "/api", headers={"Content-Type": "text/plain"}, body=b"x")
    assert_problem(await call(import_functions.import_opt_outs, request), 415)
    assert_problem(await post([{"recipient": PERSON}], sender="B|1"), 400, "sender")


async def test_bad_lines_are_paged(served: World) -> None:
    good = "".join(f"{TOLL_FREE},{user},,,,\r\n" for user in people(3))
    bad = "".join(f"{TOLL_FREE},x{n},,,,\r\n" for n in range(2_500))
    found = await imported(served, HEADER + bad + good)
    assert (found["rowCount"], found["badLineCount"], len(found["badLines"])) == (3, 2_500, 100)
    page = await state_of(found["importId"], after="2490", limit="7")
    assert [one["line"] for one in page["badLines"]] == list(range(2_491, 2_498))
    assert page["nextUrl"].endswith("?limit=7&after=2497")
    assert "nextUrl" not in await state_of(found["importId"], after="2497", limit="7")


@pytest.mark.parametrize("import_id", ["x", "*", "20261122090000-00000000000000000009"])
@pytest.mark.usefixtures("served")
async def test_import_that_does_not_exist_is_not_found(import_id: str) -> None:
    answer = await call(import_functions.get_opt_out_import, get(route={"importId": import_id}))
    assert_problem(answer, 404)


async def test_import_takes_its_reason_and_column_from_the_query(served: World) -> None:
    body = f"phone,mobile\r\n{PERSON},{people(1)[0]}\r\n"
    params = {"sender": TOLL_FREE, "reason": "From the old CRM", "recipientColumn": "mobile"}
    accepted = document(await post(body, **params))
    assert accepted["recipientColumn"] == "mobile"
    await run_all(served)
    (line,) = await served.app().opt_outs.ledger(TOLL_FREE, people(1)[0])
    assert line.reason == "From the old CRM"


@pytest.mark.parametrize("reason", ["x" * 501, "a\nb", "a\x00b"])
@pytest.mark.usefixtures("served")
async def test_reason_that_is_too_long_or_unreadable_is_refused_by_name(reason: str) -> None:
    assert_problem(await post(f"recipient\r\n{PERSON}\r\n", reason=reason), 400, "reason")
