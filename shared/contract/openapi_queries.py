"""The query parameters of the contract, by path."""

from shared.contract.openapi_parts import SUMMARY_QUERY, Json, query

_SENDER = query("sender", "The own number, with or without +", required=True)
_AFTER_NUMBER = query("after", "The last number of the page before")
_AFTER_MESSAGE = query("after", "The last message id of the page before")
_AFTER_LINE = query("after", "Where the page before ended, as in its nextUrl")
_LIMIT = query("limit", "Size of the page", type="integer", minimum=1, maximum=100, default=100)

_STATUS = query("status", "Only of these statuses, by commas")
_DAY = query("day", "The UTC day of acceptance", required=True, type="string", format="date")
_CAMPAIGN = query("campaign", "Only of this campaign")
_AFTER_SEND = query("after", "Where the page before ended, as in its nextUrl")

QUERIES: dict[str, list[Json]] = {
    "/sms": [_SENDER, _DAY, _STATUS, _CAMPAIGN, _AFTER_SEND, _LIMIT],
    "/sms/{sendId}/messages": [_STATUS, _AFTER_MESSAGE, _LIMIT],
    "/conversations": [_SENDER, _AFTER_SEND, _LIMIT],
    "/conversations/{sender}/{user}": [
        query("days", "How many UTC days a page may reach back", type="integer", default=30),
        _AFTER_SEND,
        query("limit", "Size of the page", type="integer", minimum=1, maximum=200, default=100),
    ],
    "/opt-outs": [
        _SENDER,
        query("state", "Only in this state"),
        query("category", "Only those that block this category"),
        query("source", "Only those whose newest change came this way"),
        _AFTER_NUMBER,
        _LIMIT,
    ],
    "/analytics/summary": SUMMARY_QUERY,
    "/opt-out-imports/{importId}": [query("after", "The last bad line of the page before"), _LIMIT],
    "/opt-out-reviews": [
        _SENDER,
        query("state", "Only in this state: open, approved or rejected"),
        query("after", "Where the page before ended, as in its nextUrl"),
        _LIMIT,
    ],
    "/opt-out-ledger": [_SENDER, _AFTER_LINE, _LIMIT],
    "/opt-out-reconciliations": [_AFTER_LINE, _LIMIT],
}
