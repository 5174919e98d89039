"""The registry's API by HTTP: import a file, decide, export, and what a send makes of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.local_app import TOLL_FREE, LocalApp, poll

CSV = {"Content-Type": "text/csv", "Accept": "text/csv"}


async def completed(app: LocalApp, location: str) -> Any:
    """Wait until an import is done; gives how it did."""

    async def is_done() -> Any:
        found = (await app.call("GET", location.removeprefix("/api/"))).json
        return found if found["state"] == "completed" else None

    return await poll(is_done)


async def test_imported_people_are_not_written_to_until_an_operator_decides_otherwise(
    app: LocalApp, new_person: Callable[[], str]
) -> None:
    one, other = new_person(), new_person()
    file = f"recipient,category\r\n'{one},\r\n{other},marketing\r\n4255550123,\r\n"
    answer = await app.call(
        "POST", f"opt-out-imports?sender={TOLL_FREE.lstrip('+')}", file.encode(), headers=CSV
    )
    assert answer.status == 202, answer
    assert answer.json["badLines"][0]["line"] == 4
    found = await completed(app, answer.headers["Location"])
    assert (found["changedCount"], found["badLineCount"]) == (2, 1)

    await app.reaches(await app.send_one(one), "suppressed")
    await app.reaches(await app.send_one(other, category="marketing"), "suppressed")
    await app.reaches(await app.send_one(other, "Your code"), "delivered")

    path = f"opt-outs/{TOLL_FREE}/{one}"
    entry = (await app.call("DELETE", path, {"reason": "Asked by phone.", "actor": "Ana"})).json
    assert [line["source"] for line in entry["ledger"]] == ["import", "operator"]
    await app.reaches(await app.send_one(one, "Hello again"), "delivered")

    export = await app.call("GET", f"opt-outs?sender={TOLL_FREE}", headers=CSV)
    assert export.status == 200
    assert f"'{TOLL_FREE},'{other},opted_out,marketing," in export.json


async def test_opt_out_from_all_numbers_reaches_what_is_scheduled(
    app: LocalApp, person: str
) -> None:
    due = datetime.now(UTC) + timedelta(seconds=3)
    waiting = await app.send_one(person, sendAt=due.isoformat())
    body = {"state": "opted_out", "reason": "Asked by letter."}
    answer = await app.call("PUT", f"opt-outs/*/{person}", body)
    assert (answer.status, answer.json["sender"]) == (200, "*")

    await app.reaches(waiting, "suppressed")
    assert await app.on_phone(person) == []
    assert (await app.opt_out("77001", person))["allNumbers"] is True
