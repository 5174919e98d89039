"""The review queue, from the uncertain message to the decision."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import azure.functions as func
import pytest

from opt_outs import review_functions as functions
from opt_outs.domain.classifier.classification import RULE_SET
from opt_outs.domain.classifier.classifier import classify
from opt_outs.domain.consent import ConsentState
from opt_outs.domain.review import DEFAULT_POLICIES, PossiblePolicy, ReviewState, review_of
from opt_outs.functions import get_opt_out, list_opt_out_ledger
from shared.carriers.events import InboundMessage
from shared.domain.errors import StorageError
from shared.domain.kinds import Category
from tests.support.in_memory_table import run_now
from tests.support.samples import opted_out_recipients, people
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import PERSON, START, World
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, inbound, later, receive
from tests.unit.send_sms.dispatch_world import raising

UNCERTAIN = "why did you stop texting me"
ANA = {"actor": "Ana", "note": "She meant it."}

Decide = Callable[[func.HttpRequest], Any]
APPROVE: Decide = functions.approve_opt_out_review
REJECT: Decide = functions.reject_opt_out_review


async def open_reviews_for(world: World, *numbers: str) -> list[str]:
    """Have people write uncertain messages, one after the other; returns their reviews."""
    for number in numbers or (PERSON,):
        await receive(inbound(UNCERTAIN, later(world, seconds=1), **{"from": number}))
    return [review["reviewId"] for review in (await listed(state="open"))["reviews"]]


async def listed(**params: str) -> Any:
    answer = await call(functions.list_opt_out_reviews, get(params={"sender": LONG_CODE, **params}))
    assert answer.status_code == 200
    return document(answer)


async def decide(how: Decide, review_id: str, body: Mapping[str, Any] = ANA) -> func.HttpResponse:
    return await call(how, post(body, route={"reviewId": review_id}))


async def blocked(world: World) -> set[Category]:
    registry = world.app().opt_outs
    return {c for c in Category if await opted_out_recipients(registry, LONG_CODE, [PERSON], c)}


async def test_doubtful_message_is_listed_with_its_due_date(served: World) -> None:
    (review_id,) = await open_reviews_for(served)
    assert await listed() == {
        "reviews": [
            {
                "reviewId": review_id,
                "sender": LONG_CODE,
                "recipient": PERSON,
                "message": UNCERTAIN,
                "receivedAt": "2026-11-22T09:00:01Z",
                "dueOn": "2026-12-07",
                "overdue": False,
                "state": "open",
                "blockedMeanwhile": ["marketing"],
                "ruleId": classify(UNCERTAIN).rule_id,
                "ruleSetVersion": RULE_SET,
            }
        ]
    }
    later(served, days=16)
    assert (await listed())["reviews"][0]["overdue"] is True
    assert await blocked(served) == {Category.MARKETING}


async def test_repeated_event_is_one_review_also_once_it_is_decided(served: World) -> None:
    event = inbound(UNCERTAIN, START)
    await receive(event, event)
    (review,) = (await listed())["reviews"]
    await decide(REJECT, review["reviewId"])
    await receive(event)
    assert [one["state"] for one in (await listed())["reviews"]] == ["rejected"]
    assert (await listed(state="open"))["reviews"] == []
    assert await blocked(served) == set()


async def entry() -> Any:
    route = {"sender": LONG_CODE, "recipient": PERSON}
    return document(await call(get_opt_out, get(route=route)))


async def ledger(**params: str) -> Any:
    request = get(params={"sender": LONG_CODE, **params})
    return document(await call(list_opt_out_ledger, request))


@pytest.mark.parametrize("number", range(6))
async def test_approved_review_is_what_decided_and_comes_after_what_it_decides(
    served: World, number: int
) -> None:
    moment = later(served, seconds=number)
    await receive(inbound(UNCERTAIN, moment))
    (review,) = (await listed())["reviews"]
    later(served, seconds=5)
    await decide(APPROVE, review["reviewId"])
    found = await entry()
    assert (found["state"], found["source"]) == ("opted_out", "review")
    assert [line["source"] for line in found["ledger"]] == ["possible", "review"]
    assert [one["source"] for one in (await ledger())["lines"]] == ["possible", "review"]


async def test_review_of_some_categories_is_approved_beside_its_provisional_block(
    served: World, serve: Callable[[World], None]
) -> None:
    policies = {**DEFAULT_POLICIES, Category.OTP: PossiblePolicy.IGNORE}
    served.settings = replace(served.settings, possible_policies=policies)
    serve(served)
    (review_id,) = await open_reviews_for(served)
    later(served, seconds=5)
    assert (await decide(APPROVE, review_id)).status_code == 200
    found = await entry()
    assert (found["source"], found["categories"]) == ("review", ["transactional", "marketing"])
    sources = [line["source"] for line in found["ledger"]]
    assert sorted(sources) == ["possible", "review", "review"]
    assert sources[0] == "possible"


@pytest.mark.parametrize("limit", ["1", "2", "3"])
async def test_pages_of_the_ledger_lose_no_line_of_one_moment(served: World, limit: str) -> None:
    reviews = await open_reviews_for(served, *people(3))
    later(served, seconds=5)
    for review_id in reviews:
        await decide(APPROVE, review_id)
    seen: list[tuple[str, str]] = []
    params = {"limit": limit}
    while params:
        page = await ledger(**params)
        seen += [(line["recipient"], line["source"]) for line in page["lines"]]
        query = urlsplit(page.get("nextUrl", "")).query
        params = {name: values[0] for name, values in parse_qs(query).items()}
    if limit == "1":  # too short for a moment
        seen = sorted(seen)
    assert seen == [(user, source) for user in people(3) for source in ("possible", "review")]


@pytest.mark.parametrize("how", [APPROVE, REJECT])
async def test_review_of_the_future_is_decided_as_of_now(served: World, how: Decide) -> None:
    message = InboundMessage(LONG_CODE, PERSON, UNCERTAIN, "Incoming_1", START.replace(year=9990))
    review = review_of(message, classify(UNCERTAIN), DEFAULT_POLICIES)
    assert review
    await served.app().review_queue.reviews.add(review)
    await decide(how, str(review.address))
    assert bool(await blocked(served)) is (how is APPROVE)
    await receive(inbound("START", later(served, seconds=1)))
    assert await blocked(served) == set()


async def test_approved_review_opts_out_of_everything(served: World) -> None:
    (review_id,) = await open_reviews_for(served)
    later(served, days=2)
    answer = await decide(APPROVE, review_id)
    assert answer.status_code == 200
    decided = document(answer)
    assert (decided["state"], decided["actor"], decided["note"]) == ("approved", *ANA.values())
    assert decided["decidedAt"] == "2026-11-24T09:00:01Z"
    assert await blocked(served) == set(Category)
    entry = await served.app().opt_outs.get(LONG_CODE, PERSON)
    assert entry
    assert entry.newest.source in {"review", "possible"}
    lines = await served.app().opt_outs.ledger(LONG_CODE, PERSON)
    assert {line.source for line in lines} == {"possible", "review"}
    assert (await listed(state="open"))["reviews"] == []


async def test_rejected_review_lifts_what_it_blocked(served: World) -> None:
    (review_id,) = await open_reviews_for(served)
    later(served, days=2)
    assert document(await decide(REJECT, review_id))["state"] == "rejected"
    assert await blocked(served) == set()
    lines = await served.app().opt_outs.ledger(LONG_CODE, PERSON)
    assert [(line.state, line.source) for line in lines] == [
        (ConsentState.OPTED_OUT, "possible"),
        (ConsentState.OPTED_IN, "possible"),
    ]
    assert lines[1].reason == ANA["note"]


async def test_rejection_leaves_what_an_older_open_review_blocks(served: World) -> None:
    older, newer = await open_reviews_for(served, PERSON, PERSON)
    await open_reviews_for(served, *people(1))
    await decide(REJECT, newer)
    assert await blocked(served) == {Category.MARKETING}
    await decide(REJECT, older)
    assert await blocked(served) == set()
    assert len((await listed(state="open"))["reviews"]) == 1


@pytest.mark.parametrize(("how", "opposite"), [(APPROVE, REJECT), (REJECT, APPROVE)])
async def test_same_decision_again_is_harmless_and_the_opposite_is_refused(
    served: World, how: Decide, opposite: Decide
) -> None:
    (review_id,) = await open_reviews_for(served)
    first = document(await decide(how, review_id))
    before = await blocked(served)
    later(served, hours=1)
    assert document(await decide(how, review_id, {"actor": "Ben"})) == first
    assert_problem(await decide(opposite, review_id), 409)
    assert await blocked(served) == before


@pytest.mark.parametrize("how", [APPROVE, REJECT])
@pytest.mark.parametrize("table", ["opt_outs_table", "reviews_table"])
async def test_decision_that_storage_broke_off_is_completed_by_asking_again(
    served: World, how: Decide, table: str
) -> None:
    (review_id,) = await open_reviews_for(served)
    getattr(served, table).before_write = raising(StorageError)
    assert_problem(await decide(how, review_id), 503)
    getattr(served, table).before_write = None
    assert (await decide(how, review_id)).status_code == 200
    assert await blocked(served) == (set(Category) if how is APPROVE else set())
    assert (await listed(state="open"))["reviews"] == []


async def test_decision_after_a_faster_concurrent_one_is_refused(served: World) -> None:
    (review_id,) = await open_reviews_for(served)
    queue = served.app().review_queue.reviews
    (review,) = await queue.page(LONG_CODE, only_open=True, after="", limit=1)
    rejected = review.decided(ReviewState.REJECTED, START, actor="Ben", note="")
    found = await queue.find(review.address)
    assert found

    def reject_first(_: object) -> None:
        served.reviews_table.before_write = None
        run_now(queue.decide(replace(rejected, version=found.version)))

    served.reviews_table.before_write = reject_first
    problem = assert_problem(await decide(APPROVE, review_id), 409)
    assert "rejected" in problem["detail"]
    # The refused call had blocked before: of two contradicting decisions, the block stays.
    assert await blocked(served) == set(Category)


BAD_BODIES: list[dict[str, Any]] = [
    {},
    {"actor": ""},
    {"actor": " "},
    {"actor": "x" * 101},
    {"actor": "Ana", "note": "x" * 501},
    {"actor": "Ana", "state": "approved"},
]


@pytest.mark.parametrize("how", [APPROVE, REJECT])
@pytest.mark.parametrize("body", BAD_BODIES)
async def test_decision_without_a_name_is_refused(
    served: World, how: Decide, body: dict[str, Any]
) -> None:
    (review_id,) = await open_reviews_for(served)
    assert_problem(await decide(how, review_id, body), 400)
    assert len((await listed(state="open"))["reviews"]) == 1


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("review_id", ["", "x", "01kc3w9q2m5v8r4t6y1z0x7n3bfmytqmztge4damjqga"])
async def test_review_that_is_not_there_is_not_found(review_id: str) -> None:
    assert_problem(await decide(APPROVE, review_id), 404)
