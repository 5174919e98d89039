"""The OpenAPI document, generated from the operations that each route registers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from azure.functions import AuthLevel

from operations.members import PLACES
from operations.openapi_schemas import SCHEMAS, definitions, example_of
from shared.web.descriptions import CALLER_PARAMETER
from shared.web.http import NUMBER_HEADERS
from shared.web.problems import TITLES
from shared.web.routes import Json, Operation, Response, asks_for_caller

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from shared.web.routes import RegisteredRoute

VERSION = "0.1.0"

_PROBLEM = "shared.web.contract:Problem"
_OF_EVERY_ROUTE = (400, 500, 503)
_OF_BODIES = (411, 413, 415)
_RESPONSES = "#/components/responses/"
_REQUEST_ID: Json = {"X-Request-Id": {"$ref": "#/components/headers/RequestId"}}
_RETRY_AFTER: Json = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
_MAY_HAVE_RETRY_AFTER = frozenset({409, 429, 503})

_TAGS = {
    "Sending": "Sends, their messages, and what a send would do.",
    "Opt-outs": "The registry of opt-outs, its ledger, imports, reviews and reconciliation, "
    "a person's consent, and the export and erasure of what is kept of a person.",
    "Verifications": "Codes that prove that a person holds a phone.",
    "Conversations": "Conversations with people, replies, canned replies and automatic replies.",
    "Senders": "Own numbers: limits, pause and caps.",
    "Subscriptions": "Webhooks to your systems.",
    "Analytics": "Figures.",
    "Operations": "Health, the queue, parked events, Event Grid's webhooks, pages and this "
    "document.",
}
_TAGS_BY_START = {
    "sms": "Sending",
    "single": "Sending",
    "messages": "Sending",
    "preview": "Sending",
    "opt": "Opt-outs",
    "people": "Opt-outs",
    "erasures": "Opt-outs",
    "verifications": "Verifications",
    "verification": "Verifications",
    "conversations": "Conversations",
    "auto": "Conversations",
    "canned": "Conversations",
    "senders": "Senders",
    "caps": "Senders",
    "subscriptions": "Subscriptions",
    "analytics": "Analytics",
}
_PROBLEM_EXAMPLES: Mapping[int, tuple[str, str]] = {
    400: ("validation_failed", "ttlSeconds: must be at least 5."),
    401: ("invalid_token", "The delivery has no token of Event Grid for this app."),
    403: ("foreign_resource", "These events are of another resource."),
    404: ("not_found", "There is no such send."),
    409: ("idempotency_key_in_use", "The first request with this key may still be in progress."),
    411: ("length_required", "Send the body with a Content-Length."),
    413: ("payload_too_large", "A request has at most 2 MiB."),
    415: ("unsupported_media_type", "Send Content-Type: application/json."),
    429: ("resend_too_soon", "A code was requested for this number a moment ago."),
    422: ("idempotency_key_reused", "The key was used with another request."),
    500: ("internal_error", "It has been logged; try again later."),
    503: ("storage_unavailable", "Try again in a moment."),
}


def openapi_document(routes: Iterable[RegisteredRoute], server_url: str = "/api") -> Json:
    """
    Make the document (OpenAPI 3.1).

    Parameters
    ----------
    server_url : str
        Where the routes are. Most generators of clients need it absolute.
    """
    by_path = sorted(routes, key=lambda route: route.path)
    schemas = _schemas([one for route in by_path for one in route.operations.values()])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Paloma",
            "version": VERSION,
            "description": "Sends SMS through Azure Communication Services, takes replies, "
            "honours opt-outs and tracks delivery. Members without a value are left out of "
            "responses; new members and routes may be added.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server_url}],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "security": [{"functionKey": []}, {"functionKeyInQuery": []}],
        "paths": _paths(by_path, schemas),
        "components": {
            "schemas": schemas,
            "responses": _shared_responses(),
            "headers": _shared_headers(),
            "securitySchemes": _security_schemes(),
        },
    }


def _security_schemes() -> Json:
    key: Json = {"type": "apiKey", "description": "A key of the function app"}
    return {
        "functionKey": {**key, "in": "header", "name": "x-functions-key"},
        "functionKeyInQuery": {**key, "in": "query", "name": "code"},
    }


def _shared_headers() -> Json:
    return {
        "RequestId": {
            "description": "The caller's `X-Request-Id`, or the id of the invocation",
            "schema": {"type": "string"},
        },
        "RetryAfter": {
            "description": "Seconds after which to try again",
            "schema": {"type": "string", "pattern": "^[0-9]+$"},
        },
    }


def _shared_responses() -> Json:
    return {
        **{f"Problem{status}": _problem(status) for status in _PROBLEM_EXAMPLES},
        "Unauthorized": {
            "description": "The key is missing or wrong. The Functions host responds, without a "
            "body"
        },
        "TooManyRequests": {
            "description": "The Functions host has too many requests in progress, and responds "
            "without a body; try again later"
        },
    }


def _problem(status: int) -> Json:
    code, detail = _PROBLEM_EXAMPLES[status]
    example: Json = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "code": code,
        "detail": detail,
    }
    return {
        "description": TITLES[status],
        "headers": {**_REQUEST_ID, **(_RETRY_AFTER if status in _MAY_HAVE_RETRY_AFTER else {})},
        "content": {
            "application/problem+json": {"schema": _reference(_PROBLEM), "example": example}
        },
    }


def _paths(routes: Iterable[RegisteredRoute], schemas: Json) -> Json:
    paths: Json = {}
    for route in routes:
        path = route.path.replace("{*", "{")
        item = paths.setdefault(f"/{path}", _path_parameters(path))
        if asks_for_caller(route.operations) and CALLER_PARAMETER not in item.get("parameters", ()):
            item.setdefault("parameters", []).append(CALLER_PARAMETER)
        for method, operation in route.operations.items():
            item[method.lower()] = _operation(route, operation, schemas)
    return paths


def _path_parameters(path: str) -> Json:
    names = re.findall(r"\{(\w+)\}", path)
    parameters: list[Json] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PLACES.get(name, f"The {name}"),
            "schema": {"type": "string"},
        }
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


def _operation(route: RegisteredRoute, operation: Operation, schemas: Json) -> Json:
    described: Json = {
        "operationId": route.name + operation.get("id_suffix", ""),
        "summary": operation["summary"],
        "tags": [_TAGS_BY_START.get(re.split("[-/]", route.path)[0], "Operations")],
        "responses": {
            **{
                str(status): _response(one, schemas)
                for status, one in _responses(operation).items()
            },
            **_refusals(route, operation),
        },
    }
    if "description" in operation:
        described["description"] = operation["description"]
    if "parameters" in operation:
        described["parameters"] = list(operation["parameters"])
    if "body" in operation:
        described["requestBody"] = {
            "required": not operation.get("is_body_optional", False),
            "content": _content(operation["body"], schemas),
        }
    if route.auth_level is AuthLevel.ANONYMOUS:
        described["security"] = []
    return described


def _refusals(route: RegisteredRoute, operation: Operation) -> Json:
    statuses = {*_OF_EVERY_ROUTE, *operation.get("problems", ())}
    if "body" in operation:
        statuses.update(_OF_BODIES)
    if "{" in route.path:
        statuses.add(404)
    found = {429: "TooManyRequests"} | {status: f"Problem{status}" for status in statuses}
    if route.auth_level is not AuthLevel.ANONYMOUS:
        found.setdefault(401, "Unauthorized")
    return {str(status): {"$ref": _RESPONSES + found[status]} for status in sorted(found)}


def _responses(operation: Operation) -> Mapping[int, Response]:
    if "responses" in operation:
        return operation["responses"]
    return {200: Response(description="Found", model=operation["response"])}


def _response(response: Response, schemas: Json) -> Json:
    described: Json = {
        "description": response["description"],
        "headers": {**_REQUEST_ID, **response.get("headers", {})},
    }
    content: Json = {}
    if "model" in response:
        content |= _content(response["model"], schemas)
    content |= _content(response.get("content", {}), schemas)
    if content:
        described["content"] = content
    return described


def _content(body: str | Mapping[str, Json], schemas: Json) -> Json:
    by_type = {"application/json": _reference(body)} if isinstance(body, str) else body
    return {
        media_type: {"schema": schema, **_example(schema, schemas)}
        for media_type, schema in by_type.items()
    }


def _example(schema: Json, schemas: Json) -> Json:
    is_described = not schema.keys().isdisjoint(("$ref", "examples", "items", "properties"))
    return {"example": example_of(schema, schemas)} if is_described else {}


def _reference(model: str) -> Json:
    return {"$ref": SCHEMAS + model.partition(":")[2]}


def _schemas(operations: Iterable[Operation]) -> Json:
    """Describe request bodies as they are validated, and responses as they are written."""
    requests: set[str] = set()
    responses = {_PROBLEM}
    for operation in operations:
        requests.update(_request_models(operation))
        responses.update(_response_models(operation))
    return {**definitions(requests, "validation"), **definitions(responses, "serialization")}


def _request_models(operation: Operation) -> Iterator[str]:
    body = operation.get("body")
    if isinstance(body, str):
        yield body


def _response_models(operation: Operation) -> Iterator[str]:
    for response in _responses(operation).values():
        if "model" in response:
            yield response["model"]
