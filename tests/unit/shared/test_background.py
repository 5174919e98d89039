"""Work that fails must fail, but say nothing: the host logs whatever an error says."""

import traceback

import azure.functions as func
import pytest

from shared.domain.errors import StorageError
from shared.web.errors import BackgroundError, redact_errors
from tests.support.samples import TEXT
from tests.support.world import PERSON


@pytest.mark.parametrize(
    "error", [KeyError(PERSON), ValueError(f"{PERSON}: {TEXT}"), StorageError(TEXT)]
)
async def test_error_keeps_kind_and_place_and_loses_its_text(error: Exception) -> None:
    @redact_errors
    async def fail(_: func.QueueMessage) -> None:
        raise error

    with pytest.raises(BackgroundError) as caught:
        await fail(func.QueueMessage(body=b"{}"))

    logged = "".join(traceback.format_exception(caught.value))
    assert f"{type(error).__name__} at test_background.py:" in logged
    assert PERSON not in logged
    assert TEXT not in logged


async def test_work_that_succeeds_answers_nothing() -> None:
    seen: list[bytes] = []

    @redact_errors
    async def work(msg: func.QueueMessage) -> None:
        seen.append(msg.get_body())

    message = func.QueueMessage(body=b"{}")
    assert await work(message) is None  # type: ignore[func-returns-value]
    assert seen == [b"{}"]
