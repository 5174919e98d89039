"""Ten thousand recipients: accepted in one step, delivered to each once, and cheap to store."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.local_app import CountedApp, LocalApp, poll

SENDER = "+14255550100"
RECIPIENT_COUNT = 10_000
MAX_OPERATIONS_PER_MESSAGE = 0.1
# Each area code has a hundred numbers for fiction, 555-0100 to 555-0199.
RECIPIENTS = [f"+1{400 + n // 100}55501{n % 100:02d}" for n in range(RECIPIENT_COUNT)]


async def test_ten_thousand_are_delivered_once_each_for_few_operations(
    counted_app: CountedApp,
) -> None:
    app, traffic = counted_app, counted_app.traffic
    first = await app.send(SENDER, "+13025550198")  # makes the tables and the queue
    await app.reaches(first["messages"][0]["messageId"], "delivered")
    reports_before = await delivered_count(app)
    traffic.reset()

    accepted = await app.send(SENDER, RECIPIENTS, "Hello, all of you!", confirm=True)
    await poll(lambda: all_reports_are_stored(app, reports_before), seconds=60)
    operations = traffic.worked()

    assert accepted["recipientCount"] == RECIPIENT_COUNT
    assert operations.total() <= RECIPIENT_COUNT * MAX_OPERATIONS_PER_MESSAGE, operations
    send = (await app.call("GET", f"sms/{accepted['sendId']}")).json
    assert (send["status"], send["counts"]) == ("completed", {"delivered": RECIPIENT_COUNT})
    assert await phones(app) == Counter([*RECIPIENTS, "+13025550198"])


async def test_ten_thousand_are_accepted_in_one_transaction(
    counted_app: CountedApp,
) -> None:
    app, traffic = counted_app, counted_app.traffic
    first = await app.send(SENDER, "+13025550197")  # makes the tables and the queue
    await app.reaches(first["messages"][0]["messageId"], "delivered")
    due = datetime.now(UTC) + timedelta(seconds=100)
    traffic.reset()

    # Due later, so that what accepting costs can be told from what dispatching does.
    accepted = await app.send(
        SENDER, RECIPIENTS, "Hello, all of you!", sendAt=due.isoformat(), confirm=True
    )
    operations = traffic.worked()
    assert (await app.call("DELETE", f"sms/{accepted['sendId']}")).status == 200

    # The first send's message is done: it is deleted only now, or a new one takes its place.
    del operations["queue update sms-dispatch"], operations["queue delete sms-dispatch"]
    assert operations.pop("queue put sms-dispatch") in {9, 10}
    assert operations == {"table transaction": 1}


async def delivered_count(app: LocalApp) -> int:
    """Count the reports that the app has acknowledged, and so stored."""
    found = (await app.control("GET", "subscriptions"))["subscriptions"]
    [count] = [one["delivered"] for one in found if one["name"] == "delivery-reports"]
    return int(count)


async def all_reports_are_stored(app: LocalApp, count_before: int) -> bool:
    return await delivered_count(app) - count_before >= RECIPIENT_COUNT


async def phones(app: LocalApp) -> Counter[str]:
    """Count what each phone got, over all phones."""
    limit = 2 * RECIPIENT_COUNT
    found: dict[str, Any] = await app.control("GET", f"messages?direction=outbound&limit={limit}")
    return Counter(message["to"] for message in found["messages"])
