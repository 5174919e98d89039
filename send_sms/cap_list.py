"""
Read the setting `SMS_CAPS`: a list of caps.

    [{"per": "day", "segments": 20000},
     {"per": "month", "amount": 500, "category": "marketing"},
     {"per": "day", "segments": 2000, "sender": "*"}]

Each has one limit, and holds for the app or for one of `sender`, `category` and `campaign`; `*` is
each of them by itself.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from send_sms.domain.caps import EACH, UNITS_OF_MONEY, Cap, CapPeriod, CapScope, CapUnit
from shared.domain.errors import InvalidSenderError
from shared.domain.kinds import Category
from shared.domain.sender import parse_sender
from shared.settings import read_json_setting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from send_sms.domain.prices import PriceTable

_NAMED: Final = {scope.value: scope for scope in CapScope if scope is not CapScope.APP}
_MEMBERS: Final = ("per", *CapUnit, *_NAMED)
_MOST: Final = 10**9
_LONGEST_CAMPAIGN: Final = 64


def caps_from_json(text: str, prices: PriceTable) -> tuple[Cap, ...]:
    """
    Read caps.

    Raises
    ------
    ValueError
        Naming the first entry that is wrong and its fault, without a value.
    """
    document = read_json_setting(text)
    if not isinstance(document, list):
        message = "it must be a list of caps"
        raise ValueError(message)  # noqa: TRY004 - one kind of error for one bad setting
    caps: dict[Cap, int] = {}
    for position, members in enumerate(document):
        try:
            cap = _cap(members, prices)
        except ValueError as error:
            message = f"[{position}]: {error}"
            raise ValueError(message) from None
        same = [at for known, at in caps.items() if _subject_of(known) == _subject_of(cap)]
        if same:
            message = f"[{same[0]}] and [{position}] limit the same"
            raise ValueError(message)
        caps[cap] = position
    return tuple(caps)


def _subject_of(cap: Cap) -> tuple[str, ...]:
    return cap.period, cap.unit, cap.scope, cap.name


def _cap(members: Any, prices: PriceTable) -> Cap:  # noqa: ANN401 - JSON
    if not isinstance(members, dict) or not members.keys() <= set(_MEMBERS):
        message = f"a cap has the members {', '.join(_MEMBERS)} and no others"
        raise ValueError(message)
    if members.get("per") not in list(CapPeriod):
        message = f"per is {' or '.join(CapPeriod)}"
        raise ValueError(message)
    unit = CapUnit(_only(members, tuple(CapUnit), "a cap has one of {}"))
    named = [name for name in _NAMED if name in members]
    if len(named) > 1:
        message = f"a cap has at most one of {', '.join(_NAMED)}"
        raise ValueError(message)
    scope = _NAMED[named[0]] if named else CapScope.APP
    return Cap(
        CapPeriod(members["per"]),
        unit,
        _segments(members) if unit is CapUnit.SEGMENTS else _amount(members, prices),
        scope,
        _name(scope, members[named[0]]) if named else "",
        prices.currency if unit is CapUnit.AMOUNT else "",
    )


def _only(members: Mapping[str, Any], names: Sequence[str], message: str) -> str:
    found = [name for name in names if name in members]
    if len(found) != 1:
        raise ValueError(message.format(" and ".join(names)))
    return found[0]


def _segments(members: Mapping[str, Any]) -> int:
    limit = members[CapUnit.SEGMENTS]
    if isinstance(limit, int) and not isinstance(limit, bool) and 0 < limit <= _MOST:
        return limit
    message = f"segments is a whole number from 1 to {_MOST}"
    raise ValueError(message)


def _amount(members: Mapping[str, Any], prices: PriceTable) -> int:
    """Read money, a number or a text such as "12.50", as millionths."""
    if not any(price > 0 for table in prices.per_segment.values() for price in table.values()):
        message = "amount needs a price above 0 in SMS_PRICES"
        raise ValueError(message)
    limit = members[CapUnit.AMOUNT]
    try:
        is_number = isinstance(limit, int | float | str) and not isinstance(limit, bool)
        units = Decimal(str(limit)) * UNITS_OF_MONEY if is_number else Decimal(0)
        if units.is_finite() and 0 < units <= _MOST * UNITS_OF_MONEY and units == int(units):
            return int(units)
    except ArithmeticError:
        pass
    message = f"amount is a number above 0 and up to {_MOST}, with at most six decimals"
    raise ValueError(message)


def _name(scope: CapScope, name: Any) -> str:  # noqa: ANN401 - JSON
    if name == EACH:
        return EACH
    try:
        if scope is CapScope.SENDER and isinstance(name, str):
            return parse_sender(name).address
    except InvalidSenderError:
        pass
    if scope is CapScope.CATEGORY and name in list(Category):
        return Category(name).value
    is_campaign = scope is CapScope.CAMPAIGN and isinstance(name, str)
    if is_campaign and 0 < len(name) <= _LONGEST_CAMPAIGN:
        return str(name)
    raise ValueError(_FAULTS[scope])


_FAULTS: Final = {
    CapScope.SENDER: "sender is one of your own numbers as in `from`, or *",
    CapScope.CATEGORY: f"category is {', '.join(Category)} or *",
    CapScope.CAMPAIGN: "campaign is a text of 1 to 64 characters, or *",
}
