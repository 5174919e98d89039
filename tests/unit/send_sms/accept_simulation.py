"""Callers that ask at the same time and repeat what has a key, and what must be true afterwards."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from send_sms.accepting.accept import AcceptedSend, accept_send
from send_sms.accepting.accept_once import SendInFlightError
from send_sms.domain.batch import Batch
from send_sms.domain.secret_text import mask
from send_sms.domain.status import status_of
from send_sms.ending import cancel_send
from send_sms.storage.batch_rows import batches_from_rows
from shared.domain.errors import StorageError
from shared.domain.identifiers import SendAddress
from shared.domain.kinds import MessageStatus
from tests.support.samples import make_request
from tests.support.world import TOLL_FREE
from tests.unit.send_sms.accept_helpers import accept_keyed
from tests.unit.send_sms.accept_world import Host, Worker
from tests.unit.send_sms.publishing import outcomes_of, published

PATIENCE_SECONDS = 10
"""When a caller with a key asks again although the first request is not answered."""

AGAIN_SECONDS = 7
SILENCE_SECONDS = 5_000
"""When a caller without a key gives up: no worker stands still for longer."""

SENT = frozenset({MessageStatus.SENT})
_LEFT = {MessageStatus.SENT, MessageStatus.DELIVERED}


@dataclass
class Caller:
    """
    A caller with one single send.

    Attributes
    ----------
    key : str
        Its `Idempotency-Key`; empty: none.
    cancels : bool
        Whether it cancels the send as soon as it is answered.
    expected : frozenset of MessageStatus
        What may become of its message.
    answers : list of AcceptedSend
        What it got, in order; more than one, if it was impatient.
    """

    to: str
    text: str
    key: str = ""
    cancels: bool = False
    expected: frozenset[MessageStatus] = SENT
    members: dict[str, Any] = field(default_factory=dict)
    answers: list[AcceptedSend] = field(default_factory=list)

    async def ask(self, worker: Worker) -> AcceptedSend:
        """Ask once."""
        members = {**self.members, "message": self.text}
        if self.key:
            answer = await accept_keyed(worker.app, self.to, key=self.key, **members)
        else:
            answer = await accept_send(make_request(self.to, **members), worker.app.accepting)
        self.answers.append(answer)
        return answer

    async def insist(self, host: Host, worker: Worker) -> None:
        """Ask a worker, and where that helps others until there is an answer."""
        first = asyncio.create_task(self.ask(worker))
        patience = PATIENCE_SECONDS if self.key else SILENCE_SECONDS
        await asyncio.wait([first], timeout=patience)
        for _ in range(40):
            if self.answers or not self.key:
                break
            try:
                await self.ask(Worker(host))
            except (SendInFlightError, StorageError):
                await asyncio.sleep(AGAIN_SECONDS)
        assert self.answers or not self.key, "a key sticks"
        if self.cancels and self.answers:
            await cancel_send(self.answers[0].send, Worker(host).app.sending)
        await asyncio.wait([first], timeout=SILENCE_SECONDS)
        if first.done() and (error := first.exception()):
            assert isinstance(error, StorageError | SendInFlightError), error


async def play(host: Host, workers: Sequence[Worker], callers: Sequence[Caller]) -> None:
    """Have all ask at the same time, each worker in turn; ends when all work is done."""
    asked = zip(callers, cycle(workers), strict=False)
    await asyncio.gather(*(caller.insist(host, worker) for caller, worker in asked))
    await host.run_until_idle()
    await asyncio.sleep(SILENCE_SECONDS)  # what is late has come
    await host.run_until_idle()


async def assert_all_is_right(
    host: Host, callers: Sequence[Caller], *, may_be_unknown: bool = False
) -> None:
    """Check what callers were told against what is stored, published and delivered."""
    await assert_answers_are_right(host, callers, may_be_unknown=may_be_unknown)
    batches = batches_from_rows(TOLL_FREE, host.world.journal_table.all_rows())
    assert not [batch for batch in batches if batch.waiting_positions()], "something waits for ever"
    outcomes = set().union(*map(outcomes_of, batches))
    assert published(host.world) == outcomes, "events differ from outcomes"


async def assert_answers_are_right(
    host: Host, callers: Sequence[Caller], *, may_be_unknown: bool = False
) -> None:
    """Check what callers were told; what was never answered may wait, if it waits for ever."""
    sends: defaultdict[SendAddress, set[str]] = defaultdict(set)
    for caller in callers:
        for answer in caller.answers:
            sends[answer.send].add(caller.text)
    stored = await _batches_of(host, sends)
    for caller in callers:
        _assert_is_right(host, caller, stored, may_be_unknown=may_be_unknown)
    assert all(len(texts) == 1 for texts in sends.values()), "an id names two texts"
    assert all(len(texts) == 1 for texts in host.carrier.texts.values()), "an id names two texts"
    assert all(count <= 1 for count in host.carrier.phones.values()), "delivered twice"


def _assert_is_right(
    host: Host, caller: Caller, stored: Mapping[SendAddress, Batch], *, may_be_unknown: bool
) -> None:
    count = host.carrier.phones[caller.to, caller.text]
    assert count <= 1, f"{caller.text} was delivered {count} times"
    if not caller.answers:
        return
    (send,) = {answer.send for answer in caller.answers}
    batch = stored[send.stored_under]
    (position,) = batch.positions_of(send)
    is_code = caller.members.get("category") == "otp"
    assert (position in batch.erased) == is_code, f"{caller.text} is kept, or deleted"
    text = mask(caller.text) if is_code else caller.text
    assert (batch.recipients[position], batch.text_of(position)) == (caller.to, text)
    status = status_of(batch, position, host.world.clock())
    if status is MessageStatus.UNCONFIRMED:  # no report comes in this world
        status = MessageStatus.SENT
    if status is MessageStatus.UNKNOWN and may_be_unknown:
        return
    assert status in caller.expected, f"{caller.text}: {status}"
    is_open = status is MessageStatus.UNKNOWN
    assert is_open or (status in _LEFT) == (count == 1), (
        f"{caller.text}: {status}, delivered: {count}"
    )


async def _batches_of(host: Host, sends: Iterable[SendAddress]) -> dict[SendAddress, Batch]:
    """Read the batches of single sends, each once, by where they are stored."""
    one_of_each = {send.stored_under: send for send in sends}
    journal = host.world.app().journal
    return {where: (await journal.read(send))[0] for where, send in one_of_each.items()}
