"""
Signatures of deliveries, as in Standard Webhooks, which receivers have libraries for.

What is signed is `id.timestamp.body`, by HMAC-SHA256 (github.com/standard-webhooks,
`spec/standard-webhooks.md`, version 1.0.0).
"""

import base64
import hmac
from datetime import datetime

SECRET_BYTES = 32
_PREFIX = "whsec_"


def new_secret(randomness: bytes) -> str:
    """Write a secret the way receivers' libraries take it."""
    return _PREFIX + base64.b64encode(randomness).decode()


def signed_headers(secret: str, delivery_id: str, now: datetime, body: bytes) -> dict[str, str]:
    """Give the headers that prove where a body comes from, and when it was sent."""
    timestamp = str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{delivery_id}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    }
