"""Dead letters are listed, replayed and, with their subscription, deleted."""

from shared.domain.errors import StorageError
from subscriptions.deliver import (
    give_up_delivery,
)
from subscriptions.storage.event_queue import Delivery, delivery_to_text
from tests.support.web import assert_problem, document
from tests.support.world import START, World
from tests.unit.subscriptions.subscription_helpers import (
    at,
    dead_letters,
    run_queue,
    subscribe,
)
from tests.unit.subscriptions.test_deliver import die, publish


async def test_replayed_letter_is_delivered_with_the_ids_it_had(served: World) -> None:
    name = (await subscribe())["subscriptionId"]
    await die(served)
    answer = await at("replay_dead_letters", name, "POST")
    assert answer.status_code == 202
    assert document(answer)["replayedCount"] == 1
    assert (await dead_letters(name))["deadLetters"] == []
    await run_queue(served)
    first, *_, last = served.subscriber.got
    assert first[1]["webhook-id"] == last[1]["webhook-id"]
    assert first[2] == last[2]
    assert document(await at("replay_dead_letters", name, "POST"))["replayedCount"] == 0


async def test_replay_that_fails_half_way_loses_no_letter(served: World) -> None:
    name = (await subscribe())["subscriptionId"]
    await die(served)

    def away(*_: object) -> None:
        raise StorageError

    served.event_queue.on_put = away
    assert_problem(await at("replay_dead_letters", name, "POST"), 503)
    assert len((await dead_letters(name))["deadLetters"]) == 1
    served.event_queue.on_put, served.letters_table.before_write = None, away
    assert_problem(await at("replay_dead_letters", name, "POST"), 503)
    served.letters_table.before_write = None
    assert len((await dead_letters(name))["deadLetters"]) == 1
    assert len(served.event_queue.items) == 1


async def test_letters_are_paged_and_replayed_by_the_hundred(served: World) -> None:
    name = (await subscribe())["subscriptionId"]
    for number in range(120):
        delivery = Delivery(name, f"{number:032x}", START, [{"number": number}])
        await give_up_delivery(delivery_to_text(delivery).encode(), served.app().event_delivery)
    page = await dead_letters(name, limit="70")
    rest = await dead_letters(name, limit="70", after=page["nextUrl"].split("after=")[1][:47])
    found = [one["events"][0]["number"] for one in page["deadLetters"] + rest["deadLetters"]]
    assert found == list(range(120))
    assert "nextUrl" not in rest
    answers = [document(await at("replay_dead_letters", name, "POST")) for _ in range(2)]
    assert [(one["replayedCount"], one["isMore"]) for one in answers] == [(100, True), (20, False)]
    assert len(served.event_queue.items) == 120


async def test_ended_subscription_gets_nothing_more_and_leaves_no_letters(served: World) -> None:
    name = (await subscribe())["subscriptionId"]
    await die(served)
    await publish(served, 2)
    await at("delete_subscription", name, "DELETE")
    before = len(served.subscriber.got)
    await run_queue(served)
    assert len(served.subscriber.got) == before
    assert served.event_queue.items == []
    assert served.letters_table.all_rows() == []
