"""Read the review queue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import azure.functions as func

from shared.domain.identifiers import is_key_or_time
from shared.domain.review import Review, ReviewState
from shared.services import Services
from shared.web.requests import invalid_field, read_choice, read_limit, read_sender

_ROWS = 1_000
_MAX_READS = 10
_KEY = re.compile("[0-9a-z]{26}")


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """
    Which reviews are wanted.

    Attributes
    ----------
    state : ReviewState or None
        None: all.
    after : str
        The key of the last one of the page before, or empty.
    """

    own_number: str
    state: ReviewState | None
    after: str
    limit: int

    @property
    def only_open(self) -> bool:
        """Whether the list of open ones will do."""
        return self.state is ReviewState.OPEN

    def wants(self, review: Review) -> bool:
        """Tell whether a review is wanted."""
        return self.state in {None, review.state}


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Reviews, the oldest first; `next_after` is empty on the last page."""

    reviews: Sequence[Review]
    next_after: str


def read_query(req: func.HttpRequest) -> ReviewQuery:
    """
    Read what is wanted.

    Raises
    ------
    RequestError
        A parameter makes no sense.
    """
    after = req.params.get("after", "")
    if after and not (_KEY.fullmatch(after) and is_key_or_time(after)):
        raise invalid_field("after", "unknown_review", "after must come from a nextUrl.")
    return ReviewQuery(
        read_sender("sender", req.params.get("sender", "")),
        read_choice(req, "state", ReviewState),
        after,
        read_limit(req),
    )


async def page_of_reviews(query: ReviewQuery, services: Services) -> ReviewPage:
    """
    Read reviews; one operation, up to ten for those that were decided one way.

    A page may therefore hold less than `limit` although there are more.
    """
    is_filtered = query.state not in {None, ReviewState.OPEN}
    rows = _ROWS if is_filtered else query.limit + 1
    found: list[Review] = []
    after = query.after
    for _ in range(_MAX_READS):
        reviews = await services.opt_out_reviews.page(
            query.own_number, only_open=query.only_open, after=after, limit=rows
        )
        for review in reviews:
            if len(found) == query.limit:
                return ReviewPage(found, after)
            after = review.address.key
            if query.wants(review):
                found.append(review)
        if len(reviews) < rows:
            return ReviewPage(found, "")
    return ReviewPage(found, after)
