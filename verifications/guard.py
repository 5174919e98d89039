"""Whether a code may be sent: limits of client addresses, and the brake on prefixes."""

from datetime import datetime

from send_sms.domain.places import calling_code_of
from send_sms.domain.prices import country_of
from shared.log import minute_log
from verifications.domain.brake import (
    Braked,
    BrakeLevel,
    PrefixBrakedError,
    PrefixLimitError,
    prefix_of,
)
from verifications.domain.limits import refuse_client, site_of_address
from verifications.domain.verification import Counted
from verifications.verifying import Verifying

_BRAKE_SECONDS = 300
"""When it may be worth to try again: codes that are on their way will have been entered."""

_SECONDS_PER_HOUR = 3_600


async def take_limits(number: str, client_address: str | None, verifying: Verifying) -> Counted:
    """
    Count a code for its prefix and for the client address, or refuse it.

    A refused code is not counted for its prefix; the client address is charged for it.

    Parameters
    ----------
    client_address : str or None
        An IP address; None: the caller gave none.

    Raises
    ------
    ClientLimitError, PrefixLimitError, PrefixBrakedError
        It must not be sent.
    StorageError
        It may have been counted, and must not be sent.
    """
    now, prefix, country = verifying.now(), prefix_of(number), country_or_code(number)
    if client_address:
        await _take_client(site_of_address(client_address), verifying)
    counted = await verifying.counts.take(prefix, country, now)
    if isinstance(counted, Counted):
        return counted
    raise _refusal(counted, prefix, country, now)


async def _take_client(site: str, verifying: Verifying) -> None:
    verifications = verifying.verifications

    async def take() -> None:
        now = verifying.now()
        times, row = await verifications.client(site, now)
        refuse_client(times, now)
        await verifications.add_to_client(site, times, row, now)

    await verifying.turns.change(f"client {site}", take)


def _refusal(
    braked: Braked, prefix: str, country: str, now: datetime
) -> PrefixBrakedError | PrefixLimitError:
    if braked.level is BrakeLevel.HOUR:
        return PrefixLimitError(_SECONDS_PER_HOUR - now.timestamp() % _SECONDS_PER_HOUR)
    minute_log.log(
        "verification_prefix_braked",
        f"{braked.level} {prefix}",
        prefix=f"+{prefix}",
        country=country,
        scope=braked.level,
        sentCount=braked.sent,
        enteredCount=braked.entered,
    )
    return PrefixBrakedError(_BRAKE_SECONDS)


def country_or_code(number: str) -> str:
    """Give the number's country, or its calling code where that has none."""
    country = country_of(number)
    return country if country.isalpha() else f"+{calling_code_of(number)}"
