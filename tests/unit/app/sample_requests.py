"""A request that each HTTP function takes, made from what the index says of it."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import azure.functions as func

from shared.web.routes import registered_routes
from tests.support.function_index import IndexedFunction
from tests.support.samples import FIRST_MESSAGE, SEND, TEXT
from tests.support.web import read_event
from tests.support.world import PERSON, TOLL_FREE

_SEND = {"from": TOLL_FREE, "to": [PERSON], "message": TEXT}
BODIES: dict[str, Any] = {
    "send_sms": _SEND,
    "preview_sms": _SEND,
    "inbound_webhook": [read_event("inbound_stop.json")[0]],
    "delivery_report": [read_event("report_opted_out.json")[0]],
}
BODIES["reply_to_conversation"] = {"message": TEXT}
BODIES["put_canned_reply"] = {"text": TEXT}
BODIES["assign_conversation"] = {"assignee": "Sam"}
BODIES["set_automatic_replies_to_person"] = {"areStopped": True}
BODIES["put_auto_reply"] = {"text": TEXT}
BODIES["put_opt_out"] = {"state": "opted_out", "reason": "Asked by phone."}
BODIES["import_opt_outs"] = [{"recipient": PERSON}]
BODIES["erase_person"] = {"reason": "Asked by phone."}
BODIES["delete_opt_out"] = {"reason": "Asked by phone."}
BODIES["approve_opt_out_review"] = BODIES["reject_opt_out_review"] = {"actor": "Ana"}
BODIES["create_subscription"] = {"url": "https://example.com/events", "events": ["inbound"]}
BODIES["start_verification"] = {"from": TOLL_FREE, "to": PERSON, "purpose": "login"}
BODIES["check_verification"] = {"code": "123456"}
SUBSCRIPTION_ID = "00000000000000000001"
IMPORT_ID = "20261122090000-00000000000000000001"
ROUTE = {
    "sendId": str(SEND),
    "messageId": str(FIRST_MESSAGE),
    "sender": TOLL_FREE,
    "importId": IMPORT_ID,
    "erasureId": IMPORT_ID,
    "reviewId": str(SEND),
    "subscriptionId": SUBSCRIPTION_ID,
    "verificationId": f"{'0' * 20}{SEND.key}",
}
QUERY = {"sender": TOLL_FREE, "day": "2026-11-22", "limit": "10"}


def described_query(name: str, query: Mapping[str, str]) -> dict[str, str]:
    """Leave of a query what a function's description names."""
    known = _described_names(name)
    return {key: value for key, value in query.items() if key in known}


@cache
def _described_names(name: str) -> frozenset[str]:
    """The query parameters of a function; all functions are registered by now."""
    return frozenset(
        parameter["name"]
        for route in registered_routes()
        if route.name == name
        for operation in route.operations.values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query"
    )


def good_request(function: IndexedFunction, **changes: Any) -> func.HttpRequest:
    """Make a request that is taken, but for the changed route, query, headers or body."""
    trigger = function.trigger
    places = re.findall(r"\{\*?(\w+)\}", trigger["route"])
    given = {
        "method": trigger["methods"][0].value,
        "url": f"/{trigger['route']}",
        "headers": {"Content-Type": "application/json"},
        "route_params": {place: ROUTE.get(place, PERSON) for place in places},
        "params": described_query(function.name, QUERY),
        "body": json.dumps(BODIES.get(function.name, {})).encode(),
    }
    return func.HttpRequest(**{**given, **changes})
