"""What is not honoured is refused."""

from send_sms import functions
from tests.support.web import assert_problem, call, post
from tests.support.world import World
from tests.unit.send_sms.sms_api import assert_nothing_stored, request_body


async def test_request_with_an_idempotency_key_is_refused_and_stores_nothing(
    served: World,
) -> None:
    request = post(request_body(), headers={"Idempotency-Key": "reminders-1"})

    answer = await call(functions.send_sms, request)

    assert_problem(answer, 400, "Idempotency-Key")
    assert_nothing_stored(served)
