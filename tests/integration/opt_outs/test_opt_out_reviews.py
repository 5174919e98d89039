"""The review queue on real table semantics."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from opt_outs.domain.review import ReviewState
from opt_outs.storage.reviews import OptOutReviews
from shared.domain.errors import ConflictError
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from tests.support.world import START
from tests.unit.opt_outs.domain.test_review import make_review


async def test_review_is_stored_once_decided_once_and_kept(
    account: StorageAccount, new_name: Callable[[], str]
) -> None:
    reviews = OptOutReviews(AzureTable(account, new_name()))
    review = make_review()
    await reviews.add(review)
    await reviews.add(review)
    own_number = review.address.sender
    (listed,) = await reviews.page(own_number, only_open=True, after="", limit=10)
    found = await reviews.find(review.address)
    assert found
    assert replace(found, version="") == replace(listed, version="") == review

    rejected = found.decided(ReviewState.REJECTED, found.received_at, actor="Ana", note="No.")
    approved = found.decided(ReviewState.APPROVED, found.received_at, actor="Ben", note="Yes.")
    await reviews.decide(rejected)
    with pytest.raises(ConflictError):
        await reviews.decide(approved)
    await reviews.add(review)

    assert await reviews.page(own_number, only_open=True, after="", limit=10) == []
    (kept,) = await reviews.page(own_number, only_open=False, after="", limit=10)
    assert replace(kept, version="") == replace(rejected, version="")
    assert await reviews.page(own_number, only_open=False, after=kept.address.key, limit=10) == []


async def test_other_reviews_of_a_person_are_found_open_or_decided(
    account: StorageAccount, new_name: Callable[[], str]
) -> None:
    reviews = OptOutReviews(AzureTable(account, new_name()))
    one, decided, other = (make_review(START + timedelta(hours=hours)) for hours in range(3))
    for review in (one, decided, replace(other, user_number="+14255550199")):
        await reviews.add(review)
    found = await reviews.find(decided.address)
    assert found
    await reviews.decide(found.decided(ReviewState.REJECTED, START, actor="Ana", note=""))
    (kept,) = await reviews.others_of_person(one)
    assert (kept.address, kept.state) == (decided.address, ReviewState.REJECTED)
    assert [found.address for found in await reviews.others_of_person(decided)] == [one.address]
