"""The dependencies of verifications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from send_sms.sending import Accepting
    from shared.runtime import Turns
    from verifications.storage.prefix_counts import PrefixCounts
    from verifications.storage.verifications import Verifications


@dataclass(frozen=True, slots=True)
class Verifying:
    """
    What verifications are stored, counted and sent with.

    Attributes
    ----------
    turns : Turns
        Requests of this process for one person, or for one verification, one after the other.
    brand : str
        `SMS_BRAND`: what a code's text begins with where the request names nothing.
    """

    accepting: Accepting
    verifications: Verifications
    counts: PrefixCounts
    turns: Turns
    brand: str = ""

    def now(self) -> datetime:
        """Give the time."""
        return self.accepting.clock()
