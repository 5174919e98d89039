"""Event Grid's rules for second tries (azure-docs, "Event Grid delivery and retry")."""

from datetime import timedelta

ATTEMPTS_MAX = 30
RESPONSE_TIMEOUT_SECONDS = 30.0
_TIME_TO_LIVE_SECONDS = timedelta(hours=24).total_seconds()

_SUCCESS = range(200, 205)
_NEVER_RETRIED = frozenset({400, 401, 403, 413})
_WAITS_SECONDS = (10, 30, 60, 300, 600, 1_800, 3_600, 10_800, 21_600, 43_200)
_LEAST_WAIT_SECONDS = {408: 120, 503: 30}


def is_delivered(status: int | None) -> bool:
    """Say whether an answer counts as success; None stands for no answer."""
    return status in _SUCCESS


def next_wait_seconds(status: int | None, *, attempt_count: int, waited_seconds: float) -> float:
    """
    Return how long to wait before the next try.

    Parameters
    ----------
    status : int or None
        Response to the last try; None if there was none.
    attempt_count : int
        Tries so far, at least 1.
    waited_seconds : float
        Sum of the waits so far, before any speeding up.

    Returns
    -------
    float
        Seconds at normal speed, or infinity if the event is to be dropped.
    """
    if status in _NEVER_RETRIED or attempt_count >= ATTEMPTS_MAX:
        return float("inf")
    planned = _WAITS_SECONDS[min(attempt_count, len(_WAITS_SECONDS)) - 1]
    wait = float(max(planned, _LEAST_WAIT_SECONDS.get(status or 0, 0)))
    return wait if waited_seconds + wait <= _TIME_TO_LIVE_SECONDS else float("inf")
