"""The OpenAPI document, made from the models that validate and answer."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.contract.answers import (
    Health,
    Message,
    MessagePage,
    OptOutEntry,
    OptOutPage,
    SendAccepted,
    SendStatus,
)
from shared.contract.preview import Preview
from shared.contract.problem import Problem
from shared.contract.send_request import SendRequest

VERSION = "0.1.0"

_ANSWERS: tuple[type[BaseModel], ...] = (
    Health,
    Message,
    MessagePage,
    OptOutEntry,
    OptOutPage,
    Preview,
    Problem,
    SendAccepted,
    SendStatus,
)
_REFERENCE = "#/components/schemas/{model}"

Json = dict[str, Any]


def openapi_document() -> Json:
    """Make the document (OpenAPI 3.1)."""
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
        "paths": {path: {**_in_path(path), **item} for path, item in _paths().items()},
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "functionKey": {"type": "apiKey", "in": "header", "name": "x-functions-key"},
                "functionKeyInQuery": {"type": "apiKey", "in": "query", "name": "code"},
            },
        },
    }


def _schemas() -> Json:
    """Requests are described as they are validated, answers as they are written."""
    inputs = models_json_schema([(SendRequest, "validation")], ref_template=_REFERENCE)[1]
    outputs = models_json_schema(
        [(model, "serialization") for model in _ANSWERS], ref_template=_REFERENCE
    )[1]
    return {**inputs["$defs"], **outputs["$defs"]}


def _paths() -> Json:
    return {**_sending_paths(), **_other_paths()}


def _sending_paths() -> Json:
    return {
        "/sms": {"post": _send()},
        "/preview": {"post": _preview()},
        "/sms/{sendId}": {
            "get": _get("get_send", "One send: counts by status, times, options", SendStatus),
        },
        "/sms/{sendId}/messages": {
            "get": _get(
                "list_send_messages",
                "The messages of a send, in the order of the numbers",
                MessagePage,
                query=(_AFTER_MESSAGE, _LIMIT),
            ),
        },
        "/messages/{messageId}": {
            "get": _get("get_message", "One message with its history", Message)
        },
    }


def _other_paths() -> Json:
    return {
        "/opt-outs": {
            "get": _get(
                "list_opt_outs",
                "Who may be written to from an own number",
                OptOutPage,
                query=(_SENDER, _AFTER_NUMBER, _LIMIT),
            )
        },
        "/opt-outs/{sender}/{recipient}": {
            "get": _get("get_opt_out", "One entry with its ledger", OptOutEntry)
        },
        "/webhooks/inbound": _webhook("inbound_webhook", "Microsoft.Communication.SMSReceived"),
        "/webhooks/delivery-reports": _webhook(
            "delivery_report", "Microsoft.Communication.SMSDeliveryReportReceived"
        ),
        "/health": {
            "get": {**_get("health", "Liveness and configuration", Health), "security": []}
        },
        "/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": "This document",
                "responses": {"200": {"description": "OpenAPI 3.1"}},
            }
        },
    }


def _in_path(path: str) -> Json:
    names = re.findall(r"\{(\w+)\}", path)
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]
    return {"parameters": parameters} if parameters else {}


def _send() -> Json:
    return {
        "operationId": "send_sms",
        "summary": "Send a message to 1 to 10,000 recipients",
        "description": "Accepted sends are durable. Recipients that cannot be phone numbers are "
        "listed in `rejected`; the others go out. Doubles are folded; the first one counts.",
        "requestBody": {"required": True, "content": _json(SendRequest)},
        "responses": {
            "202": {"description": "Accepted", "content": _json(SendAccepted)},
            **_problems(400, 413, 415, 503),
        },
    }


def _preview() -> Json:
    return {
        "operationId": "preview_sms",
        "summary": "What a send would do; nothing is stored or sent",
        "description": "Takes what `/sms` takes and refuses what it refuses. The cost is an "
        "estimate: carriers count segments themselves, and prices change.",
        "requestBody": {"required": True, "content": _json(SendRequest)},
        "responses": {
            "200": {"description": "What would happen", "content": _json(Preview)},
            **_problems(400, 413, 415, 503),
        },
    }


def _get(
    operation: str, summary: str, answer: type[BaseModel], *, query: tuple[Json, ...] = ()
) -> Json:
    return {
        "operationId": operation,
        "summary": summary,
        **({"parameters": list(query)} if query else {}),
        "responses": {
            "200": {"description": "Found", "content": _json(answer)},
            **_problems(400, 404, 503),
        },
    }


def _webhook(operation: str, event: str) -> Json:
    return {
        "post": {
            "operationId": operation,
            "summary": f"Event Grid delivers {event}, in either schema",
            "responses": {
                "200": {"description": "Stored, or the handshake"},
                **_problems(400, 403, 413, 503),
            },
        },
        "options": {
            "operationId": f"{operation}_handshake",
            "summary": "The CloudEvents handshake",
            "responses": {"200": {"description": "Consent"}, **_problems(400)},
        },
    }


def _problems(*statuses: int) -> Json:
    content = {"application/problem+json": _json(Problem)["application/json"]}
    return {str(status): {"description": "Problem", "content": content} for status in statuses}


def _json(model: type[BaseModel]) -> Json:
    schema = {"$ref": _REFERENCE.format(model=model.__name__)}
    return {"application/json": {"schema": schema}}


def _query(name: str, description: str, *, required: bool = False, **schema: object) -> Json:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema or {"type": "string"},
    }


_SENDER = _query("sender", "The own number, with or without +", required=True)
_AFTER_NUMBER = _query("after", "The last number of the page before")
_AFTER_MESSAGE = _query("after", "The last message id of the page before")
_LIMIT = _query("limit", "Size of the page", type="integer", minimum=1, maximum=100, default=100)
