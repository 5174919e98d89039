"""Holds every response of the app that a test sees against the OpenAPI document."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs

_PREFIX = "/api"
_METHODS = frozenset({"get", "post", "put", "patch", "delete", "options"})


@cache
def document() -> dict[str, Any]:
    """Give the app's document, as JSON reads it."""
    import function_app  # noqa: F401 - registers every route
    from operations.openapi import openapi_document
    from shared.web.routes import registered_routes

    found: dict[str, Any] = json.loads(json.dumps(openapi_document(registered_routes())))
    return found


def assert_as_documented(
    operation: str, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    """
    Check a response: its status, its media type, and its body, which has no member too many.

    Parameters
    ----------
    operation : str
        The method and the path as in the document, such as `get /sms/{sendId}`.
    """
    responses = _operations()[operation]["responses"]
    where = f"{operation}: {status}"
    assert headers.get("X-Request-Id"), f"{where} has no X-Request-Id"
    assert str(status) in responses, f"{where} is not documented"
    content = _resolved(responses[str(status)]).get("content", {})
    if not content:
        assert body == b"", f"{where} has a body that is not documented"
        return
    media_type = headers.get("Content-Type", "").partition(";")[0]
    assert media_type in content, f"{where} has {media_type}, documented are {list(content)}"
    if media_type.endswith("json"):
        found = _validator(operation, status, media_type).iter_errors(json.loads(body))
        errors = [f"{list(one.instance_path)}: {one.message}" for one in found]
        assert errors == [], f"{where} is not as documented: {errors}"


def operation_of_function(name: str, method: str) -> str | None:
    """Name the operation of a function; None if the document has no such function."""
    return _operations_by_function().get((name, method.lower()))


def operation_at(method: str, url: str) -> str | None:
    """Name the operation that takes a request; None if the document has none."""
    path = urlsplit(url).path.rstrip("/")
    for operation, pattern in _patterns().items():
        found, _, _ = operation.partition(" ")
        if found == method.lower() and pattern.fullmatch(path):
            return operation
    return None


@cache
def _operations() -> dict[str, Any]:
    return {
        f"{method} {path}": operation
        for path, item in document()["paths"].items()
        for method, operation in item.items()
        if method in _METHODS
    }


@cache
def _operations_by_function() -> dict[tuple[str, str], str]:
    from shared.web.routes import registered_routes

    document()
    return {
        (route.name, method.lower()): f"{method.lower()} /{route.path.replace('{*', '{')}"
        for route in registered_routes()
        for method in route.operations
    }


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        operation: re.compile(
            _PREFIX + re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(operation.partition(" ")[2])),
            re.IGNORECASE,
        )
        for operation in _operations()
    }


def _resolved(value: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in value:
        return value
    found: Any = document()
    for step in value["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


@cache
def _validator(operation: str, status: int, media_type: str) -> Any:
    response = _resolved(_operations()[operation]["responses"][str(status)])
    return _validator_of(json.dumps(response["content"][media_type]["schema"]))


@cache
def _validator_of(text: str) -> Any:
    """Make the validator of a schema once: hundreds of responses are the same problem document."""
    schema = {**_closed(json.loads(text)), "components": _closed_components()}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


@cache
def _closed_components() -> Any:
    return _closed(document()["components"])


def _closed(schema: Any) -> Any:
    """Refuse members that are not described; clients have to ignore them, tests do not."""
    if isinstance(schema, list):
        return [_closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(one) for name, one in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        closed.setdefault("additionalProperties", False)
    return closed
