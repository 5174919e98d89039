"""A client that openapi-python-client generates from the running app's document works with it."""

import asyncio
import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.local_app import TOLL_FREE, LocalApp

NAME = "generated_paloma"


def generate(document: object, folder: Path) -> None:
    source, settings = folder / "openapi.json", folder / "settings.yml"
    source.write_text(json.dumps(document), encoding="utf-8")
    settings.write_text("post_hooks: []\n", encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none",
         "--path", source, "--config", settings, "--output-path", folder / NAME],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


@pytest.fixture
def part(
    app: LocalApp,  # noqa: ARG001 - a run's modules go with it
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], ModuleType]:
    """Give the import of a part of the generated client."""
    monkeypatch.syspath_prepend(tmp_path)
    return lambda name: importlib.import_module(f"{NAME}.{name}")


async def test_generated_client_sends_reads_pages_opts_out_verifies_and_erases(
    app: LocalApp,
    new_person: Callable[[], str],
    part: Callable[[str], ModuleType],
    tmp_path: Path,
) -> None:
    document = (await app.call("GET", "openapi.json")).json
    await asyncio.to_thread(generate, document, tmp_path)
    (server,) = document["servers"]
    async with part("client").Client(base_url=server["url"]) as client:
        await use(client, part, document, new_person)
        await verify(client, part, new_person())
        await export_and_erase(client, part, new_person())


async def use(
    client: Any,
    part: Callable[[str], ModuleType],
    document: dict[str, Any],
    new_person: Callable[[], str],
) -> None:
    models, person = part("models"), new_person()
    sending, opt_outs = "api.sending", "api.opt_outs"

    request = models.SendRequest(from_=TOLL_FREE, to=[person, new_person()], message="Hello there")
    send_sms = part(f"{sending}.send_sms").asyncio
    accepted = await send_sms(client=client, body=request, idempotency_key=person)
    again = await send_sms(client=client, body=request, idempotency_key=person)
    assert again.send_id == accepted.send_id
    assert accepted.recipient_count == 2

    send = await part(f"{sending}.get_send").asyncio(accepted.send_id, client=client)
    assert send.message == "Hello there"
    assert not send.campaign, "it has none"
    described = document["components"]["schemas"]["SendStatus"]["properties"]
    assert set(send.to_dict()) <= set(described)

    read_page, seen = part(f"{sending}.list_send_messages").asyncio, []
    after: dict[str, str] = {}
    while True:
        page = await read_page(accepted.send_id, client=client, limit=1, **after)
        seen += page.messages
        if not page.next_url:
            break
        after = {"after": parse_qs(urlsplit(page.next_url).query)["after"][0]}
    assert len({one.message_id for one in seen}) == 2
    message = await part(f"{sending}.get_message").asyncio(seen[0].message_id, client=client)
    assert message.history[0].event == "accepted"

    decision = models.OptOutDecision(state=models.ConsentState.OPTED_OUT, reason="Asked by phone.")
    put, get = part(f"{opt_outs}.put_opt_out").asyncio, part(f"{opt_outs}.get_opt_out").asyncio

    def entry(recipient: str) -> dict[str, Any]:
        # Clients log the addresses that they ask for.
        numbers = {"paloma_sender": TOLL_FREE, "paloma_recipient": recipient}
        return {"sender": "-", "recipient": "-", "client": client, **numbers}

    assert (await put(**entry(person), body=decision)).state == "opted_out"
    assert (await get(**entry(person))).ledger[-1].reason == "Asked by phone."
    missing = await get(**entry(new_person()))
    assert (type(missing).__name__, missing.code) == ("Problem", "not_found")


async def verify(client: Any, part: Callable[[str], ModuleType], person: str) -> None:
    models, room = part("models"), "api.verifications"
    request = models.VerificationRequest(from_=TOLL_FREE, to=person, purpose="login")
    start = part(f"{room}.start_verification").asyncio
    started = await start(client=client, body=request, idempotency_key=person)
    again = await start(client=client, body=request, idempotency_key=person)
    assert again.verification_id == started.verification_id
    too_soon = await start(client=client, body=request)
    assert (type(too_soon).__name__, too_soon.code) == ("Problem", "resend_too_soon")

    check = part(f"{room}.check_verification").asyncio
    checked = await check(
        started.verification_id, client=client, body=models.CheckRequest(code="no")
    )
    assert not checked.valid
    found = await part(f"{room}.get_verification").asyncio(started.verification_id, client=client)
    assert found.attempts_left == checked.attempts_left
    assert (await part("api.senders.list_caps").asyncio(client=client)).caps == []


async def export_and_erase(client: Any, part: Callable[[str], ModuleType], person: str) -> None:
    models, room = part("models"), "api.opt_outs"
    hidden = {"client": client, "paloma_number": person}
    line = models.ImportOptOutsJsonBodyItem(recipient=person, sender=TOLL_FREE, state="opted_out")
    accepted = await part(f"{room}.import_opt_outs").asyncio(client=client, body=[line])
    assert accepted.row_count == 1

    exported = await part(f"{room}.export_person").asyncio("-", **hidden)
    assert exported.number == person
    request = models.ErasureRequest(reason="Asked by phone.")
    erasure = await part(f"{room}.erase_person").asyncio("-", **hidden, body=request)
    receipt = await part(f"{room}.get_erasure").asyncio(erasure.erasure_id, client=client)
    assert receipt.number_ends == person[-4:]
