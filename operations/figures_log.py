"""What is said of the figures outside the app: counts, and nothing about a person."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from shared.eventgrid.parked_events import ParkedKind
from shared.log import log_event

if TYPE_CHECKING:
    from operations.figures import Figures
    from operations.figures_metrics import FigureMetrics


async def report_figures(figures: Figures, metrics: FigureMetrics | None) -> None:
    """Write the figures as one log line, then send them as metrics too, if there are any."""
    counted = count_figures(figures)
    log_event("figures_counted", level=logging.INFO, **counted)
    if metrics:
        await metrics.send({name: one for name, one in counted.items() if one is not None})


def count_figures(figures: Figures) -> dict[str, int | None]:
    """
    Count the figures, by their names in log and metrics; None: there is none.

    Messages that wait or are unknown are those accepted yesterday and today (UTC); those that were
    sent, failed or were suppressed are those of the last hour, whenever they were accepted.
    """
    activities = figures.activities.values()
    switches = figures.senders.switches.values()
    now = figures.as_of
    due_times = [one.oldest_due_at for one in activities if one.oldest_due_at]
    oldest_due_seconds = int((now - min(due_times)).total_seconds()) if due_times else None
    return {
        "due": figures.level.due_count,
        "overdue": figures.level.overdue_count,
        "waiting": sum(one.waiting_count for one in activities),
        "oldestDueSeconds": oldest_due_seconds,
        "sent": sum(one.submitted_count for one in activities),
        "failed": sum(sum(one.failures.values()) for one in activities),
        "suppressed": sum(one.suppressed_count for one in activities),
        "unknown": sum(sum(one.unknown.values()) for one in activities),
        "paused": sum(one.paused_since is not None for one in switches),
        "held": sum(one.hold is not None for one in switches),
        "throttled": sum(
            one.held_until > now.timestamp() for one in figures.senders.windows.values()
        ),
        "stalled": len(figures.stalled),
        "parked": figures.parked[ParkedKind.EVENTS].count,
        "parkedReports": figures.parked[ParkedKind.REPORTS].count,
        "deadLetters": sum(one.count for one in figures.dead_letters.values()),
    }
