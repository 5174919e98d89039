"""
`POST /sms/optouts:…` of ACS, api-version 2025-09-17: what goes out, and what each answer means.

Source: azure-rest-api-specs, communication/data-plane/Sms, stable/2025-09-17.
"""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from shared.acs.wire import code_and_text, items_of, retry_after_seconds
from shared.domain.errors import OptOutListError

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
    Read what an answer says of each number.

    Raises
    ------
    OptOutListError
        The whole request was refused, or the answer cannot be read.
    """
    if status != _OK:
        raise _error(status, headers, body)
    items = items_of(body)
    if items is None:
        raise OptOutListError(str(status), "the answer cannot be read", retryable=True)
    return {str(item.get("to")): item for item in items}


def done_in(items: Mapping[str, Mapping[str, Any]], user_numbers: Sequence[str]) -> frozenset[str]:
    """Give those of the numbers that the answer says were dealt with."""
    found = ((user, items.get(user, {})) for user in user_numbers)
    return frozenset(user for user, item in found if item.get("httpStatusCode") == _OK)


def states_in(
    items: Mapping[str, Mapping[str, Any]], user_numbers: Sequence[str]
) -> dict[str, bool]:
    """Give whether each is opted out, of those of whom the answer says so plainly."""
    done = done_in(items, user_numbers)
    states = {user: items[user].get("isOptedOut") for user in user_numbers if user in done}
    return {user: state for user, state in states.items() if isinstance(state, bool)}


def _error(status: int, headers: Mapping[str, str], body: bytes) -> OptOutListError:
    code, text = code_and_text(status, body)
    is_passing = status in _TRANSIENT_STATUSES or status >= _SERVER_ERRORS
    wait_seconds = retry_after_seconds(headers) if is_passing else 0
    return OptOutListError(code, text, retryable=is_passing, retry_after_seconds=wait_seconds)
