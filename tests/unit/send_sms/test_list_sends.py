"""Lists of sends: newest first, paged, in few operations."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from send_sms import look_up_functions, search_steps
from send_sms.domain.progress import Progress
from send_sms.overview import SendFilter
from send_sms.search import MAX_READS
from send_sms.send_search import MAX_MESSAGES, SendPage, SendSearch, search_sends
from shared.carriers.sending import UNKNOWN
from shared.domain.identifiers import SendAddress, new_send_address
from shared.domain.kinds import MessageStatus
from tests.support.samples import make_batch, make_options, make_round, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import START, TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import FAILED
from tests.unit.send_sms.sms_api import ANA, BEN, send_to

DAY = date(2026, 11, 22)
MIDNIGHT = datetime(2026, 11, 22, tzinfo=UTC)
STEP = 4
"""Operations that begin a page and end it: the first day, a slice too long, and its parts."""

UNKNOWN_MESSAGE = Progress(outcomes={0: UNKNOWN})


async def get_sends(**params: str) -> Any:
    query = {"sender": TOLL_FREE, "day": DAY.isoformat(), **params}
    return await call(look_up_functions.list_sends, get(params=query))


async def store(
    world: World, accepted_at: datetime, number: int = 0, *, count: int = 1, **changes: Any
) -> str:
    """Store a committed send to one person or more, and give its id."""
    send = new_send_address(TOLL_FREE, accepted_at, number.to_bytes(10, "big"))
    await world.app().journal.commit([make_batch(people(count), send=send, **changes)])
    return str(send)


async def store_round(
    world: World, accepted_at: datetime, number: int = 0, *, count: int = 5, **changes: Any
) -> list[str]:
    """Store single sends as one round whose second place is unused, and give their ids."""
    send = new_send_address(TOLL_FREE, accepted_at, number.to_bytes(10, "big"))
    members = [(person, "a") for person in people(count)]
    batch = make_round([members[0], ("", "a"), *members[1:]], send=send, **changes)
    await world.app().journal.commit([batch])
    return [str(batch.send_of(position)) for position in batch.positions()]


def of_day(**kind: Any) -> SendSearch:
    return SendSearch(MIDNIGHT, MIDNIGHT + timedelta(days=1), TOLL_FREE, SendFilter(**kind))


async def page_of(
    world: World, wanted: SendSearch, end_key: str = "", limit: int = 100
) -> SendPage:
    return await search_sends(wanted, end_key, limit, world.app().searching)


async def walk(world: World, wanted: SendSearch, limit: int) -> tuple[list[str], int]:
    """Page through to the end; gives the ids and the most operations a page took."""
    ids: list[str] = []
    end_key, most = "", 0
    while True:
        before = world.journal_table.operation_count
        page = await page_of(world, wanted, end_key, limit)
        most = max(most, world.journal_table.operation_count - before)
        ids += [str(one.send) for one in page.sends]
        if not page.next_key:
            return ids, most
        assert not end_key or page.next_key < end_key
        end_key = page.next_key


async def test_sends_of_the_day_are_listed_newest_first_with_counts(served: World) -> None:
    first = await send_to(served, ANA, campaign="reminders-may")
    served.clock.advance(hours=3)
    served.gateway.script = [lambda _: (FAILED, FAILED)]
    second = await send_to(served, ANA, BEN)
    served.clock.advance(days=1)
    await send_to(served, ANA)

    found = document(await get_sends())

    assert [one["sendId"] for one in found["sends"]] == [second["sendId"], first["sendId"]]
    assert [one["counts"] for one in found["sends"]] == [{"failed": 2}, {"sent": 1}]
    assert "nextUrl" not in found


async def test_only_sends_with_a_message_of_the_status_are_kept(served: World) -> None:
    await store(served, START)
    unknown = await store(served, START, 1, progress=UNKNOWN_MESSAGE, count=2)

    found = document(await get_sends(status="unknown,failed"))

    assert [one["sendId"] for one in found["sends"]] == [unknown]
    assert found["sends"][0]["counts"] == {"queued": 1, "unknown": 1}


async def test_only_sends_with_a_message_of_the_error_and_the_status_are_kept(
    served: World,
) -> None:
    served.gateway.script = [lambda _: (FAILED,)]
    failed = await send_to(served, ANA)
    served.clock.advance(hours=1)
    await send_to(served, ANA)
    code = document(await get_sends())["sends"][1]["reasons"][0]["code"]

    async def found(**params: str) -> list[str]:
        return [one["sendId"] for one in document(await get_sends(**params))["sends"]]

    assert await found(errorCode=code) == [failed["sendId"]]
    assert await found(errorCode=f"4006,{code}", status="failed") == [failed["sendId"]]
    assert await found(errorCode=code, status="unknown") == []
    assert await found(errorCode="4006") == []


async def test_only_sends_of_the_campaign_are_kept(served: World) -> None:
    await store(served, START)
    may = await store(served, START, 1, options=make_options(campaign="may"))

    found = document(await get_sends(campaign="may"))

    assert [one["sendId"] for one in found["sends"]] == [may]


async def test_next_url_leads_through_the_day_and_keeps_the_filters(served: World) -> None:
    options = make_options(campaign="may & june")
    stored = [
        await store(served, START + timedelta(minutes=n), options=options, progress=UNKNOWN_MESSAGE)
        for n in range(5)
    ]
    await store(served, START, 9, progress=UNKNOWN_MESSAGE)
    params = {"limit": "2", "status": "unknown,failed", "campaign": "may & june"}
    found = document(await get_sends(**params))
    ids = [one["sendId"] for one in found["sends"]]
    while url := found.get("nextUrl"):
        path, query = url.split("?")
        assert path == "/api/sms"
        followed = dict(parse_qsl(query))
        assert set(followed) == {"sender", "day", "status", "campaign", "limit", "after"}
        found = document(await call(look_up_functions.list_sends, get(params=followed)))
        ids += [one["sendId"] for one in found["sends"]]
    assert ids == stored[::-1]


MOMENTS = st.integers(0, 24 * 3600 * 1000 - 1).map(lambda n: MIDNIGHT + timedelta(milliseconds=n))


@settings(max_examples=60, deadline=None)
@given(
    moments=st.lists(MOMENTS | st.sampled_from([START, MIDNIGHT]), max_size=30),
    limit=st.integers(1, 7),
    rows_at_once=st.integers(16, 40),
)
def test_every_send_is_listed_once_whenever_it_was_accepted(
    moments: list[datetime], limit: int, rows_at_once: int
) -> None:
    async def play() -> None:
        world = World()
        ids: list[str] = []
        for n, moment in enumerate(moments):
            if n % 3:  # of two rows, and of one
                ids.append(await store(world, moment, n, count=101 if n % 3 == 1 else 1))
            else:
                ids += await store_round(world, moment, n, count=1 + n % 5)
        await store(world, MIDNIGHT - timedelta(milliseconds=1))
        await store(world, MIDNIGHT + timedelta(days=1))
        found, most = await walk(world, of_day(), limit)
        assert found == sorted(ids, reverse=True)
        assert most <= MAX_READS + STEP

    with patch.object(search_steps, "_ROWS_PER_SLICE", rows_at_once):
        asyncio.run(play())


@pytest.mark.parametrize("limit", range(1, 7))
async def test_pages_may_end_inside_a_round(world: World, limit: int) -> None:
    before = await store(world, START - timedelta(milliseconds=1))
    ids = await store_round(world, START)
    after = await store(world, START + timedelta(milliseconds=1))
    found, most = await walk(world, of_day(), limit)
    assert found == [after, *ids[::-1], before]
    assert most <= MAX_READS + STEP


async def test_sends_of_a_round_are_kept_by_their_own_campaign_and_status(world: World) -> None:
    ids = await store_round(world, START, count=4, progress=Progress(outcomes={2: UNKNOWN}))
    send = new_send_address(TOLL_FREE, START + timedelta(seconds=1), bytes(10))
    plain = make_round([(ANA, "a"), (BEN, "a")], send=send)
    may = replace(plain.terms[0], options=make_options(campaign="may"))
    mixed = replace(plain, terms=(*plain.terms, may), terms_index=(0, 1))
    await world.app().journal.commit([mixed])

    of_status = of_day(statuses={MessageStatus.UNKNOWN})
    assert (await walk(world, of_status, 2))[0] == [ids[1]]
    of_campaign = of_day(campaign="may")
    assert (await walk(world, of_campaign, 2))[0] == [str(mixed.send_of(1))]


async def test_overview_of_a_send_of_a_round_is_of_itself_alone(served: World) -> None:
    ids = await store_round(served, START, count=2)
    found = document(await get_sends())["sends"]
    assert [one["sendId"] for one in found] == ids[::-1]
    assert all((one["recipientCount"], one["counts"]) == (1, {"queued": 1}) for one in found)


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a fifth of the rows at once: a fifth of the sends makes a busy day."""
    monkeypatch.setattr(search_steps, "_ROWS_PER_SLICE", search_steps._ROWS_PER_SLICE // 5)


@pytest.mark.usefixtures("small_slices")
async def test_page_of_a_busy_day_reads_no_more_than_it_needs(world: World) -> None:
    for n in range(300):
        await store(world, START + timedelta(milliseconds=n), n)
    found, most = await walk(world, of_day(), 20)
    assert len(found) == 300
    assert most <= MAX_READS + STEP


async def test_page_of_large_sends_that_are_not_wanted_is_empty_and_leads_on(world: World) -> None:
    ids = [
        await store(world, START + timedelta(seconds=n), count=901)
        for n in range(MAX_MESSAGES // 901 + 30)
    ]

    page = await page_of(world, of_day(statuses={MessageStatus.UNKNOWN}))

    assert (page.sends, bool(page.next_key)) == ([], True)
    assert (await walk(world, of_day(), 100))[0] == ids[::-1]


@pytest.mark.usefixtures("small_slices")
async def test_page_without_a_match_is_empty_and_leads_on(world: World) -> None:
    for n in range(240):
        await store(world, START + timedelta(seconds=n), n)
    last = await store(world, START - timedelta(hours=1), progress=UNKNOWN_MESSAGE)
    wanted = of_day(statuses={MessageStatus.UNKNOWN})

    page = await page_of(world, wanted)

    assert (page.sends, bool(page.next_key)) == ([], True)
    assert (await walk(world, wanted, 100))[0] == [last]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"sender": "no/number"}, "sender"),
        ({"day": "today"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"day": "1969-12-31"}, "day"),
        ({"status": "lost"}, "status"),
        ({"status": "unknown,lost"}, "status"),
        ({"after": "x"}, "after"),
        ({"after": "' or 1 eq 1"}, "after"),
        ({"after": "7zzzzzzzzz"}, "after"),
        ({"limit": "0"}, "limit"),
        ({"from": "today"}, "from"),
        ({"from": "2026-11-23", "until": "2026-11-22"}, "from"),
        ({"category": "sport"}, "category"),
        ({"minRecipients": "many"}, "minRecipients"),
    ],
)
@pytest.mark.usefixtures("served")
async def test_request_that_makes_no_sense_is_refused(params: dict[str, str], field: str) -> None:
    assert_problem(await get_sends(**params), 400, field)


@pytest.mark.parametrize("day", ["1970-01-01", "9998-12-31"])
@pytest.mark.usefixtures("served")
async def test_day_without_sends_is_empty(day: str) -> None:
    assert document(await get_sends(day=day)) == {"sends": []}


async def test_page_that_begins_outside_the_day_stays_inside(served: World) -> None:
    stored = await store(served, START)
    late = SendAddress(TOLL_FREE, "01zzzzzzzz").key
    assert [one["sendId"] for one in document(await get_sends(after=late))["sends"]] == [stored]
    assert document(await get_sends(after="0000000000")) == {"sends": []}
