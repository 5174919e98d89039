"""The carriers, by the names that rows keep."""

from collections.abc import Mapping
from datetime import timedelta

from shared.carriers.acs.limits import ACS_LIMITS
from shared.carriers.limits import CarrierLimits

DEFAULT_CARRIER = ACS_LIMITS.name
"""Of rows that name none."""

LIMITS: Mapping[str, CarrierLimits] = {ACS_LIMITS.name: ACS_LIMITS}

LONGEST_REPEAT_WINDOW: timedelta = max(one.repeat_window for one in LIMITS.values())
"""Of all carriers: where it is not known yet which one a message goes to."""
