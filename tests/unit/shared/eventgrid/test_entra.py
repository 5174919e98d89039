"""Bearer tokens of deliveries: only those of Event Grid for this app are taken."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from hypothesis import given
from hypothesis import strategies as st

from composition.settings import load_settings
from shared.eventgrid.entra import (
    EVENT_GRID_APPLICATION_ID,
    EntraSettings,
    TokenCheck,
    TokenRefusedError,
    read_entra_settings,
)
from shared.settings import ConfigurationError
from tests.support.token_issuer import AUDIENCE, TENANT, claims, issuer_v1, private_key, token
from tests.support.world import START, FrozenClock

NOW = int(START.timestamp())
SETTINGS = EntraSettings(TENANT, frozenset({AUDIENCE, "second"}))
ENVIRONMENT = {
    "AzureWebJobsStorage": "UseDevelopmentStorage=true",
    "ACS_CONNECTION_STRING": "endpoint=https://acs.example/;accesskey=c2VjcmV0",
    "WEBHOOK_ENTRA_AUDIENCE": AUDIENCE,
    "WEBHOOK_ENTRA_TENANT_ID": TENANT,
}


class KnownKeys:
    """The issuer publishes one key."""

    async def find(self, issuer: str, key_id: str) -> RSAPublicKey | None:
        is_known = (issuer, key_id) == (issuer_v1(), "first")
        return private_key("first").public_key() if is_known else None


CHECK = TokenCheck(SETTINGS, KnownKeys(), FrozenClock())


async def refusal_of(text: str) -> str:
    with pytest.raises(TokenRefusedError) as raised:
        await CHECK.check(text)
    return raised.value.reason


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"aud": "second"},
        {"appid": None, "azp": EVENT_GRID_APPLICATION_ID, "ver": "2.0"},
        {"appid": EVENT_GRID_APPLICATION_ID.upper()},
        {"nbf": None},
        {"nbf": NOW + 59},
        {"exp": NOW - 59},
        {"roles": ["AzureEventGridSecureWebhookSubscriber"], "iat": NOW + 30},
    ],
)
async def test_token_of_event_grid_is_taken(changes: Mapping[str, Any]) -> None:
    await CHECK.check(f"Bearer {token(**changes)}")
    await CHECK.check(f" bearer {token(**changes)} ")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"exp": NOW - 61}, "expired"),
        ({"exp": NOW - 60}, "expired"),
        ({"nbf": NOW + 61}, "not_valid_yet"),
        ({"exp": None}, "no_lifetime"),
        ({"exp": True}, "no_lifetime"),
        ({"exp": str(NOW + 60)}, "no_lifetime"),
        ({"exp": float("nan")}, "no_lifetime"),
        ({"nbf": "soon"}, "no_lifetime"),
        ({"aud": "api://another"}, "wrong_audience"),
        ({"aud": f"{AUDIENCE}/"}, "wrong_audience"),
        ({"aud": None}, "wrong_audience"),
        ({"aud": [AUDIENCE, "api://another"]}, "wrong_audience"),
        ({"appid": TENANT}, "wrong_application"),
        ({"appid": None}, "wrong_application"),
        ({"azp": TENANT}, "wrong_application"),
        ({"appid": [EVENT_GRID_APPLICATION_ID]}, "wrong_application"),
        ({"iss": "https://sts.example/another/"}, "unknown_key"),
        ({"iss": None}, "malformed"),
    ],
)
async def test_token_with_a_wrong_claim_is_refused(changes: Mapping[str, Any], reason: str) -> None:
    assert await refusal_of(f"Bearer {token(**changes)}") == reason


async def test_token_that_another_key_signed_is_refused() -> None:
    assert await refusal_of(f"Bearer {token('second', kid='first')}") == "wrong_signature"
    assert await refusal_of(f"Bearer {token('second')}") == "unknown_key"


@pytest.mark.parametrize("algorithm", ["HS256", "none", "PS256", "RS512"])
async def test_other_algorithms_than_rs256_are_refused(algorithm: str) -> None:
    key: object = private_key("first")
    if algorithm == "HS256":
        key = "a secret of 32 characters or more"
    elif algorithm == "none":
        key = None
    forged = jwt.encode(claims(), key, algorithm=algorithm, headers={"kid": "first"})  # type: ignore[arg-type]
    reason = await refusal_of(f"Bearer {forged}")
    assert reason == ("malformed" if algorithm == "none" else "wrong_algorithm")


async def test_signature_by_the_public_key_as_a_secret_is_refused() -> None:
    header, body, signature = token().split(".")
    as_secret = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "first"}).encode())
    forged = f"{as_secret.decode().rstrip('=')}.{body}.{signature}"
    assert header not in forged
    assert await refusal_of(f"Bearer {forged}") == "wrong_algorithm"


async def test_changed_claims_are_refused() -> None:
    header, _, signature = token(appid=TENANT).split(".")
    body = token().split(".")[1]
    assert await refusal_of(f"Bearer {header}.{body}.{signature}") == "wrong_signature"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no_token"),
        ("  ", "no_token"),
        ("Bearer", "malformed"),
        ("Basic dXNlcjpwYXNz", "malformed"),
        ("Bearer a.b.c", "malformed"),
        ("Bearer a.b.c.d", "malformed"),
        ("Bearer e30.e30.e30", "wrong_algorithm"),
        (f"Bearer {'a' * 20_000}.e30.e30", "malformed"),
        (f"Bearer {base64.urlsafe_b64encode(b'[' * 12_000).decode()}.e30.e30", "malformed"),
        (f"Bearer e30.{base64.urlsafe_b64encode(b'[' * 12_000).decode()}.e30", "malformed"),
    ],
)
async def test_what_is_no_token_is_refused(text: str, reason: str) -> None:
    assert await refusal_of(text) == reason


@given(st.text(max_size=60))
async def test_any_text_is_refused(text: str) -> None:
    await refusal_of(f"Bearer {text}")


async def test_token_with_one_other_character_is_refused() -> None:
    right = token()
    for at in range(0, len(right) - 1, 7):  # the last character holds bits that are padding
        other = "A" if right[at] != "A" else "B"
        changed = right[:at] + other + right[at + 1 :]
        await refusal_of(f"Bearer {changed}")


def test_settings_are_read() -> None:
    settings = load_settings({**ENVIRONMENT, "WEBHOOK_ENTRA_AUDIENCE": f" {AUDIENCE} , second "})
    assert settings.entra == SETTINGS
    assert settings.given["WEBHOOK_ENTRA_TENANT_ID"] == TENANT


def test_without_the_settings_no_token_is_asked_for() -> None:
    assert read_entra_settings({}) is None
    assert read_entra_settings({"WEBHOOK_ENTRA_AUDIENCE": " "}) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TENANT_ID", ""),
        ("TENANT_ID", "common"),
        ("TENANT_ID", "contoso.example"),
        ("AUDIENCE", ""),
        ("AUDIENCE", "one,,two"),
        ("AUDIENCE", "two words"),
        ("APPLICATION_ID", "Microsoft.EventGrid"),
        ("AUTHORITY", "http://login.example"),
        ("AUTHORITY", "login.example"),
        ("AUTHORITY", "https://login.example/tenant"),
        ("AUTHORITY", "https://name@login.example"),
        ("AUTHORITY", "https://login.example?x=1"),
    ],
)
def test_unusable_setting_is_named_and_not_shown(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load_settings({**ENVIRONMENT, f"WEBHOOK_ENTRA_{name}": value})
    (fault,) = raised.value.faults
    assert f"WEBHOOK_ENTRA_{name}" in fault
    assert not value or value not in fault
