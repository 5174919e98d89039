"""The triggers of reviews."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import azure.functions as func

from composition.app import get_app
from shared.web.descriptions import AFTER, LIMIT, ONE_SENDER, query_parameter
from shared.web.http import model_response
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes

if TYPE_CHECKING:
    from opt_outs.domain.review import ReviewState

bp = func.Blueprint()
routes = HttpRoutes(bp, problem_of="opt_outs.responses:problem_of")


@routes.get(
    "opt-out-reviews",
    summary="The possible opt-outs of an own number, or of all",
    description="The oldest first, which are due first. Over all own numbers a page reads each of "
    "them; of more than 50, name one.",
    parameters=[
        ONE_SENDER,
        query_parameter("state", "Only reviews in this state: open, approved or rejected"),
        AFTER,
        LIMIT,
    ],
    response="opt_outs.contract:ReviewPageAnswer",
)
async def list_opt_out_reviews(req: func.HttpRequest) -> func.HttpResponse:
    """Return some reviews of one own number or of all, the oldest first."""
    from opt_outs.query import read_review_query
    from opt_outs.responses import review_page_response as page_response
    from opt_outs.reviews import page_of_reviews

    query, app = read_review_query(req), get_app()
    page = await page_of_reviews(query, app.review_queue.reviews)
    return model_response(page_response(query, page, app.clock()))


@routes.get(
    "opt-out-counts",
    summary="How many reviews are open and due, and how many people are opted out",
    description="Of up to 50 own numbers. Two reads and one more for each own number with reviews; "
    "two for each with opt-outs, and one for every 1,000 prefixes of numbers, at most 100.",
    response="opt_outs.contract:OptOutCounts",
)
async def get_opt_out_counts(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001
    """Return the counts of open reviews and of opt-outs, over all own numbers."""
    from opt_outs.listing import count_opted_out
    from opt_outs.responses import counts_response
    from opt_outs.reviews import count_open_reviews

    app = get_app()
    counts, opted_out_count = await asyncio.gather(
        count_open_reviews(app.review_queue.reviews, app.clock()), count_opted_out(app.opt_outs)
    )
    return model_response(counts_response(counts, opted_out_count))


@routes.get(
    "opt-out-activity",
    summary="Opt-outs by source, opt-ins and decided reviews by day",
    description="Of up to 50 own numbers, newest day first. A read for each own number and for "
    "every 1,000 lines of the ledger, at most 50; with longer ledgers the opt-outs are absent. "
    "Reviews of messages that came up to 60 days before are looked at.",
    parameters=[
        query_parameter(
            "days",
            "How many days until today",
            type="integer",
            minimum=1,
            maximum=31,
            default=7,
        ),
        query_parameter("tz", "IANA time zone of the days", default="UTC"),
    ],
    response="opt_outs.contract:OptOutActivityAnswer",
)
async def get_opt_out_activity(req: func.HttpRequest) -> func.HttpResponse:
    """Return what was recorded on the last days, over all own numbers."""
    from opt_outs.activity import count_activity
    from opt_outs.query import read_last_days
    from opt_outs.responses import activity_response

    app = get_app()
    span = read_last_days(req, app.clock())
    found = await count_activity(
        span, app.opt_outs, app.recent_opt_out_changes, app.review_queue.reviews
    )
    return model_response(activity_response(found))


@routes.post(
    "opt-out-reviews/{reviewId}/approve",
    summary="Approve the review: the message is an opt-out",
    description="The opt-out stays in force. A repeat changes nothing.",
    body="opt_outs.contract:ReviewDecision",
    response="opt_outs.contract:ReviewAnswer",
    problems=(409,),
)
async def approve_opt_out_review(req: func.HttpRequest) -> func.HttpResponse:
    """Approve the review: it was an opt-out."""
    from opt_outs.domain.review import ReviewState

    return await _decide(req, ReviewState.APPROVED)


@routes.post(
    "opt-out-reviews/{reviewId}/reject",
    summary="Reject the review: the message is not an opt-out; lift the block",
    description="The person can be sent to again, unless another opt-out holds.",
    body="opt_outs.contract:ReviewDecision",
    response="opt_outs.contract:ReviewAnswer",
    problems=(409,),
)
async def reject_opt_out_review(req: func.HttpRequest) -> func.HttpResponse:
    """Reject the review: it was not an opt-out. Lift the block."""
    from opt_outs.domain.review import ReviewState

    return await _decide(req, ReviewState.REJECTED)


async def _decide(req: func.HttpRequest, state: ReviewState) -> func.HttpResponse:
    from opt_outs.contract import ReviewDecision
    from opt_outs.responses import review_response
    from opt_outs.reviews import decide_review
    from shared.domain.identifiers import parse_send_id
    from shared.web.requests import read_model

    address = parse_send_id(req.route_params["reviewId"])
    why, app = read_model(req, ReviewDecision), get_app()
    review = address and await decide_review(address, state, why=why, review_queue=app.review_queue)
    return model_response(review_response(review, app.clock())) if review else not_found("review")
