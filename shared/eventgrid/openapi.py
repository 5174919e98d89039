"""The OpenAPI operations of an Event Grid webhook."""

from __future__ import annotations

from shared.web.routes import Json, Operation, Response

_TAKEN: Json = {
    "type": "object",
    "properties": {
        "stored": {"type": "integer", "description": "Events that are stored"},
        "validationResponse": {"type": "string", "description": "The response to a handshake"},
    },
    "examples": [{"stored": 2}],
}
_CONSENT: dict[str, Json] = {
    "Allow": {"description": "The method to deliver with", "schema": {"const": "POST"}},
    "WebHook-Allowed-Origin": {
        "description": "The origin that may deliver",
        "schema": {"type": "string"},
    },
    "WebHook-Allowed-Rate": {"description": "Any", "schema": {"const": "*"}},
}


def webhook_operations(event: str) -> dict[str, Operation]:
    """
    Describe a webhook that takes one type of event, with the handshake of CloudEvents.

    Its URL may have any query: refusing a delivery would lose a STOP.
    """
    return {
        "POST": Operation(
            summary=f"Event Grid delivers {event}, in either schema",
            description="Each event is judged by itself: stored, or parked if it is unusable.",
            responses={
                200: Response(
                    description="Stored, or the handshake",
                    content={"application/json": _TAKEN},
                )
            },
            problems=(401, 403, 413),
            takes_any_query=True,
            is_recorded=False,
        ),
        "OPTIONS": Operation(
            id_suffix="_handshake",
            summary="The CloudEvents handshake",
            description="Allows the origin that asks to deliver events.",
            responses={200: Response(description="Consent", headers=_CONSENT)},
            takes_any_query=True,
        ),
    }
