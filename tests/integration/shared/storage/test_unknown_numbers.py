"""Unknown own numbers on the tables in memory and on Azurite."""

from dataclasses import replace
from datetime import timedelta

from send_sms.domain.progress import Progress
from send_sms.storage.journal import Journal
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import BatchAddress, new_send_address
from shared.eventgrid.envelope import Event
from shared.eventgrid.parked_events import MAX_UNKNOWN_NUMBERS, ParkedEvents, ParkedKind
from shared.storage.table import WideTable
from tests.support.samples import SEND, make_batch
from tests.support.world import START, TOLL_FREE

SENT = Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=START)
FAILED = Outcome(OutcomeKind.FAILED, code="400", at=START)


def message(number: int) -> Event:
    return Event(str(number), "SMSReceived", "", START, {"number": number})


async def test_waiting_numbers_are_those_of_parked_messages_alone(table: WideTable) -> None:
    parked = ParkedEvents(table)
    await parked.park([(message(9), "it has no sender")], START)
    await parked.park_inbound([("+1", message(1)), ("+2", message(2)), ("+1", message(3))], START)
    for chance in (b"\x00\x00\x00", b"\x00\xff\xff", b"\x01\x80\x00", b"\xff\x80\x00"):
        waiting = await parked.waiting_numbers(START, chance)
        assert {number: len(keys) for number, keys in waiting.items()} == {"+1": 2, "+2": 1}
    found = await parked.waiting_inbound(waiting["+2"])
    assert [one.event.data for one in found] == [{"number": 2}]
    await parked.remove(found)
    assert set(await parked.waiting_numbers(START, bytes(3))) == {"+1"}
    assert len(await parked.page(ParkedKind.EVENTS, after="", limit=9)) == 3


async def test_unknown_numbers_are_accepted_up_to_their_bound(table: WideTable) -> None:
    parked = ParkedEvents(table)
    first = {f"+{number}" for number in range(MAX_UNKNOWN_NUMBERS)}
    assert await parked.accept_unknown_numbers(first, START) == first
    assert await parked.accept_unknown_numbers({"+0", "+new"}, START) == {"+0"}
    later = START + timedelta(days=31)
    assert await parked.accept_unknown_numbers({"+new"}, later) == {"+new"}


async def test_number_is_known_however_many_sends_failed_before_one_was_taken(
    table: WideTable,
) -> None:
    """A number that was set up with a wrong key has a hundred failures before all others."""
    addresses = [
        BatchAddress(new_send_address(TOLL_FREE, START, bytes([n] * 10))) for n in range(101)
    ]
    failed = Progress(outcomes={0: FAILED})
    await Journal(table).commit(
        [replace(make_batch(progress=failed), address=one) for one in addresses[:100]]
    )
    assert not await Journal(table).has_reached_carrier(TOLL_FREE)
    sent = make_batch(progress=Progress(outcomes={0: SENT}))
    await Journal(table).commit([replace(sent, address=addresses[100])])
    assert await Journal(table).has_reached_carrier(TOLL_FREE)


async def test_number_is_known_once_the_carrier_took_a_message(table: WideTable) -> None:
    assert not await Journal(table).has_reached_carrier(TOLL_FREE)
    await Journal(table).commit([make_batch(progress=Progress(outcomes={0: FAILED}))])
    assert not await Journal(table).has_reached_carrier(TOLL_FREE)
    batch = make_batch(row=1, progress=Progress(outcomes={0: SENT}))
    assert batch.address.send == SEND
    await Journal(table).commit([batch])
    assert await Journal(table).has_reached_carrier(TOLL_FREE)
