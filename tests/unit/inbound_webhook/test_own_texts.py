"""A quotation of a text that was sent to the person is no opt-out; their own words are one."""

from datetime import timedelta
from typing import Any

import pytest

from send_sms.domain.progress import Progress
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.errors import StorageError
from shared.domain.identifiers import new_send_address
from shared.storage.table import Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_batch, people
from tests.support.world import PERSON, START, World
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, inbound, receive

FOOTER = "Text STOP to quit"
SENTENCE = "We stop texting you on Friday"
LONG = "Spring sale: all boots -20%! Shop at example.com/spring. Stop texts: reply STOP"


async def send(world: World, text: str, *, person: str = PERSON, hours: float = 1) -> None:
    """Store a text that was sent to a person some hours before the start."""
    left_at = START - timedelta(hours=hours)
    sent = Outcome(OutcomeKind.SENT, "Outgoing_1", at=left_at, first_sent_at=left_at)
    address = new_send_address(LONG_CODE, left_at, world.randomness(10))
    batch = make_batch([person], send=address, text=text, progress=Progress(outcomes={0: sent}))
    await world.app().journal.commit([batch])


async def source_of_opt_out(world: World, body: str, **data: Any) -> str:
    """Have the person write; gives the source of their opt-out, or nothing."""
    await receive(inbound(body, START, **data))
    ledger = await world.app().opt_outs.ledger(LONG_CODE, PERSON)
    return ledger[0].source if ledger else ""


@pytest.mark.parametrize(
    ("sent", "body"),
    [
        (SENTENCE, f"Har gillat “{SENTENCE}”"),
        (SENTENCE, f"Haha “{SENTENCE.upper()}”"),
        (SENTENCE, f"« Adore » retiré de « {SENTENCE} »"),
        (SENTENCE, f'"{SENTENCE}" lol'),
        (SENTENCE, f"'{SENTENCE}' lol"),
        (SENTENCE, f"“{SENTENCE}”"),
        (SENTENCE, "Piaciuto “We stop texting  you on Fri…”"),
        (SENTENCE, f"> {SENTENCE}\nwhat is this, and who are you all at this hour of the night?"),
        (FOOTER, f"“{FOOTER}”"),
        (FOOTER, f"'{FOOTER}' lol"),
        (LONG, f"Why do you send me “{LONG}” at three in the morning when we are all asleep?"),
        ('Reply "STOP" to end our texts', 'Gillade "Reply "STOP" to end our texts"'),
        ("Cafe\u0301: unsubscribe anytime", "A aimé un peu « Café:\nunsubscribe anytime »"),
    ],
)
async def test_quotation_of_a_text_to_the_person_blocks_nothing(
    served: World, sent: str, body: str
) -> None:
    await send(served, sent)

    assert await source_of_opt_out(served, body) == ""


@pytest.mark.parametrize(
    ("sent", "body", "source"),
    [
        (LONG, f"Haha “{SENTENCE}”", "possible"),
        (SENTENCE, "Haha “We stop texting you on Monday”", "possible"),
        (FOOTER, f"“{FOOTER}” ok, please stop texting me", "phrase"),
        (FOOTER, '"STOP"', "keyword"),
        (SENTENCE, "Please “stop” texting me", "phrase"),
    ],
)
async def test_quotation_of_other_words_is_read_as_before(
    served: World, sent: str, body: str, source: str
) -> None:
    await send(served, sent)

    assert await source_of_opt_out(served, body) == source


async def test_text_to_another_person_or_of_last_week_is_not_compared(served: World) -> None:
    await send(served, SENTENCE, person=people(1)[0])
    await send(served, SENTENCE, hours=200)

    assert await source_of_opt_out(served, f"Haha “{SENTENCE}”") == "possible"


async def test_message_of_another_person_in_the_delivery_is_read_by_their_own_texts(
    served: World,
) -> None:
    await send(served, SENTENCE)
    other = people(1)[0]
    quote = f"Haha “{SENTENCE}”"

    theirs = inbound(quote, messageId="Incoming_2")
    theirs["data"]["from"] = other

    await receive(inbound(quote), theirs)

    opt_outs = served.app().opt_outs
    assert not await opt_outs.ledger(LONG_CODE, PERSON)
    assert [one.source for one in await opt_outs.ledger(LONG_CODE, other)] == ["possible"]


async def test_quotation_of_an_impossible_time_is_compared_by_its_receipt(served: World) -> None:
    await send(served, SENTENCE)

    quote = f"Haha “{SENTENCE}”"
    assert not await source_of_opt_out(served, quote, receivedTimestamp="0001-01-01T00:00:00Z")


@pytest.mark.parametrize("error", [StorageError(), TimeoutError()])
async def test_quotation_that_cannot_be_compared_stays_possible(
    served: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    searched = InMemoryTable.across
    failures = [error] * 2

    async def fail_first(table: InMemoryTable, *places: Any, **bounds: Any) -> list[Row]:
        if failures:
            raise failures.pop()
        return await searched(table, *places, **bounds)

    monkeypatch.setattr(InMemoryTable, "across", fail_first)
    await send(served, SENTENCE)

    assert await source_of_opt_out(served, f"Haha “{SENTENCE}”") == "possible"


@pytest.mark.parametrize(
    ("body", "searches"),
    [("wrong number", 1), ("See “us” at 9", 1), (f"Haha “{SENTENCE}”", 2)],
)
async def test_only_an_opt_out_with_a_quotation_costs_a_search(
    served: World, body: str, searches: int
) -> None:
    await receive(inbound(body))

    assert served.journal_table.operation_count - 1 == 3 * searches
