"""The kinds of sends and messages: purpose, category and status."""

from enum import StrEnum


class Category(StrEnum):
    """Why a message is sent; it decides how long it stays worth sending."""

    TRANSACTIONAL = "transactional"
    MARKETING = "marketing"
    OTP = "otp"


DEFAULT_TTL_SECONDS = {
    Category.TRANSACTIONAL: 72 * 3600,
    Category.MARKETING: 72 * 3600,
    Category.OTP: 300,
}
"""The time to live of a send that names none."""


class Purpose(StrEnum):
    """Why a send exists; decides its lane, and whether it is exempt from the opt-out check."""

    SEND = "send"
    OPT_OUT_CONFIRMATION = "opt_out_confirmation"
    OPT_IN_CONFIRMATION = "opt_in_confirmation"
    HELP = "help"
    REPLY = "reply"
    AUTO_REPLY = "auto_reply"


EXEMPT_FROM_OPT_OUT = frozenset({Purpose.OPT_OUT_CONFIRMATION, Purpose.HELP})
"""
What goes to a person who opted out: the one text that confirms it (47 CFR 64.1200(a)(12)), and the
reply to HELP (CTIA Messaging Principles, 2019).
"""


class MessageStatus(StrEnum):
    """Every status the API knows."""

    SCHEDULED = "scheduled"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SIMULATED = "simulated"
    UNCONFIRMED = "unconfirmed"
    UNKNOWN = "unknown"


UNDECIDED = frozenset({MessageStatus.SCHEDULED, MessageStatus.QUEUED, MessageStatus.SENDING})
"""Statuses of messages that have not been submitted, or not completely."""


class WaitReason(StrEnum):
    """What a scheduled or queued message may wait for."""

    SCHEDULED = "scheduled"  # its own `sendAt`
    SENDER_PAUSED = "sender_paused"  # an operator to resume the sender
    CARRIER_REFUSES = "carrier_refuses"  # the carrier to accept the sender again
    QUIET_HOURS = "quiet_hours"  # the end of quiet hours where the recipient may be
    SENDER_PACED = "sender_paced"  # the sender's limits to allow more messages
