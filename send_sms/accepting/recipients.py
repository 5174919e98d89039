"""Validate recipients: normalize numbers, drop duplicates, reject invalid ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from send_sms.contract.requests import Recipient
from send_sms.domain.countries import AreaPolicy, Refusal, refusal_of
from shared.domain.errors import InvalidPhoneNumberError, SmsError
from shared.domain.message_text import (
    MissingValueError,
    compose,
    is_blank,
    placeholders,
    render,
)
from shared.domain.phone_number import normalise_recipient
from shared.web.contract import MAX_BODY_CHARACTERS


class TextLengthError(SmsError):
    """A text is empty or too long once a recipient's values are in it."""

    code = "message_length"


class BlankTextError(SmsError):
    """A text shows nothing once a recipient's values are in it."""

    code = "blank_text"

    def __str__(self) -> str:
        return "With its values the message has no visible character."


_REFUSALS = (InvalidPhoneNumberError, MissingValueError, TextLengthError, BlankTextError)


@dataclass(frozen=True, slots=True)
class RejectedRecipient:
    """An invalid recipient: its position in the request, and the reason."""

    position: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recipients:
    """
    The result of validation.

    Attributes
    ----------
    values : mapping
        By number, in the order of the numbers: the values of the body's placeholders.
    bodies : frozenset of str
        The distinct texts that will be sent.
    references : mapping
        By number, the references of those that have one.
    """

    values: Mapping[str, tuple[str, ...]]
    bodies: frozenset[str]
    rejected: Sequence[RejectedRecipient]
    duplicate_count: int
    references: Mapping[str, str]

    def values_of(self, numbers: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Give the values of some of them; empty if none has any."""
        values = tuple(self.values[number] for number in numbers)
        return values if any(values) else ()

    def references_of(self, numbers: Sequence[str]) -> tuple[str, ...]:
        """Give the references of some of them, empty for those without; empty if none has any."""
        references = tuple(self.references.get(number, "") for number in numbers)
        return references if any(references) else ()


def validate_recipients(
    recipients: Sequence[Recipient], body: str, policy: AreaPolicy | None = None
) -> Recipients:
    """
    Validate the recipients of a body; duplicates are dropped, except for the first.

    Parameters
    ----------
    recipients : sequence of Recipient
        As given, up to 10,000.
    body : str
        The text with its placeholders, composed.
    policy : AreaPolicy or None
        Where messages may go; None: to every number.
    """
    names = placeholders(body)
    values: dict[str, tuple[str, ...]] = {}
    bodies: set[str] = set()
    references: dict[str, str] = {}
    rejected: list[RejectedRecipient] = []
    for position, recipient in enumerate(recipients):
        try:
            number = normalise_recipient(recipient.number)
            text = _text_for(recipient, body) if names else body
        except _REFUSALS as error:
            rejected.append(RejectedRecipient(position, error.code, str(error)))
            continue
        if policy and (refusal := _refusal(number, policy)):
            rejected.append(RejectedRecipient(position, refusal.code, refusal.reason))
            continue
        if number not in values:
            values[number] = tuple(compose(recipient.values[name]) for name in names)
            bodies.add(text)
            if recipient.reference:
                references[number] = recipient.reference
    return Recipients(
        values={number: values[number] for number in sorted(values)},
        bodies=frozenset(bodies),
        rejected=rejected,
        duplicate_count=len(recipients) - len(rejected) - len(values),
        references=references,
    )


def _refusal(number: str, policy: AreaPolicy) -> Refusal | None:
    if number.startswith("+1") and number[2:5] in policy.area_codes:  # most numbers
        return None
    return refusal_of(number, policy)


def _text_for(recipient: Recipient, body: str) -> str:
    text = render(body, recipient.values)
    if not 1 <= len(text) <= MAX_BODY_CHARACTERS:
        message = f"With its values the message has {len(text)} characters; 1 to 2,048 can be sent."
        raise TextLengthError(message)
    if is_blank(text):
        raise BlankTextError
    return text
