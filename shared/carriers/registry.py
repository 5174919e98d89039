"""The carriers that there are, by the names that rows keep."""

from datetime import timedelta

from shared.carriers.acs.limits import ACS_LIMITS
from shared.carriers.limits import CarrierLimits

DEFAULT_CARRIER = ACS_LIMITS.name

_LIMITS = {ACS_LIMITS.name: ACS_LIMITS}

LONGEST_REPEAT_WINDOW: timedelta = max(one.repeat_window for one in _LIMITS.values())
"""Of all carriers: where it is not known yet which one a message goes to."""


def limits_of(carrier: str) -> CarrierLimits:
    """Give the limits of a carrier; rows without a name are of the default one."""
    return _LIMITS[carrier or DEFAULT_CARRIER]
