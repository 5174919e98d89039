"""Text from outside, made fit to be stored."""

import re

_NOT_STORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean_text(value: object) -> str:
    """Make text storable: no lone surrogates, no control characters but line breaks and tabs."""
    text = value if isinstance(value, str) else ""
    if text.isascii() and text.isprintable():
        return text
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", paired)
