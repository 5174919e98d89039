"""
Warnings about a send that is allowed, but likely to cost more, look bad or be blocked.

Sources: the ACS SMS FAQ, October 2025 (lengths, reach of each kind of sender), and the ACS
Messaging Policy (link shorteners, opt-out hints).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from send_sms.domain.opt_out_hint import says_how_to_opt_out
from shared.domain.kinds import Category
from shared.domain.message_text import Encoding
from shared.domain.sender import Sender, SenderKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from send_sms.domain.ucs2_characters import Ucs2Character
    from shared.domain.message_text import SegmentCount

_ADVISED_CHARACTERS: Final = 320
_SHORT_CODE_UCS2_SEGMENTS: Final = 4

_ALPHANUMERIC_REACH: Final = frozenset({
    "AT", "AU", "CH", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "IE", "IT", "LT", "LV", "NL",
    "NO", "PL", "PT", "SE", "SI", "SK",
})  # fmt: skip
_REACH: Final = {
    SenderKind.TOLL_FREE: frozenset({"US", "CA", "PR"}),
    SenderKind.SHORT_CODE: frozenset({"US", "CA", "GB"}),
    SenderKind.ALPHANUMERIC: _ALPHANUMERIC_REACH,
}
_TEN_DIGIT_REACH: Final = frozenset({"US"})

_SHORTENERS: Final = (
    "bit.ly", "goo.gl", "tinyurl.com", "tiny.cc", "lc.chat", "is.gd", "soo.gd", "s2r.co",
    "clicky.me", "budurl.com", "bc.vc",
)  # fmt: skip
_SHORTENED: Final = re.compile(
    rf"(?<![\w.-])(?:www\.)?(?:{'|'.join(map(re.escape, _SHORTENERS))})(?![\w-]|\.\w)",
    re.IGNORECASE,
)


class WarningCode(StrEnum):
    """Every warning there is."""

    LONG_TEXT = "long_text"
    AVOIDABLE_UCS2 = "avoidable_ucs2"
    DECOMPOSED_CHARACTERS = "decomposed_characters"
    SHORT_CODE_SEGMENTS = "short_code_segments"
    OUT_OF_REACH = "out_of_reach"
    LINK_SHORTENER = "link_shortener"
    OPT_OUT_HINT_MISSING = "opt_out_hint_missing"
    CANNOT_ANSWER = "cannot_answer"
    EXPIRES_IN_QUIET_HOURS = "expires_in_quiet_hours"


@dataclass(frozen=True, slots=True)
class Draft:
    """
    The texts of a send, and its countries.

    Attributes
    ----------
    written : str
        The words as the caller wrote them: the text, and the values put into it.
    sizes : mapping of text to SegmentCount
        The distinct texts that will be sent; at least one.
    characters : sequence of Ucs2Character
        What forces texts into UCS-2.
    countries : mapping of country to int
        Recipients by country.
    expiring_count : int
        Recipients whose quiet hours end after their time to live.
    is_decomposed : bool
        Whether the caller wrote letters and their accents as separate characters.
    """

    sender: Sender
    category: Category
    written: str
    sizes: Mapping[str, SegmentCount]
    characters: Sequence[Ucs2Character]
    countries: Mapping[str, int]
    expiring_count: int = 0
    is_decomposed: bool = False


@dataclass(frozen=True, slots=True)
class SendWarning:
    """A code for machines, words for people."""

    code: WarningCode
    message: str


def advise(draft: Draft) -> list[SendWarning]:
    """Give all warnings about a send, in the order of their codes' list."""
    return [*_on_length(draft), *_on_reach(draft), *_on_policy(draft), *_on_expiry(draft)]


def _on_length(draft: Draft) -> Iterable[SendWarning]:
    if max(map(len, draft.sizes)) > _ADVISED_CHARACTERS:
        yield SendWarning(
            WarningCode.LONG_TEXT,
            f"A text has more than {_ADVISED_CHARACTERS} characters; ACS advises against it.",
        )
    if draft.characters and all(one.suggestion is not None for one in draft.characters):
        yield SendWarning(
            WarningCode.AVOIDABLE_UCS2,
            "With the suggested characters every text would travel as GSM-7: a segment would hold "
            "160 characters rather than 70.",
        )
    if draft.is_decomposed:
        yield SendWarning(
            WarningCode.DECOMPOSED_CHARACTERS,
            "Letters with separate accents are counted and sent as one character each (Unicode "
            "NFC); write them so, and other systems count the same.",
        )
    if draft.sender.kind is SenderKind.SHORT_CODE and "US" in draft.countries:
        yield from _on_short_code(draft)


def _on_short_code(draft: Draft) -> Iterable[SendWarning]:
    ucs2 = [size for size in draft.sizes.values() if size.encoding is Encoding.UCS2]
    if any(size.segment_count > _SHORT_CODE_UCS2_SEGMENTS for size in ucs2):
        yield SendWarning(
            WarningCode.SHORT_CODE_SEGMENTS,
            "From a US short code, text outside the GSM alphabet may arrive broken beyond "
            f"{_SHORT_CODE_UCS2_SEGMENTS} segments.",
        )


def _on_reach(draft: Draft) -> Iterable[SendWarning]:
    reach = _reach_of(draft.sender)
    outside = {c: n for c, n in draft.countries.items() if c and reach and c not in reach}
    if outside:
        yield SendWarning(
            WarningCode.OUT_OF_REACH,
            f"This kind of sender does not reach {sum(outside.values())} of the recipients: "
            f"{', '.join(sorted(outside))}.",
        )


def _reach_of(sender: Sender) -> frozenset[str]:
    """Give the countries a sender reaches; empty if that is not known."""
    if sender.kind is SenderKind.LONG_CODE and sender.address.startswith("+1"):
        return _TEN_DIGIT_REACH
    return _REACH.get(sender.kind, frozenset())


def _on_policy(draft: Draft) -> Iterable[SendWarning]:
    if "US" in draft.countries and _SHORTENED.search(draft.written):
        yield SendWarning(
            WarningCode.LINK_SHORTENER,
            "Free link shorteners are not allowed in the US; use a domain of your own.",
        )
    if draft.category is not Category.MARKETING:
        return
    if not draft.sender.can_receive:
        yield SendWarning(
            WarningCode.CANNOT_ANSWER,
            "People cannot answer STOP to this sender: say so, and name another way to opt out.",
        )
    elif not all(map(says_how_to_opt_out, draft.sizes)):
        yield SendWarning(
            WarningCode.OPT_OUT_HINT_MISSING,
            "The first message to a person must say how to opt out, for example: Reply STOP to "
            "opt out.",
        )


def _on_expiry(draft: Draft) -> Iterable[SendWarning]:
    if draft.expiring_count:
        yield SendWarning(
            WarningCode.EXPIRES_IN_QUIET_HOURS,
            f"{draft.expiring_count} of the recipients are in quiet hours until after their time "
            "to live ends: their messages will expire unsent. Set a longer ttlSeconds, or sendAt.",
        )
