"""Play the sample: 30 days of sends, reports, replies, opt-outs and reviews, by the use cases."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from analytics.days import count_days
from conversations.work import mark_read
from inbound_webhook.receive import receive_inbound
from local.sample.campaigns import DAYS, PlannedSend, paused_at, plan_sends
from local.sample.conversations import Line, long_thread, plan_threads
from local.sample.people import CARE, SURVEY, all_people
from local.sample.world import SampleResources
from opt_outs.changes import record_changes
from opt_outs.contract import ReviewDecision
from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState
from opt_outs.domain.review import ReviewState
from opt_outs.reviews import ReviewQuery, decide_review, page_of_reviews
from send_sms.accepting.accept import accept_send
from send_sms.accepting.reply import Caller, accept_reply
from send_sms.contract.requests import ReplyRequest, SendRequest
from send_sms.ending import cancel_send
from senders.contract import PauseRequest
from senders.pause import pause
from shared.carriers.acs.events import SMS_RECEIVED
from shared.domain.errors import SmsError
from shared.domain.times import time_to_text
from shared.eventgrid.envelope import Event

if TYPE_CHECKING:
    from collections.abc import Callable

    from composition.settings import Settings

THREADS = 1_000
LONG_THREAD = 300
_IMPORTED_OPT_OUTS = 120
_OPEN_REVIEWS_OF = timedelta(days=4)


async def make_sample(
    settings: Settings,
    now: datetime,
    show: Callable[[str], None] = lambda _: None,
    *,
    scale: float = 1.0,
    seed: int = 1,
) -> SampleResources:
    """
    Make the sample in memory, so that it ends at `now`; nothing is sent or stored elsewhere.

    The same arguments make the same sample. What is due after `now` is left on the agenda.

    Parameters
    ----------
    show : callable
        Is told how far it is.
    scale : float
        1 for all of it; its sizes are multiplied by it.
    """
    resources = SampleResources(settings, now - timedelta(days=DAYS + 1), seed)
    chance = Random(seed)  # noqa: S311 - the same sample each time
    people = all_people()
    sends = plan_sends(now, people, chance, scale)
    lines = [
        *plan_threads(sends, int(THREADS * scale), now, chance),
        *long_thread(people[0], int(LONG_THREAD * scale), now),
    ]
    _Player(resources, chance).arrange(sends, lines, now, scale)
    for days_left in range(DAYS, -1, -1):
        show(f"{DAYS - days_left} of {DAYS} days")
        await resources.agenda.play(now - timedelta(days=days_left))
    await _count(resources, now)
    return resources


async def _count(resources: SampleResources, now: datetime) -> None:
    """Have the figures of the days that are over counted, as the timer would have done."""
    days = [now.date() - timedelta(days=n) for n in range(DAYS + 1, 0, -1)]
    await count_days("", days, resources.app.analytics)


class _Player:
    """Puts what happens on the agenda."""

    def __init__(self, resources: SampleResources, chance: Random) -> None:
        self._app, self._agenda = resources.app, resources.agenda
        self._chance = chance

    def arrange(
        self, sends: list[PlannedSend], lines: list[Line], now: datetime, scale: float
    ) -> None:
        """Put everything on the agenda."""
        add = self._agenda.add
        add(self._agenda.now, lambda: self._import_opt_outs(scale))
        for send in sends:
            add(send.at, lambda send=send: self._send(send))  # type: ignore[misc]
        for line in lines:
            add(line.at, lambda line=line: self._say(line))  # type: ignore[misc]
        add(now - _OPEN_REVIEWS_OF, self._decide_reviews)
        add(paused_at(now), self._pause)

    async def _send(self, send: PlannedSend) -> None:
        request = SendRequest.model_validate_json(json.dumps(send.body))
        accepted = await accept_send(request, self._app.accepting)
        if send.cancelled_after:
            at = self._agenda.now + send.cancelled_after
            self._agenda.add(at, lambda: cancel_send(accepted.send, self._app.sending))

    async def _say(self, line: Line) -> None:
        if line.is_ours:
            await self._reply(line)
            return
        event_id = f"Incoming_{self._chance.getrandbits(64):016x}"
        data = {
            "messageid": event_id,
            "from": line.person.number,
            "to": line.own_number,
            "message": line.text,
            "receivedtimestamp": time_to_text(self._agenda.now),
        }
        event = Event(event_id, SMS_RECEIVED, "", self._agenda.now, data)
        await receive_inbound([event], self._app.inbound)

    async def _reply(self, line: Line) -> None:
        """Read the thread and answer; people who opted out meanwhile get no reply."""
        own_number, user, app = line.own_number, line.person.number, self._app
        await mark_read(own_number, user, app.inbox)
        try:
            await accept_reply(
                own_number,
                user,
                request=ReplyRequest.model_validate({"message": line.text}),
                caller=Caller("", b""),
                accepting=app.accepting,
                conversations=app.conversations,
            )
        except SmsError:
            return

    async def _import_opt_outs(self, scale: float) -> None:
        now = self._agenda.now
        chosen = self._chance.sample(all_people(), int(_IMPORTED_OPT_OUTS * scale))
        changes = [
            ConsentChange(
                own_number=CARE,
                user_number=person.number,
                state=ConsentState.OPTED_OUT,
                changed_at=now,
                recorded_at=now,
                source=ChangeSource.OPERATOR,
                evidence="Asked on the phone",
                event_id=f"sample-{person.number}",
                actor="Dana",
            )
            for person in chosen
        ]
        await record_changes(changes, self._app.registry)

    async def _decide_reviews(self) -> None:
        """Decide all reviews there are, every other as an opt-out."""
        queue = self._app.review_queue
        for own_number in (CARE, SURVEY):
            query = ReviewQuery(own_number, ReviewState.OPEN, "", 100)
            page = await page_of_reviews(query, queue.reviews)
            for index, review in enumerate(page.reviews):
                state = ReviewState.REJECTED if index % 2 else ReviewState.APPROVED
                why = ReviewDecision(actor="Dana")
                await decide_review(review.address, state, why=why, review_queue=queue)

    async def _pause(self) -> None:
        app = self._app
        why = PauseRequest(reason="Answers are read again", actor="Dana")
        await pause(SURVEY, app.senders, app.settings.sender_profiles, app.clock, why=why)
