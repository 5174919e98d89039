"""The demo must fail when a step does not happen, in whichever way it does not."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from local.dev import demo
from local.dev.azurite import azurite_at
from local.dev.environment import AppEnvironment
from local.dev.errors import DevError
from local.dev.process_group import ProcessGroup
from local.dev.web import Response
from local.dev.world import World
from local.dev.world_settings import HostKind, WorldSettings

_REFUSAL = "Sender blocked for given recipient."


@dataclass
class InMemoryPaloma:
    """Answers like the app and the simulator; each flag breaks one thing."""

    is_refusing: bool = True
    is_delivering: bool = True
    is_listening: bool = True
    refusal: str = _REFUSAL
    leaks: bool = False
    accept_status: int = 202
    message_key: str = "messageId"
    opted_out: set[str] = field(default_factory=set)
    phone: list[dict[str, str]] = field(default_factory=list)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)

    def call(
        self,
        method: str,
        url: str,
        body: dict[str, Any] | None = None,
        *,
        timeout_seconds: float = 0,
    ) -> Response:
        assert timeout_seconds >= 0
        parts = urlsplit(url)
        last = unquote(parts.path.rpartition("/")[2])
        if method == "POST":
            assert body is not None
            return self._text(body) if last == "inbound" else self._send(body)
        if last == "messages":
            number = parse_qs(parts.query)["number"][0]
            return Response(200, {"messages": [m for m in self.phone if m["to"] == number]})
        if "/opt-outs/" in parts.path:
            return Response(200, {"state": "opted_out" if last in self.opted_out else "opted_in"})
        return Response(200, self.messages[last])

    def _send(self, body: dict[str, Any]) -> Response:
        message_id, to = f"m{len(self.messages)}", body["to"]
        is_refused = self.is_refusing and to in self.opted_out
        status = "delivered" if self.is_delivering else "sent"
        self.messages[message_id] = {"status": status}
        if is_refused:
            self.messages[message_id] = {"status": "suppressed", "reason": self.refusal}
        if not is_refused or self.leaks:
            self._show(to, body["message"], origin="api")
        message = {self.message_key: message_id, "status": "queued"}
        return Response(self.accept_status, {"sendId": "s", "messages": [message]})

    def _show(self, number: str, text: str, *, origin: str) -> None:
        shown = {"to": number, "message": text, "origin": origin, "status": "delivered"}
        self.phone.append(shown)

    def _text(self, body: dict[str, Any]) -> Response:
        self._show(body["from"], "NETWORK MSG: yes", origin="network")
        if self.is_listening:
            change = self.opted_out.add if body["message"] == "STOP" else self.opted_out.discard
            change(body["from"])
        return Response(202, {})


def _play(paloma: InMemoryPaloma, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "call", paloma.call)
    monkeypatch.setattr(demo, "STEP_SECONDS", 0.05)
    settings = WorldSettings(7071, 10000, 8080, None, HostKind.STAND_IN)
    environment = AppEnvironment({}, uses_azurite=True, uses_simulator=True)
    with ProcessGroup() as process_group:
        host = process_group.start("host", [sys.executable, "-c", "import time; time.sleep(600)"])
        demo.play_demo(World(process_group, settings, environment, azurite_at(10000), host))


def test_demo_prints_every_step_when_all_of_it_happens(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _play(InMemoryPaloma(), monkeypatch)

    said = capsys.readouterr().out
    assert [line[0] for line in said.splitlines() if not line.startswith(" ")] == list("12345")
    assert said.count("\N{CHECK MARK}") == 14


@pytest.mark.parametrize(
    ("paloma", "complaint"),
    [
        pytest.param(
            InMemoryPaloma(accept_status=500), "Step 1 .* expected 202", id="not accepted"
        ),
        pytest.param(InMemoryPaloma(is_delivering=False), "step 1, delivered", id="not delivered"),
        pytest.param(InMemoryPaloma(is_listening=False), "step 2, .* opted_out", id="STOP unheard"),
        pytest.param(InMemoryPaloma(is_refusing=False), "step 3, refused", id="not refused"),
        pytest.param(InMemoryPaloma(refusal="Odd."), "Step 3 .*Sender blocked", id="other text"),
        pytest.param(InMemoryPaloma(message_key="id"), "Step 1 .* unknown shape", id="shape"),
        pytest.param(InMemoryPaloma(leaks=True), "phone got the refused text", id="leaked"),
    ],
)
def test_demo_fails_at_its_step_when_something_does_not_happen(
    monkeypatch: pytest.MonkeyPatch, paloma: InMemoryPaloma, complaint: str
) -> None:
    with pytest.raises(DevError, match=complaint):
        _play(paloma, monkeypatch)


def test_demo_takes_another_person_when_the_first_has_opted_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _play(InMemoryPaloma(opted_out={demo.PERSON}), monkeypatch)

    assert "to +14255550124" in capsys.readouterr().out
