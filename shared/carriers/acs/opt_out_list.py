"""
ACS's own opt-out list: `POST /sms/optouts:…`, api-version 2025-09-17.

The list says which people cannot be sent to from which own number, as ACS sees it. It can be
queried by number, 100 at a time; it cannot be read whole, and keeps neither times nor reasons (ACS
concepts, "Opt-out management overview").
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from shared.carriers.acs.gateway import AcsResource
from shared.carriers.acs.limits import NUMBERS_PER_LIST_CALL
from shared.carriers.acs.messages import code_and_text, items_of, retry_after_seconds
from shared.carriers.opt_out_list import OptOutListError
from shared.outgoing.http import NoResponseError
from shared.outgoing.identity import NoTokenError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from shared.carriers.acs.settings import AcsSettings

API_VERSION = "2025-09-17"
"""The first stable version that has opt-outs."""

_OK = 200
_SERVER_ERRORS = 500
_TRANSIENT_STATUSES = frozenset({408, 429})


class ListAction(StrEnum):
    """What may be done with the list."""

    CHECK = "check"
    ADD = "add"
    REMOVE = "remove"


class AcsOptOutList:
    """The list of one ACS resource. Asking, adding and removing may all be repeated."""

    numbers_per_call = NUMBERS_PER_LIST_CALL

    def __init__(self, settings: AcsSettings, clock: Callable[[], datetime]) -> None:
        self._resource = AcsResource(settings, clock)

    async def check(self, own_number: str, user_numbers: Sequence[str]) -> dict[str, bool]:
        """
        Ask who is on the list.

        Parameters
        ----------
        user_numbers : sequence of str
            1 to 100, E.164.

        Returns
        -------
        dict
            Whether each is opted out; those of whom ACS could not tell are left out.

        Raises
        ------
        OptOutListError
            ACS did not respond, or not about this own number.
        """
        items = await self._request(ListAction.CHECK, own_number, user_numbers)
        return states_in(items, user_numbers)

    async def add(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        """Put people on the list; give those for whom it was done. Otherwise as `check`."""
        items = await self._request(ListAction.ADD, own_number, user_numbers)
        return done_in(items, user_numbers)

    async def remove(self, own_number: str, user_numbers: Sequence[str]) -> frozenset[str]:
        """
        Take people off the list; give those for whom it was done. Otherwise as `check`.

        A carrier's own block, as toll-free numbers have it, stays.
        """
        items = await self._request(ListAction.REMOVE, own_number, user_numbers)
        return done_in(items, user_numbers)

    async def close(self) -> None:
        """Close the connections."""
        await self._resource.close()

    async def _request(
        self, action: ListAction, own_number: str, user_numbers: Sequence[str]
    ) -> Mapping[str, Mapping[str, Any]]:
        body = request_body(own_number, user_numbers)
        try:
            response = await self._resource.post(path_of(action), body)
        except NoTokenError as error:
            raise OptOutListError("no_token", str(error), retryable=True) from None
        except NoResponseError as error:
            raise OptOutListError("no_answer", str(error), retryable=True) from None
        return items_from_response(response.status, response.headers, response.body)


def path_of(action: ListAction) -> str:
    """Write the path of an action, with its query."""
    return f"/sms/optouts:{action}?api-version={API_VERSION}"


def request_body(own_number: str, user_numbers: Sequence[str]) -> bytes:
    """Write the request, which is the same for all actions."""
    recipients = [{"to": number} for number in user_numbers]
    return json.dumps({"from": own_number, "recipients": recipients}).encode()


def items_from_response(
    status: int, headers: Mapping[str, str], body: bytes
) -> dict[str, dict[str, Any]]:
    """
    Read what a response says about each number.

    Raises
    ------
    OptOutListError
        The whole request was rejected, or the response cannot be read.
    """
    if status != _OK:
        raise _error(status, headers, body)
    items = items_of(body)
    if items is None:
        raise OptOutListError(str(status), "the answer cannot be read", retryable=True)
    return {str(item.get("to")): item for item in items}


def done_in(items: Mapping[str, Mapping[str, Any]], user_numbers: Sequence[str]) -> frozenset[str]:
    """Give those of the numbers that the response says were processed."""
    found = ((user, items.get(user, {})) for user in user_numbers)
    return frozenset(user for user, item in found if item.get("httpStatusCode") == _OK)


def states_in(
    items: Mapping[str, Mapping[str, Any]], user_numbers: Sequence[str]
) -> dict[str, bool]:
    """Give whether each is opted out, for the numbers whose state the response contains."""
    done = done_in(items, user_numbers)
    states = {user: items[user].get("isOptedOut") for user in user_numbers if user in done}
    return {user: state for user, state in states.items() if isinstance(state, bool)}


def _error(status: int, headers: Mapping[str, str], body: bytes) -> OptOutListError:
    code, text = code_and_text(status, body)
    is_passing = status in _TRANSIENT_STATUSES or status >= _SERVER_ERRORS
    wait_seconds = retry_after_seconds(headers) if is_passing else 0
    return OptOutListError(code, text, retryable=is_passing, retry_after_seconds=wait_seconds)
