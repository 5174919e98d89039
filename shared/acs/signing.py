"""
The access-key signature of ACS (REST reference, "Authentication", read November 2026).

Signed are the verb, the path with its query, and date, host and content hash. The host goes
with its port where that is not the scheme's own.
"""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def http_date(moment: datetime) -> str:
    """Write a time as RFC 1123 wants it, in English whatever the locale."""
    utc = moment.astimezone(UTC)
    day, month = _DAYS[utc.weekday()], _MONTHS[utc.month - 1]
    return f"{day}, {utc.day:02d} {month} {utc.year:04d} {utc:%H:%M:%S} GMT"


def signed_headers(
    access_key: str, method: str, host: str, *, path_and_query: str, body: bytes, now: datetime
) -> dict[str, str]:
    """
    Make the headers that sign a request.

    Parameters
    ----------
    access_key : str
        Base64, as in the connection string.
    path_and_query : str
        Exactly as in the URL sent.

    Raises
    ------
    ValueError
        The key is not base64.
    """
    date = http_date(now)
    content_hash = base64.b64encode(hashlib.sha256(body).digest()).decode()
    text = f"{method.upper()}\n{path_and_query}\n{date};{host};{content_hash}"
    key = base64.b64decode(access_key, validate=True)
    signature = base64.b64encode(hmac.digest(key, text.encode(), "sha256")).decode()
    return {
        "x-ms-date": date,
        "x-ms-content-sha256": content_hash,
        "Authorization": (
            f"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}"
        ),
    }
