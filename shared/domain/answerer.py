"""Who answers a person's STOP, START and HELP: the network for some senders, we for the others."""

from enum import StrEnum

from opt_outs.domain.classifier.text import bare_words, clauses_of, fold
from shared.domain.sender import SenderKind


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
What the form of a sender lets us guess (ACS SMS FAQ, "opt-out handling").

Of a short code it does not tell whether ACS's opt-out service was chosen for it. Two confirmations
are worse than none, which the law allows: so ACS is trusted with it until a setting says otherwise.
"""

_HANDLED_KEYWORDS = {
    ConfirmationSource.CARRIER: ("stop", "start", "unstop"),
    ConfirmationSource.ACS: (
        "stop", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe",
        "start", "unstop", "help",
    ),
    ConfirmationSource.PALOMA: (),
}  # fmt: skip


def requires_our_reply(confirmation_source: ConfirmationSource, body: str) -> bool:
    """
    Tell whether neither the carrier nor ACS can have answered a message.

    Nothing says how exactly the network compares: a message is theirs if it has one of their
    words, or one that begins so, anywhere. What they do not know, such as ALTO, is ours.
    """
    words = f" {bare_words(clauses_of(fold(body)))}"
    return not any(f" {word}" in words for word in _HANDLED_KEYWORDS[confirmation_source])
