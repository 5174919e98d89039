"""Telling subscribers of opt-outs, however we learnt of them."""

from shared.domain.event import EventKind, opt_out_event
from shared.domain.opt_out import ConsentChange
from shared.services import Services


async def tell_opt_out(change: ConsentChange, services: Services) -> None:
    """
    Tell subscribers of a stored change, if it turned what its own number may send.

    Idempotent. Without a subscriber it costs nothing, with one two operations.

    Raises
    ------
    StorageError
        It is not known to be told; do again what stored it.
    """
    is_wanted = await services.events.wants(EventKind.OPT_OUT)
    if is_wanted and await services.opt_outs.has_turned(change):
        await services.events.tell([opt_out_event(change)])
