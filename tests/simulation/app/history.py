"""A world of many processes, and what is true outside it: whom messages must not reach."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import azure.functions as func

import delivery_report.functions
import inbound_webhook.functions
import opt_outs.functions
import opt_outs.import_functions
import send_sms.functions
import senders.functions
import verifications.functions
from composition.app import run_as
from send_sms.dispatching.dispatch import dispatch
from send_sms.ending import give_up_work
from send_sms.storage.dispatch_queue import Work
from send_sms.storage.idempotency_keys import RETENTION
from shared.carriers.acs.messages import repeatability_id
from shared.carriers.sending import CallResult, SendCall
from shared.domain.errors import ConflictError
from tests.support.web import call, document, post, read_event
from tests.support.world import TOLL_FREE, ScriptedGateway, World, all_sent
from tests.unit.opt_outs.import_world import run_all
from tests.unit.people.erasure_world import ask, play
from tests.unit.send_sms.dispatch_world import CUT_OFF, REFUSED, THROTTLED, KilledError

OWN = (TOLL_FREE, "+14255550100")
PEOPLE = ("+14255550123", "+14255550124", "+14255550125")
FORGETS = timedelta(minutes=5)
"""How long ACS knows the ids of a request (REST reference, "Repeatable requests")."""

KINDS = ("lost", "lost_before", "throttled", "refused", "killed", "killed_after", "slow_stop")
TEXTS = ("STOP", "START", "STOP", "Hello", "HELP", "wrong number")
CATEGORIES = ("transactional", "marketing", "otp")


class Given(NamedTuple):
    """What a step is about, as far as it needs it."""

    own: str
    person: str
    to: list[str]
    n: int
    seconds: int
    kinds: list[str]
    flag: bool


class Network(ScriptedGateway):
    """Delivers a text once for each id that it knows, and writes down what must not be."""

    def __init__(self, history: "History") -> None:
        super().__init__()
        self.history = history
        self.kinds: list[str] = []
        self.known: dict[str, datetime] = {}
        self.delivered: Counter[tuple[str, str, str]] = Counter()
        self.after_stop: list[tuple[str, str]] = []

    async def send(self, call: SendCall) -> CallResult:  # type: ignore[override]
        self.calls.append(call)
        for number in call.recipients:
            is_ours = call.body[0] == "#" or "code is" in call.body
            if is_ours and self.history.must_not_reach(call.sender, number):
                self.after_stop.append((number, call.body))
        kind = self.kinds.pop(0) if self.kinds else "ok"
        if kind == "slow_stop":
            self.history.world.clock.advance(seconds=1.5)
            with run_as(self.history.world.app()):
                await self.history.receive(call.sender, call.recipients[-1], "STOP", 0)
        refusals = {"throttled": THROTTLED, "refused": REFUSED, "lost_before": CUT_OFF}
        if kind in refusals:
            raise refusals[kind]
        if kind == "killed":
            raise KilledError
        self._take(call)
        if kind == "killed_after":
            raise KilledError
        if kind == "lost":
            raise CUT_OFF
        return all_sent(call)

    def _take(self, call: SendCall) -> None:
        now = self.history.world.clock.now
        for number, message_id in zip(call.recipients, call.message_ids, strict=True):
            known = repeatability_id(message_id, call.generation)
            if known not in self.known or now - self.known[known] >= FORGETS:
                self.known[known] = now
                self.delivered[call.sender, number, call.body] += 1


@dataclass
class History:
    """A world, and what is true outside the app; each method named in `STEPS` is a step."""

    world: World
    # By person: when something was decided, for which own number, and whether it was a STOP.
    decided: defaultdict[str, list[tuple[datetime, str, bool]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    sends: dict[str, str] = field(default_factory=dict)
    keyed: dict[str, tuple[dict[str, Any], str, datetime]] = field(default_factory=dict)
    resent: Counter[str] = field(default_factory=Counter)
    automatic: Counter[tuple[str, str]] = field(default_factory=Counter)
    inbound: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0

    @property
    def now(self) -> datetime:
        return self.world.clock.now

    def must_not_reach(self, own: str, number: str) -> bool:
        """Tell whether the newest that was decided about a person is a STOP to an own number."""
        about = [one for one in self.decided[number] if one[1] in {own, "*"}]
        newest = max((at for at, _, _ in about), default=None)
        return bool(about) and all(is_out for at, _, is_out in about if at == newest)

    def note(self, own: str, number: str, at: datetime, *, is_out: bool) -> None:
        self.decided[number].append((min(at, self.now), own, is_out))

    def chosen(self, n: int) -> str:
        return list(self.sends)[n % len(self.sends)] if self.sends else "none"

    async def receive(self, own: str, person: str, text: str, ago_seconds: int) -> None:
        """Have the event come of what a person wrote some time ago, or, as it says, will write."""
        self.count += 1
        at = self.now - timedelta(seconds=ago_seconds)
        event: dict[str, Any] = read_event("inbound_event_grid.json")[0]
        event["data"] |= {"messageId": f"Incoming_{self.count}", "message": text, "from": person}
        event["data"] |= {"to": own, "receivedTimestamp": f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"}
        self.inbound.append(event)
        answer = await call(inbound_webhook.functions.inbound_webhook, post([event]))
        assert answer.status_code == 200
        self.automatic[own, person] += 1
        if text in {"STOP", "START"}:
            self.note(own, person, at, is_out=text == "STOP")

    async def accept(self, own: str, to: list[str], key: str = "", **members: Any) -> None:
        self.count += 1
        body = {"from": own, "to": to, "message": f"#{self.count}", **members}
        if key in self.keyed and self.now - self.keyed[key][2] >= RETENTION:
            del self.keyed[key]
        body = self.keyed[key][0] if key in self.keyed else body
        headers = {"Idempotency-Key": key} if key else {}
        answer = await call(send_sms.functions.send_sms, post(body, headers=headers))
        if answer.status_code == 202:
            send_id = document(answer)["sendId"]
            if key:
                known = self.keyed.setdefault(key, (body, send_id, self.now))
                assert known[1] == send_id, "a key is one send"
            self.sends.setdefault(send_id, body["message"])

    async def send(self, a: Given) -> None:
        await self.accept(a.own, a.to, category=CATEGORIES[a.n % 3])

    async def send_keyed(self, a: Given) -> None:
        await self.accept(a.own, a.to, f"k{a.n % 3}")

    async def schedule(self, a: Given) -> None:
        at = self.now + timedelta(seconds=max(a.seconds, 30))
        await self.accept(a.own, a.to, f"s{a.n % 3}" if a.flag else "", sendAt=at.isoformat())

    async def write(self, a: Given) -> None:
        ago_seconds = -500 if a.flag and a.n > 7 else a.seconds % 600
        await self.receive(a.own, a.person, TEXTS[a.n % 6], ago_seconds)

    async def repeat_event(self, a: Given) -> None:
        if self.inbound:
            event = self.inbound[a.n % len(self.inbound)]
            await call(inbound_webhook.functions.inbound_webhook, post([event]))

    async def put(self, a: Given) -> None:
        """A category says nothing here, and neither does what it lifts."""
        is_out, own = a.n % 2 == 0, "*" if a.flag and a.n < 4 else a.own
        category = {"category": "marketing"} if a.n in {4, 5, 6} else {}
        body = {"state": "opted_out" if is_out else "opted_in", "reason": "x", **category}
        request = post(body, route={"sender": own, "recipient": a.person}, method="PUT")
        if (await call(opt_outs.functions.put_opt_out, request)).status_code < 300:
            self.note(own, a.person, self.now, is_out=is_out and not category)

    async def lift(self, a: Given) -> None:
        own = "*" if a.flag else a.own
        request = asked("DELETE", {"sender": own, "recipient": a.person}, reason="x")
        if (await call(opt_outs.functions.delete_opt_out, request)).status_code < 300:
            self.note(own, a.person, self.now, is_out=False)

    async def import_one(self, a: Given) -> None:
        at, is_out = self.now - timedelta(seconds=a.seconds), a.n % 2 == 0
        line = {"recipient": a.person, "state": "opted_out" if is_out else "opted_in"}
        body = [{**line, "changedAt": f"{at:%Y-%m-%dT%H:%M:%SZ}"}]
        request = post(body, params={"sender": a.own})
        answer = await call(opt_outs.import_functions.import_opt_outs, request)
        assert answer.status_code == 202
        await run_all(self.world)
        if not is_out:
            self.note(a.own, a.person, at.replace(microsecond=0), is_out=False)

    async def pause(self, a: Given) -> None:
        module = senders.functions
        function = module.pause_sender if a.flag else module.resume_sender
        await call(function, post({}, route={"sender": a.own}))

    async def cancel(self, a: Given) -> None:
        request = asked("DELETE", {"sendId": self.chosen(a.n)})
        await call(send_sms.functions.cancel_send, request)

    async def resend(self, a: Given) -> None:
        send_id = self.chosen(a.n)
        request = post({}, route={"sendId": send_id})
        if (await call(send_sms.functions.resend_unknown, request)).status_code < 300:
            self.resent[self.sends[send_id]] += 1

    async def redrive(self, a: Given) -> None:
        request = post({}, route={"sendId": self.chosen(a.n)})
        await call(send_sms.functions.redrive_send, request)

    async def reply(self, a: Given) -> None:
        self.count += 1
        route = {"sender": a.own, "user": a.person}
        request = post({"message": f"#r{self.count}"}, route=route)
        await call(send_sms.functions.reply_to_conversation, request)

    async def verify(self, a: Given) -> None:
        request = post({"from": a.own, "to": a.person})
        answer = await call(verifications.functions.start_verification, request)
        self.automatic[a.own, a.person] += answer.status_code == 202

    async def erase(self, a: Given) -> None:
        await ask(a.person)
        await play(self.world, is_waiting=a.flag)

    async def report(self, a: Given) -> None:
        if not (calls := self.world.gateway.calls):
            return
        made = calls[a.n % len(calls)]
        event: dict[str, Any] = read_event("report_delivered_event_grid.json")[0]
        event["data"] |= {"tag": made.tag, "Tag": made.tag, "from": made.sender}
        event["data"] |= {"to": made.recipients[0]}
        event["data"]["receivedTimestamp"] = f"{self.now:%Y-%m-%dT%H:%M:%SZ}"
        await call(delivery_report.functions.delivery_report, post([event]))

    async def poison(self, a: Given) -> None:
        items = self.world.queue.items
        if items:
            work, _ = items.pop(a.n % len(items))
            try:
                await give_up_work(work, self.world.app().sending)
            except ConflictError:  # a worker holds it; the host delivers it again
                items.append((work, 60))

    async def change_trial(self, a: Given) -> None:
        guests = None if a.flag else frozenset({PEOPLE[0]})
        self.world.settings = replace(self.world.settings, trial_guests=guests)

    async def pass_time(self, a: Given) -> None:
        self.world.clock.advance(seconds=a.seconds)

    async def run(self, a: Given) -> None:
        """Have the work done that is due next, by workers that may die; some of it twice."""
        items = sorted(self.world.queue.take_all(), key=lambda one: one[1])
        first_seconds = items[0][1] if items else 0
        self.world.clock.advance(seconds=first_seconds)
        for work, seconds in items:
            if seconds > first_seconds:
                self.world.queue.items.append((work, seconds - first_seconds))
                continue
            for _ in range(1 + a.flag):
                await self._work_off(work)

    async def _work_off(self, work: Work) -> None:
        try:
            await dispatch(work, self.world.app().sending)
        except KilledError:
            self.world.queue.items.append((work, 600))


def asked(method: str, route: dict[str, str], **params: str) -> func.HttpRequest:
    return func.HttpRequest(method, "/api", route_params=route, params=params, body=b"")
