"""The OpenAPI operations of an Event Grid webhook."""

from __future__ import annotations

from shared.web.routes import Operation, Response


def webhook_operations(event: str) -> dict[str, Operation]:
    """
    Describe a webhook that takes one type of event, with the handshake of CloudEvents.

    Its URL may have any query: refusing a delivery would lose a STOP.
    """
    return {
        "POST": Operation(
            summary=f"Event Grid delivers {event}, in either schema",
            responses={200: Response(description="Stored, or the handshake")},
            problems=(400, 403, 413, 503),
            takes_any_query=True,
        ),
        "OPTIONS": Operation(
            id_suffix="_handshake",
            summary="The CloudEvents handshake",
            responses={200: Response(description="Consent")},
            problems=(400,),
            takes_any_query=True,
        ),
    }
