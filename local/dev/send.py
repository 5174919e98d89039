"""``dev.py send``: sends one message through a running app and follows it to its end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from local.dev.errors import DevError
from local.dev.web import Response, call

if TYPE_CHECKING:
    from collections.abc import Callable

_ACCEPTED = 202
_UNREACHABLE = 0
_POLL_SECONDS = 0.1
# As in docs/routes.md; a message that waits is not followed further.
FINAL_STATUSES = frozenset(
    {
        "delivered",
        "failed",
        "suppressed",
        "cancelled",
        "expired",
        "unknown",
        "unconfirmed",
        "simulated",
    }
)


def send_and_follow(
    app_url: str, body: dict[str, str], *, patience_seconds: float, sleep: Callable[[float], None]
) -> int:
    """
    Post a send and print each status of its message; 0 if it was delivered, otherwise 1.

    Parameters
    ----------
    app_url : str
        Address of the app, without a trailing slash.
    body : dict
        A send to one recipient: ``from``, ``to``, ``message``.
    patience_seconds : float
        How long the message is followed.

    Raises
    ------
    DevError
        If the app does not respond, or refuses the send; says how to start it, or why.
    """
    answer = call("POST", f"{app_url}/api/sms", dict(body))
    _check(answer, app_url)
    (message,) = answer.body["messages"]
    print(f"Accepted: send {answer.body['sendId']}")
    url = f"{app_url}/api/messages/{quote(message['messageId'])}"
    status = _follow(url, message, patience_seconds=patience_seconds, sleep=sleep)
    return 0 if status == "delivered" else 1


def _check(answer: Response, app_url: str) -> None:
    if answer.status == _UNREACHABLE:
        message = f"No app answers at {app_url}. Start it in another terminal: python3 dev.py run"
        raise DevError(message)
    if answer.status != _ACCEPTED:
        message = f"The app refused the send with {answer.status}: {_reasons(answer.body)}"
        raise DevError(message)
    if not answer.body["messages"]:
        message = f"The app rejected the recipient: {_reasons(answer.body['rejected'][0])}"
        raise DevError(message)


def _reasons(problem: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(problem, dict):
        return "no reason given"
    named = [f"{one['field']}: {one['message']}" for one in problem.get("errors", ())]
    return "; ".join(named) or str(problem.get("detail") or problem.get("message") or problem)


def _follow(
    url: str,
    message: dict[str, Any],
    *,
    patience_seconds: float,
    sleep: Callable[[float], None],
) -> str:
    """Print each new status until the last one, or until patience ends; give the last one."""
    status = _show(message)
    deadline = time.monotonic() + patience_seconds
    while status not in FINAL_STATUSES and time.monotonic() < deadline:
        sleep(_POLL_SECONDS)
        answer = call("GET", url)
        if answer.is_ok and answer.body["status"] != status:
            status = _show(answer.body)
    if status not in FINAL_STATUSES:
        print(f"  … is not final yet: GET {url}")
    return status


def _show(message: dict[str, Any]) -> str:
    error = message.get("error") or {}
    why = f": {error['message']}" if error.get("message") else ""
    print(f"  {message['status']}{why}")
    return str(message["status"])
