"""Work that fails must fail, but say nothing: the host logs whatever an error says."""

import traceback
from types import SimpleNamespace

import azure.functions as func
import pytest

from shared.domain.errors import StorageError
from shared.web.errors import BackgroundError, redact_errors
from tests.support.log_privacy import logged_events
from tests.support.samples import TEXT
from tests.support.world import PERSON


@pytest.mark.parametrize(
    "error", [KeyError(PERSON), ValueError(f"{PERSON}: {TEXT}"), StorageError(TEXT)]
)
async def test_error_keeps_kind_and_place_and_loses_its_text(
    error: Exception, log_lines: list[str]
) -> None:
    @redact_errors
    async def fail(_: func.QueueMessage) -> None:
        raise error

    context = SimpleNamespace(invocation_id="abc")
    with pytest.raises(BackgroundError) as caught:
        await fail(func.QueueMessage(body=b"{}"), context=context)  # type: ignore[call-arg]

    logged = "".join(traceback.format_exception(caught.value))
    assert f"{type(error).__name__} at tests.unit.shared.test_background:" in logged
    assert PERSON not in logged
    assert TEXT not in logged
    event = "storage_unavailable" if isinstance(error, StorageError) else "unexpected_error"
    (line,) = logged_events(log_lines, event)
    assert (line["function"], line["invocationId"]) == ("fail", "abc")


async def test_work_that_succeeds_answers_nothing() -> None:
    seen: list[bytes] = []

    @redact_errors
    async def work(msg: func.QueueMessage) -> None:
        seen.append(msg.get_body())

    message = func.QueueMessage(body=b"{}")
    assert await work(message) is None  # type: ignore[func-returns-value]
    assert seen == [b"{}"]
