"""Imports of opt-outs: read, stored, worked off, whatever happens in between."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import azure.functions as func
import pytest

from composition.app import run_as
from opt_outs import functions
from opt_outs.changes import apply_change
from opt_outs.domain.consent import ConsentState
from opt_outs.import_job import give_up_import, run_import
from shared.domain.errors import ConflictError, StorageError
from shared.domain.kinds import Category
from shared.storage.table import Operation
from tests.support.samples import make_change, opted_out_recipients, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
HEADER = "sender,recipient,state,category,changedAt,reason\r\n"


async def post(body: str | bytes | list[Any], **params: str) -> func.HttpResponse:
    content = json.dumps(body).encode() if isinstance(body, list) else body
    content = content.encode() if isinstance(content, str) else content
    request = func.HttpRequest(
        "POST",
        "/api",
        headers={
            "Content-Type": "application/json" if isinstance(body, list) else "text/csv",
            "Content-Length": str(len(content)),
        },
        params=params,
        body=content,
    )
    return await call(functions.import_opt_outs, request)


async def state_of(import_id: str, **params: str) -> Any:
    request = get(route={"importId": import_id}, params=params)
    return document(await call(functions.get_opt_out_import, request))


async def run_all(world: World) -> None:
    """Play the host until no message is left."""
    for _ in range(200):
        items, world.import_queue.items = world.import_queue.items, []
        if not items:
            return
        for text, delay_seconds in items:
            world.clock.advance(seconds=delay_seconds)
            await run_import(text.encode(), world.app().import_jobs)
    message = "the import never ends"
    raise AssertionError(message)


async def imported(world: World, body: str | bytes | list[Any], **params: str) -> Any:
    """Import a file to its end; give how it did."""
    answer = await post(body, **params)
    assert answer.status_code == 202, document(answer)
    await run_all(world)
    return await state_of(document(answer)["importId"])


def file_of(numbers: Sequence[str], state: str = "opted_out", time: str = "") -> str:
    return HEADER + "".join(f"{TOLL_FREE},{n},{state},,{time},Moved\r\n" for n in numbers)


def counts(found: dict[str, Any]) -> tuple[int, int, int]:
    return found["changedCount"], found["unchangedCount"], found["badLineCount"]


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


async def test_export_comes_back_without_a_change(served: World) -> None:
    registry = served.app().opt_outs
    for number, user in enumerate(people(9)):
        moment = START + timedelta(seconds=number)
        await apply_change(
            make_change(OUT if number % 3 else IN, moment, user_number=user), registry
        )
    body = {"state": "opted_out", "reason": "=1+1", "category": "otp"}
    request = func.HttpRequest(
        "PUT", "/api", route_params={"sender": TOLL_FREE, "recipient": PERSON},
        headers={"Content-Type": "application/json"}, body=json.dumps(body).encode(),
    )  # fmt: skip
    await call(functions.put_opt_out, request)
    params = {"sender": TOLL_FREE}
    listing = get(params=params, headers={"Accept": "text/csv"})
    export = (await call(functions.list_opt_outs, listing)).get_body()
    before = served.opt_outs_table.all_rows()
    served.clock.advance(days=1)
    assert counts(await imported(served, export)) == (0, 10, 0)
    assert served.opt_outs_table.all_rows() == before

    elsewhere = World(clock=served.clock)
    other = elsewhere.app()
    with run_as(other):
        assert counts(await imported(elsewhere, export)) == (10, 0, 0)
    everybody = [*people(9), PERSON]
    for category in Category:
        assert await opted_out_recipients(
            other.opt_outs, TOLL_FREE, everybody, category
        ) == await opted_out_recipients(registry, TOLL_FREE, everybody, category)


async def test_export_saved_again_by_a_european_spreadsheet_changes_nothing(served: World) -> None:
    registry = served.app().opt_outs
    for number, user in enumerate(people(9)):
        moment = START - timedelta(days=number)
        change = make_change(OUT if number % 3 else IN, moment, user_number=user, evidence="Déjà")
        await apply_change(change, registry)
    listing = get(params={"sender": TOLL_FREE}, headers={"Accept": "text/csv"})
    export = (await call(functions.list_opt_outs, listing)).get_body().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(export)))
    for row in rows[1:]:
        row[4] = datetime.fromisoformat(row[4]).strftime("%d.%m.%Y %H:%M")
    saved = io.StringIO(newline="")
    csv.writer(saved, delimiter=";").writerows([*rows, [""] * 9])
    before = served.opt_outs_table.all_rows()

    found = await imported(served, saved.getvalue().encode("cp1252"))

    assert counts(found) == (0, 9, 0)
    assert served.opt_outs_table.all_rows() == before


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
    assert_problem(await call(functions.import_opt_outs, request), 415)
    assert_problem(await post([{"recipient": PERSON}], sender="B|1"), 400, "sender")


async def test_bad_lines_are_paged(served: World) -> None:
    good = "".join(f"{TOLL_FREE},{user},,,,\r\n" for user in people(3))
    bad = "".join(f"{TOLL_FREE},x{n},,,,\r\n" for n in range(2_500))
    found = await imported(served, HEADER + bad + good)
    assert (found["rowCount"], found["badLineCount"], len(found["badLines"])) == (3, 2_500, 100)
    page = await state_of(found["importId"], after="2490", limit="7")
    assert [one["line"] for one in page["badLines"]] == list(range(2_491, 2_498))
    assert page["nextUrl"].endswith("?after=2497&limit=7")
    assert "nextUrl" not in await state_of(found["importId"], after="2497", limit="7")


@pytest.mark.parametrize("import_id", ["x", "*", "20261122090000-00000000000000000009"])
@pytest.mark.usefixtures("served")
async def test_import_that_does_not_exist_is_not_found(import_id: str) -> None:
    answer = await call(functions.get_opt_out_import, get(route={"importId": import_id}))
    assert_problem(answer, 404)


async def test_import_takes_turns_and_needs_few_operations(served: World) -> None:
    numbers = people(2_500)
    answer = await post(file_of(numbers))
    assert document(answer)["rowCount"] == 2_500

    def time_passes(operations: Sequence[Operation]) -> None:
        if operations[0][1]["RowKey"] == "head":
            served.clock.advance(seconds=15)

    served.imports_table.before_write = time_passes
    (message,) = served.import_queue.items
    await run_import(message[0].encode(), served.app().import_jobs)
    found = await state_of(document(answer)["importId"])
    assert (found["state"], found["changedCount"]) == ("running", 2_000)
    await run_all(served)
    found = await state_of(document(answer)["importId"])
    assert (found["state"], found["changedCount"]) == ("completed", 2_500)
    # 25 prefixes with three groups each: two reads and a transaction a group.
    assert served.opt_outs_table.operation_count <= 0.1 * 2_500


@pytest.mark.parametrize("failing_write", range(1, 30, 4))
async def test_import_that_died_half_way_goes_on_where_it_stopped(
    served: World, failing_write: int
) -> None:
    answer = await post(file_of(people(1_500)))
    writes = 0

    def fail_once(_: object) -> None:
        nonlocal writes
        writes += 1
        if writes == failing_write:
            raise StorageError

    served.opt_outs_table.before_write = served.imports_table.before_write = fail_once
    await run_all(served)
    found = await state_of(document(answer)["importId"])
    assert found["state"] == "completed"
    assert found["changedCount"] + found["unchangedCount"] == 1_500
    registry = served.app().opt_outs
    assert await opted_out_recipients(registry, TOLL_FREE, people(1_500)) == set(people(1_500))
    lines = [row for row in served.opt_outs_table.all_rows() if row["RowKey"].startswith("L|")]
    assert len(lines) == 1_500


async def test_import_survives_a_storage_outage(served: World) -> None:
    answer = await post(file_of([PERSON]))

    def away() -> None:
        raise StorageError

    served.imports_table.before_read = away
    for _ in range(7):
        ((text, _),) = served.import_queue.items
        served.import_queue.items = []
        await run_import(text.encode(), served.app().import_jobs)
    served.imports_table.before_read = None
    await run_all(served)
    assert (await state_of(document(answer)["importId"]))["state"] == "completed"


async def test_message_of_a_request_that_failed_ends_after_a_while(served: World) -> None:
    def away(operations: Sequence[Operation]) -> None:
        if operations[0][1]["RowKey"] == "head":
            raise StorageError

    served.imports_table.before_write = away
    assert_problem(await post(file_of([PERSON])), 503)
    await run_all(served)
    assert served.opt_outs_table.all_rows() == []


async def test_import_that_was_given_up_says_how_far_it_came(served: World) -> None:
    answer = await post(file_of([PERSON]))
    ((text, _),) = served.import_queue.items
    await give_up_import(text.encode(), served.app().import_jobs)
    found = await state_of(document(answer)["importId"])
    assert (found["state"], found["changedCount"], found["unchangedCount"]) == ("failed", 0, 0)


async def test_import_in_progress_at_another_worker_is_done_once(served: World) -> None:
    answer = await post(file_of(people(3)))

    def rival_was_first(operations: Sequence[Operation]) -> None:
        if operations[0][1]["RowKey"] == "head":
            served.imports_table.before_write = None
            raise ConflictError

    served.imports_table.before_write = rival_was_first
    await run_all(served)
    found = await state_of(document(answer)["importId"])
    assert (found["state"], counts(found)) == ("completed", (0, 3, 0))
    for user in people(3):
        assert len(await served.app().opt_outs.ledger(TOLL_FREE, user)) == 1


async def test_evidence_that_cannot_be_compressed_fits_into_rows(served: World) -> None:
    import hashlib

    rows = [
        {"recipient": user, "evidence": "".join(hashlib.sha512(f"{user}{n}".encode()).hexdigest()
                                                for n in range(30))}
        for user in people(1_000)
    ]  # fmt: skip
    assert counts(await imported(served, rows, sender=TOLL_FREE)) == (1_000, 0, 0)
    entry = await served.app().opt_outs.get(TOLL_FREE, people(1)[0])
    assert entry
    assert entry.newest.evidence == rows[0]["evidence"]


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
