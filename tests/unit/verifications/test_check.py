"""A code is right once, in time, and among the first five attempts, however they come."""

import asyncio
from collections.abc import Sequence

import azure.functions as func
import pytest

from shared.domain.errors import StorageError
from shared.storage.table import Operation
from tests.support.lossy_table import LossyTable
from tests.support.web import assert_problem, call, post
from tests.support.world import World
from tests.unit.verifications.verification_api import (
    check,
    figures,
    last_code,
    start_on,
    started,
    status,
    wrong,
)
from verifications import functions
from verifications.check import check_code


async def test_right_code_is_valid_and_approves_the_verification(served: World) -> None:
    verification = await started()
    assert (await status(verification))["status"] == "pending"
    found = await check(verification, await last_code(served))
    assert (found["valid"], found["status"]) == (True, "approved")
    assert found["approvedAt"] == "2026-11-22T09:00:00Z"
    shown = await status(verification)
    assert shown == {name: value for name, value in found.items() if name != "valid"}
    assert set(shown) == {
        "verificationId", "purpose", "status", "attemptsLeft", "createdAt", "expiresAt",
        "approvedAt",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["{0} {1}", "{0}-{1}", " {0}{1}\n", "{0}\u00a0{1}"])
async def test_spaces_and_hyphens_in_a_code_do_not_count(served: World, form: str) -> None:
    verification = await started()
    code = await last_code(served)
    assert (await check(verification, form.format(code[:3], code[3:])))["valid"]


async def test_code_is_right_once(served: World) -> None:
    verification = await started()
    code = await last_code(served)
    results = [await check(verification, code) for _ in range(2)]
    assert [one["valid"] for one in results] == [True, False]
    assert results[1]["status"] == "approved"


async def test_repetition_with_its_key_gets_the_result_again(served: World) -> None:
    verification = await started()
    code = await last_code(served)
    assert [(await check(verification, wrong(code), "a"))["attemptsLeft"] for _ in range(3)] == [
        4, 4, 4,
    ]  # fmt: skip
    assert [(await check(verification, code, "b"))["valid"] for _ in range(3)] == [True] * 3
    assert not (await check(verification, code, "c"))["valid"]
    assert not (await check(verification, wrong(code), "b"))["valid"]
    assert (await figures())["total"] == {"sent": 1, "entered": 1, "conversion": 1.0}


async def test_right_code_counts_no_more_after_five_wrong_ones(served: World) -> None:
    verification = await started()
    code = await last_code(served)
    typed = [wrong(code), "", "12345", "abcdef", "1" * 32]
    found = [await check(verification, one or "0") for one in typed]
    assert [one["attemptsLeft"] for one in found] == [4, 3, 2, 1, 0]
    assert found[-1]["status"] == "exhausted"
    assert not (await check(verification, code))["valid"]


async def test_code_that_is_sent_again_has_no_new_attempts(served: World) -> None:
    verification = await started()
    code = await last_code(served)
    for _ in range(4):
        await check(verification, wrong(code))
    served.clock.advance(seconds=30)
    await started()
    await check(verification, wrong(code))
    assert (await status(verification))["status"] == "exhausted"


@pytest.mark.parametrize(("seconds", "is_valid"), [(599.9, True), (600, False)])
async def test_code_is_right_within_its_lifetime(
    served: World, seconds: float, is_valid: bool
) -> None:
    verification = await started()
    code = await last_code(served)
    served.clock.advance(seconds=seconds)
    found = await check(verification, code)
    assert found["valid"] is is_valid
    assert found["status"] == ("approved" if is_valid else "expired")


async def test_code_of_another_verification_is_wrong(served: World) -> None:
    await started(to="+12065550100")
    other = await last_code(served)
    verification = await started()
    assert other != await last_code(served)
    assert not (await check(verification, other))["valid"]


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("unknown", ["x", f"{'0' * 20}{'0' * 26}"])
async def test_unknown_verification_is_not_found(unknown: str) -> None:
    request = post({"code": "123456"}, route={"verificationId": unknown})
    assert_problem(await call(functions.check_verification, request), 404)
    get = func.HttpRequest("GET", "/api", route_params={"verificationId": unknown}, body=b"")
    assert_problem(await call(functions.get_verification, get), 404)


async def test_concurrent_attempts_on_two_workers_are_five_at_most(world: World) -> None:
    apps = [world.app(), world.app()]
    verification = await start_on(apps[0], "+14255550123")
    code = await last_code(world)

    async def attempt(index: int) -> int:
        found = await check_code(verification, wrong(code), apps[index % 2].verifying)
        assert found
        return found.verification.attempts_left

    left = await asyncio.gather(*(attempt(index) for index in range(12)))
    assert sorted(set(left)) == [0, 1, 2, 3, 4]
    found = await check_code(verification, code, apps[1].verifying)
    assert found
    assert not found.is_valid


async def test_attempt_between_read_and_write_of_another_worker_is_not_lost(world: World) -> None:
    verification = await start_on(world.app(), "+14255550123")
    code = await last_code(world)
    table = world.verifications_table
    written: list[Sequence[Operation]] = []

    def interfere(operations: Sequence[Operation]) -> None:
        written.append(operations)
        if len(written) == 1:
            [row] = [one for one in table.all_rows() if "|v|" in one["RowKey"]]
            table.put({**row, "attempt_count": 4})

    table.before_write = interfere
    found = await check_code(verification, wrong(code), world.app().verifying)
    assert found
    assert found.verification.attempts_left == 0
    assert len(written) == 2


async def test_attempt_whose_response_was_lost_gets_its_result_with_its_key(world: World) -> None:
    table = LossyTable()
    app = world.app(tables={"Verifications": table})
    verification = await start_on(app, "+14255550123")
    code = await last_code(world)
    table.lost_answers = 1
    with pytest.raises(StorageError):
        await check_code(verification, code, app.verifying, "k")
    found = await check_code(verification, code, app.verifying, "k")
    assert found
    assert found.is_valid


async def test_right_code_is_valid_although_it_cannot_be_counted(world: World) -> None:
    counts = LossyTable()
    app = world.app(tables={"VerificationCounts": counts})
    verification = await start_on(app, "+14255550123")
    code = await last_code(world)
    counts.refused_writes = 1
    found = await check_code(verification, code, app.verifying)
    assert found
    assert found.is_valid
