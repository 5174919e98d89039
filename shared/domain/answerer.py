"""Who answers a person's STOP, START and HELP: the network for some senders, we for the others."""

from enum import StrEnum

from shared.domain.consent_reader.text import bare_words, clauses_of, fold
from shared.domain.sender import SenderKind


class Answerer(StrEnum):
    """Who confirms an opt-out to an own number."""

    CARRIER = "carrier"
    ACS = "acs"
    PALOMA = "paloma"


USUAL_ANSWERERS = {
    SenderKind.TOLL_FREE: Answerer.CARRIER,
    SenderKind.SHORT_CODE: Answerer.ACS,
    SenderKind.LONG_CODE: Answerer.PALOMA,
    SenderKind.ALPHANUMERIC: Answerer.PALOMA,
}
"""
What the form of a sender lets us guess (ACS SMS FAQ, "opt-out handling").

Of a short code it does not tell whether ACS's opt-out service was chosen for it. Two confirmations
are worse than none, which the law allows: so ACS is trusted with it until a setting says otherwise.
"""

_ANSWERED_WORDS = {
    Answerer.CARRIER: ("stop", "start", "unstop"),
    Answerer.ACS: (
        "stop", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe",
        "start", "unstop", "help",
    ),
    Answerer.PALOMA: (),
}  # fmt: skip


def is_left_to_us(answerer: Answerer, body: str) -> bool:
    """
    Tell whether nobody else can have answered a message.

    Nothing says how exactly the network compares: a message is theirs if it has one of their
    words, or one that begins so, anywhere. What they do not know, such as ALTO, is ours.
    """
    words = f" {bare_words(clauses_of(fold(body)))}"
    return not any(f" {word}" in words for word in _ANSWERED_WORDS[answerer])
