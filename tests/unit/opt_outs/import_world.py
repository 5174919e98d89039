"""Files of opt-outs, and the host that imports them."""

import json
from collections.abc import Sequence
from typing import Any

import azure.functions as func

from opt_outs import import_functions
from opt_outs.domain.consent import ConsentState
from opt_outs.import_job import continue_import
from tests.support.web import call, document, get
from tests.support.world import TOLL_FREE, World

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN


HEADER = "sender,recipient,state,category,changedAt,reason\r\n"


async def post(body: str | bytes | list[Any], **params: str) -> func.HttpResponse:
    content = json.dumps(body).encode() if isinstance(body, list) else body
    content = content.encode() if isinstance(content, str) else content
    request = func.HttpRequest(
        "POST",
        "/api",
        headers={
            "Content-Type": "application/json" if isinstance(body, list) else "text/csv",
            "Content-Length": str(len(content)),
        },
        params=params,
        body=content,
    )
    return await call(import_functions.import_opt_outs, request)


async def state_of(import_id: str, **params: str) -> Any:
    request = get(route={"importId": import_id}, params=params)
    return document(await call(import_functions.get_opt_out_import, request))


async def run_all(world: World) -> None:
    """Play the host until no message is left."""
    for _ in range(200):
        items, world.import_queue.items = world.import_queue.items, []
        if not items:
            return
        for text, delay_seconds in items:
            world.clock.advance(seconds=delay_seconds)
            await continue_import(text.encode(), world.app().import_jobs)
    message = "the import never ends"
    raise AssertionError(message)


async def imported(world: World, body: str | bytes | list[Any], **params: str) -> Any:
    """Import a file to its end; give how it did."""
    answer = await post(body, **params)
    assert answer.status_code == 202, document(answer)
    await run_all(world)
    return await state_of(document(answer)["importId"])


def file_of(numbers: Sequence[str], state: str = "opted_out", time: str = "") -> str:
    return HEADER + "".join(f"{TOLL_FREE},{n},{state},,{time},Moved\r\n" for n in numbers)


def counts(found: dict[str, Any]) -> tuple[int, int, int]:
    return found["changedCount"], found["unchangedCount"], found["badLineCount"]
