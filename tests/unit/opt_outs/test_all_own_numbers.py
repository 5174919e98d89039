"""Opt-outs, the ledger and reviews of all own numbers at once."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import azure.functions as func
import pytest

from opt_outs import functions, review_functions
from opt_outs.domain.consent import ConsentState
from tests.support.samples import apply_change, make_change, people
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, inbound, later, receive

OWN_NUMBERS = ["*", LONG_CODE, TOLL_FREE, "77001", "PALOMA"]
UNCERTAIN = "why did you stop texting me"

Handler = Callable[[func.HttpRequest], Awaitable[func.HttpResponse]]


async def opt_out(world: World, own_number: str, *numbers: str) -> None:
    for number in numbers:
        change = make_change(
            ConsentState.OPTED_OUT, START, user_number=number, own_number=own_number
        )
        await apply_change(change, world.app().opt_outs)


async def every_page(handler: Handler, items: str, **params: str) -> list[list[dict[str, Any]]]:
    pages = []
    while True:
        page = document(await call(handler, get(params=params)))
        pages.append(page[items])
        if "nextUrl" not in page:
            return pages
        assert len(pages) < 100, "the pages have an end"
        params = dict(parse_qsl(urlsplit(page["nextUrl"]).query))


def pairs(pages: Sequence[Sequence[dict[str, Any]]]) -> list[tuple[str, str]]:
    return [(one["sender"], one["recipient"]) for page in pages for one in page]


@pytest.mark.parametrize("limit", ["1", "2", "3", "4", "100"])
async def test_pages_give_the_entries_of_all_own_numbers_once(served: World, limit: str) -> None:
    for own_number in OWN_NUMBERS:
        await opt_out(served, own_number, *people(3))
    pages = await every_page(functions.list_opt_outs, "entries", limit=limit)
    assert sorted(pairs(pages)) == sorted((own, one) for own in OWN_NUMBERS for one in people(3))
    assert all(len(page) <= int(limit) for page in pages)


async def test_number_is_found_by_its_first_digits_at_each_own_number(served: World) -> None:
    await opt_out(served, TOLL_FREE, PERSON, "+14255550199", "+12065550100")
    await opt_out(served, "77001", "+14255550123", "+14265550100", "425555")
    for prefix in ("1425555", "+1 (425) 555", "+1425-555.01"):
        pages = await every_page(functions.list_opt_outs, "entries", number=prefix, limit="1")
        assert pairs(pages) == [
            (TOLL_FREE, PERSON),
            (TOLL_FREE, "+14255550199"),
            ("77001", PERSON),
        ]
    found = await every_page(functions.list_opt_outs, "entries", number=PERSON, sender=TOLL_FREE)
    assert pairs(found) == [(TOLL_FREE, PERSON)]


@pytest.mark.parametrize("prefix", ["", "+14255", "14255", "1" * 16, "1425x55", "B|1425", "'"])
@pytest.mark.usefixtures("served")
async def test_prefix_that_is_short_or_no_number_is_refused_by_name(prefix: str) -> None:
    request = get(params={"number": prefix})
    assert_problem(await call(functions.list_opt_outs, request), 400, "number")


async def test_filters_hold_over_all_own_numbers(served: World) -> None:
    await opt_out(served, TOLL_FREE, *people(2))
    await opt_out(served, "77001", PERSON)
    change = make_change(ConsentState.OPTED_IN, START + timedelta(hours=1), own_number="77001")
    await apply_change(change, served.app().opt_outs)
    pages = await every_page(functions.list_opt_outs, "entries", state="opted_in", limit="1")
    assert pairs(pages) == [("77001", PERSON)]


@pytest.mark.parametrize("after", ["x", PERSON, "|", f"a/b|{PERSON}", "*|x", f"{TOLL_FREE}|'"])
@pytest.mark.usefixtures("served")
async def test_place_that_is_none_is_refused_by_name(after: str) -> None:
    for handler in (functions.list_opt_outs, functions.list_opt_out_ledger):
        assert_problem(await call(handler, get(params={"after": after})), 400, "after")


async def test_file_has_the_entries_of_all_own_numbers(served: World) -> None:
    for own_number in OWN_NUMBERS:
        await opt_out(served, own_number, PERSON)
    request = get(params={}, headers={"Accept": "text/csv"})
    answer = await call(functions.list_opt_outs, request)
    lines = answer.get_body().decode().split("\r\n")
    assert len([line for line in lines if PERSON in line]) == len(OWN_NUMBERS)
    assert "Link" not in answer.headers


@pytest.mark.parametrize("limit", ["1", "2", "100"])
async def test_ledger_has_the_lines_of_all_own_numbers_once(served: World, limit: str) -> None:
    for own_number in OWN_NUMBERS:
        await opt_out(served, own_number, *people(2))
    pages = await every_page(functions.list_opt_out_ledger, "lines", limit=limit)
    assert sorted(pairs(pages)) == sorted((own, one) for own in OWN_NUMBERS for one in people(2))


async def test_page_over_many_own_numbers_reads_only_some_of_them(served: World) -> None:
    own_numbers = [f"{10_000 + index}" for index in range(60)]
    for own_number in own_numbers:
        await opt_out(served, own_number, PERSON)
    table = served.table("OptOuts")
    before = table.operation_count
    pages = await every_page(functions.list_opt_outs, "entries")
    assert pairs(pages) == [(own, PERSON) for own in own_numbers]
    assert len(pages) == 3
    assert table.operation_count - before <= 2 * 60 + 3


async def open_reviews(world: World, *own_numbers: str) -> None:
    """Have an uncertain message come to each own number, one after the other."""
    for own_number in own_numbers:
        at = later(world, seconds=1)
        await receive(inbound(UNCERTAIN, at, to=own_number, **{"from": PERSON}))


@pytest.mark.parametrize("limit", ["1", "2", "3", "100"])
async def test_reviews_of_all_own_numbers_come_oldest_first(served: World, limit: str) -> None:
    senders = [TOLL_FREE, LONG_CODE, LONG_CODE, TOLL_FREE, LONG_CODE, LONG_CODE]
    await open_reviews(served, *senders)
    for state in ({"state": "open"}, {}):
        pages = await every_page(
            review_functions.list_opt_out_reviews, "reviews", limit=limit, **state
        )
        assert [one["sender"] for page in pages for one in page] == senders


async def test_decided_reviews_of_all_own_numbers_are_found(served: World) -> None:
    await open_reviews(served, TOLL_FREE, LONG_CODE, TOLL_FREE)
    list_reviews = review_functions.list_opt_out_reviews
    ((first, *_),) = await every_page(list_reviews, "reviews")
    request = post({"actor": "Ana"}, route={"reviewId": first["reviewId"]})
    await call(review_functions.reject_opt_out_review, request)
    pages = await every_page(list_reviews, "reviews", state="rejected", limit="1")
    assert [one["reviewId"] for page in pages for one in page] == [first["reviewId"]]


async def test_reviews_of_too_many_own_numbers_ask_for_one(
    served: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opt_outs.reviews.MAX_OWN_NUMBERS", 1)
    await open_reviews(served, TOLL_FREE, LONG_CODE)
    answer = await call(review_functions.list_opt_out_reviews, get(params={}))
    assert_problem(answer, 400, "sender")
    assert (await counts())["allReviewsCounted"] is False


async def counts() -> Any:
    return document(await call(review_functions.get_opt_out_counts, get(params={})))


async def test_counts_tell_what_is_due_and_how_many_are_opted_out(served: World) -> None:
    nothing = {"openReviewCount": 0, "dueReviewCount": 0, "overdueReviewCount": 0}
    assert await counts() == {**nothing, "allReviewsCounted": True, "optedOutCount": 0}

    await open_reviews(served, TOLL_FREE, LONG_CODE)
    later(served, days=3)
    await open_reviews(served, TOLL_FREE)
    await opt_out(served, "*", *people(5))
    await opt_out(served, "77001", PERSON)
    back = make_change(ConsentState.OPTED_IN, START + timedelta(hours=1), own_number="77001")
    await apply_change(back, served.app().opt_outs)
    found = await counts()
    # Three people are opted out of marketing until their reviews are decided.
    assert found["openReviewCount"] == 3
    assert found["optedOutCount"] == 5 + 2
    assert (found["dueReviewCount"], found["overdueReviewCount"]) == (0, 0)

    first_due = START + timedelta(days=15)  # 7 December
    later(served, seconds=(first_due - served.clock.now).total_seconds())
    assert (await counts())["dueReviewCount"] == 2
    assert (await counts())["overdueReviewCount"] == 0
    later(served, days=1)
    assert (await counts())["overdueReviewCount"] == 2


async def test_count_of_opt_outs_is_right_where_buckets_are_split(served: World) -> None:
    numbers = [f"+1425555{index:04d}" for index in range(2_500)]
    changes = [make_change(ConsentState.OPTED_OUT, START, user_number=one) for one in numbers]
    await served.app().opt_outs.add_all(TOLL_FREE, changes)
    assert (await counts())["optedOutCount"] == 2_500
