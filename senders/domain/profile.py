"""A sender's profile: its limits, its languages and words, and who confirms opt-outs to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from opt_outs.domain.classifier.classification import (
    DEFAULT_LANGUAGES,
    NO_EXTRA_WORDS,
    ExtraWords,
    Language,
)
from opt_outs.domain.classifier.text import bare_words, clauses_of, fold
from senders.domain.rate_limiter import Limits
from shared.carriers.registry import DEFAULT_CARRIER, LIMITS
from shared.domain.errors import InvalidSenderError
from shared.domain.message_text import count_segments
from shared.domain.sender import SenderKind, parse_sender

ALPHANUMERIC_SCOPE = "alphanumeric"
"""All alphanumeric sender ids of a resource share one limit, so they share one row."""


class ConfirmationSource(StrEnum):
    """Who confirms an opt-out to an own number."""

    CARRIER = "carrier"
    ACS = "acs"
    PALOMA = "paloma"


DEFAULT_CONFIRMATION_SOURCES = {
    SenderKind.TOLL_FREE: ConfirmationSource.CARRIER,
    SenderKind.SHORT_CODE: ConfirmationSource.ACS,
    SenderKind.LONG_CODE: ConfirmationSource.PALOMA,
    SenderKind.ALPHANUMERIC: ConfirmationSource.PALOMA,
}
"""
The default of each kind of sender (ACS SMS FAQ, "opt-out handling").

The kind of a short code does not tell whether ACS's opt-out service was chosen for it. Two
confirmations are worse than none, which the law allows: so ACS is expected to confirm, unless a
setting says otherwise.
"""

_HANDLED_KEYWORDS = {
    ConfirmationSource.CARRIER: ("stop", "start", "unstop"),
    ConfirmationSource.ACS: LIMITS[DEFAULT_CARRIER].confirmed_keywords,
    ConfirmationSource.PALOMA: (),
}


def requires_our_reply(confirmation_source: ConfirmationSource, body: str) -> bool:
    """
    Tell whether neither the carrier nor ACS can have confirmed a message.

    How exactly the network compares is not documented: a message is theirs if it has one of their
    words, or one that begins so, anywhere. A word that they do not know, such as ALTO, is ours.
    """
    words = f" {bare_words(clauses_of(fold(body)))}"
    return not any(f" {word}" in words for word in _HANDLED_KEYWORDS[confirmation_source])


class Unit(StrEnum):
    """What a limit counts; ACS does not say which, so segments is the stricter reading."""

    SEGMENTS = "segments"
    RECIPIENTS = "recipients"


@dataclass(frozen=True, slots=True)
class SenderProfile:
    """
    A sender's limits, and how messages to it are classified.

    Attributes
    ----------
    scope : str
        Who shares its limits: the sender itself, or all alphanumeric ones.
    languages : tuple of Language
        What people write to it, the likeliest first.
    extra_words : ExtraWords
        Its keywords beside the usual ones.
    confirmation_source : ConfirmationSource or None
        Who confirms opt-outs to it; None: the default of its kind.
    """

    scope: str
    limits: Limits
    unit: Unit = Unit.SEGMENTS
    languages: tuple[Language, ...] = DEFAULT_LANGUAGES
    extra_words: ExtraWords = NO_EXTRA_WORDS
    confirmation_source: ConfirmationSource | None = None

    def units_of(self, body: str) -> int:
        """Tell how many units one message of this text is."""
        return count_segments(body).segment_count if self.unit is Unit.SEGMENTS else 1


SenderProfiles = Mapping[str, SenderProfile]
"""By sender address: the ones that settings describe."""


def profile_of(sender: str, configured: SenderProfiles) -> SenderProfile:
    """Give a sender's profile: the configured one, or what its form tells."""
    return configured.get(sender) or default_profile(sender)


def confirmation_source_of(
    own_number: str, configured: SenderProfiles
) -> ConfirmationSource | None:
    """Tell who confirms opt-outs to a number; None: it is not a sender."""
    try:
        usual = DEFAULT_CONFIRMATION_SOURCES[parse_sender(own_number).kind]
    except InvalidSenderError:
        return None
    profile = configured.get(own_number)
    return (profile and profile.confirmation_source) or usual


def default_profile(sender: str) -> SenderProfile:
    """Give the profile that the carrier's documented limits make of a sender's form."""
    kind = parse_sender(sender).kind
    scope = ALPHANUMERIC_SCOPE if kind is SenderKind.ALPHANUMERIC else sender
    return SenderProfile(
        scope, Limits(units_per_minute=LIMITS[DEFAULT_CARRIER].units_per_minute[kind])
    )
