"""
Quotations of our own texts in what people write, which are no words of theirs.

Phones send a reaction as a text that repeats ours, in words that differ by phone and language. So
what a message quotes is compared with what was sent to that person.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from inbound_webhook.link_reply import batches_before, days_before
from opt_outs.domain.classifier.classification import NO_INTENT, Intent
from opt_outs.domain.classifier.quotation import without_repeats
from send_sms.domain.batch import first_submitted_at
from shared.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from inbound_webhook.inbound import Inbound
    from opt_outs.domain.classifier.classification import Classification
    from send_sms.domain.batch import Batch
    from shared.carriers.events import InboundMessage

    _Classify = Callable[[InboundMessage], Classification]


async def classify_without_own_texts(
    messages: Sequence[InboundMessage], classify: _Classify, inbound: Inbound
) -> _Classify:
    """
    Find those of some opt-outs that only repeat, as a quotation, a text sent to that person.

    One search of the journal for each own number and day of the messages. Texts count that were
    submitted within the reply window, and have not been deleted since. If the search fails or
    takes too long, the classification stays as it is.

    Returns
    -------
    callable
        Gives `NO_INTENT` for them, and for all other messages what `classify` gives.
    """
    groups: defaultdict[tuple[str, date, date], list[InboundMessage]] = defaultdict(list)
    for message in messages:
        days = days_before(message, inbound.settings.reply_window)
        groups[message.own_number, *days].append(message)
    sent = await asyncio.gather(*(_sent_before(group, inbound) for group in groups.values()))
    quotes = {
        message
        for group, batches in zip(groups.values(), sent, strict=True)
        for message in group
        if _is_quote(message, batches.get(message.user_number, ()), classify)
    }
    return lambda message: (
        NO_INTENT if replace(message, in_reply_to="") in quotes else classify(message)
    )


async def _sent_before(
    messages: Sequence[InboundMessage], inbound: Inbound
) -> dict[str, Sequence[Batch]]:
    try:
        return await batches_before(messages, inbound)
    except (TimeoutError, StorageError):
        return {}


def _is_quote(message: InboundMessage, batches: Sequence[Batch], classify: _Classify) -> bool:
    """Tell whether a message asks for nothing once its quotations of texts in batches are gone."""
    texts = {
        batch.text_of(position)
        for batch in batches
        for position, number in enumerate(batch.recipients)
        if number == message.user_number and first_submitted_at(batch, position)
    }
    rest = without_repeats(message.body, texts)
    return rest is not None and classify(replace(message, body=rest)).intent is Intent.NONE
