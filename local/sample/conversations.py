"""The sample's inbound messages: replies to what was sent, opt-outs, and what support wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from local.sample.people import BRAND, CARE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from local.sample.campaigns import PlannedSend
    from local.sample.people import Person

_DIALOGS = (
    ("Can I move it to Friday?", "> Friday 3 pm is free. Shall I take it for you?", "Yes please",
        "> Done: Friday, 3 pm. See you then.", "Great, thank you!"),
    ("Who is this?", "> Hello, this is Paloma Stores. You asked us for reminders.", "Oh right, ok"),
    ("C",),
    ("5",),
    ("2. I waited 40 minutes for an answer", "> We are sorry. May we call you today?",
        "Yes, after 5pm"),
    ("Is the Bellevue store open on Sunday?", "> Yes, from 10 to 6.", "👍"),
    ("My parcel never arrived", "> Sorry to hear that. What is its number?", "PX-22190",
        "> It is back at the depot. We will send it again tomorrow, without a charge."),
    ("Thanks!",),
    ("Does the 20% count for gift cards too?",),
    ("I already paid this. Please check https://example.com/receipts/8841", "> Found it, thanks."),
    ("¿Hablan español?", "> Sí, claro. ¿En qué podemos ayudarle?"),
    ("Running late, 10 min", "> No problem, we will wait."),
)  # fmt: skip
"""Texts of a person, and with > those of support; a thread has a beginning of one of them."""

_STOPS = ("STOP", "Stop", "stop", "UNSUBSCRIBE", "STOP please", "Please stop texting me")
_DOUBTFUL = (
    "Stop by the store tomorrow? Or stop sending me these?",
    "Not interested",
    "Wrong number",
    "Is there a way to stop these?",
    "Please take me off your list if it isn't too much trouble",
)
_HELP = ("HELP", "help")
_SETTLED = timedelta(minutes=80)
"""How old a send is whose messages people have."""

_SPREAD = timedelta(days=25)


@dataclass(frozen=True, slots=True)
class Line:
    """
    One message of a thread.

    Attributes
    ----------
    is_ours : bool
        Whether support wrote it.
    """

    at: datetime
    own_number: str
    person: Person
    text: str
    is_ours: bool = False


def plan_threads(
    sends: Sequence[PlannedSend], count: int, now: datetime, chance: Random
) -> list[Line]:
    """Plan threads of different people, each begun by a person that a send was for."""
    return sorted(
        (
            line
            for one in _openings(sends, count, now, chance)
            for line in _lines(*one, now, chance)
        ),
        key=lambda line: line.at,
    )


def _openings(
    sends: Sequence[PlannedSend], count: int, now: datetime, chance: Random
) -> Iterator[tuple[datetime, str, Person]]:
    """Give as many different people as are wanted, the last days' more often."""
    places = [
        (send, person)
        for send in sends
        if send.body["from"] != BRAND and now - send.at > _SETTLED and "sendAt" not in send.body
        for person in send.people
    ]
    chance.shuffle(places)
    places.sort(key=lambda place: place[0].at - _SPREAD * chance.random(), reverse=True)
    seen: set[str] = set()
    for send, person in places:
        if len(seen) < count and person.number not in seen:
            seen.add(person.number)
            yield send.at, send.body["from"], person


def _lines(
    sent_at: datetime, own_number: str, person: Person, now: datetime, chance: Random
) -> Iterator[Line]:
    late = min(timedelta(minutes=chance.lognormvariate(4, 1.3)), (now - sent_at) * 0.9)
    at = sent_at + late
    kind = chance.random()
    if kind < 0.08:  # noqa: PLR2004 - shares of all threads
        texts: Sequence[str] = (chance.choice(_STOPS), *(["START"] if kind < 0.015 else []))  # noqa: PLR2004
    elif kind < 0.1:  # noqa: PLR2004
        texts = (chance.choice(_DOUBTFUL),)
    elif kind < 0.115:  # noqa: PLR2004
        texts = (chance.choice(_HELP),)
    else:
        dialog = chance.choice(_DIALOGS)
        texts = dialog[: chance.randint(1, len(dialog))]
    for text in texts:
        if at < now:
            yield Line(at, own_number, person, text.removeprefix("> "), text.startswith("> "))
        at += timedelta(minutes=chance.lognormvariate(2, 1))


def long_thread(person: Person, count: int, now: datetime) -> list[Line]:
    """Give one thread of many messages, to scroll in."""
    texts = ("And the next one?", "> On its way.", "Got it", "> Anything else?")
    first = now - timedelta(days=20)
    return [
        Line(first + timedelta(hours=index), CARE, person, text.removeprefix("> "), text[0] == ">")
        for index, text in zip(range(count), texts * count, strict=False)
        if first + timedelta(hours=index) < now
    ]
