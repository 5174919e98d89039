"""The response bodies of the audit log."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from shared.domain.author import ActorKind
from shared.web.contract import PageModel, ResponseModel


class AuditAnswer(ResponseModel):
    """A change that was made by API."""

    at: datetime
    action: Annotated[str, Field(description="The `operationId` of the request, as pause_sender")]
    target: Annotated[
        dict[str, str],
        Field(
            description="What was changed: ids and own numbers by their name in the path. Of a "
            "person's number the last four digits",
            examples=[{"sender": "+18335550100"}],
        ),
    ]
    request_id: Annotated[str, Field(description="The `X-Request-Id` of the response")]
    actor: Annotated[
        str | None, Field(description="Who made the request; absent: it is not known")
    ] = None
    actor_kind: Annotated[
        ActorKind | None,
        Field(
            description="`principal`: signed in at the platform. `caller`: the name that the "
            "request gave in Paloma-Caller"
        ),
    ] = None
    operator: Annotated[
        str | None, Field(description="The `actor` that the request named in its body or query")
    ] = None


class AuditPage(PageModel):
    """Some changes, newest first."""

    changes: Annotated[list[AuditAnswer], Field(description="The newest first")]
