"""Codes: masked wherever they are shown, and gone from storage when their message is final."""

import asyncio
import json
from typing import Any

import pytest

from conversations import functions as conversations
from send_sms import look_up_functions
from send_sms.accepting.accept import accept_send
from send_sms.domain.resend import SkipReason
from send_sms.ending import cancel_send
from send_sms.resend import ResentSend
from send_sms.storage.batch_layout import content_from_row
from shared.domain.errors import StorageError
from tests.support.samples import make_request, people
from tests.support.web import call, document, get
from tests.support.world import START, TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CUT_OFF,
    FAILED,
    REFUSED,
    accept,
    claim_before_next_write,
    opt_out,
    run,
    run_until_idle,
    send_of,
    statuses,
)
from tests.unit.send_sms.publishing import published, subscribe
from tests.unit.send_sms.resend_helpers import (
    REDRIVE,
    deliver,
    failed_send,
    resend,
    unknown_send,
)

CODE = "482913"
OTP: dict[str, Any] = {"category": "otp", "message": f"Your code is {CODE}."}


def stored_texts(world: World) -> str:
    """Give all that storage has, texts unpacked."""
    texts = [json.dumps(content_from_row(r)) for r in world.journal_table.all_rows() if "own" in r]
    rows = [str(row) for table in world.tables() for row in table.all_rows()]
    return "\n".join([*texts, *rows])


async def shown(send_id: str) -> str:
    """Give all that the API shows of a send to one person."""
    route = {"sendId": send_id, "messageId": f"{send_id}-00000", "sender": TOLL_FREE, "user": ANA}
    query = {"sender": TOLL_FREE, "day": f"{START:%Y-%m-%d}"}
    shown = [
        await call(look_up_functions.get_send, get(route=route)),
        await call(look_up_functions.get_message, get(route=route)),
        await call(look_up_functions.list_send_messages, get(route=route)),
        await call(look_up_functions.list_sends, get(params=query)),
        await call(conversations.get_conversation, get(route=route)),
    ]
    assert {one.status_code for one in shown} == {200}
    return "\n".join(one.get_body().decode() for one in shown)


async def test_code_that_may_be_redriven_is_deleted_when_its_life_ends(world: World) -> None:
    work = await accept(world, **OTP)
    world.gateway.script = [REFUSED]
    await run(world, work)
    assert CODE in stored_texts(world)
    assert world.queue.items == [(work, 300)]
    await run_until_idle(world)
    assert CODE not in stored_texts(world)
    assert len(world.gateway.calls) == 1


@pytest.mark.parametrize("members", [OTP, {**OTP, "sendAt": "2026-11-22T10:00:00Z"}])
async def test_code_is_masked_wherever_it_is_shown(served: World, members: dict[str, Any]) -> None:
    await subscribe(served)
    work = await accept(served, **members)
    send_id = str(send_of(served, work))
    assert CODE in stored_texts(served)
    assert CODE not in await shown(send_id)
    served.queue.items = [(work, 0)]
    await run_until_idle(served)
    assert served.gateway.calls[0].body == OTP["message"]
    assert CODE not in await shown(send_id)
    assert CODE not in str(served.event_queue.items)


async def test_masked_message_keeps_its_size(served: World) -> None:
    work = await accept(served, category="otp", message="Код " + CODE * 12)
    message_id = f"{send_of(served, work)}-00000"
    found = []
    for _ in range(2):
        request = get(route={"messageId": message_id})
        found.append(document(await call(look_up_functions.get_message, request)))
        await run(served, work)
    assert [(one["encoding"], one["segmentCount"]) for one in found] == [("ucs2", 2)] * 2
    assert found[0]["message"] == found[1]["message"] == "••• " + "*" * 72


async def test_code_is_deleted_by_the_write_that_records_that_it_left(world: World) -> None:
    async def operations_of(category: str) -> int:
        work = await accept(world, category=category, message=OTP["message"])
        before = world.journal_table.operation_count
        await run(world, work)
        return world.journal_table.operation_count - before

    assert await operations_of("otp") == await operations_of("transactional")
    assert stored_texts(world).count(f"Your code is {CODE}") == 1
    assert world.queue.items == []


async def test_code_that_leaves_at_once_is_deleted(world: World) -> None:
    world.submit_at_once()
    await accept_send(make_request((ANA,), **OTP), world.app().accepting)
    await world.rounds.finish()
    assert world.gateway.recipients == [ANA]
    assert CODE not in stored_texts(world)


async def test_codes_of_many_recipients_are_deleted(world: World) -> None:
    to = [{"number": n, "values": {"code": f"c{i:05d}"}} for i, n in enumerate(people(150))]
    work = await accept(world, to, category="otp", message="Code {{code}}")
    assert '"c00149"' in stored_texts(world)
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert sorted(call.body for call in world.gateway.calls) == [
        f"Code c{i:05d}" for i in range(150)
    ]
    assert '"c00' not in stored_texts(world)


async def test_code_of_who_opted_out_before_is_stored_masked(world: World) -> None:
    await opt_out(world, ANA)
    world.submit_at_once()
    await accept_send(make_request((ANA,), **OTP), world.app().accepting)
    await accept_send(make_request((ANA, BEN), **OTP), world.app().accepting)
    await world.rounds.finish()
    assert CODE not in stored_texts(world)
    assert world.gateway.recipients == [BEN]


