"""The settings of verifications."""

import re

from shared.settings import ConfigurationError

MAX_BRAND = 32
_MIN_KEY, _MAX_KEY = 32, 512
_BRAND = re.compile(r"[^\x00-\x1f\x7f-\x9f{}]{1,32}")
_KEY = re.compile("[!-~]+")


def brand_from(text: str) -> str:
    """
    Read `SMS_BRAND`; empty: none.

    Raises
    ------
    ConfigurationError
        It is longer than 32 characters, or has a brace or a control character.
    """
    text = text.strip()
    if not text or _BRAND.fullmatch(text):
        return text
    message = f"SMS_BRAND must have at most {MAX_BRAND} characters, without braces"
    raise ConfigurationError(message)


def verification_key_from(text: str) -> str:
    """
    Read `SMS_VERIFICATION_KEY`; empty: none.

    Raises
    ------
    ConfigurationError
        It is too short to be a key, too long, or not visible ASCII.
    """
    text = text.strip()
    if not text or (_KEY.fullmatch(text) and _MIN_KEY <= len(text) <= _MAX_KEY):
        return text
    message = f"SMS_VERIFICATION_KEY must have {_MIN_KEY} to {_MAX_KEY} visible ASCII characters"
    raise ConfigurationError(message)
