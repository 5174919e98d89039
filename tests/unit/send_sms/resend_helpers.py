"""Sends that ended unknown or failed, and helpers that have them sent again."""

from typing import Any

from send_sms.domain.progress import ResendKind
from send_sms.ending import give_up_work
from send_sms.resend import ResentSend, resend_messages
from shared.carriers.events import DeliveryStatus
from shared.domain.identifiers import BlockAddress, SendAddress
from tests.support.samples import make_report
from tests.support.world import World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    CUT_OFF,
    accept,
    run_until_idle,
    send_of,
    statuses,
)

RESEND, REDRIVE = ResendKind.RESEND, ResendKind.REDRIVE
ALWAYS_CUT_OFF = [CUT_OFF] * 20


async def resend(
    world: World, send: SendAddress, kind: ResendKind = RESEND, ttl_seconds: int | None = None
) -> ResentSend:
    found = await resend_messages(send, kind, ttl_seconds=ttl_seconds, sending=world.app().sending)
    assert found
    return found


async def unknown_send(world: World, to: Any = (ANA,), **members: Any) -> SendAddress:
    """Have a send accepted whose every try is cut off until ACS's window is over."""
    work = await accept(world, to, **members)
    world.gateway.script = list(ALWAYS_CUT_OFF)
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    world.gateway.script.clear()
    send = send_of(world, work)
    assert set(await statuses(world, send)) == {"unknown"}
    return send


async def failed_send(world: World, to: Any = (ANA,), **members: Any) -> SendAddress:
    work = await accept(world, to, **members)
    await give_up_work(work, world.app().sending)
    send = send_of(world, work)
    assert set(await statuses(world, send)) == {"failed"}
    return send


async def deliver(world: World, send: SendAddress, *recipients: str, block: int = 0) -> None:
    """Have a report come that recipients got a send's message."""
    report = make_report(DeliveryStatus.DELIVERED, world.clock.now)
    reports = {BlockAddress(send, block): [(one, report) for one in recipients]}
    missing = await world.app().reporting.reports.add(reports)
    assert not missing