async def test_code_that_the_carrier_rejects_as_wrong_is_deleted(world: World) -> None:
    work = await accept(world, **OTP)
    world.gateway.script = [lambda _: (FAILED,)]
    await run(world, work)
    assert CODE not in stored_texts(world)
    assert world.queue.items == []


@pytest.mark.parametrize("members", [OTP, {**OTP, "sendAt": "2026-11-22T10:00:00Z"}])
async def test_cancelled_code_is_deleted_at_once(world: World, members: dict[str, Any]) -> None:
    work = await accept(world, **members)
    assert await cancel_send(send_of(world, work), world.app().sending)
    assert CODE not in stored_texts(world)


async def test_what_has_expired_beside_a_cancelled_code_is_published(world: World) -> None:
    await subscribe(world)
    app = world.app()
    requests = [make_request(ANA, **{**OTP, "ttlSeconds": 5}), make_request(BEN, **OTP)]
    ana, ben = await asyncio.gather(*(accept_send(one, app.accepting) for one in requests))
    assert ana.send.stored_under == ben.send.stored_under
    world.clock.advance(seconds=10)

    assert await cancel_send(ben.send, world.app().sending)
    await run_until_idle(world)

    assert sorted(status for _, status in published(world)) == ["cancelled", "expired"]
    assert CODE not in stored_texts(world)


@pytest.mark.usefixtures("no_pauses")
async def test_cancelled_code_that_could_not_be_deleted_goes_with_its_work(world: World) -> None:
    work = await accept(world, **OTP)
    writes = iter([True])

    def fail_after_first(_: object) -> None:
        if not next(writes, False):
            raise StorageError

    world.journal_table.before_write = fail_after_first
    assert await cancel_send(send_of(world, work), world.app().sending)
    assert CODE in stored_texts(world)
    world.journal_table.before_write = None
    await run(world, work)
    assert CODE not in stored_texts(world)


async def test_code_that_another_worker_may_still_need_is_kept(world: World) -> None:
    work = await accept(world, **OTP)
    await claim_before_next_write(world, work)
    assert await cancel_send(send_of(world, work), world.app().sending)
    assert CODE in stored_texts(world)


async def test_code_that_expired_unsent_is_deleted(world: World) -> None:
    work = await accept(world, **OTP)
    world.clock.advance(minutes=6)
    await run(world, work)
    assert CODE not in stored_texts(world)


async def test_uncertain_code_is_tried_again_with_its_text(world: World) -> None:
    work = await accept(world, **OTP)
    world.gateway.script = [CUT_OFF]
    await run(world, work)
    assert CODE in stored_texts(world)
    await run_until_idle(world)
    assert [call.body for call in world.gateway.calls] == [OTP["message"]] * 2
    assert CODE not in stored_texts(world)


async def test_unknown_code_can_be_resent_while_it_lives(world: World) -> None:
    work = await accept(world, **OTP, ttlSeconds=3_600)
    world.gateway.script = [CUT_OFF] * 20
    await run(world, work)
    for _ in range(20):
        ((again, delay),) = world.queue.take_all()
        world.clock.advance(seconds=delay)
        await run(world, again)
        if await statuses(world, send_of(world, work)) == ["unknown"]:
            break
    world.gateway.script.clear()
    world.gateway.calls.clear()
    assert (await resend(world, send_of(world, work))).message_count == 1
    await run_until_idle(world)
    assert [call.body for call in world.gateway.calls] == [OTP["message"]]
    assert CODE not in stored_texts(world)


async def test_unknown_code_is_deleted_when_its_life_ends_and_not_resent(world: World) -> None:
    send = await unknown_send(world, **OTP)
    assert CODE not in stored_texts(world)
    world.gateway.calls.clear()
    assert await resend(world, send, ttl_seconds=60) == ResentSend(0, {SkipReason.TEXT_DELETED: 1})
    await run_until_idle(world)
    assert world.gateway.calls == []


async def test_poisoned_code_is_kept_for_a_redrive_and_then_deleted(world: World) -> None:
    send = await failed_send(world, **OTP)
    assert CODE in stored_texts(world)
    await run_until_idle(world)
    assert CODE not in stored_texts(world)
    assert (await resend(world, send, REDRIVE, ttl_seconds=60)).skipped == {
        SkipReason.TEXT_DELETED: 1
    }


async def test_redrive_of_a_code_in_time_sends_it_whole(world: World) -> None:
    send = await failed_send(world, **OTP)
    assert (await resend(world, send, REDRIVE)).message_count == 1
    await run_until_idle(world)
    assert [call.body for call in world.gateway.calls] == [OTP["message"]]
    assert CODE not in stored_texts(world)


async def test_report_on_a_deleted_code_is_stored_as_any_other(world: World) -> None:
    work = await accept(world, **OTP)
    await run(world, work)
    await deliver(world, send_of(world, work), ANA)
    assert await statuses(world, send_of(world, work)) == ["delivered"]
    assert CODE not in stored_texts(world)
