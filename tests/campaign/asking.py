"""The one who asks for sends, and keeps a book of what was asked and answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.campaign.world import CampaignWorld


def people(first: int, count: int) -> list[str]:
    """Numbers for fiction (555-0100 to 555-0199), different ones for each position."""
    return [f"+1{303 + n // 100 % 600}55501{n % 100:02d}" for n in range(first, first + count)]


@dataclass
class Ask:
    """
    One request for a send; its text is no other's.

    Attributes
    ----------
    send_id : str or None
        From the 202; None if the worker died or had trouble before it could answer.
    must_not_arrive : bool
        A STOP was stored before the registry was asked for the last time.
    """

    own_number: str
    people: tuple[str, ...]
    text: str
    send_id: str | None = None
    must_not_arrive: bool = False


class Caller:
    """Asks the app for sends."""

    def __init__(self, world: CampaignWorld) -> None:
        self.asks: dict[str, Ask] = {}
        self._world = world

    async def ask(self, own_number: str, to: Sequence[str], **more: Any) -> Ask:
        """Ask once; whether there was an answer is in the book."""
        text = f"Campaign text {len(self.asks):06d}."
        ask = self.asks[text] = Ask(own_number, tuple(to), text)
        body = {"from": own_number, "to": list(to), "message": text, **more}
        url = f"{self._world.workers.url}/api/sms"
        try:
            async with self._world.session.post(url, json=body) as answer:
                if answer.status == 202:
                    ask.send_id = str((await answer.json())["sendId"])
                else:
                    assert answer.status >= 500, (answer.status, await answer.text())
        except (TimeoutError, aiohttp.ClientError):
            pass
        return ask

    @property
    def message_count(self) -> int:
        """How many messages were asked for."""
        return sum(len(ask.people) for ask in self.asks.values())
