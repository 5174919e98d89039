"""Who the benchmarks write to: numbers kept for fiction, and people who opted out beside them."""

from __future__ import annotations

_NUMBERS_PER_AREA = 100
_FIRST_AREA = 400
_AREA_COUNT = 100
_SUPPRESSED_STEP = 1000


def recipients(count: int) -> list[str]:
    """
    List numbers from 555-0100 to 555-0199 of area code after area code, in order.

    Parameters
    ----------
    count : int
        At most 59,900.
    """
    return [
        f"+1{_FIRST_AREA + n // _NUMBERS_PER_AREA}55501{n % _NUMBERS_PER_AREA:02d}"
        for n in range(count)
    ]


def opted_out(count: int) -> list[str]:
    """
    List people who opted out, spread over the area codes of a 10,000-recipient send.

    One recipient in a thousand is among them. The others are 555-1000 and up: 100,000 do not
    fit into the range for fiction, and no message is sent to them.

    Parameters
    ----------
    count : int
        At most 800,000, and either 0 or at least 10.
    """
    if count == 0:
        return []
    suppressed = recipients(_AREA_COUNT * _NUMBERS_PER_AREA)[::_SUPPRESSED_STEP]
    others = (
        f"+1{_FIRST_AREA + n % _AREA_COUNT}555{1000 + n // _AREA_COUNT:04d}"
        for n in range(count - len(suppressed))
    )
    return sorted([*suppressed, *others])
