"""The Bicep files against the app: its settings, tables, queues, functions, roles and log lines."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from composition.settings import load_settings
from operations.settings import insights_target
from opt_outs.query import MAX_FILE_BYTES
from shared.carriers.acs.events import SMS_DELIVERY_REPORT, SMS_RECEIVED
from shared.eventgrid.webhook import MAX_BODY_BYTES as MAX_DELIVERY_BYTES
from shared.settings import ConfigurationError
from shared.web.requests import MAX_BODY_BYTES
from tests.support.infra.template import bicep_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.support.infra.bicep import BicepFile

_RESOURCE = (
    "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg/providers/"
    "Microsoft.Communication/communicationServices/acs"
)
_INSIGHTS = (
    "InstrumentationKey=00000000-0000-4000-8000-000000000002;"
    "IngestionEndpoint=https://eastus-1.in.applicationinsights.azure.com/"
)
# What Azure would put into the settings whose values it decides.
_VALUES_OF_AZURE = {
    "AzureWebJobsStorage__accountName": "account",
    "AzureWebJobsStorage__blobServiceUri": "https://account.blob.core.windows.net/",
    "AzureWebJobsStorage__queueServiceUri": "https://account.queue.core.windows.net/",
    "AzureWebJobsStorage__tableServiceUri": "https://account.table.core.windows.net/",
    "AzureWebJobsStorage__clientId": "00000000-0000-4000-8000-000000000001",
    "AZURE_CLIENT_ID": "00000000-0000-4000-8000-000000000001",
    "ACS_ENDPOINT": "https://acs.unitedstates.communication.azure.com",
    "ACS_RESOURCE_ID": _RESOURCE,
    "APPLICATIONINSIGHTS_CONNECTION_STRING": _INSIGHTS,
}
# Read by the Functions host, not by the app. Those that Flex Consumption refuses are not here.
_OF_HOST = {
    "AzureWebJobsStorage__blobServiceUri",
    "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT",
}
_BODY_LIMIT = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"
LARGEST_BODY_BYTES = max(MAX_FILE_BYTES, MAX_DELIVERY_BYTES, MAX_BODY_BYTES)
_BLOB, _CONTAINERS = "Microsoft.Storage/storageAccounts", "/blobServices/containers"
# What needs each role: learn.microsoft.com, Azure built-in roles.
_ROLES = {
    "AzureWebJobsStorage__blobServiceUri": ("b7e6dc6d-f1e8-4753-8033-0f276bb0955b", _BLOB),
    "AzureWebJobsStorage__queueServiceUri": ("974c5e8b-45b9-4653-ba55-5f855dd0fb88", _BLOB),
    "AzureWebJobsStorage__tableServiceUri": ("0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", _BLOB),
    "ACS_ENDPOINT": (
        "09976791-48a7-449e-bb21-39d1a415f350",
        "Microsoft.Communication/communicationServices",
    ),
    "APPLICATIONINSIGHTS_AUTHENTICATION_STRING": (
        "3913510d-42f4-4e42-8a64-420c390055eb",
        "Microsoft.Insights/components",
    ),
    "dead letters": ("ba92f5b4-2d11-453d-a403-e96b0029c9fe", _BLOB + _CONTAINERS),
}
_PRINCIPAL = ".outputs.principalId"
_WEBHOOK_EVENTS = {"inbound_webhook": SMS_RECEIVED, "delivery_report": SMS_DELIVERY_REPORT}


class _RecordedEnvironment(dict[str, str]):
    """An environment that knows which settings were read."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)


def _bodies(root: Path, kind: str) -> list[dict[str, Any]]:
    return [
        body
        for file in bicep_files(root).values()
        for name, one in file.of_kind("resource").items()
        if one.target.partition("@")[0] == kind and not one.is_existing
        for body in file.values(name)
    ]


def _app_settings(root: Path) -> dict[str, str]:
    (body,) = (
        one for one in _bodies(root, "Microsoft.Web/sites/config") if one["name"] == "appsettings"
    )
    own = json.loads((root / "infra" / "base" / "app-settings.json").read_text(encoding="utf-8"))
    written = {
        name: value if isinstance(value, str) else _VALUES_OF_AZURE.get(name, "of Azure")
        for name, value in body["properties"].items()
    }
    texts = {name: one if isinstance(one, str) else json.dumps(one) for name, one in own.items()}
    return {**written, **texts}


def setting_faults(root: Path) -> list[str]:
    """Name each setting that neither the app nor the host reads, or that the app cannot use."""
    environment = _RecordedEnvironment(_app_settings(root))
    try:
        settings = load_settings(environment)
        if settings.insights:
            insights_target(settings.insights)
    except ConfigurationError as error:
        return list(error.faults)
    unread = set(environment) - environment.read - _OF_HOST
    body_limit = int(environment[_BODY_LIMIT]) if _BODY_LIMIT in environment else 0
    if body_limit <= LARGEST_BODY_BYTES:
        return [f"{_BODY_LIMIT} keeps bodies away that the app accepts"]
    return [f"nothing reads the setting {name}" for name in sorted(unread)] + [
        f"the setting {name} is missing"
        for name in sorted(set(_VALUES_OF_AZURE) - set(environment))
    ]


