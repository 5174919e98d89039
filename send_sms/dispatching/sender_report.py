"""
What a submission tells about its sender: the carrier throttled it, refused it or accepts it again.

All instances learn it from the sender's stored state. Where that cannot be stored, each learns it
from its own calls.
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from send_sms.domain.batch import Batch
from send_sms.domain.calls import MemberResult
from send_sms.sending import Sending
from senders.domain.hold import Hold, ProbeResult, refused
from senders.domain.profile import SenderProfile, profile_of
from shared.carriers.sending import OPTED_OUT, SIMULATED, SendError
from shared.domain.errors import StorageError
from shared.domain.sender import kind_of
from shared.log import log_event, loggable_code, minute_log

THROTTLED_SECONDS = 10
"""How long a sender is suspended after a 429 without `Retry-After`."""


@dataclass(frozen=True, slots=True)
class SenderReport:
    """
    The calls of one submission, as far as they concern the sender.

    Attributes
    ----------
    probe_id : str
        Of the probe that they are; empty: they are none.
    errors : sequence of SendError
        Of the calls that failed.
    results : mapping of position to MemberResult
        Of the members that were submitted or suppressed.
    """

    sender: str
    probe_id: str
    errors: Sequence[SendError]
    results: Mapping[int, MemberResult]

    async def store(self, sending: Sending) -> Hold | None:
        """Store it; gives the hold of a sender that was refused."""
        profile, now = profile_of(self.sender, sending.rules.profiles), sending.clock()
        refusal = next((error.refusal for error in self.errors if error.refusal), "")
        if refusal:
            return await self._hold(refusal, profile, sending, now)
        with suppress(StorageError):
            if self.probe_id:
                result = self._probe_result()
                await sending.senders.holds.end_probe(
                    self.sender, profile, self.probe_id, result=result, now=now
                )
            throttled = [error for error in self.errors if error.throttled]
            if throttled:
                seconds = max(THROTTLED_SECONDS, *(one.retry_after_seconds for one in throttled))
                await sending.senders.suspend(profile, seconds, now)
        return None

    async def _hold(
        self, refusal: str, profile: SenderProfile, sending: Sending, now: datetime
    ) -> Hold:
        try:
            hold = await sending.senders.holds.refuse(
                self.sender, profile, refusal, probe_id=self.probe_id, now=now
            )
        except StorageError:
            hold = refused(None, refusal, self.probe_id, now)
        log_refused(self.sender, hold, now)
        return hold

    def _probe_result(self) -> ProbeResult:
        """Any response but a server error is that of a carrier that accepts the sender."""
        called = [one for one in self.results.values() if one not in (OPTED_OUT, SIMULATED)]
        if not called:
            return ProbeResult.NOT_CALLED
        is_open = all(isinstance(one, SendError) and _is_undecided(one) for one in called)
        return ProbeResult.UNDECIDED if is_open else ProbeResult.ACCEPTED


def _is_undecided(error: SendError) -> bool:
    return error.retryable and not error.throttled


def log_failed_calls(batch: Batch, errors: Sequence[SendError]) -> None:
    """Log calls that failed as a whole: one line for each reason."""
    counts = Counter((e.throttled, e.provider_code, e.may_have_left) for e in errors)
    for (is_throttled, code, may_have_left), count in counts.items():
        log_event(
            "carrier_throttled" if is_throttled else "carrier_call_failed",
            level=logging.WARNING,
            sendId=str(batch.address.send),
            senderKind=kind_of(batch.sender).value,
            reason=loggable_code(code),
            mayHaveLeft=may_have_left,
            callCount=count,
        )


def log_refused(sender: str, hold: Hold, now: datetime) -> None:
    """Log that messages of a sender wait because the carrier refuses it."""
    minute_log.log(
        "carrier_refused",
        sender,
        level=logging.ERROR,
        status=hold.refusal,
        senderKind=kind_of(sender).value,
        refusedCount=hold.refused_count,
        heldSince=f"{hold.since:%Y-%m-%dT%H:%M:%SZ}",
        nextAttemptSeconds=hold.wait_seconds(now),
    )
