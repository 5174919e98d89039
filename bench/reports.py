"""Delivery reports, one event for each POST, 32 at a time, straight to the app's webhook."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bench.bulk import TEXT
from bench.figures import Figure, Goal, figure
from bench.measure import Measured, measured
from bench.progress import Progress, say
from bench.recipients import recipients
from bench.singles import AT_ONCE, side_by_side
from bench.world import SENDER, World, running_world
from local.acs_simulator.settings import DEFAULT_RESOURCE_ID
from local.dev.errors import DevError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.options import Options

_SEED = 7


async def reports(options: Options) -> list[Figure]:
    """Measure how fast single reports on stored batches are stored."""
    runs: list[Measured] = []
    for number in range(options.round_count):
        async with running_world() as world:
            events = await report_events(world, options.single_count)
            label = f"reports, round {number + 1} of {options.round_count}"
            runs.append(await _run(world, events, label))
    speeds = [run.messages_per_second for run in runs]
    operations = [run.operations_per_message for run in runs]
    cpu = [run.cpu_seconds_per_thousand for run in runs]
    return [
        figure("reports", "one a POST", speeds, "reports/s", goal=Goal(least=1_200)),
        figure("reports", "storage operations", operations, "per report", goal=Goal(greatest=0.3)),
        figure("reports", "CPU of the app", cpu, "s per 1,000"),
    ]


async def report_events(world: World, count: int) -> list[dict[str, Any]]:
    """Send so many messages without reports, and write the reports in a mixed order."""
    sent = await world.send(SENDER, recipients(count), TEXT)
    progress = Progress("sending what is to be reported", count)
    while (await _counts(world, sent["sendId"])).get("sent", 0) < count:
        progress.show(0)
    progress.finish(count)
    found = await world.control("GET", f"messages?direction=outbound&limit={count}")
    events = [_event(message) for message in found["messages"]]
    # Reports of one call come together in reality; mixed is the harder case.
    random.Random(_SEED).shuffle(events)  # noqa: S311 - an order, not a secret
    return events


async def _counts(world: World, send_id: str) -> dict[str, int]:
    found: dict[str, int] = (await world.json("GET", f"{world.app}/sms/{send_id}"))["counts"]
    return found


def _event(message: Mapping[str, Any]) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {
        "id": message["messageId"],
        "topic": DEFAULT_RESOURCE_ID,
        "subject": "/phonenumber/" + message["from"].lstrip("+"),
        "eventType": "Microsoft.Communication.SMSDeliveryReportReceived",
        "eventTime": now,
        "dataVersion": "1.0",
        "metadataVersion": "1",
        "data": {
            "messageId": message["messageId"],
            "from": message["from"],
            "to": message["to"],
            "deliveryStatus": "Delivered",
            "deliveryStatusDetails": "No error.",
            "deliveryAttempts": [{"timestamp": now, "segmentsSucceeded": 1, "segmentsFailed": 0}],
            "receivedTimestamp": now,
            "tag": message["tag"],
        },
    }


async def _run(world: World, events: list[dict[str, Any]], label: str) -> Measured:
    progress = Progress(label, len(events))
    done_count = 0

    async def post(event: dict[str, Any]) -> None:
        nonlocal done_count
        await post_report(world, event)
        done_count += 1
        progress.show(done_count)

    run = await measured(world, len(events), lambda: side_by_side(events, post, AT_ONCE))
    progress.finish(done_count)
    await _check_all_are_stored(world, len(events))
    return run


async def post_report(world: World, event: Mapping[str, Any]) -> None:
    """Have the app store one report; returns when it is acknowledged."""
    url = f"{world.app}/webhooks/delivery-reports"
    async with world.session.post(url, json=[event]) as answer:
        if not answer.ok:
            message = f"A report was answered with {answer.status}."
            raise DevError(message)


async def _check_all_are_stored(world: World, count: int) -> None:
    [request] = [one for one in (await world.control("GET", "requests"))["requests"] if one["tag"]][
        :1
    ]
    found = await _counts(world, request["tag"].partition("-")[0])
    if found.get("delivered") != count:
        message = f"Of {count} reports only these are stored: {found}"
        raise DevError(message)
    say("reports: every one is stored")
