"""Both clients send codes and check them, and repeat only what is done once."""

import json

import httpx
import pytest

from paloma import errors
from tests.unit.client.fake_app import (
    AT,
    PERSON,
    SENDER,
    Ask,
    FakeApp,
    ask_async,
    ask_sync,
    failure_of,
    keys_of,
    ok,
    problem,
)

pytestmark = pytest.mark.parametrize("ask", [ask_sync, ask_async])
VERIFICATION = {
    "verificationId": "v1", "purpose": "login", "status": "pending", "createdAt": AT,
    "expiresAt": AT,
}  # fmt: skip
STARTED = {**VERIFICATION, "resendAt": AT}
CHECKED = {**VERIFICATION, "attemptsLeft": 4, "valid": False}


async def test_code_is_requested_with_its_options(ask: Ask) -> None:
    app = FakeApp([ok(STARTED, 202)])
    found = await ask(
        app,
        lambda paloma: paloma.verify_start(
            SENDER, PERSON, purpose="login", code_length=4, client_address="203.0.113.7", brand=None
        ),
    )
    assert found.verification_id == "v1"
    assert str(app.asked[0].url).endswith("/api/verifications")
    assert json.loads(app.asked[0].content) == {
        "from": SENDER, "to": PERSON, "purpose": "login", "codeLength": 4,
        "clientAddress": "203.0.113.7",
    }  # fmt: skip


async def test_lost_request_is_repeated_with_its_key_and_a_refusal_is_not_waited_for(
    ask: Ask,
) -> None:
    refused = problem(429, "resend_too_soon", Retry_After="20")
    app = FakeApp([httpx.ReadTimeout("slow"), httpx.Response(429), refused])
    error = await failure_of(ask, app, lambda paloma: paloma.verify_start(SENDER, PERSON))
    assert isinstance(error, errors.RateLimited)
    assert (error.code, error.retry_after_seconds) == ("resend_too_soon", 20)
    assert len(app.asked) == 3
    assert len({key for request in app.asked for key in keys_of(app)}) == 1


async def test_check_is_repeated_with_its_key(ask: Ask) -> None:
    app = FakeApp([problem(503, "storage_unavailable"), ok(CHECKED)])
    found = await ask(app, lambda paloma: paloma.verify_check("v1", "123 456"))
    assert (found.valid, found.attempts_left) == (False, 4)
    assert str(app.asked[0].url).endswith("/api/verifications/v1/check")
    assert json.loads(app.asked[0].content) == {"code": "123 456"}
    assert len(app.asked) == 2
    assert len(set(keys_of(app))) == 1


async def test_status_and_figures_are_read(ask: Ask) -> None:
    app = FakeApp([ok({**VERIFICATION, "attemptsLeft": 5})])
    assert (await ask(app, lambda paloma: paloma.get_verification("v1"))).status == "pending"
    counts = {"sent": 4, "entered": 1, "conversion": 0.25}
    figures = {
        "start": "2026-11-22", "end": "2026-11-22", "total": counts, "prefixCount": 1,
        "byCountry": [{**counts, "country": "US"}],
        "byPrefix": [{**counts, "country": "US", "prefix": "+1425555", "braked": True}],
    }  # fmt: skip
    found = await ask(FakeApp([ok(figures)]), lambda paloma: paloma.verification_figures())
    assert found.by_prefix[0].braked
    assert found.total.conversion == 0.25
