"""Messages of all own numbers: each found once, newest first, at a bounded number of reads."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from send_sms import look_up_functions
from send_sms.domain.batch import Batch
from send_sms.domain.progress import Progress
from send_sms.domain.secret_text import mask
from send_sms.search import MAX_OWN_NUMBERS, MAX_READS, MessageSearch, search_messages
from senders.pause import pause
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import UNKNOWN, Outcome, OutcomeKind
from shared.domain.identifiers import MEMBERS_PER_BATCH, new_send_address, parse_message_id
from shared.domain.kinds import Category
from tests.support.samples import TEXT, make_batch, make_options, make_report, make_round, people
from tests.support.web import assert_problem, call, document, get
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.send_sms.sms_api import request_body, send

OTHER, SHORT = "+18445550100", "77001"
NUMBERS = (TOLL_FREE, OTHER, SHORT)
EARLY = datetime.fromisoformat("1970-01-01T00:00:00Z")
SENT = Progress(
    outcomes={0: Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=START)}
)
ALL = MessageSearch(since=EARLY, until=START + timedelta(minutes=1))


async def found(**params: str) -> dict[str, Any]:
    answer = await call(look_up_functions.list_messages, get(params=params))
    assert answer.status_code == 200, answer.get_body()
    page: dict[str, Any] = document(answer)
    return page


async def ids(**params: str) -> list[str]:
    return [one["messageId"] for one in (await found(**params))["messages"]]


async def all_pages(**params: str) -> list[str]:
    """Follow the pages to the end."""
    seen, page = [], await found(**params)
    while True:
        seen += [one["messageId"] for one in page["messages"]]
        if "nextUrl" not in page:
            return seen
        path, query = page["nextUrl"].split("?")
        assert path == "/api/messages"
        following = dict(parse_qsl(query))
        assert following == {**params, "after": page["nextCursor"]}
        page = await found(**following)


def send_at(
    age: timedelta, to: Sequence[str] = (PERSON,), sender: str = TOLL_FREE, **changes: Any
) -> Batch:
    send = new_send_address(sender, START - age, repr((age, sender, changes)).encode()[-10:])
    return make_batch(sorted(to), send=send, **changes)


def round_at(age: timedelta, to: Sequence[str], sender: str = TOLL_FREE) -> Batch:
    send = new_send_address(sender, START - age, f"round {age}"[-10:].encode())
    return make_round([(one, f"{number}") for number, one in enumerate(to)], send=send)


async def store(world: World, *batches: Batch) -> None:
    for batch in batches:
        await world.app().journal.commit([batch])


def newest_first(batches: Sequence[Batch], to: str = "") -> list[str]:
    addresses = [
        batch.message_address(position)
        for batch in batches
        for position in batch.positions()
        if not to or batch.recipients[position] == to
    ]
    ordered = sorted(addresses, key=lambda one: (one.send.key, one.number), reverse=True)
    return [str(one) for one in ordered]


BATCHES = [
    send_at(timedelta(0)),
    send_at(timedelta(seconds=1), [*people(250), PERSON], OTHER),
    round_at(timedelta(seconds=2), [PERSON, *people(3), "", PERSON]),
    round_at(timedelta(hours=9, milliseconds=1), [PERSON, *people(2)], OTHER),  # yesterday's end
    send_at(timedelta(days=3), [PERSON], SHORT),
    send_at(timedelta(days=40), people(2)),
    send_at(timedelta(days=75), [PERSON, *people(1)]),
    send_at(timedelta(days=800), [PERSON], OTHER),
]


@pytest.mark.parametrize("limit", ["1", "3", "100"])
async def test_messages_to_a_person_are_found_over_all_numbers_and_days(
    served: World, limit: str
) -> None:
    await store(served, *BATCHES)
    assert await all_pages(to=PERSON, limit=limit) == newest_first(BATCHES, PERSON)


@pytest.mark.parametrize("limit", ["7", "100"])
async def test_messages_to_all_are_found_over_all_numbers_and_days(
    served: World, limit: str
) -> None:
    await store(served, *BATCHES)
    assert await all_pages(limit=limit) == newest_first(BATCHES)


AGES = st.timedeltas(timedelta(0), timedelta(days=3)) | st.sampled_from(
    [timedelta(0), timedelta(milliseconds=1), timedelta(hours=9), timedelta(days=200)]
)
MEMBERS = st.lists(st.sampled_from([PERSON, *people(2)]), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(AGES, MEMBERS, st.sampled_from(NUMBERS), st.booleans()), max_size=8),
    st.sampled_from(["", PERSON]),
    st.integers(1, 6),
)
async def test_every_message_is_found_once_wherever_pages_end(
    drawn: list[tuple[timedelta, list[str], str, bool]], to: str, limit: int
) -> None:
    world, batches = World(), []
    for number, (age, members, sender, is_round) in enumerate(drawn):
        send = new_send_address(sender, START - age, number.to_bytes(1, "big") * 10)
        if is_round and len(members) > 1:
            batches.append(make_round([(one, "a") for one in members], send=send))
        else:
            batches.append(make_batch(sorted(set(members)), send=send))
    await store(world, *batches)
    seen, place = [], None
    while True:
        page = await search_messages(replace(ALL, to=to), place, limit, world.app().searching)
        assert len(page.messages) <= limit
        seen += [one.message_id for one in page.messages]
        if not page.next_after:
            break
        address = parse_message_id(page.next_after)
        place = (address.send.key, address.number) if address else (page.next_after, 0)
    assert seen == newest_first(batches, to)


async def test_filters_leave_only_what_is_wanted(served: World) -> None:
    may: dict[str, Any] = {"options": make_options(campaign="may")}
    batches = [
        send_at(timedelta(0), progress=SENT, **may),
        send_at(timedelta(seconds=5), sender=OTHER, progress=Progress(outcomes={0: UNKNOWN})),
        send_at(timedelta(days=1), progress=SENT),
        send_at(timedelta(days=2), sender=OTHER, **may),
    ]
    await store(served, *batches)
    first, second, third, fourth = newest_first(batches)
    for to in ({}, {"to": PERSON}):
        assert await ids(**to, campaign="may") == [first, fourth]
        assert await ids(**to, status="unknown") == [second]
        assert await ids(**to, status="sent,unknown", sender=OTHER) == [second]
        assert await ids(**to, sender=OTHER.lstrip("+")) == [second, fourth]
        assert await ids(**to, **{"from": "2026-11-22"}) == [first, second]
        assert await ids(**to, until="2026-11-21") == [third, fourth]
        assert await ids(**to, until="2026-11-22T09:00:00Z") == [second, third, fourth]
        window = {"from": "2026-11-21T10:00:00+01:00", "until": "2026-11-22T09:00:00Z"}
        assert await ids(**to, **window) == [second, third]
    assert await ids(to=people(1)[0]) == []
    assert await ids(sender=SHORT) == []


async def test_found_message_has_text_times_and_what_it_waits_for(served: World) -> None:
    app = served.app()
    await pause(TOLL_FREE, app.senders, app.rules.profiles, app.clock)
    accepted = document(await send(request_body(reference="order 7")))
    (one,) = (await found(to=PERSON))["messages"]
    assert one == {
        "messageId": f"{accepted['sendId']}-00000",
        "sendId": accepted["sendId"],
        "from": TOLL_FREE,
        "to": PERSON,
        "status": "queued",
        "message": TEXT,
        "category": "transactional",
        "reference": "order 7",
        "acceptedAt": "2026-11-22T09:00:00Z",
        "waitingFor": "sender_paused",
        "segmentCount": 1,
        "updatedAt": "2026-11-22T09:00:00Z",
    }


async def test_code_is_found_masked(served: World) -> None:
    options = make_options(category=Category.OTP)
    await store(served, send_at(timedelta(0), text="Code 482913", options=options))
    (one,) = (await found(to=PERSON))["messages"]
    assert one["message"] == mask("Code 482913")


async def test_report_on_a_further_block_is_found(served: World) -> None:
    batch = send_at(timedelta(0), people(250))
    await store(served, batch)
    address, person = batch.message_address(205), batch.recipients[205]
    report = make_report(DeliveryStatus.DELIVERED, START)
    await served.app().reporting.reports.add({address.block: [(person, report)]})
    (one,) = (await found(to=person))["messages"]
    assert one["status"] == "delivered"


async def test_person_is_found_over_years_in_few_reads(served: World) -> None:
    await store(served, *BATCHES)
    before = served.journal_table.operation_count
    page = await found(to=PERSON)
    assert page["readCount"] == served.journal_table.operation_count - before
    assert page["readCount"] <= 45


@pytest.mark.parametrize("to", ["", PERSON])
async def test_page_reads_no_more_than_its_bound_however_much_there_is(
    served: World, to: str
) -> None:
    batches = [
        round_at(timedelta(minutes=7 * number), [PERSON, *people(2)], NUMBERS[number % 3])
        for number in range(600)
    ]
    await store(served, *batches)
    wanted = {"to": to} if to else {}
    seen, pages, params = 0, 0, {**wanted, "status": "failed"}  # of which there are none
    while True:
        before = served.journal_table.operation_count
        page = await found(**params)
        taken = served.journal_table.operation_count - before
        assert page["readCount"] == taken
        assert taken <= len(NUMBERS) + 1 + MAX_READS + 2 * 16
        seen, pages = seen + len(page["messages"]), pages + 1
        if "nextCursor" not in page:
            break
        params["after"] = page["nextCursor"]
    assert (seen, pages > 1) == (0, True)
    assert await all_pages(**wanted, limit="100") == newest_first(batches, to)


async def test_largest_sends_of_a_moment_are_paged_in_bounded_reads(served: World) -> None:
    numbers = people(3 * MEMBERS_PER_BATCH)
    send = new_send_address(TOLL_FREE, START, bytes(10))
    batches = [
        make_batch(numbers[row * 1_000 : (row + 1) * 1_000], send=send, row=row) for row in range(3)
    ]
    await served.app().journal.commit(batches)
    page = await found(limit="100")
    assert [one["to"] for one in page["messages"]] == numbers[:-101:-1]
    assert page["readCount"] < 20
    following = await found(limit="100", after=page["nextCursor"])
    assert [one["to"] for one in following["messages"]] == numbers[-101:-201:-1]
    assert len(await ids(to=numbers[1_500])) == 1


async def test_too_many_own_numbers_need_a_sender(served: World) -> None:
    senders = [f"77{number:03d}" for number in range(MAX_OWN_NUMBERS + 1)]
    await store(served, *(send_at(timedelta(0), sender=one) for one in senders))
    answer = await call(look_up_functions.list_messages, get(params={"to": PERSON}))
    assert assert_problem(answer, 400, "sender")["errors"][0]["code"] == "sender_required"
    assert len(await ids(to=PERSON, sender=senders[7])) == 1


@pytest.mark.usefixtures("served")
async def test_nothing_that_was_sent_is_no_error() -> None:
    assert await found(to=PERSON) == {"messages": [], "readCount": 1}
    assert await found() == {"messages": [], "readCount": 1}


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"to": "x"}, "to"),
        ({"sender": "~"}, "sender"),
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-11-22T09:00:00"}, "from"),
        ({"from": "1969-12-31"}, "from"),
        ({"until": "9999-12-31"}, "until"),
        ({"from": "0001-01-01T00:00:00+14:00"}, "from"),
        ({"from": "2026-11-22", "until": "2026-11-21"}, "from"),
        ({"status": "lost"}, "status"),
        ({"after": "x"}, "after"),
        ({"limit": "101"}, "limit"),
    ],
)
async def test_query_that_makes_no_sense_reads_nothing(
    served: World, params: dict[str, str], field: str
) -> None:
    assert_problem(await call(look_up_functions.list_messages, get(params=params)), 400, field)
    assert served.journal_table.operation_count == 0
