"""An app that answers from a list, for both clients, and notes what was asked and waited."""

import inspect
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
import pytest

from paloma import AsyncPaloma, Paloma, PalomaError

URL = "https://paloma.example"
KEY = "a-secret-key"
SENDER, PERSON = "+18335550100", "+14255550123"
ENTRY = {"sender": SENDER, "recipient": PERSON, "state": "opted_in", "changedAt": None}
AT = "2026-11-22T09:15:36Z"
Answer = httpx.Response | BaseException


@dataclass
class FakeApp:
    """Answers in their order; the last one stays."""

    answers: list[Answer]
    asked: list[httpx.Request] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    caller: str = ""

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    def sync_client(self, key: str = KEY) -> Paloma:
        transport = httpx.MockTransport(self.answer)
        return Paloma(
            URL, key=key, caller=self.caller, transport=transport, sleep=self.waits.append
        )

    def async_client(self, key: str = KEY) -> AsyncPaloma:
        transport = httpx.MockTransport(self.answer)
        return AsyncPaloma(URL, key=key, caller=self.caller, transport=transport, sleep=self._sleep)


Use = Callable[[Any], Any]
Ask = Callable[[FakeApp, Use], Any]


async def ask_sync(app: FakeApp, use: Use) -> Any:
    """Give what a call of the synchronous client gives; all items, if it is a list."""
    with app.sync_client() as paloma:
        result = use(paloma)
        return list(result) if isinstance(result, Iterator) else result


async def ask_async(app: FakeApp, use: Use) -> Any:
    """Give the same of the asynchronous one."""
    async with app.async_client() as paloma:
        result = use(paloma)
        if inspect.isasyncgen(result):
            return [one async for one in cast("AsyncIterator[Any]", result)]
        return await result


def ok(document: object, status: int = 200, **headers: str) -> httpx.Response:
    """Answer with JSON; `_` in the names of headers stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=named, json=document)


def problem(status: int, code: str, detail: str = "Not so.", **headers: str) -> httpx.Response:
    """Answer with a problem document."""
    document = {"type": "about:blank", "title": "x", "status": status, "code": code}
    return ok({**document, "detail": detail}, status, **headers)


def accepted(**members: object) -> httpx.Response:
    """Answer as a send is accepted."""
    document: dict[str, object] = {
        "sendId": "s1",
        "status": "accepted",
        "recipientCount": 1,
        "duplicateCount": 0,
        "segmentCount": 1,
        "encoding": "gsm7",
        "messages": [{"messageId": "s1-00000", "to": PERSON, "status": "queued"}],
        "messagesUrl": "/api/sms/s1/messages",
        "rejected": [],
    }
    return ok({**document, **members}, 202)


def body_of(request: httpx.Request) -> Any:
    return json.loads(request.content)


def send(client: Any) -> Any:
    return client.send(SENDER, PERSON, "Hi")


def keys_of(app: FakeApp) -> list[str]:
    return [request.headers["Idempotency-Key"] for request in app.asked]


async def failure_of(ask: Ask, app: FakeApp, use: Callable[[Any], Any]) -> PalomaError:
    with pytest.raises(PalomaError) as raised:
        await ask(app, use)
    return raised.value


def status_of(send_id: str = "s1", **counts: int) -> httpx.Response:
    document = {"sendId": send_id, "from": SENDER, "status": "x", "message": "Hi", "counts": counts}
    return ok({**document, "recipientCount": sum(counts.values())})
