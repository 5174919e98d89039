"""The OpenAPI document, generated from the operations that each route registers."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from azure.functions import AuthLevel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from shared.web.http import NUMBER_HEADERS
from shared.web.routes import Json, Operation, Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pydantic import BaseModel

    from shared.web.routes import RegisteredRoute

VERSION = "0.1.0"

_PROBLEM = "shared.web.contract:Problem"
_PROBLEMS = (400, 404, 503)
_LENGTH_REQUIRED = 411
_SCHEMAS = "#/components/schemas/"


def openapi_document(routes: Iterable[RegisteredRoute]) -> Json:
    """Make the document (OpenAPI 3.1)."""
    by_path = sorted(routes, key=lambda route: route.path)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Paloma",
            "version": VERSION,
            "description": "Sends SMS through Azure Communication Services, takes replies, "
            "honours opt-outs and tracks delivery.",
        },
        "servers": [{"url": "/api"}],
        "security": [{"functionKey": []}, {"functionKeyInQuery": []}],
        "paths": _paths(by_path),
        "components": {
            "schemas": _schemas([one for route in by_path for one in route.operations.values()]),
            "securitySchemes": {
                "functionKey": {"type": "apiKey", "in": "header", "name": "x-functions-key"},
                "functionKeyInQuery": {"type": "apiKey", "in": "query", "name": "code"},
            },
        },
    }


def _paths(routes: Iterable[RegisteredRoute]) -> Json:
    paths: Json = {}
    for route in routes:
        item = paths.setdefault(f"/{route.path}", _path_parameters(route.path))
        for method, operation in route.operations.items():
            item[method.lower()] = _operation(route, operation)
    return paths


def _path_parameters(path: str) -> Json:
    names = re.findall(r"\{(\w+)\}", path)
    parameters: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]
    parameters += [
        {
            "name": header,
            "in": "header",
            "description": f"The {name}, if its place in the path is -",
            "schema": {"type": "string"},
        }
        for name, header in NUMBER_HEADERS.items()
        if name in names
    ]
    return {"parameters": parameters} if parameters else {}


def _operation(route: RegisteredRoute, operation: Operation) -> Json:
    described: Json = {
        "operationId": route.name + operation.get("id_suffix", ""),
        "summary": operation["summary"],
        "responses": {
            **{str(status): _response(one) for status, one in _responses(operation).items()},
            **{str(status): _problem() for status in _problem_statuses(operation)},
        },
    }
    if "description" in operation:
        described["description"] = operation["description"]
    if "parameters" in operation:
        described["parameters"] = list(operation["parameters"])
    if "body" in operation:
        described["requestBody"] = {
            "required": not operation.get("is_body_optional", False),
            "content": _content(operation["body"]),
        }
    if route.auth_level is AuthLevel.ANONYMOUS:
        described["security"] = []
    return described


def _problem_statuses(operation: Operation) -> list[int]:
    length_required = [_LENGTH_REQUIRED] if "body" in operation else []
    return sorted([*operation.get("problems", _PROBLEMS), *length_required])


def _responses(operation: Operation) -> Mapping[int, Response]:
    if "responses" in operation:
        return operation["responses"]
    return {200: Response(description="Found", model=operation["response"])}


def _response(response: Response) -> Json:
    described: Json = {"description": response["description"]}
    if "headers" in response:
        described["headers"] = dict(response["headers"])
    if "model" in response:
        described["content"] = _content(response["model"])
    elif "media_type" in response:
        described["content"] = {response["media_type"]: {}}
    return described


def _problem() -> Json:
    return {
        "description": "Problem",
        "content": {"application/problem+json": {"schema": _reference(_PROBLEM)}},
    }


def _content(body: str | Mapping[str, Json]) -> Json:
    if isinstance(body, str):
        return {"application/json": {"schema": _reference(body)}}
    return {media_type: {"schema": schema} for media_type, schema in body.items()}


def _reference(model: str) -> Json:
    return {"$ref": _SCHEMAS + model.partition(":")[2]}


def _schemas(operations: Iterable[Operation]) -> Json:
    """Describe request bodies as they are validated, and responses as they are written."""
    requests: set[str] = set()
    responses = {_PROBLEM}
    for operation in operations:
        requests.update(_request_models(operation))
        responses.update(_response_models(operation))
    return {**_definitions(requests, "validation"), **_definitions(responses, "serialization")}


def _request_models(operation: Operation) -> Iterator[str]:
    body = operation.get("body")
    if isinstance(body, str):
        yield body


def _response_models(operation: Operation) -> Iterator[str]:
    for response in _responses(operation).values():
        if "model" in response:
            yield response["model"]


def _definitions(models: set[str], mode: JsonSchemaMode) -> Json:
    loaded = [(_load(model), mode) for model in sorted(models)]
    _, schema = models_json_schema(loaded, ref_template=_SCHEMAS + "{model}")
    definitions: Json = schema.get("$defs", {})
    return definitions


def _load(model: str) -> type[BaseModel]:
    module, _, name = model.partition(":")
    loaded: type[BaseModel] = getattr(import_module(module), name)
    return loaded
