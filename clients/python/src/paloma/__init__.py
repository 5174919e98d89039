"""
A client for Paloma, an SMS backend.

    from paloma import Paloma

    with Paloma("https://sms.example.com", key="...") as paloma:
        send = paloma.send("+18335550100", "+14255550123", "Your appointment is at 9.")

`AsyncPaloma` has the same methods for asyncio. `verify_event` checks webhooks.
"""

from paloma._operations.sends import SendOptions
from paloma.aio import AsyncPaloma
from paloma.client import Paloma
from paloma.errors import (
    AccessDenied,
    ConfirmationRequired,
    Conflict,
    FieldError,
    IdempotencyKeyReused,
    InvalidRequest,
    InvalidResponse,
    InvalidSignature,
    NoResponse,
    NotFound,
    PalomaError,
    RateLimited,
    RecipientOptedOut,
    Unavailable,
)
from paloma.models import (
    Conversation,
    ConversationEntry,
    ConversationSummary,
    FoundMessage,
    Health,
    LedgerLine,
    Message,
    MessageSummary,
    NewSubscription,
    OptOut,
    OptOutEntry,
    Preview,
    Reason,
    Recipient,
    Rejection,
    Send,
    Sender,
    SenderHold,
    SendStatus,
    Subscription,
)
from paloma.webhooks import Event, verify_event

__version__ = "0.1.0"

__all__ = [
    "AccessDenied",
    "AsyncPaloma",
    "ConfirmationRequired",
    "Conflict",
    "Conversation",
    "ConversationEntry",
    "ConversationSummary",
    "Event",
    "FieldError",
    "FoundMessage",
    "Health",
    "IdempotencyKeyReused",
    "InvalidRequest",
    "InvalidResponse",
    "InvalidSignature",
    "LedgerLine",
    "Message",
    "MessageSummary",
    "NewSubscription",
    "NoResponse",
    "NotFound",
    "OptOut",
    "OptOutEntry",
    "Paloma",
    "PalomaError",
    "Preview",
    "RateLimited",
    "Reason",
    "Recipient",
    "RecipientOptedOut",
    "Rejection",
    "Send",
    "SendOptions",
    "SendStatus",
    "Sender",
    "SenderHold",
    "Subscription",
    "Unavailable",
    "verify_event",
]
