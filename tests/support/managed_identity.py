"""A managed identity without Azure: a token endpoint, and Azurite that wants its tokens."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from local.dev.azurite import ACCOUNT_NAME
from local.dev.install import ensure_azurite
from local.dev.paths import AZURITE_SCRIPT
from local.dev.process_group import ProcessGroup

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from pathlib import Path

IDENTITY_SECRET = "secret-of-the-identity-endpoint"
_LISTENING = re.compile(r"Azurite (Queue|Table) service is successfully listening at \S+:(\d+)$")


@dataclass
class TokenEndpoint:
    """
    What App Service gives an app with a managed identity.

    Attributes
    ----------
    asked : list of mapping
        The queries of the requests for tokens.
    audience : str
        What its tokens are for; empty: what is asked for.
    """

    url: str = ""
    audience: str = ""
    asked: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {"IDENTITY_ENDPOINT": self.url, "IDENTITY_HEADER": IDENTITY_SECRET}

    async def answer(self, request: web.BaseRequest) -> web.Response:
        assert request.headers["X-IDENTITY-HEADER"] == IDENTITY_SECRET
        self.asked.append(dict(request.query))
        expiry = int(time.time()) + 3600
        token = _token(self.audience or request.query["resource"], expiry)
        document = {"access_token": token, "expires_on": str(expiry), "token_type": "Bearer"}
        return web.json_response({**document, "resource": request.query["resource"]})


def _token(audience: str, expiry: int) -> str:
    """Write a token without a signature, which Azurite does not look at."""
    start = expiry - 7200
    claims = {"aud": audience, "iss": "https://sts.windows.net/tenant/", "exp": expiry}
    parts: list[Any] = [{"alg": "none", "typ": "JWT"}, {**claims, "iat": start, "nbf": start}]
    texts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts)
    return ".".join([*(text.rstrip("=") for text in texts), "c2lnbmF0dXJl"])


@asynccontextmanager
async def token_endpoint() -> AsyncIterator[TokenEndpoint]:
    """Serve tokens until the block ends."""
    endpoint = TokenEndpoint()
    runner = web.ServerRunner(web.Server(endpoint.answer, access_log=None), shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        endpoint.url = f"http://127.0.0.1:{runner.addresses[0][1]}/msi/token"
        yield endpoint
    finally:
        await runner.cleanup()


@contextmanager
def azurite_with_tokens(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Run Azurite by https; gives the addresses of queues and tables, and what to trust."""
    certificate, key = make_certificate(folder)
    command = [
        *(ensure_azurite(), str(AZURITE_SCRIPT), "--disableTelemetry", "--skipApiVersionCheck"),
        *("--silent", "--inMemoryPersistence", "--disableProductStyleUrl", "--oauth", "basic"),
        *("--cert", str(certificate), "--key", str(key)),
        *("--blobPort", "0", "--queuePort", "0", "--tablePort", "0"),
    ]
    with ProcessGroup() as process_group:
        child = process_group.start("Azurite", command)

        def ports() -> dict[str, str]:
            found = (_LISTENING.search(line) for line in child.lines())
            return {match[1]: match[2] for match in found if match}

        process_group.wait_until(lambda: len(ports()) == len({"Queue", "Table"}), what="Azurite")
        urls = [f"https://127.0.0.1:{ports()[one]}/{ACCOUNT_NAME}" for one in ("Queue", "Table")]
        yield urls[0], urls[1], certificate


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for this machine's own address, good for an hour, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    paths = folder / "azurite.pem", folder / "azurite.key"
    paths[0].write_bytes(made.public_bytes(pem))
    paths[1].write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
