"""Read requests: bodies, ids, page sizes; each error is a problem document."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from shared.domain.errors import InvalidPhoneNumberError, InvalidSenderError
from shared.web.http import CALLER
from shared.web.problems import RequestError, problem, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    import azure.functions as func
    from pydantic import BaseModel

_Model = TypeVar("_Model", bound="BaseModel")
_Choice = TypeVar("_Choice", bound=StrEnum)

MAX_BODY_BYTES = 2 * 1024 * 1024
DEFAULT_PAGE_SIZE = 100
MAX_PAGE_SIZE = 100

_IDEMPOTENCY_KEY = re.compile("[!-~]{1,255}")
_PAGE_SIZE = re.compile("[0-9]{1,6}")
_WHOLE_NUMBER = re.compile("[0-9]{1,9}")
_QUALITY = re.compile(r"[01](?:\.[0-9]{0,3})?")
_FILE_OR_JSON = frozenset({"text/csv", "application/json", "application/*", "*/*"})
_WITH_BODY = frozenset({"PATCH", "POST", "PUT"})
_MAX_FIELD_LENGTH = 100


def read_model(req: func.HttpRequest, model: type[_Model]) -> _Model:
    """
    Read a JSON body into a model.

    Raises
    ------
    RequestError
        411 for a body in chunks, 413 over 2 MiB, 415 for another media type, 400 with every field
        that is wrong (the first 20) or stands there twice, never with what was sent.
    """
    from pydantic import ValidationError

    body = read_body(req)
    if len(body) > MAX_BODY_BYTES:
        raise RequestError(problem(413, "payload_too_large", "A request has at most 2 MiB."))
    media_type = req.headers.get("Content-Type", "application/json").split(";")[0].strip().lower()
    if media_type != "application/json":
        raise RequestError(
            problem(415, "unsupported_media_type", "Send Content-Type: application/json.")
        )
    try:
        validated = model.model_validate_json(body)
    except ValidationError as error:
        from shared.web.validation import validation_problem

        raise RequestError(validation_problem(error)) from None
    if body.count(b":") > len(validated.model_fields_set):  # else no member can stand there twice
        _refuse_duplicates(body)
    return validated


def read_optional_model(req: func.HttpRequest, model: type[_Model]) -> _Model:
    """Read a JSON body as `read_model` does; without one, the model has its defaults."""
    return read_model(req, model) if _has_body(req) else model()


def read_model_or_query(req: func.HttpRequest, model: type[_Model], names: Sequence[str]) -> _Model:
    """
    Read a model from a JSON body, or from query parameters of a request without a body.

    Some clients and proxies drop the body of a DELETE (RFC 9110, section 9.3.5).

    Raises
    ------
    RequestError
        As `read_model`; 400 for both a body and such a parameter.
    """
    given = {name: req.params[name] for name in names if name in req.params}
    if _has_body(req):
        if given:
            message = "Give it in the body or in the query, not in both."
            raise invalid_field(next(iter(given)), "in_body_and_query", message)
        return read_model(req, model)
    from pydantic import ValidationError

    try:
        return model.model_validate_json(json.dumps(given))
    except ValidationError as error:
        from shared.web.validation import validation_problem

        raise RequestError(validation_problem(error)) from None


def read_body(req: func.HttpRequest) -> bytes:
    """
    Read the body of a request that has one.

    Raises
    ------
    RequestError
        411 if it was sent in chunks and so did not arrive.
    """
    if has_lost_body(req):
        detail = "Send the body with a Content-Length; in chunks it does not arrive."
        raise RequestError(problem(411, "length_required", detail))
    body: bytes = req.get_body()
    return body


def has_lost_body(req: func.HttpRequest) -> bool:
    """Tell whether a body was sent in chunks: the host hands it over empty (host issue 4926)."""
    if req.get_body():
        return False
    has_length = req.headers.get("Content-Length") is not None
    return _is_chunked(req) or (req.method.upper() in _WITH_BODY and not has_length)


def _has_body(req: func.HttpRequest) -> bool:
    """Tell whether a request was sent with a body, which in chunks does not arrive."""
    return _is_chunked(req) or bool(req.get_body())


def _is_chunked(req: func.HttpRequest) -> bool:
    return "chunked" in req.headers.get("Transfer-Encoding", "").lower()


def _refuse_duplicates(body: bytes) -> None:
    """
    Refuse a member that stands twice in one object of a valid request.

    Readers differ on which of the two counts (RFC 8259, section 4): a proxy that checks requests in
    front of the app might have approved another text or other recipients than the app reads.
    """
    json.loads(body, object_pairs_hook=_without_duplicates)


def _without_duplicates(members: list[tuple[str, Any]]) -> None:
    names = [name for name, _ in members]
    if len(set(names)) != len(names):
        name = next(name for name in names if names.count(name) > 1)[:_MAX_FIELD_LENGTH]
        raise invalid_field(name, "duplicate_member", "A member may stand in an object only once.")


def read_idempotency_key(req: func.HttpRequest) -> str | None:
    """
    Read the `Idempotency-Key`; None if there is none.

    Each caller that gives its name has keys of its own: the name stands before the key, with a
    space, which no key has.

    Raises
    ------
    RequestError
        It is not 1 to 255 visible ASCII characters.
    """
    key: str | None = req.headers.get("Idempotency-Key")
    caller: str = req.headers.get(CALLER, "")
    if key is None or _IDEMPOTENCY_KEY.fullmatch(key):
        return f"{caller} {key}" if key and caller else key
    message = "Idempotency-Key must be 1 to 255 visible ASCII characters."
    raise invalid_field("Idempotency-Key", "invalid_key", message)


def invalid_field(field: str, code: str, message: str) -> RequestError:
    """Make the refusal of a request of which one field is invalid."""
    return RequestError(refusal([{"field": field, "code": code, "message": message}]))


def unknown_cursor(code: str = "unknown_page") -> RequestError:
    """Make the error of an `after` that no `nextUrl` has."""
    return invalid_field("after", code, "after must come from a nextUrl.")


def read_limit(
    req: func.HttpRequest, default: int = DEFAULT_PAGE_SIZE, *, greatest: int = MAX_PAGE_SIZE
) -> int:
    """
    Read the page size.

    Raises
    ------
    RequestError
        It is not a number from 1 to `greatest`.
    """
    text = req.params.get("limit", str(default))
    if not (_PAGE_SIZE.fullmatch(text) and 1 <= int(text) <= greatest):
        raise invalid_field("limit", "out_of_range", f"limit must be 1 to {greatest}.")
    return int(text)


def read_whole_number(req: func.HttpRequest, field: str) -> int:
    """
    Read a query parameter that is a whole number of up to nine digits; 0 if it is not there.

    Raises
    ------
    RequestError
        It is something else.
    """
    text = req.params.get(field, "0")
    if not _WHOLE_NUMBER.fullmatch(text):
        raise invalid_field(field, "not_a_number", f"{field} must be a whole number.")
    return int(text)


def read_choice(req: func.HttpRequest, field: str, choices: type[_Choice]) -> _Choice | None:
    """
    Read a query parameter that names one of a closed set; None if it is not there.

    Raises
    ------
    RequestError
        It names something else.
    """
    text = req.params.get(field)
    if text is None:
        return None
    try:
        return choices(text)
    except ValueError:
        message = f"{field} must be one of {', '.join(choices)}."
        raise invalid_field(field, "unknown_value", message) from None


def read_zone(req: func.HttpRequest, field: str) -> ZoneInfo:
    """
    Read a time zone of the IANA database; UTC if it is not there.

    Raises
    ------
    RequestError
        There is no such zone.
    """
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(req.params.get(field) or "UTC")
    except (KeyError, ValueError, OSError):  # unknown; no name at all; a folder of names
        message = f"{field} must be a name of the IANA time zone database, as Europe/Vienna."
        raise invalid_field(field, "unknown_zone", message) from None


def wants_csv(req: func.HttpRequest) -> bool:
    """Tell whether the caller prefers a file to JSON; of equal preferences the first counts."""
    weights: dict[str, float] = {}
    for accepted in req.headers.get("Accept", "").lower().split(","):
        kind, *options = (part.strip() for part in accepted.split(";"))
        quality = next((one[2:] for one in options if one.startswith("q=")), "1")
        if kind in _FILE_OR_JSON and _QUALITY.fullmatch(quality):
            weights.setdefault(kind, float(quality))
    preferred = max(weights, key=lambda kind: weights[kind], default="")
    return preferred == "text/csv" and weights[preferred] > 0


def read_sender(field: str, text: str) -> str:
    """
    Read an own number from a path or query, with or without `+`.

    Raises
    ------
    RequestError
        It cannot be a sender.
    """
    from shared.domain.sender import parse_path_sender

    try:
        return parse_path_sender(text.strip()).address
    except InvalidSenderError as error:
        raise invalid_field(field, error.code, str(error)) from None


def read_any_sender(req: func.HttpRequest) -> str:
    """Read the query parameter `sender`, as `read_sender`; empty: all own numbers."""
    text: str = req.params.get("sender", "")
    return read_sender("sender", text) if text else ""


def read_number(field: str, text: str) -> str:
    """
    Read a person's number from a path or query, with or without `+`.

    Raises
    ------
    RequestError
        It cannot be a phone number.
    """
    from shared.domain.phone_number import normalise_path_number

    try:
        return normalise_path_number(text.strip())
    except InvalidPhoneNumberError as error:
        raise invalid_field(field, error.code, str(error)) from None
