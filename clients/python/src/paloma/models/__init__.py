"""
What the app returns.

Members that this version does not know are ignored, so a newer app works with an older client;
values such as `status` are plain text for the same reason. `to_dict` gives the response's JSON with
all its members.
"""

from paloma.models.administration import (
    BadLine,
    Health,
    LedgerLine,
    NewSubscription,
    OptOut,
    OptOutCounts,
    OptOutEntry,
    OptOutImport,
    OwnNumberConsent,
    Person,
    QueuedTestEvent,
    RotatedSecret,
    Sender,
    SenderHold,
    Subscription,
)
from paloma.models.analytics import (
    CampaignFigures,
    CategoryFigures,
    Figures,
    PeriodFigures,
    SenderFigures,
    Summary,
    Times,
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
    ReasonCount,
    Recipient,
    Rejection,
    ResentMessages,
    Send,
    SendCost,
    SendStatus,
    WaitingMessages,
)

__all__ = [
    "FINAL_STATUSES",
    "SETTLED_STATUSES",
    "Advice",
    "BadLine",
    "CampaignFigures",
    "CategoryFigures",
    "Conversation",
    "ConversationEntry",
    "ConversationSummary",
    "Cost",
    "Figures",
    "FoundMessage",
    "Health",
    "HistoryEntry",
    "LedgerLine",
    "Message",
    "MessageSummary",
    "Model",
    "NewSubscription",
    "OptOut",
    "OptOutCounts",
    "OptOutEntry",
    "OptOutImport",
    "OwnNumberConsent",
    "PeriodFigures",
    "Person",
    "Preview",
    "QueuedTestEvent",
    "Reason",
    "ReasonCount",
    "Recipient",
    "Rejection",
    "ResentMessages",
    "RotatedSecret",
    "Send",
    "SendCost",
    "SendStatus",
    "Sender",
    "SenderFigures",
    "SenderHold",
    "Subscription",
    "Summary",
    "Times",
    "WaitingMessages",
]
