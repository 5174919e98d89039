"""Rows of verifications: erased, deleted in time, and safe to interrupt."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest

from send_sms.accepting.accept_once import SendInFlightError
from send_sms.domain.caps import Cap, CapPeriod, CapUnit
from shared.domain.errors import StorageError
from shared.settings import ConfigurationError
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable
from tests.support.lossy_table import LossyTable
from tests.support.web import assert_problem
from tests.support.world import PERSON, Serve, World
from tests.unit.housekeeping.test_purge import RUNS_PER_ROUND, run_timer
from tests.unit.send_sms.cap_world import capped_world
from tests.unit.verifications.verification_api import (
    body,
    check,
    figures,
    last_code,
    request_code,
    start_on,
    started,
    texts,
)
from verifications.contract import VerificationRequest
from verifications.domain.limits import ResendTooSoonError
from verifications.domain.verification import VerificationId
from verifications.settings import brand_from, verification_key_from
from verifications.start import StartedVerification, start_verification

OTHER = "+12065550100"


async def test_everything_of_a_person_is_erased_and_nothing_of_others(served: World) -> None:
    await started(clientAddress="203.0.113.7")
    await started(purpose="payment")
    kept = await started(to=OTHER)
    verifications = served.app().verifying.verifications
    assert await verifications.erase_person(PERSON) == 3
    assert await verifications.erase_person(PERSON) == 0
    code = await last_code(served)
    assert (await check(kept, code))["valid"]
    names = [row["RowKey"].split("|")[1] for row in served.verifications_table.all_rows()[:-1]]
    assert sorted(names) == ["client", "person", "v"]


async def test_rows_are_deleted_a_day_after_they_are_needed(served: World) -> None:
    await started(clientAddress="203.0.113.7")
    served.clock.advance(hours=18)
    await run_timer(served, RUNS_PER_ROUND)
    assert len(served.verifications_table.all_rows()) == 4
    served.clock.advance(hours=2)
    await run_timer(served, RUNS_PER_ROUND)
    [key] = served.verifications_table.all_rows()
    assert key["RowKey"] == "key"


async def test_counts_of_a_prefix_are_deleted_after_92_days_without_codes(served: World) -> None:
    await started()
    served.clock.advance(days=93)
    await run_timer(served, 288)
    left = {row["RowKey"] for row in served.verification_counts_table.all_rows()}
    assert left == {"c|US", "new"}


async def test_code_whose_send_was_not_stored_is_sent_by_the_next_request(world: World) -> None:
    keys = LossyTable()
    app = world.app(tables={"IdempotencyKeys": keys})
    keys.refused_writes = 1
    with pytest.raises(StorageError):
        await start_on(app)
    assert await texts(world) == []
    world.clock.advance(seconds=1)
    first = await start_on(app)
    assert len(await texts(world)) == 1
    row = await app.verifying.verifications.verification(first)
    assert row
    assert row[0].send_count == 1


@pytest.mark.parametrize("writes", range(6))
async def test_request_that_is_interrupted_anywhere_sends_one_code_when_it_is_repeated(
    world: World, writes: int
) -> None:
    tables = {
        name: LossyTable()
        for name in ("Verifications", "VerificationCounts", "IdempotencyKeys", "Journal")
    }
    world.journal_table = tables["Journal"]
    app, done = world.app(tables=tables), 0

    def refuse(_: Sequence[Operation]) -> None:
        nonlocal done
        done += 1
        if done == writes + 1:
            raise StorageError

    for table in tables.values():
        table.before_write = refuse
    for _ in range(3):
        try:
            await start_on(app)
        except Exception:  # noqa: BLE001 - the caller tries again whatever it was
            world.clock.advance(seconds=80)
        else:
            break
    assert len(await texts(world)) == 1


@pytest.mark.parametrize("is_done", [False, True], ids=["refused", "response lost"])
@pytest.mark.parametrize("number", range(1, 10))
async def test_repeated_request_with_a_key_sends_one_code_whichever_write_fails(
    world: World, number: int, is_done: bool
) -> None:
    names = ("Verifications", "VerificationCounts", "IdempotencyKeys", "Journal")
    writes = FailingWrites(number, is_done=is_done)
    tables = {name: FailingTable(writes) for name in names}
    world.journal_table = tables["Journal"]
    app = world.app(tables=tables)
    request = VerificationRequest.model_validate(body(clientAddress="203.0.113.7"))
    ids = set()
    for _ in range(4):
        with suppress(StorageError, SendInFlightError):
            found = await start_verification(request, app.verifying, "k")
            ids.add(found.verification.verification_id)
        await texts(world)
        world.clock.advance(seconds=80)
    assert len(ids) == 1
    assert len(world.gateway.recipients) == 1
    counts = [row for row in tables["VerificationCounts"].all_rows() if row["RowKey"][0] == "p"]
    assert sum(sum(json.loads(row["hours"]).popitem()[1]) for row in counts) in (1, 2)


@dataclass
class FailingWrites:
    """The write that fails, counted over all tables."""

    left: int
    is_done: bool


class FailingTable(InMemoryTable):
    """A table one of whose writes fails, done or not."""

    def __init__(self, writes: FailingWrites) -> None:
        super().__init__()
        self._writes = writes

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        self._writes.left -= 1
        fails = self._writes.left == 0
        if fails and not self._writes.is_done:
            raise StorageError
        versions = await super().write(operations)
        if fails:
            raise StorageError
        return versions


@pytest.mark.parametrize("count", [2, 8])
async def test_concurrent_requests_of_several_workers_send_one_code(
    world: World, count: int
) -> None:
    apps = [world.app() for _ in range(count)]
    found = await asyncio.gather(*map(start_on, apps), return_exceptions=True)
    ids = {one for one in found if isinstance(one, VerificationId)}
    assert len(ids) == 1
    assert all(isinstance(one, VerificationId | ResendTooSoonError) for one in found)
    assert len(await texts(world)) == 1


async def test_concurrent_requests_with_one_key_send_one_code_under_one_id(world: World) -> None:
    apps = [world.app() for _ in range(4)]
    request = VerificationRequest.model_validate(body())
    found = await asyncio.gather(
        *(start_verification(request, app.verifying, "k") for app in apps), return_exceptions=True
    )
    started_by = [one for one in found if isinstance(one, StartedVerification)]
    assert len({one.verification.verification_id for one in started_by}) == 1
    assert all(isinstance(one, StartedVerification | SendInFlightError) for one in found)
    assert len(await texts(world)) == 1
    again = await start_verification(request, apps[0].verifying, "k")
    assert again.verification.verification_id == started_by[0].verification.verification_id
    assert again.is_replay


@pytest.mark.usefixtures("served")
async def test_storage_that_is_unavailable_is_a_503(served: World) -> None:
    def fail() -> None:
        raise StorageError

    served.verifications_table.before_read = fail
    assert_problem(await request_code(), 503)
    served.verifications_table.before_read = None
    await started()


async def test_setting_is_a_part_of_the_key(world: World) -> None:
    plain = await world.app().verifying.verifications.key()
    world.settings = replace(world.settings, verification_key="x" * 32)
    assert await world.app().verifying.verifications.key() != plain


def test_settings_are_read_or_refused_by_name() -> None:
    assert brand_from(" Contoso ") == "Contoso"
    assert verification_key_from("") == ""
    assert verification_key_from("k" * 32) == "k" * 32
    for read, text, name in (
        (brand_from, "x" * 33, "SMS_BRAND"),
        (brand_from, "{{name}}", "SMS_BRAND"),
        (verification_key_from, "short", "SMS_VERIFICATION_KEY"),
        (verification_key_from, "é" * 40, "SMS_VERIFICATION_KEY"),
    ):
        with pytest.raises(ConfigurationError, match=name) as refused:
            read(text)
        assert text not in str(refused.value)


async def test_code_that_a_cap_refuses_counts_for_no_prefix_and_no_person(serve: Serve) -> None:
    world = capped_world(Cap(CapPeriod.DAY, CapUnit.SEGMENTS, 1))
    serve(world)
    await started(to=OTHER)
    for _ in range(12):
        assert assert_problem(await request_code(), 429)["code"] == "cap_reached"
        world.clock.advance(seconds=1)
    assert (await figures())["total"]["sent"] == len(await texts(world)) == 1
    world.clock.advance(days=1)
    await started()
    assert len(await texts(world)) == 2
