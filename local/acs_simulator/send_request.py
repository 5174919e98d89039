"""``POST /sms``: reading its body, by api-version."""

from typing import NamedTuple

from local.acs_simulator.versions import ApiVersion
from local.acs_simulator.wire import (
    JsonObject,
    ValidationErrors,
    is_sender_format,
    not_simulated,
    parse_object,
    validation_problem,
)

_RECIPIENTS_MAX = 100
_MESSAGE_LENGTH_MAX = 2048
_TIMEOUT_SECONDS = range(60, 43_200 + 1)

# The name of one option has changed; 2021-03-07 as deployed has none (specification folders).
_TIMEOUT_FIELD = {
    ApiVersion.V2024_02_05: "validityPeriodSeconds",
    ApiVersion.V2025_09_17: "deliveryReportTimeoutInSeconds",
    ApiVersion.V2026_01_23: "deliveryReportTimeoutInSeconds",
}


class RecipientItem(NamedTuple):
    """One member of ``smsRecipients``, not yet judged."""

    to: str
    request_id: object
    first_sent: object


class SendOptions(NamedTuple):
    """``smsSendOptions``, or what stands for it when it is absent."""

    report_wanted: bool = False
    tag: str | None = None
    report_timeout_seconds: int | None = None


class SendRequest(NamedTuple):
    """A send whose form is right as a whole; single recipients may still be refused."""

    sender: str
    body: str
    recipients: list[RecipientItem]
    options: SendOptions


def parse_send(body: bytes, version: ApiVersion) -> SendRequest:
    """
    Parse the body of ``POST /sms``.

    Raises
    ------
    AcsError
        400 naming every field at fault, or 501 for Messaging Connect. Fields that the version does
        not know are ignored.
    """
    fields = parse_object(body)
    errors: ValidationErrors = {}
    request = SendRequest(
        _sender(fields, errors),
        _message(fields, errors),
        _recipients(fields, errors),
        _options(fields, version, errors),
    )
    if errors:
        raise validation_problem(errors)
    return request


def _sender(fields: JsonObject, errors: ValidationErrors) -> str:
    sender = fields.get("from")
    if isinstance(sender, str) and is_sender_format(sender):
        return sender
    errors["From"] = ["Invalid From phone number format"]
    return ""


def _message(fields: JsonObject, errors: ValidationErrors) -> str:
    message = fields.get("message")
    if not isinstance(message, str):
        errors["Message"] = ["The Message field is required."]
        return ""
    if len(message) > _MESSAGE_LENGTH_MAX:
        errors["Message"] = [f"Max of {_MESSAGE_LENGTH_MAX} characters are allowed in the message."]
    return message


def _recipients(fields: JsonObject, errors: ValidationErrors) -> list[RecipientItem]:
    items = fields.get("smsRecipients")
    if not isinstance(items, list) or not items:
        errors["SmsRecipients"] = ["The SmsRecipients field is required."]
        return []
    if len(items) > _RECIPIENTS_MAX:
        errors["SmsRecipients"] = ["Max of 100 phone numbers are allowed in the To field."]
        return []
    recipients = []
    for position, item in enumerate(items):
        to = item.get("to") if isinstance(item, dict) else None
        if not isinstance(to, str):
            errors[f"SmsRecipients[{position}].To"] = ["The To field is required."]
            continue
        if any(character.isalpha() for character in to):  # live test with Ad155500000000000
            errors[f"SmsRecipients[{position}].To"] = ["Invalid To phone number format."]
            continue
        get = item.get
        recipients.append(
            RecipientItem(to, get("repeatabilityRequestId"), get("repeatabilityFirstSent"))
        )
    return recipients


def _options(fields: JsonObject, version: ApiVersion, errors: ValidationErrors) -> SendOptions:
    options = fields.get("smsSendOptions")
    if options is None:
        return SendOptions()
    if not isinstance(options, dict):
        errors["SmsSendOptions"] = ["The SmsSendOptions field must be an object."]
        return SendOptions()
    if options.get("messagingConnect") is not None:
        raise not_simulated(what="Messaging Connect")
    wanted, tag = options.get("enableDeliveryReport"), options.get("tag")
    if not isinstance(wanted, bool):
        errors["SmsSendOptions.EnableDeliveryReport"] = ["The field is required and boolean."]
    if tag is not None and not isinstance(tag, str):
        errors["SmsSendOptions.Tag"] = ["The field must be a string."]
    timeout = _timeout(options, version, errors)
    return SendOptions(wanted is True, tag if isinstance(tag, str) else None, timeout)


def _timeout(options: JsonObject, version: ApiVersion, errors: ValidationErrors) -> int | None:
    name = _TIMEOUT_FIELD.get(version)
    timeout = options.get(name) if name else None
    if name is None or timeout is None:
        return None
    if isinstance(timeout, int) and not isinstance(timeout, bool) and timeout in _TIMEOUT_SECONDS:
        return timeout
    errors[f"SmsSendOptions.{name[0].upper()}{name[1:]}"] = [
        f"The field must be between {_TIMEOUT_SECONDS[0]} and {_TIMEOUT_SECONDS[-1]}."
    ]
    return None
