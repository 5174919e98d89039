"""The limits of ACS, each with its source."""

from datetime import timedelta

from shared.carriers.limits import CarrierLimits
from shared.domain.sender import SenderKind

NUMBERS_PER_LIST_CALL = 100
"""Numbers in one call about the opt-out list (REST specification 2025-09-17, `optouts`)."""

ACS_LIMITS = CarrierLimits(
    name="acs",
    # ACS documents 5 minutes for Email and Rooms and nothing for SMS (REST reference, "Repeatable
    # requests", November 2026); one minute is for the call itself.
    repeat_window=timedelta(minutes=4),
    # azure-docs, "Service limits for Azure Communication Services", SMS (2025).
    recipients_per_call=100,
    units_per_minute={
        SenderKind.TOLL_FREE: 200,
        SenderKind.SHORT_CODE: 6_000,
        SenderKind.ALPHANUMERIC: 600,
        SenderKind.LONG_CODE: None,
    },
    # ACS SMS FAQ, "opt-out handling".
    confirmed_keywords=(
        "stop", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe",
        "start", "unstop", "help",
    ),
)  # fmt: skip
