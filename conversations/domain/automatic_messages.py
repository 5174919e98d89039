"""
The limit of what is sent to a person automatically: confirmations, help and automatic replies.

Each of them costs money, and a machine at the other end never tires. So all of them share one limit
in a rolling hour and one in a rolling day, over all own numbers and whatever they say. The first
confirmation of a STOP in a day is beyond the limit: the person must learn that it took effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

PER_HOUR, PER_DAY = 10, 30
"""Automatic messages to one person in any hour and in any day."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AutomaticMessage:
    """
    A message that was sent automatically.

    Attributes
    ----------
    at : datetime
        When it was allowed.
    cause : str
        The id of the reason: the same cause counts once.
    confirms_stop_to : str
        The own number whose STOP it confirms; empty: it is no such confirmation.
    send : str
        The id of the send that it became; empty: the one that follows from the event's.
    """

    at: datetime
    cause: str
    confirms_stop_to: str = ""
    send: str = ""


def with_automatic(
    sent: Sequence[AutomaticMessage], new: AutomaticMessage
) -> Sequence[AutomaticMessage] | None:
    """
    Remember that a message is sent now; None if too many were.

    What is remembered is bounded by `PER_DAY` and one message for each own number.
    """
    of_day = [one for one in sent if one.at > new.at - DAY]
    if any(one.cause == new.cause for one in of_day):
        return sent
    of_hour = [one for one in of_day if one.at > new.at - HOUR]
    is_within = len(of_hour) < PER_HOUR and len(of_day) < PER_DAY
    return [*of_day, new] if is_within or _is_first_confirmation(of_day, new) else None


def _is_first_confirmation(of_day: Sequence[AutomaticMessage], new: AutomaticMessage) -> bool:
    confirmed = {one.confirms_stop_to for one in of_day}
    return bool(new.confirms_stop_to) and new.confirms_stop_to not in confirmed
