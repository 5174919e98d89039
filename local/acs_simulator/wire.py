"""The formats of ACS's HTTP API: error bodies, number formats, parsed bodies."""

import json
import re
import uuid
from collections.abc import Mapping
from typing import NamedTuple

JsonObject = dict[str, object]
ValidationErrors = dict[str, list[str]]

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# Of all countries only the numbers of +1 are known here.
_NORTH_AMERICAN_LENGTH = len("+14255550123")
_NORTH_AMERICAN = re.compile(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}")
_SHORT_CODE = re.compile(r"[0-9]{5,6}")
_ALPHANUMERIC = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")


class AcsError(Exception):
    """A whole request refused: ``status``, JSON ``body`` (None for an empty one), ``headers``."""

    def __init__(
        self,
        status: int,
        body: JsonObject | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = dict(headers or {})


def problem(status: int, *, title: str, section: str, **members: object) -> AcsError:
    """Return an RFC 9110 problem, as newer responses have (azure-sdk-for-python issue 42010)."""
    trace = uuid.uuid4().hex
    kind = f"https://tools.ietf.org/html/rfc9110#section-{section}"
    body = {"type": kind, "title": title, "status": status, **members}
    return AcsError(status, {**body, "traceId": f"00-{trace}-{trace[:16]}-00"})


def validation_problem(errors: ValidationErrors) -> AcsError:
    """Return the 400 that names the fields at fault."""
    title = "One or more validation errors occurred."
    return problem(400, title=title, section="15.5.1", errors=errors)


def envelope(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> AcsError:
    """Return the older error form, ``{"error": {"code", "message"}}``."""
    return AcsError(status, {"error": {"code": code, "message": message}}, headers)


def not_simulated(*, what: str) -> AcsError:
    """Return the 501 for what ACS can do and the simulator cannot."""
    return envelope(501, "NotSimulated", f"The simulator does not do {what}.")


def is_e164(number: object) -> bool:
    """Say whether a value is a number in the form ``+14255550123``."""
    return isinstance(number, str) and _E164.fullmatch(number) is not None


def can_be_recipient(number: str) -> bool:
    """
    Say whether a number can exist.

    ACS refuses +15550000000 as a recipient, but responds with 401 to it as a sender: the numbering
    plan of North America has no exchange that begins with 0 or 1.
    """
    is_north_american = number.startswith("+1")
    return is_e164(number) and (not is_north_american or bool(_NORTH_AMERICAN.fullmatch(number)))


def is_sender_format(sender: object) -> bool:
    """Say whether a value could be a sender: E.164, short code or alphanumeric."""
    if not isinstance(sender, str):
        return False
    if sender.startswith("+1") and len(sender) != _NORTH_AMERICAN_LENGTH:
        return False
    return any(form.fullmatch(sender) for form in (_E164, _SHORT_CODE, _ALPHANUMERIC))


def parse_object(body: bytes) -> JsonObject:
    """Parse a JSON object, or raise the 400 that an ASP.NET service responds with."""
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise validation_problem({"$": ["The body is not valid JSON."]}) from error
    if not isinstance(fields, dict):
        raise validation_problem({"$": ["The body must be a JSON object."]})
    return fields


class OptOutRequest(NamedTuple):
    """A parsed body of the opt-outs operations."""

    sender: str
    recipients: list[str]


def parse_opt_outs(body: bytes) -> OptOutRequest:
    """Parse the body of ``/sms/optouts:*``, or raise the 400 that names its faults."""
    fields = parse_object(body)
    sender, items = fields.get("from"), fields.get("recipients")
    errors: ValidationErrors = {}
    if not isinstance(sender, str) or not is_sender_format(sender):
        errors["From"] = ["Invalid From phone number format"]
    recipients = [_to(item) for item in items] if isinstance(items, list) else []
    if not 1 <= len(recipients) <= 100:  # noqa: PLR2004 - the limit of the specification
        errors["Recipients"] = ["Between 1 and 100 recipients are allowed."]
    if errors:
        raise validation_problem(errors)
    return OptOutRequest(str(sender), recipients)


def _to(item: object) -> str:
    to = item.get("to") if isinstance(item, dict) else None
    return to if isinstance(to, str) else ""
