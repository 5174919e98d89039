"""Queue and timer functions while a setting cannot be used: nothing is lost, one line is logged."""

import azure.functions as func
import pytest

from composition.background import WAIT_SECONDS
from shared.domain.errors import StorageError
from shared.storage.azure_queue import AzureQueue
from shared.web.errors import BackgroundError
from tests.support.function_index import IndexedFunction
from tests.support.log_privacy import logged_events
from tests.unit.app.test_failing_functions import MESSAGES
from tests.unit.app.test_inventory import QUEUES, TIMERS

Put = list[tuple[str, str, int]]


@pytest.fixture(autouse=True)
def _unusable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("composition.app._running", [])
    monkeypatch.setattr("shared.web.problems._reported", set())
    monkeypatch.setenv("AzureWebJobsStorage", "UseDevelopmentStorage=true")
    monkeypatch.setenv("ACS_CONNECTION_STRING", "endpoint=http://127.0.0.1:1/;accesskey=c2VjcmV0")
    monkeypatch.setenv("SMS_QUIET_HOURS", "offf")


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    found: Put = []

    async def keep(self: AzureQueue, text: str, delay_seconds: int = 0) -> None:
        found.append((self.name, text, delay_seconds))

    monkeypatch.setattr(AzureQueue, "put", keep)
    return found


@pytest.mark.parametrize("name", QUEUES)
async def test_message_is_put_back_into_its_queue_and_not_failed(
    indexed_functions: dict[str, IndexedFunction], name: str, put: Put, log_lines: list[str]
) -> None:
    body = MESSAGES[QUEUES[name].removesuffix("-poison")]
    for _ in range(6):
        await indexed_functions[name].handler(func.QueueMessage(body=body.encode()))
    assert put == [(QUEUES[name], body, WAIT_SECONDS)] * 6
    (line,) = logged_events(log_lines, "configuration_error")
    assert "SMS_QUIET_HOURS" in line["reason"]


@pytest.mark.parametrize("name", TIMERS)
async def test_run_of_a_timer_ends_and_says_so_once(
    indexed_functions: dict[str, IndexedFunction], name: str, log_lines: list[str]
) -> None:
    for _ in range(3):
        await indexed_functions[name].handler(None)
    assert len(logged_events(log_lines, "configuration_error")) == 1


async def test_message_that_cannot_be_put_back_is_delivered_again(
    indexed_functions: dict[str, IndexedFunction], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StorageError

    monkeypatch.setattr(AzureQueue, "put", fail)
    with pytest.raises(BackgroundError):
        await indexed_functions["deliver_events"].handler(func.QueueMessage(body=b"{}"))
