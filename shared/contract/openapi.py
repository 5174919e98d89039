"""The OpenAPI document, made from the models that validate and answer."""

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.contract.answers import (
    Health,
    Message,
    MessagePage,
    SendAccepted,
    SenderAnswer,
    SendListPage,
    SendStatus,
)
from shared.contract.opt_outs import OptOutEntry, OptOutPage
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
    SenderAnswer,
    SendListPage,
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
    paths: dict[str, Json] = {
        "/sms": {"post": _send()},
        "/preview": {"post": _preview()},
        "/webhooks/inbound": _webhook("inbound_webhook", "Microsoft.Communication.SMSReceived"),
        "/webhooks/delivery-reports": _webhook(
            "delivery_report", "Microsoft.Communication.SMSDeliveryReportReceived"
        ),
        "/openapi.json": {"get": _this_document()},
    }
    for path, method, operation, summary, answer in _ROUTES:
        description = _answering(operation, summary, answer)
        paths.setdefault(path, {})[method] = description
    for path, parameters in _QUERIES.items():
        paths[path]["get"]["parameters"] = parameters
    paths["/health"]["get"]["security"] = []
    return paths


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
        "parameters": [_IDEMPOTENCY_KEY],
        "requestBody": {"required": True, "content": _json(SendRequest)},
        "responses": {
            "202": {
                "description": "Accepted, now or by the first request with this Idempotency-Key",
                "headers": {"Idempotent-Replayed": {"schema": {"const": "true"}}},
                "content": _json(SendAccepted),
            },
            **_problems(400, 409, 413, 415, 422, 503),
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


def _answering(operation: str, summary: str, answer: type[BaseModel]) -> Json:
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {
            "200": {"description": "Found", "content": _json(answer)},
            **_problems(400, 404, 503),
        },
    }


def _this_document() -> Json:
    return {
        "operationId": "openapi",
        "summary": "This document",
        "responses": {"200": {"description": "OpenAPI 3.1"}},
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


_IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Stands for this body for 24 hours: the same request again is not sent again",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
_SENDER = _query("sender", "The own number, with or without +", required=True)
_AFTER_NUMBER = _query("after", "The last number of the page before")
_AFTER_MESSAGE = _query("after", "The last message id of the page before")
_LIMIT = _query("limit", "Size of the page", type="integer", minimum=1, maximum=100, default=100)

_STATUS = _query("status", "Only of these statuses, by commas")
_DAY = _query("day", "The UTC day of acceptance", required=True, type="string", format="date")
_CAMPAIGN = _query("campaign", "Only of this campaign")
_AFTER_SEND = _query("after", "Where the page before ended, as in its nextUrl")

_QUERIES: dict[str, list[Json]] = {
    "/sms": [_SENDER, _DAY, _STATUS, _CAMPAIGN, _AFTER_SEND, _LIMIT],
    "/sms/{sendId}/messages": [_STATUS, _AFTER_MESSAGE, _LIMIT],
    "/opt-outs": [_SENDER, _AFTER_NUMBER, _LIMIT],
}

_ROUTES: tuple[tuple[str, str, str, str, type[BaseModel]], ...] = (
    ("/sms", "get", "list_sends", "Sends of an own number on a day, newest first", SendListPage),
    ("/sms/{sendId}", "get", "get_send", "One send: counts, times, options", SendStatus),
    ("/sms/{sendId}", "delete", "cancel_send", "Cancel what has not left of a send", SendStatus),
    (
        "/sms/{sendId}/messages",
        "get",
        "list_send_messages",
        "The messages of a send, in the order of the numbers",
        MessagePage,
    ),
    ("/messages/{messageId}", "get", "get_message", "One message with its history", Message),
    ("/opt-outs", "get", "list_opt_outs", "Who may be written to from an own number", OptOutPage),
    (
        "/opt-outs/{sender}/{recipient}",
        "get",
        "get_opt_out",
        "One entry with its ledger",
        OptOutEntry,
    ),
    ("/senders/{sender}", "get", "get_sender", "Limits, and whether it is paused", SenderAnswer),
    ("/senders/{sender}/pause", "post", "pause_sender", "Hold back what is unsent", SenderAnswer),
    ("/senders/{sender}/resume", "post", "resume_sender", "Let it go on", SenderAnswer),
    ("/health", "get", "health", "Liveness and configuration", Health),
)
