"""Sends of all own numbers: what is kept, what is read, and what each one tells."""

import asyncio
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from composition.app import run_as
from send_sms import look_up_functions, search_steps, send_search
from send_sms.domain.batch import SendTotals, Terms
from send_sms.search import MAX_OWN_NUMBERS
from send_sms.send_search import MAX_MESSAGES
from senders.pause import pause
from shared.domain.identifiers import new_send_address
from shared.domain.kinds import Category
from tests.support.samples import make_batch, make_options, make_round, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import START, TOLL_FREE, World

OTHER = "+18445550100"


async def found(**params: str) -> dict[str, Any]:
    answer = await call(look_up_functions.list_sends, get(params=params))
    assert answer.status_code == 200, answer.get_body()
    page: dict[str, Any] = document(answer)
    return page


async def ids(**params: str) -> list[str]:
    """Follow the pages to the end, each with the same query."""
    seen, page = [], await found(**params)
    while True:
        seen += [one["sendId"] for one in page["sends"]]
        if "nextUrl" not in page:
            return seen
        following = dict(parse_qsl(page["nextUrl"].partition("?")[2]))
        assert following == {**params, "after": page["nextCursor"]}
        page = await found(**following)


async def store(
    world: World, age: timedelta, count: int = 1, sender: str = TOLL_FREE, **changes: Any
) -> str:
    """Store a send to some people, a thousand a batch, and give its id."""
    send = new_send_address(sender, START - age, repr((age, sender)).encode()[-10:])
    recipients = people(count)
    options = changes.pop("options", make_options())
    terms = (Terms("Hello", options, SendTotals(recipient_count=count)),)
    batches = [
        make_batch(recipients[first : first + 1_000], send=send, row=row, terms=terms, **changes)
        for row, first in enumerate(range(0, count, 1_000))
    ]
    await world.app().journal.commit(batches)
    return str(send)


async def test_sends_of_all_own_numbers_are_listed_newest_first(served: World) -> None:
    stored = [
        await store(served, timedelta(hours=10 * n), 1 + n % 3, (TOLL_FREE, OTHER)[n % 2])
        for n in range(12)
    ]
    assert await ids() == stored
    assert await ids(limit="5") == stored
    assert await ids(sender=OTHER) == stored[1::2]


@pytest.mark.parametrize("limit", ["1", "3", "100"])
async def test_only_sends_to_so_many_recipients_are_kept(served: World, limit: str) -> None:
    stored = [await store(served, timedelta(days=n), (1, 2, 1_500)[n % 3]) for n in range(15)]
    assert await ids(minRecipients="2", limit=limit) == [
        one for n, one in enumerate(stored) if n % 3
    ]
    assert await ids(minRecipients="3", limit=limit) == stored[2::3]


async def test_time_category_and_campaign_are_filters_of_large_and_small_sends(
    served: World,
) -> None:
    marketing = make_options(category=Category.MARKETING, campaign="may")
    stored = [
        await store(served, timedelta(days=n), 2, options=make_options() if n % 2 else marketing)
        for n in range(8)
    ]
    day = (START - timedelta(days=5)).date().isoformat()
    for size in ({}, {"minRecipients": "2"}):
        assert await ids(category="marketing", **size) == stored[::2]
        assert await ids(campaign="may", **size) == stored[::2]
        assert await ids(until=day, **size) == stored[5:]
        assert await ids(**{"from": day}, **size) == stored[:6]
        assert await ids(day=day, **size) == [stored[5]]


AGES = st.integers(0, 80 * 24 * 3_600_000).map(lambda n: timedelta(milliseconds=n))
SENDS = st.lists(
    st.tuples(AGES, st.sampled_from([1, 1, 2, 3, 40]), st.sampled_from([TOLL_FREE, OTHER])),
    max_size=25,
    unique_by=lambda one: one[0],
)


@settings(max_examples=40, deadline=None)
@given(
    sends=SENDS,
    fewest=st.integers(0, 3),
    limit=st.integers(1, 9),
    rows=st.integers(2, 8),
    messages=st.integers(1, 60),
)
def test_each_wanted_send_is_listed_once_however_pages_end(
    sends: list[tuple[timedelta, int, str]], fewest: int, limit: int, rows: int, messages: int
) -> None:
    async def play() -> None:
        world = World()
        with run_as(world.app()):
            stored = {age: await store(world, age, count, number) for age, count, number in sends}
            wanted = sorted(age for age, count, _ in sends if count >= fewest)
            params = {"minRecipients": f"{fewest}", "limit": f"{limit}"}
            assert await ids(**params) == [stored[age] for age in wanted]

    with (
        patch.object(search_steps, "_ROWS_PER_SEARCH", rows),
        patch.object(search_steps, "_MESSAGES_PER_STEP", messages),
        patch.object(send_search, "MAX_MESSAGES", 2 * messages),
    ):
        asyncio.run(play())


