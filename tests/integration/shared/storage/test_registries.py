"""Opt-outs, conversations, parked events and held senders on Azurite."""

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from conversations.domain.conversation import marked_read
from conversations.domain.inbound import AutoReply
from conversations.domain.reply import Reply
from conversations.storage.auto_replies import AutoReplies
from conversations.storage.conversations import Conversations
from opt_outs.domain.bucket import MAX_CHARACTERS
from opt_outs.domain.consent import ConsentState
from opt_outs.storage.registry import OptOuts
from senders.domain.hold import ProbeResult
from senders.domain.profile import default_profile
from senders.domain.rate_limiter import Lane, UnitDemand
from senders.storage.holds import Switches
from senders.storage.overview import read_all_senders
from senders.storage.senders import Senders, UnitRequest
from shared.carriers.events import InboundMessage
from shared.domain.errors import StorageError
from shared.eventgrid.envelope import Event
from shared.eventgrid.parked_events import ParkedEvents
from shared.storage.azure_table import AzureTable
from tests.integration.shared.storage.samples import change, people
from tests.support.samples import apply_change, opted_out_recipients
from tests.support.world import PERSON, START, TOLL_FREE

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
FULL = MAX_CHARACTERS // 12
"""Numbers of North America that a bucket holds."""


@pytest.fixture
def opt_outs(azure_table: AzureTable) -> OptOuts:
    return OptOuts(azure_table)


async def test_opt_out_comes_back_whole_when_it_was_applied(opt_outs: OptOuts) -> None:
    assert await apply_change(change(), opt_outs)

    entry = await opt_outs.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.newest == change()
    assert await opt_outs.ledger(TOLL_FREE, PERSON) == [change()]
    assert await opt_outs.get(TOLL_FREE, people(1)[0]) is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_newest_change_wins_when_changes_come_in_any_order(
    opt_outs: OptOuts, order: tuple[int, ...]
) -> None:
    changes = [change(OUT, 0), change(IN, 1), change(OUT, 2)]

    for index in (*order, *order):
        await apply_change(changes[index], opt_outs)

    entry = await opt_outs.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.newest == changes[2]
    assert await opt_outs.ledger(TOLL_FREE, PERSON) == changes
    assert await opted_out_recipients(opt_outs, TOLL_FREE, [PERSON, *people(3)]) == {PERSON}


async def test_check_finds_only_who_is_out_when_some_came_back(opt_outs: OptOuts) -> None:
    crowd = people(250)
    gone, returned = crowd[::50], crowd[0]
    for user in gone:
        await apply_change(change(OUT, 0, user), opt_outs)
    await apply_change(change(IN, 1, returned), opt_outs)

    assert await opted_out_recipients(opt_outs, TOLL_FREE, crowd) == set(gone) - {returned}
    assert await opted_out_recipients(opt_outs, TOLL_FREE, [gone[1]]) == {gone[1]}
    assert await opted_out_recipients(opt_outs, TOLL_FREE, [returned]) == set()
    assert await opted_out_recipients(opt_outs, "77001", crowd) == set()


async def test_all_are_out_when_twenty_stop_at_once(opt_outs: OptOuts) -> None:
    """They share a bucket, so they take turns."""
    crowd = people(20)

    results = await asyncio.gather(
        *(apply_change(change(OUT, 0, user), opt_outs) for user in crowd)
    )

    assert all(results)
    assert await opted_out_recipients(opt_outs, TOLL_FREE, crowd) == set(crowd)


async def test_all_are_out_when_two_instances_hear_of_them_at_once(
    azure_table: AzureTable,
) -> None:
    crowd = people(12)
    one, other = OptOuts(azure_table), OptOuts(azure_table)

    await asyncio.gather(
        *(apply_change(change(OUT, 0, user), one) for user in crowd[:6]),
        *(apply_change(change(OUT, 0, user), other) for user in crowd[6:]),
    )

    assert await opted_out_recipients(one, TOLL_FREE, crowd) == set(crowd)


