"""Those who ask for sends: each keeps asking until there is an answer, and all is written down."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.campaign.world import CampaignWorld

TEXT = "Campaign text"
"""How every text begins that was asked for; others are the app's own answers."""

_PLACEHOLDER = "{{name}}"
_PATIENCE_SECONDS = 120.0
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.1, 1.0
"""A pause is half as long again as the one before: callers do not storm what is not there."""

_ACCEPTED, _IN_FLIGHT, _TROUBLE = 202, 409, 500


# Those of 500 to 699 and 900 are partly of personal and premium-rate services, which are refused.
_AREA_CODES = [*range(303, 500), *range(701, 900), *range(901, 903)]


def people(first: int, count: int) -> list[str]:
    """Numbers for fiction (555-0100 to 555-0199), different ones for each position."""
    return [
        f"+1{_AREA_CODES[n // 100 % len(_AREA_CODES)]}55501{n % 100:02d}"
        for n in range(first, first + count)
    ]


@dataclass
class SendAttempt:
    """
    One request for a send; its text is no other's.

    Attributes
    ----------
    send_id : str or None
        From the 202; None if the worker died or had trouble before it could answer.
    try_count : int
        How often it was asked for, all with one key.
    must_not_arrive : bool
        A STOP was stored before the registry was asked for the last time.
    is_personal : bool
        Each person has a text of their own, so that each message is a call.
    """

    own_number: str
    people: tuple[str, ...]
    text: str
    send_id: str | None = None
    try_count: int = 0
    must_not_arrive: bool = False
    is_personal: bool = False

    def text_of(self, person: str) -> str:
        """Give the text that a person's phone shows."""
        return self.text.replace(_PLACEHOLDER, person[-4:]) if self.is_personal else self.text

    def recipients(self) -> list[object]:
        """Give what a request names them."""
        if not self.is_personal:
            return list(self.people)
        return [{"number": one, "values": {"name": one[-4:]}} for one in self.people]


class Caller:
    """Asks the app for sends."""

    def __init__(self, world: CampaignWorld) -> None:
        self.asks: dict[str, SendAttempt] = {}
        self._world = world

    @property
    def message_count(self) -> int:
        """How many messages were asked for."""
        return sum(len(ask.people) for ask in self.asks.values())

    @property
    def own_numbers(self) -> set[str]:
        """The own numbers that were used."""
        return {ask.own_number for ask in self.asks.values()}

    @property
    def answered_ids(self) -> set[str]:
        """The ids of all sends that were answered with 202."""
        return {ask.send_id for ask in self.asks.values() if ask.send_id}

    async def ask(
        self,
        own_number: str,
        to: Sequence[str],
        *,
        has_key: bool = True,
        is_personal: bool = False,
        **more: Any,
    ) -> SendAttempt:
        """
        Ask with an `Idempotency-Key` until it is answered, or once without.

        Who asks once and gets no answer cannot know: the send is there as a whole or not at all.
        """
        name = f"{TEXT} {len(self.asks):06d}."
        text = f"{name} {_PLACEHOLDER}" if is_personal else name
        ask = SendAttempt(own_number, tuple(to), text, is_personal=is_personal)
        self.asks[text] = ask
        # Texts of codes are masked; a reference says whose they are.
        body = {"from": own_number, "to": ask.recipients(), "message": text, "reference": text}
        confirmed: dict[str, object] = {**body, **more, "confirm": True}
        headers = {"Idempotency-Key": name.replace(" ", "-")} if has_key else {}
        pause = _PAUSE_SECONDS
        async with asyncio.timeout(_PATIENCE_SECONDS):
            is_answered = await self._is_answered(ask, confirmed, headers)
            while has_key and not is_answered:
                await asyncio.sleep(pause)
                pause = min(1.5 * pause, _LONGEST_PAUSE_SECONDS)
                is_answered = await self._is_answered(ask, confirmed, headers)
        return ask

    async def _is_answered(self, ask: SendAttempt, body: object, headers: dict[str, str]) -> bool:
        ask.try_count += 1
        url = f"{self._world.workers.url}/api/sms"
        try:
            async with self._world.session.post(url, json=body, headers=headers) as answer:
                if answer.status == _ACCEPTED:
                    ask.send_id = str((await answer.json())["sendId"])
                    return True
                is_to_try_again = answer.status == _IN_FLIGHT or answer.status >= _TROUBLE
                assert is_to_try_again, (answer.status, await answer.text())
        except (TimeoutError, aiohttp.ClientError):
            pass
        return False
