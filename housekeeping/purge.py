"""Delete expired rows: idempotency keys, parked events, dead letters and verifications."""

from datetime import datetime

from send_sms.storage.idempotency_keys import IdempotencyKeys, prefixes
from shared.eventgrid.parked_events import ParkedEvents
from shared.runtime import Clock
from subscriptions.storage.dead_letters import DeadLetters
from subscriptions.storage.subscriptions import Subscriptions
from verifications.verifying import Verifying

_RUN_SECONDS = 300
_PREFIXES_PER_RUN = 4


async def purge(
    *,
    parked_events: ParkedEvents,
    subscriptions: Subscriptions,
    dead_letters: DeadLetters,
    idempotency_keys: IdempotencyKeys,
    verifying: Verifying,
    clock: Clock,
) -> None:
    """
    Delete a share of the expired rows; run every five minutes, it covers all in under six hours.

    Idempotent, also on two instances at once. Nothing depends on it: an expired row is ignored
    before it is deleted. With nothing to delete it costs eleven operations, and one for each
    subscription; once a day also one for 1,000 prefixes of verifications.
    """
    now = clock()
    await parked_events.purge(now)
    for subscription in await subscriptions.all():
        await dead_letters.purge(subscription.subscription_id, now)
    for prefix in _turn(now):
        await idempotency_keys.purge(prefix, now)
        await verifying.verifications.purge(prefix, now)
    if now.hour == 0 and now.minute < _RUN_SECONDS // 60:
        await verifying.counts.purge(now)


def _turn(now: datetime) -> list[str]:
    """Give the keys whose turn it is; by the clock, because nothing remembers the last turn."""
    all_prefixes = prefixes()
    begin = int(now.timestamp()) // _RUN_SECONDS * _PREFIXES_PER_RUN % len(all_prefixes)
    return all_prefixes[begin : begin + _PREFIXES_PER_RUN]
