"""Build the response bodies of conversations and automatic replies."""

from urllib.parse import quote, urlencode

from conversations.auto_replies import RulePage
from conversations.contract import (
    AutoReplyPage,
    AutoReplyRule,
    Conversation,
    ConversationEntry,
    ConversationList,
    ConversationSummary,
)
from conversations.domain.conversation import Direction
from conversations.domain.inbound import AutoReply
from conversations.threads import (
    Entry,
    ListedThread,
    SentMessage,
    ThreadList,
    ThreadPage,
    ThreadQuery,
)
from opt_outs.domain.consent import ConsentState
from shared.carriers.events import InboundMessage
from shared.web.contract import reason_of


def list_response(own_number: str, limit: int, page: ThreadList) -> ConversationList:
    """Build the response to `GET /conversations`."""
    query = urlencode({"sender": own_number, "after": page.next_after, "limit": limit})
    return ConversationList(
        conversations=[summary(one) for one in page.threads],
        next_url=f"/api/conversations?{query}" if page.next_after else None,
    )


def summary(listed: ListedThread) -> ConversationSummary:
    """Describe the state of a conversation."""
    thread = listed.thread
    return ConversationSummary(
        sender=thread.own_number,
        user=thread.user_number,
        last_text=thread.last_text,
        last_direction=thread.last_direction,
        last_at=thread.last_at,
        unread_count=thread.unread_count,
        opt_out_state=_state(is_opted_out=listed.is_opted_out),
        loop_stopped_at=thread.loop_stopped_at,
    )


def rules_response(own_number: str, limit: int, page: RulePage) -> AutoReplyPage:
    """Build the response to `GET /auto-replies/{sender}`."""
    query = urlencode({"after": page.next_after, "limit": limit})
    path = f"/api/auto-replies/{quote(own_number)}"
    return AutoReplyPage(
        auto_replies=[rule_response(rule) for rule in page.rules],
        next_url=f"{path}?{query}" if page.next_after else None,
    )


def rule_response(rule: AutoReply) -> AutoReplyRule:
    """Describe one automatic reply."""
    return AutoReplyRule(
        sender=rule.own_number, keyword=rule.keyword, text=rule.text, changed_at=rule.changed_at
    )


def thread_response(query: ThreadQuery, page: ThreadPage) -> Conversation:
    """Build the response to `GET /conversations/{sender}/{user}`."""
    known = page.is_opted_out
    return Conversation(
        sender=query.own_number,
        user=query.user_number,
        opt_out_state=None if known is None else _state(is_opted_out=known),
        entries=[_entry(entry) for entry in page.entries],
        next_url=_next_url(query, page.next_after),
    )


def _next_url(query: ThreadQuery, next_after: str) -> str | None:
    if not next_after:
        return None
    path = f"/api/conversations/{quote(query.own_number)}/{quote(query.user_number)}"
    given = {"after": next_after, "limit": query.limit, "days": query.day_count}
    return f"{path}?{urlencode(given)}"


def _entry(entry: Entry) -> ConversationEntry:
    message = entry.message
    if not isinstance(message, InboundMessage):
        return _outbound(message)
    return ConversationEntry(
        direction=Direction.INBOUND,
        at=message.received_at,
        text=message.body,
        message_id=message.provider_message_id,
        answers=message.in_reply_to or None,
    )


def _outbound(message: SentMessage) -> ConversationEntry:
    return ConversationEntry(
        direction=Direction.OUTBOUND,
        at=message.accepted_at,
        text=message.text,
        message_id=message.message_id,
        status=message.status,
        error=reason_of(message.failure, message.carrier_text),
        category=message.category,
        campaign=message.campaign or None,
        reference=message.reference or None,
        send_at=message.send_at,
        waiting_for=message.waiting_for,
        next_attempt_at=message.next_attempt_at,
    )


def _state(*, is_opted_out: bool) -> ConsentState:
    return ConsentState.OPTED_OUT if is_opted_out else ConsentState.OPTED_IN
