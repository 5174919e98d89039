"""The calls of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from paloma import models
from paloma._calls import Call
from paloma._requests import present
from paloma._responses import read_text, reader

if TYPE_CHECKING:
    from datetime import date


class SummaryOptions(TypedDict, total=False):
    """
    What figures are asked for.

    `since` and `until` are days in `tz` (an IANA name, by default UTC), the last one included: at
    most 366, by hour 31. `interval` is `day` or `hour`.
    """

    since: date | None
    until: date | None
    interval: str | None
    tz: str | None
    sender: str | None
    campaign: str | None
    category: str | None


_PARAMETERS = {"since": "from", "until": "to"}


def summary(options: SummaryOptions) -> Call[models.Summary]:
    """Make the call that sums up a range of days."""
    return Call("GET", "analytics/summary", reader(models.Summary), params=_params(options))


def summary_csv(options: SummaryOptions) -> Call[str]:
    """Make the same call for a file."""
    headers = {"Accept": "text/csv"}
    return Call("GET", "analytics/summary", read_text, params=_params(options), headers=headers)


def _params(options: SummaryOptions) -> dict[str, str]:
    given = {_PARAMETERS.get(name, name): value for name, value in options.items()}
    return present({name: None if one is None else str(one) for name, one in given.items()})
