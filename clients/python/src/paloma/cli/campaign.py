"""
Send one text to the people of a file.

The idempotency key of each part is made of own number, text, campaign name and the part's position,
and not of the recipients. So the same command can be given again after a crash: what was accepted
is not sent again. If the file was changed in the meantime, the app refuses the part instead of
sending to its people twice.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paloma.cli.output import Progress, complain, counted, print_json, say, sum_of_counts
from paloma.cli.recipients_file import chunks, same_number
from paloma.errors import ConfirmationRequired, IdempotencyKeyReused, PalomaError
from paloma.models import SETTLED_STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from paloma._operations.sends import SendOptions
    from paloma.cli.recipients_file import RecipientsFile
    from paloma.client import Paloma
    from paloma.models import SendStatus, WaitingMessages

POLL_SECONDS = 1.0
CONFIRM_ABOVE = 1_000
_FAILURES = ("failed", "unknown")
_CHANGED = (
    "A campaign of this name with this text was sent in the last 24 hours, with other recipients "
    "or options. If this is a new one, name it: --campaign NAME. To reach only people that were "
    "added or corrected, put them into a file of their own."
)


@dataclass(slots=True)
class Accepted:
    """What the app has accepted so far; `rejected` has the line of the file and the reason."""

    send_ids: list[str] = field(default_factory=list)
    recipient_count: int = 0
    replayed_count: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Campaign:
    """What goes out, and by which name it is known."""

    sender: str
    message: str
    name: str
    options: SendOptions

    def idempotency_key(self, position: int) -> str:
        """Name a part of this campaign, whatever its recipients are."""
        about = ["campaign", same_number(self.sender), self.message, self.name, position]
        return f"campaign-{hashlib.sha256(json.dumps(about).encode()).hexdigest()}"


def require_confirmation(file: RecipientsFile, *, is_confirmed: bool) -> None:
    """
    Refuse a large file that is not confirmed; the app sees parts of it only.

    Raises
    ------
    ConfirmationRequired
        Nothing was sent.
    """
    count = len(file.rows)
    if count > CONFIRM_ABOVE and not is_confirmed:
        raise ConfirmationRequired(
            f"The file has {count:,} people. To send to more than {CONFIRM_ABOVE:,}, "
            "add --confirm.",
            code="confirmation_required",
        )


def send_campaign(paloma: Paloma, campaign: Campaign, file: RecipientsFile) -> Accepted:
    """
    Have all parts accepted, one after the other.

    Raises
    ------
    PalomaError
        The rest was not accepted; what was is printed before.
    """
    accepted, progress = Accepted(), Progress(len(file.rows))
    options: SendOptions = {**campaign.options, "campaign": campaign.name}
    done = 0
    try:
        for position, chunk in enumerate(chunks(file.rows)):
            progress.show(done, "accepted")
            key = campaign.idempotency_key(position)
            to = [row.recipient for row in chunk]
            send = paloma.send(
                campaign.sender, to, campaign.message, idempotency_key=key, **options
            )
            accepted.send_ids.append(send.send_id)
            accepted.recipient_count += send.recipient_count
            accepted.replayed_count += send.recipient_count if send.replayed else 0
            accepted.rejected += [(chunk[one.position].line, one.reason) for one in send.rejected]
            done += len(chunk)
        progress.show(done, "accepted")
    except PalomaError as error:
        progress.end()
        _explain(error, accepted)
        raise
    progress.end()
    return accepted


def _explain(error: PalomaError, accepted: Accepted) -> None:
    if accepted.send_ids:
        complain(f"Accepted before: {counted(accepted.recipient_count, 'message')}.")
    if isinstance(error, IdempotencyKeyReused):
        complain(_CHANGED)


def wait_for(
    paloma: Paloma, send_ids: list[str], sleep: Callable[[float], None]
) -> list[SendStatus]:
    """
    Wait until all messages are submitted, but for those that wait for an hour or a person.

    Messages of a paused sender, in quiet hours or refused by the carrier stay with the app.
    """
    found = {send_id: paloma.get_send(send_id) for send_id in send_ids}
    progress = Progress(sum(one.recipient_count for one in found.values()))
    while pending := [one.send_id for one in found.values() if _pending_count(one)]:
        _show(progress, found)
        sleep(POLL_SECONDS)
        found |= {send_id: paloma.get_send(send_id) for send_id in pending}
    _show(progress, found)
    progress.end()
    return list(found.values())


def _show(progress: Progress, found: dict[str, SendStatus]) -> None:
    counts = sum_of_counts(list(found.values()))
    done = sum(count for status, count in counts.items() if status in SETTLED_STATUSES)
    progress.show(done, "sent")


def _pending_count(send: SendStatus) -> int:
    """Count the messages that are about to be submitted."""
    unsettled = (count for status, count in send.counts.items() if status not in SETTLED_STATUSES)
    return sum(unsettled) - sum(one.count for one in long_waits(send))


def long_waits(send: SendStatus) -> list[WaitingMessages]:
    """Give what waits for something else than its turn."""
    return [one for one in send.waiting if one.waiting_for != "sender_paced"]


def summarize(
    accepted: Accepted, file: RecipientsFile, sends: list[SendStatus], *, as_json: bool
) -> bool:
    """Print what became of a campaign; tell whether no message has failed so far."""
    counts = sum_of_counts(sends)
    if as_json:
        print_json(
            {
                "sendIds": accepted.send_ids,
                "recipientCount": accepted.recipient_count,
                "duplicateCount": file.duplicate_count,
                "replayedCount": accepted.replayed_count,
                "rejected": [{"line": line, "reason": why} for line, why in accepted.rejected],
                "counts": counts,
                "waiting": [one.to_dict() for send in sends for one in long_waits(send)],
            }
        )
    else:
        _print_summary(accepted, file, counts)
        for one in (wait for send in sends for wait in long_waits(send)):
            until = f", until {one.next_attempt_at.astimezone()}" if one.next_attempt_at else ""
            say(f"  {one.count:,} waiting for {one.waiting_for}{until}")
    return not any(counts.get(status) for status in _FAILURES)


def _print_summary(accepted: Accepted, file: RecipientsFile, counts: Mapping[str, int]) -> None:
    say(f"{counted(accepted.recipient_count, 'message')} accepted")
    if accepted.replayed_count:
        say(f"  {accepted.replayed_count:,} of them earlier: not sent again")
    if file.duplicate_count:
        say(f"  {counted(file.duplicate_count, 'line')} with a number that was there before")
    for line, reason in accepted.rejected:
        say(f"  line {line} rejected: {reason}")
    for status, count in sorted(counts.items()):
        say(f"  {count:,} {status}")
    for send_id in accepted.send_ids:
        say(f"  paloma status {send_id}")
