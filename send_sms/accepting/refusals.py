"""Why a send is refused before anything of it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.domain.errors import InvalidSenderError, SmsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from send_sms.accepting.recipients import RejectedRecipient


class UnknownSenderError(InvalidSenderError):
    """`from` is none of the own numbers that the settings list."""

    code = "unknown_sender"

    def __str__(self) -> str:
        return "SMS_SENDERS lists all senders, and this is none of them."


class SendTimeError(SmsError):
    """`sendAt` lies in the past or too far ahead."""

    code = "send_at_out_of_range"


class NoRecipientError(SmsError):
    """No recipient is valid."""

    code = "no_valid_recipient"

    def __init__(self, rejected: Sequence[RejectedRecipient]) -> None:
        super().__init__("None of the recipients can be sent to.")
        self.rejected = rejected


class UnconfirmedSendError(SmsError):
    """More recipients than a send may have without `confirm`."""

    code = "confirmation_required"

    def __init__(self, recipient_count: int, limit: int) -> None:
        super().__init__(
            f"confirm must be true, or a preview's hash, for a send to more than {limit:,} "
            f"recipients; this one has {recipient_count:,}."
        )


class NotAsPreviewedError(SmsError):
    """`confirm` is the hash of the preview of another send."""

    code = "not_as_previewed"

    def __str__(self) -> str:
        return (
            "confirm is the hash of another preview: sender, recipients, texts or options have "
            "changed since. Preview the send again."
        )
