"""
The members that Azure's resources have, from the models of Microsoft's management clients.

There are two generations of these models: newer ones have a descriptor for each member, older ones
a map from attributes to JSON paths. Types that need no package of their own are described here.
"""

from __future__ import annotations

import enum
import sys
import typing
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from tests.support.infra.bicep import Choice, Opaque

_TEXTS: dict[str, Any] = {"*": str}
_TRACKED: dict[str, Any] = {"location": str, "tags": _TEXTS}

# Learn, Azure resource reference, in the versions that infra/ uses.
_DESCRIBED: dict[str, Any] = {
    "Microsoft.Resources/resourceGroups@2024-03-01": {
        **_TRACKED,
        "managedBy": str,
        "properties": {},
    },
    "Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30": {
        **_TRACKED,
        "properties": {"isolationScope": str},
    },
    "Microsoft.Authorization/locks@2020-05-01": {
        "properties": {"level": str, "notes": str, "owners": [{}]}
    },
    "Microsoft.Authorization/roleAssignments@2022-04-01": {
        "properties": {
            "principalId": str,
            "principalType": str,
            "roleDefinitionId": str,
            "description": str,
            "condition": str,
            "conditionVersion": str,
            "delegatedManagedIdentityResourceId": str,
        }
    },
    "Microsoft.Insights/diagnosticSettings@2021-05-01-preview": {
        "properties": {
            "workspaceId": str,
            "logAnalyticsDestinationType": str,
            "logs": [{"category": str, "categoryGroup": str, "enabled": bool}],
            "metrics": [{"category": str, "enabled": bool, "timeGrain": str}],
        }
    },
}
_MODELS = {
    "Microsoft.Communication/communicationServices@2025-09-01": (
        "communication:CommunicationServiceResource"
    ),
    "Microsoft.Consumption/budgets@2023-11-01": "consumption:Budget",
    "Microsoft.EventGrid/systemTopics@2025-02-15": "eventgrid:SystemTopic",
    "Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15": "eventgrid:EventSubscription",
    "Microsoft.Insights/actionGroups@2023-01-01": "monitor:ActionGroupResource",
    "Microsoft.Insights/components@2020-02-02": (
        "applicationinsights.v2020_02_02:ApplicationInsightsComponent"
    ),
    "Microsoft.Insights/metricAlerts@2018-03-01": "monitor:MetricAlertResource",
    "Microsoft.Insights/scheduledQueryRules@2023-12-01": "monitor:ScheduledQueryRuleResource",
    "Microsoft.Insights/webtests@2022-06-15": "applicationinsights.v2022_06_15:WebTest",
    "Microsoft.OperationalInsights/workspaces@2025-07-01": "loganalytics:Workspace",
    "Microsoft.Storage/storageAccounts@2025-06-01": "storage:StorageAccountCreateParameters",
    "Microsoft.Storage/storageAccounts/blobServices@2025-06-01": "storage:BlobServiceProperties",
    "Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01": "storage:BlobContainer",
    "Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01": "storage:ManagementPolicy",
    "Microsoft.Storage/storageAccounts/queueServices@2025-06-01": "storage:QueueServiceProperties",
    "Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01": "storage:StorageQueue",
    "Microsoft.Storage/storageAccounts/tableServices@2025-06-01": "storage:TableServiceProperties",
    "Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01": "storage:Table",
    "Microsoft.Web/serverfarms@2025-03-01": "web:AppServicePlan",
    "Microsoft.Web/sites@2025-03-01": "web:Site",
    "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01": (
        "web:CsmPublishingCredentialsPoliciesEntity"
    ),
    "Microsoft.Web/sites/config@2025-03-01": "web:StringDictionary",
}
# Members of Bicep or of every resource, which no model has to have.
_OF_BICEP = {"name", "parent", "scope", "dependsOn"}
_SCALARS = {"str": str, "int": int, "bool": bool, "float": float, "duration": str, "iso-8601": str}


@dataclass(frozen=True, slots=True)
class _ReadOnly:
    """A member that Azure sets."""


def resource_faults(kind: str, body: dict[str, Any]) -> list[str]:
    """
    Name each member of a resource that is unknown, missing, or has a wrong value.

    Parameters
    ----------
    kind : str
        The type with its version.
    """
    shape = _shape_of(kind)
    if shape is None:
        return [f"{kind} is unknown: its type or version is not in tests/support/infra/models.py"]
    members = {name: value for name, value in body.items() if name not in _OF_BICEP}
    return [f"{kind}{fault}" for fault in _faults(members, shape, "")]


def _shape_of(kind: str) -> Any:
    if kind in _MODELS:
        package, _, name = _MODELS[kind].partition(":")
        return getattr(import_module(f"azure.mgmt.{package}.models"), name)
    return _DESCRIBED.get(kind)


def _faults(value: Any, shape: Any, path: str) -> list[str]:
    if isinstance(value, Choice):
        return [fault for one in value.options for fault in _faults(one, shape, path)]
    if isinstance(value, Opaque) or value is None or shape is Any:
        return []
    if isinstance(shape, _ReadOnly):
        return [f"{path} is set by Azure"]
    if isinstance(shape, list):
        return _list_faults(value, shape[0], path)
    if isinstance(shape, dict) or _is_model(shape):
        return _object_faults(value, shape, path)
    return [] if _is_scalar_of(value, shape) else [f"{path} has a wrong value"]


