"""Where figures go as metrics: the forms of the connection string, and that none is asked for."""

import subprocess
import sys
from pathlib import Path

import pytest

from operations.settings import InsightsSettings, InsightsTarget, insights_from, insights_target
from shared.settings import ConfigurationError

KEY = "00000000-0000-4000-8000-000000000002"
REGION = "https://eastus-1.in.applicationinsights.azure.com"
ROOT = Path(__file__).parents[3]

TICK = """
import asyncio, json, sys
from composition.app import run_as
from operations import functions
from tests.support.world import World

with run_as(World().app()):
    asyncio.run(functions.log_figures(None))
assert "operations.figures_log" in sys.modules
print(json.dumps([one for one in sys.modules if one.startswith("opentelemetry")]))
"""


def target(connection: str, authentication: str = "") -> InsightsTarget:
    return insights_target(InsightsSettings(connection, authentication))


@pytest.mark.parametrize(
    ("connection", "url"),
    [
        (f"InstrumentationKey={KEY};IngestionEndpoint={REGION}/;LiveEndpoint=x", REGION),
        (f"instrumentationkey={KEY.upper()}; INGESTIONENDPOINT={REGION}", REGION),
        (f"InstrumentationKey={KEY}", "https://dc.services.visualstudio.com"),
        (f"InstrumentationKey={KEY};EndpointSuffix=ai.example", "https://dc.ai.example"),
        (
            f"InstrumentationKey={KEY};EndpointSuffix=ai.example;Location=westus",
            "https://westus.dc.ai.example",
        ),
    ],
)
def test_connection_string_says_where_metrics_go(connection: str, url: str) -> None:
    found = target(connection)
    assert (found.url, found.key) == (f"{url}/v2.1/track", KEY)
    assert found.identity is None


@pytest.mark.parametrize(
    ("connection", "reason"),
    [
        ("", "no instrumentation key"),
        ("InstrumentationKey=secret", "no instrumentation key"),
        (f"IngestionEndpoint={REGION}", "no instrumentation key"),
        (f"InstrumentationKey={KEY};IngestionEndpoint=http://ai.example", "not https"),
        (f"InstrumentationKey={KEY};IngestionEndpoint=secret", "not https"),
    ],
)
def test_unusable_connection_string_is_named_without_its_value(
    connection: str, reason: str
) -> None:
    with pytest.raises(ConfigurationError, match=reason) as caught:
        target(connection)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("authentication", "identity"),
    [
        ("", None),
        ("Authorization=AAD", ""),
        ("ClientId=abc;Authorization=AAD", "abc"),
        ("ClientId=abc", None),
    ],
)
def test_authentication_string_says_which_identity_sends(
    authentication: str, identity: str | None
) -> None:
    assert target(f"InstrumentationKey={KEY}", authentication).identity == identity


def test_audience_is_that_of_the_cloud() -> None:
    assert target(f"InstrumentationKey={KEY}").audience == "https://monitor.azure.com/"
    other = target(f"InstrumentationKey={KEY};AADAudience=https://monitor.azure.us/")
    assert other.audience == "https://monitor.azure.us/"


def test_metrics_are_sent_only_if_there_is_a_connection_string() -> None:
    assert insights_from({"APPLICATIONINSIGHTS_AUTHENTICATION_STRING": "x"}) is None
    env = {"APPLICATIONINSIGHTS_CONNECTION_STRING": " x ", "WEBSITE_SITE_NAME": "func-abc"}
    assert insights_from(env) == InsightsSettings("x", role="func-abc")


def test_timer_imports_nothing_of_opentelemetry_without_the_setting() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TICK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip().splitlines()[-1] == "[]"
