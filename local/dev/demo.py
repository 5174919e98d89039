"""The main job, played and checked: send, STOP, a refused send, START, and a send again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from local.dev.errors import DevError
from local.dev.web import Response, call

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.dev.world import World

OWN_NUMBER = "+18335550100"
PERSON = "+14255550123"
# What an earlier demo that was broken off left opted out is passed over.
_PEOPLE = (PERSON, *(f"+14255550{last}" for last in range(124, 200)))
_REFUSAL = "Sender blocked for given recipient."
STEP_SECONDS = 20.0


def play_demo(world: World) -> None:
    """Play the main job and print each step; :class:`DevError` at the first that did not happen."""
    demo = _Demo(world, _person_without_opt_out(world))
    try:
        _play(demo)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        message = f"Step {demo.step_count} got a response of an unknown shape: {error!r}"
        raise DevError(message) from error


def _play(demo: _Demo) -> None:
    demo.send_and_see_it_delivered("Hello from Paloma. Reply STOP to opt out.")
    demo.text_and_see_registry("STOP", state="opted_out")
    refused = demo.send_and_see_it_refused("This one must not arrive.")
    demo.text_and_see_registry("START", state="opted_in")
    demo.send_and_see_it_delivered("Welcome back.")
    demo.see_nothing_on_phone(refused)


@dataclass(slots=True)
class _Demo:
    world: World
    person: str
    step_count: int = field(default=0)

    def send_and_see_it_delivered(self, body: str) -> None:
        message_id = self._send(body)
        self._wait(lambda: self._is_on_phone(body), "the text is on the phone")
        self._see(f"the phone shows: {body}")
        self._wait(lambda: self._message(message_id).get("status") == "delivered", "delivered")
        self._see(f"the message is delivered: GET /api/messages/{message_id}")

    def send_and_see_it_refused(self, body: str) -> str:
        message_id = self._send(body)
        self._wait(
            lambda: self._message(message_id).get("status") in {"suppressed", "failed"}, "refused"
        )
        message = self._message(message_id)
        if _REFUSAL not in json.dumps(message):
            self._fail(f"no {_REFUSAL!r} in {message}")
        self._see(f"refused as {message['status']}: {_REFUSAL}")
        self.see_nothing_on_phone(body)
        return body

    def text_and_see_registry(self, word: str, *, state: str) -> None:
        self._begin(f"{self.person} texts {word}")
        seen_count = len(self._network_replies())
        text: dict[str, object] = {"from": self.person, "to": OWN_NUMBER, "message": word}
        self._expect(202, call("POST", self._simulator("inbound"), text))
        self._wait(lambda: len(self._network_replies()) > seen_count, "the network answers")
        self._see(f"the phone shows: {self._network_replies()[-1]}")
        url = self._api(f"opt-outs/{quote(OWN_NUMBER)}/{quote(self.person)}")
        self._wait(lambda: _state(call("GET", url)) == state, f"the state is {state}")
        self._see(f"the registry says {state}: GET /api/opt-outs/{OWN_NUMBER}/{self.person}")

    def see_nothing_on_phone(self, body: str) -> None:
        if self._is_on_phone(body):
            self._fail(f"the phone got the refused text: {body}")
        self._see(f"the phone did not get: {body}")

    def _send(self, body: str) -> str:
        self._begin(f"Send from {OWN_NUMBER} to {self.person}")
        text: dict[str, object] = {"from": OWN_NUMBER, "to": self.person, "message": body}
        answer = call("POST", self._api("sms"), text)
        self._expect(202, answer)
        message = answer.body["messages"][0]
        self._see(f"accepted: 202, send {answer.body['sendId']}, message {message['status']}")
        return str(message["messageId"])

    def _message(self, message_id: str) -> dict[str, Any]:
        answer = call("GET", self._api(f"messages/{quote(message_id)}"))
        return answer.body if answer.is_ok else {}

    def _is_on_phone(self, body: str) -> bool:
        return any(message["message"] == body for message in self._received())

    def _network_replies(self) -> list[str]:
        return [
            message["message"] for message in self._received() if message["origin"] == "network"
        ]

    def _received(self) -> list[dict[str, Any]]:
        query = f"messages?number={quote(self.person)}&direction=outbound"
        answer = call("GET", self._simulator(query))
        self._expect(200, answer)
        messages: list[dict[str, Any]] = answer.body["messages"]
        return [message for message in messages if message["status"] != "failed"]

    def _api(self, path: str) -> str:
        return f"{self.world.settings.functions_url}/api/{path}"

    def _simulator(self, path: str) -> str:
        return f"{self.world.settings.simulator_url}/_simulator/{path}"

    def _begin(self, title: str) -> None:
        self.step_count += 1
        print(f"{self.step_count}  {title}")

    def _see(self, what: str) -> None:
        print(f"   \N{CHECK MARK} {what}")

    def _wait(self, is_so: Callable[[], bool], what: str) -> None:
        self.world.process_group.wait_until(
            is_so, what=f"step {self.step_count}, {what}", timeout_seconds=STEP_SECONDS
        )

    def _expect(self, status: int, answer: Response) -> None:
        if answer.status != status:
            self._fail(f"expected {status}, got {answer}")

    def _fail(self, why: str) -> None:
        message = f"Step {self.step_count} did not happen: {why}"
        raise DevError(message)


def _person_without_opt_out(world: World) -> str:
    registry = f"{world.settings.functions_url}/api/opt-outs/{quote(OWN_NUMBER)}"
    for person in _PEOPLE:
        if _state(call("GET", f"{registry}/{quote(person)}")) != "opted_out":
            return person
    message = "All people in the demo's range have opted out: use --data memory or an empty folder."
    raise DevError(message)


def _state(entry: Response) -> str | None:
    return entry.body.get("state") if entry.is_ok else None
