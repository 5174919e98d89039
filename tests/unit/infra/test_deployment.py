"""The files of the deployment are right, and a mistake of each kind would be found."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from send_sms.storage.dispatch_queue import WAITING_QUEUE
from tests.support.function_index import IndexedFunction
from tests.support.infra import app, project, template
from tests.support.infra.bicep import Choice, read_bicep
from tests.support.infra.models import resource_faults
from tests.unit.app.test_inventory import HTTP, QUEUES, TIMERS

ROOT = Path(__file__).parents[3]
COPIED = (
    "azure.yaml",
    "infra",
    "composition",
    "docs/operations.md",
    "docs/deploy.md",
    ".github/workflows",
    "host.json",
    "dev.py",
)
FILES = sorted((ROOT / "infra").rglob("*.bicep"))
# Their members have any names.
MAPS = ("tags", "Microsoft.Web/sites/config@2025-03-01.properties")

Check = Callable[[Path], list[str]]

# No function listens to the queue of what waits; a timer reads it.
USED_QUEUES = {*QUEUES.values(), WAITING_QUEUE}
storage_faults = partial(app.storage_faults, queues=USED_QUEUES)
function_faults = partial(
    app.function_faults,
    functions={*HTTP, *QUEUES, *TIMERS},
    routes={name: f"api/{route}" for name, (route, _) in HTTP.items()},
)
CHECKS: tuple[Check, ...] = (*project.CHECKS, storage_faults, function_faults)

BASE, APP, STORAGE = "infra/base/main.bicep", "infra/base/app.bicep", "infra/base/storage.bicep"
EVENTS, LOGS = "infra/events/subscriptions.bicep", "infra/base/log-alerts.bicep"
CHECK, DEPLOY = ".github/workflows/check.yml", ".github/workflows/deploy.yml"
METRICS = "infra/base/metric-alerts.bicep"
PLANTED: list[tuple[Check, str, str, str, str]] = [
    # Bicep
    (template.parse_faults, APP, "httpsOnly: true", "httpsOnly true", "cannot be parsed"),
    (template.parse_faults, STORAGE, "kind: 'StorageV2'", "kind: 'StorageV2", "cannot be parsed"),
    (template.parse_faults, EVENTS, "}]\n", "}\n", "cannot be parsed"),
    # symbols
    (template.symbol_faults, APP, "serverFarmId: plan.id", "serverFarmId: pan.id", "pan is not"),
    (template.symbol_faults, BASE, "int(alwaysReady)", "number(alwaysReady)", "number is not"),
    (template.symbol_faults, BASE, "int(alwaysReady)", "1", "alwaysReady is not used"),
    (
        template.symbol_faults,
        STORAGE,
        "for one in queueNames",
        "for it in queueNames",
        "one is not",
    ),
    (template.symbol_faults, APP, "param acsId string", "param acsEndpoint string", "twice"),
    # parameters, modules and outputs
    (template.parameter_faults, APP, "@description('Tags.')\n", "", "tags has no description"),
    (template.parameter_faults, BASE, "    acsId: acs.outputs.id\n", "", "acsId is missing"),
    (template.parameter_faults, BASE, "email: alertEmail", "mail: alertEmail", "mail is no param"),
    (template.parameter_faults, BASE, "'app.bicep'", "'api.bicep'", "api.bicep does not exist"),
    (template.parameter_faults, BASE, "app.outputs.hostName", "app.outputs.host", "no output host"),
    (
        template.parameter_faults,
        "infra/base/main.parameters.json",
        '"storageSku"',
        '"storageSKU"',
        "storageSKU is no parameter",
    ),
    (
        template.parameter_faults,
        "infra/events/main.parameters.json",
        "PALOMA_TOPIC_ID",
        "PALOMA_TOPIC",
        "neither an output",
    ),
    (template.parameter_faults, BASE, "output PALOMA_APP_ID", "output APP_ID", "neither an output"),
    # members of resources
    (template.model_faults, APP, "perInstanceConcurrency", "perInstanceConcurency", "is unknown"),
    (template.model_faults, APP, "instanceMemoryMB: 2048", "instanceMemoryMB: '2048'", "a wrong"),
    (template.model_faults, APP, "alwaysReady: alwaysReady", "always: alwaysReady", "is unknown"),
    (template.model_faults, APP, "type: 'RollingUpdate'", "type: 'Rolling'", "a wrong value"),
    (template.model_faults, STORAGE, "allowSharedKeyAccess", "allowSharedKeys", "is unknown"),
    (template.model_faults, STORAGE, "Accounts@2025-06-01' = {", "Accounts@2025-66-01' = {", "ver"),
    (template.model_faults, STORAGE, "level: 'CanNotDelete'", "lock: 'CanNotDelete'", "is unknown"),
    (template.model_faults, EVENTS, "maxEventsPerBatch", "maxEvents", "is unknown"),
    (template.model_faults, EVENTS, "blobContainerName", "container", "is unknown"),
    (template.model_faults, METRICS, "metricName:", "metric:", "is unknown"),
    (template.model_faults, LOGS, "failingPeriods:", "periods:", "is unknown"),
    (template.model_faults, STORAGE, "  sku: { name: sku }\n", "", ".sku is missing"),
    (template.model_faults, APP, "  location: location\n", "", ".location is missing"),
    (template.model_faults, METRICS, "    severity: alert.severity\n", "", "severity is missing"),
    (template.model_faults, METRICS, "metricName: alert.metric\n", "", "metricName is missing"),
    # settings
    (app.setting_faults, APP, "ACS_ENDPOINT:", "ACS_END_POINT:", "ACS_ENDPOINT"),
    (app.setting_faults, APP, "AZURE_CLIENT_ID:", "AZURE_CLIENT:", "AZURE_CLIENT"),
    (app.setting_faults, APP, "'managedidentity'", "'managed'", "__credential must be"),
    (app.setting_faults, APP, "ACS_RESOURCE_ID:", "TZ: 'x'\n  ACS_RESOURCE_ID:", "nothing reads"),
    (app.setting_faults, APP, "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "TZ", "keeps bodies away"),
    (app.setting_faults, APP, "'17825792'", "'6291456'", "keeps bodies away"),
    (app.setting_faults, "infra/base/app-settings.json", "{}", '{"SMS_SENDER": {}}', "SMS_SENDER"),
    (
        app.setting_faults,
        "infra/base/app-settings.json",
        "{}",
        '{"SMS_QUIET_HOURS": "never"}',
        "SMS_QUIET_HOURS must be",
    ),
    # tables, queues and containers
    (storage_faults, STORAGE, "  'Statistics'\n", "", "Statistics is not made"),
    (storage_faults, STORAGE, "'events-poison'", "'event-poison'", "events-poison is not made"),
    (storage_faults, STORAGE, "'sms-waiting'\n", "", "sms-waiting is not made"),
    (storage_faults, STORAGE, "'sms-dispatch'\n", "'sms-dispatch'\n  'sms'\n", "nothing uses sms"),
    (storage_faults, APP, "}app-package'", "}package'", "package is not made"),
    (storage_faults, EVENTS, "'event-dead-letters'", "'dead-letters'", "dead-letters is not made"),
    # functions, routes and event types
    (function_faults, APP, "function:dispatch_sms", "function:dispatch", "no function dispatch"),
    (function_faults, APP, "name: 'http'", "name: 'https'", "https is no group"),
    (function_faults, EVENTS, "'inbound_webhook'", "'inbound'", "inbound is no webhook"),
    (function_faults, EVENTS, "'api/webhooks/inbound'", "'webhooks/inbound'", "has the route"),
    (function_faults, "host.json", '"routePrefix": ""', '"routePrefix": "sms"', "has the route"),
    (function_faults, EVENTS, "Communication.SMSReceived", "Communication.SmsReceived", "takes"),
    # roles
    (app.role_faults, STORAGE, "'974c5e8b", "'974c5e8c", "is missing"),
    (app.role_faults, STORAGE, "'0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'\n", "", "is missing"),
    (app.role_faults, STORAGE, "var roleIds = [", "var roleIds = [\n  'b24988ac'", "nothing needs"),
    (
        app.role_faults,
        BASE,
        "principalId: topic.outputs.principalId",
        "principalId: identity.outputs.principalId",
        "deadLetterAccess gives its role",
    ),
    # azure.yaml
    (project.azure_yaml_faults, "azure.yaml", "remoteBuild:", "remotebuild:", "unexpected"),
    (project.azure_yaml_faults, "azure.yaml", "host: function", "host: functions", "expected"),
    (project.azure_yaml_faults, "azure.yaml", "infra/events", "infra/event", "no main.bicep"),
    (project.azure_yaml_faults, "azure.yaml", "  api:", "  app:", "must name the service"),
    (project.azure_yaml_faults, "azure.yaml", "provision events", "provision event", "up must be"),
    (project.azure_yaml_faults, "azure.yaml", "name: paloma", "name: [paloma", "azure.yaml"),
    # workflows
    (
        project.workflow_faults,
        CHECK,
        "runs-on: ubuntu-latest",
        "run-on: ubuntu-latest",
        "check.yml",
    ),
    (project.workflow_faults, CHECK, "timeout-minutes: 45", "timeout-minutes: soon", "check.yml"),
    (project.workflow_faults, CHECK, "matrix.python", "matrix.version", "no matrix.version"),
    (project.workflow_faults, CHECK, "matrix.system", "matrx.system", "matrx.system is unknown"),
    (project.workflow_faults, CHECK, "actions/checkout@v4", "actions/checkout", "has no version"),
    (
        project.workflow_faults,
        CHECK,
        "python dev.py check",
        "python develop.py check",
        "no develop",
    ),
    (project.workflow_faults, DEPLOY, "id-token: write", "id-token: all", "deploy.yml"),
    (
        project.workflow_faults,
        DEPLOY,
        "      PALOMA_STORAGE_SKU",
        "      STORAGE_SKU",
        "is not passed",
    ),
    (
        project.workflow_faults,
        DEPLOY,
        "environment: production",
        "environment: live",
        "lets no identity into live",
    ),
    # alerts
    (project.alert_faults, LOGS, '"carrier_refused"', '"carrier_refuses"', "nothing logs"),
    (project.alert_faults, LOGS, '"carrier_refused"', "carrier_refused", "asks for no event"),
    (project.alert_faults, LOGS, "line.stalled", "line.stuck", "no line has stuck"),
    (project.alert_faults, "docs/deploy.md", "### app-away", "### app", "app-away has no entry"),
    (project.alert_faults, LOGS, ', "erasure_failed"', "", "asks for the error erasure_failed"),
    (project.alert_faults, METRICS, "'events-dropped'", "'drops'", "drops has no entry"),
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the checks read; who changes a file of it restores it."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in COPIED:
        source, target = ROOT / name, copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copy(source, target)
    return copy


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: getattr(check, "__name__", "app"))
def test_files_of_the_deployment_have_no_fault(check: Check) -> None:
    assert check(ROOT) == []


def test_copy_of_the_files_has_no_fault(checkout: Path) -> None:
    assert [fault for check in CHECKS for fault in check(checkout)] == []


@pytest.mark.parametrize(
    ("check", "name", "old", "new", "told"), PLANTED, ids=[one[3][:40] for one in PLANTED]
)
def test_planted_mistake_is_found(
    checkout: Path, check: Check, name: str, old: str, new: str, told: str
) -> None:
    path = checkout / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        faults = check(checkout)
    finally:
        path.write_text(text, encoding="utf-8")

    assert any(told in fault for fault in faults)


def objects_in(value: Any, path: str) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        below = [one for name, part in value.items() for one in objects_in(part, f"{path}.{name}")]
        return [(path, value), *below]
    parts = value.options if isinstance(value, Choice) else value
    if isinstance(value, Choice | list):
        return [one for part in parts for one in objects_in(part, path)]
    return []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_unknown_member_is_found_in_every_object_of_every_resource(path: Path) -> None:
    file = read_bicep(path)
    for name, resource in file.of_kind("resource").items():
        body = file.values(name)[0]
        for place, one in [] if resource.is_existing else objects_in(body, resource.target):
            one["unheardOf"] = "x"
            found = any("unheardOf" in fault for fault in resource_faults(resource.target, body))
            assert found or place.endswith(MAPS), place
            del one["unheardOf"]


def test_queues_and_functions_are_those_of_the_index(
    indexed_functions: dict[str, IndexedFunction],
) -> None:
    triggers = {name: one.trigger for name, one in indexed_functions.items()}
    queues = {one["queueName"] for one in triggers.values() if "queueName" in one}
    routes = {name: one["route"] for name, one in triggers.items() if "route" in one}

    assert app.storage_faults(ROOT, {*queues, WAITING_QUEUE}) == []
    assert app.function_faults(ROOT, set(triggers), routes) == []


@pytest.mark.parametrize(
    "text",
    ["allowSharedKeyAccess: false", "allowBlobPublicAccess: false", "level: 'CanNotDelete'"],
)
def test_storage_is_closed_to_keys_and_locked(text: str) -> None:
    assert text in (ROOT / STORAGE).read_text(encoding="utf-8")


def test_requests_that_arrive_together_reach_one_instance() -> None:
    (site,) = read_bicep(ROOT / APP).values("app")
    scale = site["properties"]["functionAppConfig"]["scaleAndConcurrency"]

    assert scale["triggers"]["http"]["perInstanceConcurrency"] == 100
