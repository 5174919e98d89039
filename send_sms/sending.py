"""What sending uses: stores, queue, carrier, rules, clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opt_outs.storage.registry import OptOuts
    from send_sms.domain.prices import PriceTable
    from send_sms.domain.quiet_hours import QuietHoursPolicy
    from send_sms.in_process import Rounds
    from send_sms.storage.dispatch_queue import WorkQueue
    from send_sms.storage.idempotency_keys import IdempotencyKeys
    from send_sms.storage.journal import Journal
    from senders.domain.profile import SenderProfiles
    from senders.storage.senders import Senders
    from shared.carriers.sending import SmsGateway
    from shared.runtime import Clock, Ids
    from subscriptions.outbox import EventOutbox


@dataclass(frozen=True, slots=True)
class Rules:
    """
    What the settings say of sending.

    Attributes
    ----------
    profiles : mapping of sender to SenderProfile
        Where the usual profile of a sender is wrong.
    quiet_hours : QuietHoursPolicy
        What happens to marketing in the recipient's quiet hours.
    prices : PriceTable or None
        None: the table that comes with the app.
    """

    profiles: SenderProfiles
    quiet_hours: QuietHoursPolicy
    prices: PriceTable | None = None


@dataclass(frozen=True, slots=True)
class Runtime:
    """What sending has in its process: time, ids, and the rounds that single sends share."""

    clock: Clock
    ids: Ids
    rounds: Rounds[Any]


@dataclass(frozen=True, slots=True)
class Sending:
    """What dispatching uses."""

    journal: Journal
    queue: WorkQueue
    senders: Senders
    opt_outs: OptOuts
    gateway: SmsGateway
    events: EventOutbox
    rules: Rules
    runtime: Runtime

    @property
    def clock(self) -> Clock:
        """The clock of the process."""
        return self.runtime.clock

    @property
    def ids(self) -> Ids:
        """What draws ids."""
        return self.runtime.ids


@dataclass(frozen=True, slots=True)
class Accepting:
    """What accepting uses besides: the idempotency keys of callers."""

    sending: Sending
    idempotency_keys: IdempotencyKeys

    @property
    def clock(self) -> Clock:
        """The clock of the process."""
        return self.sending.clock

    @property
    def ids(self) -> Ids:
        """What draws ids."""
        return self.sending.ids
