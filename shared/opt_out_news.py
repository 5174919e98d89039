"""Publishing opt-outs to subscribers, whatever their source."""

from shared.domain.event import opt_out_event
from shared.domain.opt_out import ConsentChange
from shared.services import Services
from subscriptions.domain.event import EventKind


async def publish_opt_out(change: ConsentChange, services: Services) -> None:
    """
    Publish a stored change, if it changed the effective state of its own number.

    Idempotent. Without a subscriber it costs nothing, with one two operations.

    Raises
    ------
    StorageError
        It is not known to be published; repeat the call that stored the change.
    """
    is_wanted = await services.events.has_subscribers(EventKind.OPT_OUT)
    if is_wanted and await services.opt_outs.has_changed_effective_state(change):
        await services.events.publish([opt_out_event(change)])
