"""The lists of reviews: pages, filters, and what is refused."""

from urllib.parse import parse_qs, urlsplit

import pytest

from opt_outs import review_functions as functions
from tests.support.samples import people
from tests.support.web import assert_problem, call, get
from tests.support.world import World
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE
from tests.unit.opt_outs.test_review_functions import (
    APPROVE,
    REJECT,
    decide,
    listed,
    open_reviews_for,
)


async def test_list_is_paged_and_filtered(served: World) -> None:
    ids = await open_reviews_for(served, *people(5))
    await decide(APPROVE, ids[1])
    await decide(REJECT, ids[3])
    assert [one["reviewId"] for one in (await listed())["reviews"]] == ids
    assert [one["reviewId"] for one in (await listed(state="approved"))["reviews"]] == [ids[1]]
    found, params = [], {"state": "open", "limit": "2"}
    while params:
        page = await listed(**params)
        found.append([one["reviewId"] for one in page["reviews"]])
        query = parse_qs(urlsplit(page.get("nextUrl", "")).query)
        params = {name: values[0] for name, values in query.items()}
    assert found == [[ids[0], ids[2]], [ids[4]]]


async def test_list_is_one_operation(served: World) -> None:
    await open_reviews_for(served, *people(20))
    before = served.reviews_table.operation_count
    await listed(state="open")
    assert served.reviews_table.operation_count == before + 1


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    "params",
    [{"sender": ""}, {"sender": "*"}, {"state": "done"}, {"after": "x"}, {"limit": "0"}],
)
async def test_list_of_what_makes_no_sense_is_refused(params: dict[str, str]) -> None:
    request = get(params={"sender": LONG_CODE, **params})
    assert_problem(await call(functions.list_opt_out_reviews, request), 400)
