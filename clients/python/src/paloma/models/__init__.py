"""
What the app returns.

Members that this version does not know are ignored, so a newer app works with an older client;
values such as `status` are plain text for the same reason. `to_dict` gives the response's JSON with
all its members.
"""

from paloma.models.administration import (
    Health,
    LedgerLine,
    NewSubscription,
    OptOut,
    OptOutEntry,
    Sender,
    SenderHold,
    Subscription,
)
from paloma.models.base import (
    Model,
    Reason,
)
from paloma.models.conversations import (
    Conversation,
    ConversationEntry,
    ConversationSummary,
)
from paloma.models.sends import (
    FINAL_STATUSES,
    SETTLED_STATUSES,
    Advice,
    Cost,
    FoundMessage,
    HistoryEntry,
    Message,
    MessageSummary,
    Preview,
    Recipient,
    Rejection,
    Send,
    SendStatus,
    WaitingMessages,
)

__all__ = [
    "FINAL_STATUSES",
    "SETTLED_STATUSES",
    "Advice",
    "Conversation",
    "ConversationEntry",
    "ConversationSummary",
    "Cost",
    "FoundMessage",
    "Health",
    "HistoryEntry",
    "LedgerLine",
    "Message",
    "MessageSummary",
    "Model",
    "NewSubscription",
    "OptOut",
    "OptOutEntry",
    "Preview",
    "Reason",
    "Recipient",
    "Rejection",
    "Send",
    "SendStatus",
    "Sender",
    "SenderHold",
    "Subscription",
    "WaitingMessages",
]
