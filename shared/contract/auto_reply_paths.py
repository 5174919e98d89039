"""The operations about automatic replies in the OpenAPI document."""

from conversations.contract import AutoReplyPage, AutoReplyRule, AutoReplyText
from shared.contract.openapi_parts import Json, answering, query, taking

AUTO_REPLY_RESPONSES = (AutoReplyPage, AutoReplyRule)


def auto_reply_paths() -> Json:
    """Describe all of them."""
    return {
        "/auto-replies/{sender}": {"get": _list()},
        "/auto-replies/{sender}/{keyword}": {
            "put": _setting(),
            "delete": answering("delete_auto_reply", "Remove an automatic reply", AutoReplyRule),
        },
    }


def _list() -> Json:
    summary = "What an own number answers to keywords, in their order"
    return {
        **answering("list_auto_replies", summary, AutoReplyPage),
        "parameters": [
            query("after", "The last keyword of the page before"),
            query("limit", "Size of the page", type="integer", minimum=1, maximum=100, default=100),
        ],
    }


def _setting() -> Json:
    return {
        **answering("put_auto_reply", "Set what is answered to a keyword", AutoReplyRule),
        "description": "For messages that are the keyword and nothing else; case, accents and "
        "punctuation do not count. A text for HELP replaces the usual one. Words that opt people "
        "out or in are refused.",
        "requestBody": taking(AutoReplyText),
    }
