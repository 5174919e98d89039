"""What is wrong with a body, in the API's own codes and words (docs/routes.md), not pydantic's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.web.problems import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import azure.functions as func
    from pydantic import ValidationError

_MAX_ERRORS = 20
_MAX_FIELD_LENGTH = 100

_TIME = "It must be a time such as 2026-12-01T09:00:00-08:00."

_BY_KIND: Mapping[str, tuple[str, str]] = {
    "missing": ("required", "It is required."),
    "extra_forbidden": ("unknown_member", "There is no such member."),
    "string_type": ("wrong_type", "It must be a text."),
    "int_type": ("wrong_type", "It must be a whole number."),
    "int_from_float": ("wrong_type", "It must be a whole number."),
    "int_parsing": ("wrong_type", "It must be a whole number."),
    "int_parsing_size": ("out_of_range", "It is too large."),
    "bool_type": ("wrong_type", "It must be true or false."),
    "dict_type": ("wrong_type", "It must be an object."),
    "model_type": ("wrong_type", "It must be an object."),
    "model_attributes_type": ("wrong_type", "It must be an object."),
    "list_type": ("wrong_type", "It must be a list."),
    "tuple_type": ("wrong_type", "It must be a list."),
    "string_too_short": ("text_too_short", "It is too short: its least length is {min_length}."),
    "string_too_long": ("text_too_long", "It is too long: its greatest length is {max_length}."),
    "too_short": ("too_few_items", "It has too few entries; {min_length} is the least."),
    "too_long": ("too_many_items", "It has too many entries; {max_length} is the most."),
    "string_pattern_mismatch": ("invalid_format", "It does not have the form that is described."),
    "string_unicode": ("invalid_format", "It must be a text in Unicode."),
    "enum": ("unknown_value", "It must be {expected}."),
    "literal_error": ("unknown_value", "It must be {expected}."),
    "greater_than_equal": ("out_of_range", "It must be at least {ge}."),
    "less_than_equal": ("out_of_range", "It must be at most {le}."),
    "timezone_aware": ("offset_missing", "It must have an offset, such as Z or -08:00."),
    "datetime_type": ("invalid_time", _TIME),
    "datetime_parsing": ("invalid_time", _TIME),
    "datetime_from_date_parsing": ("invalid_time", _TIME),
    "datetime_object_invalid": ("invalid_time", _TIME),
    "json_invalid": ("invalid_json", "The body is not JSON: {error}."),
}

OWN_CODES = frozenset(
    {
        "blank_text",
        "control_character",
        "duplicate_name",
        "invalid_sender",
        "invalid_address",
        "message_too_long",
        "not_a_confirmation",
        "placeholder",
        "too_few_recipients",
        "too_many_recipients",
        "unpaired_braces",
    }
)
"""The codes of errors that the models of requests raise themselves, with words of their own."""

_OTHER = ("invalid_value", "It is not as described.")


def codes() -> set[str]:
    """Give the codes that an error of a body may have."""
    return {_OTHER[0], *OWN_CODES, *(code for code, _ in _BY_KIND.values())}


def validation_problem(error: ValidationError) -> func.HttpResponse:
    """Make the problem document: every field that is wrong (the first 20), never what was sent."""
    details = error.errors(include_url=False, include_input=False)
    errors = [_field_error(detail) for detail in details[:_MAX_ERRORS]]
    return refusal(errors, left_out=len(details) - len(errors))


def _field_error(detail: Mapping[str, Any]) -> dict[str, str]:
    kind, field = detail["type"], _field(detail["loc"])
    if detail.get("ctx", {}).get("field_type") == "Value":  # a text with a check of its own
        kind = f"string_{kind}"
    if kind in OWN_CODES:
        return {"field": field, "code": kind, "message": f"{detail['msg']}."}
    code, words = _BY_KIND.get(kind, _OTHER)
    return {"field": field, "code": code, "message": words.format(**detail.get("ctx", {}))}


def _field(location: tuple[int | str, ...]) -> str:
    """Write a place as people write it: `to[3].number`; the body itself is empty."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path.lstrip(".")[:_MAX_FIELD_LENGTH]
