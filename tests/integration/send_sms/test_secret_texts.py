"""Texts of codes that take several properties are deleted whole, on the fake and on Azurite."""

import random
from dataclasses import replace

from send_sms.domain.progress import Progress
from send_sms.domain.secret_text import erase_texts
from send_sms.storage.batch_layout import partition_of, row_key
from send_sms.storage.journal import Journal
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.kinds import Category
from shared.storage.table import WideTable
from tests.integration.shared.storage.samples import batch_of, new_send, people
from tests.support.samples import make_options
from tests.support.world import START, no_pause

SENT = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=START)


async def test_longest_codes_are_deleted_whole(table: WideTable) -> None:
    journal, chance = Journal(table, no_pause), random.Random(7)
    numbers = people(1_000)
    values = tuple(("".join(chance.choices("0123456789abcdef", k=300)),) for _ in numbers)
    batch = batch_of(numbers, text="Code {{code}}", values=values, send=new_send(1))
    options = make_options(category=Category.OTP)
    batch = replace(batch, terms=(replace(batch.terms[0], options=options),))
    stored = await journal.commit([batch])
    sent = Progress(outcomes=dict.fromkeys(range(1_000), SENT))
    await journal.update(stored, lambda one: erase_texts(replace(one, progress=sent), START))
    row = await table.get(partition_of(batch.address.send), row_key(batch.address))
    assert row
    pieces = [row[name] for name in sorted(row) if name.startswith("content")]
    assert len(pieces) > 2
    assert not any(pieces[1:])
    read = await journal.get(batch.address)
    assert read
    assert read.text_of(999) == "**** " + "*" * 300
