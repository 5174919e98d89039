"""Figures as metrics, over HTTP to an ingestion endpoint: all of them, once, in nothing's way."""

import asyncio
import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from operations import functions
from operations.figures_metrics import FigureMetrics
from operations.settings import InsightsSettings, insights_from
from tests.integration.shared.carriers.test_identity import by_https
from tests.support.log_privacy import logged_events
from tests.support.managed_identity import make_certificate, token_endpoint
from tests.support.world import SETTINGS, Serve, World

ROOT = Path(__file__).parents[3]
KEY = "00000000-0000-4000-8000-000000000002"
MICROSOFTS_EXPORTER = """
import sys
from azure.monitor.opentelemetry.exporter import AzureMonitorMetricExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.resources import Resource

exporter = AzureMonitorMetricExporter(connection_string=sys.argv[1], disable_offline_storage=True)
reader = InMemoryMetricReader()
provider = MeterProvider([reader], Resource({"service.name": "paloma"}), shutdown_on_exit=False)
for name, value in (("due", 3), ("waiting", 0)):
    provider.get_meter("paloma").create_gauge(name).set(value)
exporter.export(reader.get_metrics_data())
"""
ONLY_ITS_EXPORT = {
    "APPLICATIONINSIGHTS_STATSBEAT_DISABLED_ALL": "true",
    "APPLICATIONINSIGHTS_CONTROLPLANE_DISABLED": "true",
    "APPLICATIONINSIGHTS_SDKSTATS_DISABLED": "true",
    "APPLICATIONINSIGHTS_METRIC_NAMESPACE_OPT_IN": "true",
}


@dataclass
class Ingestion:
    """An ingestion endpoint that keeps what it gets."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    is_silent: bool = False
    end: asyncio.Event = field(default_factory=asyncio.Event)
    requests: list[tuple[str, dict[str, str], list[Any]]] = field(default_factory=list)

    @property
    def settings(self) -> InsightsSettings:
        connection = f"InstrumentationKey={KEY};IngestionEndpoint={self.url}/"
        return InsightsSettings(connection)

    @property
    def figures(self) -> dict[str, float]:
        """Give the figures of the only request, each of which came once."""
        [(_, _, envelopes)] = self.requests
        metrics = [one for item in envelopes for one in item["data"]["baseData"]["metrics"]]
        found = {one["name"]: one["value"] for one in metrics}
        assert len(found) == len(metrics)
        return found

    async def answer(self, request: web.BaseRequest) -> web.Response:
        envelopes = json.loads(await request.read())
        self.requests.append((request.path, dict(request.headers), envelopes))
        if self.is_silent:
            await self.end.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        count = len(envelopes)
        document = {"itemsReceived": count, "itemsAccepted": count, "errors": []}
        return web.json_response(document, status=status)


@pytest.fixture
async def ingestion() -> AsyncIterator[Ingestion]:
    endpoint = Ingestion()
    runner = web.ServerRunner(web.Server(endpoint.answer, access_log=None), shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        endpoint.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield endpoint
    finally:
        endpoint.end.set()
        await runner.cleanup()


def figure_lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Give the figures of each log line."""
    lines = logged_events(caplog.messages, "figures_counted")
    return [{k: v for k, v in one.items() if k not in {"event", "invocationId"}} for one in lines]


def reasons(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one["reason"] for one in logged_events(caplog.messages, "figures_not_sent")]


@pytest.fixture
def ticking(
    serve: Serve, ingestion: Ingestion, caplog: pytest.LogCaptureFixture
) -> pytest.LogCaptureFixture:
    """Serve an app that sends its figures to the endpoint; gives its log."""
    serve(World(settings=replace(SETTINGS, insights=ingestion.settings)))
    caplog.set_level("INFO")
    return caplog


async def test_every_figure_of_the_line_arrives_once_with_its_name_and_value(
    ingestion: Ingestion, ticking: pytest.LogCaptureFixture
) -> None:
    await functions.log_figures(None)
    [line] = figure_lines(ticking)
    assert ingestion.figures == line
    assert len(line) == 14
    assert reasons(ticking) == []


async def test_name_of_several_words_is_spelt_as_in_the_line(ingestion: Ingestion) -> None:
    await FigureMetrics(ingestion.settings).send({"oldestDueSeconds": 1200, "due": 2})
    assert ingestion.figures == {"oldestDueSeconds": 1200, "due": 2}


