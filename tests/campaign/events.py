"""Whether the subscriber received what docs/events.md promises, compared with the API."""

from collections import Counter
from collections.abc import Mapping

from tests.campaign.findings import Findings, Violation
from tests.campaign.subscriber import Received

_BY_TIME_ONLY = "unconfirmed"
_REPORTED = {"delivered", _BY_TIME_ONLY}
_OUTCOMES = {"sent", "unknown"}
_NOTHING: frozenset[str] = frozenset()


def check_events(
    findings: Findings, statuses: Mapping[str, Mapping[str, list[str]]], received: Received
) -> None:
    """
    Check that every message's last status came, and what the carrier answered before it.

    Parameters
    ----------
    statuses : mapping
        By send and recipient, as the API lists them.
    """
    for send_id, by_person in statuses.items():
        missing = Counter(
            (status, events)
            for person, each in by_person.items()
            for status in each
            if _is_missing(status, events := received.get((send_id, person), _NOTHING))
        )
        for (status, events), count in missing.items():
            what = f"{count} of {send_id}, now {status}, received {sorted(events)} only"
            findings.check(False, Violation.UNPUBLISHED, what, count)


def _is_missing(status: str, events: frozenset[str]) -> bool:
    """Whether the status itself is missing, or the carrier's result before its report."""
    if status in _REPORTED and not events & _OUTCOMES:
        return True
    return status not in events and status != _BY_TIME_ONLY
