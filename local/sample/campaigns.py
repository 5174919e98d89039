"""The sample's sends: eight campaigns, codes and single messages, over 30 days until now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from local.sample.people import BRAND, CARE, DISPATCH, SURVEY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from local.sample.people import Person

DAYS = 30
EASTERN = timezone(timedelta(hours=-5))
_CODES_PER_DAY = 24
_SINGLES_PER_DAY = 12


@dataclass(frozen=True, slots=True)
class PlannedSend:
    """
    A send of the sample.

    Attributes
    ----------
    people : sequence of Person
        Those who get it.
    body : dict
        What `POST /api/sms` would take.
    cancelled_after : timedelta or None
        When it is cancelled; None: it is not.
    """

    at: datetime
    people: Sequence[Person]
    body: dict[str, Any]
    cancelled_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class _Campaign:
    name: str
    sender: str
    category: str
    text: str
    size: int
    days: Sequence[int]
    """How many days ago it was sent."""
    hour: float
    """Eastern time."""


_PAST = (
    _Campaign("reminders-nov", CARE, "transactional",
        "Hi {{name}}, your appointment at {{store}} is tomorrow at 9:30. Reply C to confirm.",
        85, range(1, DAYS), 9),
    _Campaign("delivery-updates", DISPATCH, "transactional",
        "Your parcel {{id}} is out for delivery. Track: https://paloma.example/t/{{id}}",
        60, range(1, DAYS), 6.75),
    _Campaign("black-friday", CARE, "marketing",
        "Doors open at 7. Show this text for a free coffee at {{store}}. Reply STOP to opt out.",
        2400, (8,), 10),
    _Campaign("support-survey", SURVEY, "marketing",
        "How did we do, {{name}}? Reply 1 to 5. Reply STOP to opt out.", 420, (4, 11, 18), 15),
    _Campaign("loyalty-gold", BRAND, "marketing",
        "{{name}}, you have {{points}} points. Spend them until Sunday at {{store}}.",
        650, (2, 16), 11.5),
    _Campaign("early-access", CARE, "marketing",
        "Gold members first, {{name}}: doors open tomorrow at {{store}}. Reply STOP to opt out.",
        640, (3,), 11.3),
)  # fmt: skip
_TODAY = (
    # Minutes ago, and the send; the pace of the number keeps the second in progress.
    (95, _Campaign("delivery-updates", DISPATCH, "transactional",
        "Your parcel {{id}} is out for delivery. Track: https://paloma.example/t/{{id}}",
        300, (), 0)),
    (7, _Campaign("reminders-nov", CARE, "transactional",
        "Hi {{name}}, your appointment at {{store}} is tomorrow at 9:30. Reply C to confirm.",
        1900, (), 0)),
    (40, _Campaign("cyber-weekend", CARE, "marketing",
        "Hi {{name}}, it\u2019s Cyber Weekend at {{store}}: 20% off everything until Sunday. "
        "Reply STOP to opt out.", 1200, (), 0)),
    (60, _Campaign("support-survey", SURVEY, "transactional",
        "How did we do, {{name}}? Reply 1 to 5.", 480, (), 0)),
)  # fmt: skip
_FLASH_SALE = _Campaign(
    "flash-sale", CARE, "marketing",
    "Only today: 15% off at {{store}}, {{name}}. Reply STOP to opt out.", 2000, (), 0,
)  # fmt: skip
_SINGLES = (
    "Your table for two is ready.",
    "Your prescription is ready for pick-up at {store}.",
    "We have moved your appointment to Thursday, 14:00. Reply C to confirm.",
    "Your refund is on its way. It takes 3 to 5 days.",
)


def paused_at(now: datetime) -> datetime:
    """Tell since when the survey's number is paused: its last send waits for it."""
    return now - timedelta(minutes=70)


def plan_sends(
    now: datetime, people: Sequence[Person], chance: Random, scale: float
) -> list[PlannedSend]:
    """
    Plan all sends until `now`.

    Parameters
    ----------
    scale : float
        1 for the whole sample; all sizes are multiplied by it.
    """
    planned = [
        _planned(_at(now, days_ago, one.hour), one, people, chance, scale)
        for one in _PAST
        for days_ago in one.days
    ]
    for minutes, one in _TODAY:
        planned.append(_planned(now - timedelta(minutes=minutes), one, people, chance, scale))
    later = {"sendAt": (now + timedelta(days=1, hours=3)).isoformat()}
    planned.append(_planned(now - timedelta(hours=2), _FLASH_SALE, people, chance, scale, later))
    for days_ago in range(DAYS):
        planned += _singles(_at(now, days_ago, 0), people, chance, scale)
    return sorted((one for one in planned if one.at < now), key=lambda one: one.at)


def _at(now: datetime, days_ago: int, hour: float) -> datetime:
    day = now.astimezone(EASTERN) - timedelta(days=days_ago)
    return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=hour)


def _planned(
    at: datetime,
    campaign: _Campaign,
    people: Sequence[Person],
    chance: Random,
    scale: float,
    options: dict[str, Any] | None = None,
) -> PlannedSend:
    size = max(2, int(campaign.size * scale * chance.uniform(0.85, 1.15)))
    chosen = chance.sample(people, min(size, len(people)))
    body = {
        "from": campaign.sender,
        "to": [{"number": one.number, "values": _values(one, campaign.text)} for one in chosen],
        "message": campaign.text,
        "category": campaign.category,
        "campaign": campaign.name,
        "confirm": True,
        **(options or {}),
    }
    is_cancelled = campaign.name == "early-access"
    return PlannedSend(at, chosen, body, timedelta(seconds=70) if is_cancelled else None)


def _values(person: Person, text: str) -> dict[str, str]:
    values = {
        "name": person.name,
        "store": person.store,
        "points": str(person.points),
        "id": f"PX-{person.points * 7919 % 100_000:05d}",
    }
    return {name: value for name, value in values.items() if f"{{{{{name}}}}}" in text}


def _singles(
    midnight: datetime, people: Sequence[Person], chance: Random, scale: float
) -> list[PlannedSend]:
    """Plan a day's codes and single messages; most of them by day."""
    found = []
    codes, others = (max(1, int(one * scale)) for one in (_CODES_PER_DAY, _SINGLES_PER_DAY))
    for index in range(codes + others):
        person = chance.choice(people)
        at = midnight + timedelta(hours=chance.triangular(6, 24, 15))
        text = f"Your Paloma code is {chance.randrange(10**6):06d}. It is valid for 5 minutes."
        if index >= codes:
            text = chance.choice(_SINGLES).format(store=person.store)
        category = "otp" if index < codes else "transactional"
        body = {"from": DISPATCH, "to": person.number, "message": text, "category": category}
        found.append(PlannedSend(at, [person], body))
    return found
