"""
Holds: a sender that the carrier refuses submits nothing but probes until the carrier accepts one.

A refusal of a whole call that is about the sender or the access (docs/adr/0032) proves that nothing
left. It passes only when an operator corrects something, so messages wait, and one message after
another is tried with growing pauses: a probe. The first probe that is not refused ends the hold.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from math import ceil

from shared.carriers.sending import NO_TOKEN

PROBE_TIME = timedelta(seconds=45)
"""How long a probe may take: longer than a claim, after which another worker may probe."""

_PAUSES_SECONDS = (5, 10, 20, 40, 80, 160, 180)
_UNDECIDED_SECONDS = 5
_PROBE_POLL_SECONDS = 3

_ACCESS_TEXT = (
    "ACS refused the sender: this number does not belong to the resource, or the access key is "
    "wrong."
)
_REDIRECTED_TEXT = (
    "ACS redirected the call: the configured endpoint is not the address of the resource."
)
_TOKEN_TEXT = "The managed identity got no token for ACS."  # noqa: S105 - a sentence


class ProbeResult(Enum):
    """What a probe that was not refused tells."""

    ACCEPTED = "accepted"
    UNDECIDED = "undecided"  # no response came, or none that says whether the sender is accepted
    NOT_CALLED = "not called"  # its recipient had opted out, or its message was cancelled


@dataclass(frozen=True, slots=True)
class Hold:
    """
    A sender's hold.

    Attributes
    ----------
    refusal : str
        The HTTP status of the last refusal, or `no_token`.
    since : datetime
        When the first call was refused.
    refused_count : int
        How many probes were refused, and the first call.
    next_attempt_at : datetime
        When the next probe may begin.
    probe_id : str
        The booking of the probe in progress; empty: there is none.
    """

    refusal: str
    since: datetime
    refused_count: int
    next_attempt_at: datetime
    probe_id: str = ""

    @property
    def message(self) -> str:
        """What operators and callers read."""
        if self.refusal == NO_TOKEN:
            return _TOKEN_TEXT
        return _REDIRECTED_TEXT if self.refusal.startswith("3") else _ACCESS_TEXT

    def wait_seconds(self, now: datetime) -> int:
        """
        Tell when to look again; 0: a probe may begin.

        An attempt that lies twice as far ahead as any pause was dated by a clock that is wrong.
        """
        seconds = max(0, ceil((self.next_attempt_at - now).total_seconds()))
        if seconds > 2 * _PAUSES_SECONDS[-1]:
            return 0
        return min(seconds, _PROBE_POLL_SECONDS) if self.probe_id else seconds

    def forbids(self, probe_id: str) -> bool:
        """Tell whether calls other than those of a probe must not begin."""
        return not probe_id or probe_id != self.probe_id


def refused(hold: Hold | None, refusal: str, probe_id: str, now: datetime) -> Hold:
    """
    Give the hold after a refusal.

    Only a refused probe makes the pause longer. Other calls that are refused during a hold began
    before it.
    """
    if hold is None:
        return Hold(refusal, now, 1, now + timedelta(seconds=_PAUSES_SECONDS[0]))
    if hold.forbids(probe_id):
        return hold
    pause_seconds = _PAUSES_SECONDS[min(hold.refused_count, len(_PAUSES_SECONDS) - 1)]
    return replace(
        hold,
        refusal=refusal,
        refused_count=hold.refused_count + 1,
        next_attempt_at=now + timedelta(seconds=pause_seconds),
        probe_id="",
    )


def probing(hold: Hold, probe_id: str, now: datetime) -> Hold:
    """Begin a probe; until it ends, or `PROBE_TIME` is over, there is no other."""
    return replace(hold, probe_id=probe_id, next_attempt_at=now + PROBE_TIME)


def after_probe(
    hold: Hold | None, probe_id: str, result: ProbeResult, now: datetime
) -> Hold | None:
    """Give the hold after a probe that was not refused; the same where it was not the last one."""
    if hold is None or hold.forbids(probe_id):
        return hold
    if result is ProbeResult.ACCEPTED:
        return None
    pause = timedelta(seconds=_UNDECIDED_SECONDS if result is ProbeResult.UNDECIDED else 0)
    return replace(hold, probe_id="", next_attempt_at=now + pause)
