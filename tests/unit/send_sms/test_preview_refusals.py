"""`POST /preview` refuses what `POST /sms` refuses, in the same words."""

from __future__ import annotations

import pytest

from send_sms.functions import preview_sms, send_sms
from shared.domain.errors import StorageError
from tests.support.samples import TEXT
from tests.support.web import assert_problem, call, post
from tests.support.world import PERSON, TOLL_FREE, World

GOOD = {"from": TOLL_FREE, "to": PERSON, "message": TEXT}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({**GOOD, "from": "+1"}, id="sender"),
        pytest.param({**GOOD, "to": ["12", "+1425"]}, id="no-recipient-left"),
        pytest.param({**GOOD, "to": []}, id="no-recipient"),
        pytest.param({**GOOD, "message": ""}, id="empty"),
        pytest.param({**GOOD, "message": "a" * 2_049}, id="long"),
        pytest.param({**GOOD, "message": "Hi {{name}}"}, id="missing-value"),
        pytest.param({**GOOD, "sendAt": "2020-01-01T00:00:00Z"}, id="past"),
        pytest.param({**GOOD, "surprise": 1}, id="unknown-member"),
        pytest.param(b"{", id="not-json"),
        pytest.param(b" " * (2 * 1024 * 1024 + 1), id="too-large"),
    ],
)
@pytest.mark.usefixtures("served")
async def test_preview_refuses_what_a_send_refuses_in_the_same_words(body: object) -> None:
    refusal = await call(send_sms, post(body))
    answer = await call(preview_sms, post(body))

    assert_problem(answer, refusal.status_code)
    assert answer.get_body() == refusal.get_body()


@pytest.mark.usefixtures("served")
async def test_preview_refuses_values_that_a_send_could_not_store(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("send_sms.storage.batch_layout.MAX_SEND_BYTES", 1_000)
    body = {**GOOD, "to": [{"number": PERSON, "values": {"x": "1"}}], "message": "No {{x}}"}

    refusal, answer = await call(send_sms, post(body)), await call(preview_sms, post(body))

    assert_problem(answer, 413)
    assert answer.get_body() == refusal.get_body()


async def test_preview_is_unavailable_when_the_registry_is(
    served: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StorageError

    monkeypatch.setattr(served.opt_outs_table, "get", fail)

    assert_problem(await call(preview_sms, post(GOOD)), 503)
