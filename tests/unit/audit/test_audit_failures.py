"""Changes that cannot be recorded at once are made, logged and recorded once."""

import asyncio
from collections.abc import Sequence
from typing import Any

from composition.app import run_as
from shared.domain.errors import StorageError
from shared.storage.table import Operation
from shared.web.http import REQUEST_SECONDS
from tests.support.log_privacy import logged_events
from tests.support.virtual_time import run_in_virtual_time
from tests.support.world import World
from tests.unit.audit.test_audit import (
    BILLING,
    changes,
    pause,
)


async def test_change_that_cannot_be_kept_is_made_and_logged(
    served: World, log_lines: list[str]
) -> None:
    def refuse(operations: list[Operation]) -> None:
        del operations
        raise StorageError

    served.audit_table.before_write = refuse
    answer = await pause(**BILLING, **{"X-Request-Id": "request-3"})
    assert answer.status_code == 200
    (line,) = logged_events(log_lines, "audit_failed")
    assert (line["action"], line["requestId"]) == ("pause_sender", "request-3")
    assert line["actor"] == "billing"


async def test_first_failure_to_keep_a_change_is_repeated(served: World) -> None:
    failures = [StorageError()]

    def fail_once(operations: list[Operation]) -> None:
        del operations
        if failures:
            raise failures.pop()

    served.audit_table.before_write = fail_once
    await pause()
    assert len(await changes()) == 1


async def test_change_whose_record_was_stored_without_a_response_is_kept_once(
    served: World,
) -> None:
    table = served.audit_table
    stored: list[Operation] = []

    def store_and_fail(operations: Sequence[Operation]) -> None:
        if not stored:
            stored.extend(operations)
            table.put(operations[0][1])
            raise StorageError

    table.before_write = store_and_fail
    await pause()
    assert len(await changes()) == 1


def test_record_that_hangs_holds_up_no_response() -> None:
    class Hanging:
        async def write(self, *_: object) -> Any:
            await asyncio.Event().wait()

    async def ask() -> float:
        app = World().app(tables={"Audit": Hanging()})  # type: ignore[dict-item]
        with run_as(app):
            assert (await pause()).status_code == 200
        return asyncio.get_running_loop().time()

    assert run_in_virtual_time(ask) <= REQUEST_SECONDS
