"""Build the response bodies of conversations and automatic replies."""

from urllib.parse import quote

import azure.functions as func

from conversations.auto_replies import ReservedKeywordError, RulePage
from conversations.contract import (
    AutoReplyPage,
    AutoReplyRule,
    CannedReply,
    CannedReplyPage,
    Conversation,
    ConversationCounts,
    ConversationEntry,
    ConversationList,
    ConversationSummary,
)
from conversations.domain.conversation import Direction
from conversations.domain.inbound import AutoReply
from conversations.listing import Counts, Cursor, ListQuery, ThreadList
from conversations.storage.canned_replies import CannedPage, CannedText
from conversations.threads import (
    Entry,
    ListedThread,
    SentMessage,
    ThreadPage,
    ThreadQuery,
)
from opt_outs.domain.consent import ConsentState
from shared.carriers.events import InboundMessage
from shared.domain.errors import SmsError
from shared.web.contract import next_page_url, reason_of
from shared.web.problems import problem_of_error


def problem_of(error: SmsError) -> func.HttpResponse | None:
    """Map an error of an automatic reply to a problem document; None if it is the app's."""
    return problem_of_error(error, {ReservedKeywordError: (400, "keyword")})


def list_response(query: ListQuery, page: ThreadList, counts: Counts | None) -> ConversationList:
    """Build the response to `GET /conversations`."""
    return ConversationList(
        conversations=[summary(one) for one in page.threads],
        counts=_counts(counts) if counts else None,
        next_url=_next_list_url(query, page.next_after),
    )


def _counts(counts: Counts) -> ConversationCounts:
    return ConversationCounts(
        waiting=counts.waiting, open=counts.open, mine=counts.mine, is_cut=counts.is_cut
    )


def _next_list_url(query: ListQuery, after: Cursor | None) -> str | None:
    if after is None:
        return None
    place = after.key if query.sender else f"{after.key}@{after.own_number}"
    given = {
        "sender": query.sender,
        "view": query.view,
        "assignee": query.assignee,
        "q": query.words,
        "limit": query.limit,
    }
    return next_page_url("conversations", place, given)


def summary(listed: ListedThread) -> ConversationSummary:
    """Describe the state of a conversation."""
    thread, work, reply = listed.thread, listed.thread.work, listed.thread.last_reply
    return ConversationSummary(
        sender=thread.own_number,
        user=thread.user_number,
        last_text=thread.last_text,
        last_direction=thread.last_direction,
        last_at=thread.last_at,
        unread_count=thread.unread_count,
        opt_out_state=_state(is_opted_out=listed.is_opted_out),
        loop_stopped_at=thread.loop_stopped_at,
        waiting_since=work.waiting_since,
        is_done=work.is_done,
        assignee=work.assignee or None,
        changed_at=work.changed_at,
        changed_by=work.changed_by or None,
        version=reply.version,
        replied_at=reply.at,
        replied_by=reply.by or None,
        reply_failed_at=reply.failed_at,
        automatic_replies_stopped_at=thread.automatic_stopped_at,
    )


def rules_response(own_number: str, limit: int, page: RulePage) -> AutoReplyPage:
    """Build the response to `GET /auto-replies/{sender}`."""
    path = f"auto-replies/{quote(own_number)}"
    return AutoReplyPage(
        auto_replies=[rule_response(rule) for rule in page.rules],
        next_url=next_page_url(path, page.next_after, {"limit": limit}),
    )


def canned_page_response(limit: int, page: CannedPage) -> CannedReplyPage:
    """Build the response to `GET /canned-replies`."""
    return CannedReplyPage(
        canned_replies=[canned_response(one) for one in page.texts],
        next_url=next_page_url("canned-replies", page.next_after, {"limit": limit}),
    )


def canned_response(canned: CannedText) -> CannedReply:
    """Describe one canned reply."""
    return CannedReply(name=canned.name, text=canned.text, changed_at=canned.changed_at)


def rule_response(rule: AutoReply) -> AutoReplyRule:
    """Describe one automatic reply."""
    return AutoReplyRule(
        sender=rule.own_number, keyword=rule.keyword, text=rule.text, changed_at=rule.changed_at
    )


def thread_response(query: ThreadQuery, page: ThreadPage) -> Conversation:
    """Build the response to `GET /conversations/{sender}/{user}`."""
    known, thread = page.is_opted_out, page.thread
    path = f"conversations/{quote(query.own_number)}/{quote(query.user_number)}"
    given = {"limit": query.limit, "days": query.day_count}
    return Conversation(
        sender=query.own_number,
        user=query.user_number,
        opt_out_state=None if known is None else _state(is_opted_out=known),
        state=summary(ListedThread(thread, is_opted_out=bool(known))) if thread else None,
        entries=[_entry(entry) for entry in page.entries],
        next_url=next_page_url(path, page.next_after, given),
    )


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
        purpose=message.purpose,
        campaign=message.campaign or None,
        reference=message.reference or None,
        send_at=message.send_at,
        sent_at=message.sent_at,
        reported_at=message.reported_at,
        waiting_for=message.waiting_for,
        next_attempt_at=message.next_attempt_at,
    )


def _state(*, is_opted_out: bool) -> ConsentState:
    return ConsentState.OPTED_OUT if is_opted_out else ConsentState.OPTED_IN
