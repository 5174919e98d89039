"""An issuer of tokens like Microsoft Entra's: OpenID documents and keys over HTTP, and tokens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from shared.eventgrid.entra import EVENT_GRID_APPLICATION_ID
from tests.support.world import START

TENANT = "11111111-2222-4333-8444-555555555555"
AUDIENCE = "api://paloma-webhooks"


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """Make a key once for each name; one named `short` is too short."""
    bits = 1_024 if name == "short" else 2_048
    return rsa.generate_private_key(public_exponent=65_537, key_size=bits)


def public_jwk(name: str) -> dict[str, Any]:
    """Describe the public part of a key as the issuer publishes it."""
    jwk = RSAAlgorithm.to_jwk(private_key(name).public_key(), as_dict=True)
    return {**jwk, "kid": name, "use": "sig"}


def issuer_v1(tenant: str = TENANT) -> str:
    """Name the issuer of tokens of version 1.0."""
    return f"https://sts.example/{tenant}/"


def claims(**changes: Any) -> dict[str, Any]:
    """Make the claims of a right token of version 1.0; a value of None leaves the claim out."""
    now = int(START.timestamp())
    every = {
        "iss": issuer_v1(),
        "aud": AUDIENCE,
        "appid": EVENT_GRID_APPLICATION_ID,
        "nbf": now - 300,
        "exp": now + 3_600,
        **changes,
    }
    return {name: value for name, value in every.items() if value is not None}


def token(key: str = "first", *, kid: str | None = None, **changes: Any) -> str:
    """Sign a token with a key."""
    return jwt.encode(
        claims(**changes), private_key(key), algorithm="RS256", headers={"kid": kid or key}
    )


def bearer(text: str) -> dict[str, str]:
    """Make the header with a token."""
    return {"Authorization": f"Bearer {text}"}


@dataclass
class TokenIssuer:
    """What the issuer says now; `asked` has the paths of all requests."""

    url: str = ""
    keys: list[dict[str, Any]] = field(default_factory=lambda: [public_jwk("first")])
    status: int = 200
    issuer_tenant: str = TENANT
    keys_url: str = ""
    asked: list[str] = field(default_factory=list)

    async def respond(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if self.status != 200:
            return web.Response(status=self.status)
        if "keys" in request.path:
            return web.json_response({"keys": self.keys})
        is_v2 = "v2.0" in request.path
        issuer = f"{self.url}/{self.issuer_tenant}/v2.0" if is_v2 else issuer_v1(self.issuer_tenant)
        keys_url = self.keys_url or f"{self.url}/{TENANT}/discovery/keys"
        return web.json_response({"issuer": issuer, "jwks_uri": keys_url})


@asynccontextmanager
async def serving_tokens() -> AsyncIterator[TokenIssuer]:
    """Run an issuer on this machine."""
    issuer, app = TokenIssuer(), web.Application()
    app.router.add_route("GET", "/{path:.*}", issuer.respond)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    issuer.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield issuer
    finally:
        await runner.cleanup()
