"""Messages in their batches as of a moment, and those to a person for conversations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from send_sms.domain.batch import Batch
from send_sms.domain.status import carrier_text_of, failure_of, report_of, status_of
from send_sms.domain.waiting import Wait, WaitConditions, wait_of
from send_sms.storage.journal import Journal
from send_sms.waiting import WaitReader
from shared.carriers.sending import OutcomeKind
from shared.domain.identifiers import MessageAddress
from shared.domain.kinds import Category, MessageStatus, Purpose, WaitReason
from shared.domain.phone_number import is_pseudonym
from shared.runtime import Clock


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """
    One message in its batch, as of a moment.

    Attributes
    ----------
    conditions : WaitConditions or None
        What it may wait for; None: not read.
    """

    batch: Batch
    position: int
    now: datetime
    conditions: WaitConditions | None = None

    @property
    def address(self) -> MessageAddress:
        """Its address."""
        return self.batch.message_address(self.position)

    @property
    def status(self) -> MessageStatus:
        """Its status at that time."""
        return status_of(self.batch, self.position, self.now)

    @property
    def wait(self) -> Wait | None:
        """What it waits for; None: it does not wait, or that was not read."""
        if self.conditions is None:
            return None
        return wait_of(self.batch, self.position, self.now, self.conditions)

    @property
    def waiting_for(self) -> WaitReason | None:
        """The kind of what it waits for."""
        return self.wait.reason if self.wait else None

    @property
    def next_attempt_at(self) -> datetime | None:
        """When it is tried next, if it waits and that is known."""
        return self.wait.next_attempt_at if self.wait else None

    @property
    def message_id(self) -> str:
        """Its id."""
        return str(self.address)

    @property
    def accepted_at(self) -> datetime:
        """When it was accepted."""
        return self.batch.accepted_at

    @property
    def text(self) -> str:
        """The text for its recipient; a code is masked, and what was erased for one recipient."""
        text = self.batch.text_of(self.position)
        if self.category is not Category.OTP and self.position not in self.batch.erased:
            return text
        from send_sms.domain.secret_text import mask

        return mask(text)

    @property
    def is_erased(self) -> bool:
        """Whether its recipient was erased: a pseudonym stands for the number."""
        return is_pseudonym(self.batch.recipients[self.position])

    @property
    def reference(self) -> str:
        """The caller's reference, or empty."""
        return self.batch.reference_of(self.position)

    @property
    def sent_at(self) -> datetime | None:
        """When the carrier accepted it; None: it did not, or that is not known."""
        outcome = self.batch.progress.outcomes.get(self.position)
        return outcome.at if outcome and outcome.kind is OutcomeKind.SENT else None

    @property
    def reported_at(self) -> datetime | None:
        """When the delivery report that counts was made; None: there is none."""
        report = report_of(self.batch, self.position)
        return report.received_at if report else None

    @property
    def updated_at(self) -> datetime:
        """When something was last recorded about it."""
        outcome = self.batch.progress.outcomes.get(self.position)
        moments = (
            self.reported_at,
            outcome.at if outcome else None,
            self.batch.cancelled.get(self.position),
            *(one.at for one in self.batch.resends_of(self.position)),
        )
        return max((one for one in moments if one), default=self.accepted_at)

    @property
    def failure(self) -> tuple[str, str] | None:
        """Code and text of a failure, as far as known by then."""
        return failure_of(self.batch, self.position, self.now)

    @property
    def carrier_text(self) -> str:
        """The carrier's own words about the failure, where its text has others."""
        return carrier_text_of(self.batch, self.position)

    @property
    def purpose(self) -> Purpose:
        """Why it was sent."""
        return self.batch.options_of(self.position).purpose

    @property
    def category(self) -> Category:
        """Its category."""
        return self.batch.options_of(self.position).category

    @property
    def campaign(self) -> str:
        """Its campaign, or empty."""
        return self.batch.options_of(self.position).campaign

    @property
    def send_at(self) -> datetime | None:
        """When it is to be sent; None: at once."""
        return self.batch.options_of(self.position).send_at


class JournalMessages:
    """Finds the messages to a person, for conversations; see `conversations.threads`."""

    def __init__(self, journal: Journal, waits: WaitReader, clock: Clock) -> None:
        self._journal = journal
        self._waits = waits
        self._clock = clock

    async def to_person(
        self, own_number: str, user_number: str, first_day: date, last_day: date
    ) -> Sequence[FoundMessage]:
        """Find the messages to a person that were accepted on some UTC days."""
        batches = await self._journal.search.read_addressed_to(
            own_number, user_number, first_day, last_day
        )
        now = self._clock()
        conditions_of = await self._waits.read(batches, now)
        return [
            FoundMessage(batch, position, now, conditions_of(batch))
            for batch in batches
            for position, recipient in enumerate(batch.recipients)
            if recipient == user_number
        ]

    async def any_before(self, own_number: str, day: date) -> bool:
        """Tell whether the own number sent anything before a UTC day."""
        return await self._journal.has_sends_before(own_number, day)
