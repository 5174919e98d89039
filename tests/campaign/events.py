"""Whether the subscriber was told what docs/events.md promises, held against what the API says."""

from collections import Counter
from collections.abc import Mapping

from tests.campaign.findings import Findings, Violation
from tests.campaign.subscriber import Told

_TOLD_BY_TIME_ONLY = "unconfirmed"
_REPORTED = {"delivered", _TOLD_BY_TIME_ONLY}
_OUTCOMES = {"sent", "unknown"}
_NOTHING: frozenset[str] = frozenset()


def check_events(
    findings: Findings, statuses: Mapping[str, Mapping[str, list[str]]], told: Told
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
            if _is_missing(status, events := told.get((send_id, person), _NOTHING))
        )
        for (status, events), count in missing.items():
            what = f"{count} of {send_id}, now {status}, told {sorted(events)} only"
            findings.check(False, Violation.UNPUBLISHED, what, count)


def _is_missing(status: str, events: frozenset[str]) -> bool:
    """Whether the status itself was not told, or what the carrier answered before its report."""
    if status in _REPORTED and not events & _OUTCOMES:
        return True
    return status not in events and status != _TOLD_BY_TIME_ONLY
