"""Read, set and remove automatic replies."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.domain.inbound import AutoReply
from conversations.storage.auto_replies import AutoReplies
from opt_outs.domain.classifier.classification import Intent
from opt_outs.domain.classifier.classifier import classify
from senders.domain.profile import SenderProfiles
from shared.domain.errors import SmsError
from shared.runtime import Clock

_CONSENT = (Intent.OPT_OUT, Intent.OPT_IN)


class ReservedKeywordError(SmsError):
    """The keyword opts people out or in, and has its own confirmation."""

    code = "reserved_keyword"

    def __str__(self) -> str:
        return "This word opts people out or in; a setting has the reply to it."


@dataclass(frozen=True, slots=True)
class RulePage:
    """Some rules; `next_after` is empty on the last page."""

    rules: Sequence[AutoReply]
    next_after: str


async def page_of_rules(
    own_number: str, after: str, limit: int, auto_replies: AutoReplies
) -> RulePage:
    """Read rules in the order of their keywords; one operation."""
    found = await auto_replies.page(own_number, after=after, limit=limit + 1)
    return RulePage(found[:limit], found[limit - 1].keyword if len(found) > limit else "")


async def set_rule(
    own_number: str,
    keyword: str,
    text: str,
    *,
    auto_replies: AutoReplies,
    profiles: SenderProfiles,
    clock: Clock,
) -> AutoReply:
    """
    Set the automatic reply to a keyword; it replaces an earlier one.

    Raises
    ------
    ReservedKeywordError
        The classifier takes the word for an opt-out or opt-in. Nothing was stored.
    """
    profile = profiles.get(own_number)
    languages = (profile.languages, profile.extra_words) if profile else ()
    reading = classify(keyword, *languages)
    if reading.is_decided and reading.intent in _CONSENT:
        raise ReservedKeywordError
    rule = AutoReply(own_number, keyword, text, clock())
    await auto_replies.put(rule)
    return rule


async def remove_rule(own_number: str, keyword: str, auto_replies: AutoReplies) -> AutoReply | None:
    """Remove the rule of a keyword, and give it; None if there is none."""
    rule = await auto_replies.find(own_number, keyword)
    if rule:
        await auto_replies.remove(rule)
    return rule
