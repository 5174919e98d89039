"""The settings of housekeeping: for how many days texts and messages are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from shared.settings import ConfigurationError

DEFAULT_TEXT_DAYS = 365
LEAST_DAYS, MOST_DAYS = 7, 36_500
"""A message may wait three days for its turn and three more for its report."""

_MAX_DIGITS = 5


@dataclass(frozen=True, slots=True)
class KeepRules:
    """For how long texts and messages are kept; None: for good."""

    texts: timedelta | None = timedelta(days=DEFAULT_TEXT_DAYS)
    messages: timedelta | None = None


def keep_rules_from(env: Mapping[str, str]) -> KeepRules:
    """
    Read `SMS_KEEP_TEXTS_DAYS` and `SMS_KEEP_MESSAGES_DAYS`.

    Raises
    ------
    ConfigurationError
        One is no whole number from 7 to 36,500, and not `0`, which means for good.
    """
    texts = _days(env, "SMS_KEEP_TEXTS_DAYS", DEFAULT_TEXT_DAYS)
    return KeepRules(texts, _days(env, "SMS_KEEP_MESSAGES_DAYS", 0))


def _days(env: Mapping[str, str], name: str, default: int) -> timedelta | None:
    text = env.get(name, "").strip()
    is_whole = text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS
    days = int(text) if is_whole else default
    if (text and not is_whole) or not (days == 0 or LEAST_DAYS <= days <= MOST_DAYS):
        message = f"{name} must be a whole number from {LEAST_DAYS} to {MOST_DAYS}, or 0: for good"
        raise ConfigurationError(message)
    return timedelta(days=days) if days else None
