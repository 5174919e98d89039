"""The calls of the registry of opt-outs, and of consent."""

from __future__ import annotations

from paloma import models
from paloma._calls import Call, Repeat, json_content
from paloma._requests import number_headers, present
from paloma._responses import Page, list_call, paged, read_csv, reader

_OWN_NUMBERS = "50"
_FILE_ENTRIES = "10000"
"""Of a part of the file: all 100,000 that the app gives at once may take longer than it waits."""


def list_opt_outs(sender: str | None, state: str | None) -> Call[Page[models.OptOut]]:
    """Make the call that lists the registry, of all own numbers if none is given."""
    return list_call("opt-outs", "entries", models.OptOut, {"sender": sender, "state": state})


def export_opt_outs(sender: str | None, state: str | None) -> Call[Page[str]]:
    """Make the call of the registry as a file; each page is text with the header line."""
    given = present({"sender": sender, "state": state, "limit": _FILE_ENTRIES})
    return paged("opt-outs", read_csv, given, {"Accept": "text/csv"})


def get_opt_out(sender: str, recipient: str) -> Call[models.OptOutEntry]:
    """Make the call that reads a person's entry."""
    headers = number_headers(sender=sender, recipient=recipient)
    return Call("GET", "opt-outs/-/-", reader(models.OptOutEntry), headers=headers)


def set_opt_out(
    sender: str, recipient: str, state: str, reason: str, category: str | None
) -> Call[models.OptOutEntry]:
    """
    Make the call that opts a person out or in.

    Opting in is not repeated if it may have been done: a STOP that arrives in between would be
    overridden.
    """
    body = present({"state": state, "reason": reason, "category": category})
    return Call(
        "PUT",
        "opt-outs/-/-",
        reader(models.OptOutEntry),
        headers=number_headers(sender=sender, recipient=recipient),
        content=json_content(body),
        repeat=Repeat.ALWAYS if state == "opted_out" else Repeat.UNLESS_RECEIVED,
    )


def opt_out_counts() -> Call[models.OptOutCounts]:
    """Make the call that counts reviews and opt-outs."""
    return Call("GET", "opt-out-counts", reader(models.OptOutCounts))


def get_person(number: str) -> Call[models.Person]:
    """Make the call that reads a person's consent for the first own numbers."""
    headers = number_headers(number=number)
    params = {"limit": _OWN_NUMBERS}
    return Call("GET", "people/-", reader(models.Person), params=params, headers=headers)


def list_consents(number: str) -> Call[Page[models.OwnNumberConsent]]:
    """Make the call that lists a person's consent for all own numbers."""
    headers, given = number_headers(number=number), {"limit": _OWN_NUMBERS}
    return list_call("people/-", "consents", models.OwnNumberConsent, given, headers)
