"""The limits of a carrier, which planning needs before a call is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from shared.domain.sender import SenderKind


@dataclass(frozen=True, slots=True)
class CarrierLimits:
    """
    The limits of one carrier.

    Attributes
    ----------
    name : str
        Stored with a batch when it is claimed: a second try goes to the carrier of the first.
    repeat_window : timedelta
        How long after its first try a message may be tried again with the same ids; zero: never.
    recipients_per_call : int
        How many recipients one call may have.
    units_per_minute : mapping of SenderKind to int or None
        The rate of each kind of sender; None: no documented one.
    confirmed_keywords : tuple of str
        What its own opt-out service replies to, lower case.
    """

    name: str
    repeat_window: timedelta
    recipients_per_call: int
    units_per_minute: Mapping[SenderKind, int | None]
    confirmed_keywords: tuple[str, ...]