def storage_faults(root: Path, queues: set[str]) -> list[str]:
    """
    Name each table, queue and container that is missing or that nothing uses.

    Parameters
    ----------
    queues : set of str
        The queues that the app's functions listen to.
    """
    sources = [one.read_text(encoding="utf-8") for one in (root / "composition").glob("*.py")]
    tables = {name for text in sources for name in re.findall(r'\btable\("(\w+)"\)', text)}
    containers = {_package_container(root), *_dead_letter_containers(root)}
    kinds = {
        "/queueServices/queues": queues,
        "/tableServices/tables": tables,
        _CONTAINERS: containers,
    }
    faults = []
    for kind, used in kinds.items():
        made = [one["name"] for one in _bodies(root, _BLOB + kind)]
        faults += [f"{name} is not made" for name in sorted(used - set(made))]
        faults += [f"nothing uses {name}" for name in sorted(set(made) - used)]
    return faults


def _package_container(root: Path) -> str:
    (app,) = _bodies(root, "Microsoft.Web/sites")
    place = app["properties"]["functionAppConfig"]["deployment"]["storage"]["value"]
    return str(place.text).rpartition("}")[2].rstrip("'")


def _dead_letter_containers(root: Path) -> set[str]:
    return {
        one["properties"]["deadLetterWithResourceIdentity"]["deadLetterDestination"]["properties"][
            "blobContainerName"
        ]
        for one in _bodies(root, "Microsoft.EventGrid/systemTopics/eventSubscriptions")
    }


def function_faults(root: Path, functions: set[str], routes: Mapping[str, str]) -> list[str]:
    """
    Name each function, route and event type of the Bicep files that the app does not have.

    Parameters
    ----------
    functions : set of str
        The names of the app's functions.
    routes : mapping
        The routes of the functions that have one.
    """
    (app,) = _bodies(root, "Microsoft.Web/sites")
    scale = app["properties"]["functionAppConfig"]["scaleAndConcurrency"]
    ready = [one["name"] for option in scale["alwaysReady"].options for one in option]
    names = [name.removeprefix("function:") for name in ready if name.startswith("function:")]
    faults = [f"there is no function {name}" for name in names if name not in functions]
    faults += [f"{name} is no group" for name in ready if ":" not in name and name != "http"]
    (webhooks,) = bicep_files(root)[root / "infra/events/subscriptions.bicep"].values("webhooks")
    subscribed = {one["function"]: one for one in webhooks}
    host = json.loads((root / "host.json").read_text(encoding="utf-8"))
    prefix = host["extensions"]["http"]["routePrefix"]
    for name, event_type in _WEBHOOK_EVENTS.items():
        one = subscribed.pop(name, {})
        path = "/".join(filter(None, (prefix, routes[name])))
        if one.get("path") != path:
            faults.append(f"{name} has the route {path}")
        if one.get("eventType") != event_type:
            faults.append(f"{name} takes {event_type}")
    return faults + [f"{name} is no webhook" for name in subscribed]


def role_faults(root: Path) -> list[str]:
    """Name each role that is missing for a call that is made, or that nothing needs."""
    files = bicep_files(root)
    made = [role for file in files.values() for role in _roles_of(file)]
    settings = {*_app_settings(root), "dead letters"}
    needed = [role for name, role in _ROLES.items() if name in settings]
    missing, spare = Counter(needed) - Counter(made), Counter(made) - Counter(needed)
    return [
        *(f"the role {role} on {kind} is missing" for role, kind in missing),
        *(f"nothing needs the role {role} on {kind}" for role, kind in spare),
        *_principal_faults(files[root / "infra" / "base" / "main.bicep"]),
    ]


def _roles_of(file: BicepFile) -> list[tuple[str, str]]:
    types = {name: one.target.partition("@")[0] for name, one in file.of_kind("resource").items()}
    return [
        (str(body["properties"]["roleDefinitionId"]).rpartition("/")[2], types[body["scope"].text])
        for name, kind in types.items()
        if kind == "Microsoft.Authorization/roleAssignments"
        for body in file.values(name)
    ]


def _principal_faults(main: BicepFile) -> list[str]:
    """The topic writes dead letters; all other roles are the app's."""
    given = {
        name: body["params"]["principalId"].text
        for name in main.of_kind("module")
        for body in main.values(name)
        if "principalId" in body["params"]
    }
    return [
        f"{name} gives its role to {principal}"
        for name, principal in given.items()
        if principal != ("topic" if name == "deadLetterAccess" else "identity") + _PRINCIPAL
    ]
