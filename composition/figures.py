"""What the figures of operations are read from; imported when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operations.figures import FigureReader, FigureSources

if TYPE_CHECKING:
    from composition.stores import Stores
    from opt_outs.storage.reviews import OptOutReviews
    from send_sms.sending import Rules
    from senders.listing import Activities


def figures_of(
    stores: Stores, rules: Rules, activities: Activities, reviews: OptOutReviews
) -> FigureReader:
    """Build what reads the figures."""
    return FigureReader(
        FigureSources(
            queue=stores.work_queue,
            activities=activities,
            senders=stores.senders,
            profiles=rules.profiles,
            parked_events=stores.parked_events,
            dead_letters=stores.dead_letters,
            reviews=reviews,
            clock=stores.clock,
        )
    )
