"""Conversations of people whose message is reviewed: what is decided does not wait for a reply."""

from conversations.domain.conversation import WorkState
from tests.support.world import PERSON, World
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, inbound, later, receive
from tests.unit.opt_outs.test_review_functions import APPROVE, REJECT, decide, open_reviews_for


async def work(world: World) -> WorkState:
    thread = await world.app().conversations.find(LONG_CODE, PERSON)
    assert thread
    return thread.work


async def test_message_waits_until_its_review_is_approved(served: World) -> None:
    (review_id,) = await open_reviews_for(served)
    assert (await work(served)).waiting_since
    later(served, minutes=5)

    await decide(APPROVE, review_id)

    ended = await work(served)
    assert (ended.waiting_since, ended.is_done) == (None, True)
    await decide(APPROVE, review_id)
    assert await work(served) == ended


async def test_rejected_review_leaves_its_message_waiting(served: World) -> None:
    (review_id,) = await open_reviews_for(served)
    before = await work(served)
    later(served, minutes=5)
    await decide(REJECT, review_id)
    assert await work(served) == before


async def test_what_the_person_wrote_after_it_still_waits(served: World) -> None:
    (review_id,) = await open_reviews_for(served)
    await receive(inbound("Are you still there?", later(served, minutes=5)))
    await decide(APPROVE, review_id)
    assert (await work(served)).waiting_since
