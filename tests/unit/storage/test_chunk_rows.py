"""A chunk survives its row, inside the limits of the service."""

import string
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.chunk import (
    MAX_RECIPIENTS_PER_CHUNK,
    Category,
    Chunk,
    Outcome,
    OutcomeKind,
    Progress,
    SendOptions,
    SendTotals,
)
from shared.domain.delivery import DeliveryReport, DeliveryStatus, Reports
from shared.domain.identifiers import SendAddress, new_send_address
from shared.domain.restart import MAX_RESTARTS, Restart, RestartKind
from shared.storage.chunk_rows import (
    chunk_from_row,
    chunk_to_row,
    progress_to_row,
    reports_to_row,
)
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import SEND, TEXT, make_chunk, make_report, people
from tests.support.world import PERSON, START

TIMES = st.timedeltas(timedelta(0), timedelta(days=400_000)).map(
    lambda age: datetime(1970, 1, 1, tzinfo=UTC) + age
)
WORDS = st.text(alphabet=string.printable + "éß漢😀\u2028", max_size=40)
OUTCOMES = st.builds(Outcome, st.sampled_from(OutcomeKind), WORDS, WORDS, WORDS)
OPTIONS = st.builds(
    SendOptions,
    category=st.sampled_from(Category),
    campaign=WORDS,
    send_at=st.none() | TIMES,
    expires_at=TIMES,
    delivery_report=st.booleans(),
)
COUNTS = st.integers(0, 10_000)
RESTARTS = st.builds(
    Restart,
    kind=st.sampled_from(RestartKind),
    at=TIMES,
    positions=st.lists(st.integers(0, 2), min_size=1, unique=True).map(tuple),
    first_sent_at=st.none() | TIMES,
    expires_at=st.none() | TIMES,
)
PROGRESS = st.builds(
    Progress,
    claimed_until=st.none() | TIMES,
    first_sent_at=st.none() | TIMES,
    sent_at=st.none() | TIMES,
    attempt_count=COUNTS,
    outcomes=st.dictionaries(st.integers(0, 2), OUTCOMES),
    restarts=st.lists(RESTARTS, max_size=3).map(tuple),
)
CHUNKS = st.builds(
    Chunk,
    send=st.sampled_from(
        [SEND, new_send_address("77001", START, bytes(10)), new_send_address("A B", START, b"x")]
    ),
    number=st.integers(0, 9999),
    body=WORDS,
    recipients=st.just(tuple(people(3))),
    values=st.just(()) | st.tuples(*[st.tuples(WORDS, WORDS)] * 3),
    options=OPTIONS,
    totals=st.builds(SendTotals, COUNTS, COUNTS, COUNTS, COUNTS),
    progress=PROGRESS,
)


async def stored(chunk: Chunk) -> Chunk:
    table = InMemoryTable()
    await table.write([("create", chunk_to_row(chunk), "")])
    (row,) = table.all_rows()
    return chunk_from_row(chunk.send.sender, row)


@settings(max_examples=60)
@given(CHUNKS)
async def test_chunk_survives_its_row(chunk: Chunk) -> None:
    read = await stored(chunk)
    assert read.version
    assert read == Chunk(
        **{name: getattr(chunk, name) for name in Chunk.__slots__ if name != "version"},
        version=read.version,
    )


def full_chunk(**changes: object) -> Chunk:
    return make_chunk(recipients=tuple(people(MAX_RECIPIENTS_PER_CHUNK)), **changes)


async def test_fullest_row_is_inside_the_limits_of_the_service() -> None:
    chunk = full_chunk(body='"' * 2_048, values=tuple(("€" * 40,) for _ in range(100)))
    table = InMemoryTable()
    await table.write([("create", chunk_to_row(chunk), "")])
    worst = Outcome(OutcomeKind.FAILED, code="4" * 32, text='"' * 120)
    everybody = Restart(RestartKind.REDRIVE, START, tuple(range(100)), START, START)
    done = full_chunk(
        progress=Progress(
            outcomes=dict.fromkeys(range(100), worst), restarts=(everybody,) * MAX_RESTARTS
        )
    )
    await table.write([("merge", progress_to_row(done), "")])
    for status in DeliveryStatus:
        report = make_report(status, START, code="4006", text="x" * 1_000)
        reports = [(recipient, report) for recipient in chunk.recipients]
        await table.write([("merge", reports_to_row(chunk.address, reports), "")])
    (row,) = table.all_rows()
    read = chunk_from_row(SEND.sender, row)
    assert read.progress == done.progress
    assert read.values == chunk.values
    assert all(reports.delivered and reports.failed for reports in read.reports.values())


async def test_values_longer_than_a_property_survive() -> None:
    import random

    chance = random.Random(0)  # noise cannot be packed
    values = tuple(("".join(chance.choices(string.printable, k=2_000)),) for _ in range(100))
    assert (await stored(full_chunk(values=values))).values == values


async def test_three_writers_do_not_overwrite_each_other() -> None:
    chunk = make_chunk()
    done = make_chunk(progress=Progress(sent_at=START, attempt_count=1))
    delivered = make_report(DeliveryStatus.DELIVERED, START)
    failed = make_report(DeliveryStatus.FAILED, START, code="4006", text="Not reachable: é\n")
    writes = [
        progress_to_row(done),
        reports_to_row(chunk.address, [(PERSON, delivered)]),
        reports_to_row(chunk.address, [(PERSON, failed)]),
    ]
    for order in (writes, writes[::-1]):
        table = InMemoryTable()
        await table.write([("create", chunk_to_row(chunk), "")])
        for row in order:
            await table.write([("merge", row, "")])
        read = chunk_from_row(SEND.sender, table.all_rows()[0])
        assert read.progress == done.progress
        assert read.reports == {PERSON: Reports(delivered, failed)}
        assert read.body == TEXT


def test_chunk_that_was_never_restarted_spends_no_property_on_it() -> None:
    assert "restarts" not in chunk_to_row(make_chunk())


def test_report_survives_with_every_field() -> None:
    report = DeliveryReport(
        DeliveryStatus.FAILED,
        code="4006",
        text="4006, said the carrier",
        provider_message_id="Outgoing_1",
        attempted_at=START,
        received_at=START + timedelta(microseconds=1),
        segments_succeeded=1,
        segments_failed=2,
    )
    row = {**chunk_to_row(make_chunk()), "etag": "1"}
    row |= reports_to_row(make_chunk().address, [(PERSON, report)])
    assert chunk_from_row(SEND.sender, row).reports[PERSON].failed == report


def test_send_lives_in_the_partition_of_its_number_and_day() -> None:
    row = chunk_to_row(make_chunk(number=7))
    assert row["PartitionKey"] == "+18335550100|20261122"
    assert row["RowKey"] == f"{SEND.key}|0007"


def test_report_for_somebody_else_stays_out_of_the_chunk() -> None:
    row = {**chunk_to_row(make_chunk()), "etag": "1"}
    report = make_report(DeliveryStatus.DELIVERED, START)
    row |= reports_to_row(make_chunk().address, [("+14255550199", report)])
    assert chunk_from_row(SEND.sender, row).reports == {}


def test_address_of_a_row_is_read_from_its_key() -> None:
    row = {**chunk_to_row(make_chunk(number=12)), "etag": "1"}
    read = chunk_from_row(SEND.sender, row)
    assert (read.send, read.number) == (SendAddress(SEND.sender, SEND.key), 12)