async def test_each_run_sends_its_own_figures(ingestion: Ingestion) -> None:
    metrics = FigureMetrics(ingestion.settings)
    for figures in ({"due": 1, "oldestDueSeconds": 60}, {"due": 0}):
        ingestion.requests.clear()
        await metrics.send(figures)
        assert ingestion.figures == figures


async def test_line_stays_when_the_endpoint_is_down(
    serve: Serve, caplog: pytest.LogCaptureFixture, unused_tcp_port: int
) -> None:
    settings = Ingestion(f"http://127.0.0.1:{unused_tcp_port}").settings
    serve(World(settings=replace(SETTINGS, insights=settings)))
    caplog.set_level("INFO")
    await functions.log_figures(None)
    await functions.log_figures(None)
    assert len(figure_lines(caplog)) == 2
    assert reasons(caplog) == ["no_answer"]


async def test_failure_is_logged_once_until_an_export_succeeds(
    ingestion: Ingestion, ticking: pytest.LogCaptureFixture
) -> None:
    ingestion.statuses = [403, 500, 200, 206]
    for _ in range(4):
        await functions.log_figures(None)
    assert len(figure_lines(ticking)) == len(ingestion.requests) == 4
    assert reasons(ticking) == ["http_403", "http_206"]


async def test_export_ends_at_its_limit(
    ingestion: Ingestion, caplog: pytest.LogCaptureFixture
) -> None:
    ingestion.is_silent = True
    await FigureMetrics(ingestion.settings, limit_seconds=0.05).send({"due": 1})
    assert reasons(caplog) == ["no_answer"]


@pytest.mark.parametrize(
    "connection", ["nonsense", f"InstrumentationKey={KEY};IngestionEndpoint=x"]
)
async def test_unusable_setting_costs_only_the_metrics(
    serve: Serve, caplog: pytest.LogCaptureFixture, connection: str
) -> None:
    insights = insights_from({"APPLICATIONINSIGHTS_CONNECTION_STRING": connection})
    serve(World(settings=replace(SETTINGS, insights=insights)))
    caplog.set_level("INFO")
    await functions.log_figures(None)
    assert len(figure_lines(caplog)) == 1
    assert reasons(caplog) == ["unusable_setting"]


async def test_export_leaves_no_thread_behind(ingestion: Ingestion) -> None:
    before = set(threading.enumerate())
    await FigureMetrics(ingestion.settings).send({"due": 1})
    assert set(threading.enumerate()) == before


async def test_managed_identity_sends_its_token(
    ingestion: Ingestion, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate, key = make_certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=str(certificate))
    # aiohttp makes its context of trusted certificates when it is imported.
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", trusting)
    async with token_endpoint() as tokens, by_https(ingestion.url, certificate, key) as url:
        for name, value in tokens.environment.items():
            monkeypatch.setenv(name, value)
        settings = replace(Ingestion(url).settings, authentication="ClientId=me;Authorization=AAD")
        await FigureMetrics(settings).send({"due": 1})
    [(_, headers, _)] = ingestion.requests
    assert headers["Authorization"].startswith("Bearer ")
    [asked] = tokens.asked
    assert (asked["resource"], asked["client_id"]) == ("https://monitor.azure.com/", "me")


async def test_token_is_not_sent_in_the_clear(
    ingestion: Ingestion, caplog: pytest.LogCaptureFixture
) -> None:
    settings = replace(ingestion.settings, authentication="Authorization=AAD")
    await FigureMetrics(settings).send({"due": 1})
    assert reasons(caplog) == ["no_token"]
    assert ingestion.requests == []


async def test_request_is_the_one_of_microsofts_exporter(ingestion: Ingestion) -> None:
    await FigureMetrics(ingestion.settings).send({"due": 3, "waiting": 0})
    await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", MICROSOFTS_EXPORTER, ingestion.settings.connection.rstrip("/")],
        env={**os.environ, **ONLY_ITS_EXPORT}, cwd=ROOT, check=True, timeout=60,
    )  # fmt: skip
    ours, theirs = ingestion.requests[:2]
    assert ours[0] == theirs[0]
    assert ours[1]["Content-Type"] == theirs[1]["Content-Type"]
    assert list(map(common_part, ours[2])) == list(map(common_part, theirs[2]))


def common_part(envelope: dict[str, Any]) -> dict[str, Any]:
    """Leave out when and on which machine it was measured, and what is empty."""
    kept = {name: one for name, one in envelope.items() if name not in {"time", "tags"}}
    assert kept["data"]["baseData"].pop("properties", {}) == {}
    return {**kept, "role": envelope["tags"]["ai.cloud.role"]}