async def test_sends_to_one_person_cost_a_list_of_large_ones_no_read(served: World) -> None:
    for n in range(300):
        await store(served, timedelta(minutes=n))
    large = await store(served, timedelta(days=20), 2)
    before = served.journal_table.operation_count

    assert await ids(minRecipients="2") == [large]

    assert served.journal_table.operation_count - before <= 6


async def test_page_of_large_sends_ends_after_a_bounded_number_of_messages(served: World) -> None:
    stored = [await store(served, timedelta(hours=n), 3_000) for n in range(14)]
    page = await found(minRecipients="2")
    most = MAX_MESSAGES + search_steps._MESSAGES_PER_STEP
    assert MAX_MESSAGES <= len(page["sends"]) * 3_000 <= most
    assert await ids(minRecipients="2") == stored


async def test_each_send_tells_what_its_messages_wait_for(served: World) -> None:
    app = served.app()
    await pause(TOLL_FREE, app.senders, app.rules.profiles, app.clock)
    await store(served, timedelta(minutes=1), 3)
    await store(served, timedelta(minutes=2), 2, OTHER)

    other = make_options(send_at=START + timedelta(hours=1))
    await store(served, timedelta(minutes=3), 2, OTHER, options=other)
    paused, free, scheduled = (await found(minRecipients="2"))["sends"]

    assert paused["waiting"] == [{"waitingFor": "sender_paused", "count": 3}]
    assert "waitingFor" not in free
    assert scheduled["waitingFor"] == "scheduled"
    assert scheduled["nextAttemptAt"].startswith("2026-11-22T")


async def test_more_own_numbers_than_a_page_reads_need_a_sender(served: World) -> None:
    for n in range(MAX_OWN_NUMBERS + 1):
        await store(served, timedelta(), 1, f"+1844555{n:04d}")
    for function in (look_up_functions.list_sends, look_up_functions.count_single_sends):
        assert_problem(await call(function, get(params={})), 400, "sender")
    assert len(await ids(sender="+18445550000")) == 1


async def test_single_sends_are_counted_by_day_of_the_time_zone(served: World) -> None:
    midnight = START.replace(hour=0, minute=0, second=0, microsecond=0)
    for hours, number in ((1, TOLL_FREE), (6, OTHER), (30, OTHER)):
        await store(served, START - midnight - timedelta(hours=hours), 1, number)
    await store(served, START - midnight - timedelta(hours=7), 2)
    send = new_send_address(TOLL_FREE, midnight + timedelta(hours=8), b"0123456789")
    members = [(people(1)[0], "a"), ("", "a"), (people(2)[1], "b")]
    await served.app().journal.commit([make_round(members, send=send)])
    day, before = midnight.date(), midnight.date() - timedelta(days=1)

    async def counts(tz: str) -> dict[str, int]:
        params = {"from": before.isoformat(), "until": day.isoformat(), "tz": tz}
        answer = document(await call(look_up_functions.count_single_sends, get(params=params)))
        assert all(one["isComplete"] for one in answer["days"])
        return {one["day"]: one["count"] for one in answer["days"]}

    assert await counts("UTC") == {str(day): 4, str(before): 0}
    assert await counts("America/New_York") == {str(day): 3, str(before): 1}


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"from": "today"}, "from"),
        ({"until": "9999-12-31"}, "until"),
        ({"from": "2026-11-23", "until": "2026-11-22"}, "from"),
        ({"from": "2026-10-01", "until": "2026-11-22"}, "from"),
        ({"tz": "Mars/Olympus"}, "tz"),
        ({"sender": "no/number"}, "sender"),
    ],
)
@pytest.mark.usefixtures("served")
async def test_days_that_cannot_be_counted_are_refused(params: dict[str, str], field: str) -> None:
    answer = await call(look_up_functions.count_single_sends, get(params=params))
    assert_problem(answer, 400, field)


async def test_day_with_more_rows_than_are_read_is_not_complete(served: World) -> None:
    for n in range(1_001):
        await store(served, timedelta(milliseconds=n))
    day = date.fromisoformat(START.date().isoformat())
    answer = document(await call(look_up_functions.count_single_sends, get(params={})))
    assert answer["days"] == [{"day": str(day), "count": 1_000, "isComplete": False}]
