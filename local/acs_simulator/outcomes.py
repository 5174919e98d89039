"""What becomes of a message: by default, by recipient, and by the codes of ACS."""

from dataclasses import dataclass
from enum import StrEnum


class DeliveryStatus(StrEnum):
    """
    Values of ``deliveryStatus``.

    ACS documents ``Delivered`` and ``Failed``; its preview adds ``Pending`` and ``Unknown``, and
    receivers in the wild expect ``Expired``. The last three come only by hand, to test receivers.
    """

    DELIVERED = "Delivered"
    FAILED = "Failed"
    PENDING = "Pending"
    UNKNOWN = "Unknown"
    EXPIRED = "Expired"


# azure-docs, troubleshooting codes for the SMS SDK (dated 7/22/2024).
CODE_TEXTS = {
    2000: "No Error",  # so in the examples of the REST specification
    4000: "Message is rejected due to fraud detection.",
    4001: "Message is rejected due to invalid Source/From number format",
    4002: "Message is rejected due to invalid Destination/To number format.",
    4003: "Message failed to deliver due to unsupported destination.",
    4004: "Message failed to deliver since Destination/To number doesn't exist.",
    4005: "Message blocked by Destination carrier.",
    4006: "The Destination/To number isn't reachable.",
    4007: "The Destination/To number opted out of receiving messages from you.",
    4008: "You exceeded the maximum number of messages allowed for your profile.",
    4009: "Message rejected by Microsoft Entitlement System.",
    4010: "Message was blocked due to the toll-free number not being verified.",
    4020: "Message rejected by the carrier due to a volumetric violation.",
    5000: "Message failed to deliver. Reach out Microsoft support team for more details.",
    5001: "Message failed to deliver due to temporary unavailability of application/system.",
    5002: "Carrier does not support delivery report",
    9999: "Message failed to deliver due to unknown error/failure.",
}


def code_details(code: int) -> str:
    """Return ``deliveryStatusDetails`` for a code, for example ``2000: No Error``."""
    text = CODE_TEXTS.get(code)
    return f"{code}: {text}" if text else str(code)


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    The fate of a message.

    ``attempts`` says which tries to deliver succeeded. ``reports`` is false where the carrier never
    reports; ``item_status`` other than 202 refuses the recipient in the response to the send.
    """

    status: DeliveryStatus = DeliveryStatus.DELIVERED
    details: str = code_details(2000)
    attempts: tuple[bool, ...] = (True,)
    reports: bool = True
    item_status: int = 202


def _failure(code: int) -> Outcome:
    return Outcome(DeliveryStatus.FAILED, code_details(code), attempts=(False,))


DELIVERED = Outcome()
TIMED_OUT = _failure(5002)
BLOCKED_BY_CODE = _failure(4007)
BLOCKED_BY_TEXT = Outcome(  # azure-docs, "SMS FAQ"
    DeliveryStatus.FAILED, "Sender blocked for given recipient.", attempts=(False,)
)

# The one place where a recipient's number means something: see the table in README.md.
OUTCOME_BY_RECIPIENT = {
    "+12025550100": _failure(4000),
    "+12025550101": _failure(4001),
    "+12025550102": _failure(4002),
    "+12025550103": _failure(4003),
    "+12025550104": _failure(4004),
    "+12025550105": _failure(4005),
    "+12025550106": _failure(4006),
    "+12025550107": _failure(4007),
    "+12025550108": _failure(4008),
    "+12025550109": _failure(4009),
    "+12025550110": _failure(4010),
    "+12025550120": _failure(4020),
    "+12025550150": _failure(5000),
    "+12025550151": _failure(5001),
    "+12025550152": Outcome(reports=False),
    "+12025550153": Outcome(item_status=503),
    "+12025550191": Outcome(attempts=(False, False, True)),
    "+12025550199": _failure(9999),
}
