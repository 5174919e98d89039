"""A STOP whose event is missing: the comparison with ACS's list finds it."""

from typing import Any

from tests.support.local_app import TOLL_FREE, LocalApp, poll


async def reconciled(app: LocalApp) -> Any:
    """Start a comparison, and wait until it is done; gives its report."""
    answer = await app.call("POST", "opt-out-reconciliations")
    assert answer.status == 202, answer

    async def is_done() -> Any:
        found = (await app.call("GET", answer.headers["Location"].removeprefix("/api/"))).json
        return found if found["state"] == "completed" else None

    return await poll(is_done)


async def test_stop_that_never_reached_us_is_found_and_obeyed(app: LocalApp, person: str) -> None:
    body = {"state": "opted_in", "reason": "Signed up in the shop."}
    await app.call("PUT", f"opt-outs/{TOLL_FREE}/{person}", body)
    await app.control("DELETE", "subscriptions/inbound")
    await app.text_in(person, TOLL_FREE, "STOP")

    report = await reconciled(app)

    expected = {
        "sender": TOLL_FREE,
        "recipient": person,
        "kind": "opted_out_at_acs",
        "action": "opted_out",
    }
    assert expected in report["differences"]
    entry = await app.registry_says(person, "opted_out")
    assert [line["source"] for line in entry["ledger"]] == ["api", "reconciliation"]
    await app.reaches(await app.send_one(person), "suppressed")
    assert await app.on_phone(person) == []
    assert expected not in (await reconciled(app))["differences"]
