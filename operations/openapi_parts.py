"""The operations of the OpenAPI document, one by one."""

from typing import Any

from pydantic import BaseModel

from opt_outs.contract import OptOutImport
from reconciliation.contract import Reconciliation
from send_sms.contract.answers import Restarted, SendAccepted
from send_sms.contract.preview import Preview
from send_sms.contract.requests import ReplyRequest, RestartRequest, SendRequest
from shared.web.contract import Problem

REFERENCE = "#/components/schemas/{model}"

Json = dict[str, Any]


def send() -> Json:
    """Describe `POST /sms`."""
    return {
        "operationId": "send_sms",
        "summary": "Send a message to 1 to 10,000 recipients",
        "description": "Accepted sends are durable. Recipients that cannot be phone numbers are "
        "listed in `rejected`; the others go out. Doubles are folded; the first one counts.",
        "parameters": [_IDEMPOTENCY_KEY],
        "requestBody": {"required": True, "content": json_of(SendRequest)},
        "responses": {
            "202": {
                "description": "Accepted, now or by the first request with this Idempotency-Key",
                "headers": {"Idempotent-Replayed": {"schema": {"const": "true"}}},
                "content": json_of(SendAccepted),
            },
            **problems(400, 409, 413, 415, 422, 503),
        },
    }


def reply() -> Json:
    """Describe `POST /conversations/{sender}/{user}/replies`."""
    return {
        **send(),
        "operationId": "reply_to_conversation",
        "summary": "Reply to a person, before campaigns",
        "description": "A send of its own. 409 where the person has opted out, or where the same "
        "text went to them 20 times in 5 minutes, which looks like a loop.",
        "requestBody": {"required": True, "content": json_of(ReplyRequest)},
    }


def preview() -> Json:
    """Describe `POST /preview`."""
    return {
        "operationId": "preview_sms",
        "summary": "What a send would do; nothing is stored or sent",
        "description": "Takes what `/sms` takes and refuses what it refuses. The cost is an "
        "estimate: carriers count segments themselves, and prices change.",
        "requestBody": {"required": True, "content": json_of(SendRequest)},
        "responses": {
            "200": {"description": "What would happen", "content": json_of(Preview)},
            **problems(400, 413, 415, 503),
        },
    }


def resend(operation: str, summary: str) -> Json:
    """Describe what takes messages of a send up again."""
    return {
        "operationId": operation,
        "summary": summary,
        "description": "Asked twice, each message is taken up once.",
        "requestBody": {"required": False, "content": json_of(RestartRequest)},
        "responses": {
            "202": {"description": "Taken up", "content": json_of(Restarted)},
            **problems(400, 404, 415, 503),
        },
    }


def taking(body: type[BaseModel]) -> Json:
    """Describe what an operation takes."""
    return {"required": True, "content": json_of(body)}


def answering(operation: str, summary: str, answer: type[BaseModel]) -> Json:
    """Describe what answers with a model and takes no body."""
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {
            "200": {"description": "Found", "content": json_of(answer)},
            **problems(400, 404, 503),
        },
    }


def opt_out_import() -> Json:
    """Describe `POST /opt-out-imports`."""
    row = {"type": "object", "required": ["recipient"]}
    return {
        "operationId": "import_opt_outs",
        "summary": "Import up to 100,000 opt-outs and opt-ins",
        "description": "CSV with a header, or a list of objects, with the columns of an export; "
        "only recipient is required. Lines that cannot be used are reported, the others count. "
        "What is known already or older than what is known changes nothing.",
        "parameters": [query("sender", "Whom a line without a sender speaks of; * for all")],
        "requestBody": {
            "required": True,
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/json": {"schema": {"type": "array", "items": row}},
            },
        },
        "responses": {
            "202": {"description": "Stored; will be imported", "content": json_of(OptOutImport)},
            **problems(400, 413, 415, 503),
        },
    }


def reconciliation() -> Json:
    """Describe `POST /opt-out-reconciliations`."""
    return {
        "operationId": "start_reconciliation",
        "summary": "Compare the registry with ACS's own list of opt-outs",
        "description": "Answers with the comparison that is under way, if there is one.",
        "responses": {
            "202": {"description": "Under way", "content": json_of(Reconciliation)},
            **problems(503),
        },
    }


def this_document() -> Json:
    """Describe `GET /openapi.json`."""
    return {
        "operationId": "openapi",
        "summary": "This document",
        "responses": {"200": {"description": "OpenAPI 3.1"}},
    }


def page(operation: str, summary: str) -> Json:
    """Describe a page for people."""
    return {
        "operationId": operation,
        "summary": summary,
        "description": "Open it with a host key as `?code=`; the page's own requests pass it on.",
        "responses": {"200": {"description": "HTML", "content": {"text/html": {}}}},
    }


def page_asset() -> Json:
    """Describe `GET /assets/{name}`."""
    return {
        "operationId": "page_asset",
        "summary": "A style, script or picture of a page",
        "responses": {
            "200": {"description": "Its content"},
            "304": {"description": "As `If-None-Match` says"},
            **problems(404),
        },
    }


def webhook(operation: str, event: str) -> Json:
    """Describe a webhook of Event Grid, with its handshake."""
    return {
        "post": {
            "operationId": operation,
            "summary": f"Event Grid delivers {event}, in either schema",
            "responses": {
                "200": {"description": "Stored, or the handshake"},
                **problems(400, 403, 413, 503),
            },
        },
        "options": {
            "operationId": f"{operation}_handshake",
            "summary": "The CloudEvents handshake",
            "responses": {"200": {"description": "Consent"}, **problems(400)},
        },
    }


def problems(*statuses: int) -> Json:
    """Describe problem documents with these statuses."""
    content = {"application/problem+json": json_of(Problem)["application/json"]}
    return {str(status): {"description": "Problem", "content": content} for status in statuses}


def json_of(model: type[BaseModel]) -> Json:
    """Describe a body by its model."""
    schema = {"$ref": REFERENCE.format(model=model.__name__)}
    return {"application/json": {"schema": schema}}


def query(name: str, description: str, *, required: bool = False, **schema: object) -> Json:
    """Describe a query parameter, of text unless told otherwise."""
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": description,
        "schema": schema or {"type": "string"},
    }


_DAY: Json = {"type": "string", "format": "date"}
_INTERVAL: Json = {"enum": ["day", "hour"], "default": "day"}
RECOUNT_DAY = query("day", "The UTC day, up to today", required=True, **_DAY)
SUMMARY_QUERY: list[Json] = [
    query("from", "First day in `tz`; default: a week before the end", required=False, **_DAY),
    query("to", "Last day, included; default: today", required=False, **_DAY),
    query("interval", "At most 366 days, by hour 31", required=False, **_INTERVAL),
    query("tz", "IANA time zone whose days and hours are meant", default="UTC"),
    query("sender", "Only of this own number, with or without +"),
    query("campaign", "Only of this campaign"),
    query("category", "Only of this category"),
]

_IDEMPOTENCY_KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Stands for this body for 24 hours: the same request again is not sent again",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
