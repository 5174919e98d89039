"""
Intake of delivery reports: concurrent reports are stored together.

Event Grid delivers one event per request by default, and the reports of a campaign arrive by the
hundred: stored one by one they would cost more than the sending.
"""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from delivery_report.storage.reports import RecipientReports, Reports
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.domain.identifiers import BlockAddress
from shared.log import log_event, loggable_code
from shared.runtime import Batcher

_MAX_REQUESTS = 500


@dataclass(slots=True, eq=False)
class _Delivery:
    """The reports of one request, and which of their blocks turned out not to exist."""

    reports: Mapping[BlockAddress, RecipientReports]
    missing: set[BlockAddress] = field(default_factory=set)


class ReportIntake:
    """Adds reports to their batches; one batcher for the life of the process."""

    def __init__(self, reports: Reports) -> None:
        self._reports = reports
        self._batcher = Batcher(self._add_together, max_items=_MAX_REQUESTS)

    async def add(self, reports: Mapping[BlockAddress, RecipientReports]) -> set[BlockAddress]:
        """
        Add reports; returns when they are durable, with the blocks that do not exist.

        What is stored together is logged together; see `Reports.add`.
        """
        if not reports:
            return set()
        delivery = _Delivery(reports)
        await self._batcher.add(delivery)
        return delivery.missing

    async def _add_together(self, deliveries: Sequence[_Delivery]) -> None:
        together: dict[BlockAddress, list[tuple[str, DeliveryReport]]] = {}
        for delivery in deliveries:
            for address, reports in delivery.reports.items():
                together.setdefault(address, []).extend(reports)
        for reports in together.values():
            reports.sort(key=lambda one: one[1].received_at)
        missing = set(await self._reports.add(together))
        for delivery in deliveries:
            delivery.missing = missing & delivery.reports.keys()
        stored = (reports for block, reports in together.items() if block not in missing)
        _log_reports([report for reports in stored for _, report in reports])


def _log_reports(reports: Sequence[DeliveryReport]) -> None:
    """Log one line for what arrived, and one for each reason of failures."""
    failed = [loggable_code(one.code) for one in reports if one.status is DeliveryStatus.FAILED]
    for code, count in Counter(failed).items() if failed else ():
        log_event("reports_failed", level=logging.WARNING, reason=code or "failed", count=count)
    if delivered_count := len(reports) - len(failed):
        log_event("reports_recorded", status=DeliveryStatus.DELIVERED.value, count=delivered_count)
