"""Hands on the HTTP functions of verifications."""

import re
from collections.abc import Iterable
from typing import Any

import azure.functions as func

from composition.app import App
from send_sms.dispatching.dispatch import dispatch
from tests.support.web import call, document, get, post
from tests.support.world import PERSON, TOLL_FREE, World
from verifications import functions
from verifications.contract import VerificationRequest
from verifications.domain.verification import VerificationId
from verifications.start import start_verification

_CODE = re.compile(r"[0-9]{4,8}(?=\s|$)")


def body(**changes: Any) -> dict[str, Any]:
    given = {"from": TOLL_FREE, "to": PERSON, "purpose": "login", **changes}
    return {name: value for name, value in given.items() if value is not None}


async def request_code(key: str = "", **changes: Any) -> func.HttpResponse:
    headers = {"Idempotency-Key": key} if key else {}
    return await call(functions.start_verification, post(body(**changes), headers=headers))


async def started(key: str = "", **changes: Any) -> str:
    """Request a code; gives the id of the verification."""
    answer = await request_code(key, **changes)
    assert answer.status_code == 202, document(answer)
    return str(document(answer)["verificationId"])


async def start_on(app: App, number: str = PERSON, **changes: Any) -> VerificationId:
    """Request a code of an app of its own, as one of several workers has."""
    request = VerificationRequest.model_validate(body(to=number, **changes))
    found = await start_verification(request, app.verifying)
    return found.verification.verification_id


async def check(verification_id: str, code: str, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    request = post({"code": code}, route={"verificationId": verification_id}, headers=headers)
    answer = await call(functions.check_verification, request)
    assert answer.status_code == 200, document(answer)
    return document(answer)


async def status(verification_id: str) -> Any:
    answer = await call(functions.get_verification, get(route={"verificationId": verification_id}))
    return document(answer)


async def figures(**params: str) -> Any:
    answer = await call(functions.get_verification_figures, get(params=params))
    assert answer.status_code == 200
    return document(answer)


async def deliver(world: World) -> None:
    """Play the host for the work of sending."""
    while items := world.queue.take_all():
        for work, _ in items:
            await dispatch(work, world.app().sending)


async def texts(world: World) -> list[str]:
    """Give the texts that left, oldest first."""
    await deliver(world)
    return [call.body for call in world.gateway.calls for _ in call.recipients]


async def last_code(world: World) -> str:
    """Read the code of the last text that left."""
    return code_in((await texts(world))[-1])


def code_in(text: str) -> str:
    return str(_CODE.findall(text.partition("\n")[0])[-1])


def wrong(code: str) -> str:
    """Give a code of the same length that is not the right one."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def numbers(prefix: str, count: int, digits: int = 11) -> Iterable[str]:
    """Give numbers that begin alike."""
    width = digits - len(prefix)
    return (f"+{prefix}{number:0{width}d}" for number in range(count))
