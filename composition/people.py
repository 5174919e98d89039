"""All records of people, in the order in which they are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.storage.person_threads import (
    PersonAutomaticMessages,
    PersonInboundRecords,
    PersonThreads,
)
from opt_outs.domain.classifier.classification import Intent
from opt_outs.domain.classifier.classifier import classify
from opt_outs.storage.person_consent import PersonConsent, PersonImportLines, PersonReviews
from people.erasure import Erasing
from people.storage.erasures import ERASURE_QUEUE, Erasures
from reconciliation.storage.reconciliations import PersonDifferences
from send_sms.person_messages import PersonMessages
from shared.eventgrid.person_parked import PersonParkedEvents
from subscriptions.storage.erased_lately import ErasedLately, PersonPendingEvents
from subscriptions.storage.person_events import PersonDeadLetters
from verifications.person_verifications import PersonVerifications

if TYPE_CHECKING:
    from composition.messages import Messages
    from composition.resources import Resources
    from shared.person_records import PersonRecords
    from verifications.storage.verifications import Verifications


def erasing_of(messages: Messages, verifications: Verifications, resources: Resources) -> Erasing:
    """Give the dependencies of erasures."""
    return Erasing(
        erasures=Erasures(resources.table("Erasures")),
        queue=resources.queue(ERASURE_QUEUE),
        records=(
            *_records(messages, resources),
            PersonVerifications(verifications),
            PersonDifferences(resources.table("OptOutReconciliations")),
        ),
        note=ErasedLately(resources.table("Subscriptions")).add,
        clock=resources.clock,
        ids=resources.ids,
    )


def _records(messages: Messages, resources: Resources) -> tuple[PersonRecords, ...]:
    """
    Give them in the order in which they are erased.

    First the note that keeps away what comes again; then messages, because those that wait must be
    cancelled before anything is erased.
    """
    table = resources.table
    return (
        PersonPendingEvents(ErasedLately(table("Subscriptions"))),
        PersonMessages(table("Journal"), messages.sending),
        PersonInboundRecords(table("Journal")),
        PersonThreads(table("Conversations")),
        PersonAutomaticMessages(table("Conversations")),
        PersonConsent(table("OptOuts")),
        PersonReviews(table("OptOutReviews")),
        PersonImportLines(table("OptOutImports")),
        PersonParkedEvents(table("ParkedEvents"), _may_be_opt_out),
        PersonDeadLetters(table("DeadLetters")),
    )


def _may_be_opt_out(text: str) -> bool:
    return classify(text).intent is Intent.OPT_OUT