def _list_faults(value: Any, shape: Any, path: str) -> list[str]:
    if not isinstance(value, list):
        return [f"{path} is not a list"]
    return [fault for one in value for fault in _faults(one, shape, f"{path}[]")]


def _object_faults(value: Any, shape: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path} is not an object"]
    members = shape if isinstance(shape, dict) else _members(_subtype(shape, value))
    if "*" in members:
        return [
            fault
            for name, one in value.items()
            for fault in _faults(one, members["*"], f"{path}.{name}")
        ]
    unknown = [f"{path}.{name} is unknown" for name in value if name not in members]
    missing = [] if isinstance(shape, dict) else _missing(_subtype(shape, value), value)
    return (
        [f"{path}.{name} is missing" for name in missing]
        + unknown
        + [
            fault
            for name, one in value.items()
            if name in members
            for fault in _faults(one, members[name], f"{path}.{name}")
        ]
    )


def _is_scalar_of(value: Any, shape: Any) -> bool:
    if isinstance(shape, type) and issubclass(shape, enum.Enum):
        return str(value).lower() in {str(one.value).lower() for one in shape}
    if shape is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if shape is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, shape)


def _is_model(shape: Any) -> bool:
    return hasattr(shape, "_attribute_map") or hasattr(shape, "_is_model")


def _models_of(model: Any) -> Any:
    return sys.modules[model.__module__.rpartition(".")[0]]


def _subtype(model: Any, value: dict[str, Any]) -> Any:
    """Find the model that the discriminator in the value names."""
    for attribute, subtypes in getattr(model, "_subtype_map", {}).items():
        key = model._attribute_map[attribute]["key"].replace("\\.", ".")
        if value.get(key) in subtypes:
            found = getattr(_models_of(model), subtypes[value[key]])
            return found if found is model else _subtype(found, value)
    for name in value.values() if getattr(model, "__mapping__", None) else ():
        if isinstance(name, str) and name in model.__mapping__:
            return model.__mapping__[name]
    return model


@cache
def _members(model: Any) -> dict[str, Any]:
    if hasattr(model, "_attribute_map"):
        return _members_of_map(model)
    hints = typing.get_type_hints(model, globalns=_names_of(model))
    members = {}
    for owner in reversed(model.__mro__):
        for attribute, one in vars(owner).items():
            if hasattr(one, "_rest_name_input"):
                name = one._rest_name_input or attribute
                is_read_only = one._visibility == ["read"]
                shape = _ReadOnly() if is_read_only else _shape_of_hint(hints[attribute])
                members[name] = shape
    return members


def _missing(model: Any, value: dict[str, Any]) -> list[str]:
    """Name the required members that a value lacks, whose paths may lead into `properties`."""
    return [key for key in _required(model) if key not in _OF_BICEP and not _has(value, key)]


def _has(value: Any, key: str) -> bool:
    name, _, rest = key.partition(".")
    if not isinstance(value, dict):
        return True
    return name in value and (not rest or _has(value[name], rest))


@cache
def _required(model: Any) -> list[str]:
    if hasattr(model, "_attribute_map"):
        return [
            one["key"]
            for attribute, one in model._attribute_map.items()
            if model._validation.get(attribute, {}).get("required") and "\\" not in one["key"]
        ]
    hints = typing.get_type_hints(model, globalns=_names_of(model))
    return [
        one._rest_name_input or attribute
        for owner in model.__mro__
        for attribute, one in vars(owner).items()
        if hasattr(one, "_rest_name_input")
        and one._visibility != ["read"]
        and type(None) not in typing.get_args(hints[attribute])
    ]


def _names_of(model: Any) -> dict[str, Any]:
    return {**vars(sys.modules[model.__module__]), "_models": _models_of(model)}


def _shape_of_hint(hint: Any) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Union:
        options = [_shape_of_hint(one) for one in arguments if one is not type(None)]
        enums = [one for one in options if isinstance(one, type) and issubclass(one, enum.Enum)]
        return (enums or options)[0]
    if origin is list:
        return [_shape_of_hint(arguments[0])]
    if origin is dict:
        return {"*": _shape_of_hint(arguments[1])}
    if _is_model(hint) or hint in {str, int, bool, float}:
        return hint
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return hint
    return str if getattr(hint, "__module__", "") == "datetime" else Any


def _members_of_map(model: Any) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for attribute, one in model._attribute_map.items():
        *outer, name = one["key"].replace("\\.", "\0").split(".")
        place = members
        for part in outer:
            place = place.setdefault(part, {})
        is_read_only = model._validation.get(attribute, {}).get("readonly")
        shape = _ReadOnly() if is_read_only else _shape_of_text(one["type"], _models_of(model))
        if name:
            place[name.replace("\0", ".")] = shape
    return members


def _shape_of_text(text: str, models: Any) -> Any:
    if text.startswith("["):
        return [_shape_of_text(text[1:-1], models)]
    if text.startswith("{"):
        return {"*": _shape_of_text(text[1:-1], models)}
    return _SCALARS.get(text) or getattr(models, text, Any)
