"""
The setting `SMS_SENDERS`: what is different about a sender from what its form tells.

    {"+14255550100": {"unitsPerMinute": 60, "unitsPerDay": 2000, "unit": "segments"}}

`null` for a number means no limit.
"""

import json
from typing import Any

from shared.domain.errors import InvalidSenderError
from shared.domain.pacing import Limits
from shared.domain.sender import parse_sender
from shared.domain.sender_profile import SenderProfile, SenderProfiles, Unit, default_profile

_MEMBERS = {"unitsPerMinute", "unitsPerDay", "unit"}


def read_sender_profiles(text: str) -> SenderProfiles:
    """
    Read the setting.

    Raises
    ------
    ValueError
        It is not of that form; the text says what is wrong.
    """
    try:
        document = json.loads(text)
    except ValueError:
        message = "it is not JSON"
        raise ValueError(message) from None
    if not isinstance(document, dict):
        message = "it must be an object with a member per sender"
        raise ValueError(message)  # noqa: TRY004 - one kind of error for one bad setting
    return dict(_profile(sender, members) for sender, members in document.items())


def _profile(sender: str, members: Any) -> tuple[str, SenderProfile]:  # noqa: ANN401 - JSON
    if not isinstance(members, dict) or not members.keys() <= _MEMBERS:
        message = f"a sender has the members {', '.join(sorted(_MEMBERS))} and no others"
        raise ValueError(message)
    try:
        address = parse_sender(sender).address
    except InvalidSenderError:
        message = "a member's name is no sender"
        raise ValueError(message) from None
    usual = default_profile(address)
    limits = Limits(
        units_per_minute=_count(members, "unitsPerMinute", usual.limits.units_per_minute),
        units_per_day=_count(members, "unitsPerDay", usual.limits.units_per_day),
    )
    unit = members.get("unit", usual.unit)
    if not isinstance(unit, str) or unit not in set(Unit):
        message = "unit is segments or recipients"
        raise ValueError(message)
    return address, SenderProfile(usual.scope, limits, Unit(unit))


def _count(members: dict[str, Any], name: str, usual: int | None) -> int | None:
    count = members.get(name, usual)
    if count is None or (isinstance(count, int) and not isinstance(count, bool) and count > 0):
        return count
    message = f"{name} is a whole number above 0, or null"
    raise ValueError(message)
