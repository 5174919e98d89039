"""
The figures as OpenTelemetry metrics, sent to Application Insights once and not kept.

Of OpenTelemetry only the SDK's metrics are used, and imported by the first export. Microsoft's
exporter would bring five more packages, half a second of import and threads of its own
(docs/adr/0040).
"""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from operations.settings import insights_target
from shared.log import log_event
from shared.outgoing.http import Connections, NoResponseError
from shared.outgoing.identity import Identity, NoTokenError
from shared.settings import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opentelemetry.sdk.metrics.export import NumberDataPoint

    from operations.settings import InsightsSettings, InsightsTarget

LIMIT_SECONDS = 10.0
"""When an export ends, whatever it waits for."""

_METER = "paloma"
_CONNECT_SECONDS, _READ_SECONDS = 3.0, 5.0
_OK = 200


class FigureMetrics:
    """
    Sends figures as metrics; for the life of the process.

    Between two exports it keeps nothing: no connection, token or thread.
    """

    def __init__(self, settings: InsightsSettings, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._settings = settings
        self._limit_seconds = limit_seconds
        self._is_failing = False

    async def send(self, figures: Mapping[str, int]) -> None:
        """
        Send each figure once; what fails is not repeated, because the next figures are newer.

        Failures are logged, once until an export succeeds. No storage operation.
        """
        reason = await self._try(figures)
        if reason and not self._is_failing:
            log_event("figures_not_sent", level=logging.WARNING, reason=reason)
        self._is_failing = bool(reason)

    async def _try(self, figures: Mapping[str, int]) -> str:
        """Give the reason of the failure; empty if all figures were taken."""
        try:
            target = insights_target(self._settings)
            async with asyncio.timeout(self._limit_seconds):
                status = await _post(target, _envelopes(target, figures))
        except ConfigurationError:
            return "unusable_setting"
        except NoTokenError:
            return "no_token"
        except (NoResponseError, TimeoutError):
            return "no_answer"
        return "" if status == _OK else f"http_{status}"


async def _post(target: InsightsTarget, envelopes: list[dict[str, Any]]) -> int:
    """Give the status: 200 if all are taken, 206 if some are (Azure's API specification)."""
    from yarl import URL

    headers = {"Content-Type": "application/json", **await _authorization(target)}
    service = Connections(target.url, connect_seconds=_CONNECT_SECONDS, read_seconds=_READ_SECONDS)
    try:
        body = json.dumps(envelopes).encode()
        return (await service.exchange("POST", URL(target.url), headers, body=body)).status
    finally:
        await service.close()


async def _authorization(target: InsightsTarget) -> dict[str, str]:
    if target.identity is None:
        return {}
    identity = Identity(target.identity)
    try:
        scope = f"{target.audience}/.default"
        return {"Authorization": await identity.authorization(target.url, scope)}
    finally:
        await identity.close()


def _envelopes(target: InsightsTarget, figures: Mapping[str, int]) -> list[dict[str, Any]]:
    """Measure the figures, and write each as Application Insights takes it (`TelemetryItem`)."""
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint
    from opentelemetry.sdk.resources import Resource

    reader = InMemoryMetricReader()
    resource = Resource({"service.name": target.role})
    provider = MeterProvider([reader], resource, shutdown_on_exit=False)
    meter = provider.get_meter(_METER)
    for name, figure in figures.items():
        meter.create_gauge(name).set(figure)
    measured = reader.get_metrics_data()
    provider.shutdown()
    # OpenTelemetry knows no upper case in names, and its SDK writes them in lower case.
    names = {name.lower(): name for name in figures}
    return [
        _envelope(target, names[metric.name], point)
        for by_resource in (measured.resource_metrics if measured else ())
        for by_scope in by_resource.scope_metrics
        for metric in by_scope.metrics
        for point in metric.data.data_points
        if isinstance(point, NumberDataPoint)
    ]


def _envelope(target: InsightsTarget, name: str, point: NumberDataPoint) -> dict[str, Any]:
    metric = {"name": name, "ns": _METER, "value": point.value, "count": 1}
    time = datetime.fromtimestamp(point.time_unix_nano / 1e9, UTC)
    return {
        "name": "Microsoft.ApplicationInsights.Metric",
        "time": time.isoformat(timespec="milliseconds"),
        "iKey": target.key,
        "tags": {"ai.cloud.role": target.role},
        "data": {"baseType": "MetricData", "baseData": {"ver": 2, "metrics": [metric]}},
    }
