"""The gateway against the simulator: every answer that ACS has, and what it means."""

from datetime import datetime, timedelta

import pytest

from shared.carriers.acs.gateway import AcsGateway
from shared.carriers.sending import UNKNOWN, Outcome, OutcomeKind, SendError
from tests.integration.shared.carriers.calls import FIRST, SECOND, call
from tests.integration.shared.carriers.conftest import Network, gateway_to


async def refusal_of(gateway: AcsGateway, now: datetime) -> SendError:
    with pytest.raises(SendError) as raised:
        await gateway.send(call(now))
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    return raised.value


async def test_everybody_is_sent_when_network_accepts(
    network: Network, gateway: AcsGateway, now: datetime
) -> None:
    outcomes = await gateway.send(call(now))

    assert [outcome and outcome.kind for outcome in outcomes] == [OutcomeKind.SENT] * 2
    ids = {outcome.provider_message_id for outcome in outcomes if outcome}
    assert len(ids) == 2
    assert all(one.startswith("Outgoing_") for one in ids)
    assert await network.texts(FIRST) == ["Grüße"]
    [request] = await network.requests()
    assert (request["apiVersion"], request["tag"]) == ("2021-03-07", call(now).tag)
    assert len(set(request["repeatabilityRequestIds"])) == 2


async def test_hundred_go_out_in_one_call_when_network_accepts(
    network: Network, gateway: AcsGateway, now: datetime
) -> None:
    crowd = [f"+130355501{n:02d}" for n in range(100)]

    outcomes = await gateway.send(call(now, *crowd))

    assert [outcome and outcome.kind for outcome in outcomes] == [OutcomeKind.SENT] * 100
    assert len(await network.requests()) == 1


async def test_each_gets_its_own_outcome_when_some_are_refused(
    network: Network, gateway: AcsGateway, now: datetime
) -> None:
    busy, bad = "+12025550153", "+0"

    good, refused, later = await gateway.send(call(now, FIRST, bad, busy))

    assert good is not None
    assert good.kind is OutcomeKind.SENT
    assert refused == Outcome(
        OutcomeKind.FAILED, code="400", text="Invalid To phone number format."
    )
    assert later is None
    assert await network.texts(FIRST) == ["Grüße"]


@pytest.mark.parametrize(
    ("shape", "code", "text"),
    [
        ("problem", "400", "From: A fault that was ordered from the simulator."),
        ("map", "400", "From: A fault that was ordered from the simulator."),
        ("envelope", "BadRequest", "A fault that was ordered from the simulator."),
    ],
)
async def test_refusal_is_final_and_told_when_network_answers_400_in_any_shape(
    network: Network, gateway: AcsGateway, now: datetime, *, shape: str, code: str, text: str
) -> None:
    await network.fault("status", status=400, shape=shape)

    error = await refusal_of(gateway, now)

    assert (error.provider_code, error.provider_text) == (code, text)
    assert (error.retryable, error.may_have_left) == (False, False)


async def test_refusal_is_final_when_access_key_is_wrong(network: Network, now: datetime) -> None:
    async with gateway_to(network.url, "d3Jvbmc=") as stranger:
        error = await refusal_of(stranger, now)

    assert (error.retryable, error.may_have_left) == (False, False)
    assert "d3Jvbmc=" not in str(error)
    assert [request["status"] for request in await network.requests()] == [401]


async def test_refusal_is_final_when_sender_is_not_owned(
    gateway: AcsGateway, now: datetime
) -> None:
    with pytest.raises(SendError) as raised:
        await gateway.send(call(now, sender="+18335550177"))

    assert (raised.value.provider_code, raised.value.retryable) == ("Unauthorized", False)


async def test_refusal_is_final_when_network_answers_404(
    network: Network, gateway: AcsGateway, now: datetime
) -> None:
    await network.fault("status", status=404)

    error = await refusal_of(gateway, now)

    assert (error.provider_code, error.retryable, error.may_have_left) == ("404", False, False)


@pytest.mark.parametrize(("members", "seconds"), [({"retryAfterSeconds": 7}, 7), ({}, 0)])
async def test_call_waits_as_long_as_asked_when_network_throttles(
    network: Network, gateway: AcsGateway, now: datetime, *, members: dict[str, int], seconds: float
) -> None:
    await network.fault("status", status=429, **members)

    error = await refusal_of(gateway, now)

    assert (error.retryable, error.may_have_left) == (True, False)
    assert error.retry_after_seconds == seconds


async def test_call_may_be_tried_again_when_rate_limit_is_reached(
    network: Network, gateway: AcsGateway, now: datetime
) -> None:
    await network.control("POST", "rate-limits", {"limits": {"tollFree": 1}})

    error = await refusal_of(gateway, now)

    assert (error.retryable, error.may_have_left) == (True, False)
    assert await network.texts(FIRST) == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_call_is_doubtful_and_not_repeated_by_gateway_when_network_fails(
    network: Network, gateway: AcsGateway, now: datetime, status: int
) -> None:
    await network.fault("status", status=status)

    error = await refusal_of(gateway, now)

    assert (error.retryable, error.may_have_left) == (True, True)
    assert [request["status"] for request in await network.requests()] == [status]


@pytest.mark.parametrize(("kind", "phone"), [("cutBefore", []), ("cutAfter", ["Grüße"])])
async def test_call_is_doubtful_when_connection_is_cut_before_the_answer(
    network: Network, gateway: AcsGateway, now: datetime, *, kind: str, phone: list[str]
) -> None:
    await network.fault(kind)

    error = await refusal_of(gateway, now)

    assert (error.retryable, error.may_have_left) == (True, True)
    assert await network.texts(FIRST) == phone


@pytest.mark.parametrize("kind", ["cutBefore", "cutAfter"])
async def test_phone_has_text_once_when_cut_call_is_made_again(
    network: Network, gateway: AcsGateway, now: datetime, kind: str
) -> None:
    await network.fault(kind)
    await refusal_of(gateway, now)

    again = await gateway.send(call(now))
    and_again = await gateway.send(call(now))

    assert again == and_again
    assert [outcome and outcome.kind for outcome in again] == [OutcomeKind.SENT] * 2
    assert (await network.texts(FIRST), await network.texts(SECOND)) == (["Grüße"], ["Grüße"])


async def test_call_is_doubtful_when_answer_does_not_come_in_time(
    network: Network, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.carriers.acs.gateway._READ_SECONDS", 0.2)
    await network.fault("delayAnswer", seconds=1)

    async with gateway_to(network.url) as gateway:
        error = await refusal_of(gateway, now)

    assert (error.retryable, error.may_have_left) == (True, True)
    assert await network.texts(FIRST) == ["Grüße"]


async def test_outcome_is_unknown_when_ids_are_older_than_network_remembers(
    network: Network, gateway: AcsGateway, now: datetime
) -> None:
    outcomes = await gateway.send(call(now - timedelta(minutes=6)))

    assert outcomes == (UNKNOWN, UNKNOWN)
    assert await network.texts(FIRST) == []
