"""
The gateway to ACS: REST, signed with the key or a token.

The SDK is not used because it hides the repeatability ids and makes new ones on every call.
Nothing is tried again here: the queue does the waiting, with the same ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.carriers.acs.limits import ACS_LIMITS
from shared.carriers.acs.messages import API_VERSION, outcomes_from_response, request_body
from shared.carriers.acs.resource import AcsResource
from shared.carriers.sending import SendError
from shared.outgoing.http import NoResponseError
from shared.outgoing.identity import NoTokenError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.carriers.acs.settings import AcsSettings
    from shared.carriers.sending import Outcome, SendCall

_PATH = f"/sms?api-version={API_VERSION}"


class AcsGateway:
    """Sends calls to one ACS resource; one connection pool for the life of the process."""

    name = ACS_LIMITS.name

    def __init__(self, settings: AcsSettings, clock: Callable[[], datetime]) -> None:
        self._resource = AcsResource(settings, clock)

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        """
        Hand a call to ACS.

        Returns
        -------
        tuple of Outcome or None
            In the order of the recipients; None: not taken now, may be tried again.

        Raises
        ------
        SendError
            Says whether the same call may be tried again, and whether it may have left.
        """
        try:
            answer = await self._resource.post(_PATH, request_body(call))
        except NoTokenError as error:
            raise SendError("no_token", str(error), retryable=True) from None
        except NoResponseError as error:
            doubtful = error.may_have_left
            code = "no_answer" if doubtful else "not_connected"
            raise SendError(code, str(error), retryable=True, doubtful=doubtful) from None
        return outcomes_from_response(call, answer.status, answer.headers, answer.body)

    async def close(self) -> None:
        """Close the connections."""
        await self._resource.close()
