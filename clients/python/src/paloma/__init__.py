"""
A client for Paloma, an SMS backend.

    from paloma import Paloma

    with Paloma("https://sms.example.com", key="...") as paloma:
        send = paloma.send("+18335550100", "+14255550123", "Your appointment is at 9.")

`AsyncPaloma` has the same methods for asyncio. `verify_event` checks webhooks.
"""

from paloma._operations.analytics import SummaryOptions
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
    BadLine,
    CampaignFigures,
    CategoryFigures,
    Conversation,
    ConversationEntry,
    ConversationSummary,
    Figures,
    FoundMessage,
    Health,
    LedgerLine,
    Message,
    MessageSummary,
    NewSubscription,
    OptOut,
    OptOutEntry,
    OptOutImport,
    PeriodFigures,
    Preview,
    Reason,
    Recipient,
    Rejection,
    Send,
    Sender,
    SenderFigures,
    SenderHold,
    SendStatus,
    Subscription,
    Summary,
    Times,
)
from paloma.webhooks import Event, verify_event

__version__ = "0.1.0"

__all__ = [
    "AccessDenied",
    "AsyncPaloma",
    "BadLine",
    "CampaignFigures",
    "CategoryFigures",
    "ConfirmationRequired",
    "Conflict",
    "Conversation",
    "ConversationEntry",
    "ConversationSummary",
    "Event",
    "FieldError",
    "Figures",
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
    "OptOutImport",
    "Paloma",
    "PalomaError",
    "PeriodFigures",
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
    "SenderFigures",
    "SenderHold",
    "Subscription",
    "Summary",
    "SummaryOptions",
    "Times",
    "Unavailable",
    "verify_event",
]
