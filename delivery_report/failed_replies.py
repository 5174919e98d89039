"""
Have conversations wait again whose last reply a carrier reports as failed, until it arrives.

A reply is a send of its own, and no member of a round: other reports are passed over without an
operation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.storage.conversations import Conversations
from conversations.work import note_arrived_reply, note_failed_reply
from send_sms.domain.batch import Batch
from send_sms.domain.status import status_of
from send_sms.storage.journal import Journal
from shared.carriers.events import AddressedReport, DeliveryStatus
from shared.carriers.sending import OutcomeKind
from shared.domain.identifiers import MessageAddress
from shared.domain.kinds import MessageStatus, Purpose
from shared.runtime import run_all


@dataclass(frozen=True, slots=True)
class FailedReplies:
    """Where replies are looked up, and the conversations that they belong to."""

    journal: Journal
    conversations: Conversations

    async def note(self, reports: Sequence[AddressedReport], now: datetime) -> None:
        """
        Note the replies that failed, and take it back for those that arrived after all.

        One operation for each report that may be of a reply; one to five more where the reply
        failed, now or before. Idempotent, and right in any order. Where the person has opted out,
        no reply is possible, and nothing waits.

        Raises
        ------
        StorageError
            Not all are known to be noted.
        """
        found = [one for one in reports if _may_be_reply(one)]
        if found:
            await run_all(*(self._note(one, now) for one in found))

    async def _note(self, one: AddressedReport, now: datetime) -> None:
        reply = await self._reply(one)
        if reply is None:
            return
        is_delivered = status_of(reply, 0, now) is MessageStatus.DELIVERED
        if one.report.status is DeliveryStatus.DELIVERED:
            if is_delivered and _has_failed_before(reply):
                await self._note_arrived(one)
            return
        if is_delivered:
            return  # another report says so
        await note_failed_reply(
            *_where(one), conversations=self.conversations, now=now, is_work=not one.says_opted_out
        )
        again = await self._reply(one)  # its delivery may have been reported meanwhile
        if again and status_of(again, 0, now) is MessageStatus.DELIVERED:
            await self._note_arrived(one)

    async def _reply(self, one: AddressedReport) -> Batch | None:
        batch = await self.journal.get(one.address.batch)
        return batch if batch and batch.shared_options.purpose is Purpose.REPLY else None

    async def _note_arrived(self, one: AddressedReport) -> None:
        await note_arrived_reply(*_where(one), self.conversations)


def _where(one: AddressedReport) -> tuple[str, str, datetime]:
    send = one.address.send
    return send.sender, one.recipient, send.accepted_at


def _may_be_reply(one: AddressedReport) -> bool:
    address = one.address
    return isinstance(address, MessageAddress) and not (address.number or address.send.place)


def _has_failed_before(reply: Batch) -> bool:
    reports = reply.reports.get(0)
    outcome = reply.progress.outcomes.get(0)
    is_refused = outcome is not None and outcome.kind in {OutcomeKind.FAILED, OutcomeKind.EXPIRED}
    return is_refused or bool(reply.resends_of(0)) or bool(reports and reports.failed)
