"""What the tests of sends share."""

from collections.abc import Callable
from typing import Any

from tests.support.local_app import TOLL_FREE, LocalApp

BLOCKED_BY_CARRIER, UNREACHABLE = "+12025550105", "+12025550106"  # reported 4005, 4006
PAUSED_NUMBER = "+18335550177"
ROWS = "[...document.querySelectorAll('.of-sends tbody tr:not(.group)')]"
NAMES = f"{ROWS}.map((row) => row.querySelector('b').textContent)"
MESSAGES = "[...document.querySelectorAll('.send-messages tbody tr')]"


async def send_to_four(app: LocalApp, new_person: Callable[[], str], campaign: str) -> Any:
    """Send to two whose messages arrive, and to two whose messages fail for two reasons."""
    to = [new_person(), new_person(), BLOCKED_BY_CARRIER, UNREACHABLE]
    accepted = await app.send(TOLL_FREE, to, "Hello <b>you</b>", campaign=campaign)
    for message in accepted["messages"]:
        is_failed = message["to"] in {BLOCKED_BY_CARRIER, UNREACHABLE}
        await app.reaches(message["messageId"], "failed" if is_failed else "delivered")
    return accepted


async def paused_send(app: LocalApp, new_person: Callable[[], str], campaign: str) -> Any:
    number = PAUSED_NUMBER.removeprefix("+")
    assert (await app.call("POST", f"senders/{number}/pause")).status == 200
    return await app.send(PAUSED_NUMBER, [new_person(), new_person()], campaign=campaign)