async def test_check_finds_everyone_when_a_full_bucket_was_split(
    opt_outs: OptOuts, azure_table: AzureTable
) -> None:
    digits = [f"1425{n:07d}" for n in range(0, 10_000_000, 10_000_000 // FULL)]
    bucket = {
        "PartitionKey": TOLL_FREE,
        "RowKey": "B|1425",
        "packed": " " + "".join(f"{one} " for one in digits[:FULL]),
        "is_split": False,
    }
    await azure_table.write([("create", bucket, "")])  # in place of 2,000 STOPs

    await apply_change(change(OUT, 0, PERSON), opt_outs)

    crowd = [PERSON, *(f"+{one}" for one in digits[:FULL:16])]
    stranger = "+14255550199"
    assert await opted_out_recipients(opt_outs, TOLL_FREE, [*crowd, stranger]) == set(crowd)


async def test_pages_hold_every_state_once_when_registry_is_paged(opt_outs: OptOuts) -> None:
    crowd = people(7)
    for user in crowd:
        await apply_change(change(OUT, 0, user), opt_outs)

    pages, after = [], ""
    while page := await opt_outs.page(TOLL_FREE, after=after, limit=3):
        pages.append([one.user_number for one in page])
        after = pages[-1][-1]

    assert pages == [list(crowd[:3]), list(crowd[3:6]), list(crowd[6:])]


def inbound(body: str, minutes: int = 0, user: str = PERSON) -> InboundMessage:
    return InboundMessage(
        own_number=TOLL_FREE,
        user_number=user,
        body=body,
        provider_message_id=f"Incoming_{body}_{minutes}",
        received_at=START + timedelta(minutes=minutes),
    )


async def test_conversation_is_newest_first_and_once_when_messages_are_repeated(
    azure_table: AzureTable,
) -> None:
    conversations = Conversations(azure_table)
    messages = [inbound("second", 2), inbound("first", 1), inbound("third", 3)]
    await conversations.add_inbound([*messages, *messages])
    await conversations.add_inbound(messages[:1])
    await conversations.add_inbound([inbound("other", 9, people(1)[0])])

    rows = await azure_table.rows(TOLL_FREE, f"{PERSON}|", f"{PERSON}|~")

    assert [row["body"] for row in rows] == ["third", "second", "first"]


async def test_conversation_keeps_all_when_more_than_a_transaction_comes(
    azure_table: AzureTable,
) -> None:
    conversations = Conversations(azure_table)
    await conversations.add_inbound([inbound(f"m{n}", n) for n in range(230)])

    assert len(await azure_table.rows(TOLL_FREE, "+", "9~")) == 230
    [(_, thread)] = await conversations.threads(TOLL_FREE, after="", limit=9)
    assert (thread.last_text, thread.unread_count) == ("m229", 230)


async def test_threads_are_unread_first_and_count_each_message_once_at_any_speed(
    azure_table: AzureTable,
) -> None:
    conversations = Conversations(azure_table)
    ana, ben = people(2)
    messages = [inbound(f"m{n}", n, (ana, ben)[n % 2]) for n in range(20)]
    await conversations.add_inbound(messages[:2])
    await asyncio.gather(*(conversations.add_inbound([one]) for one in messages * 2))
    assert await conversations.change(TOLL_FREE, ben, marked_read)

    listed = await conversations.threads(TOLL_FREE, after="", limit=9)

    found = [(one.user_number, one.last_text, one.unread_count) for _, one in listed]
    assert found == [(ana, "m18", 10), (ben, "m19", 0)]


async def test_parked_events_are_kept_once_when_they_come_again(azure_table: AzureTable) -> None:
    parked = ParkedEvents(azure_table)
    events = [
        (Event(f"id {n}", "t", "s", None, {"tag": "ü \ud800", "n": n}), "unknown tag")
        for n in range(130)
    ]

    for _ in range(2):
        await parked.park(events, START)

    rows = await azure_table.rows("events", "0", "~")
    assert len(rows) == 130
    assert {row["reason"] for row in rows} == {"unknown tag"}
    assert sorted(json.loads(row["payload"])["n"] for row in rows) == list(range(130))
    assert {json.loads(row["payload"])["tag"] for row in rows} == {"ü \ud800"}


async def test_own_numbers_are_found_one_behind_the_other(opt_outs: OptOuts) -> None:
    assert await opt_outs.next_own_number("") == ""
    own_numbers = ["*", "+14255550100", "+18335550100", "77001", "PALOMA", "PALOMA 2"]
    for own_number in own_numbers:
        await apply_change(replace(change(), own_number=own_number), opt_outs)

    found, behind = [], ""
    while behind := await opt_outs.next_own_number(behind):
        found.append(behind)

    assert found == own_numbers
    assert await opt_outs.next_own_number("+14255550199") == "+18335550100"


async def test_automatic_replies_are_found_by_any_keyword_in_the_order_of_keywords(
    azure_table: AzureTable,
) -> None:
    rules = AutoReplies(azure_table)
    keywords = ["a/b#c", "hours", "it's", "\u00fcber", "\u8425\u4e1a\u65f6\u95f4" * 10]
    stored = [AutoReply(TOLL_FREE, word, f"{word}!", START) for word in keywords]
    for rule in stored:
        await rules.put(replace(rule, text="Earlier."))
        await rules.put(rule)

    assert [await rules.find(TOLL_FREE, word) for word in keywords] == stored
    assert await rules.find(TOLL_FREE, "hour") is None
    assert await rules.page(TOLL_FREE, after="", limit=9) == stored
    assert await rules.page(TOLL_FREE, after="hours", limit=1) == [stored[2]]
    await rules.remove(stored[0])
    await rules.remove(stored[0])
    assert await rules.page(TOLL_FREE, after="", limit=9) == stored[1:]


async def test_no_more_than_twenty_equal_replies_may_go_when_forty_are_asked_for_at_once(
    azure_table: AzureTable,
) -> None:
    conversations = Conversations(azure_table)
    wanted = [Reply(TOLL_FREE, PERSON, "Hello", f"cause {n}", START) for n in range(40)]
    answers: dict[str, bool] = {}

    async def ask(reply: Reply) -> None:
        # A caller that lost the race eight times gets an error, and tries again.
        with suppress(StorageError):
            answers[reply.cause] = await conversations.add_reply(reply)

    for _ in range(20):
        await asyncio.gather(*(ask(reply) for reply in wanted if reply.cause not in answers))
    await asyncio.gather(*(ask(reply) for reply in wanted[:5]))

    assert len(answers) == 40
    assert sum(answers.values()) == 20


async def test_hold_is_shared_probed_by_one_and_ended(azure_table: AzureTable) -> None:
    profile = default_profile(TOLL_FREE)
    one, other = Senders(azure_table), Senders(azure_table)
    await one.request_units(UnitRequest(TOLL_FREE, profile, Lane.OTP, UnitDemand(1), START))
    hold = await one.holds.refuse(TOLL_FREE, profile, "401", probe_id="", now=START)
    assert [held.hold for held in await other.holds.read_all()] == [hold]

    request = UnitRequest(TOLL_FREE, profile, Lane.OTP, UnitDemand(9), hold.next_attempt_at)
    grants = await asyncio.gather(one.request_units(request), other.request_units(request))
    [granted] = [grant for grant in grants if grant.units]
    assert granted.units == 1
    await one.holds.end_probe(
        TOLL_FREE,
        profile,
        granted.probe_id,
        result=ProbeResult.ACCEPTED,
        now=hold.next_attempt_at,
    )
    assert await other.holds.read_all() == []
    assert (await other.request_units(request)).units == 9


async def test_paused_and_held_senders_are_listed(azure_table: AzureTable) -> None:
    senders, profile = Senders(azure_table), default_profile("PALOMA")
    words = {"reason": "wrong link", "actor": "Dana"}
    await senders.set_paused("PALOMA", profile, START, **words)
    await senders.set_paused("A B", profile, None)
    hold = await senders.holds.refuse(
        TOLL_FREE, default_profile(TOLL_FREE), "401", probe_id="", now=START
    )
    await senders.suspend(default_profile(TOLL_FREE), 5, START)
    found = await read_all_senders(senders)
    assert found.switches == {
        TOLL_FREE: Switches(None, hold),
        "A B": Switches(),
        "PALOMA": Switches(START, None, "wrong link", "Dana"),
    }
    assert set(found.windows) == {TOLL_FREE}
