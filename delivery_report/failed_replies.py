"""
Have conversations wait again whose last reply a carrier reports as failed.

A reply is a send of its own, and no member of a round: other reports are passed over without an
operation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.storage.conversations import Conversations
from conversations.work import note_failed_reply
from send_sms.domain.status import status_of
from send_sms.storage.journal import Journal
from shared.carriers.events import AddressedReport, DeliveryStatus
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
        Note the replies that failed; one operation for each report that may be of one, or three.

        Idempotent. Where the person has opted out, no reply is possible, and nothing waits.

        Raises
        ------
        StorageError
            Not all are known to be noted.
        """
        found = [one for one in reports if _may_be_reply(one)]
        if found:
            await run_all(*(self._note(one, now) for one in found))

    async def _note(self, one: AddressedReport, now: datetime) -> None:
        address = one.address
        batch = await self.journal.get(address.batch)
        if batch is None or batch.shared_options.purpose is not Purpose.REPLY:
            return
        if status_of(batch, 0, now) is not MessageStatus.FAILED:
            return  # another report says that it was delivered
        await note_failed_reply(
            address.send.sender,
            one.recipient,
            address.send.accepted_at,
            conversations=self.conversations,
            now=now,
            is_work=not one.says_opted_out,
        )


def _may_be_reply(one: AddressedReport) -> bool:
    address = one.address
    is_single = isinstance(address, MessageAddress) and not (address.number or address.send.place)
    return is_single and one.report.status is DeliveryStatus.FAILED
